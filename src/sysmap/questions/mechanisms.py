"""Mechanisms: through which of them one factor reaches another, which cannot be missed, and what must hold.

A mechanism is a way in which an activity brings about change (Smithson et al. 2018); links name those through which
they work. A mechanism is *indispensable* here if, without the links that have no other mechanism, no path is left.
Links that name none are taken to work without one: what is not said is not held against them, and the answer says how
many there are.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import Clock, count_of, name_of
from sysmap.analysis.chains import Chain, ChainData
from sysmap.analysis.projection import Projection, projection_of
from sysmap.core.map import Map
from sysmap.core.sentences import join_words
from sysmap.questions.paths import Paths, paths
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import By, From, MaxLength, Seconds, To
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.data import Ends, Labelled

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["MechanismUse", "MechanismsBetween", "Requirement", "mechanisms"]

_STATUS = {"partly": "holds in part", "holding": "holds", "failing": "does not hold", "untested": "not tested yet",
           "status not said": "how it stands is not said"}
_MOST_SUBSETS = 12
"""Sets of mechanisms are tried one by one; beyond so many mechanisms only single ones and pairs are."""


@dataclass(frozen=True, slots=True)
class MechanismUse:
    """One mechanism on the way: the paths and links that use it, the best of those paths, whether it can be missed."""

    id: str
    label: str
    paths: int
    links: tuple[str, ...]
    best: Chain
    indispensable: bool


@dataclass(frozen=True, slots=True)
class Requirement:
    """An assumption or a condition on the way: how it stands, and on how many of the paths it lies."""

    kind: str
    id: str
    label: str
    status: str
    critical: bool
    organisation: str | None
    paths: int
    on_all: bool
    links: tuple[str, ...]


class MechanismData(TypedDict):
    """One mechanism on the way, as data."""

    id: str
    label: str
    paths: Annotated[int, "on how many of the paths it is"]
    links: Annotated[list[str], "the links that work through it"]
    indispensable: Annotated[bool, "whether without it no path is left"]
    best: Annotated[ChainData, "the best of its paths"]


class RequirementData(TypedDict):
    """What must hold, as data."""

    kind: Annotated[str, "assumption or condition"]
    id: str
    label: str
    status: Annotated[str, "how it stands, or `status not said`"]
    critical: bool
    organisation: str | None
    paths: Annotated[int, "on how many of the paths it lies"]
    on_all: Annotated[bool, "whether it lies on all of them"]
    links: Annotated[list[str], "the links that rest on it"]


class MechanismsData(Ends):
    """The mechanisms on the way, as data."""

    max_length: Annotated[int, "the most links a path might have"]
    complete: Annotated[bool, "whether every path within the bounds was looked at"]
    paths: Annotated[int, "how many paths there are"]
    at_least: Annotated[bool, "whether there may be more, because the time ran out"]
    mechanisms: Annotated[list[MechanismData], "the mechanisms, those on most paths first"]
    cuts: Annotated[list[list[str]], "the smallest sets of mechanisms whose failure leaves no path of any length; a set of one is "
                                     "indispensable"]
    set_off: Annotated[list[str], "mechanisms that the start itself sets off, by what the map says of it"]
    links_without: Annotated[int, "how many links on the way name no mechanism"]
    must_hold: Annotated[list[RequirementData], "assumptions and conditions on the way"]
    rivals: Annotated[list[Labelled], "other explanations on record for the outcome"]


@dataclass(frozen=True)
class MechanismsBetween(Answer):
    """The mechanisms through which one factor reaches another, and what must hold on the way.

    `cuts` are the smallest sets of mechanisms whose failure leaves no path; a set of one is an indispensable mechanism.
    `set_off` tells which mechanisms the start itself sets off, by what the map says of it and not of links.
    """

    found: Paths = field(repr=False)
    uses: tuple[MechanismUse, ...]
    cuts: tuple[tuple[str, ...], ...]
    requirements: tuple[Requirement, ...]
    set_off: tuple[str, ...]
    without: int
    rivals: tuple[str, ...]
    labels: Mapping[str, str] = field(repr=False)

    @property
    def used_links(self) -> set[str]:
        """Every link of the paths."""
        return self.found.used_links

    @property
    def used_factors(self) -> set[str]:
        """Every factor of the paths."""
        return self.found.used_factors

    @property
    def submap(self) -> Map:
        """The factors and links of the paths, as a map."""
        return self.found.submap

    def words(self) -> str:
        """Mechanisms, which is indispensable, what must hold, how much is not said."""
        a, b = name_of(self.map, self.found.from_), name_of(self.map, self.found.to)
        if not self.found.found:
            return self.found.words()
        number = count_of(len(self.found.found), "path")
        bound = f"{number} of at most {count_of(self.found.max_length, 'link')}"
        if not self.found.complete:
            bound += ", the first of more"
        parts = []
        if self.uses:
            many = len(self.found.found)
            told = [f"“{use.label}”" if many == 1 else f"“{use.label}” ({'on all' if use.paths == many else f'on {use.paths}'})"
                    for use in self.uses]
            parts.append(f"{a} reaches {b} by {bound}, through the {'mechanism' if len(told) == 1 else 'mechanisms'} "
                         f"{join_words(told)}.")
        else:
            parts.append(f"{a} reaches {b} by {bound}, but no link on the way names a mechanism.")
        single = [self._label(one[0]) for one in self.cuts if len(one) == 1]
        if single:
            parts.append(f"{join_words(single)} {'is' if len(single) == 1 else 'are each'} indispensable: without it "
                         "no path is left.")
        elif self.cuts:
            sets = "; or ".join(self._set(one) for one in self.cuts)
            parts.append(f"No single mechanism is indispensable; without {sets} together no path is left.")
        elif self.uses:
            parts.append(f"{'It is not' if len(self.uses) == 1 else 'None of them is'} indispensable: there is also a path "
                         "that names no mechanism.")
        if self.set_off:
            parts.append(f"{a} itself is said to set off {join_words([self._label(one) for one in self.set_off])}.")
        if self.without and self.uses:
            names = "names" if self.without == 1 else "name"
            parts.append(f"{count_of(self.without, 'link')} on the way {names} no mechanism.")
        if self.requirements:
            limits = [need for need in self.requirements if self._is_constraint(need)]
            needs = [need for need in self.requirements if need not in limits]
            unsaid = len(needs) > 1 and all(need.status == "status not said" for need in needs)
            told = [self._requirement(need, with_status=not unsaid) for need in needs[:6]]
            more = f" and {len(needs) - len(told)} more (table)" if len(needs) > len(told) else ""
            if needs:
                parts.append(f"What must hold: {'; '.join(told)}{more}.{' How they stand is not said.' if unsaid else ''}")
            if limits:
                word = "a constraint" if len(limits) == 1 else "constraints"
                parts.append(f"It works under {word}: {'; '.join(need.label.rstrip('.') for need in limits)}.")
        else:
            parts.append("No assumption or condition is attached to a link on the way.")
        if self.rivals:
            parts.append("Other explanations on record for the outcome: "
                         f"{'; '.join(self.map.rivals[id_].label.rstrip('.') for id_ in self.rivals)}.")
        return " ".join(parts)

    def data(self) -> MechanismsData:
        """The answer as plain data."""
        return {
            "from": self.found.from_, "to": self.found.to, "max_length": self.found.max_length,
            "complete": self.found.complete, "paths": self.found.count, "at_least": not self.found.counted,
            "mechanisms": [{"id": use.id, "label": use.label, "paths": use.paths, "links": list(use.links),
                            "indispensable": use.indispensable, "best": use.best.to_json()} for use in self.uses],
            "cuts": [list(one) for one in self.cuts], "set_off": list(self.set_off), "links_without": self.without,
            "must_hold": [{"kind": n.kind, "id": n.id, "label": n.label, "status": n.status, "critical": n.critical,
                           "organisation": n.organisation, "paths": n.paths, "on_all": n.on_all, "links": list(n.links)}
                          for n in self.requirements],
            "rivals": [{"id": id_, "label": self.map.rivals[id_].label} for id_ in self.rivals],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a mechanism, assumption or condition."""
        rows: list[dict[str, Any]] = [
            {"what": "mechanism", "id": use.id, "label": use.label, "paths": use.paths,
             "status": "indispensable" if use.indispensable else "", "links": ", ".join(use.links)}
            for use in self.uses]
        return rows + [{"what": need.kind, "id": need.id, "label": need.label, "paths": need.paths,
                        "status": need.status, "links": ", ".join(need.links)} for need in self.requirements]

    def table(self) -> Table:
        """The same for people."""
        return Table(("what", "id", "on paths", "status", "label"), tuple(
            (row["what"], row["id"], str(row["paths"]), row["status"], row["label"]) for row in self.rows()))

    def _label(self, id_: str) -> str:
        return self.labels.get(id_, id_)

    def _set(self, ids: tuple[str, ...]) -> str:
        return join_words([self._label(id_) for id_ in ids])

    def _is_constraint(self, need: Requirement) -> bool:
        assumption = self.map.assumptions.get(need.id) if need.kind == "assumption" else None
        return assumption is not None and assumption.kind == "constraint"

    def _requirement(self, need: Requirement, *, with_status: bool) -> str:
        status = _STATUS.get(need.status, need.status) if with_status else ""
        several = len(self.found.found) > 1
        extra = [word for word in ("critical" if need.critical else "", status,
                                   "on every path" if need.on_all and several else "") if word]
        label = need.label.rstrip(".")
        return f"{label} ({', '.join(extra)})" if extra else label


