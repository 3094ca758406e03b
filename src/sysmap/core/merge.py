"""Maps put side by side: the edits that lead from one to another, and three-way merging of copies by id.

Two tables take copies of one map and come back with two. What only one table changed is taken; what both changed alike
is taken once; where they disagree the conflict is listed and the first table's side stands until people decide.
Nothing is matched by label: what seems the same under two ids is listed for people to look at.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sysmap.core.compound import remove_element, rename_factor
from sysmap.core.conflicts import Choice, Conflict, settled
from sysmap.core.edit import Add, Batch, Edit, Set, apply
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map, group_layer
from sysmap.core.near_duplicates import key_of, near_duplicates
from sysmap.core.record import FieldSpec, fields_of
from sysmap.core.references import OWN_COLLECTIONS, users_of

__all__ = ["Conflict", "Merged", "changes_between", "merge_maps"]

_ADD_ORDER = ("layers", "actors", "sessions", "assumptions", "rivals", "factors", "links", "conditions", "claims", "loops",
              "changes", "views", "background")
"""What is named before what names it."""


def changes_between(old: Map, new: Map) -> list[Edit]:
    """Edits that lead from one map to another, in an order in which they can be applied. The order of elements that are
    in both is not looked at.

    >>> a = Map(id="m", title="M", factors={"a": Factor(id="a", label="A")})
    >>> b = apply(a, Set("factors", "a", "label", "Trust"))
    >>> changes_between(a, b)
    [Set(collection='factors', id='a', field='label', value='Trust')]
    """
    now, edits = old, []
    later: list[Edit] = []
    for name in _ADD_ORDER:
        before, after = getattr(old, name), getattr(new, name)
        ids = list(after)
        for at in range(len(ids) - 1, -1, -1):
            element = after[ids[at]]
            if ids[at] in before and not _other_ends(before[ids[at]], element):
                continue
            if ids[at] in before:
                for edit in remove_element(now, name, ids[at]).edits:
                    now = apply(now, edit)
                    edits.append(edit)
                    if isinstance(edit, Set) and edit.id in getattr(new, edit.collection, {}):
                        wanted = getattr(getattr(new, edit.collection)[edit.id], edit.field)
                        later.append(Set(edit.collection, edit.id, edit.field, wanted))
            following = next((one for one in ids[at + 1:] if one in getattr(now, name)), None)
            bare, rest = _without_loose_ends(now, name, element)
            add = Add(name, bare, following)
            now = apply(now, add)
            edits.append(add)
            later += rest
    for name in _ADD_ORDER:
        for id_, element in getattr(new, name).items():
            if id_ in getattr(old, name) and not _other_ends(getattr(old, name)[id_], element):
                later += [Set(name, id_, spec.name, getattr(element, spec.name)) for spec in fields_of(type(element))
                          if getattr(element, spec.name) != getattr(getattr(now, name)[id_], spec.name)]
    later += [Set("", "", spec.name, getattr(new, spec.name)) for spec in fields_of(Map)
              if spec.shape.kind != "collection" and spec.name not in ("id", "kind")
              and getattr(new, spec.name) != getattr(old, spec.name)]
    for edit in later:
        now = apply(now, edit)
        edits.append(edit)
    left = [(name, id_) for name in reversed(_ADD_ORDER) for id_ in getattr(now, name) if id_ not in getattr(new, name)]
    while left:
        free = [(name, id_) for name, id_ in left if not users_of(now, name, id_)] or left[:1]
        for name, id_ in free:
            for edit in remove_element(now, name, id_).edits:
                now = apply(now, edit)
                edits.append(edit)
        left = [(name, id_) for name, id_ in left if id_ in getattr(now, name)]
    return edits


def _other_ends(one: Any, two: Any) -> bool:
    return isinstance(one, Link) and (one.from_, one.to) != (two.from_, two.to)


def _without_loose_ends(map_: Map, name: str, element: Any) -> tuple[Any, list[Edit]]:
    """The element without names of its own collection that are not there yet, and the edits that name them later."""
    rest: list[Edit] = []
    for spec in fields_of(type(element)):
        value = getattr(element, spec.name)
        if name in spec.ref and isinstance(value, tuple) and any(one not in getattr(map_, name) for one in value):
            rest.append(Set(name, element.id, spec.name, value))
            element = dataclasses.replace(element, **{spec.name: spec.default})
    return element, rest


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge would come to: the map, the edits that make it of the base, and what people have to decide."""

    map: Map
    edits: tuple[Edit, ...]
    conflicts: tuple[Conflict, ...]

    def settled(self, chosen: Mapping[str, str]) -> Map:
        """The map with what people chose (see `sysmap.core.conflicts.settled`)."""
        return settled(self.map, self.conflicts, chosen)

    @property
    def batch(self) -> Batch:
        """All edits as one, for a room to take or undo as a whole."""
        return Batch(self.edits, "merge tables")


