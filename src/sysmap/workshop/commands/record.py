"""`record`: write the session itself onto the map: when it was and who took part, and where boxes stood."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import datetime

import msgspec

from sysmap.core.edit import Add, Batch, Edit, Set
from sysmap.core.elements import Position, Session
from sysmap.core.problem import Problem, Refused
from sysmap.core.record import fields_of
from sysmap.workshop.command import MapCommand
from sysmap.workshop.state import Person, Request, State

__all__ = ["COMMAND", "NO_GROUP", "Asked", "place_edits"]

NO_GROUP = "no group"
"""Under what those are counted who speak for no group."""


class Asked(msgspec.Struct, frozen=True):
    """What is asked: whether every box gets its place, or those alone that were added in the room."""

    all: bool = False


class RecordSession(MapCommand[Asked]):
    """Write onto the map that there was a session, when, and how many of each group took part that day (never a name); on a systems
    map also where boxes stand that nobody has moved: those that were added in the room, and when it is closed all, so that a page
    made of the file looks as the room saw it.
    """

    name = "record"
    asks = Asked
    least = "host"
    doing = "record the session"
    by_server = True
    when_closed = True
    undoable = False
    checks = False

    def edit(self, state: State, person: Person, asked: Asked, request: Request) -> Edit:
        if not (state.authors or state.touched or state.removed):
            raise Refused(Problem(code="L05", message="Nothing was changed, so there is no session to record.", hint="Draw something."))
        edits = [*_session(state, request.at), *place_edits(state, all_boxes=asked.all)]
        if not edits:
            raise Refused(Problem(code="L05", message="The session is recorded already.", hint="There is nothing to do."))
        return Batch(tuple(edits), "record the session")


def _session(state: State, at: int) -> list[Edit]:
    day = _day(at)
    took_part = {entry.by for entry in state.entries if entry.do != COMMAND.name and _day(entry.at) == day}
    groups = Counter(one.group or NO_GROUP for one in state.people.values() if one.here and one.id in took_part)
    id_ = f"workshop-{day}"
    there = state.map.sessions.get(id_)
    made = dataclasses.replace(there or Session(id=id_, label="Workshop", date=day), attended=dict(sorted(groups.items())),
                               people=tuple(sorted(set(groups) - {NO_GROUP})))
    if there is None:
        return [Add("sessions", made)]
    return [Set("sessions", id_, spec.name, value) for spec in fields_of(Session)
            if (value := getattr(made, spec.name)) != getattr(there, spec.name)]


def place_edits(state: State, *, all_boxes: bool = True) -> list[Edit]:
    """Where boxes stand that have no place of their own (all of them, or those that were added in the room); a theory stands in the
    columns of its layers anyway.
    """
    map_ = state.map
    if map_.kind != "map" or map_.layers:
        return []
    return [Set("factors", id_, "position", Position(x=round(state.places[id_][0]), y=round(state.places[id_][1])))
            for id_, factor in map_.factors.items() if factor.position is None and factor.status != "retired" and id_ in state.places
            and (all_boxes or ("factors", id_) in state.authors)]


def _day(at: int) -> str:
    """The day of a moment where the server stands."""
    return datetime.fromtimestamp(at / 1000).date().isoformat()


COMMAND = RecordSession()
