"""Reports as slides: a talk of a dozen slides at most, the map as shapes to be reworked, charts and tables that can be edited."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.reports.bands_picture import bands_of
from sysmap.reports.blocks import Block, Bullets, Cell, DataTable, Figure, Heading, Para, Report, Slide
from sysmap.reports.drawing import SLIDE, PageArea, Panel, fits, panels_of
from sysmap.reports.measure import cell_text, column_widths, line_count
from sysmap.reports.slide_shapes import EMU, LEGEND, MapShapes, colour, fitting
from sysmap.reports.text import is_rtl, steady_package, xml_safe
from sysmap.reports.writers import Job, Output, Writer
from sysmap.views.figure import png_of
from sysmap.views.layout import layout_of
from sysmap.views.style import INK, MUTED, PAPER

__all__ = ["WRITER", "slides_bytes"]

_WIDE, _HIGH = Inches(13.333), Inches(7.5)
_SHADE = "#E3EAF1"
_SERIES = ("#2a6592", "#b0431e", "#a07a35", "#757b76", "#8a5f98")
"""Fills of a chart's series: for, against, another explanation, and what does not count."""
_WORDS, _CELLS, _FOOT = 18.0, (16.0, 14.0, 12.0), 12.0
"""Sizes of letters in points; none is smaller than twelve."""
_ACROSS, _DOWN = SLIDE.width, SLIDE.height
_SIDE = 10.0
_MOST_SLIDES = 4
"""Slides that one table may take where there is no talk; the other formats have all its rows."""
_MOST_IN_TALK = 12


def slides_bytes(report: Report, map_: Map, style: bytes | None = None) -> bytes:
    """The report as a .pptx: the talk that it holds; without one, its main sentences, tables and figures.

    Parameters
    ----------
    report, map_ : what to write, and the map that it draws with shapes.
    style : a .pptx whose size, theme and layouts are used; its own slides are left out.

    Raises
    ------
    Refused : the style file is not a PowerPoint file.
    """
    deck = _start(style)
    writer = _Slides(deck, report, map_, ours=style is None)
    writer.title(report)
    if report.slides:
        for slide in report.slides:
            writer.slide(slide)
    else:
        writer.blocks(report.blocks)
    cover = report.cover
    about = deck.core_properties
    about.title, about.subject = xml_safe(report.title)[:250], xml_safe(report.subtitle)
    about.author = xml_safe("; ".join(cover.authors))[:250] if cover else ""
    about.keywords = ", ".join(report.keywords)
    out = io.BytesIO()
    deck.save(out)
    return steady_package(out.getvalue())


def _start(style: bytes | None) -> Any:
    if style is None:
        deck = Presentation()
        deck.slide_width, deck.slide_height = _WIDE, _HIGH
        return deck
    try:
        deck = Presentation(io.BytesIO(style))
    except Exception as error:
        raise Refused(Problem(code="P03", message="The style file is not a PowerPoint file that can be read.",
                              hint="Give a .pptx saved by PowerPoint or LibreOffice (not .ppt, not .potx).")) from error
    listed = deck.slides._sldIdLst
    for one in list(listed):
        deck.part.drop_rel(one.rId)
        listed.remove(one)
    return deck


@dataclass(frozen=True, slots=True)
class _Room:
    """Where a slide's content goes, in points."""

    left: float
    top: float
    width: float
    height: float


