"""What a factor holds together: the influences between other factors that pass through it and nowhere else.

Losing a factor is not the same as having less of it: this tells how much hangs on it, and forecasts nothing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import Budget, Clock, budget_of, count_of, label_of, name_of
from sysmap.analysis.components import groups_of
from sysmap.analysis.names import factor_id, factor_ids
from sysmap.analysis.projection import Projection, projection_of
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.sentences import list_text
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Factor, Parameter, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Loss", "LossData", "OnlyThrough", "loss_data", "only_through"]

Loss = tuple[tuple[str, ...], tuple[str, ...]]
"""Starts that lose the same, and what they lose."""

_TOLD, _NAMED = 4, 6


LossData = TypedDict("LossData", {"from": list[str], "to": list[str]})
"""A loss as data."""


class OnlyThroughData(TypedDict):
    """What is reached only through a factor, as data."""

    through: Annotated[str, "the factor"]
    starts: Annotated[int, "how many factors were asked about, or reach it"]
    complete: Annotated[bool, "whether the time sufficed to find out; if not, nothing is listed"]
    count: Annotated[int, "how many pairs of a start and an end hang on it"]
    lost: Annotated[list[LossData], "starts that would lose the same, and what they would lose"]


@dataclass(frozen=True)
class OnlyThrough(Answer):
    """What would be lost without a factor: those influences between other factors that only pass through it.

    `losses` puts together the starts that lose the same factors, the first by id first; `starts` are all that were
    asked about, also those that lose nothing.
    """

    through: str
    starts: tuple[str, ...]
    losses: tuple[Loss, ...]
    complete: bool = True

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links between the factor and what hangs on it."""
        return projection_of(self.map).links_between(self._pairs)

    @property
    def used_factors(self) -> set[str]:
        """The factor and what hangs on it."""
        return {self.through, *(id_ for starts, ends in self.losses for id_ in (*starts, *ends))}

    @property
    def _pairs(self) -> set[tuple[str, str]]:
        proj, ids = projection_of(self.map), self.used_factors
        return {(proj.ids[i], proj.ids[j]) for i in map(proj.at.__getitem__, sorted(ids)) for j in proj.succ[i]
                if proj.ids[j] in ids}

    @property
    def lost(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """For each start asked about, the factors it reaches with the factor in place and not without it."""
        by_start = {start: ends for starts, ends in self.losses for start in starts}
        return tuple((start, by_start.get(start, ())) for start in self.starts)

    @property
    def count(self) -> int:
        """How many pairs of a start and an end are joined only through the factor."""
        return sum(len(starts) * len(ends) for starts, ends in self.losses)

    @property
    def submap(self) -> Map:
        """The factor with everything that is only reached through it, as a map."""
        return cut(self.map, self.used_factors, self._pairs, title=f"What only passes through {label_of(self.map, self.through)}",
                   rule=f"Factors that are reached only through {name_of(self.map, self.through)}, and from where.")

    def words(self) -> str:
        """What each start would no longer reach."""
        name = name_of(self.map, self.through)
        if not self.complete:
            return f"The search stopped at its time limit before it was known what only passes through {name}."
        if not self.losses:
            return (f"Nothing depends on {name} alone: without it every start asked about still reaches what it "
                    "reached.")
        told = [f"{named(self.map, starts)} {'reaches' if len(starts) == 1 else 'reach'} {named(self.map, ends)} only "
                f"through {name}." for starts, ends in self.losses[:_TOLD]]
        if len(self.losses) > _TOLD:
            told.append(f"The table has {count_of(len(self.losses) - _TOLD, 'more group')} of factors that lose the same.")
        told.append(f"{count_of(self.count, 'pair')} of factors {'hangs' if self.count == 1 else 'hang'} on it. Losing a "
                    "factor is not the same as having less of it: this is exposure, no forecast.")
        return " ".join(told)

    def data(self) -> OnlyThroughData:
        """The answer as plain data."""
        return {"through": self.through, "starts": len(self.starts), "complete": self.complete, "count": self.count,
                "lost": loss_data(self.losses)}

    def rows(self) -> list[dict[str, Any]]:
        """One row a pair."""
        return [{"from": start, "to": end} for starts, ends in self.losses for start in starts for end in ends]

    def table(self) -> Table:
        """One row for the starts that lose the same."""
        return Table(("from", "no longer reached"), tuple(
            (list_text(starts, _NAMED), list_text(ends, _NAMED)) for starts, ends in self.losses))


_Starts = Annotated[Iterable[str] | None, Parameter(
    "factors", "Only what starts here, e.g. an activity.", metavar="FACTOR", flags=("--from",))]


@question("reliance", "What is reached only through FACTOR: what would be lost without it.",
          answers="What would be lost without this factor?",
          cannot="What happens if there is only less of it.",
          source="Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("advice",))
def only_through(
    project: Project, through: Factor, starts: _Starts = None, *, seconds: Seconds = 5.0,
    clock: Clock = time.perf_counter,
) -> OnlyThrough:
    """What can only be reached through a factor: what would be lost without it.

    Parameters
    ----------
    project : the map, or what holds it.
    through : the factor, by id, label or alias.
    starts : where influence comes from, e.g. the activities; every other factor that reaches it where not given.
    seconds : how long to search; without an answer by then, none is given. None for no limit.
    clock : for tests.

    Raises
    ------
    Refused : an unknown or retired factor.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1]) for k in ["a->c", "b->c", "c->d", "b->d", "c->e"]}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abcde"}, links=links)
    >>> only_through(small, "c").losses
    ((('a',), ('d', 'e')), (('b',), ('e',)))
    """
    budget = budget_of(seconds, clock)
    map_ = project.map
    middle = factor_id(map_, through)
    proj = projection_of(map_)
    m = proj.at[middle]
    up = proj.distances([m], up=True)
    if starts is None:
        begins = [i for i in sorted(up) if i != m]
    else:
        begins = [proj.at[id_] for id_ in factor_ids(map_, starts) if id_ != middle]
    down = sum(1 << i for i in proj.distances([m]) if i != m)
    reached = _reached_without(proj, m, budget) if down else {}
    losing: dict[int, list[int]] = {}
    for x in begins if reached is not None else ():
        if x in up and down and reached is not None:
            losing.setdefault(down & ~reached[x], []).append(x)
    return OnlyThrough(map_, middle, tuple(proj.ids[x] for x in begins), tuple(
        (tuple(proj.ids[x] for x in mine), tuple(proj.ids[i] for i in _members(bits)))
        for bits, mine in losing.items() if bits), reached is not None)


def loss_data(losses: Iterable[Loss]) -> list[LossData]:
    """Losses as plain data."""
    return [{"from": list(starts), "to": list(ends)} for starts, ends in losses]


def named(map_: Map, ids: tuple[str, ...]) -> str:
    """The labels of a few factors, and how many more there are."""
    return list_text((name_of(map_, id_) for id_ in ids[:_NAMED]), _NAMED, len(ids))


def _reached_without(proj: Projection, removed: int, budget: Budget) -> dict[int, int] | None:
    """For every factor the set of factors it reaches without passing one, as bits; itself among them.

    None where the time ran out.
    """
    rows = list(proj.succ)
    rows[removed] = ()
    reached: dict[int, int] = {}
    for group in groups_of(rows):
        if budget.tick(16 * len(group)):
            return None
        bits = 0
        for i in group:
            bits |= 1 << i
        for i in group:
            for j in rows[i]:
                if not bits >> j & 1:
                    bits |= reached[j]
        reached.update(dict.fromkeys(group, bits))
    return reached


def _members(bits: int) -> list[int]:
    """The places of the ones in a number, rising."""
    digits = bin(bits)[:1:-1]
    found, at = [], digits.find("1")
    while at >= 0:
        found.append(at)
        at = digits.find("1", at + 1)
    return found
