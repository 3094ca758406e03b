"""Rows as pandas frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from sysmap.core.kinds import Document
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.record import fields_of
from sysmap.views import tables

__all__ = ["cases", "collection", "elements", "evidence", "links", "survey"]

_EVIDENCE = ("item statement kind element element_label direction strength role why rivals cases audience round number "
             "said_of source_type informant event period date status cite register").split()


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


def _indexed(rows: list[tables.Row], what: str, otherwise: Iterable[str] = ("label",)) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(rows[0]) if rows else ["id", *otherwise]).set_index("id")
    frame.index.name = what
    return frame
