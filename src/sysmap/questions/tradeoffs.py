"""Whether outcomes pull together or apart."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import Clock, budget_of, check_bound, count_of, label_of, name_of
from sysmap.analysis.projection import projection_of
from sysmap.analysis.signed_paths import verdicts
from sysmap.analysis.signs import Verdict
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.sentences import join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Factors, MaxLength, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.common import Effect, Shared, SharedData, common_to, first_of, several
from sysmap.questions.shared.data import Ends
from sysmap.questions.upstream import upstream

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Tradeoffs", "tradeoffs"]


class BetweenData(Ends):
    """What one outcome does to another, as data."""

    verdict: Verdict


class TradeoffsData(TypedDict):
    """How outcomes pull, as data."""

    of: Annotated[list[str], "the outcomes"]
    max_length: Annotated[int, "the most links of the paths that verdicts speak of"]
    complete: Annotated[bool, "whether the time sufficed for every verdict; those not reached are unknown"]
    count: Annotated[int, "how many common levers there are"]
    factors: Annotated[list[SharedData], "the common levers, nearest first"]
    between: Annotated[list[BetweenData], "the verdict of each outcome on each other one"]


@dataclass(frozen=True)
class Tradeoffs(Answer):
    """Whether outcomes pull together or apart: through common levers, and directly through each other.

    `shared` are the factors upstream of all of them with the verdict on each; `between` the verdict of each outcome
    on each other one.
    """

    of: tuple[str, ...]
    max_length: int
    shared: tuple[Shared, ...]
    between: Mapping[tuple[str, str], Verdict]
    complete: bool

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links on the ways from common levers to the outcomes, and between the outcomes."""
        return projection_of(self.map).links_between(self._pairs)

    @property
    def used_factors(self) -> set[str]:
        """The outcomes and everything upstream of all of them."""
        parts = [upstream(self.map, one, self.max_length) for one in self.of]
        return set.intersection(*(set(part.ids) for part in parts)) | set(self.of)

    @property
    def _pairs(self) -> set[tuple[str, str]]:
        ids = self.used_factors
        return {(a, b) for one in self.of for a, b in upstream(self.map, one, self.max_length).pairs if a in ids and b in ids}

    @property
    def submap(self) -> Map:
        """The outcomes with everything upstream of all of them, as a map."""
        return cut(self.map, self.used_factors, self._pairs, title=f"Trade-offs between {self._names()}",
                   rule=f"Factors with a path of at most {count_of(self.max_length, 'link')} to each of "
                        f"{self._names()}.")

    def of_effect(self, effect: Effect) -> tuple[Shared, ...]:
        """The shared factors with that effect."""
        return tuple(one for one in self.shared if one.effect == effect)

    def words(self) -> str:
        """Synergies, trade-offs, what is open, and what the outcomes do to each other."""
        head = (f"{self._names()}: {count_of(len(self.shared), 'common lever')} (factors that influence "
                f"{'both' if len(self.of) == 2 else 'at least two of them'} by paths of at most "
                f"{count_of(self.max_length, 'link')}).")
        parts = [head]
        words = {"synergy": ("moves them the same way", "move them the same way"),
                 "trade-off": ("moves them apart", "move them apart"),
                 "open": ("has no certain sign for one of them", "have no certain sign for one of them")}
        for effect in ("trade-off", "synergy", "open"):
            mine = self.of_effect(effect)
            if mine:
                parts.append(f"{len(mine)} {words[effect][len(mine) > 1]}: {first_of(self.map, mine)}.")
        direct = [_DIRECT[verdict].format(name_of(self.map, a), name_of(self.map, b))
                  for (a, b), verdict in self.between.items() if verdict != "none"]
        parts.append(". ".join(direct) + "." if direct
                     else f"{'Neither' if len(self.of) == 2 else 'None of them'} influences "
                     f"{'the other' if len(self.of) == 2 else 'another'} within that length.")
        if not self.complete:
            parts.append("The search stopped at its time limit: verdicts not reached are open.")
        if self.shared:
            parts.append("A trade-off is only claimed where all paths to each outcome agree in sign.")
        return " ".join(parts)

    def data(self) -> TradeoffsData:
        """The answer as plain data."""
        return {
            "of": list(self.of), "max_length": self.max_length, "complete": self.complete, "count": len(self.shared),
            "factors": [one.data(self.map) for one in self.shared],
            "between": [{"from": a, "to": b, "verdict": verdict} for (a, b), verdict in self.between.items()],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a common lever."""
        return [{"id": one.id, "label": label_of(self.map, one.id), "effect": one.effect,
                 **{f"verdict_{name}": one.verdicts[name] for name in self.of}} for one in self.shared]

    def table(self) -> Table:
        """The same for people."""
        return Table(("together", "id", *(f"on {name}" for name in self.of), "factor"), tuple(
            (one.effect, one.id, *(one.verdicts[name] for name in self.of), label_of(self.map, one.id))
            for one in self.shared))

    def _names(self) -> str:
        return join_words([name_of(self.map, id_) for id_ in self.of])


_DIRECT: dict[Verdict, str] = {
    "positive": "{} itself pushes {} up", "negative": "{} itself pushes {} down",
    "ambiguous": "{} itself influences {}, one way or the other", "unknown": "{} itself influences {}, and which way is not stated"}


@question("choice", "Whether several outcomes (FACTORS) pull together or apart.",
          answers="Do these outcomes pull together or apart?",
          cannot="How much of one costs how much of another.",
          source="Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("health trust",))
def tradeoffs(
    project: Project, of: Factors, *, max_length: MaxLength = 6, seconds: Seconds = 5.0, clock: Clock = time.perf_counter,
) -> Tradeoffs:
    """Whether outcomes pull together or apart.

    Parameters
    ----------
    project : the map, or what holds it.
    of : two or more outcomes, by id, label or alias.
    max_length : the most links of the paths that verdicts speak of; common levers are looked for as far.
    seconds, clock : as for `overlap`.

    Raises
    ------
    Refused : as for `overlap`.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> signs = {"a->b": "positive", "a->c": "negative"}
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity=v) for k, v in signs.items()}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> [(one.id, one.effect) for one in tradeoffs(small, ["b", "c"]).shared]
    [('a', 'trade-off')]
    """
    map_ = project.map
    ids = several(map_, of)
    check_bound(max_length, "The greatest length (--max-length)")
    budget = budget_of(seconds, clock)
    common = common_to(map_, ids, "up", max_length, len(ids), max_length, budget)
    proj = projection_of(map_)
    on = {id_: verdicts(proj, proj.at[id_], [proj.at[other] for other in ids if other != id_], max_length, budget, up=True)
          for id_ in ids}
    between = {(a, b): on[b][proj.at[a]] or "unknown" for a in ids for b in ids if a != b}
    sure = common.complete and all(None not in mine.values() for mine in on.values())
    return Tradeoffs(map_, ids, max_length, common.shared, between, sure)
