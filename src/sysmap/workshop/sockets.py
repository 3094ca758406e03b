"""One browser's connection: let in with a code, listened to, sent to. An ASGI application of its own, so that a message
to a hundred browsers passes through nothing it does not need.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from typing import Any

from starlette.types import Receive, Scope, Send

from sysmap.core.problem import Problem, Refused
from sysmap.workshop.client import Client, refused_text
from sysmap.workshop.codes import same
from sysmap.workshop.dispatch import handle
from sysmap.workshop.hub import Hub
from sysmap.workshop.limits import Bucket, Guesses, Limits, Waiting
from sysmap.workshop.protocol.from_browser import Hello, read_message
from sysmap.workshop.tables import Tables

__all__ = ["Gone", "Sockets"]


class Gone(Exception):
    """The browser has closed the connection."""


class _Socket:
    """A web socket as ASGI gives it."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send

    async def hear(self, seconds: float) -> str:
        """The next message; a binary one is as good as none."""
        async with asyncio.timeout(seconds):
            message = await self._receive()
        if message["type"] == "websocket.disconnect":
            raise Gone
        return message.get("text") or ""

    async def say(self, text: str) -> None:
        await self._send({"type": "websocket.send", "text": text})

    async def close(self, code: int) -> None:
        await self._send({"type": "websocket.close", "code": code})


class Sockets:
    """All connections of one workshop.

    Parameters
    ----------
    tables : the plenary and its tables.
    hosts : names this server answers to; another page's script is not let in.
    limits : how many, how long, how often.
    """

    def __init__(self, tables: Tables, hosts: tuple[str, ...], limits: Limits) -> None:
        self.tables, self.hosts, self.limits = tables, hosts, limits
        self.guesses = Guesses(limits)
        self.waiting = Waiting(limits.waiting)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1").lower() for name, value in scope["headers"] if name in (b"host", b"origin")}
        host, origin = headers.get(b"host", ""), headers.get(b"origin")
        socket = _Socket(receive, send)
        await receive()
        if (scope["path"] != "/socket" or host not in self.hosts
                or (origin is not None and origin not in (f"http://{host}", f"https://{host}"))):
            await socket.close(1008)
            return
        await send({"type": "websocket.accept"})
        client: Client | None = None
        hub = self.tables.plenary
        sender: asyncio.Task[None] | None = None
        try:
            with self.waiting.place(str((scope.get("client") or ("",))[0])):
                found = await self._greet(socket, str((scope.get("client") or ("",))[0]))
            if found is None:
                return
            hub, client = found
            sender = asyncio.create_task(_send_on(socket, client))
            task = asyncio.current_task()
            assert task is not None
            client.hang_up = task.cancel
            await self._listen(hub, socket, client)
        except (Gone, TimeoutError, OSError, RuntimeError):
            pass
        except asyncio.CancelledError:
            if client is not None and not client.lost:
                raise  # the server stops; otherwise this one waited longest without a code, or does not read
        finally:
            if client is not None:
                client.hang_up = lambda: None
                hub.leave(client)
            if sender is not None:
                sender.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await sender
            with contextlib.suppress(Exception):
                async with asyncio.timeout(1.0):
                    await socket.close(1013 if client is not None and client.lost else 1000)

    async def _greet(self, socket: _Socket, address: str) -> tuple[Hub, Client] | None:
        """The first message says who it is; where wrong codes come from, the next one waits."""
        message = message_of(await socket.hear(self.limits.hello))
        try:
            hello = read_message(message or {})
            if not isinstance(hello, Hello):
                raise Refused(Problem(code="L04", message="The first message is hello.", hint="See the protocol."))
            hub = self.tables.hub(hello.room)
            if hub is None:
                raise Refused(Problem(code="L18", message="There is no such table any more.", hint="Go back to the plenary."))
            known = self.tables.plenary.known(hello.key)
            if known is None:
                await self.guesses.turn(address, time.monotonic())
            if known is None and hub is not self.tables.plenary:
                raise Refused(Problem(code="L06", message="Tables are for people in the plenary.", hint="Join the plenary first."))
            host = (known is not None and known.role == "host") or _is_host(hub, hello.code)
            if len(hub.clients) >= self.limits.people and not host:
                raise Refused(Problem(code="L08", message="The room is full.", hint="Close a tab somewhere."))
            client = await hub.join(hello, known if hub is not self.tables.plenary else None)
        except Refused as refusal:
            if refusal.problems[0].code == "L13":
                self.guesses.wrong(address, time.monotonic())
            await socket.say(refused_text("hello", *refusal.problems))
            await socket.close(1008)
            return None
        client.send(self.tables.told(client, hub))
        return hub, client

    async def _listen(self, hub: Hub, socket: _Socket, client: Client) -> None:
        """Take messages one by one; who sends too fast is read more slowly, who never stops is let go."""
        allowed, patience = Bucket(rate=40.0, burst=200.0), Bucket(rate=1.0, burst=60.0)
        while True:
            text = await socket.hear(self.limits.idle)
            while not allowed.take(time.monotonic()):
                if not patience.take(time.monotonic()):
                    client.send(refused_text("", Problem(code="L12", message="Far too many messages.", hint="Reload the page.")))
                    await asyncio.sleep(0.2)
                    return
                await asyncio.sleep(0.1)
            message = message_of(text)
            if message is None:
                problem = Problem(code="L04", message="This is not a message of the protocol.", hint="Reload the page.")
                client.send(refused_text("", problem))
                if not patience.take(time.monotonic(), 5):
                    return
                continue
            await handle(self.tables, hub, client, message)


def _is_host(hub: Hub, code: str) -> bool:
    return bool(code) and not same(code, hub.code) and hub.host.matches(code)


async def _send_on(socket: _Socket, client: Client) -> None:
    while True:
        text = await client.queue.get()
        if text is None or client.lost:
            await socket.close(1013 if client.lost else 1000)
            return
        await socket.say(text)


def message_of(text: str) -> dict[str, Any] | None:
    """A message of the protocol, or nothing."""
    try:
        message = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def _no_constant(name: str) -> None:
    raise ValueError(name)
