"""Two versions of a map as one: what was added, removed and changed, and a map that holds both, so that it can be drawn.

Elements are the same where their ids are. A factor or link that the later version keeps for the record only (`retired`)
counts as removed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sysmap.core.map import LAYER_PREFIX, Map
from sysmap.views.document import to_plain

__all__ = ["Difference", "ElementChange", "FieldChange", "both_of", "difference_of"]

_COLLECTIONS = ("layers", "actors", "factors", "links", "assumptions", "conditions", "rivals", "claims", "loops")
_UNSHOWN = frozenset({"id", "cite", "position", "x", "notes", "aliases"})
"""Where something is said, where it stands on the screen and what was remarked on it is not what it says."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with what it said before and says now; nothing where it said nothing."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ElementChange:
    """What became of one element."""

    id: str
    collection: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two versions, in the order of the later one."""

    before: Map
    after: Map
    changes: tuple[ElementChange, ...]

    def to_json(self) -> dict[str, Any]:
        """By collection and id: what happened, and the fields that changed."""
        told: dict[str, Any] = {}
        for one in self.changes:
            told.setdefault(one.collection, {})[one.id] = {
                "change": one.change, "fields": [dataclasses.asdict(field) for field in one.fields]}
        return told


def difference_of(before: Map, after: Map) -> Difference:
    """What differs between two versions of a map.

    >>> from sysmap.core.elements import Factor, Link
    >>> a, b, c = (Factor(id=i, label=i.upper()) for i in "abc")
    >>> old = Map(id="m", title="M", factors={"a": a, "b": b})
    >>> new = Map(id="m", title="M", factors={"a": dataclasses.replace(a, label="Aa"), "c": c})
    >>> [(one.id, one.change) for one in difference_of(old, new).changes]
    [('a', 'changed'), ('c', 'added'), ('b', 'removed')]
    """
    changes: list[ElementChange] = []
    for name in _COLLECTIONS:
        old: Mapping[str, Any] = _in_use(getattr(before, name))
        new: Mapping[str, Any] = _in_use(getattr(after, name))
        for id_, element in new.items():
            if id_ not in old:
                changes.append(ElementChange(id_, name, "added"))
            elif fields := _fields(to_plain(old[id_]), to_plain(element)):
                changes.append(ElementChange(id_, name, "changed", fields))
        changes.extend(ElementChange(id_, name, "removed") for id_ in old if id_ not in new)
    return Difference(before, after, tuple(changes))


def both_of(before: Map, after: Map) -> Map:
    """The later map with what was removed still in it, to draw both versions in one picture.

    A removed factor stands in its layer where that is still there; a removed link is left out only if an end of it is on
    neither map.
    """
    layers = {**after.layers, **{id_: layer for id_, layer in before.layers.items() if id_ not in after.layers}}
    gone = {id_: factor for id_, factor in _in_use(before.factors).items() if id_ not in _in_use(after.factors)}
    factors = {**_in_use(after.factors), **gone}
    ends = {*factors, *(LAYER_PREFIX + id_ for id_ in layers)}
    lost = {id_: link for id_, link in _in_use(before.links).items()
            if id_ not in _in_use(after.links) and link.from_ in ends and link.to in ends}
    return dataclasses.replace(after, layers=layers, factors=factors, links={**_in_use(after.links), **lost})


def _in_use(elements: Mapping[str, Any]) -> Mapping[str, Any]:
    return {id_: one for id_, one in elements.items() if getattr(one, "status", None) != "retired"}


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    keys = [key for key in {**new, **old} if key not in _UNSHOWN]
    return tuple(FieldChange(key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key))
