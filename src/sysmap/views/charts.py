"""Bars: the one chart that reports of counts and percentages need, as SVG text with its numbers written out."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from sysmap.views.layout.model import short_number as n
from sysmap.views.layout.text import text_width, visible, wrap
from sysmap.views.style import FONTS, INK, PAPER

__all__ = ["bars_svg", "bars_words"]

_SIZE = 13.0
_LINE = 16.0
_LABELS = 280.0
_BARS = 360.0
_GAP = 10.0
_FILL = "#2a6592"


def bars_svg(rows: Sequence[tuple[str, float | None]], *, title: str, unit: str = "", most: float | None = None) -> str:
    """Horizontal bars, each with its label and its number; a missing number says so.

    Parameters
    ----------
    rows : label and value of each bar, from the top; a value of `None` is not printed in the source.
    title : what is shown, written above.
    unit : put after each number, e.g. ``"%"``.
    most : the value of a full bar; the largest value if not given (100 for per cent).

    Returns
    -------
    str : an SVG document; the same rows give the same bytes.
    """
    values = [value for _, value in rows if value is not None]
    full = most or (100.0 if unit == "%" else max(values, default=1.0)) or 1.0
    head = wrap(title, 15.0, _LABELS + _BARS, most=3, bold=True).lines
    y = 14.0 + len(head) * 20
    parts = [f'<text x="12" y="{n(22 + i * 20)}" font-size="15" font-weight="bold">{escape(line)}</text>'
             for i, line in enumerate(head)]
    for label, value in rows:
        lines = wrap(visible(label), _SIZE, _LABELS - 24, most=4).lines or ("",)
        tall = len(lines) * _LINE
        parts += [f'<text x="{n(_LABELS - 8)}" y="{n(y + 13 + i * _LINE)}" font-size="{n(_SIZE)}" text-anchor="end">'
                  f"{escape(line)}</text>" for i, line in enumerate(lines)]
        wide = 0.0 if value is None else max(0.0, min(value / full, 1.0)) * _BARS
        said = "not printed" if value is None else f"{value:g}{unit}"
        if wide:
            parts.append(f'<rect x="{n(_LABELS)}" y="{n(y + tall / 2 - 8)}" width="{n(wide)}" height="16" fill="{_FILL}"/>')
        parts.append(f'<text x="{n(_LABELS + wide + 6)}" y="{n(y + tall / 2 + 5)}" font-size="{n(_SIZE)}">{said}</text>')
        y += tall + _GAP
    width = _LABELS + _BARS + 20 + text_width("not printed", _SIZE)
    height = y + 6
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(width)}" height="{n(height)}" '
            f'viewBox="0 0 {n(width)} {n(height)}" role="img" font-family="{FONTS}" fill="{INK}">'
            f"<title>{escape(title)}</title><desc>{escape(bars_words(rows, unit=unit))}</desc>"
            f'<rect width="{n(width)}" height="{n(height)}" fill="{PAPER}"/>'
            f'<path d="M{n(_LABELS)} {n(10 + len(head) * 20)}V{n(height - 8)}" stroke="{INK}"/>{"".join(parts)}</svg>')


def bars_words(rows: Sequence[tuple[str, float | None]], *, unit: str = "") -> str:
    """The same in words.

    >>> bars_words([("Useful", 92), ("Clear", None)], unit="%")
    'Useful: 92%; Clear: not printed.'
    """
    said = "; ".join(f"{label}: {'not printed' if value is None else f'{value:g}{unit}'}" for label, value in rows)
    return f"{said}." if said else "No figures."
