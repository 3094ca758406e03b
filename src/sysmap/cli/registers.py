"""`sysmap evidence`: what bears on an element, and registers as spreadsheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sysmap.cli.adding import add
from sysmap.cli.coding import code, export_project, import_project
from sysmap.cli.common import (
    ShowGroup,
    emit_json,
    is_stdout,
    open_with_evidence,
    output_option,
    say,
    show_problems,
    table,
    write_output,
)
from sysmap.core.problem import Refused
from sysmap.core.sentences import count_text
from sysmap.formats.registers import load_register
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

__all__ = ["evidence"]


@click.group(cls=ShowGroup)
def evidence() -> None:
    """Show what bears on FILE or one ELEMENT of it; add items; code documents; take registers to a spreadsheet and back."""


@evidence.command()
@click.argument("file")
@click.argument("element", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def show(file: str, element: str | None, as_json: bool) -> None:
    """Show the evidence on FILE: how many items on each element, or every item on one ELEMENT."""
    from sysmap.contribution.base import elements_of

    project = open_with_evidence(file)
    if element is not None:
        _show_one(project, project.element(element), as_json)
        return
    rows = []
    for one in elements_of(project.map, project.mechanisms):
        said = project.evidence.on(one.id)
        counts = {word: sum(s.bearing.direction == word and s.item.kind == "observed" for s in said)
                  for word in ("supports", "contradicts", "alternative", "neutral", "context")}
        expected = sum(s.item.kind == "anticipated" for s in said)
        made_up = sum(s.item.kind == "hypothetical" for s in said)
        rows.append({"id": one.id, "kind": one.kind, "label": one.label, "items": len(said), **counts, "anticipated": expected,
                     "hypothetical": made_up})
    if as_json:
        emit_json({"registers": [register.id for register in project.registers], "items": len(project.evidence.items),
                   "elements": rows})
        return
    say(f"{project.map.title}: {count_text(len(project.evidence.items), 'item')} in {count_text(len(project.registers), 'register')}.\n")
    table(["element", "of", "supports", "contradicts", "otherwise", "no effect", "context", "expected", "made up"], [
        (r["id"], r["kind"], r["supports"] or "", r["contradicts"] or "", r["alternative"] or "", r["neutral"] or "",
         r["context"] or "", r["anticipated"] or "", r["hypothetical"] or "") for r in rows if r["items"]])
    bare = [r["id"] for r in rows if not r["items"]]
    if bare:
        say(f"\nNothing bears on {count_text(len(bare), 'element')}; see sysmap gaps {project.map.id}.")


def _show_one(project: Project, element: Any, as_json: bool) -> None:
    from sysmap.core.sentences import cite_text
    from sysmap.formats.plain import plain

    said = project.evidence.on(element.id)
    if as_json:
        emit_json({"id": element.id, "kind": element.kind, "label": element.label, "items": [
            {**plain(s.item), "register": s.register, "bearing": plain(s.bearing)} for s in said]})
        return
    say(f"“{element.label}” ({element.id}): {count_text(len(said), 'item')}.\n")
    order = {"supports": 0, "contradicts": 1, "alternative": 2, "neutral": 3, "context": 4}
    for s in sorted(said, key=lambda s: (s.item.kind != "observed", order[s.bearing.direction], s.item.id)):
        item, bearing = s.item, s.bearing
        kind = "" if item.kind == "observed" else f", {item.kind}"
        strength = f", {bearing.strength}" if bearing.strength else ""
        who = ", ".join(item.cases) or " ".join([*item.round, *item.audience]) or "nobody in particular"
        say(f"{item.id} ({bearing.direction}{strength}{kind}; {who}{f'; “{item.said_of}”' if item.said_of else ''})")
        say(item.statement, indent="    ")
        if bearing.why:
            say(f"Why: {bearing.why}", indent="    ")
        if item.cite:
            say("; ".join(cite_text(c) for c in item.cite[:3]) + ("; …" if len(item.cite) > 3 else ""), indent="    ")


@evidence.command("export")
@click.argument("register")
@click.argument("output", type=click.Path(path_type=Path), required=False)
@output_option("The spreadsheet, another way to say OUTPUT.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--map", "map_", metavar="ID", help="For .qdpx: the map, where the register refers to several.")
def export(register: str, output: Path, force: bool, map_: str | None) -> None:
    """Write a REGISTER as a spreadsheet (.xlsx or .csv; a dash: CSV on standard output) or for NVivo and others (.qdpx)."""
    from sysmap.formats.evidence_sheet import export_register

    if output.suffix.lower() == ".qdpx":
        export_project(register, output, map_, force=force)
        return
    workspace = Workspace()
    _, document = load_register(register, workspace)
    write_output(output, export_register(document, Path("-.csv") if is_stdout(output) else output), new=not force)
    if not is_stdout(output):
        say(f"Wrote {count_text(len(document.items), 'item')} to {output}. Back again: sysmap evidence import {register} {output}")


@evidence.command("import")
@click.argument("register")
@click.argument("sheet", type=click.Path(path_type=Path))
@click.option("--codes", type=click.Path(path_type=Path), help="For .qdpx: the table of what codes mean; beside the project if not given.")
@click.option("--map", "map_", metavar="FILE", help="For .qdpx: the map, where the register refers to several.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def import_(ctx: click.Context, register: str, sheet: Path, codes: Path | None, map_: str | None, dry_run: bool, as_json: bool) -> None:
    """Take a spreadsheet, or a coded project of NVivo and others (.qdpx), over into a REGISTER: all, or with a fault nothing.

    What the codes of a project mean is written into a table first, for you to look at; the same command then takes it over.
    """
    if sheet.suffix.lower() in (".qdpx", ".qde"):
        ctx.exit(1 if import_project(register, sheet, codes, map_, dry_run=dry_run, as_json=as_json) else 0)
    from sysmap.checks import check_document
    from sysmap.core.uses import Uses
    from sysmap.formats.evidence_sheet import import_register
    from sysmap.formats.save import save

    workspace = Workspace()
    reading, document = load_register(register, workspace)
    assert reading.path is not None
    uses = Uses(workspace.load(reading.path).used)
    found = import_register(document, sheet, uses)
    before = {(p.code, p.at, p.message) for p in check_document(document, uses)}
    wrong = [p for p in check_document(found.register, uses)
             if p.severity == "error" and (p.code, p.at, p.message) not in before]
    if wrong:
        raise Refused(wrong)
    if not dry_run and (found.added or found.changed):
        save(reading, found.register)
    if as_json:
        emit_json({**found.to_json(), "written": not dry_run and bool(found.added or found.changed)})
        return
    show_problems(found.warnings)
    for sentence in found.sentences():
        say(sentence)
    if dry_run:
        say("Nothing was written (--dry-run).")


evidence.add_command(add)
evidence.add_command(code)
