"""Commands on the map, each turned into one edit: what the browser asks for in one gesture.

The browser sends plain edits for fields and for adding; gestures that touch much (merging, splitting, deleting with all
that depends on it) are worked out here, on the map as it is when they arrive.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sysmap.checks import RULES
from sysmap.core.compound import merge_factors, relabel, remove_element, split_factor
from sysmap.core.edit import Add, Batch, Edit, Remove, Set, apply
from sysmap.core.elements import Factor, Link, Note, Waiver
from sysmap.core.merge import changes_between
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.formats.edits import edit_from
from sysmap.workshop.people import Person, check_role, parts_of

if TYPE_CHECKING:
    from sysmap.workshop.room import Room

__all__ = ["EXPANSIONS", "expand", "need_text"]


def expand(room: Room, person: Person, do: str, data: Mapping[str, Any]) -> Edit:
    """The edit that a command stands for.

    Raises
    ------
    Refused : if the command lacks something, or the map has no such element.
    """
    return EXPANSIONS[do](room, person, data)


def need_text(data: Mapping[str, Any], key: str, *, empty: bool = False) -> str:
    """A text that a command has to have."""
    value = data.get(key)
    if not isinstance(value, str) or not (empty or value.strip()):
        raise Refused(Problem(code="L04", message=f"The command has no {key}.", hint=f"Say which {key} is meant."))
    return value.strip()


def _edit(room: Room, person: Person, data: Mapping[str, Any]) -> Edit:
    edit = edit_from(data.get("edit"))
    marked = [_marked(person, part) for part in parts_of(edit)]
    if isinstance(edit, Batch):
        if not marked:
            raise Refused(Problem(code="L04", message="There is nothing in this edit.",
                                  hint="Send at least one change."))
        return Batch(tuple(marked), edit.label)
    return marked[0]


def _marked(person: Person, part: Edit) -> Edit:
    """The part with what the server knows better than the client: in whose name things are said."""
    if isinstance(part, Add) and isinstance(part.element, Factor | Link):
        said = {"raised_by": (person.group,) if person.group else (),
                "notes": tuple(dataclasses.replace(note, by=person.group or None) for note in part.element.notes)}
        if isinstance(part.element, Factor):
            if not part.element.label.strip():
                raise Refused(Problem(code="L04", message="The factor has no label.", hint="Type a few words."))
            said["origin"] = "workshop"  # type: ignore[assignment]
        return Add(part.collection, dataclasses.replace(part.element, **said), part.before)  # type: ignore[arg-type]
    if isinstance(part, Set) and part.field == "label" and not str(part.value or "").strip():
        raise Refused(Problem(code="L04", message="A label cannot be empty.", hint="Type a few words."))
    if isinstance(part, Set) and part.field in ("raised_by", "origin", "seen_in") and person.role not in ("host", "editor"):
        raise Refused(Problem(code="L01", message=f"A {person.role} may not say who raised it.",
                              hint="Ask the host."))
    if isinstance(part, Set) and part.field == "notes" and person.role not in ("host", "editor"):
        raise Refused(Problem(code="L01", message="Notes are added one by one.", hint='Send {"do": "note", …}.'))
    return part


def _relabel(room: Room, person: Person, data: Mapping[str, Any]) -> Edit:
    return relabel(room.map, need_text(data, "id"), need_text(data, "label"))


def _merge(room: Room, person: Person, data: Mapping[str, Any]) -> Edit:
    check_role(person, "editor", "merge factors")
    return merge_factors(room.map, need_text(data, "keep"), need_text(data, "drop"))


def _remove(room: Room, person: Person, data: Mapping[str, Any]) -> Edit:
    collection, ids = need_text(data, "in"), data.get("ids")
    if collection not in ("factors", "links", "assumptions", "loops", "rivals", "layers", "actors"):
        raise Refused(Problem(code="L04", message=f"The {collection[:30]} cannot be removed here.",
                              hint=one_of(collection[:30], ("factors", "links", "loops"))))
    if not isinstance(ids, list) or not ids or not all(isinstance(one, str) for one in ids):
        raise Refused(Problem(code="L04", message="The command names nothing to remove.", hint="Choose something first."))
    map_, edits = room.map, []
    for id_ in dict.fromkeys(ids):
        if id_ not in getattr(map_, collection):
            raise Refused(Problem(code="D01", message=f"There is no {id_[:64]} among the {collection}.",
                                  hint="Somebody removed it before you."))
        for edit in remove_element(map_, collection, id_).edits:
            if person.role == "contributor" and isinstance(edit, Remove) and edit.id != id_:
                owner = room.authors.get((edit.collection, edit.id))
                if owner != person.id:
                    raise Refused(Problem(code="L01", message=f"Others linked to {id_}: {edit.id} would go too.",
                                          hint="Ask an editor or the host to delete it."))
            map_ = apply(map_, edit)
            edits.append(edit)
    return Batch(tuple(edits), f"remove {', '.join(list(dict.fromkeys(ids))[:3])}")


def _split(room: Room, person: Person, data: Mapping[str, Any]) -> Edit:
    """One factor becomes several: the first keeps the id; each link goes to the parts it was given to."""
    check_role(person, "editor", "split a factor")
    id_, labels, where = need_text(data, "id"), data.get("labels"), data.get("links") or {}
    if id_ not in room.map.factors:
        known = one_of(id_[:64], room.map.factors)
        raise Refused(Problem(code="D01", message=f"There is no factor {id_[:64]}.", hint=known))
    if not isinstance(labels, list) or len(labels) < 2 or not all(isinstance(one, str) and one.strip() for one in labels):
        raise Refused(Problem(code="L04", message="A split needs two labels or more.", hint="Type one a line."))
    if not isinstance(where, Mapping):
        raise Refused(Problem(code="L04", message="links says which part each link goes to.",
                              hint='Send {"a->b": [0, 1]}.'))
    count = len(labels)
    for link_id, parts in where.items():
        if not isinstance(parts, list) or not parts or not all(type(p) is int and 0 <= p < count for p in parts):
            raise Refused(Problem(code="L04", message=f"{str(link_id)[:80]} goes to no part.",
                                  hint="Give each link a part or several."))
    return split_factor(room.map, id_, [one.strip() for one in labels], where, room.free_id)


def _note(room: Room, person: Person, data: Mapping[str, Any]) -> Edit:
    """Notes are added, never written over, so that two people who type at once are both kept."""
    collection, text, kind = data.get("in") or "", need_text(data, "text"), data.get("kind")
    permission = data.get("permission")
    if kind not in (None, "comment", "quote", "gap", "conflict", "method", "definition", "parked"):
        raise Refused(Problem(code="S03", message="There is no such kind of note.", hint="Use comment, quote or parked."))
    if permission is not None and not isinstance(permission, bool):
        raise Refused(Problem(code="S03", message="permission is true or false.", hint="Ask the person."))
    note = Note(text=text, kind=kind, by=person.group or None, permission=permission)
    if not collection:
        return Set("", "", "notes", _with_note(room.map.notes, note))
    id_ = need_text(data, "id")
    element = getattr(room.map, collection).get(id_) if collection in ("factors", "links") else None
    if element is None:
        raise Refused(Problem(code="D01", message=f"There is no {id_[:64]} to note this on.",
                              hint="It may have been removed; park the idea instead."))
    return Set(collection, id_, "notes", _with_note(element.notes, note))


def _with_note(notes: tuple[Note, ...], note: Note) -> tuple[Note, ...]:
    """One note more, as long as all of one element still travel in one message."""
    if sum(len(one.text) for one in notes) + len(note.text) > MOST_NOTED:
        raise Refused(Problem(code="L08", message=f"The notes here have {MOST_NOTED:,} letters already.",
                              hint="Put this one on a factor or link it is about."))
    return (*notes, note)


def _restore(room: Room, person: Person, data: Mapping[str, Any]) -> Edit:
    check_role(person, "host", "restore an earlier state")
    revision = data.get("to")
    if type(revision) is not int or not 0 <= revision <= room.revision:
        raise Refused(Problem(code="L04", message="There is no such moment.",
                              hint=f"Give a revision from 0 to {room.revision}."))
    edits = changes_between(room.map, room.map_at(revision))
    if not edits:
        raise Refused(Problem(code="L05", message="The map is as it was then.", hint="Nothing was changed."))
    return Batch(tuple(edits), f"restore revision {revision}")


def _waive(room: Room, person: Person, data: Mapping[str, Any]) -> Edit:
    """Let a finding of the checks stand, with the reason; the file says so from then on."""
    check_role(person, "editor", "let a finding stand")
    element = data.get("element")
    if element is not None and not isinstance(element, str):
        raise Refused(Problem(code="L04", message="element is an id.", hint="Leave it out for the whole map."))
    waiver = Waiver(code=need_text(data, "code"), element=element, reason=need_text(data, "reason"))
    if waiver.code not in RULES:
        raise Refused(Problem(code="L04", message=f"There is no rule {waiver.code[:20]}.", hint="Take the code from the check."))
    kept = tuple(one for one in room.map.waive if (one.code, one.element) != (waiver.code, waiver.element))
    return Set("", "", "waive", (*kept, waiver))


def _adopt(room: Room, person: Person, data: Mapping[str, Any]) -> Edit:
    """What the tables brought back: worked out by the server, never sent by a browser; in whose name things were said stays."""
    check_role(person, "host", "bring the tables together")
    return edit_from(data.get("edit"))


MOST_NOTED = 60_000
"""Letters that the notes of one element hold together."""

EXPANSIONS: dict[str, Callable[[Room, Person, Mapping[str, Any]], Edit]] = {
    "edit": _edit, "relabel": _relabel, "merge": _merge, "remove": _remove, "split": _split, "note": _note,
    "restore": _restore, "waive": _waive, "adopt": _adopt,
}
"""Commands that change the map -> what works out their edit."""

