"""`sysmap diff`: what changed between two versions of a map."""

from __future__ import annotations

from pathlib import Path

import click

from sysmap.cli.common import emit_json, say, table
from sysmap.core.diff import MapDiff
from sysmap.core.evidence import Evidence
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.formats.read import Reading
from sysmap.formats.surroundings import registers_on
from sysmap.formats.workspace import Workspace

__all__ = ["diff"]


@click.command()
@click.argument("before")
@click.argument("after", required=False)
@click.option("--git", "revision", metavar="REV", help="Compare one FILE with itself at a commit, branch or tag.")
@click.option("--table", "as_table", is_flag=True, help="Answer as a table.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.option("--evidence", "with_evidence", is_flag=True, help="Compare the evidence on each element too.")
def diff(before: str, after: str | None, revision: str | None, as_table: bool, as_json: bool, with_evidence: bool) -> None:
    """Say what changed from BEFORE to AFTER, or with --git REV FILE since a revision: changes with their reasons."""
    from sysmap.core.diff import diff as compare

    workspace = Workspace()
    if revision is not None:
        if after is not None:
            raise click.UsageError("--git REV takes one FILE.")
        from sysmap.formats.history import read_at

        path = workspace.find(before)
        old, new = read_at(path, revision), workspace.read(path)
        paths: tuple[Path, Path] = (path, path)
    else:
        if after is None:
            raise click.UsageError("Name two files, or one with --git REV.")
        paths = workspace.find(before), workspace.find(after)
        old, new = (workspace.read(path) for path in paths)
    evidence = [_evidence(workspace, path, rev) for path, rev in zip(paths, (revision, None), strict=True)] \
        if with_evidence else [None, None]
    found = compare(_map(old), _map(new), evidence_before=evidence[0], evidence_after=evidence[1])
    if as_json:
        emit_json(found.to_json())
    elif as_table:
        _table(found)
    else:
        say("\n".join(f"- {sentence}" for sentence in found.sentences()))


def _table(found: MapDiff) -> None:
    table(["id", "kind", "element", "before", "after", "reason"], [
        (c.id, c.kind, c.element or ", ".join(dict.fromkeys(p.element for p in c.parts)), c.before, c.after, c.reason)
        for c in found.changes])


def _map(reading: Reading) -> Map:
    if reading.document is None:
        raise Refused(reading.problems)
    if not isinstance(reading.document, Map):
        raise Refused(Problem(code="F18", message=f"{reading.name} holds {reading.kind}, not a theory, map or process.",
                              hint="Name two of those."))
    if reading.problems:
        click.echo(f"Note: {reading.name} has problems; its sound part is compared. See sysmap check.", err=True)
    return reading.document


def _evidence(workspace: Workspace, path: Path, revision: str | None) -> dict[str, tuple[str, ...]]:
    from sysmap.formats.history import read_at

    found: dict[str, list[str]] = {}
    for reading in registers_on(workspace, path):
        document = reading.document
        if revision is not None and reading.path is not None:
            try:
                document = read_at(reading.path, revision).document
            except Refused:
                continue
        if isinstance(document, Evidence):
            for item in document.items.values():
                for bearing in item.bears_on:
                    found.setdefault(bearing.element, []).append(item.id)
    return {id_: tuple(sorted(set(items))) for id_, items in found.items()}
