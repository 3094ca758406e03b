"""One making of a report: a project, what was asked of this document, and what it has cited so far.

The project is opened at the export level asked for: what readers at that level may not have is taken out before anything is
counted, scored or drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sysmap.checks import check
from sysmap.contribution.base import EvidenceBase, Said
from sysmap.contribution.scoring import Scored, Scoring, for_everybody
from sysmap.core.elements import Cite
from sysmap.core.kinds import Document
from sysmap.core.labels import element_label
from sysmap.core.levels import Level
from sysmap.core.library import Cases, Mechanisms, ResearchFramework, Sources
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.report_details import ReportDetails
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.reports.blocks import Block, Cover
from sysmap.reports.citations import Citations
from sysmap.reports.own_text import own_blocks, placed
from sysmap.views.key_findings import details_of, details_readings
from sysmap.views.layout.boxes import actor_name

__all__ = ["DIRECTIONS", "ReportInput", "read_input"]

DIRECTIONS = {"supports": "For", "contradicts": "Against", "alternative": "Another explanation", "neutral": "No effect", "context": "Context"}
_ORDER = {"strong": 0, "moderate": 1, "weak": 2, None: 3}


@dataclass(frozen=True)
class ReportInput:
    """What one report is made of.

    It is not a second project. A project holds what the files say, the same at every door. This holds what somebody asked of
    one document (the rubric, a date, the kind of report, text kept from the report that is replaced), what its authors wrote
    for it, and the citations it has made. It reads no file but the project's and what the report's own details name; `map`,
    `uses`, `level`, `base` and `labels` are the project's, under shorter names.

    Attributes
    ----------
    project : the map with what the files around it say, for the readers of the report.
    scoring : its scores under the rubric asked for; None where the map is not scored.
    command : how the report is made again.
    date : what is printed as its date, where one was given.
    template : the kind of report that is made.
    kept : text that somebody wrote into the report that is replaced, by its place.
    """

    project: Project
    scoring: Scoring | None = field(default=None, repr=False)
    command: str = ""
    date: str | None = None
    template: str = ""
    kept: Mapping[str, str] = field(default_factory=dict, repr=False)

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
    def before(self) -> Project | None:
        """The project of the version that the map supersedes, for the same readers."""
        context = self.project.context
        files = context.files or (context.whole.files if context.whole else None)
        reading = files.superseded if files else None
        if reading is None or reading.path is None:
            return None
        return Project.open(reading.path, self.project.workspace, self.level)

    @cached_property
    def previous_scores(self) -> dict[str, Scored]:
        """Scores of the version before by id of the outcome, under that version's own rule."""
        scores = self.before.scores if self.before is not None and self.before.map.kind == "theory" else None
        return {one.element.id: one for one in scores.outcomes} if scores else {}

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
        return self.scoring.rule_text if self.scoring else "none"

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
        """Actors by what they are called where there is little room, as printed before an outcome."""
        return ", ".join(actor_name(self.map, id_) if id_ in self.map.actors else id_ for id_ in ids)

    def audiences(self, ids: Iterable[str]) -> str:
        """Kinds of body by what the profile calls them."""
        known = self.project.profile.audiences
        return ", ".join((known[id_].label if id_ in known else None) or id_ for id_ in ids)

    def case_type(self, id_: str) -> str:
        """What the profile calls a kind of case."""
        known = self.project.profile.case_types
        return (known[id_].label if id_ in known else None) or id_

    def round(self, id_: str | None) -> str:
        """What the profile calls a round of the evaluation."""
        known = self.project.profile.rounds
        return (known[id_].label if id_ and id_ in known else id_) or id_ or "not said"

    # ---- what the author says

    @cached_property
    def cover(self) -> Cover | None:
        """What stands on the cover, where a file says so.

        Raises
        ------
        Refused : the logo cannot be read, or is neither PNG nor JPEG.
        """
        details = self.details
        if details is None:
            return None
        logo = _picture(self.next_to_details(details.logo)) if details.logo else b""
        return Cover(client=details.client or "", authors=details.authors, organisation=details.organisation or "",
                     date=self.date or details.date or "", status=details.status or "", logo=logo,
                     logo_text=details.logo_text or details.organisation or details.client or "Logo")

    @cached_property
    def details(self) -> ReportDetails | None:
        """Cover, house style and own text, from the file of kind report that is meant for this kind of report."""
        return details_of(self.project, self.template)

    @property
    def details_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the file of kind report."""
        return tuple(problem for one in details_readings(self.project) if one.document is self.details for problem in one.problems)

    def next_to_details(self, name: str) -> Path | None:
        """A file that the report's details name, by its path relative to theirs."""
        path = next((one.path for one in details_readings(self.project) if one.document is self.details), None)
        return path.parent / name if path is not None else None

    def own(self, place: str) -> list[Block]:
        """The author's own text at a place that is empty without it."""
        return self.own_or(place, [])

    def own_or(self, place: str, usual: list[Block]) -> list[Block]:
        """The author's own text at a place, or what stands there by itself.

        What somebody wrote into the report that is replaced comes before what the file of kind report says.
        """
        text = self.details.text.get(place, "") if self.details else ""
        stated = own_blocks(text) if text else usual
        shown = any(getattr(one, "slide", False) for one in usual)
        return placed(own_blocks(self.kept[place]) if place in self.kept else stated, place, stated, slide=shown)

    # ---- citations

    @cached_property
    def references(self) -> Citations:
        """Citations by author and date, and what was cited."""
        return Citations([source for sources in self.of(Sources) for source in sources.sources.values()])

    def cited(self, cites: Iterable[Cite]) -> str:
        """Places in sources by author and date; each is then in the list of references."""
        return self.references.cited(cites)

    def element_name(self, id_: str | None) -> str:
        """What an element is called that a change is about."""
        return self.labels.get(id_ or "", "") or element_label(self.map, id_ or "") or "the whole map"

    def named(self, text: str) -> str:
        """A value of a change log with labels in the place of ids, where it is an id, or a link by the ids of its ends."""
        ends = [end.strip() for end in text.split("->")]
        if len(ends) == 2 and all(end in self.map.factors for end in ends):
            return " → ".join(element_label(self.map, end) for end in ends)
        return self.map.layers[text].label if text in self.map.layers else self.labels.get(text, text)

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


