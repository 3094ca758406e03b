"""The state of a workshop: the map, the people, what they have done, and what the host has set.

Everything that a command reads or changes stands here. The same entries give the same state, on any machine: that is how
a killed server comes back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sysmap.core.edit import Add, Batch, Edit, Move, Remove, Set
from sysmap.core.map import Map
from sysmap.formats.edits import edit_from
from sysmap.workshop.places import Place, places_of

__all__ = ["PHASES", "ROLES", "Ballot", "Entries", "Entry", "Person", "Phase", "Request", "Role", "State", "Timer", "parts_of"]

Role = Literal["host", "editor", "contributor", "voter", "viewer"]
ROLES: tuple[Role, ...] = ("host", "editor", "contributor", "voter", "viewer")
"""From who may most to who may least."""

Phase = Literal["gather", "consolidate", "connect", "check", "describe", "vote"]
PHASES: tuple[Phase, ...] = ("gather", "consolidate", "connect", "check", "describe", "vote")


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for.

    Attributes
    ----------
    id : given by the client; the same id from the same person is never done twice.
    do : name of a command, e.g. `edit`, `merge`, `undo`, `vote`.
    data : what the command needs.
    base : the revision the person saw when they asked.
    at : when it was received, in whole milliseconds since 1970 (the server's clock).
    """

    id: str
    do: str
    data: Mapping[str, Any] = field(default_factory=dict)
    base: int = 0
    at: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened: what the log keeps. `role` and `group` are those that its author had then."""

    revision: int
    id: str
    by: str
    do: str
    at: int
    data: Mapping[str, Any]
    role: str = ""
    group: str = ""

    @property
    def edit(self) -> Edit | None:
        """What the entry did to the map."""
        return edit_from(self.data["edit"], trusted=True) if self.data.get("edit") else None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who joined: a pseudonym, the group they speak for, and a role.

    `key` is the SHA-256 of the secret that their browser keeps, so that a reload makes them the same person; `again` that of the
    code with which they come back from another browser.
    """

    id: str
    name: str
    group: str
    role: Role
    key: str = ""
    here: bool = True
    again: str = ""


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that runs: from when (milliseconds since 1970, the server's clock), for how many seconds, what for."""

    begun: int
    seconds: int
    label: str


@dataclass(slots=True)
class Ballot:
    """A round of voting: so many dots each, on factors or links, until the host closes it.

    `votes` holds the dots by person and element, `groups` the group that each person spoke for when they voted.
    """

    id: str
    question: str
    about: Literal["factors", "links"]
    budget: int
    open: bool = True
    votes: dict[str, dict[str, int]] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)

    @property
    def voters(self) -> int:
        """How many people have given a dot."""
        return sum(any(dots.values()) for dots in self.votes.values())

    def distribution(self) -> dict[str, dict[str, int]]:
        """For each element, how many people gave how many dots (as texts, for JSON), and the sum under `all`."""
        out: dict[str, Counter[str]] = {}
        for dots in self.votes.values():
            for element, number in dots.items():
                out.setdefault(element, Counter())[str(number)] += 1
                out[element]["all"] += number
        return {element: dict(sorted(count.items())) for element, count in sorted(out.items())}


class Entries:
    """The entries of a session, in order. Those from before a snapshot are read from the log when somebody asks for them.

    Parameters
    ----------
    before : how many there are that were not read yet.
    load : what reads them.
    """

    def __init__(self, before: int = 0, load: Callable[[], Iterable[Entry]] = tuple) -> None:
        self._before, self._load = before, load
        self._read: list[Entry] = []

    def append(self, entry: Entry) -> None:
        """Take one more."""
        self._read.append(entry)

    def after(self, revision: int) -> list[Entry]:
        """The entries after a revision."""
        read = self._read if revision >= self._before else self._all()
        return read[revision - self._before:]

    def at(self, revision: int) -> Entry:
        """The entry of a revision."""
        return self.after(revision - 1)[0]

    def _all(self) -> list[Entry]:
        if self._before:
            self._read[:0] = self._load()
            self._before = 0
        return self._read

    def __len__(self) -> int:
        return self._before + len(self._read)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._all())

    def __getitem__(self, index: int) -> Entry:
        return self._all()[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entries) and self._all() == other._all()

    __hash__ = None  # type: ignore[assignment]


class State:
    """A workshop as it is after some entries.

    Attributes
    ----------
    base, map : the map as the session began, and as it is.
    revision : number of the last entry.
    entries : all of them, in order.
    people : everybody who ever joined, by id.
    authors : (collection, id) -> who added an element.
    touched : (collection, id, field) -> the last entry that set it, and whose that was.
    removed : (collection, id) of what is gone -> who removed it.
    done : (person, id of their request) -> the entry it came to.
    renamed : person -> (entry, collection, id they gave, id the room gave).
    places : factor -> where its box stands, in pixels at zoom 1.
    back, forth : person -> entries that they could undo, and do again; the last one last.
    phase, private, locked, closed, timer : what the host has set; `private`: what is gathered stays unseen until it is revealed.
    ideas : what was gathered in private, with who said it.
    ballots, ticks, checkpoints, seats : rounds of voting; findings ticked off, and by whom; named moments; who is at which table.
    slips : join slips by the SHA-256 of their code -> who came in with it, or the empty text. Where there are any, nobody new
        comes in without one.
    kept : what a command keeps that no other one reads, by the command's name; everybody may see it.
    """

    base: Map
    map: Map
    revision: int
    entries: Entries
    people: dict[str, Person]
    authors: dict[tuple[str, str], str]
    touched: dict[tuple[str, str, str], tuple[int, str]]
    removed: dict[tuple[str, str], str]
    done: dict[tuple[str, str], int]
    renamed: dict[str, list[tuple[int, str, str, str]]]
    first_places: dict[str, Place]
    places: dict[str, Place]
    back: dict[str, list[int]]
    forth: dict[str, list[int]]
    phase: Phase | None
    private: bool
    locked: bool
    closed: bool
    timer: Timer | None
    ideas: list[tuple[str, dict[str, Any]]]
    ballots: dict[str, Ballot]
    ticks: dict[str, str]
    checkpoints: list[tuple[int, str]]
    seats: dict[str, str]
    slips: dict[str, str]
    kept: dict[str, dict[str, Any]]

    def __init__(self, base: Map, places: Mapping[str, Place] | None = None) -> None:
        self.base = base
        self.map = base
        self.revision = 0
        self.entries = Entries()
        self.people, self.seats, self.slips, self.kept = {}, {}, {}, {}
        self.authors, self.touched, self.removed = {}, {}, {}
        self.done, self.renamed, self.back, self.forth = {}, {}, {}, {}
        self.first_places = dict(places or {})
        self.places = places_of(base, self.first_places)
        self.phase = None
        self.private = self.locked = self.closed = False
        self.timer = None
        self.ideas, self.checkpoints = [], []
        self.ballots, self.ticks = {}, {}

    def elements(self, collection: str) -> Mapping[str, Any]:
        """The elements of a collection by id."""
        found: Mapping[str, Any] = getattr(self.map, collection)
        return found

    def name_of(self, person: str | None) -> str:
        """What somebody is called, for a sentence."""
        return self.people[person].name if person in self.people else "somebody"


def parts_of(edit: Edit) -> Iterator[Add | Remove | Set | Move]:
    """The single edits of an edit, in order."""
    if isinstance(edit, Batch):
        for part in edit.edits:
            yield from parts_of(part)
    else:
        yield edit
