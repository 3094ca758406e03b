"""Making a report: from a name and an output file to the file written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sysmap.core.levels import LEVELS, Level
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import join_words
from sysmap.formats.save import write_whole
from sysmap.formats.workspace import Workspace
from sysmap.reports.blocks import Bullets, Figure, Para, Report
from sysmap.reports.own_text import CHAPTERS, SUMMARY_PLACES
from sysmap.reports.writers import Job, Output, formats, writer_for

if TYPE_CHECKING:
    from sysmap.reports.report_input import ReportInput

__all__ = ["Made", "Written", "make", "report"]

@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes
    ----------
    path : the report's file.
    pictures : further files that go with it (Markdown only).
    template, level : which report, and for whom.
    problems, tables, figures, bytes : how many open points, tables, figures and bytes it has.
    notes : what the author should know, in sentences: text of hers that was kept or found no place.
    """

    path: Path
    pictures: tuple[Path, ...]
    template: str
    level: str
    problems: int
    tables: int
    figures: int
    bytes: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A report before it is written anywhere."""

    output: Output
    report: Report
    problems: int
    notes: tuple[str, ...] = ()


def report(
    what: Any, output: Path | str, *, template: str | None = None, level: Level = "internal", date: str | None = None,
    rubric: str | None = None, style: Path | str | None = None, workspace: Workspace | None = None,
    progress: Callable[[str], None] | None = None, format_: str | None = None,
) -> Written:
    """Write a report of a map.

    Parameters
    ----------
    what : a path, a workspace name, or a `Study`.
    output : the file to write; its ending says the format (`sysmap.reports.writers.formats`). An existing file is replaced.
    template : one of ``sysmap.reports.templates.TEMPLATES``, or your own look as for `style`; where not said, the public summary at
        public, else the evaluation.
    level : who it is for; what readers at that level may not have is not in the file.
    date : printed where given; a report carries no date otherwise, so that the same files give the same bytes.
    rubric : the scoring rule; the one that the theory uses if not given.
    style : your own look: a .docx for Word, a .pptx for PowerPoint, a Jinja layout for HTML and Markdown.
    workspace : where to look; the one around the current folder if not given.
    progress : told in a word or two what is being done.
    format_ : the format, where the file's name does not say it.

    Returns
    -------
    Written : the path and what the report holds.

    Raises
    ------
    Refused : no such map, template, level or format; a package is missing; the file is open elsewhere or cannot be written.

    Examples
    --------
    >>> try:
    ...     report("any-map", "report.doc")
    ... except Refused as refused:
    ...     print(refused.problems[0].message)
    Reports are not written as “.doc”.
    """
    output = Path(output)
    ending = (format_ or output.suffix).lstrip(".").lower()
    _check_level(level)
    writer_for(ending)
    template = template or usual_template(level)
    _check_place(output)
    _check_open(output)
    made = make(what, ending, template=template, level=level, date=date, rubric=rubric, style=style, workspace=workspace,
                progress=progress, output=output)
    for name, data in made.output.companions.items():
        write_whole(output.parent / name, data)
    write_whole(output, made.output.data)
    kind = usual_template(level) if Path(template).suffix else template
    return Written(output, tuple(output.parent / name for name in made.output.companions), kind, level, made.problems,
                   len(list(made.report.tables())), made.report.count(Figure), len(made.output.data), made.notes)


def make(
    what: Any, ending: str, *, template: str | None = None, level: Level = "internal", date: str | None = None,
    rubric: str | None = None, style: Path | str | None = None, workspace: Workspace | None = None,
    progress: Callable[[str], None] | None = None, output: Path | None = None,
) -> Made:
    """A report of a map in one format, written nowhere.

    Parameters and errors are those of `report`; `ending` is the format (`sysmap.reports.writers.formats`). Without an
    `output` the report is one file: pictures stand in it.
    """
    _check_level(level)
    writer = writer_for(ending)
    tell = progress or (lambda word: None)
    template = template or usual_template(level)
    if Path(template).suffix:
        template, style = usual_template(level), style or template
    look = _style(style, ending, writer.styles)

    from sysmap.reports.report_input import read_input
    from sysmap.reports.templates import build, template_named

    chosen = template_named(template)
    workspace = workspace or getattr(what, "workspace", None) or Workspace()
    path = getattr(what, "path", None) if not isinstance(what, (str, Path)) else workspace.find(str(what))
    if path is None:
        raise Refused(Problem(code="F33", message="This map was not read from a file.",
                              hint="Save it first, then make the report."))
    tell("Reading and scoring")
    kept = writer.kept(output.read_bytes()) if output is not None and output.is_file() else {}
    given = read_input(workspace, path, level=level, date=date, rubric=rubric, template=template, kept=kept,
                       command=_command(path, output, ending, template, level, date, rubric))
    if look is None and given.details is not None:
        look = _house_style(given, ending, writer.styles)
    tell("Putting the report together")
    built = build(given, chosen.name)
    tell(f"Writing {output.name if output else ending}")
    return Made(writer.write(Job(built, given.map, output.stem if output else "", look)), built, len(given.problems),
                tuple(_notes(given, built, output)))


def _house_style(given: ReportInput, ending: str, wanted: tuple[str, ...]) -> bytes | None:
    """The house template that the report's details name for this format."""
    named = given.details.style if given.details else ()
    name = next((one for one in named if Path(one).suffix.lower() in wanted), None)
    return _style(given.next_to_details(name), ending, wanted) if name else None


