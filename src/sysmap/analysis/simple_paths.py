"""Listing the simple ways between two factors without walking into dead ends.

Three ideas, each exact. A search never enters a factor from which the target is farther than the links that are left.
Ways are joined from two ends: every tail that leads to the target within the last few links is listed once, and each
beginning is joined to the tails that share no factor with it, which is one operation on two bit sets. And before the
search, counting the *walks* of bounded length (ways that may repeat a factor; a few additions per link) gives an upper
bound of how many simple ways there can be, and tells where beginnings and tails best meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from sysmap.analysis.base import Budget

__all__ = ["SimplePaths"]

Tail = tuple[int, tuple[int, ...], int]
"""The factors of a tail as a bit set, and in order, and what its steps weigh together."""

Batch = tuple[tuple[int, ...], int, list[Tail]]
"""A beginning, what its steps weigh together (the one into the tails among them), and the tails that go with it."""

_ENOUGH = 10**12
_TAILS = 100_000
_SMALL = 500
_A_TICK = 8


class SimplePaths:
    """The simple ways from one factor to another of at most so many links.

    Parameters
    ----------
    succ, pred : the factors each factor influences, and is influenced by.
    start, end : two factors; the same one twice gives the loops through it (closed ways, the start at both ends).
    most : the most links a way may have.
    keep : which steps may be used; all where it is not given.
    inside : the factors that may be used; all where it is not given.
    weights : what each step weighs, by the number of its pair (`start * n + end`); whole numbers that are added up along
        a way, so that ways can be put in order without going along them again. Nothing weighs anything where not given.
    budget : if it is spent while walks are counted, their number is not known and stands at its highest.
    """

    def __init__(
        self, succ: Sequence[Sequence[int]], pred: Sequence[Sequence[int]], start: int, end: int, most: int, *,
        keep: Callable[[int, int], bool] | None = None, inside: Callable[[int], bool] | None = None,
        weights: Mapping[int, int] | None = None, budget: Budget | None = None,
    ) -> None:
        most = min(most, len(succ))
        self.start, self.end, self.most = start, end, most
        half = (most + 1) // 2 if len(succ) > _SMALL else 0
        first_half = _distances(succ, start, end, half, keep, inside, {}, 0) if half else {}
        to_end = _distances(pred, end, start, most, keep and (lambda a, b: keep(b, a)), inside, first_half, most - half)
        from_start = _distances(succ, start, end, most, keep, inside, to_end, 0)
        last_steps = [from_start[i] + 1 for i in pred[end] if i in from_start and (keep is None or keep(i, end))]
        self.shortest: int | None = min((length for length in last_steps if length <= most), default=None)
        near = [i for i, far in from_start.items()
                if i in to_end and far + to_end[i] <= most and (i != end or start == end)]
        place = {i: k for k, i in enumerate(near)}
        self._names = near
        self._row = [[place[j] for j in succ[i] if j in place and j not in (start, end) and (keep is None or keep(i, j))]
                     for i in near]
        self._last = [end in succ[i] and (keep is None or keep(i, end)) for i in near]
        self._to_end = [to_end[i] for i in near]
        self._from_start = [from_start[i] for i in near]
        self._budget = budget or Budget()
        self._weights, self._size = weights, len(succ)

    @property
    def walks(self) -> int:
        """The number of walks: an upper bound of the number of ways."""
        return self._counted[0]

    def batches(self, budget: Budget, *, exactly: int | None = None) -> Iterator[Batch]:
        """The ways as (beginning, weight, tails): the beginning joined to each of its tails is one way.

        Parameters
        ----------
        budget : asked at every step; the listing stops once it is spent.
        exactly : list only ways of that many links.
        """
        if self.shortest is None:
            return
        most = self.most if exactly is None else exactly
        reach = min(self._counted[1], most)
        tails, ends = self._tails(reach, budget, whole=reach == most)
        if budget.spent:
            return
        begin = most - reach
        to_end, row, last, end, names = self._to_end, self._row, self._last, (self.end,), self._names
        step, last_step = self._step_weights
        if not begin:
            found = tails[0][0 if exactly is None else ends[0][most - 1]:]
            if found:
                yield (), 0, found
            return
        if last[0] and exactly in (None, 1):
            yield (self.start,), last_step[0], [(0, end, 0)]
        options: list[list[list[tuple[int, int]] | None]] = [[None] * len(row) for _ in range(begin + 1)]

        def onward(here: int, left: int) -> Iterator[tuple[int, int]]:
            known = options[left - reach][here]
            if known is None:
                known = options[left - reach][here] = [
                    pair for pair in zip(row[here], step[here], strict=True) if to_end[pair[0]] < left]
            return iter(known)

        way: tuple[int, ...] = (self.start,)
        used, weight, ways, marks, sums = 1, 0, [way], [1], [0]
        stack = [onward(0, most)]
        while stack:
            for there, weighs in stack[-1]:
                if used >> there & 1:
                    continue
                depth = len(stack)
                left = most - depth
                if depth == begin:
                    stop = ends[there][left]
                    if budget.tick(1 + stop // _A_TICK):
                        return
                    since = 0 if exactly is None else ends[there][left - 1]
                    found = [tail for tail in tails[there][since:stop] if not tail[0] & used]
                    if found:
                        yield way, weight + weighs, found
                    continue
                if budget.tick():
                    return
                longer = (*way, names[there])
                if last[there] and (exactly is None or left == 1):
                    yield longer, weight + weighs + last_step[there], [(0, end, 0)]
                way = longer
                used |= 1 << there
                weight += weighs
                ways.append(way)
                marks.append(used)
                sums.append(weight)
                stack.append(onward(there, left))
                break
            else:
                stack.pop()
                ways.pop()
                marks.pop()
                sums.pop()
                if stack:
                    way, used, weight = ways[-1], marks[-1], sums[-1]

    def all_at_once(self, budget: Budget, enough: int = 20_000) -> list[tuple[int, tuple[int, ...]]] | None:
        """The same ways in one list, quicker than `batches` where they are few: beginnings grow side by side too.

        Returns
        -------
        (weight, way) for each way, in no particular order; nothing where more than about `enough` tails, beginnings or ways
        come up.
        """
        if self.shortest is None:
            return []
        most, row, to_end, names, end = self.most, self._row, self._to_end, self._names, (self.end,)
        step, last_step = self._step_weights
        reach = (most + 1) // 2
        begin = most - reach
        tails: list[list[Tail]] = [[] for _ in names]
        left = reach
        for level in self._levels(reach, budget, whole=not begin):
            left -= 1
            for k, mine in level.items():
                tails[k] += mine
            if left and sum(map(len, level.values())) > enough:
                return None
        if left:
            return None
        if not begin:
            return [(weight, tail) for _, tail, weight in tails[0]]
        found: list[tuple[int, tuple[int, ...]]] = [(last_step[0], (self.start, self.end))] if self._last[0] else []
        layer: dict[int, list[Tail]] = {0: [(1, (self.start,), 0)]}
        light = self._weights is None
        for depth in range(1, begin + 1):
            grown: dict[int, list[Tail]] = {}
            for here, mine in layer.items():
                if budget.tick(1 + len(mine) // _A_TICK) or len(found) > enough:
                    return None
                for there, weighs in zip(row[here], step[here], strict=True):
                    if to_end[there] <= most - depth:
                        own = 1 << there
                        if depth < begin:
                            name = (names[there],)
                            longer = [(mask | own, way + name, weight + weighs) for mask, way, weight in mine
                                      if not mask & own]
                            grown.setdefault(there, []).extend(longer)
                        elif light:
                            found += [(0, way + tail) for mask, way, _ in mine if not mask & own
                                      for other, tail, _ in tails[there] if not mask & other]
                        else:
                            found += [(weight + weighs + more, way + tail) for mask, way, weight in mine if not mask & own
                                      for other, tail, more in tails[there] if not mask & other]
            for there, ways in grown.items():
                if self._last[there]:
                    weighs = last_step[there]
                    found += [(weight + weighs, way + end) for _, way, weight in ways]
            layer = grown
            if sum(map(len, grown.values())) > enough:
                return None
        return found

    def each(self, budget: Budget) -> Iterator[tuple[int, ...]]:
        """Every way as a tuple of factors, both ends included."""
        for beginning, _, tails in self.batches(budget):
            for _, tail, _ in tails:
                yield beginning + tail

    def one_shortest(self) -> tuple[int, ...]:
        """One of the shortest ways, the first by order of the factors; there has to be one."""
        way, here = [self.start], 0
        for left in range((self.shortest or 1) - 1, 0, -1):
            here = min((k for k in self._row[here] if self._to_end[k] == left), key=self._names.__getitem__)
            way.append(self._names[here])
        return (*way, self.end)

    @cached_property
    def _step_weights(self) -> tuple[list[list[int]], list[int]]:
        """What the steps of each row weigh, and the step from each factor to the end."""
        weights, names, size, end = self._weights, self._names, self._size, self.end
        if weights is None:
            return [[0] * len(nexts) for nexts in self._row], [0] * len(names)
        return ([[weights[i * size + names[k]] for k in nexts] for i, nexts in zip(names, self._row, strict=True)],
                [weights[i * size + end] if one else 0 for i, one in zip(names, self._last, strict=True)])

    @cached_property
    def _counted(self) -> tuple[int, int]:
        """The number of walks, and how many links the tails should have so that both halves stay small."""
        if self.shortest is None:
            return 0, 1
        row, most = self._row, self.most
        walks = [int(one) for one in self._last]
        total = tails = 0
        meet = 1
        for length in range(1, most + 1):
            if length > 1:
                before = walks
                walks = [sum([before[j] for j in nexts]) if nearest <= length <= most - least else 0
                         for nexts, least, nearest in zip(row, self._from_start, self._to_end, strict=True)]
            total += walks[0]
            tails += sum(walks)
            if 2 * length <= most + 1 and tails <= _TAILS:
                meet = length
            if self._budget.now_spent():
                total = _ENOUGH
            if total >= _ENOUGH:
                break
        return min(total, _ENOUGH), meet

    def _tails(self, reach: int, budget: Budget, *, whole: bool) -> tuple[list[list[Tail]], list[list[int]]]:
        """Every way from each factor to the end of at most `reach` links, shortest first, and where each length ends."""
        tails: list[list[Tail]] = [[] for _ in self._names]
        ends = [[0] for _ in self._names]
        for level in self._levels(reach, budget, whole=whole):
            for k, mine in level.items():
                tails[k] += mine
            for k, mine in enumerate(tails):
                ends[k].append(len(mine))
        return tails, ends

    def _levels(self, reach: int, budget: Budget, *, whole: bool) -> Iterator[dict[int, list[Tail]]]:
        """The ways from each factor to the end of one link, then those of two, … up to `reach`.

        The start's own, which are whole ways, only where asked for. Once the budget is spent there is no further length.
        """
        row, names, end, most = self._row, self._names, self.end, self.most
        from_start, to_end = self._from_start, self._to_end
        step, last_step = self._step_weights
        level: dict[int, list[Tail]] = {k: [(1 << k, (names[k], end), last_step[k])]
                                        for k, one in enumerate(self._last) if one}
        yield level
        nothing: list[Tail] = []
        light = self._weights is None
        for length in range(2, reach + 1):
            before = level.get
            level = {}
            work = 1
            for k in [k for k, near in enumerate(to_end) if near <= length <= most - from_start[k]]:
                if not k and not whole:
                    continue
                own, name = 1 << k, (names[k],)
                if light:
                    mine = [(mask | own, name + tail, 0) for j in row[k] for mask, tail, _ in before(j, nothing)
                            if not mask & own]
                else:
                    mine = [(mask | own, name + tail, weight + weighs) for j, weighs in zip(row[k], step[k], strict=True)
                            for mask, tail, weight in before(j, nothing) if not mask & own]
                if mine:
                    level[k] = mine
                    work += len(mine)
                    if work > 1000:
                        if budget.tick(work // _A_TICK):
                            return
                        work = 0
            yield level


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
