"""In which order things stand in their columns, so that few links cross.

Finding the best order is NP-hard already for two columns. Tried here, from several fixed starts: sweeps that sort a
column by the barycentre of its neighbours (Sugiyama, Tagawa & Toda 1981), then moving one vertex at a time to its best
place (sifting; Matuszewski, Schönfeld & Molitor 1999, LNCS 1731:217-224). The best order found is kept; everything is
a function of the input alone.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy

from sysmap.views.layout.net import Net

__all__ = ["barycentre_only", "count_crossings", "improve", "minimise_crossings", "seed_from_known",
           "sort_twins"]

Columns = list[list[int]]
_LIKELY = 6
"""So many places with the fewest crossings are compared by the links within the column too."""

_CROSSING = 4
"""Cost of a crossing, beside which the length and direction of links within a column cost less."""

_STEPS = (1 << 40) - 1


@dataclass(frozen=True, slots=True)
class _Effort:
    """How hard to try: size of all starts together, rounds of sweeps and of sifting, how far a vertex is moved at most."""

    budget: int
    sweeps: int
    sifts: int
    reach: int
    turns: bool = True


_EFFORTS = (
    (300, _Effort(8000, 12, 16, 10**6)),
    (1000, _Effort(4000, 12, 6, 10**6)),
    (3000, _Effort(4000, 12, 3, 30)),
    (12000, _Effort(0, 8, 2, 10, turns=False)),
    (10**9, _Effort(0, 3, 0, 0, turns=False)),
)


def count_crossings(net: Net, columns: Columns | None = None) -> int:
    """How many pairs of links cross between neighbouring columns."""
    columns = net.columns if columns is None else columns
    position = _positions(net, columns)
    return sum(_between(net, column, position) for column in columns)


def _between(net: Net, column: Sequence[int], position: Sequence[int]) -> int:
    """Crossings in the gap to the right of a column: inversions among the ends of its links."""
    ends: list[int] = []
    crossings = 0
    right = net.right
    for vertex in column:
        others = right[vertex]
        # Of a vertex's own ends the upper ones come first, so that none of them counts as crossing another.
        there = [position[others[0]]] if len(others) == 1 else sorted([position[other] for other in others])
        for place in there:
            at = bisect_right(ends, place)
            crossings += len(ends) - at
            ends.insert(at, place)
    return crossings


def _positions(net: Net, columns: Columns) -> list[int]:
    position = [0] * len(net.names)
    for column in columns:
        _put(column, position)
    return position


def minimise_crossings(net: Net) -> None:
    """Order the columns of the net in place; its present order is the first start, and wins ties.

    The larger the net, the fewer starts and rounds, and the nearer the places that a vertex tries.
    """
    size = net.segments() + len(net.names) + 4 * len(net.same)
    effort = next(effort for most, effort in _EFFORTS if size < most)
    best, best_cost = [column[:] for column in net.columns], -1
    for start in range(max(1, min(24, effort.budget // (size + 1)))):
        columns = _start(net, start)
        _sweep(net, columns, effort.sweeps, first_right=start % 2 == 0)
        _sift(net, columns, effort.sifts, reach=effort.reach)
        if net.same and effort.turns and _turn_groups(net, columns):
            _sift(net, columns, 2, reach=effort.reach)
        cost = _cost(net, columns)
        if best_cost < 0 or cost < best_cost:
            best, best_cost = columns, cost
        if best_cost == 0:
            break
    net.columns[:] = best


def barycentre_only(net: Net) -> Columns:
    """The order by plain barycentre sweeps from the present order; the yardstick for `minimise_crossings`."""
    columns = [column[:] for column in net.columns]
    _sweep(net, columns, rounds=12, first_right=True)
    return columns


def improve(net: Net, movable: Callable[[int], bool]) -> None:
    """Give each movable vertex its best place and leave the others in their order: what keeps a known picture."""
    _sift(net, net.columns, rounds=4 if net.segments() < 2500 else 1, movable=movable)


def _start(net: Net, number: int) -> Columns:
    columns = [column[:] for column in net.columns]
    if number >= 2:
        shuffle = random.Random(number).shuffle
        for column in columns:
            shuffle(column)
    for column in columns:
        column.sort(key=lambda vertex: net.band[vertex])
    return columns


def _cost(net: Net, columns: Columns) -> int:
    position = _positions(net, columns)
    crossings = sum(_between(net, column, position) for column in columns)
    return _CROSSING * crossings + sum(_same_cost(net, at, position, columns[at]) for at in net.inner)


def _same_cost(net: Net, at: int, position: Sequence[int], column: Sequence[int]) -> int:
    """What the links within a column cost: the links they would cross beside it, their length, and pointing up."""
    rights = list(accumulate(map(net.rights.__getitem__, column), initial=0))
    lefts = list(accumulate(map(net.lefts.__getitem__, column), initial=0))
    cost = 0
    for start, end in net.inner[at]:
        low, high = position[start], position[end]
        if low > high:
            low, high = high, low
            cost += 1
        if high - low > 1:
            crossed = min(rights[high] - rights[low + 1], lefts[high] - lefts[low + 1])
            cost += _CROSSING * crossed + 2 * (high - low - 1)
    return cost


def _sweep(net: Net, columns: Columns, rounds: int, first_right: bool) -> None:
    """Barycentre sweeps to the right and to the left; the best order on the way stays in `columns`."""
    best, best_cost = [column[:] for column in columns], _cost(net, columns)
    position = _positions(net, columns)
    idle = 0
    for number in range(rounds):
        rightwards = (number % 2 == 0) == first_right
        towards = net.left if rightwards else net.right
        for column in columns if rightwards else reversed(columns):
            _sort_by_barycentre(net, column, position, towards, number % 4 >= 2)
        cost = _cost(net, columns)
        if cost < best_cost:
            best, best_cost, idle = [column[:] for column in columns], cost, 0
        else:
            idle += 1
            if idle > 3:
                break
    columns[:] = best


def _sort_by_barycentre(
    net: Net, column: list[int], position: list[int], towards: Sequence[Sequence[int]], flip_ties: bool
) -> None:
    """Sort the vertices that have neighbours on that side; the others keep their places."""
    keyed = []
    for place, vertex in enumerate(column):
        near = towards[vertex]
        if near:
            mean = sum([position[other] for other in near]) / len(near)
            keyed.append((net.band[vertex], mean, -place if flip_ties else place, vertex))
    if len(keyed) == len(column):
        keyed.sort()
        column[:] = [entry[3] for entry in keyed]
    else:
        keyed.sort()
        rest = iter([entry[3] for entry in keyed])
        column[:] = [next(rest) if towards[vertex] else vertex for vertex in column]
        column.sort(key=net.band.__getitem__)
    _put(column, position)


def _sift(
    net: Net, columns: Columns, rounds: int, *, reach: int = 10 ** 6, movable: Callable[[int], bool] | None = None
) -> None:
    """Move one vertex at a time to the place in its column (and band) where it costs least, so far away at most.

    Every other round is restless: of places that cost the same, the farthest is taken, which leads out of dead ends.
    """
    position = _positions(net, columns)
    if not rounds:
        return
    best, best_cost, cost = [column[:] for column in columns], _cost(net, columns), -1
    for number in range(rounds):
        restless = number % 2 == 1 and movable is None
        for at in range(len(columns)) if number % 2 == 0 else range(len(columns) - 1, -1, -1):
            column = columns[at]
            if len(column) < 2:
                continue
            sifted = _Sifted(net, column, position, {vertex: n for n, vertex in enumerate(column)},
                             _swaps(net, column, position), net.inner.get(at, []))
            for vertex in sorted(column, key=lambda v: (-len(net.left[v]) - len(net.right[v]), v)):
                if movable is not None and not movable(vertex):
                    continue
                target = sifted.best_place(vertex, reach, restless)
                if target != position[vertex]:
                    here = position[vertex]
                    column.insert(target, column.pop(here))
                    for place in range(min(here, target), max(here, target) + 1):
                        position[column[place]] = place
        before, cost = cost, _cost(net, columns)
        if cost < best_cost:
            best, best_cost = [column[:] for column in columns], cost
        elif cost == before and not restless:
            break
    columns[:] = best


def _turn_groups(net: Net, columns: Columns) -> bool:
    """Turn groups that links within a column join upside down where that is better; moving one at a time cannot."""
    group = {vertex: vertex for _, start, end in net.same for vertex in (start, end)}

    def root(vertex: int) -> int:
        while group[vertex] != vertex:
            vertex = group[vertex]
        return vertex

    for _, start, end in net.same:
        group[root(start)] = root(end)
    members: dict[int, list[int]] = {}
    for vertex in group:
        members.setdefault(root(vertex), []).append(vertex)
    turned = False
    position = _positions(net, columns)
    for vertices in members.values():
        at = net.column[vertices[0]]
        column = columns[at]
        cost = _cost_around(net, columns, at, position)
        places = [place for place, vertex in enumerate(column) if vertex in vertices]
        before = column[:]
        for place, vertex in zip(places, [column[p] for p in reversed(places)], strict=True):
            column[place] = vertex
        column.sort(key=net.band.__getitem__)
        _put(column, position)
        if _cost_around(net, columns, at, position) < cost:
            turned = True
        else:
            column[:] = before
            _put(column, position)
    return turned


def _cost_around(net: Net, columns: Columns, at: int, position: Sequence[int]) -> int:
    """That part of the cost which depends on the order within one column."""
    crossings = _between(net, columns[at], position) + (_between(net, columns[at - 1], position) if at else 0)
    return _CROSSING * crossings + (_same_cost(net, at, position, columns[at]) if at in net.inner else 0)


def _put(column: Sequence[int], position: list[int]) -> None:
    for place, vertex in enumerate(column):
        position[vertex] = place


@dataclass(slots=True)
class _Sifted:
    """One column while its vertices are moved in it: the neighbours' places stand still meanwhile.

    swaps : what it costs more to have the first vertex above the second than below it, by place in `index`.
    own : links within the column, as pairs of vertices.
    """

    net: Net
    column: list[int]
    position: list[int]
    index: dict[int, int]
    swaps: list[list[int]]
    own: list[tuple[int, int]]

    def best_place(self, vertex: int, reach: int, restless: bool) -> int:
        """The place in its band where a vertex costs least, at most so far away."""
        here, band, column = self.position[vertex], self.net.band, self.column
        row, index, own_band = self.swaps[self.index[vertex]], self.index, band[vertex]
        first, last = max(0, here - reach), min(len(column), here + reach + 1)
        while band[column[first]] != own_band:
            first += 1
        while band[column[last - 1]] != own_band:
            last -= 1
        above = list(accumulate([row[index[other]] for other in reversed(column[first:here])]))
        below = list(accumulate([-row[index[other]] for other in column[here + 1 : last]]))
        change = {here: 0, **dict(zip(range(here - 1, first - 1, -1), above, strict=True)),
                  **dict(zip(range(here + 1, last), below, strict=True))}
        if self.own:
            # The cheapest places, of these the nearest, of these the upper one: as one number each, which sorts faster.
            likely = sorted([0, *[(cost << 40) + 2 * away for away, cost in enumerate(above, 1)],
                             *[(cost << 40) + 2 * away + 1 for away, cost in enumerate(below, 1)]])[:_LIKELY]
            steps = [key & _STEPS for key in likely]
            candidates = {here, *[here + (step >> 1) * (1 if step & 1 else -1) for step in steps]}
            costs = self._within(vertex, candidates)
            change = {place: change[place] + costs[place] for place in candidates}
        least = min(change.values())
        if change[here] == least and not restless:
            return here
        if restless:
            return max((place for place, value in change.items() if value == least),
                       key=lambda place: (abs(place - here), place))
        return min((place for place, value in change.items() if value == least), key=lambda place: abs(place - here))

    def _within(self, vertex: int, places: Iterable[int]) -> dict[int, int]:
        """What the links within the column cost (see `_same_cost`) with the vertex at each of some places.

        Worked out with the vertex taken out: a link of others costs more by a fixed amount where the vertex stands between
        its ends, so that only links of the vertex itself are looked at once for each place.
        """
        net, here = self.net, self.position[vertex]
        without = self.column[:here] + self.column[here + 1:]
        rights = list(accumulate(map(net.rights.__getitem__, without), initial=0))
        lefts = list(accumulate(map(net.lefts.__getitem__, without), initial=0))
        right, left, position = net.rights[vertex], net.lefts[vertex], self.position
        base = 0
        steps = [0] * (len(without) + 2)
        touching: list[tuple[int, bool]] = []
        for start, end in self.own:
            if start == vertex or end == vertex:
                other = position[end if start == vertex else start]
                touching.append((other - (other > here), start == vertex))
                continue
            low, high = position[start], position[end]
            if low > here:
                low -= 1
            if high > here:
                high -= 1
            if low > high:
                low, high = high, low
                base += 1
            across, along = rights[high] - rights[low + 1], lefts[high] - lefts[low + 1]
            crossed = across if across < along else along  # quicker than min(), in the innermost loop
            base += _CROSSING * crossed + 2 * (high - low - 1)
            across += right
            along += left
            more = _CROSSING * ((across if across < along else along) - crossed) + 2
            steps[low + 1] += more
            steps[high + 1] -= more
        between = list(accumulate(steps))
        costs = {}
        for place in places:
            cost = base + between[place]
            for other, starts in touching:
                if place <= other:
                    low, high, upwards = place, other, not starts
                else:
                    low, high, upwards = other + 1, place, starts
                across, along = rights[high] - rights[low], lefts[high] - lefts[low]
                cost += upwards + _CROSSING * (across if across < along else along) + 2 * (high - low)
            costs[place] = cost
        return costs


def _swaps(net: Net, column: Sequence[int], position: Sequence[int]) -> list[list[int]]:
    """For each two vertices of a column, what it costs more to have the first above the second than below it.

    Each link of an upper vertex crosses those links of a lower one that end above it in the neighbouring column: how many
    these are of every lower vertex is one row of sums, and a vertex adds up the rows of its links.
    """
    size = len(column)
    cost = numpy.zeros((size, size), dtype=numpy.int64)
    for sides in (net.left, net.right):
        joined = [at for at, vertex in enumerate(column) if sides[vertex]]
        if not joined:
            continue
        owners = numpy.repeat(joined, [len(sides[column[at]]) for at in joined])
        places = numpy.array([position[other] for at in joined for other in sides[column[at]]])
        ends = numpy.zeros((int(places.max()) + 2, size), dtype=numpy.int64)
        numpy.add.at(ends, (places + 1, owners), 1)
        above = numpy.cumsum(ends, axis=0)
        starts = numpy.flatnonzero(numpy.diff(owners, prepend=-1))
        crossed = numpy.zeros((size, size), dtype=numpy.int64)
        crossed[joined] = numpy.add.reduceat(above[places], starts, axis=0)
        cost += crossed - crossed.T
    rows: list[list[int]] = (_CROSSING * cost).tolist()
    return rows


def seed_from_known(net: Net, known: Mapping[int, float]) -> None:
    """Put the columns in the order of an earlier picture; what is new goes where its neighbours are."""
    centre = dict(known)
    for _ in range(4):
        for vertex in range(len(net.names)):
            if vertex not in known:
                near = [centre[other] for other in (*net.left[vertex], *net.right[vertex]) if other in centre]
                if near:
                    centre[vertex] = sum(near) / len(near)
    for column in net.columns:
        column.sort(key=lambda v: (net.band[v], centre.get(v, float("inf"))))


def sort_twins(net: Net, rank: Mapping[int, int]) -> None:
    """Put factors that have the same neighbours into the author's order; no crossing depends on it."""
    joined = {vertex for _, start, end in net.same for vertex in (start, end)}
    for column in net.columns:
        twins: dict[tuple[int, tuple[int, ...], tuple[int, ...]], list[int]] = {}
        for vertex in column:
            if vertex in rank and vertex not in joined:
                key = (net.band[vertex], tuple(sorted(net.left[vertex])), tuple(sorted(net.right[vertex])))
                twins.setdefault(key, []).append(vertex)
        for members in twins.values():
            places = [column.index(vertex) for vertex in members]
            for place, vertex in zip(places, sorted(members, key=rank.__getitem__), strict=True):
                column[place] = vertex
