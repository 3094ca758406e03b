"""On which page things come to stand, worked out without an office program.

Word and LibreOffice know where pages end only once they have laid a file out; until a reader has Word renew its fields,
the contents list shows what is estimated here. LibreOffice works the numbers out itself when it opens the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Flow"]

LINE = 1.15
"""Height of a line of Arial over the size of its letters."""


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
        self.height = height
        self.page = 1
        self.used = 0.0
        self.pages: dict[int, int] = {}
        self._kept: list[_Piece] = []
        self._forced = True

    def text(self, lines: int, size: float, *, before: float = 0, after: float = 0, spacing: float = 1.0, keep: bool = False,
             whole: bool = False, mark: int | None = None) -> None:
        """A paragraph; one that is kept with the next waits for it. A mark asks for the page it begins on."""
        piece = _Piece(before, lines, size * LINE * spacing, after, whole or keep, mark)
        if keep:
            self._kept.append(piece)
        else:
            self._place([*self._taken(), piece])

    def table(self, head: float, rows: Sequence[float], *, whole: bool = False) -> None:
        """A table whose rows do not break; its header comes again on every page."""
        kept = self._taken()
        heights = [head, *rows]
        together = heights if whole else heights[:2]
        need = sum(piece.height for piece in kept) + sum(together)
        if self.used and self.used + need > self.height:
            self.turn()
        for piece in kept:
            self._put(piece)
        for at, row in enumerate(heights):
            if self.used and self.used + row > self.height:
                self.turn()
                self.used += head if at else 0
            self.used += row
            while self.used > self.height:
                self.page, self.used = self.page + 1, self.used - self.height

    def turn(self, height: float | None = None) -> None:
        """Go on at the top of the next page; with a height, on paper of another shape."""
        if height is not None:
            self._place(self._taken())
            self.height = height
            self._forced = True
        self.page += 1
        self.used = 0.0

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
        self.used += piece.before if self.used or self._forced else 0.0  # programs drop it where a page begins by itself
        self._forced = False
        for _ in range(piece.lines):
            if self.used + piece.line > self.height + 0.1:
                self.turn()
            self.used += piece.line
        self.used += piece.after
