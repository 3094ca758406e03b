"""Influence paths: the chains of links through which one factor reaches another.

A path repeats no factor. Three orders are offered, and they usually differ; none of them is "the" pathway:

`weakest-link` (the usual one) puts first the path whose weakest link is strongest, a link without a stated strength
being below a weak one; then fewer such links, fewer links in all, the shorter delay, ids. Words such as weak and
strong can be compared, not multiplied, so no number is given to a path. `shortest` puts first the path with fewest
links. `evidence` does with evidence grades what `weakest-link` does with strength; a link without a grade is untested,
which is below weak and above not supported (contradicted more than supported).
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any, Literal, get_args

from sysmap.analysis.base import Answer, Budget, Clock, Table, check_bound, count_of, label_of, name_of
from sysmap.analysis.chains import GRADES, Chain, chain_of, grade_ranks
from sysmap.analysis.cutting import cut
from sysmap.analysis.names import different, factor_id
from sysmap.analysis.projection import Projection, projection_of
from sysmap.analysis.ways import Ways
from sysmap.core.collecting import without_collecting
from sysmap.core.describe import join_words
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of

__all__ = ["ORDERS", "Order", "Paths", "paths"]

Order = Literal["weakest-link", "shortest", "evidence"]
ORDERS: tuple[Order, ...] = get_args(Order)

_UNTESTED = GRADES.index("untested")
_BITS, _FIELD = 20, (1 << 20) - 1
_DELAYS = ("short", None, "medium", "long")
"""Delays from the least to the greatest; one that nobody stated stands between short and medium."""

_MANY = 300_000
"""More walks than this, and paths are looked for in bands, best first, so that a list that the clock cuts still begins
with the best."""


@dataclass(frozen=True)
class Paths(Answer):
    """The influence paths from one factor to another, best first by the stated order.

    `count` is exact where `counted` is true, else "at least"; `at_most` is an upper bound of it (the number of walks).
    `complete` says that every path within the bound is counted and listed. `shortest` is the length of the shortest
    path of any length, also where the bound cuts it off.
    """

    map: Map = field(repr=False)
    from_: str
    to: str
    max_length: int
    by: Order
    limit: int
    count: int
    counted: bool
    at_most: int
    shortest: int | None
    ways: tuple[tuple[int, ...], ...] = field(repr=False)
    grades: Mapping[str, str] | None = field(default=None, repr=False)

    @cached_property
    def found(self) -> tuple[Chain, ...]:
        """The listed paths, best first."""
        proj = projection_of(self.map)
        return tuple(chain_of(proj, way, self.grades) for way in self.ways)

    @property
    def complete(self) -> bool:
        """Whether every path within the bound is counted and listed."""
        return self.counted and self.count == len(self.ways)

    @property
    def submap(self) -> Map:
        """The factors and links of the listed paths, as a map."""
        pairs = {pair for path in self.found for pair in pairwise(path.factors)}
        rule = (f"The {count_of(len(self.found), 'influence path')} listed from {name_of(self.map, self.from_)} to "
                f"{name_of(self.map, self.to)} ({self._bounds()}).")
        return cut(self.map, {self.from_, self.to} | {id_ for path in self.found for id_ in path.factors}, pairs,
                   title=f"Paths from {label_of(self.map, self.from_)} to {label_of(self.map, self.to)}", rule=rule)

    def explain(self) -> str:
        """How many paths, in what order, what the first one is, and where a bound cut."""
        a, b = name_of(self.map, self.from_), name_of(self.map, self.to)
        if not self.found:
            if not self.counted:
                return (f"The search stopped at its time limit before it found a path from {a} to {b} "
                        f"({self._bounds()}).")
            if self.shortest is None:
                return f"There is no influence path from {a} to {b}, of any length."
            return (f"There is no influence path from {a} to {b} of at most {count_of(self.max_length, 'link')}; "
                    f"the shortest has {self.shortest}. Ask again with --max-length {self.shortest}.")
        number = count_of(self.count, "influence path", at_least=not self.counted)
        order = "" if self.count == 1 and self.counted else f", in order {self._order_words()}"
        parts = [f"{number[0].upper()}{number[1:]} of at most {count_of(self.max_length, 'link')} from {a} to {b}{order}."]
        if not self.counted:
            most = f"; there are no more than {self.at_most:,}" if self.at_most < 10**12 else ""
            parts.append(f"The search stopped at its time limit{most}.")
        if len(self.found) < self.count:
            parts.append(f"{'The first' if self.counted else 'Of those found, the first'} {len(self.found)} "
                         f"{'is' if len(self.found) == 1 else 'are'} listed.")
        first = self.found[0]
        head = "It runs" if self.count == 1 and self.counted else "The first runs"
        parts.append(f"{head}: {first.sentence(self.map)}")
        parts.append(_sign_summary(self.found, whole=self.complete))
        if any(path.group_links for path in self.found):
            parts.append("Some links speak of a whole layer and not of single factors (marked *).")
        if any(path.inferred for path in self.found):
            number_inferred = sum(1 for path in self.found if path.inferred)
            parts.append(f"{_some(number_inferred, len(self.found), 'uses', 'use')} a link that the modeller inferred and "
                         "the source does not state.")
        if any(path.anticipated for path in self.found):
            anticipated = sum(1 for path in self.found if path.anticipated)
            parts.append(f"{_some(anticipated, len(self.found), 'passes', 'pass')} something that is only anticipated.")
        return " ".join(part for part in parts if part)

    def to_json(self) -> dict[str, Any]:
        """Keys: from, to, max_length, by, complete, count, at_least, at_most, shortest, limit, paths."""
        return {
            "from": self.from_, "to": self.to, "max_length": self.max_length, "by": self.by, "complete": self.complete,
            "count": self.count, "at_least": not self.counted, "at_most": self.count if self.counted else self.at_most,
            "shortest": self.shortest, "limit": self.limit, "paths": [path.to_json() for path in self.found],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a path."""
        return [path.row(rank) for rank, path in enumerate(self.found, 1)]

    def table(self) -> Table:
        """Rank, sign, length, weakest link, evidence and the chain."""
        graded = any(path.grade is not None for path in self.found)
        heads = ("no.", "sign", "links", "weakest link", *(("evidence",) if graded else ()), "path")
        return Table(heads, tuple(
            (str(rank), path.mark, str(path.length), path.weakest_words,
             *((path.evidence_words,) if graded else ()), path.arrows())
            for rank, path in enumerate(self.found, 1)))

    def _bounds(self) -> str:
        return f"at most {count_of(self.max_length, 'link')}, {self._order_words()}"

    def _order_words(self) -> str:
        if self.by == "weakest-link" and not any(link.strength for link in self.map.links.values()):
            return "of length, since no link has a stated strength"
        if self.by == "evidence" and not self.grades:
            return "of length, since no link has an evidence grade"
        return {"weakest-link": "of the strength of their weakest link", "shortest": "of length",
                "evidence": "of the evidence for their least evidenced link"}[self.by]


