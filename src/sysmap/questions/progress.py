"""Progress along a pathway: of each link, whether what it says leads and what it says follows have moved.

An indicator shows that something moved, never why. That a cause moved and its effect did too is what the theory leads one to expect;
it is also what a third cause of both, or chance, would show. So the answer says what moved and what did not, which is where to look,
and attributes nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict, get_args

from sysmap.analysis.base import name_of
from sysmap.contribution.indicator_trend import IndicatorStanding, standing_of_indicator, watched
from sysmap.core.graph import graph_of, steps_from
from sysmap.core.map import Map
from sysmap.core.sentences import count_text, join_words
from sysmap.questions.between import between
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["FactorMovement", "LinkProgress", "Progress", "progress"]

Moved = Literal["up", "down", "same", "indicators differ", "no data"]
Found = Literal[
    "both moved as the link says", "both moved, against the link", "both moved", "cause moved, effect did not",
    "effect moved, cause did not", "neither moved", "no data on the cause", "no data on the effect", "no data"]
_ORDER: tuple[Found, ...] = get_args(Found)


class IndicatorProgressData(TypedDict):
    """An indicator as data."""

    id: str
    label: str
    sentence: Annotated[str, "how it stands"]
    moved: Annotated[str, "up, down, same, or no data"]
    travelled: Annotated[float | None, "share of the way from the baseline to the target"]


class FactorMovementData(TypedDict):
    """What the indicators of a factor show, as data."""

    id: str
    label: str
    moved: Annotated[Moved, "which way the factor moved by its indicators"]
    indicators: Annotated[list[IndicatorProgressData], "the indicators that watch it"]


class LinkProgressData(TypedDict):
    """A link on the way, as data."""

    link: Annotated[str, "the link's id"]
    cause: Annotated[str, "the factor that leads"]
    effect: Annotated[str, "the factor that follows"]
    found: Annotated[Found, "what moved"]


class ProgressData(TypedDict):
    """Progress along a pathway, as data."""

    start: Annotated[str | None, "where the pathway starts; null for the whole map"]
    end: Annotated[str | None, "where it ends; null for the whole map"]
    counts: Annotated[dict[str, int], "how many links were found so"]
    links: Annotated[list[LinkProgressData], "the links on the way, those nearest to the start (or to what nothing leads to) first, then by id"]
    factors: Annotated[list[FactorMovementData], "the factors on the way that have an indicator"]


@dataclass(frozen=True, slots=True)
class FactorMovement:
    """What the indicators of a factor show together."""

    factor: str
    moved: Moved
    standings: tuple[IndicatorStanding, ...]


@dataclass(frozen=True, slots=True)
class LinkProgress:
    """A link with what moved at its ends."""

    link: str
    cause: str
    effect: str
    found: Found


@dataclass(frozen=True)
class Progress(Answer):
    """What moved along a pathway, link by link; `start` and `end` are None for the whole map."""

    start: str | None
    end: str | None
    links: tuple[LinkProgress, ...] = field(repr=False)
    factors: tuple[FactorMovement, ...] = field(repr=False)

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links on the way."""
        return tuple(one.link for one in self.links)

    @property
    def used_factors(self) -> tuple[str, ...]:
        """The factors at their ends."""
        return tuple(dict.fromkeys(end for one in self.links for end in (one.cause, one.effect)))

    @property
    def counts(self) -> dict[str, int]:
        """How many links were found so, in a fixed order."""
        found = Counter(one.found for one in self.links)
        return {name: found[name] for name in _ORDER if found[name]}

    def words(self) -> str:
        """How many links have moved at which end, where it stops, and what that does not mean."""
        where = (f"Between {name_of(self.map, self.start)} and {name_of(self.map, self.end)}" if self.start and self.end
                 else "On this map")
        if not self.links:
            return f"{where} there is no link."
        bare = sum(count for name, count in self.counts.items() if name.startswith("no data"))
        both = len(self.links) - bare or "none"
        parts = [f"{where} there are {count_text(len(self.links), 'link')}; indicators show both ends of {both} of them."]
        told = [f"{name} ({count})" for name, count in self.counts.items() if not name.startswith("no data")]
        if told:
            parts.append(f"{join_words(told)[0].upper()}{join_words(told)[1:]}.")
        stopped = [one for one in self.links if one.found == "cause moved, effect did not"]
        parts += [f"It stops at the link from {name_of(self.map, one.cause)} to {name_of(self.map, one.effect)}: the first moved, the "
                  "second has not." for one in stopped[:5]]
        differ = [one.factor for one in self.factors if one.moved == "indicators differ"]
        if differ:
            parts.append(f"The indicators of {join_words([name_of(self.map, id_) for id_ in differ[:5]])} point different ways.")
        parts.append("That cause and effect moved is what the theory leads one to expect, and no evidence that the one moved the other.")
        return " ".join(parts)

    def data(self) -> ProgressData:
        """The answer as plain data."""
        return {
            "start": self.start, "end": self.end, "counts": self.counts,
            "links": [{"link": one.link, "cause": one.cause, "effect": one.effect, "found": one.found} for one in self.links],
            "factors": [{"id": one.factor, "label": self.map.factors[one.factor].label, "moved": one.moved, "indicators": [
                {"id": held.indicator.id, "label": held.indicator.label, "sentence": held.words, "moved": held.moved,
                 "travelled": held.travelled} for held in one.standings]} for one in self.factors]}

    def rows(self) -> list[dict[str, Any]]:
        """One row a link."""
        return [{"link": one.link, "cause": one.cause, "effect": one.effect, "found": one.found} for one in self.links]

    def table(self) -> Table:
        """One row a link, with how its ends moved."""
        moved = {one.factor: one for one in self.factors}
        return Table(("cause", "", "effect", "", "found"), tuple(
            (one.cause, _shown(moved.get(one.cause)), one.effect, _shown(moved.get(one.effect)), one.found) for one in self.links))


