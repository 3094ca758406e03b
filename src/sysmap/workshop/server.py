"""The workshop's server: a page, its modules, and one socket for each browser.

It answers only to the names and addresses it was started for, takes sockets only from its own page, and lets nobody in
without a code. It fetches nothing and sends nothing anywhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from sysmap.core.problem import Problem, Refused
from sysmap.workshop import leaving
from sysmap.workshop.filing import file_answer
from sysmap.workshop.hub import Client, Hub, problem_plain
from sysmap.workshop.limits import Bucket, Guesses
from sysmap.workshop.people import Person, check_host
from sysmap.workshop.room import Command
from sysmap.workshop.tables import Tables
from sysmap.workshop.text import check_texts, short

__all__ = ["create_app"]

IDLE = 75.0
MAX_CLIENTS = 250
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".html": "text/html; charset=utf-8"}
_WEB = files("sysmap").joinpath("web")


def create_app(hub: Hub, hosts: tuple[str, ...]) -> ASGIApp:
    """The server of one workshop, as an ASGI application.

    Parameters
    ----------
    hub : the room.
    hosts : the `Host` headers it answers to, e.g. ``("127.0.0.1:8765",)``: other names are refused, so that no page of
        another site can reach it under a name of its own.
    """
    guesses = Guesses()
    tables = Tables(hub)

    @contextlib.asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        await hub.start()
        await tables.resume()
        yield
        await tables.stop()
        await hub.stop()

    async def socket(websocket: WebSocket) -> None:
        await _serve(tables, websocket, hosts, guesses)

    async def download(request: Request) -> Response:
        return await leaving.download(hub, request)

    app = Starlette(lifespan=life, routes=[
        Route("/", _page), Route("/web/{name:path}", _module), Route("/files/{name}", download),
        WebSocketRoute("/socket", socket),
    ])
    return _Guard(app, hosts)


class _Guard:
    """Answers only to known hosts, and puts the headers on everything that keep a page to itself."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...]) -> None:
        self.app, self.hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
        if host not in self.hosts:
            await PlainTextResponse("This workshop is not known under that address.\n", 421)(scope, receive, send)
            return
        headers = [(name.encode(), value.encode()) for name, value in _headers(host).items()]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *headers]
            await send(message)

        await self.app(scope, receive, with_headers)


def _headers(host: str) -> Mapping[str, str]:
    return {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
            f"connect-src 'self' ws://{host} wss://{host}; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'"),
        "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store", "X-Frame-Options": "DENY",
    }


async def _page(request: Request) -> Response:
    return Response(_WEB.joinpath("workshop", "index.html").read_bytes(), media_type="text/html; charset=utf-8")


async def _module(request: Request) -> Response:
    parts = request.path_params["name"].split("/")
    ending = "." + parts[-1].rpartition(".")[2]
    if any(not part or part.startswith(".") or "\\" in part or ":" in part for part in parts) or ending not in _TYPES:
        return PlainTextResponse("There is no such file.\n", 404)
    file = _WEB.joinpath(*parts)
    if not file.is_file():
        return PlainTextResponse("There is no such file.\n", 404)
    return Response(file.read_bytes(), headers={"Content-Type": _TYPES[ending]})


async def _serve(tables: Tables, websocket: WebSocket, hosts: tuple[str, ...], guesses: Guesses) -> None:
    host = websocket.headers.get("host", "").lower()
    origin = websocket.headers.get("origin")
    if host not in hosts or (origin is not None and origin.lower() not in (f"http://{host}", f"https://{host}")):
        await websocket.close(1008)
        return
    await websocket.accept()
    hub = tables.plenary
    client: Client | None = None
    sender: asyncio.Task[None] | None = None
    try:
        found = await _greet(tables, websocket, guesses)
        if found is None:
            return
        hub, client = found
        sender = asyncio.create_task(_send(websocket, client))
        await _listen(tables, hub, websocket, client)
    except (TimeoutError, WebSocketDisconnect, RuntimeError):
        pass
    finally:
        if client is not None:
            hub.leave(client)
        if sender is not None:
            sender.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await sender
        with contextlib.suppress(Exception):
            await websocket.close()


