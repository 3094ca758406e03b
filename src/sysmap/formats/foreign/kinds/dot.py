"""DOT, the language of Graphviz: statements of nodes, chains of edges, subgraphs and defaults."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from sysmap.formats.foreign.attributes import factor_from, link_from, written_factor, written_link, written_map
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftGroup, DraftLink
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.rows import typed
from sysmap.formats.foreign.signs import number_of

__all__ = ["FORMAT"]

_BARE = re.compile(r"(?!(?:node|edge|graph|digraph|subgraph|strict)\Z)[A-Za-z_][A-Za-z_0-9]*\Z", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"\n": "", '"': '"', "\\": "\\", "n": "\n", "l": "\n", "r": "\n"}
_START = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/|#[^\n]*)*(?:strict\s+)?(?:di)?graph(?:\s+(?:\"(?:[^\"\\]|\\.)*\"|[\w.-]+))?\s*\{",
                    re.IGNORECASE | re.DOTALL)
_TOKEN = re.compile(r"""(?:\s++|//[^\n]*|/\*.*?\*/|^\#[^\n]*)*+(?:"(?P<text>(?:[^"\\]|\\.)*)"|(?P<edge>->|--)|(?P<mark>[{}\[\];,=:+])
                        |(?P<word>-?(?:\.\d+|\d+(?:\.\d*)?)(?![\w.])|[^\W\d][\w.]*|[\w.]+)|(?P<html><)|(?P<odd>\S))""",
                    re.VERBOSE | re.DOTALL | re.MULTILINE)
_LOOKS = frozenset("shape color fillcolor fontcolor fontsize fontname fontpath style penwidth width height margin peripheries "
                   "arrowhead arrowtail arrowsize dir constraint minlen headport tailport samehead sametail splines sides "
                   "regular rank URL href target labelfloat labeldistance labelangle headlabel taillabel lp bb".split())
_DEPTH = 40
Attributes = dict[str, str]


def _recognise(content: Content) -> str | None:
    return "a DOT graph of Graphviz" if content.is_text and _START.match(content.start) else None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    if not _START.match(content.start):
        content.fail("This is no graph in the language of Graphviz.", "It begins with graph or digraph and a brace.")
    draft = Draft("dot", title=content.stem)
    _Statements(content, draft).all()
    for one in draft.factors:
        if draft.map_fields and one.raw.get("shape") == "box":
            del one.raw["shape"]
        _looked(one)
    return draft


class _Statements:
    """Reads the statements of a graph; subgraphs are a stack, so that depth costs nothing."""

    def __init__(self, content: Content, draft: Draft) -> None:
        self.content = content
        self.draft = draft
        self.tokens: list[tuple[str, str]] = []
        self.places: list[int] = []
        for token, place in _tokens(content):
            self.tokens.append(token)
            self.places.append(place)
        self.tokens += [("", ""), ("", "")]
        self.at = 0
        self.nodes: dict[str, DraftFactor] = {}
        self.data: dict[str, Attributes] = {}
        self.undirected = False

    def fail(self) -> None:
        place = self.places[min(self.at, len(self.places) - 1)] if self.places else 0
        self.content.fail("The graph breaks off or has a fault here.", "Export it again; the file may have been cut short.",
                          line=self.content.text.count("\n", 0, place) + 1)

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at]

    def take(self, mark: str) -> bool:
        found = self.tokens[self.at] == ("mark", mark)
        self.at += found
        return found

    def name(self) -> str:
        kind, value = self.peek()
        if kind not in ("text", "word", "html"):
            self.fail()
        self.at += 1
        while kind == "text" and self.peek() == ("mark", "+"):
            self.at += 1
            kind, more = self.peek()
            if kind != "text":
                self.fail()
            value += more
            self.at += 1
        return value

    def all(self) -> None:
        while self.peek()[1].lower() in ("strict", "graph", "digraph"):
            self.undirected = self.peek()[1].lower() == "graph"
            self.at += 1
        if self.peek()[0] in ("text", "word"):
            title = self.name()
            self.draft.title = title if title.lower() not in ("", "g", "graph") else self.draft.title
        if not self.take("{"):
            self.fail()
        self.body("", {}, {}, 0)
        for key, data in self.data.items():
            factor_from(self.nodes[key], {title: typed(value) for title, value in data.items() if title not in ("pos", *_LOOKS)})
            self.nodes[key].raw |= {title: value for title, value in data.items() if title in _LOOKS}
            place = [number_of(part) for part in data.get("pos", "").rstrip("!").split(",")[:2]]
            if len(place) == 2 and place[0] is not None and place[1] is not None:
                self.nodes[key].position = (place[0], -place[1])

    def body(self, parent: str, node: Attributes, edge: Attributes, depth: int) -> list[str]:
        """The statements up to the closing brace; gives the nodes named in them."""
        node, edge = dict(node), dict(edge)
        named: list[str] = []
        while not self.take("}"):
            kind, value = self.peek()
            if not kind:
                self.fail()
            if self.take(";") or self.take(","):
                continue
            low = value.lower() if kind == "word" else ""
            if low in ("node", "edge", "graph") and self.tokens[self.at + 1] == ("mark", "["):
                self.at += 1
                data = self.attributes()
                if low == "graph":
                    self.about_graph(parent, data)
                else:
                    (node if low == "node" else edge).update(data)
                continue
            named += self.statement(parent, node, edge, depth)
        return named

    def statement(self, parent: str, node: Attributes, edge: Attributes, depth: int) -> list[str]:
        first = self.operand(parent, node, edge, depth)
        if self.peek() == ("mark", "=") and len(first) == 1:
            self.at += 1
            value = self.name()
            self.about_graph(parent, {first[0]: value})
            if first[0] not in self.data:
                self.nodes.pop(first[0], None)
            return []
        for key in first:
            self.node(key, parent, node)
        chain = [first]
        while self.peek()[0] == "edge":
            self.at += 1
            following = self.operand(parent, node, edge, depth)
            for key in following:
                self.node(key, parent, node)
            chain.append(following)
        data = self.attributes() if self.peek() == ("mark", "[") else {}
        if len(chain) == 1:
            for key in first:
                self.data[key].update(data)
        for starts, ends in pairwise(chain):
            self.draft.links += [self.edge(start, end, {**edge, **data}) for start in starts for end in ends]
        return [key for keys in chain for key in keys]

    def operand(self, parent: str, node: Attributes, edge: Attributes, depth: int) -> list[str]:
        kind, value = self.peek()
        if (kind, value) == ("mark", "{") or (kind == "word" and value.lower() == "subgraph"):
            key = ""
            if kind == "word":
                self.at += 1
                if self.peek()[0] in ("word", "text"):
                    key = self.name()
            if not self.take("{") or depth >= _DEPTH:
                self.fail()
            if key.startswith("cluster"):
                self.draft.groups.append(DraftGroup(key, "", parent))
                parent = key
            return self.body(parent, node, edge, depth + 1)
        key = self.name()
        while self.take(":"):
            self.name()
        return [key]

    def node(self, key: str, parent: str, defaults: Attributes) -> None:
        if key not in self.nodes:
            self.nodes[key] = DraftFactor(key, parent=parent)
            self.draft.factors.append(self.nodes[key])
        if key not in self.data:
            self.data[key] = dict(defaults)

    def about_graph(self, parent: str, data: Attributes) -> None:
        group = next((one for one in self.draft.groups if one.key == parent), None)
        label = data.get("label", "")
        if group is not None:
            group.label = label or group.label
        elif label and label != "\\N":
            self.draft.title = label
        if "sysmap" in data and group is None:
            written_map(self.draft, data["sysmap"])

    def attributes(self) -> Attributes:
        found: Attributes = {}
        while self.take("["):
            while not self.take("]"):
                if self.take(",") or self.take(";"):
                    continue
                title = self.name()
                found[title] = self.name() if self.take("=") else "true"
        return found

    def edge(self, start: str, end: str, data: Attributes) -> DraftLink:
        one = DraftLink(start, end, data.get("id", ""))
        head = data.get("dir", "none" if self.undirected else "forward")
        if head == "back":
            one.from_, one.to = one.to, one.from_
        one.direction = "none" if head == "none" else "mutual" if head == "both" else "directed"
        if not one.label and data.get("headlabel", "") and not data.get("label"):
            one.label = data["headlabel"]
        one.hidden = data.get("style") == "invis"
        said = {title: typed(value) for title, value in data.items() if title not in ("id", *_LOOKS)}
        looks = {title: data[title] for title in ("color", "style") if title in data and data[title] != "invis"}
        one = link_from(one, {**said, **{title: value for title, value in looks.items() if title == "color"}})
        if looks.get("style") in ("dashed", "dotted"):
            one.line = looks["style"]
        one.raw |= {title: value for title, value in data.items() if title in _LOOKS and title != "color"}
        return one


def _looked(one: DraftFactor) -> None:
    """Points that are drawn invisible, and hidden nodes."""
    look = one.raw.get("style", "")
    if look == "invis" or one.raw.get("shape") == "point" or (one.label == "" and one.raw.get("shape") in ("none", "plaintext")):
        one.junction = one.label in ("", one.key)
        one.label = "" if one.junction else one.label
        one.hidden = look == "invis" and not one.junction


def _tokens(content: Content) -> Iterator[tuple[tuple[str, str], int]]:
    text = content.text
    at: int | None = 0
    while at is not None:
        start, at = at, None
        for found in _TOKEN.finditer(text, start):
            kind = found.lastgroup or "odd"
            value = found[kind]
            if kind == "html":
                depth, at = 1, found.end()
                while depth and at < len(text):
                    depth += (text[at] == "<") - (text[at] == ">")
                    at += 1
                yield (kind, text[found.end():at - 1]), found.start(kind)
                break
            if kind == "text" and "\\" in value:
                value = _ESCAPED.sub(lambda one: _MEANT.get(one[1], one[0]), value)
            yield (kind, value), found.start(kind)


def _write(draft: Draft) -> bytes:
    out = ["digraph {", f"  label={_quoted(draft.title)};", f"  sysmap={_quoted(json.dumps(draft.map_fields, ensure_ascii=False))};",
           "  node [shape=box];"]
    inside: dict[str, list[str]] = {}
    groups = {group.key: group for group in draft.groups}
    for one in draft.factors:
        data: dict[str, Any] = {**written_factor(one, place=False)}
        if one.position is not None:
            data["pos"] = f"{float(one.position[0])!r},{-float(one.position[1])!r}"
        if data.get("shape") == "box":
            del data["shape"]
        inside.setdefault(one.parent if one.parent in groups else "", []).append(f"{_quoted(one.key)} [{_cells(data)}];")
    out += [f"  {line}" for line in inside.get("", ())]
    for group in draft.groups:
        name = group.key if group.key.startswith("cluster") else f"cluster_{group.key}"
        if group.parent in groups:
            continue
        out += _cluster(draft, group, name, inside, 1)
    for link in draft.links:
        data = written_link(link)
        polarity = str(data.get("polarity", ""))
        look = {"negative": "dashed", "mixed": "dotted"}.get(polarity)
        if look and "style" not in data:
            data["style"] = look
        if link.direction != "directed":
            data["dir"] = "none" if link.direction == "none" else "both"
        data.pop("direction", None)
        out.append(f"  {_quoted(link.from_)} -> {_quoted(link.to)} [id={_quoted(link.key)}{', ' if data else ''}{_cells(data)}];")
    return "\n".join([*out, "}", ""]).encode()


def _cluster(draft: Draft, group: DraftGroup, name: str, inside: dict[str, list[str]], depth: int) -> list[str]:
    pad = "  " * depth
    lines = [f"{pad}subgraph {_quoted(name)} {{", f"{pad}  label={_quoted(group.label)};"]
    lines += [f"{pad}  {line}" for line in inside.get(group.key, ())]
    if depth < _DEPTH:
        for inner in draft.groups:
            if inner.parent == group.key:
                lines += _cluster(draft, inner, inner.key if inner.key.startswith("cluster") else f"cluster_{inner.key}", inside,
                                  depth + 1)
    return [*lines, f"{pad}}}"]


def _cells(data: dict[str, Any]) -> str:
    return ", ".join(f"{title if _BARE.match(title) else _quoted(title)}={_quoted(_plain(value))}" for title, value in data.items())


def _plain(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


FORMAT = Format(
    "dot", "DOT (Graphviz)", (".dot", ".gv"), _recognise, _read, _write, rank=3,
    kept="Nodes, chains and sets of edges, labels, clusters as themes, every attribute, places.",
    guessed="Signs from a label, an attribute, or green and red where both are drawn; invisible points that only join edges.",
    lost="Ports, ranks, HTML in labels.")
