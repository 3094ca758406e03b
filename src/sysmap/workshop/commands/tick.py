"""`tick`: tick a finding of the checks off, or take the tick away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.workshop.command import Command, SomeText
from sysmap.workshop.state import Entry, Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: which finding (its key), and whether it is done."""

    key: SomeText
    on: bool


class Tick(Command[Asked]):
    """Tick a finding of the checks off as settled, or take the tick away."""

    name = "tick"
    asks = Asked
    least = "editor"
    doing = "tick off checks"

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        return {"key": asked.key.strip()[:200], "on": asked.on}

    def apply(self, state: State, entry: Entry) -> None:
        if entry.data["on"]:
            state.ticks[entry.data["key"]] = entry.by
        else:
            state.ticks.pop(entry.data["key"], None)


COMMAND = Tick()
