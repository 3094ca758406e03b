"""The order of influence paths: what comes before what, found by adding numbers up along a path.

Every step weighs a number in which fields of bits count: one field for each rank of strength or evidence, one for all
steps, one for each length of delay. Adding the numbers up counts all fields at once, and the sum of a path says where it stands. Paths with
the same sum stand together, in order of ids; so a listing computes as many places as there are sums and not as there
are paths.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

from sysmap.analysis.chains import GRADES
from sysmap.analysis.projection import Projection

__all__ = ["ORDERS", "Order", "Place", "Places", "Weighed", "places_of"]

Order = Literal["weakest-link", "shortest", "evidence"]
ORDERS: tuple[Order, ...] = get_args(Order)

_UNTESTED = GRADES.index("untested")
_RANKS = len(GRADES)
_DELAYS = ("short", None, "medium", "long")
"""Delays from the least to the greatest; one that nobody stated stands between short and medium."""

Place = tuple[int, int, int, int]
"""The rank of the weakest link with its sign turned, how many links have it, how many there are, their delays."""

Weighed = tuple[int, tuple[int, ...]]
"""What the steps of a way weigh together, and its factors."""


class _Steps(dict[int, int]):
    """What each step weighs, by the number of its pair; worked out when it is first asked for."""

    def __init__(self, places: Places) -> None:
        super().__init__()
        self._places = places

    def __missing__(self, pair: int) -> int:
        weight = self[pair] = self._places.weight_of(pair)
        return weight


class Places(dict[int, Place]):
    """The place of a path by what its steps weigh together, the best the smallest.

    Parameters
    ----------
    proj : the map as numbers.
    by : the order.
    ranks : with `evidence`, the grade of each link as a number.
    most : the most links a path may have.

    Attributes
    ----------
    plain : nothing but the number of links matters, so that ways need not be weighed.
    """

    def __init__(self, proj: Projection, by: Order, ranks: Mapping[str, int], most: int) -> None:
        super().__init__()
        self.proj, self.by, self.ranks = proj, by, ranks
        self.by_length = by == "shortest" or not (ranks if by == "evidence" else proj.has_strengths)
        self.bits = min(most, len(proj.ids)).bit_length()
        self._length = 0 if self.by_length else self.bits * _RANKS
        self._delays = self._length + self.bits
        self.steps = _Steps(self)
        self.plain = self.by_length and not proj.has_delays

    def rank(self, start: int, end: int) -> int:
        """The strength or evidence of a step, 0 for the lowest."""
        step = self.proj.step(start, end)
        if self.by == "evidence":
            return max(self.ranks.get(link.id, _UNTESTED) for link in step.links)
        return step.strength

    def weight_of(self, pair: int) -> int:
        """What a step weighs."""
        start, end = divmod(pair, len(self.proj.ids))
        weight = 1 << self._length
        if not self.by_length:
            weight += 1 << self.bits * self.rank(start, end)
        if self.proj.has_delays:
            delay = _DELAYS.index(self.proj.step(start, end).links[0].delay)
            weight += 1 << self._delays + self.bits * delay
        return weight

    def __missing__(self, weight: int) -> Place:
        field = (1 << self.bits) - 1
        length, delay = weight >> self._length & field, weight >> self._delays
        ranks = weight & (1 << self._length) - 1
        weakest = ((ranks & -ranks).bit_length() - 1) // self.bits if ranks else 0
        place = self[weight] = (-weakest, ranks >> self.bits * weakest & field, length, delay)
        return place

    def shelf(self, weight: int, way: tuple[int, ...]) -> int:
        """The weight of a way, also where ways were not weighed."""
        return len(way) - 1 if self.plain else weight

    def in_order(self, ways: Iterable[Weighed], limit: int) -> Iterator[tuple[int, list[tuple[int, ...]]]]:
        """The best so many of these ways, in order: weights, and the ways that weigh so much."""
        shelves: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        if self.plain:
            for _, way in ways:
                shelves[len(way) - 1].append(way)
        else:
            for weight, way in ways:
                shelves[weight].append(way)
        weights = sorted(shelves, key=self.__getitem__)
        at = 0
        while at < len(weights) and limit > 0:
            since, place = at, self[weights[at]]
            while at < len(weights) and self[weights[at]] == place:
                at += 1
            mine = shelves[weights[since]]
            for weight in weights[since + 1:at]:
                mine += shelves[weight]
            best = sorted(mine) if len(mine) <= 4 * limit else heapq.nsmallest(limit, mine)
            yield weights[since], best[:limit]
            limit -= len(best)

    def first(self, ways: Iterable[Weighed], limit: int) -> list[Weighed]:
        """The best so many of these ways, in order; a weight may be replaced by another of the same place."""
        return [(weight, way) for weight, best in self.in_order(ways, limit) for way in best]


def places_of(proj: Projection, by: Order, ranks: Mapping[str, int], most: int) -> Places:
    """The places of paths of a map; those that depend on nothing else are kept with its projection."""
    if by == "evidence" and ranks:
        return Places(proj, by, ranks, most)
    made = Places(proj, by, {}, most)
    known: Places = proj.kept.setdefault(("places", made.by_length, made.bits), made)
    return known
