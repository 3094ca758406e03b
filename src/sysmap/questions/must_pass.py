"""What a way of influence relies on: the factors and links that every path has to pass.

A factor is *must-pass* between two others if every path from the first to the second goes through it (a dominator;
Lowry & Medlock 1969). One is enough to cut the influence off: a single point of failure. Where there is none, the smallest
set of factors that cuts every path says how much would have to fail together (Menger 1927).

Links are counted as claims, as they stand in the file: a link between two layers is one statement, however many factors it
joins, and falls as a whole; where several links join the same two factors, each is a statement of its own, and none of them
alone is one that every path rests on. Walks and paths agree on all this, so the answer is exact on maps with loops, and
needs no bound of length.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import Clock, budget_of, count_of, label_of, name_of
from sysmap.analysis.claim_cut import claim_cut, single_claims, steps_of_claims
from sysmap.analysis.flows import factor_cut
from sysmap.analysis.names import different, factor_id
from sysmap.analysis.projection import Projection, projection_of
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.sentences import end_name, say
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import From, Seconds, To
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.data import Ends, Labelled

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["MustPass", "must_pass"]


class SmallestCut(TypedDict):
    """What would have to be lost together, as data."""

    factors: Annotated[list[str] | None, "the smallest set of factors; null where a link joins the two directly, or the time ran "
                                         "out (`complete` is then false)"]
    links: Annotated[list[str] | None, "the smallest set of links, counted as claims; null where the time ran out"]


class MustPassData(Ends):
    """What every path passes, as data."""

    reachable: Annotated[bool, "whether there is a path at all"]
    complete: Annotated[bool, "whether the time sufficed to find the smallest cuts"]
    factors: Annotated[list[Labelled], "the factors that every path passes, in the order passed"]
    links: Annotated[list[str], "the claims each of which every path rests on: links of the file, of which one between layers counts "
                                "once"]
    steps: Annotated[list[Ends], "the steps from one factor to the next that every path takes, by whatever link"]
    smallest_cut: Annotated[SmallestCut, "what would have to be lost together to cut it off; of several such sets the one nearest "
                                         "the start"]


@dataclass(frozen=True)
class MustPass(Answer):
    """What every path from one factor to another passes.

    `factors` and `pairs` (the steps that every path takes) are in the order in which they are passed; `links` are the claims
    each of which alone carries every path. `cut_factors` and `cut_links` are the smallest sets whose loss cuts all paths; of
    several such sets one near the start; None where the time ran out. A `direct` link cannot be cut by removing factors: then
    `cut_factors` is None too.
    """

    from_: str
    to: str
    reachable: bool
    factors: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    links: tuple[str, ...]
    cut_factors: tuple[str, ...] | None
    cut_links: tuple[str, ...] | None
    direct: bool = False

    @property
    def complete(self) -> bool:
        """Whether the smallest cuts are known."""
        return self.cut_links is not None and (self.direct or self.cut_factors is not None)

    @property
    def used_links(self) -> tuple[str, ...]:
        """The claims that every path rests on, and those of the smallest cut."""
        return (*self.links, *(self.cut_links or ()))

    @property
    def used_factors(self) -> tuple[str, ...]:
        """Both ends, and the factors that every path passes."""
        return (self.from_, self.to, *self.factors)

    @property
    def submap(self) -> Map:
        """Both ends, the must-pass factors and the links every path uses, as a map."""
        proj = projection_of(self.map)
        own = steps_of_claims(proj, proj.at[self.from_], proj.at[self.to], self.links)
        pairs = {*self.pairs, *((proj.ids[i], proj.ids[j]) for i, j in own)}
        return cut(self.map, {self.from_, self.to, *self.factors, *(i for pair in pairs for i in pair)}, pairs,
                   title=f"What {label_of(self.map, self.to)} relies on from {label_of(self.map, self.from_)}",
                   rule=f"Factors and links that every path from {name_of(self.map, self.from_)} to "
                        f"{name_of(self.map, self.to)} passes.")

    def words(self) -> str:
        """What everything passes, and what it would take to cut the influence off."""
        ends = {"start": label_of(self.map, self.from_), "end": label_of(self.map, self.to)}
        if not self.reachable:
            return say("must-pass.none", **ends)
        names = [label_of(self.map, id_) for id_ in self.factors]
        parts = [say("must-pass.factors", names=names, n=len(names), **ends) if names else say("must-pass.no-factor", **ends)]
        if self.links:
            parts.append(say("must-pass.links", n=len(self.links), steps=self._named(self.links)))
        several = self._steps_of_several
        if several:
            parts.append(say("must-pass.several", n=len(several), steps=[
                say("must-pass.step", start=label_of(self.map, x), end=label_of(self.map, y)) for x, y in several]))
        if self.direct:
            parts.append(say("must-pass.direct"))
        elif self.cut_factors is not None and len(self.cut_factors) > 1:
            names = [name_of(self.map, id_) for id_ in self.cut_factors]
            parts.append(say("must-pass.cut-factors", n=len(names), names=names) if self.links else
                         say("must-pass.cut", what=count_of(len(names), "factor"), names=names))
        if not self.links and self.cut_links is not None:
            parts.append(say("must-pass.cut", what=count_of(len(self.cut_links), "link"), names=self._named(self.cut_links)))
        if any(self.map.links[id_].from_ not in self.map.factors or self.map.links[id_].to not in self.map.factors
               for id_ in self.used_links):
            parts.append(say("must-pass.groups", n=len(set(self.used_links))))
        if not self.complete:
            parts.append(say("must-pass.stopped", limit=say("limit.time")))
        return " ".join([*parts, say("must-pass.whole")])

    @property
    def _steps_of_several(self) -> list[tuple[str, str]]:
        """The steps that every path takes and several links state, so that none of these is one that every path rests on."""
        proj = projection_of(self.map)
        return [(x, y) for x, y in self.pairs if len(proj.step(proj.at[x], proj.at[y]).links) > 1]

    def _named(self, links: Iterable[str]) -> list[str]:
        return [say("must-pass.link", start=end_name(self.map, self.map.links[id_].from_),
                    end=end_name(self.map, self.map.links[id_].to)) for id_ in links]

    def data(self) -> MustPassData:
        """The answer as plain data."""
        return {
            "from": self.from_, "to": self.to, "reachable": self.reachable, "complete": self.complete,
            "factors": [{"id": id_, "label": label_of(self.map, id_)} for id_ in self.factors],
            "links": list(self.links), "steps": [{"from": x, "to": y} for x, y in self.pairs],
            "smallest_cut": {"factors": None if self.cut_factors is None else list(self.cut_factors),
                             "links": None if self.cut_links is None else list(self.cut_links)},
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a must-pass factor or link, in the order they are passed."""
        rows: list[dict[str, Any]] = [{"what": "factor", "id": id_, "label": label_of(self.map, id_)}
                                      for id_ in self.factors]
        return rows + [{"what": "link", "id": id_, "label": self.map.links[id_].why or ""} for id_ in self.links]

    def table(self) -> Table:
        """The same for people."""
        return Table(("what", "id", "label"), tuple((r["what"], r["id"], r["label"]) for r in self.rows()))


