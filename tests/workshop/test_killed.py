"""A real server, killed again and again at moments nobody chose, with people who come, go and send again.

Lost means: somebody saw their edit accepted, and it is not in the log, not in the file, or not in somebody's copy. That
never happens; and what was sent again is there once.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from pathlib import Path
from typing import Any

import pytest
from tests.workshop.serving import Guest, Server, a_map, play_out
from websockets.exceptions import WebSocketException

from sysmap.core.edit import apply
from sysmap.core.map import Map
from sysmap.formats.edits import edit_from
from sysmap.formats.read import read_file
from sysmap.workshop.session import open_session


class Hearer(Guest):
    """Somebody who keeps everything they were ever told, over all their connections."""

    def __init__(self, server: Server, name: str, code: str | None = None) -> None:
        super().__init__(server, name, code)
        self.told: dict[int, dict[str, Any]] = {}

    async def back(self) -> None:
        """Come back, however often it takes."""
        while True:
            with contextlib.suppress(OSError, WebSocketException, TimeoutError):
                await self.arrive()
                return
            await asyncio.sleep(0.02)

    def keep(self) -> None:
        for entry in self.entries:
            assert self.told.setdefault(entry["revision"], entry)["id"] == entry["id"], "what was told stays so"


def an_edit(chance: random.Random, name: str, turn: int) -> tuple[str, dict[str, Any]]:
    """Something people do."""
    kind = chance.randrange(6)
    if kind < 3:
        id_ = f"{name.lower()}-{turn}"
        return "edit", {"edit": {"do": "add", "in": "factors", "element": {"id": id_, "label": f"{name} {turn}"}}}
    if kind == 3:
        return "note", {"in": "factors", "id": "waits", "text": f"{name} {turn}"}
    if kind == 4:
        return "undo", {}
    value = {"x": chance.randrange(900), "y": turn}
    return "edit", {"edit": {"do": "set", "in": "factors", "id": "staff", "field": "position", "value": value}}


async def work(guest: Hearer, seed: int, turns: int) -> None:
    """Type on, whatever the line does; leave now and then."""
    chance = random.Random(seed)
    for turn in range(turns):
        do, data = an_edit(chance, guest.name, turn)
        await guest.do(do, **data)
        await asyncio.sleep(chance.random() * 0.02)
        if chance.random() < 0.04 or (guest.reader is not None and guest.reader.done()):
            guest.keep()
            await guest.leave()
            await asyncio.sleep(chance.random() * 0.05)
            await guest.back()


def applied(base: Map, entries: Any) -> Map:
    map_ = base
    for entry in entries:
        if entry["data"].get("edit"):
            map_ = apply(map_, edit_from(entry["data"]["edit"]))
    return map_


@pytest.mark.parametrize("seed", [1, 2])
def test_what_anybody_saw_accepted_is_everywhere_after_any_number_of_kills(tmp_path: Path, seed: int) -> None:
    guests: list[Hearer] = []

    async def play(server: Server) -> None:
        chance = random.Random(seed)
        guests.extend(Hearer(server, f"G{i}", server.host_code if i == 0 else None) for i in range(12))
        for guest in guests:
            await guest.arrive()
        working = [asyncio.create_task(work(guest, 100 * seed + i, 60)) for i, guest in enumerate(guests)]
        for _ in range(4):
            await asyncio.sleep(0.1 + chance.random() * 0.4)
            await asyncio.to_thread(server.kill)
            await asyncio.to_thread(server.start)
        await asyncio.gather(*working)
        for guest in guests:
            guest.keep()
            await guest.leave()
            await guest.back()
        for guest in guests:
            await guest.settled()
        late = await Hearer(server, "Late").arrive()
        for guest in guests:
            await guest.until(lambda guest=guest: guest.revision >= late.revision)
            guest.keep()

    with Server(a_map(tmp_path)) as server:
        base = read_file(server.path).map
        play_out(server, play)
    session = open_session(tmp_path / "town.yaml")
    log = {entry.revision: entry for entry in session.log.entries()}
    session.log.close()
    told: dict[int, dict[str, Any]] = {}
    for guest in guests:
        for revision, entry in guest.told.items():
            assert told.setdefault(revision, entry)["id"] == entry["id"], "everybody was told the same"
    assert {revision: entry["id"] for revision, entry in told.items()} == {
        revision: log[revision].id for revision in told}, "what was told is in the log"
    done = [(entry.by, entry.id) for entry in log.values()]
    assert len(done) == len(set(done)), "what was sent again is there once"
    refused = {id_ for guest in guests for id_ in guest.refused}
    assert not refused & {entry.id for entry in log.values()}, "what was refused was not done"
    whole = applied(base, ({"data": entry.data} for _, entry in sorted(log.items())))
    assert read_file(tmp_path / "town.yaml").map == whole == session.room.map
