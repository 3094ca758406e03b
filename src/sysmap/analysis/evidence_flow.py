"""How much evidence stands behind an influence, and where and of whom a sceptic would have to reject it.

What is counted is a source (a case, or whoever is meant) once for each statement: the links of the file from one end to
another. A link between two layers is one statement, however many factors it joins. The least that has to be rejected,
statement by statement, so that no path is backed on every step is the largest flow of the evidence from start to end
(Powell, Copestake & Remnant 2024, Evaluation 30(1), 100-119). Evidence for paths of opposite signs is never added up: each
sign has its own number. A source can also be rejected as a whole, with everything that it says; the fewest such are found
exactly (`rejection`). A thread is one source that asserts a whole path.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sysmap.analysis.base import Budget
from sysmap.analysis.claim_cut import cheapest_cut
from sysmap.analysis.projection import Projection
from sysmap.analysis.rejection import ANY, NOTHING, BackedClaims, Rejection
from sysmap.analysis.signs import CERTAIN, NAMES
from sysmap.core.words import Polarity

__all__ = ["CutStep", "EvidenceFlow", "SignBacking", "evidence_flow"]

_BEGIN = -1
"""Stands before all starts."""
_UNIT = "\0"
"""Stands between the parts of a name made here; no id holds it."""


@dataclass(frozen=True, slots=True)
class CutStep:
    """One statement of the smallest cut: its two ends as written, its links, and the sources that assert it."""

    from_: str
    to: str
    links: tuple[str, ...]
    sources: tuple[str, ...]
    capacity: int


@dataclass(frozen=True, slots=True)
class SignBacking:
    """The evidence for the paths of one sign.

    Attributes
    ----------
    sign : positive, negative, mixed or unknown.
    flow : the least to reject statement by statement; None where the time ran out.
    cut : the statements at which to do that.
    reject : the fewest sources to reject as a whole.
    """

    sign: Polarity
    flow: int | None
    cut: tuple[CutStep, ...]
    reject: Rejection


@dataclass(frozen=True, slots=True)
class EvidenceFlow:
    """The evidence that stands behind an influence.

    Attributes
    ----------
    reachable : whether any path is there at all.
    flow : the least to reject statement by statement; None where the time ran out, or paths of opposite signs are backed.
    cut : the statements at which to do that.
    threads : those who assert a whole path, each with its shortest.
    links : every link on the way.
    unsourced : those that nobody asserts.
    sources : everyone who asserts a link on the way.
    reject : the fewest sources to reject as a whole so that no path of any sign is backed.
    by_sign : the same for each sign of which a path is backed.
    complete : whether the time sufficed for all of it.
    """

    reachable: bool
    flow: int | None = 0
    cut: tuple[CutStep, ...] = ()
    threads: tuple[tuple[str, tuple[str, ...]], ...] = ()
    links: tuple[str, ...] = ()
    unsourced: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    reject: Rejection = NOTHING
    by_sign: tuple[SignBacking, ...] = ()
    complete: bool = True

    @property
    def opposed(self) -> bool:
        """Whether paths of opposite signs are backed, so that their evidence is not added up."""
        return {"positive", "negative"} <= {one.sign for one in self.by_sign}


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
    claims : count links that somebody asserts, and not who asserts them.
    budget : how long to search.
    """
    budget = budget or Budget()
    y = proj.at[end]
    begins = [proj.at[id_] for id_ in starts]
    up, down = proj.distances([y], up=True), proj.distances(begins)
    if not any(i in up for i in begins):
        return EvidenceFlow(False)
    inside = [i for i in sorted(down) if i in up]
    steps = [(i, j) for i in inside if i != y for j in proj.succ[i] if j in up]
    links = sorted({link.id for i, j in steps for link in proj.step(i, j).links})
    said = {id_: frozenset(_sources(id_, proj, sources_by_link)) for id_ in links}
    search = _Weighing(proj, begins, y, steps, said, claims, budget)
    everyone = sorted({who for names in said.values() for who in names})
    threads = []
    for who in everyone:
        path = _thread(proj, begins, y, {(i, j) for i, j in steps if any(who in said[link.id] for link in proj.step(i, j).links)})
        if path is not None:
            threads.append((who, tuple(proj.ids[i] for i in path)))
    by_sign = search.by_sign()
    opposed = search.signs & CERTAIN == CERTAIN
    flow, cut = (None, ()) if opposed or not search.certain else (0, ()) if not by_sign else search.weigh(ANY)
    reject = by_sign[0].reject if len(by_sign) == 1 else search.reject(ANY)
    complete = search.certain and reject.units is not None and (opposed or flow is not None) and all(
        one.flow is not None and one.reject.units is not None for one in by_sign)
    return EvidenceFlow(
        True, flow, cut, tuple(threads), tuple(links), tuple(id_ for id_ in links if not said[id_]), tuple(everyone), reject,
        by_sign, complete)


