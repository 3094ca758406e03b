"""What settles where if a factor is pushed and kept there: exactly, from signs alone, with what absorbs a push.

A path says where a push is passed on to. Round a loop it comes back, and once everything has settled a factor that was pushed up
by a path may stand as before, or lower. Loop analysis (`sysmap.analysis.dynamics.loop_analysis`) reads that from the signs.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

from sysmap.analysis.base import Clock, budget_of, count_of, label_of, name_of
from sysmap.analysis.dynamics.loop_analysis import (
    MOST_FACTORS,
    MOST_OPEN,
    Absorption,
    Holding,
    LoopAnalysis,
    Response,
    Verdict,
    absorption,
    analysed,
    matrices,
)
from sysmap.analysis.dynamics.system import System, system_of
from sysmap.analysis.names import factor_ids
from sysmap.analysis.projection import projection_of
from sysmap.core.map import Map
from sysmap.core.sentences import join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Parameter, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.settling.scope import (
    NoAnswer,
    NoAnswerData,
    OfPart,
    factors_of_part,
    named_list,
    nothing_to_work_on,
    part_of_map,
)

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Settled", "SettledPair", "loop_analysis"]

_ENDS: dict[Verdict, str] = {
    "rises": "higher", "falls": "lower", "stays": "where it was, although a path leads there", "open": "higher or lower, by strengths"}
_SETTLES = {"always": "settles", "never": "does not settle", "depends": "settles or not, by how the links without a sign are read"}
_HOLDING: dict[Holding, str] = {
    "every": "every factor is taken to hold itself back, so that a change fades where nothing keeps it up",
    "drawn": "only factors with a link drawn from them to themselves are taken to hold themselves back"}


class AbsorptionData(TypedDict):
    """Why a push does not show, as data."""

    kind: Annotated[Literal["cancel", "taken-up", "offset", "unheld", "not-found"],
                    "cancel: paths of opposite effect weigh the same; taken-up: a factor off the path changes until the push is made "
                    "good; offset: a reinforcing loop off the path undoes what holds the rest back; unheld: a factor off the path is held by "
                    "nothing, so that nothing settles; not-found: too many paths to tell"]
    path: Annotated[list[str], "a path on which the push is led there; with cancel one that raises"]
    other: Annotated[list[str], "with cancel: a path that lowers"]
    loop: Annotated[list[str], "the factors of the loop that absorbs the push, in order"]


class SettledPairData(TypedDict):
    """What becomes of one factor when another is pushed, as data."""

    pushed: Annotated[str, "the factor that is pushed up and kept there"]
    on: Annotated[str, "the factor looked at"]
    verdict: Annotated[Verdict, "rises or falls: for most strengths that links may have; stays: the net is exactly zero; open: it "
                                "depends on strengths"]
    weight: Annotated[float, "share of the terms left when they are set off against each other, 0 to 1; 1: the signs alone decide"]
    net: Annotated[list[int], "the net of all terms, the least and the greatest over the readings of links without a sign"]
    terms: Annotated[int, "how many terms there are; 0: no path"]
    absorbed: Annotated[AbsorptionData | None, "why it stays although a path leads there; null where it does not stay, or no path does"]
    otherwise: Annotated[Verdict, "the verdict under the other convention about what holds itself back"]


class LevelData(TypedDict):
    """Feedback at one level, as data."""

    level: Annotated[int, "how many factors its loops have together"]
    low: Annotated[int, "the net feedback, the least over the readings; below 0: balancing outweighs reinforcing"]
    high: Annotated[int, "the greatest"]


class SettledData(TypedDict):
    """What settles where, as data."""

    of: Annotated[list[str], "the factors that are pushed; all of those looked at where none was named"]
    factors: Annotated[list[str], "the factors looked at"]
    scope: Annotated[str, "how they were chosen, in a sentence"]
    holding: Annotated[Holding, "every: each factor is taken to hold itself back; drawn: only those drawn so"]
    no_answer: Annotated[NoAnswerData | None, "why there is no answer; null where there is one"]
    settles: Annotated[Literal["always", "never", "depends"], "whether the part settles with all strengths alike"]
    readings: Annotated[int, "how many ways there are to read the links without a sign"]
    feedback: Annotated[list[LevelData], "net feedback at each level; to settle, it has to be below 0 at each"]
    complete: Annotated[bool, "whether the time sufficed to find what absorbs each push that does not show"]
    responses: Annotated[list[SettledPairData], "for each factor pushed, each other factor that it has a path to"]


@dataclass(frozen=True, slots=True)
class SettledPair:
    """What becomes of one factor when another is pushed up and kept there."""

    pushed: str
    on: str
    response: Response
    absorbed: Absorption | None
    otherwise: Verdict

    @property
    def verdict(self) -> Verdict:
        """rises, falls, stays or open."""
        return self.response.verdict


@dataclass(frozen=True)
class Settled(Answer):
    """What settles where if factors are pushed, one at a time. `pairs` holds each factor pushed with each that it has a path to."""

    of: tuple[str, ...]
    system: System = field(repr=False)
    scope: str
    holding: Holding
    no_answer: NoAnswer | None
    analysis: LoopAnalysis | None = field(repr=False)
    pairs: tuple[SettledPair, ...]
    complete: bool

    @property
    def used_links(self) -> tuple[str, ...]:
        """Every link between the factors looked at."""
        return () if self.no_answer else self.system.links()

    @property
    def used_factors(self) -> tuple[str, ...]:
        """The factors looked at."""
        return () if self.no_answer else self.system.ids

    @property
    def submap(self) -> Map:
        """The factors looked at with the links between them, as a map."""
        return part_of_map(self.map, self.system, "What settles where", self.scope)

    @property
    def settles(self) -> Literal["always", "never", "depends"]:
        """Whether the part settles with all strengths alike, over the readings of links without a sign."""
        if self.analysis is None or not self.analysis.settling:
            return "never"
        return "always" if self.analysis.settling == self.analysis.readings else "depends"

    def words(self) -> str:
        """What rises, falls, stays or is open for each factor pushed, what absorbs, and what was assumed."""
        if self.no_answer:
            return self.no_answer.explain()
        parts = [self._pushed(id_) for id_ in self.of] if len(self.of) <= 3 else [self._all()]
        parts += [self._why(one) for one in self.pairs if one.absorbed][:4]
        if not self.complete:
            parts.append("The search for what absorbs a push stopped at its time limit.")
        parts.append(f"{self.scope} Here {_HOLDING[self.holding]}; with all strengths alike this part {_SETTLES[self.settles]}"
                     f"{'' if self.settles == 'always' else ', so read these verdicts with care and ask press as well'}.")
        if self.system.own or self.holding == "drawn":
            differ = sum(1 for one in self.pairs if one.otherwise != one.verdict)
            parts.append(f"With --holding {'drawn' if self.holding == 'every' else 'every'}, {differ} of these {len(self.pairs)} verdicts "
                         "would differ.")
        parts.append("“Likely” means: for most strengths that the links may have. How much, and how soon, signs cannot say.")
        return " ".join(parts)

    def _pushed(self, id_: str) -> str:
        mine = [one for one in self.pairs if one.pushed == id_]
        name = name_of(self.map, id_)
        if not mine:
            return f"{name} leads to nothing among the factors looked at."
        said = []
        for verdict, end in _ENDS.items():
            sure = [one.on for one in mine if one.verdict == verdict and (verdict in ("stays", "open") or one.response.weight == 1)]
            likely = [one.on for one in mine if one.verdict == verdict and one.on not in sure]
            said += [f"{named_list(self.map, ids)} {'end' if len(ids) > 1 else 'ends'} {likely_}{end}"
                     for ids, likely_ in ((sure, ""), (likely, "likely ")) if ids]
        return f"If {name} is pushed up and kept there, then once everything has settled: {'; '.join(said)}."

    def _all(self) -> str:
        counts = [(f"{sum(1 for one in self.pairs if one.verdict == verdict)} {word}") for verdict, word in (
            ("rises", "raise"), ("falls", "lower"), ("stays", "leave it where it was"), ("open", "are open"))]
        return (f"{count_of(len(self.of), 'factor')}, each pushed up by itself and kept there, until everything has settled. Of the "
                f"{count_of(len(self.pairs), 'pair')} with a path from the one to the other, {join_words(counts)}.")

    def _why(self, one: SettledPair) -> str:
        found = one.absorbed
        assert found is not None
        head = f"{name_of(self.map, one.pushed)} pushes {name_of(self.map, one.on)}, which ends where it was: "
        if found.kind == "not-found":
            return head + "there are too many paths to say what absorbs the push."
        if found.kind == "cancel":
            return head + (f"what comes through {self._chain(found.path)} and what comes through {self._chain(found.other)} weigh "
                           "the same and cancel out.")
        loop = self._chain((*found.loop, *found.loop[:1]))
        if found.kind == "taken-up":
            return head + f"the loop {loop} absorbs the push."
        if found.kind == "unheld":
            return head + "a factor off the path is held by nothing under this convention, so that nothing settles."
        return head + f"the reinforcing loop {loop} undoes what would hold the rest in place."

    def _chain(self, places: Iterable[int]) -> str:
        return " → ".join(name_of(self.map, self.system.ids[i]) for i in places)

    def data(self) -> SettledData:
        """The answer as plain data."""
        feedback = () if self.analysis is None else self.analysis.feedback
        return {
            "of": list(self.of), "factors": list(self.system.ids), "scope": self.scope, "holding": self.holding,
            "no_answer": self.no_answer.data() if self.no_answer else None, "settles": self.settles,
            "readings": self.analysis.readings if self.analysis else 0,
            "feedback": [{"level": level, "low": low, "high": high} for level, (low, high) in enumerate(feedback, 1)],
            "complete": self.complete, "responses": [self._pair(one) for one in self.pairs],
        }

    def _pair(self, one: SettledPair) -> SettledPairData:
        ids, found = self.system.ids, one.absorbed
        return {
            "pushed": one.pushed, "on": one.on, "verdict": one.verdict, "weight": one.response.weight,
            "net": [one.response.low, one.response.high], "terms": one.response.total,
            "absorbed": None if found is None else {
                "kind": found.kind, "path": [ids[i] for i in found.path], "other": [ids[i] for i in found.other],
                "loop": [ids[i] for i in found.loop]},
            "otherwise": one.otherwise,
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a pair."""
        return [{"pushed": one.pushed, "on": one.on, "label": label_of(self.map, one.on), "verdict": one.verdict,
                 "weight": one.response.weight, "net_low": one.response.low, "net_high": one.response.high,
                 "terms": one.response.total, "absorbed": one.absorbed.kind if one.absorbed else None, "otherwise": one.otherwise}
                for one in self.pairs]

    def table(self) -> Table:
        """The same for people."""
        return Table(("pushed", "then", "weight", "other convention", "factor"), tuple(
            (one.pushed, one.verdict, f"{one.response.weight:.2f}", one.otherwise, f"{one.on} {label_of(self.map, one.on)}")
            for one in self.pairs))


