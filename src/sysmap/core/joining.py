"""Several maps as one: what a factor of one map says is the same elsewhere (`maps_to`) joins them, so that questions cross files.

The whole is for asking. Ids are `map-id/id`; a factor that stands in several maps has the id it has in the first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sysmap.core.elements import Actor, Factor, Link
from sysmap.core.evidence import Evidence, Item
from sysmap.core.map import Map
from sysmap.core.references import Names, renamed
from sysmap.core.words import MapKind

__all__ = ["JoinedMaps", "current", "join_maps", "join_registers"]

_PARTS = ("layers", "factors", "links", "assumptions", "rivals", "conditions", "claims")
"""Collections that the whole has; sessions, views, logs and named loops stay with their own maps."""


@dataclass(frozen=True)
class JoinedMaps:
    """Several maps as one.

    Attributes
    ----------
    map : the whole.
    ids : by the id of a map, what each of its elements is called in the whole.
    shared : factors that stand in several maps, by their id in the whole: the ids of the maps.
    """

    map: Map
    ids: Mapping[str, Mapping[str, str]]
    shared: Mapping[str, tuple[str, ...]]


def current(maps: Iterable[Map]) -> list[Map]:
    """The maps without versions that another one of them supersedes.

    >>> from sysmap.core.elements import Version
    >>> new = Map(id="b", title="B", version=Version(name="2", supersedes="a"))
    >>> [one.id for one in current([Map(id="a", title="A"), new])]
    ['b']
    """
    found = list(maps)
    older = {one.version.supersedes for one in found if one.version is not None}
    return [one for one in found if one.id not in older]


def join_maps(maps: Sequence[Map], title: str = "All maps") -> JoinedMaps:
    """Join maps where a factor says that it is the same as one of another map.

    Two factors of one map are never made one, even where both are the same as a third elsewhere: then the first is joined.

    Parameters
    ----------
    maps : the maps, in the order in which they count.
    title : what the whole is called.

    Examples
    --------
    >>> room = Map(id="room", title="Room", factors={"pay": Factor(id="pay", label="Pay", maps_to=("theory/wages",))})
    >>> theory = Map(id="theory", title="Theory", factors={"wages": Factor(id="wages", label="Wages")})
    >>> joined = join_maps([room, theory])
    >>> list(joined.map.factors), joined.ids["theory"]["wages"], joined.map.factors["room/pay"].aliases
    (['room/pay'], 'room/pay', ('Wages',))
    """
    same = _joined_factors(maps)
    ids: dict[str, dict[str, str]] = {}
    parts: dict[str, dict[str, Any]] = {name: {} for name in _PARTS}
    actors: dict[str, Actor] = {}
    shared: dict[str, list[str]] = {}
    for map_ in maps:
        names: Names = {collection: {id_: same.get((map_.id, id_), f"{map_.id}/{id_}") for id_ in getattr(map_, collection)}
                        for collection in _PARTS}
        own: dict[str, str] = {id_: new for table in names.values() for id_, new in table.items() if new}
        actors = {**map_.actors, **actors}
        for collection in _PARTS:
            into = parts[collection]
            for id_, element in getattr(map_, collection).items():
                new = renamed(element, names)
                if isinstance(new, Link):
                    if new.id == id_ or new.id in into:  # an id of its own, or the same link in another map
                        new = dataclasses.replace(new, id=f"{map_.id}/{id_}")
                else:
                    new = dataclasses.replace(new, id=own[id_])
                own[id_] = new.id
                if isinstance(new, Factor):
                    new = dataclasses.replace(new, theme=new.theme or map_.title, maps_to=(), position=None)
                    shared.setdefault(new.id, []).append(map_.id)
                    new = _united(into[new.id], new) if new.id in into else new
                into[new.id] = new
        ids[map_.id] = own
    kind: MapKind = "theory" if all(one.kind == "theory" for one in maps) else "map"
    held: dict[str, Any] = {**parts, "actors": actors}
    whole = Map(kind=kind, id="all", title=title, **held)
    return JoinedMaps(whole, ids, {id_: tuple(where) for id_, where in shared.items() if len(where) > 1})


def join_registers(registers: Iterable[tuple[str, Evidence]], joined: JoinedMaps) -> list[Evidence]:
    """Registers of single maps as registers of the whole: an item that bears on several maps bears on each of their elements.

    Parameters
    ----------
    registers : the id of a map with a register on it; one register may come with several maps.
    joined : the whole.
    """
    found: dict[str, tuple[Evidence, dict[str, Item]]] = {}
    for map_, register in registers:
        items = found.setdefault(register.id, (register, {}))[1]
        for item in register.items.values():
            bearings = tuple(dataclasses.replace(one, element=joined.ids[map_].get(one.element, one.element)) for one in item.bears_on
                             if one.element in joined.ids[map_] or ":" in one.element)
            known = items[item.id].bears_on if item.id in items else ()
            items[item.id] = dataclasses.replace(item, bears_on=tuple(dict.fromkeys((*known, *bearings))))
    return [dataclasses.replace(register, items=items, overrides={}) for register, items in found.values()]


def _joined_factors(maps: Sequence[Map]) -> dict[tuple[str, str], str]:
    """Factors by map and id that stand in several maps, with their id in the whole."""
    there = {(one.id, id_) for one in maps for id_ in one.factors}
    groups: dict[tuple[str, str], list[tuple[str, str]]] = {place: [place] for place in sorted(there)}
    order = {one.id: at for at, one in enumerate(maps)}
    for map_ in maps:
        for factor in map_.factors.values():
            for name in factor.maps_to:
                other, _, id_ = name.partition("/")
                mine, theirs = groups[map_.id, factor.id], groups.get((other, id_))
                if theirs is None or theirs is mine or {map_id for map_id, _ in mine} & {map_id for map_id, _ in theirs}:
                    continue
                mine += theirs
                for place in theirs:
                    groups[place] = mine
    first = {place: min(group, key=lambda one: (order[one[0]], one[1])) for place, group in groups.items() if len(group) > 1}
    return {place: "/".join(one) for place, one in first.items()}


def _united(one: Factor, other: Factor) -> Factor:
    """A factor of several maps: what the first says, the other's names among its own."""
    names = (*one.aliases, other.label, *other.aliases)
    return dataclasses.replace(one, aliases=tuple(dict.fromkeys(name for name in names if name != one.label)))
