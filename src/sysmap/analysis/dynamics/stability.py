"""Whether systems settle: cheap certain tests first, eigenvalues only for the draws that are left.

A system settles if every eigenvalue of its matrix has a negative real part. For most draws that is certain without computing
eigenvalues:

- the determinant has the wrong sign: it does not settle;
- up to seven factors: Routh's table of the characteristic polynomial, unless an entry is near zero;
- every factor holds itself back more than the others can push it, in some scaling of the factors (generalised diagonal
  dominance): it settles;
- a power of I + A/s has a norm below 1, so that every eigenvalue of A lies in a disk left of zero: it settles.

Only certain answers are used: what no test decides is decided by the eigenvalues, so the answer is the same without the tests.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sysmap.analysis.dynamics.elimination import Floats, Truths

__all__ = ["settling"]

_DOMINANCE_ROUNDS = 6
_WORTH_TRYING = 0.8
"""Look for dominance where links push less than this part of what factors hold themselves back with, on the whole."""
_SQUARINGS = 7
_DISK = 1.5
"""How far the disk of the power test reaches: the larger, the more of the left half it covers, and the slower it decides."""
_FIRST_LOOK = 2
_MOST_BY_COEFFICIENTS = 7
"""The most factors for which the characteristic polynomial is exact enough."""
_DOUBTFUL = 1e-6
"""An entry of Routh's table below it might be rounding."""
_CERTAIN = 0.95
"""A sum of squares in single precision below it is below 1."""


def settling(sizes: Floats, starts: list[int], ends: list[int], own: Floats, positive: Truths) -> Truths:
    """Which draws of one group of factors settle.

    Parameters
    ----------
    sizes : links by draws: the influence of each link, with its sign.
    starts, ends : the factors of each link.
    own : factors by draws: how far each holds itself back.
    positive : which draws have a determinant (of the negative matrix) above zero.

    Returns
    -------
    one truth a draw.

    Examples
    --------
    Two factors that raise each other settle if they hold themselves back more than they push.

    >>> settling(np.array([[0.5, 2.0], [0.9, 2.0]]), [0, 1], [1, 0], np.ones((2, 2)), np.array([True, False])).tolist()
    [True, False]
    """
    count = len(own)
    found: Truths = positive & (own.sum(axis=0) > 0)
    if count == 1:
        return found
    left = np.flatnonzero(found)
    if count > 3 and np.abs(sizes).sum() < _WORTH_TRYING * own.sum():
        left = left[~_dominated(sizes[:, left], starts, ends, own[:, left])]
    if count > 6 and len(left):
        single = _matrices(sizes[:, left], starts, ends, own[:, left], np.float32)
        left = left[~_in_a_disk(single, float(own.mean()) or 1.0)]
    if len(left):
        matrices = _matrices(sizes[:, left], starts, ends, own[:, left], np.float64)
        if count <= _MOST_BY_COEFFICIENTS:
            found[left], sure = _hurwitz(matrices)
            left, matrices = left[~sure], matrices[~sure]
    if len(left):
        found[left] = np.linalg.eigvals(matrices).real.max(axis=1) < 0
    return found


def _matrices(sizes: Floats, starts: list[int], ends: list[int], own: Floats, kind: type[np.floating[Any]]) -> npt.NDArray[Any]:
    """The matrix of each draw."""
    count = len(own)
    made = np.zeros((count * count, own.shape[1]), dtype=kind)
    made[[end * count + start for start, end in zip(starts, ends, strict=True)]] = sizes
    made[::count + 1] -= own.astype(kind)
    return np.ascontiguousarray(made.T).reshape(-1, count, count)


def _dominated(sizes: Floats, starts: list[int], ends: list[int], own: Floats) -> Truths:
    """Draws in which some scaling makes each factor hold itself back more than all others together can push it."""
    size = np.abs(sizes)
    scale = np.ones_like(own)
    able = (own > 0).all(axis=0)
    certain = np.zeros(own.shape[1], dtype=np.bool_)
    with np.errstate(all="ignore"):
        for _ in range(_DOMINANCE_ROUNDS):
            pushed = np.zeros_like(own)
            for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
                pushed[end] += size[place] * scale[start]
            pushed /= own
            certain |= (pushed < scale).all(axis=0)
            scale = np.maximum(pushed, 1e-3 * pushed.max(axis=0))
            scale /= scale.max(axis=0)
    return certain & able


def _hurwitz(matrices: Floats) -> tuple[Truths, Truths]:
    """Small groups, by Routh's table of the characteristic polynomial: which settle, and for which rounding leaves no doubt."""
    count = matrices.shape[1]
    power = np.zeros_like(matrices)
    coefficients = np.zeros((count + 1, len(matrices)))
    coefficients[0] = 1
    diagonal = np.arange(count)
    for k in range(1, count + 1):
        power[:, diagonal, diagonal] += coefficients[k - 1][:, None]
        power = matrices @ power
        coefficients[k] = -np.trace(power, axis1=1, axis2=2) / k
    width = count // 2 + 1
    upper, lower = np.zeros((width, len(matrices))), np.zeros((width, len(matrices)))
    upper[:len(coefficients[::2])] = coefficients[::2]
    lower[:len(coefficients[1::2])] = coefficients[1::2]
    settles = np.ones(len(matrices), dtype=np.bool_)
    sure = np.ones(len(matrices), dtype=np.bool_)
    with np.errstate(all="ignore"):
        for _ in range(count):
            sure &= ~settles | (np.abs(lower[0]) > _DOUBTFUL * np.maximum(1, np.abs(lower).max(axis=0)))
            settles &= lower[0] > 0
            following = np.zeros_like(upper)
            following[:-1] = upper[1:] - lower[1:] * (upper[0] / lower[0])
            upper, lower = lower, following
    return settles, sure & np.isfinite(coefficients).all(axis=0)


def _in_a_disk(matrices: npt.NDArray[np.float32], held: float) -> Truths:
    """Draws whose eigenvalues all lie within a disk left of zero, by the norms of powers of I + A/s."""
    count = matrices.shape[1]
    power = matrices / np.float32(_DISK * held)
    power[:, np.arange(count), np.arange(count)] += np.float32(1)
    decided = np.zeros(len(matrices), dtype=np.bool_)
    left = np.arange(len(matrices))
    with np.errstate(all="ignore"):
        for number in range(_SQUARINGS):
            power = power @ power
            if number < _FIRST_LOOK:
                continue
            size = np.einsum("nij,nij->n", power, power)
            done = size < _CERTAIN
            decided[left[done]] = True
            going = ~done & (size < 1e12)
            left, power = left[going], power[going]
            if not len(left):
                break
    return decided
