"""The evidence ladder: the verdict of an influence on strong evidence, on moderate, on weak, and on everything drawn.

The same question is put to four maps: the links with strong evidence, those with moderate or better, with weak or better, and
all. On each step down links are added and none goes, so the set of signs that paths have can only grow. The rung of a sign is the
weakest grade on the best path of that sign (max-min, possibilistic logic: Dubois & Prade 1988); nothing is multiplied and no
number is made up. The margin says how few links without evidence, if found to hold, would turn the verdict of the evidence.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import Clock, budget_of, check_bound, count_of, name_of
from sysmap.analysis.chains import GRADES, Chain
from sysmap.analysis.names import different, factor_id
from sysmap.analysis.projection import projection_of
from sysmap.analysis.signs import SIGN_MARKS, Verdict
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import join_words, link_name
from sysmap.core.words import Polarity
from sysmap.questions.influence import Influence, influence
from sysmap.questions.paths import paths
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.drawing import BarStep, StepBar, StepBars
from sysmap.questions.registry.parameters import From, MaxLength, Parameter, Seconds, To
from sysmap.questions.registry.question import question
from sysmap.questions.registry.rungs import RUNGS, Rung, at_rung, counts_on, rung_name
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.data import Ends
from sysmap.questions.shared.evidence_numbers import MOST_PATHS, EvidenceNumbers, NumbersData, numbers_on
from sysmap.questions.shared.turning import Margin, TurnData, change_data, margin_of

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Ladder", "RungStep", "ladder"]

_TOLD = 2


class RungStepData(TypedDict):
    """A step of the ladder, as data."""

    rung: Annotated[Rung, "strong, moderate, weak, or all for everything drawn"]
    links: Annotated[int, "how many links of the map count on it"]
    verdict: Annotated[Verdict, "the verdict on it"]
    signs: Annotated[list[Polarity], "the signs that paths have on it"]
    new: Annotated[dict[str, str], "for each sign that the stricter step before does not have: the link that ends it there, on the "
                                   "shortest path of that sign"]
    complete: Annotated[bool, "whether the time sufficed"]


class LadderData(Ends):
    """The evidence ladder, as data."""

    max_length: Annotated[int, "the most links of the paths that verdicts speak of"]
    steps: Annotated[list[RungStepData], "the steps, the strictest first"]
    complete: Annotated[bool, "whether the time sufficed for every step and for what would turn the verdict"]
    best: Annotated[Rung | None, "the strictest step with a path at all; null where none has one"]
    margin: Annotated[int | None, "the fewest links without evidence that, found to hold, would turn the verdict on the step weak; "
                                  "null where nothing is reached there, no one or two links would, or the time ran out"]
    turned_by: Annotated[list[TurnData], "the smallest sets of such links, no more than 20"]
    numbers: Annotated[NumbersData | None, "the evidence in the numbers that the file declares for its grades; null unless asked for"]


@dataclass(frozen=True, slots=True)
class RungStep:
    """One step of the ladder: how many links count, the verdict, and what ends each sign on the step before."""

    rung: Rung
    links: int
    answer: Influence
    new: Mapping[Polarity, str]

    @property
    def verdict(self) -> Verdict:
        """The verdict on this step."""
        return self.answer.verdict


@dataclass(frozen=True)
class Ladder(Answer):
    """The verdict on each step of the evidence, the strictest first, with the margin on the best one."""

    from_: str
    to: str
    max_length: int
    steps: tuple[RungStep, ...]
    found: Margin | None = field(default=None, repr=False)
    numbers: EvidenceNumbers | None = field(default=None, repr=False)

    @property
    def best(self) -> RungStep | None:
        """The strictest step on which a path leads there."""
        return next((step for step in self.steps if step.verdict != "none"), None)

    @property
    def margin(self) -> int | None:
        """The fewest links without evidence that, found to hold, would turn the verdict on the step weak."""
        return self.found.size if self.found else None

    @property
    def complete(self) -> bool:
        """Whether the time sufficed."""
        return all(step.answer.complete for step in self.steps) and (self.found is None or self.found.complete)

    @property
    def used_links(self) -> set[str]:
        """The links of the shortest path of each sign on each step."""
        return {link for step in self.steps for link in step.answer.used_links}

    @property
    def used_factors(self) -> set[str]:
        """The factors of those paths."""
        return {id_ for step in self.steps for id_ in step.answer.used_factors}

    @property
    def submap(self) -> Map:
        """The shortest path of each sign on each step, as a map."""
        proj = projection_of(self.map)
        pairs = {pair for step in self.steps for chain in step.answer.chains.values() for pair in pairwise(chain.factors)}
        return cut(self.map, {self.from_, self.to, *self.used_factors} & set(proj.ids), pairs,
                   title=f"The evidence for {name_of(self.map, self.from_)} on {name_of(self.map, self.to)}",
                   rule="The shortest path of each sign on each step of the evidence.")

    @property
    def bar(self) -> StepBar:
        """The four steps as a bar, from everything drawn on: the verdict on each, and where a sign ends."""
        ends = {before.rung: step.new for before, step in pairwise(self.steps)}
        return StepBar(f"{name_of(self.map, self.from_)} → {name_of(self.map, self.to)}", tuple(BarStep(
            rung_name(step.rung), "" if step.verdict == "none" else "no sign" if step.verdict == "unknown" else step.verdict,
            _DRAWN.get(step.verdict, "unknown"), self._ended(ends.get(step.rung, {}))) for step in reversed(self.steps)))

    def _ended(self, new: Mapping[Polarity, str]) -> str:
        """Which signs a step no longer has, and the link that ends each."""
        links: dict[str, list[str]] = {}
        for sign, link in new.items():
            links.setdefault(link, []).append(sign)
        return "; ".join(
            f"{join_words([SIGN_MARKS[sign] for sign in signs])} {'ends' if len(signs) == 1 else 'end'} at "
            f"{link_name(self.map, self.map.links[link])}" for link, signs in links.items())

    @property
    def drawing(self) -> StepBars:
        """The four steps as a bar."""
        return StepBars("How far the evidence carries", (self.bar,))

    def words(self) -> str:
        """How far the evidence carries the verdict, what ends it, and what would turn it."""
        return " ".join(filter(None, (self._ladder(), self.numbers.words() if self.numbers else "")))

    def _ladder(self) -> str:
        a, b = name_of(self.map, self.from_), name_of(self.map, self.to)
        bound = f"paths of at most {count_of(self.max_length, 'link')} were looked at"
        best = self.best
        if best is None:
            return f"{a} does not reach {b} on any step of the evidence, not even on everything drawn; {bound}."
        parts = []
        if best.rung == "all":
            parts.append(f"No path from {a} to {b} has evidence on every link. Everything drawn taken together, the influence is "
                         f"{_WORD[best.verdict]}.")
        else:
            at = next(iter(best.new.values()), None)
            where = f", at {link_name(self.map, self.map.links[at])}" if at else ""
            parts.append(f"The influence of {a} on {b} is {_WORD[best.verdict]} as far as the evidence goes ({best.rung}{where}).")
        for step in self.steps:
            ended: dict[str, list[Polarity]] = {}
            for sign, link in list(step.new.items())[step is best and best.rung != "all":]:
                ended.setdefault(link, []).append(sign)
            parts += [self._ends(signs, link) for link, signs in ended.items()]
        for before, step in pairwise(self.steps):
            if step.verdict not in ("none", before.verdict) and before.verdict != "none":
                parts.append(f"On {rung_name(step.rung)} it is {_WORD[step.verdict]}.")
        if self.found is not None:
            parts.append(self._turned(self.found))
        if not all(step.answer.complete for step in self.steps):
            parts.append("The search stopped at its time limit: on some steps a sign may be missing.")
        return " ".join([*parts, f"{bound[0].upper()}{bound[1:]}.", "A grade says how well a link is observed, not how strong or how "
                                                                    "likely it is."])

    def _ends(self, signs: list[Polarity], link: str) -> str:
        """Why paths of some signs are not there on the stricter step."""
        grade = (self.grades or {}).get(link, "untested").replace("-", " ")
        return (f"The best {' and the best '.join(_PATH[sign] for sign in signs)} {'has' if len(signs) == 1 else 'have'} no better than {grade} "
                f"evidence, at {link_name(self.map, self.map.links[link])}.")

    def _turned(self, found: Margin) -> str:
        if found.size is None:
            return "Evidence for one or two more links would not turn that." if found.complete else (
                "What would turn that was not found within the time limit.")
        said = "; or ".join(
            f"{join_words([link_name(self.map, self.map.links[link]) for link, _ in one.changes])} (the influence would be {_WORD[one.verdict]})"
            for one in found.turnings[:_TOLD])
        more = len(found.turnings) - _TOLD
        return (f"Margin {found.size}: evidence for {'one more link' if found.size == 1 else f'{found.size} more links'} would turn that, "
                f"such as {said}{f'; {more} more' if more > 0 else ''}.")

    def data(self) -> LadderData:
        """The answer as plain data."""
        return {
            "from": self.from_, "to": self.to, "max_length": self.max_length,
            "steps": [{"rung": step.rung, "links": step.links, "verdict": step.verdict, "signs": [_sign(one) for one in step.answer.chains],
                       "new": {str(sign): link for sign, link in step.new.items()}, "complete": step.answer.complete} for step in self.steps],
            "complete": self.complete, "best": self.best.rung if self.best else None, "margin": self.margin,
            "turned_by": [change_data(one) for one in self.found.turnings] if self.found else [],
            "numbers": self.numbers.data() if self.numbers else None,
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a step."""
        return [{"rung": step.rung, "links": step.links, "verdict": step.verdict,
                 "ended_before_by": ", ".join(dict.fromkeys(step.new.values())),
                 "path": next((chain.arrows() for chain in step.answer.chains.values()), "")} for step in self.steps]

    def table(self) -> Table:
        """The four steps as a bar of words: the verdict on each, and the link that ends it."""
        return Table(("evidence", "", "links that count", "verdict", "what is new ends at"), tuple(
            (rung_name(step.rung), "█" * (4 - at) if step.verdict != "none" else "·", str(step.links), _marked(step.verdict),
             ", ".join(dict.fromkeys(step.new.values()))) for at, step in enumerate(self.steps)))


