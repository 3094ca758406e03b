"""`close`: end the workshop, or open it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.workshop.command import Command
from sysmap.workshop.state import Entry, Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: whether it is to be so."""

    on: bool


class CloseWorkshop(Command[Asked]):
    """End the workshop, or open it again. Nothing else is done in a closed one."""

    name = "close"
    asks = Asked
    least = "host"
    doing = "close the workshop"
    when_closed = True

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        return {"on": asked.on}

    def apply(self, state: State, entry: Entry) -> None:
        state.closed = entry.data["on"]

    def say(self, state: State, entry: Entry) -> list[str]:
        return ["The workshop was closed." if entry.data["on"] else "The workshop was opened again."]


COMMAND = CloseWorkshop()
