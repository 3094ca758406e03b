"""`seat`: send people to tables, or back to the plenary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.workshop.command import Command
from sysmap.workshop.commands.dismiss import person_asked
from sysmap.workshop.state import Entry, Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: for each person the table, or the empty text for the plenary."""

    seats: dict[str, str]


class Seat(Command[Asked]):
    """Send people to tables, or back to the plenary. The server gives it once the tables are there."""

    name = "seat"
    asks = Asked
    least = "host"
    doing = "send people to tables"
    by_server = True

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        for id_ in asked.seats:
            person_asked(state, id_)
        return {"seats": asked.seats}

    def apply(self, state: State, entry: Entry) -> None:
        state.seats = {id_: table for id_, table in (state.seats | entry.data["seats"]).items() if table}


COMMAND = Seat()
