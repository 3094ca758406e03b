"""Rows as pandas frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from sysmap.core.kinds import Document
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.record import fields_of
from sysmap.project import Project
from sysmap.views import tables

__all__ = ["cases", "collection", "elements", "evidence", "gaps", "links", "mechanisms", "survey"]

_EVIDENCE = ("item statement kind element element_label direction strength role why rivals cases audience round number "
             "said_of source_type study_design quality certainty effect effect_low effect_high effect_unit effect_measure "
             "informant informant_role event period date status cite register").split()


def elements(records: Mapping[str, Any], what: str) -> pd.DataFrame:
    """A collection as a frame indexed by id."""
    return _indexed(tables.element_rows(records), what)


def links(map_: Map) -> pd.DataFrame:
    """The links as a frame indexed by id."""
    return _indexed(tables.link_rows(map_), "link", ["from", "to", "from_label", "to_label", "polarity"])


def evidence(map_: Map, uses: Iterable[Document]) -> pd.DataFrame:
    """Evidence on the map as a frame, one row for each element an item bears on."""
    return pd.DataFrame(tables.evidence_rows(map_, uses), columns=_EVIDENCE)


def cases(uses: Iterable[Document]) -> pd.DataFrame:
    """Participants by case and role."""
    return pd.DataFrame(tables.case_rows(uses),
                        columns="case label type round role people total in_research cite".split())


def survey(uses: Iterable[Document]) -> pd.DataFrame:
    """Published survey figures."""
    return pd.DataFrame(tables.survey_rows(uses),
                        columns="survey survey_label figure label question percent base cite".split())


def collection(map_: Map, uses: Iterable[Document], name: str) -> pd.DataFrame:
    """A collection by name, from the map and the files around it."""
    if name == "links":
        return links(map_)
    found: dict[str, Any] = {}
    known: set[str] = set()
    for document in (map_, *uses):
        named = {spec.name for spec in fields_of(type(document)) if spec.shape.kind == "collection"}
        known |= {one for one in named if getattr(document, one)}
        if name in named:
            found |= getattr(document, name)
    if not found:
        raise Refused(Problem(code="D04", message=f"Nothing here has a collection {name}.", hint=one_of(name, known, most=30)))
    return elements(found, name.removesuffix("s"))


def gaps(project: Project) -> pd.DataFrame:
    """The gaps in the evidence, one row a gap."""
    from sysmap.contribution.gaps import gaps as find

    rows = [gap.to_json() for gap in find(project.map, project.evidence, project.mechanisms)]
    return pd.DataFrame(rows, columns=["element", "element_kind", "label", "kind", "message", "look_for"])


def mechanisms(project: Project) -> pd.DataFrame:
    """The mechanisms with the tiers that the evidence gives and that the source printed."""
    from sysmap.contribution.tables import mechanism_table

    rows = [{"id": row.id, "label": row.label, "tier": row.tier, "published": row.published, "items": len(row.items),
             "example": row.example, "made_up": row.made_up, "reasons": " ".join(row.reasons)}
            for row in mechanism_table(project.map, project.evidence, project.mechanisms)]
    return pd.DataFrame(rows, columns="id label tier published items example made_up reasons".split()).set_index("id")


def _indexed(rows: list[tables.Row], what: str, otherwise: Iterable[str] = ("label",)) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(rows[0]) if rows else ["id", *otherwise]).set_index("id")
    frame.index.name = what
    return frame
