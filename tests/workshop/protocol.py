"""Whether a message is one of the protocol, by the schema that is published."""

from __future__ import annotations

import functools
import json
from typing import Any, Literal

import jsonschema_rs

from sysmap.workshop.protocol.schema import protocol_schema

__all__ = ["Side", "answer_faults", "check_message", "faults"]

Side = Literal["FromBrowser", "FromServer"]


@functools.cache
def _validator(*path: str) -> jsonschema_rs.Validator:
    whole = protocol_schema()
    del whole["anyOf"]
    return jsonschema_rs.validator_for({**whole, "$ref": "/".join(("#/$defs", *path))})


def faults(side: Side, message: dict[str, Any]) -> list[str]:
    """What is wrong with a message, against the type that its `type` says."""
    kinds = protocol_schema_kinds()
    key = (side, message.get("type"), message.get("what") if message.get("type") == "ask" else None)
    if key not in kinds:
        return [f"no message {key} is in the protocol"]
    return [f"{kinds[key]}: {'/'.join(map(str, error.instance_path))}: {error.message[:300]}"
            for error in _validator(kinds[key]).iter_errors(message)]


def check_message(side: Side, text: str | bytes) -> dict[str, Any]:
    """A message as it travelled; fails where it is not one of the protocol."""
    message: dict[str, Any] = json.loads(text)
    assert faults(side, message) == []
    return message


def answer_faults(what: str, answer: Any) -> list[str]:
    """What is wrong with an answer to a question."""
    return [f"the answer to {what}: {error.message[:300]}" for error in _validator("Answers", "properties", what).iter_errors(answer)]


@functools.cache
def protocol_schema_kinds() -> dict[tuple[str, str | None, str | None], str]:
    """The definition of each message by side, type and what it asks."""
    defs = protocol_schema()["$defs"]
    found: dict[tuple[str, str | None, str | None], str] = {}
    for side in ("FromBrowser", "FromServer"):
        for one in defs[side]["anyOf"]:
            name = one["$ref"].rpartition("/")[2]
            said = defs[name]["properties"]
            found[side, said["type"]["enum"][0], said["what"]["enum"][0] if "what" in said else None] = name
    return found
