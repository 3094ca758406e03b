"""The smallest changes of links that turn a verdict: links found false, signs settled, links found true."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated, Literal, TypedDict

from sysmap.analysis.base import Budget
from sysmap.analysis.claim_cut import claim_cut
from sysmap.analysis.projection import Projection, project, projection_of
from sysmap.analysis.signed_paths import verdicts
from sysmap.analysis.signs import Verdict
from sysmap.core.elements import Link
from sysmap.core.map import Map
from sysmap.core.words import Polarity

__all__ = ["Margin", "TurnData", "Turning", "change_data", "margin_of"]

What = Literal["found false", "found positive", "found negative", "found true"]
_MOST_LISTED = 20
_PAIRS = 2


class ChangeData(TypedDict):
    """One change of a link, as data."""

    link: str
    what: Annotated[What, "found false: it does not hold; found positive or negative: its sign is settled; found true: its evidence "
                          "becomes good enough for the rung"]


class TurnData(TypedDict):
    """Changes that together turn the verdict, as data."""

    changes: Annotated[list[ChangeData], "the changes, each of one link"]
    verdict: Annotated[Verdict, "what it would be then"]


Change = tuple[str, What]


@dataclass(frozen=True, slots=True)
class Turning:
    """Changes that together turn the verdict, and what it would be then."""

    changes: tuple[Change, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a verdict is from another.

    Attributes
    ----------
    size : the fewest changes that turn it; None where no change does, or none was found in time.
    least : it takes at least so many.
    turnings : sets of that size, in order of their links, no more than 20.
    complete : whether the search was not stopped.
    """

    size: int | None
    least: int
    turnings: tuple[Turning, ...]
    complete: bool


def change_data(turning: Turning) -> TurnData:
    """A set of changes as plain data."""
    return {"changes": [{"link": link, "what": what} for link, what in turning.changes], "verdict": turning.verdict}


def margin_of(
    drawn: Map, start: str, end: str, max_length: int, budget: Budget, *, counted: Callable[[str], bool] = lambda link: True,
    only_found: bool = False,
) -> Margin:
    """The smallest changes that turn the verdict of one factor's influence on another.

    Parameters
    ----------
    drawn : the map with everything drawn.
    start, end : ids of factors.
    max_length : the most links of the paths that the verdict speaks of.
    budget : how long to search.
    counted : whether a link has evidence enough to count; the others may be found true.
    only_found : try no change but finding true.
    """
    proj = projection_of(drawn)
    down, up = proj.distances([proj.at[start]]), proj.distances([proj.at[end]], up=True)
    near = [(i, j) for i in down if i in up for j in proj.succ[i] if j in up and down[i] + 1 + up[j] <= max_length]
    links = sorted({link.id for i, j in near for link in proj.step(i, j).links})
    now = {id_ for id_ in proj.map.links if counted(id_)}

    def verdict(changes: Mapping[str, What]) -> Verdict | None:
        kept = {}
        for id_, link in drawn.links.items():
            what = changes.get(id_)
            if (id_ in now or what == "found true") and what != "found false":
                kept[id_] = dataclasses.replace(link, polarity=_SETTLED[what]) if what in _SETTLED else link
        varied = project(dataclasses.replace(drawn, links=kept))
        return verdicts(varied, varied.at[end], [varied.at[start]], max_length, budget, up=True)[varied.at[start]]

    before = verdict({})
    options = [change for id_ in links for change in _options(drawn.links[id_], id_ in now, only_found)]
    for size in range(1, _PAIRS + 1):
        found: list[Turning] = []
        for changes in _sets(options, size):
            after = verdict(dict(changes))
            if after is None or budget.now_spent():
                return Margin(None if not found else size, size, tuple(found), False)
            if after != before:
                found.append(Turning(changes, after))
                if len(found) >= _MOST_LISTED:
                    break
        if found:
            return Margin(size, size, tuple(found), True)
    cut = None if only_found or before in (None, "none") else _cut(drawn, now, start, end, budget)
    if cut and len(cut) == _PAIRS + 1:
        return Margin(len(cut), len(cut), (Turning(tuple((id_, "found false") for id_ in cut), "none"),), True)
    return Margin(None, min(_PAIRS + 1, len(options) + 1), (), not budget.spent)


_SETTLED: dict[What | None, Polarity] = {"found positive": "positive", "found negative": "negative"}


def _options(link: Link, counted: bool, only_found: bool) -> Iterator[Change]:
    if not counted:
        yield link.id, "found true"
    elif not only_found:
        yield link.id, "found false"
        if link.polarity in ("unknown", "mixed"):
            yield link.id, "found positive"
            yield link.id, "found negative"


def _sets(options: list[Change], size: int) -> Iterator[tuple[Change, ...]]:
    """Sets of changes of different links."""
    for chosen in combinations(options, size):
        if len({link for link, _ in chosen}) == size:
            yield chosen


def _cut(drawn: Map, now: set[str], start: str, end: str, budget: Budget) -> tuple[str, ...] | None:
    kept: Projection = project(dataclasses.replace(drawn, links={id_: link for id_, link in drawn.links.items() if id_ in now}))
    found = claim_cut(kept, kept.at[start], kept.at[end], budget)
    return None if found is None else tuple(sorted(found))
