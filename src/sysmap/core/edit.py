"""Edits: every change of a map as a value that can be applied, inverted, sent and logged.

An edit touches one element or one field, so that one person's dragging never undoes another's renaming. `Batch` joins
edits that only make sense together. Applying gives a new map; an edit that cannot be applied raises `Refused`, and the
map is as it was.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sysmap.core.elements import Link
from sysmap.core.map import Map, link_id
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.record import SLUG_RULE, FieldSpec, fields_of, is_slug
from sysmap.core.references import OWN_COLLECTIONS, named_by, users_of
from sysmap.core.values import record_problems, value_problems

__all__ = ["Add", "Batch", "Edit", "Move", "Remove", "Set", "apply", "collection_named", "inverse", "refused",
           "spec_named"]


@dataclass(frozen=True, slots=True)
class Add:
    """Add an element to a collection, before another one or at the end."""

    collection: str
    element: Any
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take an element out of a collection. Refused while others depend on it; see `sysmap.core.compound.remove_element`."""

    collection: str
    id: str


@dataclass(frozen=True, slots=True)
class Set:
    """Give one field of one element a value; with `collection` and `id` empty, a field of the map itself."""

    collection: str
    id: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Move:
    """Put an element elsewhere in the order of its collection: before another one or at the end."""

    collection: str
    id: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Several edits as one: all are applied, or none."""

    edits: tuple[Edit, ...]
    label: str = ""


Edit = Add | Remove | Set | Move | Batch


def apply(map_: Map, edit: Edit, *, trusted: bool = False) -> Map:
    """The map after an edit.

    Parameters
    ----------
    map_ : the map before; it is not changed.
    edit : what to do.
    trusted : the values were let in before (a log holds them) and stand, whatever the rules for new values are now.

    >>> from sysmap.core.elements import Factor
    >>> m = Map(id="m", title="M", factors={"a": Factor(id="a", label="A")})
    >>> apply(m, Set("factors", "a", "label", "Trust")).factors["a"].label
    'Trust'

    Raises
    ------
    Refused : if the edit names what is not there, would give two elements one id, or would leave a link dangling; or if
        a field does not take the value (`sysmap.core.values`).
    """
    if isinstance(edit, Batch):
        for part in edit.edits:
            map_ = apply(map_, part, trusted=trusted)
        return map_
    if isinstance(edit, Set) and not edit.collection:
        _check_value(spec_named(Map, edit.field, "The map"), edit.value, getattr(map_, edit.field), trusted=trusted)
        if edit.field in ("id", "kind"):
            raise refused("D06", f"The {edit.field} of a map stays for ever.", "Make a new file instead.")
        return dataclasses.replace(map_, **{edit.field: edit.value})
    spec = collection_named(edit.collection)
    elements: dict[str, Any] = dict(getattr(map_, spec.name))
    if isinstance(edit, Add):
        element = edit.element
        _check_new(map_, edit.collection, spec, element, elements)
        if not trusted and (problems := list(record_problems(element))):
            raise Refused(problems)
        return _with(map_, spec, _inserted(elements, element.id, element, edit.before))
    if edit.id not in elements:
        raise refused("D01", f"There is no {edit.id} among the {edit.collection}.", one_of(edit.id, elements))
    if isinstance(edit, Move):
        element = elements.pop(edit.id)
        return _with(map_, spec, _inserted(elements, edit.id, element, edit.before))
    if isinstance(edit, Remove):
        users = users_of(map_, edit.collection, edit.id)
        if users:
            shown = ", ".join(f"{user} ({field})" for _, user, field in users[:5])
            raise refused("D03", f"{edit.id} is still used: {shown}{' and more' if len(users) > 5 else ''}.",
                           "Remove those first, or remove it with all that depends on it.")
        del elements[edit.id]
        return _with(map_, spec, elements)
    old = elements[edit.id]
    field = spec_named(type(old), edit.field, f"{edit.id}")
    if edit.field == "id":
        raise refused("D06", f"The id {edit.id} stays for ever.", "Change its label instead.")
    if isinstance(old, Link) and edit.field in ("from_", "to"):
        raise refused("D06", "The ends of a link are its identity.", "Remove the link and add another.")
    _check_value(field, edit.value, getattr(old, edit.field), trusted=trusted)
    new = dataclasses.replace(old, **{edit.field: edit.value})
    _check_refs(map_, edit.collection, new, edit.field)
    elements[edit.id] = new
    return _with(map_, spec, elements)


def inverse(map_: Map, edit: Edit) -> Edit:
    """The edit that undoes this one, given the map it is about to be applied to.

    >>> from sysmap.core.elements import Factor
    >>> m = Map(id="m", title="M", factors={"a": Factor(id="a", label="A")})
    >>> e = Set("factors", "a", "label", "Trust")
    >>> apply(apply(m, e), inverse(m, e)) == m
    True
    """
    if isinstance(edit, Batch):
        undo: list[Edit] = []
        for part in edit.edits:
            undo.append(inverse(map_, part))
            map_ = apply(map_, part)
        return Batch(tuple(reversed(undo)), f"undo {edit.label}".strip())
    if isinstance(edit, Set) and not edit.collection:
        spec_named(Map, edit.field, "The map")
        return Set("", "", edit.field, getattr(map_, edit.field))
    elements: Mapping[str, Any] = getattr(map_, collection_named(edit.collection).name)
    if isinstance(edit, Add):
        return Remove(edit.collection, edit.element.id)
    if edit.id not in elements:
        raise refused("D01", f"There is no {edit.id} among the {edit.collection}.", one_of(edit.id, elements))
    if isinstance(edit, Set):
        spec_named(type(elements[edit.id]), edit.field, edit.id)
        return Set(edit.collection, edit.id, edit.field, getattr(elements[edit.id], edit.field))
    ids = list(elements)
    after = ids[ids.index(edit.id) + 1 :]
    before = after[0] if after else None
    if isinstance(edit, Remove):
        return Add(edit.collection, elements[edit.id], before)
    return Move(edit.collection, edit.id, before)


def collection_named(name: str) -> FieldSpec:
    """The collection of a map that has this name; refused where there is none."""
    for spec in fields_of(Map):
        if spec.name == name and spec.shape.kind == "collection":
            return spec
    names = [spec.name for spec in fields_of(Map) if spec.shape.kind == "collection"]
    raise refused("D04", f"A map has no collection {name}.", one_of(name, names, most=20))


def spec_named(cls: type, field: str, whose: str) -> FieldSpec:
    """The field of a record that has this name; refused where there is none."""
    for spec in fields_of(cls):
        if spec.name == field:
            return spec
    raise refused("D04", f"{whose} has no field {field}.", one_of(field, [s.name for s in fields_of(cls)], most=40))


def _inserted(elements: dict[str, Any], id_: str, element: Any, before: str | None) -> dict[str, Any]:
    if before is None:
        elements[id_] = element
        return elements
    if before not in elements:
        raise refused("D01", f"There is no {before} to stand before.", one_of(before, elements))
    out: dict[str, Any] = {}
    for key, value in elements.items():
        if key == before:
            out[id_] = element
        out[key] = value
    return out


def _with(map_: Map, spec: FieldSpec, elements: dict[str, Any]) -> Map:
    changed: dict[str, Any] = {spec.name: elements}
    return dataclasses.replace(map_, **changed)


def _check_new(map_: Map, collection: str, spec: FieldSpec, element: Any, elements: Mapping[str, Any]) -> None:
    cls: Any = spec.shape.of
    if not isinstance(element, cls):
        raise refused("D04", f"A {type(element).__name__} does not belong among the {collection}.",
                       f"Add a {cls.__name__}.")
    if element.id in elements:
        raise refused("D02", f"There is already a {element.id} among the {collection}.", "Choose another id.")
    derived = isinstance(element, Link) and element.id == link_id(element.from_, element.to)
    if not derived and not is_slug(element.id):
        raise refused("D05", f"“{element.id}” cannot be an id.", f"An id has {SLUG_RULE}.")
    if isinstance(element, Link) and element.from_ == element.to:
        raise refused("D05", f"The link joins {element.from_} to itself.", "Name two factors.")
    for field in fields_of(cls):
        if field.ref:
            _check_refs(map_, collection, element, field.name)


def _check_value(spec: FieldSpec, value: Any, old: Any, *, trusted: bool) -> None:
    """Refuse what a field does not take; what it holds already stays."""
    if not trusted and value != old and (problems := list(value_problems(spec, value))):
        raise Refused(problems)


def _check_refs(map_: Map, collection: str, element: Any, name: str) -> None:
    """Refuse ends, layers and assumptions that this map does not have (models live elsewhere and are not checked)."""
    field = spec_named(type(element), name, element.id)
    if not any(ref in OWN_COLLECTIONS for ref in field.ref):
        return
    for places, id_ in named_by(field, getattr(element, name)):
        if not any(id_ in getattr(map_, place) for place in places):
            known = [one for place in places for one in getattr(map_, place)]
            raise refused("D01", f"{field.key} of {element.id} names {id_}, which is not there.", one_of(id_, known))


def refused(code: str, message: str, hint: str) -> Refused:
    """A refusal for one reason."""
    return Refused(Problem(code=code, message=message, hint=hint))
