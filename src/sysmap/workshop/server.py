"""The workshop's server: a page, its modules, and one socket for each browser.

It answers only to the names and addresses it was started for, takes sockets only from its own page, and lets nobody in
without a code. It fetches nothing and sends nothing anywhere.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from importlib.resources import files

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sysmap.workshop import exports
from sysmap.workshop.hub import Hub
from sysmap.workshop.limits import Limits
from sysmap.workshop.sockets import Sockets
from sysmap.workshop.tables import Tables

__all__ = ["Guard", "create_app", "module_file", "own_headers", "room_page"]

_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8"}
_WEB = files("sysmap").joinpath("web")


def create_app(hub: Hub, hosts: tuple[str, ...], limits: Limits | None = None) -> ASGIApp:
    """The server of one workshop, as an ASGI application.

    Parameters
    ----------
    hub : the room.
    hosts : the `Host` headers it answers to, e.g. ``("127.0.0.1:8765",)``: other names are refused, so that no page of
        another site can reach it under a name of its own.
    limits : how many people, connections, guesses it allows.
    """
    tables = Tables(hub)

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        await hub.start()
        await tables.resume()
        yield
        await tables.record()
        await tables.stop()
        await hub.stop()

    async def download(request: Request) -> Response:
        return await exports.download(hub, request)

    app = Starlette(lifespan=life, routes=[
        Route("/", room_page), Route("/web/{name:path}", module_file), Route("/files/{name}", download),
    ])
    return Guard(app, Sockets(tables, hosts, limits or Limits()), hosts)


class Guard:
    """Answers only to known hosts, and puts the headers on everything that keep a page to itself."""

    def __init__(self, app: ASGIApp, sockets: ASGIApp | None, hosts: tuple[str, ...]) -> None:
        self.app, self.sockets, self.hosts = app, sockets, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and self.sockets is not None:
            await self.sockets(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
        if host not in self.hosts:
            await PlainTextResponse("This workshop is not known under that address.\n", 421)(scope, receive, send)
            return
        headers = [(name.encode(), value.encode()) for name, value in own_headers(host).items()]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *headers]
            await send(message)

        await self.app(scope, receive, with_headers)


def own_headers(host: str) -> Mapping[str, str]:
    """The headers that keep a page of a host to itself."""
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
            f"connect-src 'self' ws://{host} wss://{host}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"),
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store", "X-Frame-Options": "DENY",
    }


async def room_page(request: Request) -> Response:
    """The page of a room, which asks for a code."""
    return Response(_WEB.joinpath("workshop", "index.html").read_bytes(), media_type="text/html; charset=utf-8")


async def module_file(request: Request) -> Response:
    """A module or style sheet of the browser code, by its path."""
    parts = request.path_params["name"].split("/")
    ending = "." + parts[-1].rpartition(".")[2]
    if any(not part or part.startswith(".") or "\\" in part or ":" in part for part in parts) or ending not in _TYPES:
        return PlainTextResponse("There is no such file.\n", 404)
    file = _WEB.joinpath(*parts)
    if not file.is_file():
        return PlainTextResponse("There is no such file.\n", 404)
    return Response(file.read_bytes(), headers={"Content-Type": _TYPES[ending]})
