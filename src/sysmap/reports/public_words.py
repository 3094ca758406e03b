"""Reports for everybody: no id stands in them. Where a label is known it takes the id's place; columns of ids are left out."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sysmap.core.kinds import Document
from sysmap.core.record import fields_of
from sysmap.reports.blocks import DataTable, Figure, Report
from sysmap.reports.report_input import ReportInput

__all__ = ["in_public_words"]

_ID_COLUMNS = frozenset({"id", "item", "used", "register", "No."})
"""Columns that hold nothing but ids of elements, items, registers or changes."""
_KEPT = frozenset({"svg", "name", "see", "place", "sheet", "draws", "chart", "kind", "logo", "date"})
"""Fields of blocks that are no text of the report."""


def in_public_words(report: Report, given: ReportInput) -> Report:
    """The report with labels and titles in the place of ids."""
    names = _names((given.map, *given.uses))
    if given.scoring is not None:
        names[given.scoring.rule.id] = f"“{given.scoring.rule.rubric.title}”"
    called = " | ".join(names.values())
    plain = _Plain({id_: label for id_, label in names.items() if re.search(r"[-_>:\d]", id_) and len(id_) > 3
                    and not re.search(rf"(?<![\w-]){re.escape(id_)}(?![\w-])", called)})  # a word of a label is no id where it stands
    made: Report = plain.of(dataclasses.replace(report, keywords=(given.map.kind,)))
    return made


def _names(documents: tuple[Document, ...]) -> dict[str, str]:
    """What every element and file is called, by its id; nothing for what has no label."""
    found: dict[str, str] = {}
    for document in documents:
        found[document.id] = f"“{document.title}”" if getattr(document, "title", "") else ""
        for id_, one in _elements(document):
            found.setdefault(id_, getattr(one, "label", None) or "")
    return found


def _elements(record: Any) -> Iterator[tuple[str, Any]]:
    for spec in fields_of(type(record)):
        value = getattr(record, spec.name)
        if spec.shape.kind == "collection":
            for id_, one in value.items():
                yield id_, one
                yield from _elements(one)


class _Plain:
    """Puts labels in the place of ids in every text of a block."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.any = re.compile(r"(?<![\w>-])(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")(?![\w>-])") if names \
            else re.compile(r"(?!)")

    def of(self, value: Any) -> Any:
        """The same value without ids."""
        if isinstance(value, str):
            return self.any.sub(lambda found: self.names[found[0]], value)
        if isinstance(value, DataTable):
            value = _without_ids(value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            kept = _KEPT | ({"title"} if isinstance(value, Figure) and value.draws else frozenset())
            return dataclasses.replace(value, **{
                field.name: self.of(getattr(value, field.name)) for field in dataclasses.fields(value) if field.name not in kept})
        if isinstance(value, tuple):
            return tuple(self.of(one) for one in value)
        return value


def _without_ids(table: DataTable) -> DataTable:
    """The table without its columns of ids."""
    kept = [at for at, name in enumerate(table.columns) if name not in _ID_COLUMNS]
    return dataclasses.replace(table, columns=tuple(table.columns[at] for at in kept),
                               rows=tuple(tuple(row[at] for at in kept) for row in table.rows))
