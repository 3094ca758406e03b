"""Undo and redo of one's own edits, as further edits.

Nobody undoes what others did. Each undo looks whether the map still says what the edit had said; where somebody else has
gone over it since, it is refused to its author and the others' work stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sysmap.core.edit import Add, Edit, Set, apply
from sysmap.core.problem import Problem, Refused
from sysmap.core.record import fields_of
from sysmap.formats.edits import edit_from
from sysmap.workshop.people import Person, check_edit, parts_of

if TYPE_CHECKING:
    from sysmap.workshop.room import Entry, Room

__all__ = ["Undo"]


class Undo:
    """What each person could undo and redo: revisions of entries, last one last."""

    def __init__(self) -> None:
        self.back: dict[str, list[int]] = {}
        self.forth: dict[str, list[int]] = {}

    def decide(self, room: Room, person: Person, do: str) -> tuple[Edit, dict[str, Any]]:
        """The edit that undoes (or does again) this person's last edit, and which entry it is about."""
        stack = (self.back if do == "undo" else self.forth).get(person.id, [])
        if not stack:
            raise Refused(Problem(code="L05", message=f"There is nothing of yours to {do}.",
                                  hint="Only your own edits are undone."))
        revision = stack[-1]
        entry = room.entries[revision - 1]
        try:
            edit = edit_from(entry.data["undo"])
            _check_unchanged(room, person, entry)
            if person.role == "contributor":
                _check_own(room, person, edit)
            else:
                check_edit(room, person, edit)
            apply(room.map, edit)
        except Refused as refusal:
            stack.pop()  # the next undo reaches the edit before it; after a restart it is refused once more, no harm
            raise Refused([Problem(code="L10", message=f"Your last change cannot be {do}ne any more. {p.message}", hint=p.hint)
                           for p in refusal.problems]) from None
        return edit, {"of": revision}

    def commit(self, entry: Entry) -> None:
        """Take note of an entry that changed the map."""
        if not entry.data.get("edit"):
            return
        back, forth = self.back.setdefault(entry.by, []), self.forth.setdefault(entry.by, [])
        if entry.do == "undo":
            _drop(back, entry.data["of"])
            forth.append(entry.revision)
        elif entry.do == "redo":
            _drop(forth, entry.data["of"])
            back.append(entry.revision)
        else:
            back.append(entry.revision)
            forth.clear()


def _drop(stack: list[int], revision: int) -> None:
    """Take an entry off a stack, and what lies above it: edits whose undoing had been refused."""
    if revision in stack:
        del stack[stack.index(revision):]


def _check_unchanged(room: Room, person: Person, entry: Entry) -> None:
    edit = entry.edit
    assert edit is not None
    last: dict[tuple[str, str, str], Any] = {}
    for part in parts_of(edit):
        if isinstance(part, Set):
            last[part.collection, part.id, part.field] = part.value
        elif isinstance(part, Add):
            for spec in fields_of(type(part.element)):
                last[part.collection, part.element.id, spec.name] = getattr(part.element, spec.name)
    for (collection, id_, name), value in last.items():
        element = getattr(room.map, collection).get(id_) if collection else room.map
        if element is None:
            whom = room.removed.get((collection, id_))
            raise Refused(Problem(code="L09", message=f"{id_} was removed by {_name(room, whom)}.", hint="Nothing was changed."))
        if getattr(element, name) != value:
            _, whom = room.touched.get((collection, id_, name), (0, person.id))
            if whom != person.id:
                raise Refused(Problem(code="L10", message=f"{_name(room, whom)} has changed the {name} of {id_} since.",
                                      hint="Change it by hand if you both agree."))


def _check_own(room: Room, person: Person, edit: Edit) -> None:
    """A contributor's undo touches only what their own edit touched; their role is checked for what it removes."""
    for part in parts_of(edit):
        if not isinstance(part, Set | Add) and room.authors.get((part.collection, part.id)) not in (None, person.id):
            raise Refused(Problem(code="L01", message=f"{part.id} is not yours to remove.", hint="Ask an editor."))


def _name(room: Room, whom: str | None) -> str:
    return room.people[whom].name if whom in room.people else "somebody"
