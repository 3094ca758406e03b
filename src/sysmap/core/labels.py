"""What elements are called: those of a map, and the mechanisms and conditions that files around it define."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sysmap.core.kinds import Document
from sysmap.core.map import Map, group_layer

__all__ = ["element_label", "labels_of"]


def labels_of(map_: Map, uses: Iterable[Document]) -> dict[str, str]:
    """What every element that evidence can bear on is called: those of the map, `mechanism:` and `condition:` ids."""
    labels = {id_: element_label(map_, id_) for id_ in map_.links}
    for collection in (map_.factors, map_.claims, map_.assumptions, map_.rivals):
        labels.update((id_, one.label or id_) for id_, one in collection.items())
    labels.update((f"condition:{id_}", one.label or id_) for id_, one in map_.conditions.items())
    for file in uses:
        for prefix, name in (("mechanism:", "mechanisms"), ("condition:", "conditions")):
            for id_, one in getattr(file, name, {}).items():
                labels[prefix + id_] = _mechanism_name(one, map_.setting) if prefix == "mechanism:" else one.label
    return labels


def element_label(map_: Map, id_: str) -> str:
    """What a factor, layer or link is called; a link by its ends."""
    if id_ in map_.factors:
        return map_.factors[id_].label or id_
    if id_ in map_.links:
        link = map_.links[id_]
        return f"{element_label(map_, link.from_)} → {element_label(map_, link.to)}"
    layer = map_.layers.get(group_layer(id_) or "")
    return f"all of {layer.label}" if layer else id_


def _mechanism_name(mechanism: Any, setting: str | None) -> str:
    role = mechanism.roles.get(setting) if setting else None
    return str((role.name if role and role.name else mechanism.label) or mechanism.id)
