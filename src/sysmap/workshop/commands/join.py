"""`join`: somebody is in the room, in a role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.workshop.command import Command
from sysmap.workshop.state import Entry, Person, Request, Role, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: who comes in, in which role; `key` is the fingerprint of what their browser keeps, `again` that
    of their code for coming back, `slip` that of the slip they came in with.
    """

    name: str
    group: str
    role: Role
    key: str
    again: str = ""
    slip: str = ""


class Join(Command[Asked]):
    """Somebody is in the room, in a role. The server gives it when a code or a key was right."""

    name = "join"
    asks = Asked
    by_server = True
    when_closed = True

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        data: dict[str, Any] = msgspec.to_builtins(asked)
        return {key: value for key, value in data.items() if value or key not in ("again", "slip")}

    def apply(self, state: State, entry: Entry) -> None:
        data = entry.data
        again = data.get("again") or (state.people[entry.by].again if entry.by in state.people else "")
        state.people[entry.by] = Person(entry.by, data["name"], data["group"], data["role"], data["key"], again=again)
        if data.get("slip"):
            state.slips[data["slip"]] = entry.by

    def say(self, state: State, entry: Entry) -> list[str]:
        return [] if entry.by in state.people else ["Joined."]


COMMAND = Join()
