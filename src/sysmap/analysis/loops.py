"""Feedback loops: chains that lead back to where they began.

A loop is *reinforcing* if a change comes back with the same sign (the product of its signs is positive), *balancing*
if it comes back with the opposite one, *undetermined* where a link on it is unsigned or depends on context. It
repeats no factor and is named from its first factor by id, so its kind and its name do not depend on where one
starts. Where parallel links of opposite sign join two factors, the loop is there twice, once with each. A link from a
factor to itself is a loop of one link.

Every loop lies inside one strongly connected component (a group of factors that all influence each other); loops are
listed component by component, within a length bound, each component with its share of the time. The number of loops
says little: it grows without measure with a few more links. Which loop dominates is a question of dynamics, not of
structure.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from sysmap.analysis.base import Answer, Budget, Clock, Table, budget_of, check_bound, count_of, name_of
from sysmap.analysis.chains import Chain, chain_of_steps
from sysmap.analysis.names import factor_id
from sysmap.analysis.projection import Projection, Step, projection_of
from sysmap.analysis.signs import CLASS, PRODUCT, M, N, P, StepSigns, SumSigns, U
from sysmap.analysis.simple_paths import SimplePaths
from sysmap.analysis.stored_loops import KINDS, Kind, StoredLoop, stored_loops
from sysmap.analysis.submap_cut import cut
from sysmap.core.collecting import without_collecting
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import join_words

__all__ = ["Component", "FoundLoop", "Loops", "loops"]

_MARK: dict[str, str] = {"reinforcing": "R", "balancing": "B", "undetermined": "?"}


@dataclass(frozen=True, slots=True)
class FoundLoop:
    """One loop, from its first factor by id; `component` numbers its component from 1."""

    chain: Chain
    component: int
    names: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """reinforcing, balancing or undetermined."""
        return KINDS.get(self.chain.classes, "undetermined")

    @property
    def factors(self) -> tuple[str, ...]:
        """Its factors in order; the last leads back to the first."""
        return self.chain.factors

    @property
    def length(self) -> int:
        """How many links long."""
        return self.chain.length

    def to_json(self) -> dict[str, Any]:
        """The loop as plain data (docs/json.md)."""
        told = self.chain.to_json()
        del told["polarity"]
        return {"factors": told.pop("factors"), "links": told.pop("links"), "kind": self.kind,
                "component": self.component, "named": list(self.names), **told}


@dataclass(frozen=True, slots=True)
class Component:
    """A group of factors that all influence each other, with what was found in it."""

    factors: tuple[str, ...]
    count: int
    counted: bool


@dataclass(frozen=True)
class Loops(Answer):
    """The feedback loops of a map within a length bound, the shortest first, then by ids.

    `count` is exact where `counted` is true, else "at least". `complete` says that every loop within the bound is
    counted and listed. `kinds` counts the loops of each kind, listed or not. `stored` are the loops that
    people named, checked against the links as they are.
    """

    map: Map = field(repr=False)
    max_length: int
    limit: int
    through: tuple[str, ...]
    count: int
    counted: bool
    kinds: Mapping[str, int]
    components: tuple[Component, ...] = field(repr=False)
    kept: tuple[tuple[tuple[int, ...], int, int], ...] = field(repr=False)
    stored: tuple[StoredLoop, ...] = ()

    @cached_property
    def found(self) -> tuple[FoundLoop, ...]:
        """The listed loops, the shortest first, then by ids."""
        proj, named = projection_of(self.map), _named(self.map)
        link = next((name for name in self.through if name in self.map.links), None)
        chains = ((_chain(proj, link, factors, sign), part) for factors, sign, part in self.kept)
        return tuple(FoundLoop(chain, part, named.get(frozenset(chain.factors), ())) for chain, part in chains)

    @property
    def complete(self) -> bool:
        """Whether every loop within the bound is counted and listed."""
        return self.counted and self.count == len(self.kept)

    @cached_property
    def families(self) -> tuple[tuple[FoundLoop, ...], ...]:
        """The listed loops in families: those that share more than half of the factors of the family's shortest loop.
        """
        families: list[list[FoundLoop]] = []
        for loop in self.found:
            for family in families:
                head = set(family[0].factors)
                if len(head & set(loop.factors)) * 2 > len(head):
                    family.append(loop)
                    break
            else:
                families.append([loop])
        return tuple(tuple(family) for family in families)

    @property
    def submap(self) -> Map:
        """The factors and links of the listed loops, as a map."""
        pairs = {(step.from_, step.to) for loop in self.found for step in loop.chain.steps}
        return cut(self.map, {id_ for loop in self.found for id_ in loop.factors}, pairs, title="Feedback loops",
                   rule=f"The {count_of(len(self.found), 'feedback loop')} listed, of at most "
                        f"{count_of(self.max_length, 'link')}{self._through_words()}.")

    def explain(self) -> str:
        """How many loops of which kind, where, and where a bound cut."""
        bound = f"of at most {count_of(self.max_length, 'link')}{self._through_words()}"
        if not self.found:
            return " ".join([self._nothing(bound), *self._stored_words()])
        number = count_of(self.count, "feedback loop", at_least=not self.counted)
        kinds = [f"{self.kinds[kind]:,} {kind}" for kind in _MARK if self.kinds.get(kind)]
        if len(kinds) == 1 and self.counted:
            kind = next(kind for kind in _MARK if self.kinds.get(kind))
            kinds = [f"{'an' if kind[0] in 'aeiou' else 'a'} {kind} one" if self.count == 1 else f"all {kind}"]
        parts = [f"{number[0].upper()}{number[1:]} {bound}: {join_words(kinds)}."]
        if not self.counted:
            parts.append("The search stopped at its time limit.")
        if len(self.found) < self.count:
            parts.append(f"The {len(self.found)} listed are the shortest{'' if self.counted else ' of those found'}.")
        if self.components:
            largest = self.components[0]
            whole = len(projection_of(self.map).ids)
            one = len(self.components) == 1
            groups = "one group" if one else f"{len(self.components)} groups"
            parts.append(f"{'It lies' if self.count == 1 else 'They lie'} in {groups} of factors that all influence each "
                         f"other; {'it' if one else 'the largest'} holds {len(largest.factors)} of {whole} factors.")
        first = self.found[0]
        parts.append(f"The shortest ({first.kind}): {first.chain.sentence(self.map)}")
        if self.kinds.get("undetermined"):
            parts.append("Undetermined loops have a link without a sign, or one that depends on context.")
        if any(loop.chain.group_links for loop in self.found):
            parts.append("Some links speak of a whole layer and not of single factors (marked *).")
        return " ".join([*parts, *self._stored_words()])

    def to_json(self) -> dict[str, Any]:
        """Keys: max_length, through, complete, count, at_least, limit, kinds, components, loops, stored."""
        return {
            "max_length": self.max_length, "through": list(self.through), "complete": self.complete,
            "count": self.count, "at_least": not self.counted, "limit": self.limit,
            "kinds": {kind: self.kinds.get(kind, 0) for kind in _MARK},
            "components": [{"factors": len(part.factors), "count": part.count, "complete": part.counted}
                           for part in self.components],
            "loops": [loop.to_json() for loop in self.found], "stored": [loop.to_json() for loop in self.stored],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a loop."""
        rows = []
        for number, loop in enumerate(self.found, 1):
            row = loop.chain.row(number)
            del row["polarity"]
            rows.append({**row, "kind": loop.kind, "component": loop.component, "named": ", ".join(loop.names)})
        return rows

    def table(self) -> Table:
        """Kind, length and the loop itself."""
        named = any(loop.names for loop in self.found)
        heads = ("no.", "kind", "links", *(("called",) if named else ()), "loop")
        return Table(heads, tuple(
            (str(n), f"{_MARK[loop.kind]} {loop.kind}", str(loop.length),
             *((", ".join(loop.names),) if named else ()), loop.chain.arrows())
            for n, loop in enumerate(self.found, 1)))

    def _nothing(self, bound: str) -> str:
        if not self.counted:
            return f"The search stopped at its time limit before it found a feedback loop {bound}."
        if not self.components and not self.through:
            return "There is no feedback loop on this map: nothing leads back to where it began."
        return f"There is no feedback loop {bound}.{' Longer ones may exist.' if self.components else ''}"

    def _stored_words(self) -> list[str]:
        return [loop.explain() for loop in self.stored]

    def _through_words(self) -> str:
        names = [name_of(self.map, name) if name in self.map.factors else name for name in self.through]
        return f" through {join_words(names)}" if names else ""


