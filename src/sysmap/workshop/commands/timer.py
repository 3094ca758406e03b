"""`timer`: start a timer that everybody sees, or stop it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from sysmap.workshop.command import Command
from sysmap.workshop.state import Entry, Person, Request, State, Timer

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: for how many seconds (0 stops it), and what for."""

    seconds: Annotated[int, msgspec.Meta(ge=0, le=36_000)]
    label: str = ""


class StartTimer(Command[Asked]):
    """Start a timer that everybody sees, or stop it."""

    name = "timer"
    asks = Asked
    least = "host"
    doing = "set the timer"

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        return {"seconds": asked.seconds, "label": asked.label.strip()[:80]}

    def apply(self, state: State, entry: Entry) -> None:
        seconds = entry.data["seconds"]
        state.timer = Timer(entry.at, seconds, entry.data["label"]) if seconds else None


COMMAND = StartTimer()
