"""Net influence: whether more of one factor means more or less of another, and whether that can be said at all.

The verdict is about the influence paths within the length bound. Two exact searches stand behind it:

Signed reachability follows walks (ways that may repeat a factor) and collects every sign a walk can have. If only one
certain sign can be had, every path of any length has it: the verdict is *proven*, whatever the bound. If several
signs can be had, that proves nothing, for a walk may go once round a balancing loop and turn its sign although no
path does. Then a search looks for one path of each sign, never going where the sign wanted can no longer be reached
in the links left. Where no path can be longer than the bound, that settles it for every length; where some can, a second search
of limited work looks for the other signs at any length, which settles it on small maps.

A sign of paths is a push, not a forecast: a loop on the route may absorb it (Dambacher, Li & Rossignol 2003).

Paths are never counted up to a strength: they share links, and on a map with loops the total effect is not the sum of
its paths. (Whether a path of a given sign exists at all is NP-complete in general, for it contains the even-path problem
of directed graphs; the length bound is what keeps it quick.)
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal

from sysmap.analysis.base import Budget, Clock, budget_of, check_bound, count_of, label_of, name_of
from sysmap.analysis.chains import Chain, ChainData, chain_of_steps
from sysmap.analysis.names import different, factor_id
from sysmap.analysis.projection import Projection, Step, projection_of
from sysmap.analysis.signed_paths import Side, SignedPaths, signs_of_walks
from sysmap.analysis.signs import CERTAIN, NAMES, M, N, P, U, Verdict, class_of, product, reasons_of, verdict_of
from sysmap.analysis.simple_paths import SimplePaths
from sysmap.analysis.submap_cut import cut
from sysmap.core.elements import Link
from sysmap.core.map import Map
from sysmap.core.sentences import join_words, link_name
from sysmap.core.words import Polarity
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import From, MaxLength, Seconds, To
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.data import Ends

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Influence", "influence"]

_CLASSES = (P, N, M, U)
_LOOP, _LOOP_SECONDS = 6, 0.2
_WORK = 300
"""How much is looked at beyond the bound, in some hundred steps; a limit of work, so that the answer is always the same."""
_SIGN_OF_PATH = {"positive": "some are positive", "negative": "some are negative", "mixed": "some depend on context",
                 "unknown": "some have a link without a sign"}
Settling = Literal["rises", "falls", "stays", "open"]
_SETTLES: dict[Settling, str] = {"rises": "higher", "falls": "lower", "stays": "where it was: the loop absorbs the push",
                                 "open": "higher or lower, by strengths that the signs do not say"}
_FEW, _FEW_OPEN = 8, 2
"""Up to so many factors, and links without a sign, where all settles is worked out along with the sign of the paths."""
AnyLength = Literal["none", "positive", "negative", "unknown", "open"]
_ANY: dict[int, AnyLength] = {P: "positive", N: "negative", U: "unknown"}


class InfluenceData(Ends):
    """The verdict as data."""

    max_length: Annotated[int, "the most links of the paths that the verdict speaks of"]
    verdict: Annotated[Verdict, "none, positive, negative, ambiguous (paths conflict, or some have no certain sign) or unknown "
                                "(every path has an unsigned link)"]
    why: Annotated[list[str], "why the verdict is not certain; empty where it is"]
    complete: Annotated[bool, "whether the time sufficed"]
    proven: Annotated[bool, "whether the verdict holds for paths of every length"]
    any_length: Annotated[AnyLength, "what is certain of paths of every length; open where they differ, or may"]
    shortest: Annotated[int | None, "how many links the shortest path has, of any length; null: there is none"]
    chains: Annotated[dict[str, ChainData], "the shortest path of each sign: positive, negative, mixed, unknown"]
    loop_on_route: Annotated[list[str] | None, "a balancing loop through a factor of the path: it turns no path, but may absorb the "
                                               "push"]
    settled: Annotated[Settling | None, "where a balancing loop lies on the route and the map around it is small: where the end stands "
                                        "once all has settled: rises, falls, stays (the push is absorbed) or open; else null"]


@dataclass(frozen=True)
class Influence(Answer):
    """The verdict on one factor's influence on another, with the shortest chain of each sign as its example.

    `verdict` speaks of paths within `max_length` links. `any_length` says what is certain of paths of every length:
    none, positive, negative or unknown where all of them are, else open. `proven` says that the verdict holds at any
    length; `longer` are the signs that only longer paths have, where they were looked for. `looped` says that a balancing loop
    lies on the route; `loop` is the shortest, where it was found; `settled` where the end stands once all has settled, where that
    is worked out (`loop-analysis`, every factor taken to hold itself back).
    """

    from_: str
    to: str
    max_length: int
    verdict: Verdict
    complete: bool
    any_length: AnyLength
    shortest: int | None
    chains: Mapping[str, Chain] = field(repr=False)
    classes: int
    loop: Chain | None = field(default=None, repr=False)
    looped: bool = False
    longer: tuple[Polarity, ...] = ()
    settled: Settling | None = None

    @property
    def used_links(self) -> set[str]:
        """Every link of the chains shown."""
        return {link.id for chain in self.chains.values() for step in chain.steps for link in step.links}

    @property
    def used_factors(self) -> set[str]:
        """Every factor of the chains shown."""
        return {id_ for chain in self.chains.values() for id_ in chain.factors}

    @property
    def proven(self) -> bool:
        """Whether the verdict holds for paths of every length."""
        if self.any_length == self.verdict:
            return True
        return self.verdict == "ambiguous" and self.complete

    @property
    def why(self) -> tuple[str, ...]:
        """Why the verdict is not certain; empty where it is."""
        return reasons_of(self.classes)

    @property
    def submap(self) -> Map:
        """The factors and links of the witnesses, as a map."""
        pairs = {pair for chain in self.chains.values() for pair in pairwise(chain.factors)}
        ids = {self.from_, self.to} | {id_ for chain in self.chains.values() for id_ in chain.factors}
        a, b = label_of(self.map, self.from_), label_of(self.map, self.to)
        return cut(self.map, ids, pairs, title=f"How {a} influences {b}",
                   rule=f"The shortest influence path of each sign from “{a}” to “{b}”, "
                        f"of at most {count_of(self.max_length, 'link')}.")

    def words(self) -> str:
        """The verdict, the chains behind it, and how far it holds."""
        a, b = name_of(self.map, self.from_), name_of(self.map, self.to)
        bound = f"at most {count_of(self.max_length, 'link')}"
        parts: list[str] = []
        if self.verdict == "none":
            if not self.complete:
                return f"The search stopped at its time limit before it found a path from {a} to {b} of {bound}."
            if self.shortest is None:
                return f"On this map {a} has no influence on {b}: no path leads there, of any length."
            parts.append(f"No path of {bound} leads from {a} to {b}; the shortest has {self.shortest} "
                         f"(ask again with --max-length {self.shortest}).")
            if self.any_length in ("positive", "negative"):
                parts.append(f"Every path, however long, is {self.any_length}.")
            return " ".join(parts)
        if self.verdict in ("positive", "negative"):
            leads = {"positive": "more of the first pushes towards more of the second",
                     "negative": "more of the first pushes towards less of the second"}[self.verdict]
            parts.append(f"{a} has a {self.verdict} influence on {b}: {leads}.")
            parts += self._shown(self.chains[self.verdict])
        elif self.verdict == "unknown":
            chain = self.chains["unknown"]
            unsigned = [link for step in chain.steps for link in step.links if link.polarity == "unknown"]
            if all(link.kind == "sequence" for link in unsigned):
                parts.append(f"{a} leads to {b} in a sequence of steps: the order is known, and nothing is said of more or "
                             "less of either.")
            else:
                where = f" (on the shortest: {join_words([link_name(self.map, link) for link in unsigned])})" if chain.length > 1 else ""
                parts.append(f"{a} influences {b}, but which way is unknown: every path has a link without a sign{where}.")
            parts += self._shown(chain)
        else:
            parts.append(f"The influence of {a} on {b} is ambiguous: {join_words(list(self.why))}.")
            order = ("positive", "negative", "mixed", "unknown")
            told = [f"{_head(word)}: {self.chains[word].sentence(self.map)}" for word in order if word in self.chains]
            parts += told[:2]
        parts.append(self._reach(bound))
        if self.loop is not None:
            parts.append(f"A balancing loop lies on the route: {self.loop.sentence(self.map)} It turns no path, but it works against the "
                         "push and may absorb it.")
        elif self.looped:
            parts.append("A longer balancing loop lies on the route, which may absorb the push.")
        if self.settled is not None:
            parts.append(f"Once everything has settled, {b} stands {_SETTLES[self.settled]} (by the signs alone, each factor taken to "
                         "hold itself back).")
        if any(chain.group_links for chain in self.chains.values()):
            parts.append("Some links speak of a whole layer and not of single factors.")
        return " ".join(part for part in parts if part)

    def data(self) -> InfluenceData:
        """The answer as plain data."""
        return {
            "from": self.from_, "to": self.to, "max_length": self.max_length, "verdict": self.verdict,
            "why": list(self.why), "complete": self.complete, "proven": self.proven, "any_length": self.any_length,
            "shortest": self.shortest,
            "chains": {word: chain.to_json() for word, chain in self.chains.items()},
            "loop_on_route": list(self.loop.factors) if self.loop else None, "settled": self.settled,
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a sign that a path has."""
        return [{"sign": word, **chain.row(1)} for word, chain in self.chains.items()]

    def table(self) -> Table:
        """The shortest path of each sign."""
        return Table(("sign", "links", "shortest path of that sign"), tuple(
            (chain.mark if word == chain.polarity else word, str(chain.length), chain.arrows())
            for word, chain in self.chains.items()))

    def _shown(self, chain: Chain) -> list[str]:
        """The shortest path in words, where it is more than the one link that the verdict has told already."""
        return [f"The shortest path: {chain.sentence(self.map)}"] if chain.length > 1 else []

    def _reach(self, bound: str) -> str:
        if not self.complete:
            return f"The search stopped at its time limit: this is what was found among paths of {bound}."
        if self.verdict in ("positive", "negative", "unknown") and self.proven:
            return "This holds for every path on the map, however long."
        if self.verdict == "ambiguous":
            return f"All paths of {bound} were looked at."
        if self.longer:
            return f"All paths of {bound} were looked at. Longer ones differ: {join_words([_SIGN_OF_PATH[one] for one in self.longer])}."
        return f"All paths of {bound} were looked at. Longer ones may differ."


