"""`sysmap evidence code`: documents on one side of a page, factors and links on the other."""

from __future__ import annotations

from pathlib import Path

import click

from sysmap.cli.common import load_map, say
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import count_text
from sysmap.formats.registers import load_register
from sysmap.formats.workspace import Workspace

__all__ = ["code"]


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--map", "map_", metavar="FILE", help="The theory or map whose factors and links the passages speak of.")
@click.option("--into", metavar="REGISTER", help="The register that the codes go into; the page can start one.")
@click.option("--coder", metavar="ROLE", help="The role (never the name) of whoever codes.")
@click.option("--port", default=0, show_default="a free one", help="Where to serve.")
@click.option("--open/--no-open", "open_", default=True, help="Open the page in the browser.")
def code(source: Path, map_: str | None, into: str | None, coder: str | None, port: int, open_: bool) -> None:
    """Code the passages of SOURCE (text, Markdown, Word, PDF, a transcript, or a folder of them) on a page in the browser.

    Only this computer reaches the page. The documents stay as they are; each code is written into the register as you go.
    """
    from sysmap.formats.document_files import document_files

    documents = document_files(source)
    workspace = Workspace()
    chosen = {"coder": coder or "", "map": "", "register": ""}
    if map_ is not None:
        chosen["map"] = _inside(workspace, load_map(map_, workspace).reading.path)
    if into is not None:
        chosen["register"] = _inside(workspace, load_register(into, workspace)[0].path)
    try:
        from sysmap.studio.coding import known_documents
        from sysmap.studio.running import open_studio
    except ImportError:
        raise Refused(Problem(code="L16", message="The parts for coding documents are not installed.",
                              hint="Run: pip install 'sysmap[coding]'")) from None
    names = {path: name for name, path in known_documents(workspace, (source,)).items()}
    opened = open_studio(workspace.root, port, (source.resolve(),))
    link = opened.coding_link(**chosen, document=names.get(documents[0].resolve(), ""))
    click.echo(f"Code {count_text(len(documents), 'document')}: {link}")  # on one line, however long, so that it can be opened
    say("Stop with Ctrl-C; everything is saved as you go.")
    if open_:
        click.launch(link)
    opened.run()
    say("Stopped.")


def _inside(workspace: Workspace, path: Path | None) -> str:
    """The name of a file of the workspace, as the page knows it."""
    assert path is not None
    full, root = path.resolve(), workspace.root.resolve()
    if not full.is_relative_to(root):
        raise Refused(Problem(code="F01", message=f"{path} is not in this workspace.", hint=f"The workspace is {root}."))
    return full.relative_to(root).as_posix()
