"""Where on its box each link is attached: spread along the side, in the order in which the links fan out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from sysmap.views.layout.net import Net

__all__ = ["Attached", "Joins", "Side", "attach", "count", "side_links"]

Side = Literal["left", "right"]
_FAR = 1e7
_STEP = 13.0


@dataclass(slots=True)
class Joins:
    """Links within a column: those between neighbours that a short straight arrow joins, and the side of the others."""

    direct: dict[str, tuple[int, int]] = field(default_factory=dict)
    beside: dict[str, tuple[int, int, Side]] = field(default_factory=dict)
    joined: frozenset[tuple[int, int]] = frozenset()


@dataclass(slots=True)
class Attached:
    """`at` gives for (link, vertex) how far below the centre it is attached; `offsets` the same for (vertex, neighbour)."""

    at: dict[tuple[str, int], float] = field(default_factory=dict)
    offsets: dict[tuple[int, int], float] = field(default_factory=dict)


def side_links(net: Net) -> Joins:
    """Decide how each link within a column is drawn, by the present order."""
    place = {v: i for column in net.columns for i, v in enumerate(column)}
    joins = Joins()
    last = len(net.columns) - 1
    neighbours = {pair for column in net.columns for pair in pairwise(column)}
    joined = set()
    for link, start, end in net.same:
        upper, lower = sorted((start, end), key=place.__getitem__)
        at = net.column[start]
        if (upper, lower) in neighbours and net.band[upper] >= 0 and net.band[upper] == net.band[lower]:
            joins.direct[link] = (start, end)
            joined.add((upper, lower))
            continue
        between = net.columns[at][place[upper] + 1:place[lower]]
        right = sum(len(net.right[v]) for v in between) + len(net.right[upper]) + len(net.right[lower])
        left = sum(len(net.left[v]) for v in between) + len(net.left[upper]) + len(net.left[lower])
        side: Side = "right" if at == last or (at > 0 and right <= left) else "left"
        if at == 0 and right == 0 and last > 0:
            side = "right"
        joins.beside[link] = (start, end, side)
    joins.joined = frozenset(joined)
    return joins


def count(net: Net, joins: Joins, around: Sequence[tuple[str, str, str]]) -> list[tuple[int, int]]:
    """How many links are attached to the left and to the right of each vertex."""
    left = [len(others) for others in net.left]
    right = [len(others) if net.band[v] >= 0 else 1 for v, others in enumerate(net.right)]
    for start, end, side in joins.beside.values():
        for vertex in (start, end):
            if side == "left":
                left[vertex] += 1
            else:
                right[vertex] += 1
    for _, start_name, end_name in around:
        right[net.number[start_name]] += 1
        left[net.number[end_name]] += 1
    return list(zip(left, right, strict=True))


def attach(
    net: Net, joins: Joins, around: Sequence[tuple[str, str, str]], sides: Mapping[str, str], centre: Sequence[float],
    heights: Sequence[float],
) -> Attached:
    """Spread the links along the sides of their boxes.

    `sides` says for each link of `around` whether it runs above or below the columns.
    """
    wanted: dict[tuple[int, Side], list[tuple[float, str]]] = {}

    def want(vertex: int, side: Side, key: float, link: str) -> None:
        wanted.setdefault((vertex, side), []).append((key, link))

    for link, chain in net.chains.items():
        for here, there in pairwise(chain):
            if net.names[here]:
                want(here, "right", centre[there], link)
            if net.names[there]:
                want(there, "left", centre[here], link)
    for link, (start, end, side) in joins.beside.items():
        for here, there in ((start, end), (end, start)):
            way = centre[there] - centre[here]
            want(here, side, _FAR - way if way > 0 else -_FAR - way, link)
    for link, start_name, end_name in around:
        if sides[link] in ("above", "below"):
            key = -2 * _FAR if sides[link] == "above" else 2 * _FAR
            want(net.number[start_name], "right", key, link)
            want(net.number[end_name], "left", key, link)
    attached = Attached()
    for (vertex, side), entries in wanted.items():
        entries.sort()
        if net.band[vertex] < 0 and side == "right":
            for _, link in entries:
                attached.at[link, vertex] = 0.0
            continue
        step = min(_STEP, (heights[vertex] - 10.0) / len(entries))
        for number, (_, link) in enumerate(entries):
            attached.at[link, vertex] = (number - (len(entries) - 1) / 2) * step
    for link, chain in net.chains.items():
        for here, there in pairwise(chain):
            attached.offsets[here, there] = attached.at.get((link, here), 0.0)
            attached.offsets[there, here] = attached.at.get((link, there), 0.0)
    return attached
