"""Influence paths of a given sign, and the verdicts of many pairs that share one end.

What many pairs share is worked out once: how far each factor is from the common end, which signs walks to it can have at
any length (one sign only: every path has it, nothing has to be searched), and the fewest links in which each sign can
still be had. The search for one path of a sign never goes where that sign is out of reach in the links that are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sysmap.analysis.base import Budget
from sysmap.analysis.projection import Projection
from sysmap.analysis.signs import PRODUCT, M, N, P, U, Verdict, verdict_of

__all__ = ["Side", "SignedPaths", "signs_of_walks", "verdicts"]

_CLASSES = (P, N, M, U)
Rows = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Side:
    """The steps of a map as seen when walking with the arrows, or (`against`) with every arrow turned round."""

    succ: Rows
    succ_signs: Rows
    pred: Rows
    pred_signs: Rows

    @classmethod
    def of(cls, proj: Projection, *, against: bool = False) -> Side:
        """The steps of a projection."""
        if against:
            return cls(proj.pred, proj.pred_signs, proj.succ, proj.succ_signs)
        return cls(proj.succ, proj.succ_signs, proj.pred, proj.pred_signs)


class SignedPaths:
    """Looks for one path of a given sign to an end, the shortest first.

    Parameters
    ----------
    side : the steps.
    end : where paths lead.
    most : the most links a path may have.
    """

    def __init__(self, side: Side, end: int, most: int) -> None:
        self.side, self.end, self.most = side, end, min(most, len(side.succ))
        self.left = self._links_left()

    def shortest(self, start: int, sign: int, budget: Budget) -> list[tuple[int, int]] | None:
        """The shortest path of that sign as (factor, sign of the step to it), the start with a positive one; or nothing."""
        for length in range(self.left.get((start, sign), self.most + 1), self.most + 1):
            found = self._search(start, sign, length, budget)
            if found is not None:
                return found
            if budget.now_spent():
                return None
        return None

    def _links_left(self) -> dict[tuple[int, int], int]:
        """For each factor and sign, the fewest links of a walk to the end that has the sign."""
        left = {(self.end, P): 0}
        layer = [(self.end, P)]
        for length in range(1, self.most + 1):
            following = []
            for there, rest in layer:
                for here, step_signs in zip(self.side.pred[there], self.side.pred_signs[there], strict=True):
                    if here == self.end:
                        continue
                    signs = PRODUCT[rest][step_signs]
                    for sign in _CLASSES:
                        if signs & sign and (here, sign) not in left:
                            left[(here, sign)] = length
                            following.append((here, sign))
            if not following:
                break
            layer = following
        return left

    def _open(self, here: int, so_far: int, wanted: int, left: int) -> bool:
        """Whether a walk of the links left can still end with the sign wanted."""
        return any(self.left.get((here, rest), left + 1) <= left
                   for rest in _CLASSES if PRODUCT[so_far][rest] == wanted)

    def _search(self, start: int, wanted: int, most: int, budget: Budget) -> list[tuple[int, int]] | None:
        way = [(start, P)]
        signs = [P]
        used = {start}
        stack = [self._moves(start)]
        if not self._open(start, P, wanted, most):
            return None
        while stack:
            moves = stack[-1]
            while moves:
                there, sign = moves.pop()
                if there in used:
                    continue
                if budget.tick():
                    return None
                so_far = PRODUCT[signs[-1]][sign]
                if there == self.end:
                    if so_far == wanted:
                        return [*way, (there, sign)]
                    continue
                if self._open(there, so_far, wanted, most - len(way)):
                    way.append((there, sign))
                    signs.append(so_far)
                    used.add(there)
                    stack.append(self._moves(there))
                    break
            else:
                stack.pop()
                used.discard(way.pop()[0])
                signs.pop()
        return None

    def _moves(self, here: int) -> list[tuple[int, int]]:
        """Steps on, one for each sign a step can have, in reverse order of id (they are taken from the end)."""
        moves = [(there, sign) for there, signs in zip(self.side.succ[here], self.side.succ_signs[here], strict=True)
                 for sign in _CLASSES if signs & sign]
        return moves[::-1]


def signs_of_walks(
    proj: Projection, start: int, end: int, near: Mapping[int, int] | None = None, *, several_enough: bool = False
) -> int:
    """The set of signs that walks of any length from start to end can have; exact, and quick on any map.

    `near` holds the factors from which the end can be reached, where they are known already. With `several_enough` the
    search stops at the second sign, and the set may lack others.
    """
    if near is None:
        near = proj.distances([end], up=True)
    seen = [0] * len(proj.ids)
    seen[start] = P
    fresh = {start: P}
    while fresh:
        following: dict[int, int] = {}
        for here, classes in fresh.items():
            table = PRODUCT[classes]
            for there, signs in zip(proj.succ[here], proj.succ_signs[here], strict=True):
                added = table[signs] & ~seen[there]
                if added and there in near:
                    seen[there] |= added
                    following[there] = following.get(there, 0) | added
        fresh = following
        if several_enough and seen[end] not in (0, P, N, M, U):
            return seen[end]
    return seen[end]


def verdicts(
    proj: Projection, common: int, others: Iterable[int], most: int, budget: Budget, *, up: bool
) -> dict[int, Verdict | None]:
    """The verdicts of the influence of several factors on a common one (`up`), or of the common one on several.

    Parameters
    ----------
    proj : the map as numbers.
    common, others : factors by number; the common one is not among the others.
    most : the most links a path may have.
    budget : shared out among the pairs that have to be searched.

    Returns
    -------
    dict : by other factor; None where the time did not suffice to be sure.
    """
    side = Side.of(proj, against=not up)
    asked = list(others)
    near = {} if budget.now_spent() else proj.distances([common], up=up)
    walks = _signs_to(side, common, budget)
    if walks is None:
        return dict.fromkeys(asked)
    found: dict[int, Verdict | None] = {}
    open_: list[int] = []
    for other in asked:
        if near.get(other, most + 1) > most:
            found[other] = "none"
        elif walks[other] in _CLASSES:
            found[other] = verdict_of(walks[other])
        else:
            open_.append(other)
    search = SignedPaths(side, common, most) if open_ and not budget.now_spent() else None
    for _ in range(2 if search else 0):
        # What could not be settled in an equal share of the time has what is left in the end.
        unsettled = []
        for done, other in enumerate(open_):
            part = budget.share(len(open_) - done)
            classes = 0 if budget.now_spent() or search is None else _classes(search, other, walks[other], part)
            if classes in (0, *_CLASSES) and (part.spent or budget.spent):
                unsettled.append(other)
            else:
                found[other] = verdict_of(classes)
        open_ = unsettled
    found.update(dict.fromkeys(open_))
    return found


def _classes(search: SignedPaths, start: int, walks: int, budget: Budget) -> int:
    """The signs of paths from a start, no more than it takes to see that they differ."""
    classes = 0
    for sign in _CLASSES:
        if walks & sign and search.shortest(start, sign, budget) is not None:
            classes |= sign
        if classes not in (0, *_CLASSES):
            break
    return classes


def _signs_to(side: Side, end: int, budget: Budget) -> list[int] | None:
    """For every factor, the signs that walks of any length from it to the end can have; nothing if the time runs out."""
    seen = [0] * len(side.succ)
    seen[end] = P
    fresh = {end: P}
    while fresh:
        following: dict[int, int] = {}
        if budget.now_spent():
            return None
        for there, classes in fresh.items():
            table = PRODUCT[classes]
            for here, signs in zip(side.pred[there], side.pred_signs[there], strict=True):
                added = table[signs] & ~seen[here]
                if added:
                    seen[here] |= added
                    following[here] = following.get(here, 0) | added
        fresh = following
    return seen
