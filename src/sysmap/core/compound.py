"""Changes that touch much at once, each worked out on a map as one batch of edits: remove, relabel, merge, split.

Nothing that people said is lost by them. Where two elements become one, each field is united as it says of itself, and
what cannot stand in one field is kept in a note. Where one becomes several, each part says all that the whole said.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sysmap.core.edit import Add, Batch, Edit, Remove, Set, collection_named, refused
from sysmap.core.elements import Factor, Link, Note
from sysmap.core.map import Map, link_id
from sysmap.core.problem import one_of
from sysmap.core.record import fields_of
from sysmap.core.references import Names, renamed, users_of
from sysmap.core.unite import remark, said_by, united

__all__ = ["merge_factors", "relabel", "remove_element", "remove_factor", "rename_factor", "split_factor"]


def remove_factor(map_: Map, id_: str) -> Batch:
    """Remove a factor with everything that depends on it: its links go, other elements stop naming it."""
    return remove_element(map_, "factors", id_)


def remove_element(map_: Map, collection: str, id_: str) -> Batch:
    """Remove an element with everything that depends on it."""
    if id_ not in getattr(map_, collection_named(collection).name):
        raise refused("D01", f"There is no {id_} among the {collection}.", one_of(id_, getattr(map_, collection)))
    return Batch(tuple(_cascade(map_, collection, id_)), f"remove {id_}")


def _cascade(map_: Map, collection: str, id_: str) -> Iterator[Edit]:
    gone: set[str] = set()
    for place, user, field in users_of(map_, collection, id_):
        if place == "links" and field in ("from_", "to"):
            if user not in gone:
                gone.add(user)
                yield from _cascade(map_, "links", user)
        elif not place:
            yield Set("", "", field, None)
        elif not (place == "links" and user in gone):
            value = getattr(getattr(map_, place)[user], field)
            yield Set(place, user, field, tuple(v for v in value if v != id_) if isinstance(value, tuple) else None)
    yield Remove(collection, id_)


def relabel(map_: Map, id_: str, label: str) -> Batch:
    """Give a factor another label; the old one is kept as an alias."""
    factor = _factor(map_, id_)
    return Batch((Set("factors", id_, "label", label), Set("factors", id_, "aliases", _aliases(factor, label))),
                 f"relabel {id_}")


def _aliases(factor: Factor, label: str) -> tuple[str, ...]:
    """The other names of a factor once it has this label."""
    return tuple(dict.fromkeys(name for name in (*factor.aliases, factor.label) if name != label))


def rename_factor(map_: Map, old: str, new: str) -> Map:
    """The map with a factor under another id, wherever it is named; for copies of maps, since an id is for ever.

    Links whose ids follow from their ends get other ids too.
    """
    names: dict[str, dict[str, str | None]] = {"factors": {old: new}}
    names["links"] = {id_: renamed(link, names).id for id_, link in map_.links.items()}
    changed: dict[str, Any] = {}
    for spec in fields_of(Map):
        if spec.shape.kind == "collection":
            elements = [renamed(element, names) for element in getattr(map_, spec.name).values()]
            if spec.name == "factors":
                elements = [dataclasses.replace(one, id=new) if one.id == old else one for one in elements]
            changed[spec.name] = {element.id: element for element in elements}
        elif spec.ref or spec.shape.kind == "records":
            changed[spec.name] = getattr(renamed(map_, names), spec.name)
    return dataclasses.replace(map_, **changed)


def merge_factors(map_: Map, keep: str, drop: str) -> Batch:
    """Merge a factor into another, with the links of both.

    Every field is united as the record says (`sysmap.core.record.Merging`): labels become aliases, lists are joined,
    what only one said is taken, what is internal stays internal. Where both say something and only one can stand, the
    kept factor's stands and the other's is kept in an internal note. Links are re-pointed, and what names them follows.
    A link that would double one of the kept factor's, of the same polarity and kind, is united with it in the same way;
    with another polarity or kind both stay, the second under an id of its own. A link between the two goes; what it said
    is kept in a note.

    Raises
    ------
    Refused : if there is no such factor, or both are the same.
    """
    kept, dropped = _factor(map_, keep), _factor(map_, drop)
    if keep == drop:
        raise refused("D05", "A factor cannot be merged with itself.", "Name two factors.")
    both, left = united(kept, dropped)
    notes = [*both.notes]
    if left:
        notes.append(remark(f"“{dropped.label}” was merged into this factor and said otherwise", left))
    links: dict[str, Link] = {}
    new_ids: dict[str, str | None] = {}
    for link in map_.links.values():
        if drop not in (link.from_, link.to):
            continue
        start = keep if link.from_ == drop else link.from_
        end = keep if link.to == drop else link.to
        if start == end:
            notes += _of_lost_link(map_, link)
            new_ids[link.id] = None
            continue
        there = {**{id_: one for id_, one in map_.links.items() if drop not in (one.from_, one.to)}, **links}
        twin = next((one for one in there.values() if _same_claim(one, start, end, link)), None)
        if twin is not None:
            links[twin.id] = _folded(map_, twin, link)
            new_ids[link.id] = twin.id
        else:
            id_ = _free_link_id(start, end, {*map_.links, *links})
            links[id_] = dataclasses.replace(link, id=id_, from_=start, to=end)
            new_ids[link.id] = id_
    both = dataclasses.replace(both, notes=tuple(notes))
    names: Names = {"factors": {drop: keep}, "links": new_ids}
    edits: list[Edit] = []
    for id_, link in links.items():
        edits += _differences("links", map_.links[id_], link) if id_ in map_.links else [Add("links", link)]
    edits += _differences("factors", kept, both)
    edits += _renaming(map_, names, without={("factors", keep), ("factors", drop), *(("links", id_) for id_ in new_ids)})
    edits += [Remove("links", id_) for id_ in new_ids]
    edits.append(Remove("factors", drop))
    return Batch(tuple(edits), f"merge {drop} into {keep}")


def _same_claim(one: Link, start: str, end: str, other: Link) -> bool:
    return (one.from_, one.to, one.polarity, one.kind or "influence") == (
        start, end, other.polarity, other.kind or "influence")


def _folded(map_: Map, twin: Link, link: Link) -> Link:
    both, left = united(twin, link)
    if not left:
        return both
    return dataclasses.replace(both, notes=(*both.notes, remark(
        f"The link {_named(map_, link)} was merged into this one and said otherwise", left)))


def _of_lost_link(map_: Map, link: Link) -> list[Note]:
    """What a link between two merged factors said, as notes of the factor they became."""
    notes = [dataclasses.replace(note, internal=True) if link.internal else note for note in link.notes]
    covered = [user for place, user, _ in users_of(map_, "links", link.id) if place == "claims"]
    said = said_by(link, without=("notes", "cite"))
    kept = remark(f"The link {_named(map_, link)} went when the two became one; it said", said, cite=link.cite)
    if covered:
        kept = dataclasses.replace(kept, text=f"{kept.text} Claims that covered it: {', '.join(covered)}.")
    return [*notes, kept] if said or link.cite or covered else notes


def _named(map_: Map, link: Link) -> str:
    ends = (map_.factors[end].label if end in map_.factors else end for end in (link.from_, link.to))
    return " → ".join(f"“{end}”" for end in ends)


def _differences(collection: str, old: Any, new: Any) -> list[Edit]:
    """The edits that make one element of another with the same id."""
    return [Set(collection, old.id, spec.name, getattr(new, spec.name)) for spec in fields_of(type(old))
            if spec.name != "id" and getattr(new, spec.name) != getattr(old, spec.name)]


def _renaming(map_: Map, names: Names, without: set[tuple[str, str]]) -> Iterator[Edit]:
    """The edits after which all that named the old ids names the new ones; the log of changes stays as it was written."""
    for spec in fields_of(Map):
        if spec.shape.kind == "collection" and spec.name != "changes":
            for element in getattr(map_, spec.name).values():
                if (spec.name, element.id) not in without:
                    yield from _differences(spec.name, element, renamed(element, names))
        elif spec.shape.kind == "records" and getattr(map_, spec.name):
            value = tuple(renamed(one, names) for one in getattr(map_, spec.name))
            if value != getattr(map_, spec.name):
                yield Set("", "", spec.name, value)


def _free_link_id(start: str, end: str, taken: set[str]) -> str:
    id_, number = link_id(start, end), 2
    while id_ in taken:
        id_, number = f"{start}-{end}-{number}", number + 1
    return id_


def split_factor(map_: Map, id_: str, labels: Sequence[str], links: Mapping[str, Sequence[int]],
                 new_id: Callable[[str, set[str]], str]) -> Batch:
    """Make several factors of one: the first part keeps the id, and each link goes to the parts it was given to.

    Each part says all that the factor said; only its place on the page and its other names stay with the first.

    Parameters
    ----------
    map_ : the map with the factor.
    id_ : the factor.
    labels : the labels of the parts, two or more; the first is the new label of the factor itself.
    links : the parts (by number, from 0) of each link from or to the factor; what is not named stays with the first.
    new_id : makes an id of a label and the ids that are taken.

    Raises
    ------
    Refused : if there is no such factor, there is only one label, or a link is given to no part.
    """
    factor = _factor(map_, id_)
    if len(labels) < 2:
        raise refused("D05", "A factor is split into two parts or more.", "Give each part a label.")
    edits: list[Edit] = [Set("factors", id_, "label", labels[0]),
                         Set("factors", id_, "aliases", _aliases(factor, labels[0]))]
    ids, taken = [id_], set(map_.factors)
    for label in labels[1:]:
        ids.append(new_id(label, taken))
        taken.add(ids[-1])
        edits.append(Add("factors", dataclasses.replace(factor, id=ids[-1], label=label, aliases=(), position=None)))
    known = set(map_.links)
    for link in map_.links.values():
        if id_ not in (link.from_, link.to):
            continue
        parts = links.get(link.id, (0,))
        if not parts or any(not 0 <= part < len(ids) for part in parts):
            raise refused("D05", f"The link {link.id} goes to no part.", "Give each link a part or several.")
        copies = []
        for part in dict.fromkeys(parts):
            if part:
                start, end = (ids[part] if one == id_ else one for one in (link.from_, link.to))
                copies.append(_free_link_id(start, end, known))
                known.add(copies[-1])
                edits.append(Add("links", dataclasses.replace(link, id=copies[-1], from_=start, to=end)))
        if 0 not in parts:
            edits += _renaming(map_, {"links": {link.id: copies[0]}}, without={("links", link.id)})
            edits.append(Remove("links", link.id))
    return Batch(tuple(edits), f"split {id_}")


def _factor(map_: Map, id_: str) -> Factor:
    if id_ not in map_.factors:
        raise refused("D01", f"There is no factor {id_}.", one_of(id_, map_.factors))
    return map_.factors[id_]
