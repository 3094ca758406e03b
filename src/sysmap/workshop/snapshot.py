"""The state of a room as text and back, so that starting again does not replay the whole log.

A snapshot is a convenience and never the truth: the log's entries are. It holds every attribute of the state but what the
log gives by itself.
"""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from sysmap.core.map import Map
from sysmap.formats.plain import plain, record_from
from sysmap.workshop.command import Command
from sysmap.workshop.room import Room
from sysmap.workshop.room_log import RoomLog
from sysmap.workshop.state import Entries, State

__all__ = ["EVERY", "room_from", "state_data", "state_text"]

EVERY = 2_000
"""Entries after which a new snapshot is kept: as many are played again at a start, at most twice."""

_FROM_LOG = frozenset({"base", "map", "revision", "entries", "done", "first_places"})
"""Attributes of the state that are not handled as they are: the log has them, or they have a form of their own."""


@functools.cache
def _shapes() -> Mapping[str, Any]:
    """Attribute of the state -> its type as JSON can have it; a table keyed by several texts becomes a list of pairs."""
    out: dict[str, Any] = {}
    for name, kind in get_type_hints(State).items():
        if name not in _FROM_LOG:
            keyed = get_origin(kind) is dict and get_args(kind)[0] is not str
            out[name] = list[tuple[get_args(kind)]] if keyed else kind  # type: ignore[misc]
    return MappingProxyType(out)


def state_data(room: Room) -> dict[str, Any]:
    """A copy of what the state holds, that nothing later changes; the map is a value already."""
    out: dict[str, Any] = {"map": room.map}
    for name, kind in _shapes().items():
        value = getattr(room, name)
        out[name] = list(value.items()) if get_origin(kind) is list and isinstance(value, dict) else copy.deepcopy(value)
    return out


def state_text(data: Mapping[str, Any]) -> str:
    """What `state_data` gave as text."""
    rest = msgspec.to_builtins({name: value for name, value in data.items() if name != "map"}, str_keys=True)
    return json.dumps({"map": plain(data["map"]), **rest}, ensure_ascii=False, separators=(",", ":"))


def room_from(base: Map, commands: Mapping[str, Command[Any]], log: RoomLog, revision: int, text: str,
              places: Mapping[str, tuple[float, float]]) -> Room:
    """The room as it was at a snapshot. The entries before it are read from the log when somebody asks for them.

    Raises
    ------
    ValueError, Refused : if the text is not the state of a room as this program has it.
    """
    data = json.loads(text)
    room = Room(base, commands, places)
    room.map = record_from(Map, data["map"], trusted=True)
    room.revision = revision
    room.entries = Entries(revision, lambda: log.entries(0, revision))
    room.done = log.requests(revision)
    for name, kind in _shapes().items():
        value = msgspec.convert(data[name], kind)
        setattr(room, name, dict(value) if isinstance(getattr(room, name), dict) else value)
    return room
