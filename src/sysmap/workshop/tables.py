"""Breakouts: copies of the map for tables, each a room of its own, and bringing them together again.

A table has its own file and log beside the map's (`NAME.table-1.yaml`), so that a table's work survives as the plenary's
does. The common base is the plenary's map at the moment of breaking out, kept by its revision. While tables are brought
together nothing moves in any of them: what arrives in that moment is refused to its author, never taken and left behind.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import UNSET, UnsetType

from sysmap.core.map import Map
from sysmap.core.merge import Merged, changes_between, merge_maps
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.formats.edits import edit_plain
from sysmap.formats.save import revised, write_whole
from sysmap.workshop.client import Client, now_ms, said
from sysmap.workshop.disputes import BEFORE, settled_or_contested
from sysmap.workshop.history import map_at
from sysmap.workshop.hub import Hub
from sysmap.workshop.merge_preview import check_decided, chosen_of, merge_told
from sysmap.workshop.places import Place
from sysmap.workshop.protocol.data import MergeData
from sysmap.workshop.protocol.from_server import SeatAt, TablesNow
from sysmap.workshop.session import open_session
from sysmap.workshop.state import Entry, Person, Request

__all__ = ["MOST_TABLES", "Tables"]

MOST_TABLES = 12
_LOCKED = Problem(code="L07", message="The host is calling the tables back.", hint="Wait for the plenary.")
_CLOSED = Problem(code="L07", message="The workshop is closed.", hint="The host can open it again.")
_OVER = Problem(code="L17", message="The tables have been brought together.", hint="Make the change in the plenary.")


def record_request(*, all_boxes: bool = False) -> Request:
    """What the server itself asks for when a session is closed or stopped."""
    return Request(f"record-{secrets.token_hex(6)}", "record", {"all": all_boxes}, at=now_ms())


class Tables:
    """The plenary and its tables."""

    def __init__(self, plenary: Hub) -> None:
        self.plenary = plenary
        self.hubs: dict[str, Hub] = {}
        plenary.watch = self.tell
        plenary.after = self._follow

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
            if re.fullmatch(r"table-\d{1,2}", name) and self.plenary.session.store.has_log(self._path(name)):
                await self._open(name)

    async def record(self) -> None:
        """Write the session onto the map, if anything was drawn in it."""
        host = next((one.id for one in self.plenary.room.people.values() if one.role == "host" and one.here), None)
        if host is not None:
            with contextlib.suppress(Refused):
                await self.plenary.ask(None, host, record_request())

    async def stop(self) -> None:
        """Save and close every table."""
        for hub in self.hubs.values():
            await hub.stop()
            hub.session.log.close()
        self.hubs.clear()

    # Breaking out

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
        async with self.plenary.quiet():
            map_, revision = self.plenary.room.map, self.plenary.room.revision
            text = revised(self.plenary.session.autosave.reading, map_).text
        for name in names:
            self.plenary.session.store.keep(self._path(name), text.encode())
            write_whole(self._path(name), text.encode(), new=True)
        log.set_meta({"tables": json.dumps(names), "table_base": str(revision), "round": str(round_ + number)})
        for name in names:
            await self._open(name)
        self.tell()
        return names

    async def _open(self, name: str) -> None:
        session = await asyncio.to_thread(
            open_session, self._path(name), dict(self.plenary.room.places), store=self.plenary.session.store)
        hub = Hub(session, code=self.plenary.code, host=self.plenary.host, role=self.plenary.role)
        hub.link, hub.fingerprint = self.plenary.link, self.plenary.fingerprint
        hub.watch = self.tell
        await hub.start()
        self.hubs[name] = hub

    async def seat(self, by: str, seats: Mapping[str, int | str]) -> dict[str, str]:
        """Send people to tables; whoever is connected, wherever they are, is told at once.

        Parameters
        ----------
        by : the host.
        seats : id of a person in the plenary -> a table's name, its place in the list from 1, or the empty text for the
            plenary.

        Returns
        -------
        dict : everybody who is sent somewhere, and where.
        """
        names = list(self.hubs)
        wanted: dict[str, str] = {}
        for person, seat in seats.items():
            table = names[seat - 1] if type(seat) is int and 1 <= seat <= len(names) else seat
            if not isinstance(table, str) or (table and table not in self.hubs):
                raise Refused(Problem(code="L18", message=f"There is no table {seat}.", hint=one_of(str(seat)[:20], names)))
            wanted[str(person)] = table
        now = now_ms()
        await self.plenary.ask(None, by, Request(f"seat-{secrets.token_hex(6)}", "seat", {"seats": wanted}, at=now))
        for hub in (self.plenary, *self.hubs.values()):
            for client in hub.clients.values():
                whom = self._in_plenary(hub, client)
                if whom is not None and whom.id in wanted:
                    client.send(said(SeatAt(wanted[whom.id])))
        return dict(self.plenary.room.seats)

    def lock(self, on: bool) -> None:
        """Let nobody change anything at the tables, or let them again."""
        for hub in self.hubs.values():
            hub.held = _LOCKED if on else None
        self.tell()

    # Telling

    def _in_plenary(self, hub: Hub, client: Client) -> Person | None:
        """Who somebody at a table is in the plenary: their browser has one key for both."""
        person = hub.room.people.get(client.person)
        if hub is self.plenary or person is None or not person.key:
            return person
        return next((one for one in self.plenary.room.people.values() if one.key == person.key), None)

    def told(self, client: Client | None = None, hub: Hub | None = None) -> str:
        """Which tables there are and who is at which; for somebody who joins also where the host has sent them."""
        at: dict[str, list[str]] = {}
        for name, table in self.hubs.items():
            whom = [self._in_plenary(table, one) for one in table.clients.values()]
            at[name] = list(dict.fromkeys(one.id for one in whom if one is not None))
        seat: str | UnsetType = UNSET
        if client is not None and hub is not None:
            person = self._in_plenary(hub, client)
            seat = self.plenary.room.seats.get(person.id, "") if person is not None else ""
        return said(TablesNow(list(self.hubs), at, any(one.held is not None for one in self.hubs.values()), seat))

    def _follow(self, entries: Sequence[Entry]) -> None:
        """What the host does with people in the plenary holds at the tables too; a session that is closed is recorded."""
        for entry in entries:
            if entry.do == "close" and entry.data["on"]:
                self.plenary.post(entry.by, record_request(all_boxes=True))
            if entry.do not in ("role", "dismiss", "close"):
                continue
            for hub in self.hubs.values():
                if entry.do == "close":
                    hub.held = _CLOSED if entry.data["on"] else None
                for client in list(hub.clients.values()):
                    person, here = self._in_plenary(hub, client), hub.room.people[client.person]
                    if person is None:
                        client.end("The host has removed you from this workshop.")
                    elif person.role != here.role:
                        hub.post(here.id, Request(f"role-{entry.revision}-{here.id}", "join", {
                            "name": here.name, "group": here.group, "role": person.role, "key": here.key}, at=entry.at))

    def tell(self) -> None:
        """Tell the plenary which tables there are and who is where."""
        text = self.told()
        for client in self.plenary.clients.values():
            client.send(text)

    # Bringing together

    def merged(self) -> Merged:
        """What bringing the tables together would come to; nothing is changed."""
        if not self.hubs:
            raise Refused(Problem(code="L17", message="There are no tables.", hint="Break out first."))
        return merge_maps(self._base(), self._copies())

    def _base(self) -> Map:
        """The map that the tables started from."""
        return map_at(self.plenary.room, int(self.plenary.session.log.meta("table_base") or 0))

    def _copies(self) -> list[tuple[str, Map]]:
        """What each table brings, and the plenary where it went on meanwhile."""
        map_ = self.plenary.room.map
        copies = [(name, hub.room.map) for name, hub in self.hubs.items()]
        return [(BEFORE, map_), *copies] if map_ != self._base() else copies

    def preview(self, choices: Mapping[str, str] | None) -> MergeData:
        """The preview in words, with the choices made so far."""
        merged = self.merged()
        told = merge_told(self.plenary.room.map, merged, chosen_of(choices, merged), self._copies(), self._base())
        return {**told, "warnings": self._left_behind()}

    def _left_behind(self) -> list[str]:
        """What stays in a table's own log because it is no part of the map."""
        out = []
        for name, hub in self.hubs.items():
            state = hub.room
            if state.ideas:
                out.append(f"{name} has {len(state.ideas)} ideas gathered in private that were not revealed; they would stay there.")
            if state.ballots:
                out.append(f"{name} has voted; the result stays there, take it away at the table.")
        return out

    async def bring_together(self, by: str, choices: Mapping[str, str] | None) -> int:
        """Make the merge with these choices the plenary's map, as one edit of the host's; close the tables.

        Returns
        -------
        int : how many changes that were.

        Raises
        ------
        Refused : if there are no tables, or more to decide than the choices say; then nothing has changed.
        """
        async with contextlib.AsyncExitStack() as still:
            do = await still.enter_async_context(self.plenary.quiet())
            for hub in self.hubs.values():
                await still.enter_async_context(hub.quiet())
            merged = await asyncio.to_thread(self.merged)
            check_decided(choices, merged)
            result = settled_or_contested(merged, chosen_of(choices, merged), self._copies(), self._base())
            edits = await asyncio.to_thread(changes_between, self.plenary.room.map, result)
            now = now_ms()
            if edits:
                authors, wished = self._of_tables()
                batch = {"do": "batch", "edits": [edit_plain(edit) for edit in edits], "label": "bring the tables together"}
                data = {"edit": batch, "authors": authors, "wished": wished}
                await do(by, Request(f"tables-{secrets.token_hex(6)}", "adopt", data, self.plenary.room.revision, now))
            if self.plenary.room.seats:
                seats = dict.fromkeys(self.plenary.room.seats, "")
                await do(by, Request(f"seat-{secrets.token_hex(6)}", "seat", {"seats": seats}, at=now))
            self.plenary.session.log.set_meta({"tables": "[]"})
            for hub in self.hubs.values():
                hub.held = _OVER
        for hub in self.hubs.values():
            hub.broadcast(TablesNow([], {}, False, ""))
        await asyncio.sleep(0.1)
        await self.stop()
        self.tell()
        return len(edits)

    def _of_tables(self) -> tuple[dict[str, str], dict[str, Place]]:
        """Whose each new element is (so that it stays theirs in the plenary), and where tables put new factors."""
        known = {person.key: person.id for person in self.plenary.room.people.values() if person.key}
        authors: dict[str, str] = {}
        wished: dict[str, Place] = {}
        for hub in self.hubs.values():
            for (collection, id_), author in hub.room.authors.items():
                person = hub.room.people.get(author)
                if collection in ("factors", "links") and person is not None and person.key in known:
                    authors.setdefault(id_, known[person.key])
            for id_, place in hub.room.places.items():
                wished.setdefault(id_, place)
        return authors, wished
