"""The last steps: hand-set positions, routes in the open, headers' panels, margins, rounding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import floor

from sysmap.core.map import Map
from sysmap.views.layout.curves import Point, loop, sampled, sign_place
from sysmap.views.layout.draft import LayoutDraft
from sysmap.views.layout.free import Obstacles, free_route, make_room, redirected
from sysmap.views.layout.hand import reconciled
from sysmap.views.layout.model import Area, Box, Direction, Engine, Header, Layout, Route, RouteKind

__all__ = ["finished"]

MARGIN = 24.0
_SIGN = 19.0
_TIGHT = 12.5
_RING = 6.5
_FARTHER = (0.0, 13.0, 26.0, 39.0, 52.0, 78.0, 104.0, 156.0)


def finished(
    map_: Map, draft: LayoutDraft, links: Sequence[tuple[str, str, str]], hand: Mapping[str, Point], engine: Engine,
    direction: Direction,
) -> Layout:
    """Turn a draft into a layout; `hand` has the centres of the factors that people put somewhere themselves.

    Frames come last, after everything that moves: they stand around what they frame.
    """
    parked: Sequence[str] = ()
    if hand:
        parked = [id_ for id_ in draft.unpark() if id_ not in hand]
        hand = reconciled(hand, {id_: _size(draft, id_) for id_ in hand})
        moved = _by_hand(draft, hand, parked)
    else:
        moved = _with_margin(draft)
    _open_routes(draft, [link for link in links if link[1] not in parked], moved, crowded=len(draft.boxes) > 700)
    if parked:
        draft.park(parked, min(x - draft.sizes[id_][0] / 2 for id_, (x, _) in draft.centre.items()))
        _open_routes(draft, [link for link in links if link[1] in parked], set(parked), crowded=True)
    where = {id_: at for at, column in enumerate(draft.columns) for id_ in column}
    boxes = {}
    for id_ in map_.factors:
        if id_ in draft.boxes:
            sized, (x, y), (width, height) = draft.boxes[id_], draft.centre[id_], draft.sizes[id_]
            if id_ not in hand:
                x, y = round(x, 2), round(y, 2)
            boxes[id_] = Box(id_, x, y, width, height, sized.lines, sized.caption, where[id_], sized.cut, id_ in hand)
    headers = _headers(map_, draft, boxes, direction)
    if hand:
        headers = tuple(_around_members(header, _members(map_, draft, header.id), boxes) for header in headers)
    routes = _routes(map_, draft)
    drawn = {link for link, _, _ in links}
    left_out = tuple(link.id for link in map_.links.values() if link.id not in drawn and link.status != "retired")
    bounds = _bounds(boxes.values(), headers, routes.values(), anchored=not hand)
    columned = engine not in ("force", "drawn")
    columns = tuple(tuple(column) for column in draft.columns) if columned else ()
    return Layout(map_.id, engine, direction, boxes, routes, headers, bounds, columns,
                  draft.crossings if columned else None, left_out)


def _with_margin(draft: LayoutDraft) -> set[str]:
    """Move everything so that it begins at the margin; no factor counts as moved out of its place."""
    areas = [_area(draft, id_) for id_ in draft.centre] + [Area(*strip.panel) for strip in draft.strips if strip.panel]
    edges = [(area.left, area.top) for area in areas] + [(area.right, area.bottom) for area in areas]
    edges += _beyond(edges, [path for _, path in draft.routes.values()])
    if edges:
        _shift(draft, MARGIN - min(x for x, _ in edges), MARGIN - min(y for _, y in edges))
    return set()


def _by_hand(draft: LayoutDraft, hand: Mapping[str, Point], parked: Sequence[str]) -> set[str]:
    """Hand-set factors to their places, the picture as a whole nearest to them, the others out of their way."""
    drawn = [id_ for id_ in hand if id_ in draft.centre]
    if drawn:
        dx = sorted(hand[i][0] - draft.centre[i][0] for i in drawn)[len(drawn) // 2]
        dy = sorted(hand[i][1] - draft.centre[i][1] for i in drawn)[len(drawn) // 2]
        _shift(draft, dx, dy)
    before = dict(draft.centre)
    wanted = {id_: hand[id_] if id_ in hand else draft.centre[id_] for id_ in draft.boxes if id_ not in parked}
    draft.sizes.update({id_: _size(draft, id_) for id_ in hand})
    heads = {id_: draft.centre[id_] for id_ in draft.centre if id_ not in draft.boxes}
    settled = make_room({**wanted, **heads}, draft.sizes, sorted(hand))
    draft.centre.update(settled)
    return {id_ for id_, place in draft.centre.items()
            if id_ not in before or abs(place[0] - before[id_][0]) > 0.01 or abs(place[1] - before[id_][1]) > 0.01}


def _size(draft: LayoutDraft, id_: str) -> tuple[float, float]:
    return draft.sizes.get(id_) or (draft.boxes[id_].width, draft.boxes[id_].height)


def _shift(draft: LayoutDraft, dx: float, dy: float) -> None:
    draft.centre = {id_: (x + dx, y + dy) for id_, (x, y) in draft.centre.items()}
    draft.routes = {link: (kind, tuple((x + dx, y + dy) for x, y in path)) for link, (kind, path) in draft.routes.items()}
    for strip in draft.strips:
        strip.at = (strip.at[0] + dx, strip.at[1] + dy)
        if strip.panel:
            left, top, right, bottom = strip.panel
            strip.panel = (left + dx, top + dy, right + dx, bottom + dy)


def _open_routes(draft: LayoutDraft, links: Sequence[tuple[str, str, str]], moved: set[str], *, crowded: bool) -> None:
    """Give a free route to each link without one, and to those whose ends or surroundings have moved."""
    areas = {id_: _area(draft, id_) for id_ in draft.centre}
    obstacles = Obstacles(areas)
    strangers = Obstacles({id_: areas[id_] for id_ in moved})
    pairs: Counter[frozenset[str]] = Counter()
    for link, start, end in links:
        if start == end:
            kind: RouteKind = "self"
            if link not in draft.routes or start in moved:
                draft.routes[link] = kind, loop(areas[start].right, areas[start].top, pairs[frozenset((start,))])
            pairs[frozenset((start,))] += 1
            continue
        if link in draft.routes and start not in moved and end not in moved and (
                not moved or not strangers.hit_by(draft.routes[link][1], (start, end))):
            continue
        if link in draft.routes and (start in moved) != (end in moved):
            old_kind, old = draft.routes[link]
            turned = start in moved
            new = redirected(old[::-1] if turned else old, areas[start if turned else end], obstacles, (start, end))
            if new:
                draft.routes[link] = old_kind, new[::-1] if turned else new
                continue
        number = pairs[frozenset((start, end))]
        pairs[frozenset((start, end))] += 1
        shift = 0.16 * number if start < end or not number else -0.16 * number
        path = free_route(areas[start], areas[end], Obstacles({}) if crowded else obstacles, (start, end), shift)
        if link in draft.routes and start not in moved and end not in moved:
            old = draft.routes[link][1]
            if len(obstacles.hit_by(old, (start, end))) <= len(obstacles.hit_by(path, (start, end))):
                continue
        draft.routes[link] = "free", path


def _area(draft: LayoutDraft, id_: str) -> Area:
    (x, y), (width, height) = draft.centre[id_], draft.sizes[id_]
    return Area(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _headers(map_: Map, draft: LayoutDraft, boxes: Mapping[str, Box], direction: Direction) -> tuple[Header, ...]:
    headers = []
    end = _panel_end(draft, boxes, direction)
    for strip in draft.strips:
        (x, y), (width, height) = strip.at, strip.size
        if strip.panel is not None:
            panel = Area(*(round(edge, 2) for edge in strip.panel))
        else:
            (x, y), (width, height) = draft.centre[strip.id], draft.sizes[strip.id]
            left, top, right, bottom = x - width / 2, y - height / 2, x + width / 2, y + height / 2
            if direction == "right":
                panel = Area(round(left - 10, 2), round(top, 2), round(right + 10, 2), end)
            else:
                row = [box.area for id_, box in boxes.items() if f"layer:{map_.factors[id_].layer or ''}" == strip.id]
                top = min([top, *(area.top for area in row)]) - 10
                bottom = max([bottom, *(area.bottom for area in row)]) + 10
                panel = Area(round(left, 2), round(top, 2), end, round(bottom, 2))
        headers.append(Header(strip.id, strip.kind, round(x, 2), round(y, 2), round(width, 2), round(height, 2),
                              strip.lines, panel))
    return tuple(headers)


def _members(map_: Map, draft: LayoutDraft, header: str) -> set[str]:
    """The factors that a header's panel frames."""
    named = {id_ for strip in draft.strips if strip.id == header for id_ in strip.members}
    return named or {id_ for id_ in draft.boxes if f"layer:{map_.factors[id_].layer or ''}" == header}


