"""The boxes before they have a place: labels wrapped, captions, sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sysmap.core.elements import Factor
from sysmap.core.map import Map
from sysmap.views.layout.model import CAPTION_SIZE, FONT_SIZE, HEADER_SIZE, LINE_HEIGHT
from sysmap.views.layout.text import wrap

__all__ = ["PADDING", "Sized", "actor_name", "caption_of", "header_lines", "header_height", "sized", "sized_for_page"]

PADDING = 12.0
_WIDTHS = (150.0, 166.0, 184.0, 206.0, 232.0)
_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Sized:
    """A factor's box without its place."""

    width: float
    height: float
    lines: tuple[str, ...]
    caption: tuple[str, ...]
    cut: bool


def sized(map_: Map, ids: Iterable[str], width: float, *, captions: bool = True, snug: bool = False) -> dict[str, Sized]:
    """Boxes of one width; with `snug` each only as wide as its text needs."""
    found = {}
    inside = width - 2 * PADDING
    for id_ in ids:
        factor = map_.factors[id_]
        label = wrap(factor.label or id_, FONT_SIZE, inside, most=_MOST_LINES)
        text = caption_of(map_, factor) if captions else ""
        caption = wrap(text, CAPTION_SIZE, inside, most=2, bold=True) if text else None
        lines = caption.lines if caption else ()
        height = len(label.lines) * FONT_SIZE * LINE_HEIGHT + len(lines) * CAPTION_SIZE * LINE_HEIGHT + 2 * 8.0
        wide = width
        if snug:
            wide = min(width, max(label.width, caption.width if caption else 0.0, 48.0) + 2 * PADDING)
        found[id_] = Sized(round(wide), round(height), label.lines, lines, label.cut)
    return found


def sized_for_page(
    map_: Map, columns: Sequence[Sequence[str]], *, captions: bool = True, aspect: float = 1.6, gap: float = 100.0
) -> dict[str, Sized]:
    """Boxes of the width with which the columns fill a page of that aspect best, so that print stays large."""
    ids = [id_ for column in columns for id_ in column]
    best: dict[str, Sized] = {}
    best_scale = -1.0
    for width in _WIDTHS if len(ids) <= 400 else (150.0,):
        boxes = sized(map_, ids, width, captions=captions)
        across = len(columns) * (width + gap) - gap
        down = max((sum(boxes[id_].height + 24 for id_ in column) for column in columns), default=1.0) + 90
        scale = min(aspect / across, 1.0 / max(down, 1.0))
        if scale > best_scale * 1.001:
            best, best_scale = boxes, scale
    return best


def caption_of(map_: Map, factor: Factor) -> str:
    """The small line above a label: whose outcome it is, else its part in a process, else its theme."""
    if factor.whose:
        return "\u00a0· ".join(actor_name(map_, actor) for actor in factor.whose)
    if map_.kind == "process" and factor.role in ("enabler", "barrier", "context", "risk"):
        return factor.role.capitalize()
    return factor.theme or ""


def actor_name(map_: Map, id_: str) -> str:
    """What an actor is called where there is little room: a short label, else the id as words."""
    label = map_.actors[id_].label if id_ in map_.actors else ""
    words = id_.replace("-", " ")
    return label if 0 < len(label) <= 18 else words[:1].upper() + words[1:]


def header_lines(label: str, width: float) -> tuple[str, ...]:
    """A header's label in bold."""
    return wrap(label, HEADER_SIZE, width - 2 * PADDING, most=8, bold=True).lines


def header_height(labels: Mapping[str, tuple[str, ...]]) -> float:
    """One height for all headers."""
    return max((len(lines) for lines in labels.values()), default=1) * HEADER_SIZE * LINE_HEIGHT + 16.0