@question("influence", "Whether more of FROM means more or less of TO, and why.",
          answers="Does more of this push towards more or less of that?",
          cannot="How much, how soon, or where it settles: a sign of paths is a push, and a loop may absorb it.",
          source="Barbrook-Johnson & Penn 2022, ch. 4; Dambacher, Li & Rossignol 2003, Ecological Modelling 161, 79-93",
          examples=("advice health",))
def influence(
    project: Project, start: From, end: To, max_length: MaxLength = 6, *, seconds: Seconds = 5.0,
    clock: Clock = time.perf_counter,
) -> Influence:
    """The net influence of one factor on another.

    Parameters
    ----------
    project : the map, or what holds it.
    start, end : two factors, by id, label or alias.
    max_length : the most links a path may have.
    seconds : time budget; if it runs out, the verdict is of what was found and the answer says so. None for no limit.
    clock : for tests.

    Returns
    -------
    Influence : its verdict is none, positive, negative, ambiguous (paths conflict, or some have no certain sign) or
        unknown (every path has an unsigned link).

    Raises
    ------
    Refused : an unknown or retired factor, both ends the same, a bound below 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> signs = {"a->b": "positive", "b->c": "negative", "a->c": "positive"}
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity=v) for k, v in signs.items()}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> influence(small, "a", "c").verdict, influence(small, "a", "b").verdict, influence(small, "c", "a").verdict
    ('ambiguous', 'positive', 'none')
    """
    budget = budget_of(seconds, clock)
    check_bound(max_length, "The greatest length (--max-length)")
    map_ = project.map
    from_, to = factor_id(map_, start), factor_id(map_, end)
    different(map_, from_, to)
    proj = projection_of(map_)
    x, y = proj.at[from_], proj.at[to]
    near = proj.distances([y], up=True)
    if x not in near:
        return Influence(map_, from_, to, max_length, "none", True, "none", None, {}, 0)
    walks = signs_of_walks(proj, x, y, near, several_enough=True)
    chains: dict[str, Chain] = {}
    classes = 0
    if near[x] <= max_length:
        search = SignedPaths(Side.of(proj), y, max_length)
        for sign in _CLASSES:
            if walks == sign or walks not in _CLASSES:
                found = search.shortest(x, sign, budget)
                if found is not None:
                    chains[NAMES[sign]] = _chain(proj, found)
                    classes |= sign
    complete = not budget.spent or classes & CERTAIN == CERTAIN
    known = walks if walks in _CLASSES else None
    if known is None and complete:
        known = classes if max_length >= _longest(proj, x, near) else _of_every_length(proj, x, y, classes)
    longer = () if known is None or known in (0, classes) or not classes else tuple(NAMES[one] for one in _CLASSES if known & ~classes & one)
    loop = None
    looped = classes in (P, N) and walks not in _CLASSES and (known == classes)
    if classes in (P, N) and walks not in _CLASSES:
        left = budget.left()
        loop = _balancing_loop(proj, next(iter(chains.values())), Budget(
            _LOOP_SECONDS if left is None else min(left, _LOOP_SECONDS), clock))
    return Influence(map_, from_, to, max_length, verdict_of(classes), complete, _ANY.get(known or 0, "open"), near[x],
                     chains, classes, loop, looped or loop is not None, longer, _settled(proj, x, y) if looped or loop else None)


