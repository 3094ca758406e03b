"""The ways of the links between things in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol

from sysmap.views.layout.curves import between, line, loop, rounded
from sysmap.views.layout.model import Point, RouteKind
from sysmap.views.layout.net import Net
from sysmap.views.layout.plan import Plan
from sysmap.views.layout.ports import Attached, Joins

__all__ = ["arc_sides", "routes", "spans"]

class Edge(Protocol):
    """Where along the flow a vertex's box begins or ends."""

    def __call__(self, vertex: int, right: bool) -> float: ...


_TRACK = 15.0
_LANE = 7.0
_STUB = 27.0
"""The straight piece with which a link arrives: room for its head and sign."""


def arc_sides(
    net: Net, around: Sequence[tuple[str, str, str]], centre: Sequence[float], low: float, high: float,
    plan: Plan,
) -> dict[str, str]:
    """For each link around the columns: over the headers' tops, above or below, whichever is nearer.

    A way that begins or ends between two columns of one layer goes below, as their header spans the gap above.
    """
    headers = plan.headers
    sides = {}
    for link, start, end in around:
        if start in headers and end in headers:
            sides[link] = "top"
        else:
            a, b = net.number[start], net.number[end]
            above = _passed(net, a, end=False, up=True, centre=centre) + _passed(net, b, end=True, up=True, centre=centre)
            below = _passed(net, a, end=False, up=False, centre=centre) + _passed(net, b, end=True, up=False, centre=centre)
            middle = (centre[a] + centre[b]) / 2
            nearer_top = middle - low < high - middle
            sides[link] = "above" if above < below or (above == below and nearer_top) else "below"
        if (start in headers) != (end in headers):
            sides[link] = "above"
        out, back = net.column[net.number[start]], net.column[net.number[end]]
        if sides[link] == "above" and (_same_layer(plan, out, out + 1) or _same_layer(plan, back - 1, back)):
            sides[link] = "below"
    return sides


def _same_layer(plan: Plan, one: int, other: int) -> bool:
    return one >= 0 and other < len(plan.groups) and plan.groups[one] == plan.groups[other]


def _passed(net: Net, vertex: int, *, end: bool, up: bool, centre: Sequence[float]) -> int:
    """How many links a way up or down beside the column would cross."""
    links = net.left if end else net.right
    return sum(len(links[v]) for v in net.columns[net.column[vertex]]
               if v != vertex and (centre[v] < centre[vertex]) == up)


def spans(
    net: Net, plan: Plan, centre: Sequence[float], around: Sequence[tuple[str, str, str]], joins: Joins
) -> list[tuple[float, float]]:
    """From where to where each column reaches along the flow; a gap is wider the more happens in it."""
    found: list[tuple[float, float]] = []
    at = 0.0
    lanes = _lanes(net, around)
    for number, column in enumerate(net.columns):
        width = max((plan.sizes[net.names[v]][0] for v in column if net.names[v]), default=0.0)
        found.append((at, at + width))
        steep = [abs(centre[v] - centre[o]) for v in column for o in net.right[v]]
        beside = _reach(joins.depth.get((number, "right"), 0) - 1) + _reach(joins.depth.get((number + 1, "left"), 0) - 1)
        extra = min(70.0, 0.10 * max(steep, default=0.0) + 1.0 * len(steep))
        at += width + plan.gap + extra + _LANE * lanes[number + 1] + 0.6 * beside
    return found


def _lanes(net: Net, around: Sequence[tuple[str, str, str]]) -> list[int]:
    """How many links around the columns run up or down in each gap, the outer sides included."""
    lanes = [0] * (len(net.columns) + 1)
    for _, start, end in around:
        lanes[net.column[net.number[start]] + 1] += 1
        lanes[net.column[net.number[end]]] += 1
    return lanes


