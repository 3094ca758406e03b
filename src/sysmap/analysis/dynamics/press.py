"""Press simulation: how a map settles when factors are pushed, over many draws of what the map does not say.

A draw gives each link a size from its interval, each link without a sign a sign, and lets each doubtful link be there or not.
Draws that do not settle are left out, as a system that runs away has no end to speak of; of the others the response to a
lasting push is solved for. What comes out is the share of draws in which a factor ends higher or lower, with its error.

The answer depends on how far factors are taken to hold themselves back, and the share that settles depends on it more than on
anything else; so both usual conventions are worked out (`Holding`). Observations leave out the draws that do not show them,
and rival readings of the map are compared by the share of all their draws that settle and show them.

The draws come in parts of a fixed size, each with its own stream of random numbers, so that the same seed gives the same answer
on any number of processes.

Sources: Melbourne-Thomas et al. (2012), Ecological Monographs 82:505-519; Raymond et al. (2011), Journal of Applied Ecology 48:181-191.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sysmap.analysis.base import Budget
from sysmap.analysis.dynamics.drawing import drawn_links, generator
from sysmap.analysis.dynamics.draws import PROBE, Draws, Grip, Progress
from sysmap.analysis.dynamics.elimination import Elimination, Floats, Truths, elimination_of
from sysmap.analysis.dynamics.scales import Strengths
from sysmap.analysis.dynamics.stability import settling
from sysmap.analysis.dynamics.system import System
from sysmap.analysis.workers import HERE, Pool

__all__ = ["Press", "draws_of"]

_MOST_VALUES = 2_000_000
_SPARSE_WORK = 0.15
"""Eliminate for all draws at once where that takes less than this part of the work of a dense solve."""


@dataclass(frozen=True)
class Press:
    """What is pushed, observed and assumed: a plan from which each part of the draws is made.

    Attributes
    ----------
    system : who acts on whom.
    pushes : 1 or -1 for each factor that is pushed, by place.
    observed : 1 or -1 for each factor that was observed to rise or fall, by place.
    strengths : the interval of each strength.
    grip : how far factors hold themselves back.
    doubt : whether doubtful links are drawn; all are there where not.
    seed : of the random numbers; `stream` tells readings of one map apart.
    """

    system: System
    pushes: Mapping[int, int]
    observed: Mapping[int, int]
    strengths: Strengths
    grip: Grip
    doubt: bool = True
    seed: int = 1
    stream: int = 0

    @cached_property
    def _groups(self) -> list[_Group]:
        reached = self.system.reached(self.pushes)
        return [_group(self.system, members, bool(reached & set(members))) for members in self.system.groups()]

    @cached_property
    def part_size(self) -> int:
        """How many draws are made together: as many as fit the memory of a small machine."""
        largest = max((len(group.members) for group in self._groups), default=1)
        return max(16, min(2048, _MOST_VALUES // (largest * largest)))

    def parts(self, draws: int) -> Iterator[tuple[int, int]]:
        """Number and size of each part that so many draws are made in."""
        for number, first in enumerate(range(0, draws, self.part_size)):
            yield number, min(self.part_size, draws - first)

    def part(self, number: int, size: int) -> Draws:
        """Make one part of the draws."""
        chance = generator(self.seed, self.stream, number)
        sizes, own = drawn_links(self.system, self.strengths, chance, size, doubt=self.doubt)
        holding = np.ones((len(self.system.ids), size)) if self.grip == "firm" else 1 - chance.random((len(self.system.ids), size))
        for row, one in zip(own, self.system.own, strict=True):
            holding[one.start] = -row
        with np.errstate(all="ignore"):  # what does not settle may have no finite response, and is left out
            response, settled = self._settled(sizes, holding)
            largest = np.abs(response).max(axis=0, initial=0.0)
            up, down = response > 1e-10 * largest, response < -1e-10 * largest
        kept = settled.copy()
        for place, way in self.observed.items():
            kept &= (up if way > 0 else down)[place]
        return Draws(size, int(settled.sum()), int(kept.sum()), tuple((up & kept).sum(axis=1).tolist()),
                     tuple((down & kept).sum(axis=1).tolist()))

    def _settled(self, sizes: Floats, holding: Floats) -> tuple[Floats, Truths]:
        """The response of each factor in each draw, and which draws settle."""
        draws = sizes.shape[1]
        response = np.zeros((len(self.system.ids), draws))
        for place, way in self.pushes.items():
            response[place] = way
        settled: Truths = np.ones(draws, dtype=np.bool_)
        for group in self._groups:
            for link, start, end in group.into if group.reached else ():
                response[end] += sizes[link] * response[start]
            own = holding[group.members]
            if len(group.members) == 1:
                settled &= own[0] > 0
                if group.reached:
                    response[group.members[0]] /= own[0]
                continue
            right = response[group.members] if group.reached else None
            mine = sizes[group.links]
            positive = group.solve(mine, own, right)
            if right is not None:
                response[group.members] = right
            settled = settling(mine, group.starts, group.ends, own, settled & positive, group.way)
        return response, settled


@dataclass(frozen=True, slots=True)
class _Group:
    """Factors that all influence each other, with the links between them and those into them, causes first."""

    members: list[int]
    links: list[int]
    starts: list[int]
    ends: list[int]
    into: tuple[tuple[int, int, int], ...]
    reached: bool
    way: Elimination | None

    def solve(self, sizes: Floats, own: Floats, right: Floats | None) -> Truths:
        """Solve for the response of each member, in place; which draws have a determinant above zero."""
        if self.way is None:
            return self._solve_dense(sizes, own, right)
        factors = self.way.filled(sizes, self.starts, self.ends, own, np.float64)
        positive, safe = self.way.eliminate(factors)
        unsafe = np.flatnonzero(~safe)
        again = None if right is None else right[:, unsafe]
        if right is not None:
            self.way.solve(factors, right)
        if len(unsafe):
            positive[unsafe] = self._solve_dense(sizes[:, unsafe], own[:, unsafe], again)
            if right is not None and again is not None:
                right[:, unsafe] = again
        return positive

    def _solve_dense(self, sizes: Floats, own: Floats, right: Floats | None) -> Truths:
        """The same with pivoting, one draw after the other."""
        count = len(self.members)
        matrices = np.zeros((own.shape[1], count, count))
        for row, start, end in zip(sizes, self.starts, self.ends, strict=True):
            matrices[:, end, start] = -row
        matrices[:, np.arange(count), np.arange(count)] = own.T
        positive = np.asarray(np.linalg.slogdet(matrices)[0] > 0)
        if right is not None:
            right[:, positive] = np.linalg.solve(matrices[positive], right.T[positive][:, :, None])[:, :, 0].T
        return positive


def _group(system: System, members: Sequence[int], reached: bool) -> _Group:
    at = {place: i for i, place in enumerate(members)}
    inner = [(n, at[one.start], at[one.end]) for n, one in enumerate(system.influences) if one.start in at and one.end in at]
    into = tuple((n, one.start, one.end) for n, one in enumerate(system.influences) if one.end in at and one.start not in at)
    count = len(members)
    way = elimination_of(count, ((end, start) for _, start, end in inner)) if count > 1 else None
    if way is not None and count > 8 and way.work > _SPARSE_WORK * count ** 3 / 3:
        way = None
    return _Group(list(members), [n for n, _, _ in inner], [a for _, a, _ in inner], [b for _, _, b in inner], into, reached, way)


def draws_of(
    plan: Press, draws: int, *, pool: Pool = HERE, budget: Budget | None = None, progress: Progress | None = None,
    give_up: bool = True,
) -> Draws:
    """Make so many draws.

    Parameters
    ----------
    plan : what is pushed, observed and assumed.
    draws : how many.
    pool : who makes the parts; the answer does not depend on it.
    budget : the draws end when it is spent; at least one part is made.
    progress : called after each part. What it raises (as KeyboardInterrupt) ends the draws.
    give_up : end after `PROBE` draws where too few settle.

    Returns
    -------
    Draws : fewer than asked for where the time was up or too few settle.
    """
    total = Draws(0, 0, 0, (0,) * len(plan.system.ids), (0,) * len(plan.system.ids))
    with closing(pool.parts(plan.part, plan.parts(draws))) as parts:
        for made in parts:
            total = total.with_more(made)
            if progress is not None:
                progress(total.drawn, draws)
            if (budget is not None and budget.now_spent()) or (give_up and total.drawn >= PROBE and not total.enough):
                break
    return total
