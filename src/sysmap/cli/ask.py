"""Questions to a map: one command for each, made from what the question says of itself (`sysmap.questions`).

Each prints what the answer says in sentences and then its table, or with --json the answer's public shape
(docs/json.md). FILE is a path or the name of a file in the workspace; factors are named by id, label or alias.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sysmap import questions
from sysmap.cli.common import emit_json, open_with_evidence, say, table
from sysmap.core.elements import Waiver
from sysmap.core.map import Map
from sysmap.core.record import is_slug
from sysmap.core.sentences import count_text
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.question import Question
from sysmap.questions.registry.rungs import RUNGS, Rung, on_each_rung, on_rung, rung_name, takes_a_rung

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["command_for"]

_ROWS = 25
_OF_THE_WHOLE = ("E02", "E03", "E04", "W22")
"""Rules that ask whether a theory is whole, which no part of one is."""
_LISTED = 500
_LISTS = ("factors", "paths", "loops", "lost", "changed")
"""Keys of an answer that --limit cuts."""

_EACH = "each"
_SEVERAL = ("factors", "elements", "links")
"""Kinds of parameter that take several names."""

_Decorator = Callable[[Any], Any]


def command_for(name: str) -> click.Command:
    """The command that asks a question."""
    question = questions.named(name)

    def run(file: str, limit: int | None, single: bool, follow: bool, as_json: bool, links: bool, save: Path | None = None,
            on: str = "all", **own: Any) -> None:
        project = _across(open_with_evidence(file)) if follow else open_with_evidence(file)
        asked = _single_links(project) if single else project
        listed = limit if limit is not None else _LISTED if as_json else _ROWS
        given = {key: value for key, value in own.items() if value not in (None, ())}
        if any(one.kind == "limit" for one in question.parameters):
            given["limit"] = listed
        if "progress" in inspect.signature(question.body).parameters and sys.stderr.isatty():
            given["progress"] = _progress
        if on == _EACH:
            _print_each(on_each_rung(asked, question, given), listed, as_json=as_json)
            return
        answer = on_rung(asked, on, question, given)
        if save is not None:
            _save(answer, project, save)
        _print(answer, listed, as_json=as_json, links=links)

    made: Any = run
    for parameter in reversed((click.argument("file"), *map(_declared, question.parameters), *_common(question))):
        made = parameter(made) if parameter is not None else made
    command: click.Command = click.command(question.name, help=question.asks)(made)
    return command


def _declared(parameter: Parameter) -> _Decorator | None:
    """A parameter as click takes it; the limit is common to all commands."""
    name, flags, shown = parameter.name, parameter.flags, parameter.metavar or None
    if parameter.kind == "limit":
        return None
    if not flags:
        several = parameter.several or parameter.kind in _SEVERAL
        return click.argument(name, metavar=shown, nargs=-1 if several else 1, required=parameter.required)
    if parameter.kind == "flag":
        return click.option(*flags, name, is_flag=True, help=parameter.help)
    if parameter.chosen_by_flag:
        return click.option(*flags, name, flag_value=parameter.chosen_by_flag, default=parameter.default, help=parameter.help)
    if parameter.kind in (*_SEVERAL, "factor", "factor-or-link", "part"):
        return click.option(*flags, name, multiple=parameter.kind in _SEVERAL, metavar=shown, help=parameter.help)
    type_: Any = {"choice": click.Choice(parameter.choices), "seconds": float, "number": float}.get(parameter.kind, int)
    return click.option(*flags, name, type=type_, metavar=shown, default=parameter.default,
                        show_default=parameter.default is not None, help=parameter.help)


def _common(question: Question) -> tuple[_Decorator, ...]:
    """The options that every question has."""
    saves = click.option("--save", type=click.Path(path_type=Path), metavar="PATH",
                         help="Write the part of the map that the answer is about as a map of its own.")
    rungs = click.option("--rung", "on", type=click.Choice((*RUNGS, _EACH)), default="all", show_default=True,
                         help="Count only links with evidence at least so good; each: answer on every step of the evidence.")
    workers = click.option("--workers", metavar="WORKERS", default="1", show_default=True,
                           help="Who makes the draws: a number of processes, dask, or dask://HOST:PORT. The answer stays the same.")
    return (
        *((workers,) * ("workers" in inspect.signature(question.body).parameters)),
        *((saves,) * question.about_a_part),
        *((rungs,) * takes_a_rung(question)),
        click.option("--limit", type=int, metavar="N", help=f"List at most N ({_ROWS}; as JSON {_LISTED})."),
        click.option("--links", is_flag=True, help="List the links that the answer rests on, with the evidence for each."),
        click.option("--single-links", "single", is_flag=True,
                     help="Leave out links that speak of a whole layer and not of single factors."),
        click.option("--across", "follow", is_flag=True, help="Go on into the maps that factors point at (maps_to)."),
        click.option("--json", "as_json", is_flag=True, help="Answer as JSON (docs/json.md)."),
    )


def _progress(done: int, of: int) -> None:
    """Say on the terminal how far a long question has come; the line is overwritten by what follows."""
    click.echo(f"\r{done:,} of {of:,} draws" if done < of else "\r" + " " * 40 + "\r", nl=False, err=True)


def _across(project: Project) -> Project:
    from sysmap.questions.shared.nested import across

    whole = across(project)
    added = len(whole.map.factors) - len(project.map.factors)
    click.echo(f"Note: the maps that factors point at are asked with it ({added} more factors, named map/factor).", err=True)
    return whole


def _print_each(answers: Mapping[Rung, Answer], listed: int, *, as_json: bool) -> None:
    """Print the answer on each step of the evidence."""
    if as_json:
        emit_json({"rungs": {rung: answer.to_json() for rung, answer in answers.items()}})
        return
    for at, (rung, answer) in enumerate(answers.items()):
        click.echo(("" if at == 0 else "\n") + f"{rung_name(rung).capitalize()}:")
        _print(answer, listed, as_json=False, links=False)


def _single_links(project: Project) -> Project:
    without = project.single_links()
    left_out = len(project.map.links) - len(without.map.links)
    click.echo(f"Note: links that speak of a whole layer are left out ({left_out} of {len(project.map.links)}).", err=True)
    return without


def _save(answer: Any, project: Project, path: Path) -> None:
    """Write the part of the map that an answer is about, named after the file where that makes an id."""
    from sysmap.formats.save import write_new

    part: Map = answer.submap
    if is_slug(path.stem):
        part = replace(part, id=path.stem)
    if part.kind == "theory":
        part = replace(part, waive=_waivers(part, project))
    write_new(path, part, project.path)
    click.echo(f"Note: wrote {path} ({count_text(len(part.factors), 'factor')}, {count_text(len(part.links), 'link')}).", err=True)


def _waivers(part: Map, project: Project) -> tuple[Waiver, ...]:
    """What the rules find in a part of a theory only because it is not the whole, waived with that reason."""
    from sysmap.checks import check
    from sysmap.core.uses import Uses

    found = {problem.code for problem in check(part, Uses(project.documents))}
    return tuple(Waiver(code=code, reason=f"This is a part of “{project.map.title}”; the rule is for the whole.")
                 for code in _OF_THE_WHOLE if code in found)


def _print(answer: Answer, listed: int, *, as_json: bool, links: bool) -> None:
    """Print an answer: sentences, then the table; or its JSON, with its list cut at the limit."""
    if as_json:
        told = answer.to_json()
        for key in _LISTS:
            if isinstance(told.get(key), list) and len(told[key]) > listed:
                told[key] = told[key][:listed]
                told["complete"] = False
        emit_json(told)
        return
    say(answer.explain())
    for shown in (answer.table(), *((answer.footing.table(answer.map),) if links else ())):
        if shown.rows:
            click.echo()
            table(shown.headings, shown.rows[:listed])
            if len(shown.rows) > listed:
                say(f"… and {len(shown.rows) - listed} more (--limit).")