_WORD: dict[Verdict, str] = {"none": "not there", "positive": "positive", "negative": "negative", "ambiguous": "ambiguous",
                             "unknown": "without a sign"}
_DRAWN: dict[Verdict, str] = {"positive": "positive", "negative": "negative", "ambiguous": "mixed"}
_PATH: dict[Polarity, str] = {"positive": "positive path", "negative": "negative path", "mixed": "path that depends on context",
                              "unknown": "path with an unsigned link"}


def _marked(verdict: Verdict) -> str:
    return f"{SIGN_MARKS[verdict]} {verdict}" if verdict in SIGN_MARKS else "no path" if verdict == "none" else verdict


def _sign(word: str) -> Polarity:
    return word  # type: ignore[return-value]  # the keys of an influence's chains are polarities


_Numbers = Annotated[bool, Parameter(
    "flag", "Also give the evidence in the numbers that the file declares for its grades (scales: strong evidence: 0.9 to 1, …).",
    flags=("--numbers",))]


@question("influence", "The verdict of FROM on TO on strong, moderate and weak evidence and on everything drawn.",
          answers="How far does the evidence carry this conclusion, and where does it end?",
          cannot="How likely or how strong the influence is: grades are ordered and are neither multiplied nor turned into probabilities.",
          source="Max-min (possibilistic) logic: Dubois & Prade 1988, Possibility Theory",
          examples=("advice health",))
