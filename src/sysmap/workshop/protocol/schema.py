"""The protocol as JSON Schema: `docs/workshop-protocol.schema.json` and the browser's types are written from it (`make docs`)."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

from sysmap.core.map import Map
from sysmap.views.document_schema import record_schema
from sysmap.workshop.commands import COMMANDS
from sysmap.workshop.protocol.from_browser import QUESTIONS, FromBrowser, Question
from sysmap.workshop.protocol.from_server import FromServer

__all__ = ["protocol_schema"]

_REF = "#/$defs/{name}"


def protocol_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of every message between a workshop's server and a browser.

    Under `$defs` stand `FromBrowser` and `FromServer` (every message of a side), `Commands` (what each command asks for, by its
    name) and `Answers` (what a question is answered with, by its `what`). The server passes over what it does not know in a message.

    Examples
    --------
    >>> defs = protocol_schema()["$defs"]
    >>> defs["Commands"]["properties"]["vote"], defs["DoVote"]["required"]
    ({'$ref': '#/$defs/DoVote'}, ['ballot', 'element', 'dots'])
    """
    asked = {name: one.asks for name, one in COMMANDS.items() if not one.by_server}
    types = [FromBrowser, Question, FromServer, *(one.answer for one in QUESTIONS.values())]
    (browser, question, server, *answers), defs = msgspec.json.schema_components(types, ref_template=_REF)
    for name, shape in asked.items():
        (_,), found = msgspec.json.schema_components([shape], ref_template=_REF)
        top = found.pop(shape.__name__)
        title = f"Do{name.capitalize()}"
        defs |= found | {title: top | {"title": title, "description": inspect.getdoc(COMMANDS[name]) or ""}}
    for one in defs.values():
        if "properties" in one:
            one["additionalProperties"] = False
        if "description" in one:
            one["description"] = " ".join(one["description"].split())
    commands = {name: {"$ref": _REF.format(name=f"Do{name.capitalize()}")} for name in asked}
    defs["DoCommand"] = {**defs["DoCommand"], "allOf": [
        {"if": {"properties": {"do": {"const": name}}}, "then": {"properties": {"data": data}}} for name, data in commands.items()]}
    records: dict[str, Any] = {}
    record_schema(Map, records)
    assert not set(records) & {*defs, "Edit"}, "a message and a record have one name"
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "sysmap workshop protocol",
        "description": "What a browser (FromBrowser) and the workshop's server (FromServer) say to each other, one JSON text a message.",
        "anyOf": [{"$ref": "#/$defs/FromBrowser"}, {"$ref": "#/$defs/FromServer"}],
        "$defs": {
            "FromBrowser": {"anyOf": [*browser["anyOf"], *question["anyOf"]]}, "FromServer": {"anyOf": server["anyOf"]},
            "Commands": _table(commands), "Answers": _table(dict(zip(QUESTIONS, answers, strict=True))),
            **defs, "Edit": _edit(), **dict(sorted(records.items()))},
    }


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _edit() -> dict[str, Any]:
    """An edit, as `sysmap.formats.edits` reads it: which values a field takes is checked there."""
    text: dict[str, Any] = {"type": "string"}
    kinds: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
        "add": ({"in": text, "element": {"type": "object"}, "before": text}, ("in", "element")),
        "remove": ({"in": text, "id": text}, ("in", "id")),
        "set": ({"in": text, "id": text, "field": text, "value": {}}, ("in", "id", "field", "value")),
        "move": ({"in": text, "id": text, "before": {"type": ["string", "null"]}}, ("in", "id", "before")),
        "batch": ({"edits": {"type": "array", "items": {"$ref": "#/$defs/Edit"}}, "label": text}, ("edits",)),
    }
    return {"title": "Edit", "description": "A change of the map, as plain data.", "anyOf": [
        {"type": "object", "properties": {"do": {"const": do}, **properties}, "required": ["do", *required]}
        for do, (properties, required) in kinds.items()]}
