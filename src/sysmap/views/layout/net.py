"""The drawing's own graph: factors, headers and virtual points in columns, joined between neighbouring columns only.

A link over several columns becomes a chain with one virtual point in every column it passes (Sugiyama, Tagawa & Toda
1981, IEEE Trans. SMC 11:109-125), so that a place is kept free for it between the boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

__all__ = ["Net", "net_of"]


@dataclass(slots=True)
class Net:
    """Vertices are numbers. `names` gives a factor's or header's id, or "" for a virtual point.

    columns : vertices by column, in the present order from top to bottom.
    column, band : of each vertex; band -1 is the header's place at the top, virtual points have `FREE`.
    left, right : neighbours in the column before and after, one entry for each link; `lefts`, `rights` count them.
    chains : for each link its vertices from left to right.
    same : links within a column, as (link id, vertex, vertex); `inner` has their ends by column.
    number : the vertex of an id.
    """

    columns: list[list[int]]
    column: list[int] = field(default_factory=list)
    band: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    left: list[list[int]] = field(default_factory=list)
    right: list[list[int]] = field(default_factory=list)
    lefts: list[int] = field(default_factory=list)
    rights: list[int] = field(default_factory=list)
    chains: dict[str, list[int]] = field(default_factory=dict)
    same: list[tuple[str, int, int]] = field(default_factory=list)
    inner: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    number: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, column: int, band: int) -> int:
        vertex = len(self.names)
        self.names.append(name)
        self.column.append(column)
        self.band.append(band)
        self.left.append([])
        self.right.append([])
        self.lefts.append(0)
        self.rights.append(0)
        self.columns[column].append(vertex)
        if name:
            self.number[name] = vertex
        return vertex

    def join(self, start: int, end: int) -> None:
        self.right[start].append(end)
        self.left[end].append(start)
        self.rights[start] += 1
        self.lefts[end] += 1

    def segments(self) -> int:
        return sum(map(len, self.right))


def net_of(
    columns: Sequence[Sequence[str]], links: Iterable[tuple[str, str, str]], bands: Mapping[str, int], virtual: bool = True
) -> Net:
    """The drawing's graph of items in columns.

    Parameters
    ----------
    columns : ids of the items (factors and headers) by column, in their first order.
    links : (link id, item, item), in a stable order; direction does not matter here.
    bands : the band of an item; items of a lower band stand above those of a higher one.
    virtual : keep a place for long links in the columns they pass. Without, only links between neighbours count.
    """
    net = Net(columns=[[] for _ in columns])
    for at, items in enumerate(columns):
        for item in items:
            net.add(item, at, bands.get(item, 0))
    for link, start, end in links:
        first, last = net.number[start], net.number[end]
        if net.column[first] == net.column[last]:
            if first != last:
                net.same.append((link, first, last))
                net.inner.setdefault(net.column[first], []).append((first, last))
            continue
        if net.column[first] > net.column[last]:
            first, last = last, first
        if not virtual and net.column[last] - net.column[first] > 1:
            continue
        chain = [first]
        for at in range(net.column[first] + 1, net.column[last]):
            near_first = at - net.column[first] < net.column[last] - at
            band = max(net.band[first if near_first else last], 0)
            chain.append(net.add("", at, band))
        chain.append(last)
        for here, there in pairwise(chain):
            net.join(here, there)
        net.chains[link] = chain
    return net
