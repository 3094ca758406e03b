"""Reports as slides: the parts that people talk about, in letters that a room can read; the map as shapes to be reworked."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from sysmap.core.elements import Link
from sysmap.core.map import Map
from sysmap.reports.blocks import Bullets, Cell, DataTable, Figure, Heading, Para, Report
from sysmap.reports.drawing import SLIDE, Panel, PanelBox, fits, panels_of
from sysmap.reports.measure import cell_text, column_widths, line_count
from sysmap.reports.text import is_rtl, steady_package, xml_safe
from sysmap.reports.writers import Job, Output, Writer
from sysmap.views.figure import png_of
from sysmap.views.layout import Layout, layout_of
from sysmap.views.style import LINES

__all__ = ["WRITER", "slides_bytes"]

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_LEFT, _TOP, _ROOM, _TALL = Inches(0.6), Inches(1.35), Inches(12.13), Inches(5.35)
_HEAD_TOP, _HEAD_HIGH = Inches(0.4), Inches(0.85)
_INK = RGBColor.from_string("1B2733")
_SHADE = RGBColor.from_string("E3EAF1")
_PAPER = RGBColor.from_string("FFFFFF")
_DASHES = {"negative": MSO_LINE.DASH, "mixed": MSO_LINE.DASH_DOT, "unknown": MSO_LINE.ROUND_DOT}
_WORDS, _CELLS, _FOOT = 18.0, (16.0, 14.0, 12.0), 12.0
"""Sizes of letters in points; none is smaller than twelve."""
_ACROSS, _DOWN = 873.0, 385.0
_EMU = 12700
_SIDE = 10.0
_MOST_SLIDES = 4
"""Slides that one table may take; the other formats have all its rows."""


def slides_bytes(report: Report, map_: Map) -> bytes:
    """The report as a .pptx: a title, what is said in a few words, the map as shapes, and the main tables."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    writer = _Slides(deck, report.footer, ids=not report.brief)
    writer.title(report)
    section = ""
    words: list[str] = []
    for block in report.blocks:
        if isinstance(block, Heading):
            writer.words(section, words)
            section, words = block.text, []
        elif not getattr(block, "slide", False):
            continue
        elif isinstance(block, Para):
            words.append(f"{block.lead} {block.text}".strip())
        elif isinstance(block, Bullets):
            words += block.items
        else:
            writer.words(section, words)
            words = []
            if isinstance(block, DataTable):
                writer.table(block)
            else:
                writer.figure(block, map_)
    writer.words(section, words)
    about = deck.core_properties
    about.title, about.subject, about.author = xml_safe(report.title)[:250], report.subtitle, ""
    out = io.BytesIO()
    deck.save(out)
    return steady_package(out.getvalue())


