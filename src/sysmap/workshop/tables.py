"""Breakouts: copies of the map for tables, each a room of its own, and bringing them together again.

A table has its own file and log beside the map's (`NAME.table-1.yaml`), so that a table's work survives as the plenary's
does. The common base is the plenary's map at the moment of breaking out, kept by its revision.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sysmap.core.edit import apply
from sysmap.core.elements import Link
from sysmap.core.map import Map
from sysmap.core.merge import Conflict, Merged, changes_between, merge_maps
from sysmap.core.problem import Problem, Refused
from sysmap.core.settle import choices_of, conflict_key, settled
from sysmap.formats.edits import edit_plain
from sysmap.formats.save import revised, write_whole
from sysmap.workshop.autosave import open_session
from sysmap.workshop.hub import Hub
from sysmap.workshop.log import log_path
from sysmap.workshop.room import Command
from sysmap.workshop.sentences import edit_sentences

__all__ = ["MOST_TABLES", "Tables"]

MOST_TABLES = 12


class Tables:
    """The plenary and its tables."""

    def __init__(self, plenary: Hub) -> None:
        self.plenary = plenary
        self.hubs: dict[str, Hub] = {}

    def hub(self, name: str) -> Hub | None:
        """The room of a name; the plenary's is the empty text."""
        return self.plenary if not name else self.hubs.get(name)

    def _path(self, name: str) -> Path:
        path = self.plenary.session.autosave.path
        return path.with_name(f"{path.stem}.{name}.yaml")

    async def resume(self) -> None:
        """Open the tables that were open when the server stopped."""
        names = json.loads(self.plenary.session.log.meta("tables") or "[]")
        for name in names:
            if re.fullmatch(r"table-\d{1,2}", name) and log_path(self._path(name)).exists():
                await self._open(name)

    async def stop(self) -> None:
        """Save and close every table."""
        for hub in self.hubs.values():
            await hub.stop()
            hub.session.log.close()
        self.hubs.clear()

    async def break_out(self, number: int) -> list[str]:
        """Give each of so many tables a copy of the map as it is.

        Raises
        ------
        Refused : if there are tables already, or their files cannot be made.
        """
        if self.hubs:
            raise Refused(Problem(code="L17", message="There are tables already.", hint="Bring them together first."))
        if not 1 <= number <= MOST_TABLES:
            raise Refused(Problem(code="L17", message=f"There can be 1 to {MOST_TABLES} tables.", hint="Say how many."))
        log = self.plenary.session.log
        round_ = int(log.meta("round") or 0)
        names = [f"table-{i}" for i in range(round_ + 1, round_ + number + 1)]
        text = revised(self.plenary.session.autosave.reading, self.plenary.room.map).text
        for name in names:
            write_whole(self._path(name), text.encode(), new=True)
        log.set_meta({"tables": json.dumps(names), "table_base": str(self.plenary.room.revision), "round": str(round_ + number)})
        for name in names:
            await self._open(name)
        self.plenary.broadcast({"type": "tables", "tables": names})
        return names

    async def _open(self, name: str) -> None:
        session = await asyncio.to_thread(open_session, self._path(name))
        hub = Hub(session, code=self.plenary.code, host_code=self.plenary.host_code, role=self.plenary.role)
        hub.link = self.plenary.link
        await hub.start()
        self.hubs[name] = hub

    def preview(self) -> Merged:
        """What bringing the tables together would come to; nothing is changed."""
        if not self.hubs:
            raise Refused(Problem(code="L17", message="There are no tables.", hint="Break out first."))
        room = self.plenary.room
        base = room.map_at(int(self.plenary.session.log.meta("table_base") or 0))
        copies: list[tuple[str, Map]] = [(name, hub.room.map) for name, hub in self.hubs.items()]
        if room.map != base:
            copies.insert(0, ("plenary", room.map))
        return merge_maps(base, copies)

    async def bring_together(self, by: str, choices: Mapping[str, str]) -> int:
        """Make the preview the plenary's map, as one edit of the host's, and close the tables.

        Parameters
        ----------
        by : id of the host.
        choices : how conflicts are settled, as for `sysmap.core.settle.settled`.

        Returns
        -------
        int : how many changes that were.
        """
        map_ = await asyncio.to_thread(lambda: settled(self.preview(), choices))
        edits = changes_between(self.plenary.room.map, map_)
        if edits:
            batch = {"do": "batch", "edits": [edit_plain(edit) for edit in edits], "label": "bring the tables together"}
            now = time.time_ns()
            command = Command(f"tables-{now}", "adopt", {"edit": batch}, self.plenary.room.revision, now // 1_000_000)
            await self.plenary.ask(None, by, command)
        for hub in self.hubs.values():
            hub.broadcast({"type": "tables", "tables": []})
        self.plenary.session.log.set_meta({"tables": "[]"})
        self.plenary.broadcast({"type": "tables", "tables": []})
        await asyncio.sleep(0.1)
        await self.stop()
        return len(edits)

    def told(self, choices: Mapping[str, str]) -> dict[str, Any]:
        """The preview in words, with what was chosen so far: every change, and each conflict with its ways out."""
        merged = self.preview()
        now = self.plenary.room.map
        edits = changes_between(now, settled(merged, choices))
        said: list[str] = []
        for edit in edits:
            said += edit_sentences(now, edit)
            now = apply(now, edit)
        return {"changes": said[:300], "more": max(0, len(said) - 300), "conflicts": [{
            "key": conflict_key(one), "kind": one.kind, "text": _conflict(merged.map, one),
            "choices": [{"name": choice.name, "words": choice.words} for choice in choices_of(one, merged.map)],
        } for one in merged.conflicts]}

    # Who sits where

    def seating(self) -> dict[str, list[str]]:
        """Who is at which table just now: ids of people as the plenary knows them; the plenary is the empty text."""
        ids = {person.key: person.id for person in self.plenary.room.people.values() if person.key}
        out: dict[str, list[str]] = {}
        for name, hub in (("", self.plenary), *self.hubs.items()):
            keys = {hub.room.people[client.person].key for client in hub.clients.values()}
            out[name] = sorted(ids[key] for key in keys if key in ids)
        return out

    async def seat(self, by: str, people: Mapping[str, Any]) -> dict[str, list[str]]:
        """Ask people to a table, or back to the plenary: their pages go there by themselves.

        Parameters
        ----------
        by : id of the host.
        people : by id, the name of a table; the empty text for the plenary.

        Raises
        ------
        Refused : if there is no such table or person.
        """
        for table in people.values():
            if self.hub(str(table)) is None:
                raise Refused(Problem(code="L18", message="There is no such table.", hint="Break out first, or look who is where."))
        now = time.time_ns()
        await self.plenary.ask(None, by, Command(f"seat-{now}", "seat", {"people": dict(people)}, 0, now // 1_000_000))
        wanted = {self.plenary.room.people[id_].key: str(table) for id_, table in people.items()}
        for name, hub in (("", self.plenary), *self.hubs.items()):
            for client in hub.clients.values():
                table = wanted.get(hub.room.people[client.person].key)
                if table is not None and table != name:
                    client.send(json.dumps({"type": "seat", "table": table}))
        return self.seating()


def _conflict(map_: Map, one: Conflict) -> str:
    """What is in question, in a sentence; what was said stands in the choices."""
    element = getattr(map_, one.collection).get(one.id) if one.collection else None
    name = f"“{getattr(element, 'label', None) or one.id}”"
    if isinstance(element, Link):
        name = " → ".join(f"“{map_.factors[end].label if end in map_.factors else end}”" for end in (element.from_, element.to))
    tables = ", ".join(one.tables)
    if one.kind == "alike":
        labels = " and ".join(f"“{map_.factors[id_].label}”" for id_ in one.values if id_ in map_.factors)
        return f"{labels} may be the same ({tables})."
    if one.kind == "sign":
        return f"The tables give different signs to {name}."
    if one.kind == "removed":
        return f"{name}: {one.kept.removeprefix('It stays: ')}"
    return f"The tables differ on the {one.field} of {name if element is not None else 'the map'}."
