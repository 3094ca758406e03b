"""A real server in a process of its own, and people who talk to it through real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from tests.workshop.protocol import answer_faults, check_message
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

T = TypeVar("T")

MAP = """\
sysmap: 1
kind: map
id: town
title: Waiting for care
question: What makes people wait for care?
factors:
  waits: {label: Waiting lists}
  staff: {label: Number of staff}
links: []
"""


class Server:
    """`sysmap workshop` as a facilitator starts it."""

    def __init__(self, path: Path, *more: str, port: int = 0) -> None:
        self.path = path
        self.more = more
        self.port = port
        self.guests: list[Guest] = []
        self.start()

    def start(self) -> None:
        """Start, or start again on the same port."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "sysmap", "workshop", str(self.path), "--port", str(self.port), *self.more],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Stop with" in line:
                break
        found = re.search(r"Host:\s+(https?://\S+?:(\d+)/)#(\S+)\s.*Join:.*?code (\S+)", self.said, re.S)
        assert found, self.said
        self.url, self.port, self.host_code, self.code = found[1], int(found[2]), found[3], found[4]

    @property
    def socket(self) -> str:
        return f"ws://127.0.0.1:{self.port}/socket"

    def kill(self) -> None:
        """As a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def stop(self) -> str:
        """As Ctrl-C would; what the server said since the start."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        said = self.process.communicate(timeout=20)[0]
        return str(said)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.stop()


class Guest:
    """Somebody in the room: a copy of what they were told, and what waits for an answer."""

    def __init__(self, server: Server, name: str = "Guest", code: str | None = None) -> None:
        self.server, self.name, self.code = server, name, code or server.code
        server.guests.append(self)
        self.key = ""
        self.room = ""
        self.revision = -1
        self.entries: list[dict[str, Any]] = []
        self.waiting: dict[str, dict[str, Any]] = {}
        self.refused: dict[str, list[dict[str, Any]]] = {}
        self.other: list[dict[str, Any]] = []
        self.socket: ClientConnection | None = None
        self.reader: asyncio.Task[None] | None = None
        self.changed = asyncio.Event()

    async def arrive(self) -> Guest:
        """Connect, and send again what was never answered."""
        self.socket = await connect(self.server.socket, max_size=None, open_timeout=10)
        await self.socket.send(json.dumps({"type": "hello", "code": self.code, "key": self.key, "name": self.name,
                                           "since": max(self.revision, 0), "room": self.room}))
        self.welcome = check_message("FromServer", await self.socket.recv())
        assert self.welcome["type"] == "welcome", self.welcome
        self.key, self.you = self.welcome["key"], self.welcome["you"]
        self.revision = self.welcome["revision"]
        self.reader = asyncio.create_task(self.read())
        for message in list(self.waiting.values()):
            await self.socket.send(json.dumps(message))
        return self

    async def read(self) -> None:
        assert self.socket is not None
        try:
            async for text in self.socket:
                message = check_message("FromServer", text)
                if message["type"] == "entries":
                    for entry in message["entries"]:
                        assert entry["revision"] == self.revision + 1, "no entry is left out"
                        self.revision = entry["revision"]
                        self.entries.append(entry)
                        if entry["by"] == self.you["id"]:
                            self.waiting.pop(entry["id"], None)
                elif message["type"] == "ack":
                    self.waiting.pop(message["id"], None)
                elif message["type"] == "refused":
                    self.refused[message["id"]] = message["problems"]
                    self.waiting.pop(message["id"], None)
                else:
                    self.other.append(message)
                self.changed.set()
        except ConnectionClosed:
            pass

    async def leave(self) -> None:
        """Drop the connection; what waits is kept."""
        if self.socket is not None:
            await self.socket.close()
        if self.reader is not None:
            await self.reader
        self.socket = self.reader = None

    async def say(self, message: dict[str, Any] | str | bytes) -> None:
        """Send anything at all."""
        assert self.socket is not None
        await self.socket.send(message if isinstance(message, str | bytes) else json.dumps(message))

    async def do(self, do: str, *, base: int | None = None, **data: Any) -> str:
        """Ask for something; with no line it waits."""
        id_ = secrets.token_hex(6)
        seen = max(self.revision, 0) if base is None else base
        self.waiting[id_] = {"type": "do", "id": id_, "do": do, "base": seen, "data": data}
        if self.socket is not None:
            with contextlib.suppress(ConnectionClosed):
                await self.say(self.waiting[id_])
        return id_

    async def factor(self, label: str) -> str:
        element = {"id": label.lower().replace(" ", "-"), "label": label}
        return await self.do("edit", edit={"do": "add", "in": "factors", "element": element})

    async def set(self, id_: str, field: str, value: Any, in_: str = "factors", **more: Any) -> str:
        return await self.do("edit", edit={"do": "set", "in": in_, "id": id_, "field": field, "value": value}, **more)

    async def ask(self, what: str, **more: Any) -> Any:
        """A question and its answer, or the problems that stand against it."""
        n = secrets.randbelow(1_000_000_000)
        await self.say({"type": "ask", "n": n, "what": what, **more})
        await self.until(lambda: any(m.get("n") == n for m in self.other))
        message = next(m for m in self.other if m.get("n") == n)
        if "answer" in message:
            assert answer_faults(what, message["answer"]) == []
        return message["answer"] if "answer" in message else message["problems"]

    async def told(self, kind: str, seconds: float = 10.0) -> dict[str, Any]:
        """The last message of a kind, as soon as there is one."""
        await self.until(lambda: any(m["type"] == kind for m in self.other), seconds)
        return [m for m in self.other if m["type"] == kind][-1]

    async def until(self, wanted: Any, seconds: float = 10.0) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(seconds):
            while not wanted():
                self.changed.clear()
                await self.changed.wait()

    async def settled(self) -> None:
        """Wait until everything asked for was answered."""
        await self.until(lambda: not self.waiting)


def play_out(server: Server, play: Callable[[Server], Awaitable[T]]) -> T:
    """Let people play, and see them all off afterwards."""

    async def whole() -> T:
        try:
            return await play(server)
        finally:
            for guest in server.guests:
                await guest.leave()

    with ThreadPoolExecutor(1) as other:  # a browser of another test may have a loop in this thread
        return other.submit(lambda: asyncio.run(whole())).result()


def a_map(folder: Path, text: str = MAP) -> Path:
    path = folder / "town.yaml"
    path.write_text(text, encoding="utf-8")
    return path
