"""What happened in a session, entry by entry, in sentences and by group: for the timeline, the log and the list to send round.

Who said it is credited, not who carried the command: what was gathered in private or came from a table stays in the name of
the group that raised it. People's names are nowhere in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sysmap.workshop.room import Room
from sysmap.workshop.sentences import SaidEntry, edit_said
from sysmap.workshop.state import Entry

__all__ = ["EntryChange", "StateChanges"]


@dataclass(frozen=True, slots=True)
class EntryChange:
    """What one entry did.

    Attributes
    ----------
    revision, at, do, by : of the entry.
    role, group : those that its author had then.
    drew : whether it changed the map.
    said : what it did to the map in sentences, each with the groups it is credited to.
    session : what it did beside the map, in sentences.
    """

    revision: int
    at: int
    do: str
    by: str
    role: str
    group: str
    drew: bool
    said: tuple[SaidEntry, ...]
    session: tuple[str, ...]

    def credited(self, one: SaidEntry) -> str:
        """Whose a sentence is: the groups that said it, else the group of its author, else their role."""
        return ", ".join(one.voices) or self.group or self.role


class StateChanges:
    """The changes of a room, worked out once for each entry.

    Parameters
    ----------
    room : the room; its entries are played again on a copy, since a sentence needs the map before it.
    """

    def __init__(self, room: Room) -> None:
        self._copy = Room(room.base, room.commands, room.first_places)
        self._made: list[EntryChange] = []

    def of(self, room: Room) -> list[EntryChange]:
        """Every change up to now, in order."""
        for entry in room.entries.after(self._copy.revision) if room.revision > self._copy.revision else ():
            self._made.append(self._change(entry))
            self._copy.commit(entry)
        return self._made[:room.revision]

    def _change(self, entry: Entry) -> EntryChange:
        copy, edit = self._copy, entry.edit
        command = copy.commands.get(entry.do)
        session = tuple(command.say(copy, entry)) if command is not None else ()
        said: list[SaidEntry] = []
        if edit is not None:
            authors = entry.data.get("authors", {})
            groups = {person.group for person in copy.people.values() if person.id in authors.values()} - {""}
            for one in edit_said(copy.map, edit):
                carried = entry.do in ("adopt", "phase") and not one.voices
                said.append(SaidEntry(one.text, ("several groups",) if carried and len(groups) > 1 else one.voices))
        return EntryChange(entry.revision, entry.at, entry.do, entry.by, entry.role, entry.group, edit is not None, tuple(said),
                      session)
