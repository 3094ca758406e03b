"""Listing the simple ways between two factors without walking into dead ends.

Three ideas, each exact. A search never enters a factor from which the target is farther than the links that are left.
Ways are joined from two ends: every tail that leads to the target within the last few links is listed once, and each
beginning is joined to the tails that share no factor with it, which is one operation on two bit sets. And before the
search, counting the *walks* of bounded length (ways that may repeat a factor; a few additions per link) gives an upper
bound of how many simple ways there can be, and tells where beginnings and tails best meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sysmap.analysis.base import Budget

__all__ = ["Ways"]

Tail = tuple[int, tuple[int, ...]]
"""The factors of a tail as a bit set, and in order."""

_ENOUGH = 10**12
_TAILS = 100_000


class Ways:
    """The simple ways from one factor to another of at most so many links.

    Parameters
    ----------
    succ, pred : the factors each factor influences, and is influenced by.
    start, end : two factors; the same one twice gives the loops through it (closed ways, the start at both ends).
    most : the most links a way may have.
    keep : which steps may be used; all where it is not given.
    inside : the factors that may be used; all where it is not given.
    """

    def __init__(
        self, succ: Sequence[Sequence[int]], pred: Sequence[Sequence[int]], start: int, end: int, most: int, *,
        keep: Callable[[int, int], bool] | None = None, inside: Callable[[int], bool] | None = None,
    ) -> None:
        self.start, self.end, self.most = start, end, most
        half = (most + 1) // 2
        first_half = _distances(succ, start, end, half, keep, inside, {}, 0)
        to_end = _distances(pred, end, start, most, keep and (lambda a, b: keep(b, a)), inside, first_half, most - half)
        from_start = _distances(succ, start, end, most, keep, inside, to_end, 0)
        last_steps = [from_start[i] + 1 for i in pred[end] if i in from_start and (keep is None or keep(i, end))]
        self.shortest: int | None = min((length for length in last_steps if length <= most), default=None)
        self._to_end, self._from_start = to_end, from_start
        near = [i for i, far in from_start.items()
                if i in to_end and far + to_end[i] <= most and (i != end or start == end)]
        within = set(near)
        self._row = {i: [j for j in succ[i] if (j in within or j == end) and (keep is None or keep(i, j))]
                     for i in near}
        self._bit = {i: 1 << k for k, i in enumerate(near)}
        self.walks, self._meet = self._count_walks()

    def batches(
        self, budget: Budget, *, exactly: int | None = None
    ) -> Iterator[tuple[tuple[int, ...], list[tuple[int, ...]]]]:
        """The ways as (beginning, its tails): each beginning joined to each of its tails is one way.

        Parameters
        ----------
        budget : asked at every step; the listing stops once it is spent.
        exactly : list only ways of that many links.
        """
        if self.shortest is None:
            return
        most = self.most if exactly is None else exactly
        reach = min(self._meet, most)
        tails, ends = self._tails(reach, budget)
        if budget.spent:
            return
        begin = max(0, most - reach)
        to_end, row, bit, end, start = self._to_end, self._row, self._bit, self.end, self.start
        options: dict[tuple[int, int], list[int]] = {}

        def onward(here: int, left: int) -> list[int]:
            known = options.get((here, left))
            if known is None:
                known = options[(here, left)] = [j for j in row[here] if j != end and to_end[j] < left]
            return known

        way = [start]
        used = bit[start]
        stack = [iter(onward(start, most))] if begin else []
        if not begin:
            found = [tail for _, tail in tails[start][0 if exactly is None else ends[start][most - 1]:]]
            if found:
                yield (), found
        elif end in row[start] and exactly in (None, 1):
            yield (start,), [(end,)]
        while stack:
            for there in stack[-1]:
                if used & bit[there]:
                    continue
                if budget.tick():
                    return
                depth = len(way)
                left = most - depth
                if depth == begin:
                    since = 0 if exactly is None else ends[there][left - 1]
                    found = [tail for mask, tail in tails[there][since:ends[there][left]] if not mask & used]
                    if found:
                        yield tuple(way), found
                    continue
                if end in row[there] and (exactly is None or left == 1):
                    yield (*way, there), [(end,)]
                if left > 1:
                    way.append(there)
                    used |= bit[there]
                    stack.append(iter(onward(there, left)))
                    break
            else:
                stack.pop()
                used &= ~bit[way.pop()]

    def each(self, budget: Budget) -> Iterator[tuple[int, ...]]:
        """Every way as a tuple of factors, both ends included."""
        for beginning, tails in self.batches(budget):
            for tail in tails:
                yield beginning + tail

    def _count_walks(self) -> tuple[int, int]:
        """The number of walks, and how many links the tails should have so that both halves stay small."""
        if self.shortest is None:
            return 0, 1
        row, start, most = self._row, self.start, self.most
        inner = [(i, self._from_start[i], [j for j in row[i] if j != self.end and j != start]) for i in row]
        last = dict.fromkeys(row, 0)
        last.update((i, 1) for i in row if self.end in row[i])
        total, tails, meet = 0, 0, 1
        for length in range(1, most + 1):
            if length > 1:
                grown = dict.fromkeys(row, 0)
                for i, least, onward in inner:
                    if least + length <= most:
                        ways = 0
                        for j in onward:
                            ways += last[j]
                        grown[i] = ways
                last = grown
            total += last[start]
            tails += sum(last.values())
            if 2 * length <= most + 1 and tails <= _TAILS:
                meet = length
            if total > _ENOUGH:
                break
        return min(total, _ENOUGH), meet

    def _tails(self, reach: int, budget: Budget) -> tuple[dict[int, list[Tail]], dict[int, list[int]]]:
        """Every way from each factor to the end of at most `reach` links, shortest first, and where each length ends.
        """
        row, bit, end, from_start, most = self._row, self._bit, self.end, self._from_start, self.most
        tails: dict[int, list[Tail]] = {i: [] for i in row}
        ends: dict[int, list[int]] = {i: [0] for i in row}
        last: dict[int, list[Tail]] = {}
        for length in range(1, reach + 1):
            grown: dict[int, list[Tail]] = {}
            for i in row:
                if from_start[i] + length > most:
                    continue
                if budget.tick():
                    return tails, ends
                own = bit[i]
                if length == 1:
                    mine: list[Tail] = [(own, (i, end))] if end in row[i] else []
                else:
                    mine = [(mask | own, (i, *tail)) for j in row[i] if j in last for mask, tail in last[j]
                            if not mask & own]
                if mine:
                    tails[i] += mine
                    if i != self.start:
                        grown[i] = mine
            for i in row:
                ends[i].append(len(tails[i]))
            last = grown
        return tails, ends


def _distances(
    rows: Sequence[Sequence[int]], root: int, other: int, most: int, keep: Callable[[int, int], bool] | None,
    inside: Callable[[int], bool] | None, opposite: Mapping[int, int], free: int,
) -> Mapping[int, int]:
    """Links from the root to each factor that can matter, not passing through the other end.

    Beyond `free` links only factors are entered whose distance from the opposite end, where known, leaves room for
    it; with no opposite distances every factor within the bound is.
    """
    found = {root: 0}
    layer = [root]
    for distance in range(1, most + 1):
        following = []
        room = most - distance
        for here in layer:
            if here == other and here != root:
                continue
            for there in rows[here]:
                if there in found or (inside is not None and not inside(there)):
                    continue
                if opposite and distance > free and opposite.get(there, most) > room:
                    continue
                if keep is not None and not keep(here, there):
                    continue
                found[there] = distance
                following.append(there)
        if not following:
            break
        layer = following
    return found
