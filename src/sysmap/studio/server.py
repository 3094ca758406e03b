"""The studio's server: one page, and what it asks for. It answers only to this computer and to whoever has the key.

Every request reads the workspace anew, so that what an editor changed a moment ago is there.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from sysmap.core.levels import LEVELS, Level
from sysmap.core.problem import Problem, Refused
from sysmap.formats.templates import themes
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.studio import actions, asking, maps, outline, registers, stories
from sysmap.studio.coding import coding_routes
from sysmap.studio.rooms import OpensRooms
from sysmap.studio.workspaces import FindsWorkspaces, OneWorkspace
from sysmap.workshop.hub import STRANGE, complain
from sysmap.workshop.server import Guard, module_file

__all__ = ["create_studio", "problems_answer"]

LARGEST = 64 * 1024 * 1024
"""Bytes of a file of another tool."""
_TYPES = {"html": "text/html", "svg": "image/svg+xml", "png": "image/png"}

_NO_KEY = Problem(code="L02", message="This page has no key.", hint="Open the address that the terminal shows.")

Answering = Callable[[Request], Awaitable[Response]]


def create_studio(root: str, key: str, hosts: tuple[str, ...], rooms: OpensRooms, documents: tuple[Path, ...] = (),
                  workspaces: FindsWorkspaces | None = None) -> ASGIApp:
    """The studio as an ASGI application.

    Parameters
    ----------
    root : the folder of the workspace.
    key : what a browser has to show with everything it asks for.
    hosts : the `Host` headers it answers to.
    rooms : the boards that are open.
    documents : files and folders of documents that can be coded, beside those of the workspace.
    workspaces : others that may be shown too; the one at `root` alone where not given.
    """
    shelf = workspaces or OneWorkspace(Path(root))

    async def page(request: Request) -> Response:
        return Response(files("sysmap").joinpath("web", "studio", "index.html").read_bytes(), media_type="text/html; charset=utf-8")

    def answer(work: Callable[[Workspace, Request, bytes], Any], then: Callable[[Any], Awaitable[Any]] | None = None) -> Answering:
        """A handler that shows what goes wrong as a sentence. The work is done in a thread; `then` goes on with what it found."""
        async def handle(request: Request) -> Response:
            if not hmac.compare_digest(request.headers.get("x-sysmap-key", "").encode(), key.encode()):
                return problems_answer([_NO_KEY], 403)
            try:
                body = await _body(request)
                found = await asyncio.to_thread(lambda: work(Workspace(shelf.folder(_here(request))), request, body))
                if then is not None:
                    found = await then(found)
            except Refused as refusal:
                return problems_answer(refusal.problems, 409)
            except Exception as error:  # the page must hear of it in words, and the terminal in one line
                complain(error)
                return problems_answer([STRANGE], 500)
            return found if isinstance(found, Response) else JSONResponse(found)
        return handle

    return Guard(Starlette(routes=[
        Route("/", page), Route("/web/{name:path}", module_file),
        Route("/api/maps", answer(lambda workspace, request, body: {
            **shelf.listed(_here(request)), "workspace": workspace.root.name, "maps": maps.cards(workspace),
            "themes": [{"name": one.name, "kind": one.kind, "title": one.title} for one in themes()],
            "forms": [{"name": name, "title": title} for name, (_, title) in actions.FORMS.items()]})),
        Route("/api/picture", answer(_picture)),
        Route("/api/findings", answer(lambda workspace, request, body: maps.findings(workspace, _map(workspace, request)))),
        Route("/api/scores", answer(lambda workspace, request, body: maps.scores(_project(workspace, request)))),
        Route("/api/missing", answer(lambda workspace, request, body: maps.missing(_project(workspace, request)))),
        Route("/api/evidence", answer(lambda workspace, request, body: registers.evidence_on(_project(workspace, request)))),
        Route("/api/evidence/try", answer(lambda workspace, request, body: registers.try_item(
            _project(workspace, request), workspace, _said(body))), methods=["POST"]),
        Route("/api/evidence/keep", answer(lambda workspace, request, body: registers.keep_item(
            _project(workspace, request), workspace, _said(body))), methods=["POST"]),
        Route("/api/override", answer(lambda workspace, request, body: registers.keep_override(
            _project(workspace, request), workspace, _said(body))), methods=["POST"]),
        Route("/api/questions", answer(lambda workspace, request, body: asking.questions(_project(workspace, request)))),
        Route("/api/ask/read", answer(lambda workspace, request, body: asking.read(
            _project(workspace, request), str(_said(body).get("text") or ""))), methods=["POST"]),
        Route("/api/ask", answer(lambda workspace, request, body: asking.answered(
            _project(workspace, request), *_question(body))), methods=["POST"]),
        Route("/api/ask/picture", answer(lambda workspace, request, body: Response(asking.picture_of(
            _project(workspace, request), *_question(body), part=request.query_params.get("part") == "yes"), media_type="image/svg+xml")),
            methods=["POST"]),
        Route("/api/ask/keep", answer(lambda workspace, request, body: {"view": asking.keep_view(
            _project(workspace, request), *_question(body), str(_said(body).get("label") or ""))}), methods=["POST"]),
        Route("/api/story", answer(lambda workspace, request, body: stories.story_places(workspace, _map(workspace, request)))),
        Route("/api/story", answer(lambda workspace, request, body: stories.keep_text(
            workspace, _map(workspace, request), _said(body))), methods=["POST"]),
        Route("/api/outline", answer(lambda workspace, request, body: outline.outline(_project(workspace, request)))),
        Route("/api/outline/layer", answer(lambda workspace, request, body: outline.put_in_layer(
            _project(workspace, request), _said(body))), methods=["POST"]),
        Route("/api/outline/assumption", answer(lambda workspace, request, body: outline.keep_assumption(
            _project(workspace, request), _said(body))), methods=["POST"]),
        Route("/api/version", answer(lambda workspace, request, body: {"file": outline.next_version(
            _project(workspace, request), workspace, _said(body))}), methods=["POST"]),
        Route("/api/site", answer(_site), methods=["POST"]),
        Route("/api/site/withheld", answer(lambda workspace, request, body: [
            {"title": project.map.title, "lines": maps.withheld(project, _level(request))}
            for path in workspace.maps() for project in [Project.open(path, workspace)]])),
        Route("/api/compare", answer(lambda workspace, request, body: maps.compared(
            workspace, _map(workspace, request), maps.map_file(workspace, request.query_params.get("with", ""))))),
        Route("/api/withheld", answer(lambda workspace, request, body: maps.withheld(
            _project(workspace, request), _level(request)))),
        Route("/api/new", answer(_new), methods=["POST"]),
        Route("/api/example", answer(lambda workspace, request, body: {"workspace": shelf.start_example(
            _here(request), str(_said(body).get("name") or ""))}), methods=["POST"]),
        Route("/api/import", answer(_import), methods=["POST"]),
        Route("/api/make", answer(_make), methods=["POST"]),
        Route("/api/open", answer(lambda workspace, request, body: _map(workspace, request), then=rooms.open), methods=["POST"]),
        *coding_routes(answer, documents),
    ]), None, hosts)


async def _body(request: Request) -> bytes:
    out = bytearray()
    async for chunk in request.stream():
        out += chunk
        if len(out) > LARGEST:
            raise Refused(Problem(code="F04", message="The file is too large.", hint=f"The limit is {LARGEST / 1e6:.0f} MB."))
    return bytes(out)


def problems_answer(problems: Iterable[Problem], status: int) -> JSONResponse:
    """Problems as the browser shows them, with a status of HTTP."""
    return JSONResponse({"problems": [{"code": one.code, "message": one.message, "hint": one.hint} for one in problems]}, status)


def _here(request: Request) -> str:
    """The id of the workspace that a request is about."""
    return request.headers.get("x-sysmap-workspace", "")


def _map(workspace: Workspace, request: Request) -> Path:
    return maps.map_file(workspace, request.query_params.get("file", ""))


def _project(workspace: Workspace, request: Request) -> Project:
    return Project.open(_map(workspace, request), workspace)


def _said(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Refused(Problem(code="D07", message="This is no request that the studio knows.", hint="Send keys and values."))
    return found


def _question(body: bytes) -> tuple[str, dict[str, Any]]:
    asked = _said(body)
    params = asked.get("params")
    return str(asked.get("name") or ""), params if isinstance(params, dict) else {}


def _level(request: Request) -> Level:
    level = request.query_params.get("level", "internal")
    for known in LEVELS:
        if level == known:
            return known
    raise Refused(Problem(code="F18", message="There is no such level.", hint=f"Choose one of {', '.join(LEVELS)}."))


_PICTURES: dict[Path, tuple[str | None, bytes]] = {}
"""Small pictures of maps, each with the digest of the file that it was drawn from."""


def _picture(workspace: Workspace, request: Request, body: bytes) -> Response:
    path = _map(workspace, request)
    digest = workspace.read(path).digest
    held = _PICTURES.get(path)
    if held is None or held[0] != digest:
        held = _PICTURES[path] = (digest, maps.picture(workspace, path))
    return Response(held[1], media_type="image/svg+xml")


def _new(workspace: Workspace, request: Request, body: bytes) -> Any:
    asked = _said(body)
    kind, title = str(asked.get("kind", "")), str(asked.get("title", ""))
    path = actions.started(workspace, kind, title, str(asked.get("theme") or ""))
    return maps.card(Workspace(workspace.root), path)


def _import(workspace: Workspace, request: Request, body: bytes) -> Any:
    path, report = actions.taken_in(workspace, request.query_params.get("name", ""), body)
    return {"map": maps.card(Workspace(workspace.root), path), "report": report}


def _site(workspace: Workspace, request: Request, body: bytes) -> Response:
    from sysmap.reports.site import site, zipped

    level = _level(request)
    return Response(zipped(site(workspace, level)), media_type="application/zip",
                    headers={"Content-Disposition": f'attachment; filename="site-{level}.zip"'})


def _make(workspace: Workspace, request: Request, body: bytes) -> Response:
    name, data = actions.made(workspace, _map(workspace, request), request.query_params.get("form", ""), _level(request))
    ending = name.rpartition(".")[2]
    return Response(data, media_type=_TYPES.get(ending, "application/octet-stream"),
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})
