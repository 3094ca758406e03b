"""`sysmap render`: maps as pages that open anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sysmap.cli.common import emit_json, is_stdout, open_project, say, write_output
from sysmap.core.problem import Place, Problem, Refused
from sysmap.formats.workspace import Workspace

if TYPE_CHECKING:
    from sysmap.core.levels import Level
    from sysmap.project import Project

__all__ = ["render"]


@click.command()
@click.argument("files", nargs=-1)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True,
              help="Folder for the pages, made if it is not there; for one FILE also a name ending in .html. "
                   "A dash: standard output.")
@click.option("--level", type=click.Choice(["internal", "client", "public"]), default="internal", show_default=True,
              help="For whom: client and public pages leave out what is internal.")
@click.option("--view", help="Open with this saved view.")
@click.option("--before", help="An earlier version of the one FILE: the page shows either, the difference, and one moving picture.")
@click.option("--open", "open_", is_flag=True, help="Open the first page in the browser.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def render(
    files: tuple[str, ...], output: Path, level: Level, view: str | None, before: str | None, open_: bool, as_json: bool
) -> None:
    """Write one self-contained HTML file for each FILE (or, with none, for every map of the workspace)."""
    from sysmap.views.file_page import page_of

    workspace = Workspace()
    names = files or tuple(str(path) for path in workspace.maps())
    if (before or view) and len(names) != 1:
        raise click.UsageError("--before and --view go with one FILE.")
    if is_stdout(output) and (len(names) != 1 or as_json or open_):
        raise click.UsageError("-o - writes one page: name one FILE, without --json and --open.")
    older = open_project(before, workspace).map if before else None
    projects = [open_project(name, workspace) for name in names]
    paths = _paths(projects, output)
    pages = []
    for project, path in zip(projects, paths, strict=True):
        html = page_of(project, level=level, before=older, view=view).encode()
        write_output(output if is_stdout(output) else path, html)
        if is_stdout(output):
            return
        pages.append({"map": project.map.id, "title": project.map.title, "page": workspace.name_of(path), "bytes": len(html)})
        if not as_json:
            say(f"{workspace.name_of(path)}  ({len(html) / 1e6:.1f} MB)  {project.map.title}")
            if files and older is None and project.superseded is not None:
                click.echo(f"Note: its earlier version is at hand; --before {project.superseded.id} shows both, and what changed as "
                           "one moving picture.", err=True)
    if as_json:
        emit_json({"pages": pages})
    if open_ and pages:
        click.launch(str(paths[0]))


def _paths(projects: Sequence[Project], output: Path) -> list[Path]:
    """The file of each page: the one that was named, else one in the folder, called after the map's id.

    Raises
    ------
    Refused : two maps would have their pages in one file.
    """
    if output.suffix.lower() in (".html", ".htm") and not output.is_dir():
        if len(projects) != 1:
            raise click.UsageError(f"{output} is the name of one file, and there are {len(projects)} maps: give a folder.")
        return [output]
    paths = [output / f"{project.map.id}.html" for project in projects]
    first: dict[Path, Project] = {}
    wrong: list[Problem] = []
    for project, path in zip(projects, paths, strict=True):
        other = first.setdefault(path, project)
        if other is not project and other.path != project.path:
            wrong.append(Problem(
                code="F38", message=f"{other.name} and {project.name} both have the id {project.map.id}, so their pages would be "
                "one file; nothing was written.", place=Place(project.name),
                hint="Give one of them another id, or write them one by one: -o NAME.html."))
    if wrong:
        raise Refused(wrong)
    return paths
