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
_STEP = 14.0


@dataclass(slots=True)
class Joins:
    """Links within a column: those between neighbours that a short straight arrow joins, and the side of the others.

    `level` says how far out each link beside a column runs: those around others run outside them. `depth` is the
    number of levels by (column, side).
    """

    direct: dict[str, tuple[int, int]] = field(default_factory=dict)
    beside: dict[str, tuple[int, int, Side]] = field(default_factory=dict)
    joined: frozenset[tuple[int, int]] = frozenset()
    level: dict[str, int] = field(default_factory=dict)
    depth: dict[tuple[int, Side], int] = field(default_factory=dict)


@dataclass(slots=True)
class Attached:
    """`at` gives for (link, vertex) how far below the centre it is attached; `offsets` the same for (vertex, neighbour)."""

    at: dict[tuple[str, int], float] = field(default_factory=dict)
    offsets: dict[tuple[int, int], float] = field(default_factory=dict)


def side_links(net: Net) -> Joins:
    """Decide how each link within a column is drawn, by the present order."""
    place = {v: i for column in net.columns for i, v in enumerate(column)}
    joins = Joins()
    neighbours = {pair for column in net.columns for pair in pairwise(column)}
    joined = set()
    rest: dict[int, list[tuple[int, int, str, int, int]]] = {}
    for link, start, end in net.same:
        upper, lower = sorted((start, end), key=place.__getitem__)
        if (upper, lower) in neighbours and net.band[upper] >= 0 and net.band[upper] == net.band[lower]:
            joins.direct[link] = (start, end)
            joined.add((upper, lower))
        else:
            rest.setdefault(net.column[start], []).append((place[upper], place[lower], link, start, end))
    joins.joined = frozenset(joined)
    for at, entries in rest.items():
        _choose_sides(net, at, sorted(entries, key=lambda e: (e[1] - e[0], e)), joins)
    return joins


def _choose_sides(net: Net, at: int, entries: Sequence[tuple[int, int, str, int, int]], joins: Joins) -> None:
    """Short links first, each to the side where it crosses less of what is there already."""
    column = net.columns[at]
    last = len(net.columns) - 1
    taken: dict[Side, list[tuple[int, int, int]]] = {"left": [], "right": []}
    trunk = any(net.band[v] < 0 and net.right[v] for v in column)
    for low, high, link, start, end in entries:
        cost: dict[Side, float] = {}
        for side in ("right", "left"):
            links = net.right if side == "right" else net.left
            between = sum(len(links[v]) for v in column[low + 1:high] if net.band[v] >= 0)
            ends = len(links[column[low]]) + len(links[column[high]])
            woven = sum(1 for a, b, _ in taken[side] if a < low < b < high or low < a < high < b)
            cost[side] = between + 0.5 * ends + 1.5 * woven + 0.1 * len(taken[side])
        cost["right"] += 3.0 * trunk - (0.3 if at == last else 0.0)
        best: Side = "right" if cost["right"] <= cost["left"] else "left"
        level = 1 + max((n for a, b, n in taken[best] if a < high and low < b), default=-1)
        taken[best].append((low, high, level))
        joins.beside[link] = (start, end, best)
        joins.level[link] = level
        joins.depth[at, best] = max(joins.depth.get((at, best), 0), level + 1)


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
