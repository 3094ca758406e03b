"""Random histories of a room: who asks for what, who comes, goes and loses their line, in which order."""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from hypothesis import strategies as st
from tests.workshop.protocol import check_message
from tests.workshop.serving import MAP
from tests.workshop.test_agreement import PEOPLE, ROLES, command

from sysmap.workshop.admission import HostCode
from sysmap.workshop.client import Client
from sysmap.workshop.hub import Hub
from sysmap.workshop.protocol.from_browser import Hello
from sysmap.workshop.session import open_session
from sysmap.workshop.state import Request

flag = st.builds(lambda on: {"on": on}, st.booleans())
element = st.sampled_from(["waits", "staff"])
person = st.sampled_from(PEOPLE)

session_command = st.one_of(
    st.tuples(st.just("phase"), st.builds(lambda p: {"phase": p}, st.sampled_from(["gather", "connect", "vote"]))),
    st.tuples(st.just("phase"), st.just({"phase": "gather", "private": True})),
    st.tuples(st.sampled_from(["lock", "close"]), flag),
    st.tuples(st.just("ballot"), st.builds(lambda a, b: {"about": a, "budget": b, "question": "Which?"},
                                           st.sampled_from(["factors", "links"]), st.integers(1, 4))),
    st.tuples(st.just("vote"), st.builds(lambda n, e, d: {"ballot": f"vote-{n}", "element": e, "dots": d},
                                         st.integers(1, 2), element, st.integers(0, 3))),
    st.tuples(st.just("count"), st.builds(lambda n: {"ballot": f"vote-{n}"}, st.integers(1, 2))),
    st.tuples(st.just("timer"), st.builds(lambda n: {"seconds": n, "label": "Talk"}, st.sampled_from([0, 60]))),
    st.tuples(st.just("tick"), st.builds(lambda k, on: {"key": k, "on": on}, st.sampled_from(["M01:", "read:l"]), st.booleans())),
    st.tuples(st.just("checkpoint"), st.just({"label": "before lunch"})),
    st.tuples(st.just("withdraw"), st.builds(lambda i: {"id": i}, st.sampled_from(["waits", "pay", "trust"]))),
    st.tuples(st.just("me"), st.builds(lambda n, g: {"name": n, "group": g}, st.sampled_from(["Ann", "Zoe"]), st.sampled_from(["", "nurses"]))),
    st.tuples(st.just("role"), st.builds(lambda p, r: {"who": p, "role": r}, person, st.sampled_from(["host", "editor", "voter", "viewer"]))),
    st.tuples(st.just("dismiss"), st.builds(lambda p: {"who": p}, person)),
    st.tuples(st.just("seat"), st.builds(lambda p, t: {"seats": {p: t}}, person, st.sampled_from(["", "table-1"]))),
)
"""Commands of the session; `who` and `seats` name people by their names here."""

steps = st.lists(st.one_of(
    st.tuples(st.just("ask"), person, st.one_of(command, session_command, session_command)),
    st.tuples(st.just("ask"), st.just("ann"), session_command),
    st.tuples(st.sampled_from(["wait", "line", "late"]), person, st.none()),
), max_size=40)


class Play:
    """The real hub without sockets, and what each browser was sent, text by text.

    Parameters
    ----------
    folder : where the map and its log lie.
    """

    def __init__(self, folder: Path) -> None:
        (folder / "town.yaml").write_text(MAP, encoding="utf-8")
        session = open_session(folder / "town.yaml")
        session.log._db.execute("PRAGMA synchronous=OFF")
        self.hub = Hub(session, code="CODE-CODE", host=HostCode("HOST-HOST"), role="contributor")
        self.heard: dict[str, list[str]] = {name: [] for name in (*PEOPLE, "late")}
        self.clients: dict[str, Client] = {}
        self.keys: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.count = itertools.count()

    async def comes(self, name: str) -> None:
        """Somebody joins, or comes back after their line was lost."""
        if name in self.clients:
            self.hub.leave(self.clients.pop(name))
        code = "HOST-HOST" if name == "ann" else self.hub.code
        client = await self.hub.join(Hello(code=code, key=self.keys.get(name, ""), name=name))
        self.clients[name], self.ids[name] = client, client.person
        self.listen(name)
        self.keys[name] = json.loads(self.heard[name][-1])["key"]

    def listen(self, name: str) -> None:
        """Take what was sent."""
        queue = self.clients[name].queue
        while not queue.empty():
            text = queue.get_nowait()
            if text is not None:
                check_message("FromServer", text)
                self.heard[name].append(text)

    def ask(self, name: str, do: str, data: dict[str, Any]) -> None:
        """Somebody asks for something; the answer comes when time passes."""
        data = dict(data)
        if "who" in data:
            data["person"] = self.ids[data.pop("who")]
        if "seats" in data:
            data["seats"] = {self.ids[one]: table for one, table in data["seats"].items()}
        self.hub.hand_over(self.clients[name], Request(f"c{next(self.count):05d}", do, data, self.hub.room.revision, 1))

    async def settled(self) -> None:
        """Wait until everything asked for was answered, and take what was sent."""
        while not self.hub._arrived.empty() or self.hub._durable.locked():
            await asyncio.sleep(0.001)
        await asyncio.sleep(0)
        async with self.hub._durable:
            pass
        for name in self.clients:
            self.listen(name)

    async def play(self, history: list[tuple[str, str, Any]], one_by_one: bool = False) -> None:
        """Let it happen; one by one, what people are sent does not depend on what arrives in one moment."""
        await self.hub.start()
        for name in PEOPLE:
            await self.comes(name)
            person = self.hub.room.people[self.ids[name]]
            if person.role != ROLES[name]:
                await self.hub.enter(person, ROLES[name])  # type: ignore[arg-type]
        for what, who, how in history:
            if what == "ask":
                self.ask(who, *how)
                if one_by_one:
                    await self.settled()
            elif what == "wait":
                await self.settled()
            else:
                await self.settled()
                name = "late" if what == "late" else who
                if name not in self.ids or self.hub.room.people[self.ids[name]].here:
                    if name == "late" and self.hub.room.closed:
                        continue
                    await self.comes(name)
        await self.settled()
        await self.hub.stop()


@contextmanager
def played(history: list[tuple[str, str, Any]], one_by_one: bool = False) -> Iterator[Play]:
    """A history as it went: the hub at its end and what each browser was sent. Keys, ids and the clock are the same each time."""
    number = itertools.count(1)
    with TemporaryDirectory() as folder, mock.patch.object(secrets, "token_hex", side_effect=lambda n: f"{next(number):0{2 * n}x}"), \
            mock.patch.object(secrets, "token_urlsafe", side_effect=lambda n: f"secret-key-{next(number)}"), \
            mock.patch.object(secrets, "choice", side_effect=lambda letters: letters[next(number) % len(letters)]), \
            mock.patch("sysmap.workshop.hub.now_ms", return_value=1_000):
        play = Play(Path(folder))
        try:
            asyncio.run(play.play(history, one_by_one))
            yield play
        finally:
            play.hub.session.log.close()

