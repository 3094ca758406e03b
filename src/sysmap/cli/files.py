"""Commands about files as files: init, new, check, format, schema."""

from __future__ import annotations

from pathlib import Path

import click

from sysmap.cli.common import emit_json, is_stdout, problem_json, say, show_problems, write_output
from sysmap.core.kinds import KINDS
from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem, Refused, one_of
from sysmap.core.sentences import count_text
from sysmap.formats.templates import FOLDER_OF
from sysmap.formats.workspace import FOLDERS, Workspace


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--name", "organisation", default="", help="Your organisation or programme, named in full.")
def init(folder: Path, organisation: str) -> None:
    """Start a workspace in FOLDER: your words, sources, cases, and a README that says what to do next."""
    from sysmap.formats.starting import init as start

    done = start(folder, organisation)
    name_of = Workspace(folder).name_of
    say(f"Wrote {', '.join(name_of(path) for path in done.written)}.")
    if done.kept:
        say(f"Left as it was: {', '.join(name_of(path) for path in done.kept)}.")
    say(f"Next: {f'cd {name_of(folder)}, then ' if folder != Path() else ''}read README.md, or start a theory: "
        "sysmap new theory NAME")


@click.command()
@click.argument("kind", type=click.Choice([*FOLDER_OF, "version"]))
@click.argument("name")
@click.option("--of", metavar="FILE", help="For a version: the theory, map or process that it replaces.")
@click.option("--called", default="", help="For a version: its name, e.g. 2026; NAME where not given.")
@click.option("--date", help="For a version: when it was made.")
@click.option("--keep-registers", is_flag=True, help="For a version: leave the registers of evidence as they are.")
@click.option("--title", default="", help="What people call it; made of NAME where not given.")
@click.option("--on", metavar="FILE", help="For a register or a file of indicators: the theory or map that it is about.")
@click.option("--theme", default="", help="For a theory, map or process: a frame to start in, e.g. programme or waiting.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here instead of the folder of its kind. A dash: standard output.")
def new(kind: str, name: str, of: str | None, called: str, date: str | None, keep_registers: bool, title: str, on: str | None,
        theme: str, output: Path | None) -> None:
    """Start a file of a KIND from a template whose hints you replace with your own; or a version of a file there is (--of)."""
    from sysmap.formats.starting import ON_A_MAP, new_file, new_text

    workspace = Workspace()
    if kind == "version":
        from sysmap.cli.versions import start_version

        if of is None:
            raise click.UsageError("A version replaces another one: --of FILE.")
        if output is not None and is_stdout(output):
            raise click.UsageError("A version comes with changes of registers, so it has to be a file: -o NAME.yaml.")
        start_version(workspace, of, name, called, date, output, registers=not keep_registers)
        return
    if of is not None or called or date or keep_registers:
        raise click.UsageError(f"--of, --called, --date and --keep-registers are for a version; a {kind} starts from a template.")
    if on and kind not in ON_A_MAP:
        raise click.UsageError(f"--on is for a register or a file of indicators; a {kind} bears on nothing.")
    if output is not None and is_stdout(output):
        write_output(output, new_text(workspace, kind, name, title=title, on=on, theme=theme).encode())
        return
    path = new_file(workspace, kind, name, title=title, on=on, output=output, theme=theme)
    say(f"Wrote {workspace.name_of(path)}. Open it in an editor, then: sysmap check {workspace.name_of(path)}")


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option("--notes", is_flag=True, help="Show notes (I-codes) too.")
@click.option("--waived/--no-waived", default=True, help="Show waived findings with their reasons.")
@click.pass_context
def check(ctx: click.Context, paths: tuple[str, ...], as_json: bool, notes: bool, waived: bool) -> None:
    """Check files (or, with no PATH, the whole workspace) and say what is wrong and what to do about it."""
    from sysmap.checks.files import check_file

    workspace = Workspace()
    files = _files(workspace, paths)
    found: list[Problem] = []
    for path in files:
        found += check_file(workspace, path)
        found += _scores(workspace, path)
    counts = {word: sum(p.severity == word and not p.waived for p in found) for word in ("error", "warning", "note")}
    counts["waived"] = sum(p.waived is not None for p in found)
    if as_json:
        emit_json({"files": len(files), **counts, "problems": [problem_json(p) for p in found]})
    else:
        shown = [p for p in found if (p.severity != "note" or notes or p.waived) and (waived or not p.waived)]
        show_problems(shown)
        say(_summary(len(files), counts, notes))
    ctx.exit(1 if counts["error"] or counts["warning"] else 0)


