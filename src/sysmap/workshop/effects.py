"""From an edit that somebody asks for to what the log keeps of it: free ids, places, what undoes it, whose values give way.

Fields, not factors, are what people change: of two who set the same field the last accepted wins, and the entry names
whose value gave way, so that they can be told. An edit of something that was removed meanwhile is refused to its author.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from sysmap.core.edit import Add, Batch, Edit, Move, Remove, Set, apply, inverse
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.record import fields_of, is_slug
from sysmap.core.references import renamed
from sysmap.formats.edits import edit_plain
from sysmap.workshop.places import GAP, Place, Taken
from sysmap.workshop.state import State, parts_of

__all__ = ["MAX_FACTORS", "MAX_LINKS", "Names", "check_still_there", "effect_of", "free_id", "overrode", "renamed_edit",
           "with_free_ids"]

MAX_FACTORS = 4_000
MAX_LINKS = 16_000
MAX_BACKGROUND, MAX_PICTURES = 200, 5
"""Things behind a map, and pictures among them: everybody who joins is sent them all."""

Names = dict[str, dict[str, str]]
"""By collection, the id that the room gave for each that somebody else had taken already."""


def effect_of(state: State, edit: Edit, near: Place | None = None, wished: Mapping[str, Place] | None = None,
              *, trusted: bool = False) -> dict[str, Any]:
    """The edit, what undoes it, and places for the factors it adds.

    Parameters
    ----------
    near : where their author works; otherwise they go to the middle.
    wished : where factors would best stand, by id.
    trusted : its values were let in before (it undoes an edit, or comes from the tables).

    Raises
    ------
    Refused : if the edit cannot be applied, or the map becomes too large for a room.
    """
    wished = wished or {}
    before, after = state.map, apply(state.map, edit, trusted=trusted)
    if (len(after.factors) > max(MAX_FACTORS, len(before.factors))
            or len(after.links) > max(MAX_LINKS, len(before.links))):
        raise Refused(Problem(
            code="L08", message=f"A workshop holds {MAX_FACTORS:,} factors and {MAX_LINKS:,} links at most.",
            hint="Remove some, or split the map."))
    if len(after.background) > max(MAX_BACKGROUND, len(before.background)) or _pictures(after) > max(MAX_PICTURES, _pictures(before)):
        raise Refused(Problem(code="L08", message=f"Behind a map stand {MAX_BACKGROUND} things at most, {MAX_PICTURES} of them pictures.",
                              hint="Delete one first."))
    data: dict[str, Any] = {"edit": edit_plain(edit), "undo": edit_plain(inverse(before, edit))}
    added = [part.element for part in parts_of(edit) if isinstance(part, Add) and isinstance(part.element, Factor)]
    if added:
        links = [part.element for part in parts_of(edit) if isinstance(part, Add) and isinstance(part.element, Link)]
        taken = Taken(state.places[id_] for id_ in state.map.factors if id_ in state.places)
        where = near or _middle(state)
        given: dict[str, Place] = {}
        for factor in added:
            wish = wished.get(factor.id) or _beside(factor.id, links, state.places | given) or where
            given[factor.id] = (factor.position.x, factor.position.y) if factor.position else (
                state.places.get(factor.id) or taken.free(wish))
            taken.add(given[factor.id])
        data["places"] = {id_: list(place) for id_, place in given.items()}
    return data


def _pictures(map_: Map) -> int:
    return sum(1 for item in map_.background.values() if item.image)


def _middle(state: State) -> Place:
    spots = [state.places[id_] for id_ in state.map.factors if id_ in state.places]
    if not spots:
        return (0.0, 0.0)
    return (sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots))


def _beside(id_: str, links: Iterable[Link], places: Mapping[str, Place]) -> Place | None:
    """A cause stands to the left of what it leads to, an effect to the right of what leads to it."""
    for link in links:
        if link.from_ == id_ and link.to in places:
            return (places[link.to][0] - GAP[0], places[link.to][1])
        if link.to == id_ and link.from_ in places:
            return (places[link.from_][0] + GAP[0], places[link.from_][1])
    return None


def check_still_there(state: State, by: str, edit: Edit) -> None:
    """Say who removed what an edit is about, which the core cannot know."""
    added = {(p.collection, p.element.id) for p in parts_of(edit) if isinstance(p, Add)}
    for part in parts_of(edit):
        if isinstance(part, Add):
            link = part.element
            ends = [("factors", end) for end in (link.from_, link.to)] if isinstance(link, Link) else []
        else:
            ends = [(part.collection, part.id)] if part.collection else []
        for at in ends:
            if at in state.removed and at not in added and at[1] not in getattr(state.map, at[0], {}):
                name = "You" if state.removed[at] == by else state.name_of(state.removed[at]).replace("somebody", "Somebody")
                raise Refused(Problem(
                    code="L09", message=f"{name} removed {at[1]} meanwhile; your change to it was not made.",
                    hint="Add it again if it should stay, or ask them.", at=at))


def overrode(state: State, by: str, edit: Edit, base: int) -> list[dict[str, Any]]:
    """Whose values give way: set by somebody else after what the author of this edit saw."""
    out = []
    for part in parts_of(edit):
        if not isinstance(part, Set) or part.field == "position":
            continue
        revision, whom = state.touched.get((part.collection, part.id, part.field), (0, by))
        element = state.elements(part.collection).get(part.id) if part.collection else state.map
        now = getattr(element, part.field, None)
        if isinstance(now, tuple) and isinstance(part.value, tuple) and all(one in part.value for one in now):
            continue  # nothing of theirs is lost
        if whom != by and revision > base and now != part.value:
            was = edit_plain(Set(part.collection, part.id, part.field, now))
            out.append({"in": part.collection, "id": part.id, "field": part.field, "by": whom, "value": was["value"]})
    return out


# Ids


def free_id(state: State, label: str, taken: Iterable[str]) -> str:
    """An id for a label: its words, and a number where there is such an id already."""
    known = set(taken) | {id_ for collection, id_ in state.removed if collection == "factors"}
    text = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:40].strip("-") or "factor"
    if not is_slug(text):
        text = f"f-{text}"
    number, id_ = 2, text
    while id_ in known:
        id_, number = f"{text}-{number}", number + 1
    return id_


def with_free_ids(state: State, edit: Edit) -> tuple[Edit, Names]:
    """Two who type the same word at once get two factors: the later one another id, and its links follow."""
    names: Names = {}
    parts: list[Edit] = []
    taken = set(state.map.factors)
    for single in parts_of(edit):
        part: Edit = renamed_edit(single, names) if names else single
        if isinstance(part, Add) and isinstance(part.element, Factor):
            if part.element.id in taken:
                new = free_id(state, part.element.label, taken)
                names.setdefault("factors", {})[part.element.id] = new
                part = Add(part.collection, dataclasses.replace(part.element, id=new), part.before)
            taken.add(part.element.id)
        elif isinstance(part, Add) and isinstance(single, Add) and part.element.id != single.element.id:
            names.setdefault(part.collection, {})[single.element.id] = part.element.id
        parts.append(part)
    if not names:
        return edit, {}
    return (Batch(tuple(parts), edit.label) if isinstance(edit, Batch) else parts[0]), names


def renamed_edit(edit: Edit, names: Names) -> Edit:
    """An edit by the ids that the room gave where its author knew others."""
    if isinstance(edit, Batch):
        return Batch(tuple(renamed_edit(part, names) for part in edit.edits), edit.label)
    new = names.get(edit.collection, {})
    if isinstance(edit, Add):
        return Add(edit.collection, renamed(edit.element, names), new.get(edit.before or "", edit.before))
    if isinstance(edit, Remove):
        return Remove(edit.collection, new.get(edit.id, edit.id))
    if isinstance(edit, Move):
        return Move(edit.collection, new.get(edit.id, edit.id), new.get(edit.before or "", edit.before))
    return Set(edit.collection, new.get(edit.id, edit.id), edit.field, _renamed_value(edit, names))


def _renamed_value(edit: Set, names: Names) -> Any:
    owner = Map if not edit.collection else next(spec.shape.of for spec in fields_of(Map) if spec.name == edit.collection)
    refs = next((spec.ref for spec in fields_of(owner) if spec.name == edit.field), ()) if owner else ()

    def one(id_: Any) -> Any:
        return next((names[ref][id_] for ref in refs if id_ in names.get(ref, {})), id_)

    return tuple(one(id_) for id_ in edit.value) if refs and isinstance(edit.value, tuple) else one(edit.value) if refs else edit.value
