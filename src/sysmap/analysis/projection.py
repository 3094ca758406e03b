"""The map as analyses walk it: factors as numbers in the order of their ids, and one step per pair of joined factors.

What counts as influence is decided once, in `sysmap.core.graph`: retired factors and links are left out, anticipated
ones stay and are flagged, an association has no direction and is left out, a group link stands for a link from or to
each factor of the layer. Parallel links make one step that knows all of them. A link from a factor to itself is no
step on any way and counts in no measure; loops list it.

Numbers follow the sorted ids, so that "in order of id" holds everywhere without sorting again.
"""

from __future__ import annotations

import dataclasses
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from sysmap.analysis.components import groups_of
from sysmap.analysis.signs import CERTAIN, CLASS, class_of, polarity_of
from sysmap.core.elements import Link
from sysmap.core.gc_pause import without_collecting
from sysmap.core.graph import Arcs, arcs_of
from sysmap.core.map import Map, group_layer
from sysmap.core.words import Polarity

__all__ = ["Projection", "Step", "project", "projection_of", "single_links"]

_STRENGTH = {None: 0, "weak": 1, "medium": 2, "strong": 3}
_KEPT = 4


@dataclass(frozen=True, slots=True)
class Step:
    """All links from one factor to another, the one that speaks for the step first (strongest, then by id)."""

    from_: str
    to: str
    links: tuple[Link, ...]
    classes: int
    of_group: bool

    @property
    def polarity(self) -> Polarity:
        """The one word for what the links say together."""
        return polarity_of(self.classes)

    @property
    def conflicting(self) -> bool:
        """Whether parallel links say the opposite of each other."""
        return self.classes & CERTAIN == CERTAIN

    @property
    def strength(self) -> int:
        """0 where nobody said, else 1 weak to 3 strong; of parallel links the strongest."""
        return _STRENGTH[self.links[0].strength]


