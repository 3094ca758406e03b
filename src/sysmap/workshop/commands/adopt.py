"""`adopt`: take what tables or a changed file bring into the room's map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.core.edit import Edit
from sysmap.formats.edits import edit_from
from sysmap.workshop.command import MapCommand
from sysmap.workshop.places import Place
from sysmap.workshop.state import Person, Request, State
from sysmap.workshop.wire import PlainEdit

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: the edit, whose each new element is (by its id), and where tables put new factors."""

    edit: PlainEdit
    authors: dict[str, str] = {}
    wished: dict[str, Place] = {}


class Adopt(MapCommand[Asked]):
    """Take what tables or a changed file bring into the room's map, as one edit; in whose name things were said stays."""

    name = "adopt"
    asks = Asked
    least = "host"
    doing = "bring the tables together"
    by_server = True
    checks = False

    def edit(self, state: State, person: Person, asked: Asked, request: Request) -> Edit:
        return edit_from(asked.edit, trusted=True)

    def wished(self, asked: Asked) -> Mapping[str, Place]:
        return asked.wished

    def more(self, asked: Asked) -> Mapping[str, Any]:
        return {"authors": asked.authors}


COMMAND = Adopt()
