"""A workspace as a static site: an index of its maps, and for each what one hands on. It opens from a disk, and reads without script."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from sysmap.core.levels import Level
from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem, Refused
from sysmap.core.sentences import count_text
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.reports.make import make
from sysmap.reports.report_input import read_input
from sysmap.reports.summary import key_findings
from sysmap.views.figure import figure
from sysmap.views.file_page import page_of

__all__ = ["SitePage", "files_of_map", "site", "zipped"]


@dataclass(frozen=True, slots=True)
class SitePage:
    """A file of the site: its name, what it is in words, and what it holds."""

    name: str
    title: str
    data: bytes


_REPORTS = (("html", "{id}-report.html", "Report to read"), ("docx", "{id}.docx", "Report for Word"), ("xlsx", "{id}.xlsx", "Tables for Excel"))


def files_of_map(workspace: Workspace, path: Path, level: Level, before: Map | None = None) -> Iterator[SitePage]:
    """What is handed on of one map, at one level: page, picture, report to read, report for Word, tables.

    Parameters
    ----------
    workspace, path : the map.
    level : who it is for; nobody else's words are in any of the files.
    before : the version before, for a page that shows what changed since.

    Raises
    ------
    Refused : the map cannot be read, or a part that makes one of the files is not installed.
    """
    project = Project.open(path, workspace)
    id_ = project.map.id
    yield SitePage(f"{id_}.html", "Page to explore", page_of(project, level=level).encode())
    for ending, name, title in _REPORTS:
        yield SitePage(name.format(id=id_), title, bytes(make(path, ending, level=level, workspace=workspace).output.data))
    yield SitePage(f"{id_}.svg", "Picture", figure(project.at_level(level).map, "svg"))
    if before is not None:
        name = before.version.name if before.version else before.title
        yield SitePage(f"{id_}-since-{before.id}.html", f"What changed since “{name}”", page_of(project, level=level, before=before).encode())


def site(workspace: Workspace, level: Level = "public") -> Iterator[SitePage]:
    """Every file of the site of a workspace, the index last.

    Parameters
    ----------
    workspace : whose maps.
    level : who the site is for: internal, client or public.

    Raises
    ------
    Refused : there is no map, two maps have one id, or a map has faults.
    """
    paths = workspace.maps()
    if not paths:
        raise Refused(Problem(code="F01", message="There is no map in this workspace.", hint="Start one: sysmap new map NAME"))
    maps = {path: Project.open(path, workspace).map for path in paths}
    _one_id_each(workspace, maps.items())
    by_id = {map_.id: map_ for map_ in maps.values()}
    cards = []
    for path, map_ in maps.items():
        older = by_id.get(map_.version.supersedes or "") if map_.version else None
        made = list(files_of_map(workspace, path, level, older))
        yield from made
        cards.append(_card(workspace, path, level, made))
    yield SitePage("index.html", "Index", _index(workspace.root.name, level, cards).encode())


def _one_id_each(workspace: Workspace, maps: Iterable[tuple[Path, Map]]) -> None:
    first: dict[str, Path] = {}
    for path, map_ in maps:
        other = first.setdefault(map_.id, path)
        if other != path:
            raise Refused(Problem(
                code="F38", message=f"{workspace.name_of(other)} and {workspace.name_of(path)} both have the id {map_.id}, so their "
                "pages would be one file; nothing was written.", place=Place(workspace.name_of(path)), hint="Give one of them another id."))


def _card(workspace: Workspace, path: Path, level: Level, made: list[SitePage]) -> str:
    given = read_input(workspace, path, level=level, template="evaluation")
    map_ = given.map
    picture = next(one.data for one in made if one.name.endswith(".svg"))
    version = f" ({map_.version.name})" if map_.version else ""
    older = [one for one in made if "-since-" in one.name]
    findings = key_findings(given)
    sentences = [*findings.found()[1:], *(findings.changed() if older else [])]
    links = "".join(f'<li><a href="{escape(one.name)}">{escape(one.title)}</a></li>' for one in made)
    return (f'<article id="{escape(map_.id)}"><h2>{escape(map_.title or map_.id)}{escape(version)}</h2>'
            f'<p class="faint">{count_text(len(map_.factors), "factor")}, {count_text(len(map_.links), "link")}</p>'
            f'<a href="{escape(map_.id)}.html"><img alt="Picture of {escape(map_.title or map_.id)}" '
            f'src="data:image/svg+xml;base64,{base64.b64encode(picture).decode()}"></a>'
            f'{"".join(f"<p>{escape(text)}</p>" for text in sentences)}<ul>{links}</ul></article>')


_LEVELS = {"internal": "for our own team: everything is in it", "client": "for the client: without what is internal",
           "public": "for everybody: without what is internal, quotations and small numbers"}
_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; color: #1d2b36; background: #f4f6f8; margin: 0 auto; max-width: 80rem; padding: 1.5rem; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 1.25rem; }
article { background: #fff; border: 1px solid #d5dde4; border-radius: .5rem; padding: 1rem; }
img { width: 100%; aspect-ratio: 3 / 2; object-fit: contain; border: 1px solid #d5dde4; border-radius: .35rem; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.1rem; margin: 0; overflow-wrap: anywhere; } .faint { color: #4a5a68; margin: .2rem 0 .6rem; }
a { color: #0b4f7d; } ul { padding-left: 1.2rem; } li { padding: .15rem 0; }
@media (prefers-color-scheme: dark) { body { background: #12191f; color: #e6edf3; } article { background: #1b252d; border-color: #33424e; }
  .faint { color: #a9b8c4; } a { color: #7cc0f2; } }
@media print { body { background: #fff; } article { break-inside: avoid; } }
"""


def _index(name: str, level: Level, cards: list[str]) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return ('<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{escape(name)}</title><style>{_STYLE}</style></head>'
            f'<body><h1>{escape(name)}</h1><p class="faint">{count_text(len(cards), "map")}, {_LEVELS[level]}.</p>'
            f'<main>{"".join(cards)}</main></body></html>\n')


def zipped(pages: Iterable[SitePage]) -> bytes:
    """Files in one archive: the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in pages:
            archive.writestr(zipfile.ZipInfo(one.name, (1980, 1, 1, 0, 0, 0)), one.data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
