"""The server of a hosted sysmap: sign-in, workspaces with their studio, rooms; what another server holds is passed on to it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from sysmap.core.problem import Problem, Refused
from sysmap.hosting.accounts import Accounts, MemberRole
from sysmap.hosting.database import Database
from sysmap.hosting.events import tell
from sysmap.hosting.git_http import REPOSITORY, GitDoor
from sysmap.hosting.held import STUDIO_KEY, HeldWorkspace, HeldWorkspaces
from sysmap.hosting.lease import Leases
from sysmap.hosting.relay import PASSED_ON, Relay
from sysmap.hosting.rooms import ASKING
from sysmap.hosting.sign_in import BACK, BEGIN, SignIn, account_of
from sysmap.studio.server import problems_answer
from sysmap.workshop import exports
from sysmap.workshop.hub import STRANGE, complain
from sysmap.workshop.server import module_file, own_headers, room_page

if TYPE_CHECKING:
    from sysmap.hosting.identity_provider import IdentityProvider

__all__ = ["HostedServer"]

_WRITERS: frozenset[MemberRole] = frozenset({"owner", "editor", "facilitator"})
_GONE = Problem(code="H03", message="No server can take this workspace just now.", hint="Try again in a few seconds.")
_NOTHING = "There is nothing here, or it is not for you.\n"


class HostedServer:
    """One server of a hosted sysmap, as an ASGI application.

    Parameters
    ----------
    database : where everything is kept.
    server, address : the name of this server, and where the others reach it.
    public : the addresses under which browsers reach the service, such as ``https://maps.example.org``; the first one is used in links.
    provider : through which people sign in, besides by password.
    """

    def __init__(self, database: Database, server: str, address: str, public: tuple[str, ...],
                 provider: IdentityProvider | None = None) -> None:
        self.database = database
        self.public = tuple(one.rstrip("/") for one in public)
        self.hosts = tuple(urlsplit(one).netloc.lower() for one in self.public)
        self.accounts = Accounts(database)
        self.leases = Leases(database, server, address)
        self.held = HeldWorkspaces(self.leases, lambda workspace: f"{self.public[0]}/w/{workspace}/", self.hosts)
        self.relay = Relay()
        self.git = GitDoor(self.accounts)
        self.registry = CollectorRegistry()
        self._requests = Counter("sysmap_requests", "Requests answered, by status.", ["status"], registry=self.registry)
        Gauge("sysmap_workspaces", "Workspaces this server holds.", registry=self.registry).set_function(lambda: len(self.held))
        Gauge("sysmap_rooms", "Rooms open on this server.", registry=self.registry).set_function(
            lambda: sum(len(one.rooms.boards) for one in self.held.all()))
        Gauge("sysmap_connections", "Browsers connected to rooms of this server.", registry=self.registry).set_function(
            lambda: sum(len(hub.clients) for one in self.held.all() for board in one.rooms.boards.values()
                        for hub in (board.hub, *board.tables.hubs.values())))
        sign_in = SignIn(self.accounts, secure=self.public[0].startswith("https:"), own_page=self.own_page,
                         public=self.public, provider=provider)
        self._app = Starlette(lifespan=self._life, routes=[
            Route("/", sign_in.front), Route("/sign-in", sign_in.page), Route("/sign-in", sign_in.enter, methods=["POST"]),
            Route(BEGIN, sign_in.begin, methods=["GET"]), Route(BACK, sign_in.back, methods=["GET"]),
            Route("/sign-out", sign_in.leave, methods=["POST"]), Route("/web/{name:path}", module_file),
            Route("/health", self._health), Route("/ready", self._ready), Route("/metrics", self._metrics)])

    @contextlib.asynccontextmanager
    async def _life(self, app: Starlette) -> AsyncIterator[None]:
        keeping = asyncio.create_task(self.held.keep())
        tell("started", server=self.leases.server)
        yield
        keeping.cancel()
        await self.held.drain()
        await self.relay.close()
        tell("stopped", server=self.leases.server)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    # Who asks

    def own_page(self, request: Request) -> bool:
        """Whether a request that changes something comes from a page of this service."""
        return request.headers.get("origin", "") in self.public

    def _known_host(self, scope: Scope) -> str | None:
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
        return host if host in self.hosts else None

    # Requests

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = self._known_host(scope)

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._requests.labels(str(message["status"])).inc()
                has = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((name.encode(), value.encode()) for name, value in own_headers(host or "").items()
                                                             if name.lower().encode() not in has)]
            await send(message)

        if scope["path"] in ("/health", "/ready", "/metrics"):
            await self._app(scope, receive, counted)
            return
        if host is None:
            await PlainTextResponse("This service is not known under that address.\n", 421)(scope, receive, counted)
            return
        try:
            if scope["path"].startswith("/w/"):
                await self._workspace(scope, receive, counted)
            else:
                await self._app(scope, receive, counted)
        except Refused as refusal:
            await problems_answer(refusal.problems, 503)(scope, receive, counted)
        except Exception as error:
            complain(error)
            await problems_answer((STRANGE,), 500)(scope, receive, counted)

    async def _workspace(self, scope: Scope, receive: Receive, send: Send) -> None:
        workspace, slash, rest = scope["path"].removeprefix("/w/").partition("/")
        if not slash:
            await RedirectResponse(f"/w/{workspace}/", 308)(scope, receive, send)
            return
        git = rest.startswith(f"{REPOSITORY}/")
        request, file = Request(scope, receive), rest.removeprefix(f"{REPOSITORY}/")
        account = await self.git.may(workspace, file, request, scope, receive, send) if git else None
        if git and account is None:
            return
        held = await self._here(workspace, scope, receive, send)
        if held is None:
            return
        if account is not None:
            await self.git.answer(held, account, file, request, send)
        elif rest.startswith("room/"):
            await self._room_http(held, rest.removeprefix("room/"), scope, receive, send)
        else:
            await self._studio(held, workspace, "/" + rest, scope, receive, send)

    async def _here(self, workspace: str, scope: Scope, receive: Receive, send: Send) -> HeldWorkspace | None:
        """The workspace, if this server holds it or can take it; otherwise the request has been passed on, or refused."""
        held = await self.held.get(workspace)
        if held is not None:
            return held
        holder = await asyncio.to_thread(self.leases.holder, workspace)
        passed = PASSED_ON in dict(scope["headers"])
        if holder is not None and holder.server != self.leases.server and not passed and await self.relay.request(holder, scope, receive, send):
            return None
        if holder is None and not await asyncio.to_thread(self.leases.exists, workspace):
            await PlainTextResponse(_NOTHING, 404)(scope, receive, send)
            return None
        await problems_answer((_GONE,), 503)(scope, receive, send)
        return None

    async def _room_http(self, held: HeldWorkspace, rest: str, scope: Scope, receive: Receive, send: Send) -> None:
        name, slash, file = rest.rpartition("/")
        request = Request(scope, receive)
        if slash and not file:
            await (await room_page(request))(scope, receive, send)
            return
        folder, _, word = name.rpartition("/")
        board = await held.rooms.board(folder) if word == "files" else None
        if board is None:
            await PlainTextResponse(_NOTHING, 404)(scope, receive, send)
            return
        scope["path_params"] = {"name": file}
        await (await exports.download(board.hub, Request(scope, receive)))(scope, receive, send)

    async def _studio(self, held: HeldWorkspace, workspace: str, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        account = await account_of(self.accounts, request)
        role = None if account is None else await asyncio.to_thread(self.accounts.role, account.id, workspace)
        if account is None and path == "/":
            await RedirectResponse("/sign-in", 303)(scope, receive, send)
            return
        if account is None or role is None:
            await PlainTextResponse(_NOTHING, 404)(scope, receive, send)
            return
        writes = request.method not in ("GET", "HEAD") and path != "/api/open"
        if request.method not in ("GET", "HEAD") and not self.own_page(request):
            foreign = Problem(code="H08", message="This came from another site.", hint="Reload the page.")
            await problems_answer([foreign], 403)(scope, receive, send)
            return
        if writes and role not in _WRITERS:
            await problems_answer((Problem(code="H08", message=f"As {role} you may look, and draw in rooms; you may not change files.",
                                     hint="Ask an owner of the organisation."),), 403)(scope, receive, send)
            return
        token = ASKING.set((account, role))
        try:
            inner = {**scope, "path": path, "raw_path": path.encode(), "root_path": "",
                     "headers": [*((name, value) for name, value in scope["headers"] if name != b"x-sysmap-key"),
                                 (b"x-sysmap-key", STUDIO_KEY.encode())]}
            await held.studio(inner, receive, _after(send, lambda: held.publish(account.name, _done(path))) if writes else send)
        finally:
            ASKING.reset(token)

    # Sockets

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        board = None
        path = scope["path"]
        workspace, _, rest = path.removeprefix("/w/").partition("/")
        if self._known_host(scope) is not None and path.startswith("/w/") and rest.startswith("room/") and rest.endswith("/socket"):
            try:
                held = await self.held.get(workspace)
                if held is not None:
                    board = await held.rooms.board(unquote(rest.removeprefix("room/").removesuffix("/socket")))
                elif PASSED_ON not in dict(scope["headers"]):
                    holder = await asyncio.to_thread(self.leases.holder, workspace)
                    if holder is not None and holder.server != self.leases.server:
                        await self.relay.socket(holder, scope, receive, send)
                        return
            except Refused as refusal:
                tell("a room cannot be opened", workspace=workspace, reason=str(refusal.problems[0].code))
        if board is None:
            await receive()
            await send({"type": "websocket.close", "code": 1013})
            return
        await board.sockets({**scope, "path": "/socket"}, receive, send)

    # For operators

    async def _health(self, request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def _ready(self, request: Request) -> Response:
        try:
            await asyncio.to_thread(self._look)
        except Refused as refusal:
            return PlainTextResponse(f"{refusal.problems[0].message}\n", 503)
        return PlainTextResponse("draining\n", 503) if self.held.draining else PlainTextResponse("ready\n")

    def _look(self) -> None:
        with self.database.transaction() as connection:
            connection.execute("SELECT 1")

    async def _metrics(self, request: Request) -> Response:
        here = request.client is not None and request.client.host in ("127.0.0.1", "::1") and "x-forwarded-for" not in request.headers
        if not here:
            return PlainTextResponse(_NOTHING, 404)
        return Response(generate_latest(self.registry), media_type=CONTENT_TYPE_LATEST)


def _done(path: str) -> str:
    """What a commit says was done in the studio."""
    return f"Studio: {path.removeprefix('/api/').replace('-', ' ').replace('/', ' ')}"


def _after(send: Send, keep: Callable[[], Awaitable[None]]) -> Send:
    """Answer only once what was written is kept; what cannot be kept is refused in place of the answer."""
    held_back: list[Message] = []

    async def later(message: Message) -> None:
        held_back.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            try:
                await keep()
            except Refused as refusal:
                answer = problems_answer(refusal.problems, 503)
                await send({"type": "http.response.start", "status": 503, "headers": answer.raw_headers})
                await send({"type": "http.response.body", "body": answer.body})
                return
            for one in held_back:
                await send(one)
    return later

