"""Where the texts, frames and pictures behind a map stand: at their places among the factors that people put somewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sysmap.core.background import BackgroundItem
from sysmap.core.map import Map
from sysmap.views.layout.curves import Point
from sysmap.views.layout.model import LINE_HEIGHT, Area, Box, Layout, Placed
from sysmap.views.layout.text import wrap

__all__ = ["PADDING", "TEXT_SIZES", "with_background"]

TEXT_SIZES: Mapping[str | None, float] = {"small": 14.0, None: 20.0, "medium": 20.0, "large": 32.0}
PADDING = 8.0
_MOST_LINES = 40
_MARGIN = 12.0


def with_background(map_: Map, layout: Layout, hand: Mapping[str, Point]) -> Layout:
    """The layout with what stands behind the map, and bounds around it.

    A layout that keeps no place of anybody's has nothing behind it: a frame would frame whatever happens to lie there. Where boxes
    had to be spread, what is behind them is spread with them.
    """
    if not map_.background or (layout.boxes and not hand):
        return layout
    k, dx, dy = _moved([(hand[id_], layout.boxes[id_]) for id_ in hand if id_ in layout.boxes])
    placed = tuple(_placed(item, k, dx, dy) for item in map_.background.values())
    areas = [one.area for one in placed]
    bounds = layout.bounds if layout.boxes else areas[0]
    return replace(layout, background=placed, bounds=Area(
        *(round(edge(getattr(bounds, side), *(getattr(area, side) + out for area in areas)), 2)
          for side, edge, out in (("left", min, -_MARGIN), ("top", min, -_MARGIN), ("right", max, _MARGIN), ("bottom", max, _MARGIN)))))


def _placed(item: BackgroundItem, k: float, dx: float, dy: float) -> Placed:
    size, width = TEXT_SIZES[item.size], item.width * k
    lines: Sequence[str] = [line for text in item.label.splitlines()
                            for line in wrap(text, size, max(width - 2 * PADDING, size), most=_MOST_LINES).lines][:_MOST_LINES]
    x, y = item.position.x * k + dx, item.position.y * k + dy
    if item.kind == "text":
        height = len(lines) * size * LINE_HEIGHT + 2 * PADDING
    else:
        height, lines = (item.height or item.width * 0.6) * k, lines[:1]
    return Placed(item.id, round(x, 2), round(y, 2), round(width, 2), round(height, 2), tuple(lines), size)


def _moved(pairs: Sequence[tuple[Point, Box]]) -> tuple[float, float, float]:
    """By what factor and how far hand-set places were moved: not at all, where each box stands where it was put."""
    if all((box.x, box.y) == place for place, box in pairs):
        return 1.0, 0.0, 0.0
    count = len(pairs)
    mx, my = sum(p[0] for p, _ in pairs) / count, sum(p[1] for p, _ in pairs) / count
    bx, by = sum(box.x for _, box in pairs) / count, sum(box.y for _, box in pairs) / count
    spread = sum((x - mx) ** 2 + (y - my) ** 2 for (x, y), _ in pairs)
    k = sum((x - mx) * (box.x - bx) + (y - my) * (box.y - by) for (x, y), box in pairs) / spread if spread else 1.0
    k = max(k, 0.01)
    return k, bx - k * mx, by - k * my
