"""Places that people set by hand, reconciled with the boxes of the picture: scaled up until boxes clear, outliers brought near."""

from __future__ import annotations

from collections.abc import Mapping

from sysmap.views.layout.curves import Point
from sysmap.views.layout.free import Obstacles, make_room, pushed_apart
from sysmap.views.layout.model import Area

__all__ = ["reconciled"]

_FARTHEST = 2500.0
"""No empty stretch between hand-set places is wider than this, or than three times what the middle half of them spans."""
_MOST = 4.0
"""Places are not spread farther than this; what still shares room then is pushed apart."""
_GAP = 10.0


def reconciled(places: Mapping[str, Point], sizes: Mapping[str, tuple[float, float]]) -> dict[str, Point]:
    """Hand-set places at which no two boxes share room.

    Tools in which people drew a map have smaller boxes than ours, so that places from there may be too near to each other. All of
    them are then spread around their middle by one factor, as small as will do: who stands left of, above or between whom stays.
    Places whose boxes clear each other, with nothing far off, come back as they are, to the last digit.

    Parameters
    ----------
    places : centres by id.
    sizes : width and height of each box.
    """
    near = _brought_near(places)
    factors = [factor for factor in _needed(near, sizes) if factor <= _MOST]
    if factors:
        scale = max(factors)
        x0, y0 = (sum(at[axis] for at in near.values()) / len(near) for axis in (0, 1))
        near = {id_: (round(x0 + (x - x0) * scale, 2), round(y0 + (y - y0) * scale, 2)) for id_, (x, y) in near.items()}
    if _needed(near, sizes):
        near = make_room(pushed_apart(near, sizes, _GAP, spread=False), sizes, [], _GAP)
        near = {id_: (round(x, 2), round(y, 2)) for id_, (x, y) in near.items()}
    return near


def _needed(places: Mapping[str, Point], sizes: Mapping[str, tuple[float, float]]) -> list[float]:
    """For each pair of boxes that share room, by how much all must be spread until these two clear."""
    areas = {id_: Area(x - sizes[id_][0] / 2, y - sizes[id_][1] / 2, x + sizes[id_][0] / 2, y + sizes[id_][1] / 2)
             for id_, (x, y) in places.items()}
    obstacles = Obstacles(areas)
    needed = []
    for id_, area in areas.items():
        for other in obstacles.over(area):
            if other <= id_:
                continue
            dx, dy = (abs(places[id_][axis] - places[other][axis]) for axis in (0, 1))
            wide, tall = ((sizes[id_][axis] + sizes[other][axis]) / 2 + _GAP for axis in (0, 1))
            needed.append(min(wide / dx if dx else float("inf"), tall / dy if dy else float("inf")))
    return needed


def _brought_near(places: Mapping[str, Point]) -> dict[str, Point]:
    """The places with empty stretches cut down to what a picture can bear."""
    found = [_without_gaps({id_: at[axis] for id_, at in places.items()}) for axis in (0, 1)]
    return {id_: (found[0][id_], found[1][id_]) for id_ in places}


def _without_gaps(values: Mapping[str, float]) -> dict[str, float]:
    order = sorted(values.values())
    last = len(order) - 1
    most = max(_FARTHEST, 3 * (order[3 * last // 4] - order[last // 4])) if order else 0.0
    middle = order[len(order) // 2] if order else 0.0
    shift = {middle: 0.0}
    upwards = [value for value in order if value >= middle]
    downwards = [value for value in reversed(order) if value <= middle]
    for way in (upwards, downwards):
        moved, before = 0.0, middle
        for value in way:
            gap = abs(value - before)
            if gap > most:
                moved += (gap - most) * (-1.0 if value > before else 1.0)
            shift[value] = moved
            before = value
    return {id_: value + shift[value] for id_, value in values.items()}