class _Slides:
    def __init__(self, deck: Any, footer: str, *, ids: bool = True) -> None:
        self.deck = deck
        self.foot = footer
        self.ids = ids  # shapes are named by id, to be found again; else by what they say

    def title(self, report: Report) -> None:
        slide = self._slide(report.title, size=36, top=Inches(1.6), high=Inches(2.0))
        facts = "\n".join([report.subtitle, *(f"{label}: {value}" for label, value in report.facts)])
        self._box(slide, facts, _LEFT, Inches(3.9), _ROOM, Inches(2.6), 18)

    def words(self, title: str, texts: Sequence[str]) -> None:
        """Sentences as bullets, as many slides as it takes; one too long for a slide is parted between sentences."""
        pieces = [piece for text in texts for piece in _pieces(text)]
        at: list[str] = []
        used = 0.0
        for text in pieces:
            need = _lines(text, _WORDS, _ACROSS - 40) * _WORDS * 1.2 + 8
            if at and used + need > _DOWN:
                self._bullets(title, at)
                at, used = [], 0.0
            at.append(text)
            used += need
        if at:
            self._bullets(title, at)

    def table(self, block: DataTable) -> None:
        """A table that can be edited, in letters as large as one slide allows, or continued on further slides."""
        for size in _CELLS:
            widths = column_widths(block, _ACROSS, size, _SIDE)
            pages = _paged(block, widths, size)
            if len(pages) == 1:
                break
        left = sum(map(len, pages[_MOST_SLIDES:]))
        for number, rows in enumerate(pages[:_MOST_SLIDES], start=1):
            part = f" ({number} of {min(len(pages), _MOST_SLIDES)})" if len(pages) > 1 else ""
            self._rows(block, rows, widths, size, part)
        if left:
            self._bullets(block.title, [f"{left} of {len(block.rows)} rows are not on slides; the report in another format, "
                                        "such as .docx or .xlsx, has them all."])

    def figure(self, block: Figure, map_: Map) -> None:
        """The map as boxes and connectors, in as many panels as it takes; any other picture as a picture with alt text."""
        if block.draws:
            layout = layout_of(map_, captions=False)
            panels = [] if fits(layout, SLIDE) else panels_of(map_, SLIDE)
            if not panels:
                self._whole(self._slide(block.title), map_, layout, block.long or block.alt)
            for panel in panels:
                self._panel(self._slide(panel.title), panel, map_)
            return
        slide = self._slide(block.title)
        picture, width, height = png_of(block.svg, most=2.0)
        zoom = min(_ROOM / width, _TALL / height)
        shape = slide.shapes.add_picture(io.BytesIO(picture), _LEFT, _TOP, Emu(int(width * zoom)), Emu(int(height * zoom)))
        shape._element.nvPicPr.cNvPr.set("descr", xml_safe(block.alt)[:2000])

    def _slide(self, title: str, *, size: float = 26, top: Any = _HEAD_TOP, high: Any = _HEAD_HIGH) -> Any:
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[5])
        head = slide.shapes.title
        head.left, head.top, head.width, head.height = _LEFT, top, _ROOM, high
        head.text_frame.word_wrap = True
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        title = title if len(title) < 160 else title[:159] + "…"
        while size > 16 and _lines(title, size, _ACROSS - 16, bold=True) * size * 1.2 > high / _EMU:
            size -= 2
        self._say(head.text_frame.paragraphs[0], title, size, bold=True)
        head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self._box(slide, f"{self.foot} · {len(self.deck.slides)}", _LEFT, Inches(6.95), _ROOM, Inches(0.4), _FOOT)
        return slide

    def _bullets(self, title: str, texts: Sequence[str]) -> None:
        slide = self._slide(title)
        frame = self._frame(slide, _LEFT, _TOP, _ROOM, _TALL)
        for at, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(8)
            self._say(paragraph, text, _WORDS)
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", "285750")
            properties.set("indent", "-285750")
            mark = properties.makeelement(qn("a:buChar"), {"char": "•"})
            properties.append(mark)

    def _rows(self, block: DataTable, rows: Sequence[tuple[Cell, ...]], widths: Sequence[float], size: float,
              part: str) -> None:
        slide = self._slide(block.title + part)
        held = slide.shapes.add_table(len(rows) + 1, len(block.columns), _LEFT, _TOP, _ROOM, Inches(0.3) * (len(rows) + 1))
        table = held.table
        table.first_row = True
        table.horz_banding = False
        held._element.nvGraphicFramePr.cNvPr.set("descr", xml_safe(f"{block.title}. {block.note}"))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(int(width * _EMU))
        for column, name in enumerate(block.columns):
            self._cell(table.cell(0, column), name, size, bold=True)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._cell(table.cell(at, column), cell_text(value), size)

    def _cell(self, cell: Any, text: str, size: float, *, bold: bool = False) -> None:
        cell.margin_left = cell.margin_right = Pt(_SIDE / 2)
        cell.margin_top = cell.margin_bottom = Pt(2)
        cell.fill.solid()
        cell.fill.fore_color.rgb = _SHADE if bold else _PAPER
        self._say(cell.text_frame.paragraphs[0], text, size, bold=bold)

    def _whole(self, slide: Any, map_: Map, layout: Layout, words: str) -> None:
        """A map that fits a slide: factors as boxes, links as connectors glued to them."""
        zoom = min(_ACROSS / layout.bounds.width, _DOWN / layout.bounds.height, 1.2)
        size = max(_CELLS[-1], min(16.0, 14 * zoom))
        left = (_ACROSS - layout.bounds.width * zoom) / 2 - layout.bounds.left * zoom

        def box(area: Any, id_: str, text: str) -> PanelBox:
            return PanelBox(id_, text, map_.factors.get(id_), left + area.left * zoom, (area.top - layout.bounds.top) * zoom,
                            area.width * zoom, area.height * zoom)

        boxes = {header.id: box(header.area, header.id, " ".join(header.lines)) for header in layout.headers}
        boxes.update({id_: box(one.area, id_, map_.factors[id_].label or id_) for id_, one in layout.boxes.items()})
        shapes = {id_: self._shape(slide, one, size) for id_, one in boxes.items()}
        for id_ in layout.routes:
            link = map_.links.get(id_)
            if link is not None and link.from_ in shapes and link.to in shapes:
                self._line(slide, link, shapes[link.from_], shapes[link.to])
        slide.notes_slide.notes_text_frame.text = xml_safe(words)

    def _panel(self, slide: Any, panel: Panel, map_: Map) -> None:
        """Causes on the left, effects on the right."""
        causes = {id_: self._shape(slide, box, panel.size) for id_, box in panel.causes.items()}
        effects = {id_: self._shape(slide, box, panel.size) for id_, box in panel.effects.items()}
        for link in panel.links:
            self._line(slide, link, causes[link.from_], effects[link.to])
        patterns = _patterns(panel.links)
        if patterns:
            self._box(slide, patterns, _LEFT, Inches(6.65), _ROOM, Inches(0.3), _FOOT)
        slide.notes_slide.notes_text_frame.text = xml_safe(panel.words(map_))

    def _line(self, slide: Any, link: Link, start: Any, end: Any) -> None:
        line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
        rightwards = start.left + start.width <= end.left
        line.begin_connect(start, 3 if rightwards else 0)
        line.end_connect(end, 1 if rightwards else 0)
        look = LINES[link.polarity]
        line.line.color.rgb = RGBColor.from_string(look.colour.lstrip("#").upper())
        line.line.width = Pt(1.25)
        line.line.dash_style = _DASHES.get(link.polarity) if link.kind not in ("association", "sequence") else None
        if link.kind != "association":
            ends = line.line._get_or_add_ln()
            ends.append(ends.makeelement(qn("a:tailEnd"), {"type": "triangle"}))
        line.name = xml_safe(f"{link.id} ({look.word})" if self.ids else look.word)

    def _shape(self, slide: Any, box: PanelBox, size: float) -> Any:
        shape = slide.shapes.add_shape(
            MSO_SHAPE.ROUNDED_RECTANGLE, _LEFT + int(box.left * _EMU), _TOP + int(box.top * _EMU),
            Emu(int(box.width * _EMU)), Emu(int(box.height * _EMU)))
        shape.name = xml_safe(box.id if self.ids else box.text)
        shape.adjustments[0] = 0.08
        shape.fill.solid()
        shape.fill.fore_color.rgb = _PAPER if box.factor else _SHADE
        shape.line.color.rgb = _INK
        shape.line.width = Pt(0.75)
        shape.line.dash_style = MSO_LINE.ROUND_DOT if box.factor and box.factor.status == "anticipated" else None
        shape.shadow.inherit = False
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = Pt(4)
        frame.margin_top = frame.margin_bottom = Pt(1)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        shown = _fitting(box.text, size, box.width - 12, int((box.height - 2) / (size * 1.2)))
        if shown != box.text:
            shape._element.nvSpPr.cNvPr.set("descr", xml_safe(box.text)[:2000])
        self._say(frame.paragraphs[0], shown, size, bold=box.factor is None)
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        return shape

    def _frame(self, slide: Any, left: Any, top: Any, width: Any, height: Any) -> Any:
        frame = slide.shapes.add_textbox(left, top, width, height).text_frame
        frame.word_wrap = True
        return frame

    def _box(self, slide: Any, text: str, left: Any, top: Any, width: Any, height: Any, size: float) -> None:
        frame = self._frame(slide, left, top, width, height)
        for at, line in enumerate(text.split("\n")):
            self._say(frame.paragraphs[0] if at == 0 else frame.add_paragraph(), line, size)

    def _say(self, paragraph: Any, text: str, size: float, *, bold: bool = False) -> None:
        run = paragraph.add_run()
        run.text = xml_safe(text).replace("\v", " ")
        run.font.size = Pt(size)
        run.font.bold = bold
        run.font.name = "Arial"
        run.font.color.rgb = _INK
        if is_rtl(text):
            paragraph._p.get_or_add_pPr().set("rtl", "1")


