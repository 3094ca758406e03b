"""A map on a slide as shapes that can be moved and reworded: boxes in the colours of their layers, connectors that stay attached,
signs, and a legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import hypot
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from sysmap.core.elements import Link
from sysmap.core.map import Map
from sysmap.reports.bands_picture import Band
from sysmap.reports.drawing import PageArea, Panel, PanelBox, group_of
from sysmap.reports.measure import line_count
from sysmap.reports.text import is_rtl, xml_safe
from sysmap.views.layout import Layout
from sysmap.views.style import BORDERS, INK, LINES, MUTED, PAPER, TINTS, Tint

__all__ = ["EMU", "LEGEND", "MapShapes", "colour", "fitting"]

EMU = 12700
LEGEND = 22.0
"""Points that a legend takes below a map."""
_SMALL = 12.0
_RING = 14.0
_DASHES = {"negative": MSO_LINE.DASH, "mixed": MSO_LINE.DASH_DOT, "unknown": MSO_LINE.ROUND_DOT}
_PLACES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)


def colour(text: str) -> RGBColor:
    """A colour of the house as office programs take it."""
    found: RGBColor = RGBColor.from_string(text.lstrip("#").upper())
    return found


class MapShapes:
    """Draws on one slide.

    Parameters
    ----------
    slide : where to.
    left, top : of the room, in points.
    room : its size; the legend is drawn in the last `LEGEND` points of its height.
    ids : shapes are named by id, to be found again; else by what they say.
    font : name of the letters; the theme's where empty.
    """

    def __init__(self, slide: Any, map_: Map, left: float, top: float, room: PageArea, *, ids: bool, font: str) -> None:
        self.slide, self.map = slide, map_
        self.left, self.top, self.room = left, top, room
        self.ids, self.font = ids, font
        self.signs: list[tuple[float, float]] = []
        labels = [layer.label for layer in map_.layers.values()] or list(dict.fromkeys(f.theme for f in map_.factors.values() if f.theme))
        self.tints = {label: TINTS[at % (len(TINTS) - 1)] for at, label in enumerate(labels)}

    def whole(self, layout: Layout) -> None:
        """A map as it is laid out, where its letters can be read so."""
        down = self.room.height - LEGEND
        zoom = min(self.room.width / layout.bounds.width, down / layout.bounds.height, 1.2)
        size = max(_SMALL, min(16.0, 14 * zoom))
        aside = (self.room.width - layout.bounds.width * zoom) / 2 - layout.bounds.left * zoom

        def box(area: Any, id_: str, text: str) -> PanelBox:
            return PanelBox(id_, text, self.map.factors.get(id_), aside + area.left * zoom, (area.top - layout.bounds.top) * zoom,
                            area.width * zoom, area.height * zoom)

        boxes = {header.id: box(header.area, header.id, " ".join(header.lines)) for header in layout.headers}
        boxes.update({id_: box(one.area, id_, self.map.factors[id_].label or id_) for id_, one in layout.boxes.items()})
        shapes = {id_: self._box(one, size) for id_, one in boxes.items()}
        links = [link for id_ in layout.routes if (link := self.map.links.get(id_)) is not None
                 and link.from_ in shapes and link.to in shapes]
        self._links(links, shapes, shapes)
        self._legend(links, boxes.values())

    def panel(self, panel: Panel) -> None:
        """Causes on the left, effects on the right."""
        causes = {id_: self._box(box, panel.size) for id_, box in panel.causes.items()}
        effects = {id_: self._box(box, panel.size) for id_, box in panel.effects.items()}
        self._links(panel.links, causes, effects)
        self._legend(panel.links, (*panel.causes.values(), *panel.effects.values()))

    def bands(self, bands: Sequence[Band]) -> None:
        """Each layer a column with its factors; what is too much for one is counted."""
        gap = 6.0
        wide = (self.room.width - gap * (len(bands) - 1)) / len(bands)
        size = _SMALL
        for at, band in enumerate(bands):
            left = at * (wide + gap)
            head = max(2, self._lines(band.label, size, wide - 18, bold=True)) * size * 1.2 + 8
            self._plain(band.label, left, 0.0, wide, head, size, band.tint.strong, bold=True)
            top = head + gap
            down = self.room.height
            for number, factor in enumerate(band.factors):
                label = factor.label or factor.id
                left_out = len(band.factors) - number
                tall = min(9, self._lines(label, size, wide - 18)) * size * 1.2 + 8
                if top + tall + (size * 1.2 + gap if left_out > 1 else 0) > down:
                    self._plain(f"and {left_out} more", left, min(top, down - size * 1.4), wide, size * 1.4, size, "", bold=False)
                    break
                self._box(PanelBox(factor.id, label, factor, left, top, wide, tall), size)
                top += tall + 4

    def _lines(self, text: str, size: float, width: float, *, bold: bool = False) -> int:
        return line_count(text, size, width, bold=bold)

    def _tint(self, box: PanelBox) -> Tint:
        return self.tints.get(group_of(self.map, box.id), TINTS[-1])

    def _links(self, links: Iterable[Link], starts: dict[str, Any], ends: dict[str, Any]) -> None:
        drawn = [(link, self._line(link, starts[link.from_], ends[link.to])) for link in links]
        for link, line in drawn:
            if link.kind not in ("association", "sequence"):
                self._sign(link, line)

    def _line(self, link: Link, start: Any, end: Any) -> Any:
        rightwards = start.left + start.width <= end.left
        kind = MSO_CONNECTOR.CURVE if rightwards else MSO_CONNECTOR.STRAIGHT
        line = self.slide.shapes.add_connector(kind, 0, 0, 0, 0)
        below = start.top + start.height <= end.top
        line.begin_connect(start, 3 if rightwards else 2 if below else 0)
        line.end_connect(end, 1 if rightwards else 0 if below else 2)
        look = LINES[link.polarity]
        plain = link.kind in ("association", "sequence")
        line.line.color.rgb = colour(MUTED if plain else look.colour)
        line.line.width = Pt(1.25)
        line.line.dash_style = None if plain else _DASHES.get(link.polarity)
        if link.kind != "association":
            ends = line.line._get_or_add_ln()
            ends.append(ends.makeelement(qn("a:tailEnd"), {"type": "triangle"}))
        line.name = xml_safe(f"{link.id} ({look.word})") if self.ids else xml_safe(look.word)
        return line

    def _sign(self, link: Link, line: Any) -> None:
        """The sign in a ring on its line, where no other sign is yet."""
        x, y = line.begin_x / EMU, line.begin_y / EMU
        across, down = line.end_x / EMU - x, line.end_y / EMU - y
        spots = [(x + across * t, y + down * (t if abs(across) < 1 else 3 * t * t - 2 * t * t * t)) for t in _PLACES]
        spot = next((one for one in spots if all(hypot(one[0] - a, one[1] - b) >= _RING for a, b in self.signs)), spots[0])
        self.signs.append(spot)
        self._ring(LINES[link.polarity].sign, LINES[link.polarity].colour, spot[0] - self.left, spot[1] - self.top)

    def _ring(self, sign: str, ink: str, x: float, y: float) -> None:
        shape = self._shape(MSO_SHAPE.OVAL, x - _RING / 2, y - _RING / 2, _RING, _RING)
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(PAPER)
        shape.line.color.rgb = colour(ink)
        shape.line.width = Pt(1)
        shape.name = f"Sign {sign}"
        frame = shape.text_frame
        frame.word_wrap = False
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._say(frame.paragraphs[0], sign, _SMALL, ink=ink, bold=True)
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER

    def _shape(self, kind: Any, left: float, top: float, width: float, height: float) -> Any:
        shape = self.slide.shapes.add_shape(
            kind, int((self.left + left) * EMU), int((self.top + top) * EMU), Emu(int(width * EMU)), Emu(int(height * EMU)))
        shape.shadow.inherit = False
        return shape

    def _plain(self, text: str, left: float, top: float, width: float, height: float, size: float, fill: str, *, bold: bool) -> Any:
        shape = self._shape(MSO_SHAPE.ROUNDED_RECTANGLE, left, top, width, height)
        shape.adjustments[0] = 0.08
        if fill:
            shape.fill.solid()
            shape.fill.fore_color.rgb = colour(fill)
        else:
            shape.fill.background()
        shape.line.fill.background()
        self._label(shape, text, size, width, height, bold=bold)
        return shape

    def _box(self, box: PanelBox, size: float) -> Any:
        shape = self._shape(MSO_SHAPE.ROUNDED_RECTANGLE, box.left, box.top, box.width, box.height)
        shape.name = xml_safe(box.id if self.ids else box.text)
        shape.adjustments[0] = 0.08
        tint = self._tint(box)
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(tint.soft if box.factor else tint.strong)
        border = BORDERS[box.factor.status if box.factor else None]
        shape.line.color.rgb = colour(border.colour if box.factor and box.factor.status else tint.line)
        shape.line.width = Pt(1.25 if box.factor and box.factor.status else 0.75)
        shape.line.dash_style = MSO_LINE.ROUND_DOT if box.factor and box.factor.status == "anticipated" else None
        self._label(shape, box.text, size, box.width, box.height, bold=box.factor is None)
        return shape

    def _label(self, shape: Any, text: str, size: float, width: float, height: float, *, bold: bool) -> None:
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = Pt(4)
        frame.margin_top = frame.margin_bottom = Pt(1)
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        shown = fitting(text, size, width - 12, int((height - 2) / (size * 1.2)))
        if shown != text:
            shape._element.nvSpPr.cNvPr.set("descr", xml_safe(text)[:2000])
        self._say(frame.paragraphs[0], shown, size, ink=INK, bold=bold)
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER

    def _say(self, paragraph: Any, text: str, size: float, *, ink: str, bold: bool = False) -> None:
        run = paragraph.add_run()
        run.text = xml_safe(text).replace("\v", " ")
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = colour(ink)
        if self.font:
            run.font.name = self.font
        if is_rtl(text):
            paragraph._p.get_or_add_pPr().set("rtl", "1")

    def _legend(self, links: Iterable[Link], boxes: Iterable[PanelBox]) -> None:
        """What signs, lines, frames and colours mean, as far as they occur here."""
        links, boxes = list(links), list(boxes)
        y = self.room.height - LEGEND / 2
        x = 0.0
        for word, look in LINES.items():
            if any(link.polarity == word and link.kind not in ("association", "sequence") for link in links):
                self._ring(look.sign, look.colour, x + _RING / 2, y)
                x = self._text(look.word, x + _RING + 3, y)
        for kind, word in (("sequence", "Comes before"), ("association", "Associated")):
            if any(link.kind == kind for link in links):
                x = self._text(f"— {word}", x, y)
        if any(box.factor and box.factor.status == "anticipated" for box in boxes):
            x = self._text("Dotted frame: anticipated", x, y)
        groups = [name for name in self.tints if any(group_of(self.map, box.id) == name for box in boxes)]
        for name in groups if not any(box.factor is None for box in boxes) else ():
            if x + 20 + len(name) * 6.2 > self.room.width:
                break
            swatch = self._plain("", x, y - 6, 12, 12, _SMALL, self.tints[name].strong, bold=False)
            swatch.name = f"Colour of {name}" if self.ids else "Colour"
            x = self._text(name, x + 15, y)

    def _text(self, text: str, x: float, y: float) -> float:
        width = len(text) * 6.2 + 12
        if x + width > self.room.width + 20:
            return x
        frame = self.slide.shapes.add_textbox(
            int((self.left + x) * EMU), int((self.top + y - 10) * EMU), int(width * EMU), int(20 * EMU)).text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(1)
        frame.word_wrap = False
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._say(frame.paragraphs[0], text, _SMALL, ink=MUTED)
        return x + width + 6


def fitting(text: str, size: float, width: float, lines: int) -> str:
    """A text whole, or cut to the lines that a box holds."""
    low, high = 0, len(text)
    if line_count(text, size, width) <= max(lines, 1) + 1:
        return text
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if line_count(text[:middle] + "…", size, width) <= lines else (low, middle)
    return text[:low].rstrip() + "…"