@click.command("format")
@click.argument("paths", nargs=-1)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit code 1 if a file would change.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def format_(ctx: click.Context, paths: tuple[str, ...], only_check: bool, as_json: bool) -> None:
    """Lay files out in the house layout; comments and values stay as they are."""
    from sysmap.formats.save import write_whole
    from sysmap.formats.tidy import format_text

    workspace = Workspace()
    changed: list[str] = []
    problems: list[Problem] = []
    files = _files(workspace, paths)
    for path in files:
        reading = workspace.read(path)
        name = workspace.name_of(path)
        if reading.problems:
            problems += reading.problems
            continue
        try:
            text = format_text(reading.text, name)
            if text != reading.text:
                changed.append(name)
                if not only_check:
                    write_whole(path, text.encode(), expected=reading.digest)
        except Refused as refusal:
            problems += refusal.problems
    if as_json:
        emit_json({"files": len(files), "changed": changed, "problems": [problem_json(p) for p in problems]})
    else:
        show_problems(problems)
        for name in changed:
            say(f"{'would change' if only_check else 'formatted'} {name}")
        say(f"{count_text(len(files), 'file')}, {len(changed)} {'to change' if only_check else 'changed'}"
            f"{f', {len(problems)} problems: files with problems are left as they are' if problems else ''}.")
    ctx.exit(1 if problems or (only_check and changed) else 0)


@click.command()
@click.option("--kind", type=click.Choice(list(KINDS)), help="Only this kind of file.")
@click.option("--answer", metavar="NAME", help="What a command prints with --json instead, e.g. must-pass or \"evidence show\".")
@click.option("--protocol", is_flag=True, help="What a workshop's server and browsers say to each other, instead.")
def schema(kind: str | None, answer: str | None, protocol: bool) -> None:
    """Print the JSON Schema of the file format, for editors that complete keys, of a command's answer, or of the workshop's protocol."""
    if protocol:
        from sysmap.workshop.protocol.schema import protocol_schema

        emit_json(protocol_schema())
        return
    if answer:
        from sysmap.cli.answer_schemas import answer_schema

        emit_json(answer_schema(answer))
        return
    from sysmap.formats.schema import schema as whole
    from sysmap.formats.schema import schema_of

    emit_json(schema_of(kind) if kind else whole())


def _scores(workspace: Workspace, path: Path) -> list[Problem]:
    """Where a theory stores scores and evidence is at hand: those that their rule does not give, without a reason."""
    reading = workspace.read(path)
    document = reading.document
    if not reading.complete or not isinstance(document, Map) or not any(
            score is not None and score.rubric for score in (
                *(f.score for f in document.factors.values()), *(c.score for c in document.claims.values()))):
        return []
    from sysmap.checks.given_scores import check_scores
    from sysmap.project import Project

    project = Project.open(path, workspace)
    found = [*project.evidence.problems, *check_scores(document, project.evidence, project.rubrics)]
    return [p.placed(reading.place(p.at)) for p in found]


def _files(workspace: Workspace, paths: tuple[str, ...]) -> list[Path]:
    """Every file meant: folders stand for the YAML files in them, no path for the whole workspace."""
    if not paths:
        files = workspace.files()
        if not files:
            raise Refused(Problem(code="F01", message=f"There are no YAML files under {', '.join(FOLDERS)} here.",
                                  hint="Go to a workspace, or name a file; `sysmap init` starts a workspace, "
                                       "`sysmap new theory NAME` a theory."))
        return files
    found: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*.yaml") if p.is_file())
            if not inside:
                raise Refused(Problem(code="F02", message="This folder holds no YAML file.", place=Place(name),
                                      hint=one_of(name, FOLDERS)))
            found += inside
        else:
            found.append(workspace.find(name))
    return list(dict.fromkeys(found))


def _summary(files: int, counts: dict[str, int], notes: bool) -> str:
    parts = [count_text(counts["error"], "error"), count_text(counts["warning"], "warning")]
    if counts["waived"]:
        parts.append(f"{counts['waived']} waived with a reason")
    if counts["note"]:
        parts.append(count_text(counts["note"], "note") + ("" if notes else " (--notes shows them)"))
    return f"{count_text(files, 'file')} checked: {', '.join(parts)}."


__all__ = ["check", "format_", "init", "new", "schema"]
