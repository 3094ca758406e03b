"""Checking files: what reading finds and what the rules find, each with its place."""

from __future__ import annotations

from pathlib import Path

from sysmap.core.checks import check, check_document
from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem
from sysmap.core.uses import Uses
from sysmap.formats.workspace import Workspace

__all__ = ["check_file"]


def check_file(workspace: Workspace, path: Path) -> list[Problem]:
    """Every problem of a file, in the order of the file; those of the text first where they share a line.

    A file that could not be read to its end is not checked by the rules: half a map would seem full of dangling links.
    """
    loaded = workspace.load(path)
    reading = loaded.reading
    problems = list(loaded.problems)
    if reading.document is not None and reading.complete:
        uses = Uses((*loaded.used, *workspace.others(path)))
        if isinstance(reading.document, Map):
            found = check(reading.document, uses)
        else:
            found = check_document(reading.document, uses)
        problems += [p if p.place != Place() else p.placed(reading.place(p.at)) for p in found]
    return sorted(problems, key=lambda p: (p.place.line or 0, p.place.column or 0, p.code, p.message))
