"""What a form has to know of the fields of a record, as data: browsers get it as `web/fields.js` (`make docs`)."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from sysmap.core.record import LONGEST, FieldSpec, Group, fields_of

__all__ = ["FieldData", "form_fields", "form_records"]


class FieldData(TypedDict):
    """A field of a form; what is not so is left out.

    `kind` is the shape of its value (`sysmap.core.record.Shape`), `of` the class of a record that it holds, `ref` the collections
    whose ids it names or what else a form offers for it, `who` that it says who somebody is.
    """

    key: str
    doc: str
    group: Group
    kind: str
    choices: NotRequired[list[str]]
    low: NotRequired[float]
    high: NotRequired[float]
    longest: NotRequired[int]
    ref: NotRequired[list[str]]
    of: NotRequired[str]
    required: NotRequired[bool]
    prose: NotRequired[bool]
    who: NotRequired[bool]


def form_records(*classes: type) -> dict[str, list[FieldData]]:
    """The fields of these records, and of all records in them, by the name of the class."""
    found: dict[str, list[FieldData]] = {}
    wanted = list(classes)
    while wanted:
        cls = wanted.pop(0)
        if cls.__name__ not in found:
            found[cls.__name__] = form_fields(cls)
            wanted += [spec.shape.of for spec in _shown(cls) if spec.shape.of is not None]
    return found


def form_fields(cls: type) -> list[FieldData]:
    """The fields of a record that a person may set in a form, in the order of the house layout.

    Examples
    --------
    >>> from sysmap.core.elements import Link
    >>> next(one for one in form_fields(Link) if one["key"] == "strength")["choices"]
    ['weak', 'medium', 'strong']
    """
    return [_field(spec) for spec in _shown(cls)]


def _shown(cls: type) -> list[FieldSpec]:
    return [spec for spec in fields_of(cls) if spec.merge != "own" and spec.group != "apart" and spec.private != "own"]


def _field(spec: FieldSpec) -> FieldData:
    out: FieldData = {"key": spec.key, "doc": spec.doc, "group": spec.group, "kind": spec.shape.kind}
    if spec.shape.choices:
        out["choices"] = list(spec.shape.choices)
    if spec.low is not None:
        out["low"] = spec.low
    if spec.high is not None:
        out["high"] = spec.high
    if spec.longest != LONGEST:
        out["longest"] = spec.longest
    if spec.ref or spec.offers:
        out["ref"] = [*spec.ref, *([spec.offers] if spec.offers else [])]
    if spec.shape.of is not None:
        out["of"] = spec.shape.of.__name__
    if spec.required:
        out["required"] = True
    if spec.prose:
        out["prose"] = True
    if spec.private == "roles":
        out["who"] = True
    return out
