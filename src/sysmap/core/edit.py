"""Edits: every change of a map as a value that can be applied, inverted, sent and logged.

An edit touches one element or one field, so that one person's dragging never undoes another's renaming. `Batch` joins
edits that only make sense together. Applying gives a new map; an edit that cannot be applied raises `Refused`, and the
map is as it was.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sysmap.core.elements import Factor, Link
from sysmap.core.map import LAYER_PREFIX, Map, link_id
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.record import SLUG_RULE, FieldSpec, fields_of, is_slug

__all__ = ["Add", "Batch", "Edit", "Move", "Remove", "Set", "apply", "inverse", "merge_factors", "relabel",
           "remove_element", "remove_factor", "users_of"]


@dataclass(frozen=True, slots=True)
class Add:
    """Add an element to a collection, before another one or at the end."""

    collection: str
    element: Any
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Remove:
    """Take an element out of a collection. Refused while others depend on it; see `remove_factor`."""

    collection: str
    id: str


@dataclass(frozen=True, slots=True)
class Set:
    """Give one field of one element a value; with `collection` and `id` empty, a field of the map itself."""

    collection: str
    id: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Move:
    """Put an element elsewhere in the order of its collection: before another one or at the end."""

    collection: str
    id: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Several edits as one: all are applied, or none."""

    edits: tuple[Edit, ...]
    label: str = ""


Edit = Add | Remove | Set | Move | Batch


def apply(map_: Map, edit: Edit) -> Map:
    """The map after an edit.

    >>> m = Map(id="m", title="M", factors={"a": Factor(id="a", label="A")})
    >>> apply(m, Set("factors", "a", "label", "Trust")).factors["a"].label
    'Trust'

    Raises
    ------
    Refused : if the edit names what is not there, would give two elements one id, or would leave a link dangling.
    """
    if isinstance(edit, Batch):
        for part in edit.edits:
            map_ = apply(map_, part)
        return map_
    if isinstance(edit, Set) and not edit.collection:
        _spec_of(Map, edit.field, "The map")
        if edit.field in ("id", "kind"):
            raise _refused("D06", f"The {edit.field} of a map stays for ever.", "Make a new file instead.")
        return dataclasses.replace(map_, **{edit.field: edit.value})
    spec = _collection(edit.collection)
    elements: dict[str, Any] = dict(getattr(map_, spec.name))
    if isinstance(edit, Add):
        element = edit.element
        _check_new(map_, edit.collection, spec, element, elements)
        return _with(map_, spec, _inserted(elements, element.id, element, edit.before))
    if edit.id not in elements:
        raise _refused("D01", f"There is no {edit.id} among the {edit.collection}.", one_of(edit.id, elements))
    if isinstance(edit, Move):
        element = elements.pop(edit.id)
        return _with(map_, spec, _inserted(elements, edit.id, element, edit.before))
    if isinstance(edit, Remove):
        users = users_of(map_, edit.collection, edit.id)
        if users:
            shown = ", ".join(f"{user} ({field})" for _, user, field in users[:5])
            raise _refused("D03", f"{edit.id} is still used: {shown}{' and more' if len(users) > 5 else ''}.",
                           "Remove those first, or remove it with all that depends on it.")
        del elements[edit.id]
        return _with(map_, spec, elements)
    old = elements[edit.id]
    _spec_of(type(old), edit.field, f"{edit.id}")
    if edit.field in ("id", "from_", "to") and not (edit.collection == "links" and edit.field != "id"):
        raise _refused("D06", f"The id {edit.id} stays for ever.", "Change its label instead.")
    new = dataclasses.replace(old, **{edit.field: edit.value})
    if isinstance(new, Link) and edit.field in ("from_", "to"):
        raise _refused("D06", "The ends of a link are its identity.", "Remove the link and add another.")
    _check_refs(map_, edit.collection, new, edit.field)
    elements[edit.id] = new
    return _with(map_, spec, elements)


def inverse(map_: Map, edit: Edit) -> Edit:
    """The edit that undoes this one, given the map it is about to be applied to.

    >>> m = Map(id="m", title="M", factors={"a": Factor(id="a", label="A")})
    >>> e = Set("factors", "a", "label", "Trust")
    >>> apply(apply(m, e), inverse(m, e)) == m
    True
    """
    if isinstance(edit, Batch):
        undo: list[Edit] = []
        for part in edit.edits:
            undo.append(inverse(map_, part))
            map_ = apply(map_, part)
        return Batch(tuple(reversed(undo)), f"undo {edit.label}".strip())
    if isinstance(edit, Set) and not edit.collection:
        _spec_of(Map, edit.field, "The map")
        return Set("", "", edit.field, getattr(map_, edit.field))
    elements: Mapping[str, Any] = getattr(map_, _collection(edit.collection).name)
    if isinstance(edit, Add):
        return Remove(edit.collection, edit.element.id)
    if edit.id not in elements:
        raise _refused("D01", f"There is no {edit.id} among the {edit.collection}.", one_of(edit.id, elements))
    if isinstance(edit, Set):
        _spec_of(type(elements[edit.id]), edit.field, edit.id)
        return Set(edit.collection, edit.id, edit.field, getattr(elements[edit.id], edit.field))
    ids = list(elements)
    after = ids[ids.index(edit.id) + 1 :]
    before = after[0] if after else None
    if isinstance(edit, Remove):
        return Add(edit.collection, elements[edit.id], before)
    return Move(edit.collection, edit.id, before)


