"""Evidence robustness: how much evidence stands behind an influence, and what a sceptic would have to reject.

Each step has the capacity of its evidence: the number of distinct sources that assert it (or, if asked for, of
claims, which counts a talkative source several times). The largest flow from start to end is how many sources would
have to be rejected for the influence to lose its footing, and the smallest cut names the links at which to do that.
The measure is the one of the Causal Map software; that a causal map is a repository of evidence for pathways is the view
of Powell, Copestake & Remnant (2024, Evaluation 30(1), 100-119).

A flow splices: one source may assert the first link and another the second, and nobody the whole. Where all links
come from one shared conversation that is allowed; in coded interviews it is a trap. So the answer also traces
threads: the sources that assert a whole path by themselves.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sysmap.analysis.base import Answer, Table, count_of, label_of, name_of
from sysmap.analysis.flows import largest_flow
from sysmap.analysis.names import different, factor_id, factor_ids
from sysmap.analysis.projection import Projection, projection_of
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.sentences import join_words

__all__ = ["CutStep", "Robustness", "robustness"]


@dataclass(frozen=True, slots=True)
class CutStep:
    """One step of the smallest cut: its links, and the sources that assert it."""

    from_: str
    to: str
    links: tuple[str, ...]
    sources: tuple[str, ...]
    capacity: int


@dataclass(frozen=True)
class Robustness(Answer):
    """How much evidence an influence rests on.

    `flow` is the robustness, in `unit` (sources or claims); `cut` the links a sceptic must reject, whose capacities
    add up to it; `threads` the sources that assert a whole path, each with its shortest; `unsourced` the links on the
    way that name no source.
    """

    map: Map = field(repr=False)
    from_: tuple[str, ...]
    to: str
    unit: str
    reachable: bool
    flow: int
    cut: tuple[CutStep, ...]
    threads: tuple[tuple[str, tuple[str, ...]], ...]
    unsourced: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def submap(self) -> Map:
        """The links of the smallest cut, as a map."""
        ids = {i for step in self.cut for i in (step.from_, step.to)} | {*self.from_, self.to}
        return cut(self.map, ids, {(step.from_, step.to) for step in self.cut},
                   title=f"What the evidence for {label_of(self.map, self.to)} hangs on",
                   rule=f"The links a sceptic must reject to cut {self._starts()} from {name_of(self.map, self.to)}.")

    @property
    def _noun(self) -> str:
        return "source" if self.unit == "claim" else self.unit

    def explain(self) -> str:
        """The number, the cut and the threads, in sentences."""
        a, b = self._starts(), name_of(self.map, self.to)
        if not self.reachable:
            return f"No path leads from {a} to {b}, so there is no evidence to weigh."
        parts = []
        if self.flow:
            counted = "each claim counts" if self.unit == "claim" else f"a {self.unit} counts once for each link"
            parts.append(f"The influence of {a} on {b} has an evidence robustness of {self.flow} ({counted}): a sceptic would "
                         f"have to reject {self._rejected()}.")
        else:
            parts.append(f"The influence of {a} on {b} has no robustness: every path has a link for which no "
                         f"{self._noun} is named.")
        if self.threads:
            told = dict.fromkeys(source for source, _ in self.threads)
            assert_ = "asserts" if len(told) == 1 else "assert"
            parts.append(f"{count_of(len(told), self._noun)} {assert_} a whole path: {join_words(told)}.")
        elif self.flow:
            parts.append(f"No single {self._noun} asserts a whole path: the evidence is spliced from several.")
        if len(self.sources) == 1:
            parts.append(f"All of it comes from one {self._noun} ({self.sources[0]}): whoever rejects that, rejects everything.")
        if self.unsourced:
            name = "names" if len(self.unsourced) == 1 else "name"
            parts.append(f"{count_of(len(self.unsourced), 'link')} on the way {name} no {self._noun}.")
        parts.append("This counts evidence; it says nothing about how strong the influence is.")
        return " ".join(parts)

    def to_json(self) -> dict[str, Any]:
        """Keys: from, to, unit, reachable, robustness, cut, threads, unsourced, sources."""
        return {
            "from": self.from_[0] if len(self.from_) == 1 else list(self.from_), "to": self.to, "unit": self.unit,
            "reachable": self.reachable, "robustness": self.flow,
            "cut": [{"from": s.from_, "to": s.to, "links": list(s.links), "sources": list(s.sources),
                     "capacity": s.capacity} for s in self.cut],
            "threads": [{"source": source, "factors": list(path)} for source, path in self.threads],
            "unsourced": list(self.unsourced), "sources": list(self.sources),
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a step of the smallest cut."""
        return [{"from": s.from_, "to": s.to, "capacity": s.capacity, "sources": ", ".join(s.sources),
                 "links": ", ".join(s.links)} for s in self.cut]

    def table(self) -> Table:
        """The smallest cut for people."""
        return Table(("from", "to", self.unit + "s", "asserted by"), tuple(
            (s.from_, s.to, str(s.capacity), ", ".join(s.sources)) for s in self.cut))

    def _rejected(self) -> str:
        """What the smallest cut consists of, by link; the table has the names."""
        told = []
        for step in self.cut:
            link = f"the link from {name_of(self.map, step.from_)} to {name_of(self.map, step.to)}"
            several = f"what {count_of(len(step.sources), self._noun)} say"
            told.append(f"{several if len(step.sources) > 1 else f'what {join_words(step.sources)} says'} of {link}")
        return join_words(told)

    def _starts(self) -> str:
        return join_words([name_of(self.map, id_) for id_ in self.from_])


