"""The authority: what happened in a workshop, one accepted entry after another.

The room is a state machine without clock, chance or disk. `decide` looks at what somebody asks for and either raises
`Refused` or gives an `Entry`, changing nothing; `commit` takes an entry that is safely in the log. What can be asked for
is a table of commands that the room is handed: it knows none of them by name but `join`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from sysmap.core.edit import Add, Edit, Remove, Set, apply
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.workshop.command import Command
from sysmap.workshop.effects import Names
from sysmap.workshop.places import Place
from sysmap.workshop.protocol.data import EntryData, EntryEffect
from sysmap.workshop.rights import check_role
from sysmap.workshop.state import Entry, Person, Request, State, parts_of
from sysmap.workshop.text_limits import check_texts, short
from sysmap.workshop.undoing import note_edit

__all__ = ["Room"]

Commands = Mapping[str, Command[Any]]


class Room(State):
    """A state that decides what becomes of requests.

    Parameters
    ----------
    base : the map as the session begins.
    commands : everything that can be asked for, by name.
    places : where factors stand already.
    """

    def __init__(self, base: Map, commands: Commands, places: Mapping[str, Place] | None = None) -> None:
        super().__init__(base, places)
        self.commands = commands

    def decide(self, by: str, request: Request) -> Entry:
        """What a request comes to; nothing is changed.

        Parameters
        ----------
        by : id of the person who asks, as the server knows it (never as a message claims).
        request : what they ask for.

        Raises
        ------
        Refused : with the problems that stand against it.
        """
        command = self.commands.get(request.do)
        person = self.people.get(by)
        if request.do == "join":
            person = person or Person(by, "", "", "viewer")
        elif person is None or not person.here:
            raise Refused(Problem(code="L06", message="You are not in this workshop any more.", hint="Ask the host."))
        if command is None:
            raise Refused(Problem(code="L04", message=f"There is no command {short(request.do, 30)}.",
                                  hint="See the protocol."))
        if not command.by_server:  # what the server makes of texts was looked at before
            check_texts(request.data)
        if self.closed and not command.when_closed:
            raise Refused(Problem(code="L07", message="The workshop is closed.", hint="The host can open it again."))
        if self.locked and command.draws and person.role != "host":
            raise Refused(Problem(code="L07", message="The host has locked the map for now.",
                                  hint="Wait until it is opened again."))
        if self.private and command.in_private:
            command = self.commands[command.in_private]
        check_role(person, command.least, command.doing)
        asked = command.read(request.data)
        names: Names = {}
        for revision, collection, old, new in self.renamed.get(by, ()):
            if request.base < revision:
                names.setdefault(collection, {})[old] = new
        if names:
            asked = command.renamed(asked, names)
        data = command.decide(self, person, asked, request)
        role, group = (str(data["role"]), str(data["group"])) if request.do == "join" else (person.role, person.group)
        return Entry(self.revision + 1, request.id, by, command.name, request.at, data, role, group)

    def commit(self, entry: Entry) -> None:
        """Take an entry that `decide` gave and the log holds."""
        assert entry.revision == self.revision + 1, "entries are taken in order"
        edit = entry.edit
        if edit is not None:
            self._take_edit(entry, edit)
        command = self.commands.get(entry.do)
        if command is not None:
            command.apply(self, entry)
        if edit is not None and (command is None or command.undoable):
            note_edit(self, entry)
        self.revision = entry.revision
        self.entries.append(entry)
        self.done[entry.by, entry.id] = entry.revision

    def _take_edit(self, entry: Entry, edit: Edit) -> None:
        self.map = apply(self.map, edit, trusted=True)
        for part in parts_of(edit):
            if isinstance(part, Add):
                at = (part.collection, part.element.id)
                self.authors.setdefault(at, entry.data.get("authors", {}).get(part.element.id, entry.by))
                self.removed.pop(at, None)
            elif isinstance(part, Remove):
                self.removed[part.collection, part.id] = entry.by
            elif isinstance(part, Set):
                self.touched[part.collection, part.id, part.field] = (entry.revision, entry.by)
                if part.collection == "factors" and part.field == "position" and part.value is not None:
                    self.places[part.id] = (part.value.x, part.value.y)
        for id_, (x, y) in entry.data.get("places", {}).items():
            self.places[id_] = (x, y)
        for collection, key in (("factors", "renamed"), ("links", "renamed_links")):
            for old, new in entry.data.get(key, {}).items():
                self.renamed.setdefault(entry.by, []).append((entry.revision, collection, old, new))

    def told(self, entry: Entry) -> EntryData:
        """An entry as everybody is told of it: only what its command shows."""
        command = self.commands.get(entry.do)
        shows = command.shows if command is not None else ()
        data = cast(EntryEffect, {key: entry.data[key] for key in shows if key in entry.data})
        return {"revision": entry.revision, "id": entry.id, "by": entry.by, "do": entry.do, "at": entry.at, "data": data}

    @classmethod
    def replay(cls, base: Map, commands: Commands, entries: Iterable[Entry], places: Mapping[str, Place] | None = None) -> Room:
        """The room after these entries."""
        room = cls(base, commands, places)
        for entry in entries:
            room.commit(entry)
        return room
