"""`merge`: two factors that mean the same become one."""

from __future__ import annotations

import msgspec

from sysmap.core.compound import merge_factors
from sysmap.core.edit import Edit
from sysmap.workshop.command import MapCommand, SomeText
from sysmap.workshop.state import Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: which factor stays, and which one goes into it."""

    keep: SomeText
    drop: SomeText


class Merge(MapCommand[Asked]):
    """Two factors that mean the same become one, with the links, notes and labels of both."""

    name = "merge"
    asks = Asked
    least = "editor"
    doing = "merge factors"
    ids = (("keep", "factors"), ("drop", "factors"))

    def edit(self, state: State, person: Person, asked: Asked, request: Request) -> Edit:
        return merge_factors(state.map, asked.keep.strip(), asked.drop.strip())


COMMAND = Merge()
