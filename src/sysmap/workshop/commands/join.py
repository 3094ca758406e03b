"""`join`: somebody is in the room, in a role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.workshop.command import Command
from sysmap.workshop.state import Entry, Person, Request, Role, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: who comes in, in which role; `key` is the fingerprint of what their browser keeps."""

    name: str
    group: str
    role: Role
    key: str


class Join(Command[Asked]):
    """Somebody is in the room, in a role. The server gives it when a code or a key was right."""

    name = "join"
    asks = Asked
    by_server = True
    when_closed = True

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        return msgspec.to_builtins(asked)  # type: ignore[no-any-return]

    def apply(self, state: State, entry: Entry) -> None:
        data = entry.data
        state.people[entry.by] = Person(entry.by, data["name"], data["group"], data["role"], data["key"])

    def say(self, state: State, entry: Entry) -> list[str]:
        return [] if entry.by in state.people else ["Joined."]


COMMAND = Join()
