"""Submaps: the part of a map that a question is about, with the rule that chose it.

The published practice of participatory systems mapping starts from a factor that people named or that the structure
points out, builds a small submap around it, and asks a question of that (Barbrook-Johnson & Penn 2021, Evaluation
27:57-79). A submap is a look at the map with a stated rule, never a new map; combining submaps is combining rules.

Upstream and downstream count links from the nearest start. A link is kept where it can be the next step of a way that
stays within the bound; links among the outermost factors, which would lie one step beyond it, are not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from sysmap.analysis.base import Answer, Table, check_bound, count_of, label_of, name_of
from sysmap.analysis.names import different, factor_id, factor_ids
from sysmap.analysis.net_signs import net_signs
from sysmap.analysis.projection import Projection, projection_of
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import join_words

__all__ = ["Submap", "between", "difference", "downstream", "ego", "intersection", "submap_of", "union", "upstream"]

Kind = Literal["upstream", "downstream", "ego", "between", "union", "intersection", "difference"]

_SIGN_WORDS = {"positive": "+ positive", "negative": "− negative", "depends": "± depends", "not said": "? not said",
               "open": "open"}
_LEANS = {
    "upstream": {"positive": ("works towards it", "work towards it"), "negative": ("works against it", "work against it"),
                 "depends": ("works one way or the other, depending on context",
                             "work one way or the other, depending on context"),
                 "not said": ("influences it in a way that is not said", "influence it in a way that is not said"),
                 "open": ("may work both ways (ask influence)", "may work both ways (ask influence)")},
    "downstream": {"positive": ("rises with it", "rise with it"), "negative": ("falls when it rises", "fall when it rises"),
                   "depends": ("changes one way or the other, depending on context",
                               "change one way or the other, depending on context"),
                   "not said": ("changes in a way that is not said", "change in a way that is not said"),
                   "open": ("may change either way (ask influence)", "may change either way (ask influence)")},
}
_LONE = {"positive": "More of one leads to more of the other.", "negative": "More of one leads to less of the other.",
         "depends": "Which way depends on context.", "not said": "Which way is not said.",
         "open": "It may work both ways (ask influence)."}
_DISTANCES = 4
_NOTHING = {"upstream": "Nothing on the map influences {}", "downstream": "{} influences nothing on the map",
            "ego": "Nothing lies around {}"}


@dataclass(frozen=True)
class Submap(Answer):
    """A part of a map and how it was chosen.

    `factors` gives each factor found with its number of links from the nearest start; the starts themselves are in `of`
    and not among them. `pairs` are the steps kept, `links` the ids of the links behind them, `frontier` the factors at
    the bound from which the ways go on. Where submaps were combined, `parts` are their titles, and the starts are among
    the factors, at 0 links.
    """

    map: Map = field(repr=False)
    kind: Kind
    of: tuple[str, ...]
    steps: int | None
    rule: str
    factors: Mapping[str, int | None]
    walk: Callable[[], Iterable[int]] = field(repr=False, compare=False)
    frontier: tuple[str, ...] = ()
    looped: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

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
    def submap(self) -> Map:
        """The part as a map of its own, with the rule in its notes."""
        return cut(self.map, self.ids, self.pairs, title=self.title, rule=self.rule)

    @property
    def title(self) -> str:
        """A short heading for the part."""
        names = join_words([name_of(self.map, id_) for id_ in self.of])
        bound = "" if self.steps is None else f" within {count_of(self.steps, 'link')}"
        heads = {"upstream": f"What influences {names}{bound}", "downstream": f"What {names} influences{bound}",
                 "ego": f"Around {names}{bound}", "between": f"Between {names}{bound}"}
        return heads[self.kind] if self.kind in heads else f"{self.kind.capitalize()} of {_numbered(self.parts)}"

    def explain(self) -> str:
        """How many factors, by step, where the bound cut, and what else a reader has to know."""
        whole = len(projection_of(self.map).ids)
        share = f" of the {whole} on the map" if whole else ""
        if not self.factors and not self.looped and self.kind in _NOTHING:
            bound = "" if self.steps is None else f" within {count_of(self.steps, 'link')}"
            names = join_words([name_of(self.map, id_) for id_ in self.of], "or")
            return f"{_NOTHING[self.kind].format(names)}{bound}."
        parts = [f"{self.title}: {count_of(len(self.factors), 'factor')}{share}, "
                 f"joined by {count_of(len(self.links), 'link')}."]
        by_step: dict[int, int] = {}
        for steps in self.factors.values():
            if steps is not None:
                by_step[steps] = by_step.get(steps, 0) + 1
        if len(by_step) > 1 and self.kind in ("upstream", "downstream", "ego"):
            parts.append(f"They lie up to {max(by_step)} links away." if len(by_step) > _DISTANCES else "By distance: " + join_words(
                [f"{number} {'is' if number == 1 else 'are'} {count_of(step, 'link')} away"
                 for step, number in sorted(by_step.items())]) + ".")
        parts += self._sign_words()
        if self.frontier:
            on = "the paths go on from " + ("it" if len(self.factors) == 1 else f"{len(self.frontier)} of them")
            parts.append(f"The limit of {count_of(self.steps or 0, 'link')} cuts the answer here: {on}.")
        if self.looped:
            parts.append(f"{join_words([name_of(self.map, id_) for id_ in self.looped])} "
                         f"{'comes' if len(self.looped) == 1 else 'come'} back to "
                         f"{'itself' if len(self.looped) == 1 else 'themselves'} through a feedback loop.")
        if self.group_links:
            speak = "speaks" if len(self.group_links) == 1 else "speak"
            parts.append(f"{count_of(len(self.group_links), 'link')} used here {speak} of a whole layer and not of "
                         "single factors.")
        anticipated = sum(1 for id_ in self.factors if self.map.factors[id_].status == "anticipated")
        if anticipated:
            parts.append(f"{count_of(anticipated, 'factor')} {'is' if anticipated == 1 else 'are'} only anticipated.")
        parts.append(f"Rule: {self.rule}")
        return " ".join(parts)

    @cached_property
    def signs(self) -> Mapping[str, str]:
        """For what lies upstream or downstream of one factor: the sign of its influence, by factor (see `net_signs`).

        positive, negative, depends, not said, or open where its paths may differ; empty for other submaps.
        """
        if self.kind not in ("upstream", "downstream") or len(self.of) != 1:
            return {}
        proj = projection_of(self.map)
        start = proj.at[self.of[0]]
        inner = [proj.at[id_] for id_, steps in self.factors.items() if self.steps is None or (steps or 0) < self.steps]
        found = net_signs(proj, start, [proj.at[id_] for id_ in self.factors], [start, *inner], up=self.kind == "upstream")
        return {proj.ids[at]: sign for at, sign in found.items()}

    def _sign_words(self) -> list[str]:
        """How many of the factors work which way."""
        counts = Counter(self.signs.values())
        if not counts:
            return []
        if len(self.factors) == 1:
            return [_LONE[next(iter(counts))]]
        if len(counts) == 1:
            every = "Both" if len(self.factors) == 2 else f"All {len(self.factors)}"
            return [f"{every} {_LEANS[self.kind][next(iter(counts))][1]}."]
        return [join_words([f"{counts[sign]} {words[counts[sign] != 1]}"
                            for sign, words in _LEANS[self.kind].items() if counts[sign]]) + "."]

    def to_json(self) -> dict[str, Any]:
        """Keys: of, kind, steps, factors (id, label, steps, sign), links, frontier, group_links, loops_back, rule."""
        return {
            "of": self.of[0] if len(self.of) == 1 else list(self.of), "kind": self.kind, "steps": self.steps,
            "complete": not self.frontier, "count": len(self.factors),
            "factors": [{"id": id_, "label": label_of(self.map, id_), "steps": steps,
                         **({"sign": self.signs[id_]} if self.signs else {})}
                        for id_, steps in self.factors.items()],
            "links": list(self.links), "frontier": list(self.frontier), "group_links": list(self.group_links),
            "loops_back": list(self.looped), "rule": self.rule,
        }

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


def upstream(map_: Map, of: str | Iterable[str], steps: int | None = None) -> Submap:
    """What influences a factor, directly or through others.

    Parameters
    ----------
    map_ : the map.
    of : one or several factors, by id, label or alias.
    steps : how many links back to go; all the way where it is not given.

    Returns
    -------
    Submap : every factor with its number of links to the nearest start, nearest first, then by id.

    Raises
    ------
    Refused : an unknown or retired factor, or a bound below 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> chain = Map(id="m", title="Chain", factors={i: Factor(id=i, label=i.upper()) for i in "abc"},
    ...             links={"a->b": Link(id="a->b", from_="a", to="b"), "b->c": Link(id="b->c", from_="b", to="c")})
    >>> dict(upstream(chain, "c").factors)
    {'b': 1, 'a': 2}
    """
    return _walked(map_, factor_ids(map_, of), steps, "upstream")


def downstream(map_: Map, of: str | Iterable[str], steps: int | None = None) -> Submap:
    """What a factor influences, directly or through others; the mirror image of `upstream`."""
    return _walked(map_, factor_ids(map_, of), steps, "downstream")


def ego(map_: Map, of: str | Iterable[str], steps: int = 1) -> Submap:
    """The neighbourhood of a factor: what influences it and what it influences, with every link among those.

    In a dense map three links around a factor are most of the map; the answer says what share it covers.
    """
    check_bound(steps, "The number of links")
    proj = projection_of(map_)
    starts = factor_ids(map_, of)
    numbers = [proj.at[id_] for id_ in starts]
    up, down = proj.distances(numbers, up=True, most=steps), proj.distances(numbers, most=steps)
    found = {i: min(up.get(i, steps), down.get(i, steps)) for i in {**up, **down}}
    frontier = [i for i, d in found.items()
                if d == steps and any(j not in found for j in (*proj.succ[i], *proj.pred[i]))]
    rule = (f"Every factor with a path of at most {count_of(steps, 'link')} to or from "
            f"{_names(map_, starts)}, and every link among them.")
    return Submap(map_, "ego", starts, steps, rule, _listed(proj, found, numbers),
                  lambda: [proj.pair(i, j) for i in found for j in proj.succ[i] if j in found],
                  _ids(proj, frontier), _looping(proj, numbers, None))


def between(map_: Map, start: str, end: str, steps: int | None = None) -> Submap:
    """What lies between two factors: everything that the first influences and that influences the second.

    With a bound, the factors for which the shortest way there and the shortest way on add up to no more than the bound.
    On a map with loops that is more than the factors of the simple paths (whether a factor lies on one is a hard
    problem); for those ask `paths`.
    """
    check_bound(steps, "The number of links")
    a, b = factor_id(map_, start), factor_id(map_, end)
    different(map_, a, b)
    proj = projection_of(map_)
    x, y = proj.at[a], proj.at[b]
    down, up = proj.distances([x], most=steps), proj.distances([y], up=True, most=steps)
    limit = steps if steps is not None else 2 * len(proj.ids)
    found = {i: d for i, d in down.items() if i in up and d + up[i] <= limit}
    cut_off = [i for i in found if any(j not in found for j in proj.succ[i])] if steps is not None else []
    beyond = proj.distances([y], up=True) if cut_off else {}
    frontier = [i for i in cut_off if any(j not in found and j in beyond for j in proj.succ[i])]
    bound = "" if steps is None else f", both paths together of at most {count_of(steps, 'link')}"
    rule = f"Factors that {_names(map_, (a,))} influences and that influence {_names(map_, (b,))}{bound}."
    return Submap(map_, "between", (a, b), steps, rule, _listed(proj, found, [x, y]),
                  lambda: [proj.pair(i, j) for i in found for j in proj.succ[i]
                           if j in found and found[i] + 1 + up[j] <= limit], _ids(proj, frontier))


def union(first: Submap, *others: Submap) -> Submap:
    """Everything that is in any of the submaps: all that is relevant to any of the questions."""
    return _combined("union", first, others)


def intersection(first: Submap, *others: Submap) -> Submap:
    """What is in all of the submaps: what the questions share."""
    return _combined("intersection", first, others)


def difference(first: Submap, *others: Submap) -> Submap:
    """What is in the first submap and in none of the others."""
    return _combined("difference", first, others)


def submap_of(map_: Map, said: str) -> Submap:
    """The submap that a short text asks for, to combine submaps where there is only text, as on the command line.

    Parameters
    ----------
    map_ : the map.
    said : upstream:FACTOR, downstream:FACTOR, ego:FACTOR or between:FROM:TO; with a number of links at the end, if wanted,
        as in upstream:health:2. A name that holds a colon cannot be written so: use its id.

    Raises
    ------
    Refused : a text that asks for none, an unknown or retired factor, a bound below 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> chain = Map(id="m", title="Chain", factors={i: Factor(id=i, label=i.upper()) for i in "abc"},
    ...             links={"a->b": Link(id="a->b", from_="a", to="b"), "b->c": Link(id="b->c", from_="b", to="c")})
    >>> dict(submap_of(chain, "upstream:c:1").factors), dict(submap_of(chain, "between:a:c").factors)
    ({'b': 1}, {'b': 1})
    """
    kind, *names = said.split(":")
    steps = int(names.pop()) if len(names) > 1 and re.fullmatch(r"-?[0-9]{1,9}", names[-1]) else None
    if kind == "between" and len(names) == 2:
        return between(map_, names[0], names[1], steps)
    if kind in ("upstream", "downstream", "ego") and len(names) == 1:
        if kind == "ego":
            return ego(map_, names[0], 1 if steps is None else steps)
        return (upstream if kind == "upstream" else downstream)(map_, names[0], steps)
    raise Refused(Problem(
        code="A15", message=f"“{said}” does not say a submap.",
        hint="Write upstream:FACTOR, downstream:FACTOR, ego:FACTOR or between:FROM:TO, with :N at the end to go at most N "
             "links. For a name with a colon, use its id."))


def _walked(map_: Map, starts: tuple[str, ...], steps: int | None, kind: Literal["upstream", "downstream"]) -> Submap:
    check_bound(steps, "The number of links")
    proj = projection_of(map_)
    up = kind == "upstream"
    numbers = [proj.at[id_] for id_ in starts]
    found = proj.distances(numbers, up=up, most=steps)
    rows = proj.pred if up else proj.succ
    inner = [i for i, d in found.items() if steps is None or d < steps]
    frontier = [i for i, d in found.items() if d == steps and any(j not in found for j in rows[i])]
    bound = "" if steps is None else f" of at most {count_of(steps, 'link')}"
    towards = "to" if up else "from"
    rule = f"Every factor with a path{bound} {towards} {_names(map_, starts)}, and the links on those paths."
    return Submap(map_, kind, starts, steps, rule, _listed(proj, found, numbers),
                  lambda: _steps(inner, rows, len(proj.ids), up=up),
                  _ids(proj, frontier), _looping(proj, numbers, steps))


def _combined(
    kind: Literal["union", "intersection", "difference"], first: Submap, others: tuple[Submap, ...]
) -> Submap:
    for other in others:
        if other.map is not first.map and other.map != first.map:
            raise Refused(Problem(code="A06", message="The submaps come from different maps.",
                                  hint="Combine submaps of one map; compare two versions with sysmap diff."))
    ids, numbers = set(first.ids), set(first.numbers)
    for other in others:
        if kind == "union":
            ids |= other.ids
            numbers |= other.numbers
        elif kind == "intersection":
            ids &= other.ids
            numbers &= other.numbers
        else:
            ids -= other.ids
    if kind == "difference":
        named = projection_of(first.map).named
        numbers = {pair for pair in numbers if ids.issuperset(named(pair))}
    if not others:
        return first
    of = tuple(dict.fromkeys(id_ for part in (first, *others) for id_ in part.of))
    steps_of: dict[str, int | None] = dict.fromkeys(of, 0)
    for part in (first, *others):
        for id_, steps in part.factors.items():
            known = steps_of.get(id_)
            steps_of[id_] = steps if known is None else known if steps is None else min(known, steps)
    which = {"union": "in any of these", "intersection": "in all of these", "difference": "in the first and in no other"}
    rule = f"What is {which[kind]}: {_numbered([part.rule for part in (first, *others)])}."
    listed = {id_: steps_of.get(id_) for id_ in sorted(ids, key=lambda i: (steps_of.get(i) or 0, i))}
    return Submap(first.map, kind, tuple(id_ for id_ in of if id_ in ids), None, rule, listed, lambda: numbers,
                  parts=tuple(part.title for part in (first, *others)))


def _numbered(texts: Sequence[str]) -> str:
    return "; ".join(f"({number}) {text.rstrip('.')}" for number, text in enumerate(texts, 1))


def _listed(proj: Projection, found: Mapping[int, int], starts: Iterable[int]) -> dict[str, int | None]:
    left_out = set(starts)
    ordered = sorted((d, i) for i, d in found.items() if i not in left_out)
    return {proj.ids[i]: d for d, i in ordered}


def _steps(inner: Iterable[int], rows: Sequence[Sequence[int]], size: int, *, up: bool) -> list[int]:
    """The steps from (or with `up`, to) these factors, as numbers of pairs."""
    if up:
        return [there * size + here for here in inner for there in rows[here]]
    return [here * size + there for here in inner for there in rows[here]]


def _ids(proj: Projection, numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(proj.ids[i] for i in sorted(numbers))


def _looping(proj: Projection, starts: Iterable[int], most: int | None) -> tuple[str, ...]:
    """Those starts that influence themselves, within the bound."""
    return _ids(proj, [start for start in starts if _comes_back(proj, start, most)])


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


def _names(map_: Map, ids: Iterable[str]) -> str:
    return join_words([name_of(map_, id_) for id_ in ids], "or")
