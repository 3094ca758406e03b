"""Loop analysis: what settles where when a factor is pushed and kept there, from the signs of links alone, exactly.

Every link is taken as 1 or -1, and every factor holds itself back (-1) unless the convention says otherwise. The response of
one factor to a lasting push on another is an element of the adjoint of the negative system matrix: over every path between
them, the sign of the path times the feedback of all that is not on it. The *weight* of a prediction is the share that is
left of the terms when they are set off against each other: 1 where all agree, 0 where they cancel. Where it is at least 0.5,
the sign holds for most strengths that links may have; that bound is a convention.

Whole numbers throughout: a response of zero is one, and the loop that absorbs the push can be named. A link without a sign
is read both ways, all of them together, and a prediction stands only where every reading gives it.

Sources: Puccia & Levins (1985), Qualitative Modeling of Complex Systems; Dambacher, Li & Rossignol (2002), Ecology 83:1372-1385.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sysmap.analysis.base import Budget
from sysmap.analysis.dynamics.integers import Matrix, adjoint, determinant, minor_permanents, settles
from sysmap.analysis.dynamics.system import System

__all__ = [
    "MOST_FACTORS", "MOST_OPEN", "RELIABLE", "Absorption", "Holding", "LoopAnalysis", "Response", "Verdict", "absorption",
    "analysed", "matrices",
]

MOST_FACTORS = 12
"""The most factors of an exact analysis: the sum of all terms takes time that doubles with each factor."""
MOST_OPEN = 6
"""The most influences without a sign: each doubles the readings."""
RELIABLE = 0.5
"""The weight from which a prediction is called likely (Dambacher et al. 2002)."""
_MOST_PATHS = 4000

Holding = Literal["every", "drawn"]
"""Which factors hold themselves back: every one (unless the map draws a link from it to itself), or those drawn so."""
Verdict = Literal["rises", "falls", "stays", "open"]


@dataclass(frozen=True, slots=True)
class Response:
    """What a lasting push upwards on one factor does to another in the end.

    Attributes
    ----------
    low, high : the net of all terms, the least and the greatest over the readings of links without a sign.
    total : how many terms there are, whatever their sign.
    """

    low: int
    high: int
    total: int

    @property
    def weight(self) -> float:
        """The share of the terms that is left when they are set off: 0 to 1, the least over the readings."""
        least = 0 if self.low <= 0 <= self.high else min(abs(self.low), abs(self.high))
        return least / self.total if self.total else 0.0

    @property
    def verdict(self) -> Verdict:
        """rises or falls where that is at least likely, stays where the net is zero, else open."""
        if self.low == self.high == 0:
            return "stays"
        if self.weight < RELIABLE:
            return "open"
        return "rises" if self.low > 0 else "falls"


@dataclass(frozen=True, slots=True)
class LoopAnalysis:
    """The answer for a whole system.

    Attributes
    ----------
    responses : `responses[pressed][on]`.
    feedback : at each level, from 1 up to all factors, the net feedback: its least and its greatest over the readings. Below
        zero at every level is needed for settling.
    settling : of how many readings the system settles with all strengths alike.
    readings : how many readings of the links without a sign there are.
    """

    responses: tuple[tuple[Response, ...], ...]
    feedback: tuple[tuple[int, int], ...]
    settling: int
    readings: int


def matrices(system: System, holding: Holding) -> Iterator[list[list[int]]]:
    """The system matrix of each reading: `matrix[on][by]` is 1, -1 or 0.

    Parameters
    ----------
    system : with at most `MOST_OPEN` influences without a sign.
    holding : which factors hold themselves back.
    """
    size = len(system.ids)
    plain = [[0] * size for _ in range(size)]
    if holding == "every":
        for i in range(size):
            plain[i][i] = -1
    for one in (*system.influences, *system.own):
        plain[one.end][one.start] = one.sign
    open_ = system.open
    for signs in itertools.product((1, -1), repeat=len(open_)):
        matrix = [list(row) for row in plain]
        for one, sign in zip(open_, signs, strict=True):
            matrix[one.end][one.start] = sign
        yield matrix


def analysed(system: System, holding: Holding = "every") -> LoopAnalysis:
    """The loop analysis of a system.

    Parameters
    ----------
    system : at most `MOST_FACTORS` factors, of whose influences at most `MOST_OPEN` have no sign.
    holding : which factors hold themselves back.

    Examples
    --------
    A predator that lives on prey: more food for the prey makes more predators.

    >>> from sysmap.analysis.dynamics.system import Interaction
    >>> prey, predator = 0, 1
    >>> web = System(("prey", "predator"), (Interaction(prey, predator, 1, None, (), ()), Interaction(predator, prey, 2, None, (), ())), ())
    >>> found = analysed(web)
    >>> [one.verdict for one in found.responses[prey]], [one.verdict for one in found.responses[predator]]
    (['rises', 'rises'], ['falls', 'rises'])
    >>> [one.verdict for one in analysed(web, "drawn").responses[prey]]
    ['stays', 'rises']
    """
    size = len(system.ids)
    lows: list[list[int]] = []
    highs: list[list[int]] = []
    totals: list[list[int]] = []
    levels: list[list[int]] = []
    settling = 0
    for matrix in matrices(system, holding):
        net, coefficients = adjoint([[-value for value in row] for row in matrix])
        signed = [value * (-1) ** k for k, value in enumerate(coefficients)]
        levels.append([-value for value in signed[1:]])
        settling += settles(signed)
        if not totals:
            lows, highs = [list(row) for row in net], [list(row) for row in net]
            totals = minor_permanents([[abs(value) for value in row] for row in matrix])
        for i, row in enumerate(net):
            lows[i] = [min(a, b) for a, b in zip(lows[i], row, strict=True)]
            highs[i] = [max(a, b) for a, b in zip(highs[i], row, strict=True)]
    responses = tuple(tuple(Response(lows[on][by], highs[on][by], totals[by][on]) for on in range(size)) for by in range(size))
    feedback = tuple((min(values), max(values)) for values in zip(*levels, strict=True))
    return LoopAnalysis(responses, feedback, settling, len(levels))


@dataclass(frozen=True, slots=True)
class Absorption:
    """Why a push does not show on a factor in the end, although it is led there.

    Attributes
    ----------
    kind : *cancel*: paths of opposite effect have the same weight. *taken-up*: a factor off the path, which does not hold
        itself back, changes until the push is made good. *offset*: a reinforcing loop off the path undoes what holds
        the rest back, so that a push on the path is not held either way. *unheld*: a factor off the path neither holds
        itself back nor is on a loop, so that nothing settles. *not-found*: too many paths to look through.
    path : places along a path from the pushed factor; with *cancel* one that raises.
    other : with *cancel*, a path that lowers.
    loop : the loop that absorbs: with *taken-up* through the path and the factor that takes the push up, with *offset* the
        reinforcing one.
    """

    kind: Literal["cancel", "taken-up", "offset", "unheld", "not-found"]
    path: tuple[int, ...] = ()
    other: tuple[int, ...] = ()
    loop: tuple[int, ...] = ()


def absorption(matrix: Matrix, pressed: int, on: int, budget: Budget | None = None) -> Absorption | None:
    """Why the response of one factor to a push on another is zero.

    Parameters
    ----------
    matrix : the system matrix (`matrices`).
    pressed, on : places of two factors, or twice the same.
    budget : how long to look.

    Returns
    -------
    None where there is no path at all, so that there is nothing to absorb.
    """
    everyone = range(len(matrix))
    raising: tuple[int, ...] = ()
    lowering: tuple[int, ...] = ()
    shortest: tuple[int, ...] = ()
    for number, path in enumerate(_paths(matrix, pressed, on)):
        if number >= _MOST_PATHS or (budget is not None and budget.tick(16)):
            return Absorption("not-found", shortest)
        if not shortest or len(path) < len(shortest):
            shortest = path
        rest = [i for i in everyone if i not in path]
        term = _along(matrix, path) * determinant([[-matrix[i][j] for j in rest] for i in rest])
        if term > 0 and (not raising or len(path) < len(raising)):
            raising = path
        elif term < 0 and (not lowering or len(path) < len(lowering)):
            lowering = path
    if not shortest:
        return None
    if raising or lowering:
        return Absorption("cancel", raising, lowering)
    rest_ = set(everyone) - set(shortest)
    on_path = set(shortest)
    free = {i for i in rest_ if not matrix[i][i]}
    if _all_terms(matrix, sorted(rest_)):
        return Absorption("offset", shortest, loop=_shortest_loop(
            matrix, lambda loop: rest_ >= set(loop) and _along(matrix, (*loop, loop[0])) > 0))
    taken = _shortest_loop(matrix, lambda loop: bool(on_path & set(loop)) and bool(free & set(loop)))
    return Absorption("taken-up" if taken else "unheld", shortest, loop=taken)


def _all_terms(matrix: Matrix, rest: Sequence[int]) -> int:
    """How many ways there are to cover these factors with loops of their own."""
    if not rest:
        return 1
    rows = [[abs(matrix[i][j]) for j in rest] for i in rest]
    padded = [[0] * (len(rest) + 1), *([0, *row] for row in rows)]
    return minor_permanents(padded)[0][0]


def _along(matrix: Matrix, path: Sequence[int]) -> int:
    sign = 1
    for by, on in itertools.pairwise(path):
        sign *= matrix[on][by]
    return sign


def _paths(matrix: Matrix, start: int, end: int) -> Iterator[tuple[int, ...]]:
    """Every path that repeats no factor."""
    rows = [[on for on in range(len(matrix)) if on != by and matrix[on][by]] for by in range(len(matrix))]
    stack: list[tuple[int, ...]] = [(start,)]
    while stack:
        path = stack.pop()
        if path[-1] == end:
            yield path
            continue
        stack.extend((*path, on) for on in rows[path[-1]] if on not in path)


def _shortest_loop(matrix: Matrix, wanted: Callable[[tuple[int, ...]], bool]) -> tuple[int, ...]:
    """The shortest loop that is wanted, from its first factor; empty where there is none among the first few thousand."""
    size = len(matrix)
    rows = [[on for on in range(size) if matrix[on][by]] for by in range(size)]
    waiting: list[tuple[int, ...]] = [(i,) for i in range(size)]
    for _ in range(20 * _MOST_PATHS):
        if not waiting:
            break
        following: list[tuple[int, ...]] = []
        for path in waiting:
            for on in rows[path[-1]]:
                if on == path[0]:
                    if wanted(path):
                        return path
                elif on > path[0] and on not in path:
                    following.append((*path, on))
            if len(following) > 20 * _MOST_PATHS:
                return ()
        waiting = following
    return ()
