"""`note`: add a note to an element or to the map."""

from __future__ import annotations

from typing import Literal

import msgspec

from sysmap.core.edit import Edit, Set
from sysmap.core.elements import Note
from sysmap.core.problem import Problem, Refused
from sysmap.workshop.command import MapCommand, SomeText
from sysmap.workshop.state import Person, Request, State

__all__ = ["COMMAND", "MOST_NOTED", "Asked"]

MOST_NOTED = 60_000
"""Letters that the notes of one element hold together, so that they still travel in one message."""


class Asked(msgspec.Struct, frozen=True):
    """What is asked: on what (the map itself, where `in` is left out), which text, of which kind."""

    text: SomeText
    in_: Literal["", "factors", "links"] | None = msgspec.field(name="in", default=None)
    id: str | None = None
    kind: Literal["comment", "quote", "gap", "conflict", "method", "definition", "parked"] | None = None
    permission: bool | None = None


class AddNote(MapCommand[Asked]):
    """Add a note. Notes are never written over, so that two people who type at once are both kept."""

    name = "note"
    asks = Asked
    least = "contributor"
    doing = "add notes"
    checks = False
    ids = (("id", "in_"),)

    def edit(self, state: State, person: Person, asked: Asked, request: Request) -> Edit:
        note = Note(text=asked.text.strip(), kind=asked.kind, by=person.group or None, permission=asked.permission)
        if not asked.in_:
            return Set("", "", "notes", _with_note(state.map.notes, note))
        element = state.elements(asked.in_).get(asked.id or "")
        if element is None:
            raise Refused(Problem(code="D01", message=f"There is no {(asked.id or '')[:64]} to note this on.",
                                  hint="It may have been removed; park the idea instead."))
        return Set(asked.in_, element.id, "notes", _with_note(element.notes, note))


def _with_note(notes: tuple[Note, ...], note: Note) -> tuple[Note, ...]:
    if sum(len(one.text) for one in notes) + len(note.text) > MOST_NOTED:
        raise Refused(Problem(code="L08", message=f"The notes here have {MOST_NOTED:,} letters already.",
                              hint="Put this one on a factor or link it is about."))
    return (*notes, note)


COMMAND = AddNote()