@question("influence", "Through which mechanisms FROM reaches TO, and what must hold on the way.",
          answers="Through which mechanisms does it work, and what must hold on the way?",
          cannot="That a mechanism was at work: it says what the map claims.",
          source="Pawson & Tilley 1997, Realistic Evaluation; Mayne 2015, Canadian Journal of Program Evaluation 30(2)",
          examples=("advice insulation",))
def mechanisms(
    project: Project, start: From, end: To, max_length: MaxLength = 6, *, by: By = "weakest-link", limit: int = 500,
    seconds: Seconds = 5.0, grades: Mapping[str, str] | None = None, labels: Mapping[str, str] | None = None,
    clock: Clock = time.perf_counter,
) -> MechanismsBetween:
    """Through which mechanisms one factor reaches another, and what must hold on the way.

    Parameters
    ----------
    project : the map, or what holds it.
    start, end, max_length, by, limit, seconds, grades, clock : as for `paths`.
    labels : what mechanisms and shared conditions are called, by id, where it is not to be what the project's models say.

    Raises
    ------
    Refused : as for `paths`.
    """
    found = paths(project, start, end, max_length, by=by, limit=limit, seconds=seconds, grades=grades, clock=clock)
    names = project.model_labels if labels is None else labels
    map_ = project.map
    proj = projection_of(map_)
    chains = found.found
    used = dict.fromkeys(name for chain in chains for name in chain.mechanisms)
    cuts = _cuts(proj, found.from_, found.to, sorted(used)) if chains else ()
    uses = []
    for name in used:
        mine = [chain for chain in chains if name in chain.mechanisms]
        links = sorted({link.id for chain in mine for step in chain.steps for link in step.links
                        if name in link.mechanisms})
        uses.append(MechanismUse(name, names.get(name, name), len(mine), tuple(links), mine[0], (name,) in cuts))
    uses.sort(key=lambda use: (-use.paths, use.id))
    on_way = {link.id: link for chain in chains for step in chain.steps for link in step.links}
    return MechanismsBetween(
        map_, found, tuple(uses), cuts, _requirements(map_, chains, names), map_.factors[found.from_].mechanisms,
        sum(1 for link in on_way.values() if not link.mechanisms),
        tuple(sorted(id_ for id_, rival in map_.rivals.items() if found.to in rival.about)), dict(names), grades=found.grades)


