"""Reports for Word: real headings, captions that number themselves, header rows that repeat, alt text, a contents list."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from sysmap.core.problem import Problem, Refused
from sysmap.reports.blocks import Block, Bullets, Cell, Figure, Heading, Para, Report, Table
from sysmap.reports.text import is_rtl, steady_package, xml_safe
from sysmap.views.figure import png_of

__all__ = ["word_bytes"]

_INK = RGBColor(0x1B, 0x27, 0x33)
_MUTED = RGBColor(0x4D, 0x5B, 0x69)
_FONT = "Arial"
_HEAD_FILL = "D5DFE9"
_QUOTES = {'"': "&quot;"}
_PADDING = ('<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
            '<w:right w:w="85" w:type="dxa"/></w:tblCellMar>')
_PIXELS = 2600
"""Width of a picture across a landscape A4 page: some 250 dots an inch."""
_TWIP = 635
"""Lengths are in English Metric Units, 635 to a twentieth of a point."""
_SIZES = {1: 18, 2: 14, 3: 11.5, 4: 10.5}


def word_bytes(report: Report, style: bytes | None = None) -> bytes:
    """The report as a .docx.

    Parameters
    ----------
    report : what to write.
    style : a .docx whose styles, page size and headers are used; its own text is left out.

    Raises
    ------
    Refused : the style file is not a Word document.
    """
    document = _start(style)
    writer = _Writer(document, own_styles=style is None)
    writer.title(report)
    writer.contents(report)
    for block in report.blocks:
        writer.block(block)
    writer.footers(report.footer)
    _properties(document, report)
    out = io.BytesIO()
    document.save(out)
    return steady_package(out.getvalue())


def _start(style: bytes | None) -> Doc:
    if style is None:
        document = Document()
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
        section.top_margin, section.bottom_margin = Mm(22), Mm(20)
    else:
        try:
            document = Document(io.BytesIO(style))
        except Exception as error:
            raise Refused(Problem(code="P03", message="The style file is not a Word document that can be read.",
                                  hint="Give a .docx saved by Word or LibreOffice (not .doc, not .dotm).")) from error
        body = document.element.body
        for child in list(body):
            if child.tag != qn("w:sectPr"):
                body.remove(child)
    return document


class _Writer:
    """Writes block after block; keeps count of figures, tables and headings."""

    def __init__(self, document: Doc, *, own_styles: bool) -> None:
        self.document = document
        self.headings = 0
        self.counts: dict[str, int] = {}
        self.margins: tuple[Any, ...] = ()
        self.own = own_styles
        self._styles()
        self.ids = {style.name: style.style_id for style in document.styles}

    def title(self, report: Report) -> None:
        self._text(self._paragraph("Title"), report.title)
        self._text(self._paragraph("Subtitle"), report.subtitle)
        for label, value in report.facts:
            paragraph = self._paragraph("Report facts")
            self._text(paragraph, f"{label}: ", bold=True)
            self._text(paragraph, value)

    def contents(self, report: Report) -> None:
        """A contents field with its entries, as links, already in it. Page numbers come when the program that opens the
        file renews the field: nobody else knows where its pages end."""
        paragraph = self._paragraph("Contents heading")
        self._text(paragraph, "Contents")
        entries = [heading for _, heading in report.headings() if heading.level <= 2]
        for at, heading in enumerate(entries):
            line = self._paragraph("Contents 1" if heading.level == 1 else "Contents 2")
            if at == 0:
                _field_part(line, "begin")
                _instruction(line, ' TOC \\o "1-2" \\h \\z \\u ')
                _field_part(line, "separate")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), f"_Toc{self._number(report, heading)}")
            line._p.append(link)
            _run_in(link, xml_safe(heading.text))
            if at == len(entries) - 1:
                _field_part(line, "end")

    def block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Para):
            self._para(block)
        elif isinstance(block, Bullets):
            for item in block.items:
                self._text(self._paragraph("List Bullet"), item)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._figure(block)

    def footers(self, text: str) -> None:
        """Map, version and rule on every page, with the page's number."""
        for section in self.document.sections:
            footer = section.footer
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
            for run in list(paragraph.runs):
                run._r.getparent().remove(run._r)
            self._text(paragraph, f"{text} · page ", size=7)
            _field(paragraph, " PAGE ", "1", size=7)
            self._text(paragraph, " of ", size=7)
            _field(paragraph, " NUMPAGES ", "1", size=7)

    def _heading(self, heading: Heading) -> None:
        level = min(heading.level, 4)
        paragraph = self._paragraph(f"Heading {level}")
        paragraph.paragraph_format.page_break_before = True if self.headings == 0 else None
        _bookmark(paragraph, self.headings, f"_Toc{self.headings}")
        self._text(paragraph, heading.text)
        self.headings += 1

    def _number(self, report: Report, wanted: Heading) -> int:
        return next(at for at, (_, heading) in enumerate(report.headings()) if heading is wanted)

    def _para(self, block: Para) -> None:
        paragraph = self._paragraph({"note": "Report note", "quote": "Quote"}.get(block.kind, "Normal"))
        if block.lead:
            self._text(paragraph, f"{block.lead} ", bold=True)
        self._text(paragraph, block.text)

    def _caption(self, word: str, text: str) -> None:
        paragraph = self._paragraph("Caption")
        paragraph.paragraph_format.keep_with_next = True
        self._text(paragraph, f"{word} ")
        _field(paragraph, f" SEQ {word} \\* ARABIC ", str(self._next(word)))
        self._text(paragraph, f". {text}")

    def _next(self, word: str) -> int:
        self.counts[word] = self.counts.get(word, 0) + 1
        return self.counts[word]

    def _table(self, block: Table) -> None:
        """The table's XML is written at once: cell by cell through the library costs fifty times as much."""
        self._caption("Table", block.title)
        widths = self._widths(block)
        rows = [_row_xml(block.columns, widths, self.ids["Table text"], head=True)]
        rows += [_row_xml(row, widths, self.ids["Table text"]) for row in block.rows]
        grid = "".join(f'<w:gridCol w:w="{width // _TWIP}"/>' for width in widths)
        table = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{self.ids["Table Grid"]}"/><w:tblW w:w="{sum(widths) // _TWIP}" '
            f'w:type="dxa"/><w:tblLayout w:type="fixed"/>{_PADDING}<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" '
            'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f'<w:tblCaption w:val="{escape(xml_safe(block.title)[:250], _QUOTES)}"/>'
            f'</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>')
        body = self.document.element.body
        body.insert(len(body) - 1, table)
        self._text(self._paragraph("Report note"), block.note or ("" if block.rows else "No rows."))

    def _widths(self, block: Table) -> list[Emu]:
        section = self.document.sections[-1]
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        relative = block.widths or (1.0,) * len(block.columns)
        return [Emu(int(room * part / sum(relative))) for part in relative]

    def _figure(self, block: Figure) -> None:
        picture, width, height = png_of(block.svg, pixels=_PIXELS, most=2.0)
        turned = block.wide and width > height * 1.05
        if turned:
            self._section(landscape=True)
        section = self.document.sections[-1]
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        tall = (section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0) - Mm(18)
        shown = min(room, int(tall * width / height), int(width * 9525 * 1.05))
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Emu(shown))
        about = shape._inline.docPr
        about.set("descr", xml_safe(block.alt + ("\n" + block.long if block.long else ""))[:4000])
        about.set("title", xml_safe(block.title)[:250])
        self._caption("Figure", block.title)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = False
        if turned:
            self._section(landscape=False)

    def _section(self, *, landscape: bool) -> None:
        section = self.document.add_section()
        if (section.orientation == WD_ORIENT.LANDSCAPE) != landscape:
            section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
            section.page_width, section.page_height = section.page_height, section.page_width
            if landscape:
                self.margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
                section.top_margin = section.left_margin = section.right_margin = Mm(14)
                section.bottom_margin = Mm(18)
            else:
                section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = self.margins

    def _text(self, paragraph: Paragraph, text: str, *, bold: bool = False, size: float | None = None) -> None:
        if not text:
            return
        run = paragraph.add_run(xml_safe(text))
        if bold:
            run.bold = True
        if size:
            run.font.size = Pt(size)
        if is_rtl(text):
            run.font.rtl = True
            properties = paragraph._p.get_or_add_pPr()
            if properties.find(qn("w:bidi")) is None:
                properties.append(OxmlElement("w:bidi"))

    def _paragraph(self, style: str) -> Paragraph:
        """A new paragraph. The library looks a style up by name each time, which is slow; its id is known here."""
        paragraph = self.document.add_paragraph()
        paragraph._p.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), self.ids[style])
        return paragraph

    def _styles(self) -> None:
        """Our own look; with a style file, only the styles that it lacks are added."""
        styles = self.document.styles
        names = {style.name for style in styles}
        if self.own:
            _set(styles["Normal"], 10.5, after=6)
            _set(styles["Title"], 26, bold=True, after=4)
            _set(styles["Subtitle"], 15, colour=_MUTED, after=18)
            styles["Title"].element.get_or_add_pPr()
            for level, size in _SIZES.items():
                _set(styles[f"Heading {level}"], size, bold=True, before=size, after=4)
            _set(styles["Caption"], 9.5, bold=True, before=10, after=3)
            _set(styles["List Bullet"], 10.5, after=3)
            for border in styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
                border.getparent().remove(border)
        base = styles["Normal"] if "Normal" in names else None
        for level, size in _SIZES.items():
            if f"Heading {level}" not in names:
                _set(_added(styles, f"Heading {level}", base), size, bold=True, before=size, after=4)
        for name, size in (("Title", 26.0), ("Subtitle", 15.0), ("Caption", 9.5), ("List Bullet", 10.5), ("Quote", 10.5),
                           ("Report facts", 10.5), ("Report note", 9.0), ("Table text", 8.5), ("Contents heading", 14.0),
                           ("Contents 1", 10.5), ("Contents 2", 10.0)):
            if name not in names:
                style = _set(_added(styles, name, base), size, bold=name == "Contents heading", after=2)
                if name == "Contents 2":
                    style.paragraph_format.left_indent = Mm(6)
        if "Table Grid" not in names:
            styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE)