def _shown(one: FactorMovement | None) -> str:
    if one is None or one.moved == "no data":
        return "–"
    return {"up": "↑", "down": "↓", "same": "=", "indicators differ": "↕"}[one.moved]


def _movement(factor: str, standings: tuple[IndicatorStanding, ...]) -> FactorMovement:
    turned = {"up": "down", "down": "up"}
    ways = {turned.get(one.moved, one.moved) if one.indicator.inverse else one.moved for one in standings if one.moved != "no data"}
    if not ways:
        return FactorMovement(factor, "no data", standings)
    moving = ways - {"same"}
    way: Any = "indicators differ" if len(moving) > 1 else next(iter(moving)) if moving else "same"
    return FactorMovement(factor, way, standings)


def _found(cause: Moved, effect: Moved, polarity: str) -> Found:
    if cause == "no data" or effect == "no data":
        return "no data" if cause == effect else "no data on the cause" if cause == "no data" else "no data on the effect"
    if cause == "same":
        return "neither moved" if effect == "same" else "effect moved, cause did not"
    if effect == "same":
        return "cause moved, effect did not"
    if "indicators differ" in (cause, effect) or polarity not in ("positive", "negative"):
        return "both moved"
    return "both moved as the link says" if (cause == effect) == (polarity == "positive") else "both moved, against the link"


def moved_along(part: Map, project: Project, start: str | None = None) -> tuple[tuple[LinkProgress, ...], tuple[FactorMovement, ...]]:
    """Links of a part of a map with what moved at their ends, and the factors that have an indicator.

    Both stand in the order of their distance from the start (without one, from the factors that nothing leads to), then by id: not in
    that in which they happen to be written.
    """
    by_factor = watched(one for file in project.monitoring for one in file.indicators.values())
    graph = graph_of(part, group_links=False)
    sources = [id_ for id_, arcs in graph.into.items() if all(arc.from_ == id_ for arc in arcs)]
    steps = steps_from(graph, sources if start is None else [start])

    def near(factor: str) -> int:
        return steps.get(factor, len(graph.factors))

    factors = {id_: _movement(id_, tuple(standing_of_indicator(one) for one in by_factor[id_]))
               for id_ in sorted(graph.factors, key=lambda id_: (near(id_), id_)) if id_ in by_factor}
    links = []
    for arc in sorted(graph.arcs, key=lambda arc: (near(arc.from_), arc.link.id)):
        if arc.from_ != arc.to:
            cause, effect = (factors[end].moved if end in factors else "no data" for end in (arc.from_, arc.to))
            links.append(LinkProgress(arc.link.id, arc.from_, arc.to, _found(cause, effect, arc.link.polarity)))
    return tuple(links), tuple(factors.values())


@question("evidence", "What moved along the way from FROM to TO (or on the whole map), by the indicators.", about_a_part=False,
          answers="What has moved along the way, and where does it stop?",
          cannot="Why anything moved. That cause and effect both moved is no evidence that the one moved the other.",
          source="The project's own; on what a theory lets one expect: Mayne 2008, ILAC Brief 16",
          examples=("advice health",))
def progress(
    project: Project,
    start: Annotated[str | None, Parameter("factor", "Where the pathway starts.", metavar="[FROM]")] = None,
    end: Annotated[str | None, Parameter("factor", "Where the pathway ends.", metavar="[TO]")] = None,
) -> Progress:
    """What moved along a pathway: of each link, whether its cause and its effect moved, by the indicators that watch them.

    Links of a whole layer are left out, for an indicator watches a factor, and links of a factor to itself.

    Parameters
    ----------
    project : the map with its indicators, or what holds it.
    start : the factor where the pathway starts; without it the whole map is looked at.
    end : the factor where it ends.

    Raises
    ------
    Refused : an unknown or retired factor, only one of the two, or both the same.
    """
    from sysmap.core.problem import Problem, Refused

    if start is None and end is None:
        return Progress(project.map, None, None, *moved_along(project.map, project))
    if start is None or end is None:
        raise Refused(Problem(code="A18", message="A pathway has a start and an end.", hint="Name both, or neither for the whole map."))
    found = between(project, start, end)
    first, last = found.of
    return Progress(project.map, first, last, *moved_along(found.submap, project, first))
