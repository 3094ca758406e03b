"""The format as JSON Schema, so that editors complete keys and explain them. Made from the records themselves."""

from __future__ import annotations

from typing import Any

from sysmap.core.characters import CONTROL
from sysmap.core.kinds import FORMAT_VERSION, KINDS
from sysmap.core.record import LONGEST, SLUG_RULE, FieldSpec, fields_of, shorthand_of

__all__ = ["schema", "schema_of"]

_SURROGATES = "\ud800-\udfff"
_SLUG_PATTERN = "^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$"
_TEXT: dict[str, Any] = {
    "type": ["string", "number", "boolean"], "maxLength": LONGEST,
    "pattern": f"^[^{CONTROL.pattern[1:-1].replace(_SURROGATES, '')}]*$".encode("unicode_escape").decode().replace("\\x", "\\u00"),
    "$comment": "No control characters, nor invisible ones that no script needs there (Unicode Technical Standard 39)."}
"""What every text is; a field may allow fewer characters."""


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of every kind of file."""
    definitions: dict[str, Any] = {"text": _TEXT}
    for cls in dict.fromkeys(KINDS.values()):
        _define(cls, definitions)
    tops = []
    for kind, cls in KINDS.items():
        top = _object(cls, definitions, element=False)
        top["properties"] = {
            "sysmap": {"const": FORMAT_VERSION, "description": "Version of the file format."},
            "kind": {"const": kind, "description": f"This file holds: {kind}."},
            **{key: value for key, value in top["properties"].items() if key != "kind"},
        }
        top["required"] = ["sysmap", "kind", *(key for key in top["required"] if key != "kind")]
        top["title"] = kind
        tops.append({"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": top})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "sysmap file",
        "description": "A theory of change, systems map, process, evidence register or shared model.",
        "type": "object",
        "required": ["sysmap", "kind"],
        "properties": {"kind": {"enum": list(KINDS)}},
        "allOf": tops,
        "$defs": definitions,
    }


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file."""
    whole = schema()
    top = next(part["then"] for part in whole["allOf"] if part["then"]["title"] == kind)
    return {"$schema": whole["$schema"], **top, "$defs": whole["$defs"]}


def _define(cls: type, definitions: dict[str, Any]) -> None:
    if cls.__name__ in definitions:
        return
    definitions[cls.__name__] = {}
    definitions[cls.__name__] = _object(cls, definitions, element=False)
    definitions[f"{cls.__name__}-by-id"] = _object(cls, definitions, element=True)


def _object(cls: type, definitions: dict[str, Any], *, element: bool) -> dict[str, Any]:
    """`element`: without `id`, which is the key it stands under."""
    properties = {}
    required = []
    for spec in fields_of(cls):
        if element and spec.key == "id":
            continue
        properties[spec.key] = {**_value(spec, definitions), "description": spec.doc}
        if spec.required:
            required.append(spec.key)
    return {"type": "object", "description": (cls.__doc__ or "").strip().split("\n\n")[0].replace("\n", " "),
            "properties": properties, "required": required, "additionalProperties": False}


def _value(spec: FieldSpec, definitions: dict[str, Any]) -> dict[str, Any]:
    kind, of = spec.shape.kind, spec.shape.of
    if of is not None:
        _define(of, definitions)
    if kind == "text":
        if spec.slug:
            return {"type": "string", "pattern": _SLUG_PATTERN, "maxLength": 64, "$comment": SLUG_RULE}
        return _text(spec)
    if kind == "choice":
        signs = ["+", "-", "?"] if spec.name == "polarity" else []
        return {"enum": [*spec.shape.choices, *signs]}
    if kind == "flag":
        return {"type": "boolean"}
    if kind in ("whole", "number"):
        out: dict[str, Any] = {"type": "integer" if kind == "whole" else "number"}
        if spec.low is not None:
            out["minimum"] = spec.low
        if spec.high is not None:
            out["maximum"] = spec.high
        return out
    if kind == "extra":
        return {"type": "object"}
    if kind == "table":
        return {"type": "object",
                "additionalProperties": {"type": "integer"} if spec.shape.choices == ("whole",) else _text(spec)}
    if kind == "texts":
        return {"anyOf": [_text(spec), {"type": "array", "items": _text(spec)}]}
    if kind == "choices":
        return {"anyOf": [{"enum": list(spec.shape.choices)},
                          {"type": "array", "items": {"enum": list(spec.shape.choices)}}]}
    assert of is not None
    one = _or_short({"$ref": f"#/$defs/{of.__name__}"}, of)
    if kind == "record":
        return one
    if kind == "records":
        return {"anyOf": [one, {"type": "array", "items": one}]}
    by_id = {"type": "object", "additionalProperties": _or_short({"$ref": f"#/$defs/{of.__name__}-by-id"}, of)}
    listed = {"type": "array", "items": {"$ref": f"#/$defs/{of.__name__}"}}
    return {"anyOf": [listed, by_id] if spec.as_list else [by_id, listed]}


def _text(spec: FieldSpec) -> dict[str, Any]:
    shorter = {"maxLength": spec.longest} if spec.longest < LONGEST else {}
    return {"$ref": "#/$defs/text", **shorter}


def _or_short(full: dict[str, Any], cls: type) -> dict[str, Any]:
    short = shorthand_of(cls)
    return full if short is None else {"anyOf": [full, _text(short)]}