def _paged(block: DataTable, widths: Sequence[float], size: float) -> list[list[tuple[Cell, ...]]]:
    """The rows of a table by slide, about as many on each."""
    def height(cells: Sequence[Cell]) -> float:
        return max(_lines(cell_text(cell), size, width - _SIDE)
                   for cell, width in zip(cells, widths, strict=True)) * size * 1.2 + 5

    heights = [height(row) for row in block.rows]
    head = height(block.columns)
    room = _DOWN - head
    count = max(1, -(-int(sum(heights)) // int(room)))
    share = min(room, sum(heights) / count + max(heights, default=0.0))
    pages: list[list[tuple[Cell, ...]]] = [[]]
    used = 0.0
    for row, tall in zip(block.rows, heights, strict=True):
        if pages[-1] and used + tall > share:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += tall
    return pages


def _patterns(links: Sequence[Link]) -> str:
    """What the line patterns on a slide mean; nothing where every link is positive."""
    used = [word for word in LINES if any(link.polarity == word and link.kind is None for link in links)]
    names = {"positive": "solid", "negative": "dashed", "mixed": "dash and dot", "unknown": "dotted"}
    if used == ["positive"] or not used:
        return ""
    return "Lines: " + "; ".join(f"{names[word]}, {LINES[word].word[0].lower()}{LINES[word].word[1:]}" for word in used) + "."


def _lines(text: str, size: float, width: float, *, bold: bool = False) -> int:
    return line_count(text, size, width, bold=bold)


def _fitting(text: str, size: float, width: float, lines: int) -> str:
    """A text whole, or cut to the lines that a box holds."""
    low, high = 0, len(text)
    if _lines(text, size, width) <= max(lines, 1) + 1:
        return text
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _lines(text[:middle] + "…", size, width) <= lines else (low, middle)
    return text[:low].rstrip() + "…"


def _pieces(text: str) -> Iterator[str]:
    """A text whole, or in parts of some sentences where it would fill a slide by itself."""
    if _lines(text, _WORDS, _ACROSS - 40) <= 8:
        yield text
        return
    held = ""
    for sentence in text.replace(". ", ".\x00").split("\x00"):
        if held and _lines(f"{held} {sentence}", _WORDS, _ACROSS - 40) > 8:
            yield held
            held = sentence
        else:
            held = f"{held} {sentence}".strip()
    yield held


def _write(job: Job) -> Output:
    return Output(slides_bytes(job.report, job.map))


WRITER = Writer(_write, needs=("resvg_py",))
