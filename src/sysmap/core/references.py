"""What elements name one another by id: read, followed and renamed by what each field says of itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from sysmap.core.elements import Link
from sysmap.core.map import Map, group_end, group_layer, link_id
from sysmap.core.record import FieldSpec, fields_of

__all__ = ["OWN_COLLECTIONS", "Names", "named_by", "renamed", "users_of"]

OWN_COLLECTIONS = ("factors", "layers", "links", "assumptions", "rivals")
"""Collections whose elements live in the map itself; the others may be in the files of models/."""

R = TypeVar("R")
Names = Mapping[str, Mapping[str, str | None]]
"""By collection, the new id of each old one; `None` where the element is gone."""


def named_by(spec: FieldSpec, value: Any) -> Iterator[tuple[tuple[str, ...], str]]:
    """The ids that a value of a field names, each with the collections it may be found in.

    >>> from sysmap.core.record import fields_of
    >>> ends = next(spec for spec in fields_of(Link) if spec.key == "from")
    >>> list(named_by(ends, "layer:inputs")), list(named_by(ends, "trust"))
    ([(('layers',), 'inputs')], [(('factors',), 'trust')])
    """
    for one in value if isinstance(value, tuple) else (value,):
        if one is None:
            continue
        layer = group_layer(one) if _is_end(spec) else None
        if layer is not None:
            yield ("layers",), layer
        else:
            yield tuple(ref for ref in spec.ref if not (_is_end(spec) and ref == "layers")), one


def _is_end(spec: FieldSpec) -> bool:
    """Whether the field is an end of a link: a factor, or a layer behind a prefix."""
    return len(spec.ref) > 1 and "layers" in spec.ref


def users_of(map_: Map, collection: str, id_: str) -> list[tuple[str, str, str]]:
    """Which elements name this one: (collection, id, field); what would dangle if it went.

    A field of the map itself that names it stands first, with an empty collection.
    """
    users = []
    for spec in fields_of(Map):
        if collection in spec.ref and any(name == id_ for _, name in named_by(spec, getattr(map_, spec.name))):
            users.append(("", map_.id, spec.name))
    for spec in fields_of(Map):
        if spec.shape.kind != "collection" or spec.shape.of is None:
            continue
        referring = [field for field in fields_of(spec.shape.of) if collection in field.ref]
        if not referring:
            continue
        for element in getattr(map_, spec.name).values():
            for field in referring:
                if any(collection in places and name == id_ for places, name in named_by(field, getattr(element, field.name))):
                    users.append((spec.name, element.id, field.name))
    return users


def renamed(element: R, names: Names) -> R:
    """An element that names others by their new ids; what is gone is no longer named.

    Its own id stays, except that of a link which follows from its ends.

    >>> renamed(Link(id="a->b", from_="a", to="b"), {"factors": {"a": "trust"}})
    Link(id='trust->b', from_='trust', to='b', ...)
    """
    changed: dict[str, Any] = {}
    cls: type = type(element)
    for spec in fields_of(cls):
        value = getattr(element, spec.name)
        if not value:
            continue
        new = value
        if spec.ref:
            new = _renamed_refs(spec, value, names)
        elif spec.mentions:
            new = _renamed_anywhere(value, {old: to for table in names.values() for old, to in table.items() if to})
        elif spec.shape.kind == "record":
            new = renamed(value, names)
        elif spec.shape.kind == "records":
            new = tuple(renamed(one, names) for one in value)
        if new != value:
            changed[spec.name] = new
    if isinstance(element, Link) and changed and element.id == link_id(element.from_, element.to):
        changed["id"] = link_id(changed.get("from_", element.from_), changed.get("to", element.to))
    return dataclasses.replace(element, **changed) if changed else element  # type: ignore[type-var]


def _renamed_refs(spec: FieldSpec, value: Any, names: Names) -> Any:
    out: list[str | None] = []
    for places, id_ in named_by(spec, value):
        new = next((names[place][id_] for place in places if id_ in names.get(place, {})), id_)
        out.append(group_end(new) if new is not None and _is_end(spec) and places == ("layers",) else new)
    return tuple(dict.fromkeys(one for one in out if one is not None)) if isinstance(value, tuple) else out[0]


def _renamed_anywhere(value: Any, table: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return table.get(value, value)
    if isinstance(value, Mapping):
        out = {key: _renamed_anywhere(one, table) for key, one in value.items() if key not in table}
        for key, one in value.items():
            if key in table:
                out.setdefault(table[key], _renamed_anywhere(one, table))
        return out
    if isinstance(value, tuple | list):
        return type(value)(_renamed_anywhere(one, table) for one in value)
    return value
