"""Solving many systems of equations that are zero in the same places at once.

Draws of a map's strengths differ in numbers, not in which factors are joined. So the order of elimination and the places that
fill up are found once, and every step is done for all draws together. A map has few links a factor: a solve takes some
hundred multiplications where a dense one takes tens of thousands, and the determinant comes with it.

Pivots are on the diagonal; where one is too small for that in some draw, the draw is marked and has to be solved with pivoting.
The order is Markowitz's (1957), Management Science 3:255-269: next comes the factor that makes the fewest new places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["Elimination", "Floats", "Real", "Truths", "elimination_of"]

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

Real = TypeVar("Real", np.float32, np.float64)

_SMALL = {8: 1e-7, 4: 1e-2}
"""A pivot below it, where entries are around 1, could cost too many digits: by the bytes of a number."""

Row = tuple[int, int, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Elimination:
    """A way to eliminate, for matrices of one pattern.

    Attributes
    ----------
    size : rows of the matrix.
    places : where a value of the pattern is held, by (row, column).
    held : how many values are held, with those that fill up.
    steps : for each pivot its row, its place, and for each row below it: the row, the place of its factor, and
        (place, place in the pivot's row) of each value that changes.
    work : multiplications of one solve.
    """

    size: int
    places: dict[tuple[int, int], int]
    held: int
    steps: tuple[tuple[int, int, tuple[Row, ...]], ...]
    across: tuple[tuple[tuple[int, int], ...], ...]
    work: int

    def filled(self, sizes: Floats, starts: Sequence[int], ends: Sequence[int], diagonal: Floats, kind: type[Real]) -> npt.NDArray[Real]:
        """The values of matrices that hold `diagonal` (rows by draws) and less than nothing by each link (links by draws)."""
        values = np.zeros((self.held, diagonal.shape[1]), kind)
        for i, row in enumerate(diagonal):
            values[self.places[i, i]] = row
        for row, start, end in zip(sizes, starts, ends, strict=True):
            np.negative(row, out=values[self.places[end, start]], casting="same_kind")
        return values

    def eliminate(self, values: npt.NDArray[Real]) -> tuple[Truths, Truths]:
        """Eliminate in all draws; `values` is overwritten with the factors.

        Parameters
        ----------
        values : held by draws, from `filled`.

        Returns
        -------
        for each draw: whether the determinant is above zero; whether that is safe, without a small pivot.
        """
        draws = values.shape[1]
        positive = np.ones(draws, dtype=np.bool_)
        safe = np.ones(draws, dtype=np.bool_)
        work = np.empty(draws, values.dtype)
        with np.errstate(all="ignore"):
            for _, pivot, rows in self.steps:
                diagonal = values[pivot]
                positive ^= diagonal <= 0
                safe &= np.abs(diagonal) > _SMALL[values.dtype.itemsize]
                np.reciprocal(diagonal, out=diagonal)
                for _, place, changes in rows:
                    factor = values[place]
                    factor *= diagonal
                    for target, source in changes:
                        np.multiply(factor, values[source], out=work)
                        values[target] -= work
        return positive, safe

    def solve(self, factors: npt.NDArray[Real], right: npt.NDArray[Real]) -> None:
        """Solve all draws that `eliminate` has done; `right` (rows by draws) is overwritten with the solutions."""
        work = np.empty(right.shape[1:], right.dtype)
        with np.errstate(all="ignore"):
            for at, _, rows in self.steps:
                for row, place, _ in rows:
                    np.multiply(factors[place], right[at], out=work)
                    right[row] -= work
            self._substitute(factors, right, work)

    def inverses(self, factors: npt.NDArray[Real]) -> npt.NDArray[Real]:
        """The inverse of each draw that `eliminate` has done: draws by rows by columns."""
        draws = factors.shape[1]
        right = np.zeros((self.size, self.size, draws), factors.dtype)  # columns in the order of elimination: what is zero stays to the right
        work = np.empty_like(right[0])
        order = [at for at, _, _ in self.steps]
        right[order, range(self.size)] = 1
        with np.errstate(all="ignore"):
            for k, (at, _, rows) in enumerate(self.steps, start=1):
                for row, place, _ in rows:
                    np.multiply(factors[place], right[at, :k], out=work[:k])
                    right[row, :k] -= work[:k]
            self._substitute(factors, right, work)
        found = np.empty((draws, self.size, self.size), factors.dtype)
        found[:, :, order] = right.transpose(2, 0, 1)
        return found

    def _substitute(self, factors: npt.NDArray[Real], right: npt.NDArray[Real], work: npt.NDArray[Real]) -> None:
        for (at, pivot, _), across in zip(reversed(self.steps), reversed(self.across), strict=True):
            for place, column in across:
                np.multiply(factors[place], right[column], out=work)
                right[at] -= work
            right[at] *= factors[pivot]


def elimination_of(size: int, pattern: Iterable[tuple[int, int]]) -> Elimination:
    """A way to eliminate for a pattern of (row, column); the diagonal is part of every pattern.

    >>> way = elimination_of(2, [(0, 1), (1, 0)])
    >>> values, right = np.zeros((way.held, 1)), np.array([[3.0], [5.0]])
    >>> for place, value in {(0, 0): 2.0, (0, 1): 1.0, (1, 0): 1.0, (1, 1): 3.0}.items():
    ...     values[way.places[place]] = value
    >>> way.eliminate(values)[0].tolist()
    [True]
    >>> way.solve(values, right)
    >>> right[:, 0].round(9).tolist(), way.inverses(values).round(9).tolist()
    ([0.8, 1.4], [[[0.6, -0.2], [-0.2, 0.4]]])
    """
    rows: list[set[int]] = [{i} for i in range(size)]
    columns: list[set[int]] = [{i} for i in range(size)]
    for i, j in pattern:
        rows[i].add(j)
        columns[j].add(i)
    places = {place: n for n, place in enumerate(sorted((i, j) for i in range(size) for j in rows[i]))}
    steps, across, left, work = [], [], set(range(size)), 0
    while left:
        at = min(left, key=lambda i: ((len(rows[i]) - 1) * (len(columns[i]) - 1), i))
        left.discard(at)
        others = sorted(rows[at] - {at})
        eliminated = []
        for row in sorted(columns[at] - {at}):
            for j in others:
                places.setdefault((row, j), len(places))
                rows[row].add(j)
                columns[j].add(row)
            eliminated.append((row, places[row, at], tuple((places[row, j], places[at, j]) for j in others)))
            rows[row].discard(at)
            work += len(others) + 2
        for j in others:
            columns[j].discard(at)
        steps.append((at, places[at, at], tuple(eliminated)))
        across.append(tuple((places[at, j], j) for j in others))
        work += len(others) + 1
    return Elimination(size, places, len(places), tuple(steps), tuple(across), work)