def merge_maps(base: Map, copies: Sequence[tuple[str, Map]], *, mark: bool = True) -> Merged:
    """Merge copies of one map, three-way by id.

    Parameters
    ----------
    base : the map the tables started from.
    copies : each table's name and its map, in the order in which they have a say.
    mark : whether each factor and link that tables added carries their names in `seen_in`, so that agreement can be
        counted.

    Returns
    -------
    Merged : nothing is changed by this; apply `batch` to the base to have it. Two tables that gave one id to factors of
        different labels keep both, the later one under another id.
    """
    conflicts: list[Conflict] = []
    copies = _apart(base, copies)
    result = base
    for name in _ADD_ORDER:
        merged: dict[str, Any] = {name: _collection(base, copies, name, conflicts, mark=mark)}
        result = dataclasses.replace(result, **merged)
    for spec in fields_of(Map):
        if spec.shape.kind != "collection" and spec.name not in ("id", "kind"):
            value = _field(base, copies, spec, "", "", base, [(table, copy) for table, copy in copies], conflicts)
            result = dataclasses.replace(result, **{spec.name: value})
    result = _without_dangling(result, copies, conflicts)
    conflicts += _signs(result, base, copies)
    conflicts += _alike(result, base)
    return Merged(result, tuple(changes_between(base, result)), tuple(conflicts))


def _apart(base: Map, copies: Sequence[tuple[str, Map]]) -> list[tuple[str, Map]]:
    """The copies, with another id where a factor has that of another table's new factor but not its label."""
    out: list[tuple[str, Map]] = []
    taken = {id_ for _, copy in copies for id_ in copy.factors} | set(base.factors)
    first: dict[str, frozenset[str]] = {}
    for table, copy in copies:
        for factor in list(copy.factors.values()):
            if factor.id in base.factors or first.setdefault(factor.id, key_of(factor.label)) == key_of(factor.label):
                continue
            number = 2
            while f"{factor.id}-{number}" in taken:
                number += 1
            new = f"{factor.id}-{number}"
            taken.add(new)
            copy = rename_factor(copy, factor.id, new)
        out.append((table, copy))
    return out


def _collection(base: Map, copies: Sequence[tuple[str, Map]], name: str, conflicts: list[Conflict], *,
                mark: bool) -> dict[str, Any]:
    old = getattr(base, name)
    out: dict[str, Any] = {}
    for id_, element in old.items():
        having = [(table, getattr(copy, name)[id_]) for table, copy in copies if id_ in getattr(copy, name)]
        gone = [table for table, copy in copies if id_ not in getattr(copy, name)]
        if gone:
            changed = [table for table, one in having if one != element]
            if not changed:
                continue
            conflicts.append(Conflict("removed", name, id_, tables=(*gone, *changed),
                                      kept=f"It stays: {', '.join(gone)} removed it, {', '.join(changed)} changed it.",
                                      choices=(Choice("keep", None, tuple(changed)), Choice("remove", None, tuple(gone)))))
        out[id_] = _element(base, copies, name, element, having, conflicts)
    for _, copy in copies:
        for id_, element in getattr(copy, name).items():
            if id_ in old:
                continue
            if id_ not in out:
                others = [(t, getattr(c, name)[id_]) for t, c in copies if id_ in getattr(c, name)]
                joined = _element(base, copies, name, element, others, conflicts, added=True)
                if mark and isinstance(joined, Factor | Link):
                    seen = tuple(dict.fromkeys((*joined.seen_in, *(t for t, _ in others))))
                    joined = dataclasses.replace(joined, seen_in=seen)
                out[id_] = joined
    return out


def _element(base: Map, copies: Sequence[tuple[str, Map]], name: str, old: Any, having: Sequence[tuple[str, Any]],
             conflicts: list[Conflict], *, added: bool = False) -> Any:
    values = {}
    for spec in fields_of(type(old)):
        if spec.merge != "own":
            values[spec.name] = _field(base, copies, spec, name, old.id, old, having, conflicts, added=added)
    return dataclasses.replace(old, **values)


def _field(base: Map, copies: Sequence[tuple[str, Map]], spec: FieldSpec, name: str, id_: str, old: Any,
           having: Sequence[tuple[str, Any]], conflicts: list[Conflict], *, added: bool = False) -> Any:
    was = spec.default if added else getattr(old, spec.name)
    said = [(table, getattr(one, spec.name)) for table, one in having if getattr(one, spec.name) != was]
    if not said:
        return was
    if isinstance(was, tuple):
        gone = {_key(item) for _, value in said for item in was if item not in value}
        items = [item for item in was if _key(item) not in gone]
        for _, value in said:
            items += [item for item in value if item not in was and item not in items]
        return tuple(items)
    if isinstance(was, Mapping):
        said = _tables_united(was, said)
    different: list[Any] = []
    for _, value in said:
        if value not in different:
            different.append(value)
    if spec.merge == "any" and True in different:
        return True
    if len(different) > 1 and spec.merge != "first":
        kind = "sign" if spec.name == "polarity" else "field"
        choices = [Choice(*said_first) for said_first in _by_value(different, said)]
        if not added and was not in different:
            choices.append(Choice("base", was))
        if kind == "sign":
            choices += [Choice(sign, sign) for sign in ("mixed", "unknown") if sign not in [one.value for one in choices]]
        conflicts.append(Conflict(kind, name, id_, spec.name, tuple(different), tuple(table for table, _ in said),
                                  f"“{different[0]}” of {said[0][0]} stands.", tuple(choices)))
    return different[0]


