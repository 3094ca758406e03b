"""The page of a project: its map with the models it uses, its evidence and its scores."""

from __future__ import annotations

from typing import Any

from sysmap.core.levels import Level
from sysmap.core.map import Map
from sysmap.project import Project
from sysmap.views.key_findings import opening_of
from sysmap.views.page import render_page

__all__ = ["answers_on", "page_of"]


def page_of(project: Project, *, level: Level | None = None, before: Map | None = None, view: str | None = None) -> str:
    """One self-contained HTML file for a map, theory or process, with what a project says about it.

    Parameters
    ----------
    project : the map and the documents around it.
    level : who the page is for; who the project is for if not given.
    before : an earlier version, to show the drawn difference.
    view : id of the saved view to open with.
    """
    level = level or project.level
    # Scores for other readers are worked out from what those readers may see: a count would tell of what was dropped.
    return render_page(project.map, uses=(*project.documents, *project.registers), level=level, before=before, view=view,
                       answers=answers_on(project.at_level(level)))


def answers_on(project: Project) -> dict[str, Any]:
    """What the page opens with, evidence grades of links, what the rubric says, and figures of rounds, cases and indicators.

    Empty where no evidence bears on the map and no indicator watches it.
    """
    from sysmap.contribution.scoring import for_everybody, scoring_json
    from sysmap.views.evidence_figures import evidence_figures, figure_data

    figures = [dict(figure_data(one)) for one in evidence_figures(project)]
    grades = dict(sorted(project.grades.items()))
    opening = opening_of(project)
    out: dict[str, Any] = {**({"opening": opening} if opening else {}), **({"grades": grades} if grades else {}),
                           **({"figures": figures} if figures else {})}
    scores = project.scores if project.registers else None
    if scores:
        public = project.level == "public"
        out["scores"] = scoring_json(for_everybody(scores) if public else scores)
        if public:
            out["scores"]["rubric"] = f"“{scores.rule.rubric.title}”"
    return out
