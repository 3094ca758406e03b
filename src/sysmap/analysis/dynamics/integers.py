"""Exact arithmetic on small whole-number matrices: determinant, adjoint, characteristic polynomial, permanents.

Whole numbers of any size, no rounding: a response that is exactly zero is found to be zero. A matrix is a list of rows.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["Matrix", "adjoint", "determinant", "minor_permanents", "settles"]

Matrix = Sequence[Sequence[int]]


def determinant(rows: Matrix) -> int:
    """The determinant, without fractions (Bareiss 1968); 1 for no rows.

    >>> determinant([[2, 1], [7, 4]]), determinant([[0, 1], [1, 0]]), determinant([])
    (1, -1, 1)
    """
    left = [list(row) for row in rows]
    sign, before = 1, 1
    for k in range(len(left)):
        if not left[k][k]:
            other = next((i for i in range(k + 1, len(left)) if left[i][k]), None)
            if other is None:
                return 0
            left[k], left[other] = left[other], left[k]
            sign = -sign
        pivot, top = left[k][k], left[k]
        for row in left[k + 1:]:
            first = row[k]
            for j in range(k + 1, len(left)):
                row[j] = (row[j] * pivot - first * top[j]) // before
        before = pivot
    return sign * before


def adjoint(rows: Matrix) -> tuple[list[list[int]], list[int]]:
    """The adjoint (the transposed matrix of cofactors) and the characteristic polynomial (Faddeev and LeVerrier).

    Returns
    -------
    the adjoint, which exists also where there is no inverse; and the coefficients of det(x I - rows) from the highest power
    down, of which the first is 1 and the last is the determinant up to its sign.

    Examples
    --------
    >>> adjoint([[1, 2], [3, 4]])
    ([[4, -2], [-3, 1]], [1, -5, -2])
    """
    size = len(rows)
    columns = range(size)
    now = [[int(i == j) for j in columns] for i in columns]
    last = now
    coefficients = [1]
    for k in range(1, size + 1):
        last = now
        product = [[sum(value * now[m][j] for m, value in enumerate(row) if value) for j in columns] for row in rows]
        new = -sum(product[i][i] for i in columns) // k
        coefficients.append(new)
        now = [[value + new * (i == j) for j, value in enumerate(row)] for i, row in enumerate(product)]
    turn = -1 if size % 2 == 0 else 1
    return [[turn * value for value in row] for row in last], coefficients


def minor_permanents(rows: Matrix) -> list[list[int]]:
    """For each place the permanent of the matrix without the place's row and column.

    Subsets of columns are filled row by row from both ends, so that all n² minors take about n² 2ⁿ steps together.

    >>> minor_permanents([[1, 2], [3, 4]])
    [[4, 3], [2, 1]]
    """
    size = len(rows)
    above = _filled(rows)
    below = _filled(list(rows)[::-1])
    every = (1 << size) - 1
    found = []
    for i in range(size):
        line = [0] * size
        rest = below[size - 1 - i]
        for chosen, ways in above[i].items():
            for j in range(size):
                if not chosen >> j & 1:
                    line[j] += ways * rest.get(every ^ chosen ^ (1 << j), 0)
        found.append(line)
    return found


def _filled(rows: Matrix) -> list[dict[int, int]]:
    """For so many first rows: the permanent of each set of as many columns that is not zero."""
    levels: list[dict[int, int]] = [{0: 1}]
    for row in rows:
        following: dict[int, int] = {}
        for chosen, ways in levels[-1].items():
            for j, value in enumerate(row):
                if value and not chosen >> j & 1:
                    more = chosen | 1 << j
                    following[more] = following.get(more, 0) + ways * value
        levels.append(following)
    return levels


def settles(coefficients: Sequence[int]) -> bool:
    """Whether every root of the polynomial has a negative real part (Routh and Hurwitz): a disturbance dies away.

    Parameters
    ----------
    coefficients : from the highest power down; the first is above zero.

    Examples
    --------
    >>> settles([1, 3, 2]), settles([1, 0, 1]), settles([1, 1, 1, 6])
    (True, False, False)
    """
    if any(value <= 0 for value in coefficients):
        return False
    size = len(coefficients) - 1
    padded = dict(enumerate(coefficients))
    table = [[padded.get(2 * j + 1 - i, 0) for j in range(size)] for i in range(size)]
    return all(determinant([row[:k] for row in table[:k]]) > 0 for k in range(1, size + 1))