@dataclass(frozen=True)
class Projection:
    """Factors as numbers 0 to n-1 in the order of their ids, with the numbers each one influences and is influenced by.

    A pair of factors is one number too, `start * n + end`. `signs` holds what the step between each joined pair says
    (`sysmap.analysis.signs`). Only what every question needs is made at once; the rest when it is first asked for.
    `kept` is for what others work out from the map alone and want to find again.
    """

    map: Map = field(repr=False)
    arcs: Arcs = field(repr=False)
    ids: tuple[str, ...]
    at: Mapping[str, int] = field(repr=False)
    pairs: Sequence[int] = field(repr=False)
    signs: Mapping[int, int] = field(repr=False)
    ordered: Sequence[int] = field(repr=False)
    succ: Sequence[Sequence[int]] = field(repr=False)
    pred: Sequence[Sequence[int]] = field(repr=False)
    kept: dict[tuple[str, bool, int], Any] = field(default_factory=dict, repr=False)
    _steps: dict[int, Step] = field(default_factory=dict, repr=False)

    @cached_property
    def has_strengths(self) -> bool:
        """Whether any link has a stated strength."""
        return any(link.strength for link in self.arcs.links)

    @cached_property
    def planned(self) -> frozenset[str]:
        """Ids of the factors that are only anticipated."""
        return frozenset(id_ for id_ in self.ids if self.map.factors[id_].status == "anticipated")

    @cached_property
    def has_delays(self) -> bool:
        """Whether any link has a stated delay."""
        return any(link.delay for link in self.arcs.links)

    @cached_property
    def succ_signs(self) -> Sequence[Sequence[int]]:
        """Place by place what the steps of `succ` say."""
        said = list(map(self.signs.__getitem__, self.ordered))
        rows, since = [], 0
        for row in self.succ:
            rows.append(said[since:since + len(row)])
            since += len(row)
        return rows

    @cached_property
    def pred_signs(self) -> Sequence[Sequence[int]]:
        """Place by place what the steps of `pred` say."""
        signs, size = self.signs, len(self.ids)
        return [[signs[start * size + end] for start in row] for end, row in enumerate(self.pred)]

    @cached_property
    def _places(self) -> tuple[dict[int, int], dict[int, list[int]]]:
        """For each pair the place of its last arc, and all places where there are several."""
        last = dict(zip(self.pairs, range(len(self.pairs)), strict=True))
        several: dict[int, list[int]] = {}
        if len(last) < len(self.pairs):
            for place, pair in enumerate(self.pairs):
                if place != last[pair]:
                    several.setdefault(pair, []).append(place)
            for pair, places in several.items():
                places.append(last[pair])
        return last, several

    def places(self, pair: int) -> Sequence[int]:
        """The places of the arcs of a pair, in the author's order; none where it is not joined."""
        last, several = self._places
        return several[pair] if pair in several else (last[pair],) if pair in last else ()

    def pair(self, start: int, end: int) -> int:
        """Two factors as one number."""
        return start * len(self.ids) + end

    def named(self, pair: int) -> tuple[str, str]:
        """The ids of the two factors of a pair."""
        start, end = divmod(pair, len(self.ids))
        return self.ids[start], self.ids[end]

    def links_between(self, pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """Ids of all links behind these pairs of ids, in order of id."""
        return self.link_ids([self.pair(self.at[a], self.at[b]) for a, b in pairs])

    def link_ids(self, pairs: Iterable[int]) -> tuple[str, ...]:
        """Ids of all links behind these pairs, in order of id; a link to or from a whole layer appears once."""
        last, several = self._places
        links = self.arcs.links
        found = set()
        for pair in pairs:
            if pair in several:
                found.update([links[place].id for place in several[pair]])
            else:
                found.add(links[last[pair]].id)
        return tuple(sorted(found))

    def step(self, start: int, end: int) -> Step:
        """The step between two factors that are joined; a factor's links to itself are a step from it to it."""
        pair = start * len(self.ids) + end
        known = self._steps.get(pair)
        if known is None:
            places = self.places(pair)
            links = tuple(sorted((self.arcs.links[place] for place in places),
                                 key=lambda link: (-_STRENGTH[link.strength], link.id)))
            classes = 0
            for link in links:
                classes |= class_of(link.polarity)
            known = Step(self.ids[start], self.ids[end], links, classes,
                         any(place in self.arcs.of_group for place in places))
            self._steps[pair] = known
        return known

    def steps_along(self, factors: Sequence[int]) -> list[Step]:
        """The steps of a way given by its factors."""
        known, size = self._steps, len(self.ids)
        return [known.get(a * size + b) or self.step(a, b) for a, b in pairwise(factors)]

    def distances(
        self, starts: Iterable[int], *, up: bool = False, most: int | None = None, without: int | None = None
    ) -> dict[int, int]:
        """Links from the nearest start to every factor that can be reached, following the arrows or (`up`) against
        them.

        `without` is a factor that ways may not use.
        """
        rows = self.pred if up else self.succ
        layer = list(dict.fromkeys(start for start in starts if start != without))
        found = dict.fromkeys(layer, 0)
        distance = 0
        while layer and (most is None or distance < most):
            distance += 1
            following = []
            for here in layer:
                for there in rows[here]:
                    if there not in found and there != without:
                        found[there] = distance
                        following.append(there)
            layer = following
        return found

    def components(self) -> list[list[int]]:
        """Groups of two or more factors that all influence each other, largest first, then by first id."""
        return sorted((group for group in groups_of(self.succ) if len(group) > 1),
                      key=lambda group: (-len(group), group))


def single_links(map_: Map) -> Map:
    """The map without the links that speak of a whole layer, to see what the links between single factors tell alone.
    """
    single = {id_: link for id_, link in map_.links.items()
              if group_layer(link.from_) is None and group_layer(link.to) is None}
    return dataclasses.replace(map_, links=single)


_recent: OrderedDict[int, tuple[Map, Projection]] = OrderedDict()


def projection_of(map_: Map) -> Projection:
    """The projection of a map; the last few maps asked about are remembered (a map never changes)."""
    known = _recent.get(id(map_))
    if known is not None and known[0] is map_:
        return known[1]
    made = project(map_)
    _recent[id(map_)] = (map_, made)
    while len(_recent) > _KEPT:
        _recent.popitem(last=False)
    return made


def project(map_: Map) -> Projection:
    """The projection of a map, made anew; for the many variants of a map that one question looks at."""
    with without_collecting():
        return _project(map_)


def _project(map_: Map) -> Projection:
    arcs = arcs_of(map_)
    ids = tuple(sorted(arcs.factors))
    size = len(ids)
    at = {id_: i for i, id_ in enumerate(ids)}
    pairs = [at[start] * size + at[end] for start, end in zip(arcs.starts, arcs.ends, strict=True)]
    classes = [CLASS[link.polarity] for link in arcs.links]
    signs = dict(zip(pairs, classes, strict=True))
    if len(signs) < len(pairs):
        signs = {}
        for pair, one in zip(pairs, classes, strict=True):
            signs[pair] = signs.get(pair, 0) | one
    for loop in range(0, size * size, size + 1):
        signs.pop(loop, None)
    ordered = sorted(signs)
    succ: list[list[int]] = [[] for _ in ids]
    pred: list[list[int]] = [[] for _ in ids]
    for pair in ordered:
        start, end = divmod(pair, size)
        succ[start].append(end)
        pred[end].append(start)
    return Projection(map_, arcs, ids, at, pairs, signs, ordered, succ, pred)
