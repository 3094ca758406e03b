"""`checkpoint`: give this moment a name, to find it again in the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.workshop.command import Command, SomeText
from sysmap.workshop.state import Entry, Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: the name."""

    label: SomeText


class Checkpoint(Command[Asked]):
    """Give this moment a name, to find it again in the history."""

    name = "checkpoint"
    asks = Asked
    least = "editor"
    doing = "name a checkpoint"

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        return {"label": asked.label.strip()[:80]}

    def apply(self, state: State, entry: Entry) -> None:
        state.checkpoints.append((entry.revision, entry.data["label"]))

    def say(self, state: State, entry: Entry) -> list[str]:
        return [f"This moment was called “{entry.data['label']}”."]


COMMAND = Checkpoint()
