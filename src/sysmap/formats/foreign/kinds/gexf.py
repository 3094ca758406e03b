"""GEXF, the format of Gephi: attributes by number, places and colours in a space of their own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from sysmap.formats.foreign.attributes import factor_from, link_from, written_factor, written_link, written_map
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftGroup, DraftLink
from sysmap.formats.foreign.marks import colour_word
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.rows import typed
from sysmap.formats.foreign.signs import number_of

__all__ = ["FORMAT"]

_NUMBERS = frozenset(("integer", "int", "long", "float", "double", "short", "byte"))
Titles = dict[tuple[str, str], tuple[str, str, str]]


def _recognise(content: Content) -> str | None:
    return "a GEXF graph" if content.root[0] == "gexf" else None


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    tree = content.xml
    graph = next((one for one in tree if _tag(one) == "graph"), None)
    if graph is None:
        content.fail("The file holds no graph.", "Export it again from Gephi.")
    draft = Draft("gexf", title=content.stem)
    for meta in tree:
        if _tag(meta) == "meta":
            for part in meta:
                text = (part.text or "").strip()
                if _tag(part) == "description" and text:
                    if text.startswith('{"'):
                        written_map(draft, text)
                    else:
                        draft.note = text
                elif _tag(part) in ("title", "keywords") and text and draft.title == content.stem:
                    draft.title = text
    titles: Titles = {}
    for one in graph:
        if _tag(one) == "attributes":
            for attribute in one:
                default = next(((child.text or "") for child in attribute if _tag(child) == "default"), "")
                titles[one.get("class", "node"), attribute.get("id", "")] = (
                    attribute.get("title", "") or attribute.get("id", ""), attribute.get("type", "string"), default)
    undirected = graph.get("defaultedgetype") == "undirected"
    waiting: list[tuple[Element, str]] = [(one, "") for one in graph if _tag(one) in ("nodes", "edges")]
    parents: dict[str, str] = {}
    while waiting:
        part, parent = waiting.pop(0)
        for one in part:
            if _tag(one) == "node":
                factor = _node(one, titles)
                parents[factor.key] = one.get("pid", parent)
                draft.factors.append(factor)
                waiting += [(inner, factor.key) for inner in one if _tag(inner) in ("nodes", "edges")]
            elif _tag(one) == "edge":
                draft.links.append(_edge(one, titles, undirected))
    _containers(draft, parents)
    return draft


def _containers(draft: Draft, parents: dict[str, str]) -> None:
    """Nodes that hold others are containers, and factors only where links lead to them."""
    holding = {parent for parent in parents.values() if parent}
    if not holding:
        return
    draft.groups = [DraftGroup(one.key, one.label, parents.get(one.key, "")) for one in draft.factors if one.key in holding]
    draft.factors = [one for one in draft.factors if one.key not in holding]
    for one in draft.factors:
        one.parent = parents.get(one.key, "")


def _values(element: Element, kind: str, titles: Titles) -> dict[str, object]:
    found: dict[str, object] = {}
    for part in element:
        if _tag(part) == "attvalues":
            for value in part:
                title, type_, _ = titles.get((kind, value.get("for", value.get("id", ""))), (value.get("for", ""), "string", ""))
                said = value.get("value", "")
                if title and said != "":
                    found[title] = (said.lower() == "true" if type_ == "boolean" else
                                    _number(said, type_) if type_ in _NUMBERS else said)
    for (of, _), (title, type_, default) in titles.items():
        if of == kind and default and title not in found:
            found[title] = typed(default) if type_ in _NUMBERS else default
    return {title: value for title, value in found.items() if value is not None}


def _number(said: str, type_: str) -> object:
    number = number_of(said)
    if number is None:
        return said if said.lower() not in ("nan", "infinity") else None
    return int(number) if type_ in ("integer", "int", "long", "short", "byte") and number.is_integer() else number


def _node(node: Element, titles: Titles) -> DraftFactor:
    one = DraftFactor(node.get("id", ""), node.get("label", ""))
    for part in node:
        if _tag(part) == "position":
            x, y = number_of(part.get("x")), number_of(part.get("y"))
            if x is not None and y is not None:
                one.position = (x, y)
    return factor_from(one, _values(node, "node", titles))


def _edge(edge: Element, titles: Titles, undirected: bool) -> DraftLink:
    kind = edge.get("type") or ("undirected" if undirected else "directed")
    one = DraftLink(edge.get("source", ""), edge.get("target", ""), edge.get("id", ""), label=edge.get("label", ""),
                    direction="none" if kind == "undirected" else "mutual" if kind == "mutual" else "directed")
    weight = number_of(edge.get("weight"))
    if weight is not None:
        one.weight = int(weight) if weight.is_integer() and "." not in edge.get("weight", "") else weight
    for part in edge:
        if _tag(part) == "color":
            red, green, blue = (part.get(name, "0") for name in "rgb")
            one.colour = colour_word(f"rgb({red},{green},{blue})")
    return link_from(one, _values(edge, "edge", titles))


def _write(draft: Draft) -> bytes:
    nodes = [(one, {name: value for name, value in written_factor(one, place=False).items() if name != "label"})
             for one in draft.factors]
    edges = [(one, {name: value for name, value in written_link(one).items() if name not in ("weight", "label", "direction")})
             for one in draft.links]
    types: dict[tuple[str, str], str] = {}
    for kind, rows in (("node", [data for _, data in nodes]), ("edge", [data for _, data in edges])):
        for data in rows:
            for title, value in data.items():
                type_ = ("boolean" if isinstance(value, bool) else "long" if isinstance(value, int) else
                         "double" if isinstance(value, float) else "string")
                before = types.setdefault((kind, title), type_)
                if before != type_:
                    types[kind, title] = "double" if {before, type_} == {"double", "long"} else "string"
    ids = {key: str(number) for number, key in enumerate(types)}
    out = ['<?xml version="1.0" encoding="UTF-8"?>',
           '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
           f"  <meta><description>{_text(json.dumps(draft.map_fields, ensure_ascii=False))}</description></meta>",
           '  <graph mode="static" defaultedgetype="directed">']
    for kind in ("node", "edge"):
        out.append(f'    <attributes class="{kind}">')
        out += [f'      <attribute id="{ids[key]}" title={_quoted(key[1])} type="{type_}"/>' for key, type_ in types.items()
                if key[0] == kind]
        out.append("    </attributes>")
    out.append("    <nodes>")
    for group in draft.groups:
        out.append(f"      <node id={_quoted(group.key)} label={_quoted(group.label)}{_pid(group.parent)}/>")
    for one, data in nodes:
        place = f'<viz:position x="{one.position[0]!r}" y="{one.position[1]!r}" z="0.0"/>' if one.position else ""
        out.append(f"      <node id={_quoted(one.key)} label={_quoted(one.label)}{_pid(one.parent)}>"
                   f"{_cells('node', data, ids)}{place}</node>")
    out += ["    </nodes>", "    <edges>"]
    for link, data in edges:
        kind = {"none": "undirected"}.get(link.direction, link.direction)
        weight = f' weight="{link.weight}"' if link.weight is not None else ""
        label = f" label={_quoted(link.label)}" if link.label else ""
        out.append(f"      <edge id={_quoted(link.key)} source={_quoted(link.from_)} target={_quoted(link.to)} type=\"{kind}\""
                   f"{weight}{label}>{_cells('edge', data, ids)}</edge>")
    out += ["    </edges>", "  </graph>", "</gexf>", ""]
    return "\n".join(out).encode()


def _pid(parent: str) -> str:
    return f" pid={_quoted(parent)}" if parent else ""


def _cells(kind: str, data: dict[str, object], ids: dict[tuple[str, str], str]) -> str:
    if not data:
        return ""
    values = "".join(f'<attvalue for="{ids[kind, title]}" value={_quoted(_plain(value))}/>' for title, value in data.items())
    return f"<attvalues>{values}</attvalues>"


def _plain(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _text(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _quoted(value: str) -> str:
    return quoteattr(value, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


FORMAT = Format(
    "gexf", "GEXF (Gephi)", (".gexf",), _recognise, _read, _write, rank=1,
    kept="Labels, attributes with their types, weights, places, nodes in nodes as themes.",
    guessed="Signs from an attribute or a signed weight.",
    lost="Colours, sizes, and when something was there (dynamic graphs).")