def ladder(
    project: Project, start: From, end: To, max_length: MaxLength = 6, *, numbers: _Numbers = False, seconds: Seconds = 5.0,
    grades: Mapping[str, str] | None = None, clock: Clock = time.perf_counter,
) -> Ladder:
    """The influence of one factor on another on each step of the evidence.

    Parameters
    ----------
    project : the map, or what holds it.
    start, end : two factors, by id, label or alias.
    max_length : the most links a path may have.
    numbers : also give the evidence in numbers, as intervals: what the file declares for its grades, put together source by source
        (`sysmap.analysis.standing_numbers`).
    seconds : how long to search in all. None for no limit.
    grades : how well each link is observed, by id, where it is not to be what the project's registers say.
    clock : for tests.

    Raises
    ------
    Refused : an unknown or retired factor, both ends the same, a bound below 1, or a word that is no grade.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> signs = {"a->b": "positive", "b->d": "positive", "a->c": "positive", "c->d": "negative"}
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity=v) for k, v in signs.items()}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abcd"}, links=links)
    >>> found = ladder(small, "a", "d", grades={"a->b": "strong", "b->d": "moderate", "a->c": "weak"})
    >>> [(step.rung, step.verdict) for step in found.steps]
    [('strong', 'none'), ('moderate', 'positive'), ('weak', 'positive'), ('all', 'ambiguous')]
    >>> found.margin, found.found.turnings[0].changes
    (1, (('c->d', 'found true'),))
    """
    budget = budget_of(seconds, clock)
    check_bound(max_length, "The greatest length (--max-length)")
    map_ = project.map
    a, b = factor_id(map_, start), factor_id(map_, end)
    different(map_, a, b)
    known = project.grades if grades is None else grades
    for grade in known.values():
        if grade not in GRADES:
            raise Refused(Problem(code="A08", message=f"There is no evidence grade “{grade}”.", hint=f"Known: {', '.join(GRADES)}."))
    used = projection_of(map_).link_ids(projection_of(map_).ordered)
    steps: list[RungStep] = []
    for at, rung in enumerate(RUNGS):
        share = budget.share(len(RUNGS) + 1 - at)
        answer = influence(at_rung(project, rung, known), a, b, max_length, seconds=share.for_another(), clock=clock)
        before = steps[-1].answer.chains if steps else {}
        new = {_sign(word): _least(chain, known) for word, chain in answer.chains.items() if word not in before and rung != "strong"}
        counts = counts_on(project, rung, known)
        steps.append(RungStep(rung, sum(map(counts, used)), answer, new))
    found = None
    if steps[2].verdict in ("positive", "negative", "unknown"):
        found = margin_of(map_, a, b, max_length, budget, counted=counts_on(project, "weak", known), only_found=True)
    said = None
    if numbers:
        ways = paths(project, a, b, max_length, by="shortest", limit=MOST_PATHS, grades=known, seconds=budget.for_another(), clock=clock)
        said = numbers_on(project, ways.found, known, complete=ways.complete)
    return Ladder(map_, a, b, max_length, tuple(steps), found, said, grades=known or None)


def _least(chain: Chain, grades: Mapping[str, str]) -> str:
    """The least evidenced step of a path, by its best evidenced link."""
    best = [max(step.links, key=lambda link: (_rank(link.id, grades), link.id)).id for step in chain.steps]
    return min(best, key=lambda link: _rank(link, grades))


def _rank(link: str, grades: Mapping[str, str]) -> int:
    return GRADES.index(grades.get(link, "untested"))
