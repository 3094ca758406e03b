"""Influence paths: the chains of links through which one factor reaches another.

A path repeats no factor. Three orders are offered, and they usually differ; none of them is "the" pathway:

`weakest-link` (the usual one) puts first the path whose weakest link is strongest, a link without a stated strength
being below a weak one; then fewer such links, fewer links in all, the shorter delay, ids. Words such as weak and
strong can be compared, not multiplied, so no number is given to a path. `shortest` puts first the path with fewest
links. `evidence` does with evidence grades what `weakest-link` does with strength; a link without a grade is untested,
which is below weak and above not supported (contradicted more than supported).
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from sysmap.analysis.base import Answer, Budget, Clock, Table, budget_of, check_bound, count_of, label_of, name_of
from sysmap.analysis.chains import Chain, chain_of, grade_ranks
from sysmap.analysis.names import different, factor_id
from sysmap.analysis.ordering import ORDERS, Order, Place, Places, Weighed, places_of
from sysmap.analysis.projection import Projection, projection_of
from sysmap.analysis.simple_paths import SimplePaths
from sysmap.analysis.submap_cut import cut
from sysmap.core.collecting import without_collecting
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import join_words

__all__ = ["ORDERS", "Order", "Paths", "paths"]

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
    budget = budget_of(seconds, clock)
    check_bound(max_length, "The greatest length (--max-length)")
    check_bound(limit, "The number to list (--limit)")
    if by not in ORDERS:
        raise Refused(Problem(code="A07", message=f"There is no order “{by}”.", hint=one_of(by, ORDERS)))
    ranks = grade_ranks(grades or {})
    from_, to = factor_id(map_, start), factor_id(map_, end)
    different(map_, from_, to)
    proj = projection_of(map_)
    x, y = proj.at[from_], proj.at[to]
    search = _Search(proj, x, y, max_length, places_of(proj, by, ranks, max_length), limit, budget)
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

    def __init__(self, proj: Projection, x: int, y: int, most: int, places: Places, limit: int, budget: Budget) -> None:
        self.proj, self.x, self.y, self.most = proj, x, y, most
        self.places, self.limit, self.budget = places, limit, budget
        self._weights = None if places.plain else places.steps
        self.ways = SimplePaths(proj.succ, proj.pred, x, y, most, weights=self._weights, budget=budget)
        self.count = 0
        self.cut = False
        self._kept: list[Weighed] = []
        self._worst: Place | None = None

    def run(self) -> None:
        few = self.ways.all_at_once(self.budget)
        if few is not None:
            self._kept, self.count = few, len(few)
            return
        if self.ways.walks <= _MANY:
            self._run(self.ways, None, None, self.budget)
            self.cut = self.budget.spent
        else:
            self._run_in_bands()
        if not self.count and self.cut and self.ways.shortest is not None:
            self._kept.append((0, self.ways.one_shortest()))
            self.count = 1

    def best(self) -> list[tuple[int, ...]]:
        """The best paths, in order."""
        return [way for _, ways in self.places.in_order(self._kept, self.limit) for way in ways]

    def _run_in_bands(self) -> None:
        """Best first, band by band, so that a list cut by the clock still begins with the best.

        Each band has its share of the time, so that none is left without a look.
        """
        by_length = self.places.by_length
        levels = (0,) if by_length else (4, 3, 2, 1, 0) if self.places.by == "evidence" else (3, 2, 1, 0)
        for at, level in enumerate(levels):
            part = self.budget.share(len(levels) - at)
            ways = self.ways
            if level:
                ways = SimplePaths(self.proj.succ, self.proj.pred, self.x, self.y, self.most, weights=self._weights, budget=part,
                            keep=lambda a, b, level=level: self.places.rank(a, b) >= level)  # type: ignore[misc]
            if ways.shortest is not None:
                for length in range(ways.shortest, ways.most + 1):
                    self._run(ways, length, None if by_length else level, part)
                    if part.now_spent():
                        self.cut = True
                        break

    def _run(self, ways: SimplePaths, exactly: int | None, level: int | None, budget: Budget) -> None:
        """Count ways, and keep those among the best; with a level, only those whose weakest link has it."""
        places, enough = self.places, 2 * self.limit + 1000
        for beginning, weight, tails in ways.batches(budget, exactly=exactly):
            mine = tails if level is None else [tail for tail in tails if places[weight + tail[2]][0] == -level]
            self.count += len(mine)
            worst = self._worst
            if worst is None or (places.plain and len(beginning) + len(tails[0][1]) - 1 <= worst[2]):
                self._kept += [(weight + more, beginning + tail) for _, tail, more in mine]
            elif not places.plain:
                self._kept += [(weight + more, beginning + tail) for _, tail, more in mine if places[weight + more] <= worst]
            if len(self._kept) >= enough:
                self._kept = places.first(self._kept, self.limit)
                weight, way = self._kept[-1]
                self._worst = places[places.shelf(weight, way)]


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
