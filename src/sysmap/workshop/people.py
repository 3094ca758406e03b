"""Who is in the room and what each role may do.

No names of persons are needed: people go by a pseudonym and, if they like, the group they speak for ("nurse",
"council"). What they add to the map is marked with the group, never with the pseudonym.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sysmap.core.edit import Add, Batch, Edit, Move, Remove, Set
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.record import fields_of

if TYPE_CHECKING:
    from sysmap.workshop.room import Room

__all__ = ["ROLES", "Person", "Role", "check_edit", "check_host", "check_role", "parts_of"]

Role = Literal["host", "editor", "contributor", "voter", "viewer"]
ROLES: tuple[Role, ...] = ("host", "editor", "contributor", "voter", "viewer")

_DRAWN = ("factors", "links")
_COLLECTIONS = ("factors", "links", "layers", "actors", "assumptions", "loops", "rivals")
_OF_MAP = ("title", "purpose", "question", "boundary", "aim", "rationale", "facilitator", "limits", "absent", "notes", "waive")
_OPEN_TO_ALL = ("position",)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who joined: a pseudonym, the group they speak for, and a role.

    `key` is the SHA-256 of the secret that their browser keeps, so that a reload makes them the same person.
    """

    id: str
    name: str
    group: str
    role: Role
    key: str = ""
    here: bool = True


def check_role(person: Person, least: Role, doing: str) -> None:
    """Refuse who has not at least a role."""
    if ROLES.index(person.role) > ROLES.index(least):
        raise Refused(Problem(code="L01", message=f"A {person.role} may not {doing}.",
                              hint=f"Ask the host for the role {least}."))


def check_host(person: Person, doing: str) -> None:
    """Refuse everybody but hosts."""
    check_role(person, "host", doing)


def parts_of(edit: Edit) -> Iterator[Add | Remove | Set | Move]:
    """The single edits of an edit, in order."""
    if isinstance(edit, Batch):
        for part in edit.edits:
            yield from parts_of(part)
    else:
        yield edit


def check_edit(room: Room, person: Person, edit: Edit) -> None:
    """Refuse an edit that this person's role does not allow.

    Editors and hosts change what a workshop is about: not the files a map uses, nor keys of its own. Contributors add;
    they change what they added, fill in what nobody has said yet, move boxes, and leave the rest to its authors.
    """
    check_role(person, "contributor", "change the map")
    for part in parts_of(edit):
        collection = part.collection
        if isinstance(part, Set) and not collection:
            if part.field not in _OF_MAP:
                raise Refused(Problem(code="L02", message=f"The map's {part.field} is not changed in a workshop.",
                                      hint="Change it in the file afterwards."))
            check_role(person, "editor", f"change the map's {part.field}")
            continue
        if collection not in _COLLECTIONS:
            raise Refused(Problem(code="L02", message=f"The {collection} of a map are not changed in a workshop.",
                                  hint="Change them in the file afterwards."))
        if isinstance(part, Set) and part.field == "x":
            raise Refused(Problem(code="L02", message="Keys of one's own are not changed in a workshop.",
                                  hint="Change them in the file afterwards."))
        if person.role == "contributor":
            _check_contributor(room, person, part)


def _check_contributor(room: Room, person: Person, part: Add | Remove | Set | Move) -> None:
    if part.collection not in _DRAWN:
        raise _others(f"change the {part.collection}")
    if isinstance(part, Add):
        return
    own = room.authors.get((part.collection, part.id)) == person.id
    if own or isinstance(part, Move):
        return
    if isinstance(part, Remove):
        raise _others(f"delete what others added ({part.id})")
    if part.field in _OPEN_TO_ALL:
        return
    element = getattr(room.map, part.collection).get(part.id)
    if element is None:
        return  # applying it says what became of the element
    if getattr(element, part.field, None) != _default(room.map, part.collection, part.field):
        raise _others(f"change what others said ({part.field} of {part.id})")


def _others(doing: str) -> Refused:
    return Refused(Problem(code="L01", message=f"A contributor may not {doing}.",
                           hint="Add a note, or ask an editor or the host."))


def _default(map_: Map, collection: str, field: str) -> object:
    cls = next(spec.shape.of for spec in fields_of(type(map_)) if spec.name == collection)
    assert cls is not None
    return next((spec.default for spec in fields_of(cls) if spec.name == field), None)
