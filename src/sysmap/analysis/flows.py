"""How much can flow from one place to another, and the smallest cut that stops it.

By the theorem of Ford & Fulkerson (1956) the largest flow equals the smallest cut. Of several smallest cuts the one
nearest the start is returned: the places that the start can still reach when the flow is largest are the same for every
largest flow, so the answer depends neither on the engine nor on the order of the links.

scipy's compiled solver does large graphs; a search for the shortest augmenting way in plain Python does small ones, and
all of them where scipy is missing. Both give the same cut.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from sysmap.analysis.base import Budget

__all__ = ["Arc", "factor_cut", "largest_flow", "step_cut"]

Rows = Sequence[Sequence[int]]
Onward = Callable[[int], Iterable[int]]

Arc = tuple[int, int]

_COMPILED_FROM = 3_000


def step_cut(succ: Rows, pred: Rows, start: int, end: int, budget: Budget | None = None) -> list[Arc] | None:
    """The smallest set of steps whose loss cuts every way from start to end; of several, the one nearest the start.

    None where the time ran out.

    Every step lets one way through, and few ways share no step: each is found by a search from both ends, so that of a
    large map only a little is looked at.
    """
    found = _single_ways(start, end, succ.__getitem__, pred.__getitem__, lambda a, b: True, budget or Budget())
    if found is None:
        return None
    inside, used = found
    return sorted((a, b) for a, b in used if a in inside and b not in inside)


def factor_cut(succ: Rows, pred: Rows, start: int, end: int, budget: Budget | None = None) -> list[int] | None:
    """The smallest set of factors whose loss cuts every way, both ends excepted; of several, the one nearest the start.

    None where the time ran out.

    Each factor is a door from its entrance (an even place) to its exit (the next odd one), which lets one way
    through; from an exit every next entrance is open. Start and end must not be joined directly.
    """
    def onward(place: int) -> Iterable[int]:
        return [2 * there for there in succ[place // 2] if there != start] if place % 2 else (place + 1,)

    def back(place: int) -> Iterable[int]:
        return (place - 1,) if place % 2 else [2 * here + 1 for here in pred[place // 2] if here != end]

    found = _single_ways(2 * start + 1, 2 * end, onward, back, lambda a, b: b == a + 1 and a % 2 == 0, budget or Budget())
    if found is None:
        return None
    inside, used = found
    return sorted(a // 2 for a, b in used if b == a + 1 and a % 2 == 0 and a in inside and b not in inside)


def _single_ways(
    start: int, end: int, succ: Onward, pred: Onward, single: Callable[[int, int], bool], budget: Budget
) -> tuple[set[int], set[Arc]] | None:
    """As many ways as there are that share no single arc; the arcs used, and what the start can still reach."""
    used: set[Arc] = set()
    ahead: dict[int, set[int]] = {}
    behind: dict[int, set[int]] = {}

    def onward(here: int) -> Iterable[int]:
        for there in succ(here):
            if (here, there) not in used or not single(here, there):
                yield there
        yield from behind.get(here, ())

    def back(there: int) -> Iterable[int]:
        for here in pred(there):
            if (here, there) not in used or not single(here, there):
                yield here
        yield from ahead.get(there, ())

    while way := _meeting(start, end, onward, back, budget):
        for a, b in pairwise(way):
            if (b, a) in used:
                used.discard((b, a))
                ahead[b].discard(a)
                behind[a].discard(b)
            else:
                used.add((a, b))
                ahead.setdefault(a, set()).add(b)
                behind.setdefault(b, set()).add(a)
    if budget.spent:
        return None
    inside = {start}
    stack = [start]
    while stack:
        for there in onward(stack.pop()):
            if there not in inside:
                inside.add(there)
                stack.append(there)
    return inside, used


def _meeting(start: int, end: int, onward: Onward, back: Onward, budget: Budget) -> list[int] | None:
    """A way from start to end, looked for from both ends in turn, from the narrower front; none once the time is up."""
    came: dict[int, int] = {start: start}
    goes: dict[int, int] = {end: end}
    front, rear = [start], [end]
    while front and rear:
        following: list[int] = []
        forward = len(front) <= len(rear)
        mine, others = (came, goes) if forward else (goes, came)
        for here in front if forward else rear:
            if budget.tick(8):
                return None
            for there in onward(here) if forward else back(here):
                if there in mine:
                    continue
                mine[there] = here
                if there in others:
                    return _joined(there, came, goes)
                following.append(there)
        if forward:
            front = following
        else:
            rear = following
    return None


def _joined(middle: int, came: Mapping[int, int], goes: Mapping[int, int]) -> list[int]:
    way = [middle]
    while came[way[-1]] != way[-1]:
        way.append(came[way[-1]])
    way.reverse()
    while goes[way[-1]] != way[-1]:
        way.append(goes[way[-1]])
    return way


def largest_flow(
    size: int, capacity: Mapping[Arc, int], start: int, end: int, *, compiled: bool | None = None,
    budget: Budget | None = None,
) -> tuple[int, list[Arc]] | None:
    """The largest flow and the arcs of the smallest cut nearest the start.

    Parameters
    ----------
    size : the places are numbered 0 to size - 1.
    capacity : whole numbers by (from, to).
    start, end : two places.
    compiled : use scipy or not; decided by size where it is not given.
    budget : how long to search.

    Returns
    -------
    (flow, cut) : the cut's arcs in order; their capacities add up to the flow. None where the time ran out.
    """
    if compiled is None:
        compiled = len(capacity) >= _COMPILED_FROM
    flow = _compiled_flow(size, capacity, start, end) if compiled else None
    if flow is None:
        flow = _plain_flow(size, capacity, start, end, budget or Budget())
    if flow is None:
        return None
    value, used = flow
    rest: list[list[int]] = [[] for _ in range(size)]
    for (a, b), whole in capacity.items():
        if used.get((a, b), 0) < whole:
            rest[a].append(b)
        if used.get((a, b), 0) > 0:
            rest[b].append(a)
    inside = {start}
    queue = deque(inside)
    while queue:
        for there in rest[queue.popleft()]:
            if there not in inside:
                inside.add(there)
                queue.append(there)
    return value, sorted(arc for arc in capacity if arc[0] in inside and arc[1] not in inside and capacity[arc])


def _plain_flow(
    size: int, capacity: Mapping[Arc, int], start: int, end: int, budget: Budget
) -> tuple[int, dict[Arc, int]] | None:
    rest: dict[Arc, int] = {}
    rows: list[list[int]] = [[] for _ in range(size)]
    for (a, b), whole in capacity.items():
        if (a, b) not in rest and (b, a) not in rest:
            rows[a].append(b)
            rows[b].append(a)
        rest[(a, b)] = rest.get((a, b), 0) + whole
        rest.setdefault((b, a), 0)
    net: dict[Arc, int] = {}
    value = 0
    while True:
        came = _shortest_with_room(rows, rest, start, end, budget)
        if budget.spent:
            return None
        if came is None:
            break
        way = [end]
        while way[-1] != start:
            way.append(came[way[-1]])
        arcs = list(zip(way[1:], way, strict=False))
        amount = min(rest[arc] for arc in arcs)
        for a, b in arcs:
            rest[(a, b)] -= amount
            rest[(b, a)] += amount
            net[(a, b)] = net.get((a, b), 0) + amount
            net[(b, a)] = net.get((b, a), 0) - amount
        value += amount
    return value, {arc: amount for arc, amount in net.items() if amount > 0 and arc in capacity}


def _shortest_with_room(
    rows: Sequence[Sequence[int]], rest: Mapping[Arc, int], start: int, end: int, budget: Budget
) -> dict[int, int] | None:
    came = {start: start}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if budget.tick(8):
            return None
        for there in rows[here]:
            if there not in came and rest[(here, there)] > 0:
                came[there] = here
                if there == end:
                    return came
                queue.append(there)
    return None


def _compiled_flow(size: int, capacity: Mapping[Arc, int], start: int, end: int) -> tuple[int, dict[Arc, int]] | None:
    try:
        import numpy
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import maximum_flow
    except ImportError:
        return None
    arcs = numpy.array(list(capacity), dtype=numpy.int32).reshape(-1, 2)
    whole = numpy.fromiter(capacity.values(), dtype=numpy.int32, count=len(capacity))
    graph = csr_array((whole, (arcs[:, 0], arcs[:, 1])), shape=(size, size))
    solved = maximum_flow(graph, start, end)
    flow = solved.flow.tocoo()
    positive = flow.data > 0
    used = zip(flow.row[positive].tolist(), flow.col[positive].tolist(), flow.data[positive].tolist(), strict=True)
    return int(solved.flow_value), {(a, b): amount for a, b, amount in used}
