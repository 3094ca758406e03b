"""Links and boxes where there are no columns: curves that bend around what is in the way, boxes moved apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import hypot, sqrt

from sysmap.views.layout.curves import Point, sampled
from sysmap.views.layout.model import Area

__all__ = ["Obstacles", "free_route", "make_room", "pushed_apart", "redirected"]

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


def redirected(
    path: Sequence[Point], end: Area, obstacles: Obstacles, but: Sequence[str]
) -> tuple[Point, ...] | None:
    """The path as far as it still serves, then a curve to where its end has moved; None where that meets a box.

    It arrives at the side from which it came along the flow, at the other where that is shut.
    """
    onwards = path[-1][0] >= path[0][0]
    y = (end.top + end.bottom) / 2
    for from_left in (onwards, not onwards):
        x = end.left if from_left else end.right
        for keep in range(len(path) - 4, -1, -3):
            here = path[keep]
            reach = (x - here[0]) / 2 if from_left else (here[0] - x) / 2
            if reach < 12.0:
                continue
            way = 1.0 if from_left else -1.0
            joint = (here, (here[0] + way * reach, here[1]), (x - way * reach, y), (x, y))
            whole = (*path[:keep], *joint)
            if not obstacles.hit_by(joint, but, 24) and not _through(path[:keep + 1], end):
                return whole
    return None


def _through(path: Sequence[Point], area: Area) -> bool:
    return any(area.left < x < area.right and area.top < y < area.bottom for x, y in sampled(path, 24))


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


def pushed_apart(
    centres: Mapping[str, Point], sizes: Mapping[str, tuple[float, float]], gap: float = 18.0, rounds: int = 60, *,
    spread: bool = True,
) -> dict[str, Point]:
    """Places nearly without overlap: all are spread until the boxes have room (if so wanted), then touching boxes push each other off.

    What is left overlapping after the rounds is for `make_room`.
    """
    ids = sorted(centres)
    if len(ids) < 2:
        return dict(centres)
    wide = max(sizes[i][0] for i in ids) + gap
    tall = max(sizes[i][1] for i in ids) + gap
    xs, ys = [centres[i][0] for i in ids], [centres[i][1] for i in ids]
    room = max(max(xs) - min(xs) + wide, 1.0) * max(max(ys) - min(ys) + tall, 1.0)
    needed = 2.5 * sum((sizes[i][0] + gap) * (sizes[i][1] + gap) for i in ids)
    wider = max(1.0, sqrt(needed / room)) if spread else 1.0
    places = [[x * wider, y * wider] for x, y in zip(xs, ys, strict=True)]
    halves = [((sizes[i][0] + gap) / 2, (sizes[i][1] + gap) / 2) for i in ids]
    for _ in range(rounds):
        cells: dict[tuple[int, int], list[int]] = {}
        for number, (x, y) in enumerate(places):
            cells.setdefault((int(x // wide), int(y // tall)), []).append(number)
        touched = False
        for (i, j), members in cells.items():
            near = [m for di, dj in ((0, 0), (1, 0), (0, 1), (1, 1), (1, -1)) for m in cells.get((i + di, j + dj), ())]
            own = set(members)
            for a in members:
                for b in near:
                    if (b not in own or b > a) and _push(places, halves, a, b):
                        touched = True
        if not touched:
            break
    return {id_: (places[n][0], places[n][1]) for n, id_ in enumerate(ids)}


def _push(places: list[list[float]], halves: Sequence[tuple[float, float]], a: int, b: int) -> bool:
    here, there = places[a], places[b]
    dx, dy = there[0] - here[0], there[1] - here[1]
    over_x = halves[a][0] + halves[b][0] - abs(dx)
    over_y = halves[a][1] + halves[b][1] - abs(dy)
    if over_x <= 0.5 or over_y <= 0.5:
        return False
    if over_x < over_y:
        move = over_x / 2 * (1 if dx > 0 or (dx == 0 and a < b) else -1)
        here[0] -= move
        there[0] += move
    else:
        move = over_y / 2 * (1 if dy > 0 or (dy == 0 and a < b) else -1)
        here[1] -= move
        there[1] += move
    return True


def make_room(
    centres: Mapping[str, Point], sizes: Mapping[str, tuple[float, float]], fixed: Sequence[str], gap: float = 16.0
) -> dict[str, Point]:
    """Places without overlap: fixed boxes stay; each other moves as little as it can, those in place first.

    A box in the way of others slides past them, whichever way is shortest.
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
    """Slide up, down, left and right until nothing is in the way; the shortest way wins, up and down before sideways."""
    options = []
    for number, (way_x, way_y) in enumerate(((0, 1), (0, -1), (1, 0), (-1, 0))):
        x, y = at
        while True:
            area = Area(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)
            over = [obstacles.areas[id_] for id_ in obstacles.over(area, gap - 0.01)]
            if not over:
                break
            if way_y > 0:
                y = max(other.bottom for other in over) + gap + size[1] / 2
            elif way_y < 0:
                y = min(other.top for other in over) - gap - size[1] / 2
            elif way_x > 0:
                x = max(other.right for other in over) + gap + size[0] / 2
            else:
                x = min(other.left for other in over) - gap - size[0] / 2
        options.append((abs(y - at[1]) + 1.5 * abs(x - at[0]), number, (x, y)))
    return min(options)[2]
