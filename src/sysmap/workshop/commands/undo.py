"""`undo`: undo one's own last change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.workshop.command import Command, Nothing
from sysmap.workshop.effects import effect_of
from sysmap.workshop.state import Person, Request, State
from sysmap.workshop.undoing import undone

__all__ = ["COMMAND"]


class Undo(Command[Nothing]):
    """Undo one's own last change of the map, where nobody has gone over it since."""

    name = "undo"
    asks = Nothing
    draws = True
    changes_state = False
    shows = ("edit", "places", "of")

    def decide(self, state: State, person: Person, asked: Nothing, request: Request) -> Mapping[str, Any]:
        edit, revision = undone(state, person, "undo")
        return effect_of(state, edit, trusted=True) | {"of": revision}


COMMAND = Undo()
