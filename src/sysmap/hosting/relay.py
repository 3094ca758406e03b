"""Passing on what is meant for a workspace that another server holds: requests by HTTP, messages by a socket of its own.

A direct connection is used and not the database's notifications: these hold 8,000 bytes, and a message would pass twice
through the database.
"""

from __future__ import annotations

import asyncio
import contextlib
from urllib.parse import urlsplit

import httpx
from starlette.types import Message, Receive, Scope, Send
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidURI, WebSocketException
from websockets.typing import Origin

from sysmap.hosting.lease import Holder
from sysmap.workshop.limits import MAX_MESSAGE

__all__ = ["PASSED_ON", "Relay"]

PASSED_ON = b"x-sysmap-passed-on"
"""A header: what was passed on once is not passed on again."""
_OWN = frozenset({b"connection", b"keep-alive", b"transfer-encoding", b"upgrade", b"content-length", b"te", b"trailer"})


class Relay:
    """The ways to the other servers."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(120.0, connect=2.0), follow_redirects=False, trust_env=False)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._client.aclose()

    async def request(self, holder: Holder, scope: Scope, receive: Receive, send: Send) -> bool:
        """Pass a request on and its answer back.

        Returns
        -------
        bool : whether the other server answered.
        """
        headers = [(name, value) for name, value in scope["headers"] if name not in _OWN] + [(PASSED_ON, b"1")]
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return True
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        request = self._client.build_request(scope["method"], f"{holder.address}{_path(scope)}", headers=headers, content=bytes(body))
        try:
            answer = await self._client.send(request, stream=True)
        except httpx.TransportError:
            return False
        try:
            kept = [(name.lower(), value) for name, value in answer.headers.raw if name.lower() not in _OWN]
            await send({"type": "http.response.start", "status": answer.status_code, "headers": kept})
            async for part in answer.aiter_raw():
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await answer.aclose()
        return True

    async def socket(self, holder: Holder, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the messages of a browser on, both ways, until one side ends."""
        await receive()
        headers = {name.decode(): value.decode("latin-1") for name, value in scope["headers"] if name in (b"host", b"cookie")}
        origin = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), None)
        host = headers.pop("host", "")
        there = urlsplit(holder.address)
        try:  # the name stays the one that the browser said; only the connection goes to the other server
            other = await connect(f"ws://{host}{_path(scope)}", host=there.hostname, port=there.port, origin=Origin(origin) if origin else None,
                                  additional_headers={**headers, PASSED_ON.decode(): "1"}, max_size=64 * 1024 * 1024, compression=None,
                                  open_timeout=2, proxy=None)
        except (OSError, TimeoutError, InvalidHandshake, InvalidURI):
            await send({"type": "websocket.close", "code": 1013})
            return
        await send({"type": "websocket.accept"})
        ways = [asyncio.create_task(_out(receive, other)), asyncio.create_task(_back(other, send))]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            with contextlib.suppress(Exception):
                await other.close()
            with contextlib.suppress(Exception):
                await send({"type": "websocket.close", "code": other.close_code or 1013})


def _path(scope: Scope) -> str:
    query = scope.get("query_string", b"")
    path = scope.get("raw_path") or scope["path"].encode()
    return str(path.decode("latin-1") + (f"?{query.decode('latin-1')}" if query else ""))


async def _out(receive: Receive, other: ClientConnection) -> None:
    with contextlib.suppress(WebSocketException):
        while True:
            message: Message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text") or ""
            if len(text) > MAX_MESSAGE:
                return
            await other.send(text)


async def _back(other: ClientConnection, send: Send) -> None:
    with contextlib.suppress(WebSocketException):
        async for text in other:
            await send({"type": "websocket.send", "text": text if isinstance(text, str) else text.decode()})
