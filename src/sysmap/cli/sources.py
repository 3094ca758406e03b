"""`sysmap sources`: the register of sources, filled from a reference manager and listed by author and date."""

from __future__ import annotations

from pathlib import Path

import click

from sysmap.cli.common import emit_json, say
from sysmap.core.library import Sources
from sysmap.core.problem import Problem, Refused
from sysmap.formats.read import Reading
from sysmap.formats.workspace import Workspace

__all__ = ["sources"]


@click.group()
def sources() -> None:
    """Take sources over from a reference manager (BibTeX, RIS, CSL-JSON); list them by author and date."""


@sources.command("import")
@click.argument("references", type=click.Path(path_type=Path))
@click.option("--into", help="The register of sources; the only one of the workspace if not given.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def import_(references: Path, into: str | None, dry_run: bool, as_json: bool) -> None:
    """Take the entries of REFERENCES (.bib, .ris, .json) over into the register of sources: all, or with one fault none."""
    from sysmap.formats.reference_files import import_sources, read_references
    from sysmap.formats.save import save

    workspace = Workspace()
    reading, register = _register(workspace, into)
    found = import_sources(register, read_references(references))
    if found.changed and not dry_run:
        save(reading, found.sources)
    if as_json:
        emit_json({**found.to_json(), "written": found.changed and not dry_run})
        return
    for sentence in found.sentences():
        say(sentence)
    if dry_run:
        say("Nothing was written (--dry-run).")


@sources.command("list")
@click.argument("register", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def list_(register: str | None, as_json: bool) -> None:
    """List the sources of a REGISTER as a report prints them, each with the id that files cite."""
    from sysmap.core.elements import Cite
    from sysmap.formats.author_date import References

    _, found = _register(Workspace(), register)
    known = References(found.sources.values())
    rows = [(id_, known.cite(Cite(source=id_)), known.of([id_])[0]) for id_ in found.sources]
    if as_json:
        emit_json({"sources": [{"id": id_, "citation": short, "reference": long} for id_, short, long in rows]})
        return
    for id_, _, long in sorted(rows, key=lambda row: row[2].casefold()):
        say(f"- {long} [{id_}]")


def _register(workspace: Workspace, name: str | None) -> tuple[Reading, Sources]:
    """The register of sources meant by a name, or the only one.

    Raises
    ------
    Refused : there is none, there are several, or what is named is none or has faults.
    """
    if name is None:
        found = [path for path in workspace.files() if workspace.read(path).kind == "sources"]
        if len(found) != 1:
            names = ", ".join(workspace.name_of(path) for path in found)
            raise Refused(Problem(code="F01", message="There are several registers of sources." if found else
                                  "There is no register of sources here.",
                                  hint=f"Say which: {names}." if found else "Make models/sources.yaml with `kind: sources`."))
        reading = workspace.read(found[0])
    else:
        reading = workspace.read(workspace.find(name))
    document = reading.document
    if reading.problems:
        raise Refused(reading.problems)
    if not isinstance(document, Sources):
        raise Refused(Problem(code="F18", message=f"{reading.name} holds {reading.kind}, not a register of sources.",
                              hint="Name a file with `kind: sources`."))
    return reading, document
