"""Small helpers for paths made of cubic Bézier curves."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import pairwise
from math import hypot

__all__ = ["Point", "between", "length_of", "line", "loop", "rounded", "sampled", "sign_place", "swapped"]

Point = tuple[float, float]


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


def loop(right: float, top: float, number: int = 0) -> tuple[Point, ...]:
    """A curve from the upper right corner of a box back to it; each further one lies around those before.

    >>> loop(100, 0)[0], loop(100, 0, 1)[0]
    ((76, 0), (71, 0))
    """
    step = min(number, 3)
    return ((right - 24 - 5 * step, top), (right - 24 - 5 * step, top - 34 - 36 * number),
            (right + 34 + 36 * number, top + 12 + 5 * step), (right, top + 12 + 5 * step))


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


def sign_place(path: Sequence[Point], before: float) -> Point:
    """The point of the path that lies so far before its end; the middle of a shorter path."""
    samples = [path[-1]]
    long = 0.0
    for i in range(len(path) - 4, -1, -3):
        piece = sampled(path[i:i + 4], 24)
        long += length_of(piece)
        samples = piece[:-1] + samples
        if long >= 2 * before:
            break
    left = min(before, long / 2)
    for here, there in zip(reversed(samples[:-1]), reversed(samples[1:]), strict=True):
        length = hypot(there[0] - here[0], there[1] - here[1])
        if length >= left and length > 0:
            return _towards(there, here, left / length)
        left -= length
    return samples[0]


def sampled(path: Sequence[Point], steps: int) -> list[Point]:
    """The path as a line of straight pieces, `steps` for each curve."""
    found = [path[0]]
    shares = _shares(steps)
    for i in range(0, len(path) - 1, 3):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = path[i:i + 4]
        found += [(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in shares]
    return found


@functools.cache
def _shares(steps: int) -> list[tuple[float, float, float, float]]:
    """What each of a curve's four points adds to the places along it (the Bernstein polynomials)."""
    parts = [(1 - t, t) for t in (step / steps for step in range(1, steps + 1))]
    return [(u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t) for u, t in parts]


def length_of(points: Sequence[Point]) -> float:
    """Length of a line of straight pieces."""
    return sum([hypot(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairwise(points)])


def swapped(path: Sequence[Point]) -> tuple[Point, ...]:
    """The path with its coordinates exchanged: a flow to the right becomes a flow downwards."""
    return tuple((y, x) for x, y in path)


def _towards(start: Point, end: Point, part: float) -> Point:
    return (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)