def _around_members(header: Header, members: set[str], boxes: Mapping[str, Box]) -> Header:
    """A header with its panel around its members, wherever hands have put them.

    The panel grows to them; where others stand in between it draws in to its members; where those are mixed with others it frames
    nothing but the header's own words: a frame around the wrong things misleads.
    What counts as clear is the panel as it is drawn, after rounding: boxes put next to each other by hand stand just as far apart
    as a panel reaches, and it draws in a little more where it would touch one.
    """
    own = [box.area for id_, box in boxes.items() if id_ in members]
    others = [box.area for id_, box in boxes.items() if id_ not in members]
    p = header.panel
    tried = [p]
    if own:
        near, nearer = (Area(min(a.left for a in own) - gap, min(a.top for a in own) - gap, max(a.right for a in own) + gap,
                             max(a.bottom for a in own) + gap) for gap in (10, 8))
        held = all(p.left <= a.left and p.top <= a.top and a.right <= p.right and a.bottom <= p.bottom for a in own)
        grown = Area(min(p.left, near.left), min(p.top, near.top), max(p.right, near.right), max(p.bottom, near.bottom))
        tried = [p if held else grown, near, nearer]
    rounded = [Area(*(round(edge, 2) for edge in (a.left, a.top, a.right, a.bottom))) for a in (*tried, header.area)]
    clear = [panel for panel in rounded[:-1] if not any(area.overlaps(panel) for area in others)]
    return replace(header, panel=clear[0] if clear else rounded[-1])


