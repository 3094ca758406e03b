"""`redo`: do again what one has undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.workshop.command import Command, Nothing
from sysmap.workshop.effects import effect_of
from sysmap.workshop.state import Person, Request, State
from sysmap.workshop.undoing import undone

__all__ = ["COMMAND"]


class Redo(Command[Nothing]):
    """Do again what one has undone last."""

    name = "redo"
    asks = Nothing
    draws = True
    changes_state = False
    shows = ("edit", "places", "of")

    def decide(self, state: State, person: Person, asked: Nothing, request: Request) -> Mapping[str, Any]:
        edit, revision = undone(state, person, "redo")
        return effect_of(state, edit, trusted=True) | {"of": revision}


COMMAND = Redo()
