"""What the page for coding documents asks of the studio's server, and what it sends.

Documents are those of the workspace's folder `documents/` and those that were named when the studio was started; nothing else
on the disk can be opened from the page. They are only read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sysmap.coding.coded import CodedDocument, CodedPassage, coded_document, shared_share
from sysmap.coding.recording import Coder, make_factor
from sysmap.coding.suggestions import code_suggestions
from sysmap.contribution.base import elements_of
from sysmap.contribution.coder_agreement import coder_agreement
from sysmap.core.evidence import Bearing, Evidence
from sysmap.core.library import Sources
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.words import Direction, EvidenceKind, EvidenceStrength, Polarity
from sysmap.formats.document_files import ENDINGS, document_files, read_document
from sysmap.formats.foreign.ids import slug_of
from sysmap.formats.save import change_file, write_whole
from sysmap.formats.starting import new_file
from sysmap.formats.text_document import TextDocument
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.studio import maps
from sysmap.studio.coded_projects import Work, project_asks

__all__ = ["FOLDER", "coding_routes", "known_documents"]

FOLDER = "documents"
"""The folder of a workspace where documents to code lie."""

Answer = Callable[[Work], Callable[[Request], Awaitable[Response]]]


class CodeRequest(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A passage and what it is coded as: on an element, or on the link from a cause to an effect."""

    document: str
    start: int
    end: int
    element: str = ""
    cause: str = ""
    effect: str = ""
    polarity: Polarity = "unknown"
    direction: Direction = "supports"
    strength: EvidenceStrength | None = None
    why: str = ""
    statement: str = ""
    kind: EvidenceKind = "observed"
    informant: str = ""
    coder: str = ""
    audience: list[str] = []
    cases: list[str] = []
    source: str = ""
    date: str = ""
    quotable: bool = False


