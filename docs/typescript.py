"""JSON Schema as TypeScript, for the types that the browser's code is checked against (`make docs`)."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["protocol_types"]

HEAD = """\
/** What the workshop's server and a browser say to each other. Made by `make docs` from `sysmap.workshop.protocol`. */

import type { Edit } from "./edits.js";
import type { MapData as Map } from "../types.js";

"""
ELSEWHERE = ("Map", "Edit")
"""What the browser's code types itself."""
_PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def protocol_types(schema: dict[str, Any]) -> str:
    """The protocol as a module of TypeScript types; `Asks` is what a question takes besides its name."""
    defs = schema["$defs"]
    wanted, names = ["FromBrowser", "FromServer", "Commands", "Answers"], list[str]()
    while wanted:
        name = wanted.pop(0)
        if name not in names and name not in ELSEWHERE:
            names.append(name)
            wanted += _mentioned(defs[name])
    asks = {one["properties"]["what"]["enum"][0]: name for name, one in defs.items() if "what" in one.get("properties", {})}
    lines = [f"  {what}: Omit<{name}, \"type\" | \"what\" | \"n\">;" for what, name in asks.items()]
    return HEAD + "\n".join([_declared(name, defs[name]) for name in names] + ["export interface Asks {", *lines, "}", ""])


def _declared(name: str, one: dict[str, Any]) -> str:
    words = f"/** {one['description']} */\n" if one.get("description") else ""
    if "properties" in one:
        return f"{words}export interface {name} {_of(one, '')}\n"
    return f"{words}export type {name} = {_of(one, '')};\n"


def _of(one: dict[str, Any], indent: str) -> str:
    if "$ref" in one:
        return str(one["$ref"]).rpartition("/")[2]
    if "anyOf" in one:
        return " | ".join(_of(part, indent) for part in one["anyOf"])
    if "enum" in one:
        return " | ".join(json.dumps(word) for word in one["enum"])
    kind = one.get("type")
    if isinstance(kind, list):
        return " | ".join(_PLAIN[each] for each in kind)
    if kind == "array":
        if "prefixItems" in one:
            return f"[{', '.join(_of(part, indent) for part in one['prefixItems'])}]"
        inner = _of(one["items"], indent)
        return f"({inner})[]" if "|" in inner else f"{inner}[]"
    if kind == "object" and "properties" in one:
        more = indent + "  "
        return "{\n" + "".join(
            f"{more}{name}{'' if name in one.get('required', ()) else '?'}: {_of(part, more)};\n"
            for name, part in one["properties"].items()) + indent + "}"
    if kind == "object":
        return f"Record<string, {_of(one['additionalProperties'], indent) if isinstance(one.get('additionalProperties'), dict) else 'any'}>"
    return _PLAIN.get(str(kind), "any")


def _mentioned(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for one in value for name in _mentioned(one)]
    if isinstance(value, dict):
        return [str(one).rpartition("/")[2] if key == "$ref" else name for key, one in value.items()
                for name in ([""] if key == "$ref" else _mentioned(one))]
    return []
