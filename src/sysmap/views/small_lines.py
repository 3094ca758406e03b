"""Small lines, one a row: an outcome over the rounds of an evaluation, an indicator over its dates. As SVG text, with the same in words.

Every row has its own scale from bottom to top; rows are for reading along, and their heights are not to be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from sysmap.views.layout.model import short_number as n
from sysmap.views.layout.text import visible, wrap
from sysmap.views.style import FONTS, INK, MUTED, PAPER

__all__ = ["SmallLine", "lines_svg", "lines_words"]

_LABELS, _LINES, _WORDS = 280.0, 200.0, 250.0
_SIZE, _LEADING, _TALL, _GAP = 13.0, 16.0, 34.0, 12.0
_STROKE = "#2a6592"


@dataclass(frozen=True, slots=True)
class SmallLine:
    """A row.

    Attributes
    ----------
    label : what it is about. `words` : how it stands, beside the line.
    points : (where from left to right, how high), both from 0 to 1; a height of None is off the scale: a ring on the middle line.
    target : height of the target, drawn as a dashed line.
    """

    label: str
    points: tuple[tuple[float, float | None], ...]
    words: str
    target: float | None = None


def lines_svg(rows: Sequence[SmallLine], *, title: str, ticks: Sequence[tuple[float, str]] = ()) -> str:
    """The rows as an SVG document; the same rows give the same bytes.

    Parameters
    ----------
    rows : from the top.
    title : what is shown, written above.
    ticks : places along all lines with what stands there, written under the title.
    """
    wide = _LABELS + _LINES + _WORDS
    head = wrap(title, 15.0, wide - 24, most=3, bold=True).lines
    parts = [f'<text x="12" y="{n(22 + i * 20)}" font-size="15" font-weight="bold">{escape(line)}</text>' for i, line in enumerate(head)]
    y = 14.0 + len(head) * 20
    if ticks:
        lowest = 0
        for at, text in ticks:
            lines = wrap(visible(text), 11.0, _LINES / max(1, len(ticks)) - 4, most=3).lines
            x = _LABELS + at * _LINES
            parts += [f'<text x="{n(x)}" y="{n(y + 12 + i * 13)}" font-size="11" fill="{MUTED}" text-anchor="middle">{escape(line)}</text>'
                      for i, line in enumerate(lines)]
            lowest = max(lowest, len(lines))
        y += 10 + lowest * 13
    for row in rows:
        labels, words = (wrap(visible(text), _SIZE, width - 20, most=4).lines or ("",) for text, width in (
            (row.label, _LABELS), (row.words, _WORDS)))
        tall = max(_TALL, len(labels) * _LEADING, len(words) * _LEADING)
        for lines, x, anchor in ((labels, _LABELS - 12, "end"), (words, _LABELS + _LINES + 12, "start")):
            top = y + (tall - len(lines) * _LEADING) / 2
            parts += [f'<text x="{n(x)}" y="{n(top + 12 + i * _LEADING)}" font-size="{n(_SIZE)}" text-anchor="{anchor}">{escape(line)}</text>'
                      for i, line in enumerate(lines)]
        parts += _line(row, y + (tall - _TALL) / 2)
        y += tall + _GAP
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(wide)}" height="{n(y)}" viewBox="0 0 {n(wide)} {n(y)}" role="img" '
            f'font-family="{FONTS}" fill="{INK}"><title>{escape(title)}</title><desc>{escape(lines_words(rows))}</desc>'
            f'<rect width="{n(wide)}" height="{n(y)}" fill="{PAPER}"/>{"".join(parts)}</svg>')


def _line(row: SmallLine, top: float) -> list[str]:
    def place(at: float, height: float) -> tuple[str, str]:
        return n(_LABELS + 6 + at * (_LINES - 12)), n(top + _TALL - 5 - height * (_TALL - 10))

    left, right = n(_LABELS), n(_LABELS + _LINES)
    base = n(top + _TALL)
    parts = [f'<path d="M{left} {base}H{right}" stroke="{MUTED}" stroke-opacity="0.4"/>']
    if row.target is not None:
        across = place(0, row.target)[1]
        parts.append(f'<path d="M{left} {across}H{right}" stroke="{MUTED}" stroke-dasharray="3 3"/>')
    run: list[str] = []
    for at, height in (*row.points, (0.0, None)):
        if height is not None:
            run.append(" ".join(place(at, height)))
            continue
        if len(run) > 1:
            parts.append(f'<path d="M{"L".join(run)}" fill="none" stroke="{_STROKE}" stroke-width="2"/>')
        run = []
    for at, height in row.points:
        x, y = place(at, 0.5 if height is None else height)
        parts.append(f'<circle cx="{x}" cy="{y}" r="3.5" fill="{PAPER if height is None else _STROKE}" stroke="{_STROKE}"/>')
    return parts


def lines_words(rows: Sequence[SmallLine]) -> str:
    """The same in words.

    >>> lines_words([SmallLine("Lateness", ((0, 1), (1, 0)), "7% in 2025, down 5")])
    'Lateness: 7% in 2025, down 5.'
    """
    return " ".join(f"{row.label}: {row.words.rstrip('.')}." for row in rows) or "Nothing to draw."
