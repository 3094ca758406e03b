"""What a sceptic has to reject for an influence to lose its support: the fewest sources, cases or claims, exactly.

A claim is a link as it stands in the file. It stands on units: the sources that state it, the cases that speak for it, or
itself. A claim falls when all its units are rejected; a link between two layers falls as a whole, and a source that states
many claims is rejected once. An influence of a sign has support while one path of that sign is left on which every step has a
claim of the step's sign that stands.

The fewest units are found by a search over sets, the smallest first: of a path that still stands, at least one step has to
fall, so every set grows by what one of its steps stands on. A set that leaves no path is the smallest, because all smaller ones
were looked at (uniform-cost search; the sets are hitting sets, Reiter 1987, Artificial Intelligence 32(1), 57-95). What a
time limit cuts is still a bound: no smaller set will do.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from sysmap.analysis.base import Budget
from sysmap.analysis.projection import Projection
from sysmap.analysis.signed_paths import Side, SignedPaths
from sysmap.analysis.signs import PRODUCT, M, N, P, U, class_of

__all__ = ["ANY", "NOTHING", "Rejection", "BackedClaims"]

ANY = 0
"""Stands for paths of every sign."""

Pair = tuple[int, int]
Stood = tuple[int, int]
"""The sign of a claim, and the units that it stands on, as bits."""
Path = list[tuple[Pair, int]]
"""A step and its sign, in order."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """The fewest units to reject.

    Attributes
    ----------
    units : one smallest set, in order of name; None where the time ran out before it was certain.
    least : how many there have to be at least.
    """

    units: tuple[str, ...] | None
    least: int


NOTHING = Rejection((), 0)

class BackedClaims:
    """The claims on the way from some factors to another, with what they stand on.

    Parameters
    ----------
    proj : the map as numbers.
    starts, end : factors by number; the end is not among the starts.
    units_by_link : the names that each claim stands on, by its id; a claim without any has no support.
    """

    def __init__(self, proj: Projection, starts: Iterable[int], end: int, units_by_link: Mapping[str, Iterable[str]]) -> None:
        self.proj, self.starts, self.end = proj, sorted(set(starts)), end
        up, down = proj.distances([end], up=True), proj.distances(self.starts)
        self.names = sorted({name for names in units_by_link.values() for name in names})
        bit = {name: 1 << k for k, name in enumerate(self.names)}
        self.claims: dict[Pair, list[Stood]] = {}
        for i in sorted(down):
            if i in up and i != end:
                for j in proj.succ[i]:
                    if j in up:
                        self.claims[i, j] = [
                            (class_of(link.polarity), sum(bit[name] for name in set(units_by_link.get(link.id, ()))))
                            for link in proj.step(i, j).links]

    def signs(self, budget: Budget) -> tuple[int, ...]:
        """The signs that a path with support has, in the order positive, negative, mixed, unsigned."""
        return tuple(sign for sign in (P, N, M, U) if self._path(0, sign, budget) is not None)

    def fewest(self, sign: int, budget: Budget) -> Rejection:
        """The fewest units without which no path of that sign (or `ANY`) has support; of several sets, one near the start."""
        order = count()
        seen = {0}
        waiting = [(0, next(order), 0)]
        while waiting:
            size, _, gone = heapq.heappop(waiting)
            path = self._path(gone, sign, budget)
            if budget.spent:
                return Rejection(None, size)
            if path is None:
                return Rejection(tuple(name for k, name in enumerate(self.names) if gone >> k & 1), size)
            for pair, step_sign in path:
                more = gone
                for said, units in self.claims[pair]:
                    if sign == ANY or said == step_sign:
                        more |= units
                if more not in seen:
                    seen.add(more)
                    heapq.heappush(waiting, (more.bit_count(), next(order), more))
        raise AssertionError("the set of all units leaves no path")

    def _path(self, gone: int, sign: int, budget: Budget) -> Path | None:
        """A path of that sign that stands; None if there is none, or the time ran out."""
        onward: dict[int, list[tuple[int, int]]] = {}
        for (a, b), claims in self.claims.items():
            signs = 0
            for said, units in claims:
                if units & ~gone:
                    signs |= said
            if signs:
                onward.setdefault(a, []).append((b, signs))
        budget.tick(len(self.claims))
        budget.now_spent()
        if sign == ANY:
            way = _shortest(onward, self.starts, self.end)
            return None if way is None else [(pair, ANY) for pair in pairwise(way)]
        found = _signed_walk(onward, self.starts, self.end, sign)
        if found is None or len({pair[0] for pair, _ in found}) == len(found):
            return found
        side = _side(len(self.proj.ids), onward)
        search = SignedPaths(side, self.end, len(self.proj.ids))
        for start in self.starts:
            simple = search.shortest(start, sign, budget)
            if simple is not None:
                return [((a, b), step) for (a, _), (b, step) in pairwise(simple)]
        return None


def _shortest(onward: Mapping[int, Sequence[tuple[int, int]]], starts: Sequence[int], end: int) -> list[int] | None:
    came: dict[int, int | None] = dict.fromkeys(starts)
    for here in (queue := list(starts)):
        for there, _ in onward.get(here, ()):
            if there not in came:
                came[there] = here
                queue.append(there)
        if end in came:
            way = [end]
            while (before := came[way[-1]]) is not None:
                way.append(before)
            return way[::-1]
    return None


def _signed_walk(onward: Mapping[int, Sequence[tuple[int, int]]], starts: Sequence[int], end: int, sign: int) -> Path | None:
    """A shortest walk with that sign; it may come twice to a factor, and then need not be a path."""
    came: dict[tuple[int, int], tuple[tuple[int, int], int] | None] = {(start, P): None for start in starts}
    for here in (queue := list(came)):
        if here[0] == end:
            continue
        for there, signs in onward.get(here[0], ()):
            for step in (P, N, M, U):
                state = (there, PRODUCT[here[1]][step])
                if signs & step and state not in came:
                    came[state] = (here, step)
                    queue.append(state)
    at: tuple[int, int] = (end, sign)
    if at not in came:
        return None
    path: Path = []
    while (before := came[at]) is not None:
        path.append(((before[0][0], at[0]), before[1]))
        at = before[0]
    return path[::-1]


def _side(size: int, onward: Mapping[int, Sequence[tuple[int, int]]]) -> Side:
    succ: list[list[int]] = [[] for _ in range(size)]
    succ_signs: list[list[int]] = [[] for _ in range(size)]
    pred: list[list[int]] = [[] for _ in range(size)]
    pred_signs: list[list[int]] = [[] for _ in range(size)]
    for a, row in onward.items():
        for b, signs in row:
            succ[a].append(b)
            succ_signs[a].append(signs)
            pred[b].append(a)
            pred_signs[b].append(signs)
    return Side(succ, succ_signs, pred, pred_signs)