def _settled(proj: Projection, start: int, end: int) -> Settling | None:
    """Where the end stands once a push on the start has settled, where few factors are reached and all readings settle."""
    from sysmap.analysis.dynamics.loop_analysis import analysed
    from sysmap.analysis.dynamics.system import system_of

    reached = [proj.ids[at] for at in proj.distances([start])]
    if len(reached) > _FEW:
        return None
    system = system_of(proj, reached)
    if len(system.open) > _FEW_OPEN:
        return None
    at = {id_: i for i, id_ in enumerate(system.ids)}
    found = analysed(system)
    return found.responses[at[proj.ids[start]]][at[proj.ids[end]]].verdict if found.settling == found.readings else None


def _longest(proj: Projection, start: int, near: Mapping[int, int]) -> int:
    """No path is longer than this: it passes each factor between its ends once."""
    return sum(1 for at in proj.distances([start]) if at in near) - 1


def _of_every_length(proj: Projection, start: int, end: int, classes: int) -> int | None:
    """The signs of paths of every length, given those of the shorter ones; None where a limit of work was reached."""
    if classes not in (0, P, N, U):
        return classes
    budget = Budget(_WORK, itertools.count().__next__)
    search = SignedPaths(Side.of(proj), end, len(proj.ids))
    for sign in _CLASSES:
        if not classes & sign and search.shortest(start, sign, budget) is not None:
            classes |= sign
    return None if budget.spent else classes


