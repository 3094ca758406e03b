"""A project: one map with everything that the files around it say about it.

Every door (command line, notebook, report, page, workshop) opens a `Project` and asks it; none puts a map together with
its evidence by itself, so that a question has one answer wherever it is asked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sysmap.context import Context
from sysmap.core.carrying import CarriedEvidence, carried_evidence, with_moved_ids
from sysmap.core.evidence import Evidence
from sysmap.core.kinds import MAP_KINDS, Document
from sysmap.core.labels import labels_of
from sysmap.core.levels import Level, at_level
from sysmap.core.library import Cases, Mechanisms, ResearchFramework, Rubric, Sources
from sysmap.core.map import Map
from sysmap.core.monitoring import Monitoring
from sysmap.core.problem import Problem, Refused
from sysmap.core.profile import Profile, profile_among
from sysmap.core.rounds import SeenFrom, evidence_at, map_at, moment_of
from sysmap.core.sentences import count_text
from sysmap.core.uses import Uses
from sysmap.formats.read import Reading
from sysmap.formats.surroundings import Surroundings
from sysmap.formats.whole_folder import read_folder
from sysmap.formats.workspace import Workspace

if TYPE_CHECKING:
    from sysmap.contribution.base import Element, EvidenceBase
    from sysmap.contribution.rubric import Rule
    from sysmap.contribution.scoring import Scoring
    from sysmap.formats.author_date import References

__all__ = ["Context", "Project"]


@dataclass(frozen=True, eq=False)
class Project:
    """A map, the models it uses, the evidence on it and what follows from these, for readers at one level.

    Nothing in it changes. Files around the map are read, and scores worked out, when they are first asked for.

    Attributes
    ----------
    map : the map, theory or process.
    context : the documents around it.
    reading : the file as it was read, where the map lies in one; edits are written back from it. None at other levels
        than internal: a text holds everything.
    faults : what is wrong with that file and with what it names under `uses`; the map is its sound part.
    workspace : where the file lies.
    said : what a reader of any answer should know, beside the faults.
    level : who may read it: internal, client or public.
    seen_from : the moment that it is looked at from, where it is not now (`at`).

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.evidence import Bearing, Item
    >>> lanes = Map(id="m", title="M", factors={"lanes": Factor(id="lanes"), "riders": Factor(id="riders")},
    ...             links={"lanes->riders": Link(id="lanes->riders", from_="lanes", to="riders")})
    >>> seen = Item(id="seen", statement="More ride.", cases=("here",),
    ...             bears_on=(Bearing(element="lanes->riders", direction="supports", strength="strong"),))
    >>> Project.of(lanes, registers=[Evidence(id="r", title="R", items={"seen": seen})]).grades
    {'lanes->riders': 'moderate'}
    """

    map: Map
    context: Context = field(default_factory=Context, repr=False)
    reading: Reading | None = field(default=None, repr=False)
    faults: tuple[Problem, ...] = field(default=(), repr=False)
    workspace: Workspace | None = field(default=None, repr=False)
    said: tuple[str, ...] = field(default=(), repr=False)
    seen_from: SeenFrom | None = field(default=None, repr=False)

    @classmethod
    def open(cls, what: str | Path, workspace: Workspace | None = None, level: Level = "internal") -> Project:
        """The project around a file.

        Parameters
        ----------
        what : a path, or the name of a file of the workspace without its ending; a folder for all maps in it (`of_folder`).
        workspace : where to look; the one around the current folder if not given.
        level : who it is for.

        Raises
        ------
        Refused : no such file (with the nearest names), nothing sound in it, or something else than a map.
        """
        workspace = workspace or Workspace()
        path = workspace.find(str(what))
        if path.is_dir():
            return cls.of_folder(path, workspace).at_level(level)
        loaded = workspace.load(path)
        map_ = loaded.reading.document
        if not isinstance(map_, Map):
            if map_ is None:
                raise Refused(loaded.problems)
            maps = ", ".join(file.stem for file in workspace.maps())
            raise Refused(Problem(code="F18", message=f"{what} holds {loaded.reading.kind}, not a {_OR_MAP}.",
                                  hint=f"Name one of: {maps}." if maps else "Name a file that holds one."))
        project = cls(map_, Context(Surroundings(workspace, path)), loaded.reading, tuple(loaded.problems), workspace)
        return project.at_level(level)

    @classmethod
    def of_folder(cls, folder: Path, workspace: Workspace | None = None) -> Project:
        """All maps of a folder as one, joined by `maps_to` (`read_folder`): for asking; its ids are `map-id/id`."""
        workspace = workspace or Workspace()
        whole = read_folder(folder, workspace)
        return cls(whole.joined.map, Context(given=whole.documents), workspace=workspace, said=whole.notes)

    @classmethod
    def of(cls, map_: Map, documents: Iterable[Document] = (), registers: Iterable[Evidence] = (), *,
           reading: Reading | None = None) -> Project:
        """The project of a map in memory.

        Parameters
        ----------
        map_ : the map.
        documents : models that it uses, in the order in which they count; registers of evidence may be among them.
        registers : evidence that bears on it.
        reading : the text it was read from, if any.
        """
        return cls(map_, Context(given=(*documents, *registers)), reading, tuple(reading.problems) if reading else ())

    # ---- what stands around the map

    @property
    def level(self) -> Level:
        """Who may read it."""
        return self.context.level

    @property
    def path(self) -> Path | None:
        """The map's file, where it lies in one."""
        return self.context.files.path if self.context.files else self.reading.path if self.reading else None

    @property
    def name(self) -> str:
        """The map's file as people call it; its id where it lies in none."""
        return (self.reading.name if self.reading else None) or self.map.id

    @property
    def documents(self) -> tuple[Document, ...]:
        """The models around the map: what it and its registers use, and the research frameworks that ask about it."""
        return self.context.documents

    @property
    def registers(self) -> tuple[Evidence, ...]:
        """The registers of evidence that bear on the map."""
        return self.context.registers

    @property
    def carried_from(self) -> Map | None:
        """The version of the theory whose registers are read, where none names this one."""
        files = (self.context.whole or self.context).files
        return files.carried_from if files else None

    @cached_property
    def left_behind(self) -> tuple[str, ...]:
        """Elements that carried evidence speaks of and that this version does not have."""
        before = labels_of(self.carried_from, self.documents) if self.carried_from is not None else {}
        return tuple(sorted(set(self.evidence.by_element) & set(before) - set(self.labels)))

    @cached_property
    def carried(self) -> CarriedEvidence:
        """What of its registers fits this version: by the same id, through the change log, and what no longer fits."""
        return carried_evidence(self.map, (self.context.whole or self.context).as_written, set(self.labels))

    @cached_property
    def uses(self) -> Uses:
        """Everything that rules look up: models, registers and (internally) other maps of the workspace."""
        return Uses((*self.documents, *(() if self.carried_from else self.registers), *self.context.others))

    @property
    def superseded(self) -> Map | None:
        """The version that the map says it supersedes, where the workspace has it."""
        return self.context.superseded

    @property
    def mechanisms(self) -> tuple[Mechanisms, ...]:
        """The catalogues of mechanisms."""
        return self.context.of(Mechanisms)

    @property
    def cases(self) -> tuple[Cases, ...]:
        """The registers of cases."""
        return self.context.of(Cases)

    @property
    def rubrics(self) -> tuple[Rubric, ...]:
        """The rubrics in files."""
        return self.context.of(Rubric)

    @property
    def frameworks(self) -> tuple[ResearchFramework, ...]:
        """The research frameworks that ask about the map."""
        return self.context.of(ResearchFramework)

    @property
    def monitoring(self) -> tuple[Monitoring, ...]:
        """The files of indicators that watch the map, and of what is done about findings on it."""
        return self.context.of(Monitoring)

    @cached_property
    def references(self) -> References:
        """The sources that its files cite, as reports print them: by author and date, with a list of what was cited."""
        from sysmap.formats.author_date import References

        return References(source for one in self.context.of(Sources) for source in one.sources.values())

    @property
    def profile(self) -> Profile:
        """The words of the organisation; neutral ones where no file gives any."""
        return profile_among(self.documents)

    @cached_property
    def labels(self) -> dict[str, str]:
        """What every element that evidence can bear on is called; `mechanism:` and `condition:` ids among them."""
        return labels_of(self.map, self.documents)

    @cached_property
    def model_labels(self) -> dict[str, str]:
        """What the models call their mechanisms (in the map's setting) and conditions, by id."""
        found = {id_.partition(":")[::2]: label for id_, label in self.labels.items()}
        return {id_: label for (kind, id_), label in found.items() if kind in ("mechanism", "condition")}

    def element(self, name: str) -> Element:
        """The element that somebody names by its id or, where it is a factor, by label or alias.

        Raises
        ------
        Refused : with the nearest names, if there is no such element.
        """
        from sysmap.contribution.base import element_of
        from sysmap.core.naming import factor_named

        try:
            return element_of(self.map, name, self.mechanisms)
        except Refused:
            return element_of(self.map, factor_named(self.map, name), self.mechanisms)

    # ---- what follows from the evidence

    @property
    def evidence(self) -> EvidenceBase:
        """The items of all registers, by the element that they bear on."""
        return self.context.evidence

    @cached_property
    def grades(self) -> dict[str, str]:
        """How well each link is observed: not-supported, untested, weak, moderate or strong; empty without registers."""
        from sysmap.contribution.claim_strength import grade_of

        return {link: grade_of([link], self.evidence)[0] for link in self.map.links} if self.registers else {}

    @cached_property
    def link_cases(self) -> dict[str, set[str]]:
        """The cases whose evidence supports each link."""
        from sysmap.contribution.evidence_robustness import cases_by_link

        return cases_by_link(self.map, self.evidence)

    @property
    def claim_rule(self) -> Rule:
        """The project's own rule where it scores claims; else the neutral one is to be used."""
        from sysmap.contribution.catalogue import DEFAULT

        rule = self.rule()[0]
        return rule if "claim" in rule.kinds else self.rule(DEFAULT)[0]

    def rule(self, name: str | None = None) -> tuple[Rule, str | None]:
        """The scoring rule and its variant that somebody means by ``id``, ``id:variant`` or a variant's name.

        Parameters
        ----------
        name : the project's own rubric if not given.

        Raises
        ------
        Refused : there is no such rubric, or the one in a file cannot work.
        """
        from sysmap.contribution.catalogue import rule_for

        return rule_for(name, self.rubrics, self.profile)

    @property
    def rubric(self) -> Rubric:
        """The data of the rule that scores this project where nobody asks for another.

        Raises
        ------
        Refused : the rubric in a file cannot work.
        """
        return self.rule()[0].rubric

    def score(self, rubric: str | None = None, options: Mapping[str, str] | None = None,
              element: str | None = None) -> Scoring:
        """What a rule proposes for all that it scores, or for one element.

        Parameters
        ----------
        rubric : as for `rule`.
        options : settings other than the rubric's own.
        element : only this one, by id, label or alias.

        Raises
        ------
        Refused : no such rubric, setting or element, or the rule does not score elements of that kind.
        """
        from sysmap.contribution.scoring import Scoring, score_elements, scored_elements

        rule, variant = self.rule(rubric)
        elements = [self.element(element)] if element else scored_elements(self.map, rule, self.mechanisms)
        if element and elements[0].kind not in rule.kinds:
            raise Refused(Problem(code="R05", message=f"{rule.id} does not score a {elements[0].kind}.",
                                  hint=f"It scores: {', '.join(rule.kinds)}. `--rubric list` names the others."))
        return Scoring(rule, variant or rule.default_variant, rule.settings(options, variant),
                       tuple(score_elements(elements, self.evidence, rule, options, variant)))

    @cached_property
    def scores(self) -> Scoring | None:
        """What the project's own rubric proposes; None where that rubric cannot work (`problems` says why)."""
        try:
            return self.score()
        except Refused:
            return None

    # ---- what is wrong

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the map's file, its registers, and what they say together.

        At other levels than internal only what is wrong with what readers may see: words about the rest could tell it.
        """
        found: list[Problem] = []
        if self.level == "internal":
            registers = self.context.files.registers if self.context.files else ()
            found += [*self.faults, *(problem for register in registers for problem in register.problems)]
        return (*found, *self.evidence.problems, *self.rubric_problems)

    @cached_property
    def rubric_problems(self) -> tuple[Problem, ...]:
        """Why the project's own rubric cannot work, where it cannot."""
        try:
            self.rule()
        except Refused as refused:
            return tuple(refused.problems)
        return ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of any answer should know about the map's file, in sentences."""
        faulty = f"{count_text(len(self.faults), 'problem')} in {self.name}; this answer rests on the sound part. See sysmap check."
        return (*self.said, *((faulty,) if self.faults else ()))

    @cached_property
    def evidence_notes(self) -> tuple[str, ...]:
        """What a reader of an answer from evidence should know about the registers, in sentences."""
        notes = [self.seen_from.sentence] if self.seen_from else []
        notes += [f"{count_text(len(one.problems), 'problem')} in {one.name}; its sound part is used. See sysmap check."
                for one in (self.context.files.registers if self.context.files else ()) if one.problems]
        if self.carried_from is not None:
            left = f"; it speaks of {count_text(len(self.left_behind), 'element')} that this version does not have: " + (
                ", ".join(self.left_behind[:6]) + (", …" if len(self.left_behind) > 6 else "")) if self.left_behind else ""
            notes.insert(0, f"No register names this version: the evidence is that on {self.carried_from.id}, by the ids that both "
                        f"versions have{left}. Name this version under uses of a register that is meant for it.")
        return (*notes, *(f"{problem.message} {problem.hint}" for problem in self.evidence.problems))

    @property
    def no_register(self) -> str:
        """Why no evidence bears on the map, in a sentence; empty where some does."""
        if self.registers:
            return ""
        return self.context.files.no_register if self.context.files else f"No register of evidence is given for {self.name}."

    # ---- other states of it

    def at_level(self, level: Level) -> Project:
        """The project as readers at a level may have it; scores and answers are worked out from what they may see.

        What a level took out does not come back: a public project stays public.

        Raises
        ------
        ValueError : the level does not exist.
        """
        map_ = at_level(self.map, level, {} if level == "internal" else self.context.holders)
        if level == "internal" or level == self.level or self.level == "public":
            return self
        return Project(map_, self.context.at_level(level), workspace=self.workspace, said=self.said)

    def at(self, *, as_of: str | None = None, round_: str | None = None) -> Project:
        """The project as it stood at a moment: evidence known by then, statuses and scores as they were.

        Parameters
        ----------
        as_of : a date, or a round up to whose end things count.
        round_ : a round of the profile that alone counts.

        Raises
        ------
        Refused : no such round, or the text is no date either.
        """
        moment = moment_of(self.profile, as_of, round_)
        registers, seen = evidence_at(self.registers, moment, self.evidence.cases)
        given = (*self.documents, *registers)
        return dataclasses.replace(self, map=map_at(self.map, moment), context=Context(given=given, level=self.level), seen_from=seen)

    def with_map(self, map_: Map) -> Project:
        """The same project after an edit: another state of the map, not yet written anywhere."""
        return dataclasses.replace(self, map=map_)

    def with_register(self, register: Evidence) -> Project:
        """The same project with another state of the register of that id, or with a further one, not yet written anywhere."""
        state = with_moved_ids((register,), self.map)[0]
        registers = {one.id: one for one in self.registers} | {state.id: state}
        given = (*self.documents, *registers.values())
        return dataclasses.replace(self, context=Context(given=given, level=self.level))

    def saved(self, reading: Reading) -> Project:
        """The same project after its map was written back: with the file as it now is."""
        return dataclasses.replace(self, map=reading.map, reading=reading, faults=())

    def single_links(self) -> Project:
        """The project without the links that speak of a whole layer."""
        from sysmap.analysis import single_links

        return self.with_map(single_links(self.map))


_OR_MAP = f"{', '.join(MAP_KINDS[:-1])} or {MAP_KINDS[-1]}"
