"""Reports for Word: real headings, captions that number themselves, header rows that repeat, alt text, a contents list."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from sysmap.core.problem import Problem, Refused
from sysmap.reports.blocks import Block, Bullets, DataTable, Figure, Heading, Para, Report
from sysmap.reports.measure import cell_text, column_widths, line_count
from sysmap.reports.paging import Flow, line_height
from sysmap.reports.text import is_rtl, steady_package, xml_safe
from sysmap.reports.word_look import SIZES, add_styles
from sysmap.reports.word_xml import CELL_PADDING, add_field, bookmark, contents_line, table_xml
from sysmap.reports.writers import Job, Output, Writer
from sysmap.views.figure import png_of

__all__ = ["WRITER", "word_bytes"]

_PIXELS = 2600
"""Width of a picture across a landscape A4 page: some 250 dots an inch."""
_EMU = 12700
"""To a point."""
_PIXEL = 9525
"""English Metric Units to a pixel of a screen, 96 to an inch."""
_MOST_ENTRIES = 60
"""A contents list longer than this leaves out the second level."""
_WHOLE = 0.3
"""A table that takes less than this part of a page stays on one."""
_BELOW_FIGURE = 60
"""Points that a figure leaves for its caption."""
_BELOW_PICTURE = 3
"""Points of a line below a picture that stands in it."""
_SHORT = 300
"""Characters of a paragraph that stays with what comes after it."""
_BELOW_TABLE = 8
"""Points between a table and the text after it."""


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
    writer = _Writer(document, own_styles=style is None, brief=report.brief)
    writer.title(report)
    if not report.brief:
        writer.contents(report)
    for block, after in zip(report.blocks, (*report.blocks[1:], None), strict=True):
        writer.block(block, after)
    writer.footers(report.footer)
    writer.number_pages()
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
        section.footer_distance = Mm(10)
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
    """Writes block after block; keeps count of figures, tables, headings and pages."""

    def __init__(self, document: Doc, *, own_styles: bool, brief: bool = False) -> None:
        self.document = document
        self.headings = 0
        self.counts: dict[str, int] = {}
        self.margins: tuple[Any, ...] = ()
        self.numbers: list[tuple[int, Any]] = []
        self.turned = False
        self.turned_at = 1
        self.fresh = False
        self.below_table = False
        add_styles(document, own=own_styles)
        self.ids = {style.name: style.style_id for style in document.styles}
        self.brief = brief
        if brief and own_styles:
            section = document.sections[0]
            section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(16)
        self.flow = Flow(self._size()[1])

    def title(self, report: Report) -> None:
        self._styled("Title", report.title)
        self._styled("Subtitle", report.subtitle)
        for label, value in report.facts:
            self._styled("Report facts", value, lead=f"{label}:")

    def contents(self, report: Report) -> None:
        """A contents list of links with page numbers. Each number is a field: LibreOffice works it out when it opens the
        file, Word when it renews fields (Ctrl+A, F9, or before printing); until then an estimate stands there."""
        self._styled("Contents heading", "Contents")
        entries = [(at, heading) for at, (_, heading) in enumerate(report.headings()) if heading.level <= 2]
        if len(entries) > _MOST_ENTRIES:
            entries = [(at, heading) for at, heading in entries if heading.level == 1]
        width = self._size()[0]
        for at, heading in entries:
            name = f"Contents {heading.level}"
            indent = 17.0 if heading.level == 2 else 0.0
            text = _short(heading.text, SIZES[name][0], width - indent - 40)
            self.numbers.append((at, contents_line(self._paragraph(name), text, f"_Toc{at}", width)))
            self._count(name, text, indent=indent)

    def number_pages(self) -> None:
        """Fill in the page numbers of the contents list."""
        self.flow.turn(self._size()[1])
        for at, shown in self.numbers:
            shown.text = str(self.flow.pages.get(at, self.flow.page))

    def block(self, block: Block, after: Block | None = None) -> None:
        """Write one block; a short sentence stays with the list, table or figure that comes after it."""
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Para):
            style = {"note": "Report note", "quote": "Quote"}.get(block.kind, "Normal")
            leads = isinstance(after, (DataTable, Figure)) and not getattr(after, "wide", False)
            leads = (leads or (block.kind == "note" and isinstance(after, Para))) and len(block.text) < _SHORT
            self._styled(style, block.text, lead=block.lead, keep=leads or (block.text or block.lead).endswith(":"))
        elif isinstance(block, Bullets):
            for item in block.items:
                self._styled("List Bullet", item)
        elif isinstance(block, DataTable):
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
            paragraph.paragraph_format.tab_stops.clear_all()
            room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Emu(room), WD_TAB_ALIGNMENT.RIGHT)
            paragraph._p.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), self.ids["Report note"])
            self._text(paragraph, f"{text}\tPage ")
            add_field(paragraph, " PAGE ", "1")
            self._text(paragraph, " of ")
            add_field(paragraph, " NUMPAGES ", "1")

    def _heading(self, heading: Heading) -> None:
        level = min(heading.level, 4)
        if heading.wide:
            if not self.turned:
                self._section(landscape=True)
            self.turned_at = level
        elif self.turned and not heading.wide and level <= self.turned_at:
            self._section(landscape=False)
        turn = heading.page or (self.headings == 0 and not self.brief)
        if turn and not self.fresh:
            self.flow.turn(self._size()[1])
        paragraph = self._paragraph(f"Heading {level}")
        if turn and not self.fresh:
            paragraph.paragraph_format.page_break_before = True
        bookmark(paragraph, self.headings, f"_Toc{self.headings}")
        self._text(paragraph, heading.text)
        self._count(f"Heading {level}", heading.text, keep=True, mark=self.headings)
        self.headings += 1

    def _caption(self, word: str, text: str, *, keep: bool) -> None:
        paragraph = self._paragraph("Caption")
        paragraph.paragraph_format.keep_with_next = keep
        self._text(paragraph, f"{word} ")
        self.counts[word] = self.counts.get(word, 0) + 1
        add_field(paragraph, f" SEQ {word} \\* ARABIC ", str(self.counts[word]))
        self._text(paragraph, f". {text}")
        self._count("Caption", f"{word} {self.counts[word]}. {text}", keep=keep)

    def _table(self, block: DataTable) -> None:
        self._caption("Table", block.title, keep=True)
        if block.note or not block.rows:
            self._styled("Report note", block.note or "No rows.", keep=bool(block.rows))
        size = SIZES["Table text"][0]
        across, down = CELL_PADDING
        widths = column_widths(block, self._size()[0], size, across)

        def height(cells: Any, *, bold: bool = False) -> float:
            lines = max(line_count(cell_text(cell), size, width - across, bold=bold)
                        for cell, width in zip(cells, widths, strict=True))
            return max(lines, 1) * line_height(size) + down

        head, rows = height(block.columns, bold=True), [height(row) for row in block.rows]
        whole = head + sum(rows) < self.flow.height * _WHOLE
        body = self.document.element.body
        body.insert(len(body) - 1, table_xml(block, widths, self.ids["Table text"], self.ids["Table Grid"], whole=whole))
        self.flow.table(head, rows, whole=whole)
        self.fresh, self.below_table = False, True

    def _figure(self, block: Figure) -> None:
        picture, width, height = png_of(block.svg, pixels=_PIXELS, most=2.0)
        turned = block.wide and not self.turned and width > height * 1.05
        if turned:
            self._section(landscape=True)
        room, page = self._size()
        tall = page - self.flow.waiting() - _BELOW_FIGURE
        shown = min(room, tall * width / height, width * _PIXEL / _EMU * 1.05)
        paragraph = self._paragraph("Report figure")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), width=Emu(int(shown * _EMU)))
        about = shape._inline.docPr
        about.set("descr", xml_safe(block.alt + ("\n" + block.long if block.long else ""))[:4000])
        about.set("title", xml_safe(block.title)[:250])
        self.flow.picture(shown * height / width + _BELOW_PICTURE, before=SIZES["Report figure"][1], after=2)
        self._caption("Figure", block.title, keep=False)
        if turned:
            self._section(landscape=False)

    def _section(self, *, landscape: bool) -> None:
        if self.fresh and len(self.document.sections) > 1:
            section = self.document.sections[-1]
        else:
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
        if self.fresh:
            self.flow.resize(self._size()[1])
        else:
            self.flow.turn(self._size()[1])
        self.turned, self.fresh = landscape, True

    def _size(self) -> tuple[float, float]:
        """Width and height that text can fill on a page of this section, in points."""
        section = self.document.sections[-1]
        across = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        down = (section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0)
        return across / _EMU, down / _EMU

    def _styled(self, style: str, text: str, *, lead: str = "", keep: bool = False) -> Paragraph:
        paragraph = self._paragraph(style)
        if lead:
            self._text(paragraph, f"{lead} ", bold=True)
        self._text(paragraph, text)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        self._count(style, f"{lead} {text}".strip(), indent=18.0 if style == "List Bullet" else 0.0, keep=keep)
        return paragraph

    def _count(self, style: str, text: str, *, indent: float = 0.0, keep: bool = False, mark: int | None = None) -> None:
        size, before, after, spacing = SIZES[style]
        bold = style.startswith("Heading") or style in ("Title", "Caption")
        lines = line_count(text, size, self._size()[0] - indent, bold=bold)
        self.flow.text(lines, size, before=before, after=after, spacing=spacing, keep=keep, mark=mark)
        self.fresh = False

    def _text(self, paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
        if not text:
            return
        run = paragraph.add_run(xml_safe(text))
        if bold:
            run.bold = True
        if is_rtl(text):
            run.font.rtl = True
            properties = paragraph._p.get_or_add_pPr()
            if properties.find(qn("w:bidi")) is None:
                properties.append(OxmlElement("w:bidi"))

    def _paragraph(self, style: str) -> Paragraph:
        """A new paragraph. The library looks a style up by name each time, which is slow; its id is known here."""
        paragraph = self.document.add_paragraph()
        paragraph._p.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), self.ids[style])
        if self.below_table and SIZES[style][1] < _BELOW_TABLE:
            paragraph.paragraph_format.space_before = Pt(_BELOW_TABLE)
            self.flow.used += _BELOW_TABLE - SIZES[style][1]
        self.below_table = False
        return paragraph


def _short(text: str, size: float, width: float) -> str:
    """A heading on one line of the contents list."""
    if line_count(text, size, width) == 1:
        return text
    while text and line_count(text + " …", size, width) > 1:
        text = text.rpartition(" ")[0] or text[:-1]
    return text.rstrip(" ,;:") + " …"


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


def _write(job: Job) -> Output:
    return Output(word_bytes(job.report, job.style))


WRITER = Writer(_write, styles=(".docx",), needs=("resvg_py",))
