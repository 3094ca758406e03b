"""From a map to its layout: which engine, which columns, and the parts put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, sqrt
from typing import Literal

from sysmap.core.graph import Graph, graph_of
from sysmap.core.map import Map
from sysmap.views.layout.background import with_background
from sysmap.views.layout.boxes import Sized, header_height, header_lines, sized, sized_for_page
from sysmap.views.layout.columns import (
    LayoutColumns,
    actor_bands,
    by_layer,
    by_level,
    by_previous,
    drawn_nearer,
    role_bands,
    widen_as_before,
    widen_tall,
)
from sysmap.views.layout.draft import LayoutDraft, Strip
from sysmap.views.layout.finish import finished
from sysmap.views.layout.force import force_places
from sysmap.views.layout.free import make_room, pushed_apart
from sysmap.views.layout.model import Direction, Engine, Layout
from sysmap.views.layout.pack import pack
from sysmap.views.layout.plan import Plan
from sysmap.views.layout.sheet import LaidOut, sheet_of

__all__ = ["layout_of"]

_BAND_WIDTH = 120.0
_INSIDE_LEAD = 40.0
_BIG = 1000
"""From so many factors on no places are kept for long links: they would fill the picture and the time."""
_SMALL = 100
"""Up to so many factors two ways to part a map into columns are drawn, and the one with fewer crossings is kept."""
_FAR_AWAY = 100_000.0
"""Hand-set places farther out than this cannot be shown together with the rest, and are left unused."""
Links = list[tuple[str, str, str]]


def layout_of(
    map_: Map, *, engine: Literal["auto"] | Engine = "auto", direction: Direction = "right", previous: Layout | None = None,
    bands: bool = False, captions: bool = True, positions: Mapping[str, tuple[float, float]] | None = None,
) -> Layout:
    """Lay a map out.

    Parameters
    ----------
    map_ : the map.
    engine : layers takes a column for each layer, process the same with rows for enablers, steps and barriers,
        trophic columns by trophic level, force no columns at all, drawn the places that people gave to every factor. auto takes
        layers where the map has them (process for a process), else drawn where everything has a place, else trophic.
    direction : which way the columns follow each other.
    previous : an earlier layout of the same map; what it shows keeps its order and, nearly, its place.
    bands : a row for each set of actors (`whose`); hand-set places, which know no rows, are then left unused.
    captions : a small line above labels with the actors, the role in a process, or the theme.
    positions : centres of factors put by hand, beside those that the factors carry (`position`) and before them.

    Returns
    -------
    Layout : the same for the same map, whatever the order in its file. Hand-set centres are kept to the last digit where their
        boxes clear each other; where boxes would hide each other, all are spread by one factor, as small as will do; empty
        stretches of more than a screen or two are cut, and a centre more than 100,000 pixels away is left unused.
        Retired factors are left out.
    """
    ids = [f.id for f in map_.factors.values() if f.status != "retired"]
    hand = {} if bands else _by_hand(map_, ids, positions or {})
    chosen = _engine(map_, engine, drawn=bool(ids) and len(hand) == len(ids))
    ends = set(ids) | ({f"layer:{layer}" for layer in map_.layers} if chosen in ("layers", "process") else set())
    links = [(link.id, link.from_, link.to) for link in sorted(map_.links.values(), key=lambda link: link.id)
             if link.status != "retired" and link.from_ in ends and link.to in ends]
    if chosen in ("layers", "process"):
        draft = _in_layers(map_, ids, links, chosen, direction, previous, bands, captions)
    elif chosen == "drawn":
        draft = LayoutDraft(sized(map_, ids, 190.0, captions=captions, snug=True), columns=[ids])
    else:
        draft = _in_parts(map_, ids, links, chosen, direction, previous, captions)
    return with_background(map_, finished(map_, draft, links, hand, chosen, direction), hand)


def _by_hand(map_: Map, ids: Sequence[str], positions: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The centres of the factors that people put somewhere, but for those that no picture could hold."""
    hand = {id_: (f.position.x, f.position.y) for id_ in ids if (f := map_.factors[id_]).position}
    hand.update({id_: place for id_, place in positions.items() if id_ in map_.factors and map_.factors[id_].status != "retired"})
    return {id_: (x, y) for id_, (x, y) in hand.items() if abs(x) < _FAR_AWAY and abs(y) < _FAR_AWAY}