def paths(
    map_: Map, start: str, end: str, max_length: int = 6, *, by: Order = "weakest-link", limit: int = 500,
    seconds: float | None = 5.0, grades: Mapping[str, str] | None = None, clock: Clock = time.perf_counter,
) -> Paths:
    """The influence paths from one factor to another, best first.

    Parameters
    ----------
    map_ : the map.
    start, end : two factors, by id, label or alias.
    max_length : the most links a path may have.
    by : the order: weakest-link, shortest or evidence (see the module).
    limit : the most paths to list; all within the bound are counted nevertheless.
    seconds : time budget; what was found by then is returned, and says "at least". None for no limit.
    grades : evidence grade (not-supported, untested, weak, moderate, strong) by link id, where there is evidence.
    clock : for tests.

    Returns
    -------
    Paths : parallel links between two factors are one step; where they disagree the path is `mixed`.

    Raises
    ------
    Refused : an unknown or retired factor, both ends the same, a bound below 1, an unknown order or grade.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> signs = {"a->b": "positive", "b->c": "negative", "a->c": "positive"}
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity=v) for k, v in signs.items()}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> [(path.factors, path.polarity) for path in paths(small, "a", "c").found]
    [(('a', 'c'), 'positive'), (('a', 'b', 'c'), 'negative')]
    """
    budget = Budget(seconds, clock)
    check_bound(max_length, "The greatest length (--max-length)")
    check_bound(limit, "The number to list (--limit)")
    if by not in ORDERS:
        raise Refused(Problem(code="A07", message=f"There is no order “{by}”.", hint=one_of(by, ORDERS)))
    ranks = grade_ranks(grades or {})
    from_, to = factor_id(map_, start), factor_id(map_, end)
    different(map_, from_, to)
    proj = projection_of(map_)
    x, y = proj.at[from_], proj.at[to]
    search = _Search(proj, x, y, max_length, by, ranks, limit, budget)
    with without_collecting():
        search.run()
    shortest = search.ways.shortest
    if shortest is None:
        shortest = proj.distances([x]).get(y)
    return Paths(map_, from_, to, max_length, by, limit, search.count, not search.cut,
                 search.ways.walks if search.cut else search.count, shortest,
                 tuple(search.best()), grades)


