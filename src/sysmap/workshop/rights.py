"""What each role may do. No names of persons are needed: what people add to the map is marked with their group only."""

from __future__ import annotations

from sysmap.core.edit import Add, Edit, Move, Remove, Set
from sysmap.core.elements import Link
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.record import fields_of
from sysmap.core.sentences import field_noun, link_name, quoted
from sysmap.workshop.state import ROLES, Person, Role, State, parts_of

__all__ = ["added_by", "check_edit", "check_host", "check_role"]

_DRAWN = ("factors", "links")
_COLLECTIONS = ("factors", "links", "layers", "actors", "assumptions", "loops", "rivals", "background")
_OF_MAP = ("title", "purpose", "question", "boundary", "aim", "rationale", "facilitator", "limits", "absent", "notes", "waive", "colours")
_OPEN_TO_ALL = ("position",)


def check_role(person: Person, least: Role, doing: str) -> None:
    """Refuse who has not at least a role."""
    if ROLES.index(person.role) > ROLES.index(least):
        raise Refused(Problem(code="L01", message=f"A {person.role} may not {doing}.",
                              hint=f"Ask the host for the role {least}."))


def check_host(person: Person, doing: str) -> None:
    """Refuse everybody but hosts."""
    check_role(person, "host", doing)


def check_edit(state: State, person: Person, edit: Edit) -> None:
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
            _check_contributor(state, person, part)


def added_by(state: State, person: str) -> dict[str, list[str]]:
    """What somebody added and may therefore change in any role that draws: ids by collection."""
    out: dict[str, list[str]] = {collection: [] for collection in _DRAWN}
    for (collection, id_), author in state.authors.items():
        if author == person and collection in out:
            out[collection].append(id_)
    return out


def _check_contributor(state: State, person: Person, part: Add | Remove | Set | Move) -> None:
    if part.collection not in _DRAWN:
        raise Refused(Problem(code="L01", message=f"A contributor does not change the {part.collection}.", hint=_ASK))
    if isinstance(part, Add):
        return
    own = state.authors.get((part.collection, part.id)) == person.id
    if own or isinstance(part, Move):
        return
    if isinstance(part, Remove):
        raise Refused(Problem(code="L01", message=f"Somebody else added {_name(state, part)}; only they, an editor or the host delete it.",
                              hint=_ASK))
    if part.field in _OPEN_TO_ALL:
        return
    element = state.elements(part.collection).get(part.id)
    if element is None:
        return  # applying it says what became of the element
    if getattr(element, part.field, None) != _default(state.map, part.collection, part.field):
        raise Refused(Problem(code="L01", message=f"Others have said the {field_noun(part.field)} of {_name(state, part)} already.", hint=_ASK))


_ASK = "Add a note to it, or ask an editor or the host."


def _name(state: State, part: Set | Remove) -> str:
    """What people call the element."""
    element = state.elements(part.collection).get(part.id)
    return link_name(state.map, element) if isinstance(element, Link) else quoted(getattr(element, "label", "") or part.id)


def _default(map_: Map, collection: str, field: str) -> object:
    cls = next(spec.shape.of for spec in fields_of(type(map_)) if spec.name == collection)
    assert cls is not None
    return next((spec.default for spec in fields_of(cls) if spec.name == field), None)
