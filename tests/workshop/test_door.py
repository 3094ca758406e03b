"""Limits for a room that comes from one address: generous for people, tight for what shows no code."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import socket
import threading
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.workshop.serving import a_map
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from sysmap.workshop.limits import Limits
from sysmap.workshop.protocol.from_server import Goodbye
from sysmap.workshop.running import Workshop, open_workshop


@contextlib.contextmanager
def room(folder: Path, **limits: Any) -> Iterator[Workshop]:
    """A workshop with limits of its own, served from a thread."""
    shop = open_workshop(a_map(folder), port=0)
    shop.limits = dataclasses.replace(Limits(), **limits)
    server = shop.server()
    thread = threading.Thread(target=lambda: server.run(sockets=[shop.door]))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield shop
    finally:
        server.should_exit = True
        thread.join(20)
        shop.session.log.close()
        shop.door.close()


_lines: list[ClientConnection] = []


async def a_line(shop: Workshop) -> ClientConnection:
    """A connection that has said nothing yet."""
    line = await connect(f"ws://127.0.0.1:{shop.port}/socket")
    _lines.append(line)
    return line


def run(play: Coroutine[Any, Any, None]) -> None:
    """Let people play, and hang up for all of them."""
    async def whole() -> None:
        try:
            await play
        finally:
            while _lines:
                await _lines.pop().close()

    asyncio.run(whole())


async def join(shop: Workshop, code: str, **more: Any) -> tuple[ClientConnection, dict[str, Any]]:
    """Somebody with a code, and what they are answered."""
    line = await a_line(shop)
    await line.send(json.dumps({"type": "hello", "code": code, **more}))
    return line, json.loads(await line.recv())


async def is_dropped(line: ClientConnection, seconds: float = 5) -> bool:
    async with asyncio.timeout(seconds):
        with contextlib.suppress(ConnectionClosed):
            while True:
                await line.recv()
    return True


def test_a_connection_that_says_nothing_or_no_hello_is_dropped(tmp_path: Path) -> None:
    with room(tmp_path, request=0.3, hello=0.3) as shop:
        with socket.create_connection(("127.0.0.1", shop.port)) as silent:
            silent.settimeout(5)
            with contextlib.suppress(ConnectionResetError):
                assert silent.recv(1) == b""
        with socket.create_connection(("127.0.0.1", shop.port)) as slow:
            slow.settimeout(5)
            slow.sendall(b"GET / HTTP/1.1\r\nHost:")
            with contextlib.suppress(ConnectionResetError):
                assert slow.recv(1) == b""

        async def play() -> None:
            line = await a_line(shop)
            assert await is_dropped(line)
            ann, welcome = await join(shop, shop.hub.code)
            assert welcome["type"] == "welcome"
            await asyncio.sleep(0.5)
            await ann.send('{"type": "ping"}')
            assert "tables" in json.loads(await ann.recv())

        run(play())


def test_a_later_request_has_as_little_time_as_the_first(tmp_path: Path) -> None:
    with room(tmp_path, request=0.4) as shop, socket.create_connection(("127.0.0.1", shop.port)) as kept:
        kept.settimeout(5)
        kept.sendall(f"GET /web/workshop/mergepatch.js HTTP/1.1\r\nHost: 127.0.0.1:{shop.port}\r\n\r\n".encode())
        while not kept.recv(65_536).endswith(b"}\n"):
            pass
        began = time.monotonic()
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            for letter in b"GET / HTTP/1.1\r\nHo" * 20:  # a letter now and then does not give it more time
                kept.sendall(bytes([letter]))
                time.sleep(0.05)
                kept.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    if kept.recv(1) == b"":
                        break
                kept.setblocking(True)
        assert time.monotonic() - began < 3


def test_small_messages_are_sent_at_once(tmp_path: Path) -> None:
    with room(tmp_path) as shop:
        assert shop.door.proto == socket.IPPROTO_TCP, "asyncio switches Nagle's algorithm off for these alone"
        assert shop.door.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1


def test_one_person_cannot_ask_or_take_away_without_pause(tmp_path: Path) -> None:
    async def play(shop: Workshop) -> None:
        ann, welcome = await join(shop, shop.hub.code)
        for n in range(60):
            await ann.send(json.dumps({"type": "ask", "what": "hint", "label": "Pay", "n": n}))
        answers: dict[int, Any] = {}
        while len(answers) < 60:
            message = json.loads(await ann.recv())
            if message["type"] == "answer":
                answers[message["n"]] = message
        assert [n for n, one in answers.items() if "problems" in one], "some of sixty at once are refused"
        assert "answer" in answers[0]
        _, other = await join(shop, shop.hub.code)

        def take(key: str) -> int:
            try:
                with urlopen(Request(f"http://127.0.0.1:{shop.port}/files/changes.txt", headers={"X-Sysmap-Key": key})) as got:
                    return int(got.status)
            except HTTPError as error:
                return error.code

        taken = [await asyncio.to_thread(take, welcome["key"]) for _ in range(15)]
        assert 429 in taken
        assert taken[0] == 200
        assert await asyncio.to_thread(take, other["key"]) == 200, "what others take is theirs"

    with room(tmp_path) as shop:
        run(play(shop))


def test_of_those_without_a_code_the_oldest_gives_way_and_people_with_one_get_in(tmp_path: Path) -> None:
    async def play(shop: Workshop) -> None:
        idle = [await a_line(shop) for _ in range(12)]
        for line in idle[:7]:
            assert await is_dropped(line)
        people = [await join(shop, shop.hub.code) for _ in range(10)]
        assert {welcome["type"] for _, welcome in people} == {"welcome"}

    with room(tmp_path, waiting=5) as shop:
        run(play(shop))


def test_one_address_holds_so_many_connections_of_any_kind(tmp_path: Path) -> None:
    with room(tmp_path, per_address=6) as shop:
        held = [socket.create_connection(("127.0.0.1", shop.port)) for _ in range(6)]
        time.sleep(0.2)
        more = socket.create_connection(("127.0.0.1", shop.port))
        more.settimeout(5)
        with contextlib.suppress(ConnectionResetError):
            more.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert more.recv(1) == b""
        for one in (*held, more):
            one.close()
        time.sleep(0.2)

        async def play() -> None:
            _, welcome = await join(shop, shop.hub.code)
            assert welcome["type"] == "welcome", "places that are left are free again"

        run(play())


def test_a_full_room_lets_its_host_in(tmp_path: Path) -> None:
    async def play(shop: Workshop) -> None:
        people = [await join(shop, shop.hub.code) for _ in range(3)]
        _, answer = await join(shop, shop.hub.code)
        assert answer["problems"][0]["code"] == "L08"
        ann, welcome = await join(shop, shop.hub.host.code)
        assert welcome["you"]["role"] == "host"
        await ann.close()
        _, back = await join(shop, "", key=welcome["key"])
        assert back["you"] == welcome["you"]
        assert len(people) == 3

    with room(tmp_path, people=3) as shop:
        run(play(shop))


def test_who_was_removed_cannot_stay_or_come_back_at_a_table(tmp_path: Path) -> None:
    async def answer(line: ClientConnection, kind: str) -> dict[str, Any]:
        async with asyncio.timeout(5):
            while (message := json.loads(await line.recv()))["type"] != kind:
                pass
        return dict(message)

    async def play(shop: Workshop) -> None:
        ann, _ = await join(shop, shop.hub.host.code)
        _, bo = await join(shop, shop.hub.code)
        await ann.send('{"type": "ask", "n": 1, "what": "tables", "number": 1}')
        await answer(ann, "answer")
        _, refused = await join(shop, shop.hub.code, room="table-1")
        assert refused["problems"][0]["code"] == "L06", "a table is no way round the plenary"
        at_table, _ = await join(shop, "", key=bo["key"], room="table-1")
        await ann.send(json.dumps({"type": "do", "id": "role-1", "do": "role", "data": {"person": bo["you"]["id"], "role": "viewer"}}))
        while "viewer" not in [one["role"] for one in (await answer(at_table, "entries"))["state"]["people"].values()]:
            pass
        await ann.send(json.dumps({"type": "do", "id": "away-1", "do": "dismiss", "data": {"person": bo["you"]["id"]}}))
        assert "removed you" in (await answer(at_table, "bye"))["why"]
        assert await is_dropped(at_table)
        for table in ("", "table-1"):
            _, refused = await join(shop, "", key=bo["key"], room=table)
            assert refused["type"] == "refused"

    with room(tmp_path) as shop:
        run(play(shop))


def test_who_does_not_read_is_let_go_and_the_others_do_not_wait(tmp_path: Path) -> None:
    async def play(shop: Workshop, deaf: socket.socket) -> None:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.sendall(f"GET /socket HTTP/1.1\r\nHost: 127.0.0.1:{shop.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                     "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        await asyncio.sleep(0.2)
        hello = json.dumps({"type": "hello", "code": shop.hub.code}).encode()
        deaf.sendall(bytes([0x81, 0x80 | len(hello)]) + b"\0\0\0\0" + hello)
        while not shop.hub.clients:
            await asyncio.sleep(0.01)
        [slow] = shop.hub.clients.values()
        loop = shop.hub._writer.get_loop()  # type: ignore[union-attr]
        while not slow.lost:
            loop.call_soon_threadsafe(shop.hub.broadcast, Goodbye("x" * 50_000))
            await asyncio.sleep(0.001)
        while shop.hub.clients:
            await asyncio.sleep(0.01)
        _, welcome = await join(shop, shop.hub.host.code)
        assert welcome["here"] == [{"client": welcome["client"], "person": welcome["you"]["id"]}]

    with room(tmp_path) as shop, socket.create_connection(("127.0.0.1", shop.port)) as deaf:
        run(asyncio.wait_for(play(shop, deaf), 30))