def _added(styles: Any, name: str, base: Any) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if base is not None:
        style.base_style = base
    return style


def _set(style: Any, size: float, *, bold: bool = False, colour: RGBColor = _INK, before: float = 0, after: float = 0) -> Any:
    style.font.name = _FONT
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    return style


def _row_xml(cells: Sequence[Cell], widths: Sequence[int], style: str, *, head: bool = False) -> str:
    """A table row; its header row is marked as such, and no row breaks across pages."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_HEAD_FILL}"/>' if head else ""
    parts = ["<w:tr><w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if head else "") + "</w:trPr>"]
    for value, width in zip(cells, widths, strict=True):
        text = xml_safe(_said(value))
        rtl = is_rtl(text)
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        place = "<w:bidi/>" if rtl else '<w:jc w:val="right"/>' if number else ""
        look = ("<w:b/>" if head else "") + ("<w:rtl/>" if rtl else "")
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width // _TWIP}" w:type="dxa"/>{shade}</w:tcPr><w:p><w:pPr><w:pStyle w:val="{style}"/>'
            f"{place}</w:pPr><w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}"
            f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>')
    return "".join(parts) + "</w:tr>"


def _said(value: Cell) -> str:
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _run_in(parent: Any, text: str) -> None:
    run = OxmlElement("w:r")
    held = OxmlElement("w:t")
    held.text = text
    held.set(qn("xml:space"), "preserve")
    run.append(held)
    parent.append(run)


def _field(paragraph: Paragraph, instruction: str, shown: str, size: float | None = None) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    if size:
        properties = OxmlElement("w:rPr")
        sized = OxmlElement("w:sz")
        sized.set(qn("w:val"), str(int(size * 2)))
        properties.append(sized)
        run.append(properties)
    held = OxmlElement("w:t")
    held.text = shown
    run.append(held)
    field.append(run)
    paragraph._p.append(field)


def _field_part(paragraph: Paragraph, kind: str) -> None:
    run = OxmlElement("w:r")
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    if kind == "begin":
        mark.set(qn("w:dirty"), "true")
    run.append(mark)
    paragraph._p.append(run)


def _instruction(paragraph: Paragraph, text: str) -> None:
    run = OxmlElement("w:r")
    held = OxmlElement("w:instrText")
    held.set(qn("xml:space"), "preserve")
    held.text = text
    run.append(held)
    paragraph._p.append(run)


def _bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)


def _properties(document: Doc, report: Report) -> None:
    about = document.core_properties
    about.title = xml_safe(report.title)[:250]
    about.subject = xml_safe(report.subtitle)
    about.author = ""
    about.comments = ""
    about.keywords = ", ".join(report.keywords)
    about.language = "en-GB"
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")