def loops(
    map_: Map, max_length: int = 6, *, through: str | None = None, limit: int = 500, seconds: float | None = 5.0,
    clock: Clock = time.perf_counter,
) -> Loops:
    """The feedback loops of a map.

    Parameters
    ----------
    map_ : the map.
    max_length : the most links a loop may have.
    through : only loops through this factor (id, label or alias) or this link (id).
    limit : the most loops to list, the shortest first; all within the bound are counted nevertheless.
    seconds : time budget, shared out among the components; what was found by then is returned, and says "at least".
    clock : for tests.

    Returns
    -------
    Loops : each from its first factor by id, shortest first.

    Raises
    ------
    Refused : an unknown factor or link, or a bound below 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> signs = {"a->b": "positive", "b->c": "negative", "c->a": "positive"}
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity=v) for k, v in signs.items()}
    >>> ring = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> [(loop.factors, loop.kind) for loop in loops(ring).found]
    [(('a', 'b', 'c'), 'balancing')]
    """
    budget = budget_of(seconds, clock)
    check_bound(max_length, "The greatest length (--max-length)")
    check_bound(limit, "The number to list (--limit)")
    proj = projection_of(map_)
    factor, link = _through(map_, through)
    groups = proj.components()
    if factor is not None:
        groups = [group for group in groups if proj.at[factor] in group]
    elif link is not None:
        groups = [group for group in groups if _lies_in(proj, link, set(group))]
    search = _Search(proj, max_length, limit, link)
    search.self_links(factor)
    components = []
    for number, group in enumerate(groups, 1):
        part = budget.share(len(groups) - number + 1)
        before = search.count
        with without_collecting():
            search.component(group, number, part, None if factor is None else proj.at[factor])
        components.append(Component(tuple(proj.ids[i] for i in group), search.count - before, not part.spent))
    asked = (through,) if through is None else (factor or link,)
    return Loops(map_, max_length, limit, tuple(name for name in asked if name), search.count,
                 all(part.counted for part in components), search.kinds, tuple(components), search.best(),
                 stored_loops(map_) if through is None else ())


