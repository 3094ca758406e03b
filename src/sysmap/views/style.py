"""How things look: colours, line patterns and signs, the same in the page, the figure and the notebook.

Text colours have a contrast of at least 4.5 to 1 on the fills they stand on, and lines of at least 3 to 1 on white
(WCAG 2.2). Colour only ever repeats what a sign, a pattern or a border already says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from sysmap.core.words import Colour

__all__ = ["BORDERS", "COLOURS", "FONTS", "INK", "LINES", "MUTED", "PAPER", "TINTS", "WIDTHS", "Border", "Line", "Tint"]

FONTS = "Arial, 'Liberation Sans', Helvetica, 'DejaVu Sans', 'Noto Sans', sans-serif"
INK = "#1b2733"
MUTED = "#4d5b69"
PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class Line:
    """How a link of one polarity, or a contested one, is drawn: sign, colour, dash pattern (empty for solid) and the word for it."""

    sign: str
    colour: str
    dashes: str
    word: str


@dataclass(frozen=True, slots=True)
class Border:
    """How a factor of one status is framed."""

    width: float
    dashes: str
    colour: str
    word: str


@dataclass(frozen=True, slots=True)
class Tint:
    """The colours of a layer or theme: header fill, box fill, line."""

    strong: str
    soft: str
    line: str


LINES: Mapping[str, Line] = {
    "positive": Line("+", "#2a6592", "", "Positive: more leads to more"),
    "negative": Line("−", "#b0431e", "9 4", "Negative: more leads to less"),
    "mixed": Line("±", "#6d4a9e", "10 3 2 3", "Mixed: depends on the context"),
    "unknown": Line("?", "#5c6670", "2 3.5", "Unknown: sign not said"),
    "contested": Line("≠", "#8a1f5c", "1.5 3.5 8 3.5", "Contested: people disagree"),
}

BORDERS: Mapping[str | None, Border] = {
    None: Border(1.0, "", "#8794a1", "Status not said"),
    "observed": Border(1.6, "", INK, "Observed"),
    "in-place": Border(3.0, "", INK, "In place"),
    "anticipated": Border(1.8, "1.8 3.2", INK, "Anticipated, no evidence yet"),
    "retired": Border(1.0, "6 4", "#8794a1", "Retired"),
}

WIDTHS: Mapping[str | None, float] = {None: 1.5, "weak": 1.0, "medium": 2.0, "strong": 3.4}

TINTS: tuple[Tint, ...] = (
    Tint("#d5dfe9", "#f2f6fa", "#5f7d9c"),
    Tint("#cfe4df", "#f0f8f6", "#3f8577"),
    Tint("#efe0c6", "#fcf7ee", "#a07a35"),
    Tint("#d9dcf0", "#f4f5fc", "#6a70b5"),
    Tint("#d6e6c9", "#f4f9ef", "#5f8a3c"),
    Tint("#f0d8d6", "#fcf3f2", "#ae625d"),
    Tint("#e6d8ea", "#f9f4fa", "#8a5f98"),
    Tint("#dfe0de", "#f6f7f6", "#757b76"),
)

COLOURS: Mapping[str, Tint] = dict(zip(get_args(Colour), TINTS, strict=True))
"""The tints by the names that a file gives them."""
