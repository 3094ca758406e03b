"""Evidence robustness: how much evidence stands behind an influence, and what a sceptic would have to reject.

Two numbers answer two sceptics. The first doubts statement by statement: a source counts once for each link that it states
(with `--claims`, each link counts once; with `--cases`, cases count), and the smallest cut names the links at which that costs
least. The second doubts a source as a whole, and with it all that it says: the fewest sources to reject, by name, found
exactly. A link between two layers is one statement. Evidence for paths of opposite signs is never added up: each sign has its
own numbers. The first measure is the one of the Causal Map software; that a causal map is a repository of evidence for pathways
is the view of Powell, Copestake & Remnant (2024, Evaluation 30(1), 100-119).

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
from sysmap.analysis.evidence_flow import CutStep, EvidenceFlow, SignBacking, evidence_flow
from sysmap.analysis.names import different, factor_id, factor_ids
from sysmap.analysis.projection import projection_of
from sysmap.analysis.rejection import Rejection
from sysmap.analysis.submap_cut import cut
from sysmap.core.library import Sources
from sysmap.core.map import LAYER_PREFIX, Map
from sysmap.core.sentences import end_name, join_words
from sysmap.core.words import Polarity
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


class RejectionData(TypedDict):
    """What to reject as a whole, as data."""

    names: Annotated[list[str] | None, "one smallest set of sources (claims, cases) without which no path is backed; null where the "
                                       "time ran out"]
    at_least: Annotated[int, "how many there have to be at least; exactly so many where they are named"]


class SignBackingData(TypedDict):
    """The evidence for the paths of one sign, as data."""

    sign: Annotated[Polarity, "positive, negative, mixed (depends on context) or unknown (a link without a sign)"]
    robustness: Annotated[int | None, "the least to reject statement by statement; null where the time ran out"]
    cut: Annotated[list[CutStepData], "the statements at which to do that"]
    reject: Annotated[RejectionData, "the fewest sources (claims, cases) to reject as a whole"]


RobustnessData = TypedDict("RobustnessData", {
    "from": Annotated[str | list[str], "where influence starts; a list where several count together"],
    "to": Annotated[str, "what is influenced"],
    "unit": Annotated[str, "what is counted: source, claim or case"],
    "reachable": Annotated[bool, "whether there is a path at all"],
    "complete": Annotated[bool, "whether the time sufficed"],
    "robustness": Annotated[int | None, "the least to reject statement by statement; null where paths of opposite signs are backed, "
                                        "whose evidence is not added up (see by_sign), or the time ran out"],
    "cut": Annotated[list[CutStepData], "the statements at which to do that"],
    "reject": Annotated[RejectionData, "the fewest sources (claims, cases) to reject as a whole so that no path of any sign is backed"],
    "by_sign": Annotated[list[SignBackingData], "the same for each sign of which a path is backed: positive, negative, mixed, unknown"],
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
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def reachable(self) -> bool:
        """Whether there is a path at all."""
        return self.found.reachable

    @property
    def flow(self) -> int | None:
        """The robustness; None where paths of opposite signs are backed, or the time ran out."""
        return self.found.flow

    @property
    def cut(self) -> tuple[CutStep, ...]:
        """The statements a sceptic must reject."""
        return self.found.cut

    @property
    def reject(self) -> Rejection:
        """The fewest to reject as a whole so that no path of any sign is backed."""
        return self.found.reject

    @property
    def by_sign(self) -> tuple[SignBacking, ...]:
        """The same numbers for each sign of which a path is backed."""
        return self.found.by_sign

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
    def _cuts(self) -> list[tuple[str, CutStep]]:
        """The statements of the smallest cut with the sign of the paths that they cut; no sign where all are cut together."""
        if not self.found.opposed:
            return [("", step) for step in self.cut]
        return [(one.sign, step) for one in self.by_sign for step in one.cut]

    @property
    def submap(self) -> Map:
        """The links of the smallest cut, as a map."""
        proj = projection_of(self.map)
        own = {link for _, step in self._cuts for link in step.links}
        pairs = {proj.named(pair) for pair, place in zip(proj.pairs, proj.arcs.links, strict=True) if place.id in own}
        return cut(self.map, {*self.from_, self.to, *(i for pair in pairs for i in pair)}, pairs,
                   title=f"What the evidence for {label_of(self.map, self.to)} hangs on",
                   rule=f"The links a sceptic must reject to cut {self._starts()} from {name_of(self.map, self.to)}.")

    @property
    def _noun(self) -> str:
        return "source" if self.unit == "claim" else self.unit

    def _called(self, units: Iterable[str]) -> str:
        """Those who assert something, by what the files of sources and cases call them."""
        return join_words([f"“{self.labels[one]}”" if one in self.labels else one for one in units])

    def words(self) -> str:
        """The numbers, the cut and the threads, in sentences."""
        a, b = self._starts(), name_of(self.map, self.to)
        if not self.reachable:
            return f"No path leads from {a} to {b}, so there is no evidence to weigh."
        parts = []
        counted = "each claim counts once" if self.unit == "claim" else f"a {self.unit} counts once for each link"
        if self.found.opposed:
            parts.append(f"Paths from {a} to {b} differ in sign, and evidence for opposite signs is not added up.")
            parts += [f"{_OF_SIGN[one.sign]}: {self._weighed(one.flow, one.cut, counted)} {self._wholly(one.reject, 'no such path is')}".strip()
                      for one in self.by_sign]
            if any(one.reject != self.reject for one in self.by_sign):
                parts.append(self._wholly(self.reject, "no path of either sign is"))
        elif self.flow is None:
            parts.append(f"The search stopped at its time limit before the evidence for the influence of {a} on {b} was weighed.")
        elif self.flow:
            parts.append(f"The influence of {a} on {b} has an evidence robustness of {self._weighed(self.flow, self.cut, counted)}")
            parts.append(self._wholly(self.reject, "no path is"))
        else:
            parts.append(f"The influence of {a} on {b} has no robustness: every path has a link for which no "
                         f"{self._noun} is named.")
        if self.threads:
            named = dict.fromkeys(source for source, _ in self.threads)
            assert_ = "asserts" if len(named) == 1 else "assert"
            parts.append(f"{count_of(len(named), self._noun)} {assert_} a whole path: {self._called(named)}.")
        elif self.by_sign:
            parts.append(f"No single {self._noun} asserts a whole path: the evidence is spliced from several.")
        if len(self.sources) == 1:
            parts.append(f"All of it comes from one {self._noun} ({self._called(self.sources)}): whoever rejects that, rejects everything.")
        if self.unsourced:
            name = "names" if len(self.unsourced) == 1 else "name"
            parts.append(f"{count_of(len(self.unsourced), 'link')} on the way {name} no {self._noun}.")
        if any(end.startswith(LAYER_PREFIX) for _, step in self._cuts for end in (step.from_, step.to)):
            parts.append("A link of a whole layer is one statement and falls as a whole.")
        parts.append("This counts evidence; it says nothing about how strong the influence is.")
        return " ".join(filter(None, parts))

    def data(self) -> RobustnessData:
        """The answer as plain data."""
        return {
            "from": self.from_[0] if len(self.from_) == 1 else list(self.from_), "to": self.to, "unit": self.unit,
            "reachable": self.reachable, "complete": self.found.complete, "robustness": self.flow,
            "cut": _cut_data(self.cut), "reject": _reject_data(self.reject),
            "by_sign": [{"sign": one.sign, "robustness": one.flow, "cut": _cut_data(one.cut), "reject": _reject_data(one.reject)}
                        for one in self.by_sign],
            "threads": [{"source": source, "factors": list(path)} for source, path in self.threads],
            "unsourced": list(self.unsourced), "sources": list(self.sources),
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a statement of the smallest cut; where paths of opposite signs are backed, of the cut of each sign."""
        return [{"sign": sign, "from": s.from_, "to": s.to, "capacity": s.capacity, "sources": ", ".join(s.sources),
                 "links": ", ".join(s.links)} for sign, s in self._cuts]

    def table(self) -> Table:
        """The smallest cut for people."""
        signed = self.found.opposed
        return Table((*(("paths cut",) if signed else ()), "from", "to", self.unit + "s", "asserted by"), tuple(
            (*((sign,) if signed else ()), s.from_, s.to, str(s.capacity), ", ".join(s.sources)) for sign, s in self._cuts))

    def _weighed(self, flow: int | None, cut_: tuple[CutStep, ...], counted: str) -> str:
        """The number and the smallest cut, by link; the table has the names."""
        if flow is None:
            return "not weighed within the time limit."
        said = []
        for step in cut_:
            link = f"the link from {end_name(self.map, step.from_)} to {end_name(self.map, step.to)}"
            several = f"what {count_of(len(step.sources), self._noun)} say"
            said.append(f"{several if len(step.sources) > 1 else f'what {self._called(step.sources)} says'} of {link}")
        return f"{flow} ({counted}): a sceptic would have to reject {join_words(said)}."

    def _wholly(self, reject: Rejection, what: str) -> str:
        """The fewest to reject as a whole; nothing where another sentence says it."""
        if self.unit == "claim" or len(self.sources) == 1:
            return ""
        if reject.units is None:
            return (f"The search for the fewest {self._noun}s to reject as a whole stopped at its time limit: at least "
                    f"{count_of(reject.least, self._noun)} would have to go.")
        if len(reject.units) == 1:
            return f"To reject one {self._noun} as a whole is enough: without {self._called(reject.units)} {what} backed."
        return (f"Of {self._noun}s as a whole, at least {len(reject.units)} would have to be rejected, for example "
                f"{self._called(reject.units)}; then {what} backed.")

    def _starts(self) -> str:
        return join_words([name_of(self.map, id_) for id_ in self.from_])