_Pushed = Annotated[str | Iterable[str] | None, Parameter(
    "factors", "The factors that are pushed up, one at a time; every one where none is named.", metavar="[FACTORS]...")]
_HoldingChoice = Annotated[Holding, Parameter(
    "choice", "Which factors hold themselves back: every one, or only those with a link drawn from them to themselves.",
    flags=("--holding",), choices=("every", "drawn"))]


@question("dynamics", "What settles where if FACTORS are pushed and kept there, from the signs alone, exactly.",
          answers="Where does everything settle if this is pushed and kept there?",
          cannot="How far and how fast. It holds near a balance, for small pushes.",
          source="Levins 1974; Dambacher, Li & Rossignol 2002, Ecology 83(5), 1372-1385",
          examples=("bills",))
def loop_analysis(
    project: Project, of: _Pushed = None, *, part: OfPart = None, holding: _HoldingChoice = "every", seconds: Seconds = 5.0,
    clock: Clock = time.perf_counter,
) -> Settled:
    """What settles where if factors are pushed up and kept there: loop analysis, exact, from the signs of links alone.

    Where a push comes back round a loop, paths do not say where things end. A factor may end lower than before though every path
    to it raises it, or exactly where it was, because a loop absorbs the push; the answer names the loop. Strengths are
    not looked at: a verdict says what holds for most strengths, with a weight of 1 where the signs alone decide. A link
    without a sign is read both ways.

    It is exact for up to 12 factors with up to 6 links without a sign: of a larger map the factors that are reached, or
    that all influence each other, where they are as few; else name a part, or ask `press`.

    Parameters
    ----------
    project : the map, or what holds it.
    of : the factors that are pushed, by id, label or alias; all where none is named.
    part : a part of the map to look at alone, as for `union`.
    holding : which factors are taken to hold themselves back. Verdicts under the other convention are shown next to these.
    seconds : how long to look for what absorbs a push. None for no limit.
    clock : for tests.

    Returns
    -------
    Settled : with no pairs, and the reason, where there is no feedback, no sign, or too much for an exact answer.

    Raises
    ------
    Refused : an unknown or retired factor.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> signs = {"a->b": "positive", "b->c": "positive", "c->a": "negative"}
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity=v) for k, v in signs.items()}
    >>> ring = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> [(one.on, one.verdict) for one in loop_analysis(ring, "b").pairs]
    [('a', 'falls'), ('b', 'rises'), ('c', 'rises')]
    """
    budget = budget_of(seconds, clock)
    map_ = project.map
    proj = projection_of(map_)
    named = factor_ids(map_, of or ())
    among = factors_of_part(project, part)
    whole = system_of(proj, among)
    system, scope = _scope(whole, named, "the part asked about" if among is not None else "the map")
    pushed = tuple(id_ for id_ in named if id_ in system.ids) or system.ids
    refusal = nothing_to_work_on(system) or _too_much(system, named)
    if refusal:
        return Settled(map_, pushed, system, scope, holding, refusal, None, (), True)
    found = analysed(system, holding)
    other = analysed(system, "drawn" if holding == "every" else "every")
    matrix = next(matrices(system, holding))
    at = {id_: i for i, id_ in enumerate(system.ids)}
    pairs = []
    for id_ in pushed:
        by = at[id_]
        for on in sorted(system.reached([by])):
            response = found.responses[by][on]
            why = absorption(matrix, by, on, budget) if response.verdict == "stays" else None
            pairs.append(SettledPair(id_, system.ids[on], response, why, other.responses[by][on].verdict))
    return Settled(map_, pushed, system, scope, holding, None, found, tuple(pairs), not budget.spent)


