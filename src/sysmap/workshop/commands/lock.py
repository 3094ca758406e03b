"""`lock`: let nobody but hosts change the map, or let them again."""

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


class LockMap(Command[Asked]):
    """Let nobody but hosts change the map, or let them again."""

    name = "lock"
    asks = Asked
    least = "host"
    doing = "lock the map"

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        return {"on": asked.on}

    def apply(self, state: State, entry: Entry) -> None:
        state.locked = entry.data["on"]

    def say(self, state: State, entry: Entry) -> list[str]:
        return ["The host locked the map." if entry.data["on"] else "The host opened the map again."]


COMMAND = LockMap()