def _tables_united(was: Mapping[str, Any], said: Sequence[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, Any]]:
    """What each copy says of a table of keys, with what others say of keys that it left as they were."""
    changed: dict[str, Any] = {}
    for _, value in said:
        for key in {*was, *value}:
            if value.get(key, _ABSENT) != was.get(key, _ABSENT):
                changed.setdefault(key, value.get(key, _ABSENT))
    out = []
    for table, value in said:
        own = {key: one for key in (*was, *value) if (one := value.get(key, _ABSENT)) != was.get(key, _ABSENT)}
        whole = {**was, **changed, **own}
        out.append((table, {key: one for key, one in whole.items() if one is not _ABSENT}))
    return out


_ABSENT: Any = object()


def _by_value(values: Sequence[Any], said: Sequence[tuple[str, Any]]) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    """Each value, named by the first table that said it, and all tables that did."""
    for value in values:
        tables = tuple(table for table, one in said if one == value)
        yield tables[0], value, tables


def _key(item: Any) -> str:
    return repr(item)


def _without_dangling(result: Map, copies: Sequence[tuple[str, Map]], conflicts: list[Conflict]) -> Map:
    """Deleted here, linked there: the factor comes back, so that nobody's link is lost, and people decide."""
    factors = dict(result.factors)
    for link in result.links.values():
        for end in (link.from_, link.to):
            if end in factors or group_layer(end) is not None:
                continue
            table, found = next((t, c.factors[end]) for t, c in copies if end in c.factors)
            gone = [t for t, c in copies if end not in c.factors]
            factors[end] = found
            conflicts.append(Conflict("removed", "factors", end, tables=(*gone, table),
                                      kept=f"It stays: {', '.join(gone)} removed it, {table} linked it ({link.id}).",
                                      choices=(Choice("keep", None, (table,)), Choice("remove", None, tuple(gone)))))
    result = dataclasses.replace(result, factors=factors)
    for place in ("assumptions", "conditions", "rivals", "claims", "loops"):
        elements = {}
        for id_, element in getattr(result, place).items():
            for spec in fields_of(type(element)):
                local = [ref for ref in spec.ref if ref in OWN_COLLECTIONS]
                value = getattr(element, spec.name)
                if local and isinstance(value, tuple):
                    kept = tuple(one for one in value if any(one in getattr(result, ref) for ref in local))
                    element = dataclasses.replace(element, **{spec.name: kept})
            elements[id_] = element
        changed: dict[str, Any] = {place: elements}
        result = dataclasses.replace(result, **changed)
    return result


def _signs(result: Map, base: Map, copies: Sequence[tuple[str, Map]]) -> Iterator[Conflict]:
    """The same pair of factors under two ids with another sign."""
    by_pair: dict[tuple[str, str], list[Link]] = {}
    for link in result.links.values():
        by_pair.setdefault((link.from_, link.to), []).append(link)
    for links in by_pair.values():
        signs = {link.polarity for link in links} - {"unknown"}
        if len(links) > 1 and len(signs) > 1 and any(link.id not in base.links for link in links):
            said = {link.id: tuple(t for t, c in copies if link.id in c.links) for link in links}
            yield Conflict("sign", "links", links[0].id, "polarity", tuple(said),
                           tuple(dict.fromkeys(table for tables in said.values() for table in tables)), "Both links stand.",
                           (Choice("both"), *(Choice(link.id, link.polarity, said[link.id]) for link in links)))


def _alike(result: Map, base: Map) -> Iterator[Conflict]:
    """Factors of different tables whose labels are nearly the same; never merged by themselves."""
    keys = {f.id: [key_of(name) for name in (f.label, *f.aliases)] for f in result.factors.values()}
    for pair in near_duplicates(keys):
        one, two = (result.factors[id_] for id_ in pair)
        if (one.id in base.factors and two.id in base.factors) or set(one.seen_in) == set(two.seen_in):
            continue
        yield Conflict("alike", "factors", one.id, "label", (one.id, two.id), tuple(dict.fromkeys((*one.seen_in, *two.seen_in))),
                       "Both stand; merge them if they mean the same.",
                       (Choice("both"), Choice(one.id, one.label, one.seen_in), Choice(two.id, two.label, two.seen_in)))
