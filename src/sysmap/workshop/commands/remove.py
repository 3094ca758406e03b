"""`remove`: take elements out of the map, with all that depends on them."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from sysmap.core.compound import remove_element
from sysmap.core.edit import Batch, Edit, Remove, apply
from sysmap.core.problem import Problem, Refused
from sysmap.workshop.command import MapCommand
from sysmap.workshop.state import Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: which elements of which collection."""

    in_: Literal["factors", "links", "assumptions", "loops", "rivals", "layers", "actors", "background"] = msgspec.field(name="in")
    ids: Annotated[list[str], msgspec.Meta(min_length=1)]


class RemoveElements(MapCommand[Asked]):
    """Take elements out of the map, with all that depends on them: a factor's links go too."""

    name = "remove"
    asks = Asked
    ids = (("ids", "in_"),)

    def edit(self, state: State, person: Person, asked: Asked, request: Request) -> Edit:
        map_, edits = state.map, []
        for id_ in dict.fromkeys(asked.ids):
            if id_ not in getattr(map_, asked.in_):
                raise Refused(Problem(code="D01", message=f"There is no {id_[:64]} among the {asked.in_}.",
                                      hint="Somebody removed it before you."))
            for edit in remove_element(map_, asked.in_, id_).edits:
                if person.role == "contributor" and isinstance(edit, Remove) and edit.id != id_:
                    owner = state.authors.get((edit.collection, edit.id))
                    if owner != person.id:
                        raise Refused(Problem(code="L01", message=f"Others linked to {id_}: {edit.id} would go too.",
                                              hint="Ask an editor or the host to delete it."))
                map_ = apply(map_, edit)
                edits.append(edit)
        return Batch(tuple(edits), f"remove {', '.join(list(dict.fromkeys(asked.ids))[:3])}")


COMMAND = RemoveElements()