class _Weighing:
    """What is counted on the way, and the least to reject of it for paths of a sign."""

    def __init__(
        self, proj: Projection, begins: list[int], end: int, steps: list[tuple[int, int]], said: Mapping[str, frozenset[str]],
        claims: bool, budget: Budget,
    ) -> None:
        self.proj, self.begins, self.end, self.steps, self.said, self.budget = proj, begins, end, steps, said, budget
        self.claims = claims
        self.asserted = sorted(link for link, names in said.items() if names)
        self.whole = BackedClaims(proj, begins, end, {link: [link] if claims else said[link] for link in self.asserted})
        self.found = self.whole.signs(budget)
        self.signs = sum(self.found)
        self.certain = not budget.spent

    def by_sign(self) -> tuple[SignBacking, ...]:
        """For each sign of which a path is backed."""
        told = []
        for sign in self.found:
            flow, cut = self.weigh(ANY if len(self.found) == 1 else sign)
            told.append(SignBacking(NAMES[sign], flow, cut, self.reject(ANY if len(self.found) == 1 else sign)))
        return tuple(told)

    def reject(self, sign: int) -> Rejection:
        """The fewest sources to reject as a whole."""
        return self.whole.fewest(sign, self.budget)

    def weigh(self, sign: int) -> tuple[int | None, tuple[CutStep, ...]]:
        """The least to reject statement by statement, and where."""
        key = {link: self._statement(link, signed=sign != ANY) for link in self.asserted}
        parts: dict[str, set[str]] = {}
        for link in self.asserted:
            parts.setdefault(key[link], set()).update([""] if self.claims else self.said[link])
        cut = self._cheapest(key, parts) if sign == ANY else self._fewest(key, parts, sign)
        if cut is None:
            return None, ()
        steps = [self._step([link for link in self.asserted if key[link] == one]) for one in cut]
        return sum(len(parts[one]) for one in cut), tuple(sorted(steps, key=lambda step: (step.from_, step.to, step.links)))

    def _cheapest(self, key: Mapping[str, str], parts: Mapping[str, Collection[str]]) -> Collection[str] | None:
        """The statements to fell so that no path at all is backed."""
        claims = {}
        for i, j in self.steps:
            keys = tuple(dict.fromkeys(key[link.id] for link in self.proj.step(i, j).links if link.id in key))
            if keys:
                claims[i, j] = keys
        cost = {one: len(names) for one, names in parts.items()}
        everything = sum(cost.values()) + 1
        for at, begin in enumerate(self.begins):
            claims[_BEGIN, begin] = (f"{_UNIT}{at}",)
            cost[f"{_UNIT}{at}"] = everything
        return cheapest_cut(claims, _BEGIN, self.end, cost, self.budget)

    def _fewest(self, key: Mapping[str, str], parts: Mapping[str, Collection[str]], sign: int) -> Collection[str] | None:
        """The statements to fell so that no path of a sign is backed."""
        units = {link: [f"{key[link]}{_UNIT}{who}" for who in parts[key[link]]] for link in key}
        found = BackedClaims(self.proj, self.begins, self.end, units).fewest(sign, self.budget).units
        return None if found is None else dict.fromkeys(one.rpartition(_UNIT)[0] for one in found)

    def _statement(self, link: str, *, signed: bool) -> str:
        """By what links count as one statement."""
        if self.claims:
            return link
        drawn = self.proj.map.links[link]
        return _UNIT.join((drawn.from_, drawn.to, drawn.polarity if signed else ""))

    def _step(self, links: list[str]) -> CutStep:
        first = self.proj.map.links[links[0]]
        who = tuple(sorted({one for link in links for one in self.said[link]}))
        return CutStep(first.from_, first.to, tuple(links), who, len(links) if self.claims else len(who))


def _sources(link: str, proj: Projection, given: Mapping[str, Collection[str]] | None) -> Collection[str]:
    return given.get(link, ()) if given is not None else {cite.source for cite in proj.map.links[link].cite}


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
