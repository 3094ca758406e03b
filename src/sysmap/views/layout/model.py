"""A laid-out map as plain values: what a page, a figure or a notebook needs in order to draw, and nothing else.

Lengths are pixels at zoom 1, x to the right and y downwards. Every text is already wrapped, so that a drawing that
uses `FONT_SIZE` and a usual sans-serif font never finds a label longer than its box.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal

from sysmap.views.layout.curves import Point, sampled

__all__ = [
    "CAPTION_SIZE", "FONT_SIZE", "HEADER_SIZE", "LINE_HEIGHT", "Area", "Box", "Direction", "Engine", "Header",
    "HeaderKind", "Layout", "Point", "Route", "RouteKind", "short_number",
]

Engine = Literal["layers", "trophic", "process", "force", "drawn"]
Direction = Literal["right", "down"]
RouteKind = Literal["forward", "long", "back", "same", "self", "free"]
HeaderKind = Literal["layer", "band", "parked"]

FONT_SIZE = 14.0
"""Size of a factor's label, in pixels."""
CAPTION_SIZE = 11.0
"""Size of the small line above a label (whose outcome it is, which theme or role)."""
HEADER_SIZE = 14.0
"""Size of a header's label, drawn bold."""
LINE_HEIGHT = 1.25
"""Distance of base lines, in font sizes."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def overlaps(self, other: Area, gap: float = 0.0) -> bool:
        """Whether the two share more than an edge, or come nearer to each other than `gap`."""
        return (self.left < other.right + gap and other.left < self.right + gap
                and self.top < other.bottom + gap and other.top < self.bottom + gap)


@dataclass(frozen=True, slots=True)
class Box:
    """The box of a factor.

    `lines` is the label as wrapped. A label longer than a box can reasonably hold ends in an ellipsis and `cut` is
    true: the whole label belongs in a panel or tooltip. `caption` stands above the label in `CAPTION_SIZE`.
    """

    id: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    caption: tuple[str, ...] = ()
    column: int = 0
    cut: bool = False
    fixed: bool = False

    @property
    def area(self) -> Area:
        return Area(self.x - self.width / 2, self.y - self.height / 2, self.x + self.width / 2, self.y + self.height / 2)


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a layer (`layer:ID`), of a band of actors (`band:N`) or of the parked factors (`parked`).

    `x`, `y`, `width` and `height` are those of the header's own box, centre and size; `panel` is the area of
    everything that stands under it. Group links start and end at the header's box.
    """

    id: str
    kind: HeaderKind
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    panel: Area

    @property
    def area(self) -> Area:
        return Area(self.x - self.width / 2, self.y - self.height / 2, self.x + self.width / 2, self.y + self.height / 2)


@dataclass(frozen=True, slots=True)
class Route:
    """The way of one link.

    `path` is a chain of cubic Bézier curves: a start, then three points for each curve (two controls and an end), so
    ``len(path) % 3 == 1``. It starts on the edge of the first box and ends on the edge of the last, where the arrow
    head points along the last control and the end. `sign_at` is a point of the path shortly before its end, for the
    sign of the polarity.

    kind : forward (to the next column), long (over several columns or past them), back (a return arc against the
    flow), same (within a column), self (a factor to itself), free (in a layout without columns).
    """

    id: str
    from_: str
    to: str
    kind: RouteKind
    path: tuple[Point, ...]
    sign_at: Point

    def svg_path(self) -> str:
        """The path as the `d` of an SVG path.

        >>> Route("a->b", "a", "b", "forward", ((0, 0), (1, 0), (2, 3), (3.25, 3)), (2, 2)).svg_path()
        'M0 0C1 0 2 3 3.25 3'
        """
        start, *rest = (f"{short_number(x)} {short_number(y)}" for x, y in self.path)
        return f"M{start}C{' '.join(rest)}"

    def points(self, steps: int = 12) -> list[Point]:
        """The path as a line of straight pieces, `steps` for each curve."""
        return sampled(self.path, steps)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where something behind the map stands: its middle and size, and its text in lines of a font size."""

    id: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    size: float

    @property
    def area(self) -> Area:
        return Area(self.x - self.width / 2, self.y - self.height / 2, self.x + self.width / 2, self.y + self.height / 2)


@dataclass(frozen=True, slots=True)
class Layout:
    """A map laid out.

    Parameters
    ----------
    map_id : the map it was made of.
    engine : layers (columns as the map's layers give them), trophic (columns by trophic level), process, force,
        drawn (people have put every factor somewhere).
    direction : which way the columns follow each other.
    boxes : by factor id, in map order.
    routes : by link id, in map order.
    headers : of layers, bands, parked factors.
    bounds : everything drawn, arcs and margins included.
    columns : factor ids by column, each from top to bottom (from left to right where the direction is down).
    crossings : how often two links cross, counted between neighbouring columns; None for engines without columns.
    left_out : ids of links that cannot be drawn because an end is missing or retired.
    background : what stands behind the map, in its order.
    """

    map_id: str
    engine: Engine
    direction: Direction
    boxes: Mapping[str, Box]
    routes: Mapping[str, Route]
    headers: tuple[Header, ...]
    bounds: Area
    columns: tuple[tuple[str, ...], ...] = ()
    crossings: int | None = None
    left_out: tuple[str, ...] = field(default=())
    background: tuple[Placed, ...] = ()

    def to_json(self, *, svg_paths: bool = True) -> dict[str, Any]:
        """The layout as values that JSON can hold: `boxes` and `routes` by id, each route also with its SVG path `d` if wanted."""
        data: dict[str, Any] = {
            "map": self.map_id, "engine": self.engine, "direction": self.direction,
            "font": {"size": FONT_SIZE, "caption": CAPTION_SIZE, "header": HEADER_SIZE, "line": LINE_HEIGHT},
            "bounds": asdict(self.bounds), "crossings": self.crossings,
            "columns": [list(column) for column in self.columns], "left_out": list(self.left_out),
        }
        names = [one.name for one in fields(Box) if one.name != "id"]
        data["boxes"] = {id_: _plain({name: getattr(box, name) for name in names}) for id_, box in self.boxes.items()}
        data["routes"] = {
            id_: {"from": r.from_, "to": r.to, "kind": r.kind, **({"d": r.svg_path()} if svg_paths else {}),
                  "path": [list(p) for p in r.path], "sign_at": list(r.sign_at)}
            for id_, r in self.routes.items()
        }
        data["headers"] = [_plain(asdict(header)) for header in self.headers]
        if self.background:
            data["background"] = [_plain(asdict(one)) for one in self.background]
        return data


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in record.items()}


def short_number(value: float) -> str:
    """A number with two decimals at most, as short as it goes.

    >>> short_number(12.0), short_number(-0.004), short_number(3.14159)
    ('12', '0', '3.14')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
