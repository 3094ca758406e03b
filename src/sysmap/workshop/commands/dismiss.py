"""`dismiss`: remove somebody from the workshop."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.core.problem import Problem, Refused
from sysmap.workshop.command import Command
from sysmap.workshop.state import Entry, Person, Request, State

__all__ = ["COMMAND", "Asked", "person_asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: who is to go."""

    person: str


class Dismiss(Command[Asked]):
    """Remove somebody from the workshop. What they said stays; the room gets a new code, so that they cannot come back with it."""

    name = "dismiss"
    asks = Asked
    least = "host"
    doing = "remove people"

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        other = person_asked(state, asked.person)
        if other.id == person.id:
            raise Refused(Problem(code="L04", message="You cannot remove yourself.", hint="Close the page."))
        return {"person": other.id}

    def apply(self, state: State, entry: Entry) -> None:
        state.people[entry.data["person"]] = dataclasses.replace(state.people[entry.data["person"]], here=False, key="", again="")

    def say(self, state: State, entry: Entry) -> list[str]:
        return [f"A {state.people[entry.data['person']].role} was removed from the workshop."]


def person_asked(state: State, id_: str) -> Person:
    """Who is meant.

    Raises
    ------
    Refused : if nobody is.
    """
    if id_ not in state.people:
        raise Refused(Problem(code="L04", message="There is no such person here.", hint="They may have left."))
    return state.people[id_]


COMMAND = Dismiss()