async def _greet(tables: Tables, websocket: WebSocket, guesses: Guesses) -> tuple[Hub, Client] | None:
    """The first message says who it is; who tries wrong codes has to wait."""
    address = websocket.client.host if websocket.client else ""
    hello = _message(await _receive(websocket, 20.0))
    try:
        if hello is None or hello.get("type") != "hello":
            raise Refused(Problem(code="L04", message="The first message is hello.", hint="See the protocol."))
        hello = {key: value for key, value in hello.items() if key in ("code", "key", "name", "group", "since", "room")}
        hub = tables.hub(str(hello.get("room") or ""))
        if hub is None:
            raise Refused(Problem(code="L18", message="There is no such table any more.", hint="Go back to the plenary."))
        if hub is not tables.plenary:
            hello = _from_plenary(tables.plenary, hub, hello)
        if len(hub.clients) >= MAX_CLIENTS:
            raise Refused(Problem(code="L08", message="The room is full.", hint="Close a tab somewhere."))
        if not hub.known(str(hello.get("key") or "")) and not guesses.may(address, time.monotonic()):
            raise Refused(Problem(code="L12", message="Too many people are trying codes.", hint="Wait ten seconds."))
        client = await hub.join(hello)
    except Refused as refusal:
        if refusal.problems[0].code == "L13":
            guesses.wrong(address, time.monotonic())
        problems = [problem_plain(p) for p in refusal.problems]
        await websocket.send_text(json.dumps({"type": "refused", "id": "hello", "problems": problems}))
        await websocket.close(1008)
        return None
    client.send(tables.told(client, hub))
    return hub, client


def _from_plenary(plenary: Hub, table: Hub, hello: dict[str, Any]) -> dict[str, Any]:
    """Who is known in the plenary is let in at a table, under the same name and with the same key."""
    key = str(hello.get("key") or "")
    person = plenary.known(key)
    if person is None or table.known(key):
        return hello
    code = table.host_code if person.role == "host" else table.code
    return {**hello, "code": code, "name": person.name, "group": person.group, "new_key": key, "role": person.role}


async def _send(websocket: WebSocket, client: Client) -> None:
    while True:
        text = await client.queue.get()
        if text is None or client.lost:
            await websocket.close(1000 if text is None else 1013)
            return
        await websocket.send_text(text)


async def _listen(tables: Tables, hub: Hub, websocket: WebSocket, client: Client) -> None:
    """Take messages one by one; who sends too fast is read more slowly, who never stops is let go."""
    allowed, patience = Bucket(rate=40.0, burst=200.0), Bucket(rate=1.0, burst=60.0)
    while True:
        text = await _receive(websocket, IDLE)
        while not allowed.take(time.monotonic()):
            if not patience.take(time.monotonic()):
                client.send(_refused("", Problem(code="L12", message="Far too many messages.", hint="Reload the page.")))
                await asyncio.sleep(0.2)
                return
            await asyncio.sleep(0.1)
        message = _message(text)
        if message is None:
            problem = Problem(code="L04", message="This is not a message of the protocol.", hint="Reload the page.")
            client.send(_refused("", problem))
            if not patience.take(time.monotonic(), 5):
                return
            continue
        await _handle(tables, hub, client, message)


async def _receive(websocket: WebSocket, seconds: float) -> str:
    """The next message; a binary one is as good as none."""
    message = await asyncio.wait_for(websocket.receive(), seconds)
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1005))
    return message.get("text") or ""


def _message(text: str) -> dict[str, Any] | None:
    try:
        message = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _refused(id_: str, problem: Problem) -> str:
    return json.dumps({"type": "refused", "id": id_, "problems": [problem_plain(problem)]}, ensure_ascii=False)


Handler = Callable[[Hub, Client, dict[str, Any]], Awaitable[None]]


async def _handle(tables: Tables, hub: Hub, client: Client, message: dict[str, Any]) -> None:
    kind = message.get("type")
    if kind == "ask" and message.get("what") in ("tables", "merge", "file"):
        await _of_host(tables, hub, client, message)
        return
    handler = _HANDLERS.get(kind) if isinstance(kind, str) else None
    if handler is None:
        problem = Problem(code="L04", message=f"There is no message {short(kind, 30)}.", hint="Reload the page.")
        client.send(_refused(short(message.get("id", "")), problem))
        return
    await handler(hub, client, message)


