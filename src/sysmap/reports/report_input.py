"""What a report is made from, gathered once: the map, its evidence, the scores, the names behind ids.

Everything here is already at the export level asked for: what readers at that level may not have is taken out before
anything is counted, scored or drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sysmap.checks import check
from sysmap.contribution.base import EvidenceBase, Said
from sysmap.contribution.scoring import Scored, Scoring
from sysmap.core.kinds import Document
from sysmap.core.levels import Level
from sysmap.core.library import Cases, Mechanisms, ResearchFramework, Sources
from sysmap.core.map import Map
from sysmap.core.problem import Problem
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.views.layout.boxes import actor_name

__all__ = ["DIRECTIONS", "ReportInput", "read_input"]

DIRECTIONS = {"supports": "For", "contradicts": "Against", "alternative": "Another explanation", "neutral": "No effect", "context": "Context"}
_ORDER = {"strong": 0, "moderate": 1, "weak": 2, None: 3}


@dataclass(frozen=True)
class ReportInput:
    """A map at one export level with everything that speaks of it."""

    project: Project
    scoring: Scoring | None = field(default=None, repr=False)
    command: str = ""
    date: str | None = None

    @property
    def map(self) -> Map:
        """The map, as readers of the report may have it."""
        return self.project.map

    @property
    def uses(self) -> tuple[Document, ...]:
        """The files around the map, registers among them."""
        return (*self.project.documents, *self.project.registers)

    @property
    def level(self) -> Level:
        """Who the report is for."""
        return self.project.level

    @property
    def base(self) -> EvidenceBase:
        """Every item of every register, by the element it bears on."""
        return self.project.evidence

    @property
    def labels(self) -> dict[str, str]:
        """What elements are called."""
        return self.project.labels

    @property
    def previous(self) -> Map | None:
        """The version that the map supersedes."""
        return self.project.superseded

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the map, its file and the rubric asked for, less what its authors waived."""
        found = [*self.project.faults, *self.project.rubric_problems, *check(self.map, self.project.uses)]
        return tuple(one for one in found if not one.waived)

    @cached_property
    def scored(self) -> dict[str, Scored]:
        """Scores by id of the outcome."""
        return {one.element.id: one for one in self.scoring.outcomes} if self.scoring else {}

    @property
    def rule(self) -> str:
        """The scoring rule with its version and variant, as it is printed with every score."""
        if self.scoring is None:
            return "none"
        variant = f", {self.scoring.variant}" if self.scoring.variant else ""
        return f"{self.scoring.rule.id} version {self.scoring.rule.version}{variant}"

    def of(self, kind: type) -> list[Any]:
        """The files of one kind."""
        return [file for file in self.uses if isinstance(file, kind)]

    @cached_property
    def cases(self) -> list[Cases]:
        """Registers of the cases that this map's own evidence comes from, or that the map itself uses.

        Evidence registers are shared; who took part in the research on another theory is no news of this one.
        """
        named = {self.base.case_id(case) for id_ in self.labels for said in self.on(id_) for case in said.item.cases}
        used = {Path(path).stem for path in self.map.uses}
        return [register for register in self.of(Cases) if register.id in used or named & set(register.cases)]

    def on(self, element: str) -> list[Said]:
        """The active items that bear on an element, the strongest first."""
        said = [one for one in self.base.on(element) if (one.item.status or "active") == "active"]
        return sorted(said, key=lambda one: (_ORDER[one.bearing.strength], one.item.kind != "observed", one.item.id))

    def count(self, element: str) -> Counter[str]:
        """How many items speak for, against, … an element; what is only anticipated or made up is counted apart."""
        return Counter(direction_of(one) for one in self.on(element))

    @cached_property
    def on_record(self) -> bool:
        """Whether any item bears on the map."""
        return any(self.on(id_) for id_ in self.labels)

    def actors(self, ids: Iterable[str]) -> str:
        """Actors by their names, as printed before an outcome."""
        return ", ".join(actor_name(self.map, id_) for id_ in ids)

    def case_name(self, id_: str) -> str:
        """What a case is called; the id itself where no register knows it."""
        return self.base.cases[id_].label if id_ in self.base.cases else id_

    def source(self, id_: str) -> str:
        """Title of a source."""
        for sources in self.of(Sources):
            if id_ in sources.sources:
                return str(sources.sources[id_].label)
        return id_

    def mechanisms(self) -> list[tuple[str, Any]]:
        """The mechanisms that apply in the map's setting, with their part in it."""
        setting = self.map.setting
        found = [(one, one.roles.get(setting)) for library in self.of(Mechanisms) for one in library.mechanisms.values()
                 if setting in one.settings or not setting]
        return [(self.labels.get(f"mechanism:{one.id}", one.label), (one, role)) for one, role in found]

    def frameworks(self) -> list[ResearchFramework]:
        """Research frameworks that ask about the map."""
        return self.of(ResearchFramework)

    def elements_asked(self, about: Iterable[str]) -> list[str]:
        """Ids of this map's elements (or `mechanism:` ids) that an item of a framework is about."""
        versions = {self.map.id, (self.map.version.supersedes if self.map.version else None)}
        found = []
        for one in about:
            file, _, id_ = one.partition("/")
            if file in versions:
                found.append(id_)
            elif file == "mechanism":
                found.append(f"mechanism:{id_}")
        return found


def direction_of(said: Said) -> str:
    """What an item says of the element in one word: for, against, …; `anticipated` and `hypothetical` go before that."""
    return said.item.kind if said.item.kind != "observed" else said.bearing.direction


def read_input(workspace: Workspace, path: Path, *, level: Level = "internal", date: str | None = None,
                 rubric: str | None = None, command: str = "") -> ReportInput:
    """Read everything a report of a map needs.

    Parameters
    ----------
    workspace, path : where the map is.
    level : who the report is for.
    date : printed where given; nothing is dated otherwise.
    rubric : the scoring rule; the one the theory uses if not given.
    command : how to make the report again; printed at its end.

    Raises
    ------
    Refused : the file holds no map, or a rubric was asked for that does not exist.
    """
    project = Project.open(path, workspace, level)
    scoring = None
    if project.map.kind == "theory":
        scoring = project.score(rubric) if rubric else project.scores
    return ReportInput(project, scoring, command, date)
