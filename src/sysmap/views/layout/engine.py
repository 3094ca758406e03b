"""From a map to its layout: which engine, which columns, and the parts put together."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, sqrt
from typing import Literal

from sysmap.core.graph import graph_of
from sysmap.core.map import Map
from sysmap.views.layout.boxes import Sized, header_height, header_lines, sized_for_page
from sysmap.views.layout.columns import Columns, by_layer, by_level
from sysmap.views.layout.curves import sign_place
from sysmap.views.layout.model import Area, Box, Direction, Engine, Header, Layout, Point, Route
from sysmap.views.layout.sheet import Plan, Sheet, sheet_of

__all__ = ["layout_of"]

MARGIN = 24.0


def layout_of(
    map_: Map, *, engine: Literal["auto"] | Engine = "auto", direction: Direction = "right", previous: Layout | None = None,
    bands: bool = False, captions: bool = True,
) -> Layout:
    """Lay a map out.

    Parameters
    ----------
    map_ : the map.
    engine : auto takes the layers of a theory, the stages of a process and trophic levels for a map.
    direction : which way the columns follow each other.
    previous : an earlier layout of the same map; what it shows keeps its order and, nearly, its place.
    bands : a row for each set of actors (`whose`).
    captions : a small line above labels with the actors, the role in a process, or the theme.

    Returns
    -------
    Layout : the same for the same map, whatever the order in its file.
    """
    ids = [f.id for f in map_.factors.values() if f.status != "retired"]
    columns = by_layer(map_, ids) if map_.layers else by_level(graph_of(map_), ids, max(4, ceil(sqrt(2.2 * len(ids)))))
    boxes = sized_for_page(map_, columns.factors, captions=captions)
    return _from_columns(map_, columns, boxes, direction, previous)


def _from_columns(
    map_: Map, columns: Columns, boxes: Mapping[str, Sized], direction: Direction, previous: Layout | None
) -> Layout:
    labels = {}
    widths = []
    for at, header in enumerate(columns.headers):
        width = max((boxes[id_].width for id_ in columns.factors[at]), default=150.0)
        widths.append(width)
        if header:
            labels[header[0]] = header_lines(header[1], width)
    tall = header_height(labels)
    items = []
    sizes = {id_: (box.width, box.height) for id_, box in boxes.items()}
    for at, header in enumerate(columns.headers):
        items.append(([header[0]] if header else []) + columns.factors[at])
        if header:
            sizes[header[0]] = (widths[at], tall)
    present = set(sizes)
    links, left_out = [], []
    for link in sorted(map_.links.values(), key=lambda link: link.id):
        if link.status != "retired" and link.from_ in present and link.to in present:
            links.append((link.id, link.from_, link.to))
        else:
            left_out.append(link.id)
    known = {id_: box.y for id_, box in previous.boxes.items() if id_ in present} if previous else {}
    plan = Plan(items, sizes, links, headers=frozenset(labels), known=known)
    return _layout(map_, sheet_of(plan), boxes, labels, direction, tuple(left_out))


def _layout(
    map_: Map, sheet: Sheet, boxes: Mapping[str, Sized], labels: Mapping[str, tuple[str, ...]], direction: Direction,
    left_out: tuple[str, ...],
) -> Layout:
    du, dv = MARGIN - sheet.low[0], MARGIN - sheet.low[1]

    def moved(point: Point) -> Point:
        return (round(point[0] + du, 2), round(point[1] + dv, 2))

    where = {id_: at for at, column in enumerate(sheet.columns) for id_ in column}
    placed = {}
    for id_ in map_.factors:
        if id_ in boxes:
            x, y = moved(sheet.centre[id_])
            box = boxes[id_]
            placed[id_] = Box(id_, x, y, sheet.sizes[id_][0], sheet.sizes[id_][1], box.lines, box.caption, where[id_], box.cut)
    routes = {}
    for link in map_.links.values():
        if link.id in sheet.routes:
            kind, path = sheet.routes[link.id]
            path = tuple(moved(p) for p in path)
            x, y = sign_place(path)
            routes[link.id] = Route(link.id, link.from_, link.to, kind, path, (round(x, 2), round(y, 2)))
    bottom = max((b.area.bottom for b in placed.values()), default=0.0)
    headers = []
    for id_, lines in labels.items():
        x, y = moved(sheet.centre[id_])
        width, height = sheet.sizes[id_]
        panel = Area(x - width / 2 - 10, y - height / 2, x + width / 2 + 10, bottom + 10)
        headers.append(Header(id_, "layer", x, y, width, height, lines, panel))
    bounds = Area(0.0, 0.0, round(sheet.high[0] + du + MARGIN, 2), round(sheet.high[1] + dv + MARGIN, 2))
    return Layout(map_.id, "layers" if labels else "trophic", direction, placed, routes, tuple(headers), bounds,
                  tuple(map(tuple, sheet.columns)), sheet.crossings, left_out)
