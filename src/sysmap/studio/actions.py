"""What the studio does to a workspace: start a map, take one of another tool, make what is handed on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sysmap.core.kinds import MAP_KINDS
from sysmap.core.levels import Level
from sysmap.core.problem import Problem, Refused
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.ids import slug_of
from sysmap.formats.foreign.porting import import_contents
from sysmap.formats.foreign.registry import recognise
from sysmap.formats.importing import land, landing_of
from sysmap.formats.starting import new_file
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

__all__ = ["FORMS", "made", "started", "taken_in"]

FORMS: dict[str, tuple[str, str]] = {
    "page": ("html", "Page that opens anywhere"), "picture": ("svg", "Picture (SVG)"), "png": ("png", "Picture (PNG)"),
    "docx": ("docx", "Report for Word"), "pdf": ("pdf", "Report as PDF"), "pptx": ("pptx", "Slides for PowerPoint"),
    "xlsx": ("xlsx", "Tables for Excel"),
    "all": ("zip", "All in one file"),
}
"""What can be made of a map: its name -> (ending, what it is called)."""


def started(workspace: Workspace, kind: str, title: str, theme: str = "") -> Path:
    """Start a map from its template, or from a theme of its kind, under a title; the id is made from it.

    Raises
    ------
    Refused : no title, another kind or theme, or a file of that name is there.
    """
    if kind not in MAP_KINDS:
        raise Refused(Problem(code="F18", message="This is no kind of map.", hint=f"Choose one of {', '.join(MAP_KINDS)}."))
    if not re.search(r"\w", title):
        raise Refused(Problem(code="D07", message="The map has no title yet.", hint="Say what it is about in a few words."))
    return new_file(workspace, kind, slug_of(title, kind), title=" ".join(title.split())[:200], theme=theme)


def taken_in(workspace: Workspace, name: str, data: bytes) -> tuple[Path, list[str]]:
    """A file of another tool as a map of this workspace.

    Returns
    -------
    tuple : the new file, and what was kept, guessed and dropped, in sentences.

    Raises
    ------
    Refused : it is no map that can be read, or a map of that name is there.
    """
    name = Path(name.replace("\\", "/")).name[:120] or "file"
    imported = import_contents([recognise(Content(name, data))])
    folder = workspace.root / "maps"
    folder.mkdir(exist_ok=True)
    landing = landing_of(imported, folder / f"{imported.map.id}.yaml")
    if landing.known:
        raise Refused(Problem(code="F35", message=f"There is a map {imported.map.id} already.",
                              hint="Bring it up to date with: sysmap import FILE --update"))
    land(landing)
    return landing.path, [str(line) for line in imported.report.sentences()]


def made(workspace: Workspace, path: Path, form: str, level: Level) -> tuple[str, bytes]:
    """What is handed on, made of a map at a level.

    Returns
    -------
    tuple : the name of the file, and what it holds.

    Raises
    ------
    Refused : no such form, or it cannot be made.
    """
    if form not in FORMS:
        raise Refused(Problem(code="F18", message="This cannot be made of a map.", hint=f"Choose one of {', '.join(FORMS)}."))
    ending = FORMS[form][0]
    project = Project.open(path, workspace)
    return f"{project.map.id}.{ending}", _data(workspace, project, path, ending, level)


def _data(workspace: Workspace, project: Project, path: Path, ending: str, level: Level) -> bytes:
    if ending == "zip":
        from sysmap.reports.site import files_of_map, zipped

        return zipped(files_of_map(workspace, path, level))
    if ending == "html":
        from sysmap.views.file_page import page_of

        return page_of(project, level=level).encode()
    if ending in ("svg", "png"):
        from sysmap.views.figure import figure

        return figure(project.at_level(level).map, ending)
    from sysmap.reports.make import make

    output: Any = make(path, ending, level=level, workspace=workspace).output
    data: bytes = output.data
    return data
