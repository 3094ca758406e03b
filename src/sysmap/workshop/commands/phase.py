"""`phase`: say what the room does now; leaving private gathering reveals what was gathered."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.core.edit import Add, Batch, apply, inverse
from sysmap.core.elements import Factor
from sysmap.core.problem import Problem, Refused
from sysmap.formats.edits import edit_plain
from sysmap.formats.plain import record_from
from sysmap.workshop.command import Command
from sysmap.workshop.effects import free_id
from sysmap.workshop.places import Taken
from sysmap.workshop.state import Entry, Person, Phase, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: the phase, and whether what is gathered in it stays unseen."""

    phase: Phase
    private: bool = False


class SetPhase(Command[Asked]):
    """Say what the room does now. Leaving private gathering makes everything gathered into factors, nothing merged."""

    name = "phase"
    asks = Asked
    least = "host"
    doing = "set the phase"
    shows = ("edit", "places")

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        if asked.private and asked.phase != "gather":
            raise Refused(Problem(code="L04", message="Only gathering can be private.", hint="Set the phase gather."))
        out: dict[str, Any] = {"phase": asked.phase, "private": asked.private}
        return out | _revealed(state) if state.private and not asked.private and state.ideas else out

    def apply(self, state: State, entry: Entry) -> None:
        state.phase, state.private = entry.data["phase"], entry.data["private"]
        if "edit" in entry.data:
            state.ideas.clear()

    def say(self, state: State, entry: Entry) -> list[str]:
        private = ", in private" if entry.data["private"] else ""
        return [f"The phase is now {entry.data['phase']}{private}."]


def _revealed(state: State) -> dict[str, Any]:
    """The ideas as an edit, with their authors and a place for each."""
    ids, edits, authors, places = set(state.map.factors), list[Add](), {}, {}
    taken = Taken(state.places[id_] for id_ in state.map.factors if id_ in state.places)
    for by, element in state.ideas:
        factor = record_from(Factor, element)
        id_ = free_id(state, factor.label, ids)
        ids.add(id_)
        edits.append(Add("factors", dataclasses.replace(factor, id=id_)))
        authors[id_] = by
        places[id_] = list(spot := taken.free((0.0, 0.0)))
        taken.add(spot)
    batch = Batch(tuple(edits), "reveal what was gathered")
    apply(state.map, batch)
    return {"edit": edit_plain(batch), "undo": edit_plain(inverse(state.map, batch)), "authors": authors, "places": places}


COMMAND = SetPhase()
