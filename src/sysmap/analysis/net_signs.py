"""Which way each factor of a submap works: does more of it push towards more or less of the factor that was asked about?

Every sign is collected that a way along the kept links can have (signed reachability, see `influence`). One sign only:
that is the sign of every path. Several: a way may go round a loop and turn its sign although no path does, so the paths
themselves are looked at, as far as a limit of work goes, which small maps never reach. What that leaves is open, and
`influence` finds out for a single pair.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sysmap.analysis.projection import Projection
from sysmap.analysis.signs import PRODUCT, M, N, P, U

__all__ = ["NET_SIGNS", "net_signs"]

NET_SIGNS: Mapping[int, str] = {P: "positive", N: "negative", M: "depends", U: "not said"}
"""What a set of signs is called where it holds only one."""

_MOST_WORK = 50_000
"""How many beginnings of paths are looked at; the page looks at as many, so that both say the same."""


def net_signs(proj: Projection, start: int, kept: Collection[int], inner: Collection[int], *, up: bool) -> dict[int, str]:
    """The sign between one factor and each of those kept, by the factors' numbers.

    Parameters
    ----------
    proj : the map as arrays.
    start : the factor asked about.
    kept : the factors found around it.
    inner : those of them (the start among them) from which the search went on; the outermost end a path.
    up : whether the factors influence the start, or it them.

    Returns
    -------
    dict : positive, negative, depends (on context), not said, or open where paths differ, or may.
    """
    rows, signs = (proj.pred, proj.pred_signs) if up else (proj.succ, proj.succ_signs)
    inside, going_on = set(kept), set(inner)
    seen = {start: P}
    fresh = {start: P}
    while fresh:
        following: dict[int, int] = {}
        for here, classes in fresh.items():
            if here not in going_on:
                continue
            table = PRODUCT[classes]
            for there, step in zip(rows[here], signs[here], strict=True):
                if there == start or there not in inside:
                    continue
                added = table[step] & ~seen.get(there, 0)
                if added:
                    seen[there] = seen.get(there, 0) | added
                    following[there] = following.get(there, 0) | added
        fresh = following
    del seen[start]
    unsettled = {at for at, classes in seen.items() if classes not in NET_SIGNS}
    settled = _signs_of_paths(rows, signs, start, inside, going_on, unsettled)
    return {at: NET_SIGNS.get(settled.get(at, classes), "open") for at, classes in seen.items()}


def _signs_of_paths(
    rows: Sequence[Sequence[int]], signs: Sequence[Sequence[int]], start: int, inside: Collection[int], going_on: Collection[int],
    wanted: Collection[int],
) -> dict[int, int]:
    """The signs that paths to these factors have; nothing where the limit of work leaves them unsure."""
    found = dict.fromkeys(wanted, 0)
    differing = 0
    way, said = [start], [P]
    stack = [iter(zip(rows[start], signs[start], strict=True))]
    used = {start}
    work = 0
    while stack and differing < len(found):
        step = next(stack[-1], None)
        if step is None:
            stack.pop()
            used.discard(way.pop())
            said.pop()
            continue
        there, sign = step
        if there in used or there not in inside:
            continue
        work += 1
        if work > _MOST_WORK:
            return {}
        classes = PRODUCT[said[-1]][sign]
        if there in found:
            before, found[there] = found[there], found[there] | classes
            differing += before in (0, *NET_SIGNS) and found[there] not in NET_SIGNS
        if there in going_on:
            way.append(there)
            said.append(classes)
            used.add(there)
            stack.append(iter(zip(rows[there], signs[there], strict=True)))
    return found
