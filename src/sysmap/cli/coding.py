"""`sysmap evidence code`: documents on one side of a page, factors and links on the other; coded projects of other tools in and out."""

from __future__ import annotations

from pathlib import Path

import click

from sysmap.cli.common import emit_json, load_map, say
from sysmap.core.parts import not_installed
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import count_text
from sysmap.formats.registers import load_register
from sysmap.formats.workspace import Workspace

__all__ = ["code", "export_project", "import_project"]


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
        raise not_installed("coding", "The parts for coding documents are not installed.") from None
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


def import_project(register: str, file: Path, table: Path | None, map_: str | None, *, dry_run: bool, as_json: bool) -> bool:
    """Take the coded passages of another tool's project into a register; whether it waits for a person to confirm what codes mean."""
    from sysmap.coding.code_table import code_table, read_code_table
    from sysmap.coding.project_import import ProjectImport, read_coded_project
    from sysmap.coding.recording import Coder
    from sysmap.core.map import Map
    from sysmap.formats.foreign.content import open_content
    from sysmap.formats.save import write_whole

    workspace = Workspace()
    found = read_coded_project(open_content(file))
    register_path = workspace.find(register)
    load_register(register, workspace)
    used = workspace.load(register_path).used
    maps = [one for one in used if isinstance(one, Map)]
    name = map_ or (maps[0].id if len(maps) == 1 else None)
    if name is None:
        raise Refused(Problem(code="F18", message=f"{register} refers to {count_text(len(maps), 'map')}.", hint="Say which: --map FILE."))
    map_path = load_map(name, workspace).reading.path
    assert map_path is not None
    coming = ProjectImport(found, Coder(workspace, map_path, register_path))
    where = table or file.with_suffix(".codes.csv")
    if not where.exists():
        write_whole(where, code_table(coming.rows()), new=True)
        say(f"Wrote {where}: what each of {count_text(len(found.codes), 'code')} means here, where the names say it. Look at the column "
            "means (the id of an element, cause -> effect, or new: Label; empty leaves the code out), then give the same command again.")
        return True
    said = coming.meanings(read_code_table(where), str(where))
    done = coming.tried(said) if dry_run else coming.take(said)
    if as_json:
        emit_json({**done.to_json(), "written": not dry_run})
        return False
    for sentence in done.sentences():
        say(sentence)
    if dry_run:
        say("Nothing was written (--dry-run).")
    return False


def export_project(register: str, output: Path, map_: str | None, *, force: bool) -> None:
    """Write a register as a project of the REFI-QDA standard."""
    from sysmap.coding.refi_coding import coded_project
    from sysmap.core.map import Map
    from sysmap.formats.document_files import read_document
    from sysmap.formats.save import write_whole

    workspace = Workspace()
    reading, document = load_register(register, workspace)
    assert reading.path is not None
    maps = [one for one in workspace.load(reading.path).used if isinstance(one, Map) and (map_ is None or one.id == map_)]
    if len(maps) != 1:
        raise Refused(Problem(code="F18", message=f"{register} refers to {count_text(len(maps), 'map')}{f' called {map_}' if map_ else ''}.",
                              hint="Say which by its id: --map ID."))
    texts = {}
    for name in dict.fromkeys(p.document for item in document.items.values() for p in item.passages):
        path = workspace.root / name
        if path.is_file() and path.resolve().is_relative_to(workspace.root.resolve()):
            texts[name] = read_document(path, name)
    data, lost = coded_project(document, maps[0], texts)
    write_whole(output, data, new=not force)
    say(f"Wrote {output}: {count_text(len(texts), 'document')} with their coded passages, for NVivo, MAXQDA, ATLAS.ti.")
    for sentence in lost:
        say(f"- {sentence}")
