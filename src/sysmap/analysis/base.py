"""What every search has in common: a budget of time, bounds, and how things are named in sentences."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import count_text, factor_name

__all__ = ["Budget", "Clock", "budget_of", "check_bound", "count_of", "label_of", "name_of"]

Clock = Callable[[], float]
"""Seconds from any starting point, always rising; `time.perf_counter` unless a test brings its own."""

_EVERY = 256


@dataclass(slots=True)
class Budget:
    """How long one enumeration may take. The clock is read once in a few hundred steps, so that it costs nothing.

    `reserve` is the share of the time to search in; the rest is for putting the answer together.
    """

    seconds: float | None = None
    clock: Clock = time.perf_counter
    spent: bool = False
    reserve: float = 0.98
    _end: float = field(default=0.0, init=False)
    _left: int = field(default=_EVERY, init=False)

    def __post_init__(self) -> None:
        if self.seconds is not None:
            self._end = self.clock() + self.reserve * self.seconds

    def tick(self, work: int = 1) -> bool:
        """Count so many steps of work; true once the time is used up."""
        if self.seconds is None:
            return False
        self._left -= work
        if self._left > 0:
            return self.spent
        self._left = _EVERY
        return self.now_spent()

    def now_spent(self) -> bool:
        """Read the clock; true once the time is used up."""
        if self.seconds is not None and not self.spent and self.clock() >= self._end:
            self.spent = True
        return self.spent

    def left(self) -> float | None:
        """Seconds left, never below zero; nothing where there is no limit."""
        return None if self.seconds is None else max(0.0, self._end - self.clock())

    def for_another(self) -> float | None:
        """Seconds to give to another question; never none at all, so that it answers with its bound."""
        left = self.left()
        return None if left is None else max(left, 1e-9)

    def set_aside(self, seconds: float) -> None:
        """Keep so much of the time for what comes after the search."""
        self._end -= seconds

    def share(self, parts: int) -> Budget:
        """A budget for one of so many parts of the work that is left."""
        left = self.left()
        return Budget(None if left is None else left / max(parts, 1), self.clock, reserve=1.0)


def budget_of(seconds: float | None, clock: Clock, *, reserve: float = 0.98) -> Budget:
    """The budget of a question.

    Raises
    ------
    Refused : a time of nothing or less, or one that is no number.
    """
    if seconds is not None and not seconds > 0:
        raise Refused(Problem(code="A04", message=f"The time limit (--seconds) is {seconds:g}; it has to be above 0.",
                              hint="Leave it out to take the usual limit, or give a number of seconds, e.g. 0.5."))
    return Budget(seconds, clock, reserve=reserve)


def check_bound(value: int | None, name: str, *, least: int = 1) -> None:
    """Refuse a bound that asks for nothing.

    Raises
    ------
    Refused : the bound is below `least`.
    """
    if value is not None and value < least:
        raise Refused(Problem(
            code="A04", message=f"{name} is {value}; it has to be {least} or more.",
            hint=f"Leave it out to take the usual bound, or give a number from {least} up."))


def count_of(number: int, one: str, many: str | None = None, *, at_least: bool = False) -> str:
    """A number with its noun, and "at least" where a bound cut the count.

    >>> count_of(1, "path"), count_of(0, "path"), count_of(12, "loop", at_least=True)
    ('1 path', 'no paths', 'at least 12 loops')
    """
    return count_text(number, one, many, zero="no", at_least=at_least)


def label_of(map_: Map, id_: str) -> str:
    """A factor's label, or its id where it has none."""
    factor = map_.factors.get(id_)
    return factor.label or id_ if factor is not None else id_


def name_of(map_: Map, id_: str) -> str:
    """A factor's label in quotation marks."""
    return factor_name(map_, id_)


