"""The faults of one text, each with its line and column."""

from __future__ import annotations

import bisect
import re
from typing import Final

from sysmap.core.problem import Place, Problem

__all__ = ["Faults"]

MAX_FAULTS: Final = 200


class Faults:
    """Collects the problems of one text, placing each by its character position; bounded, and says when it is full."""

    def __init__(self, text: str, file: str | None) -> None:
        self.text = text
        self.file = file
        self.problems: list[Problem] = []
        self.dropped = 0
        self._line_starts: list[int] | None = None

    def full(self) -> bool:
        """Whether no more faults are noted; one more is then counted. For faults whose hint takes long to find."""
        if len(self.problems) < MAX_FAULTS:
            return False
        self.dropped += 1
        return True

    def add(self, code: str, index: int, message: str, hint: str) -> None:
        """Note a fault at a character position."""
        if self.full():
            return
        self.problems.append(Problem(code=code, message=message, hint=hint, place=self.place(index)))

    def place(self, index: int) -> Place:
        """Line and column, from 1, of a character position."""
        if self._line_starts is None:
            self._line_starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        line = bisect.bisect_right(self._line_starts, index)
        return Place(self.file, line, index - self._line_starts[line - 1] + 1)

    def all(self) -> list[Problem]:
        """Every problem in the order of the file."""
        found = sorted(self.problems, key=lambda p: (p.place.line or 0, p.place.column or 0, p.code))
        if self.dropped:
            last = found[-1].place
            found.append(Problem(code="F20", message=f"From here on, {self.dropped:,} more faults are not shown.",
                                 hint="Mend the ones above first.",
                                 place=Place(self.file, last.line, (last.column or 0) + 1)))
        return found
