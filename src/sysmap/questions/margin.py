"""How far a verdict is from another: the fewest links that would have to prove otherwise.

A change is a link found false, a sign settled that is mixed or not stated, or, on a rung of the evidence, a link found true whose
evidence falls short of it. One change is tried, then every two, then the smallest cut; the fewest that turn the verdict are its
margin. A margin of 1 means that the verdict hangs on one statement, and the answer names it. A link of a whole layer is one
statement.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from sysmap.analysis.base import Clock, budget_of, check_bound, count_of, name_of
from sysmap.analysis.names import different, factor_id
from sysmap.analysis.signs import Verdict
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.sentences import join_words, link_name
from sysmap.questions.influence import influence
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import From, MaxLength, Parameter, Seconds, To
from sysmap.questions.registry.question import question
from sysmap.questions.registry.rungs import RUNGS, Rung, at_rung, counts_on
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.data import Ends
from sysmap.questions.shared.turning import Margin, TurnData, change_data, margin_of

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["MarginOfVerdict", "OnRung", "margin"]

_TOLD = 3

OnRung = Annotated[Rung, Parameter(
    "choice", "Count only links with evidence at least so good; all: everything drawn.", flags=("--rung",), choices=RUNGS)]
"""The step of the evidence ladder on which is asked."""


class MarginData(Ends):
    """How far a verdict is from another, as data."""

    max_length: Annotated[int, "the most links of the paths that the verdict speaks of"]
    rung: Annotated[Rung, "the evidence that a link needs to count; all: everything drawn"]
    verdict: Annotated[Verdict, "the verdict as it is"]
    margin: Annotated[int | None, "the fewest changes that turn it; null where none was found"]
    at_least: Annotated[int, "it takes at least so many"]
    complete: Annotated[bool, "whether the time sufficed"]
    turned_by: Annotated[list[TurnData], "the smallest sets of changes that turn it, no more than 20"]


@dataclass(frozen=True)
class MarginOfVerdict(Answer):
    """How far a verdict is from another, with the changes that turn it."""

    from_: str
    to: str
    max_length: int
    rung: Rung
    verdict: Verdict
    found: Margin = field(repr=False)
    resting_on: tuple[str, ...] = field(default=(), repr=False)

    @property
    def margin(self) -> int | None:
        """The fewest changes that turn the verdict; None where none was found."""
        return self.found.size

    @property
    def used_links(self) -> set[str]:
        """The links of the verdict's shortest paths, and those whose change turns it."""
        return {*self.resting_on, *(link for one in self.found.turnings for link, _ in one.changes)}

    @property
    def used_factors(self) -> tuple[str, str]:
        """Both ends."""
        return self.from_, self.to

    @property
    def submap(self) -> Map:
        """The links whose change turns the verdict, as a map."""
        from sysmap.analysis.projection import projection_of

        proj = projection_of(self.map)
        own = {link for one in self.found.turnings for link, _ in one.changes}
        pairs = {proj.named(pair) for pair, link in zip(proj.pairs, proj.arcs.links, strict=True) if link.id in own}
        return cut(self.map, {self.from_, self.to, *(id_ for pair in pairs for id_ in pair)}, pairs,
                   title=f"What the verdict from {name_of(self.map, self.from_)} to {name_of(self.map, self.to)} hangs on",
                   rule="The links whose change turns the verdict.")

    def words(self) -> str:
        """The verdict, its margin and what turns it."""
        a, b = name_of(self.map, self.from_), name_of(self.map, self.to)
        rung = "" if self.rung == "all" else f" on links with {self.rung} evidence or better"
        head = (f"No path of at most {count_of(self.max_length, 'link')} leads from {a} to {b}{rung}." if self.verdict == "none" else
                f"The influence of {a} on {b} is {self.verdict}{rung} (paths of at most {count_of(self.max_length, 'link')}).")
        if self.margin is None:
            if not self.found.complete:
                return f"{head} The search stopped at its time limit: it takes at least {count_of(self.found.least, 'change')} to turn that."
            return f"{head} No change of fewer than {count_of(self.found.least, 'link')} turns that."
        first = self.found.turnings[:_TOLD]
        said = "; or ".join(f"{self._changes(one.changes)} (the influence would be {_WORD[one.verdict]})" for one in first)
        more = len(self.found.turnings) - len(first)
        return (f"{head} The margin is {self.margin}: that would turn if {said}{f'; or {more} more (table)' if more else ''}."
                f"{'' if self.found.complete else ' The search stopped at its time limit: there may be more.'}")

    def _changes(self, changes: tuple[tuple[str, str], ...]) -> str:
        return join_words([f"{link_name(self.map, self.map.links[link])} is {what}" for link, what in changes])

    def data(self) -> MarginData:
        """The answer as plain data."""
        return {"from": self.from_, "to": self.to, "max_length": self.max_length, "rung": self.rung, "verdict": self.verdict,
                "margin": self.margin, "at_least": self.found.least, "complete": self.found.complete,
                "turned_by": [change_data(one) for one in self.found.turnings]}

    def rows(self) -> list[dict[str, Any]]:
        """One row a set of changes."""
        return [{"changes": "; ".join(f"{link} {what}" for link, what in one.changes), "verdict": one.verdict}
                for one in self.found.turnings]

    def table(self) -> Table:
        """The same for people."""
        return Table(("if", "the verdict is"), tuple((row["changes"], row["verdict"]) for row in self.rows()))


_WORD: dict[Verdict, str] = {"none": "gone", "positive": "positive", "negative": "negative", "ambiguous": "ambiguous",
                             "unknown": "without a sign"}


@question("reliance", "The fewest links that would have to prove otherwise to turn the verdict of FROM on TO.",
          answers="What would have to be wrong for this conclusion to turn?",
          cannot="How likely that is: it counts links and does not weigh them.",
          source="Sensitivity of qualitative models: Levins 1974, Annals of the New York Academy of Sciences 231",
          examples=("advice health",))
def margin(
    project: Project, start: From, end: To, max_length: MaxLength = 6, *, rung: OnRung = "all", seconds: Seconds = 5.0,
    grades: Mapping[str, str] | None = None, clock: Clock = time.perf_counter,
) -> MarginOfVerdict:
    """The smallest changes that would turn the verdict of one factor's influence on another.

    Parameters
    ----------
    project : the map, or what holds it.
    start, end : two factors, by id, label or alias.
    max_length : the most links of the paths that the verdict speaks of.
    rung : count only links with evidence at least so good (strong, moderate, weak); all: everything drawn.
    seconds : how long to search; what it takes at least is known then. None for no limit.
    grades : how well each link is observed, where it is not to be what the project's registers say.
    clock : for tests.

    Raises
    ------
    Refused : an unknown or retired factor, both ends the same, a bound below 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity="positive") for k in ("a->b", "b->c", "a->c")}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> margin(small, "a", "c").margin, margin(small, "a", "b").found.turnings[0].changes
    (2, (('a->b', 'found false'),))
    """
    budget = budget_of(seconds, clock)
    check_bound(max_length, "The greatest length (--max-length)")
    map_ = project.map
    a, b = factor_id(map_, start), factor_id(map_, end)
    different(map_, a, b)
    on = at_rung(project, rung, grades)
    verdict = influence(on, a, b, max_length, seconds=budget.for_another(), clock=clock)
    found = margin_of(map_, a, b, max_length, budget, counted=counts_on(project, rung, grades))
    return MarginOfVerdict(map_, a, b, max_length, rung, verdict.verdict, found, tuple(sorted(verdict.used_links)))
