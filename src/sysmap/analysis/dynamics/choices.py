"""The choices that a fuzzy cognitive map is run under, and what came of a scenario: light values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sysmap.analysis.dynamics.draws import varies
from sysmap.analysis.dynamics.scales import Strengths
from sysmap.analysis.dynamics.system import System

__all__ = ["CHOICES", "FuzzyChoice", "Compared", "Ending", "Rule", "Scenario", "Squash", "States"]

Rule = Literal["kosko", "modified", "rescaled"]
"""kosko: the sum of what causes pass on; modified: plus the factor's own state; rescaled: the same with states counted from 0.5."""
Squash = Literal["sigmoid", "tanh", "steps"]
"""sigmoid: to between 0 and 1; tanh: to between -1 and 1; steps: to -1, 0 or 1."""
States = tuple[tuple[float, ...], tuple[float, ...]]
Ending = Literal["fixed", "cycle", "neither"]


@dataclass(frozen=True, slots=True)
class FuzzyChoice:
    """A rule with a way of squashing, and its steepness."""

    rule: Rule
    squash: Squash
    steepness: float = 1.0

    @property
    def middle(self) -> float:
        """The state in which nothing speaks for more or for less."""
        return 0.5 if self.squash == "sigmoid" else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """The lowest and the highest state."""
        return (0.0, 1.0) if self.squash == "sigmoid" else (-1.0, 1.0)


CHOICES = (
    FuzzyChoice("kosko", "sigmoid"), FuzzyChoice("modified", "sigmoid"), FuzzyChoice("rescaled", "sigmoid"),
    FuzzyChoice("kosko", "tanh"), FuzzyChoice("modified", "tanh"), FuzzyChoice("kosko", "steps"),
)
"""The choices over which a ranking is compared. The rescaled rule is one for states between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is held where, and what is drawn.

    Attributes
    ----------
    system : who acts on whom.
    held : 1 for each factor that is held up, -1 for each that is held down, by place.
    strengths : the interval of each strength.
    doubt, seed : as for a press.
    begin : the states with which the baseline begins, by place, all others at 0; where none, all begin in the middle.
    levels : the state of each factor that is held at one of its own, by place.
    """

    system: System
    held: Mapping[int, int]
    strengths: Strengths
    doubt: bool = True
    seed: int = 1
    begin: Mapping[int, float] = field(default_factory=dict)
    levels: Mapping[int, float] = field(default_factory=dict)

    @property
    def fixed(self) -> frozenset[int]:
        """The factors that are held, up, down or at a state."""
        return frozenset((*self.held, *self.levels))

    @property
    def varies(self) -> bool:
        """Whether there is anything to draw."""
        return varies(self.system, self.strengths, doubt=self.doubt)


@dataclass(frozen=True)
class Compared:
    """A scenario against its baseline, under one choice.

    Attributes
    ----------
    choice : rule and squashing.
    drawn : how many draws were made.
    endings : how many of them came to rest, both in the scenario and in the baseline; went round in a cycle in either; did neither.
    up, down : of those at rest, in how many each factor is higher or lower than in the baseline.
    ranks : the mean place of each factor when they are put in order of how much they differ, 1 for the most.
    unique : whether there is certainly one place of rest for each draw.
    steps : the most steps that a run took.
    states : where nothing is drawn and the run rests, the state of each factor in the baseline and in the scenario.
    course : where nothing is drawn, the states of the baseline step by step, from those it begins with, as far as is kept.
    """

    choice: FuzzyChoice
    drawn: int
    endings: Mapping[Ending, int]
    up: tuple[int, ...]
    down: tuple[int, ...]
    ranks: tuple[float, ...]
    unique: bool
    steps: int = 0
    states: States | None = None
    course: tuple[tuple[float, ...], ...] = ()

    @property
    def kept(self) -> int:
        """How many draws came to rest in both."""
        return self.endings["fixed"]

    def order(self, among: tuple[int, ...]) -> dict[int, int]:
        """The place of each of these factors when they are put in order of how much they differ; those alike share one."""
        listed = sorted(self.ranks[i] for i in among)
        return {i: listed.index(self.ranks[i]) + 1 for i in among}
