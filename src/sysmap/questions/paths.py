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
from collections import Counter
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
from sysmap.core.gc_pause import without_collecting
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import capital, say
from sysmap.core.words import Polarity
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
        ends = {"start": label_of(self.map, self.from_), "end": label_of(self.map, self.to)}
        links, limit = say("answer.links", n=self.max_length), say("limit.time")
        if not self.found:
            if not self.counted:
                return say("paths.none.stopped", limit=limit, links=links, order=self._order_words(), **ends)
            if self.shortest is None:
                return say("paths.none", **ends)
            more = say("answer.links", n=self.shortest)
            return say("paths.none.bound", links=links, shortest=self.shortest, more=more, **ends)
        only = self.count == 1 and self.counted
        number = count_of(self.count, "influence path", at_least=not self.counted)
        order = "" if only else say("paths.order", order=self._order_words())
        parts = [capital(say("paths.count", number=number, links=links, order=order, **ends))]
        if not self.counted:
            parts.append(say("paths.stopped", limit=limit, most=self.at_most) if self.at_most < 10**12
                         else say("answer.stopped", limit=limit))
        if len(self.found) < self.count:
            parts.append(say("paths.listed", counted="yes" if self.counted else "no", n=len(self.found)))
        parts.append(say("paths.only" if only else "paths.first", sentence=self.found[0].sentence(self.map)))
        parts += _sign_summary(self.found, whole=self.complete)
        if any(path.group_links for path in self.found):
            parts.append(say("answer.groups"))
        return " ".join(parts)

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
        stated = {"weakest-link": any(link.strength for link in self.map.links.values()), "evidence": bool(self.grades)}
        return say(f"order.{self.by}" if stated.get(self.by, True) else f"order.{self.by}.none")


@question("influence", "The influence paths from FROM to TO, best first.",
          on_page="paths",
          answers="By which chains of cause and effect does one factor reach another?",
          cannot="How strong the whole influence is: paths share links and are never added up.",
          source="Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("advice health --limit 1",))
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
    graded = (project.grades or None) if grades is None else grades
    ranks = grade_ranks(graded or {})
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
                 tuple(search.best()), grades=graded)


def _sign_summary(found: Sequence[Chain], *, whole: bool) -> list[str]:
    """How many of several paths have which sign."""
    if len(found) < 2:
        return []
    counts = Counter(path.polarity for path in found)
    words: tuple[Polarity, ...] = ("positive", "negative", "mixed", "unknown")
    told = {sign: say(f"paths.sign.{sign}") for sign in words if counts[sign]}
    listed = "yes" if whole else "no"
    if len(told) == 1:
        return [say("paths.signs.all", n=len(found), whole=listed, word=next(iter(told.values())))]
    return [say("paths.signs", whole=listed, parts=[
        say("paths.signs.part", n=counts[sign], word=word) for sign, word in told.items()])]
