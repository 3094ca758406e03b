"""Problems: findings about a file or a map, as values with a place and a way out.

A problem never stops the reading of the rest. Exceptions (`Refused`) are for refusing to act.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from sysmap.core.words import Severity

__all__ = ["Place", "Problem", "Refused", "nearest", "one_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: line and column count from 1, in characters."""

    file: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.file or "", str(self.line or ""), str(self.column or "")]
        return ":".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding: what is wrong, in the user's words, and what to do about it.

    `at` is the path of the element concerned, e.g. ``("factors", "improvements", "layer")``; whoever holds the file
    turns it into a `place`. A waived problem carries the reason its author gave.
    """

    code: str
    message: str
    hint: str
    severity: Severity = "error"
    at: tuple[str, ...] = ()
    place: Place = Place()
    waived: str | None = None

    def placed(self, place: Place) -> Problem:
        """The same problem with its place in a file."""
        return dataclasses.replace(self, place=place)

    @property
    def element(self) -> str | None:
        """The id of the element the problem is about, if it is about one."""
        return self.at[1] if len(self.at) > 1 else None

    def __str__(self) -> str:
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}{self.code} {self.message} {self.hint}".rstrip()


class Refused(Exception):
    """An action that was not done, with the problems that stood against it."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def _render_traceback_(self) -> list[str]:
        """Shown by Jupyter in place of a traceback: the user can mend what is named, not our code."""
        return [f"Refused: {problem}" for problem in self.problems]


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Known names that somebody who wrote `name` may have meant, best first.

    >>> nearest("improvment", ["improvements", "insight"])
    ['improvements']
    """
    import difflib

    by_lower = {candidate.lower(): candidate for candidate in sorted(known, reverse=True)}
    close = difflib.get_close_matches(name.lower(), list(by_lower), n=most, cutoff=0.6)
    containing = [low for low in sorted(by_lower) if len(name) > 2 and name.lower() in low and low not in close]
    return [by_lower[low] for low in (close + containing)[:most]]


def one_of(name: str, known: Iterable[str], most: int = 8) -> str:
    """The way out for an unknown name: what was probably meant, else which names there are.

    >>> one_of("outcom", ["outcome", "impact"])
    'Did you mean outcome?'
    >>> one_of("zebra", ["outcome", "impact"])
    'Known: impact, outcome.'
    """
    names = sorted(set(known))
    close = nearest(name, names)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    if not names:
        return "There are none yet."
    shown = ", ".join(names[:most])
    return f"Known: {shown}, … ({len(names)} in all)." if len(names) > most else f"Known: {shown}."
