"""`withdraw`: take back an idea of one's own before it is revealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.core.problem import Problem, Refused
from sysmap.workshop.command import Command, SomeText
from sysmap.workshop.state import Entry, Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: the id of the idea."""

    id: SomeText


class Withdraw(Command[Asked]):
    """Take back an idea of one's own before it is revealed."""

    name = "withdraw"
    asks = Asked

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        if not any(by == person.id and element["id"] == asked.id.strip() for by, element in state.ideas):
            raise Refused(Problem(code="L05", message="You have no such idea to take back.", hint="It may have been revealed."))
        return {"id": asked.id.strip()}

    def apply(self, state: State, entry: Entry) -> None:
        mine = [i for i, (by, element) in enumerate(state.ideas) if by == entry.by and element["id"] == entry.data["id"]]
        del state.ideas[mine[-1]]


COMMAND = Withdraw()
