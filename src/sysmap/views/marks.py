"""A scene as the elements of an SVG, written as `web/canvas/marks.js` and `svg.js` write them, byte for byte (a test compares them).

An element is a value: its tag, its attributes, what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import TypedDict

from sysmap.core.elements import Link
from sysmap.views.layout.background import PADDING
from sysmap.views.layout.curves import Point
from sysmap.views.layout.model import CAPTION_SIZE, FONT_SIZE, HEADER_SIZE, LINE_HEIGHT
from sysmap.views.scene import DrawnBackground, DrawnBox, DrawnHeader, DrawnLink, drawn_link
from sysmap.views.style import INK, MUTED, PAPER

__all__ = ["Mark", "MarkData", "background_marks", "box_marks", "header_marks", "line_mark", "link_marks", "mark", "mark_data",
           "number", "panel_marks",
           "rect", "sign_mark", "sign_marks", "svg_text", "text_mark", "words"]

FADED_LINK, FADED_BOX, FADED_PICTURE = 0.16, 0.4, 0.6
"""How much of the ink is left of what steps back."""
HALO = "#ffe08a"
_RING = 5.6
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Mark:
    """An element of an SVG."""

    tag: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    children: Sequence[Mark | str] = ()


def mark(tag: str, attributes: Mapping[str, Value] | None = None, *children: Mark | str | None) -> Mark:
    """An element; children that are None are left out."""
    return Mark(tag, attributes or {}, tuple(child for child in children if child is not None))


class MarkData(TypedDict):
    """An element of an SVG as a browser takes it (`web/canvas/marks.js` builds it)."""

    tag: str
    attributes: dict[str, str]
    children: list[MarkData | str]


def mark_data(one: Mark) -> MarkData:
    """An element as data, its numbers written out and attributes that are None left out.

    >>> mark_data(mark("text", {"x": 1.0, "y": None}, "a"))
    {'tag': 'text', 'attributes': {'x': '1'}, 'children': ['a']}
    """
    return {"tag": one.tag, "attributes": {name: _value(value) for name, value in one.attributes.items() if value is not None},
            "children": [child if isinstance(child, str) else mark_data(child) for child in one.children]}


def svg_text(one: Mark | str) -> str:
    """An element as text; attributes that are None are left out.

    >>> svg_text(mark("text", {"x": "1", "y": None}, "a < b"))
    '<text x="1">a &lt; b</text>'
    """
    if isinstance(one, str):
        return _escaped(one)
    attributes = "".join(f' {name}="{_escaped(_value(value)).replace(chr(34), "&quot;")}"'
                         for name, value in one.attributes.items() if value is not None)
    inside = "".join(svg_text(child) for child in one.children)
    return f"<{one.tag}{attributes}>{inside}</{one.tag}>" if inside else f"<{one.tag}{attributes}/>"


def _value(value: Value) -> str:
    return value if isinstance(value, str) else number(float(value or 0))


def _escaped(text: str) -> str:
    return _HIDDEN.sub("\N{REPLACEMENT CHARACTER}", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def number(value: float) -> str:
    """A number with two decimals at most, as short as it goes; halves go up, as in a browser.

    >>> number(12.0), number(-0.004), number(3.14159)
    ('12', '0', '3.14')
    """
    short = floor(value * 100 + 0.5) / 100
    return str(int(short)) if short == int(short) else repr(short)


def words(x: float, y: float, text: str, size: float, how: Mapping[str, Value] | None = None) -> Mark:
    """A line of text at its base line."""
    return mark("text", {"x": x, "y": y, "font-size": size, "text-anchor": "middle", **(how or {})}, text)


def rect(x: float, y: float, width: float, height: float, rx: float, how: Mapping[str, Value]) -> Mark:
    """A rectangle with round corners."""
    return mark("rect", {"x": x, "y": y, "width": width, "height": height, "rx": rx, **how})


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _pattern(dash: Iterable[float]) -> str | None:
    return " ".join(number(part) for part in dash) or None


def background_marks(drawn: DrawnBackground) -> Mark:
    """A text, frame or picture behind the map. A picture is faint, so that what is drawn on it can be read."""
    p, tint = drawn.placed, drawn.tint
    left, top = p.x - p.width / 2, p.y - p.height / 2
    if drawn.image:
        return mark("g", {"opacity": FADED_PICTURE}, mark("title", None, drawn.label), mark("image", {
            "x": left, "y": top, "width": p.width, "height": p.height, "href": drawn.image, "preserveAspectRatio": "none"}))
    ground = []
    if drawn.kind != "text":
        ground = [rect(left, top, p.width, p.height, 8, {
            "fill": tint.soft if tint else "none", "stroke": tint.line if tint else MUTED,
            "stroke-dasharray": "5 4" if drawn.kind == "picture" else None})]
    elif tint:
        ground = [rect(left, top, p.width, p.height, 8, {"fill": tint.strong})]
    bold = None if drawn.kind == "text" else 600
    return mark("g", None, *ground, *(
        words(left + PADDING, top + PADDING + (i + 1) * p.size * LINE_HEIGHT - p.size * 0.35, text, p.size, {
            "text-anchor": "start", "font-weight": bold}) for i, text in enumerate(p.lines)))


def panel_marks(drawn: DrawnHeader) -> Mark:
    """The ground of a column, or the outline of a row."""
    p = drawn.header.panel
    layer = drawn.header.kind == "layer"
    return rect(p.left, p.top, p.right - p.left, p.bottom - p.top, 8,
                {"fill": drawn.tint.soft} if layer else {"fill": "none", "stroke": drawn.tint.line, "stroke-dasharray": "5 4"})


def header_marks(drawn: DrawnHeader) -> Mark:
    """A header's box with its words."""
    header, tint = drawn.header, drawn.tint
    first = header.y - ((len(header.lines) - 1) * HEADER_SIZE * LINE_HEIGHT) / 2 + HEADER_SIZE * 0.35
    looks: dict[str, Value] = {"fill": tint.strong, "stroke": tint.line} if header.kind == "layer" else {"fill": tint.soft}
    return mark("g", None,
                rect(header.x - header.width / 2, header.y - header.height / 2, header.width, header.height, 6, looks),
                *(words(header.x, first + i * HEADER_SIZE * LINE_HEIGHT, text, HEADER_SIZE, {"font-weight": 600})
                  for i, text in enumerate(header.lines)))