def robustness(
    map_: Map, start: str | Iterable[str], end: str, *, sources_by_link: Mapping[str, Collection[str]] | None = None,
    claims: bool = False, unit: str | None = None,
) -> Robustness:
    """How much evidence stands behind the influence of one or several factors on another.

    Parameters
    ----------
    map_ : the map.
    start : one factor, or several that count together, by id, label or alias.
    end : the factor influenced.
    sources_by_link : ids of the sources that assert each link; the sources each link cites where it is not given.
    claims : count claims (links) instead of distinct sources.
    unit : what is counted, for the sentences, where `sources_by_link` holds something else than sources, e.g. case.

    Raises
    ------
    Refused : an unknown or retired factor, or start and end the same.
    """
    starts, goal = factor_ids(map_, start), factor_id(map_, end)
    for id_ in starts:
        different(map_, id_, goal)
    proj = projection_of(map_)
    y = proj.at[goal]
    begins = [proj.at[id_] for id_ in starts]
    up, down = proj.distances([y], up=True), proj.distances(begins)
    inside = sorted(i for i in down if i in up)
    unit = "claim" if claims else unit or "source"
    if not any(i in up for i in begins):
        return Robustness(map_, starts, goal, unit, False, 0, (), (), (), ())
    number = {i: k for k, i in enumerate(inside)}
    backing = {(i, j): _backing(proj, i, j, sources_by_link)
               for i in inside if i != y for j in proj.succ[i] if j in number}
    capacity = {(number[i], number[j]): len(proj.step(i, j).links) if claims and who else len(who)
                for (i, j), who in backing.items()}
    source = len(inside)
    everything = sum(capacity.values()) + 1
    whole = {**capacity, **{(source, number[i]): everything for i in begins if i in number}}
    flow, arcs = largest_flow(source + 1, whole, source, number[y])
    steps = []
    for a, b in arcs:
        i, j = inside[a], inside[b]
        steps.append(CutStep(proj.ids[i], proj.ids[j], tuple(link.id for link in proj.step(i, j).links),
                             tuple(sorted(backing[(i, j)])), capacity[(a, b)]))
    everyone = sorted({who for names in backing.values() for who in names})
    threads = []
    for who in everyone:
        path = _thread(proj, begins, y, {pair for pair, names in backing.items() if who in names})
        if path is not None:
            threads.append((who, tuple(proj.ids[i] for i in path)))
    unsourced = tuple(sorted({link.id for i, j in backing for link in proj.step(i, j).links
                              if not _sources(link.id, map_, sources_by_link)}))
    return Robustness(map_, starts, goal, unit, True, flow, tuple(steps), tuple(threads), unsourced, tuple(everyone))


def _sources(link: str, map_: Map, given: Mapping[str, Collection[str]] | None) -> Collection[str]:
    return given.get(link, ()) if given is not None else {cite.source for cite in map_.links[link].cite}


def _backing(proj: Projection, i: int, j: int, given: Mapping[str, Collection[str]] | None) -> frozenset[str]:
    """The distinct sources that assert a step through any of its links."""
    return frozenset(who for link in proj.step(i, j).links for who in _sources(link.id, proj.map, given))


def _thread(proj: Projection, begins: Iterable[int], y: int, pairs: set[tuple[int, int]]) -> list[int] | None:
    """The shortest way over these steps; of several, the first by ids."""
    came: dict[int, int | None] = dict.fromkeys(sorted(begins))
    queue = deque(came)
    while queue:
        here = queue.popleft()
        if here == y:
            way = [here]
            while (before := came[way[-1]]) is not None:
                way.append(before)
            return way[::-1]
        for there in proj.succ[here]:
            if there not in came and (here, there) in pairs:
                came[there] = here
                queue.append(there)
    return None
