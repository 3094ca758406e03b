"""What commands share: finding and loading files, and saying things."""

from __future__ import annotations

import functools
import json
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from sysmap.core.problem import Problem, Refused
from sysmap.formats.workspace import Loaded, Workspace
from sysmap.project import Project

__all__ = ["ShowGroup", "emit_json", "is_stdout", "load_map", "make_folder_of", "open_project",
           "open_with_evidence", "output_option", "problem_json", "say", "show_problems", "table", "wide", "write_output"]


class ShowGroup(click.Group):
    """A group whose `show` is meant where its name is left out: `sysmap evidence FILE` is `sysmap evidence show FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = ["show", *args]
        return super().parse_args(ctx, args)


def open_project(name: str, workspace: Workspace | None = None) -> Project:
    """The project around the map, theory or process meant by a path or a name; its notes go to the error stream.

    Raises
    ------
    Refused : if there is no such file, nothing sound in it, or something else than a map.
    """
    project = Project.open(name, workspace)
    _notes(project.notes)
    return project


def load_map(name: str, workspace: Workspace | None = None) -> Loaded:
    """The file of the map meant by a path or a name, with what it uses; see `open_project`."""
    project = open_project(name, workspace)
    assert project.workspace is not None
    assert project.path is not None
    return project.workspace.load(project.path)


def open_with_evidence(name: str, workspace: Workspace | None = None) -> Project:
    """A project for an answer that rests on evidence: what is wrong with its registers is said too."""
    project = open_project(name, workspace)
    _notes(project.evidence_notes)
    return project


def _notes(notes: Iterable[str]) -> None:
    for note in notes:
        click.echo(f"Note: {note}", err=True)


def wide() -> int:
    """Columns to write in."""
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 120) if sys.stdout.isatty() else 100


def say(text: str, indent: str = "") -> None:
    """Print sentences, wrapped to the terminal."""
    for line in text.split("\n"):
        hang = indent + "  " if line.startswith("- ") else indent
        filled = textwrap.fill(line, wide(), initial_indent=indent, subsequent_indent=hang, break_on_hyphens=False)
        click.echo(clean(filled))


def is_stdout(output: Path) -> bool:
    """Whether somebody asked for the answer on standard output, with a dash for the file."""
    return str(output) == "-"


def output_option(help_: str) -> Callable[[Any], Any]:
    """`-o FILE` for a command whose output may also stand as its last argument, called OUTPUT.

    Parameters
    ----------
    help_ : what `--help` says of it.

    Returns
    -------
    Callable : a decorator; the command gets one value, `output`.
    """
    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @click.option("-o", "--output", "named", type=click.Path(path_type=Path), help=help_)
        @functools.wraps(command)
        def either(*args: Any, output: Path | None, named: Path | None, **rest: Any) -> None:
            if (output is None) == (named is None):
                raise click.UsageError("Say where to write, once: OUTPUT or -o FILE.")
            command(*args, output=output or named, **rest)
        return either
    return decorate


def write_output(output: Path, data: bytes, *, new: bool = False) -> None:
    """Write a file where `-o` says: a dash is standard output; a folder that is not there yet is made.

    Parameters
    ----------
    output : the file, or a dash.
    data : what it is to hold.
    new : refuse to replace a file that is there.

    Raises
    ------
    Refused : the place cannot be written to, or a file is there that may not be replaced.
    """
    from sysmap.formats.save import write_whole

    if is_stdout(output):
        click.echo(data, nl=False)
        return
    make_folder_of(output)
    write_whole(output, data, new=new)


def make_folder_of(output: Path) -> None:
    """Make the folder that a file is to stand in.

    Raises
    ------
    Refused : it cannot be made.
    """
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(Problem(code="F36", message=f"The folder {output.parent} cannot be made ({error.strerror}).",
                              hint="Write to another place.")) from None


def clean(text: str) -> str:
    """Text from a file without the characters that could command a terminal."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)


def emit_json(value: Any) -> None:
    """Print JSON for programs: stable order, readable, UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def table(head: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> None:
    """Print a table: drawn on a terminal, plain columns elsewhere."""
    texts = [["" if cell is None else clean(str(cell)) for cell in row] for row in rows]
    if not texts:
        return
    if sys.stdout.isatty():
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", pad_edge=False)
        for name in head:
            drawn.add_column(name, overflow="fold")
        for row in texts:
            drawn.add_row(*(Text(cell) for cell in row))
        Console(width=wide()).print(drawn)
        return
    if title:
        click.echo(title)
    widths = [min(60, max(len(name), *(len(row[i]) for row in texts))) for i, name in enumerate(head)]
    for row in [list(head), ["-" * width for width in widths], *texts]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as the public JSON shape."""
    return {
        "code": problem.code, "severity": problem.severity, "message": problem.message, "hint": problem.hint,
        "file": problem.place.file, "line": problem.place.line, "column": problem.place.column,
        "at": list(problem.at), "waived": problem.waived,
    }


def show_problems(problems: Sequence[Problem]) -> None:
    """Print problems, one a paragraph: place, code, what is wrong, the way out."""
    colours = {"error": "red", "warning": "yellow", "note": "cyan"}
    for problem in problems:
        word = "waived" if problem.waived else problem.severity
        head = f"{problem.place}: " if str(problem.place) else ""
        tag = click.style(f"{word} {problem.code}", fg=None if problem.waived else colours[problem.severity], bold=True)
        click.echo(f"{clean(head)}{tag}")
        reason = f" Waived: {problem.waived}" if problem.waived else ""
        say(f"{problem.message} {problem.hint if not problem.waived else ''}".rstrip() + reason, indent="    ")
