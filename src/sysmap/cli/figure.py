"""`sysmap figure`: the picture of a map for a report, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sysmap.cli.common import is_stdout, open_project, say, write_output
from sysmap.core.sentences import count_text

if TYPE_CHECKING:
    from sysmap.core.levels import Level

_SHAPES = {"slide": 16 / 9, "a4": 297 / 210, "free": None}


@click.command()
@click.argument("file")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True,
              help="Where to write; the ending says the format: .svg, .png or .pdf. A dash: standard output.")
@click.option("--format", "format_", help="The format, where the name does not say it; SVG on standard output.")
@click.option("--view", help="Draw this saved view of the map.")
@click.option("--shape", type=click.Choice(list(_SHAPES)), default="free", show_default=True, help="Shape of the paper.")
@click.option("--bands", is_flag=True, help="One row an actor.")
@click.option("--level", type=click.Choice(["internal", "client", "public"]), default="internal", show_default=True,
              help="For whom: client and public figures leave out what is internal.")
def figure(
    file: str, output: Path, format_: str | None, view: str | None, shape: str, bands: bool, level: Level
) -> None:
    """Draw FILE as a figure, with legend, title and a long description in words."""
    from sysmap.views.figure import figure as draw
    from sysmap.views.saved import saved_view, shown_by

    map_ = open_project(file).at_level(level).map
    if view:
        map_ = shown_by(map_, saved_view(map_, view))
    ending = format_ or ("svg" if is_stdout(output) else output.suffix.lstrip(".").lower())
    data = draw(map_, ending, aspect=_SHAPES[shape], bands=bands)
    write_output(output, data)
    if not is_stdout(output):
        say(f"Wrote {output} ({len(data) / 1000:.0f} kB), {count_text(len(map_.factors), 'factor')} and {count_text(len(map_.links), 'link')}.")


__all__ = ["figure"]