def _picture(path: Path | None) -> bytes:
    name = path.name if path is not None else "the picture"
    try:
        data = path.read_bytes() if path is not None else b""
    except OSError as error:
        raise Refused(Problem(code="F01", message=f"The logo {name} cannot be read ({error.strerror}).",
                              hint="Its path is relative to the file of kind report.")) from error
    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise Refused(Problem(code="P03", message=f"{name} is neither a PNG nor a JPEG.", hint="Save the logo as one of these."))
    return data


def direction_of(said: Said) -> str:
    """What an item says of the element in one word: for, against, …; `anticipated` and `hypothetical` go before that."""
    return said.item.kind if said.item.kind != "observed" else said.bearing.direction


def read_input(workspace: Workspace, path: Path, *, level: Level = "internal", date: str | None = None,
               rubric: str | None = None, command: str = "", template: str = "", kept: Mapping[str, str] | None = None) -> ReportInput:
    """Read everything a report of a map needs.

    Parameters
    ----------
    workspace, path : where the map is.
    level : who the report is for.
    date : printed where given; nothing is dated otherwise.
    rubric : the scoring rule; the one the theory uses if not given.
    command : how to make the report again; printed at its end.
    template : the kind of report.
    kept : text that somebody wrote into the report that is replaced, by its place.

    Raises
    ------
    Refused : the file holds no map, or a rubric was asked for that does not exist.
    """
    project = Project.open(path, workspace, level)
    scoring = None
    if project.map.kind == "theory":
        scoring = project.score(rubric) if rubric else project.scores
        if scoring is not None and level == "public":
            scoring = for_everybody(scoring)
    return ReportInput(project, scoring, command, date, template, kept or {})
