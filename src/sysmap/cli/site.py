"""`sysmap site`: a workspace as a static site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sysmap.cli.common import is_stdout, say, write_output
from sysmap.formats.workspace import Workspace

if TYPE_CHECKING:
    from sysmap.core.levels import Level

__all__ = ["site"]


@click.command()
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("site"), show_default=True,
              help="Folder for the site, made if it is not there.")
@click.option("--level", type=click.Choice(["internal", "client", "public"]), default="public", show_default=True,
              help="For whom: client and public sites leave out what is internal.")
@click.option("--open", "open_", is_flag=True, help="Open the index in the browser.")
def site(output: Path, level: Level, open_: bool) -> None:
    """Write every map of the workspace as a site: an index, pages, reports, tables and what changed from version to version."""
    from sysmap.reports.site import site as pages_of

    if is_stdout(output):
        raise click.UsageError("A site is many files, so it has to be a folder: -o NAME.")
    workspace = Workspace()
    number = 0
    for page in pages_of(workspace, level):
        write_output(output / page.name, page.data)
        number += 1
        say(f"{workspace.name_of(output / page.name)}  ({len(page.data) / 1e6:.1f} MB)")
    say(f"{number} files for {level} readers. Put the folder on any web server, or open {workspace.name_of(output / 'index.html')}.")
    if open_:
        click.launch(str(output / "index.html"))
