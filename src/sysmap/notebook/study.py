"""A study: one map with everything known about it, ready for questions.

`sysmap.project.Project` knows the map, the files around it and what follows from them. A `Study` holds one and adds what
a person at a notebook wants: frames, questions by name, pictures, saving.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sysmap.core.evidence import Evidence
from sysmap.core.kinds import Document
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.formats.read import read_text
from sysmap.formats.save import save as save_reading
from sysmap.formats.save import write_whole
from sysmap.formats.tidy import text_of
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.questions.registry.methods import with_questions

if TYPE_CHECKING:
    import pandas

    from sysmap.analysis.network import MapGraph
    from sysmap.analysis.stored_loops import StoredLoop
    from sysmap.formats.foreign.porting import Exported
    from sysmap.formats.foreign.report import ImportReport
    from sysmap.notebook.results import Changes, Scores, StoryPage

__all__ = ["Study", "load", "read", "workspace"]


@with_questions
class Study:
    """A map, what it uses, the evidence on it, and the questions one can ask.

    Attributes
    ----------
    project : the map with all that the files around it say (`sysmap.project.Project`).

    Notes
    -----
    Methods named after a question (`upstream`, `paths`, `loops`, …) are those of `sysmap.questions` with this study
    as their first argument; see there for parameters and bounds.

    Examples
    --------
    >>> lanes = read("sysmap: 1\\nkind: map\\nid: m\\ntitle: Lanes\\nfactors: {a: {label: Lanes}, b: {label: Riders}}\\n"
    ...              "links: [{from: a, to: b, polarity: positive}]")
    >>> lanes.influence("a", "b").verdict
    'positive'
    """

    import_report: ImportReport | None = None
    """Where the map was made from a file of another tool: what was kept, guessed and dropped."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def to(self, path: Path | str, as_: str | None = None, *, force: bool = False) -> Exported | None:
        """Write the map for another tool (docs/formats.md); what comes back says what that file does not carry.

        Parameters
        ----------
        path : the file; its ending says the format.
        as_ : the name of the format, where the ending does not say it.
        force : replace a file that is there.

        Raises
        ------
        Refused : there is such a file, or the format is not known.
        """
        from sysmap.formats.exporting import export_map

        return export_map(self.map, path, as_, force=force)

    @property
    def map(self) -> Map:
        """The map, frozen."""
        return self.project.map

    @property
    def uses(self) -> tuple[Document, ...]:
        """The documents around the map: models, evidence registers, research frameworks."""
        return (*self.project.documents, *self.project.registers)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the text of the file; the map is its sound part."""
        return self.project.faults

    @property
    def path(self) -> Path | None:
        """The file, where there is one."""
        return self.project.path

    @property
    def workspace(self) -> Workspace | None:
        """The workspace the file was looked up in."""
        return self.project.workspace

    if TYPE_CHECKING:
        def __getattr__(self, name: str) -> Any:
            """The questions; see `sysmap.questions`."""

    def stored_loops(self) -> tuple[StoredLoop, ...]:
        """The loops that the file names, checked again against its links."""
        from sysmap.analysis.stored_loops import stored_loops

        return stored_loops(self.map)

    def to_networkx(self, *, retired: bool = False, plain: bool = True) -> MapGraph:
        """The map as a networkx graph; see `sysmap.analysis.network`."""
        from sysmap.analysis.network import to_networkx

        return to_networkx(self.map, retired=retired, plain=plain)

    @property
    def grades(self) -> dict[str, str]:
        """How well each link is observed: not-supported, untested, weak, moderate or strong; empty without evidence."""
        return self.project.grades

    def link_cases(self) -> dict[str, set[str]]:
        """The cases whose evidence supports each link; for `robustness(…, sources_by_link=…, unit="case")`."""
        return self.project.link_cases

    def score(self, rubric: str | None = None) -> Scores:
        """What a rubric proposes for every outcome, beside the published scores and people's decisions.

        Parameters
        ----------
        rubric : ``id``, ``id:variant`` or a variant's name; the rubric that the theory uses if not given.

        Raises
        ------
        Refused : no such rubric.
        """
        from sysmap.notebook.results import Scores

        return Scores(self.project.score(rubric))

    def story(self, claim: str) -> StoryPage:
        """The contribution story of a claim: what happened, evidence for and against, judgement, gaps.

        Raises
        ------
        Refused : no such claim.
        """
        from sysmap.contribution.story import story
        from sysmap.notebook.results import StoryPage

        return StoryPage(story(self.map, claim, self.project.evidence, self.project.mechanisms, rule=self.project.claim_rule))

    def gaps(self) -> pandas.DataFrame:
        """What evidence is missing and what to look for, one row a gap."""
        from sysmap.notebook import frames
        return frames.gaps(self.project)

    def mechanism_table(self) -> pandas.DataFrame:
        """Each mechanism with the tier that the evidence gives and the one that the source printed."""
        from sysmap.notebook import frames
        return frames.mechanisms(self.project)

    def diff(self, before: Study | Map | str | None = None) -> Changes:
        """What changed since another version.

        Parameters
        ----------
        before : the older version or its name; the one that the map says it supersedes if not given.

        Raises
        ------
        Refused : no older version is named or found.
        """
        from sysmap.core.diff import diff
        from sysmap.notebook.results import Changes

        if before is None:
            named = self.map.version.supersedes if self.map.version else None
            if named is None:
                raise Refused(Problem(code="F01", message=f"{self.id} names no version that it supersedes.",
                                      hint="Say with what to compare: diff(other)."))
            before = self.project.superseded or named
        if isinstance(before, str):
            before = load(before, self.workspace)
        older = before if isinstance(before, Map) else before.map
        return Changes(diff(older, self.map), self.project, older)

    @property
    def id(self) -> str:
        """The map's id."""
        return self.map.id

    @property
    def title(self) -> str:
        """The map's title."""
        return self.map.title

    @property
    def registers(self) -> tuple[Evidence, ...]:
        """The evidence registers that bear on the map."""
        return self.project.registers

    @property
    def factors(self) -> pandas.DataFrame:
        """One row a factor, indexed by id; a column for each key of the file format, lists joined with "; "."""
        from sysmap.notebook import frames
        return frames.elements(self.map.factors, "factor")

    @property
    def links(self) -> pandas.DataFrame:
        """One row a link, indexed by id: `from`, `to`, their labels, polarity and every other key of a link."""
        from sysmap.notebook import frames
        return frames.links(self.map)

    @property
    def evidence(self) -> pandas.DataFrame:
        """One row for each element an item bears on: item, statement, kind, element, direction, strength, cases, cite, …"""
        from sysmap.notebook import frames
        return frames.evidence(self.map, self.uses)

    @property
    def changes(self) -> pandas.DataFrame:
        """The file's own change log, one row a change."""
        from sysmap.notebook import frames
        return frames.elements(self.map.changes, "change")

    @property
    def cases(self) -> pandas.DataFrame:
        """One row for each case and role with the number of people who took part."""
        from sysmap.notebook import frames
        return frames.cases(self.uses)

    @property
    def survey(self) -> pandas.DataFrame:
        """One row a published figure of a survey: per cent and base."""
        from sysmap.notebook import frames
        return frames.survey(self.uses)

    def frame(self, collection: str) -> pandas.DataFrame:
        """Any collection of the map or of a file it uses as a frame, e.g. ``"assumptions"``, ``"sources"``.

        Raises
        ------
        Refused : nothing here has such a collection.
        """
        from sysmap.notebook import frames
        return frames.collection(self.map, self.uses, collection)

    def at_level(self, level: str) -> Study:
        """The study as readers at a level may have it: `internal`, `client` or `public` (docs/api.md, Export levels)."""
        return Study(self.project.at_level(level))  # type: ignore[arg-type]

    def page(self, path: Path | str, *, level: str | None = None) -> Path:
        """Write the map as one HTML page that opens anywhere without a network; give its path.

        Parameters
        ----------
        path : the file.
        level : who it is for; who the study is for if not given.

        Raises
        ------
        Refused : the file cannot be written.
        """
        from sysmap.views.file_page import page_of

        write_whole(Path(path), page_of(self.project, level=level).encode())  # type: ignore[arg-type]
        return Path(path)

    def with_map(self, map_: Map) -> Study:
        """The same study after an edit: another state of the map, not yet written anywhere."""
        return Study(self.project.with_map(map_))

    def save(self, path: Path | str | None = None) -> Study:
        """Write the map: back into its own file with every comment kept, or as a new file.

        Parameters
        ----------
        path : a new file; the file it was read from if not given.

        Raises
        ------
        Refused : the file had faults, changed on disk since it was read, exists already, or cannot be written.
        """
        if path is not None:
            write_whole(Path(path), text_of(self.map, self.map.kind).encode(), new=True)
            return load(path)
        reading = self.project.reading
        if reading is None or reading.path is None:
            raise Refused(Problem(code="F33", message="This map was not read from a file.", hint="Say where: save(path)."))
        return Study(self.project.saved(save_reading(reading, self.map)))

    def to_pyvis(self, **options: Any) -> Any:
        """The map as a pyvis `Network` with signs, evidence and scores, to show, to write or to go on with; see `sysmap.to_pyvis`."""
        from sysmap.views.pyvis_network import to_pyvis
        return to_pyvis(self, **options)

    def widget(self, *, height: int = 600) -> Any:
        """The map as a widget: what is clicked there is `.selected` here, and the other way round.

        Raises
        ------
        Refused : anywidget is not installed.
        """
        from sysmap.notebook.widget import widget
        return widget(self, height=height)

    def _repr_html_(self) -> str:
        from sysmap.notebook.show import html_of
        return html_of(self)

    def __repr__(self) -> str:
        from sysmap.core.sentences import map_sentences

        said = " ".join(map_sentences(self.map))
        return f"{said} {len(self.problems)} problems in its file." if self.problems else said