_OF_SIGN: dict[str, str] = {"positive": "For positive paths", "negative": "For negative paths", "mixed": "For paths that depend on "
                            "context", "unknown": "For paths with an unsigned link"}


def _cut_data(steps: Iterable[CutStep]) -> list[CutStepData]:
    return [{"from": s.from_, "to": s.to, "links": list(s.links), "sources": list(s.sources), "capacity": s.capacity} for s in steps]


def _reject_data(reject: Rejection) -> RejectionData:
    return {"names": None if reject.units is None else list(reject.units), "at_least": reject.least}


_Also = Annotated[str | Iterable[str] | None, Parameter(
    "factors", "A further factor where influence starts; all starts count together.", metavar="FROM", flags=("--also",))]
_Claims = Annotated[bool, Parameter("flag", "Count claims (links), not sources.", flags=("--claims",))]
_Cases = Annotated[bool, Parameter(
    "flag", "Count the cases whose evidence supports a link, not sources it cites.", flags=("--cases",))]


@question("reliance", "How much evidence the influence of FROM on TO rests on (any length).",
          answers="How many sources would a sceptic have to reject before nothing backs this?",
          cannot="How good the sources are, or how strong the influence is: it counts.",
          source="Powell, Copestake & Remnant 2024, Evaluation 30(1), 100-119; hitting sets: Reiter 1987, Artificial Intelligence 32(1)",
          examples=("advice health",))
def robustness(
    project: Project, start: _From, end: To, *, also: _Also = None, claims: _Claims = False, cases: _Cases = False, seconds: Seconds = 5.0,
    sources_by_link: Mapping[str, Collection[str]] | None = None, unit: str | None = None, clock: Clock = time.perf_counter,
) -> Robustness:
    """How much evidence stands behind the influence of one or several factors on another.

    Parameters
    ----------
    project : the map, or what holds it.
    start : one factor, or several that count together, by id, label or alias.
    end : the factor influenced.
    also : further factors where influence starts, counted together with `start`.
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
    starts, goal = tuple(dict.fromkeys((*factor_ids(map_, start), *factor_ids(map_, also or ())))), factor_id(map_, end)
    for id_ in starts:
        different(map_, id_, goal)
    by_link = project.link_cases if cases and sources_by_link is None else sources_by_link
    found = evidence_flow(projection_of(map_), starts, goal, by_link, claims=claims, budget=budget)
    labels = ({id_: case.label for id_, case in project.evidence.cases.items()} if cases else
              {id_: source.label for one in project.context.of(Sources) for id_, source in one.sources.items() if source.label})
    return Robustness(map_, starts, goal, "claim" if claims else "case" if cases else unit or "source", found, labels)
