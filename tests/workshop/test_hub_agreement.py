"""The real hub, with everything that can come between: people who come, go and do not read, a full disk, a killed server.

Steps of asyncio are part of the play: a step is taken when the test says so, so that somebody joins, leaves or asks while
a batch is on its way to the disk. Whatever anybody was told stays true: it is in the log, in the file and in every copy.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.workshop.serving import MAP
from tests.workshop.test_agreement import PEOPLE, ROLES, command

from sysmap.checks import check_references
from sysmap.core.edit import apply
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.formats.edits import edit_from
from sysmap.formats.read import read_file
from sysmap.views.document import to_plain
from sysmap.workshop.admission import HostCode
from sysmap.workshop.client import Client
from sysmap.workshop.history import map_at
from sysmap.workshop.hub import Hub
from sysmap.workshop.protocol.from_browser import Hello
from sysmap.workshop.room import Room
from sysmap.workshop.session import RoomSession, open_session
from sysmap.workshop.state import Entry, Request

SLOW = 12
"""Messages that wait for somebody who does not read, here: few, so that it happens."""


@dataclass
class Browser:
    """What one browser has: its copy, what waits for an answer, what it was told became of the rest."""

    name: str
    key: str = ""
    client: Client | None = None
    coming: asyncio.Task[Client] | None = None
    map: Map = field(default_factory=Map)
    revision: int = -1
    waiting: list[Request] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    twice: set[str] = field(default_factory=set)


class Play(RuleBasedStateMachine):
    """People, a hub, a disk that may be full, a server that may be killed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "town.yaml"
        self.path.write_text(MAP, encoding="utf-8")
        self.loop = asyncio.new_event_loop()
        self.full = 0
        self.count = 0
        self.seen: dict[int, str] = {}
        self.browsers = {name: Browser(name) for name in PEOPLE}

    # The server

    def opened(self) -> RoomSession:
        return open_session(self.path)

    def start(self) -> None:
        session = self.opened()
        session.log._db.execute("PRAGMA synchronous=OFF")  # no power is cut here, and it is quicker
        self.hub = Hub(session, code="CODE-CODE", host=HostCode("HOST-HOST"), role="contributor")
        append = session.log.append

        def filling(entries: Sequence[Entry]) -> None:
            if self.full:
                self.full -= 1
                raise Refused(Problem(code="L20", message="The disk is full; the change was not made.", hint="Free some space."))
            append(entries)

        session.log.append = filling  # type: ignore[method-assign]
        self.run(self.hub.start())

    def rooms(self) -> list[Hub]:
        """Every room of the server."""
        return [self.hub]

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(work)

    @initialize()
    def begin(self) -> None:
        self.start()
        for browser in self.browsers.values():
            self.comes(browser.name)
            self.settle_one(browser)
            assert browser.client is not None
            person = self.hub.room.people[browser.client.person]
            self.run(self.hub.enter(person, ROLES[browser.name]))  # type: ignore[arg-type]

    @rule(how=st.sampled_from(["killed", "stopped"]))
    def server_goes_and_comes_back(self, how: str) -> None:
        for browser in self.browsers.values():
            self.leaves(browser.name)
        if how == "stopped":
            for hub in self.rooms():
                self.run(hub.stop())
        else:
            self.run(self.cut())
        for hub in self.rooms():
            hub.session.log.close()
        self.start()

    async def cut(self) -> None:
        """As kill -9 would, but for what is on its way to the disk, which may or may not get there: here it does."""
        tasks = [task for hub in self.rooms() for task in (*hub._tasks, hub._writer)]
        for task in tasks:
            assert task is not None
            task.cancel()
        await asyncio.gather(*[task for task in tasks if task], return_exceptions=True)
        await self.loop.shutdown_default_executor()
        self.loop._default_executor = None  # type: ignore[attr-defined]
        self.loop._executor_shutdown_called = False  # type: ignore[attr-defined]

    @rule(times=st.integers(1, 3))
    def disk_is_full(self, times: int) -> None:
        self.full = times

    @rule()
    def file_is_saved(self) -> None:
        self.run(self.hub.save_now())

    @rule(steps=st.integers(1, 12))
    def time_passes(self, steps: int) -> None:
        async def some() -> None:
            for _ in range(steps):
                await asyncio.sleep(0)

        self.run(some())

    @rule()
    def everything_is_answered(self) -> None:
        self.run(asyncio.sleep(0.02))

    # The people

    @rule(who=st.sampled_from(PEOPLE))
    def comes(self, who: str) -> None:
        browser = self.browsers[who]
        if browser.client is None and browser.coming is None:
            code = self.hub.host.code if who == "ann" else self.hub.code
            hello = Hello(code=code, key=browser.key, name=who, since=max(browser.revision, 0))
            browser.coming = self.loop.create_task(self.hub.join(hello))

    @rule(who=st.sampled_from(PEOPLE))
    def leaves(self, who: str) -> None:
        browser = self.browsers[who]
        if browser.coming is not None:
            browser.coming.cancel()
            with contextlib.suppress(asyncio.CancelledError, Refused):
                self.hub.leave(self.run(browser.coming))
            browser.coming = None
        if browser.client is not None:
            self.hub.leave(browser.client)
            browser.client = None

    @rule(who=st.sampled_from(PEOPLE), what=command, twice=st.booleans())
    def asks(self, who: str, what: tuple[str, dict[str, Any]], twice: bool) -> None:
        browser = self.browsers[who]
        self.count += 1
        asked = Request(f"{who}-{self.count}", what[0], what[1], max(browser.revision, 0))
        browser.waiting.append(asked)
        if browser.client is not None:
            self.hub.hand_over(browser.client, asked)
            if twice:  # the second may be accepted although the first was refused, once the disk has room again
                self.hub.hand_over(browser.client, asked)
                browser.twice.add(asked.id)

    @rule(who=st.sampled_from(PEOPLE))
    def reads_at_last(self, who: str) -> None:
        browser = self.browsers[who]
        if browser.client is not None and browser.client.queue.qsize() > SLOW:
            self.leaves(who)  # the server hangs up on who does not read
        self.reads(who)

    def reads(self, who: str) -> None:
        browser = self.browsers[who]
        if browser.coming is not None and browser.coming.done():
            coming, browser.coming = browser.coming, None
            with contextlib.suppress(Refused):  # a full disk: they try again
                browser.client = coming.result()
        while browser.client is not None and not browser.client.queue.empty():
            text = browser.client.queue.get_nowait()
            if text is not None:
                self.hears(browser, json.loads(text))

    def hears(self, browser: Browser, message: dict[str, Any]) -> None:
        if message["type"] == "welcome":
            browser.key, browser.revision = message["key"], message["revision"]
            browser.map = map_at(self.hub.room, browser.revision)
            assert message["map"] == json.loads(json.dumps(to_plain(browser.map)))
            assert browser.client is not None
            for asked in browser.waiting:
                self.hub.hand_over(browser.client, asked)
        elif message["type"] == "entries":
            for entry in message["entries"]:
                assert entry["revision"] == browser.revision + 1, "nobody ever sees a gap"
                browser.revision = entry["revision"]
                if entry["data"].get("edit"):
                    browser.map = apply(browser.map, edit_from(entry["data"]["edit"]))
                text = f"{entry['by']} {entry['id']} {entry['data'].get('edit')}"
                assert self.seen.setdefault(entry["revision"], text) == text, "what was told stays so, also after a restart"
                self.answered(browser, entry["id"])
        elif message["type"] == "ack":
            self.answered(browser, message["id"])
        elif message["type"] == "refused":
            self.answered(browser, message["id"])
            if message["id"] not in browser.twice:
                browser.refused.add(message["id"])

    def answered(self, browser: Browser, id_: str) -> None:
        browser.waiting = [one for one in browser.waiting if one.id != id_]

    def settle_one(self, browser: Browser) -> None:
        for _ in range(60):
            self.comes(browser.name)
            self.run(asyncio.sleep(0.003))
            self.reads(browser.name)
            if browser.client is not None and not browser.waiting and browser.revision == self.hub.room.revision:
                return
        raise AssertionError(f"{browser.name} never gets an answer to {browser.waiting}")

    # What holds

    @invariant()
    def what_was_told_is_in_the_log(self) -> None:
        if hasattr(self, "hub"):
            log = {entry.revision: entry for entry in self.hub.session.log.entries()}
            assert set(self.seen) <= set(log)

    def teardown(self) -> None:
        self.full = 0
        try:
            self.all_agree()
        finally:
            for task in asyncio.all_tasks(self.loop):
                task.cancel()
            self.run(asyncio.sleep(0))
            self.run(self.loop.shutdown_default_executor())
            self.loop.close()
            self.hub.session.log.close()
            try:
                self.at_the_end()
            finally:
                self.folder.cleanup()

    def at_the_end(self) -> None:
        """What holds once the server has stopped."""

    def all_agree(self) -> None:
        for _ in range(2):  # twice, for what the last of them changed
            for browser in self.browsers.values():
                self.settle_one(browser)
        room = self.hub.room
        assert {name: browser.map == room.map for name, browser in self.browsers.items()} == dict.fromkeys(PEOPLE, True)
        self.run(self.hub.stop())
        assert self.hub.session.autosave.problem is None
        assert read_file(self.path).document == room.map
        entries = list(self.hub.session.log.entries())
        again = Room.replay(room.base, room.commands, entries, room.first_places)
        assert (again.map, again.revision, again.places, again.authors) == (room.map, room.revision, room.places, room.authors)
        done = [(entry.by, entry.id) for entry in entries]
        assert len(done) == len(set(done)), "nothing is done twice"
        refused = {id_ for browser in self.browsers.values() for id_ in browser.refused}
        assert not refused & {entry.id for entry in entries}, "what was refused was not done"
        assert not check_references(room.map), "no link dangles"


class TestHub(Play.TestCase):  # type: ignore[name-defined,misc]
    settings = settings(settings(), stateful_step_count=50)
