"""Fuzzy cognitive maps: every factor has a state, and each step passes states on along the links until nothing changes.

A state is between 0 and 1 (or between -1 and 1). In a step each factor adds up what its causes pass on, by one of three rules, and
the sum is squashed back. A *scenario* holds some factors up or down and compares where things come to rest with a *baseline*
in which nothing is held. States have no unit: only the direction of a difference means anything, and the order of the
differences as far as it stays the same under other rules.

Rules and squashing are choices of the modeller with no empirical warrant, and a run need not come to rest: it may go round in
a cycle, or on and on. Both are said.

Sources: Kosko (1986), International Journal of Man-Machine Studies 24:65-75; the three rules as the R package fcm (Dikopoulou &
Papageorgiou 2017) and FCMpy (Mkhitaryan et al. 2022, PeerJ Computer Science 8:e1078) have them, against which they are tested;
Knight, Lloyd & Penn (2014) on how rules change rankings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sysmap.analysis.base import Budget
from sysmap.analysis.dynamics.choices import Compared, Ending, FuzzyChoice, Scenario, States
from sysmap.analysis.dynamics.drawing import drawn_links, generator
from sysmap.analysis.dynamics.draws import Progress
from sysmap.analysis.dynamics.elimination import Floats, Truths
from sysmap.analysis.dynamics.system import System
from sysmap.analysis.workers import HERE, Pool

__all__ = ["MOST_STEPS", "TOLERANCE", "Rest", "Wiring", "compared", "contracts", "settle"]

TOLERANCE = 1e-10
"""A run is at rest when no state changes by more in a step."""
MOST_STEPS = 1000
_PART, _FIRST = 1024, 64
"""How many draws are made together; how many first, to see how long they take."""
_COURSE = 50
"""The most steps of a course that are kept."""
_LOOK = 32
"""After so many steps the clock is read."""
_MOVED = 100.0
"""How many times the tolerance a difference between two runs at rest has to be, so that it is none of its making."""
_SAME = 1e-12

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wiring:
    """Which factor acts on which: the places of the ends of each link."""

    size: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, system: System) -> Wiring:
        """The wiring of a system, links of a factor to itself last."""
        ones = (*system.influences, *system.own)
        return cls(len(system.ids), tuple(one.start for one in ones), tuple(one.end for one in ones))


@dataclass(frozen=True, slots=True)
class Rest:
    """Where the runs came to rest.

    Attributes
    ----------
    states : factors by draws.
    fixed, cycle : draws that came to rest, and draws that go round in a cycle; the others did neither in time.
    steps : how many steps each draw took.
    """

    states: Floats
    fixed: Truths
    cycle: Truths
    steps: Numbers


def settle(
    wiring: Wiring, weights: Floats, start: Floats, choice: FuzzyChoice, held: Mapping[int, float] | None = None, *,
    tolerance: float = TOLERANCE, most_steps: int = MOST_STEPS, budget: Budget | None = None,
) -> Rest:
    """Run every draw until it rests, is caught in a cycle, or has taken too many steps.

    Parameters
    ----------
    wiring : who acts on whom.
    weights : links by draws.
    start : factors by draws: the states to start from.
    choice : rule and squashing.
    held : factors that are held at a state.
    tolerance, most_steps : when to stop.
    budget : looked at now and then.

    Raises
    ------
    TimeoutError : the budget was spent before every draw had ended.

    Examples
    --------
    Two factors that lower each other, in steps: both up, both down, both up again.

    >>> found = settle(Wiring(2, (0, 1), (1, 0)), np.array([[-1.0], [-1.0]]), np.ones((2, 1)), FuzzyChoice("kosko", "steps"))
    >>> found.cycle.tolist(), found.fixed.tolist()
    ([True], [False])
    """
    draws = weights.shape[1]
    fixed, cycle = np.zeros(draws, dtype=np.bool_), np.zeros(draws, dtype=np.bool_)
    steps = np.full(draws, most_steps)
    final = start.astype(float)
    for place, value in (held or {}).items():
        final[place] = value
    at = np.arange(draws)
    now, using, seen, mark = final.copy(), weights, final.copy(), 1
    work = np.empty(draws)
    for step in range(1, most_steps + 1):
        after = _step(wiring, using, now, choice, work[:now.shape[1]])
        for place, value in (held or {}).items():
            after[place] = value
        rests = np.abs(after - now).max(axis=0, initial=0.0) <= tolerance
        returns = ~rests & (np.abs(after - seen).max(axis=0, initial=0.0) <= _SAME)
        done = rests | returns
        now = after
        if step % _LOOK == 0 and budget is not None and budget.now_spent() and len(at):
            raise TimeoutError
        if step == mark:
            seen, mark = now.copy(), 2 * mark
        if done.any():
            final[:, at[done]] = now[:, done]
            fixed[at[rests]], cycle[at[returns]], steps[at[done]] = True, True, step
            left = ~done
            at, now, seen, using = at[left], now[:, left], seen[:, left], using[:, left]
            if not len(at):
                break
    final[:, at] = now
    return Rest(final, fixed, cycle, steps)


def _step(wiring: Wiring, weights: Floats, states: Floats, choice: FuzzyChoice, work: Floats) -> Floats:
    centred = 2 * states - 1 if choice.rule == "rescaled" else states
    total = np.zeros_like(states) if choice.rule == "kosko" else centred.copy()
    for row, start, end in zip(weights, wiring.starts, wiring.ends, strict=True):
        np.multiply(row, centred[start], out=work)
        total[end] += work
    if choice.squash == "steps":
        return np.asarray(np.sign(np.where(np.abs(total) < _SAME, 0.0, total)))
    total *= choice.steepness if choice.squash == "tanh" else choice.steepness / 2
    np.tanh(total, out=total)
    return total if choice.squash == "tanh" else (total + 1) / 2


def contracts(wiring: Wiring, largest: Floats, choice: FuzzyChoice) -> bool:
    """Whether there is certainly one place of rest, whatever the start: each step brings any two states closer.

    Parameters
    ----------
    wiring : who acts on whom.
    largest : for each link the greatest size that it may be drawn with.
    choice : rule and squashing.
    """
    if choice.squash == "steps":
        return False
    matrix = np.zeros((wiring.size, wiring.size))
    np.add.at(matrix, (list(wiring.ends), list(wiring.starts)), largest)
    norm = float(np.linalg.norm(matrix, 2)) if wiring.size else 0.0
    slope = choice.steepness * (1.0 if choice.squash == "tanh" else 0.25)
    return slope * {"kosko": norm, "modified": 1 + norm, "rescaled": 2 * (1 + norm)}[choice.rule] < 1


@dataclass(frozen=True, slots=True)
class _Runs:
    """What came of some draws, as sums. Places are whole or half, so that their sum is exact in any order."""

    drawn: int
    fixed: int
    cycle: int
    steps: int
    up: Numbers
    down: Numbers
    ranks: Floats
    states: States | None = None

    def with_more(self, other: _Runs) -> _Runs:
        """Both together."""
        return _Runs(self.drawn + other.drawn, self.fixed + other.fixed, self.cycle + other.cycle, max(self.steps, other.steps),
                     self.up + other.up, self.down + other.down, self.ranks + other.ranks, self.states or other.states)


def compared(
    plan: Scenario, choice: FuzzyChoice, draws: int, budget: Budget | None = None, *, tolerance: float = TOLERANCE, pool: Pool = HERE,
    progress: Progress | None = None,
) -> Compared:
    """Run a scenario and its baseline over so many draws.

    Parameters
    ----------
    plan : what is held, and what is drawn.
    choice : rule and squashing.
    draws : how many; one where there is nothing to draw.
    budget : the draws end when it is spent; none is counted that had not come to its end by then.
    tolerance : when a run is at rest.
    pool : who runs them; the answer does not depend on it.
    progress : called after each part. What it raises ends the draws.
    """
    wanted = draws if plan.varies else 1
    total = _none(plan)
    inner = budget if pool is HERE else None
    with closing(pool.parts(_runs, ((plan, choice, number, count, tolerance, inner) for number, count in _parts(wanted)))) as parts:
        for made in parts:
            total = total.with_more(made)
            if progress is not None:
                progress(total.drawn, wanted)
            if budget is not None and budget.now_spent():
                break
    largest = np.array([plan.strengths.of(one.strength, one.links)[1] for one in (*plan.system.influences, *plan.system.own)])
    endings: dict[Ending, int] = {"fixed": total.fixed, "cycle": total.cycle, "neither": total.drawn - total.fixed - total.cycle}
    return Compared(choice, total.drawn, endings, tuple(total.up.tolist()), tuple(total.down.tolist()),
                    tuple((total.ranks / max(total.fixed, 1)).tolist()), contracts(Wiring.of(plan.system), largest, choice), total.steps,
                    total.states, () if plan.varies else _course(plan, choice, tolerance))


def _none(plan: Scenario) -> _Runs:
    size = len(plan.system.ids)
    return _Runs(0, 0, 0, 0, np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64), np.zeros(size))


def _runs(plan: Scenario, choice: FuzzyChoice, number: int, count: int, tolerance: float, budget: Budget | None) -> _Runs:
    """Run one part of the draws."""
    wiring, size = Wiring.of(plan.system), len(plan.system.ids)
    low, high = choice.bounds
    held = {**{place: high if way > 0 else low for place, way in plan.held.items()}, **plan.levels}
    free = [i for i in range(size) if i not in held]
    least = _MOVED * tolerance
    total = _none(plan)
    sizes, own = drawn_links(plan.system, plan.strengths, generator(plan.seed, 0, number), count, doubt=plan.doubt)
    every = np.concatenate([sizes, own])
    for some in _chunks(count, budget):
        weights = every[:, some]
        try:
            base = settle(wiring, weights, _beginning(plan, choice, weights.shape[1]), choice, tolerance=tolerance, budget=budget)
            moved = settle(wiring, weights, base.states, choice, held, tolerance=tolerance, budget=budget)
        except TimeoutError:
            break
        rests = base.fixed & moved.fixed
        change = (moved.states - base.states)[:, rests]
        ranks = np.zeros(size)
        ranks[free] = _places(np.where(np.abs(change[free]) > least, np.abs(change[free]), 0.0)).sum(axis=1)
        states: States | None = None
        if rests.all() and not plan.varies:
            states = tuple(base.states[:, 0].tolist()), tuple(moved.states[:, 0].tolist())
        total = total.with_more(_Runs(
            weights.shape[1], int(rests.sum()), int((~rests & (base.cycle | moved.cycle)).sum()),
            max(int(base.steps.max()), int(moved.steps.max())), (change > least).sum(axis=1), (change < -least).sum(axis=1), ranks, states))
    return total


def _beginning(plan: Scenario, choice: FuzzyChoice, draws: int) -> Floats:
    """The states that the baseline begins with."""
    if not plan.begin:
        return np.full((len(plan.system.ids), draws), choice.middle)
    states = np.zeros((len(plan.system.ids), draws))
    for place, value in plan.begin.items():
        states[place] = value
    return states


def _course(plan: Scenario, choice: FuzzyChoice, tolerance: float) -> tuple[tuple[float, ...], ...]:
    """The states of the baseline step by step, where nothing is drawn."""
    wiring = Wiring.of(plan.system)
    weights = np.concatenate(drawn_links(plan.system, plan.strengths, generator(plan.seed, 0, 0), 1, doubt=plan.doubt))
    states, work = _beginning(plan, choice, 1), np.empty(1)
    found = [states]
    for _ in range(_COURSE):
        states = _step(wiring, weights, states, choice, work)
        found.append(states)
        if np.abs(found[-1] - found[-2]).max(initial=0.0) <= tolerance:
            break
    return tuple(tuple(one[:, 0].tolist()) for one in found)


def _chunks(count: int, budget: Budget | None) -> Iterator[slice]:
    """The draws of a part: a few first where time is short, then all the others if these will do, else few by few."""
    first, pace = 0, 0.0
    while first < count:
        left = None if budget is None else budget.left()
        few = left is not None and first + _FIRST < count
        some = _FIRST if few and (first == 0 or pace * (count - first) > (left or 0.0)) else count - first
        yield slice(first, first + some)
        after = None if budget is None else budget.left()
        pace, first = ((left or 0.0) - (after or 0.0)) / some, first + some


def _parts(draws: int) -> Iterator[tuple[int, int]]:
    for number, first in enumerate(range(0, draws, _PART)):
        yield number, min(_PART, draws - first)


def _places(sizes: Floats) -> Floats:
    """The place of each row in each column, the largest first; equal ones share their mean place."""
    from scipy.stats import rankdata

    return np.asarray(rankdata(-np.round(sizes, 10), axis=0)) if sizes.size else np.zeros_like(sizes)