def users_of(map_: Map, collection: str, id_: str) -> list[tuple[str, str, str]]:
    """Which elements name this one: (collection, id, field); what would dangle if it went."""
    if collection == "layers":
        wanted = {"layers": id_}
        group_end = LAYER_PREFIX + id_
    else:
        wanted = {collection: id_}
        group_end = ""
    found = []
    if collection == "layers" and map_.ceiling == id_:
        found.append(("", map_.id, "ceiling"))
    for spec in fields_of(Map):
        if spec.shape.kind != "collection" or spec.shape.of is None:
            continue
        referring = [f for f in fields_of(spec.shape.of) if collection in f.ref]
        if not referring:
            continue
        for element in getattr(map_, spec.name).values():
            for field in referring:
                value = getattr(element, field.name)
                names = value if isinstance(value, tuple) else (value,)
                is_end = isinstance(element, Link) and field.name in ("from_", "to")
                if (group_end in names if is_end and group_end else wanted[collection] in names):
                    found.append((spec.name, element.id, field.name))
    return found


def remove_factor(map_: Map, id_: str) -> Batch:
    """Remove a factor with everything that depends on it: its links go, other elements stop naming it."""
    return remove_element(map_, "factors", id_)


def remove_element(map_: Map, collection: str, id_: str) -> Batch:
    """Remove an element with everything that depends on it."""
    if id_ not in getattr(map_, _collection(collection).name):
        raise _refused("D01", f"There is no {id_} among the {collection}.", one_of(id_, getattr(map_, collection)))
    return Batch(tuple(_cascade(map_, collection, id_)), f"remove {id_}")


def _cascade(map_: Map, collection: str, id_: str) -> Iterator[Edit]:
    gone: set[str] = set()
    for place, user, field in users_of(map_, collection, id_):
        if place == "links" and field in ("from_", "to"):
            if user not in gone:
                gone.add(user)
                yield from _cascade(map_, "links", user)
        elif not (place == "links" and user in gone):
            value = getattr(getattr(map_, place)[user], field)
            yield Set(place, user, field, tuple(v for v in value if v != id_) if isinstance(value, tuple) else None)
    yield Remove(collection, id_)


def relabel(map_: Map, id_: str, label: str) -> Batch:
    """Give a factor another label; the old one is kept as an alias."""
    factor = _factor(map_, id_)
    aliases = tuple(dict.fromkeys(a for a in (*factor.aliases, factor.label) if a != label))
    return Batch((Set("factors", id_, "label", label), Set("factors", id_, "aliases", aliases)), f"relabel {id_}")


def merge_factors(map_: Map, keep: str, drop: str) -> Batch:
    """Merge a factor into another: labels become aliases, notes and citations are kept, links are re-pointed.

    A link between the two disappears; a link that would double one of the kept factor's with the same polarity is
    folded into it (its notes, citations and mechanisms are added); with another polarity both stay, the second under
    an id of its own.
    """
    kept, dropped = _factor(map_, keep), _factor(map_, drop)
    if keep == drop:
        raise _refused("D05", "A factor cannot be merged with itself.", "Name two factors.")
    edits: list[Edit] = []
    joined: dict[str, Link] = {}
    taken = set(map_.links)
    for link in map_.links.values():
        if drop not in (link.from_, link.to):
            continue
        edits += _cascade(map_, "links", link.id)
        start = keep if link.from_ == drop else link.from_
        end = keep if link.to == drop else link.to
        if start == end:
            continue
        twin = next((joined.get(other.id, other) for other in [*map_.links.values(), *joined.values()]
                     if (other.from_, other.to, other.polarity) == (start, end, link.polarity)
                     and drop not in (other.from_, other.to)), None)
        if twin is not None:
            joined[twin.id] = dataclasses.replace(
                joined.get(twin.id, twin), notes=_union(twin.notes, link.notes), cite=_union(twin.cite, link.cite),
                mechanisms=_union(twin.mechanisms, link.mechanisms),
                assumptions=_union(twin.assumptions, link.assumptions),
                raised_by=_union(twin.raised_by, link.raised_by), seen_in=_union(twin.seen_in, link.seen_in))
            continue
        new_id = link_id(start, end)
        number = 2
        while new_id in taken:
            new_id = f"{start}-{end}-{number}"
            number += 1
        taken.add(new_id)
        joined[new_id] = dataclasses.replace(link, id=new_id, from_=start, to=end)
    for id_, link in joined.items():
        if id_ in map_.links:
            edits += [Set("links", id_, f, getattr(link, f))
                      for f in ("notes", "cite", "mechanisms", "assumptions", "raised_by", "seen_in")
                      if getattr(link, f) != getattr(map_.links[id_], f)]
        else:
            edits.append(Add("links", link))
    for place, user, field in users_of(map_, "factors", drop):
        if place != "links":
            value = getattr(getattr(map_, place)[user], field)
            edits.append(Set(place, user, field, tuple(dict.fromkeys(keep if v == drop else v for v in value))))
    edits.append(Remove("factors", drop))
    for name, value in (
        ("aliases", tuple(a for a in _union(kept.aliases, (dropped.label, *dropped.aliases)) if a != kept.label)),
        ("notes", _union(kept.notes, dropped.notes)), ("cite", _union(kept.cite, dropped.cite)),
        ("raised_by", _union(kept.raised_by, dropped.raised_by)), ("seen_in", _union(kept.seen_in, dropped.seen_in)),
    ):
        if value != getattr(kept, name):
            edits.append(Set("factors", keep, name, value))
    return Batch(tuple(edits), f"merge {drop} into {keep}")


