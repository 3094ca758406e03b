"""GML, the Graph Modelling Language: keys with values, and lists in square brackets."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from sysmap.formats.foreign.attributes import factor_from, link_from, written_factor, written_link, written_map
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftGroup, DraftLink
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.rows import cell_text
from sysmap.formats.foreign.signs import number_of

__all__ = ["FORMAT"]

_START = re.compile(r"(?:#[^\n]*\n|\s|(?:Creator|Version|comment)\s+(?:\"[^\"]*\"|\S+)|[A-Za-z]\w*\s+(?:\"[^\"]*\"|[-+\d.]+))*"
                    r"graph\s*\[", re.IGNORECASE)
_TOKEN = re.compile(r"""\s*(?:\#[^\n]*(?:\n|\Z)\s*)*(?:(?P<key>[A-Za-z_][\w.-]*)|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)
                        |"(?P<text>[^"]*)"|(?P<mark>[\[\]])|(?P<odd>\S))""", re.VERBOSE)
_DEPTH = 60
_KEY = re.compile(r"[^A-Za-z0-9]+")


def _recognise(content: Content) -> str | None:
    return "a GML graph" if content.is_text and _START.match(content.start) else None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    pairs = _pairs(content)
    graph = next((value for key, value in pairs if key == "graph" and isinstance(value, list)), None)
    if graph is None:
        content.fail("The file holds no graph.", "Export it again from the tool it comes from.")
    draft = Draft("gml", title=content.stem)
    directed = False
    parents: dict[str, str] = {}
    for key, value in graph:
        if key == "node" and isinstance(value, list):
            factor = _node(value, parents)
            draft.factors.append(factor)
        elif key == "edge" and isinstance(value, list):
            draft.links.append(_edge(value))
        elif key == "directed":
            directed = cell_text(value) == "1"
        elif key == "multigraph":
            continue
        elif key == "sysmap":
            written_map(draft, value)
        elif key in ("label", "name", "title") and isinstance(value, str) and value:
            draft.title = value
        elif not isinstance(value, list):
            draft.raw[key] = value
    if not directed:
        for link in draft.links:
            link.direction = "none" if link.direction == "directed" else link.direction
    holding = set(parents.values())
    if holding:
        draft.groups = [DraftGroup(one.key, one.label, parents.get(one.key, "")) for one in draft.factors if one.key in holding]
        draft.factors = [one for one in draft.factors if one.key not in holding]
        for one in draft.factors:
            one.parent = parents.get(one.key, "")
    if draft.keys_are_ids:
        _own_names(draft)
    return draft


def _own_names(draft: Draft) -> None:
    """GML's ids are numbers; sysmap writes the real name beside them."""
    names = {one.key: str(one.fields.pop("key", one.key)) for one in draft.factors}
    for one in draft.factors:
        one.key = names[one.key]
    for link in draft.links:
        link.from_, link.to = names.get(link.from_, link.from_), names.get(link.to, link.to)
        link.key = str(link.fields.pop("key", link.key))


def _pairs(content: Content) -> list[tuple[str, Any]]:
    top: list[tuple[str, Any]] = []
    stack = [top]
    key = ""
    for kind, value, at in _tokens(content.text):
        if kind == "key" and not key:
            key = value
        elif kind == "mark" and value == "]":
            if key or len(stack) == 1:
                _broken(content, at)
            stack.pop()
        elif not key or kind == "odd":
            _broken(content, at)
        elif kind == "mark":
            inner: list[tuple[str, Any]] = []
            stack[-1].append((key, inner))
            stack.append(inner)
            key = ""
            if len(stack) > _DEPTH:
                _broken(content, at)
        else:
            stack[-1].append((key, _value(kind, value)))
            key = ""
    if len(stack) > 1 or key:
        _broken(content, len(content.text))
    return top


def _broken(content: Content, at: int) -> None:
    content.fail("The GML breaks off or has a fault here.", "Export it again; the file may have been cut short.",
                 line=content.text.count("\n", 0, at) + 1)


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "odd"
        yield kind, found.group(kind), found.start(kind)


def _value(kind: str, value: str) -> Any:
    if kind == "text":
        return html.unescape(value) if "&" in value else value
    if kind == "number":
        number = number_of(value)
        if number is None:
            return value
        return int(number) if number.is_integer() and "." not in value and "e" not in value.lower() else number
    return value


def _plain(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if not isinstance(value, list) and value != ""}


