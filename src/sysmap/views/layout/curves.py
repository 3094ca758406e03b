"""Small helpers for paths made of cubic Bézier curves."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from sysmap.views.layout.model import Point

__all__ = ["between", "line", "rounded", "sign_place", "swapped"]


def line(start: Point, end: Point) -> tuple[Point, ...]:
    """A straight line as a curve.

    >>> line((0, 0), (3, 0))
    ((0, 0), (1.0, 0.0), (2.0, 0.0), (3, 0))
    """
    (x0, y0), (x1, y1) = start, end
    return start, (x0 + (x1 - x0) / 3, y0 + (y1 - y0) / 3), (x0 + 2 * (x1 - x0) / 3, y0 + 2 * (y1 - y0) / 3), end


def between(start: Point, end: Point) -> tuple[Point, ...]:
    """A curve that leaves and arrives along the flow; it stays between the two in both directions."""
    if start[1] == end[1]:
        return line(start, end)
    reach = (end[0] - start[0]) * 0.5
    return start, (start[0] + reach, start[1]), (end[0] - reach, end[1]), end


def rounded(corners: Sequence[Point], radius: float) -> tuple[Point, ...]:
    """A line through corners, each rounded as far as the pieces beside it allow."""
    path: list[Point] = [corners[0]]
    here = corners[0]
    for number in range(1, len(corners) - 1):
        before, corner, after = corners[number - 1], corners[number], corners[number + 1]
        in_length = hypot(corner[0] - before[0], corner[1] - before[1])
        out_length = hypot(after[0] - corner[0], after[1] - corner[1])
        cut = min(radius, in_length / 2, out_length / 2)
        if cut < 0.5:
            continue
        enter = (corner[0] + (before[0] - corner[0]) * cut / in_length, corner[1] + (before[1] - corner[1]) * cut / in_length)
        leave = (corner[0] + (after[0] - corner[0]) * cut / out_length, corner[1] + (after[1] - corner[1]) * cut / out_length)
        path.extend(line(here, enter)[1:])
        path.extend((_towards(enter, corner, 0.55), _towards(leave, corner, 0.55), leave))
        here = leave
    path.extend(line(here, corners[-1])[1:])
    return tuple(path)


def sign_place(path: Sequence[Point], before: float = 19.0, aside: float = 8.0) -> Point:
    """A place for a sign near the arrow head: a little before the end and a little above (or to the right)."""
    samples = [path[0]]
    for i in range(0, len(path) - 1, 3):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = path[i:i + 4]
        for step in range(1, 9):
            t = step / 8
            u = 1 - t
            a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
            samples.append((a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3))
    left = before
    for here, there in zip(reversed(samples[:-1]), reversed(samples[1:]), strict=True):
        length = hypot(there[0] - here[0], there[1] - here[1])
        if length >= left and length > 0:
            dx, dy = (here[0] - there[0]) / length, (here[1] - there[1]) / length
            x, y = there[0] + dx * left, there[1] + dy * left
            nx, ny = (dy, -dx) if (dx < 0 or (dx == 0 and dy > 0)) else (-dy, dx)
            return (x - nx * aside, y - ny * aside) if ny > 0 else (x + nx * aside, y + ny * aside)
        left -= length
    return samples[0]


def swapped(path: Sequence[Point]) -> tuple[Point, ...]:
    """The path with its coordinates exchanged: a flow to the right becomes a flow downwards."""
    return tuple((y, x) for x, y in path)


def _towards(start: Point, end: Point, part: float) -> Point:
    return (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
