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
from typing import TYPE_CHECKING, Annotated, Any

from sysmap.analysis.base import Clock, budget_of, check_bound, count_of, label_of, name_of
from sysmap.analysis.best_paths import BestPaths
from sysmap.analysis.chains import Chain, ChainData, chain_of, grade_ranks
from sysmap.analysis.names import different, factor_id
from sysmap.analysis.ordering import ORDERS, Order, places_of
from sysmap.analysis.projection import projection_of
from sysmap.analysis.submap_cut import cut
from sysmap.core.collecting import without_collecting
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import By, From, Limit, MaxLength, Seconds, To
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.data import Ends

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Paths", "paths"]

class PathsData(Ends):
    """Influence paths as data."""

    max_length: Annotated[int, "the most links a path might have"]
    by: Annotated[Order, "the order in which they come"]
    complete: Annotated[bool, "whether every path within the bounds is counted and listed"]
    count: Annotated[int, "how many were found, also where fewer are listed"]
    at_least: Annotated[bool, "whether there may be more, because the time ran out"]
    at_most: Annotated[int, "an upper bound of how many there are"]
    shortest: Annotated[int | None, "how many links the shortest path has, of any length; null: there is none"]
    limit: Annotated[int, "the most that were to be listed"]
    paths: Annotated[list[ChainData], "the paths, best first"]


@dataclass(frozen=True)
class Paths(Answer):
    """The influence paths from one factor to another, best first by the stated order.

    `count` is exact where `counted` is true, else "at least"; `at_most` is an upper bound of it (the number of walks).
    `complete` says that every path within the bound is counted and listed. `shortest` is the length of the shortest
    path of any length, also where the bound cuts it off.
    """

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

    @cached_property
    def found(self) -> tuple[Chain, ...]:
        """The listed paths, best first."""
        proj = projection_of(self.map)
        return tuple(chain_of(proj, way, self.grades) for way in self.ways)

    @property
    def used_links(self) -> set[str]:
        """Every link of the listed paths, parallel ones among them."""
        return {link.id for path in self.found for step in path.steps for link in step.links}

    @property
    def used_factors(self) -> set[str]:
        """Every factor of the listed paths."""
        return {id_ for path in self.found for id_ in path.factors}

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

    def words(self) -> str:
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
        return " ".join(part for part in parts if part)

    def data(self) -> PathsData:
        """The answer as plain data."""
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


@question("influence", "The influence paths from FROM to TO, best first.",
          examples=("advice health --limit 1",), view_keys=("paths",))
def paths(
    project: Project, start: From, end: To, max_length: MaxLength = 6, *, by: By = "weakest-link", limit: Limit = 500,
    seconds: Seconds = 5.0, grades: Mapping[str, str] | None = None, clock: Clock = time.perf_counter,
) -> Paths:
    """The influence paths from one factor to another, best first.

    Parameters
    ----------
    project : the map, or what holds it.
    start, end : two factors, by id, label or alias.
    max_length : the most links a path may have.
    by : the order: weakest-link, shortest or evidence (see the module).
    limit : the most paths to list; all within the bound are counted nevertheless.
    seconds : time budget; what was found by then is returned, and says "at least". None for no limit.
    grades : evidence grade (not-supported, untested, weak, moderate, strong) by link id, where they are not to be those of
        the project.
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
    >>> from sysmap.core.map import Map
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
    map_ = project.map
    graded = project.grades if grades is None else grades
    ranks = grade_ranks(graded)
    from_, to = factor_id(map_, start), factor_id(map_, end)
    different(map_, from_, to)
    proj = projection_of(map_)
    x, y = proj.at[from_], proj.at[to]
    search = BestPaths(proj, x, y, max_length, places_of(proj, by, ranks, max_length), limit, budget)
    with without_collecting():
        search.run()
    shortest = search.ways.shortest
    if shortest is None:
        shortest = proj.distances([x]).get(y)
    return Paths(map_, from_, to, max_length, by, limit, search.count, not search.cut,
                 search.ways.walks if search.cut else search.count, shortest,
                 tuple(search.best()), grades=graded or None)


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
