"""What is drawn of a map, as plain values: boxes, links and headers with their looks.

The browser makes the same value of the same map (`web/scene.js`), where the reader's wishes change it: what is chosen, faded,
coloured, counted. Canvas and SVG draw this value and nothing else, so that page, board and figure show one picture.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor, hypot
from typing import Literal

from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map, group_layer
from sysmap.core.pictures import picture_fault
from sysmap.core.voices import is_contested, sign_word
from sysmap.core.words import BackgroundKind
from sysmap.views.layout.curves import Point
from sysmap.views.layout.model import Area, Box, Header, Layout, Placed
from sysmap.views.style import BORDERS, COLOURS, LINES, MUTED, PAPER, TINTS, WIDTHS, Line, Tint

__all__ = ["Badge", "DrawnBackground", "DrawnBox", "DrawnHeader", "DrawnLink", "Groups", "Scene", "UNTESTED", "drawn_link", "faded_but",
           "groups_of", "line_of", "own_tint", "scene_of", "sign_of", "tint_of"]

UNTESTED = 0.6
"""How much thinner a link is that no evidence bears on, where there is evidence."""
_HEAD = 8.0


@dataclass(frozen=True, slots=True)
class Badge:
    """A number in the corner of a box."""

    text: str
    radius: float


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A factor's box with its looks: fill, stripe (`accent`), border, badge; chosen, faded or focal."""

    id: str
    box: Box
    label: str
    fill: str = PAPER
    accent: str = TINTS[-1].line
    badge: Badge | None = None
    line: str = BORDERS[None].colour
    width: float = 1.0
    dash: tuple[float, ...] = ()
    chosen: bool = False
    focal: bool = False
    faded: bool = False


@dataclass(frozen=True, slots=True)
class DrawnLink:
    """A link with its looks.

    `path` leads up to the base of the head; `head` has its three corners, tip first, none for an association; `hollow` is the head
    of an inferred link; `ring` the place where an anticipated one carries its ring; `strokes` the two strokes of a delay; `note` a
    word beside the sign.
    """

    id: str
    path: tuple[Point, ...]
    sign_at: Point
    head: tuple[Point, ...] = ()
    hollow: bool = False
    ring: Point | None = None
    strokes: tuple[tuple[Point, Point], ...] = ()
    sign: str = ""
    note: str = ""
    colour: str = MUTED
    width: float = 1.5
    dash: tuple[float, ...] = ()
    faded: bool = False


@dataclass(frozen=True, slots=True)
class DrawnHeader:
    """A header with its tint."""

    header: Header
    tint: Tint


@dataclass(frozen=True, slots=True)
class DrawnBackground:
    """A text, frame or picture behind the map, with its tint and, for a picture that may be shown, its data: address."""

    placed: Placed
    kind: BackgroundKind
    label: str
    tint: Tint | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture; `background` lies under everything, pictures below frames below texts."""

    boxes: tuple[DrawnBox, ...]
    links: tuple[DrawnLink, ...]
    headers: tuple[DrawnHeader, ...]
    bounds: Area
    background: tuple[DrawnBackground, ...] = ()


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups that colour stands for: the layers of a theory or process, else the themes of a map, else roles; `chosen` has the
    tints that people chose for some."""

    of: Literal["layer", "theme", "role"]
    names: Sequence[str] = field(default=())
    chosen: Mapping[str, Tint] = field(default_factory=dict)


def scene_of(map_: Map, layout: Layout) -> Scene:
    """A map as it is drawn when nothing is chosen, asked or filtered."""
    groups = groups_of(map_)
    boxes = tuple(_drawn_box(map_.factors[id_], box, groups) for id_, box in layout.boxes.items() if id_ in map_.factors)
    links = tuple(drawn_link(map_.links[id_], route.path, route.sign_at) for id_, route in layout.routes.items() if id_ in map_.links)
    headers = tuple(DrawnHeader(header, tint_of(groups, group_layer(header.id) if header.kind == "layer" else None))
                    for header in layout.headers)
    return Scene(boxes, links, headers, layout.bounds, _behind(map_, layout))


def faded_but(scene: Scene, ids: Iterable[str]) -> Scene:
    """The picture with everything faint but the factors and links of these ids; as it is where there are none."""
    kept = set(ids)
    if not kept:
        return scene
    return dataclasses.replace(
        scene, boxes=tuple(dataclasses.replace(box, faded=box.id not in kept) for box in scene.boxes),
        links=tuple(dataclasses.replace(link, faded=link.id not in kept) for link in scene.links))


def groups_of(map_: Map) -> Groups:
    """What colour stands for in a map."""
    chosen = {one.name: COLOURS[one.colour] for one in map_.colours if one.colour in COLOURS}
    if map_.layers:
        return Groups("layer", tuple(map_.layers), chosen)
    shown = [factor for factor in map_.factors.values() if factor.status != "retired"]
    for of in ("theme", "role"):
        names = sorted({name for factor in shown if (name := getattr(factor, of))})
        if len(names) > 1:
            return Groups(of, names, chosen)
    return Groups("theme")


