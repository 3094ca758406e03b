"""Nested maps: a factor that points at a factor of another map (`maps_to`) opens that map, and questions go on there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sysmap.core.elements import Factor, Layer, Link
from sysmap.core.map import Map, group_end, group_layer
from sysmap.core.problem import Problem, Refused

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["across", "joined"]


def across(project: Project) -> Project:
    """The project with the maps that its factors point at, as one map.

    Raises
    ------
    Refused : no factor points at a map that is at hand.
    """
    others = [one for one in project.context.others if isinstance(one, Map)]
    whole = joined(project.map, others)
    if whole is project.map:
        raise Refused(Problem(code="A23", message=f"No factor of “{project.map.title or project.map.id}” points at a map that is at hand.",
                              hint="Name the same thing elsewhere under maps_to of a factor, as file-id/factor-id."))
    return project.with_map(whole)


def joined(map_: Map, others: Iterable[Map]) -> Map:
    """A map with those that its factors point at, and those that these point at, as one map.

    Factors that are the same thing are one factor, under its id in the map that came first; others have the id of their map in front
    (``town/buses``), as links and layers have. The map itself
    is given back where nothing is joined. Where two factors of one map point at the same factor, only the first by id opens it.

    >>> from sysmap.core.elements import Link
    >>> town = Map(id="town", title="Town", factors={i: Factor(id=i, label=i) for i in ("riders", "air")},
    ...            links={"riders->air": Link(id="riders->air", from_="riders", to="air")})
    >>> lanes = Map(id="lanes", title="Lanes", factors={"lanes": Factor(id="lanes"), "use": Factor(id="use", maps_to=("town/riders",))},
    ...             links={"lanes->use": Link(id="lanes->use", from_="lanes", to="use")})
    >>> [(link.from_, link.to) for link in joined(lanes, [town]).links.values()]
    [('lanes', 'use'), ('use', 'town/air')]
    """
    known = {one.id: one for one in others if one.id != map_.id}
    maps, waiting = {map_.id: map_}, [map_]
    while waiting:
        for name in _pointed_at(waiting.pop()):
            if name in known and name not in maps:
                maps[name] = known[name]
                waiting.append(known[name])
    if len(maps) == 1:
        return map_
    same = _same(maps)
    factors: dict[str, Factor] = dict(map_.factors)
    links: dict[str, Link] = dict(map_.links)
    layers: dict[str, Layer] = dict(map_.layers)
    for name, one in maps.items():
        if one is map_:
            continue
        named = _namer(name, same)
        layers.update({f"{name}/{id_}": dataclasses.replace(layer, id=f"{name}/{id_}") for id_, layer in one.layers.items()})
        for id_, factor in one.factors.items():
            if named(id_) not in factors:
                layer = None if factor.layer is None else f"{name}/{factor.layer}"
                factors[named(id_)] = dataclasses.replace(factor, id=named(id_), layer=layer)
        for id_, link in one.links.items():
            links[f"{name}/{id_}"] = dataclasses.replace(link, id=f"{name}/{id_}", from_=named(link.from_), to=named(link.to))
    return dataclasses.replace(map_, factors=factors, links=links, layers=layers)


def _pointed_at(map_: Map) -> list[str]:
    return [place.partition("/")[0] for factor in map_.factors.values() if factor.status != "retired" for place in factor.maps_to]


def _same(maps: dict[str, Map]) -> dict[tuple[str, str], str]:
    """For each factor that is the same thing as one of an earlier map, the id it has there; by map and id."""
    order = {name: at for at, name in enumerate(maps)}
    leader: dict[tuple[str, str], tuple[str, str]] = {}

    def first(one: tuple[str, str]) -> tuple[str, str]:
        while one in leader:
            one = leader[one]
        return one

    for name, map_ in maps.items():
        for factor in map_.factors.values():
            for place in factor.maps_to:
                there, _, id_ = place.partition("/")
                if there in maps and id_ in maps[there].factors and factor.status != "retired":
                    a, b = sorted((first((name, factor.id)), first((there, id_))), key=lambda one: (order[one[0]], one[1]))
                    if a != b:
                        leader[b] = a
    main = next(iter(maps))
    return {one: (id_ if name == main else f"{name}/{id_}") for one in leader for name, id_ in (first(one),)}


def _namer(name: str, same: dict[tuple[str, str], str]) -> Callable[[str], str]:
    """What an end of a link of a joined map is called."""
    def named(end: str) -> str:
        layer = group_layer(end)
        return group_end(f"{name}/{layer}") if layer is not None else same.get((name, end), f"{name}/{end}")

    return named
