"""Counting every feedback loop and keeping the shortest so many, component by component, within a budget."""

from __future__ import annotations

import heapq
from itertools import pairwise

from sysmap.analysis.base import Budget
from sysmap.analysis.projection import Projection
from sysmap.analysis.signs import CLASS, PRODUCT, M, N, P, StepSigns, SumSigns, U
from sysmap.analysis.simple_paths import SimplePaths
from sysmap.analysis.stored_loops import KINDS

__all__ = ["ShortestLoops"]


class ShortestLoops:
    """Counts every loop, keeps the shortest so many."""

    def __init__(self, proj: Projection, most: int, limit: int, link: str | None) -> None:
        self.proj, self.most, self.limit, self.link = proj, most, limit, link
        self.count = 0
        self._by_sign = dict.fromkeys((P, N, M, U), 0)
        self._weights, self._signs = StepSigns(proj.signs), SumSigns()
        self._kept: list[tuple[int, tuple[int, ...], int, int]] = []
        self._longest: int | None = None

    def self_links(self, factor: str | None) -> None:
        """Links from a factor to itself: loops of one link."""
        by_factor: dict[str, int] = {}
        arcs = self.proj.arcs
        for start, end, link in zip(arcs.starts, arcs.ends, arcs.links, strict=True):
            if start == end and factor in (None, start) and self.link in (None, link.id):
                by_factor[start] = by_factor.get(start, 0) | CLASS[link.polarity]
        for id_, classes in by_factor.items():
            for sign in (P, N, M, U):
                if classes & sign:
                    self._take((self.proj.at[id_],) * 2, sign, 0)

    @property
    def kinds(self) -> dict[str, int]:
        """How many loops there are of each kind."""
        kinds: dict[str, int] = {}
        for sign, number in self._by_sign.items():
            if number:
                kind = KINDS.get(sign, "undetermined")
                kinds[kind] = kinds.get(kind, 0) + number
        return kinds

    def component(self, group: list[int], number: int, budget: Budget, through: int | None) -> None:
        """Every loop in one component: those through its first factor, then those of the rest through the next, …"""
        members = set(group)
        roots = [through] if through is not None else group
        for root in roots:
            inside = members.__contains__ if through is not None else (
                lambda i, root=root: i >= root and i in members)
            ways = SimplePaths(self.proj.succ, self.proj.pred, root, root, self.most, inside=inside, weights=self._weights,
                        budget=budget)
            for beginning, weight, tails in ways.batches(budget):
                for _, tail, more in tails:
                    sign = self._signs[weight + more] if self.link is None else 0
                    if sign:
                        self._take(beginning + tail, sign, number)
                    else:
                        self._conflicting(beginning + tail, number)
                if len(self._kept) >= 2 * self.limit + 1000:
                    self._shrink()
                    self._longest = self._kept[-1][0]
            if budget.now_spent():
                return

    def best(self) -> tuple[tuple[tuple[int, ...], int, int], ...]:
        """The kept loops, shortest first: factors, sign, number of the component."""
        self._shrink()
        return tuple((way, sign, number) for _, way, sign, number in self._kept)

    def _conflicting(self, way: tuple[int, ...], number: int) -> None:
        """A loop that may be there with several signs, or on which a certain link is looked for."""
        classes = P
        if self.link is not None:
            classes = self._classes_with_link(way[:-1])
        else:
            for a, b in pairwise(way):
                classes = PRODUCT[classes][self.proj.step(a, b).classes]
        for sign in (P, N, M, U):
            if classes & sign:
                self._take(way, sign, number)

    def _take(self, way: tuple[int, ...], sign: int, number: int) -> None:
        """Count a loop of one sign, given by its factors with the first again at the end; keep it if it is short enough."""
        self.count += 1
        self._by_sign[sign] += 1
        if self._longest is None or len(way) - 1 <= self._longest:
            factors = way[:-1]
            first = min(factors)
            if factors[0] != first:
                at = factors.index(first)
                factors = factors[at:] + factors[:at]
            self._kept.append((len(factors), factors, sign, number))

    def _shrink(self) -> None:
        self._kept = heapq.nsmallest(self.limit, self._kept) if len(self._kept) > self.limit else sorted(self._kept)

    def _classes_with_link(self, factors: tuple[int, ...]) -> int:
        """The signs of those versions of a loop that use the link asked for; none where it does not lie on the loop."""
        classes, met = P, False
        for a, b in zip(factors, (*factors[1:], factors[0]), strict=True):
            step = self.proj.step(a, b)
            own = [link for link in step.links if link.id == self.link]
            met = met or bool(own)
            classes = PRODUCT[classes][CLASS[own[0].polarity] if own else step.classes]
        return classes if met else 0
