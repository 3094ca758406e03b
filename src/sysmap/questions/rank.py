"""Measures of factors, to pick where to begin a conversation; none of them is the answer to a question.

What each one means stands in `MEASURES`. They come from a picture of what people talked about: a factor with many
links may be one that a table discussed at length. So a ranking is shown with a rank interval: the places a factor
takes when each contested link, or each that one voice alone put there, is left out in turn. Parallel links between
two factors count once in every measure; a link from a factor to itself does not count.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict, get_args

from sysmap.analysis import centrality
from sysmap.analysis.base import Budget, Clock, budget_of, check_bound, count_of, label_of, name_of
from sysmap.analysis.names import factor_ids
from sysmap.analysis.projection import Projection, projection_of
from sysmap.analysis.projection import project as projected
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import join_words, list_text
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Limit, Parameter, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["MEASURES", "Measure", "Ranked", "Ranking", "Role", "rank"]

Measure = Literal["in", "out", "leverage", "betweenness", "harmonic-in", "harmonic-out", "trophic-level"]
Role = Literal["driver", "receiver", "both", "alone"]

MEASURES: dict[Measure, str] = {
    "in": "how many factors influence it directly; many inputs: buffered, or buffeted?",
    "out": "how many factors it influences directly; many outputs: a lever, or a weak spot?",
    "leverage": "how many factors it influences directly, divided by how many influence it (counted as at least one, so that "
                "a factor that nothing influences does not drop out)",
    "betweenness": "on what share of the shortest paths between other factors it lies (Freeman 1977); a bottleneck or a "
                   "bridge? Influence need not take the shortest path",
    "harmonic-in": "how near the factors that influence it are (the sum of 1 divided by their number of links away)",
    "harmonic-out": "how near the factors that it influences are (the sum of 1 divided by their number of links away)",
    "trophic-level": "how far along the flow of influence it stands, counted from 0 where the flow begins (MacKay, Johnson "
                     "& Sansom 2020); lowest first",
}
_HEADS: dict[Measure, str] = {
    "in": "Direct causes", "out": "Direct effects", "leverage": "Leverage", "betweenness": "Betweenness",
    "harmonic-in": "Nearness of causes", "harmonic-out": "Nearness of effects", "trophic-level": "Trophic level",
}
_DOUBTED = ("contested", "one-voice")
_ROBUST = 3


@dataclass(frozen=True, slots=True)
class Ranked:
    """A factor's place: rank (equal values share one), value, its direct causes and effects, and its rank interval."""

    id: str
    rank: int
    value: float
    causes: int
    effects: int
    role: Role
    low: int | None = None
    high: int | None = None

    @property
    def robust(self) -> bool | None:
        """Whether no doubted link moves it by more than 3 places; None where nothing was put to the test."""
        if self.low is None or self.high is None:
            return None
        return max(self.rank - self.low, self.high - self.rank) <= _ROBUST


RankedData = TypedDict("RankedData", {
    "id": str, "label": str,
    "rank": Annotated[int, "its place from 1; equal values share one"],
    "value": Annotated[float, "what the measure gives it, to nine digits"],
    "in": Annotated[int, "how many factors influence it directly"],
    "out": Annotated[int, "how many it influences directly"],
    "role": Annotated[Role, "driver (nothing influences it), receiver (it influences nothing), both, or alone"],
    "rank_interval": Annotated[list[int] | None, "the best and the worst place it takes when a doubted link is left out"],
    "robust": Annotated[bool | None, "whether no doubted link moves it by more than 3 places; null: not tested"]})
"""A factor's place as data."""


