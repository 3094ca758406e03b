"""A map, its evidence and its models as plain rows: what frames, sheets and tables of reports are made from.

A row is a dict of text, numbers and truth values; lists are joined with "; " so that a cell is always one value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sysmap.core.elements import Cite
from sysmap.core.evidence import Evidence, Item
from sysmap.core.kinds import Document
from sysmap.core.labels import element_label, labels_of
from sysmap.core.library import Cases
from sysmap.core.map import Map
from sysmap.core.record import fields_of

__all__ = ["Row", "case_rows", "cite_text", "element_rows", "evidence_rows", "link_rows", "survey_rows"]

Row = dict[str, Any]

_SKIPPED = frozenset({"extra", "collection", "table"})


def element_rows(records: Mapping[str, Any]) -> list[Row]:
    """One row an element, with a column for each field of its record that fits a cell.

    >>> from sysmap.core.elements import Factor
    >>> row = element_rows({"a": Factor(id="a", label="Trust", whose=("schools", "parents"))})[0]
    >>> row["label"], row["whose"], row["layer"]
    ('Trust', 'schools; parents', None)
    """
    return [_row(record) for record in records.values()]


def link_rows(map_: Map) -> list[Row]:
    """One row a link: its ends by id and by label, then its fields."""
    rows = []
    for link in map_.links.values():
        row = _row(link)
        ends = {"id": row.pop("id"), "from": row.pop("from"), "to": row.pop("to"),
                "from_label": element_label(map_, link.from_), "to_label": element_label(map_, link.to)}
        rows.append(ends | row)
    return rows


def evidence_rows(map_: Map, uses: Iterable[Document], *, everything: bool = False) -> list[Row]:
    """One row for each element that an item bears on, from every register among the files.

    Parameters
    ----------
    map_ : the map whose elements are named; only what bears on it (or on a mechanism or condition) is given.
    uses : files; evidence registers among them are read.
    everything : also what bears on other maps.
    """
    labels = labels_of(map_, uses := tuple(uses))
    rows = []
    for register in uses:
        if not isinstance(register, Evidence):
            continue
        for item in register.items.values():
            for bearing in item.bears_on:
                if not everything and bearing.element not in labels:
                    continue
                rows.append({
                    "item": item.id, "statement": item.statement, "kind": item.kind,
                    "element": bearing.element, "element_label": labels.get(bearing.element, bearing.element),
                    "direction": bearing.direction, "strength": bearing.strength, "role": bearing.role,
                    "why": bearing.why, "rivals": _joined(bearing.rivals), "cases": _joined(item.cases),
                    "audience": _joined(item.audience), "round": _joined(item.round), "number": item.number,
                    "said_of": item.said_of, "source_type": item.source_type, "study_design": item.study_design,
                    "quality": item.quality, "certainty": item.certainty, **_effect(item), "informant": item.informant,
                    "informant_role": _joined(item.informant_role),
                    "event": item.event, "period": item.period, "date": item.date,
                    "status": item.status or "active", "cite": cite_text(item.cite), "register": register.id,
                })
    return rows


def _effect(item: Item) -> Row:
    """The effect a study found: estimate, interval, unit, and what was measured."""
    found = item.effect
    return {f"effect_{name}" if name != "value" else "effect": getattr(found, name) if found else None
            for name in ("value", "low", "high", "unit", "measure")}


def case_rows(uses: Iterable[Document]) -> list[Row]:
    """One row for each case and role: how many people took part. Columns: case, label, type, round, role, people."""
    return [{"case": case.id, "label": case.label, "type": case.type, "round": case.round, "role": role, "people": people,
             "total": case.total, "in_research": bool(case.in_research), "cite": cite_text(case.cite)}
            for cases in uses if isinstance(cases, Cases) for case in cases.cases.values()
            for role, people in (dict(case.people) if case.people else {"": case.total or 0}).items()]


def survey_rows(uses: Iterable[Document]) -> list[Row]:
    """One row a published figure of a survey: survey, figure, percent, base."""
    return [{"survey": survey.id, "survey_label": survey.label, "figure": figure.id, "label": figure.label,
             "question": figure.question, "percent": figure.percent, "base": figure.base, "cite": cite_text(figure.cite)}
            for cases in uses if isinstance(cases, Cases) for survey in cases.surveys.values()
            for figure in survey.figures.values()]


def cite_text(cites: Iterable[Cite]) -> str:
    """Places in sources as one text: `report-2025, ch. 10, Table 10.2; …`.

    >>> cite_text([Cite(source="report-2025", at="ch. 4"), Cite(source="survey")])
    'report-2025, ch. 4; survey'
    """
    return "; ".join(dict.fromkeys(f"{cite.source}, {cite.at}" if cite.at else cite.source for cite in cites))


def _row(record: Any) -> Row:
    row: Row = {}
    for spec in fields_of(type(record)):
        value = getattr(record, spec.name)
        kind = spec.shape.kind
        if kind in _SKIPPED:
            continue
        if spec.name == "cite":
            row["cite"] = cite_text(value)
        elif spec.name == "notes":
            row["notes"] = _joined(note.text for note in value)
        elif spec.name == "score":
            row["score"] = value.label if value else None
            row["score_reason"] = value.reason if value else None
        elif kind in ("texts", "choices"):
            row[spec.key] = _joined(value)
        elif kind not in ("record", "records"):
            row[spec.key] = value
    return row


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)
