"""Two elements made one, field by field, as each field says of itself; what cannot be kept is told.

Nothing is named here: a field added to a record is united by the policy that it declares (`sysmap.core.record.Merging`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sysmap.core.elements import Note
from sysmap.core.record import FieldSpec, fields_of

__all__ = ["MergeDifference", "remark", "said_by", "united", "united_value"]

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class MergeDifference:
    """A field in which two elements differ and of which one value can stand: the one of the kept element.

    Attributes
    ----------
    key : the key of the field, with the key inside it where it is a table.
    kept, other : the value that stands and the one that does not.
    """

    key: str
    kept: Any
    other: Any


def united(kept: R, other: R) -> tuple[R, tuple[MergeDifference, ...]]:
    """One element with what two elements of a kind say.

    Parameters
    ----------
    kept : the element that goes on; it keeps its id, and its word stands where both cannot.
    other : the element that is merged into it.

    Returns
    -------
    the united element, and every difference of which only the kept one's side is in it.

    >>> from sysmap.core.elements import Factor
    >>> pay = Factor(id="pay", label="Pay", importance=2, internal=None)
    >>> both, left = united(pay, Factor(id="wages", label="Wages", importance=3, owner="Personnel", internal=True))
    >>> both
    Factor(id='pay', label='Pay', aliases=('Wages',), ... importance=2, ... owner='Personnel', ... internal=True, ...)
    >>> left
    (MergeDifference(key='importance', kept=2, other=3),)
    """
    cls: type = type(kept)
    values: dict[str, Any] = {}
    left: list[MergeDifference] = []
    aliases: list[str] = []
    for spec in fields_of(cls):
        one, two = getattr(kept, spec.name), getattr(other, spec.name)
        if spec.merge == "alias" and two != one:
            aliases.append(two)
            continue
        value = united_value(spec, one, two, left)
        if value != one:
            values[spec.name] = value
    if aliases:
        names = [*getattr(kept, "aliases", ()), *aliases, *getattr(other, "aliases", ())]
        values["aliases"] = tuple(dict.fromkeys(name for name in names if name != getattr(kept, "label", None)))
    return dataclasses.replace(kept, **values) if values else kept, tuple(left)  # type: ignore[type-var]


def united_value(spec: FieldSpec, one: Any, two: Any, left: list[MergeDifference]) -> Any:
    """The value of a field of two united elements; a difference that it does not hold is added to `left`."""
    if one == two or spec.merge == "own" or not _said(spec, two):
        return one
    if spec.merge == "any":
        return True if two else one if one is not None else two
    if spec.merge == "union":
        return _both(spec, one, two, left)
    if not _said(spec, one):
        return two
    if spec.merge == "one":
        left.append(MergeDifference(spec.key, one, two))
    return one


def _said(spec: FieldSpec, value: Any) -> bool:
    return value is not None and (value != spec.default or spec.shape.kind in ("flag", "whole", "number"))


def _both(spec: FieldSpec, one: Any, two: Any, left: list[MergeDifference]) -> Any:
    if not isinstance(one, Mapping):
        return (*one, *(item for item in two if item not in one))
    left += [MergeDifference(f"{spec.key}.{key}", one[key], value) for key, value in two.items()
             if key in one and one[key] != value]
    return {**two, **one} if not one else {**one, **{key: value for key, value in two.items() if key not in one}}


def said_by(element: Any, without: Iterable[str] = ()) -> tuple[MergeDifference, ...]:
    """What an element says that goes altogether, as differences from an element that says nothing.

    Parameters
    ----------
    element : the element that goes.
    without : names of fields that are kept elsewhere.
    """
    cls: type = type(element)
    skip = set(without)
    return tuple(MergeDifference(spec.key, spec.default, getattr(element, spec.name)) for spec in fields_of(cls)
                 if spec.merge != "own" and spec.name not in skip and _said(spec, getattr(element, spec.name)))


def remark(what: str, left: Iterable[MergeDifference], **of_note: Any) -> Note:
    """The note that keeps what a merge could not.

    It is a note of those who work on the map and never leaves it in an export: what it quotes may be private.

    >>> remark("“Wages” was merged into this factor and says otherwise", [MergeDifference("importance", 2, 3)]).text
    '“Wages” was merged into this factor and says otherwise: importance: 3.'
    """
    text = "; ".join(f"{difference.key}: {_text(difference.other)}" for difference in left)
    return Note(text=f"{what}: {text}".rstrip(".") + ".", kind="conflict", internal=True, **of_note)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if dataclasses.is_dataclass(value):
        return ", ".join(f"{part.key} {_text(part.other)}" for part in said_by(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(one)}" for key, one in value.items())
    if isinstance(value, tuple | list):
        return ", ".join(_text(one) for one in value)
    return str(value)