class RankingData(TypedDict):
    """An order of factors as data."""

    by: Annotated[Measure, "the measure"]
    definition: Annotated[str, "what it means"]
    complete: Annotated[bool, "whether every factor is listed with an exact value and a full test"]
    count: Annotated[int, "how many factors were ranked, also where fewer are listed"]
    limit: Annotated[int, "the most that were to be listed"]
    sources: Annotated[list[str], "with betweenness: only paths from these count"]
    targets: Annotated[list[str], "with betweenness: only paths to these count"]
    sample: Annotated[int | None, "the number of starts the values were estimated from; null: they are exact"]
    doubted_links: Annotated[int, "how many contested and one-voice links there are"]
    tested_links: Annotated[int, "how many of them were left out in turn"]
    incoherence: Annotated[float | None, "with trophic levels: 0 where every link rises by one level, 1 where nothing flows one way"]
    factors: Annotated[list[RankedData], "the factors in their order"]


@dataclass(frozen=True)
class Ranking(Answer):
    """Factors in the order of a measure.

    `alike`: every factor has the same value. `sample` is the number of starts a value was estimated from, None where
    it is exact. `tested` is how many links were left out in turn for the rank intervals, `doubted` how many there
    were to leave out. `incoherence` comes with trophic levels: 0 where every link rises by one level, 1 where nothing
    flows one way.
    """

    by: Measure
    limit: int
    of: int
    factors: tuple[Ranked, ...]
    sample: int | None
    whole: bool
    doubted: int
    tested: int
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    incoherence: float | None = None
    alike: bool = False

    @property
    def used_links(self) -> set[str]:
        """Every link between two factors of the map: a measure is of the whole."""
        arcs = projection_of(self.map).arcs
        return {link.id for start, end, link in zip(arcs.starts, arcs.ends, arcs.links, strict=True) if start != end}

    @property
    def used_factors(self) -> list[str]:
        """The factors listed."""
        return [one.id for one in self.factors]

    @property
    def complete(self) -> bool:
        """Whether every factor is listed with an exact value and a full test."""
        return self.sample is None and self.whole and self.tested == self.doubted and len(self.factors) == self.of

    def words(self) -> str:
        """What the measure means, who leads, how far that can be trusted."""
        if not self.factors:
            return "There are no factors to rank."
        parts = [f"{_HEADS[self.by]}: {MEASURES[self.by]}{'' if MEASURES[self.by].endswith('?') else '.'}"]
        if self.sources:
            parts.append(f"Only paths from {self._names(self.sources)} to {self._names(self.targets)} count; the share is the "
                         "mean over the pairs that are joined.")
        lead = [one for one in self.factors if one.rank == 1]
        if self.alike:
            parts.append(f"All {self.of:,} factors stand at {_number(lead[0].value)}: the measure tells nothing here.")
            return " ".join(parts)
        shown = list_text((name_of(self.map, one.id) for one in lead[:4]), 4, len(lead))
        word = "Lowest" if self.by == "trophic-level" else "Highest"
        parts.append(f"{word}: {shown} ({_number(lead[0].value)}).")
        if self.by == "leverage":
            drivers = [name_of(self.map, one.id) for one in self.factors if one.role == "driver"]
            if drivers:
                several = len(drivers) > 1
                shown = list_text(drivers, 3 if len(drivers) > 4 else 4)
                parts.append(f"{len(drivers)} of those listed {'are drivers' if several else 'is a driver'}, that is, nothing "
                             f"on the map influences {'them' if several else 'it'}: {shown}.")
        if self.incoherence is not None:
            parts.append(f"The map's incoherence (F0) is {self.incoherence:.3f}, where 0 means that every link leads exactly "
                         "one level on, and 1 that nothing flows one way.")
        if self.sample is not None:
            parts.append(f"Estimated from {self.sample} starting factors of {self.of:,}.")
        elif not self.whole:
            parts.append("The time ran out: far-away factors are not counted.")
        if not self.doubted:
            parts.append("No link is marked as contested or as raised by one voice only, so how firm the order is could not "
                         "be tested.")
        else:
            weak = [name_of(self.map, one.id) for one in self.factors if one.robust is False]
            tested = count_of(self.tested, "contested or one-voice link")
            ran_out = "" if self.tested == self.doubted else " (time ran out)"
            parts.append(f"The rank interval says which places a factor takes when a doubted link is left out: {tested} left "
                         f"out in turn{ran_out}.")
            if weak:
                parts.append(f"Not robust (moves by more than {_ROBUST} places): {join_words(weak[:5])}.")
        if len(self.factors) < self.of:
            parts.append(f"The first {len(self.factors)} of {self.of:,} factors are listed.")
        return " ".join(parts)

    def data(self) -> RankingData:
        """The answer as plain data."""
        return {
            "by": self.by, "definition": MEASURES[self.by], "complete": self.complete, "count": self.of,
            "limit": self.limit,
            "sources": list(self.sources), "targets": list(self.targets), "sample": self.sample,
            "doubted_links": self.doubted, "tested_links": self.tested,
            "incoherence": None if self.incoherence is None else round(self.incoherence, 9),
            "factors": [{"id": one.id, "label": label_of(self.map, one.id), "rank": one.rank,
                         "value": round(one.value, 9), "in": one.causes, "out": one.effects, "role": one.role,
                         "rank_interval": None if one.low is None or one.high is None else [one.low, one.high], "robust": one.robust}
                        for one in self.factors],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a factor."""
        return [{"rank": one.rank, "id": one.id, "label": label_of(self.map, one.id), "value": one.value,
                 "in": one.causes, "out": one.effects, "role": one.role,
                 "rank_low": one.low, "rank_high": one.high, "robust": one.robust}
                for one in self.factors]

    def table(self) -> Table:
        """Rank, value, interval, inputs and outputs, factor."""
        tested = bool(self.tested)
        heads = ("rank", self.by, *(("interval",) if tested else ()), "in", "out", "role", "id", "factor")
        return Table(heads, tuple(
            (str(one.rank), _number(one.value),
             *((f"{one.low}–{one.high}" + ("" if one.robust else " not robust"),) if tested else ()),
             str(one.causes), str(one.effects), one.role, one.id, label_of(self.map, one.id)) for one in self.factors))

    def _names(self, ids: Iterable[str]) -> str:
        return join_words([name_of(self.map, id_) for id_ in ids])


_By = Annotated[Measure, Parameter("choice", "Which measure.", flags=("--by",), choices=get_args(Measure))]
_Sources = Annotated[Iterable[str], Parameter(
    "factors", "With --to: betweenness between these.", metavar="FACTOR", flags=("--from",))]
_Targets = Annotated[Iterable[str], Parameter(
    "factors", "With --from: betweenness between these.", metavar="FACTOR", flags=("--to",))]


@question("choice", "The factors in the order of a measure, with how far the order can be trusted.",
          about_a_part=False,
          answers="Which factors stand out by how they are joined?",
          cannot="What is important to people. A place on the map is not a value.",
          source="Freeman 1979, Social Networks 1; MacKay, Johnson & Sansom 2020, R. Soc. Open Sci. 7, 201138",
          examples=("--by leverage --limit 2",))
def rank(
    project: Project, by: _By = "leverage", *, limit: Limit = 500, sources: _Sources = (), targets: _Targets = (),
    stability: bool = True, seconds: Seconds = 5.0, clock: Clock = time.perf_counter,
) -> Ranking:
    """The factors of a map in the order of a measure.

    Parameters
    ----------
    project : the map, or what holds it.
    by : in, out, leverage, betweenness, harmonic-in, harmonic-out or trophic-level (see `MEASURES`).
    limit : the most factors to list.
    sources, targets : for betweenness only ways from these factors to those, e.g. from activities to outcomes.
    stability : leave out each contested and each one-voice link in turn, and give the interval of ranks.
    seconds : time budget for estimates and for the stability test; None for no limit.
    clock : for tests.

    Raises
    ------
    Refused : an unknown measure or factor, a bound below 1, or sources and targets with another measure than
        betweenness.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1]) for k in ["a->b", "a->c", "b->c"]}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> [(one.id, one.value, one.role) for one in rank(small, "leverage").factors]
    [('a', 2.0, 'driver'), ('b', 1.0, 'both'), ('c', 0.0, 'receiver')]
    """
    budget = budget_of(seconds, clock, reserve=0.9)
    check_bound(limit, "The number to list (--limit)")
    if by not in get_args(Measure):
        raise Refused(Problem(code="A07", message=f"There is no measure “{by}”.",
                              hint=one_of(by, get_args(Measure), most=10)))
    map_ = project.map
    begins, goals = factor_ids(map_, sources), factor_ids(map_, targets)
    if (begins or goals) and by != "betweenness":
        raise Refused(Problem(code="A10", message=f"Ways between two sets of factors are not looked at for {by}.",
                              hint="Leave out --from and --to, or rank by betweenness."))
    if bool(begins) != bool(goals):
        raise Refused(Problem(code="A10", message="Only one of the two sets of factors is given.",
                              hint="Name both --from and --to, or neither."))
    proj = projection_of(map_)
    began = clock()
    values, sample, whole, incoherence = _values(proj, by, begins, goals, budget)
    cost = clock() - began
    ranks = _ranks(values, rising=by == "trophic-level")
    low, high = list(ranks), list(ranks)
    arcs = zip(proj.arcs.starts, proj.arcs.ends, proj.arcs.links, strict=True)
    doubted = {link.id for start, end, link in arcs if link.confidence in _DOUBTED and start != end} if stability else set()
    tested = 0
    for link_id in sorted(doubted):
        left, began = budget.left(), clock()
        if left is not None and left < cost:
            break
        without = projected(dataclasses.replace(map_, links={i: x for i, x in map_.links.items() if i != link_id}))
        again, _, finished, _ = _values(without, by, begins, goals, budget)
        if not finished or budget.spent:
            break
        tested += 1
        cost = clock() - began
        for i, place in enumerate(_ranks(again, rising=by == "trophic-level")):
            low[i], high[i] = min(low[i], place), max(high[i], place)
    order = sorted(range(len(values)), key=lambda i: (ranks[i], i))[:limit]
    factors = tuple(Ranked(
        proj.ids[i], ranks[i], values[i], len(proj.pred[i]), len(proj.succ[i]), _role(proj, i),
        low[i] if tested else None, high[i] if tested else None) for i in order)
    return Ranking(map_, by, limit, len(values), factors, sample, whole, len(doubted), tested, begins, goals,
                   incoherence, len(values) > 1 and len(set(ranks)) == 1)


def _values(
    proj: Projection, by: Measure, begins: tuple[str, ...], goals: tuple[str, ...], budget: Budget
) -> tuple[list[float], int | None, bool, float | None]:
    """Values in order of id, the size of the sample they are estimated from, whether all was counted, the
    incoherence.
    """
    if by == "betweenness":
        if begins:
            values, sample = centrality.betweenness_between(
                proj, [proj.at[i] for i in begins], [proj.at[i] for i in goals], budget)
        else:
            values, sample = centrality.betweenness(proj, budget)
        return values, sample, True, None
    if by in ("harmonic-in", "harmonic-out"):
        values, whole = centrality.harmonic(proj, up=by == "harmonic-in", budget=budget)
        return values, None, whole, None
    if by == "trophic-level":
        values, incoherence = centrality.levels(proj)
        return values, None, True, incoherence
    simple: dict[str, Callable[[int], float]] = {
        "in": lambda i: float(len(proj.pred[i])), "out": lambda i: float(len(proj.succ[i])),
        "leverage": lambda i: len(proj.succ[i]) / max(len(proj.pred[i]), 1)}
    return [simple[by](i) for i in range(len(proj.ids))], None, True, None


def _ranks(values: list[float], *, rising: bool) -> list[int]:
    """Places from 1; values that agree to nine digits share a place."""
    keys = [round(value if rising else -value, 9) for value in values]
    first: dict[float, int] = {}
    for place, key in enumerate(sorted(keys), 1):
        first.setdefault(key, place)
    return [first[key] for key in keys]


def _role(proj: Projection, i: int) -> Role:
    if proj.succ[i]:
        return "both" if proj.pred[i] else "driver"
    return "receiver" if proj.pred[i] else "alone"


def _number(value: float) -> str:
    return f"{value:.0f}" if value == int(value) and value >= 1 else f"{value:.3g}"
