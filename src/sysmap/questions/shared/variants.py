"""Other states of a project: without some of what it holds, and with what was retired.

What is taken away is marked as retired, so that nothing of the map is lost and every question leaves it out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, TypeVar

from sysmap.core.elements import Factor, Link
from sysmap.core.evidence import Evidence, Item
from sysmap.core.map import Map
from sysmap.questions.shared.elements import NamedElement, groups_of

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["falling_links", "without"]

E_ = TypeVar("E_", Factor, Link)


def without(project: Project, gone: Iterable[NamedElement], restored: Iterable[NamedElement] = ()) -> Project:
    """The project without some of what it holds, and with what was retired.

    A factor goes with its links. A link goes where an assumption that it names fails or a condition that it names is not met
    (other than one that weakens or blocks), where all mechanisms that it names are gone, where all sources that it cites are
    rejected, or where all who raised it, or all tables at which it came up, are left out; a factor likewise, except through its
    mechanisms and sources. Evidence of a rejected source, of a case or of an audience left out is left out with it.

    Parameters
    ----------
    project : the project.
    gone : what is taken away.
    restored : retired factors and links that are put back; a factor comes back with those links of its that were retired only
        with it, and a link with its ends.
    """
    away = {(one.kind, one.id) for one in gone}
    map_ = _restored(project.map, {one.id for one in restored if one.kind == "factor"}, {one.id for one in restored if one.kind == "link"})
    factors = {id_ for id_, one in map_.factors.items() if ("factor", id_) in away or _left_out(map_, one, away)}
    links = falling_links(map_, away)
    registers = _kept_registers(project.registers, away)
    changed = project.with_map(_retired(map_, factors, links))
    if registers == project.registers:
        return changed
    context = dataclasses.replace(project.context, files=None, given=(*project.documents, *registers), whole=None)
    return dataclasses.replace(changed, context=context, reading=None)


def falling_links(map_: Map, away: Collection[tuple[str, str]]) -> set[str]:
    """The links that go with what is taken away, given as (kind, id)."""
    gone = set()
    for id_, link in map_.links.items():
        cited = {("source", cite.source) for cite in link.cite if cite.source}
        working = {("mechanism", name) for name in link.mechanisms}
        if (("link", id_) in away or _left_out(map_, link, away) or (cited and cited <= set(away))
                or (working and working <= set(away))):
            gone.add(id_)
    return gone


def _left_out(map_: Map, one: Factor | Link, away: Collection[tuple[str, str]]) -> bool:
    """Whether something that it rests on fails, or all who put it on the map are left out."""
    if any(("assumption", name) in away for name in one.assumptions):
        return True
    for name in one.conditions:
        known = map_.conditions.get(name)
        if ("condition", name) in away and (known is None or known.effect not in ("weakens", "blocks")):
            return True
    return any(names and all(("group", name) in away for name in names) for names in groups_of(one))


def _retired(map_: Map, factors: Collection[str], links: Collection[str]) -> Map:
    return dataclasses.replace(
        map_, factors={id_: dataclasses.replace(one, status="retired") if id_ in factors else one for id_, one in map_.factors.items()},
        links={id_: dataclasses.replace(one, status="retired") if id_ in links else one for id_, one in map_.links.items()})


def _restored(map_: Map, factors: Collection[str], links: Collection[str]) -> Map:
    if not factors and not links:
        return map_
    ends = {*factors, *(end for id_ in links for end in (map_.links[id_].from_, map_.links[id_].to))}
    back = {id_ for id_, link in map_.links.items() if id_ in links or (
        link.status == "retired" and {link.from_, link.to} & set(factors)
        and all(end in ends or end not in map_.factors or map_.factors[end].status != "retired" for end in (link.from_, link.to)))}
    return dataclasses.replace(
        map_, factors={id_: _in_use(one) if id_ in ends else one for id_, one in map_.factors.items()},
        links={id_: _in_use(one) if id_ in back else one for id_, one in map_.links.items()})


def _in_use(one: E_) -> E_:
    return dataclasses.replace(one, status=None) if one.status == "retired" else one


def _kept_registers(registers: tuple[Evidence, ...], away: Collection[tuple[str, str]]) -> tuple[Evidence, ...]:
    """The registers without the items that fall; the same ones where none does."""
    kept = []
    for register in registers:
        items = {id_: item for id_, item in register.items.items() if not _rejected(item, away)}
        kept.append(register if len(items) == len(register.items) else dataclasses.replace(register, items=items))
    return tuple(kept)


def _rejected(item: Item, away: Collection[tuple[str, str]]) -> bool:
    places = (("source", [cite.source for cite in item.cite if cite.source]), ("case", item.cases), ("group", item.audience))
    return any(names and all((kind, name) in away for name in names) for kind, names in places)