def _panel_end(draft: LayoutDraft, boxes: Mapping[str, Box], direction: Direction) -> float:
    """Where the panels of the layers end: before a band within the picture, else after the last box."""
    across = direction == "right"
    inside = [strip.panel for strip in draft.strips if strip.inside and strip.panel]
    if inside:
        return round(min(panel[1] if across else panel[0] for panel in inside) - 8, 2)
    ends = [box.area.bottom if across else box.area.right for box in boxes.values()]
    ends += [draft.centre[s.id][across] + draft.sizes[s.id][across] / 2 for s in draft.strips if s.kind == "layer"]
    return round(max(ends, default=0.0) + 10, 2)


def _routes(map_: Map, draft: LayoutDraft) -> dict[str, Route]:
    """Routes with the places of their signs, which step back in turn where arrow heads stand close together, and out of the way
    of boxes that a link has to run under."""
    obstacles = Obstacles({id_: _area(draft, id_) for id_ in draft.boxes})
    before = {}
    heads: dict[str, list[tuple[float, float, str]]] = {}
    for link in map_.links.values():
        if link.id in draft.routes:
            x, y = (round(value, 2) for value in draft.routes[link.id][1][-1])
            heads.setdefault(link.to, []).append((floor(x + 0.5), y, link.id))
    for entries in heads.values():
        entries.sort()
        step = 0
        for number, (x, y, link_id) in enumerate(entries):
            close = number > 0 and entries[number - 1][0] == x and abs(y - entries[number - 1][1]) < _TIGHT
            step = 1 - step if close else 0
            before[link_id] = _SIGN + 13.0 * step
    routes = {}
    for link in map_.links.values():
        if link.id in draft.routes:
            kind, path = draft.routes[link.id]
            path = tuple((round(x, 2), round(y, 2)) for x, y in path)
            sx, sy = _clear_sign(path, before[link.id], obstacles, (link.from_, link.to))
            routes[link.id] = Route(link.id, link.from_, link.to, kind, path, (round(sx, 2), round(sy, 2)))
    return routes


def _clear_sign(path: Sequence[Point], before: float, obstacles: Obstacles, but: Sequence[str]) -> Point:
    """The place of a sign: so far before the end of its path, or farther where that lies over a foreign box."""
    for more in _FARTHER:
        x, y = sign_place(path, before + more)
        if not set(obstacles.over(Area(x - _RING, y - _RING, x + _RING, y + _RING))) - set(but):
            return x, y
    return sign_place(path, before)


def _bounds(
    boxes: Iterable[Box], headers: Iterable[Header], routes: Iterable[Route], *, anchored: bool
) -> Area:
    areas = [box.area for box in boxes]
    areas += [area for header in headers for area in (header.area, header.panel)]
    edges = [(a.left, a.top) for a in areas] + [(a.right, a.bottom) for a in areas]
    edges += _beyond(edges, [route.path for route in routes])
    left = min((x for x, _ in edges), default=MARGIN)
    top = min((y for _, y in edges), default=MARGIN)
    right = max((x for x, _ in edges), default=MARGIN)
    bottom = max((y for _, y in edges), default=MARGIN)
    low = (0.0, 0.0) if anchored else (round(left - MARGIN, 2), round(top - MARGIN, 2))
    return Area(min(low[0], round(left - MARGIN, 2)), min(low[1], round(top - MARGIN, 2)),
                round(right + MARGIN, 2), round(bottom + MARGIN, 2))


def _beyond(points: Sequence[Point], paths: Sequence[Sequence[Point]]) -> list[Point]:
    """Places along those paths that may reach out of what the points span; a curve never leaves its own four points."""
    if not points:
        return [point for path in paths for point in sampled(path, 8)]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    found: list[Point] = []
    for path in paths:
        if any(not (left <= x <= right and top <= y <= bottom) for x, y in path):
            found += sampled(path, 8)
    return found
