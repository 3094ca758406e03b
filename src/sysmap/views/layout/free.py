"""Links and boxes where there are no columns: curves that bend around what is in the way, boxes moved apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from math import hypot

from sysmap.views.layout.curves import Point, sampled
from sysmap.views.layout.model import Area

__all__ = ["Obstacles", "free_route", "make_room"]

_BENDS = (0.0, 0.12, -0.12, 0.25, -0.25, 0.4, -0.4, 0.6, -0.6, 0.85, -0.85)
_CLEAR = 5.0


class Obstacles:
    """Boxes in a grid of cells, to find those near a point or an area quickly."""

    def __init__(self, areas: Mapping[str, Area], cell: float = 200.0) -> None:
        self.cell = cell
        self.areas: dict[str, Area] = {}
        self._cells: dict[tuple[int, int], list[str]] = {}
        for id_, area in areas.items():
            self.add(id_, area)

    def add(self, id_: str, area: Area) -> None:
        self.areas[id_] = area
        for key in self._keys(area):
            self._cells.setdefault(key, []).append(id_)

    def _keys(self, area: Area) -> Iterable[tuple[int, int]]:
        for i in range(int(area.left // self.cell), int(area.right // self.cell) + 1):
            for j in range(int(area.top // self.cell), int(area.bottom // self.cell) + 1):
                yield i, j

    def over(self, area: Area, gap: float = 0.0) -> list[str]:
        """Ids of the boxes that come nearer to the area than the gap."""
        wide = Area(area.left - gap, area.top - gap, area.right + gap, area.bottom + gap)
        found = dict.fromkeys(id_ for key in self._keys(wide) for id_ in self._cells.get(key, ()))
        return [id_ for id_ in found if self.areas[id_].overlaps(wide)]

    def hit_by(self, path: Sequence[Point], but: Sequence[str], steps: int = 16) -> set[str]:
        """Ids of the boxes that a path runs through."""
        found = set()
        for x, y in sampled(path, steps):
            for id_ in self._cells.get((int(x // self.cell), int(y // self.cell)), ()):
                area = self.areas[id_]
                if (area.left - _CLEAR < x < area.right + _CLEAR and area.top - _CLEAR < y < area.bottom + _CLEAR
                        and id_ not in but):
                    found.add(id_)
        return found


def free_route(start: Area, end: Area, obstacles: Obstacles, but: Sequence[str], shift: float = 0.0) -> tuple[Point, ...]:
    """A curve from box to box: straight where nothing is in the way, else the least bend that meets the fewest boxes.

    `shift` moves the middle aside (a part of the distance), so that links between the same two boxes stay apart.
    """
    best: tuple[Point, ...] = ()
    fewest = -1
    for bend in _BENDS:
        path = _bent(start, end, bend + shift)
        hits = len(obstacles.hit_by(path, but))
        if fewest < 0 or hits < fewest:
            best, fewest = path, hits
        if hits == 0:
            break
    return best


def _bent(start: Area, end: Area, bend: float) -> tuple[Point, ...]:
    a, b = _centre(start), _centre(end)
    dx, dy = b[0] - a[0], b[1] - a[1]
    middle = ((a[0] + b[0]) / 2 - dy * bend, (a[1] + b[1]) / 2 + dx * bend)
    here, there = _border(start, middle), _border(end, middle)
    one = (here[0] + (middle[0] - here[0]) * 2 / 3, here[1] + (middle[1] - here[1]) * 2 / 3)
    two = (there[0] + (middle[0] - there[0]) * 2 / 3, there[1] + (middle[1] - there[1]) * 2 / 3)
    return here, one, two, there


def _centre(area: Area) -> Point:
    return (area.left + area.right) / 2, (area.top + area.bottom) / 2


def _border(area: Area, towards: Point) -> Point:
    """Where the line from the centre of a box leaves it."""
    x, y = _centre(area)
    dx, dy = towards[0] - x, towards[1] - y
    if hypot(dx, dy) < 1e-9:
        return x + area.width / 2, y
    scale = min(area.width / 2 / abs(dx) if dx else 1e9, area.height / 2 / abs(dy) if dy else 1e9)
    return x + dx * scale, y + dy * scale


def make_room(
    centres: Mapping[str, Point], sizes: Mapping[str, tuple[float, float]], fixed: Sequence[str], gap: float = 16.0
) -> dict[str, Point]:
    """Places without overlap: fixed boxes stay; each other moves as little as it can, those in place first.

    A box in the way of another tries the places just beside every box it would touch, nearest first.
    """
    obstacles = Obstacles({})
    found: dict[str, Point] = {}

    def area(id_: str, at: Point) -> Area:
        width, height = sizes[id_]
        return Area(at[0] - width / 2, at[1] - height / 2, at[0] + width / 2, at[1] + height / 2)

    for id_ in fixed:
        found[id_] = centres[id_]
        obstacles.add(id_, area(id_, centres[id_]))
    rest = [id_ for id_ in centres if id_ not in found]
    blocked = [id_ for id_ in rest if obstacles.over(area(id_, centres[id_]), gap)]
    for id_ in [*sorted(set(rest) - set(blocked)), *sorted(blocked)]:
        place = _nearest_free(centres[id_], sizes[id_], obstacles, gap)
        found[id_] = place
        obstacles.add(id_, area(id_, place))
    return {id_: found[id_] for id_ in centres}


def _nearest_free(at: Point, size: tuple[float, float], obstacles: Obstacles, gap: float) -> Point:
    width, height = size
    queue: list[tuple[float, float, float]] = [(0.0, at[0], at[1])]
    seen = {(round(at[0], 3), round(at[1], 3))}
    while queue:
        _, x, y = heappop(queue)
        area = Area(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        over = [obstacles.areas[id_] for id_ in obstacles.over(area, gap - 0.01)]
        if not over:
            return x, y
        for other in over:
            for there in (
                (x, other.top - gap - height / 2), (x, other.bottom + gap + height / 2),
                (other.left - gap - width / 2, y), (other.right + gap + width / 2, y),
            ):
                key = (round(there[0], 3), round(there[1], 3))
                if key not in seen:
                    seen.add(key)
                    away = abs(there[1] - at[1]) + 1.5 * abs(there[0] - at[0])
                    heappush(queue, (away, there[0], there[1]))
    raise AssertionError("a plane has room for every box")
