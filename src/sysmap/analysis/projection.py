"""The map as analyses walk it: factors as numbers in the order of their ids, and one step per pair of joined factors.

What counts as influence is decided once, in `sysmap.core.graph`: retired factors and links are left out, anticipated
ones stay and are flagged, an association has no direction and is left out, a group link stands for a link from or to
each factor of the layer. Parallel links make one step that knows all of them. A link from a factor to itself is no
step on any way and counts in no measure; loops list it.

Numbers follow the sorted ids, so that "in order of id" holds everywhere without sorting again.
"""

from __future__ import annotations

import dataclasses
from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sysmap.analysis.signs import CERTAIN, CLASS, class_of, polarity_of
from sysmap.core.collecting import without_collecting
from sysmap.core.elements import Link
from sysmap.core.graph import Graph, graph_of
from sysmap.core.map import LAYER_PREFIX, Map
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


@dataclass(frozen=True, slots=True)
class Projection:
    """Factors as numbers 0 to n-1 in the order of their ids, with the numbers each one influences and is influenced by.

    `succ_signs` and `pred_signs` hold, place by place, what the steps of `succ` and `pred` say
    (`sysmap.analysis.signs`).
    """

    map: Map = field(repr=False)
    graph: Graph = field(repr=False)
    ids: tuple[str, ...]
    at: Mapping[str, int] = field(repr=False)
    succ: Sequence[Sequence[int]] = field(repr=False)
    pred: Sequence[Sequence[int]] = field(repr=False)
    succ_signs: Sequence[Sequence[int]] = field(repr=False)
    pred_signs: Sequence[Sequence[int]] = field(repr=False)
    _steps: dict[tuple[int, int], Step] = field(default_factory=dict, repr=False)

    def step(self, start: int, end: int) -> Step:
        """The step between two factors that are joined."""
        known = self._steps.get((start, end))
        if known is None:
            a, b = self.ids[start], self.ids[end]
            arcs = [arc for arc in self.graph.out[a] if arc.to == b]
            links = tuple(sorted((arc.link for arc in arcs), key=lambda link: (-_STRENGTH[link.strength], link.id)))
            classes = 0
            for link in links:
                classes |= class_of(link.polarity)
            known = Step(a, b, links, classes, any(arc.of_group for arc in arcs))
            self._steps[(start, end)] = known
        return known

    def steps_along(self, factors: Sequence[int]) -> list[Step]:
        """The steps of a way given by its factors."""
        return [self.step(a, b) for a, b in pairwise(factors)]

    def distances(
        self, starts: Iterable[int], *, up: bool = False, most: int | None = None, without: int | None = None
    ) -> dict[int, int]:
        """Links from the nearest start to every factor that can be reached, following the arrows or (`up`) against
        them.

        `without` is a factor that ways may not use.
        """
        rows = self.pred if up else self.succ
        found = dict.fromkeys((s for s in starts if s != without), 0)
        queue = deque(found)
        while queue:
            here = queue.popleft()
            next_ = found[here] + 1
            if most is not None and next_ > most:
                break
            for there in rows[here]:
                if there not in found and there != without:
                    found[there] = next_
                    queue.append(there)
        return found

    def components(self) -> list[list[int]]:
        """Groups of two or more factors that all influence each other, largest first, then by first id."""
        from sysmap.core.graph import strong_components

        groups = [sorted(self.at[id_] for id_ in group) for group in strong_components(self.graph) if len(group) > 1]
        return sorted(groups, key=lambda group: (-len(group), group))


def single_links(map_: Map) -> Map:
    """The map without the links that speak of a whole layer, to see what the links between single factors tell alone.
    """
    single = {id_: link for id_, link in map_.links.items()
              if not link.from_.startswith(LAYER_PREFIX) and not link.to.startswith(LAYER_PREFIX)}
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
    graph = graph_of(map_)
    ids = tuple(sorted(graph.factors))
    at = {id_: i for i, id_ in enumerate(ids)}
    succ: list[list[int]] = []
    succ_signs: list[list[int]] = []
    pred: list[list[int]] = [[] for _ in ids]
    pred_signs: list[list[int]] = [[] for _ in ids]
    for i, id_ in enumerate(ids):
        row: dict[int, int] = {}
        for arc in graph.out[id_]:
            j = at[arc.to]
            row[j] = row.get(j, 0) | CLASS[arc.link.polarity]
        row.pop(i, None)
        succ.append(sorted(row))
        succ_signs.append([row[j] for j in succ[-1]])
        for j, classes in row.items():
            pred[j].append(i)
            pred_signs[j].append(classes)
    return Projection(map_, graph, ids, at, succ, pred, succ_signs, pred_signs)
