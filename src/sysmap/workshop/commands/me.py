"""`me`: change one's own name or group."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.workshop.command import Command, SomeText
from sysmap.workshop.names import check_name
from sysmap.workshop.state import Entry, Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: what one is called, and which group one speaks for."""

    name: SomeText
    group: str = ""


class NameMyself(Command[Asked]):
    """Change one's own name or group. What was said before stays in the name of the group of the time."""

    name = "me"
    asks = Asked

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        name, group = check_name(asked.name, asked.group, person, state.people.values())
        return {"name": name, "group": group}

    def apply(self, state: State, entry: Entry) -> None:
        state.people[entry.by] = dataclasses.replace(state.people[entry.by], name=entry.data["name"], group=entry.data["group"])


COMMAND = NameMyself()
