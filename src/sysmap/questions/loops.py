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

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, TypedDict, cast

from sysmap.analysis.base import Clock, budget_of, check_bound, count_of, name_of
from sysmap.analysis.chains import Chain, ChainCore, chain_of_steps
from sysmap.analysis.names import factor_id
from sysmap.analysis.projection import Projection, Step, projection_of
from sysmap.analysis.shortest_loops import ShortestLoops
from sysmap.analysis.signs import CLASS, PRODUCT, M, N, P, U
from sysmap.analysis.stored_loops import KINDS, Kind, StoredLoop, StoredLoopData, stored_loops
from sysmap.analysis.submap_cut import cut
from sysmap.core.gc_pause import without_collecting
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import capital, say
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Limit, MaxLength, Parameter, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Component", "FoundLoop", "Loops", "loops"]

_MARK: dict[str, str] = {"reinforcing": "R", "balancing": "B", "undetermined": "?"}


class LoopData(ChainCore):
    """A loop as data."""

    kind: Annotated[Kind, "reinforcing: a change comes back with the same sign; balancing: with the opposite one; undetermined: a "
                          "link on it has no sign or depends on context"]
    component: Annotated[int, "the number of its group of factors, from 1; 0 for a link from a factor to itself"]
    named: Annotated[list[str], "what the file calls it"]


class ComponentData(TypedDict):
    """A group of factors that all influence each other, as data."""

    factors: Annotated[int, "how many factors"]
    count: Annotated[int, "how many loops were found in it"]
    complete: Annotated[bool, "whether those are all within the bound"]


class LoopsData(TypedDict):
    """Feedback loops as data."""

    max_length: Annotated[int, "the most links a loop might have"]
    through: Annotated[list[str], "the factor or link that loops had to pass"]
    complete: Annotated[bool, "whether every loop within the bounds is counted and listed"]
    count: Annotated[int, "how many were found, also where fewer are listed"]
    at_least: Annotated[bool, "whether there may be more, because the time ran out"]
    limit: Annotated[int, "the most that were to be listed"]
    kinds: Annotated[dict[str, int], "how many of each kind, listed or not"]
    components: Annotated[list[ComponentData], "the groups of factors that all influence each other, the largest first"]
    loops: Annotated[list[LoopData], "each from its first factor by id, the shortest first, then by ids"]
    stored: Annotated[list[StoredLoopData], "the loops that the file names, checked again against its links"]


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

    def data(self) -> LoopData:
        """The loop as plain data."""
        told = dict(self.chain.to_json())
        del told["polarity"]
        first = {"factors": told.pop("factors"), "links": told.pop("links"), "kind": self.kind,
                 "component": self.component, "named": list(self.names)}
        return cast("LoopData", first | told)


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
    def used_links(self) -> set[str]:
        """Every link of the listed loops."""
        return {link.id for loop in self.found for step in loop.chain.steps for link in step.links}

    @property
    def used_factors(self) -> set[str]:
        """Every factor of the listed loops."""
        return {id_ for loop in self.found for id_ in loop.factors}

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

    def words(self) -> str:
        """How many loops of which kind, where, and where a bound cut."""
        bound = say("loops.bound", links=say("answer.links", n=self.max_length), through=self._through_words())
        stored = [loop.explain() for loop in self.stored]
        if not self.found:
            return " ".join([self._nothing(bound), *stored])
        number = count_of(self.count, "feedback loop", at_least=not self.counted)
        found = [kind for kind in _MARK if self.kinds.get(kind)]
        kinds = [say("loops.kind", n=self.kinds[kind], kind=kind) for kind in found]
        if len(found) == 1 and self.counted:
            kinds = [say(f"loops.one.{found[0]}") if self.count == 1 else say("loops.all", kind=found[0])]
        parts = [capital(say("loops.count", number=number, bound=bound, kinds=kinds))]
        if not self.counted:
            parts.append(say("answer.stopped", limit=say("limit.time")))
        if len(self.found) < self.count:
            parts.append(say("loops.listed", n=len(self.found), counted="yes" if self.counted else "no"))
        if self.components:
            parts.append(say("loops.groups", n=self.count, groups=len(self.components),
                             largest=len(self.components[0].factors), whole=len(projection_of(self.map).ids)))
        first = self.found[0]
        parts.append(say("loops.shortest", kind=first.kind, sentence=first.chain.sentence(self.map)))
        if self.kinds.get("undetermined"):
            parts.append(say("loops.undetermined"))
        if any(loop.chain.group_links for loop in self.found):
            parts.append(say("answer.groups"))
        return " ".join([*parts, *stored])

    def data(self) -> LoopsData:
        """The answer as plain data."""
        return {
            "max_length": self.max_length, "through": list(self.through), "complete": self.complete,
            "count": self.count, "at_least": not self.counted, "limit": self.limit,
            "kinds": {kind: self.kinds.get(kind, 0) for kind in _MARK},
            "components": [{"factors": len(part.factors), "count": part.count, "complete": part.counted}
                           for part in self.components],
            "loops": [loop.data() for loop in self.found], "stored": [loop.to_json() for loop in self.stored],
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
            return say("loops.none.stopped", limit=say("limit.time"), bound=bound)
        if not self.components and not self.through:
            return say("loops.none")
        return say("loops.none.bound", bound=bound, longer="yes" if self.components else "no")

    def _through_words(self) -> str:
        names = [name_of(self.map, name) if name in self.map.factors else name for name in self.through]
        return say("loops.through", names=names) if names else ""


_Through = Annotated[str | None, Parameter(
    "factor-or-link", "Only loops through this factor, or link (by id).", metavar="FACTOR", flags=("--through",))]


@question("feedback", "The feedback loops, and whether the loops that people named still hold.",
          on_page="loops",
          answers="Where does change feed back on itself, and does it reinforce or balance?",
          cannot="Which loop is the strongest, or when: many loops of a drawing never matter.",
          source="Sterman 2000, Business Dynamics, ch. 5; Johnson 1975, SIAM J. Comput. 4(1)",
          examples=("--limit 1",))
def loops(
    project: Project, max_length: MaxLength = 6, *, through: _Through = None, limit: Limit = 500, seconds: Seconds = 5.0,
    clock: Clock = time.perf_counter,
) -> Loops:
    """The feedback loops of a map.

    Parameters
    ----------
    project : the map, or what holds it.
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
    >>> from sysmap.core.map import Map
    >>> signs = {"a->b": "positive", "b->c": "negative", "c->a": "positive"}
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity=v) for k, v in signs.items()}
    >>> ring = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> [(loop.factors, loop.kind) for loop in loops(ring).found]
    [(('a', 'b', 'c'), 'balancing')]
    """
    budget = budget_of(seconds, clock)
    check_bound(max_length, "The greatest length (--max-length)")
    check_bound(limit, "The number to list (--limit)")
    map_ = project.map
    proj = projection_of(map_)
    factor, link = _through(map_, through)
    groups = proj.components()
    if factor is not None:
        groups = [group for group in groups if proj.at[factor] in group]
    elif link is not None:
        groups = [group for group in groups if _lies_in(proj, link, set(group))]
    search = ShortestLoops(proj, max_length, limit, link)
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
    return chain_of_steps(proj, tuple(proj.ids[i] for i in factors), tuple(chosen))


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
