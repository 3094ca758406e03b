"""What to find out: which one or two links, if evidence were found for them, would back most influences throughout.

An influence is backed where one path has evidence of the grade asked on every link. For each link that falls short, those
influences are counted that its evidence alone would back; then for every two links together. Links are counted as they stand in the
file, so a link of a whole layer may back many at once: split it first, then ask about its parts.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import Budget, Clock, budget_of, count_of
from sysmap.analysis.projection import Projection, projection_of
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import LAYER_PREFIX, Map
from sysmap.core.sentences import join_words, link_name
from sysmap.questions.margin import OnRung
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Parameter, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.registry.rungs import Rung, counts_on
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.data import Ends
from sysmap.questions.shared.starts_and_outcomes import pairs_of

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["FindOut", "Lift", "find_out"]

_LISTED, _TOLD = 10, 3


class LiftData(TypedDict):
    """Links whose evidence would back influences, as data."""

    links: Annotated[list[str], "one link, or two together"]
    count: Annotated[int, "how many influences that would back"]
    pairs: Annotated[list[Ends], "which ones"]


class FindOutData(TypedDict):
    """What to find out, as data."""

    rung: Annotated[Rung, "the evidence asked on every link of a path: strong, moderate or weak"]
    starts: Annotated[list[str], "where influence begins"]
    outcomes: Annotated[list[str], "the outcomes asked about"]
    influences: Annotated[int, "how many pairs of a start and an outcome are joined by a path"]
    backed: Annotated[int, "how many of them have a path with such evidence on every link"]
    complete: Annotated[bool, "whether the time sufficed to try every two links"]
    single: Annotated[list[LiftData], "single links, those that would back most first"]
    double: Annotated[list[LiftData], "two links together that would back more than both alone, no more than 10"]


@dataclass(frozen=True, slots=True)
class Lift:
    """Links whose evidence would back influences, and which."""

    links: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FindOut(Answer):
    """What to find out first: the links whose evidence would back most influences throughout."""

    rung: Rung
    starts: tuple[str, ...]
    outcomes: tuple[str, ...]
    influences: tuple[tuple[str, str], ...] = field(repr=False)
    backed: tuple[tuple[str, str], ...] = field(repr=False)
    single: tuple[Lift, ...]
    double: tuple[Lift, ...]
    complete: bool

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links that are worth finding out about."""
        return tuple(dict.fromkeys(link for one in (*self.single, *self.double) for link in one.links))

    @property
    def used_factors(self) -> tuple[str, ...]:
        """The starts and the outcomes."""
        return (*self.starts, *self.outcomes)

    @property
    def submap(self) -> Map:
        """Those links, with the starts and outcomes, as a map."""
        proj, own = projection_of(self.map), set(self.used_links)
        pairs = {proj.named(pair) for pair, link in zip(proj.pairs, proj.arcs.links, strict=True) if link.id in own}
        return cut(self.map, {*self.starts, *self.outcomes, *(id_ for pair in pairs for id_ in pair)}, pairs, title="What to find out",
                   rule="The links whose evidence would back most influences.")

    def words(self) -> str:
        """How much is backed, and what to find out first."""
        if not self.influences:
            return "No start reaches an outcome on this map, so there is nothing to back."
        if len(self.influences) == 1:
            head = f"The one influence of a start on an outcome is {'' if self.backed else 'not '}"
        else:
            head = (f"{len(self.backed) or 'None'} of the {len(self.influences)} influences of {count_of(len(self.starts), 'start')} on "
                    f"{count_of(len(self.outcomes), 'outcome')} {'are' if len(self.backed) > 1 else 'is'} ")
        parts = [f"{head}backed by {self.rung} evidence or better on every link of a path."]
        if len(self.backed) == len(self.influences):
            return " ".join([*parts, "There is nothing left to find out on this step of the evidence."])
        if self.single:
            first, *rest = self.single
            parts.append(f"Evidence for one link alone, {self._names(first)}, would back {count_of(len(first.pairs), 'more influence')}"
                         + (f"; no other link alone would back more than {len(rest[0].pairs)}." if rest else "; no other link alone would."))
        else:
            parts.append("Evidence for no single link would back another.")
        if self.double:
            best = self.double[0]
            parts.append(f"The best two, {self._names(best)}, would together back {len(best.pairs)}.")
        if any(end.startswith(LAYER_PREFIX) for id_ in self._told for end in (self.map.links[id_].from_, self.map.links[id_].to)):
            parts.append("A link of a whole layer says many things at once: split it first, then ask about its parts.")
        if not self.complete:
            parts.append("The search stopped at its time limit: other two links may do better.")
        return " ".join(parts)

    @property
    def _told(self) -> list[str]:
        return [link for one in (*self.single[:1], *self.double[:1]) for link in one.links]

    def _names(self, lift: Lift) -> str:
        return join_words([link_name(self.map, self.map.links[link]) for link in lift.links])

    def data(self) -> FindOutData:
        """The answer as plain data."""
        return {"rung": self.rung, "starts": list(self.starts), "outcomes": list(self.outcomes), "influences": len(self.influences),
                "backed": len(self.backed), "complete": self.complete, "single": [_lift_data(one) for one in self.single],
                "double": [_lift_data(one) for one in self.double]}

    def rows(self) -> list[dict[str, Any]]:
        """One row a link or two links."""
        return [{"links": ", ".join(one.links), "backs": len(one.pairs), "outcomes": ", ".join(sorted({end for _, end in one.pairs}))}
                for one in (*self.single, *self.double)]

    def table(self) -> Table:
        """The same for people."""
        return Table(("would back", "evidence for", "at outcomes"), tuple(
            (str(row["backs"]), row["links"], row["outcomes"]) for row in self.rows()))


