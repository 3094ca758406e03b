"""When a change can first be felt: not before, and by when at the latest, from the delays that people gave."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import count_of, label_of, name_of
from sysmap.analysis.dynamics.delays import RANKS, Arrival, arrivals
from sysmap.analysis.dynamics.scales import DAYS, Span, delays_of
from sysmap.analysis.names import different, factor_id
from sysmap.analysis.projection import projection_of
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.sentences import join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import From, Parameter
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.settling.scope import NoAnswer, NoAnswerData, named_list

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Earliest", "earliest"]

_SHOWN = 4


class ArrivalData(TypedDict):
    """When a change can first be felt at a factor, as data."""

    id: str
    label: str
    not_before: Annotated[float, "days before which nothing can be felt; 0 where nothing is said"]
    at_latest: Annotated[float | None, "days by which something is felt at the latest, if the map is right; null where that is not known"]
    raises: Annotated[float | None, "days before which nothing can be felt that raises it; null where no way does"]
    lowers: Annotated[float | None, "days before which nothing can be felt that lowers it; null where no way does"]
    delay: Annotated[str | None, "a delay that every way there has at least one of (short, medium or long, or longer); null: none is said"]
    way: Annotated[list[str], "a way that takes no longer than the lower bound, by what is said"]


class EarliestData(TypedDict):
    """When a change can first be felt, as data."""

    start: Annotated[str, "the factor that changes"]
    spans: Annotated[dict[str, list[float | None]], "days of each delay word as the file declares it, least and most; null: no bound"]
    undeclared: Annotated[list[str], "delay words on the map for which the file declares no span"]
    without: Annotated[int, "how many links have no stated delay"]
    no_answer: Annotated[NoAnswerData | None, "why there is no answer; null where there is one"]
    complete: Annotated[bool, "always true: the bounds are found for every factor"]
    count: Annotated[int, "how many factors there are"]
    factors: Annotated[list[ArrivalData], "the factors asked about, the soonest first, then by id"]


@dataclass(frozen=True)
class Earliest(Answer):
    """When a change can first be felt: bounds in days for each factor downstream, the soonest first."""

    start: str
    arrivals: Mapping[str, Arrival]
    spans: Mapping[str, Span]
    undeclared: tuple[str, ...]
    without: int
    no_answer: NoAnswer | None
    ids: tuple[str, ...] = field(repr=False)

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links on the ways that the lower bounds come from."""
        return projection_of(self.map).links_between(self._pairs)

    @property
    def used_factors(self) -> set[str]:
        """The start and the factors on those ways."""
        return {self.start} | {self.ids[i] for one in self.arrivals.values() for i in one.way}

    @property
    def _pairs(self) -> set[tuple[str, str]]:
        return {(self.ids[a], self.ids[b]) for one in self.arrivals.values() for a, b in zip(one.way, one.way[1:], strict=False)}

    @property
    def submap(self) -> Map:
        """The ways that the lower bounds come from, as a map."""
        return cut(self.map, self.used_factors, self._pairs, title=f"When {name_of(self.map, self.start)} can first be felt",
                   rule="The ways that can be felt first, by the delays that are said.")

    def words(self) -> str:
        """Not before, by when at the latest, and what is not said."""
        if self.no_answer:
            return self.no_answer.explain()
        name = name_of(self.map, self.start)
        if len(self.arrivals) == 1:
            parts = [f"When is a change of {name} felt?", self._sentence(*next(iter(self.arrivals.items())))]
        else:
            sure = sum(1 for one in self.arrivals.values() if one.low or one.rank)
            parts = [f"A change of {name} is felt at {count_of(len(self.arrivals), 'factor')}; for {sure or 'none'} of them the map says "
                     "that it takes some time."]
            parts += [self._sentence(id_, one) for id_, one in list(self.arrivals.items())[-_SHOWN:][::-1] if one.low or one.rank]
        turned = [id_ for id_, one in self.arrivals.items() if one.raises is not None and one.lowers is not None and one.raises != one.lowers]
        if turned:
            parts.append(f"What comes first may be the opposite of what comes later at {named_list(self.map, turned)}.")
        if self.undeclared:
            parts.append(f"The file declares no span for {join_words(list(self.undeclared))}: under scales it may say what "
                         f"{'they mean' if len(self.undeclared) > 1 else 'it means'}, such as long: 1 to 3 years.")
        if self.without:
            parts.append(f"{count_of(self.without, 'link').capitalize()} of the map {'has' if self.without == 1 else 'have'} no stated delay "
                         "and may take any time, from none at all.")
        return " ".join([*parts, "These are bounds on what is felt first, not on when an effect is complete."])

    def _sentence(self, id_: str, one: Arrival) -> str:
        name = name_of(self.map, id_)
        way = " → ".join(name_of(self.map, self.ids[i]) for i in one.way)
        said = []
        if one.low:
            said.append(f"not before {_time(one.low)}")
        if math.isfinite(one.high):
            said.append(f"within {_time(one.high)} at the latest")
        if one.rank:
            said.append(f"after at least one {RANKS[one.rank - 1]}{' or longer' if one.rank < len(RANKS) else ''} delay, on every way there")
        return f"At {name} it is felt {join_words(said) if said else 'at a time that nobody said'} (first through {way})."

    def data(self) -> EarliestData:
        """The answer as plain data."""
        return {
            "start": self.start,
            "spans": {word: [span.low, span.high if math.isfinite(span.high) else None] for word, span in self.spans.items()},
            "undeclared": list(self.undeclared), "without": self.without,
            "no_answer": self.no_answer.data() if self.no_answer else None, "complete": True, "count": len(self.arrivals),
            "factors": [{
                "id": id_, "label": label_of(self.map, id_), "not_before": one.low,
                "at_latest": one.high if math.isfinite(one.high) else None, "raises": one.raises, "lowers": one.lowers,
                "delay": RANKS[one.rank - 1] if one.rank else None, "way": [self.ids[i] for i in one.way]}
                for id_, one in self.arrivals.items()],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a factor."""
        return [{**one, "way": " → ".join(one["way"])} for one in self.data()["factors"]]

    def table(self) -> Table:
        """The bounds in units that people use."""
        return Table(("id", "not before", "at the latest", "raises after", "lowers after", "at least one", "factor"), tuple(
            (one["id"], _time(one["not_before"]) if one["not_before"] else "not said",
             _time(one["at_latest"]) if one["at_latest"] is not None else "not said",
             *("never" if value is None else _time(value) if value else "not said" for value in (one["raises"], one["lowers"])),
             one["delay"] or "", one["label"]) for one in self.data()["factors"]))


def _time(days: float) -> str:
    """A number of days in the largest unit of which there is at least one.

    >>> _time(365.25), _time(42), _time(45.65625), _time(3), _time(0)
    ('1 year', '6 weeks', '1.5 months', '3 days', 'no time')
    """
    if days <= 0:
        return "no time"
    whole = [unit for unit in ("year", "month", "week") if days >= DAYS[unit] and abs(days / DAYS[unit] - round(days / DAYS[unit])) < 0.01]
    unit = whole[0] if whole else next((unit for unit in ("year", "month", "week") if days >= DAYS[unit]), "day")
    number = f"{days / DAYS[unit]:.1f}".removesuffix(".0")
    return f"{number} {unit}{'' if number == '1' else 's'}"


_OneEnd = Annotated[str | None, Parameter("factor", "Only when it can be felt at this factor.", metavar="TO", flags=("--to",))]


@question("dynamics", "When a change of FROM can first be felt: not before, and by when at the latest, by the delays on the map.",
          answers="When can a change show at the earliest?",
          cannot="When it will show: delays are words that people gave, and only bounds follow.",
          source="Bounds over delays, the project's own; delays: Barbrook-Johnson & Penn 2022, ch. 4",
          examples=("trust --to health",))
def earliest(project: Project, start: From, *, to: _OneEnd = None) -> Earliest:
    """When a change can first be felt: bounds from the delays of links.

    A way takes as long as its links together. What the file means by a short, a medium and a long delay stands under its `scales`
    (`long: 1 to 3 years`); without that the answer says which delay every way has at least one of. A link without a stated delay
    may take any time, from none at all: it proves nothing, and is never taken for no delay where an upper bound is asked for.
    Bounds are found by sign too: what is felt first may be the opposite of what comes later.

    Parameters
    ----------
    project : the map, or what holds it.
    start : the factor that changes, by id, label or alias.
    to : only when it can be felt at this factor; at every factor that it influences where not given.

    Returns
    -------
    Earliest : with the reason where there is no answer.

    Raises
    ------
    Refused : an unknown or retired factor, both ends the same, spans that run against their words.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], delay="long") for k in ("a->b", "b->c")}
    >>> chain = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links,
    ...             scales={"long": "1 to 3 years"})
    >>> [(id_, one.low, one.high) for id_, one in earliest(chain, "a").arrivals.items()]
    [('b', 365.25, 1095.75), ('c', 730.5, 2191.5)]
    """
    map_ = project.map
    proj = projection_of(map_)
    here = factor_id(map_, start)
    there = None if to is None else factor_id(map_, to)
    if there is not None:
        different(map_, here, there)
    spans = delays_of(map_.scales)
    said = {link.delay for link in proj.arcs.links if link.delay}
    undeclared = tuple(word for word in RANKS if word in said and word not in spans)
    without = len({link.id for link in proj.arcs.links if not link.delay})
    found = arrivals(proj, proj.at[here], spans)
    wanted = {proj.ids[i]: one for i, one in found.items() if there in (None, proj.ids[i])}
    ordered = dict(sorted(wanted.items(), key=lambda item: (item[1].low, item[1].rank, item[0])))
    return Earliest(map_, here, ordered if said else {}, spans, undeclared, without,
                    _nothing(map_, here, there, bool(said), bool(wanted)), proj.ids)


def _nothing(map_: Map, start: str, end: str | None, said: bool, reached: bool) -> NoAnswer | None:
    if not reached:
        where = name_of(map_, end) if end else "any other factor"
        return NoAnswer("no-path", f"{name_of(map_, start)} does not influence {where}, so there is nothing to wait for.",
                        "Ask downstream for what it does influence.")
    if not said:
        return NoAnswer("no-delay", "There is no answer of this kind: no link of the map says how long its effect takes.",
                        "Give links a delay (short, medium or long), and say under scales what the words mean.")
    return None