def _node(pairs: Sequence[tuple[str, Any]], parents: dict[str, str]) -> DraftFactor:
    data = _plain(pairs)
    one = DraftFactor(cell_text(data.pop("id", "")))
    gid = data.pop("gid", None)
    if gid is not None:
        parents[one.key] = cell_text(gid)
    data.pop("isGroup", None)
    for key, value in pairs:
        if key == "graphics" and isinstance(value, list):
            drawn = _plain(value)
            x, y = number_of(drawn.get("x")), number_of(drawn.get("y"))
            if x is not None and y is not None:
                one.position = (x, y)
    return factor_from(one, {_title(key): value for key, value in data.items()})


def _edge(pairs: Sequence[tuple[str, Any]]) -> DraftLink:
    data = _plain(pairs)
    one = DraftLink(cell_text(data.pop("source", "")), cell_text(data.pop("target", "")), cell_text(data.pop("id", "")))
    said = data.pop("directed", None)
    if said is not None and cell_text(said) == "0":
        one.direction = "none"
    for key, value in pairs:
        if key == "graphics" and isinstance(value, list):
            arrow = _plain(value).get("arrow")
            one.direction = "none" if arrow == "none" else "mutual" if arrow == "both" else one.direction
            if arrow == "first":
                one.from_, one.to = one.to, one.from_
    return link_from(one, {_title(key): value for key, value in data.items()})


_NO_LETTER_FIRST = "x__"
"""What stands before a key that would begin otherwise than with a letter; no title gives it, since `_` is written `_U005f_`."""


def _title(key: str) -> str:
    """The title that a key was made of: `U` and four hex digits between underscores stand for another character."""
    return re.sub(r"_U([0-9a-f]{4,5})_", lambda found: chr(int(found.group(1), 16)), key.removeprefix(_NO_LETTER_FIRST))


def _key(title: str) -> str:
    key = "".join(one if one.isascii() and one.isalnum() else f"_U{ord(one):04x}_" for one in title)
    return key if key[:1].isalpha() else _NO_LETTER_FIRST + key


def _write(draft: Draft) -> bytes:
    pairs = [(link.from_, link.to) for link in draft.links]
    out = ['Creator "sysmap"', "graph [", "  directed 1", *(["  multigraph 1"] if len(set(pairs)) < len(pairs) else [])]
    if draft.title:
        out.append(f"  label {_quoted(draft.title)}")
    out.append(f"  sysmap {_quoted(json.dumps(draft.map_fields, ensure_ascii=False))}")
    numbers: dict[str, int] = {}
    for group in draft.groups:
        numbers[group.key] = len(numbers)
        gid = f" gid {numbers[group.parent]}" if group.parent in numbers else ""
        out.append(f"  node [ id {numbers[group.key]} key {_quoted(group.key)} label {_quoted(group.label)} isGroup 1{gid} ]")
    for one in draft.factors:
        numbers[one.key] = len(numbers)
        place = f" graphics [ x {float(one.position[0])!r} y {float(one.position[1])!r} ]" if one.position else ""
        gid = f" gid {numbers[one.parent]}" if one.parent in numbers else ""
        out.append(f"  node [ id {numbers[one.key]} key {_quoted(one.key)}{gid} {_cells(written_factor(one, place=False))}{place} ]")
    for link in draft.links:
        if link.from_ not in numbers or link.to not in numbers:
            continue
        directed = " directed 0" if link.direction == "none" else ""
        out.append(f"  edge [ source {numbers[link.from_]} target {numbers[link.to]} key {_quoted(link.key)}{directed} "
                   f"{_cells(written_link(link))} ]")
    return ("\n".join([*out, "]", ""])).encode()


def _cells(data: dict[str, Any]) -> str:
    return " ".join(f"{_key(title)} {_written(value)}" for title, value in data.items())


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return _quoted("true" if value else "false")
    return repr(value) if isinstance(value, int | float) else _quoted(str(value))


def _quoted(text: str) -> str:
    """A text in quotes, in ASCII: GML knows no other letters."""
    safe = text.replace("&", "&amp;").replace('"', "&quot;")
    return '"' + "".join(one if " " <= one <= "~" else f"&#{ord(one)};" for one in safe) + '"'


FORMAT = Format(
    "gml", "GML", (".gml",), _recognise, _read, _write, rank=3,
    kept="Labels, every attribute, weights, places, groups as themes.",
    guessed="Signs from an attribute, a label or a signed weight; links of a graph that is not directed are associations.",
    lost="Lists within attributes; the drawing apart from places.")
