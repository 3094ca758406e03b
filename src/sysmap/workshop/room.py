"""The authority: what happened in a workshop, one accepted entry after another.

The room is a state machine without clock, chance or disk. `decide` looks at what somebody asks for and either raises
`Refused` or gives an `Entry`, changing nothing; `commit` takes an entry that is safely in the log. The same entries give
the same room, on any machine: that is how a killed server comes back.

Fields, not factors, are what people change: of two who set the same field the last accepted wins, and the entry names
whose value gave way, so that they can be told. An edit of something that was removed meanwhile is refused to its author.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sysmap.core.edit import Add, Batch, Edit, Remove, Set, apply, inverse
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map, link_id
from sysmap.core.problem import Problem, Refused
from sysmap.core.record import is_slug
from sysmap.formats.edits import edit_from, edit_plain
from sysmap.workshop import facilitation, undoing
from sysmap.workshop.commands import EXPANSIONS, expand
from sysmap.workshop.people import Person, check_edit, check_role, parts_of
from sysmap.workshop.places import GAP, Place, free_place, places_of
from sysmap.workshop.text import check_texts, short

__all__ = ["MAX_FACTORS", "MAX_LINKS", "Command", "Entry", "Room"]

MAX_FACTORS = 2_000
MAX_LINKS = 8_000


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody asks for.

    Attributes
    ----------
    id : given by the client; the same id from the same person is never done twice.
    do : what is asked, e.g. `edit`, `merge`, `undo`, `vote`.
    data : the rest of the message.
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
    """Something that happened: what the log keeps and everybody is told."""

    revision: int
    id: str
    by: str
    do: str
    at: int
    data: Mapping[str, Any]

    @property
    def edit(self) -> Edit | None:
        """What the entry did to the map."""
        return edit_from(self.data["edit"], trusted=True) if self.data.get("edit") else None


class Room:
    """The state of a workshop: the map, the people, and what the facilitator set."""

    def __init__(self, base: Map, places: Mapping[str, Place] | None = None) -> None:
        self.base = base
        self.map = base
        self.revision = 0
        self.entries: list[Entry] = []
        self.people: dict[str, Person] = {}
        self.authors: dict[tuple[str, str], str] = {}
        self.touched: dict[tuple[str, str, str], tuple[int, str]] = {}
        self.removed: dict[tuple[str, str], str] = {}
        self.done: dict[tuple[str, str], int] = {}
        self.renamed: dict[str, list[tuple[int, str, str]]] = {}
        self.first_places: dict[str, Place] = dict(places or {})
        self.places: dict[str, Place] = places_of(base, self.first_places)
        self.state = facilitation.State()
        self.undo = undoing.Undo()

    # Asking

    def decide(self, by: str, command: Command) -> Entry:
        """What a command comes to; nothing is changed.

        Parameters
        ----------
        by : id of the person who asks, as the server knows it (never as a message claims).
        command : what they ask for.

        Raises
        ------
        Refused : with the problems that stand against it.
        """
        person = self.people.get(by)
        if command.do == "join":
            return self._entry(by, command, self._join(by, command.data))
        if person is None or not person.here:
            raise Refused(Problem(code="L06", message="You are not in this workshop any more.", hint="Ask the host."))
        if command.do != "adopt":  # which the server made of texts that were looked at before
            check_texts(command.data)
        if command.do in facilitation.COMMANDS:
            return self._entry(by, command, facilitation.decide(self, person, command.do, command.data, command.at))
        if command.do not in ("undo", "redo", *EXPANSIONS):
            raise Refused(Problem(code="L04", message=f"There is no command {short(command.do, 30)}.",
                                  hint="See the protocol."))
        if self.state.closed:
            raise Refused(Problem(code="L07", message="The workshop is closed.", hint="The host can open it again."))
        if self.state.locked and person.role != "host":
            raise Refused(Problem(code="L07", message="The host has locked the map for now.",
                                  hint="Wait until it is opened again."))
        if command.do in ("undo", "redo"):
            edit, extra = self.undo.decide(self, person, command.do)
            return self._entry(by, command, self._effect(edit) | extra)
        data = self._with_renamed(by, command)
        if self.state.private and command.do == "edit":
            return self._entry(by, dataclasses.replace(command, do="idea"), facilitation.ideas(self, person, data))
        edit = expand(self, person, command.do, data)
        edit, renamed = self._with_free_ids(edit)
        if command.do not in ("note", "restore", "waive", "adopt"):
            check_edit(self, person, edit)
        elif command.do == "note":
            check_role(person, "contributor", "add notes")
        self._check_gone(by, edit)
        effect = self._effect(edit, command.data.get("near"), command.data.get("wished", {}) if command.do == "adopt" else {})
        if command.do == "adopt":
            effect["authors"] = command.data.get("authors", {})
        if renamed:
            effect["renamed"] = renamed
        overrode = self._overrode(by, edit, command.base)
        if overrode:
            effect["overrode"] = overrode
        return self._entry(by, command, effect)

    def _entry(self, by: str, command: Command, data: Mapping[str, Any]) -> Entry:
        return Entry(self.revision + 1, command.id, by, command.do, command.at, data)

    def _effect(self, edit: Edit, near: Any = None, wished: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The edit, what undoes it, and places for the factors it adds; refused where it cannot be applied."""
        wished = wished or {}
        after = apply(self.map, edit)
        before = self.map
        if (len(after.factors) > max(MAX_FACTORS, len(before.factors))
                or len(after.links) > max(MAX_LINKS, len(before.links))):
            raise Refused(Problem(
                code="L08", message=f"A workshop holds {MAX_FACTORS:,} factors and {MAX_LINKS:,} links at most.",
                hint="Remove some, or split the map."))
        data: dict[str, Any] = {"edit": edit_plain(edit), "undo": edit_plain(inverse(self.map, edit))}
        added = [part.element for part in parts_of(edit) if isinstance(part, Add) and isinstance(part.element, Factor)]
        if added:
            where = (float(near[0]), float(near[1])) if _is_point(near) else self._middle()
            links = [part.element for part in parts_of(edit) if isinstance(part, Add) and isinstance(part.element, Link)]
            taken = [self.places[id_] for id_ in self.map.factors if id_ in self.places]
            given: dict[str, Place] = {}
            for factor in added:
                beside = wished.get(factor.id) or _beside(factor.id, links, self.places | given) or where
                given[factor.id] = (factor.position.x, factor.position.y) if factor.position else (
                    self.places.get(factor.id) or free_place([*taken, *given.values()], beside))
            data["places"] = {id_: list(place) for id_, place in given.items()}
        return data

    def _middle(self) -> Place:
        spots = [self.places[id_] for id_ in self.map.factors if id_ in self.places]
        if not spots:
            return (0.0, 0.0)
        return (sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots))

    def _check_gone(self, by: str, edit: Edit) -> None:
        """Say who removed what an edit is about, which the core cannot know."""
        added = {(p.collection, p.element.id) for p in parts_of(edit) if isinstance(p, Add)}
        for part in parts_of(edit):
            if isinstance(part, Add):
                link = part.element
                ends = [("factors", end) for end in (link.from_, link.to)] if isinstance(link, Link) else []
            else:
                ends = [(part.collection, part.id)] if part.collection else []
            for at in ends:
                if at in self.removed and at not in added and at[1] not in getattr(self.map, at[0], {}):
                    whom = self.removed[at]
                    name = "You" if whom == by else self.people[whom].name if whom in self.people else "Somebody"
                    raise Refused(Problem(
                        code="L09", message=f"{name} removed {at[1]} meanwhile; your change to it was not made.",
                        hint="Add it again if it should stay, or ask them.", at=at))

    def _overrode(self, by: str, edit: Edit, base: int) -> list[dict[str, Any]]:
        """Whose values give way: set by somebody else after what the author of this edit saw."""
        out = []
        for part in parts_of(edit):
            if not isinstance(part, Set) or part.field == "position":
                continue
            revision, whom = self.touched.get((part.collection, part.id, part.field), (0, by))
            element = getattr(self.map, part.collection).get(part.id) if part.collection else self.map
            now = getattr(element, part.field, None)
            if whom != by and revision > base and now != part.value:
                was = edit_plain(Set(part.collection, part.id, part.field, now))
                out.append({"in": part.collection, "id": part.id, "field": part.field, "by": whom, "value": was["value"]})
        return out

    def _join(self, by: str, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"name": str(data["name"]), "group": str(data["group"]), "role": str(data["role"]), "key": str(data["key"])}

    # Ids

    def free_id(self, label: str, taken: Iterable[str]) -> str:
        """An id for a label: its words, and a number where there is such an id already."""
        known = set(taken) | {id_ for collection, id_ in self.removed if collection == "factors"}
        text = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
        text = re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:40].strip("-") or "factor"
        if not is_slug(text):
            text = f"f-{text}"
        number, id_ = 2, text
        while id_ in known:
            id_, number = f"{text}-{number}", number + 1
        return id_

    def _with_free_ids(self, edit: Edit) -> tuple[Edit, dict[str, str]]:
        """Two who type the same word at once get two factors: the later one another id, and its links follow."""
        renamed: dict[str, str] = {}
        parts: list[Edit] = []
        taken = set(self.map.factors)
        for single in parts_of(edit):
            part: Edit = single
            if isinstance(part, Add) and isinstance(part.element, Factor) and part.element.id in taken:
                new = self.free_id(part.element.label, taken)
                renamed[part.element.id] = new
                part = Add(part.collection, dataclasses.replace(part.element, id=new), part.before)
            elif renamed:
                part = _renamed_part(part, renamed)
            if isinstance(part, Add) and isinstance(part.element, Factor):
                taken.add(part.element.id)
            parts.append(part)
        if not renamed:
            return edit, {}
        return (Batch(tuple(parts), edit.label) if isinstance(edit, Batch) else parts[0]), renamed

    def _with_renamed(self, by: str, command: Command) -> Mapping[str, Any]:
        """A command sent before its author could know that the room gave their factor another id."""
        names = {old: new for revision, old, new in self.renamed.get(by, ()) if command.base < revision}
        if not names:
            return command.data
        data = _renamed_plain(command.data, names)
        assert isinstance(data, Mapping)
        return data

    # Telling

    def commit(self, entry: Entry) -> None:
        """Take an entry that `decide` gave and the log holds."""
        assert entry.revision == self.revision + 1, "entries are taken in order"
        edit = entry.edit
        if edit is not None:
            self._take_edit(entry, edit)
        if entry.do == "join":
            data = entry.data
            self.people[entry.by] = Person(entry.by, data["name"], data["group"], data["role"], data["key"])
        facilitation.commit(self, entry)
        self.undo.commit(entry)
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
                if part.field == "position" and part.value is not None:
                    self.places[part.id] = (part.value.x, part.value.y)
        for id_, (x, y) in entry.data.get("places", {}).items():
            self.places[id_] = (x, y)
        for old, new in entry.data.get("renamed", {}).items():
            self.renamed.setdefault(entry.by, []).append((entry.revision, old, new))

    def map_at(self, revision: int) -> Map:
        """The map as it was after a revision."""
        map_ = self.base
        for entry in self.entries[:revision]:
            edit = entry.edit
            if edit is not None:
                map_ = apply(map_, edit, trusted=True)
        return map_

    def told(self, entry: Entry, to: Person) -> dict[str, Any]:
        """An entry as one person is told of it: without secrets, with others' votes and private ideas left out."""
        secret = ("undo", "authors", "key") if entry.do == "join" else ("undo", "authors")  # the key of a tick names the finding
        data = {key: value for key, value in entry.data.items() if key not in secret}
        data = facilitation.redact(self, entry, to, data)
        return {"revision": entry.revision, "id": entry.id, "by": entry.by, "do": entry.do, "at": entry.at, "data": data}

    @classmethod
    def replay(cls, base: Map, entries: Iterable[Entry], places: Mapping[str, Place] | None = None) -> Room:
        """The room after these entries."""
        room = cls(base, places)
        for entry in entries:
            room.commit(entry)
        return room