def _chain(proj: Projection, found: list[tuple[int, int]]) -> Chain:
    """The chain over those parallel links that have the signs of the path that was found."""
    return chain_of_steps(proj, tuple(proj.ids[i] for i, _ in found), tuple(
        _step(proj, a, b, sign) for (a, _), (b, sign) in pairwise(found)))


def _step(proj: Projection, a: int, b: int, sign: int) -> Step:
    step = proj.step(a, b)
    if step.classes == sign:
        return step
    links: tuple[Link, ...] = tuple(link for link in step.links if class_of(link.polarity) == sign)
    return Step(step.from_, step.to, links, sign, step.of_group)


def _balancing_loop(proj: Projection, chain: Chain, budget: Budget) -> Chain | None:
    """The shortest balancing loop of up to 6 links through a factor of the chain, looked for along the chain."""
    for id_ in chain.factors:
        root = proj.at[id_]
        found: tuple[int, ...] | None = None
        for way in SimplePaths(proj.succ, proj.pred, root, root, _LOOP).each(budget):
            if (found is None or len(way) < len(found)) and product(
                    proj.step(a, b).classes for a, b in pairwise(way)) == N:
                found = way
        if found is not None:
            first = found.index(min(found))
            turned = (*found[first:-1], *found[:first])
            steps = proj.steps_along((*turned, turned[0]))
            return chain_of_steps(proj, tuple(proj.ids[i] for i in turned), tuple(steps))
        if budget.now_spent():
            break
    return None


def _head(word: str) -> str:
    return {"positive": "One is positive", "negative": "One is negative", "mixed": "One depends on context",
            "unknown": "One has a link without a sign"}[word]
