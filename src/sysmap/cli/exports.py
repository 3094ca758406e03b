"""`sysmap export`: a map as a file of another tool, with what it does not carry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sysmap.cli.common import emit_json, is_stdout, load_map, make_folder_of, say, write_output
from sysmap.formats.workspace import Workspace

if TYPE_CHECKING:
    from sysmap.core.levels import Level


@click.command()
@click.argument("file")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True,
              help="The file to write; its ending says the format. A dash: standard output.")
@click.option("--as", "as_", metavar="FORMAT", help="The format, where the ending does not say it.")
@click.option("--level", type=click.Choice(["internal", "client", "public"]), default="internal", show_default=True,
              help="For whom: client and public files leave out what is internal.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def export(file: str, output: Path, as_: str | None, level: Level, force: bool, as_json: bool) -> None:
    """Write a map for another tool, and say what that tool's file does not carry (found by reading it back)."""
    from sysmap.core.levels import at_level
    from sysmap.formats.exporting import export_map
    from sysmap.formats.foreign.porting import write_foreign

    workspace = Workspace()
    map_ = load_map(file, workspace).reading.map
    if level != "internal":
        map_ = at_level(map_, level)
    if is_stdout(output):
        write_output(output, write_foreign(map_, output.name, as_).data)
        return
    make_folder_of(output)
    done = export_map(map_, output, as_, force=force)
    if done is None:
        if as_json:
            emit_json({"map": map_.id, "file": workspace.name_of(output), "format": "sysmap", "differs": []})
        else:
            say(f"Wrote {workspace.name_of(output)}.")
        return
    if as_json:
        emit_json({"map": map_.id, "file": workspace.name_of(output), "format": done.format.name, "bytes": len(done.data),
                   "differs": [{"about": one.about, "text": one.text, "items": list(one.items)} for one in done.remarks]})
        return
    say(f"Wrote {workspace.name_of(output)}.")
    say("\n".join(done.sentences()))


__all__ = ["export"]
