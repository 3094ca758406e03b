"""Places that people gave to factors, as a picture would have to draw them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from math import ceil

from sysmap.checks.context import Look
from sysmap.checks.rule import ALL, Finding, rule
from sysmap.core.elements import Factor
from sysmap.core.sentences import count_text

__all__ = ["overlapping", "places_hide_each_other"]

_LETTER, _LINE, _INSIDE = 5.5, 16.0, 166.0
"""A narrow letter, a line and the widest line of a box: boxes are taken as smaller than they are drawn, never as larger."""
_WIDEST, _TALLEST = 190.0, 240.0


@rule(
    "M19", "Factors placed on top of each other", "warning", about=ALL,
    why="Where boxes hide each other nobody reads them; other tools draw smaller boxes, so places from there may be too near.",
    source="House rule",
    broken="""
        factors:
          fares: {label: Fares of the buses, position: {x: 0, y: 0}}
          riders: {label: Riders who stay away, position: {x: 30, y: 10}}
    """,
    passing="""
        factors:
          fares: {label: Fares of the buses, position: {x: 0, y: 0}}
          riders: {label: Riders who stay away, position: {x: 300, y: 10}}
    """,
)
def places_hide_each_other(look: Look) -> Iterator[Finding]:
    """Hand-set places so near to each other that the boxes would share room; one finding for the whole map."""
    pairs = overlapping(look.factors)
    if pairs:
        first, second = pairs[0]
        touched = {id_ for pair in pairs for id_ in pair}
        yield ("factors", first, "position"), (
            f"{look.name(first)} and {look.name(second)} are placed on top of each other"
            + (f"; {count_text(len(pairs), 'pair')} of factors are, {len(touched)} factors in all." if len(pairs) > 1 else ".")), (
            "Pictures spread all places evenly until the boxes clear. To settle it, move the factors apart in the workshop, or take "
            "`position:` out and have the map laid out.")


def overlapping(factors: Iterable[Factor]) -> list[tuple[str, str]]:
    """Pairs of factors whose boxes would share room at the places that people gave them, in the order of the map.

    >>> from sysmap.core.elements import Position
    >>> at = {"a": (0, 0), "b": (20, 8), "c": (500, 0)}
    >>> overlapping([Factor(id=id_, label="Trust", position=Position(x=x, y=y)) for id_, (x, y) in at.items()])
    [('a', 'b')]
    """
    cells: dict[tuple[int, int], list[tuple[str, float, float, float, float]]] = {}
    pairs = []
    for factor in factors:
        if factor.position is None or factor.status == "retired":
            continue
        x, y = factor.position.x, factor.position.y
        wide, tall = _least_box(factor.label)
        column, row = int(x // _WIDEST), int(y // _TALLEST)
        for across, down in product((-1, 0, 1), repeat=2):
            pairs += [(other, factor.id) for other, x_, y_, wide_, tall_ in cells.get((column + across, row + down), ())
                      if abs(x - x_) < (wide + wide_) / 2 and abs(y - y_) < (tall + tall_) / 2]
        cells.setdefault((column, row), []).append((factor.id, x, y, wide, tall))
    return pairs


def _least_box(label: str) -> tuple[float, float]:
    """Width and height that the box of a label has at the least."""
    length = len(label) * _LETTER
    return min(_INSIDE * 0.7, max(48.0, length)) + 24.0, min(ceil(length / _INSIDE), 12) * _LINE + 16.0
