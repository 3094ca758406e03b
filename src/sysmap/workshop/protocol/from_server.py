"""What the server says. What is not set is left out, but where it says that something has ended (`null`)."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from sysmap.workshop.places import Place
from sysmap.workshop.protocol.data import Cursor, EntryData, MapPlain, OwnState, PersonData, ShownData, StateData, Trouble, View

__all__ = [
    "Accepted", "Answered", "Beat", "Brought", "DoneBefore", "FromServer", "Goodbye", "NewCode", "NotDone", "Pong", "Positions",
    "Saved", "SeatAt", "SharedNow", "TablesNow", "Welcome", "Yours",
]


class Welcome(msgspec.Struct, frozen=True, tag_field="type", tag="welcome"):
    """Who you are, the map, and the session as it is."""

    protocol: int
    client: str
    key: str
    """What this browser keeps, to be the same person after a reload."""
    revision: int
    now: int
    """The server's clock, in milliseconds since 1970."""
    you: PersonData
    state: StateData
    own: OwnState
    here: list[Cursor]
    missed: list[EntryData]
    """Entries in which your values gave way while you were away."""
    saved: int
    trouble: Trouble | None
    shared: ShownData | None
    yours: dict[str, list[str]]
    """Ids of the factors and links that you added, by collection."""
    style: dict[str, Any]
    map: MapPlain
    places: dict[str, Place]
    again: str | UnsetType = UNSET
    """Your code to come back from another browser, when it was made just now."""
    code: str | UnsetType = UNSET
    """The room's code, for a host."""


class Accepted(msgspec.Struct, frozen=True, tag_field="type", tag="entries"):
    """What was accepted, in order; a sender finds their own `id` here, and it is on the disk."""

    entries: list[EntryData]
    state: Any = UNSET
    """Where the session changed: a JSON Merge Patch (RFC 7396) of what everybody sees."""
    own: OwnState | UnsetType = UNSET
    """What only you see now, where that changed."""


class Yours(msgspec.Struct, frozen=True, tag_field="type", tag="yours"):
    """The factors and links that you added, again: what you said in private or at a table became part of the map."""

    yours: dict[str, list[str]]


class DoneBefore(msgspec.Struct, frozen=True, tag_field="type", tag="ack"):
    """A command that was done before, and at which revision."""

    id: str
    revision: int


class NotDone(msgspec.Struct, frozen=True, tag_field="type", tag="refused"):
    """What was refused (a command by its id, `hello`, `bring`, `share`), and why."""

    id: str
    problems: list[Trouble]


class TablesNow(msgspec.Struct, frozen=True, tag_field="type", tag="tables"):
    """Which tables there are, who (as the plenary knows them) is at which, and whether they are locked."""

    tables: list[str]
    at: dict[str, list[str]]
    locked: bool
    seat: str | UnsetType = UNSET
    """After a welcome: the table the host has sent one to; the empty text: none."""


class SeatAt(msgspec.Struct, frozen=True, tag_field="type", tag="seat"):
    """The host sends you to a table now; the empty text: to the plenary."""

    table: str


class NewCode(msgspec.Struct, frozen=True, tag_field="type", tag="code"):
    """The room has another code; for hosts."""

    code: str


class SharedNow(msgspec.Struct, frozen=True, tag_field="type", tag="shared"):
    """What a host shows everybody now, or nothing any more."""

    shared: ShownData | None


class Saved(msgspec.Struct, frozen=True, tag_field="type", tag="saved"):
    """The revision that the file holds, and why it cannot be written, if so."""

    revision: int
    trouble: Trouble | None


class Positions(msgspec.Struct, frozen=True, tag_field="type", tag="here"):
    """Who has moved, and who is gone."""

    here: list[Cursor]
    gone: list[str]


class Beat(msgspec.Struct, frozen=True, tag_field="type", tag="beat"):
    """A sign of life."""

    now: int


class Pong(msgspec.Struct, frozen=True, tag_field="type", tag="pong"):
    """The answer to a ping."""

    now: int


class Brought(msgspec.Struct, frozen=True, tag_field="type", tag="bring"):
    """A host brings everybody to a view."""

    by: str
    view: View


class Answered(msgspec.Struct, frozen=True, tag_field="type", tag="answer"):
    """The answer to the question with this `n`, or the problems with it."""

    n: int
    answer: Any = UNSET
    problems: list[Trouble] | UnsetType = UNSET


class Goodbye(msgspec.Struct, frozen=True, tag_field="type", tag="bye"):
    """The connection ends, and why."""

    why: str


FromServer = (Welcome | Accepted | DoneBefore | NotDone | TablesNow | SeatAt | NewCode | SharedNow | Saved | Positions | Beat | Pong
              | Brought | Answered | Goodbye | Yours)
"""Every message, by its `type`."""
