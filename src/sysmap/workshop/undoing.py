"""Undo and redo of one's own edits, as further edits.

Nobody undoes what others did. Each undo looks whether the map still says what the edit had said; where somebody else has
gone over it since, it is refused to its author and the others' work stays.
"""

from __future__ import annotations

from typing import Any, Literal

from sysmap.core.edit import Add, Edit, Set, apply
from sysmap.core.problem import Problem, Refused
from sysmap.core.record import fields_of
from sysmap.formats.edits import edit_from
from sysmap.workshop.rights import check_edit
from sysmap.workshop.state import Entry, Person, State, parts_of

__all__ = ["note_edit", "undone"]


def undone(state: State, person: Person, do: Literal["undo", "redo"]) -> tuple[Edit, int]:
    """The edit that undoes (or does again) this person's last edit, and the entry it is about.

    Raises
    ------
    Refused : if there is none, or somebody else has changed the same since.
    """
    stack = (state.back if do == "undo" else state.forth).get(person.id, [])
    if not stack:
        raise Refused(Problem(code="L05", message=f"There is nothing of yours to {do}.",
                              hint="Only your own edits are undone."))
    revision = stack[-1]
    entry = state.entries.at(revision)
    try:
        edit = edit_from(entry.data["undo"], trusted=True)
        _check_unchanged(state, person, entry)
        if person.role == "contributor":
            _check_own(state, person, edit)
        else:
            check_edit(state, person, edit)
        apply(state.map, edit, trusted=True)
    except Refused as refusal:
        stack.pop()  # the next undo reaches the edit before it; after a restart it is refused once more, no harm
        raise Refused([Problem(code="L10", message=f"Your last change cannot be {do}ne any more. {p.message}", hint=p.hint)
                       for p in refusal.problems]) from None
    return edit, revision


def note_edit(state: State, entry: Entry) -> None:
    """Take note of an entry that changed the map, so that its author can undo it."""
    back, forth = state.back.setdefault(entry.by, []), state.forth.setdefault(entry.by, [])
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


def _check_unchanged(state: State, person: Person, entry: Entry) -> None:
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
        element = state.elements(collection).get(id_) if collection else state.map
        if element is None:
            whom = state.removed.get((collection, id_))
            raise Refused(Problem(code="L09", message=f"{id_} was removed by {state.name_of(whom)}.", hint="Nothing was changed."))
        if getattr(element, name) != value:
            _, whom = state.touched.get((collection, id_, name), (0, person.id))
            if whom != person.id:
                raise Refused(Problem(code="L10", message=f"{state.name_of(whom)} has changed the {name} of {id_} since.",
                                      hint="Change it by hand if you both agree."))


def _check_own(state: State, person: Person, edit: Edit) -> None:
    """A contributor's undo touches only what their own edit touched; their role is checked for what it removes."""
    for part in parts_of(edit):
        if not isinstance(part, Set | Add) and state.authors.get((part.collection, part.id)) not in (None, person.id):
            raise Refused(Problem(code="L01", message=f"{part.id} is not yours to remove.", hint="Ask an editor."))
