"""How much evidence flows from one factor to another, and at which steps a sceptic would stop it.

Each step has the capacity of its evidence: the number of distinct sources (cases, or whatever is counted) that assert it.
The largest flow from start to end is how much would have to be rejected step by step, and the smallest cut names the steps
(Powell, Copestake & Remnant 2024, Evaluation 30(1), 100-119). A thread is one source that asserts a whole path.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sysmap.analysis.base import Budget
from sysmap.analysis.flows import largest_flow
from sysmap.analysis.projection import Projection

__all__ = ["CutStep", "EvidenceFlow", "evidence_flow"]


@dataclass(frozen=True, slots=True)
class CutStep:
    """One step of the smallest cut: its links, and the sources that assert it."""

    from_: str
    to: str
    links: tuple[str, ...]
    sources: tuple[str, ...]
    capacity: int


@dataclass(frozen=True, slots=True)
class EvidenceFlow:
    """The evidence that stands behind an influence.

    Attributes
    ----------
    reachable : whether any path is there at all.
    flow : the largest flow; None where the time ran out.
    cut : the steps of the smallest cut, whose capacities add up to the flow.
    threads : those who assert a whole path, each with its shortest.
    links : every link on the way.
    unsourced : those that nobody asserts.
    sources : everyone who asserts a link on the way.
    """

    reachable: bool
    flow: int | None = 0
    cut: tuple[CutStep, ...] = ()
    threads: tuple[tuple[str, tuple[str, ...]], ...] = ()
    links: tuple[str, ...] = ()
    unsourced: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def evidence_flow(
    proj: Projection, starts: Iterable[str], end: str, sources_by_link: Mapping[str, Collection[str]] | None = None, *,
    claims: bool = False, budget: Budget | None = None,
) -> EvidenceFlow:
    """The evidence behind the influence of some factors on another.

    Parameters
    ----------
    proj : the map as numbers.
    starts, end : ids of factors; the end is not among the starts.
    sources_by_link : who asserts each link; the sources it cites where not given.
    claims : count links and not who asserts them.
    budget : how long to search.
    """
    y = proj.at[end]
    begins = [proj.at[id_] for id_ in starts]
    up, down = proj.distances([y], up=True), proj.distances(begins)
    inside = sorted(i for i in down if i in up)
    if not any(i in up for i in begins):
        return EvidenceFlow(False)
    number = {i: k for k, i in enumerate(inside)}
    backing = {(i, j): _backing(proj, i, j, sources_by_link)
               for i in inside if i != y for j in proj.succ[i] if j in number}
    capacity = {(number[i], number[j]): len(proj.step(i, j).links) if claims and who else len(who)
                for (i, j), who in backing.items()}
    source = len(inside)
    everything = sum(capacity.values()) + 1
    whole = {**capacity, **{(source, number[i]): everything for i in begins if i in number}}
    found = largest_flow(source + 1, whole, source, number[y], budget=budget)
    steps = []
    for a, b in found[1] if found else ():
        i, j = inside[a], inside[b]
        steps.append(CutStep(proj.ids[i], proj.ids[j], tuple(link.id for link in proj.step(i, j).links),
                             tuple(sorted(backing[(i, j)])), capacity[(a, b)]))
    everyone = sorted({who for names in backing.values() for who in names})
    threads = []
    for who in everyone:
        path = _thread(proj, begins, y, {pair for pair, names in backing.items() if who in names})
        if path is not None:
            threads.append((who, tuple(proj.ids[i] for i in path)))
    links = sorted({link.id for i, j in backing for link in proj.step(i, j).links})
    return EvidenceFlow(
        True, found[0] if found else None, tuple(steps), tuple(threads), tuple(links),
        tuple(id_ for id_ in links if not _sources(id_, proj, sources_by_link)), tuple(everyone))


def _sources(link: str, proj: Projection, given: Mapping[str, Collection[str]] | None) -> Collection[str]:
    return given.get(link, ()) if given is not None else {cite.source for cite in proj.map.links[link].cite}


def _backing(proj: Projection, i: int, j: int, given: Mapping[str, Collection[str]] | None) -> frozenset[str]:
    """The distinct sources that assert a step through any of its links."""
    return frozenset(who for link in proj.step(i, j).links for who in _sources(link.id, proj, given))


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
