"""What a chain of influence does to what it reaches: the algebra of polarities.

A single link is *certain* (positive or negative), *mixed* (people said that it depends) or *unknown* (nobody said).
Along a chain certain signs multiply; one mixed link makes the chain mixed, one unknown link makes it unknown,
whatever else is on it. Parallel links between the same two factors are alternatives: the pair carries the set of what
its links are, and so does every chain over it. Neither mixed nor unknown is zero: such a chain is there, it only has
no sign.

The sets are four-bit numbers (`P`, `N`, `M`, `U`), and the product of two sets is one look into a table. Sign rules are
those of causal loop diagrams (Barbrook-Johnson & Penn 2022, ch. 4); keeping the set instead of one sign is ours, so
that an answer can say why it is not certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from sysmap.core.words import Polarity

__all__ = [
    "CERTAIN", "CLASS", "NAMES", "PRODUCT", "SIGN_MARKS", "M", "N", "P", "StepSigns", "SumSigns", "U", "Verdict", "class_of", "polarity_of",
    "product", "reasons_of", "verdict_of",
]

P, N, M, U = 1, 2, 4, 8
"""A certain positive chain, a certain negative one, one that depends on context, one with an unsigned link."""

CERTAIN = P | N
SIGN_MARKS: dict[str, str] = {"positive": "+", "negative": "−", "mixed": "±", "unknown": "?"}
Verdict = Literal["none", "positive", "negative", "ambiguous", "unknown"]

NAMES: dict[int, Polarity] = {P: "positive", N: "negative", M: "mixed", U: "unknown"}
CLASS: dict[str, int] = {"positive": P, "negative": N, "mixed": M, "unknown": U}


def class_of(polarity: Polarity) -> int:
    """The set a single link of that polarity stands for."""
    return CLASS[polarity]


def _times(a: int, b: int) -> int:
    if U in (a, b):
        return U
    if M in (a, b):
        return M
    return P if a == b else N


def _table() -> tuple[tuple[int, ...], ...]:
    rows = []
    for left in range(16):
        row = []
        for right in range(16):
            total = 0
            for a in (P, N, M, U):
                for b in (P, N, M, U):
                    if left & a and right & b:
                        total |= _times(a, b)
            row.append(total)
        rows.append(tuple(row))
    return tuple(rows)


PRODUCT: tuple[tuple[int, ...], ...] = _table()
"""`PRODUCT[a][b]`: the set of a chain whose first part is `a` and whose second part is `b`."""


def product(classes: Iterable[int]) -> int:
    """The set of a chain from the sets of its steps; an empty chain is positive.

    >>> product([N, N]) == P, product([P, M, N]) == M, product([P | N, N]) == P | N
    (True, True, True)
    """
    total = P
    for one in classes:
        total = PRODUCT[total][one]
    return total


def polarity_of(classes: int) -> Polarity:
    """The one word for a set: certain only if everything in it agrees.

    A conflict between parallel links is `mixed`; a certain sign beside an unsigned parallel link is `unknown`.

    >>> polarity_of(P), polarity_of(P | N), polarity_of(P | U)
    ('positive', 'mixed', 'unknown')
    """
    if classes == P:
        return "positive"
    if classes == N:
        return "negative"
    if classes & M or classes & CERTAIN == CERTAIN:
        return "mixed"
    return "unknown"


def verdict_of(classes: int) -> Verdict:
    """The verdict over all chains from one factor to another.

    none: there is no chain; positive, negative: every chain has that sign; unknown: every chain has an unsigned link;
    ambiguous: anything else, because chains conflict, because one depends on context, or because one has a sign and
    another has none. So an unsigned link that is added can make a certain answer ambiguous, never the other way round.

    >>> verdict_of(0), verdict_of(P), verdict_of(U), verdict_of(N | U)
    ('none', 'positive', 'unknown', 'ambiguous')
    """
    if classes == 0:
        return "none"
    if classes == P:
        return "positive"
    if classes == N:
        return "negative"
    if classes == U:
        return "unknown"
    return "ambiguous"


def reasons_of(classes: int) -> tuple[str, ...]:
    """Why a set is not certain, in words; empty where it is."""
    reasons = []
    if classes & CERTAIN == CERTAIN:
        reasons.append("chains conflict")
    if classes & M:
        reasons.append("a link depends on context")
    if classes & U:
        reasons.append("a link has no sign")
    return tuple(reasons)


_MIXED, _UNKNOWN, _SEVERAL = 20, 40, 60


class StepSigns(dict[int, int]):
    """What each step adds to a chain's sign: how many negative, mixed, unsigned and conflicting steps, in fields of bits.

    So the signs of many chains come from adding up whole numbers; `SumSigns` reads the sums.
    """

    def __init__(self, said: Mapping[int, int]) -> None:
        super().__init__()
        self._said = said

    def __missing__(self, pair: int) -> int:
        known = {P: 0, N: 1, M: 1 << _MIXED, U: 1 << _UNKNOWN}
        weight = self[pair] = known.get(self._said[pair], 1 << _SEVERAL)
        return weight


class SumSigns(dict[int, int]):
    """The sign of a chain by what its steps add up to; 0 where parallel links of different signs are on it.

    >>> SumSigns()[2] == P, SumSigns()[3] == N, SumSigns()[3 + (1 << 20)] == M
    (True, True, True)
    """

    def __missing__(self, total: int) -> int:
        if total >> _SEVERAL:
            sign = 0
        elif total >> _MIXED:
            sign = U if total >> _UNKNOWN else M
        else:
            sign = N if total & 1 else P
        self[total] = sign
        return sign
