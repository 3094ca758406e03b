"""What is to be laid out, before any place is found: the input of the layered layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sysmap.views.layout.place import Spacing

__all__ = ["Plan"]


@dataclass(slots=True)
class Plan:
    """What is to be laid out.

    columns : ids of the items by column, from top to bottom as first order; a header comes with band -1.
    sizes : along the flow and across it.
    links : (link id, item, item) in a stable order.
    bands : band of each item that is not in band 0.
    headers : the items that are headers of their column.
    groups : number of the layer of each column, where a layer takes several columns; arcs go around layers only.
    leads : space above a band for a header of its own.
    rank : the author's order, for items that nothing else tells apart.
    arcs : lead links against the flow around the columns instead of back through them.
    virtual : keep places for long links.
    known : earlier place across the flow, by item: its order is kept and its place nearly so.
    gap : how wide a gap between columns is at least.
    aspect : width by height to spread out to, where the boxes leave room.
    """

    columns: list[list[str]]
    sizes: Mapping[str, tuple[float, float]]
    links: list[tuple[str, str, str]]
    bands: Mapping[str, int] = field(default_factory=dict)
    headers: frozenset[str] = frozenset()
    groups: Sequence[int] = ()
    leads: Mapping[int, float] = field(default_factory=dict)
    rank: Mapping[str, int] = field(default_factory=dict)
    arcs: bool = True
    virtual: bool = True
    known: Mapping[str, float] = field(default_factory=dict)
    gap: float = 64.0
    aspect: float = 1.9
    spacing: Spacing = field(default_factory=Spacing)