def _union(one: tuple[Any, ...], two: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*one, *(item for item in two if item not in one))


def _factor(map_: Map, id_: str) -> Factor:
    if id_ not in map_.factors:
        raise _refused("D01", f"There is no factor {id_}.", one_of(id_, map_.factors))
    return map_.factors[id_]


def _collection(name: str) -> FieldSpec:
    for spec in fields_of(Map):
        if spec.name == name and spec.shape.kind == "collection":
            return spec
    names = [spec.name for spec in fields_of(Map) if spec.shape.kind == "collection"]
    raise _refused("D04", f"A map has no collection {name}.", one_of(name, names, most=20))


def _spec_of(cls: type, field: str, whose: str) -> FieldSpec:
    for spec in fields_of(cls):
        if spec.name == field:
            return spec
    raise _refused("D04", f"{whose} has no field {field}.", one_of(field, [s.name for s in fields_of(cls)], most=40))


def _inserted(elements: dict[str, Any], id_: str, element: Any, before: str | None) -> dict[str, Any]:
    if before is None:
        elements[id_] = element
        return elements
    if before not in elements:
        raise _refused("D01", f"There is no {before} to stand before.", one_of(before, elements))
    out: dict[str, Any] = {}
    for key, value in elements.items():
        if key == before:
            out[id_] = element
        out[key] = value
    return out


def _with(map_: Map, spec: FieldSpec, elements: dict[str, Any]) -> Map:
    changed: dict[str, Any] = {spec.name: elements}
    return dataclasses.replace(map_, **changed)


def _check_new(map_: Map, collection: str, spec: FieldSpec, element: Any, elements: Mapping[str, Any]) -> None:
    cls: Any = spec.shape.of
    if not isinstance(element, cls):
        raise _refused("D04", f"A {type(element).__name__} does not belong among the {collection}.",
                       f"Add a {cls.__name__}.")
    if element.id in elements:
        raise _refused("D02", f"There is already a {element.id} among the {collection}.", "Choose another id.")
    derived = isinstance(element, Link) and element.id == link_id(element.from_, element.to)
    if not derived and not is_slug(element.id):
        raise _refused("D05", f"“{element.id}” cannot be an id.", f"An id has {SLUG_RULE}.")
    if isinstance(element, Link) and element.from_ == element.to:
        raise _refused("D05", f"The link joins {element.from_} to itself.", "Name two factors.")
    for field in fields_of(cls):
        if field.ref:
            _check_refs(map_, collection, element, field.name)


def _check_refs(map_: Map, collection: str, element: Any, name: str) -> None:
    """Refuse ends, layers and assumptions that this map does not have (models live elsewhere and are not checked)."""
    field = _spec_of(type(element), name, element.id)
    known: set[str] = set()
    local = [ref for ref in field.ref if ref in ("factors", "layers", "links", "assumptions", "rivals")]
    if not local:
        return
    for ref in local:
        names = getattr(map_, ref)
        known |= {LAYER_PREFIX + n for n in names} if ref == "layers" and isinstance(element, Link) else set(names)
    value = getattr(element, name)
    for one in value if isinstance(value, tuple) else (value,):
        if one is not None and one not in known:
            raise _refused("D01", f"{field.key} of {element.id} names {one}, which is not there.", one_of(one, known))


def _refused(code: str, message: str, hint: str) -> Refused:
    return Refused(Problem(code=code, message=message, hint=hint))