async def _do(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    id_, do, base = message.get("id"), message.get("do"), message.get("base", 0)
    if not isinstance(id_, str) or not 4 <= len(id_) <= 64 or not id_.isascii() or not id_.isprintable():
        problem = Problem(code="L04", message="A command has an id of 4 to 64 letters.", hint="Reload the page.")
        client.send(_refused("", problem))
        return
    data = message.get("data", {})
    if not isinstance(do, str) or do in ("join", "adopt", "seat") or type(base) is not int or not isinstance(data, dict):
        client.send(_refused(id_, Problem(code="L04", message="This is not a command.", hint="Reload the page.")))
        return
    await hub.hand_over(client, Command(id_, do, data, base, time.time_ns() // 1_000_000))


async def _here(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    hub.here(client, message)


async def _ping(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    client.send(json.dumps({"type": "pong", "now": time.time_ns() // 1_000_000}))


async def _bring(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    """The host brings everybody to a view; it changes what they look at, never the map."""
    if hub.room.people[client.person].role != "host":
        problem = Problem(code="L01", message="Only the host may bring everybody to a view.", hint="Ask the host.")
        client.send(_refused("bring", problem))
        return
    view = message.get("view")
    if _is_view(view):
        hub.broadcast({"type": "bring", "by": client.person, "view": view})


async def _ask(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    """Questions whose answers the server works out, for one's own screen only."""
    number = message.get("n")
    try:
        answer = await leaving.answer(hub, client, message)
        client.send(json.dumps({"type": "answer", "n": number, "answer": answer}, ensure_ascii=False))
    except Refused as refusal:
        problems = [problem_plain(p) for p in refusal.problems]
        client.send(json.dumps({"type": "answer", "n": number, "problems": problems}, ensure_ascii=False))


async def _of_host(tables: Tables, hub: Hub, client: Client, message: dict[str, Any]) -> None:
    """What only a host may ask: breaking out, looking at what the tables bring, bringing them together, the file."""
    n = message.get("n")
    try:
        check_texts(message)
        person = hub.room.people[client.person]
        check_host(person, "do this")
        answer = await (file_answer(hub, person.id, message) if message["what"] == "file"
                        else _of_tables(tables, hub, person, message))
        client.send(json.dumps({"type": "answer", "n": n, "answer": answer}, ensure_ascii=False))
    except Refused as refusal:
        problems = [problem_plain(p) for p in refusal.problems]
        client.send(json.dumps({"type": "answer", "n": n, "problems": problems}, ensure_ascii=False))


async def _of_tables(tables: Tables, hub: Hub, person: Person, message: dict[str, Any]) -> Any:
    if hub is not tables.plenary:
        raise Refused(Problem(code="L17", message="Tables are set up from the plenary.", hint="Go back to it."))
    if message["what"] == "merge":
        if message.get("really") is True:
            return await tables.bring_together(person.id, message)
        return await asyncio.to_thread(tables.preview, message)
    number, seats, lock = message.get("number"), message.get("seats"), message.get("lock")
    if number is not None:
        await tables.break_out(number if type(number) is int else 0)
    if isinstance(seats, dict):
        await tables.seat(person.id, seats)
    if isinstance(lock, bool):
        tables.lock(lock)
    return list(tables.hubs)


async def _share(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    """The host shows everybody a view or an answer until it is taken back; who comes later sees it too."""
    try:
        check_host(hub.room.people[client.person], "show everybody something")
        check_texts(message)
        ask, view = message.get("ask"), message.get("view")
        if len(json.dumps(ask)) > 4_000 or not (view is None or _is_view(view)):
            raise Refused(Problem(code="L03", message="That is too much to show.", hint="Show a question, or a view."))
    except Refused as refusal:
        client.send(_refused("share", refusal.problems[0]))
        return
    hub.shared = None if ask is None and view is None else {
        "by": client.person, "ask": ask, "view": view, "label": short(message.get("label") or "", 120)}
    hub.broadcast({"type": "shared", "shared": hub.shared})


def _is_view(view: Any) -> bool:
    return isinstance(view, list) and len(view) == 3 and all(
        isinstance(v, int | float) and not isinstance(v, bool) and abs(v) < 1e6 for v in view)


_HANDLERS: dict[str, Handler] = {"do": _do, "here": _here, "ping": _ping, "bring": _bring, "share": _share, "ask": _ask}