class _Search:
    """One listing: counts every path, keeps the best so many."""

    def __init__(
        self, proj: Projection, x: int, y: int, most: int, by: Order, ranks: Mapping[str, int], limit: int,
        budget: Budget,
    ) -> None:
        self.proj, self.x, self.y, self.most = proj, x, y, most
        self.by, self.limit, self.budget = by, limit, budget
        self.ways = Ways(proj.succ, proj.pred, x, y, most, budget=budget)
        self.count = 0
        self.cut = False
        links = proj.map.links.values()
        self._plain: list[tuple[int, ...]] = []
        self._kept: list[tuple[Any, ...]] = []
        self._worst: tuple[Any, ...] | None = None
        self._ranks = ranks
        self._tails: dict[tuple[int, ...], tuple[int, int]] = {}
        self._steps: dict[tuple[int, int], tuple[int, int]] = {}
        self._by_length = by == "shortest" or not (ranks if by == "evidence" else any(link.strength for link in links))
        self._no_delays = not any(link.delay for link in links)

    def run(self) -> None:
        if self._by_length and self._no_delays:
            few = self.ways.all_at_once(self.budget)
            if few is not None:
                self._plain, self.count = few, len(few)
                return
        if self.ways.walks <= _MANY:
            self._run(self.ways, None, None, self.budget)
            self.cut = self.budget.spent
        else:
            self._run_in_bands()
        if not self.count and self.cut and self.ways.shortest is not None:
            self._weigh((), self.ways.one_shortest(), (0, 0), None)

    def _run_in_bands(self) -> None:
        """Best first, band by band, so that a list cut by the clock still begins with the best.

        Each band has its share of the time, so that none is left without a look.
        """
        levels = (0,) if self._by_length else (4, 3, 2, 1, 0) if self.by == "evidence" else (3, 2, 1, 0)
        for at, level in enumerate(levels):
            part = self.budget.share(len(levels) - at)
            ways = self.ways
            if level:
                ways = Ways(self.proj.succ, self.proj.pred, self.x, self.y, self.most, budget=part,
                            keep=lambda a, b, level=level: self._step_rank(a, b) >= level)  # type: ignore[misc]
            if ways.shortest is not None:
                for length in range(ways.shortest, self.most + 1):
                    self._run(ways, length, None if self._by_length else level, part)
                    if part.now_spent():
                        self.cut = True
                        break

    def best(self) -> list[tuple[int, ...]]:
        self._shrink()
        return self._plain + [entry[-1] for entry in self._kept]

    def _run(self, ways: Ways, exactly: int | None, level: int | None, budget: Budget) -> None:
        plain = self._by_length and self._no_delays
        for beginning, tails in ways.batches(budget, exactly=exactly):
            if plain:
                self.count += len(tails)
                longest = self.most + 2 if self._worst is None else self._worst[0]
                if len(beginning) + len(tails[0]) <= longest:
                    longest -= len(beginning)
                    self._plain += [beginning + tail for tail in tails if len(tail) <= longest]
            else:
                so_far = self._sums(beginning)
                for tail in tails:
                    if budget.tick():
                        return
                    self._weigh(beginning, tail, so_far, level)
            if len(self._kept) + len(self._plain) >= 2 * self.limit + 1000:
                self._shrink()
                self._worst = (len(self._plain[-1]),) if plain else self._kept[-1][:-1]

    def _weigh(
        self, beginning: tuple[int, ...], tail: tuple[int, ...], so_far: tuple[int, int], level: int | None
    ) -> None:
        """Count a path and keep it if it is among the best; with a level, only if that is its weakest link's."""
        known = self._tails.get(tail)
        if known is None:
            known = self._tails[tail] = self._sums(tail)
        ranks, delay = so_far[0] + known[0], so_far[1] + known[1]
        if beginning:
            step, late = self._step((beginning[-1], tail[0]))
            ranks, delay = ranks + step, delay + late
        length = len(beginning) + len(tail)
        weakest = 0
        if not self._by_length:
            while not ranks & _FIELD:
                ranks >>= _BITS
                weakest += 1
        if level not in (None, weakest):
            return
        self.count += 1
        key = (0, 0, length, delay) if self._by_length else (-weakest, ranks & _FIELD, length, delay)
        if self._worst is None or key <= self._worst:
            self._kept.append((*key, beginning + tail))

    def _sums(self, way: tuple[int, ...]) -> tuple[int, int]:
        """How many steps of each rank, and how many of each delay, as numbers of `_BITS` bits in one."""
        ranks = delay = 0
        for pair in pairwise(way):
            step, late = self._step(pair)
            ranks, delay = ranks + step, delay + late
        return ranks, delay

    def _step(self, pair: tuple[int, int]) -> tuple[int, int]:
        known = self._steps.get(pair)
        if known is None:
            step = self.proj.step(*pair)
            place = _DELAYS.index(step.links[0].delay)
            known = self._steps[pair] = (1 << _BITS * self._step_rank(*pair), 1 << _BITS * place)
        return known

    def _shrink(self) -> None:
        self._plain.sort(key=len)
        # Ways of one length are listed in order of ids, so that sorting each length is one pass.
        self._plain = [way for _, ways in groupby(self._plain, len) for way in sorted(ways)][:self.limit]
        if len(self._kept) > self.limit:
            self._kept = heapq.nsmallest(self.limit, self._kept)
        else:
            self._kept.sort()

    def _step_rank(self, a: int, b: int) -> int:
        step = self.proj.step(a, b)
        return max(self._ranks.get(link.id, _UNTESTED) for link in step.links) if self.by == "evidence" else step.strength


