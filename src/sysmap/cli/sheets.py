"""`sysmap sheet`: a whole map as a workbook for Excel or LibreOffice, and back."""

from __future__ import annotations

from pathlib import Path

import click

from sysmap.cli.common import emit_json, is_stdout, open_with_evidence, output_option, say, show_problems, write_output
from sysmap.core.kinds import Document
from sysmap.core.problem import Problem, Refused
from sysmap.formats.read import Reading
from sysmap.formats.workspace import Workspace

__all__ = ["sheet"]


@click.group()
def sheet() -> None:
    """Take a whole map (factors, links, assumptions, evidence) to a workbook, and back."""


@sheet.command("export")
@click.argument("file")
@click.argument("output", type=click.Path(path_type=Path), required=False)
@output_option("The workbook, another way to say OUTPUT.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
def export(file: str, output: Path, force: bool) -> None:
    """Write FILE, a theory or map, as a workbook to edit: OUTPUT ends with .xlsx; a dash: standard output."""
    from sysmap.formats.map_sheet import map_sheet

    if not is_stdout(output) and output.suffix.lower() != ".xlsx":
        raise click.UsageError("The workbook ends with .xlsx.")
    project = open_with_evidence(file)
    write_output(output, map_sheet(project.map, project.registers, project.uses), new=not force)
    if not is_stdout(output):
        say(f"Wrote {output}. Its tab “about” explains every column. Back again: sysmap sheet import {file} {output}")


@sheet.command("import")
@click.argument("file")
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--remove", is_flag=True, help="Remove the elements whose rows were taken out.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def import_(file: str, workbook: Path, dry_run: bool, remove: bool, as_json: bool) -> None:
    """Take an edited WORKBOOK over into FILE and its registers: all of it, or with a single fault nothing."""
    from sysmap.checks import check_document
    from sysmap.formats.map_sheet import map_from_sheet
    from sysmap.formats.save import revised, save

    workspace = Workspace()
    project = open_with_evidence(file, workspace)
    assert project.path is not None
    readings = {one.document.id: one for one in (project.context.files.registers if project.context.files else ())
                if one.document is not None and not one.problems}
    reading = workspace.load(project.path).reading
    if reading.problems or reading.document is None:
        raise Refused(reading.problems)
    registers = [one for one in project.registers if one.id in readings]
    found = map_from_sheet(project.map, workbook, registers, project.uses, remove=remove)
    pairs: list[tuple[Reading, Document, Document]] = [(reading, project.map, found.map)]
    pairs += [(readings[one.id], one, found.registers[one.id].register) for one in registers if one.id in found.registers]
    pairs = [pair for pair in pairs if pair[1] != pair[2]]
    wrong: list[Problem] = []
    for _, before, after in pairs:
        known = {(problem.code, problem.at) for problem in check_document(before, project.uses)}
        wrong += [problem for problem in check_document(after, project.uses)
                  if problem.severity == "error" and (problem.code, problem.at) not in known]
    if wrong:
        raise Refused(found.placed(wrong))
    written = []
    if not dry_run:
        for held, _, after in pairs:
            revised(held, after)
        for held, _, after in pairs:
            written.append(workspace.name_of(save(held, after).path or workbook))
    if as_json:
        emit_json({**found.to_json(), "written": written})
        return
    show_problems(found.warnings)
    for sentence in found.sentences():
        say(sentence)
    say(f"Wrote {', '.join(written)}." if written else "Nothing was written (--dry-run)." if dry_run else "Nothing to write.")
