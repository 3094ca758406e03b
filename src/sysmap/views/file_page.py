"""The page of a file of the workspace, with its evidence and scores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sysmap.contribution.base import gather_from
from sysmap.contribution.catalogue import rule_for
from sysmap.contribution.scoring import Scoring, score_elements, scored_elements, scoring_json
from sysmap.core.evidence import Evidence
from sysmap.core.kinds import Document
from sysmap.core.library import Mechanisms, Rubric
from sysmap.core.map import Map
from sysmap.formats.registers import beside
from sysmap.formats.workspace import Workspace
from sysmap.views.levels import Level, leveled
from sysmap.views.page import render_page

__all__ = ["answers_on", "page_of"]


def page_of(
    workspace: Workspace, path: Path, *, level: Level = "internal", before: Map | None = None, view: str | None = None
) -> str:
    """One self-contained HTML file for a map, theory or process: the models it uses, the registers that bear on it and,
    where there are any, the scores the contribution rubric proposes.

    Parameters
    ----------
    workspace, path : where the file is.
    level : who the page is for; see `render_page`.
    before : an earlier version, to show the drawn difference.
    view : id of the saved view to open with.
    """
    documents, registers = _beside(workspace, path)
    # Scores for other readers are worked out from what those readers may see: a count would tell of what was dropped.
    map_, whole = workspace.load(path).reading.map, [*documents, *registers]
    seen, beside_it = leveled(map_, whole, level)
    answers = answers_on(seen, [one for one in beside_it if not isinstance(one, Evidence)],
                         [one for one in beside_it if isinstance(one, Evidence)])
    return render_page(map_, uses=whole, level=level, before=before, view=view, answers=answers)


def answers_on(map_: Map, documents: list[Document], registers: list[Evidence]) -> dict[str, Any]:
    """What rubrics say about a theory, by name, as the page and reports take it; empty where no evidence bears on it."""
    if not registers:
        return {}
    rule, variant = rule_for(None, [d for d in documents if isinstance(d, Rubric)])
    base = gather_from([*registers, *documents])
    elements = scored_elements(map_, rule, [d for d in documents if isinstance(d, Mechanisms)])
    found = tuple(score_elements(elements, base, rule, {}, variant))
    return {"scores": scoring_json(Scoring(rule, variant or rule.default_variant, rule.settings({}, variant), found))}


def _beside(workspace: Workspace, path: Path) -> tuple[list[Document], list[Evidence]]:
    readings, documents = beside(workspace, path)
    return documents, [r.document for r in readings if isinstance(r.document, Evidence)]
