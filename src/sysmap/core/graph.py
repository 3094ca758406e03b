"""The map as a directed graph: what influences what, without any library.

Analyses, checks and layouts all look at a map through this projection, so that they agree on what counts: retired
factors and links do not; an association has no direction and does not; a group link (`layer:input`) stands for one arc
from or to each factor of the layer, except between two factors that a link of their own already joins.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal

from sysmap.core.elements import Link
from sysmap.core.gc_pause import without_collecting
from sysmap.core.map import Map, group_end, group_layer

__all__ = [
    "MOST_ARCS", "Arc", "Arcs", "Graph", "arcs_of", "graph_of", "steps_from",
]

MOST_ARCS = 400_000
"""Arcs a graph may have before further group links are left out: far more than any real map, little enough to hold."""


@dataclass(frozen=True, slots=True)
class Arc:
    """One influence from one factor to another; several arcs come from the same link where it is a group link."""

    from_: str
    to: str
    link: Link
    of_group: bool = False


@dataclass(frozen=True, slots=True)
class Arcs:
    """All arcs of a map in columns, the author's order: the n-th leads from `starts[n]` to `ends[n]` by `links[n]`.

    `of_group` holds the places of arcs that come from a group link; `unspread` is as in `Graph`.
    """

    factors: tuple[str, ...]
    starts: Sequence[str]
    ends: Sequence[str]
    links: Sequence[Link]
    of_group: AbstractSet[int] = frozenset()
    unspread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Graph:
    """Factors and arcs, with the arcs out of and into each factor in the author's order.

    `unspread` names group links that were left out because spreading them would have given more than `MOST_ARCS` arcs.
    """

    factors: tuple[str, ...]
    arcs: tuple[Arc, ...]
    out: Mapping[str, tuple[Arc, ...]] = field(repr=False)
    into: Mapping[str, tuple[Arc, ...]] = field(repr=False)
    unspread: tuple[str, ...] = ()

    def causes(self, factor: str) -> list[str]:
        """Ids of the factors with an arc into this one, each once, in order."""
        return list(dict.fromkeys(arc.from_ for arc in self.into[factor]))

    def effects(self, factor: str) -> list[str]:
        """Ids of the factors this one has an arc to, each once, in order."""
        return list(dict.fromkeys(arc.to for arc in self.out[factor]))


def graph_of(map_: Map, *, retired: bool = False, group_links: bool = True) -> Graph:
    """The graph of a map.

    Parameters
    ----------
    map_ : the map.
    retired : keep retired factors and links.
    group_links : spread links whose end is a whole layer over the factors of that layer.

    Returns
    -------
    Graph : factors and arcs in the author's order. Links with an end that does not exist are left out.
    """
    with without_collecting():
        return _graph_of(map_, retired, group_links)


def arcs_of(map_: Map, *, retired: bool = False, group_links: bool = True) -> Arcs:
    """The arcs of a map in columns: what `graph_of` holds, without an object for each arc. Parameters as there."""
    factors = tuple([f.id for f in map_.factors.values() if retired or f.status != "retired"])
    links = [link for link in map_.links.values()
             if link.kind != "association" and (retired or link.status != "retired")]
    starts, ends = [link.from_ for link in links], [link.to for link in links]
    present = set(factors)
    if present.issuperset(starts) and present.issuperset(ends):
        return Arcs(factors, starts, ends, links)
    return _spread(map_, factors, present, links, group_links)


def _spread(map_: Map, factors: tuple[str, ...], present: set[str], links: Sequence[Link], group_links: bool) -> Arcs:
    """The arcs where links speak of whole layers, or of factors that are not there."""
    members: dict[str, list[str]] = {}
    for id_ in factors:
        layer = map_.factors[id_].layer
        if layer is not None:
            members.setdefault(group_end(layer), []).append(id_)
    own = {(link.from_, link.to) for link in links}
    starts: list[str] = []
    ends: list[str] = []
    behind: list[Link] = []
    of_group: set[int] = set()
    unspread: list[str] = []
    for link in links:
        if link.from_ in present and link.to in present:
            starts.append(link.from_)
            ends.append(link.to)
            behind.append(link)
        elif group_links and (group_layer(link.from_) is not None or group_layer(link.to) is not None):
            begins, goals = members.get(link.from_, [link.from_]), members.get(link.to, [link.to])
            if len(behind) + len(begins) * len(goals) > MOST_ARCS:
                unspread.append(link.id)
                continue
            for start in begins:
                for end in goals:
                    if start != end and (start, end) not in own and start in present and end in present:
                        of_group.add(len(behind))
                        starts.append(start)
                        ends.append(end)
                        behind.append(link)
    return Arcs(factors, starts, ends, behind, of_group, tuple(unspread))


def _graph_of(map_: Map, retired: bool, group_links: bool) -> Graph:
    columns = arcs_of(map_, retired=retired, group_links=group_links)
    arcs = [Arc(start, end, link) for start, end, link in
            zip(columns.starts, columns.ends, columns.links, strict=True)]
    for place in columns.of_group:
        arcs[place] = Arc(columns.starts[place], columns.ends[place], columns.links[place], of_group=True)
    out: dict[str, list[Arc]] = {id_: [] for id_ in columns.factors}
    into: dict[str, list[Arc]] = {id_: [] for id_ in columns.factors}
    for arc in arcs:
        out[arc.from_].append(arc)
        into[arc.to].append(arc)
    return Graph(columns.factors, tuple(arcs), {k: tuple(v) for k, v in out.items()},
                 {k: tuple(v) for k, v in into.items()}, columns.unspread)


def steps_from(
    graph: Graph, starts: Iterable[str], direction: Literal["down", "up"] = "down", most: int | None = None
) -> dict[str, int]:
    """How many links each factor is away from the nearest start, following the arrows (down) or against them (up).

    Factors that cannot be reached are absent. `most` bounds the number of links.
    """
    arcs_of = graph.out if direction == "down" else graph.into
    steps = {start: 0 for start in starts if start in arcs_of}
    queue = deque(steps)
    while queue:
        here = queue.popleft()
        if most is not None and steps[here] >= most:
            continue
        for arc in arcs_of[here]:
            there = arc.to if direction == "down" else arc.from_
            if there not in steps:
                steps[there] = steps[here] + 1
                queue.append(there)
    return steps
