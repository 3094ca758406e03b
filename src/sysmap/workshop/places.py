"""Where a factor's box goes when nobody said where.

A live picture must not jump: a factor that is added gets a free place near where the author works, and keeps it. Only
"lay out anew" (a command of the host) moves what stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sysmap.core.map import Map

__all__ = ["GAP", "Place", "Taken", "free_place", "places_of"]

GAP = (270.0, 110.0)
"""Distance of neighbouring places, in pixels at zoom 1: a box of the usual width with room for an arrow."""

Place = tuple[float, float]
"""A place on the map: across and down, in pixels at zoom 1."""

Cell = tuple[int, int]


class Taken:
    """The places of a lattice that boxes stand on, and which is free nearest to a point.

    Places are only ever taken, so asking again near the same point goes on where it ended: a room of thousands is placed in
    a time that grows with their number and not with its square.

    >>> taken = Taken([(0.0, 0.0)])
    >>> taken.free((0.0, 0.0))
    (0.0, -110.0)
    """

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._cells = {_cell(place) for place in places}
        self._left: dict[Cell, tuple[int, list[Cell]]] = {}
        """For each middle that was asked for: how far out, and the cells of that ring not looked at yet, the nearest last."""

    def add(self, place: Place) -> None:
        """A box stands here now."""
        self._cells.add(_cell(place))

    def free(self, near: Place) -> Place:
        """The free place nearest to a point; it is not taken by asking."""
        middle = _cell(near)
        reach, left = self._left.get(middle, (0, [(0, 0)]))
        while not left or (middle[0] + left[-1][0], middle[1] + left[-1][1]) in self._cells:
            if left:
                left.pop()
            else:
                reach += 1
                left = sorted(_ring(reach), key=lambda cell: (abs(cell[0]) * GAP[0] + abs(cell[1]) * GAP[1], cell), reverse=True)
        self._left[middle] = (reach, left)
        c, r = left[-1]
        return ((middle[0] + c) * GAP[0], (middle[1] + r) * GAP[1])


def _cell(place: Place) -> Cell:
    return round(place[0] / GAP[0]), round(place[1] / GAP[1])


def _ring(reach: int) -> Iterator[Cell]:
    """The cells that many steps from the middle, across, down or both; at least one."""
    for step in range(-reach, reach + 1):
        yield (step, -reach)
        yield (step, reach)
        if abs(step) < reach:
            yield (-reach, step)
            yield (reach, step)


def free_place(taken: Iterable[Place], near: Place = (0.0, 0.0)) -> Place:
    """The free place nearest to a point, on a lattice, so that boxes do not overlap.

    >>> free_place([]), free_place([(0.0, 0.0)])
    ((0.0, 0.0), (0.0, -110.0))
    """
    return Taken(taken).free(near)


def places_of(map_: Map, known: dict[str, Place]) -> dict[str, Place]:
    """The place of every factor: by hand, as given, or free."""
    out: dict[str, Place] = {}
    for factor in map_.factors.values():
        if factor.position is not None:
            out[factor.id] = (factor.position.x, factor.position.y)
        elif factor.id in known:
            out[factor.id] = known[factor.id]
    taken = Taken(out.values())
    for factor in map_.factors.values():
        if factor.id not in out:
            out[factor.id] = taken.free((0.0, 0.0))
            taken.add(out[factor.id])
    return out