def load(what: str | Path, workspace: Workspace | None = None) -> Study:
    """A map of a workspace with everything known about it.

    Parameters
    ----------
    what : a path, or the name of a file without its ending, e.g. ``"school-meals-2024"``.
    workspace : where to look; the one around the current folder if not given.

    Returns
    -------
    Study : its `problems` say what is wrong with the file, if anything; the map is the sound part.

    Raises
    ------
    Refused : no such file (with the nearest names), nothing sound in it, or something else than a map.

    Examples
    --------
    >>> try:
    ...     load("no-such-map")
    ... except Refused as refused:
    ...     print(refused.problems[0].code)
    F01
    """
    return Study(Project.open(what, workspace))


def read(text: str) -> Study:
    """A map from a text in the file format, for trying things out.

    Parameters
    ----------
    text : YAML of kind map, theory or process.

    Raises
    ------
    Refused : the text holds no map; every problem is named.

    >>> read("sysmap: 1\\nkind: map\\nid: m\\ntitle: M\\nfactors: {a: {label: A}}").factors.loc["a", "label"]
    'A'
    """
    reading = read_text(text)
    if not isinstance(reading.document, Map):
        raise Refused(reading.problems or [Problem(code="F18", message=f"The text holds {reading.kind}, not a map.",
                                                   hint="Give it a kind: map, theory or process.")])
    return Study(Project.of(reading.document, reading=reading))


def workspace(root: Path | str | None = None) -> Workspace:
    """The workspace at a folder: its `maps()`, `files()`, `find(name)`.

    Parameters
    ----------
    root : the folder; the one around the current folder if not given.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     len(list(workspace(folder).maps()))
    0
    """
    return Workspace(root)
