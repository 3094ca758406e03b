"""Evidence robustness: how much evidence stands behind an influence, and what a sceptic would have to reject.

Each step has the capacity of its evidence: the number of distinct sources that assert it (or, if asked for, of
claims, which counts a talkative source several times). The largest flow from start to end is how many sources would
have to be rejected for the influence to lose its footing, and the smallest cut names the links at which to do that.
The measure is the one of the Causal Map software; that a causal map is a repository of evidence for pathways is the view
of Powell, Copestake & Remnant (2024, Evaluation 30(1), 100-119).

A flow splices: one source may assert the first link and another the second, and nobody the whole. Where all links
come from one shared conversation that is allowed; in coded interviews it is a trap. So the answer also traces
threads: the sources that assert a whole path by themselves.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import Clock, budget_of, count_of, label_of, name_of
from sysmap.analysis.evidence_flow import CutStep, EvidenceFlow, evidence_flow
from sysmap.analysis.names import different, factor_id, factor_ids
from sysmap.analysis.projection import projection_of
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.sentences import join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Parameter, Seconds, To
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Robustness", "robustness"]

_From = Annotated[str | Iterable[str], Parameter("factor", "Where influence starts.", metavar="FROM")]

CutStepData = TypedDict("CutStepData", {
    "from": str, "to": str, "links": list[str], "sources": list[str],
    "capacity": Annotated[int, "how much evidence the step has, in the unit"]})
"""A step of the smallest cut as data."""


class ThreadData(TypedDict):
    """Who asserts a whole path, as data."""

    source: str
    factors: Annotated[list[str], "the shortest path that this source asserts by itself"]


RobustnessData = TypedDict("RobustnessData", {
    "from": Annotated[str | list[str], "where influence starts; a list where several count together"],
    "to": Annotated[str, "what is influenced"],
    "unit": Annotated[str, "what is counted: source, claim or case"],
    "reachable": Annotated[bool, "whether there is a path at all"],
    "complete": Annotated[bool, "whether the time sufficed"],
    "robustness": Annotated[int | None, "how much would have to be rejected, link by link; null where the time ran out"],
    "cut": Annotated[list[CutStepData], "the links at which to do that"],
    "threads": Annotated[list[ThreadData], "those who assert a whole path"],
    "unsourced": Annotated[list[str], "links on the way for which nobody is named"],
    "sources": Annotated[list[str], "everyone who asserts a link on the way"]})
"""How much evidence an influence rests on, as data."""


@dataclass(frozen=True)
class Robustness(Answer):
    """How much evidence an influence rests on.

    `found` is the evidence on the way; `flow`, in `unit` (source, claim or case), the robustness.
    """

    from_: tuple[str, ...]
    to: str
    unit: str
    found: EvidenceFlow = field(repr=False)

    @property
    def reachable(self) -> bool:
        """Whether there is a path at all."""
        return self.found.reachable

    @property
    def flow(self) -> int | None:
        """The robustness; None where the time ran out."""
        return self.found.flow

    @property
    def cut(self) -> tuple[CutStep, ...]:
        """The links a sceptic must reject."""
        return self.found.cut

    @property
    def threads(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Those who assert a whole path, each with its shortest."""
        return self.found.threads

    @property
    def unsourced(self) -> tuple[str, ...]:
        """The links on the way for which nobody is named."""
        return self.found.unsourced

    @property
    def sources(self) -> tuple[str, ...]:
        """Everyone who asserts a link on the way."""
        return self.found.sources

    @property
    def used_links(self) -> tuple[str, ...]:
        """Every link on the way."""
        return self.found.links

    @property
    def used_factors(self) -> tuple[str, ...]:
        """The starts and the end."""
        return (*self.from_, self.to)

    @property
    def submap(self) -> Map:
        """The links of the smallest cut, as a map."""
        ids = {i for step in self.cut for i in (step.from_, step.to)} | {*self.from_, self.to}
        return cut(self.map, ids, {(step.from_, step.to) for step in self.cut},
                   title=f"What the evidence for {label_of(self.map, self.to)} hangs on",
                   rule=f"The links a sceptic must reject to cut {self._starts()} from {name_of(self.map, self.to)}.")

    @property
    def _noun(self) -> str:
        return "source" if self.unit == "claim" else self.unit

    def words(self) -> str:
        """The number, the cut and the threads, in sentences."""
        a, b = self._starts(), name_of(self.map, self.to)
        if not self.reachable:
            return f"No path leads from {a} to {b}, so there is no evidence to weigh."
        if self.flow is None:
            return f"The search stopped at its time limit before the evidence for the influence of {a} on {b} was weighed."
        parts = []
        if self.flow:
            counted = "each claim counts" if self.unit == "claim" else f"a {self.unit} counts once for each link"
            parts.append(f"The influence of {a} on {b} has an evidence robustness of {self.flow} ({counted}): a sceptic would "
                         f"have to reject {self._rejected()}.")
        else:
            parts.append(f"The influence of {a} on {b} has no robustness: every path has a link for which no "
                         f"{self._noun} is named.")
        if self.threads:
            told = dict.fromkeys(source for source, _ in self.threads)
            assert_ = "asserts" if len(told) == 1 else "assert"
            parts.append(f"{count_of(len(told), self._noun)} {assert_} a whole path: {join_words(told)}.")
        elif self.flow:
            parts.append(f"No single {self._noun} asserts a whole path: the evidence is spliced from several.")
        if len(self.sources) == 1:
            parts.append(f"All of it comes from one {self._noun} ({self.sources[0]}): whoever rejects that, rejects everything.")
        if self.unsourced:
            name = "names" if len(self.unsourced) == 1 else "name"
            parts.append(f"{count_of(len(self.unsourced), 'link')} on the way {name} no {self._noun}.")
        parts.append("This counts evidence; it says nothing about how strong the influence is.")
        return " ".join(parts)

    def data(self) -> RobustnessData:
        """The answer as plain data."""
        return {
            "from": self.from_[0] if len(self.from_) == 1 else list(self.from_), "to": self.to, "unit": self.unit,
            "reachable": self.reachable, "complete": self.flow is not None, "robustness": self.flow,
            "cut": [{"from": s.from_, "to": s.to, "links": list(s.links), "sources": list(s.sources),
                     "capacity": s.capacity} for s in self.cut],
            "threads": [{"source": source, "factors": list(path)} for source, path in self.threads],
            "unsourced": list(self.unsourced), "sources": list(self.sources),
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a step of the smallest cut."""
        return [{"from": s.from_, "to": s.to, "capacity": s.capacity, "sources": ", ".join(s.sources),
                 "links": ", ".join(s.links)} for s in self.cut]

    def table(self) -> Table:
        """The smallest cut for people."""
        return Table(("from", "to", self.unit + "s", "asserted by"), tuple(
            (s.from_, s.to, str(s.capacity), ", ".join(s.sources)) for s in self.cut))

    def _rejected(self) -> str:
        """What the smallest cut consists of, by link; the table has the names."""
        told = []
        for step in self.cut:
            link = f"the link from {name_of(self.map, step.from_)} to {name_of(self.map, step.to)}"
            several = f"what {count_of(len(step.sources), self._noun)} say"
            told.append(f"{several if len(step.sources) > 1 else f'what {join_words(step.sources)} says'} of {link}")
        return join_words(told)

    def _starts(self) -> str:
        return join_words([name_of(self.map, id_) for id_ in self.from_])


_Claims = Annotated[bool, Parameter("flag", "Count claims (links), not sources.", flags=("--claims",))]
_Cases = Annotated[bool, Parameter(
    "flag", "Count the cases whose evidence supports a link, not sources it cites.", flags=("--cases",))]


@question("reliance", "How much evidence the influence of FROM on TO rests on (any length).", examples=("advice health",))
def robustness(
    project: Project, start: _From, end: To, *, claims: _Claims = False, cases: _Cases = False, seconds: Seconds = 5.0,
    sources_by_link: Mapping[str, Collection[str]] | None = None, unit: str | None = None, clock: Clock = time.perf_counter,
) -> Robustness:
    """How much evidence stands behind the influence of one or several factors on another.

    Parameters
    ----------
    project : the map, or what holds it.
    start : one factor, or several that count together, by id, label or alias.
    end : the factor influenced.
    claims : count claims (links) instead of distinct sources.
    cases : count the cases whose evidence supports a link instead of the sources that it cites.
    seconds : time budget; without an answer by then, none is given. None for no limit.
    sources_by_link : ids of those who assert each link, where it is neither of these.
    unit : what is counted, for the sentences, where `sources_by_link` holds something else than sources.
    clock : for tests.

    Raises
    ------
    Refused : an unknown or retired factor, or start and end the same.
    """
    budget = budget_of(seconds, clock)
    map_ = project.map
    starts, goal = factor_ids(map_, start), factor_id(map_, end)
    for id_ in starts:
        different(map_, id_, goal)
    by_link = project.link_cases if cases and sources_by_link is None else sources_by_link
    found = evidence_flow(projection_of(map_), starts, goal, by_link, claims=claims, budget=budget)
    return Robustness(map_, starts, goal, "claim" if claims else "case" if cases else unit or "source", found)
