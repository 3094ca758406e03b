"""Where a factor's box goes when nobody said where.

A live picture must not jump: a factor that is added gets a free place near where the author works, and keeps it. Only
`tidy` (a command of the host) lays the whole map out anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from sysmap.core.map import Map

__all__ = ["GAP", "free_place", "places_of"]

GAP = (270.0, 110.0)
"""Distance of neighbouring places, in pixels at zoom 1: a box of the usual width with room for an arrow."""

Place = tuple[float, float]


def free_place(taken: Iterable[Place], near: Place = (0.0, 0.0)) -> Place:
    """The free place nearest to a point, on a lattice, so that boxes do not overlap.

    >>> free_place([]), free_place([(0.0, 0.0)])
    ((0.0, 0.0), (0.0, -110.0))
    """
    cells = {(round(x / GAP[0]), round(y / GAP[1])) for x, y in taken}
    column, row = round(near[0] / GAP[0]), round(near[1] / GAP[1])
    for reach in range(200):
        across = range(-reach, reach + 1)
        ring = {(c, r) for c in across for r in (-reach, reach)} | {(c, r) for c in (-reach, reach) for r in across}
        free = [(c, r) for c, r in ring if (column + c, row + r) not in cells]
        if free:
            c, r = min(free, key=lambda cell: (abs(cell[0]) * GAP[0] + abs(cell[1]) * GAP[1], cell))
            return ((column + c) * GAP[0], (row + r) * GAP[1])
    return near


def places_of(map_: Map, known: dict[str, Place]) -> dict[str, Place]:
    """The place of every factor: by hand, as given, or free."""
    out: dict[str, Place] = {}
    for factor in map_.factors.values():
        if factor.position is not None:
            out[factor.id] = (factor.position.x, factor.position.y)
        elif factor.id in known:
            out[factor.id] = known[factor.id]
    for factor in map_.factors.values():
        if factor.id not in out:
            out[factor.id] = free_place(out.values())
    return out