def _requirements(
    map_: Map, chains: tuple[Chain, ...], names: Mapping[str, str]
) -> tuple[Requirement, ...]:
    needs = []
    for kind, field_, known in (("assumption", "assumptions", map_.assumptions),
                                ("condition", "conditions", map_.conditions)):
        where: dict[str, dict[str, None]] = {}
        on: dict[str, int] = {}
        for chain in chains:
            here: set[str] = set()
            for step in chain.steps:
                for link in step.links:
                    for name in getattr(link, field_):
                        where.setdefault(name, {})[link.id] = None
                        here.add(name)
            for id_ in chain.factors:
                for name in getattr(map_.factors[id_], field_):
                    where.setdefault(name, {})
                    here.add(name)
            for name in here:
                on[name] = on.get(name, 0) + 1
        for name in where:
            element: Any = known.get(name)
            needs.append(Requirement(
                kind, name, element.label if element else names.get(name, name),
                (element.status if element else None) or "status not said",
                bool(getattr(element, "critical", None)), getattr(element, "organisation", None), on[name],
                on[name] == len(chains), tuple(sorted(where[name]))))
    order = {"failing": 0, "not": 0, "partly": 1}
    return tuple(sorted(needs, key=lambda n: (n.kind, not n.critical, not n.on_all, order.get(n.status, 2), n.id)))


def _cuts(proj: Projection, start: str, end: str, used: list[str]) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of mechanisms without which no way is left, whatever its length."""
    if not used or _reaches(proj, start, end, set(used)):
        return ()
    most = len(used) if len(used) <= _MOST_SUBSETS else 2
    for size in range(1, most + 1):
        found = tuple(chosen for chosen in combinations(used, size) if not _reaches(proj, start, end, set(chosen)))
        if found:
            return found
    return ()


def _reaches(proj: Projection, start: str, end: str, failed: set[str]) -> bool:
    x, y = proj.at[start], proj.at[end]
    seen = {x}
    stack = [x]
    while stack:
        here = stack.pop()
        for there in proj.succ[here]:
            if there not in seen and any(not link.mechanisms or not failed.issuperset(link.mechanisms)
                                         for link in proj.step(here, there).links):
                if there == y:
                    return True
                seen.add(there)
                stack.append(there)
    return False
