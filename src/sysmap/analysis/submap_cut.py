"""Cutting a part out of a map: the part is itself a map, and says in its notes by which rule it was cut."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping
from typing import Any

from sysmap.core.elements import Cite, Link, Loop, Note, Rival
from sysmap.core.graph import arcs_of
from sysmap.core.map import Map, group_end

__all__ = ["cut"]


def cut(
    map_: Map, factors: Collection[str], pairs: Collection[tuple[str, str]], *, title: str, rule: str,
    cite: tuple[Cite, ...] | None = None,
) -> Map:
    """The part of a map with these factors and the links between these pairs of them.

    Assumptions, conditions, other explanations and named loops come along where the part still holds what they speak
    of. A link to or from a whole layer stays as it is where it means no more than the pairs asked for; otherwise
    single links take its place, each naming it under `x: {part_of: …}`.

    Parameters
    ----------
    map_ : the map; it is left as it is.
    factors : ids to keep, in any order; the author's order is kept.
    pairs : (from, to) of the steps to keep; both ends have to be among the factors.
    title, rule : what the part is called, and how it was chosen, in a sentence.
    cite : what the part cites; what the map cites where it is not given.

    Returns
    -------
    Map : with a note of kind `method` that holds the rule.
    """
    wanted, ids = set(pairs), set(factors)
    kept = {id_: f for id_, f in map_.factors.items() if id_ in ids}
    links: dict[str, Link] = {}
    groups: dict[str, list[tuple[str, str]]] = {}
    arcs = arcs_of(map_)
    for place, (pair, link) in enumerate(zip(zip(arcs.starts, arcs.ends, strict=True), arcs.links, strict=True)):
        if pair in wanted:
            if place in arcs.of_group:
                groups.setdefault(link.id, []).append(pair)
            else:
                links[link.id] = link
    own = {(link.from_, link.to) for link in links.values()}
    members: dict[str, list[str]] = {}
    for factor in kept.values():
        if factor.layer is not None:
            members.setdefault(group_end(factor.layer), []).append(factor.id)
    for link_id, spread in groups.items():
        link = map_.links[link_id]
        means = {(a, b) for a in members.get(link.from_, [link.from_]) for b in members.get(link.to, [link.to])
                 if a != b and (a, b) not in own}
        if means == set(spread):
            links[link_id] = link
        else:
            for a, b in spread:
                single = dataclasses.replace(link, id=f"{link_id}:{a}->{b}", from_=a, to=b,
                                             x={**link.x, "part_of": link_id})
                links[single.id] = single
    ordered = {id_: links[id_] for id_ in map_.links if id_ in links}
    ordered.update((id_, link) for id_, link in links.items() if id_ not in ordered)
    return _dressed(map_, kept, ordered, title, rule, cite)


def _dressed(
    map_: Map, factors: Mapping[str, Any], links: Mapping[str, Link], title: str, rule: str,
    cite: tuple[Cite, ...] | None,
) -> Map:
    users = [*factors.values(), *links.values()]
    assumptions = {name for user in users for name in user.assumptions}
    conditions = {name for user in users for name in user.conditions}
    actors = {name for factor in factors.values() for name in factor.whose}
    joined = {(link.from_, link.to) for link in links.values()}
    loops: dict[str, Loop] = {
        id_: loop for id_, loop in map_.loops.items() if loop.factors
        and all(pair in joined for pair in zip(loop.factors, (*loop.factors[1:], loop.factors[0]), strict=True))}
    rivals: dict[str, Rival] = {}
    for id_, rival in map_.rivals.items():
        about = tuple(name for name in rival.about if name in factors)
        if about:
            rivals[id_] = dataclasses.replace(rival, about=about)
    return dataclasses.replace(
        map_, id=_slug(f"{map_.id}-{title}"), title=title, version=None,
        cite=map_.cite if cite is None else cite,
        notes=(Note(kind="method", text=f"Part of “{map_.title or map_.id}” ({map_.id}). {rule}"),),
        actors={id_: a for id_, a in map_.actors.items() if id_ in actors},
        factors=dict(factors), links=dict(links),
        assumptions={id_: dataclasses.replace(a, supports=tuple(s for s in a.supports if s in assumptions))
                     for id_, a in map_.assumptions.items() if id_ in assumptions},
        conditions={id_: c for id_, c in map_.conditions.items() if id_ in conditions},
        rivals=rivals, claims={}, loops=loops, changes={}, views={}, waive=(),
    )


def _slug(text: str) -> str:
    slug = "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:64].rstrip("-")
    return slug if slug[:1].isalpha() else f"part-{slug}"[:64].rstrip("-")
