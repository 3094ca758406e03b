"""The JSON Schema of an answer, read from the types of its data.

The data of an answer is a `TypedDict` whose keys say in a sentence what they mean (`Annotated[int, "how many …"]`). The
schema published by `sysmap schema --answer NAME`, the tables of docs/json.md and the type checker read the same lines.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints, is_typeddict

from sysmap.questions.registry.footing import FootingData
from sysmap.questions.registry.question import Question
from sysmap.questions.registry.rungs import RUNGS, takes_a_rung

__all__ = ["DRAFT", "keys_of", "schema_of", "shape_of"]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def schema_of(question: Question) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a question's answer; with --rung each, `$defs` says what there is for each step."""
    shape = _of_dict(_data_type(question))
    shape["properties"]["footing"] = {**_of_dict(FootingData), "description": "what the answer rests on"}
    shape["required"].append("footing")
    each = {"$defs": {"each-rung": {"type": "object", "description": "With --rung each: the answer on every step of the evidence.",
                                    "properties": {"rungs": {"type": "object", "propertyNames": {"enum": list(RUNGS)},
                                                             "additionalProperties": {"$ref": "#"}}},
                                    "required": ["rungs"], "additionalProperties": False}}} if takes_a_rung(question) else {}
    return {"$schema": DRAFT, "title": f"The answer to {question.name}", "description": question.asks, **shape, **each}


def shape_of(type_: Any) -> dict[str, Any]:
    """The JSON Schema of what a type of plain data holds.

    Parameters
    ----------
    type_ : a `TypedDict`, a list, a choice of words, …; `Annotated` with a text says what it means, with a mapping that its schema
        is made elsewhere. `object` is any value.

    Raises
    ------
    TypeError : JSON has no such value.

    >>> shape_of(Annotated[list[int] | None, "how many in each year"])["anyOf"][0]
    {'type': 'array', 'items': {'type': 'integer'}}
    """
    inner, words = _bare(type_)
    given = next((one for one in _unwrapped(type_)[1] if isinstance(one, Mapping)), None)
    found = dict(given) if given is not None else _of_bare(inner)
    return {**found, "description": words} if words else found


def keys_of(question: Question) -> dict[str, str]:
    """What each key at the top of an answer means, in its order; those of a list's records after a dot."""
    told: dict[str, str] = {}
    _keys(_data_type(question), "", told)
    return told


def _data_type(question: Question) -> type:
    found: type = get_type_hints(question.answer.data, include_extras=True)["return"]
    return found


def _keys(shape: type, before: str, told: dict[str, str]) -> None:
    for name, type_ in get_type_hints(shape, include_extras=True).items():
        inner, words = _bare(type_)
        told[before + name] = words
        for one in (inner, *get_args(inner)):
            if is_typeddict(one):
                _keys(one, f"{before}{name}.", told)


def _bare(type_: Any) -> tuple[Any, str]:
    """A type without what it carries, and the words that it carries."""
    inner, carried = _unwrapped(type_)
    return inner, next((one for one in reversed(carried) if isinstance(one, str)), "")


def _unwrapped(type_: Any) -> tuple[Any, list[Any]]:
    """A type without what it carries, and what that is, the outermost first."""
    carried: list[Any] = []
    while get_origin(type_) in (Annotated, Required, NotRequired):
        carried += getattr(type_, "__metadata__", ())
        type_ = get_args(type_)[0]
    return type_, carried


def _of_bare(type_: Any) -> dict[str, Any]:
    origin, args = get_origin(type_), get_args(type_)
    if type_ is object:
        return {}
    if origin is None and type_ in _PLAIN:
        return {"type": _PLAIN[type_]}
    if is_typeddict(type_):
        return _of_dict(type_)
    if origin is Literal:
        return {"enum": list(args)}
    if origin is list:
        return {"type": "array", "items": shape_of(args[0])}
    if origin is dict or origin is Mapping:
        return {"type": "object", "additionalProperties": shape_of(args[1])}
    if origin in (Union, types.UnionType):
        return {"anyOf": [shape_of(one) for one in args]}
    raise TypeError(f"The data of an answer holds {type_}, which has no place in JSON.")


def _of_dict(shape: Any) -> dict[str, Any]:
    hints = get_type_hints(shape, include_extras=True)
    return {"type": "object", "properties": {name: shape_of(type_) for name, type_ in hints.items()},
            "required": [name for name, type_ in hints.items()
                         if name in shape.__required_keys__ and get_origin(type_) is not NotRequired],
            "additionalProperties": False}
