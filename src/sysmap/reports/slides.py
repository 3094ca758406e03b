"""Reports as slides: the parts that people talk about, with the map as shapes that can be moved and reworded."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from sysmap.core.map import LAYER_PREFIX, Map
from sysmap.reports.blocks import Bullets, Cell, Figure, Heading, Para, Report, Table
from sysmap.reports.text import steady_package, xml_safe
from sysmap.views.figure import png_of
from sysmap.views.layout import layout_of
from sysmap.views.style import LINES

__all__ = ["slides_bytes"]

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_LEFT, _TOP, _ROOM, _TALL = Inches(0.6), Inches(1.35), Inches(12.13), Inches(5.35)
_HEAD_TOP, _HEAD_HIGH = Inches(0.4), Inches(0.85)
_INK = RGBColor.from_string("1B2733")
_SHADE = RGBColor.from_string("D5DFE9")
_PAPER = RGBColor.from_string("FFFFFF")
_DASHES = {"negative": MSO_LINE.DASH, "mixed": MSO_LINE.DASH_DOT, "unknown": MSO_LINE.ROUND_DOT}
_LINES_A_SLIDE = 22


def slides_bytes(report: Report, map_: Map) -> bytes:
    """The report as a .pptx: a title, what is said in a few words, the map as shapes, and the main tables."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    writer = _Slides(deck, report.footer)
    writer.title(report)
    section = ""
    words: list[str] = []
    for block in report.blocks:
        if isinstance(block, Heading):
            if block.level == 1:
                writer.words(section, words)
                section, words = block.text, []
        elif not getattr(block, "slide", False):
            continue
        elif isinstance(block, Para):
            words.append(f"{block.lead} {block.text}".strip())
        elif isinstance(block, Bullets):
            words += block.items
        elif isinstance(block, Table):
            writer.words(section, words)
            words = []
            writer.table(block)
        else:
            writer.words(section, words)
            words = []
            writer.figure(block, map_)
    writer.words(section, words)
    about = deck.core_properties
    about.title, about.subject, about.author = xml_safe(report.title)[:250], report.subtitle, ""
    out = io.BytesIO()
    deck.save(out)
    return steady_package(out.getvalue())


