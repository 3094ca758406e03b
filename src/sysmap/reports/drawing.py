"""A map in panels that can be read on paper and on a slide: causes on the left, effects on the right.

A theory of thirty boxes does not fit an A4 page in letters that one can read. It is shown whole once, for orientation,
and then link by link: every link is on exactly one panel, with the layer or theme of its effect.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from sysmap.core.elements import Factor, Link
from sysmap.core.labels import element_label
from sysmap.core.map import Map, group_layer
from sysmap.reports.measure import line_count
from sysmap.reports.text import xml_safe
from sysmap.views.layout import Layout
from sysmap.views.layout.model import FONT_SIZE
from sysmap.views.layout.text import wrap
from sysmap.views.marks import line_mark, sign_mark, text_mark
from sysmap.views.style import BORDERS, FONTS, INK, PAPER, TINTS

__all__ = [
    "LARGE", "LEAST", "MARGINS", "PAGE", "SLIDE", "PageArea", "Panel", "PanelBox", "fits", "group_of", "letters_on", "needs_sheets",
    "panels_of", "ports_of", "svg_of_panel"]


@dataclass(frozen=True, slots=True)
class PageArea:
    """How large a panel may be, and the sizes its letters may have, the best first, in the same unit."""

    width: float
    height: float
    sizes: tuple[float, ...]


PAGE = PageArea(627.0, 750.0, (12.0,))
"""An A4 page between its margins, in pixels of 96 to the inch: letters of 9 points."""
SLIDE = PageArea(873.0, 385.0, (16.0, 14.0, 12.0))
"""A slide below its title, in points."""
_COLUMN = 0.41
_PAD, _GAP, _LINE = 6.0, 8.0, 1.25
_LEGEND = 70.0
_MOST_LINKS = 200
"""Maps of more links than this are not drawn in panels: that would be a book."""


@dataclass(frozen=True, slots=True)
class PanelBox:
    """A factor, or a whole layer, on a panel."""

    id: str
    text: str
    factor: Factor | None
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Panel:
    """Some links of a map with their ends, laid out.

    Attributes
    ----------
    causes, effects : boxes by the id of the end; a factor that is both stands on both sides.
    """

    title: str
    links: tuple[Link, ...]
    causes: dict[str, PanelBox]
    effects: dict[str, PanelBox]
    width: float
    height: float
    size: float

    def words(self, map_: Map) -> str:
        """What the panel shows, in a sentence."""
        return (f"{self.title}. {len(self.causes)} causes on the left, {len(self.effects)} effects on the right, "
                f"{len(self.links)} links of “{map_.title or map_.id}”.")


def panels_of(map_: Map, room: PageArea) -> list[Panel]:
    """The links of a map in panels, none higher than the room.

    Parameters
    ----------
    map_ : any map.
    room : how large a panel may be.

    Returns
    -------
    list of Panel : empty where the map has fewer than two, or more links than panels could show.
    """
    links = [link for link in map_.links.values() if link.status != "retired" and _drawn(map_, link)]
    if not links or len(links) > _MOST_LINKS:
        return []
    groups: dict[str, list[Link]] = {}
    for link in links:
        groups.setdefault(group_of(map_, link.to), []).append(link)
    order = [layer.label for layer in map_.layers.values()]
    order += [name for name in dict.fromkeys(f.theme for f in map_.factors.values()) if name]
    place = {id_: at for at, id_ in enumerate(map_.factors)}
    found: list[Panel] = []
    for name in sorted(groups, key=lambda name: (order.index(name) if name in order else len(order), name)):
        ordered = sorted(groups[name], key=lambda link: (place.get(link.to, -1), link.to))
        found += _split(map_, ordered, f"What leads to: {name}" if name else "Other links", room)
    titles: dict[str, int] = {}
    for panel in found:
        titles[panel.title] = titles.get(panel.title, 0) + 1
    seen: dict[str, int] = {}
    out = []
    for panel in found:
        seen[panel.title] = number = seen.get(panel.title, 0) + 1
        of = titles[panel.title]
        out.append(dataclasses.replace(panel, title=f"{panel.title} ({number} of {of})") if of > 1 else panel)
    return out if len(out) > 1 else []


def svg_of_panel(map_: Map, panel: Panel) -> str:
    """A panel as SVG, with the signs and patterns of the map's picture."""
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{panel.width:g}" height="{panel.height:g}" '
             f'viewBox="0 0 {panel.width:g} {panel.height:g}" role="img" font-family="{FONTS}" fill="{INK}">',
             f"<title>{escape(xml_safe(panel.words(map_)))}</title>",
             f'<rect width="{panel.width:g}" height="{panel.height:g}" fill="{PAPER}"/>']
    tint = {layer.label: TINTS[at % len(TINTS)] for at, layer in enumerate(map_.layers.values())}
    ports = ports_of(panel)
    signs = []
    for link, (start, end) in zip(panel.links, ports, strict=True):
        bend = (end[0] - start[0]) * 0.45
        parts.append(line_mark(link, [start, (start[0] + bend, start[1]), (end[0] - bend, end[1]), end]))
        if link.kind not in ("association", "sequence"):
            signs.append(sign_mark(link.polarity, end[0] - 26, end[1] + (start[1] - end[1]) * 0.07))
    for box in (*panel.causes.values(), *panel.effects.values()):
        border = BORDERS[box.factor.status if box.factor else None]
        colours = tint.get(group_of(map_, box.id), TINTS[-1])
        dashes = f' stroke-dasharray="{border.dashes}"' if border.dashes else ""
        parts.append(f'<rect x="{box.left:g}" y="{box.top:.1f}" width="{box.width:g}" height="{box.height:.1f}" rx="5" '
                     f'fill="{colours.soft if box.factor else colours.strong}" stroke="{border.colour}" '
                     f'stroke-width="{border.width}"{dashes}/>')
        lines = wrap(xml_safe(box.text), panel.size, box.width - 2 * _PAD, most=9, bold=box.factor is None).lines
        top = box.top + (box.height - len(lines) * panel.size * _LINE) / 2
        parts += [text_mark(box.left + box.width / 2, top + (at + 0.8) * panel.size * _LINE, line, panel.size,
                            bold=box.factor is None) for at, line in enumerate(lines)]
    return "\n".join([*parts, *signs, "</svg>"]) + "\n"


