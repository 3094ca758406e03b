"""In which order things stand in their columns, so that few links cross.

Finding the best order is NP-hard already for two columns. Tried here, from several fixed starts: sweeps that sort a
column by the barycentre of its neighbours (Sugiyama, Tagawa & Toda 1981), then moving one vertex at a time to its best
place (sifting; Matuszewski, Schönfeld & Molitor 1999, LNCS 1731:217-224). The best order found is kept; everything is
a function of the input alone.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Mapping, Sequence

from sysmap.views.layout.net import Net

__all__ = ["barycentre_only", "count_crossings", "improve", "minimise_crossings", "seed_from_known"]

Columns = list[list[int]]


def count_crossings(net: Net, columns: Columns | None = None) -> int:
    """How many pairs of links cross between neighbouring columns."""
    columns = net.columns if columns is None else columns
    position = _positions(net, columns)
    return sum(_between(net, column, position) for column in columns)


def _between(net: Net, column: Sequence[int], position: Sequence[int]) -> int:
    """Crossings in the gap to the right of a column: inversions among the ends of its links."""
    ends: list[int] = []
    crossings = 0
    for vertex in column:
        there = sorted([position[other] for other in net.right[vertex]])
        for place in there:
            crossings += len(ends) - bisect_right(ends, place)
        for place in there:
            insort(ends, place)
    return crossings


def _positions(net: Net, columns: Columns) -> list[int]:
    position = [0] * len(net.names)
    for column in columns:
        for place, vertex in enumerate(column):
            position[vertex] = place
    return position


def minimise_crossings(net: Net, effort: int | None = None) -> None:
    """Order the columns of the net in place.

    Parameters
    ----------
    net : its present order is the first start, and wins ties.
    effort : how many starts; chosen by the size of the net where it is not given.
    """
    size = net.segments() + len(net.names)
    starts = effort if effort is not None else max(1, min(16, 4000 // (size + 1)))
    sift = size < 2500
    best, best_cost = [column[:] for column in net.columns], -1
    for start in range(starts):
        columns = _start(net, start)
        _sweep(net, columns, rounds=12 if size < 2500 else 8 if size < 12000 else 3, first_right=start % 2 == 0)
        if sift:
            _sift(net, columns, rounds=4)
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
    return sum(_between(net, column, position) for column in columns) + _same_cost(net, position, columns)


def _same_cost(net: Net, position: Sequence[int], columns: Columns) -> int:
    """What a link within a column costs: the links it would cross beside the column, and the way it is long."""
    cost = 0
    for _, here, there in net.same:
        low, high = sorted((position[here], position[there]))
        if high - low > 1:
            between = columns[net.column[here]][low + 1:high]
            cost += min(sum(len(net.right[v]) for v in between), sum(len(net.left[v]) for v in between)) + high - low - 1
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
    for place, vertex in enumerate(column):
        position[vertex] = place


def _sift(net: Net, columns: Columns, rounds: int, movable: Callable[[int], bool] | None = None) -> None:
    """Move one vertex at a time to the place in its column (and band) where it causes the fewest crossings."""
    position = _positions(net, columns)
    inner = {net.column[a] for _, a, _ in net.same}
    for _ in range(rounds):
        moved = False
        for at, column in enumerate(columns):
            if len(column) < 2:
                continue
            sides = {v: (sorted(position[o] for o in net.left[v]), sorted(position[o] for o in net.right[v])) for v in column}
            for vertex in sorted(column, key=lambda v: (-len(net.left[v]) - len(net.right[v]), v)):
                if movable is not None and not movable(vertex):
                    continue
                target = _best_place(net, columns, at, vertex, position, sides, at in inner)
                if target != position[vertex]:
                    column.insert(target, column.pop(position[vertex]))
                    for place, other in enumerate(column):
                        position[other] = place
                    moved = True
        if not moved:
            break


def _best_place(
    net: Net, columns: Columns, at: int, vertex: int, position: list[int], sides: dict[int, tuple[list[int], list[int]]],
    inner: bool,
) -> int:
    column = columns[at]
    here = position[vertex]
    band = net.band[vertex]
    change = {here: 0}
    for step in (-1, 1):
        total, place = 0, here + step
        while 0 <= place < len(column) and net.band[column[place]] == band:
            other = column[place]
            upper, lower = (other, vertex) if step < 0 else (vertex, other)
            for up, down in zip(sides[upper], sides[lower], strict=True):
                if up and down:
                    total += _inversions(down, up) - _inversions(up, down)
            change[place] = total
            place += step
    if inner:
        without = column[:here] + column[here + 1:]
        changed = position[:]
        for place in change:
            tried = without[:place] + [vertex] + without[place:]
            for number, other in enumerate(tried):
                changed[other] = number
            change[place] += _same_cost_of(net, at, changed, tried)
    least = min(change.values())
    if change[here] == least:
        return here
    return min((place for place, value in change.items() if value == least), key=lambda place: abs(place - here))


def _same_cost_of(net: Net, at: int, position: Sequence[int], column: list[int]) -> int:
    cost = 0
    for _, here, there in net.same:
        if net.column[here] == at:
            low, high = sorted((position[here], position[there]))
            if high - low > 1:
                between = column[low + 1:high]
                cost += min(sum(len(net.right[v]) for v in between), sum(len(net.left[v]) for v in between)) + high - low - 1
    return cost


def _inversions(upper: Sequence[int], lower: Sequence[int]) -> int:
    """Crossings between the links of an upper and of a lower vertex, given the sorted places of their ends."""
    return sum([bisect_left(lower, place) for place in upper])


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
