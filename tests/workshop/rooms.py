"""Rooms for tests, without server or disk."""

from __future__ import annotations

from typing import Any

from sysmap.core.map import Map
from sysmap.workshop.commands import COMMANDS
from sysmap.workshop.room import Room
from sysmap.workshop.state import Entry, Request


class Desk:
    """A room and a short way to ask it for things."""

    def __init__(self, map_: Map | None = None) -> None:
        self.room = Room(map_ or Map(id="town", title="Town"), COMMANDS)
        self.count = 0
        for name, role in (("ann", "host"), ("eve", "editor"), ("bo", "contributor"), ("cy", "contributor"), ("vi", "voter"),
                           ("wu", "viewer")):
            self.ask(name, "join", name=name.capitalize(), group="nurses" if name == "bo" else "", role=role, key=name)

    def ask(self, by: str, do: str, *, base: int | None = None, id_: str | None = None, **data: Any) -> Entry:
        """Ask, and take what comes of it."""
        self.count += 1
        seen = self.room.revision if base is None else base
        entry = self.room.decide(by, Request(id_ or f"c{self.count:04d}", do, data, seen))
        self.room.commit(entry)
        return entry

    def factor(self, by: str, label: str, id_: str | None = None, **more: Any) -> Entry:
        element = {"id": id_ or label.lower().replace(" ", "-"), "label": label}
        return self.ask(by, "edit", edit={"do": "add", "in": "factors", "element": element}, **more)

    def link(self, by: str, from_: str, to: str, sign: str = "positive", **more: Any) -> Entry:
        element = {"from": from_, "to": to, "polarity": sign}
        return self.ask(by, "edit", edit={"do": "add", "in": "links", "element": element}, **more)

    def set(self, by: str, id_: str, field: str, value: Any, in_: str = "factors", **more: Any) -> Entry:
        return self.ask(by, "edit", edit={"do": "set", "in": in_, "id": id_, "field": field, "value": value}, **more)