LEAST = 7.0
"""Points: no letter on paper is smaller."""
LARGE = (420.0, 297.0)
"""The largest sheet that a map is put on, in millimetres: A3."""
MARGINS = (28.0, 50.0)
"""What such a sheet leaves free across and down, in millimetres, for margins, heading, caption and footer."""


def needs_sheets(layout: Layout, smallest: float) -> bool:
    """Whether a map takes more than one A3 sheet if its smallest letters (pixels at zoom 1) are not to be too small to read."""
    return letters_on(LARGE, (max(layout.bounds.width, 480.0), layout.bounds.height + _LEGEND), smallest) < LEAST


def letters_on(paper: tuple[float, float], size: tuple[float, float], smallest: float) -> float:
    """How large the smallest letters of a picture are in points, where it fills a sheet.

    >>> round(letters_on(LARGE, (1481.6, 900.0), 14.0), 1)
    10.5
    """
    across, down = ((mm - margin) / 25.4 * 96 for mm, margin in zip(paper, MARGINS, strict=True))
    return smallest * 0.75 * min(across / size[0], down / size[1])


def fits(layout: Layout, room: PageArea) -> bool:
    """Whether the whole map, laid out, can be drawn in a room with letters of the size that the room asks for."""
    zoom = FONT_SIZE / room.sizes[-1]
    return layout.bounds.width <= room.width * zoom and layout.bounds.height <= room.height * zoom


def _split(map_: Map, links: Sequence[Link], title: str, room: PageArea) -> list[Panel]:
    for size in room.sizes:
        panel = _laid_out(map_, links, title, room, size)
        if panel.height <= room.height:
            return [panel]
    if len(links) == 1:
        return [panel]
    targets = list(dict.fromkeys(link.to for link in links))
    if len(targets) > 1:
        first = set(targets[: (len(targets) + 1) // 2])
        halves = [[link for link in links if (link.to in first) is kept] for kept in (True, False)]
    else:
        halves = [list(links[: (len(links) + 1) // 2]), list(links[(len(links) + 1) // 2:])]
    return [one for half in halves for one in _split(map_, half, title, room)]


def _laid_out(map_: Map, links: Sequence[Link], title: str, room: PageArea, size: float) -> Panel:
    targets = list(dict.fromkeys(link.to for link in links))
    where: dict[str, list[int]] = {}
    for link in links:
        where.setdefault(link.from_, []).append(targets.index(link.to))
    sources = sorted(where, key=lambda id_: (sum(where[id_]) / len(where[id_]), list(where).index(id_)))
    width = room.width * _COLUMN
    columns = []
    for at, ids in enumerate((sources, targets)):
        boxes, top = {}, 4.0
        for id_ in ids:
            text = element_label(map_, id_)
            lines = min(9, line_count(xml_safe(text), size * 1.06, width - 2 * _PAD, bold=id_ not in map_.factors))
            meeting = sum((link.to if at else link.from_) == id_ for link in links)
            height = max(lines * size * _LINE + 2 * _PAD, meeting * 1.2 * size + 4)
            boxes[id_] = PanelBox(id_, text, map_.factors.get(id_), 2.0 if at == 0 else room.width - width - 2.0, top, width, height)
            top += height + _GAP
        columns.append((boxes, top - _GAP))
    height = max(end for _, end in columns) + 4.0
    causes, effects = ({id_: dataclasses.replace(box, top=box.top + (height - 4.0 - end) / 2) for id_, box in boxes.items()}
                       for boxes, end in columns)
    return Panel(title, tuple(links), causes, effects, room.width, height, size)


def ports_of(panel: Panel) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Where each link leaves and arrives: spread along the side of its box, in the order of the other ends."""
    def spread(of: dict[str, PanelBox], other: dict[str, PanelBox], *, ends: bool) -> dict[str, float]:
        at = {}
        for id_, box in of.items():
            mine = [link for link in panel.links if (link.to if ends else link.from_) == id_]
            mine.sort(key=lambda link: (other[link.from_ if ends else link.to].top, link.id))
            step = min(16.0, (box.height - 6) / max(1, len(mine)))
            first = box.top + box.height / 2 - step * (len(mine) - 1) / 2
            at.update({link.id: first + step * number for number, link in enumerate(mine)})
        return at

    begins, ends = spread(panel.causes, panel.effects, ends=False), spread(panel.effects, panel.causes, ends=True)
    return [((panel.causes[link.from_].left + panel.causes[link.from_].width + 1, begins[link.id]),
             (panel.effects[link.to].left - 1, ends[link.id])) for link in panel.links]


def _drawn(map_: Map, link: Link) -> bool:
    return all(end in map_.factors or group_layer(end) in map_.layers for end in (link.from_, link.to))


def group_of(map_: Map, end: str) -> str:
    """The label of the layer, or the theme, that an end of a link is in."""
    factor = map_.factors.get(end)
    layer = map_.layers.get((factor.layer if factor else group_layer(end)) or "")
    return layer.label if layer else (factor.theme or "" if factor else "")
