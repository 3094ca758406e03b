"""`sysmap render`: maps as pages that open anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sysmap.cli.common import emit_json, open_project, say
from sysmap.formats.save import write_whole
from sysmap.formats.workspace import Workspace

if TYPE_CHECKING:
    from sysmap.core.levels import Level


@click.command()
@click.argument("files", nargs=-1)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("build"), show_default=True,
              help="Folder for the pages; made if it is not there.")
@click.option("--level", type=click.Choice(["internal", "client", "public"]), default="internal", show_default=True,
              help="For whom: client and public pages leave out what is internal.")
@click.option("--view", help="Open with this saved view.")
@click.option("--before", help="An earlier version of the one FILE: the page shows either, and the drawn difference.")
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
    older = open_project(before, workspace).map if before else None
    loaded = [open_project(name, workspace) for name in names]
    output.mkdir(parents=True, exist_ok=True)
    pages = []
    for one in loaded:
        html = page_of(one, level=level, before=older, view=view)
        path = output / f"{one.map.id}.html"
        write_whole(path, html.encode())
        pages.append({"map": one.map.id, "title": one.map.title, "page": workspace.name_of(path),
                      "bytes": len(html.encode())})
        if not as_json:
            say(f"{workspace.name_of(path)}  ({len(html) / 1e6:.1f} MB)  {one.map.title}")
    if as_json:
        emit_json({"pages": pages})
    if open_ and pages:
        click.launch(str(output / f"{loaded[0].map.id}.html"))


__all__ = ["render"]
