"""A coded project of NVivo, MAXQDA or ATLAS.ti in the browser: what each code means is shown, changed, confirmed and kept.

The project stays in memory between showing its table and taking it over; nothing is written before somebody confirms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from starlette.requests import Request

from sysmap.coding.code_table import CodeMeaning, code_table, parse_code_table
from sysmap.coding.project_import import ProjectImport, read_coded_project
from sysmap.coding.recording import Coder
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import count_text
from sysmap.formats.foreign.content import Content, open_content
from sysmap.formats.foreign.refi_project import RefiProject
from sysmap.formats.save import write_whole
from sysmap.formats.workspace import Workspace

__all__ = ["Work", "project_asks"]

Work = Callable[[Workspace, Request, bytes], Any]
_EXAMPLES = 2
_MOST = 4


class MeaningRequest(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What somebody says that a code means: an element, or `cause -> effect`, or `new: Label`; empty leaves it out."""

    guid: str
    means: str
    direction: str = "supports"


class TableRequest(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The table of codes as it stands on the page, for a project that was read before."""

    project: str
    rows: list[MeaningRequest]


def project_asks(coder_of: Callable[[Workspace, Request], Coder]) -> dict[str, tuple[str, Work]]:
    """What the page asks: `project` reads a file and shows its table, `project/try` says what would come of it, `project/take` does it.

    Parameters
    ----------
    coder_of : the map and the register that a request names.
    """
    held: dict[str, RefiProject] = {}

    def read(workspace: Workspace, request: Request, body: bytes) -> Any:
        name = Path(request.query_params.get("name", "").replace("\\", "/")).name[:120] or "project"
        found = read_coded_project(Content(name, body))
        key = hashlib.sha256(body).hexdigest()
        held.pop(key, None)
        while len(held) >= _MOST:
            held.pop(next(iter(held)))
        held[key] = found
        coming = ProjectImport(found, coder_of(workspace, request))
        path = coming.table_path
        rows = coming.rows(parse_code_table(open_content(path).text, path.name) if path.is_file() else None)
        words = _words(found)
        return {
            "project": key, "name": found.name, "kept": workspace.name_of(path) if path.is_file() else "",
            "size": f"{count_text(len(found.texts), 'document')}, {count_text(len(rows), 'code')}, "
                    f"{count_text(sum(one.passages for one in rows), 'coded passage')}",
            "rows": [{"guid": one.guid, "code": one.code, "passages": one.passages, "direction": one.direction, "words": words.get(one.guid, []),
                      **_ends(coming, one.means), "maybe": [_said(coming, element) for element in one.maybe]} for one in rows],
            "elements": list(dict.fromkeys(_said(coming, one) for one in coming.elements if one not in coming.coder.map.links))}

    def tried(workspace: Workspace, request: Request, body: bytes) -> Any:
        asked, coming = _coming(workspace, request, body)
        try:
            return {"sentences": coming.tried(_meanings(coming, asked)).sentences(), "problems": []}
        except Refused as refused:
            return {"sentences": [], "problems": [
                {"guid": asked.rows[one.place.line - 1].guid if one.place and one.place.line and one.place.file == _TABLE else "",
                 "message": one.message, "hint": one.hint} for one in refused.problems]}

    def take(workspace: Workspace, request: Request, body: bytes) -> Any:
        asked, coming = _coming(workspace, request, body)
        said = {one.guid: one for one in asked.rows}
        rows = [replace(one, means=_plain(coming, said[one.guid].means), direction=said[one.guid].direction) for one in coming.rows()
                if one.guid in said]
        done = coming.take(_meanings(coming, asked))
        coming.table_path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(coming.table_path, code_table(rows))
        return {"sentences": done.sentences(), "table": workspace.name_of(coming.table_path), "documents": list(done.documents)}

    def _coming(workspace: Workspace, request: Request, body: bytes) -> tuple[TableRequest, ProjectImport]:
        try:
            asked = msgspec.json.decode(body, type=TableRequest)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            raise Refused(Problem(code="D07", message=f"This cannot be read: {error}.", hint="Open the page again.")) from None
        if asked.project not in held:
            raise Refused(Problem(code="F01", message="The project is no longer here.", hint="Choose its file again."))
        return asked, ProjectImport(held[asked.project], coder_of(workspace, request))

    return {"project": ("POST", read), "project/try": ("POST", tried), "project/take": ("POST", take)}


_TABLE = "table of codes"


def _meanings(coming: ProjectImport, asked: TableRequest) -> Mapping[str, CodeMeaning]:
    return coming.meanings({one.guid: {"means": one.means.strip(), "direction": one.direction, "line": str(number)}
                            for number, one in enumerate(asked.rows, 1)}, _TABLE)


def _words(found: RefiProject) -> dict[str, list[str]]:
    """The first passages of each code, to see what it is about."""
    out: dict[str, list[str]] = {}
    for text in found.texts:
        for one in text.selections:
            if len(words := out.setdefault(one.code, [])) < _EXAMPLES:
                words.append(" ".join(text.text[one.start:one.end].split())[:160])
    return out


def _said(coming: ProjectImport, element: str) -> str:
    """What the page shows for an element: its label, or its id where another has that label too."""
    label = coming.elements.get(element, element)
    return label if "->" not in label and list(coming.elements.values()).count(label) == 1 else element


def _ends(coming: ProjectImport, means: str) -> dict[str, str]:
    """The two fields of a row: what a code is about, and for a link the effect."""
    link = coming.coder.map.links.get(means)
    parts = [link.from_, link.to] if link is not None else [part.strip() for part in means.split("->")]
    if means in coming.elements and link is None:
        parts = [means]
    return {"about": _said(coming, parts[0]), "effect": _said(coming, parts[1]) if len(parts) == 2 else ""}


def _plain(coming: ProjectImport, means: str) -> str:
    """What the kept table says: ids, which stay when labels change."""
    ids = {_said(coming, element): element for element in coming.elements}
    return ids.get(means.strip()) or " -> ".join(ids.get(part.strip(), part.strip()) for part in means.split("->"))