class RemoveRequest(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A code that is taken off a passage; without an element all of its codes."""

    item: str
    element: str | None = None


class RegisterRequest(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A register that is started: its title, and the one that is coded again in it."""

    title: str
    again: str = ""


class FactorRequest(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A factor that is added to the map."""

    label: str


def known_documents(workspace: Workspace, sources: tuple[Path, ...]) -> dict[str, Path]:
    """The documents that can be coded, by the name that registers give them.

    Parameters
    ----------
    workspace : its folder `documents/` counts.
    sources : further files and folders.
    """
    found: dict[str, Path] = {}
    folder = workspace.root / FOLDER
    for source in (*sources, *([folder] if folder.is_dir() else [])):
        try:
            paths = document_files(source)
        except Refused:
            continue  # an empty folder, or one that is gone since
        for path in paths:
            full = path.resolve()
            inside = full.is_relative_to(workspace.root.resolve())
            above = source.resolve().parent
            found[full.relative_to(workspace.root.resolve() if inside else above).as_posix()] = full
    return dict(sorted(found.items()))


@lru_cache(maxsize=32)
def _read(path: Path, name: str, changed: int, size: int) -> TextDocument:
    return read_document(path, name)


def coding_routes(answer: Answer, sources: tuple[Path, ...]) -> list[Route]:
    """The routes of the page, for a server that answers with `answer`.

    Parameters
    ----------
    answer : makes a handler of what does the work.
    sources : files and folders of documents outside the workspace's own.
    """
    def document(workspace: Workspace, name: str) -> TextDocument:
        known = known_documents(workspace, sources)
        if name not in known:
            raise Refused(Problem(code="F01", message=f"There is no document {name[:80]}.", hint=one_of(name[:80], known, most=12)))
        info = known[name].stat()
        return _read(known[name], name, info.st_mtime_ns, info.st_size)

    def start(workspace: Workspace, request: Request, body: bytes) -> Any:
        registers = [(path, one) for path, one in _registers(workspace)]
        return {
            "workspace": workspace.root.name, "maps": [one for one in maps.cards(workspace) if not one["problems"]],
            "registers": [{"file": path.relative_to(workspace.root).as_posix(), "title": one.title, "id": one.id,
                           "again": one.codes_again or "", "maps": _maps_of(workspace, path)} for path, one in registers],
            "documents": list(known_documents(workspace, sources)),
        }

    def open_(workspace: Workspace, request: Request, body: bytes) -> Any:
        coder = _coder(workspace, request)
        held = document(workspace, request.query_params.get("document", ""))
        peers = coder.peers()
        own = coded_document(held, [coder.register])
        return {
            "name": held.name, "notes": list(held.notes), "words": held.words,
            "blocks": [{**dataclasses.asdict(block), "text": held.text[block.start:block.end]} for block in held.blocks],
            "passages": [_passage(one) for one in own.passages], "coverage": own.coverage.sentence,
            "share": round(own.coverage.share, 3), "others": [_other(held, own, peer) for peer in peers],
        }

    def elements(workspace: Workspace, request: Request, body: bytes) -> Any:
        coder = _coder(workspace, request)
        project = Project.open(coder.map_path, workspace)
        used = workspace.load(coder.register_path).used
        counts: dict[str, int] = {}
        for item in coder.register.items.values():
            for bearing in item.bears_on:
                counts[bearing.element] = counts.get(bearing.element, 0) + 1
        return {
            "elements": [{"id": one.id, "kind": one.kind, "label": one.label, "items": counts.get(one.id, 0),
                          "also": list(coder.map.factors[one.id].aliases) if one.kind == "factor" else []}
                         for one in elements_of(coder.map, project.mechanisms)],
            "audiences": list(project.uses.words("audiences") or ()),
            "cases": [{"id": id_, "label": case.label} for library in project.cases for id_, case in library.cases.items()],
            "sources": [{"id": id_, "label": source.label} for one in used if isinstance(one, Sources)
                        for id_, source in one.sources.items()],
            "roles": sorted({item.informant for item in coder.register.items.values() if item.informant}),
        }

    def code(workspace: Workspace, request: Request, body: bytes) -> Any:
        asked = _asked(CodeRequest, body)
        coder = _coder(workspace, request)
        held = document(workspace, asked.document)
        bearing = Bearing(element=asked.element, direction=asked.direction, strength=asked.strength, why=asked.why or None)
        details = _details(asked, held)
        if asked.cause or asked.effect:
            done = coder.claim(held, asked.start, asked.end, asked.cause, asked.effect, asked.polarity, bearing, details)
        else:
            done = coder.code(held, asked.start, asked.end, bearing, details)
        return dataclasses.asdict(done)

    def remove(workspace: Workspace, request: Request, body: bytes) -> Any:
        asked = _asked(RemoveRequest, body)
        _coder(workspace, request).remove(asked.item, asked.element)
        return {}

    def factor(workspace: Workspace, request: Request, body: bytes) -> Any:
        made = make_factor(workspace, maps.map_file(workspace, request.query_params.get("map", "")), _asked(FactorRequest, body).label)
        return {"id": made.id, "label": made.label}

    def register(workspace: Workspace, request: Request, body: bytes) -> Any:
        asked = _asked(RegisterRequest, body)
        path = maps.map_file(workspace, request.query_params.get("map", ""))
        again = _register_file(workspace, asked.again)[1].id if asked.again else ""
        made = new_file(workspace, "register", slug_of(asked.title, "register"), title=" ".join(asked.title.split())[:200], on=str(path))
        if again:
            change_file(Workspace(workspace.root).read(made), lambda now: dataclasses.replace(now, codes_again=again))
        return {"file": made.relative_to(workspace.root).as_posix()}

    def suggest(workspace: Workspace, request: Request, body: bytes) -> Any:
        coder = _coder(workspace, request)
        held = document(workspace, request.query_params.get("document", ""))
        first, last = (int(value) if (value := request.query_params.get(name, "")).isdecimal() else 0 for name in ("start", "end"))
        labels = Project.open(coder.map_path, workspace).labels
        return [{"element": one.element, "label": labels.get(one.element, one.element), "words": list(one.words)}
                for one in code_suggestions(held.text[first:last], coder.map, [coder.register])]

    def agreement(workspace: Workspace, request: Request, body: bytes) -> Any:
        coder = _coder(workspace, request)
        labels = Project.open(coder.map_path, workspace).labels
        out = []
        for peer in coder.peers():
            found = coder_agreement(coder.register, peer)
            out.append({"register": peer.title, **found.to_json(), "only_first": _said(coder.register, found.only_first),
                        "only_second": _said(peer, found.only_second),
                        "differing": [{**dataclasses.asdict(one), "label": labels.get(one.element, one.element)}
                                      for one in found.differing]})
        return out

    def upload(workspace: Workspace, request: Request, body: bytes) -> Any:
        name = Path(request.query_params.get("name", "").replace("\\", "/")).name[:120].lstrip(".")
        folder = workspace.root / FOLDER
        if Path(name).suffix.lower() not in ENDINGS:
            raise Refused(Problem(code="F71", message=f"{name or 'This'} is no document that can be coded.",
                                  hint=f"Known endings: {', '.join(ENDINGS)}."))
        folder.mkdir(exist_ok=True)
        write_whole(folder / name, body, new=True)
        try:
            read_document(folder / name)
        except Refused:
            (folder / name).unlink()
            raise
        return {"document": f"{FOLDER}/{name}"}

    async def page(request: Request) -> Response:
        return Response(files("sysmap").joinpath("web", "coding", "index.html").read_bytes(), media_type="text/html; charset=utf-8")

    asks: dict[str, tuple[str, Work]] = {
        "start": ("GET", start), "document": ("GET", open_), "elements": ("GET", elements), "suggest": ("GET", suggest),
        "agreement": ("GET", agreement), "code": ("POST", code), "remove": ("POST", remove), "factor": ("POST", factor),
        "register": ("POST", register), "upload": ("POST", upload), **project_asks(_coder)}
    return [Route("/code", page), *(Route(f"/api/coding/{name}", answer(work), methods=[method]) for name, (method, work) in asks.items())]


def _asked(cls: type[Any], body: bytes) -> Any:
    try:
        return msgspec.json.decode(body, type=cls)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise Refused(Problem(code="D07", message=f"This cannot be read: {error}.", hint="Open the page again.")) from None


def _registers(workspace: Workspace) -> list[tuple[Path, Evidence]]:
    out = []
    for path in (*workspace.files(), *workspace.elsewhere()):
        document = workspace.read(path).document
        if isinstance(document, Evidence) and not workspace.read(path).problems:
            out.append((path, document))
    return out


def _register_file(workspace: Workspace, name: str) -> tuple[Path, Evidence]:
    known = {path.relative_to(workspace.root).as_posix(): (path, one) for path, one in _registers(workspace)}
    if name not in known:
        raise Refused(Problem(code="F01", message=f"There is no register {name[:80]} in this workspace.",
                              hint=one_of(name[:80], known, most=12)))
    return known[name]


def _maps_of(workspace: Workspace, path: Path) -> list[str]:
    """The maps that a register refers to."""
    document = workspace.read(path).document
    assert isinstance(document, Evidence)
    out = []
    for used in document.uses:
        target = (path.parent / used).resolve()
        if target.is_file() and target.is_relative_to(workspace.root.resolve()) and isinstance(workspace.read(target).document, Map):
            out.append(target.relative_to(workspace.root.resolve()).as_posix())
    return out


def _coder(workspace: Workspace, request: Request) -> Coder:
    return Coder(workspace, maps.map_file(workspace, request.query_params.get("map", "")),
                 _register_file(workspace, request.query_params.get("register", ""))[0])


def _details(asked: CodeRequest, document: TextDocument) -> dict[str, Any]:
    details: dict[str, Any] = {
        "statement": asked.statement.strip(), "kind": asked.kind, "informant": asked.informant.strip(), "coder": asked.coder.strip(),
        "audience": asked.audience, "cases": asked.cases, "date": asked.date.strip()}
    block = document.block_at(asked.start)
    if asked.source:
        details["cite"] = [{"source": asked.source, **({"at": block.at} if block else {})}]
    if asked.quotable:
        details |= {"quote": " ".join(document.text[asked.start:asked.end].split()), "permission": True}
    return details


def _passage(one: CodedPassage) -> dict[str, Any]:
    return {"item": one.item, "statement": one.statement, "how": one.place.how, "start": one.place.start, "end": one.place.end,
            "words": one.passage.words, "at": one.passage.at or "", "coder": one.coder or "", "informant": one.informant or "",
            "bears_on": [{"element": b.element, "direction": b.direction, "strength": b.strength or ""} for b in one.bears_on]}


def _other(document: TextDocument, own: CodedDocument, peer: Evidence) -> dict[str, Any]:
    theirs = coded_document(document, [peer])
    shared = shared_share(own, theirs)
    return {"register": peer.title, "passages": [_passage(one) for one in theirs.passages if one.place.how != "lost"],
            "shared": None if shared is None else round(shared, 3)}


def _said(register: Evidence, ids: tuple[str, ...]) -> list[str]:
    return [f"{register.items[id_].statement} ({id_})" for id_ in ids]
