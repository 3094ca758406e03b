"""Rows by columns, with signs in the cells: cases by outcome. As SVG text, with the same in words.

Every sign has a shape and a mark of its own, which colour only repeats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape

from sysmap.views.layout.model import short_number as n
from sysmap.views.layout.text import text_width, visible, wrap
from sysmap.views.style import FONTS, INK, LINES, MUTED, PAPER

__all__ = ["SIGNS", "MatrixCell", "Sign", "matrix_svg", "matrix_words"]

Sign = Literal["for", "against", "otherwise", "no effect"]

SIGNS: Mapping[Sign, tuple[str, str, str]] = {
    "for": ("+", LINES["positive"].colour, "saw it"),
    "against": ("−", LINES["negative"].colour, "says otherwise"),
    "otherwise": ("≠", LINES["mixed"].colour, "explains it in another way"),
    "no effect": ("0", LINES["unknown"].colour, "looked, and saw no effect"),
}
"""Each sign with its mark, colour and meaning."""

_LABELS, _WIDE, _SIZE, _SMALL, _LEADING = 240.0, 760.0, 13.0, 11.5, 15.0
_NARROW, _RADIUS, _HEAD = 46.0, 7.5, 150.0
_MANY = 6
"""From more columns than that on, their names stand upright."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """What stands in a cell.

    Attributes
    ----------
    text : written out, e.g. ``3 of 7``; where there is none, the signs stand alone.
    share : how full the bar under the text is, from 0 to 1; none where there is no bar.
    signs : each with its number; in a cell without text the number is left out.
    """

    text: str = ""
    share: float | None = None
    signs: Mapping[Sign, int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """The cell in words."""
        signs = [f"{number} {sign}" if self.text else sign for sign, number in self.signs.items()]
        return "; ".join([*([self.text] if self.text else []), *signs])


def matrix_svg(rows: Sequence[str], columns: Sequence[str], cells: Mapping[tuple[int, int], MatrixCell], *, title: str) -> str:
    """The matrix as an SVG document; the same cells give the same bytes.

    Parameters
    ----------
    rows, columns : their names.
    cells : by place of row and column, from 0; an empty place stays empty.
    title : what is shown, written above.
    """
    upright = len(columns) > _MANY
    step = _NARROW if upright else max(70.0, (_WIDE - _LABELS) / max(1, len(columns)))
    wide = max(_WIDE, _LABELS + step * len(columns)) if upright else _WIDE
    head = wrap(title, 15.0, wide - 24, most=3, bold=True).lines
    parts = [f'<text x="12" y="{n(22 + i * 20)}" font-size="15" font-weight="bold">{escape(line)}</text>' for i, line in enumerate(head)]
    y = 14.0 + len(head) * 20
    names = [wrap(visible(name), _SMALL, _HEAD - 8 if upright else step - 10, most=3 if upright else 5).lines or ("",) for name in columns]
    tall = _HEAD if upright else max((len(lines) for lines in names), default=1) * 14.0 + 8
    for at, lines in enumerate(names):
        middle = _LABELS + step * (at + 0.5)
        for i, line in enumerate(lines):
            if upright:
                x = middle + 4 + (i - (len(lines) - 1) / 2) * 13
                parts.append(f'<text transform="translate({n(x)} {n(y + tall - 6)}) rotate(-90)" font-size="{n(_SMALL)}">{escape(line)}</text>')
            else:
                parts.append(f'<text x="{n(middle)}" y="{n(y + tall - 8 - (len(lines) - 1 - i) * 14)}" font-size="{n(_SMALL)}" '
                             f'text-anchor="middle">{escape(line)}</text>')
    y += tall
    for at, name in enumerate(rows):
        lines = wrap(visible(name), _SIZE, _LABELS - 20, most=4).lines or ("",)
        high = max(max((_height(cells.get((at, place)), step) for place in range(len(columns))), default=0.0), len(lines) * _LEADING + 10)
        parts.append(f'<path d="M12 {n(y)}H{n(_LABELS + step * len(columns))}" stroke="{MUTED}" stroke-opacity="0.4"/>')
        top = y + (high - len(lines) * _LEADING) / 2
        parts += [f'<text x="{n(_LABELS - 10)}" y="{n(top + 12 + i * _LEADING)}" font-size="{n(_SIZE)}" text-anchor="end">{escape(line)}</text>'
                  for i, line in enumerate(lines)]
        for place in range(len(columns)):
            if (cell := cells.get((at, place))) is not None:
                parts += _cell(cell, _LABELS + step * (place + 0.5), y, high, step)
        y += high
    used = [sign for sign in SIGNS if any(sign in cell.signs for cell in cells.values())]
    y += 10
    x = 20.0
    if any(cell.share is not None for cell in cells.values()):
        said = "of those heard, how many saw it"
        parts += [f'<rect x="{n(x - 8)}" y="{n(y + 5)}" width="24" height="6" fill="{SIGNS["for"][1]}"/>',
                  f'<text x="{n(x + 22)}" y="{n(y + 12)}" font-size="{n(_SMALL)}">{said}</text>']
        x += 44 + text_width(said, _SMALL)
        keyed = True
    else:
        keyed = bool(used)
    for sign in used:
        meaning = SIGNS[sign][2]
        parts += [*_sign(sign, x, y + 8), f'<text x="{n(x + 14)}" y="{n(y + 12)}" font-size="{n(_SMALL)}">{escape(meaning)}</text>']
        x += 34 + text_width(meaning, _SMALL)
    y += 26 if keyed else 4
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(wide)}" height="{n(y)}" viewBox="0 0 {n(wide)} {n(y)}" role="img" '
            f'font-family="{FONTS}" fill="{INK}"><title>{escape(title)}</title>'
            f"<desc>{escape(matrix_words(rows, columns, cells))}</desc>"
            f'<rect width="{n(wide)}" height="{n(y)}" fill="{PAPER}"/>{"".join(parts)}</svg>')


def matrix_words(rows: Sequence[str], columns: Sequence[str], cells: Mapping[tuple[int, int], MatrixCell]) -> str:
    """The same in words, row by row.

    >>> matrix_words(["Trust"], ["Pilot", "Full"], {(0, 0): MatrixCell("3 of 7", 3 / 7, {"against": 1})})
    'Trust: Pilot 3 of 7; 1 against.'
    """
    said = []
    for at, name in enumerate(rows):
        filled = [f"{column} {cells[at, place].words}" for place, column in enumerate(columns)
                  if (at, place) in cells and cells[at, place].words]
        said.append(f"{name}: {', '.join(filled) or 'nothing'}.")
    return " ".join(said) or "Nothing to draw."


def _across(step: float) -> int:
    """How many signs stand side by side in a column."""
    return max(1, int((step - 6) // 34))


def _height(cell: MatrixCell | None, step: float) -> float:
    if cell is None:
        return 0.0
    if not cell.text:
        return len(cell.signs) * 18.0 + 10
    return 34.0 + -(-len(cell.signs) // _across(step)) * 19.0


def _cell(cell: MatrixCell, middle: float, top: float, high: float, step: float) -> list[str]:
    if not cell.text:
        first = top + (high - (len(cell.signs) - 1) * 18) / 2
        return [part for at, sign in enumerate(cell.signs) for part in _sign(sign, middle, first + at * 18)]
    y = top + (high - _height(cell, step)) / 2 + 4
    parts = [f'<text x="{n(middle)}" y="{n(y + 13)}" font-size="{n(_SIZE)}" text-anchor="middle">{escape(cell.text)}</text>']
    if cell.share is not None:
        long = step - 24
        left = middle - long / 2
        parts.append(f'<rect x="{n(left)}" y="{n(y + 18)}" width="{n(long)}" height="6" fill="none" stroke="{MUTED}" stroke-opacity="0.6"/>')
        if cell.share:
            parts.append(f'<rect x="{n(left)}" y="{n(y + 18)}" width="{n(long * min(cell.share, 1.0))}" height="6" fill="{SIGNS["for"][1]}"/>')
    each = list(cell.signs.items())
    across = _across(step)
    for at in range(0, len(each), across):
        row = each[at:at + across]
        for place, (sign, number) in enumerate(row):
            x = middle + (place - (len(row) - 1) / 2) * 34 - 7
            down = y + 36 + at // across * 19
            parts += [*_sign(sign, x, down), f'<text x="{n(x + 10)}" y="{n(down + 4)}" font-size="{n(_SMALL)}">{number}</text>']
    return parts


def _sign(sign: Sign, x: float, y: float) -> list[str]:
    mark, colour, _ = SIGNS[sign]
    r = _RADIUS
    if sign == "for":
        shape, ink = f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{colour}"/>', PAPER
    elif sign == "against":
        shape, ink = f'<rect x="{n(x - r)}" y="{n(y - r)}" width="{n(2 * r)}" height="{n(2 * r)}" fill="{colour}"/>', PAPER
    elif sign == "otherwise":
        d = r + 1.5
        shape = (f'<path d="M{n(x)} {n(y - d)}L{n(x + d)} {n(y)}L{n(x)} {n(y + d)}L{n(x - d)} {n(y)}Z" fill="{PAPER}" '
                 f'stroke="{colour}" stroke-width="1.5"/>')
        ink = colour
    else:
        shape, ink = f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{PAPER}" stroke="{colour}" stroke-width="1.5"/>', colour
    return [shape, f'<text x="{n(x)}" y="{n(y + 4)}" font-size="11" font-weight="bold" text-anchor="middle" fill="{ink}">{mark}</text>']
