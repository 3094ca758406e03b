"""How wide texts are and how wide columns have to be, so that tables are not ragged and pages can be counted beforehand.

Widths are those of Arial, in points; no font and no office program is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sysmap.reports.blocks import Cell, DataTable
from sysmap.views.layout.text import text_width

__all__ = ["cell_text", "column_widths", "line_count"]

_SAFE = 1.04
"""What `text_width` adds for wider fonts."""
_SAFE_BOLD = 1.02
"""What it adds besides for bold letters."""
_LONGEST = 3000
_BOLD_ROOM = 1.04
_SHORT = 10
"""A heading this short stays on one line."""
_ANYWHERE = 0.34
"""A word that would take more than this part of a table's width is broken instead."""


def cell_text(value: Cell) -> str:
    """What a table shows for a value."""
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def line_count(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes: words whole where they fit, as office programs break them.

    >>> line_count("one two three", 10, 40)
    2
    """
    lines = 0
    safe = _SAFE * (_SAFE_BOLD if bold else 1.0)
    for part in text[:_LONGEST].split("\n"):
        used, lines = 0.0, lines + 1
        for word in re.split(r"(?<=[ \-–—])(?!\d)|(?<= )", part):
            wide = text_width(word, size, bold=bold) / safe
            bare = text_width(word.rstrip(), size, bold=bold) / safe
            if used and used + bare > width:
                lines, used = lines + 1, 0.0
            if bare > width:
                lines += int(bare // width)
                wide = bare % width
            used += wide
    return lines * max(1, len(text) // _LONGEST)


def column_widths(table: DataTable, room: float, size: float, padding: float) -> list[float]:
    """Columns wide enough for their longest words, dates and numbers; the rest goes to those with the most text, so that rows stay low.

    Parameters
    ----------
    table : the table.
    room : its width, in the unit of `size`.
    size : of the letters.
    padding : left and right of the text in a cell, together.
    """
    least, texts = [], []
    for at, heading in enumerate(table.columns):
        cells = [cell_text(row[at]) for row in table.rows[:400]]
        words = {word for cell in cells for word in re.split(r"\s|(?<=[-–—])(?!\d)", cell[:_LONGEST])}
        longest = max((text_width(word, size) for word in sorted(words, key=len)[-12:]), default=0.0) / _SAFE
        words_of_heading = [heading] if len(heading) <= _SHORT else heading.split()
        heads = max((text_width(word, size, bold=True) for word in words_of_heading), default=0.0)
        least.append(min(max(longest * _BOLD_ROOM, heads), room * _ANYWHERE) + padding)
        wide = sorted((text_width(cell[:600], size) for cell in cells), reverse=True)
        top = wide[: max(1, len(wide) // 3)] or [0.0]
        texts.append(max(sum(top) / len(top), text_width(heading, size, bold=True) / 2, 1.0))
    over = sum(least)
    if over >= room:
        return [one * room / over for one in least]
    return _shared(least, texts, room, padding)


def _shared(least: Sequence[float], texts: Sequence[float], room: float, padding: float) -> list[float]:
    """No column gets more than its longest text needs on one line; what is left goes to the others."""
    widths = list(least)
    open_ = set(range(len(least)))
    left = room - sum(widths)
    while open_ and left > 0.5:
        total = sum(texts[at] for at in open_)
        given = {at: left * texts[at] / total for at in open_}
        full = {at for at in open_ if widths[at] + given[at] >= texts[at] + padding}
        for at in full or open_:
            add = min(given[at], max(0.0, texts[at] + padding - widths[at])) if full else given[at]
            widths[at] += add
            left -= add
        if not full:
            break
        open_ -= full
    if left > 0.5:
        widths = [one + left * one / sum(widths) for one in widths]
    return widths