def routes(
    net: Net, plan: Plan, centre: Sequence[float], heights: Sequence[float], columns: Sequence[tuple[float, float]],
    attached: Attached, joins: Joins, around: Sequence[tuple[str, str, str]], sides: Mapping[str, str],
    selves: Sequence[tuple[str, str]],
) -> dict[str, tuple[RouteKind, tuple[Point, ...]]]:
    """Kind and path of every link."""
    found: dict[str, tuple[RouteKind, tuple[Point, ...]]] = {}

    def edge(vertex: int, right: bool) -> float:
        left_u, right_u = columns[net.column[vertex]]
        half = plan.sizes[net.names[vertex]][0] / 2
        return (left_u + right_u) / 2 + (half if right else -half)

    for link, start_name, end_name in plan.links:
        start, end = net.number[start_name], net.number[end_name]
        if link in net.chains:
            backwards = net.chains[link][0] != start
            path = _through(net, net.chains[link], centre, columns, attached, joins, link, edge, backwards=backwards)
            kind: RouteKind = "back" if backwards else "forward" if len(net.chains[link]) == 2 else "long"
            found[link] = kind, tuple(reversed(path)) if backwards else path
        elif link in joins.direct:
            found[link] = "same", _vertical(net, plan, joins, link, centre, heights, columns)
        elif link in joins.beside:
            found[link] = "same", _beside(net, joins, link, centre, columns, attached, edge)
        elif net.column[start] != net.column[end] and link not in sides:
            found[link] = _skipping(net, start, end, centre, edge)
    loops: Counter[str] = Counter()
    for link, name in selves:
        vertex = net.number[name]
        found[link] = "self", loop(edge(vertex, True), centre[vertex] - heights[vertex] / 2, loops[name])
        loops[name] += 1
    found.update(_arcs(net, centre, heights, columns, attached, around, sides, edge))
    return found


def _skipping(net: Net, start: int, end: int, centre: Sequence[float], edge: Edge) -> tuple[RouteKind, tuple[Point, ...]]:
    """A long link in a picture that keeps no places for long links: one sweep, behind the boxes."""
    forward = net.column[start] < net.column[end]
    return ("long" if forward else "back"), between((edge(start, forward), centre[start]), (edge(end, not forward), centre[end]))


def _through(
    net: Net, chain: Sequence[int], centre: Sequence[float], columns: Sequence[tuple[float, float]], attached: Attached,
    joins: Joins, link: str, edge: Edge, *, backwards: bool,
) -> tuple[Point, ...]:
    """Through the gaps and the places kept in the columns; from a header first down a trunk that its links share."""
    first = chain[0]
    here = (edge(first, True), centre[first] + attached.at[link, first])
    path: list[Point] = [here]
    for vertex in chain:
        left, right = columns[net.column[vertex]]
        if vertex == first:
            entry = (right + _STUB if backwards else right, here[1])
            if entry != here:
                path.extend(line(here, entry)[1:])
            here = entry
            continue
        level = centre[vertex] + attached.at.get((link, vertex), 0.0)
        if net.band[first] < 0 and here[0] == columns[net.column[first]][1] and abs(level - here[1]) > 2 * _LANE:
            trunk = here[0] + 2 * _LANE + _reach(joins.depth.get((net.column[first], "right"), 0) - 1)
            path.extend(rounded([here, (trunk, here[1]), (trunk, level), (left, level)], 12.0)[1:])
        else:
            bend = left - _STUB if net.names[vertex] and not backwards else left
            path.extend(between(here, (bend, level))[1:])
            if bend != left:
                path.extend(line((bend, level), (left, level))[1:])
        here = (right, level) if not net.names[vertex] else (edge(vertex, False), level)
        if here[0] != left:
            path.extend(line((left, level), here)[1:])
    return tuple(path)


def _vertical(
    net: Net, plan: Plan, joins: Joins, link: str, centre: Sequence[float], heights: Sequence[float],
    columns: Sequence[tuple[float, float]],
) -> tuple[Point, ...]:
    start, end = joins.direct[link]
    pairs = sorted(other for other, pair in joins.direct.items() if set(pair) == {start, end})
    left, right = columns[net.column[start]]
    u = (left + right) / 2 + (pairs.index(link) - (len(pairs) - 1) / 2) * 26.0
    way = 1 if centre[end] > centre[start] else -1
    return line((u, centre[start] + way * heights[start] / 2), (u, centre[end] - way * heights[end] / 2))


def _beside(
    net: Net, joins: Joins, link: str, centre: Sequence[float], columns: Sequence[tuple[float, float]], attached: Attached,
    edge: Edge,
) -> tuple[Point, ...]:
    """Out of the column on one side, round what stands between, and back in with a straight piece for the head."""
    start, end, side = joins.beside[link]
    right = side == "right"
    way = 1 if right else -1
    rim = columns[net.column[start]][1 if right else 0]
    here = (edge(start, right), centre[start] + attached.at[link, start])
    there = (edge(end, right), centre[end] + attached.at[link, end])
    out, back = (rim, here[1]), (rim + 0.8 * _STUB * way, there[1])
    reach = (_reach(joins.level[link]) - 0.4 * _STUB) * (4 / 3) * way
    bend = ((out[0] + reach + 0.8 * _STUB * way, out[1]), (back[0] + reach, back[1]), back)
    first = line(here, out) if out != here else (here,)
    return (*first, *bend, *line(back, there)[1:])


