"""When a change can first be felt: bounds from the delays of links.

A path takes as long as its links together. The first that can be felt of a change takes at least the shortest of all least sums, and,
where some path has a bound on every link, at most the shortest of all greatest sums. A link whose delay nobody said takes any
time, from none at all: it lowers no bound and proves none. Nothing is said of when an effect is over, or at its full size.

Bounds by sign walk through (factor, sign) states, so they also hold for what comes round a loop.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from sysmap.analysis.dynamics.scales import Span
from sysmap.analysis.projection import Projection, Step
from sysmap.analysis.signs import PRODUCT, M, N, P, U
from sysmap.core.words import Delay

__all__ = ["RANKS", "Arrival", "arrivals", "longest_rank", "span_of_step"]

RANKS: tuple[str, ...] = get_args(Delay)
"""The words for delays, the shortest first."""
_ANY = Span(0.0, math.inf)


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a change can first be felt at a factor.

    Attributes
    ----------
    low, high : days: not before `low`; by `high` at the latest, infinite where that is not known.
    raises, lowers : days before which nothing can be felt that raises it, or lowers it; None where no way has that sign.
    rank : of the longest delay that every way has at least one of: 0 none said, 1 short, 2 medium, 3 long.
    way : places along a way that takes no longer than `low`, by what is said.
    """

    low: float
    high: float
    raises: float | None
    lowers: float | None
    rank: int
    way: tuple[int, ...]


def span_of_step(step: Step, spans: Mapping[str, Span]) -> Span:
    """How long the first of its links takes; any time where one of them says nothing that is declared."""
    each = [spans.get(link.delay or "", _ANY) for link in step.links]
    return Span(min(one.low for one in each), min(one.high for one in each))


def longest_rank(step: Step) -> int:
    """The rank of the shortest delay among its links, 0 where one of them says none."""
    return min(RANKS.index(link.delay) + 1 if link.delay else 0 for link in step.links)


def arrivals(proj: Projection, start: int, spans: Mapping[str, Span]) -> dict[int, Arrival]:
    """When a change at a factor can first be felt at each factor that it influences.

    Parameters
    ----------
    proj : the map as analyses walk it.
    start : the place of the factor that changes.
    spans : the span of each delay word that the file declares.
    """
    def low(step: Step) -> float:
        return span_of_step(step, spans).low

    def high(step: Step) -> float:
        return span_of_step(step, spans).high

    lows, before = _shortest(proj, start, low)
    highs, _ = _shortest(proj, start, high)
    ranks = _least_longest(proj, start)
    signed = _by_sign(proj, start, low)
    found = {}
    for place, least in lows.items():
        if place == start:
            continue
        way = [place]
        while way[-1] != start:
            way.append(before[way[-1]])
        found[place] = Arrival(least, highs[place], signed.get((place, P)), signed.get((place, N)), ranks[place], tuple(reversed(way)))
    return found


def _shortest(proj: Projection, start: int, length: Callable[[Step], float]) -> tuple[dict[int, float], dict[int, int]]:
    """The least sum to each factor, and the factor before it; fewer links where sums are alike, then by place (Dijkstra 1959)."""
    best: dict[int, float] = {}
    before: dict[int, int] = {}
    waiting: list[tuple[float, int, int, int]] = [(0.0, 0, start, start)]
    while waiting:
        so_far, links, here, came = heapq.heappop(waiting)
        if here in best:
            continue
        best[here], before[here] = so_far, came
        for there in proj.succ[here]:
            if there not in best:
                heapq.heappush(waiting, (so_far + length(proj.step(here, there)), links + 1, there, here))
    return best, before


def _least_longest(proj: Projection, start: int) -> dict[int, int]:
    """The least, over all ways, of the longest delay on the way."""
    best: dict[int, int] = {}
    waiting = [(0, start)]
    while waiting:
        so_far, here = heapq.heappop(waiting)
        if here in best:
            continue
        best[here] = so_far
        for there in proj.succ[here]:
            if there not in best:
                heapq.heappush(waiting, (max(so_far, longest_rank(proj.step(here, there))), there))
    return best


def _by_sign(proj: Projection, start: int, length: Callable[[Step], float]) -> dict[tuple[int, int], float]:
    """The least sum to each factor by the sign that arrives; what is open may be of either sign."""
    best: dict[tuple[int, int], float] = {}
    waiting = [(0.0, start, P)]
    while waiting:
        so_far, here, sign = heapq.heappop(waiting)
        if (here, sign) in best:
            continue
        best[here, sign] = so_far
        for there in proj.succ[here]:
            step = proj.step(here, there)
            for one in _signs(step.classes):
                arrives = P if PRODUCT[sign][one] == P else N
                if (there, arrives) not in best:
                    heapq.heappush(waiting, (so_far + length(step), there, arrives))
    return best


def _signs(classes: int) -> Iterator[int]:
    """The signs that a step may have: both where it is open."""
    open_ = classes & (M | U)
    if classes & P or open_:
        yield P
    if classes & N or open_:
        yield N
