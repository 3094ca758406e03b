"""What came of draws, and how sure it is: light values, with the conventions that draws are made under."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from sysmap.analysis.dynamics.scales import Strengths
from sysmap.analysis.dynamics.system import System

__all__ = ["LEAST_SHARE", "MOST_IN_GROUP", "PROBE", "Draws", "Grip", "Progress", "error_of", "varies"]

Grip = Literal["firm", "loose"]
"""How far each factor holds itself back: *firm*, by 1, as hard as the strongest link can push; *loose*, by anything between 0 and 1,
drawn anew each time (the convention of QPress)."""
Progress = Callable[[int, int], None]
"""Called with the draws done and the draws to do."""

LEAST_SHARE = 0.05
"""Below this share of draws that settle there is no answer: the few that are left are no sample of the map."""
PROBE = 4096
"""Draws after which a press is given up where too few settle."""
MOST_IN_GROUP = 150
"""The most factors that all influence each other; of larger groups eigenvalues take too long."""


@dataclass(frozen=True, slots=True)
class Draws:
    """What became of the draws.

    Attributes
    ----------
    drawn : how many were drawn.
    settled : how many of them settle.
    kept : how many of those show what was observed; the same where nothing was.
    up, down : of the kept draws, in how many each factor ends higher or lower.
    """

    drawn: int
    settled: int
    kept: int
    up: tuple[int, ...]
    down: tuple[int, ...]

    def with_more(self, other: Draws) -> Draws:
        """Both together."""
        return Draws(self.drawn + other.drawn, self.settled + other.settled, self.kept + other.kept,
                     tuple(a + b for a, b in zip(self.up, other.up, strict=True)),
                     tuple(a + b for a, b in zip(self.down, other.down, strict=True)))

    @property
    def share_settled(self) -> float:
        """The share of draws that settle."""
        return self.settled / self.drawn if self.drawn else 0.0

    @property
    def enough(self) -> bool:
        """Whether enough settle to speak of the map."""
        return self.share_settled >= LEAST_SHARE


def error_of(share: float, kept: int) -> float:
    """How far a share may be off because draws are a sample: half the width of its 95 % interval (Wilson 1927).

    >>> round(error_of(0.5, 10_000), 4), round(error_of(1.0, 100), 4)
    (0.0098, 0.0185)
    """
    if not kept:
        return 1.0
    z = 1.96
    return z * sqrt(share * (1 - share) / kept + z * z / (4 * kept * kept)) / (1 + z * z / kept)


def varies(system: System, strengths: Strengths, *, doubt: bool) -> bool:
    """Whether there is anything to draw."""
    return any(not one.sign or len(set(strengths.of(one.strength, one.links))) > 1
               or (doubt and len(one.doubtful) == len(one.links)) for one in (*system.influences, *system.own))