class _Search:
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


def _chain(proj: Projection, link: str | None, factors: tuple[int, ...], sign: int) -> Chain:
    """The loop of that sign: of conflicting parallel links, those that make it so."""
    pairs = list(zip(factors, (*factors[1:], factors[0]), strict=True))
    steps = [proj.step(a, b) for a, b in pairs]
    rest = [P]
    for step in reversed(steps):
        rest.append(PRODUCT[step.classes][rest[-1]])
    rest.reverse()
    chosen, so_far = [], P
    for at, step in enumerate(steps):
        own = any(one.id == link for one in step.links)
        options = [CLASS[one.polarity] for one in step.links if one.id == link] if own else [
            one for one in (P, N, M, U) if step.classes & one]
        choice = next(one for one in options if PRODUCT[PRODUCT[so_far][one]][rest[at + 1]] & sign)
        so_far = PRODUCT[so_far][choice]
        chosen.append(step if step.classes == choice else Step(
            step.from_, step.to, tuple(one for one in step.links if CLASS[one.polarity] == choice), choice,
            step.of_group))
    return chain_of_steps(tuple(proj.ids[i] for i in factors), tuple(chosen))


def _through(map_: Map, through: str | None) -> tuple[str | None, str | None]:
    if through is None:
        return None, None
    if through in map_.links:
        return None, through
    if "->" in through:
        raise Refused(Problem(code="A09", message=f"There is no link “{through}” on this map.",
                              hint=one_of(through, map_.links)))
    return factor_id(map_, through), None


def _lies_in(proj: Projection, link_id: str, group: set[int]) -> bool:
    """Whether a link joins two factors of a group."""
    arcs, at = proj.arcs, proj.at
    return any(link.id == link_id and at[start] in group and at[end] in group
               for start, end, link in zip(arcs.starts, arcs.ends, arcs.links, strict=True))


def _named(map_: Map) -> dict[frozenset[str], tuple[str, ...]]:
    names: dict[frozenset[str], tuple[str, ...]] = {}
    for loop in map_.loops.values():
        key = frozenset(loop.factors)
        names[key] = (*names.get(key, ()), loop.label or loop.id)
    return names
