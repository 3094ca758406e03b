"""`sysmap session`: the workshops of a workspace as they lie on the disk."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sysmap.cli.common import emit_json, is_stdout, problem_json, say, show_problems, table
from sysmap.formats.workspace import Workspace

__all__ = ["session"]

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


@click.group()
def session() -> None:
    """List workshops, look whether each is whole, put one away in one file, or take it out again.

    A workshop is kept beside its map in several files that belong together. Do not move or delete them by hand: these commands
    handle them as one thing.
    """


@session.command("list")
@_JSON
def list_(as_json: bool) -> None:
    """List the workshops of this workspace."""
    from sysmap.workshop.kept_sessions import kept_sessions

    root = Workspace().root
    found = kept_sessions(root)
    if as_json:
        emit_json([{"map": one.path.relative_to(root).as_posix(), "began": one.began, "last": one.last, "changes": one.revisions,
                    "people": one.people, "tables": list(one.tables), "running": one.running,
                    "problem": one.problem and problem_json(one.problem)} for one in found])
    elif found:
        table(("map", "workshop"), [(one.path.relative_to(root).as_posix(), one.words) for one in found])
    else:
        say("There is no workshop here. Start one with: sysmap workshop MAP")


@session.command()
@click.argument("file")
@_JSON
def verify(file: str, as_json: bool) -> None:
    """Look at every entry of FILE's workshop, and play it again from the beginning. Nothing is changed.

    An entry that is not as it was written is found by its checksum, which is chained to the entry before.
    """
    from sysmap.workshop.kept_sessions import verify_session

    found = list(verify_session(Workspace().find(file)))
    if as_json:
        emit_json([{"map": one.path.name, "changes": one.revisions, "saved": one.saved, "whole": not one.problems,
                    "problems": [problem_json(problem) for problem in one.problems], "notes": list(one.notes)} for one in found])
    else:
        for one in found:
            show_problems(one.problems)
            if not one.problems:
                say(f"{one.path.name}: all {one.revisions} changes are as they were written.")
            for note in one.notes:
                say(f"Note: {note}")
    if any(one.problems for one in found):
        sys.exit(1)


@session.command()
@click.argument("file")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False),
              help="Where to; NAME.workshop-DATE.zip beside the map otherwise.")
@click.option("--keep", is_flag=True, help="Leave the workshop where it is, as for a copy.")
def archive(file: str, output: Path | None, keep: bool) -> None:
    """Put FILE's workshop away into one file, tables included. FILE itself stays, and its next workshop begins anew.

    The archive is read back and compared before anything is removed. It holds the names that people gave: keep it as long as your
    consent form says.
    """
    from sysmap.workshop.archive import archive_session

    if output is not None and is_stdout(output):
        raise click.UsageError("An archive is read back before the session goes, so it has to be a file: -o NAME.zip.")
    done = archive_session(Workspace().find(file), output, keep=keep)
    show_problems(done.problems)
    say(f"{done.revisions} changes are in {done.path} ({', '.join(done.files)})."
        + ("" if keep else " The next workshop on this map begins anew."))


@session.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False, exists=True),
              help="The folder of the map; the archive's own otherwise.")
def restore(file: Path, folder: Path | None) -> None:
    """Take a workshop out of the archive FILE, to go on with it. A map's file that is there already stays as it is."""
    from sysmap.workshop.archive import restore_session

    done = restore_session(file, folder)
    say(f"Taken out: {', '.join(done.files)}. Go on with: sysmap workshop {done.path.stem}")
