"""Things in columns, laid out: order, places, gaps and the ways of the links, in the flow's own coordinates.

Along the flow runs `u`, across it `v`; the engine turns them into x and y. In the gaps between columns there are only
links, and in a column a link has a place of its own, so no link runs through a box it has nothing to do with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sysmap.views.layout import order, ports, route
from sysmap.views.layout.model import Point, RouteKind
from sysmap.views.layout.net import Net, net_of
from sysmap.views.layout.place import place, rooms_of, straighten
from sysmap.views.layout.plan import Plan

__all__ = ["LaidOut", "sheet_of"]


@dataclass(slots=True)
class LaidOut:
    """What came out: centres (u, v), spans of the columns along u, routes, the extent in both directions."""

    centre: dict[str, Point]
    sizes: dict[str, tuple[float, float]]
    columns: list[list[str]]
    spans: list[tuple[float, float]]
    rooms: dict[int, tuple[float, float]]
    routes: dict[str, tuple[RouteKind, tuple[Point, ...]]]
    low: Point
    high: Point
    crossings: int


def sheet_of(plan: Plan) -> LaidOut:
    """Lay a plan out."""
    column = {item: at for at, items in enumerate(plan.columns) for item in items}
    through, around, selves = _sorted_links(plan, column)
    bands = {**plan.bands, **dict.fromkeys(plan.headers, -1)}
    net = net_of(_first_order(plan), through, bands, plan.virtual)
    _put_in_order(net, plan)
    joins = ports.side_links(net)
    heights = _heights(net, plan, around, joins)
    header_room = max((heights[net.number[item]] for item in plan.headers), default=0.0)
    top = header_room + (plan.spacing.boxes if plan.headers else 0.0)
    wide = sum(max((plan.sizes[i][0] for i in items), default=0.0) for items in plan.columns)
    across = wide + 1.5 * plan.gap * (len(plan.columns) - 1)
    rooms = rooms_of(net, heights, plan.spacing, top, joins.joined, at_least=min(across / plan.aspect - top, 900.0),
                     leads=plan.leads)
    rounds = 40 if net.segments() < 2500 else 12 if net.segments() < 12000 else 4
    anchor = {net.number[item]: v for item, v in plan.known.items() if item in net.number}
    centre = place(net, heights, plan.spacing, rooms=rooms, joined=joins.joined, rounds=rounds, anchor=anchor)
    for item in plan.headers:
        centre[net.number[item]] = header_room / 2
    low = min((centre[v] - heights[v] / 2 for v in range(len(centre))), default=0.0)
    high = max((centre[v] + heights[v] / 2 for v in range(len(centre))), default=0.0)
    sides = route.arc_sides(net, around, centre, low, high, plan)
    attached = ports.attach(net, joins, around, sides, centre, heights)
    centre = place(net, heights, plan.spacing, rooms=rooms, joined=joins.joined, rounds=rounds, anchor=anchor,
                   offsets=attached.offsets, start=centre)
    straighten(net, heights, plan.spacing, centre, rooms=rooms, joined=joins.joined, offsets=attached.offsets)
    attached = ports.attach(net, joins, around, sides, centre, heights)
    spans = route.spans(net, plan, centre, around, joins)
    lines = route.routes(net, plan, centre, heights, spans, attached, joins, around, sides, selves)
    return _finished(net, plan, centre, heights, spans, rooms, lines)


def _sorted_links(
    plan: Plan, column: Mapping[str, int]
) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]], list[tuple[str, str]]]:
    """Links that go through the columns, links that go around them, links from an item to itself."""
    through, around, selves = [], [], []
    for link, start, end in plan.links:
        step = column[end] - column[start]
        if plan.groups and step < 0 and plan.groups[column[end]] == plan.groups[column[start]]:
            through.append((link, start, end))
            continue
        both = start in plan.headers and end in plan.headers
        if start == end:
            selves.append((link, start))
        elif (step < 0 and plan.arcs) or (both and step != 1):
            around.append((link, start, end))
        else:
            through.append((link, start, end))
    return through, around, selves


def _first_order(plan: Plan) -> list[list[str]]:
    """Headers first; then known items as they stood, and new ones by id."""
    found = []
    for items in plan.columns:
        rest = [item for item in items if item not in plan.headers]
        rest.sort(key=lambda item: (plan.bands.get(item, 0), plan.known.get(item, float("inf")), item))
        found.append([item for item in items if item in plan.headers] + rest)
    return found


def _put_in_order(net: Net, plan: Plan) -> None:
    known = {net.number[item] for item in plan.known if item in net.number}
    real = sum(1 for name in net.names if name and name not in plan.headers)
    if known and 3 * len(known) >= 2 * real:
        order.seed_from_known(net, {net.number[i]: v for i, v in plan.known.items() if i in net.number})
        order.improve(net, lambda vertex: vertex not in known)
    else:
        order.minimise_crossings(net)
        order.sort_twins(net, {net.number[item]: rank for item, rank in plan.rank.items() if item in net.number})


def _heights(net: Net, plan: Plan, around: Sequence[tuple[str, str, str]], joins: ports.Joins) -> list[float]:
    """Extent across the flow: what the label needs, or more where many links are attached."""
    counts = ports.count(net, joins, around)
    heights = []
    for vertex, name in enumerate(net.names):
        if not name:
            heights.append(0.0)
        else:
            heights.append(max(plan.sizes[name][1], min(9.0 * max(counts[vertex]) + 6.0, 170.0)))
    return heights


def _finished(
    net: Net, plan: Plan, centre: Sequence[float], heights: Sequence[float], spans: list[tuple[float, float]],
    rooms: dict[int, tuple[float, float]], lines: dict[str, tuple[RouteKind, tuple[Point, ...]]],
) -> LaidOut:
    places: dict[str, Point] = {}
    sizes: dict[str, tuple[float, float]] = {}
    for vertex, name in enumerate(net.names):
        if name:
            left, right = spans[net.column[vertex]]
            places[name] = ((left + right) / 2, centre[vertex])
            sizes[name] = (plan.sizes[name][0], heights[vertex])
    us = [u for name, (u, _) in places.items() for u in (u - sizes[name][0] / 2, u + sizes[name][0] / 2)]
    vs = [v for name, (_, v) in places.items() for v in (v - sizes[name][1] / 2, v + sizes[name][1] / 2)]
    for _, path in lines.values():
        us.extend(point[0] for point in path)
        vs.extend(point[1] for point in path)
    columns = [[net.names[v] for v in column if net.names[v] and net.band[v] >= 0] for column in net.columns]
    return LaidOut(places, sizes, columns, spans, rooms, lines, (min(us, default=0.0), min(vs, default=0.0)),
                 (max(us, default=0.0), max(vs, default=0.0)), order.count_crossings(net))