def link_marks(link: DrawnLink) -> Mark:
    """A link's line, head, strokes and ring."""
    start, *rest = (_pair(point) for point in link.path)
    stroke: dict[str, Value] = {"stroke": link.colour, "stroke-width": 1.3}
    head = [mark("path", {"d": f"M{'L'.join(_pair(point) for point in link.head)}Z", "fill": PAPER if link.hollow else link.colour,
                          "stroke-linejoin": "round", **stroke})] if link.head else []
    ring = [mark("circle", {"cx": link.ring[0], "cy": link.ring[1], "r": 3.5, "fill": PAPER, **stroke})] if link.ring else []
    return mark("g", {"opacity": FADED_LINK} if link.faded else None,
                mark("path", {"d": f"M{start}C{' '.join(rest)}", "fill": "none", "stroke": link.colour, "stroke-width": link.width,
                              "stroke-dasharray": _pattern(link.dash)}),
                *head, *(mark("path", {"d": f"M{_pair(a)}L{_pair(b)}", **stroke}) for a, b in link.strokes), *ring)


def sign_marks(link: DrawnLink) -> Mark:
    """The sign of a link in a ring, so that a minus is not taken for a piece of a dashed line; beside it a note."""
    x, y = link.sign_at
    ring = [mark("circle", {"cx": x, "cy": y, "r": _RING, "fill": PAPER, "stroke": link.colour, "stroke-width": 1}),
            words(x, y + 3.9, link.sign, 11, {"font-weight": 700, "fill": link.colour})] if link.sign else []
    note = [words(x, y - (9 if link.sign else -4), link.note, 11, {
        "font-weight": 700, "fill": link.colour, "stroke": PAPER, "stroke-width": 3, "paint-order": "stroke"})] if link.note else []
    return mark("g", {"opacity": FADED_LINK} if link.faded else None, *ring, *note)