def _notes(given: ReportInput, built: Report, output: Path | None) -> Iterator[str]:
    """What happened to the author's own text."""
    marked = {block.place.partition(":")[0] for block in built.blocks if isinstance(block, Para | Bullets)}
    if output is not None and (there := sorted(set(given.kept) & marked)):
        yield (f"Kept what was written into {output.name} at: {', '.join(there)}. Put it under `text` of the file of kind report "
               "to have it in every format.")
    for name in sorted(set(given.kept) - marked):
        yield f"What was written into {output.name if output else 'the report'} at {name} has no place in it any more."
    if given.details is not None:
        yield from (f"{problem.message} {problem.hint}" for problem in given.details_problems)
        for name in given.details.text:
            if name not in marked and not (name == "summary" or given.template != "evaluation"):
                hint = one_of(name, sorted({*SUMMARY_PLACES, "summary", *CHAPTERS, *given.scored, *given.map.claims}))
                yield f"The text for {name} has no place in this report. {hint}"


def _command(
    path: Path, output: Path | None, ending: str, template: str, level: str, date: str | None, rubric: str | None
) -> str:
    """The command that makes the same report; without folders, which say more of a machine than of a report."""
    words = ["sysmap report", path.stem, "-o", output.name if output else "-"]
    words += ["--format", ending] if output is None or output.suffix.lower() != f".{ending}" else []
    words += ["--template", template, "--level", level]
    words += ["--rubric", rubric] if rubric else []
    words += ["--date", date] if date else []
    return " ".join(words)


def usual_template(level: Level) -> str:
    """The template where nobody names one: for everybody the two pages of the public summary, else the evaluation."""
    return "public-summary" if level == "public" else "evaluation"


def _check_level(level: str) -> None:
    if level not in LEVELS:
        raise Refused(Problem(code="S03", message=f"There is no export level {level}.", hint=one_of(level, LEVELS)))


def _check_place(output: Path) -> None:
    """Before anything is worked out: there has to be a folder, and a file in the end."""
    if not output.parent.is_dir():
        raise Refused(Problem(code="F36", message=f"There is no folder {output.parent.name or output.parent}.",
                              hint="Make it first, or write the report elsewhere."))
    if output.is_dir():
        raise Refused(Problem(code="F36", message=f"{output.name} is a folder.", hint="Give the report another name."))
    held = output if output.exists() else output.parent
    if not os.access(held, os.W_OK):
        raise Refused(Problem(code="F36", message=f"{held.name or held} may not be written to.",
                              hint="Ask for the right to write there, or write the report elsewhere."))


def _check_open(output: Path) -> None:
    """Office programs put a small file beside one that they hold open; replacing it then would lose somebody's work."""
    owner = output.name[2:] if len(output.stem) > 7 else output.name
    marks = {f".~lock.{output.name}#", f"~${owner}", f"~${output.name}"}
    if any((output.parent / mark).exists() for mark in marks):
        raise Refused(Problem(code="P06", message=f"{output.name} is open in another program.",
                              hint="Close it there, or write to another name."))


def _style(style: Path | str | None, ending: str, wanted: tuple[str, ...]) -> bytes | None:
    if style is None:
        return None
    path = Path(style)
    if path.suffix.lower() not in wanted:
        hint = f"For .{ending} give a file ending in {' or '.join(wanted)}." if wanted else f"Styles are for {_styled()}."
        raise Refused(Problem(code="P03", message=f"{path.name} is no style for a .{ending}.", hint=hint))
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(Problem(code="F01", message=f"The style {path.name} cannot be read ({error.strerror}).",
                              hint="Check the path.")) from error


def _styled() -> str:
    """The formats that take a style, as far as they are installed."""
    found = []
    for ending in formats():
        with contextlib.suppress(Refused):
            found += [f".{ending}"] if writer_for(ending).styles else []
    return join_words(found)