def _scope(whole: System, named: tuple[str, ...], what: str) -> tuple[System, str]:
    """The factors to look at: all, else those that are reached, else those that all influence each other, if they are few."""
    if len(whole.ids) <= MOST_FACTORS:
        return whole, f"Looked at: all {count_of(len(whole.ids), 'factor')} of {what}."
    at = {id_: i for i, id_ in enumerate(whole.ids)}
    starts = [at[id_] for id_ in named if id_ in at]
    if starts:
        reached = whole.reached(starts)
        if len(reached) <= MOST_FACTORS:
            return whole.only(reached), f"Looked at: the {count_of(len(reached), 'factor')} of {what} that are reached."
    groups = [group for group in whole.loop_groups() if not starts or set(starts) & set(group)]
    if groups and len(groups[0]) <= MOST_FACTORS:
        return whole.only(groups[0]), (f"Looked at: the {count_of(len(groups[0]), 'factor')} of {what} that all influence each other"
                                         f"{', the largest such group' if len(groups) > 1 else ''}.")
    return whole, f"Looked at: all {count_of(len(whole.ids), 'factor')} of {what}."


def _too_much(system: System, named: tuple[str, ...]) -> NoAnswer | None:
    example = named[0] if named else system.ids[0]
    if len(system.ids) > MOST_FACTORS:
        return NoAnswer("too-large", f"There is no exact answer: {count_of(len(system.ids), 'factor')} would have to be looked at "
                        f"together, and the method is exact up to {MOST_FACTORS}.",
                        f"Name a part, such as --part ego:{example}, or ask press, which draws strengths.")
    if len(system.open) > MOST_OPEN:
        return NoAnswer("too-many-open", f"There is no exact answer: {len(system.open)} links have no sign, and every one doubles the "
                        f"readings; the method takes up to {MOST_OPEN}.",
                        "Give signs to links in the file, name a smaller part with --part, or ask press, which draws signs.")
    return None
