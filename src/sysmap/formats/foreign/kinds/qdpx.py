"""Projects of the REFI-QDA standard (.qdpx): codes and the links between them as a map; coded passages go into a register."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft
from sysmap.formats.foreign.refi_drafts import code_ids, draft_of_codes, written_codes
from sysmap.formats.foreign.refi_project import is_project, read_refi
from sysmap.formats.foreign.refi_writing import ORIGIN, PROJECT, add_codes, archive, guid_for
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import SignTable

__all__ = ["FORMAT"]

_SIZE = 60
_DIRECTIONS = {"directed": "OneWay", "mutual": "Bidirectional", "none": "Associative"}


def _recognise(content: Content) -> str | None:
    return "a project of the REFI-QDA standard" if is_project(content) else None


def _read(contents: Sequence[Content]) -> Draft:
    project = read_refi(contents[0])
    draft = draft_of_codes(project, "qdpx", contents[0].stem)
    coded = sum(len(text.selections) for text in project.texts)
    if coded:
        draft.say("kept", "coding", f"{count_text(coded, 'coding')} in {count_text(len(project.texts), 'text')} are not part of a map: "
                                    f"sysmap evidence import REGISTER {contents[0].name} takes them into a register.")
    return draft


def _write(draft: Draft) -> bytes:
    project = Element("Project", {"xmlns": PROJECT, "name": draft.title or "map", "origin": ORIGIN})
    ids = code_ids(draft)
    if draft.factors:
        add_codes(SubElement(project, "CodeBook"), written_codes(draft), draft.title)
    table = SignTable()
    if draft.links:
        links = SubElement(project, "Links")
        for link in draft.links:
            if link.from_ in ids and link.to in ids:
                SubElement(links, "Link", guid=guid_for(draft.title, "link", link.key or f"{link.from_}->{link.to}"),
                           name=link.label or str(table.read(link.sign).polarity), direction=_DIRECTIONS[link.direction],
                           originGUID=ids[link.from_], targetGUID=ids[link.to])
    placed = [one for one in draft.factors if one.position is not None]
    if placed:
        graph = SubElement(SubElement(project, "Graphs"), "Graph", guid=guid_for(draft.title, "graph"), name=draft.title or "map")
        for one in placed:
            assert one.position is not None
            x, y = (round(value) for value in one.position)
            SubElement(graph, "Vertex", guid=guid_for(draft.title, "vertex", f"of {one.key}"), representedGUID=ids[one.key], name=one.label,
                       firstX=str(x - _SIZE), firstY=str(y - _SIZE // 2), secondX=str(x + _SIZE), secondY=str(y + _SIZE // 2))
    return archive(project, {})


FORMAT = Format(
    "qdpx", "REFI-QDA project (NVivo, MAXQDA, ATLAS.ti)", (".qdpx", ".qde"), _recognise, _read, _write, rank=2,
    kept="Codes as factors with their descriptions, the code above as theme, links between codes, places in the first drawing; coded "
         "passages go into a register (`sysmap evidence import`).",
    guessed="Signs from the name of a link; links without an arrow are associations.",
    lost="Variables, sets, further drawings, colours, areas of pictures, recordings. In a project: strengths, delays, everything that "
         "is no name, sign or description.")