class _Slides:
    def __init__(self, deck: Any, report: Report, map_: Map, *, ours: bool) -> None:
        self.deck = deck
        self.map = map_
        self.foot = report.footer
        self.ids = not report.brief  # shapes are named by id, to be found again; else by what they say
        self.ours = ours
        self.font = "Arial" if ours else ""
        self.wide, self.high = deck.slide_width / EMU, deck.slide_height / EMU
        self.room = _Room(43.2, 97.2, min(_ACROSS, self.wide - 86.4), min(_DOWN, self.high - 155.0))
        self.left_over = _MOST_IN_TALK - 1 - len(report.slides)
        layouts = list(deck.slide_layouts)
        self.opening = next((one for one in layouts if PP_PLACEHOLDER.CENTER_TITLE in _kinds(one)), layouts[0])
        self.plain = next((one for one in layouts if _kinds(one) == {PP_PLACEHOLDER.TITLE}), layouts[min(5, len(layouts) - 1)])

    def title(self, report: Report) -> None:
        """The first slide; in a house style as its own layout has it."""
        facts = [report.subtitle, *(f"{label}: {value}" for label, value in report.facts)]
        cover = report.cover
        if cover is not None:
            facts = [report.subtitle, *(f"{label}: {value}" if label in ("Prepared for", "Status") else value for label, value in cover.facts())]
        if not self.ours:
            slide = self.deck.slides.add_slide(self.opening)
            slide.shapes.title.text_frame.text = xml_safe(report.title)
            others = [one for one in slide.placeholders if one.placeholder_format.idx != 0
                      and one.placeholder_format.type in (PP_PLACEHOLDER.SUBTITLE, PP_PLACEHOLDER.BODY)]
            if others:
                others[0].text_frame.text = xml_safe("\n".join(facts[:4]))
            for rest in others[1:]:
                rest._element.getparent().remove(rest._element)
        else:
            slide = self._slide(report.title, size=36, top=115.0, high=144.0)
            self._box(slide, "\n".join(facts), _Room(43.2, 281.0, _ACROSS, 187.0), 18)
        if cover is not None and cover.logo:
            picture = slide.shapes.add_picture(io.BytesIO(cover.logo), int(43.2 * EMU), int(36 * EMU))
            zoom = min(200 * EMU / picture.width, 60 * EMU / picture.height, 1.0)
            picture.width, picture.height = int(picture.width * zoom), int(picture.height * zoom)
            picture._element.nvPicPr.cNvPr.set("descr", xml_safe(cover.logo_text)[:2000])
        slide.notes_slide.notes_text_frame.text = xml_safe("\n".join(f"{label}: {value}" for label, value in report.facts))

    def slide(self, slide: Slide) -> None:
        """One slide of a talk."""
        first = slide.blocks[0]
        if isinstance(first, Figure):
            self.figure(first, slide.title, slide.notes, most=max(1, self.left_over + 1))
            return
        made = self._slide(slide.title)
        if isinstance(first, DataTable) and first.chart:
            self._chart(made, first)
        elif isinstance(first, DataTable):
            self._one_table(made, first)
        else:
            groups = _groups(slide.blocks)
            if len(groups) > 1:
                self._grid(made, groups)
            else:
                self._fitted(made, [text for _, texts in groups for text in texts])
        made.notes_slide.notes_text_frame.text = xml_safe(slide.notes)

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Slides of what is marked for them."""
        section = ""
        words: list[str] = []
        for block in blocks:
            if isinstance(block, Heading):
                self.words(section, words)
                section, words = block.text, []
            elif not getattr(block, "slide", False):
                continue
            elif isinstance(block, Para):
                words.append(f"{block.lead} {block.text}".strip())
            elif isinstance(block, Bullets):
                words += block.items
            else:
                self.words(section, words)
                words = []
                if isinstance(block, DataTable):
                    self.table(block)
                else:
                    self.figure(block, block.title, block.long or block.alt)
        self.words(section, words)

    def words(self, title: str, texts: Sequence[str]) -> None:
        """Sentences as bullets, as many slides as it takes; one too long for a slide is parted between sentences."""
        pieces = [piece for text in texts for piece in _pieces(text)]
        at: list[str] = []
        used = 0.0
        for text in pieces:
            need = _lines(text, _WORDS, self.room.width - 40) * _WORDS * 1.2 + 8
            if at and used + need > self.room.height:
                self._bullets(title, at)
                at, used = [], 0.0
            at.append(text)
            used += need
        if at:
            self._bullets(title, at)

    def table(self, block: DataTable) -> None:
        """A table that can be edited, in letters as large as one slide allows, or continued on further slides."""
        for size in _CELLS:
            widths = column_widths(block, self.room.width, size, _SIDE)
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

    def figure(self, block: Figure, title: str, notes: str, most: int = 100) -> None:
        """The map as boxes and connectors, in as many panels as it takes; any other picture as a picture with alt text.

        Parameters
        ----------
        most : slides that panels may take; those with the most links are taken.
        """
        room = PageArea(self.room.width, self.room.height - LEGEND, SLIDE.sizes)
        if block.draws == "bands":
            self._shapes(slide := self._slide(title)).bands(bands_of(self.map)[:8])
            slide.notes_slide.notes_text_frame.text = xml_safe(notes)
        elif block.draws:
            layout = layout_of(self.map, captions=False)
            panels = [] if fits(layout, room) else panels_of(self.map, room)
            if not panels:
                self._shapes(slide := self._slide(title)).whole(layout)
                slide.notes_slide.notes_text_frame.text = xml_safe(notes or block.alt)
            for panel in _largest(panels, most):
                self._shapes(slide := self._slide(panel.title)).panel(panel)
                left_out = len(panels) - most
                more = f" {left_out} further panels are in the report." if left_out > 0 else ""
                slide.notes_slide.notes_text_frame.text = xml_safe(panel.words(self.map) + more)
        else:
            slide = self._slide(title)
            picture, width, height = png_of(block.svg, most=2.0)
            zoom = min(self.room.width / width, self.room.height / height)
            shape = slide.shapes.add_picture(io.BytesIO(picture), int(self.room.left * EMU), int(self.room.top * EMU),
                                             Emu(int(width * zoom * EMU)), Emu(int(height * zoom * EMU)))
            shape._element.nvPicPr.cNvPr.set("descr", xml_safe(block.alt)[:2000])
            slide.notes_slide.notes_text_frame.text = xml_safe(notes)

    def _shapes(self, slide: Any) -> MapShapes:
        room = PageArea(self.room.width, self.room.height, SLIDE.sizes)
        return MapShapes(slide, self.map, self.room.left, self.room.top, room, ids=self.ids, font=self.font)

    def _slide(self, title: str, *, size: float = 26, top: float = 28.8, high: float = 61.2) -> Any:
        slide = self.deck.slides.add_slide(self.plain)
        head = slide.shapes.title
        title = title if len(title) < 160 else title[:159] + "…"
        if self.ours:
            head.left, head.top, head.width, head.height = (int(one * EMU) for one in (43.2, top, _ACROSS, high))
            head.text_frame.word_wrap = True
            head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            while size > 16 and _lines(title, size, _ACROSS - 16, bold=True) * size * 1.2 > high:
                size -= 2
            self._say(head.text_frame.paragraphs[0], title, size, bold=True)
            head.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        else:
            head.text_frame.text = xml_safe(title)
            below = (head.top + head.height) / EMU + 6
            self.room = _Room(head.left / EMU, below, head.width / EMU, self.high - below - 42)
        number = len(self.deck.slides)
        self._box(slide, f"{self.foot} · {number}", _Room(self.room.left, self.high - 36, self.room.width, 22), _FOOT, ink=MUTED)
        return slide

    def _grid(self, slide: Any, groups: Sequence[tuple[str, list[str]]]) -> None:
        """Groups of sentences in two columns, each with its heading; what is too long for its box is in the notes."""
        gap = 16.0
        wide = (self.room.width - gap) / 2
        rows = -(-len(groups) // 2)
        tall = (self.room.height - gap * (rows - 1)) / rows
        size = next((size for size in (16.0, 14.0, 13.0) if all(
            self._height(texts, size, wide - 16) < tall - 22 for _, texts in groups)), 12.0)
        for at, (lead, texts) in enumerate(groups):
            room = _Room(self.room.left + (at % 2) * (wide + gap), self.room.top + (at // 2) * (tall + gap), wide, tall)
            lines = int((tall - 30) / (size * 1.2))
            frame = self._frame(slide, room)
            self._say(frame.paragraphs[0], lead, 16, bold=True, ink="#1d4f76")
            for text in texts:
                shown = fitting(text, size, wide - 16, max(1, lines - 1))
                lines -= _lines(shown, size, wide - 16)
                self._say(frame.add_paragraph(), shown, size)
                if lines <= 1:
                    break

    def _height(self, texts: Sequence[str], size: float, width: float) -> float:
        return sum(_lines(text, size, width) * size * 1.2 + 4 for text in texts)

    def _fitted(self, slide: Any, texts: Sequence[str]) -> None:
        """Sentences as bullets in the largest letters that fit; where none do, as many as there is room for."""
        width = self.room.width - 40
        size = next((size for size in (20.0, 18.0, 16.0, 14.0) if self._height(texts, size, width) + 6 * len(texts) < self.room.height), 12.0)
        shown: list[str] = []
        for text in texts:
            if shown and self._height([*shown, text], size, width) + 6 * len(shown) > self.room.height:
                break
            shown.append(text)
        self._list(slide, shown, size)

    def _one_table(self, slide: Any, block: DataTable) -> None:
        """A table on one slide, with as many of its rows as there is room for; the report has the others."""
        for size in _CELLS:
            widths = column_widths(block, self.room.width, size, _SIDE)
            page = _paged(block, widths, size, self.room.height - 24)[0]
            if len(page) == len(block.rows):
                break
        rows = page
        bottom = self._table(slide, block, rows, widths, size)
        left = len(block.rows) - len(rows)
        words = " ".join(filter(None, (f"{left} further rows are in the report." if left else "", block.note)))
        if words:
            words = fitting(words, _FOOT, self.room.width - 16, 1)
            below = min(bottom + 4, self.room.top + self.room.height - 20)
            self._box(slide, words, _Room(self.room.left, below, self.room.width, 20), _FOOT, ink=MUTED)

    def _chart(self, slide: Any, block: DataTable) -> None:
        """Bars that office programs draw and that can be edited."""
        data = CategoryChartData()
        data.categories = [xml_safe(cell_text(row[0])) for row in block.rows]
        for at, name in enumerate(block.columns[1:], start=1):
            data.add_series(name, [row[at] if isinstance(row[at], int | float) else None for row in block.rows])
        frame = slide.shapes.add_chart(
            XL_CHART_TYPE.BAR_STACKED, *(int(one * EMU) for one in (self.room.left, self.room.top, self.room.width, self.room.height)), data)
        said = [f"{row[0]}: {', '.join(f'{n} {name}' for name, n in zip(block.columns[1:], row[1:], strict=True) if n)}"
                for row in block.rows]
        frame._element.nvGraphicFramePr.cNvPr.set("descr", xml_safe("; ".join(said))[:2000])
        chart = frame.chart
        chart.has_legend = True
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.font.size = Pt(12)
        if self.font:
            chart.font.name = self.font
        chart.category_axis.reverse_order = True
        chart.value_axis.visible = False
        chart.value_axis.has_major_gridlines = False
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = 45, 100
        for at, series in enumerate(plot.series):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour(_SERIES[at % len(_SERIES)])
            labels = series.data_labels
            labels.show_value, labels.number_format, labels.number_format_is_linked = True, "0;;", False
            labels.font.size, labels.font.color.rgb = Pt(12), colour(PAPER)

    def _bullets(self, title: str, texts: Sequence[str]) -> None:
        self._list(self._slide(title), texts, _WORDS)

    def _list(self, slide: Any, texts: Sequence[str], size: float) -> None:
        frame = self._frame(slide, self.room)
        for at, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(8)
            self._say(paragraph, text, size)
            properties = paragraph._p.get_or_add_pPr()
            properties.set("marL", "285750")
            properties.set("indent", "-285750")
            mark = properties.makeelement(qn("a:buChar"), {"char": "•"})
            properties.append(mark)

    def _rows(self, block: DataTable, rows: Sequence[tuple[Cell, ...]], widths: Sequence[float], size: float, part: str) -> None:
        self._table(self._slide(block.title + part), block, rows, widths, size)

    def _table(self, slide: Any, block: DataTable, rows: Sequence[tuple[Cell, ...]], widths: Sequence[float], size: float) -> float:
        """A table; its lower edge in points."""
        left, top, width = (int(one * EMU) for one in (self.room.left, self.room.top, self.room.width))
        held = slide.shapes.add_table(len(rows) + 1, len(block.columns), left, top, width, int(22 * EMU) * (len(rows) + 1))
        table = held.table
        table.first_row, table.horz_banding = True, False
        held._element.nvGraphicFramePr.cNvPr.set("descr", xml_safe(f"{block.title}. {block.note}"))
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = Emu(int(wide * EMU))
        used = self.room.top
        for at, row in enumerate((block.columns, *rows)):
            lines = max(_lines(cell_text(value), size, wide - _SIDE, bold=at == 0) for value, wide in zip(row, widths, strict=True))
            tall = lines * size * 1.2 + 5
            table.rows[at].height = int(tall * EMU)
            used += tall
            for column, value in enumerate(row):
                self._cell(table.cell(at, column), cell_text(value), size, bold=at == 0)
        return used

    def _cell(self, cell: Any, text: str, size: float, *, bold: bool = False) -> None:
        cell.margin_left = cell.margin_right = Pt(_SIDE / 2)
        cell.margin_top = cell.margin_bottom = Pt(2)
        cell.fill.solid()
        cell.fill.fore_color.rgb = colour(_SHADE if bold else PAPER)
        self._say(cell.text_frame.paragraphs[0], text, size, bold=bold)

    def _frame(self, slide: Any, room: _Room) -> Any:
        frame = slide.shapes.add_textbox(*(int(one * EMU) for one in (room.left, room.top, room.width, room.height))).text_frame
        frame.word_wrap = True
        return frame

    def _box(self, slide: Any, text: str, room: _Room, size: float, *, ink: str = INK) -> None:
        frame = self._frame(slide, room)
        for at, line in enumerate(text.split("\n")):
            self._say(frame.paragraphs[0] if at == 0 else frame.add_paragraph(), line, size, ink=ink)

    def _say(self, paragraph: Any, text: str, size: float, *, bold: bool = False, ink: str = INK) -> None:
        run = paragraph.add_run()
        run.text = xml_safe(text).replace("\v", " ")
        run.font.size, run.font.bold = Pt(size), bold
        if self.font:
            run.font.name = self.font
        run.font.color.rgb = colour(ink)
        if is_rtl(text):
            paragraph._p.get_or_add_pPr().set("rtl", "1")


def _kinds(layout: Any) -> set[Any]:
    """What a layout has places for, besides date, footer and number."""
    extra = {PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER}
    return {one.placeholder_format.type for one in layout.placeholders} - extra


def _groups(blocks: Sequence[Block]) -> list[tuple[str, list[str]]]:
    """Sentences under the bold words before them."""
    found: list[tuple[str, list[str]]] = []
    for block in blocks:
        if isinstance(block, Para):
            if block.lead or not found:
                found.append((block.lead, []))
            if block.text:
                found[-1][1].append(block.text)
        elif isinstance(block, Bullets):
            found = found or [("", [])]
            found[-1][1].extend(block.items)
    return found


def _largest(panels: Sequence[Panel], most: int) -> list[Panel]:
    """The panels with the most links, in their order."""
    kept = sorted(range(len(panels)), key=lambda at: -len(panels[at].links))[:most]
    return [panels[at] for at in sorted(kept)]


def _paged(block: DataTable, widths: Sequence[float], size: float, down: float = _DOWN) -> list[list[tuple[Cell, ...]]]:
    """The rows of a table by slide, about as many on each."""
    def height(cells: Sequence[Cell]) -> float:
        return max(_lines(cell_text(cell), size, width - _SIDE)
                   for cell, width in zip(cells, widths, strict=True)) * size * 1.2 + 5

    heights = [height(row) for row in block.rows]
    head = height(block.columns)
    room = down - head
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


def _lines(text: str, size: float, width: float, *, bold: bool = False) -> int:
    return line_count(text, size, width, bold=bold)


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
    return Output(slides_bytes(job.report, job.map, job.style))


WRITER = Writer(_write, styles=(".pptx",), needs=("resvg_py",))