def _reach(level: int) -> float:
    """How far a link beside its column reaches out; nothing below level 0."""
    return 26.0 + min(9.0 * level, 45.0 + 2.0 * level) if level >= 0 else 0.0


def _arcs(
    net: Net, centre: Sequence[float], heights: Sequence[float], columns: Sequence[tuple[float, float]], attached: Attached,
    around: Sequence[tuple[str, str, str]], sides: Mapping[str, str], edge: Edge,
) -> dict[str, tuple[RouteKind, tuple[Point, ...]]]:
    """Links around the columns: short ones nearest to the boxes, each on a track of its own."""
    found: dict[str, tuple[RouteKind, tuple[Point, ...]]] = {}
    low = min((c - h / 2 for c, h in zip(centre, heights, strict=True)), default=0.0)
    high = max((c + h / 2 for c, h in zip(centre, heights, strict=True)), default=0.0)
    taken: dict[str, list[list[tuple[int, int]]]] = {"above": [], "below": []}
    used: dict[tuple[str, int], int] = {}
    caps = _caps(net, around, sides)
    lengths = sorted(around, key=lambda a: (abs(net.column[net.number[a[1]]] - net.column[net.number[a[2]]]), a[0]))
    for link, start_name, end_name in lengths:
        start, end = net.number[start_name], net.number[end_name]
        side = "below" if sides[link] == "below" else "above"
        reach = (min(net.column[start], net.column[end]), max(net.column[start], net.column[end]))
        track = _track(taken[side], reach)
        level = low - _TRACK * (track + 1.3) if side == "above" else high + _TRACK * (track + 1.3)
        if sides[link] == "top":
            a, b = (edge(start, False) + edge(start, True)) / 2, (edge(end, False) + edge(end, True)) / 2
            here = (a + caps[link, start], centre[start] - heights[start] / 2)
            there = (b + caps[link, end], centre[end] - heights[end] / 2)
            path = rounded([here, (here[0], level), (there[0], level), there], 12.0)
            found[link] = ("long" if net.column[start] < net.column[end] else "back"), path
            continue
        here = (edge(start, True), centre[start] + attached.at[link, start])
        there = (edge(end, False), centre[end] + attached.at[link, end])
        lane_out = used.setdefault(("right", net.column[start]), 0)
        lane_in = used.setdefault(("left", net.column[end]), 0)
        used["right", net.column[start]] += 1
        used["left", net.column[end]] += 1
        out = columns[net.column[start]][1] + 14.0 + _LANE * lane_out
        back = columns[net.column[end]][0] - 26.0 - _LANE * lane_in
        found[link] = "back", rounded([here, (out, here[1]), (out, level), (back, level), (back, there[1]), there], 12.0)
    return found


def _caps(
    net: Net, around: Sequence[tuple[str, str, str]], sides: Mapping[str, str]
) -> dict[tuple[str, int], float]:
    """Where on the top of its header each arc between headers is attached."""
    wanted: dict[int, list[tuple[int, str]]] = {}
    for link, start_name, end_name in around:
        if sides[link] == "top":
            start, end = net.number[start_name], net.number[end_name]
            for here, there in ((start, end), (end, start)):
                away = net.column[there] - net.column[here]
                wanted.setdefault(here, []).append((1000 - away if away > 0 else -1000 - away, link))
    caps = {}
    for vertex, entries in wanted.items():
        entries.sort()
        for number, (_, link) in enumerate(entries):
            caps[link, vertex] = (number - (len(entries) - 1) / 2) * 18.0
    return caps


def _track(taken: list[list[tuple[int, int]]], reach: tuple[int, int]) -> int:
    """The nearest track on which nothing else runs over the same columns."""
    for number, entries in enumerate(taken):
        if all(reach[1] < low or high < reach[0] for low, high in entries):
            entries.append(reach)
            return number
    taken.append([reach])
    return len(taken) - 1
