"""Checking files: what reading finds and what the rules find, each with its place."""

from __future__ import annotations

from pathlib import Path

from sysmap.checks import check, check_document
from sysmap.core.evidence import Evidence
from sysmap.core.map import Map
from sysmap.core.monitoring import Monitoring
from sysmap.core.problem import Place, Problem
from sysmap.core.uses import Uses
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

__all__ = ["uses_around", "check_file"]


def check_file(workspace: Workspace, path: Path) -> list[Problem]:
    """Every problem of a file, in the order of the file; those of the text first where they share a line.

    A file that could not be read to its end is not checked by the rules: half a map would seem full of dangling links.
    """
    loaded = workspace.load(path)
    reading = loaded.reading
    problems = list(loaded.problems)
    if reading.document is not None and reading.complete:
        if isinstance(reading.document, Evidence | Monitoring):
            found = check_document(reading.document, Uses(loaded.used))
        elif isinstance(reading.document, Map):
            found = check(reading.document, Project.open(path, workspace).uses)
        else:
            found = check_document(reading.document, Uses((*loaded.used, *workspace.others(path))))
        problems += [p if p.place != Place() else p.placed(reading.place(p.at)) for p in found]
    return sorted(problems, key=lambda p: (p.place.line or 0, p.place.column or 0, p.code, p.message))


def uses_around(workspace: Workspace, path: Path) -> Uses:
    """What the rules look up uses_around a map; a `Project` has it as `uses`."""
    return Project.open(path, workspace).uses