def _engine(map_: Map, engine: Literal["auto"] | Engine, *, drawn: bool) -> Engine:
    if engine == "drawn" and not drawn:
        return "trophic"
    if engine == "auto":
        layered = sum(1 for f in map_.factors.values() if f.layer in map_.layers)
        if not map_.layers or 2 * layered < len(map_.factors):
            return "drawn" if drawn else "trophic"
        return "process" if map_.kind == "process" else "layers"
    return engine


def _in_layers(
    map_: Map, ids: list[str], links: Links, engine: Engine, direction: Direction, previous: Layout | None, bands: bool,
    captions: bool,
) -> LayoutDraft:
    columns = by_layer(map_, ids, links, below=not bands and engine != "process")
    if bands:
        actor_bands(map_, columns)
    elif engine == "process":
        role_bands(map_, columns)
    boxes = _boxes(map_, columns.factors, direction, captions and not bands)
    if direction == "right":
        narrow = sized(map_, ids, 166.0, captions=captions and not bands)
        if _follows(previous, direction, ids):
            assert previous is not None
            widen_as_before(columns, {id_: box.column for id_, box in previous.boxes.items()})
        else:
            widen_tall(columns, {id_: box.height for id_, box in narrow.items()}, 166.0, links)
        boxes = narrow if columns.groups else boxes
    sheet, headers = _sheet(map_, columns, boxes, links, direction, previous, arcs=True)
    draft = LayoutDraft(boxes)
    draft.add(sheet, 0.0, 0.0, direction)
    draft.strips.extend(Strip(id_, "layer", lines) for id_, lines in headers.items())
    draft.span_headers([header[0] if header else None for header in columns.headers], columns.groups, direction)
    _label_bands(draft, columns, sheet, direction)
    return draft


def _in_parts(
    map_: Map, ids: list[str], links: Links, engine: Engine, direction: Direction, previous: Layout | None, captions: bool,
) -> LayoutDraft:
    """Each connected part by itself, the parts packed on the page, factors without links in rows below."""
    parts = _parts(ids, links)
    alone = sorted(part[0] for part in parts if len(part) == 1)
    parts = [part for part in parts if len(part) > 1]
    rows = max(4, ceil(sqrt(2.6 * max((len(part) for part in parts), default=1))))
    graph = graph_of(map_, group_links=False)
    width = 166.0 if len(ids) <= 400 else 150.0
    draft = LayoutDraft({})
    sheets = []
    for part in parts:
        own = [link for link in links if link[1] in set(part)] if len(part) < 60 else _own(links, set(part))
        if engine == "force":
            boxes = sized(map_, part, 170.0, captions=captions, snug=True)
            sheets.append(_force_sheet(part, own, boxes, previous))
        else:
            boxes = sized(map_, part, width, captions=captions)
            drawn = [_sheet(map_, columns, boxes, own, direction, previous, arcs=False)[0]
                     for columns in _columns(graph, part, own, rows, direction, previous)]
            sheets.append(min(drawn, key=lambda sheet: sheet.crossings))
        draft.boxes.update(boxes)
    where = _corners(sheets, direction, previous)
    for sheet, (left, top) in zip(sheets, where, strict=True):
        draft.add(sheet, left, top, direction)
    if alone:
        draft.boxes.update(sized(map_, alone, 166.0, captions=captions))
        draft.columns.append(alone)
        draft.park(alone)
    return draft


