"""What a command of the room is: who may give it, what it comes to, what it changes, what others see of it, what is said of it.

Each command is one file in `commands/`, and the table there is all that the room knows of them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Generic, TypeVar

import msgspec

from sysmap.core.edit import Edit
from sysmap.formats.edits import edit_from, edit_plain
from sysmap.workshop.effects import Names, check_still_there, effect_of, overrode, renamed_edit, with_free_ids
from sysmap.workshop.places import Place
from sysmap.workshop.rights import check_edit
from sysmap.workshop.state import Entry, Person, Request, Role, State
from sysmap.workshop.wire import read_wire

__all__ = ["Command", "MapCommand", "Nothing", "SomeText", "renamed_plain"]

SomeText = Annotated[str, msgspec.Meta(pattern=r"\S")]
"""A text that says something."""

A = TypeVar("A", bound=msgspec.Struct)


class Nothing(msgspec.Struct, frozen=True):
    """What a command asks for that needs nothing said."""


class Command(ABC, Generic[A]):
    """A command; its docstring is what the protocol's page says of it.

    Attributes
    ----------
    name : what a request calls it.
    asks : what a request has to bring.
    least, doing : the least role that may give it, and what it does, for "A viewer may not …".
    by_server : only the server itself gives it; from a browser it is refused.
    draws : it changes the map, so that nobody but a host may give it while the map is locked.
    when_closed : it can be given although the workshop is closed.
    in_private : the command that it becomes while people gather in private.
    undoable : its author can undo what it did to the map.
    changes_state : it changes something beside the map that people are told of.
    ids : fields of what is asked that hold ids, each with the collection they are of (or the field that says which).
    shows : keys of the entry's data that everybody is told. Nothing else of an entry leaves the server.
    """

    name: ClassVar[str]
    asks: type[A]
    least: ClassVar[Role] = "viewer"
    doing: ClassVar[str] = "do this"
    by_server: ClassVar[bool] = False
    draws: ClassVar[bool] = False
    when_closed: ClassVar[bool] = False
    in_private: ClassVar[str] = ""
    undoable: ClassVar[bool] = True
    changes_state: ClassVar[bool] = True
    ids: ClassVar[tuple[tuple[str, str], ...]] = ()
    shows: ClassVar[tuple[str, ...]] = ()

    def read(self, data: Mapping[str, Any]) -> A:
        """What is asked, checked.

        Raises
        ------
        Refused : if something is missing, of the wrong kind, or unknown.
        """
        return read_wire(data, self.asks)

    def renamed(self, asked: A, names: Names) -> A:
        """What is asked, by the ids that the room gave where its author could not know them yet."""
        new: dict[str, Any] = {}
        for field, collection in self.ids:
            value, known = getattr(asked, field), names.get(str(getattr(asked, collection, collection)), {})
            new[field] = [known.get(one, one) for one in value] if isinstance(value, list) else known.get(value, value)
        return msgspec.structs.replace(asked, **new)

    @abstractmethod
    def decide(self, state: State, person: Person, asked: A, request: Request) -> Mapping[str, Any]:
        """What it comes to: the data of its entry. Nothing is changed.

        Raises
        ------
        Refused : with the problems that stand against it.
        """

    def apply(self, state: State, entry: Entry) -> None:
        """Take an entry into the state; what it did to the map is taken by the room itself."""

    def say(self, state: State, entry: Entry) -> list[str]:
        """What happened beside the map in sentences, given the state before it: for the log, without names of people. What an edit
        did to the map is said of it anyway.
        """
        return []


class MapCommand(Command[A]):
    """A command that changes the map: it is worked out as one edit, on the map as it is when it arrives."""

    draws = True
    changes_state = False
    shows = ("edit", "places", "renamed", "overrode", "of")
    checks: ClassVar[bool] = True
    """Whether the edit is checked against the role; otherwise the command has seen to it itself."""

    @abstractmethod
    def edit(self, state: State, person: Person, asked: A, request: Request) -> Edit:
        """The edit that the command stands for.

        Raises
        ------
        Refused : if the map has no such element, or the role does not allow it.
        """

    def near(self, asked: A) -> Place | None:
        """Where its author works."""
        return None

    def wished(self, asked: A) -> Mapping[str, Place]:
        """Where factors would best stand."""
        return {}

    def more(self, asked: A) -> Mapping[str, Any]:
        """What else the entry keeps."""
        return {}

    def decide(self, state: State, person: Person, asked: A, request: Request) -> Mapping[str, Any]:
        edit, names = with_free_ids(state, self.edit(state, person, asked, request))
        if self.checks:
            check_edit(state, person, edit)
        check_still_there(state, person.id, edit)
        data = effect_of(state, edit, self.near(asked), self.wished(asked), trusted=self.by_server) | dict(self.more(asked))
        for collection, key in (("factors", "renamed"), ("links", "renamed_links")):
            if collection in names:
                data[key] = names[collection]
        opened = getattr(asked, "opened", None)
        gave_way = overrode(state, person.id, edit, request.base if opened is None else min(request.base, opened))
        if gave_way:
            data["overrode"] = gave_way
        return data


def renamed_plain(data: Any, names: Names) -> dict[str, Any]:
    """An edit as plain data, by the ids that the room gave."""
    return edit_plain(renamed_edit(edit_from(data), names))

