"""`slips`: from now on nobody new comes in without a join slip, and each slip lets in one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from sysmap.workshop.command import Command
from sysmap.workshop.state import Entry, Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: the SHA-256 of each slip's code; none of them, and the room's code lets people in again."""

    slips: Annotated[list[str], msgspec.Meta(max_length=1_000)]


class MakeSlips(Command[Asked]):
    """From now on nobody new comes in without a join slip, and each slip lets in one person: so that a vote counts people."""

    name = "slips"
    asks = Asked
    least = "host"
    doing = "make join slips"
    by_server = True

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        return {"slips": asked.slips}

    def apply(self, state: State, entry: Entry) -> None:
        if entry.data["slips"]:
            state.slips |= dict.fromkeys(entry.data["slips"], "")
        else:
            state.slips.clear()

    def say(self, state: State, entry: Entry) -> list[str]:
        number = len(entry.data["slips"])
        return [f"{number} join slips were made." if number else "The room's code lets people in again."]


COMMAND = MakeSlips()