@question("reliance", "The factors and links that every path from FROM to TO passes (of any length).",
          on_page="must",
          answers="What does everything hang on? Is there a single point of failure?",
          cannot="How likely it is to fail. A bottleneck of the drawing may be a gap of the map.",
          source="Lowry & Medlock 1969, CACM 12(1); Menger 1927",
          aliases=("must-not-lose",), examples=("advice complaints",))
def must_pass(
    project: Project, start: From, end: To, *, seconds: Seconds = 5.0, clock: Clock = time.perf_counter
) -> MustPass:
    """The factors and links that every path from one factor to another passes.

    Parameters
    ----------
    project : the map, or what holds it.
    start, end : two factors, by id, label or alias.
    seconds : how long to look for the smallest cuts; what every path passes needs no bound. None for no limit.
    clock : for tests.

    Returns
    -------
    MustPass : with the smallest cuts, if the time sufficed.

    Raises
    ------
    Refused : an unknown or retired factor, or both ends the same.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> pairs = ["a->b", "a->c", "b->d", "c->d", "d->e"]
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1]) for k in pairs}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abcde"}, links=links)
    >>> answer = must_pass(small, "a", "e")
    >>> answer.factors, answer.links
    (('d',), ('d->e',))
    """
    budget = budget_of(seconds, clock)
    map_ = project.map
    a, b = factor_id(map_, start), factor_id(map_, end)
    different(map_, a, b)
    proj = projection_of(map_)
    x, y = proj.at[a], proj.at[b]
    up = proj.distances([y], up=True)
    if x not in up:
        return MustPass(map_, a, b, False, (), (), (), (), ())
    factors, pairs = _passed_by_all(proj, x, y, up)
    ids = proj.ids
    direct = y in proj.succ[x]
    cut_factors = None if direct else factors[:1] or factor_cut(proj.succ, proj.pred, x, y, budget)
    links = single_claims(proj, x, y)
    cut_links = links[:1] or claim_cut(proj, x, y, budget)
    return MustPass(
        map_, a, b, True, tuple(ids[i] for i in factors), tuple((ids[i], ids[j]) for i, j in pairs), links,
        None if cut_factors is None else tuple(ids[i] for i in cut_factors), cut_links, direct)


def _passed_by_all(
    proj: Projection, x: int, y: int, up: dict[int, int]
) -> tuple[list[int], list[tuple[int, int]]]:
    """Factors and steps on every way from x to y, in the order passed.

    One shortest way is laid down; whatever every way passes lies on it. Walking along it, everything is explored that
    can be reached without going beyond, and the farthest place at which such a detour comes back to the way is kept.
    A place of the way that no detour jumps over is passed by all.
    """
    way = [x]
    while way[-1] != y:
        way.append(next(j for j in proj.succ[way[-1]] if up.get(j, -1) == up[way[-1]] - 1))
    place = {factor: k for k, factor in enumerate(way)}
    seen = set(way)
    farthest = 0
    factors: list[int] = []
    steps: list[tuple[int, int]] = []
    for k, factor in enumerate(way[:-1]):
        if k and farthest <= k:
            factors.append(factor)
        stack = [factor]
        while stack:
            here = stack.pop()
            for there in proj.succ[here]:
                at = place.get(there)
                if at is not None:
                    if at > farthest and not (here == factor and at == k + 1):
                        farthest = at
                elif there not in seen and there in up:
                    seen.add(there)
                    stack.append(there)
        if farthest <= k:
            steps.append((factor, way[k + 1]))
    return factors, steps