def _beside(id_: str, links: Iterable[Link], places: Mapping[str, Place]) -> Place | None:
    """A cause stands to the left of what it leads to, an effect to the right of what leads to it."""
    for link in links:
        if link.from_ == id_ and link.to in places:
            return (places[link.to][0] - GAP[0], places[link.to][1])
        if link.to == id_ and link.from_ in places:
            return (places[link.from_][0] + GAP[0], places[link.from_][1])
    return None


def _is_point(value: Any) -> bool:
    return (isinstance(value, list | tuple) and len(value) == 2
            and all(isinstance(one, int | float) and abs(one) < 1e6 for one in value))


def _renamed_part(part: Edit, names: Mapping[str, str]) -> Edit:
    data = _renamed_plain(edit_plain(part), names)
    return edit_from(data)


def _renamed_plain(data: Any, names: Mapping[str, str]) -> Any:
    """Plain data with ids of factors replaced where ids stand."""
    if isinstance(data, list):
        return [_renamed_plain(one, names) for one in data]
    if not isinstance(data, Mapping):
        return data
    out: dict[str, Any] = {}
    for key, value in data.items():
        if key in ("id", "from", "to", "keep", "drop", "before") and isinstance(value, str):
            start, arrow, end = value.partition("->")
            out[key] = link_id(names.get(start, start), names.get(end, end)) if arrow else names.get(value, value)
        elif key in ("ids", "factors") and isinstance(value, list):
            out[key] = [names.get(one, one) if isinstance(one, str) else one for one in value]
        else:
            out[key] = _renamed_plain(value, names)
    return out
