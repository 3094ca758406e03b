"""Whether systems settle: cheap certain tests first, eigenvalues only for the draws that are left.

A system settles if every eigenvalue of its matrix A has a negative real part. For most draws that is certain without computing
eigenvalues:

- det(x - A) is below zero for some x of 0 or more: a real eigenvalue lies above x, so it does not settle;
- up to seven factors: Routh's table of the characteristic polynomial, unless an entry is near zero;
- every factor holds itself back more than the others can push it, in some scaling of the factors (generalised diagonal
  dominance): it settles;
- Cayley's transform (s + A)(s - A)^-1 has its eigenvalues inside the unit circle exactly where A has its own left of zero. A power
  of it with a norm below 1 shows that it settles, and a power with a trace above the number of factors that it does not. The
  powers are taken in single precision, with a bound on their rounding that is carried along.

Only certain answers are used: what no test decides is decided by the eigenvalues, so the answer is the same without the tests.

Sources: Hurwitz 1895, Math. Ann. 46; for powers of Cayley's transform, Higham 2008, Functions of Matrices, ch. 5.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sysmap.analysis.dynamics.elimination import Elimination, Floats, Real, Truths

__all__ = ["settling"]

_DOMINANCE_ROUNDS = 6
_WORTH_TRYING = 0.8
"""Look for dominance where links push less than this part of what factors hold themselves back with, on the whole."""
_ABOVE_ZERO = (0.1, 0.3, 0.2, 0.6)
"""Where the determinant is looked at again, in parts of what factors hold themselves back with."""
_WORTH_LOOKING = 0.12
"""Look there again while the last look ruled out at least this part of the draws."""
_SHIFT = 0.4
"""The s of Cayley's transform, in parts of the usual size of a row: near the size of the eigenvalues its powers decide soonest."""
_SQUARINGS = {4: 7, 8: 12}
"""How often a power is squared at most, by the bytes of a number."""
_TOGETHER = 256
"""Draws whose inverses fit a small cache."""
_ROUNDING = 100.0
"""How far an inverse may be off, in units of its precision, for each 1 of the norm."""
_MOST_BY_COEFFICIENTS = 7
"""The most factors for which the characteristic polynomial is exact enough."""
_DOUBTFUL = 1e-6
"""An entry of Routh's table below it might be rounding."""


def settling(sizes: Floats, starts: list[int], ends: list[int], own: Floats, positive: Truths,
             way: Elimination | None = None) -> Truths:
    """Which draws of one group of factors settle.

    Parameters
    ----------
    sizes : links by draws: the influence of each link, with its sign.
    starts, ends : the factors of each link.
    own : factors by draws: how far each holds itself back.
    positive : which draws have a determinant (of the negative matrix) above zero.
    way : to eliminate for all draws at once, where that takes less work than one draw after the other.

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
    if count > _MOST_BY_COEFFICIENTS and len(left):
        left = _ruled_out(found, left, sizes, starts, ends, own, way)
        settles, sure = _by_powers(sizes[:, left], starts, ends, own[:, left], way)
        found[left] = settles
        left = left[~sure]
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


def _ruled_out(found: Truths, left: npt.NDArray[np.intp], sizes: Floats, starts: list[int], ends: list[int], own: Floats,
               way: Elimination | None) -> npt.NDArray[np.intp]:
    """Note in `found` which draws have a real eigenvalue above zero, and give those that may settle yet."""
    share = 1 - len(left) / len(found)
    for part in _ABOVE_ZERO if way is not None else ():
        if share < _WORTH_LOOKING or way is None or not len(left):
            break
        held = own[:, left]
        above, safe = way.eliminate(way.filled(sizes[:, left], starts, ends, held + part * held.mean(), np.float64))
        out = safe & ~above
        found[left[out]] = False
        left, share = left[~out], float(out.mean())
    return left


def _by_powers(sizes: Floats, starts: list[int], ends: list[int], own: Floats, way: Elimination | None) -> tuple[Truths, Truths]:
    """By powers of Cayley's transform: which draws settle, and for which that or the contrary is certain."""
    draws = own.shape[1]
    settles, sure = np.zeros(draws, dtype=np.bool_), np.zeros(draws, dtype=np.bool_)
    shift = _SHIFT * float(np.sqrt((np.square(own).sum() + np.square(sizes).sum()) / own.size)) if draws else 0.0
    if shift <= 0:
        return settles, sure
    if way is not None:
        factors = way.filled(sizes, starts, ends, own + shift, np.float32)
        fine = way.eliminate(factors)[1]
        for some in (slice(i, i + _TOGETHER) for i in range(0, draws, _TOGETHER)):
            _decide(way.inverses(factors[:, some]), shift, fine[some], settles[some], sure[some])
    rest = np.flatnonzero(~sure)
    matrices = -_matrices(sizes[:, rest], starts, ends, own[:, rest] + shift, np.float64)
    rest, matrices = _where(np.linalg.det(matrices) != 0, rest, matrices)
    found = np.zeros((2, len(rest)), dtype=np.bool_)
    _decide(np.linalg.inv(matrices), shift, np.ones(len(rest), dtype=np.bool_), *found)
    settles[rest], sure[rest] = found
    return settles, sure


def _decide(inverses: npt.NDArray[Real], shift: float, fine: Truths, settles: Truths, sure: Truths) -> None:
    """Square until a norm below 1 or a trace above the number of factors decides, and note that in the last two."""
    count = inverses.shape[1]
    precision = float(np.finfo(inverses.dtype).eps)
    unit = inverses.dtype.type(count * precision)
    at = np.flatnonzero(fine)
    power = inverses[at]
    power *= inverses.dtype.type(2 * shift)
    power[:, np.arange(count), np.arange(count)] -= inverses.dtype.type(1)
    with np.errstate(all="ignore"):
        norm = np.sqrt(np.einsum("nij,nij->n", power, power))
        error = inverses.dtype.type(_ROUNDING * precision) * norm
        for _ in range(_SQUARINGS[inverses.dtype.itemsize]):
            power = power @ power
            error = 2 * error * norm + error * error + unit * norm * norm
            norm = np.sqrt(np.einsum("nij,nij->n", power, power))
            inside = norm + error < 1
            outside = np.abs(np.trace(power, axis1=1, axis2=2)) - np.sqrt(count) * error > count
            settles[at[inside]] = True
            sure[at[inside | outside]] = True
            at, power, norm, error = _where(~inside & ~outside & (error < 1e6), at, power, norm, error)
            if not len(at):
                break


def _where(kept: Truths, *arrays: Any) -> tuple[Any, ...]:
    return tuple(one[kept] for one in arrays)
