"""`role`: give somebody another role."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.core.problem import Problem, Refused
from sysmap.workshop.command import Command
from sysmap.workshop.commands.dismiss import person_asked
from sysmap.workshop.state import Entry, Person, Request, Role, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: whose role, and which."""

    person: str
    role: Role


class GiveRole(Command[Asked]):
    """Give somebody another role. There is always a host."""

    name = "role"
    asks = Asked
    least = "host"
    doing = "change roles"

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        other = person_asked(state, asked.person)
        hosts = [one for one in state.people.values() if one.role == "host" and one.here]
        if other.role == "host" and asked.role != "host" and len(hosts) == 1:
            raise Refused(Problem(code="L04", message="A workshop needs a host.", hint="Make somebody else host first."))
        return {"person": other.id, "role": asked.role}

    def apply(self, state: State, entry: Entry) -> None:
        state.people[entry.data["person"]] = dataclasses.replace(state.people[entry.data["person"]], role=entry.data["role"])

    def say(self, state: State, entry: Entry) -> list[str]:
        was = state.people[entry.data["person"]].role
        return [f"A {was} was made {entry.data['role']}."]


COMMAND = GiveRole()
