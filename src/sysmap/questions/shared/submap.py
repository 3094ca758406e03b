"""Submaps: the part of a map that a question is about, with the rule that chose it.

The published practice of participatory systems mapping starts from a factor that people named or that the structure
points out, builds a small submap around it, and asks a question of that (Barbrook-Johnson & Penn 2021, Evaluation
27:57-79). A submap is a look at the map with a stated rule, never a new map; combining submaps is combining rules.

Upstream and downstream count links from the nearest start. A link is kept where it can be the next step of a way that
stays within the bound; links among the outermost factors, which would lie one step beyond it, are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, NotRequired, TypedDict

from sysmap.analysis.base import check_bound, count_of, label_of, name_of
from sysmap.analysis.net_signs import net_signs
from sysmap.analysis.projection import Projection, projection_of
from sysmap.analysis.submap_cut import cut
from sysmap.core.english import ENGLISH
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import join_words, say
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.table import Table

__all__ = [
    "Kept", "Phrases", "Submap", "SubmapData", "combined", "ids_of", "looping", "names_or", "nearest_first", "rule_of", "walked",
]

_SIGN_WORDS = {"positive": "+ positive", "negative": "− negative", "depends": "± depends", "not said": "? not said",
               "open": "open"}
_DISTANCES = 4


@dataclass(frozen=True, slots=True)
class Phrases:
    """What a question that picks out a part says of it.

    Attributes
    ----------
    heading : name of the pattern for what the part is called; the one for "nothing was found" has `.nothing` at its end.
    by_distance : say how many factors lie how far away.
    signs : for a part on one side of a factor, where the patterns begin that say which way its factors work.
    title : what the part is called, where no pattern says it.
    """

    heading: str = ""
    by_distance: bool = False
    signs: str = ""
    title: str = ""


class SubmapFactor(TypedDict):
    """A factor of a part, as data."""

    id: str
    label: str
    steps: Annotated[int | None, "its number of links from the nearest factor asked about; 0 for those themselves"]
    sign: NotRequired[Annotated[str, "which way the influence works (upstream and downstream of one factor): positive, negative, "
                                     "depends, not said, or open where its paths may differ and `influence` has to be asked"]]


class SubmapData(TypedDict):
    """A part of a map, as data."""

    of: Annotated[str | list[str], "the factor asked about; a list where several were"]
    kind: Annotated[str, "by which question the part was chosen"]
    steps: Annotated[int | None, "the most links gone; null: all the way"]
    complete: Annotated[bool, "whether the bound cut nothing off"]
    count: Annotated[int, "how many factors were found"]
    factors: Annotated[list[SubmapFactor], "nearest first, then by id, without those asked about (with them, where submaps were "
                                           "combined)"]
    links: Annotated[list[str], "ids of the links kept, in order of id"]
    frontier: Annotated[list[str], "factors at the bound from which paths go on"]
    group_links: Annotated[list[str], "those of the links that speak of a whole layer"]
    loops_back: Annotated[list[str], "those of the factors asked about that influence themselves"]
    rule: Annotated[str, "how the part was chosen, in a sentence"]


@dataclass(frozen=True)
class Submap(Answer):
    """A part of a map and how it was chosen.

    `factors` gives each factor found with its number of links from the nearest start; the starts themselves are in `of`
    and not among them. `pairs` are the steps kept, `links` the ids of the links behind them, `frontier` the factors at
    the bound from which the ways go on. Where submaps were combined, the starts are among
    the factors, at 0 links. `up` says on which side of the factor asked about the part lies.
    """

    kind: str
    of: tuple[str, ...]
    steps: int | None
    rule: str
    factors: Mapping[str, int | None]
    phrases: Phrases = field(repr=False)
    walk: Callable[[], Iterable[int]] = field(repr=False, compare=False)
    frontier: tuple[str, ...] = ()
    looped: tuple[str, ...] = ()
    up: bool = False

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The steps kept, as the projection numbers pairs."""
        return frozenset(self.walk())

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The steps kept, as (from, to)."""
        return frozenset(map(projection_of(self.map).named, self.numbers))

    @property
    def ids(self) -> frozenset[str]:
        """Every factor of the part, the starts among them."""
        return frozenset(self.factors) | frozenset(self.of)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Ids of the links kept, in order of id; a link to or from a whole layer appears once."""
        return projection_of(self.map).link_ids(self.numbers)

    @cached_property
    def group_links(self) -> tuple[str, ...]:
        """Those of the links that speak of a whole layer."""
        if not projection_of(self.map).arcs.of_group:
            return ()
        return tuple(id_ for id_ in self.links if _speaks_of_layer(self.map, id_))

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links kept."""
        return self.links

    @property
    def used_factors(self) -> Iterable[str]:
        """The factors found."""
        return self.factors

    @property
    def submap(self) -> Map:
        """The part as a map of its own, with the rule in its notes."""
        return cut(self.map, self.ids, self.pairs, title=self.title, rule=self.rule)

    @property
    def title(self) -> str:
        """A short heading for the part."""
        return self.phrases.title or say(self.phrases.heading, of=self._labels(self.of), n=len(self.of), bound=self._bound())

    def words(self) -> str:
        """How many factors, by step, where the bound cut, and what else a reader has to know."""
        nothing = f"{self.phrases.heading}.nothing"
        if not self.factors and not self.looped and nothing in ENGLISH:
            return say(nothing, of=self._labels(self.of), bound=self._bound())
        if not self.ids:
            return " ".join([say("submap.nothing", title=self.title), say("submap.rule", rule=self.rule)])
        parts = [say("submap.size", title=self.title, factors=count_of(len(self.factors), "factor"),
                     whole=len(projection_of(self.map).ids), links=count_of(len(self.links), "link"))]
        parts += self._distance_words()
        parts += self._sign_words()
        if self.frontier:
            parts.append(say("submap.cut", links=count_of(self.steps or 0, "link"), found=len(self.factors), n=len(self.frontier)))
        if self.looped:
            parts.append(say("submap.loops-back", names=self._labels(self.looped), n=len(self.looped)))
        if self.group_links:
            parts.append(say("submap.groups", n=len(self.group_links)))
        return " ".join([*parts, say("submap.rule", rule=self.rule)])

    def _labels(self, ids: Iterable[str]) -> list[str]:
        return [label_of(self.map, id_) for id_ in ids]

    def _bound(self) -> str:
        return "" if self.steps is None else say("submap.bound", n=self.steps)

    def _distance_words(self) -> list[str]:
        """How many of the factors lie how far away."""
        by_step = Counter(steps for steps in self.factors.values() if steps is not None)
        if len(by_step) < 2 or not self.phrases.by_distance:
            return []
        if len(by_step) > _DISTANCES:
            return [say("submap.far", n=max(by_step))]
        return [say("submap.distances", parts=[say("submap.distance", n=number, links=count_of(step, "link"))
                                               for step, number in sorted(by_step.items())])]

    @cached_property
    def signs(self) -> Mapping[str, str]:
        """For what lies upstream or downstream of one factor: the sign of its influence, by factor (see `net_signs`).

        positive, negative, depends, not said or open; empty for other submaps.
        """
        if not self.phrases.signs or len(self.of) != 1:
            return {}
        proj = projection_of(self.map)
        start = proj.at[self.of[0]]
        inner = [proj.at[id_] for id_, steps in self.factors.items() if self.steps is None or (steps or 0) < self.steps]
        found = net_signs(proj, start, [proj.at[id_] for id_ in self.factors], [start, *inner], up=self.up)
        return {proj.ids[at]: sign for at, sign in found.items()}

    def _sign_words(self) -> list[str]:
        """How many of the factors work which way."""
        counts = Counter(self.signs.values())
        if not counts:
            return []
        if len(self.factors) == 1:
            return [say(f"signs.lone.{next(iter(counts))}")]
        words = {sign: say(f"{self.phrases.signs}.{sign}", n=counts[sign]) for sign in _SIGN_WORDS if counts[sign]}
        if len(words) == 1:
            return [say("signs.all", n=len(self.factors), words=next(iter(words.values())))]
        return [say("signs.parts", parts=[say("signs.part", n=counts[sign], words=text) for sign, text in words.items()])]

    def data(self) -> SubmapData:
        """The part as plain data."""
        return {
            "of": self.of[0] if len(self.of) == 1 else list(self.of), "kind": self.kind, "steps": self.steps,
            "complete": not self.frontier, "count": len(self.factors),
            "factors": [self._factor_data(id_, steps) for id_, steps in self.factors.items()],
            "links": list(self.links), "frontier": list(self.frontier), "group_links": list(self.group_links),
            "loops_back": list(self.looped), "rule": self.rule,
        }

    def _factor_data(self, id_: str, steps: int | None) -> SubmapFactor:
        data: SubmapFactor = {"id": id_, "label": label_of(self.map, id_), "steps": steps}
        if self.signs:
            data["sign"] = self.signs[id_]
        return data

    def rows(self) -> list[dict[str, Any]]:
        """One row a factor."""
        rows = []
        for id_, steps in self.factors.items():
            factor = self.map.factors[id_]
            rows.append({"id": id_, "label": factor.label, "steps": steps,
                         **({"sign": self.signs[id_]} if self.signs else {}), "layer": factor.layer, "theme": factor.theme,
                         "status": factor.status, "control": factor.control, "importance": factor.importance})
        return rows

    def table(self) -> Table:
        """Steps, id and label, nearest first."""
        signs = self.signs
        return Table(("links away", *(("sign",) if signs else ()), "id", "factor"), tuple(
            ("" if steps is None else str(steps), *((_SIGN_WORDS[signs[id_]],) if signs else ()), id_,
             label_of(self.map, id_)) for id_, steps in self.factors.items()))


def rule_of(map_: Map, kind: str, starts: Iterable[str], steps: int | None) -> str:
    """How a part on one or both sides of some factors was chosen, in a sentence."""
    bound = "" if steps is None else say("submap.rule.bound", links=say("answer.links", n=steps))
    return say(f"submap.{kind}.rule", bound=bound, of=[label_of(map_, id_) for id_ in starts])


def walked(
    map_: Map, starts: tuple[str, ...], steps: int | None, kind: str, phrases: Phrases, *, up: bool
) -> Submap:
    """Everything on one side of some factors: upstream or downstream.

    Parameters
    ----------
    map_ : the map.
    starts : ids of the factors.
    steps : how many links to go; all the way where None.
    kind, phrases : by which question, and its words.
    up : against the arrows.
    """
    check_bound(steps, "The number of links")
    proj = projection_of(map_)
    numbers = [proj.at[id_] for id_ in starts]
    found = proj.distances(numbers, up=up, most=steps)
    rows = proj.pred if up else proj.succ
    inner = [i for i, d in found.items() if steps is None or d < steps]
    frontier = [i for i, d in found.items() if d == steps and any(j not in found for j in rows[i])]
    return Submap(map_, kind, starts, steps, rule_of(map_, kind, starts, steps), nearest_first(proj, found, numbers), phrases,
                  lambda: _steps(inner, rows, len(proj.ids), up=up),
                  ids_of(proj, frontier), looping(proj, numbers, steps), up)


Kept = tuple[set[str], set[int]]
"""Factors by id, and steps as the projection numbers pairs."""


def combined(
    kind: str, which: str, parts: Sequence[Submap], join: Callable[[Kept, Submap], Kept]
) -> Submap:
    """Several submaps of one map made into one.

    Parameters
    ----------
    kind : by which question.
    which : what is kept, in words.
    parts : the submaps, at least one.
    join : makes what is kept so far and a further submap into what is kept.

    Raises
    ------
    Refused : the submaps come from different maps.
    """
    first, *others = parts
    for other in others:
        if other.map is not first.map and other.map != first.map:
            raise Refused(Problem(code="A06", message="The submaps come from different maps.",
                                  hint="Combine submaps of one map; compare two versions with sysmap diff."))
    if not others:
        return first
    ids, numbers = set(first.ids), set(first.numbers)
    for other in others:
        ids, numbers = join((ids, numbers), other)
    of = tuple(dict.fromkeys(id_ for part in parts for id_ in part.of))
    steps_of: dict[str, int | None] = dict.fromkeys(of, 0)
    for part in parts:
        for id_, steps in part.factors.items():
            known = steps_of.get(id_)
            steps_of[id_] = steps if known is None else known if steps is None else min(known, steps)
    rule = say("submap.combined.rule", which=which, parts=_numbered([part.rule for part in parts]))
    listed = {id_: steps_of.get(id_) for id_ in sorted(ids, key=lambda i: (steps_of.get(i) or 0, i))}
    title = say("submap.combined", kind=kind.capitalize(), parts=_numbered([part.title for part in parts]))
    return Submap(first.map, kind, tuple(id_ for id_ in of if id_ in ids), None, rule, listed, Phrases(title=title), lambda: numbers)


def _numbered(texts: Sequence[str]) -> str:
    return "; ".join(say("submap.part", n=number, text=text.rstrip(".")) for number, text in enumerate(texts, 1))


def nearest_first(proj: Projection, found: Mapping[int, int], starts: Iterable[int]) -> dict[str, int | None]:
    """The factors found with their distances, by id, nearest first, without the starts."""
    left_out = set(starts)
    ordered = sorted((d, i) for i, d in found.items() if i not in left_out)
    return {proj.ids[i]: d for d, i in ordered}


def _steps(inner: Iterable[int], rows: Sequence[Sequence[int]], size: int, *, up: bool) -> list[int]:
    """The steps from (or with `up`, to) these factors, as numbers of pairs."""
    if up:
        return [there * size + here for here in inner for there in rows[here]]
    return [here * size + there for here in inner for there in rows[here]]


def ids_of(proj: Projection, numbers: Iterable[int]) -> tuple[str, ...]:
    """The ids of factors given by number, in order."""
    return tuple(proj.ids[i] for i in sorted(numbers))


def looping(proj: Projection, starts: Iterable[int], most: int | None) -> tuple[str, ...]:
    """Those starts that influence themselves, within the bound."""
    return ids_of(proj, [start for start in starts if _comes_back(proj, start, most)])


def _comes_back(proj: Projection, start: int, most: int | None) -> bool:
    seen: set[int] = set()
    layer, used = [start], 0
    while layer and (most is None or used < most):
        used += 1
        layer = list({there for here in layer for there in proj.succ[here]} - seen)
        seen.update(layer)
        if start in seen:
            return True
    return False


def _speaks_of_layer(map_: Map, link_id: str) -> bool:
    link = map_.links[link_id]
    return link.from_ not in map_.factors or link.to not in map_.factors


def names_or(map_: Map, ids: Iterable[str]) -> str:
    """The labels of factors as alternatives."""
    return join_words([name_of(map_, id_) for id_ in ids], "or")
