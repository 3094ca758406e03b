"""A map band by band, to be read on an upright page: each layer (or theme) a band, its factors as boxes, links counted.

The whole map with every link stands on a page of its own; this is what a reader takes in first. Letters are of eight points.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from xml.sax.saxutils import escape

from sysmap.core.elements import Factor
from sysmap.core.map import Map
from sysmap.core.sentences import count_text
from sysmap.reports.drawing import group_of
from sysmap.reports.text import xml_safe
from sysmap.views.layout.boxes import actor_name
from sysmap.views.layout.text import wrap
from sysmap.views.marks import text_mark
from sysmap.views.style import BORDERS, FONTS, INK, MUTED, PAPER, TINTS, Tint

__all__ = ["Band", "bands_of", "bands_svgs"]

_WIDTH = 627.0
"""An upright A4 page between its margins, in pixels of 96 to the inch."""
_SIZE, _SMALL = 10.67, 9.6
"""Eight points, and 7.2 for whose an outcome is."""
_HEAD, _GAP, _PAD, _LINE = 104.0, 7.0, 5.0, 1.22
_ACROSS = (3, 4)
_HIGHEST = 560.0
"""Of a picture: so its letters keep their size, and what follows it need not begin a page."""
_BETWEEN = 20.0


@dataclass(frozen=True, slots=True)
class Band:
    """A layer or theme with its factors.

    Attributes
    ----------
    onwards : how many links lead from it to the band below.
    named : whether it is a layer or theme; else it holds what is in none.
    """

    label: str
    factors: tuple[Factor, ...]
    tint: Tint
    onwards: int = 0
    named: bool = True


def bands_of(map_: Map) -> list[Band]:
    """The bands of a map from the first layer on; what is in none comes last."""
    groups: dict[str, list[Factor]] = {layer.label: [] for layer in map_.layers.values()}
    for factor in map_.factors.values():
        if factor.status != "retired":
            groups.setdefault(group_of(map_, factor.id), []).append(factor)
    names = [name for name, factors in groups.items() if factors and name] + ([""] if groups.get("") else [])
    found = []
    for at, name in enumerate(names):
        below = names[at + 1] if at + 1 < len(names) else None
        onwards = sum(group_of(map_, link.from_) == name and group_of(map_, link.to) == below for link in map_.links.values()) if below else 0
        word = name or ("In no layer" if map_.layers else "In no theme" if len(names) > 1 else "All factors")
        found.append(Band(word, tuple(groups[name]), TINTS[at % (len(TINTS) - 1)] if name else TINTS[-1], onwards, bool(name)))
    return found


def bands_svgs(map_: Map, bands: list[Band]) -> list[str]:
    """The bands as SVG, in as many pictures as it takes for none to be higher than a page; the same map gives the same bytes."""
    across = min(_ACROSS, key=lambda number: sum(_band(map_, band, 0.0, number)[1] for band in bands))
    heights = [_band(map_, band, 0.0, across)[1] + _BETWEEN for band in bands]
    share = sum(heights) / ceil(sum(heights) / _HIGHEST) + max(heights, default=0.0) / 2 if heights else 0.0
    pages: list[list[Band]] = [[]]
    used = 0.0
    for band, height in zip(bands, heights, strict=True):
        if pages[-1] and used + height > share:
            pages.append([])
            used = 0.0
        pages[-1].append(band)
        used += height
    return [_picture(map_, page, across) for page in pages if page]


def _picture(map_: Map, bands: list[Band], across: int) -> str:
    parts: list[str] = []
    top = 2.0
    for at, band in enumerate(bands):
        drawn, height = _band(map_, band, top, across)
        parts += drawn
        top += height
        if at + 1 < len(bands):
            parts += _arrow(band.onwards, top)
            top += _BETWEEN
    title = escape(xml_safe(f"{map_.title or map_.id}, band by band"))
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH:g}" height="{top + 2:.1f}" viewBox="0 0 {_WIDTH:g} {top + 2:.1f}" '
        f'role="img" font-family="{FONTS}" fill="{INK}">', f"<title>{title}</title>",
        f'<rect width="{_WIDTH:g}" height="{top + 2:.1f}" fill="{PAPER}"/>', *parts, "</svg>"]) + "\n"


def _band(map_: Map, band: Band, top: float, most: int) -> tuple[list[str], float]:
    room = _WIDTH - _HEAD - 3 * _GAP
    across = min(most, max(1, len(band.factors)))
    wide = (room - (across - 1) * _GAP) / across
    boxes: list[str] = []
    y = top + _GAP
    for start in range(0, len(band.factors), across):
        row = band.factors[start:start + across]
        texts = [(_lines(", ".join(actor_name(map_, one) for one in factor.whose), _SMALL, wide, bold=True),
                  _lines(factor.label or factor.id, _SIZE, wide)) for factor in row]
        tall = max(len(whose) * _SMALL * _LINE + len(lines) * _SIZE * _LINE for whose, lines in texts) + 2 * _PAD
        for number, (factor, (whose, lines)) in enumerate(zip(row, texts, strict=True)):
            x = _HEAD + 2 * _GAP + number * (wide + _GAP)
            boxes += _box(factor, band, x, y, wide, tall, whose, lines)
        y += tall + _GAP
    head = wrap(xml_safe(band.label), _SIZE, _HEAD - 2 * _PAD, most=8, bold=True).lines
    height = max(y - top, len(head) * _SIZE * _LINE + 2 * _GAP)
    first = top + (height - len(head) * _SIZE * _LINE) / 2
    ground = [f'<rect x="1" y="{top:.1f}" width="{_WIDTH - 2:g}" height="{height:.1f}" rx="6" fill="{band.tint.soft}"/>',
              f'<rect x="1" y="{top:.1f}" width="{_HEAD:g}" height="{height:.1f}" rx="6" fill="{band.tint.strong}"/>']
    label = [text_mark(1 + _HEAD / 2, first + (at + 0.8) * _SIZE * _LINE, line, _SIZE, bold=True) for at, line in enumerate(head)]
    return [*ground, *label, *boxes], height


def _lines(text: str, size: float, wide: float, *, bold: bool = False) -> tuple[str, ...]:
    return wrap(xml_safe(text), size, wide - 2 * _PAD, most=3 if bold else 8, bold=bold).lines if text else ()


def _box(factor: Factor, band: Band, x: float, y: float, wide: float, tall: float, whose: tuple[str, ...], lines: tuple[str, ...]) -> list[str]:
    border = BORDERS[factor.status]
    dashes = f' stroke-dasharray="{border.dashes}"' if border.dashes else ""
    out = [f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}" rx="4" fill="{PAPER}" stroke="{border.colour}" '
           f'stroke-width="{min(border.width, 1.6):g}"{dashes}/>']
    at = y + (tall - len(whose) * _SMALL * _LINE - len(lines) * _SIZE * _LINE) / 2
    for text in whose:
        out.append(text_mark(x + wide / 2, at + 0.8 * _SMALL * _LINE, text, _SMALL, bold=True, colour=MUTED))
        at += _SMALL * _LINE
    for text in lines:
        out.append(text_mark(x + wide / 2, at + 0.8 * _SIZE * _LINE, text, _SIZE))
        at += _SIZE * _LINE
    return out


def _arrow(links: int, top: float) -> list[str]:
    """An arrow to the band below with the number of links; nothing where no link leads there."""
    if not links:
        return []
    x = _HEAD + 2 * _GAP + (_WIDTH - _HEAD) / 2 - 40
    return [f'<path d="M{x:g} {top + 2:.1f}V{top + _BETWEEN - 7:.1f}" stroke="{MUTED}" stroke-width="1.6" fill="none"/>',
            f'<path d="M{x - 4:g} {top + _BETWEEN - 8:.1f}L{x + 4:g} {top + _BETWEEN - 8:.1f}L{x:g} {top + _BETWEEN - 2:.1f}Z" fill="{MUTED}"/>',
            text_mark(x + 9, top + _BETWEEN / 2 + 3, count_text(links, "link"), _SMALL, anchor="start", colour=MUTED)]