def box_marks(drawn: DrawnBox) -> Mark:
    """A factor's box with its words."""
    box = drawn.box
    left, top = box.x - box.width / 2, box.y - box.height / 2
    first = box.y - ((len(box.caption) * CAPTION_SIZE + len(box.lines) * FONT_SIZE) * LINE_HEIGHT) / 2
    under = first + len(box.caption) * CAPTION_SIZE * LINE_HEIGHT
    halo = [rect(left, top, box.width, box.height, 7, {"fill": "none", "stroke": HALO, "stroke-width": 10})] if drawn.chosen else []
    focal = [rect(left - 4, top - 4, box.width + 8, box.height + 8, 10, {"fill": "none", "stroke": drawn.line})] if drawn.focal else []
    badge = _badge_marks(left + box.width - 2, top + 4 - drawn.badge.radius, drawn) if drawn.badge else []
    return mark(
        "g", None, mark("title", None, drawn.label), *halo,
        rect(left, top, box.width, box.height, 7, {"fill": PAPER if drawn.faded else drawn.fill}),
        mark("g", {"opacity": FADED_BOX} if drawn.faded else None,
             rect(left, top, box.width, box.height, 7, {
                 "fill": "none", "stroke": drawn.line, "stroke-width": drawn.width, "stroke-dasharray": _pattern(drawn.dash),
                 "stroke-linecap": "round" if drawn.dash else None}),
             *focal,
             mark("path", {"d": f"M{number(left + 4.5)} {number(top + 7)}V{number(top + box.height - 7)}", "stroke": drawn.accent,
                           "stroke-width": 3, "stroke-linecap": "round"}),
             *(words(box.x, first + (i + 1) * CAPTION_SIZE * LINE_HEIGHT - CAPTION_SIZE * 0.32, text, CAPTION_SIZE,
                     {"font-weight": 600, "fill": MUTED}) for i, text in enumerate(box.caption)),
             *(words(box.x, under + (i + 1) * FONT_SIZE * LINE_HEIGHT - FONT_SIZE * 0.35, text, FONT_SIZE)
               for i, text in enumerate(box.lines)),
             *badge))


def _badge_marks(right: float, y: float, drawn: DrawnBox) -> list[Mark]:
    assert drawn.badge
    text, radius = drawn.badge.text, drawn.badge.radius
    size = 9 if len(text) > 3 else 10
    half = max(radius, len(text) * size * 0.27 + 5)
    x = right - max(0.0, half - 13)
    return [rect(x - half, y - radius, 2 * half, 2 * radius, radius, {"fill": INK}),
            words(x, y + 3.6, text, size, {"font-weight": 700, "fill": PAPER})]


def text_mark(
    x: float, y: float, text: str, size: float, *, bold: bool = False, anchor: str = "middle", colour: str = INK
) -> str:
    """One line of text at its base line, as SVG text."""
    return svg_text(words(x, y, text, size, {"text-anchor": anchor, "font-weight": 700 if bold else None,
                                             "fill": colour if colour != INK else None}))


def line_mark(link: Link, path: Sequence[Point]) -> str:
    """A link along a path as SVG text, without its sign."""
    return svg_text(link_marks(drawn_link(link, path, path[-1])))


def sign_mark(polarity: str, x: float, y: float) -> str:
    """The sign of a polarity in a ring as SVG text."""
    return svg_text(sign_marks(drawn_link(Link(polarity=polarity), ((x, y),) * 4, (x, y))))  # type: ignore[arg-type]
