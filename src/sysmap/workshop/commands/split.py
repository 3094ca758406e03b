"""`split`: one factor becomes several."""

from __future__ import annotations

import functools
from typing import Annotated

import msgspec

from sysmap.core.compound import split_factor
from sysmap.core.edit import Edit
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.workshop.command import MapCommand, SomeText
from sysmap.workshop.effects import free_id
from sysmap.workshop.state import Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: which factor, the labels of its parts, and for each link the parts it goes to (from 0)."""

    id: SomeText
    labels: Annotated[list[SomeText], msgspec.Meta(min_length=2)]
    links: dict[str, Annotated[list[int], msgspec.Meta(min_length=1)]] = {}


class Split(MapCommand[Asked]):
    """One factor becomes several: the first part keeps the id; each link goes to the parts it was given to."""

    name = "split"
    asks = Asked
    least = "editor"
    doing = "split a factor"
    ids = (("id", "factors"),)

    def edit(self, state: State, person: Person, asked: Asked, request: Request) -> Edit:
        id_, labels = asked.id.strip(), [label.strip() for label in asked.labels]
        if id_ not in state.map.factors:
            known = one_of(id_[:64], state.map.factors)
            raise Refused(Problem(code="D01", message=f"There is no factor {id_[:64]}.", hint=known))
        for link, parts in asked.links.items():
            if not all(0 <= part < len(labels) for part in parts):
                raise Refused(Problem(code="L04", message=f"{link[:80]} goes to no part.",
                                      hint="Give each link a part or several."))
        return split_factor(state.map, id_, labels, asked.links, functools.partial(free_id, state))


COMMAND = Split()
