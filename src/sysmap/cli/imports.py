"""`sysmap import`: files of other tools as maps, with the account of what was kept, guessed and dropped."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sysmap.cli.common import emit_json, is_stdout, say, write_output
from sysmap.core.problem import Problem, Refused
from sysmap.formats.workspace import Workspace

if TYPE_CHECKING:
    from sysmap.formats.foreign.link_making import Choices
    from sysmap.formats.foreign.making import Imported
    from sysmap.formats.foreign.registry import Recognised
    from sysmap.formats.importing import Landing


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("-o", "--output", type=click.Path(path_type=Path),
              help="Write here; for several maps a folder. A dash: the map alone, to standard output.")
@click.option("--as", "as_", metavar="FORMAT", help="Read as this format, where the content does not tell it.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it and write nothing.")
@click.option("--update", is_flag=True, help="Bring a map up to date that was imported before; without it the changes are only shown.")
@click.option("--sign", "signs", multiple=True, metavar="WORD=POLARITY",
              help="How to read a word, a style, colour:red or line:dashed as a sign; may be given several times.")
@click.option("--strengths", metavar="LOW,HIGH", help="Read sizes of weights: weak below LOW, medium below HIGH, else strong.")
@click.option("--directed", is_flag=True, help="Read links without arrow heads as drawn from the first end to the second.")
@click.option("--merge", "merges", multiple=True, metavar="KEEP=OTHER",
              help="Take two factors, by id, as one; may be given several times.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def import_(ctx: click.Context, files: tuple[str, ...], output: Path | None, as_: str | None, dry_run: bool, update: bool,
            signs: tuple[str, ...], strengths: str | None, directed: bool, merges: tuple[str, ...], as_json: bool) -> None:
    """Read files of other tools (PRSM, Kumu, yEd, Gephi, Excel, …) and write each as a map, or text from "-".

    What a FILE is, is told from its content. A map that was imported before is brought up to date: what the source changed is
    taken, what was changed here stays.
    """
    from sysmap.formats.foreign.copies import merged_copies
    from sysmap.formats.importing import land, landing_of
    from sysmap.formats.tidy import text_of

    workspace = Workspace()
    groups = _opened(files, as_)
    if output is not None and len(groups) > 1 and output.suffix in (".yaml", ".yml"):
        raise click.UsageError("Several maps go into a folder: -o FOLDER.")
    if output is not None and is_stdout(output):
        if len(groups) > 1 or as_json or dry_run or update:
            raise click.UsageError("-o - writes one map: without --json, --dry-run and --update.")
        imported, _ = _imported(workspace, groups[0], None, several=False, choices=_choices(signs, strengths, directed))
        made = merged_copies(imported, merges).map
        write_output(output, text_of(made, made.kind).encode())
        return
    landings: list[Landing] = []
    problems: list[Problem] = []
    for group in groups:
        try:
            imported, path = _imported(workspace, group, output, several=len(groups) > 1,
                                       choices=_choices(signs, strengths, directed))
            landings.append(landing_of(merged_copies(imported, merges), path))
        except Refused as refused:
            problems += refused.problems
    paths = [landing.path for landing in landings]
    problems += [Problem(code="F35", message=f"Two of the files would be written to {path}.", hint="Import them one by one with -o.")
                 for path in dict.fromkeys(paths) if paths.count(path) > 1]
    if problems:
        raise Refused(problems)
    waiting = False
    answers = []
    for landing in landings:
        writes = not dry_run and (update or not landing.known)
        waiting |= landing.known and not writes and not dry_run and bool(landing.changes)
        written = land(landing) if writes else []
        names = [workspace.name_of(path) for path in written]
        if as_json:
            answers.append(_answer(workspace, landing, names))
        else:
            _tell(workspace, landing, names, dry_run=dry_run)
    if as_json:
        emit_json({"maps": answers})
    ctx.exit(1 if waiting else 0)


def _opened(files: tuple[str, ...], as_: str | None) -> list[list[Recognised]]:
    from sysmap.formats.foreign.content import Content
    from sysmap.formats.foreign.porting import open_files
    from sysmap.formats.foreign.registry import recognise

    if "-" not in files:
        return open_files(files, as_)
    if len(files) > 1:
        raise click.UsageError("“-” reads what is typed or piped in, by itself.")
    from sysmap.formats.foreign.content import MAX_BYTES

    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES or not data.strip():
        raise Refused(Problem(code="F07" if not data.strip() else "F04", message="Nothing came in." if not data.strip() else
                              "More came in than a map can be.", hint="Type lines such as A -> B +, and end with Ctrl-D."))
    return [[recognise(Content("typed", data), as_)]]


def _choices(signs: tuple[str, ...], strengths: str | None, directed: bool) -> Choices:
    from sysmap.formats.foreign.link_making import Choices
    from sysmap.formats.foreign.signs import SignTable, number_of

    bounds = None
    if strengths is not None:
        numbers = [number_of(part) for part in strengths.split(",")]
        if len(numbers) != 2 or numbers[0] is None or numbers[1] is None or not 0 < numbers[0] < numbers[1]:
            raise click.UsageError("--strengths takes two numbers, the smaller first, such as 0.33,0.66.")
        bounds = numbers[0], numbers[1]
    return Choices(SignTable.said(signs).given, bounds, directed)


def _imported(workspace: Workspace, group: list[Recognised], output: Path | None, *, several: bool,
              choices: Choices) -> tuple[Imported, Path]:
    """A map and the file it goes to; where that file was imported before, its ids stay."""
    from dataclasses import replace

    from sysmap.formats.foreign.ids import slug_of
    from sysmap.formats.foreign.porting import import_contents
    from sysmap.formats.importing import earlier_import
    from sysmap.formats.read import read_file

    single = output is not None and not several and not output.is_dir()
    id_ = slug_of(output.stem, "map") if output is not None and single else None
    imported = import_contents(group, id=id_, choices=choices)
    folder = workspace.root / "maps"
    where = output if output is not None and not single else folder if folder.is_dir() else Path()
    path = output if output is not None and single else where / f"{imported.map.id}.yaml"
    if path.suffix not in (".yaml", ".yml"):
        path = path.with_name(path.name + ".yaml")
    base = earlier_import(path) if path.exists() else None
    if base is not None:
        ours = read_file(path).document
        known = replace(base, factors={**base.factors, **getattr(ours, "factors", {})},
                        links={**base.links, **getattr(ours, "links", {})})
        imported = import_contents(group, id=base.id, choices=replace(choices, known=known))
    return imported, path


def _answer(workspace: Workspace, landing: Landing, written: list[str]) -> dict[str, Any]:
    from sysmap.formats.foreign.copies import likely_copies

    return {
        "path": workspace.name_of(landing.path), "written": written, "known": landing.known,
        "report": {**landing.imported.report.to_dict(), "copies": [list(pair) for pair in likely_copies(landing.map)]},
        "changes": list(landing.changes),
        "conflicts": [{"key": one.key, "kind": one.kind, "collection": one.collection, "id": one.id, "field": one.field,
                       "kept": one.kept} for one in landing.conflicts],
    }


def _tell(workspace: Workspace, landing: Landing, written: list[str], *, dry_run: bool) -> None:
    from sysmap.formats.foreign.copies import copies_sentences

    name = workspace.name_of(landing.path)
    say("\n".join(landing.imported.report.sentences()))
    for sentence in copies_sentences(landing.map):
        say(sentence)
    if landing.known:
        say(f"What {name} would take over:" if not written else f"{name} took over:")
        for sentence in landing.changes or ("Nothing: it is up to date.",):
            say(f"- {sentence}")
        if landing.conflicts:
            say("Changed here and in the source; ours stands:")
        for one in landing.conflicts:
            say(f"- {one.id} {one.field}: {one.kept}")
    if written:
        say(f"Wrote {', '.join(written)}. Next: sysmap check {name}")
    elif dry_run:
        say("Nothing was written (--dry-run).")
    elif landing.changes:
        say("Nothing was written; --update takes it over.")


__all__ = ["import_"]
