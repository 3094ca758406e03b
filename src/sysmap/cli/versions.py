"""Versions of a theory: starting the next one, and what of the evidence fits it."""

from __future__ import annotations

from pathlib import Path

import click

from sysmap.cli.common import emit_json, open_project, say, table
from sysmap.core.sentences import count_text, join_words
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

__all__ = ["carried", "start_version"]


def start_version(workspace: Workspace, of: str, id_: str, called: str, date: str | None, output: Path | None, *, registers: bool) -> None:
    """Start the next version of a file, and say what was done and what of the evidence does not fit."""
    from sysmap.formats.new_version import new_version

    done = new_version(workspace, of, id_, name=called, date=date, output=output, registers=registers)
    say(f"Wrote {workspace.name_of(done.path)}: {done.map.id} supersedes {done.supersedes.id}; its change log begins anew.")
    if done.scores:
        say(f"{count_text(len(done.scores), 'published score')} of the earlier version {'stands' if len(done.scores) == 1 else 'stand'} "
            "under `earlier`: the new version has none until somebody gives it one.")
    if done.registers:
        names = [workspace.name_of(path) for path in done.registers]
        say(f"{count_text(len(names), 'register')} of evidence now {'names' if len(names) == 1 else 'name'} it too: {join_words(names)}.")
    _show(Project.open(done.path, Workspace(workspace.root)))
    say(f"\nAfter your changes: sysmap diff {workspace.name_of(workspace.find(of))} {workspace.name_of(done.path)}, and "
        f"sysmap carried {id_}.")


@click.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def carried(file: str, as_json: bool) -> None:
    """Say what of the evidence fits FILE: by the same id, through its change log, and what no longer fits."""
    project = open_project(file)
    if as_json:
        found = project.carried
        emit_json({"map": project.map.id, "registers": [one.id for one in project.registers], "same": found.same,
                   "moved": [{"from": old, "to": new, "statements": count} for old, new, count in found.moved],
                   "lost": [{"element": old, "items": list(items)} for old, items in found.lost],
                   "overrides_lost": list(found.decisions)})
        return
    _show(project)


def _show(project: Project) -> None:
    found = project.carried
    if project.no_register:
        say(project.no_register)
        return
    moved = sum(count for _, _, count in found.moved)
    lost = sum(len(items) for _, items in found.lost)
    say(f"Of what {count_text(len(project.registers), 'register')} of evidence {'says' if len(project.registers) == 1 else 'say'}, "
        f"{count_text(found.same, 'statement')} {'holds' if found.same == 1 else 'hold'} by the same id, {moved} through the change log; "
        f"{lost} no longer {'fits' if lost == 1 else 'fit'}.")
    if found.moved:
        click.echo()
        table(["was", "is now", "statements"], found.moved)
    if found.lost:
        click.echo()
        table(["no longer there", "items that bear on it"], [
            (old, ", ".join(items[:6]) + (", …" if len(items) > 6 else "")) for old, items in found.lost])
        say("\nWhere one of them became another element, say so in the change log: `{id: …, kind: remove, element: OLD, after: NEW}`. "
            "What is gone for good may stay in the register; it bears on the earlier version.")
    if found.decisions:
        say(f"Decisions about what is no longer there: {', '.join(found.decisions)}.")
