"""Which column each factor stands in."""

from __future__ import annotations

from dataclasses import dataclass, field

from sysmap.core.graph import Graph, trophic_levels
from sysmap.core.map import LAYER_PREFIX, Map

__all__ = ["Columns", "by_layer", "by_level"]

NO_LAYER = "layer:"
"""Id of the header over the factors that have no layer."""


@dataclass(slots=True)
class Columns:
    """Factor ids by column, and the header of each column where it has one: (header id, label)."""

    factors: list[list[str]]
    headers: list[tuple[str, str] | None] = field(default_factory=list)


def by_layer(map_: Map, ids: list[str]) -> Columns:
    """A column for each layer that holds factors or is the end of a group link; factors without a layer come last."""
    members: dict[str, list[str]] = {layer: [] for layer in map_.layers}
    loose = []
    for id_ in ids:
        layer = map_.factors[id_].layer
        if layer in members:
            members[layer].append(id_)
        else:
            loose.append(id_)
    linked = {end for link in map_.links.values() for end in (link.from_, link.to)}
    columns = Columns([])
    for layer, record in map_.layers.items():
        if members[layer] or LAYER_PREFIX + layer in linked:
            columns.factors.append(members[layer])
            columns.headers.append((LAYER_PREFIX + layer, record.label or layer))
    if loose:
        columns.factors.append(loose)
        columns.headers.append((NO_LAYER, "In no layer") if columns.headers else None)
    return columns


def by_level(graph: Graph, ids: list[str], most: int) -> Columns:
    """Columns by rounded trophic level, none with more than `most` factors where neighbours have room.

    A full column is split by the finer order of the levels, so that the flow still runs to the right.
    """
    levels, _ = trophic_levels(graph)
    lowest = min((levels[id_] for id_ in ids), default=0.0)
    rounded: dict[int, list[str]] = {}
    for id_ in sorted(ids, key=lambda i: (levels[i], i)):
        rounded.setdefault(round(levels[id_] - lowest), []).append(id_)
    columns = Columns([])
    for _, members in sorted(rounded.items()):
        pieces = -(-len(members) // most)
        size = -(-len(members) // pieces)
        for start in range(0, len(members), size):
            columns.factors.append(members[start:start + size])
            columns.headers.append(None)
    return columns
