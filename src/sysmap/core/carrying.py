"""Evidence from version to version of a theory: by stable ids, and through the change log where an id changed.

An id never changes whatever happens to a label, so what was gathered on one version bears on the same elements of the next. Where
two elements became one, or an id had to change after all, the change log of the newer version says so:

    changes:
      - {id: c1, kind: other, field: id, before: old-id, after: new-id}
      - {id: c2, kind: remove, element: taken-in, after: the-one-it-became}
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sysmap.core.evidence import Evidence, Item, Override
from sysmap.core.map import LAYER_PREFIX, Map, link_ends, link_id

__all__ = ["CarriedEvidence", "carried_evidence", "carried_to", "moved_ids", "with_moved_ids"]


def moved_ids(map_: Map) -> Mapping[str, str]:
    """What the change log says became of ids: old id to the id of an element that the map has.

    >>> from sysmap.core.elements import Change, Factor
    >>> merged = Map(id="m", title="M", factors={"pay": Factor(id="pay", label="Pay")}, changes={
    ...     "c": Change(id="c", kind="remove", element="wages", after="pay")})
    >>> dict(moved_ids(merged))
    {'wages': 'pay'}
    """
    step: dict[str, str] = {}
    for change in map_.changes.values():
        if change.field == "id" and change.before and change.after:
            step[change.before] = change.after
        elif change.kind == "remove" and change.after and change.field is None:
            for old in (change.element, *change.elements):
                if old and old not in step:
                    step[old] = change.after
    there = _elements(map_)
    found: dict[str, str] = {}
    for old in step:
        new, seen = old, {old}
        while new not in there and new in step and step[new] not in seen:
            new = step[new]
            seen.add(new)
        if new in there and old not in there:
            found[old] = new
    return found


def _elements(map_: Map) -> set[str]:
    return {*map_.factors, *map_.links, *map_.claims, *map_.assumptions, *map_.rivals,
            *(f"condition:{id_}" for id_ in map_.conditions)}


def carried_to(element: str, map_: Map, moves: Mapping[str, str]) -> str | None:
    """The element of a map on which evidence about an id bears: the same id, what became of it, or nothing."""
    there = _elements(map_)
    if element in there or element.startswith("mechanism:"):
        return element
    if element in moves:
        return moves[element]
    ends = link_ends(element)
    if ends is not None:
        from_, to = (moves.get(end, end) for end in ends)
        new = link_id(from_, to)
        return new if new in map_.links and not any(end.startswith(LAYER_PREFIX) for end in ends) else None
    return None


def with_moved_ids(registers: tuple[Evidence, ...], map_: Map) -> tuple[Evidence, ...]:
    """Registers that speak of a map's own ids wherever its change log says what became of an older one."""
    moves = moved_ids(map_)
    return tuple(_moved(register, map_, moves) for register in registers) if moves else registers


def _moved(register: Evidence, map_: Map, moves: Mapping[str, str]) -> Evidence:
    items = {id_: _moved_item(item, map_, moves) for id_, item in register.items.items()}
    overrides: dict[str, Override] = {}
    for id_, override in register.overrides.items():
        new = carried_to(id_, map_, moves) or id_
        overrides.setdefault(new, override if new == id_ else dataclasses.replace(override, id=new))
    return dataclasses.replace(register, items=items, overrides=overrides)


def _moved_item(item: Item, map_: Map, moves: Mapping[str, str]) -> Item:
    changed = [dataclasses.replace(bearing, element=new) if (new := carried_to(bearing.element, map_, moves)) else bearing
               for bearing in item.bears_on]
    # An item may have borne on both of two elements that became one: it bears on that one once in each direction.
    once = {(bearing.element, bearing.direction): bearing for bearing in reversed(changed)}
    kept = tuple(bearing for bearing in changed if once[bearing.element, bearing.direction] is bearing)
    return item if kept == item.bears_on else dataclasses.replace(item, bears_on=kept)


@dataclass(frozen=True, slots=True)
class CarriedEvidence:
    """What becomes of the evidence on earlier versions in a map.

    Attributes
    ----------
    same : how many statements about elements hold by the same id.
    moved : (old id, new id, how many statements), through the change log.
    lost : (old id, ids of the items) that bear on an element which the map does not have, and of which no change says what became.
    decisions : overrides about elements that the map does not have.
    """

    same: int
    moved: tuple[tuple[str, str, int], ...]
    lost: tuple[tuple[str, tuple[str, ...]], ...]
    decisions: tuple[str, ...]


def carried_evidence(map_: Map, registers: Iterable[Evidence], known: Iterable[str]) -> CarriedEvidence:
    """What of registers fits a map, statement by statement.

    Parameters
    ----------
    map_ : the newer version.
    registers : as they stand in their files.
    known : further ids that evidence on the map may bear on, such as mechanisms and conditions of shared files.
    """
    moves = moved_ids(map_)
    others = set(known)
    same = 0
    moved: dict[tuple[str, str], int] = {}
    lost: dict[str, list[str]] = {}
    decisions: list[str] = []
    for register in registers:
        for item in register.items.values():
            for bearing in item.bears_on:
                new = bearing.element if bearing.element in others else carried_to(bearing.element, map_, moves)
                if new is None:
                    lost.setdefault(bearing.element, []).append(item.id)
                elif new == bearing.element:
                    same += 1
                else:
                    moved[bearing.element, new] = moved.get((bearing.element, new), 0) + 1
        decisions += [id_ for id_ in register.overrides if id_ not in others and carried_to(id_, map_, moves) is None]
    return CarriedEvidence(
        same, tuple((old, new, count) for (old, new), count in sorted(moved.items())),
        tuple((old, tuple(dict.fromkeys(items))) for old, items in sorted(lost.items())), tuple(sorted(set(decisions))))
