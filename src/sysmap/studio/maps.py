"""What the studio shows of a workspace: its maps as cards, and one map with its findings and scores."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from pathlib import Path
from typing import Any

from sysmap.checks.files import check_file
from sysmap.contribution.gaps import gaps
from sysmap.core.diff import diff
from sysmap.core.levels import Level
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import count_text
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.views.figure import figure
from sysmap.workshop.kept_sessions import files_of, kept_session

__all__ = ["card", "cards", "compared", "findings", "missing", "map_file", "picture", "scores", "withheld"]

_LARGEST_PICTURE = 150
"""Factors up to which a card has a picture; laying out more would keep people waiting for a thumbnail."""


def map_file(workspace: Workspace, name: str) -> Path:
    """The file of a map by its name in the workspace, as `cards` gives it; never a path from outside.

    Raises
    ------
    Refused : there is no such map.
    """
    known = {_name(workspace, path): path for path in workspace.maps()}
    if name not in known:
        raise Refused(Problem(code="F01", message=f"There is no map {name[:80]} in this workspace.", hint=one_of(name[:80], known, most=12)))
    return known[name]


def _name(workspace: Workspace, path: Path) -> str:
    return path.relative_to(workspace.root).as_posix()


def cards(workspace: Workspace) -> list[dict[str, Any]]:
    """The maps of a workspace, the last changed first."""
    return [card(workspace, path) for path in sorted(workspace.maps(), key=lambda path: path.stat().st_mtime, reverse=True)]


def card(workspace: Workspace, path: Path) -> dict[str, Any]:
    """One map in short."""
    reading = workspace.read(path)
    document = reading.document
    out: dict[str, Any] = {"file": _name(workspace, path), "title": path.stem, "kind": reading.kind, "problems": len(reading.problems),
                           "workshop": "", "picture": False, "size": ""}
    if isinstance(document, Map):
        out |= {"title": document.title,
                "size": f"{count_text(len(document.factors), 'factor')}, {count_text(len(document.links), 'link')}",
                "picture": 0 < len(document.factors) <= _LARGEST_PICTURE}
    if files_of(path):
        out["workshop"] = kept_session(path).words
    return out


def picture(workspace: Workspace, path: Path) -> bytes:
    """The picture of a map as SVG."""
    return figure(Project.open(path, workspace).map, "svg", aspect=1.5)


def findings(workspace: Workspace, path: Path) -> list[dict[str, Any]]:
    """What `sysmap check` finds in a map, worst first; what its author waived comes last, with the reason."""
    rank = {"error": 0, "warning": 1, "note": 2}
    found = sorted(check_file(workspace, path), key=lambda one: (one.waived is not None, rank[one.severity]))
    return [{"code": one.code, "severity": "waived" if one.waived else one.severity, "message": one.message,
             "hint": one.waived or one.hint} for one in found]


def scores(project: Project) -> dict[str, Any]:
    """The outcomes of a theory with their scores, why, and where each stands; empty where nothing is scored."""
    scoring = project.scores
    if scoring is None:
        return {"rule": "", "outcomes": []}
    return {"rule": scoring.rule.rubric.title, "outcomes": [{
        "id": one.element.id, "label": project.labels.get(one.element.id, one.element.id), "score": one.score,
        "proposed": one.proposal.score, "margin": one.standing.margin_text if one.standing else "",
        "decided": dataclasses.asdict(one.override) if one.override else None,
        "published": one.element.published.label if one.element.published else "",
        "reasons": list(one.proposal.reasons), "standing": list(one.standing.sentences) if one.standing else []} for one in scoring.outcomes]}


def missing(project: Project) -> list[dict[str, str]]:
    """What evidence is missing, as a list to work through: about what, what is missing, what to look for."""
    if project.map.kind != "theory":
        return []
    return [gap.to_json() for gap in gaps(project.map, project.evidence, project.mechanisms)]


def compared(workspace: Workspace, path: Path, other: Path) -> list[str]:
    """What changed from another map to this one, in sentences.

    Raises
    ------
    Refused : the two are not versions of one another, or one has faults.
    """
    before, after = (Project.open(one, workspace).map for one in (other, path))
    return list(diff(before, after).sentences())


def withheld(project: Project, level: Level) -> list[str]:
    """What an export at a level leaves out, in words: before anybody sends it."""
    whole, shown = project.map, project.at_level(level).map
    if level == "internal":
        return []
    out = []
    for collection, what in (("factors", "factor"), ("links", "link"), ("assumptions", "assumption"), ("conditions", "condition")):
        gone = [id_ for id_ in getattr(whole, collection) if id_ not in getattr(shown, collection)]
        if gone:
            out.append(f"{count_text(len(gone), what)} marked as internal.")
    changed = sum(replace(factor, notes=()) != replace(whole.factors[id_], notes=()) for id_, factor in shown.factors.items())
    if changed:
        out.append(f"Some of what is written about {count_text(changed, 'factor')}.")
    notes = sum(len(one.notes) for one in whole.factors.values()) - sum(len(one.notes) for one in shown.factors.values())
    if notes:
        out.append(f"{count_text(notes, 'remark')}.")
    items = sum(len(register.items) for register in project.registers) - sum(
        len(register.items) for register in project.at_level(level).registers)
    if items:
        out.append(f"{count_text(items, 'item')} of evidence.")
    return out or ["Nothing: all of this map may be seen at this level."]