_ORDER: Sequence[BackgroundKind] = ("picture", "frame", "text")


def _behind(map_: Map, layout: Layout) -> tuple[DrawnBackground, ...]:
    found = [(map_.background[one.id], one) for one in layout.background if one.id in map_.background]
    return tuple(
        DrawnBackground(one, item.kind, item.label, COLOURS.get(item.colour or ("grey" if item.kind == "frame" else "")),
                        item.image if item.kind == "picture" and item.image and picture_fault(item.image) is None else None)
        for item, one in sorted(found, key=lambda pair: _ORDER.index(pair[0].kind)))


def tint_of(groups: Groups, name: str | None) -> Tint:
    """The tint of a group."""
    return own_tint(groups, name) or TINTS[-1]


def own_tint(groups: Groups, name: str | None) -> Tint | None:
    """The tint that means this group and no other: the one that was chosen, else the next that is free. Where there are more groups than
    tints, none of the others gets one: a colour that means two things is worse than none."""
    if name is None or name not in groups.names:
        return None
    if name in groups.chosen:
        return groups.chosen[name]
    others = [one for one in groups.names if one not in groups.chosen]
    free = [tint for tint in TINTS[:-1] if tint not in [groups.chosen.get(one) for one in groups.names]]
    return free[others.index(name)] if len(others) <= len(free) else None


def _drawn_box(factor: Factor, box: Box, groups: Groups) -> DrawnBox:
    border = BORDERS.get(factor.status, BORDERS[None])
    return DrawnBox(factor.id, box, factor.label, accent=tint_of(groups, getattr(factor, groups.of)).line, line=border.colour,
                    width=border.width, dash=_numbers(border.dashes), focal=bool(factor.focal))


def drawn_link(link: Link, path: Sequence[Point], sign_at: Point, *, tested: bool = True) -> DrawnLink:
    """A link along a path, with what is particular about it."""
    signless = link.kind in ("association", "sequence")
    plain = signless and link.polarity in ("unknown", "positive") and not is_contested(link)
    line = line_of(link)
    width = WIDTHS[link.strength] * (1.0 if tested else UNTESTED)
    short, head = (tuple(path), ()) if link.kind == "association" else _headed(path, _HEAD + width)
    return DrawnLink(
        link.id, short, sign_at, head, hollow=link.basis == "inferred",
        ring=(path[0][0] + 4, path[0][1]) if link.status == "anticipated" else None,
        strokes=_delay(path) if link.delay in ("medium", "long") else (), sign="" if signless else sign_of(link),
        colour=MUTED if plain else line.colour, width=width, dash=() if plain else _numbers(line.dashes))


def line_of(link: Link) -> Line:
    """How a link is drawn: as contested where people disagree about it, else by its polarity."""
    return LINES["contested" if is_contested(link) else link.polarity]


def sign_of(link: Link) -> str:
    """The sign on a link: its own where it has one; a contested link without one has that of contested."""
    return LINES[sign_word(link)].sign


def _headed(path: Sequence[Point], size: float) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """The path up to the base of its arrow head, and the corners of the head."""
    (x, y), (u, v) = path[-1], path[0]
    for point in reversed(path[:-1]):
        if hypot(point[0] - x, point[1] - y) > 0.5:
            u, v = point
            break
    length = hypot(x - u, y - v) or 1.0
    dx, dy = (x - u) / length, (y - v) / length
    base = (x - dx * size, y - dy * size)
    wing = size * 0.42
    short = [*path[:-1], base]
    if len(path) > 2:
        short[-2] = (path[-2][0] - dx * size, path[-2][1] - dy * size)
    return tuple(short), ((x, y), (base[0] - dy * wing, base[1] + dx * wing), (base[0] + dy * wing, base[1] - dx * wing))


def _delay(path: Sequence[Point]) -> tuple[tuple[Point, Point], ...]:
    """Two short strokes across the middle of a path."""
    curves = (len(path) - 1) // 3
    place = min(0.5 * curves, curves - 1e-6)
    number = floor(place)
    x, y = _on_curve(path, number, place - number)
    u, v = _on_curve(path, number, min(1.0, place - number + 0.01))
    length = hypot(u - x, v - y) or 1.0
    dx, dy = (u - x) / length, (v - y) / length
    return tuple(((x + dx * k - dy * 6, y + dy * k + dx * 6), (x + dx * k + dy * 6, y + dy * k - dx * 6)) for k in (-2.5, 2.5))


def _on_curve(path: Sequence[Point], number: int, t: float) -> Point:
    p, q, r, s = path[3 * number:3 * number + 4]
    u = 1 - t
    a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    return a * p[0] + b * q[0] + c * r[0] + d * s[0], a * p[1] + b * q[1] + c * r[1] + d * s[1]


def _numbers(dashes: str) -> tuple[float, ...]:
    return tuple(float(part) for part in dashes.split())


def group_tints(map_: Map) -> Mapping[str, Tint]:
    """The tint of each factor, by id."""
    groups = groups_of(map_)
    return {factor.id: tint_of(groups, getattr(factor, groups.of)) for factor in map_.factors.values()}
