"""Fields of records as cells of a spreadsheet and back: what a sheet of evidence and a sheet of a map share."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from sysmap.core.elements import Cite, Note
from sysmap.core.problem import one_of
from sysmap.core.record import FieldSpec, fields_of
from sysmap.formats.sheet import Cell, Sheet, as_date, cell_name

__all__ = ["cell_text", "check_choice", "put_cell"]

_MOST = 32_767
"""Characters of a cell; a longer text is cut on the way out and, unchanged, stays whole on the way back."""
_DATES = ("date", "period", "test_set")


def put_cell(sheet: Sheet, data: dict[str, Any], spec: FieldSpec, cell: Cell) -> None:
    """Read a cell into plain data under the key of its field, or note with its place why it cannot be."""
    text = cell.text.strip()
    kind = spec.shape.kind
    if spec.name in _DATES:
        date, why = as_date(cell)
        if date is None:
            sheet.add("F57", f"The cell {cell_name(cell.row, cell.column)} ({spec.name}): {why}.", "Write dates year first.",
                      cell.row, cell.column)
            return
        data[spec.key] = date
    elif kind == "number":
        try:
            data[spec.key] = float(text)
        except ValueError:
            sheet.add("F58", f"The cell {cell_name(cell.row, cell.column)} ({spec.name}) holds “{text[:30]}”, no number.",
                      "Write digits with a point.", cell.row, cell.column)
    elif kind == "whole":
        if not text.isdigit():
            sheet.add("F58", f"The cell {cell_name(cell.row, cell.column)} ({spec.name}) holds “{text[:30]}”, no whole number.",
                      "Words of quantity belong in said_of; leave the number empty." if spec.key == "number" else
                      "Write digits only, or leave the cell empty.", cell.row, cell.column)
            return
        data[spec.key] = int(text)
    elif kind == "flag":
        low = text.lower()
        if low not in ("true", "false", "yes", "no"):
            sheet.add("F58", f"The cell {cell_name(cell.row, cell.column)} ({spec.name}) holds “{text[:30]}”.",
                      "Write yes or no.", cell.row, cell.column)
            return
        data[spec.key] = low in ("true", "yes")
    elif kind == "choice":
        check_choice(sheet, spec, text, cell)
        data[spec.key] = text
    elif kind in ("texts", "choices"):
        data[spec.key] = [part.strip() for part in text.split(";") if part.strip()]
        for word in data[spec.key] if kind == "choices" else ():
            check_choice(sheet, spec, word, cell)
    elif spec.shape.of is Cite:
        data[spec.key] = [_cite(line) for line in text.split("\n") if line.strip()]
    elif spec.shape.of is Note:
        data[spec.key] = [{"text": line.strip()} for line in text.split("\n") if line.strip()]
    elif kind == "record":
        data[spec.key] = _record(sheet, spec, cell)
    elif kind == "records":
        data[spec.key] = [_record(sheet, spec, dataclasses.replace(cell, text=line)) for line in text.split("\n") if line.strip()]
    else:
        data[spec.key] = text


def _record(sheet: Sheet, spec: FieldSpec, cell: Cell) -> dict[str, Any]:
    """A record in a cell: its keys and values, as `value: 0.2; unit: percentage points`."""
    assert spec.shape.of is not None
    specs = {one.key: one for one in fields_of(spec.shape.of)}
    data: dict[str, Any] = {}
    for part in re.split(rf";\s*(?=(?:{'|'.join(map(re.escape, specs))})\s*:)", cell.text):
        key, _, value = part.partition(":")
        if key.strip() in specs and value.strip():
            put_cell(sheet, data, specs[key.strip()], dataclasses.replace(cell, text=value.strip()))
        elif part.strip():
            sheet.add("F58", f"The cell {cell_name(cell.row, cell.column)} ({spec.name}) holds “{part.strip()[:30]}”.",
                      f"Write keys and values, as `{next(iter(specs))}: …; …`. {one_of(key.strip()[:30], specs)}", cell.row,
                      cell.column)
    return data


def check_choice(sheet: Sheet, spec: FieldSpec, word: str, cell: Cell, words: tuple[str, ...] = ()) -> None:
    """Note a word that the field (or the vocabulary `words`) does not have."""
    words = words or spec.shape.choices
    if word not in words:
        sheet.add("S03", f"The cell {cell_name(cell.row, cell.column)} ({spec.name}) holds “{word[:30]}”.",
                  one_of(word[:30], words), cell.row, cell.column)


def _cite(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split("|")]
    return {key: part for key, part in zip(("source", "at", "line"), parts, strict=False) if part}


def cell_text(spec: FieldSpec, value: Any) -> str:
    """The value of a field as the text of a cell: several values parted by semicolons, citations and remarks a line each."""
    return _cell_text(spec, value)[:_MOST]


def _cell_text(spec: FieldSpec, value: Any) -> str:
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        if spec.shape.of is Cite:
            return "\n".join(" | ".join((c.source, c.at or "", c.line or "")).rstrip(" |") for c in value)
        if spec.shape.of is Note:
            return "\n".join(" ".join(n.text.split()) for n in value)
        return ("\n" if spec.shape.kind == "records" else "; ").join(_cell_of(one) for one in value)
    return _cell_of(value)


def _cell_of(value: Any) -> str:
    if not dataclasses.is_dataclass(value):
        return f"{value:g}" if isinstance(value, float) and float(f"{value:g}") == value else str(value)
    parts = ((spec.key, cell_text(spec, getattr(value, spec.name))) for spec in fields_of(type(value)))
    return "; ".join(f"{key}: {' '.join(text.split())}" for key, text in parts if text)
