"""Which way each factor of a submap works: does more of it mean more or less of the factor that was asked about?

Every sign is collected that a way along the kept links can have (signed reachability, see `influence`). One sign only:
that is the sign of every path. Several: a path of each sign may or may not exist, and the answer is left open here;
`influence` finds out for a single pair.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sysmap.analysis.projection import Projection
from sysmap.analysis.signs import PRODUCT, M, N, P, U

__all__ = ["NET_SIGNS", "net_signs"]

NET_SIGNS: Mapping[int, str] = {P: "positive", N: "negative", M: "depends", U: "not said"}
"""What a set of signs is called where it holds only one; `open` where it holds several."""


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
    dict : positive, negative, depends (on context), not said, or open where paths may differ.
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
    return {at: NET_SIGNS.get(classes, "open") for at, classes in seen.items() if at != start}
