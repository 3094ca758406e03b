"""Records of the file format inside an answer: their schemas, made from the records themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.core.elements import Factor
from sysmap.core.evidence import Bearing, Item
from sysmap.core.kinds import KINDS
from sysmap.core.library import Rubric
from sysmap.views.document_schema import record_schema

__all__ = ["ANY_FILE", "ANY_PART", "ITEM_SHOWN", "RUBRIC", "records_in"]

_RECORDS: dict[str, Any] = {}
_FILES = [dict(one) for one in {of.__name__: record_schema(of, _RECORDS, by_id=False) for of in KINDS.values()}.values()]


def _with(of: type, more: Mapping[str, Any]) -> dict[str, Any]:
    """A reference to a record with further keys, all of which are there."""
    record_schema(of, _RECORDS, by_id=False)
    record, name = _RECORDS[of.__name__], f"{of.__name__}-shown"
    _RECORDS[name] = {**record, "properties": {**record["properties"], **more}, "required": [*record["required"], *more]}
    return {"$ref": f"#/$defs/{name}"}


_IDS = {"type": "array", "items": {"type": "string"}}
RUBRIC = record_schema(Rubric, _RECORDS, by_id=False)
ITEM_SHOWN = _with(Item, {"register": {"type": "string", "description": "the id of the register that it is from"},
                          "bearing": {**record_schema(Bearing, _RECORDS, by_id=False), "description": "what it says of the element"}})
_with(Factor, {"causes": {**_IDS, "description": "ids of the factors that influence it"},
               "effects": {**_IDS, "description": "ids of the factors that it influences"}})
ANY_FILE: dict[str, Any] = {"anyOf": _FILES}
_ONE = [{"type": "string"}, *({"$ref": f"#/$defs/{name}"} for name in _RECORDS if name not in ("Factor", "Item-shown"))]
ANY_PART: dict[str, Any] = {"anyOf": [*_ONE, {"type": "array", "items": {"anyOf": _ONE}}]}


def records_in(schema: object) -> dict[str, Any]:
    """The definitions that a schema refers to, and those that they refer to, by name."""
    found: dict[str, Any] = {}
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            name = str(one.get("$ref", "")).removeprefix("#/$defs/")
            if name in _RECORDS and name not in found:
                found[name] = _RECORDS[name]
                waiting.append(found[name])
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    return dict(sorted(found.items()))
