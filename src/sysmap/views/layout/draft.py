"""The picture while it is put together: places in x and y, before hand-set positions, margins and routes in the open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil, sqrt

from sysmap.views.layout.boxes import Sized
from sysmap.views.layout.curves import Point, swapped
from sysmap.views.layout.model import Direction, HeaderKind, RouteKind
from sysmap.views.layout.sheet import LaidOut

__all__ = ["LayoutDraft", "Strip"]

_PARKED_GAP = 20.0


@dataclass(slots=True)
class Strip:
    """A header: its words, and where it is not placed by a sheet its centre, size and panel (edges).

    `inside`: a band below the columns, where their own panels end. `members`: the factors that its panel frames.
    """

    id: str
    kind: HeaderKind
    lines: tuple[str, ...]
    at: Point = (0.0, 0.0)
    size: tuple[float, float] = (0.0, 0.0)
    panel: tuple[float, float, float, float] | None = None
    inside: bool = False
    members: tuple[str, ...] = ()


@dataclass(slots=True)
class LayoutDraft:
    """Boxes, their centres and sizes, routes by link id, columns, headers, crossings so far."""

    boxes: dict[str, Sized]
    centre: dict[str, Point] = field(default_factory=dict)
    sizes: dict[str, tuple[float, float]] = field(default_factory=dict)
    routes: dict[str, tuple[RouteKind, tuple[Point, ...]]] = field(default_factory=dict)
    columns: list[list[str]] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)
    crossings: int = 0

    def add(self, sheet: LaidOut, left: float, top: float, direction: Direction) -> None:
        """Put a sheet with its upper left corner at a place."""
        turn = direction == "down" and bool(sheet.spans)
        du, dv = (top, left) if turn else (left, top)
        du, dv = du - sheet.low[0], dv - sheet.low[1]

        def moved(path: Sequence[Point]) -> tuple[Point, ...]:
            there = tuple((u + du, v + dv) for u, v in path)
            return swapped(there) if turn else there

        for id_, place in sheet.centre.items():
            self.centre[id_] = moved((place,))[0]
            self.sizes[id_] = (sheet.sizes[id_][1], sheet.sizes[id_][0]) if turn else sheet.sizes[id_]
        for link, (kind, path) in sheet.routes.items():
            self.routes[link] = kind, moved(path)
        self.columns.extend(sheet.columns)
        self.crossings += sheet.crossings
        self._shift = (du, dv)

    _shift: tuple[float, float] = (0.0, 0.0)

    def strip(self, strip: Strip, direction: Direction) -> None:
        """Add a header given in the coordinates of the sheet that was added last."""
        du, dv = self._shift
        x, y = strip.at[0] + du, strip.at[1] + dv
        assert strip.panel is not None
        left, top, right, bottom = strip.panel
        left, top, right, bottom = left + du, top + dv, right + du, bottom + dv
        if direction == "down":
            self.strips.append(replace(strip, at=(y, x), size=(strip.size[1], strip.size[0]), panel=(top, left, bottom, right)))
        else:
            self.strips.append(replace(strip, at=(x, y), panel=(left, top, right, bottom)))

    def span_headers(self, headers: Sequence[str | None], groups: Sequence[int], direction: Direction) -> None:
        """Let the header of a layer with several columns reach over all of them."""
        for at, group in enumerate(groups):
            header = headers[at]
            members = [id_ for column, g in zip(self.columns, groups, strict=True) if g == group for id_ in column]
            if header is not None and members and direction == "right":
                right = max(self.centre[i][0] + self.sizes[i][0] / 2 for i in members)
                left = self.centre[header][0] - self.sizes[header][0] / 2
                self.centre[header] = ((left + right) / 2, self.centre[header][1])
                self.sizes[header] = (right - left, self.sizes[header][1])

    def park(self, ids: Sequence[str], left: float = 0.0) -> None:
        """Put factors without links in rows below everything else, from `left` on, in a frame of their own."""
        right = max((x + self.sizes[i][0] / 2 for i, (x, _) in self.centre.items()), default=left)
        bottom = max((y + self.sizes[i][1] / 2 for i, (_, y) in self.centre.items()), default=0.0)
        bottom = max([bottom, *(y for _, path in self.routes.values() for _, y in path)])
        width = max(self.boxes[i].width for i in ids)
        tallest = max(self.boxes[i].height for i in ids)
        fitting = int((right - left + _PARKED_GAP) // (width + _PARKED_GAP))
        square = ceil(sqrt(len(ids) * 1.6 * (tallest + _PARKED_GAP) / (width + _PARKED_GAP)))
        across = min(len(ids), max(fitting, square, 1))
        top = bottom + (52.0 if self.centre else 0.0)
        y = top + 44.0
        last = top
        for start in range(0, len(ids), across):
            row = ids[start:start + across]
            height = max(self.boxes[i].height for i in row)
            for number, id_ in enumerate(row):
                self.centre[id_] = (left + 10 + width / 2 + number * (width + _PARKED_GAP), y + height / 2)
                self.sizes[id_] = (self.boxes[id_].width, self.boxes[id_].height)
            last = y + height
            y = last + _PARKED_GAP
        panel = (left, top, left + 20 + across * (width + _PARKED_GAP) - _PARKED_GAP, last + 12)
        self.strips.append(Strip("parked", "parked", ("Not linked",), (left + 10 + width / 2, top + 23), (width, 26.0), panel,
                                 members=tuple(ids)))

    def unpark(self) -> tuple[str, ...]:
        """Take the rows of factors without links out again, with their frame."""
        parked = [strip for strip in self.strips if strip.kind == "parked"]
        self.strips = [strip for strip in self.strips if strip.kind != "parked"]
        members = tuple(id_ for strip in parked for id_ in strip.members)
        for id_ in members:
            del self.centre[id_]
        return members
