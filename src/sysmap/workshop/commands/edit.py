"""`edit`: change the map by one edit, or several at once."""

from __future__ import annotations

import dataclasses
from typing import Any

import msgspec

from sysmap.core.edit import Add, Batch, Edit, Set
from sysmap.core.elements import Factor, Link
from sysmap.core.problem import Problem, Refused
from sysmap.formats.edits import edit_from
from sysmap.workshop.command import MapCommand, renamed_plain
from sysmap.workshop.effects import Names
from sysmap.workshop.places import Place
from sysmap.workshop.state import Person, Request, State, parts_of
from sysmap.workshop.wire import Near, PlainEdit

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: an edit as plain data (`sysmap.formats.edits`), where new factors should go, and the revision that its author
    saw when they began to type.
    """

    edit: PlainEdit
    near: Near | None = None
    opened: int | None = None


class EditMap(MapCommand[Asked]):
    """Change the map by one edit, or several at once. While people gather in private, added factors are kept as ideas."""

    name = "edit"
    asks = Asked
    in_private = "idea"

    def renamed(self, asked: Asked, names: Names) -> Asked:
        return msgspec.structs.replace(asked, edit=renamed_plain(asked.edit, names))

    def near(self, asked: Asked) -> Place | None:
        return asked.near

    def edit(self, state: State, person: Person, asked: Asked, request: Request) -> Edit:
        edit = edit_from(asked.edit)
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
        said: dict[str, Any] = {
            "raised_by": (person.group,) if person.group else (),
            "notes": tuple(dataclasses.replace(note, by=person.group or None) for note in part.element.notes)}
        if isinstance(part.element, Factor):
            if not part.element.label.strip():
                raise Refused(Problem(code="L04", message="The factor has no label.", hint="Type a few words."))
            said["origin"] = "workshop"
        return Add(part.collection, dataclasses.replace(part.element, **said), part.before)
    if isinstance(part, Set) and part.field == "label" and not str(part.value or "").strip():
        raise Refused(Problem(code="L04", message="A label cannot be empty.", hint="Type a few words."))
    if isinstance(part, Set) and part.field in ("raised_by", "origin", "seen_in") and person.role not in ("host", "editor"):
        raise Refused(Problem(code="L01", message=f"A {person.role} may not say who raised it.",
                              hint="Ask the host."))
    if isinstance(part, Set) and part.field == "notes" and person.role not in ("host", "editor"):
        raise Refused(Problem(code="L01", message="Notes are added one by one.", hint='Send {"do": "note", …}.'))
    return part


COMMAND = EditMap()
