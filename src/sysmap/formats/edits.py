"""Edits as plain data and back: what a workshop sends and its log keeps.

The shapes: `{"do": "add", "in": "factors", "element": {…}, "before": id}`, `{"do": "remove", "in", "id"}`,
`{"do": "set", "in", "id", "field", "value"}`, `{"do": "move", "in", "id", "before"}`,
`{"do": "batch", "edits": […], "label"}`. An unset value is null.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from sysmap.core.edit import Add, Batch, Edit, Move, Remove, Set
from sysmap.core.elements import Link
from sysmap.core.map import Map, link_id
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.record import fields_of
from sysmap.formats.plain import field_from, plain, record_from

__all__ = ["MAX_EDITS", "edit_from", "edit_plain"]

_DEEPEST = 8
"""Batches within batches that an edit may hold."""
MAX_EDITS = 2_000
_COLLECTIONS = {spec.name: spec.shape.of for spec in fields_of(Map) if spec.shape.kind == "collection"}


def edit_plain(edit: Edit) -> dict[str, Any]:
    """An edit as plain data.

    >>> edit_plain(Set("factors", "trust", "label", "Trust and rapport"))
    {'do': 'set', 'in': 'factors', 'id': 'trust', 'field': 'label', 'value': 'Trust and rapport'}
    """
    if isinstance(edit, Add):
        out = {"do": "add", "in": edit.collection, "element": plain(edit.element)}
        return out if edit.before is None else {**out, "before": edit.before}
    if isinstance(edit, Remove):
        return {"do": "remove", "in": edit.collection, "id": edit.id}
    if isinstance(edit, Move):
        return {"do": "move", "in": edit.collection, "id": edit.id, "before": edit.before}
    if isinstance(edit, Batch):
        return {"do": "batch", "edits": [edit_plain(part) for part in edit.edits], "label": edit.label}
    return {"do": "set", "in": edit.collection, "id": edit.id, "field": edit.field, "value": _value(edit.value)}


def edit_from(data: Any, *, trusted: bool = False) -> Edit:
    """An edit from plain data, checked as strictly as a file.

    Parameters
    ----------
    data : what `edit_plain` gives.
    trusted : the edit was let in before (a log holds it) and stands, whatever the rules for new values are now.

    Raises
    ------
    Refused : with every problem, if the data is not an edit.
    """
    return _edit(data, 0, [0], trusted)


def _edit(data: Any, depth: int, count: list[int], trusted: bool) -> Edit:
    count[0] += 1
    if not isinstance(data, Mapping) or depth > _DEEPEST or count[0] > MAX_EDITS:
        raise _bad("This is not an edit.", 'Send {"do": "set", "in": "factors", …}.')
    do = data.get("do")
    if do == "batch":
        parts = data.get("edits")
        if not isinstance(parts, list):
            raise _bad("A batch holds a list of edits.", 'Send {"do": "batch", "edits": […]}.')
        return Batch(tuple(_edit(part, depth + 1, count, trusted) for part in parts), _text(data, "label", ""))
    if do not in ("add", "remove", "set", "move"):
        raise _bad("An edit says what it does.", one_of(str(do)[:40], ("add", "remove", "set", "move", "batch")))
    collection = _text(data, "in", "")
    if collection not in _COLLECTIONS and not (do == "set" and not collection):
        raise _bad(f"A map has no collection {collection[:40]}.", one_of(collection[:40], _COLLECTIONS, most=20))
    if do == "add":
        cls = _COLLECTIONS[collection]
        assert cls is not None
        element = record_from(cls, data.get("element"), trusted=trusted)
        if isinstance(element, Link) and not element.id:
            element = dataclasses.replace(element, id=link_id(element.from_, element.to))
        return Add(collection, element, _id(data, "before"))
    if do == "set":
        field = _text(data, "field", "")
        cls = _COLLECTIONS[collection] if collection else Map
        assert cls is not None
        return Set(collection, _text(data, "id", ""), field, field_from(cls, field, data.get("value"), trusted=trusted))
    if do == "move":
        return Move(collection, _text(data, "id", ""), _id(data, "before"))
    return Remove(collection, _text(data, "id", ""))


def _value(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return plain(value)
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return value


def _text(data: Mapping[str, Any], key: str, default: str) -> str:
    value = data.get(key, default)
    if not isinstance(value, str):
        raise _bad(f"{key} is a text.", f'Send "{key}": "…".')
    return value


def _id(data: Mapping[str, Any], key: str) -> str | None:
    value = data.get(key)
    return None if value is None else _text(data, key, "")


def _bad(message: str, hint: str) -> Refused:
    return Refused(Problem(code="D07", message=message, hint=hint))
