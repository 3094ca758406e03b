"""`sysmap studio`: everything on a page in the browser, without further commands."""

from __future__ import annotations

import click

from sysmap.cli.common import say
from sysmap.core.parts import not_installed
from sysmap.formats.workspace import Workspace

__all__ = ["studio"]


@click.command()
@click.option("--port", default=0, show_default="a free one", help="Where to serve.")
@click.option("--open/--no-open", "open_", default=True, help="Open the page in the browser.")
def studio(port: int, open_: bool) -> None:
    """Open the studio: a page on this computer with your maps, to start, draw, ask, score, check and hand on.

    Only this computer reaches it. What you do is written into the YAML files of the workspace as you go.
    """
    try:
        from sysmap.studio.running import open_studio
    except ImportError:
        raise not_installed("workshop", "The studio's parts are not installed.") from None
    opened = open_studio(Workspace().root, port)
    say(f"Studio: {opened.link}")
    say("Stop with Ctrl-C; everything is saved as you go.")
    if open_:
        click.launch(opened.link)
    opened.run()
    say("Stopped.")