def _lift_data(one: Lift) -> LiftData:
    return {"links": list(one.links), "count": len(one.pairs), "pairs": [{"from": start, "to": end} for start, end in one.pairs]}


_Starts = Annotated[Iterable[str] | None, Parameter(
    "factors", "Where influence begins; the usual starts where not given (see whatif).", metavar="FACTOR", flags=("--from",))]
_Outcomes = Annotated[Iterable[str] | None, Parameter(
    "factors", "The outcomes asked about; the usual ones where not given.", metavar="FACTOR", flags=("--on",))]


@question("reliance", "Which one or two links, if evidence were found for them, would back most influences throughout.",
          answers="Where would one more piece of evidence help most?",
          cannot="Whether evidence can be had, at what cost, or what it would show.",
          source="The project's own, on max-min evidence (see ladder)",
          examples=("",))
def find_out(
    project: Project, *, rung: OnRung = "weak", starts: _Starts = None, outcomes: _Outcomes = None, seconds: Seconds = 5.0,
    grades: Mapping[str, str] | None = None, clock: Clock = time.perf_counter,
) -> FindOut:
    """Which links to find out about first.

    Parameters
    ----------
    project : the map, or what holds it.
    rung : the evidence asked on every link of a path: strong, moderate or weak (``all`` asks for none, and all is backed).
    starts, outcomes : as for `whatif`.
    seconds : how long to try two links together. None for no limit.
    grades : how well each link is observed, where it is not to be what the project's registers say.
    clock : for tests.

    Raises
    ------
    Refused : an unknown or retired factor.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity="positive") for k in ("a->b", "b->c", "b->d")}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abcd"}, links=links)
    >>> found = find_out(small, grades={"b->c": "weak", "b->d": "strong"})
    >>> [(one.links, len(one.pairs)) for one in found.single]
    [(('a->b',), 2)]
    """
    budget = budget_of(seconds, clock)
    begins, ends = pairs_of(project, starts, outcomes)
    proj = projection_of(project.map)
    counts = counts_on(project, rung, grades)
    search = _Search(proj, begins, ends, counts_links={link.id for link in proj.arcs.links if counts(link.id)})
    influences, backed = search.reached({link.id for link in proj.arcs.links}), search.reached(())
    lifted: list[Lift] = []
    for link in search.missing:
        more = search.reached((link,)) - backed
        if more:
            lifted.append(Lift((link,), tuple(sorted(more))))
    lifted.sort(key=_order)
    double, complete = _doubles(search, backed, lifted, budget)
    return FindOut(project.map, rung, begins, ends, tuple(sorted(influences)), tuple(sorted(backed)), tuple(lifted), double, complete,
                   grades=grades)


def _order(one: Lift) -> tuple[int, tuple[str, ...]]:
    return -len(one.pairs), one.links


def _doubles(
    search: _Search, backed: set[tuple[str, str]], single: list[Lift], budget: Budget
) -> tuple[tuple[Lift, ...], bool]:
    """The best sets of two links that together back more than both alone."""
    alone = {one.links[0]: set(one.pairs) for one in single}
    found: list[Lift] = []
    for a, b in combinations(search.missing, 2):
        if budget.now_spent():
            return tuple(sorted(found, key=_order)[:_LISTED]), False
        more = search.reached((a, b)) - backed
        if len(more) > len(alone.get(a, set()) | alone.get(b, set())) or (a in alone and b in alone and more):
            found.append(Lift((a, b), tuple(sorted(more))))
    return tuple(sorted(found, key=_order)[:_LISTED]), True


class _Search:
    """Which outcomes starts reach over the links that count and some more."""

    def __init__(self, proj: Projection, starts: Iterable[str], ends: Iterable[str], counts_links: Collection[str]) -> None:
        self.proj = proj
        self.starts = [proj.at[id_] for id_ in starts]
        self.ends = {proj.at[id_] for id_ in ends}
        self.counting = counts_links
        near = proj.distances(self.starts)
        up = proj.distances(self.ends, up=True)
        self.arcs: dict[str, list[tuple[int, int]]] = {}
        size = len(proj.ids)
        for pair, link in zip(proj.pairs, proj.arcs.links, strict=True):
            start, end = divmod(pair, size)
            if start != end and start in near and end in up:
                self.arcs.setdefault(link.id, []).append((start, end))
        self.missing = sorted(set(self.arcs) - set(counts_links))
        self.base = self._rows(link for link in self.arcs if link in counts_links)

    def _rows(self, links: Iterable[str]) -> dict[int, list[int]]:
        rows: dict[int, list[int]] = {}
        for link in links:
            for start, end in self.arcs[link]:
                rows.setdefault(start, []).append(end)
        return rows

    def reached(self, more: Iterable[str]) -> set[tuple[str, str]]:
        """The pairs that are joined over the links that count and these."""
        extra = self._rows(link for link in more if link in self.arcs)
        found = set()
        for start in self.starts:
            seen = {start}
            stack = [start]
            while stack:
                here = stack.pop()
                for there in (*self.base.get(here, ()), *extra.get(here, ())):
                    if there not in seen:
                        seen.add(there)
                        stack.append(there)
            found |= {(self.proj.ids[start], self.proj.ids[end]) for end in seen & self.ends if end != start}
        return found