def _sign_summary(found: Sequence[Chain], *, whole: bool) -> str:
    counts: dict[str, int] = {}
    for path in found:
        counts[path.polarity] = counts.get(path.polarity, 0) + 1
    if len(found) < 2:
        return ""
    words = {"positive": "positive", "negative": "negative",
             "mixed": "mixed (depends on context or on conflicting links)",
             "unknown": "without a sign (a link on them is unsigned)"}
    parts = [f"{counts[name]} {'is' if counts[name] == 1 else 'are'} {words[name]}" for name in words if name in counts]
    if len(parts) == 1:
        every = "Both" if len(found) == 2 else "All"
        return f"{every}{'' if whole else ' that are listed'} are {next(words[name] for name in words if name in counts)}."
    return f"{'Of these' if whole else 'Of those listed'}, {join_words(parts)}."


def _some(number: int, of: int, one: str, many: str) -> str:
    """How many of the listed paths, with the verb that fits.

    >>> _some(1, 1, "uses", "use"), _some(2, 2, "uses", "use"), _some(1, 4, "uses", "use")
    ('It uses', 'Both use', '1 of the 4 listed uses')
    """
    if number == of:
        return f"It {one}" if of == 1 else f"{'Both' if of == 2 else 'All listed'} {many}"
    return f"{number} of the {of} listed {one if number == 1 else many}"
