"""Reports for Word: cover, contents, captions and references as fields, header rows that repeat, alt text, vector figures."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from math import ceil
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
from sysmap.reports.drawing import LARGE, LEAST, letters_on
from sysmap.reports.measure import cell_text, column_widths, line_count
from sysmap.reports.paging import Flow, line_height
from sysmap.reports.text import is_rtl, steady_package, xml_safe
from sysmap.reports.word_look import SIZES, add_styles
from sysmap.reports.word_pictures import add_figure, add_logo, cut_svg
from sysmap.reports.word_places import kept_text, place_control
from sysmap.reports.word_xml import (
    CELL_PADDING,
    add_field,
    begin_field,
    bookmark,
    contents_line,
    end_field,
    table_xml,
)
from sysmap.reports.writers import Job, Output, Writer
from sysmap.views.figure import svg_size

__all__ = ["WRITER", "word_bytes"]

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
_ABOVE_TITLE, _ABOVE_FACTS = 150, 120
"""Points that a cover leaves free above its title and above the facts at its foot."""
_FIRST_MARK = 10_000
"""Numbers of bookmarks: those of headings are lower."""
_USUAL = (297.0, 210.0)
"""A landscape A4 sheet, in millimetres."""
_MOST_SHEETS = 6
"""A map that would take more sheets is shown whole on one; its panels can be read."""
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
    writer = _Writer(document, report, own_styles=style is None)
    writer.title(report)
    if not report.brief:
        writer.contents(report)
    blocks = [*report.blocks, None]
    at = 0
    while (block := blocks[at]) is not None:
        place = getattr(block, "place", "")
        last = at
        while place and getattr(blocks[last + 1], "place", "") == place:
            last += 1
        with writer.place(place):
            for number in range(at, last + 1):
                writer.block(report.blocks[number], blocks[number + 1])
        at = last + 1
    writer.footers(report.footer, cover=report.cover is not None)
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

    def __init__(self, document: Doc, report: Report, *, own_styles: bool) -> None:
        self.document = document
        self.own_styles = own_styles
        self.names = report.numbers()
        self.marks = _FIRST_MARK
        self.pictures = 0
        self.headings = 0
        self.counts: dict[str, int] = {}
        self.margins: tuple[Any, ...] = ()
        self.numbers: list[tuple[int, Any]] = []
        self.turned = False
        self.large = False
        self.turned_at = 1
        self.fresh = False
        self.below_table = False
        add_styles(document, own=own_styles)
        self.ids = {style.name: style.style_id for style in document.styles}
        self.brief = report.brief
        if self.brief and own_styles:
            section = document.sections[0]
            section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(16)
        self.flow = Flow(self._size()[1])

    def title(self, report: Report) -> None:
        """The cover; where nobody stated one, title and contents share the first page."""
        cover = report.cover
        if cover is not None and cover.logo:
            paragraph = self._paragraph("Report cover")
            room = (self._size()[0] * _EMU * 0.5, float(Mm(28)))
            self.flow.text(1, add_logo(paragraph, cover.logo, cover.logo_text, room) / _EMU / 1.15)
        title = self._styled("Title", report.title)
        if cover is not None:
            title.paragraph_format.space_before = Pt(_ABOVE_TITLE)
        self._styled("Subtitle", report.subtitle)
        if cover is None:
            for label, value in report.facts:
                self._styled("Report facts", value, lead=f"{label}:")
            return
        for label, value in cover.facts():
            self._styled("Report cover", value, lead="" if label in ("Organisation", "Date") else label)
        rest = self._paragraph("Report cover")
        rest.paragraph_format.space_before = Pt(_ABOVE_FACTS)
        for label, value in report.facts:
            if (label, value) not in cover.facts():
                self._styled("Report facts", value, lead=f"{label}:")

    def contents(self, report: Report) -> None:
        """A contents list as a field with what it shows until the office program makes it anew: links with page numbers.

        LibreOffice works the numbers out when it opens the file, Word when it renews fields (Ctrl+A, F9, or before printing);
        until then estimates stand there."""
        heading = self._styled("TOC Heading", "Contents")
        if report.cover is not None:
            heading.paragraph_format.page_break_before = True
            self.flow.turn(self._size()[1])
        entries = [(at, one) for at, (_, one) in enumerate(report.headings()) if one.level <= 2]
        if len(entries) > _MOST_ENTRIES:
            entries = [(at, one) for at, one in entries if one.level == 1]
        deepest = max((one.level for _, one in entries), default=1)
        width = self._size()[0]
        paragraph = None
        for at, entry in entries:
            name = f"toc {entry.level}"
            indent = 17.0 if entry.level == 2 else 0.0
            text = _short(entry.text, SIZES[name][0], width - indent - 40)
            first = paragraph is None
            paragraph = self._paragraph(name)
            self.numbers.append((at, contents_line(paragraph, text, f"_Toc{at}", width)))
            if first:
                begin_field(paragraph, f' TOC \\o "1-{deepest}" \\h \\z \\u ')
            self._count(name, text, indent=indent)
        if paragraph is not None:
            end_field(paragraph)

    def number_pages(self) -> None:
        """Fill in the page numbers of the contents list."""
        self.flow.turn(self._size()[1])
        for at, shown in self.numbers:
            shown.text = str(self.flow.pages.get(at, self.flow.page))

    def block(self, block: Block, after: Block | None = None) -> None:
        """Write one block; a short sentence stays with the list, table or figure that comes after it."""
        if isinstance(block, Heading):
            self._heading(block, after)
        elif isinstance(block, Para):
            style = {"note": "Report note", "quote": "Quote", "reference": "Bibliography"}.get(block.kind, "Normal")
            leads = isinstance(after, (DataTable, Figure)) and not getattr(after, "wide", False)
            leads = (leads or (block.kind == "note" and isinstance(after, Para))) and len(block.text) < _SHORT
            leads = leads or not block.text or block.text.endswith(":")
            self._styled(style, block.text, lead=block.lead, keep=leads, see=block.see)
        elif isinstance(block, Bullets):
            for item in block.items:
                self._styled("List Bullet", item)
        elif isinstance(block, DataTable):
            self._table(block)
        else:
            self._figure(block)

    @contextlib.contextmanager
    def place(self, place: str) -> Iterator[None]:
        """Put what is written meanwhile into a content control that the author may write into."""
        before = len(self.document.element.body)
        yield
        if place:
            written = [one for one in list(self.document.element.body)[before - 1:] if one.tag == qn("w:p")]
            if written:
                place_control(written, place)

    def footers(self, text: str, *, cover: bool) -> None:
        """Map, version and rule on every page but the cover, with the page's number; below the footer of a house style."""
        for section in self.document.sections:
            first = section is self.document.sections[0] or not self.own_styles
            section.different_first_page_header_footer = cover and section._sectPr is self.document.sections[0]._sectPr
            footer = section.footer
            if not self.own_styles and footer.is_linked_to_previous and section._sectPr is not self.document.sections[0]._sectPr:
                continue
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0] if footer.paragraphs else footer.add_paragraph()
            if paragraph.text.strip() and first and not self.own_styles:
                paragraph = footer.add_paragraph()
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

    def _heading(self, heading: Heading, after: Block | None) -> None:
        level = min(heading.level, 4)
        large = isinstance(after, Figure) and self._wants_large(after)
        if heading.wide:
            if not self.turned or self.large != large:
                self._section(landscape=True, large=large)
            self.turned_at = level
        elif self.turned and level <= self.turned_at:
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

    def _caption(self, word: str, text: str, *, keep: bool, name: str = "") -> None:
        paragraph = self._paragraph("Caption")
        paragraph.paragraph_format.keep_with_next = keep
        first = len(paragraph._p)
        self._text(paragraph, f"{word} ")
        self.counts[word] = self.counts.get(word, 0) + 1
        add_field(paragraph, f" SEQ {word} \\* ARABIC ", str(self.counts[word]))
        if name:
            self.marks += 1
            bookmark(paragraph, self.marks, _mark_of(word, self.counts[word]), first)
        self._text(paragraph, f". {text}")
        self._count("Caption", f"{word} {self.counts[word]}. {text}", keep=keep)

    def _table(self, block: DataTable) -> None:
        self._caption("Table", block.title, keep=True, name=block.name)
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
        width, height = svg_size(block.svg)
        wide = block.wide and width > height * 1.05
        turned = wide and not self.turned
        if turned:
            self._section(landscape=True, large=self._wants_large(block))
        for at, (svg, across, down, part) in enumerate(self._sheets(block, width, height)):
            if at:
                self.flow.turn(self._size()[1])
            room, page = self._size()
            tall = page - self.flow.waiting() - _BELOW_FIGURE
            shown = min(room, tall * across / down, across * _PIXEL / _EMU * 1.05)
            paragraph = self._paragraph("Report figure")
            paragraph.paragraph_format.page_break_before = at > 0
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            self.pictures += 1
            add_figure(self.document, paragraph, block, svg, shown * _EMU, self.pictures)
            self.flow.picture(shown * down / across + _BELOW_PICTURE, before=SIZES["Report figure"][1], after=2)
            self._caption("Figure", block.title + part, keep=False, name="" if at else block.name)
        if turned:
            self._section(landscape=False)

    def _wants_large(self, block: Figure) -> bool:
        """Whether a picture's smallest letters would be too small to read on a sheet of the usual size."""
        return block.wide and bool(block.smallest) and letters_on(_USUAL, svg_size(block.svg), block.smallest) < LEAST

    def _sheets(self, block: Figure, width: float, height: float) -> list[tuple[str, float, float, str]]:
        """The picture, or its parts on sheets of their own where it is too large for one: each with its size and its name."""
        if not block.smallest or not block.wide:
            return [(block.svg, width, height, "")]
        zoom = LEAST / letters_on(LARGE, (width, height), block.smallest)
        room, page = self._size()
        page -= _BELOW_FIGURE + 40
        full = room / width if room / width * height < page else page / height  # of a point to a pixel, the picture whole
        across = ceil(width * full * zoom / room - 0.01) if zoom > 1 else 1
        down = ceil(height * full * zoom / page - 0.01) if zoom > 1 else 1
        if across * down == 1 or across * down > _MOST_SHEETS:
            return [(block.svg, width, height, "")]
        wide, high = width / across, height / down
        return [(cut_svg(block.svg, wide * column, high * row, wide, high), wide, high,
                 f", part {row * across + column + 1} of {across * down}") for row in range(down) for column in range(across)]

    def _section(self, *, landscape: bool, large: bool = False) -> None:
        if self.fresh and len(self.document.sections) > 1:
            section = self.document.sections[-1]
        else:
            section = self.document.add_section()
        if not self.margins:
            first = self.document.sections[0]
            self.paper = (first.page_width or Mm(210), first.page_height or Mm(297))
            self.margins = (first.top_margin, first.bottom_margin, first.left_margin, first.right_margin)
        short, long = sorted(self.paper)
        if large:
            short, long = (Mm(297), Mm(420)) if long > Mm(285) else (long, Emu(short * 2))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Emu(long), Emu(short)) if landscape else (Emu(self.paper[0]), Emu(self.paper[1]))
        if landscape:
            section.top_margin = section.left_margin = section.right_margin = Mm(14)
            section.bottom_margin = Mm(18)
        else:
            section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = self.margins
        if self.fresh:
            self.flow.resize(self._size()[1])
        else:
            self.flow.turn(self._size()[1])
        self.turned, self.large, self.fresh = landscape, large, True

    def _size(self) -> tuple[float, float]:
        """Width and height that text can fill on a page of this section, in points."""
        section = self.document.sections[-1]
        across = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        down = (section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0)
        return across / _EMU, down / _EMU

    def _styled(self, style: str, text: str, *, lead: str = "", keep: bool = False, see: tuple[str, ...] = ()) -> Paragraph:
        paragraph = self._paragraph(style)
        if lead:
            self._text(paragraph, f"{lead} " if text else lead, bold=True)
        self._text(paragraph, text)
        shown = self._refer(paragraph, see)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        self._count(style, f"{lead} {text}{shown}".strip(), indent=18.0 if style == "List Bullet" else 0.0, keep=keep)
        return paragraph

    def _refer(self, paragraph: Paragraph, names: tuple[str, ...]) -> str:
        """References to tables and figures, as fields, in brackets."""
        found = [self.names[name] for name in names if name in self.names]
        shown = [f"{word} {number}" for word, number in found]
        for at, (word, number) in enumerate(found):
            self._text(paragraph, ", " if at else " (")
            add_field(paragraph, f" REF {_mark_of(word, number)} \\h ", f"{word} {number}")
        if found:
            self._text(paragraph, ")")
        return f" ({', '.join(shown)})" if shown else ""

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
            run._r.get_or_add_rPr().get_or_add_rStyle().set(qn("w:val"), self.ids["Strong"])
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


def _mark_of(word: str, number: int) -> str:
    return f"_Ref{word}{number}"


def _properties(document: Doc, report: Report) -> None:
    cover = report.cover
    about = document.core_properties
    about.title = xml_safe(report.title)[:250]
    about.subject = xml_safe(report.subtitle)
    about.author = xml_safe("; ".join(cover.authors))[:250] if cover else ""
    about.comments = xml_safe(f"Prepared for {cover.client}")[:250] if cover and cover.client else ""
    about.category = xml_safe(report.subtitle)[:250]
    about.content_status = xml_safe(cover.status)[:250] if cover else ""
    about.keywords = ", ".join(report.keywords)
    about.language = "en-GB"
    language = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")


def _write(job: Job) -> Output:
    return Output(word_bytes(job.report, job.style))


WRITER = Writer(_write, styles=(".docx",), needs=("resvg_py",), kept=kept_text)
