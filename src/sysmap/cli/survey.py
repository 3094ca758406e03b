"""`sysmap survey`: figures from a file of answers, and published figures recomputed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from sysmap.cli.common import emit_json, say, table
from sysmap.core.library import Cases
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.formats.read import Reading
from sysmap.formats.workspace import Workspace

__all__ = ["survey"]


@click.group()
def survey() -> None:
    """Work figures out from survey answers, and recompute published ones."""


@survey.command("recompute")
@click.argument("cases")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option("--all", "every", is_flag=True, help="List those that agree too.")
@click.pass_context
def recompute(ctx: click.Context, cases: str, as_json: bool, every: bool) -> None:
    """Recompute the published numbers of a register of CASES and its surveys, as far as what is printed allows."""
    from sysmap.contribution.surveys import recomputed

    reading = _register(cases, Workspace())
    assert isinstance(reading.document, Cases)
    found = recomputed(reading.document)
    counts = {state: sum(one.state == state for one in found) for state in ("agrees", "differs", "cannot")}
    if as_json:
        emit_json({**counts, "numbers": [one.to_json() for one in found]})
    else:
        say(f"{len(found)} published numbers: {counts['agrees']} agree with what can be recomputed, {counts['differs']} differ, and "
            f"{counts['cannot']} cannot be recomputed from what is printed.")
        click.echo()
        table(["state", "number", "published", "recomputed", "what"], [
            (one.state, one.id, one.published, one.found, one.what)
            for one in sorted(found, key=lambda one: ["differs", "cannot", "agrees"].index(one.state))
            if every or one.state != "agrees"])
    ctx.exit(1 if counts["differs"] else 0)


@survey.command("fill")
@click.argument("cases")
@click.argument("name", metavar="SURVEY")
@click.argument("answers", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def fill(cases: str, name: str, answers: Path, dry_run: bool) -> None:
    """Work out the figures of a SURVEY in CASES from a file of ANSWERS (.csv, .xlsx, .sav), each with its base."""
    from sysmap.contribution.surveys import figures_from
    from sysmap.formats.answer_file import read_answers
    from sysmap.formats.save import save

    reading = _register(cases, Workspace())
    register = reading.document
    assert isinstance(register, Cases)
    if name not in register.surveys:
        raise Refused(Problem(code="F01", message=f"There is no survey {name} in {reading.name}.", hint=one_of(name, register.surveys)))
    columns, rows = read_answers(answers)
    before = register.surveys[name]
    try:
        after, notes = figures_from(before, rows, columns)
    except Refused as refused:
        raise Refused([one.placed(reading.place(one.at)) for one in refused.problems]) from None
    if not dry_run and after != before:
        save(reading, dataclasses.replace(register, surveys={**register.surveys, name: after}))
    say(f"{len(rows)} respondents.")
    for note in notes:
        say(f"- {note}")
    click.echo()
    table(["figure", "per cent", "base", "before"], [
        (figure.id, figure.percent, figure.base, "" if (old := before.figures[figure.id]).percent is None else f"{old.percent}% of {old.base}")
        for figure in after.figures.values() if figure.column])
    if dry_run:
        say("Nothing was written (--dry-run).")


def _register(name: str, workspace: Workspace) -> Reading:
    reading = workspace.read(workspace.find(name))
    if reading.problems:
        raise Refused(reading.problems)
    if not isinstance(reading.document, Cases):
        raise Refused(Problem(code="F18", message=f"{name} holds {reading.kind}, not a register of cases.",
                              hint="Surveys stand in a file of `kind: cases`."))
    return reading
