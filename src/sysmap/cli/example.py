"""The command that unpacks an example workspace."""

from __future__ import annotations

from pathlib import Path

import click

from sysmap.cli.common import emit_json, say, table


@click.command()
@click.argument("name", required=False)
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="List the examples as JSON.")
def example(name: str | None, folder: Path | None, as_json: bool) -> None:
    """Unpack the example NAME into FOLDER (a folder of its name where not given); without NAME, list the examples."""
    from sysmap.formats.examples import examples, unpack

    if name is None or as_json:
        known = examples()
        if as_json:
            emit_json({"examples": [{"name": one.name, "title": one.title, "files": len(one.files)} for one in known]})
            return
        table(["example", "what it is about", "files"], [(one.name, one.title, len(one.files)) for one in known])
        return
    folder = folder or Path(name)
    written = unpack(name, folder)
    say(f"Wrote {len(written)} files to {folder}.")
    say(f"Next: cd {folder}, then: sysmap check")
