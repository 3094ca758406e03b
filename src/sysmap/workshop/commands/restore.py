"""`restore`: make the map as it was at an earlier moment."""

from __future__ import annotations

from typing import Annotated

import msgspec

from sysmap.core.edit import Batch, Edit
from sysmap.core.merge import changes_between
from sysmap.core.problem import Problem, Refused
from sysmap.workshop.command import MapCommand
from sysmap.workshop.history import map_at
from sysmap.workshop.state import Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: the revision to go back to."""

    to: Annotated[int, msgspec.Meta(ge=0)]


class Restore(MapCommand[Asked]):
    """Make the map as it was at an earlier moment, as one edit that can be undone."""

    name = "restore"
    asks = Asked
    least = "host"
    doing = "restore an earlier state"
    checks = False

    def edit(self, state: State, person: Person, asked: Asked, request: Request) -> Edit:
        if asked.to > state.revision:
            raise Refused(Problem(code="L04", message="There is no such moment.",
                                  hint=f"Give a revision from 0 to {state.revision}."))
        edits = changes_between(state.map, map_at(state, asked.to))
        if not edits:
            raise Refused(Problem(code="L05", message="The map is as it was then.", hint="Nothing was changed."))
        return Batch(tuple(edits), f"restore revision {asked.to}")


COMMAND = Restore()
