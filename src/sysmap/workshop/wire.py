"""Typed messages at the edge: plain data from a browser read into what it should be, or a problem in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from sysmap.core.problem import Problem, Refused, one_of
from sysmap.workshop.text_limits import short

__all__ = ["Near", "Number", "PlainEdit", "read_wire"]

Number = Annotated[float, msgspec.Meta(ge=-1e6, le=1e6)]
Near = tuple[Number, Number]
"""A place on the map: across and down, in pixels at zoom 1."""
PlainEdit = Annotated[dict[str, Any], msgspec.Meta(extra_json_schema={"$ref": "#/$defs/Edit"})]
"""An edit as plain data; `sysmap.formats.edits` reads it, as strictly as a file."""

S = TypeVar("S", bound=msgspec.Struct)

_KINDS = {"int": "a whole number", "float": "a number", "bool": "true or false", "str": "a text", "array": "a list",
          "object": "a set of keys and values"}


def read_wire(data: Mapping[str, Any], shape: type[S]) -> S:
    """Plain data as what it should be.

    Raises
    ------
    Refused : if something is missing, of the wrong kind, or unknown; the problem says what, in the user's words.

    Examples
    --------
    >>> class Dots(msgspec.Struct, forbid_unknown_fields=True):
    ...     dots: int
    >>> read_wire({"dots": 2}, Dots)
    Dots(dots=2)
    >>> read_wire({"dots": "two"}, Dots)
    Traceback (most recent call last):
    ...
    sysmap.core.problem.Refused: L04 dots is a whole number. ...
    """
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        raise Refused(_problem(str(error), data, shape)) from None


def _problem(text: str, data: Mapping[str, Any], shape: type[msgspec.Struct]) -> Problem:
    fault, _, path = text.partition(" - at `")
    where = path.rstrip("`").removeprefix("$").lstrip(".")
    name = re.split(r"[.\[]", where)[0]
    missing = re.search(r"missing required field `([^`]+)`", fault)
    if missing:
        return Problem(code="L04", message=f"The command has no {missing[1]}.", hint=f"Say which {missing[1]} is meant.")
    unknown = re.search(r"contains unknown field `([^`]+)`", fault)
    if unknown:
        known = [field.encode_name for field in msgspec.structs.fields(shape)]
        return Problem(code="L04", message=f"The command knows no {short(unknown[1], 30)}.", hint=one_of(short(unknown[1], 30), known))
    if "matching regex" in fault:
        return Problem(code="L04", message=f"The command has no {name}.", hint=f"Say which {name} is meant.")
    if "enum value" in fault:
        said, known = short(data.get(name), 30), _choices(shape, name)
        return Problem(code="L04", message=f"There is no {name} {said}.", hint=one_of(said, known))
    bound = re.search(r"Expected `\w+` (>=|<=) (-?[\d.]+)", fault)
    if bound:
        most = "at least" if bound[1] == ">=" else "at most"
        return Problem(code="L04", message=f"{name} is {most} {float(bound[2]):,g}.", hint="Send another number.")
    length = re.search(r"of length (>=|<=) (\d+)", fault)
    if length:
        most = "at least" if length[1] == ">=" else "at most"
        return Problem(code="L04", message=f"{name} holds {most} {int(length[2]):,}.", hint=f"Say which {name} are meant.")
    kinds = re.search(r"Expected `([^`]+)`", fault)
    words = " or ".join(_KINDS.get(kind.strip(), kind.strip()) for kind in kinds[1].split("|") if kind.strip() != "null") if kinds else "right"
    return Problem(code="L04", message=f"{name or 'This'} is {words}.", hint="Say which.")


def _choices(shape: type[msgspec.Struct], name: str) -> list[str]:
    """The words that a field takes."""
    field = next((one.name for one in msgspec.structs.fields(shape) if one.encode_name == name), name)
    return [str(word) for word in _words(get_type_hints(shape).get(field))]


def _words(hint: Any) -> list[Any]:
    if get_origin(hint) is Literal:
        return list(get_args(hint))
    return [word for inner in get_args(hint) for word in _words(inner)]
