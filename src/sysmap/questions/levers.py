"""Where to act: every factor by importance, control, vulnerability, reach and evidence, with no weights and no score.

What a factor can do for the outcomes and how far it is in anybody's hands are different things, and any sum of them would be made up.
So factors are compared by dominance only: one is better placed than another where it is at least as good in every column and better
in one. What is not stated can neither beat nor be beaten. The places that a factor can take in an order that respects this are its
rank interval: from one more than the number of those that beat it, to the number of all less those that it beats
(Brüggemann & Patil 2011, Ranking and Prioritization for Multi-indicator Systems).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import Clock, budget_of, check_bound, count_of, label_of, name_of
from sysmap.analysis.projection import projection_of
from sysmap.core.sentences import list_text
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import MaxLength, Parameter, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.registry.rungs import RUNGS, Rung, at_rung
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.standings import standings_of
from sysmap.questions.shared.starts_and_outcomes import pairs_of

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Lever", "Levers", "dominates", "levers"]

_NAMED = 5
_CONTROL = {"us": 2, "influence": 1, "none": 0}


class LeverData(TypedDict):
    """A factor as a place to act, as data."""

    id: str
    label: str
    importance: Annotated[int | None, "how much it matters to those who drew the map, 1 to 3; null: not stated"]
    control: Annotated[str | None, "who can change it: us, influence or none; null: not stated"]
    vulnerability: Annotated[int | None, "how much change from outside moves it, 0 to 2; null: not stated"]
    reach: Annotated[int, "how many of the outcomes it reaches, by paths of any length"]
    towards: Annotated[int, "how many outcomes all its paths push up, within the length asked"]
    against: Annotated[int, "how many outcomes all its paths push down"]
    open: Annotated[int, "how many outcomes it reaches within that length without one certain sign"]
    rung: Annotated[Rung | None, "the best evidence that a whole path from it to an outcome has; null where it reaches none, or no "
                                 "evidence is at hand"]
    best_rank: Annotated[int, "the first place that it can take"]
    worst_rank: Annotated[int, "the last place that it can take"]
    beaten_by: Annotated[list[str], "the factors that are better placed in every respect"]


class LeversData(TypedDict):
    """Where to act, as data."""

    outcomes: Annotated[list[str], "the outcomes asked about"]
    max_length: Annotated[int, "the most links of the paths that signs speak of"]
    complete: Annotated[bool, "whether the time sufficed for every sign"]
    stated: Annotated[dict[str, int], "for how many factors the map states importance, control and vulnerability"]
    count: Annotated[int, "how many factors are compared"]
    factors: Annotated[list[LeverData], "the factors, those that fewest others beat first"]


@dataclass(frozen=True, slots=True)
class Lever:
    """A factor as a place to act.

    `towards`, `against` and `open` count outcomes by the sign of its paths to them; `beaten_by` are the factors that are better placed.
    """

    id: str
    importance: int | None
    control: str | None
    vulnerability: int | None
    reach: int
    towards: int
    against: int
    open: int
    rung: Rung | None
    best: int = 0
    worst: int = 0
    beaten_by: tuple[str, ...] = ()

    def columns(self) -> tuple[int | None, ...]:
        """What is compared, the more the better; None where it is not stated."""
        return (self.importance, None if self.control is None else _CONTROL[self.control],
                None if self.vulnerability is None else -self.vulnerability, self.reach,
                0 if self.rung is None else len(RUNGS) - RUNGS.index(self.rung))


@dataclass(frozen=True)
class Levers(Answer):
    """Every factor as a place to act, without weights: dominance and rank intervals only."""

    outcomes: tuple[str, ...]
    max_length: int
    found: tuple[Lever, ...] = field(repr=False)
    complete: bool

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links on the ways to the outcomes."""
        proj = projection_of(self.map)
        near = proj.distances([proj.at[id_] for id_ in self.outcomes], up=True)
        size = len(proj.ids)
        return proj.link_ids([pair for pair in proj.ordered if pair // size in near and pair % size in near])

    @property
    def used_factors(self) -> tuple[str, ...]:
        """The factors compared, and the outcomes."""
        return (*(one.id for one in self.found), *self.outcomes)

    @property
    def unbeaten(self) -> tuple[Lever, ...]:
        """The factors that no other is better placed than, and that reach an outcome."""
        return tuple(one for one in self.found if not one.beaten_by and one.reach)

    def words(self) -> str:
        """Which factors no other beats, and where importance and structure do not meet."""
        if not self.found:
            return "There is no factor besides the outcomes to act on."
        stated = {name: sum(getattr(one, name) is not None for one in self.found) for name in ("importance", "control", "vulnerability")}
        parts = [f"{count_of(len(self.found), 'factor')} compared as places to act for {count_of(len(self.outcomes), 'outcome')}: "
                 f"{self._names(self.unbeaten) or 'none'} {'is' if len(self.unbeaten) == 1 else 'are'} not beaten by another in every respect."]
        missing = [name for name, number in stated.items() if not number]
        if missing:
            named = " or ".join(filter(None, (", ".join(missing[:-1]), missing[-1])))
            parts.append(f"The map states no {named}, so {'it' if len(missing) == 1 else 'they'} did not count.")
        shaken = [one for one in self.found if one.importance == 3 and one.control in ("none", "influence") and (one.vulnerability or 0) >= 1]
        if shaken:
            parts.append(f"Important, not in our control and moved from outside: {self._names(shaken)}.")
        apart = [one for one in self.found if one.importance == 3 and not one.reach]
        if apart:
            parts.append(f"Important, but no path leads from there to an outcome: {self._names(apart)}.")
        ours = [one for one in self.found if one.control == "us" and one.against]
        if ours:
            parts.append(f"In our control, and pushing an outcome down: {self._names(ours)}.")
        if not self.complete:
            parts.append("The search stopped at its time limit: some signs are left open.")
        return " ".join([*parts, "Nothing is weighed or added up: where one factor is better in one column and worse in another, neither is "
                                 "placed above the other."])

    def _names(self, some: Sequence[Lever]) -> str:
        return list_text((name_of(self.map, one.id) for one in some[:_NAMED]), _NAMED, len(some))

    def data(self) -> LeversData:
        """The answer as plain data."""
        return {
            "outcomes": list(self.outcomes), "max_length": self.max_length, "complete": self.complete,
            "stated": {name: sum(getattr(one, name) is not None for one in self.found) for name in ("importance", "control", "vulnerability")},
            "count": len(self.found),
            "factors": [{"id": one.id, "label": label_of(self.map, one.id), "importance": one.importance, "control": one.control,
                         "vulnerability": one.vulnerability, "reach": one.reach, "towards": one.towards, "against": one.against,
                         "open": one.open, "rung": one.rung, "best_rank": one.best, "worst_rank": one.worst,
                         "beaten_by": list(one.beaten_by)} for one in self.found],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a factor."""
        return [{**one, "beaten_by": ", ".join(one["beaten_by"])} for one in self.data()["factors"]]

    def table(self) -> Table:
        """The same for people; a dash where the map does not say."""
        graded = any(one.rung for one in self.found)
        return Table(
            ("rank", "importance", "control", "vulnerable", "outcomes reached", "pushed up / down / open", *(("evidence",) if graded else ()),
             "id", "factor"),
            tuple((f"{one.best}–{one.worst}" if one.best < one.worst else str(one.best), _said(one.importance), one.control or "–",
                   _said(one.vulnerability), str(one.reach), f"{one.towards} / {one.against} / {one.open}" if one.reach else "–",
                   *(({"all": "untested", None: "–"}.get(one.rung, str(one.rung)),) if graded else ()), one.id, label_of(self.map, one.id))
                  for one in self.found))


def _said(value: int | None) -> str:
    return "–" if value is None else str(value)


def dominates(one: Sequence[int | None], other: Sequence[int | None]) -> bool:
    """Whether one row is at least as good in every column and better in one.

    >>> dominates((3, 1), (2, 1)), dominates((3, None), (2, None)), dominates((3, None), (2, 0)), dominates((3, 0), (2, 1))
    (True, True, False, False)
    """
    if any((a is None) != (b is None) for a, b in zip(one, other, strict=True)):
        return False
    known = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    return all(a >= b for a, b in known) and any(a > b for a, b in known)


_Outcomes = Annotated[Iterable[str] | None, Parameter(
    "factors", "The outcomes asked about; those that the map marks, else where it ends, where not given.", metavar="FACTOR",
    flags=("--on",))]


@question("choice", "Where to act: every factor by importance, control, vulnerability, reach and evidence, without weights.",
          about_a_part=False,
          answers="Which important factors can somebody change, and which are moved from outside?",
          cannot="Which one is best: columns are not weighed against each other.",
          source="Brüggemann & Patil 2011, Ranking and Prioritization for Multi-indicator Systems; Penn & Barbrook-Johnson 2019",
          examples=("",))
def levers(
    project: Project, *, outcomes: _Outcomes = None, max_length: MaxLength = 6, seconds: Seconds = 5.0, clock: Clock = time.perf_counter,
) -> Levers:
    """Every factor as a place to act, compared by dominance only.

    Parameters
    ----------
    project : the map, or what holds it.
    outcomes : what is asked about, by id, label or alias; the usual outcomes where not given (see `whatif`).
    max_length : the most links of the paths that signs speak of; what is reached needs no bound.
    seconds : how long to look for signs. None for no limit.
    clock : for tests.

    Raises
    ------
    Refused : an unknown or retired factor, or a bound below 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> factors = {"a": Factor(id="a", label="A", importance=3), "b": Factor(id="b", label="B", importance=1), "c": Factor(id="c", label="C")}
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity="positive") for k in ("a->c", "b->c")}
    >>> [(one.id, one.best, one.worst) for one in levers(Map(id="m", title="M", factors=factors, links=links)).found]
    [('a', 1, 1), ('b', 2, 2)]
    """
    budget = budget_of(seconds, clock)
    check_bound(max_length, "The greatest length (--max-length)")
    map_ = project.map
    _, ends = pairs_of(project, None, outcomes)
    proj = projection_of(map_)
    rest = [id_ for id_ in proj.ids if id_ not in ends] or list(proj.ids)
    standing = standings_of(project, rest, ends, max_length, budget)
    reaching = {end: set(one.reached_from) for end, one in standing.items()}
    rungs = _best_rungs(project, rest, ends) if project.grades else {}
    rows: list[Lever] = []
    for id_ in rest:
        factor = map_.factors[id_]
        said = [one.verdicts[id_] for one in standing.values() if id_ in one.verdicts]
        reached = sum(id_ in starts for starts in reaching.values())
        rows.append(Lever(id_, factor.importance, factor.control, factor.vulnerability, reached, said.count("positive"),
                          said.count("negative"), sum(one in ("ambiguous", "unknown", None) for one in said), rungs.get(id_)))
    complete = all(None not in one.verdicts.values() for one in standing.values())
    return Levers(map_, ends, max_length, _ranked(rows), complete)


def _best_rungs(given: Project, factors: Sequence[str], ends: Sequence[str]) -> dict[str, Rung]:
    """For each factor the best evidence that a whole path to one of the ends has."""
    found: dict[str, Rung] = {}
    for rung in RUNGS:
        proj = projection_of(at_rung(given, rung).map)
        for end in ends:
            near = proj.distances([proj.at[end]], up=True) if end in proj.at else {}
            for id_ in factors:
                if id_ not in found and id_ != end and proj.at.get(id_) in near:
                    found[id_] = rung
    return found


def _ranked(rows: Sequence[Lever]) -> tuple[Lever, ...]:
    """The factors with their rank intervals, those that fewest others beat first."""
    columns = {one.id: one.columns() for one in rows}
    alike = Counter(columns.values())
    better = {row: {other for other in alike if dominates(other, row)} for row in alike}
    beaters = {row: tuple(id_ for id_, other in columns.items() if other in better[row]) for row in alike}
    worse = {row: sum(number for other, number in alike.items() if row in better[other]) for row in alike}
    beaten = {id_: beaters[row] for id_, row in columns.items()}
    beats = {id_: worse[row] for id_, row in columns.items()}
    ranked = [Lever(one.id, one.importance, one.control, one.vulnerability, one.reach, one.towards, one.against, one.open, one.rung,
                    len(beaten[one.id]) + 1, len(rows) - beats[one.id], beaten[one.id]) for one in rows]
    return tuple(sorted(ranked, key=lambda one: (one.best, one.worst, one.id)))
