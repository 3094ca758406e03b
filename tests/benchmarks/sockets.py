"""People for benchmarks: web sockets that cost next to nothing, so that the server is what is measured.

A browser's part of the protocol is a few lines: an upgrade, frames whose length is read, texts kept with the time at which
they came. Nothing is parsed while the clock runs; one process plays a hundred people with little of a core.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import time
from typing import Any

__all__ = ["Person"]

_REVISION = re.compile(rb'"revision":(\d+)')


class Person(asyncio.Protocol):
    """One browser in the room.

    Attributes
    ----------
    heard : time at which each message with entries came, and its text.
    revision : the last one heard of.
    gap : whether an entry was left out.
    """

    def __init__(self, code: str, name: str) -> None:
        self.code, self.name = code, name
        self.heard: list[tuple[float, bytes]] = []
        self.refused: list[bytes] = []
        self.welcome: bytes = b""
        self.revision = 0
        self.lost = False
        self.here = asyncio.Event()
        self._open = False
        self._buffer = bytearray()
        self._transport: Any = None

    @classmethod
    async def arrive(cls, port: int, code: str, name: str) -> Person:
        """Connect, say hello, wait for the welcome."""
        loop = asyncio.get_running_loop()
        _, person = await loop.create_connection(lambda: cls(code, name), "127.0.0.1", port)
        await asyncio.wait_for(person.here.wait(), 60)
        return person

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        port = transport.get_extra_info("peername")[1]
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(f"GET /socket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())

    def connection_lost(self, error: Exception | None) -> None:
        self.lost = True

    def say(self, message: dict[str, Any]) -> None:
        """Send a message, masked as a browser has to."""
        self._frame(0x81, json.dumps(message).encode())

    def _frame(self, head: int, data: bytes) -> None:
        size = len(data)
        length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + size.to_bytes(2, "big")
        self._transport.write(bytes([head]) + length + b"\0\0\0\0" + data)

    def leave(self) -> None:
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self._buffer += data
        if not self._open:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            assert self._buffer.startswith(b"HTTP/1.1 101"), bytes(self._buffer[:80])
            del self._buffer[: end + 4]
            self._open = True
            self.say({"type": "hello", "code": self.code, "name": self.name})
        while (frame := self._take()) is not None:
            self._message(now, *frame)

    def _take(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, at = buffer[1] & 0x7F, 2
        if size == 126:
            size, at = int.from_bytes(buffer[2:4], "big"), 4
        elif size == 127:
            size, at = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < at + size or len(buffer) < at:
            return None
        kind, data = buffer[0] & 0x0F, bytes(buffer[at : at + size])
        del buffer[: at + size]
        return kind, data

    def _message(self, now: float, kind: int, data: bytes) -> None:
        if kind == 9:
            self._frame(0x8A, data)
        elif data.startswith(b'{"type":"entries"'):
            self.heard.append((now, data))
            self.revision = int(_REVISION.findall(data)[-1])
        elif data.startswith(b'{"type":"refused"'):
            self.refused.append(data)
        elif data.startswith(b'{"type":"welcome"'):
            self.welcome = data
            found = _REVISION.search(data)
            assert found
            self.revision = int(found[1])
            self.here.set()

    def entries(self) -> list[tuple[float, dict[str, Any]]]:
        """What was heard, in order, read now that the clock has stopped."""
        return [(at, entry) for at, text in self.heard for entry in json.loads(text)["entries"]]
