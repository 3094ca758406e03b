"""A session: a room with its log and its file, begun anew or gone on with."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem, Refused
from sysmap.core.uses import Uses
from sysmap.formats.read import Reading, read_bytes, read_file
from sysmap.formats.save import revised
from sysmap.formats.workspace import Workspace, find_root
from sysmap.project import Project
from sysmap.workshop.autosave import Autosave, changed_by_hand
from sysmap.workshop.commands import COMMANDS
from sysmap.workshop.history import map_at
from sysmap.workshop.places import Place as Spot
from sysmap.workshop.room import Room
from sysmap.workshop.room_log import RoomLog
from sysmap.workshop.session_store import FOLDER, SessionStore
from sysmap.workshop.snapshot import EVERY, room_from, state_data, state_text
from sysmap.workshop.state import Role

__all__ = ["RoomSession", "first_places", "open_session"]

class RoomSession:
    """A room with its log and its file."""

    def __init__(self, room: Room, log: RoomLog, autosave: Autosave, *, resumed: bool, store: SessionStore) -> None:
        self.room = room
        self.store = store
        self.places = dict(room.first_places)
        self.log = log
        self.autosave = autosave
        self.resumed = resumed
        self.kept_at = next((revision for revision, _ in log.snapshots()), 0)
        """The revision of the newest snapshot."""

    def due(self) -> tuple[int, dict[str, Any]] | None:
        """What to keep as a snapshot with its revision, where it is time for one."""
        room = self.room
        return (room.revision, state_data(room)) if room.revision - self.kept_at >= EVERY else None

    def keep(self, revision: int, data: Mapping[str, Any]) -> None:
        """Keep a snapshot. A full disk is no harm: the entries are what counts."""
        self.kept_at = revision
        with contextlib.suppress(Refused):
            self.log.keep_snapshot(revision, state_text(data))

    @cached_property
    def surroundings(self) -> Project:
        """The project of the map's file, for what stands beside the map; read once."""
        path = self.autosave.path
        return Project.open(path, Workspace(find_root(path.absolute().parent)))

    @property
    def uses(self) -> Uses:
        """What stands beside the map, so that the room's check finds what `sysmap check` finds."""
        return self.surroundings.uses

    def project(self, map_: Map, role: Role) -> Project:
        """The map as it is at a moment, as somebody of a role may ask about it.

        Everybody in the room has the whole map on their screen. What stands in other files (evidence, sources) is the
        team's: hosts and editors ask with all of it, others with what may be published.
        """
        around = self.surroundings.context
        return Project(map_, around if role in ("host", "editor") else around.at_level("public"))


def first_places(map_: Map) -> dict[str, Spot]:
    """Where the factors of a map stand that nobody has moved yet: as the page lays them out."""
    if not map_.factors:
        return {}
    from sysmap.views.layout import layout_of

    layout = layout_of(map_)
    return {id_: (round(box.x), round(box.y)) for id_, box in layout.boxes.items()}


def open_session(path: Path, places: Mapping[str, Spot] | None = None, *, anyway: bool = False,
                 store: SessionStore = FOLDER) -> RoomSession:
    """Start a workshop on a map, or go on with the one its log holds.

    Parameters
    ----------
    path : the YAML file of the map.
    places : where factors stand already, when the map is a copy for a table; otherwise it is laid out.
    anyway : go on although the file was changed by hand; the host then decides what becomes of it.
    store : where its log is kept; beside the map where nothing else is said.

    Raises
    ------
    Refused : if the file has faults, is not a map, or was changed by hand since the log last wrote it.
    """
    reading = read_file(path)
    if reading.problems or reading.document is None:
        raise Refused(reading.problems)
    if not isinstance(reading.document, Map):
        raise Refused(Problem(code="F18", message=f"This file holds {reading.kind}, not a map.",
                              hint="Name a theory, map or process.", place=Place(str(path))))
    log = store.open_log(path)
    try:
        beginning = log.beginning()
        if beginning is None:
            places = first_places(reading.document) if places is None else dict(places)
            log.begin(reading.text, json.dumps(places), reading.digest or "")
            room = Room(reading.document, COMMANDS, places)
            return RoomSession(room, log, Autosave(reading, log, 0, store), resumed=False, store=store)
        return _resumed(reading, log, store, *beginning, anyway=anyway)
    except BaseException:
        log.close()
        raise


def _room_again(base: Map, log: RoomLog, places: Mapping[str, Spot]) -> Room:
    """The room as the log holds it: from the newest snapshot that stands, or from the beginning."""
    for revision, text in log.snapshots():
        try:
            room = room_from(base, COMMANDS, log, revision, text, places)
        except (Refused, KeyError, TypeError, ValueError):
            continue  # of another release: the entries are played from an earlier one, or all of them
        for entry in log.entries(revision):
            room.commit(entry)
        return room
    return Room.replay(base, COMMANDS, log.entries(), places)


def _resumed(reading: Reading, log: RoomLog, store: SessionStore, base_text: str, places_text: str, *, anyway: bool) -> RoomSession:
    """The session as its log left it."""
    path = reading.path
    base = read_bytes(base_text.encode(), str(path))
    if base.problems or not isinstance(base.document, Map):
        raise Refused(Problem(code="L20", message="The log's first map cannot be read.", place=Place(str(log.path)),
                              hint="Put the log away with sysmap session archive, and begin anew from the YAML file."))
    if isinstance(reading.document, Map) and reading.document.id != base.document.id:
        raise Refused(Problem(code="L20", message=f"The log beside the file is of another map ({base.document.id}).",
                              hint="Put that workshop away with sysmap session archive, and start anew.", place=Place(str(path))))
    places = {id_: (x, y) for id_, (x, y) in json.loads(places_text).items()}
    try:
        room = _room_again(base.document, log, places)
    except (Refused, KeyError, TypeError, ValueError, AssertionError) as error:
        if isinstance(error, Refused) and error.problems[0].code == "L20":
            raise
        raise Refused(Problem(code="L20", message=f"The log cannot be played again ({error}).", place=Place(str(log.path)),
                              hint="Put it away with sysmap session archive, and begin anew from the YAML file.")) from None
    saved, revision = log.meta("saved"), int(log.meta("saved_revision") or 0)
    if reading.digest in (saved, log.meta("writing")):
        return RoomSession(room, log, Autosave(reading, log, revision, store), resumed=True, store=store)
    if not anyway:
        raise Refused(Problem(
            code="L21", message=f"The file was changed by hand since its workshop last saved it (revision {revision}). "
            "Nothing was overwritten.", place=Place(str(path)),
            hint="Start with --anyway and decide in the room what becomes of the changes; or put the file back as it was; or "
            "put the workshop away with sysmap session archive, and start anew from the file."))
    last = revised(base, map_at(room, revision))  # what the file held, but for the author's later comments
    last.path, last.digest = path, saved
    autosave = Autosave(last, log, revision, store)
    autosave.problem = changed_by_hand(autosave.path)
    return RoomSession(room, log, autosave, resumed=True, store=store)
