"""Single marks of an SVG figure: a line of text, a link with its head."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from xml.sax.saxutils import escape

from sysmap.core.elements import Link
from sysmap.views.layout.curves import Point, length_of, sampled
from sysmap.views.layout.model import short_number as n
from sysmap.views.style import INK, LINES, MUTED, PAPER, WIDTHS

__all__ = ["line_mark", "sign_mark", "text_mark"]

_HEAD = 8.0


def text_mark(
    x: float, y: float, text: str, size: float, *, bold: bool = False, anchor: str = "middle", colour: str = INK
) -> str:
    """One line of text at its base line."""
    weight = ' font-weight="bold"' if bold else ""
    fill = f' fill="{colour}"' if colour != INK else ""
    return (f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}" text-anchor="{anchor}"{weight}{fill}>'
            f"{escape(text)}</text>")


def line_mark(link: Link, path: Sequence[Point]) -> str:
    """A link with its pattern, head, and what is particular about it.

    The head is filled, or hollow where the modeller inferred the link; an association has none. An anticipated link
    starts with a small ring; a delayed one carries two strokes.
    """
    plain = link.kind in ("association", "sequence") and link.polarity in ("unknown", "positive")
    line = LINES[link.polarity]
    colour = MUTED if plain else line.colour
    dashes = "" if plain else line.dashes
    width = WIDTHS[link.strength]
    ends = list(path)
    head = ""
    if link.kind != "association":
        (cx, cy), (x, y) = _before(path), path[-1]
        length = hypot(x - cx, y - cy) or 1.0
        dx, dy = (x - cx) / length, (y - cy) / length
        size = _HEAD + width
        base = (x - dx * size, y - dy * size)
        ends[-1] = base
        if len(path) > 2:
            ends[-2] = (path[-2][0] - dx * size, path[-2][1] - dy * size)
        wing = size * 0.42
        fill = PAPER if link.basis == "inferred" else colour
        head = (f'<path d="M{n(x)} {n(y)}L{n(base[0] - dy * wing)} {n(base[1] + dx * wing)}'
                f'L{n(base[0] + dy * wing)} {n(base[1] - dx * wing)}Z" fill="{fill}" stroke="{colour}" '
                f'stroke-width="1.2" stroke-linejoin="round"/>')
    pattern = f' stroke-dasharray="{dashes}"' if dashes else ""
    start, *rest = (f"{n(x)} {n(y)}" for x, y in ends)
    drawn = (f'<path d="M{start}C{" ".join(rest)}" fill="none" stroke="{colour}" stroke-width="{n(width)}"{pattern} '
             f'stroke-linecap="butt"/>')
    extras = ""
    if link.status == "anticipated":
        extras += (f'<circle cx="{n(path[0][0] + 4)}" cy="{n(path[0][1])}" r="3.5" fill="{PAPER}" stroke="{colour}" '
                   'stroke-width="1.3"/>')
    if link.delay in ("medium", "long"):
        extras += _strokes(path, colour)
    return f"<g>{drawn}{head}{extras}</g>"


def sign_mark(polarity: str, x: float, y: float) -> str:
    """The sign of a polarity in a ring, so that a minus is not taken for a piece of a dashed line."""
    line = LINES[polarity]
    return (f'<circle cx="{n(x)}" cy="{n(y)}" r="5.6" fill="{PAPER}" stroke="{line.colour}" stroke-width="1"/>'
            f'<text x="{n(x)}" y="{n(y + 3.9)}" font-size="11" font-weight="bold" text-anchor="middle" '
            f'fill="{line.colour}">{line.sign}</text>')


def _before(path: Sequence[Point]) -> Point:
    """The last point of the path that differs from its end."""
    for point in reversed(path[:-1]):
        if hypot(point[0] - path[-1][0], point[1] - path[-1][1]) > 0.5:
            return point
    return path[0]


def _strokes(path: Sequence[Point], colour: str) -> str:
    """Two short strokes across the path, before its middle and clear of sign and head: a delay."""
    points = sampled(path, 16)
    length = length_of(points)
    left = max(min(0.45 * length, length - 38.0), 0.2 * length)
    for (x0, y0), (x1, y1) in pairwise(points):
        step = hypot(x1 - x0, y1 - y0)
        if step >= left and step > 0:
            break
        left -= step
    dx, dy = (x1 - x0) / (step or 1.0), (y1 - y0) / (step or 1.0)
    x, y = x0 + dx * left, y0 + dy * left
    lines = "".join(
        f"M{n(x + dx * k - dy * 6)} {n(y + dy * k + dx * 6)}L{n(x + dx * k + dy * 6)} {n(y + dy * k - dx * 6)}"
        for k in (-2.5, 2.5)
    )
    return f'<path d="{lines}" stroke="{colour}" stroke-width="1.6" fill="none"/>'