def _corners(sheets: Sequence[LaidOut], direction: Direction, previous: Layout | None) -> list[tuple[float, float]]:
    """Where the parts go: packed on a page, or where they stood in an earlier layout, with new parts below."""
    sizes = [_extent(sheet, direction) for sheet in sheets]
    packed = pack(sizes)
    if previous is None:
        return packed
    turned = direction == "down"
    centres: dict[str, tuple[float, float]] = {}
    for number, (sheet, (width, height)) in enumerate(zip(sheets, sizes, strict=True)):
        offsets = []
        for id_, (u, v) in sheet.centre.items():
            if id_ in previous.boxes:
                x, y = (v - sheet.low[1], u - sheet.low[0]) if turned and sheet.spans else (u - sheet.low[0], v - sheet.low[1])
                offsets.append((previous.boxes[id_].x - x, previous.boxes[id_].y - y))
        if offsets:
            xs, ys = sorted(x for x, _ in offsets), sorted(y for _, y in offsets)
            centres[str(number)] = (xs[len(xs) // 2] + width / 2, ys[len(ys) // 2] + height / 2)
    if 3 * len(centres) < 2 * len(sheets):
        return packed
    bottom = max((y + sizes[int(key)][1] / 2 for key, (_, y) in centres.items()), default=0.0)
    for number, (width, height) in enumerate(sizes):
        if str(number) not in centres:
            centres[str(number)] = (width / 2, bottom + 44.0 + height / 2)
            bottom += 44.0 + height
    settled = make_room(centres, {str(number): size for number, size in enumerate(sizes)}, [], gap=30.0)
    return [(settled[str(n)][0] - width / 2, settled[str(n)][1] - height / 2) for n, (width, height) in enumerate(sizes)]


def _columns(
    graph: Graph, part: list[str], links: Links, rows: int, direction: Direction, previous: Layout | None
) -> list[LayoutColumns]:
    """The columns to try: of a part that is not drawn yet, by level, and with links as short as may be; of a large one the latter."""
    if _follows(previous, direction, part):
        assert previous is not None
        return [by_previous(part, links, previous)]
    if len(part) >= _BIG:
        return [by_level(graph, part, rows)]
    nearer = drawn_nearer(graph, part, links, rows)
    return [nearer] if len(part) > _SMALL else [by_level(graph, part, rows), nearer]


def _follows(previous: Layout | None, direction: Direction, ids: Sequence[str]) -> bool:
    """Whether an earlier layout shows enough of the factors to go on from it."""
    if previous is None or previous.direction != direction or previous.engine in ("force", "drawn"):
        return False
    return 3 * sum(1 for id_ in ids if id_ in previous.boxes) >= 2 * len(ids)


def _boxes(map_: Map, columns: Sequence[Sequence[str]], direction: Direction, captions: bool) -> dict[str, Sized]:
    if direction == "right":
        return sized_for_page(map_, columns, captions=captions)
    return sized(map_, [id_ for column in columns for id_ in column], 160.0, captions=captions)


def _sheet(
    map_: Map, columns: LayoutColumns, boxes: Mapping[str, Sized], links: Links, direction: Direction, previous: Layout | None,
    *, arcs: bool,
) -> tuple[LaidOut, dict[str, tuple[str, ...]]]:
    """Lay out columns with their headers; also the wrapped label of each header."""
    sizes = {id_: (box.width, box.height) for id_, box in boxes.items()}
    widths = [max((boxes[id_].width for id_ in column), default=150.0) for column in columns.factors]
    headers = {}
    for header, width in zip(columns.headers, widths, strict=True):
        if header:
            headers[header[0]] = header_lines(header[1], width if direction == "right" else 140.0)
    tall = header_height(headers)
    for header, width in zip(columns.headers, widths, strict=True):
        if header:
            sizes[header[0]] = (width, tall) if direction == "right" else (140.0, tall)
    if direction == "down":
        sizes = {id_: (height, width) for id_, (width, height) in sizes.items()}
    known: dict[str, float] = {}
    if previous is not None and previous.direction == direction:
        known = {id_: box.y if direction == "right" else box.x for id_, box in previous.boxes.items() if id_ in sizes}
    items = [([header[0]] if header else []) + column
             for header, column in zip(columns.headers, columns.factors, strict=True)]
    plan = Plan(
        items, sizes, links, bands=columns.bands, headers=frozenset(headers), leads=_leads(columns),
        groups=columns.groups, arcs=arcs, virtual=len(boxes) < _BIG, known=known,
        rank={id_: number for number, id_ in enumerate(map_.factors)},
        gap=64.0 if len(boxes) < 200 else 90.0, aspect=1.9 if direction == "right" else 0.5,
    )
    return sheet_of(plan), headers


def _leads(columns: LayoutColumns) -> dict[int, float]:
    return dict.fromkeys(columns.inside, _INSIDE_LEAD)


def _label_bands(draft: LayoutDraft, columns: LayoutColumns, sheet: LaidOut, direction: Direction) -> None:
    """Headers of bands: to the left of the picture, or within it above the boxes of the band."""
    if not sheet.spans:
        return
    left = min((sheet.spans[0][0], *(u for _, path in sheet.routes.values() for u, _ in path)), default=0.0)
    for band, label in columns.band_labels.items():
        low, high = sheet.rooms[band]
        across = direction == "right"
        members = [id_ for id_, b in columns.bands.items() if b == band]
        if band in columns.inside:
            spans = sorted(sheet.spans[at] for at, column in enumerate(sheet.columns) for id_ in column if id_ in members)
            width = spans[0][1] - spans[0][0] if across else high - low
            lines = header_lines(label, width)
            first, last = spans[0][0] - 10, spans[-1][1] + 10
            if across:
                at, size = ((spans[0][0] + spans[0][1]) / 2, low - _INSIDE_LEAD / 2 - 2), (width, 26.0)
                low -= _INSIDE_LEAD
            else:
                at, size = (first - 16, (low + high) / 2), (26.0, width)
                first, low = first - 36, low - 10
            draft.strip(Strip(f"band:{band}", "band", lines, at, size, (first, low, last, high + 10), inside=True,
                              members=tuple(members)), direction)
        else:
            thick = _BAND_WIDTH if across else 36.0
            lines = header_lines(label, _BAND_WIDTH if across else high - low)
            at = (left - 24 - thick / 2, (low + high) / 2)
            draft.strip(Strip(f"band:{band}", "band", lines, at, (thick, high - low),
                              (at[0] - thick / 2, low - 8, sheet.spans[-1][1] + 10, high + 8), members=tuple(members)), direction)


def _force_sheet(part: list[str], links: Links, boxes: Mapping[str, Sized], previous: Layout | None) -> LaidOut:
    neighbours: dict[str, list[str]] = {id_: [] for id_ in part}
    for _, start, end in links:
        neighbours[start].append(end)
        neighbours[end].append(start)
    part = sorted(part)
    sizes = {id_: (box.width, box.height) for id_, box in boxes.items()}
    places = force_places(part, neighbours, (190.0, 120.0))
    known = {id_: (box.x, box.y) for id_, box in previous.boxes.items() if id_ in places} if previous else {}
    if 3 * len(known) >= 2 * len(part):
        for id_ in part:
            near = [known[other] for other in neighbours[id_] if other in known]
            if id_ in known:
                places[id_] = known[id_]
            elif near:
                places[id_] = (sum(x for x, _ in near) / len(near) + 40, sum(y for _, y in near) / len(near) + 40)
    else:
        places = pushed_apart(places, sizes)
    places = make_room(places, sizes, [id_ for id_ in part if id_ in known] if known else [])
    low = min(x - sizes[i][0] / 2 for i, (x, _) in places.items()), min(y - sizes[i][1] / 2 for i, (_, y) in places.items())
    high = max(x + sizes[i][0] / 2 for i, (x, _) in places.items()), max(y + sizes[i][1] / 2 for i, (_, y) in places.items())
    return LaidOut(places, sizes, [part], [], {}, {}, low, high, 0)


def _extent(sheet: LaidOut, direction: Direction) -> tuple[float, float]:
    size = (sheet.high[0] - sheet.low[0], sheet.high[1] - sheet.low[1])
    return size if direction == "right" or not sheet.spans else (size[1], size[0])


def _own(links: Links, part: set[str]) -> Links:
    return [link for link in links if link[1] in part]


def _parts(ids: Iterable[str], links: Links) -> list[list[str]]:
    """Connected parts, the largest first, then by their first id; links without direction count too."""
    group = {id_: id_ for id_ in ids}

    def root(id_: str) -> str:
        while group[id_] != id_:
            group[id_] = group[group[id_]]
            id_ = group[id_]
        return id_

    for _, start, end in links:
        a, b = sorted((root(start), root(end)))
        group[b] = a
    parts: dict[str, list[str]] = {}
    for id_ in sorted(group):
        parts.setdefault(root(id_), []).append(id_)
    return sorted(parts.values(), key=lambda part: (-len(part), part[0]))
