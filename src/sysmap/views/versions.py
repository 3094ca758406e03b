"""Two versions of a map as one: what `sysmap.core.diff` finds, by element, and a map that holds both, to be drawn.

A factor or link that the later version keeps for the record only (`retired`) counts as removed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from sysmap.core.diff import Difference, diff
from sysmap.core.map import Map, group_end

__all__ = ["both_of", "changes_json"]


def changes_json(before: Map, after: Map) -> dict[str, Any]:
    """What changed, as the page draws and tells it.

    Returns
    -------
    dict : `elements` by collection and id (what happened, and the fields with what they said before and say now),
        `log` (the changes in sentences, each with its reason and the elements it was carried out on) and `findings`
        (what the later version says for the first time about how things stand; no change of the theory).

    >>> from sysmap.core.elements import Factor
    >>> a, b, c = (Factor(id=i, label=i.upper()) for i in "abc")
    >>> old = Map(id="m", title="M", factors={"a": a, "b": b})
    >>> new = Map(id="m", title="M", factors={"a": dataclasses.replace(a, label="Aa"), "c": c})
    >>> {id_: one["change"] for id_, one in changes_json(old, new)["elements"]["factors"].items()}
    {'a': 'changed', 'c': 'added', 'b': 'removed'}
    """
    found = diff(_in_use(before), _in_use(after))
    elements: dict[str, dict[str, dict[str, Any]]] = {}
    ids = dict.fromkeys([*after.factors, *after.links, *before.factors, *before.links])
    order = {id_: at for at, id_ in enumerate(ids)}
    parts = [part for change in found.changes for part in change.parts if part.collection]
    for part in sorted(parts, key=lambda part: order.get(part.element, len(order))):
        one = elements.setdefault(part.collection, {}).setdefault(part.element, {"change": "changed", "fields": []})
        if part.kind in ("add", "link"):
            one["change"] = "added"
        elif part.kind in ("remove", "unlink"):
            one["change"] = "removed"
        else:
            one["fields"].append(_field(part))
    return {
        "elements": elements,
        "log": [{"id": change.id, "kind": change.kind, "sentence": change.sentence, "reason": change.reason,
                 "elements": list(dict.fromkeys(part.element for part in change.parts))} for change in found.changes],
        "findings": [{"element": part.element, **_field(part)} for part in found.findings],
    }


def both_of(before: Map, after: Map) -> Map:
    """The later map with what was removed still in it, to draw both versions in one picture.

    A removed factor stands in its layer, also where that is gone; a removed link is left out only if an end of it is on
    neither map.
    """
    before, after = _in_use(before), _in_use(after)
    layers = {**after.layers, **{id_: layer for id_, layer in before.layers.items() if id_ not in after.layers}}
    factors = {**after.factors, **{id_: one for id_, one in before.factors.items() if id_ not in after.factors}}
    ends = {*factors, *(group_end(id_) for id_ in layers)}
    lost = {id_: link for id_, link in before.links.items()
            if id_ not in after.links and link.from_ in ends and link.to in ends}
    return dataclasses.replace(after, layers=layers, factors=factors, links={**after.links, **lost})


def _in_use(map_: Map) -> Map:
    """The map without what it only keeps for the record."""
    factors = {id_: one for id_, one in map_.factors.items() if one.status != "retired"}
    links = {id_: one for id_, one in map_.links.items() if one.status != "retired"}
    return dataclasses.replace(map_, factors=factors, links=links)


def _field(part: Difference) -> dict[str, Any]:
    return {"field": part.field or "ends", "before": _plain(part.before), "after": _plain(part.after)}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
