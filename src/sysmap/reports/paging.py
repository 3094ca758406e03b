"""On which page things come to stand, worked out without an office program.

Word and LibreOffice know where pages end only once they have laid a file out; until a reader has Word renew its fields,
the contents list shows what is estimated here. LibreOffice works the numbers out itself when it opens the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

__all__ = ["Flow", "line_height"]

_SLACK = 2.0
"""Points by which the last line of a page may be thought too low."""


def line_height(size: float, spacing: float = 1.0) -> float:
    """Height of a line of Arial, in whole twentieths of a point as office programs have it.

    >>> line_height(8.5)
    9.8
    """
    return ceil(size * 1.149 * spacing * 20 - 0.01) / 20


@dataclass(slots=True)
class _Piece:
    before: float
    lines: int
    line: float
    after: float
    whole: bool
    mark: int | None

    @property
    def height(self) -> float:
        return self.before + self.lines * self.line + self.after


class Flow:
    """Fills page after page; lengths are in points.

    >>> flow = Flow(100)
    >>> for _ in range(3):
    ...     flow.text(lines=5, size=10)
    >>> flow.page
    2
    """

    def __init__(self, height: float) -> None:
        self.height = height + _SLACK
        self.page = 1
        self.used = 0.0
        self.pages: dict[int, int] = {}
        self._kept: list[_Piece] = []
        self._forced = True
        self._after = 0.0

    def text(self, lines: int, size: float, *, before: float = 0, after: float = 0, spacing: float = 1.0, keep: bool = False,
             whole: bool = False, mark: int | None = None) -> None:
        """A paragraph; one that is kept with the next waits for it. A mark asks for the page it begins on."""
        piece = _Piece(before, lines, line_height(size, spacing), after, whole or keep, mark)
        if keep:
            self._kept.append(piece)
        else:
            self._place([*self._taken(), piece])

    def picture(self, height: float, *, before: float = 0, after: float = 0) -> None:
        """A picture, which stays with the caption below it."""
        self._kept.append(_Piece(before, 1, height, after, True, None))

    def table(self, head: float, rows: Sequence[float], *, whole: bool = False) -> None:
        """A table whose rows do not break; its header comes again on every page, and its last three rows stay together."""
        kept = self._taken()
        heights = [head, *rows]
        together = heights if whole or len(rows) <= 3 else heights[:2]
        need = sum(piece.height for piece in kept) + sum(together)
        if self.used and self.used + need > self.height:
            self.turn()
        for piece in kept:
            self._put(piece)
        for at, row in enumerate(heights):
            end = sum(rows[-3:]) if at == len(rows) - 2 and sum(rows[-3:]) < self.height / 2 else row
            if self.used and self.used + end > self.height:
                self.turn()
                self.used += head if at else 0
            self.used += row
            while self.used > self.height:
                self.page, self.used = self.page + 1, self.used - self.height
        self._after = 0.0

    def turn(self, height: float | None = None) -> None:
        """Go on at the top of the next page; with a height, on paper of another shape."""
        if height is not None:
            self._place(self._taken())
            self.height = height + _SLACK
            self._forced = True
        self.page += 1
        self.used = 0.0

    def waiting(self) -> float:
        """Height of what waits for the next thing, to stay with it."""
        return sum(piece.height for piece in self._kept)

    def resize(self, height: float) -> None:
        """Paper of another shape for a page that nothing stands on yet."""
        self.height = height + _SLACK

    def _taken(self) -> list[_Piece]:
        kept, self._kept = self._kept, []
        return kept

    def _place(self, pieces: list[_Piece]) -> None:
        if not pieces:
            return
        *kept, last = pieces
        first = last.height if last.whole or last.lines <= 3 else last.before + 2 * last.line
        if self.used and self.used + sum(piece.height for piece in kept) + first - last.after > self.height:
            self.turn()
        for piece in pieces:
            self._put(piece)

    def _put(self, piece: _Piece) -> None:
        if self.used + piece.before + piece.line > self.height and self.used:
            self.turn()
        if piece.mark is not None:
            self.pages[piece.mark] = self.page
        if self.used:
            self.used += max(0.0, piece.before - self._after)  # of the space after and the space before the larger counts
        elif self._forced:
            self.used += piece.before  # dropped where a page begins by itself
        self._forced = False
        for _ in range(piece.lines):
            if self.used + piece.line > self.height + 0.1:
                self.turn()
            self.used += piece.line
        self.used += piece.after
        self._after = piece.after
