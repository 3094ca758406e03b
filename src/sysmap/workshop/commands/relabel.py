"""`relabel`: give a factor another label; the old one stays as an alias."""

from __future__ import annotations

import msgspec

from sysmap.core.compound import relabel
from sysmap.core.edit import Edit
from sysmap.workshop.command import MapCommand, SomeText
from sysmap.workshop.state import Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: which factor, what it is to be called, and the revision that its author saw when they began to type."""

    id: SomeText
    label: SomeText
    opened: int | None = None


class Relabel(MapCommand[Asked]):
    """Give a factor another label; the old one stays as an alias."""

    name = "relabel"
    asks = Asked
    ids = (("id", "factors"),)

    def edit(self, state: State, person: Person, asked: Asked, request: Request) -> Edit:
        return relabel(state.map, asked.id.strip(), asked.label.strip())


COMMAND = Relabel()