class _Slides:
    def __init__(self, deck: Any, footer: str) -> None:
        self.deck = deck
        self.foot = footer

    def title(self, report: Report) -> None:
        slide = self._slide(report.title, size=36, top=Inches(2.2), high=Inches(1.6))
        facts = "\n".join([report.subtitle, *(f"{label}: {value}" for label, value in report.facts)])
        self._box(slide, facts, _LEFT, Inches(4.0), _ROOM, Inches(2.4), 18)

    def words(self, title: str, texts: Sequence[str]) -> None:
        """Sentences as bullets, as many slides as it takes."""
        at: list[str] = []
        lines = 0
        for text in texts:
            need = 1 + len(text) // 105
            if at and lines + need > _LINES_A_SLIDE - 9:
                self._bullets(title, at)
                at, lines = [], 0
            at.append(text)
            lines += need
        if at:
            self._bullets(title, at)

    def table(self, block: Table) -> None:
        """A table that can be edited, continued on further slides."""
        rows: list[tuple[Cell, ...]] = []
        lines = 0
        part = 1
        widths = column_widths(block, 873.0, 12, 9)
        for row in block.rows:
            need = max(1 + int(len(str(cell or "")) / (150 * width / sum(widths)))
                       for cell, width in zip(row, widths, strict=True))
            if rows and lines + need > _LINES_A_SLIDE:
                self._rows(block, rows, part)
                rows, lines, part = [], 0, part + 1
            rows.append(row)
            lines += need
        self._rows(block, rows, part)

    def figure(self, block: Figure, map_: Map) -> None:
        """The map as boxes and connectors; any other picture as a picture with alt text."""
        slide = self._slide(block.title)
        if block.draws_map:
            self._shapes(slide, map_, block)
            return
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
        self._say(head.text_frame.paragraphs[0], title if len(title) < 160 else title[:159] + "…", size, bold=True)
        head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self._box(slide, self.foot, _LEFT, Inches(7.0), _ROOM, Inches(0.35), 10)
        return slide

    def _bullets(self, title: str, texts: Sequence[str]) -> None:
        slide = self._slide(title)
        frame = self._frame(slide, _LEFT, _TOP, _ROOM, _TALL)
        for at, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(8)
            self._say(paragraph, text, 18)
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", "285750")
            properties.set("indent", "-285750")
            mark = properties.makeelement(qn("a:buChar"), {"char": "•"})
            properties.append(mark)

    def _rows(self, block: Table, rows: Sequence[tuple[Cell, ...]], part: int) -> None:
        slide = self._slide(block.title + (f" ({part})" if part > 1 else ""))
        held = slide.shapes.add_table(len(rows) + 1, len(block.columns), _LEFT, _TOP, _ROOM, Inches(0.3) * (len(rows) + 1))
        table = held.table
        table.first_row = True
        table.horz_banding = False
        held._element.nvGraphicFramePr.cNvPr.set("descr", xml_safe(f"{block.title}. {block.note}"))
        widths = column_widths(block, 873.0, 12, 9)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(int(_ROOM * width / sum(widths)))
        for column, name in enumerate(block.columns):
            self._cell(table.cell(0, column), name, bold=True)
        for at, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                self._cell(table.cell(at, column), "" if value is None else str(value))

    def _cell(self, cell: Any, text: str, *, bold: bool = False) -> None:
        cell.margin_left = cell.margin_right = Inches(0.06)
        cell.margin_top = cell.margin_bottom = Inches(0.02)
        cell.fill.solid()
        cell.fill.fore_color.rgb = _SHADE if bold else _PAPER
        self._say(cell.text_frame.paragraphs[0], text, 11, bold=bold)

    def _shapes(self, slide: Any, map_: Map, block: Figure) -> None:
        """Factors as boxes, links as connectors glued to them; what has no sign is dotted and named so."""
        layout = layout_of(map_, captions=False)
        across, down = _ROOM / layout.bounds.width, _TALL / layout.bounds.height
        size = max(5.0, min(12.0, 14 * min(across, down * 1.25) / 12700))

        def area(a: Any) -> tuple[Emu, Emu, Emu, Emu]:
            return (Emu(int(_LEFT + (a.left - layout.bounds.left) * across)), Emu(int(_TOP + (a.top - layout.bounds.top) * down)),
                    Emu(int(a.width * across)), Emu(int(a.height * down)))

        boxes: dict[str, Any] = {}
        for header in layout.headers:
            boxes[header.id] = self._shape(slide, area(header.area), " ".join(header.lines), size, bold=True,
                                           fill=_SHADE)
        for id_, box in layout.boxes.items():
            factor = map_.factors[id_]
            shape = self._shape(slide, area(box.area), factor.label or id_, size, fill=_PAPER)
            shape.line.dash_style = MSO_LINE.ROUND_DOT if factor.status == "anticipated" else None
            shape.name = xml_safe(id_)
            boxes[id_] = shape
        for id_ in layout.routes:
            link = map_.links.get(id_)
            start, end = (boxes.get(one) for one in ((link.from_, link.to) if link else ("", "")))
            if link is None or start is None or end is None:
                continue
            line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, 0, 0, 0, 0)
            rightwards = start.left + start.width <= end.left
            group = LAYER_PREFIX in link.from_ + link.to
            line.begin_connect(start, 3 if rightwards else 0)
            line.end_connect(end, 1 if rightwards else 0)
            look = LINES[link.polarity]
            line.line.color.rgb = RGBColor.from_string(look.colour.lstrip("#").upper())
            line.line.width = Pt(0.75 if group else 1)
            line.line.dash_style = _DASHES.get(link.polarity)
            ends = line.line._get_or_add_ln()
            ends.append(ends.makeelement(qn("a:tailEnd"), {"type": "triangle"}))
            line.name = xml_safe(f"{id_} ({look.word})")
        slide.notes_slide.notes_text_frame.text = xml_safe(block.long or block.alt)

    def _shape(self, slide: Any, area: tuple[Emu, Emu, Emu, Emu], text: str, size: float, *, fill: Any,
               bold: bool = False) -> Any:
        shape = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *area)
        shape.fill.solid()
        shape.fill.fore_color.rgb = fill
        shape.line.color.rgb = _INK
        shape.line.width = Pt(0.75)
        shape.shadow.inherit = False
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(9000)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._say(frame.paragraphs[0], text, size, bold=bold)
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
