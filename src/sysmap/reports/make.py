"""Making a report: from a name and an output file to the file written."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sysmap.core.levels import LEVELS, Level
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.formats.save import write_whole
from sysmap.formats.workspace import Workspace

__all__ = ["FORMATS", "Written", "report"]

FORMATS: dict[str, tuple[str, ...]] = {
    "docx": ("docx", "resvg_py"), "xlsx": ("xlsxwriter",), "pptx": ("pptx", "resvg_py"), "html": (), "md": (),
}
"""Endings of files that a report can be written to, with the packages each needs."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the report's file, the pictures beside it (Markdown only), and what it holds."""

    path: Path
    beside: tuple[Path, ...]
    template: str
    level: str
    problems: int
    tables: int
    figures: int
    bytes: int


def report(
    what: Any, output: Path | str, *, template: str = "evaluation", level: Level = "internal", date: str | None = None,
    rubric: str | None = None, style: Path | str | None = None, workspace: Workspace | None = None,
    progress: Callable[[str], None] | None = None,
) -> Written:
    """Write a report of a map.

    Parameters
    ----------
    what : a path, a workspace name, or a `Study`.
    output : the file to write; its ending says the format (``FORMATS``). An existing file is replaced.
    template : one of ``sysmap.reports.templates.TEMPLATES``.
    level : who it is for; what readers at that level may not have is not in the file.
    date : printed where given; a report carries no date otherwise, so that the same files give the same bytes.
    rubric : the scoring rule; the one that the theory uses if not given.
    style : your own look: a .docx for Word, a Jinja layout for HTML and Markdown.
    workspace : where to look; the one around the current folder if not given.
    progress : told in a word or two what is being done.

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
    ending = output.suffix.lstrip(".").lower()
    if ending not in FORMATS:
        raise Refused(Problem(code="P05", message=f"Reports are not written as “.{ending}”.", hint=one_of(ending, FORMATS)))
    if level not in LEVELS:
        raise Refused(Problem(code="S03", message=f"There is no export level {level}.", hint=one_of(level, LEVELS)))
    _check_packages(ending)
    _check_place(output)
    _check_open(output)
    tell = progress or (lambda word: None)
    look = _style(style, ending)

    from sysmap.reports.facts import gather_facts
    from sysmap.reports.templates import template_named

    chosen = template_named(template)
    workspace = workspace or getattr(what, "workspace", None) or Workspace()
    path = getattr(what, "path", None) if not isinstance(what, (str, Path)) else workspace.find(str(what))
    if path is None:
        raise Refused(Problem(code="F33", message="This map was not read from a file.",
                              hint="Save it first, then make the report."))
    tell("Reading and scoring")
    facts = gather_facts(workspace, path, level=level, date=date, rubric=rubric,
                         command=_command(path, output, template, level, date, rubric))
    tell("Putting the report together")
    made = chosen.make(facts)
    tell(f"Writing {output.name}")
    beside: dict[str, str] = {}
    if ending == "docx":
        from sysmap.reports.word import word_bytes
        data = word_bytes(made, look)
    elif ending == "xlsx":
        from sysmap.reports.excel import excel_bytes
        data = excel_bytes(made)
    elif ending == "pptx":
        from sysmap.reports.slides import slides_bytes
        data = slides_bytes(made, facts.map)
    else:
        from sysmap.reports.pages import html_text, markdown_text
        layout = look.decode("utf-8", "replace") if look else None
        text, beside = (html_text(made, layout), {}) if ending == "html" else markdown_text(made, output.stem, layout)
        data = text.encode()
    for name, svg in beside.items():
        write_whole(output.parent / name, svg.encode())
    write_whole(output, data)
    figures = sum(type(block).__name__ == "Figure" for block in made.blocks)
    return Written(output, tuple(output.parent / name for name in beside), template, level, len(facts.problems),
                   len(list(made.tables())), figures, len(data))


def _command(path: Path, output: Path, template: str, level: str, date: str | None, rubric: str | None) -> str:
    """The command that makes the same report; without folders, which say more of a machine than of a report."""
    words = ["sysmap report", path.stem, "-o", output.name, "--template", template, "--level", level]
    words += ["--rubric", rubric] if rubric else []
    words += ["--date", date] if date else []
    return " ".join(words)


def _check_packages(ending: str) -> None:
    lacking = [name for name in FORMATS[ending] if importlib.util.find_spec(name) is None]
    if lacking:
        raise Refused(Problem(code="P01", message=f"A .{ending} needs packages that are not installed.",
                              hint='Install them: pip install "sysmap[reports]"; .html and .md need none.'))


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


def _style(style: Path | str | None, ending: str) -> bytes | None:
    if style is None:
        return None
    wanted = {"docx": (".docx",), "html": (".j2", ".html", ".jinja"), "md": (".j2", ".md", ".jinja")}.get(ending)
    path = Path(style)
    if wanted is None or path.suffix.lower() not in wanted:
        hint = f"For .{ending} give a file ending in {' or '.join(wanted)}." if wanted else "Styles are for .docx, .html and .md."
        raise Refused(Problem(code="P03", message=f"{path.name} is no style for a .{ending}.", hint=hint))
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(Problem(code="F01", message=f"The style {path.name} cannot be read ({error.strerror}).",
                              hint="Check the path.")) from error
