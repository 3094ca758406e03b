"""GraphML in the dialects of yEd, Gephi, Cytoscape and networkx: nested graphs, labels and places in their own elements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from sysmap.formats.foreign.attributes import factor_from, link_from, written_factor, written_link, written_map
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftGroup, DraftLink
from sysmap.formats.foreign.marks import colour_word, line_word
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.rows import typed
from sysmap.formats.foreign.signs import number_of

__all__ = ["FORMAT"]

_NUMBERS = frozenset(("int", "integer", "long", "float", "double"))


def _recognise(content: Content) -> str | None:
    return "a GraphML graph" if content.root[0] == "graphml" else None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    tree = content.xml
    draft = Draft("graphml", title=content.stem)
    keys = {}
    for key in tree.iter():
        if _tag(key) == "key":
            default = next((child.text or "" for child in key if _tag(child) == "default"), None)
            id_ = key.get("id", "")
            keys[id_] = (key.get("attr.name", "") or id_, key.get("attr.type", "string"), default, key.get("for", ""))
    graphs = [one for one in tree if _tag(one) == "graph"]
    if not graphs:
        content.fail("The file holds no graph.", "Export it again from the tool it comes from.")
    if len(graphs) > 1:
        draft.say("dropped", "page", f"The file holds {len(graphs)} graphs; the first one was read.")
    _walk(graphs[0], keys, draft)
    return draft


def _walk(root: Element, keys: dict[str, tuple[str, str, str | None, str]], draft: Draft) -> None:
    """Every node and edge, those in nested graphs too; without recursion, whatever the depth."""
    waiting: list[tuple[Element, str]] = [(root, "")]
    while waiting:
        graph, parent = waiting.pop()
        undirected = (graph.get("edgedefault") or root.get("edgedefault")) == "undirected"
        for one in graph:
            tag = _tag(one)
            if tag == "node":
                inner = next((child for child in one if _tag(child) == "graph"), None)
                if inner is not None:
                    label = _drawn(one)[0] or str(_data(one, keys, "node").get("label") or one.get("id", ""))
                    draft.groups.append(DraftGroup(one.get("id", ""), label, parent))
                    waiting.append((inner, one.get("id", "")))
                else:
                    draft.factors.append(_node(one, keys, parent))
            elif tag == "edge":
                draft.links.append(_edge(one, keys, undirected))
            elif tag == "data" and graph is root:
                name, value = _datum(one, keys)
                if name == "sysmap":
                    written_map(draft, value)
                elif name in ("title", "name", "label") and value:
                    draft.title = str(value)
                elif name:
                    draft.raw[name] = value
            elif tag == "hyperedge":
                draft.say("dropped", "hyperedge", "A link among more than two factors; other tools have no arrow for it.",
                          [one.get("id", "?")])


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _datum(data: Element, keys: dict[str, tuple[str, str, str | None, str]]) -> tuple[str, object]:
    name, type_, _, _ = keys.get(data.get("key", ""), (data.get("key", ""), "string", None, ""))
    text = "".join(data.itertext()) if len(data) == 0 else ""
    if type_ == "boolean":
        return name, text.strip().lower() in ("true", "1")
    if type_ in _NUMBERS:
        number = number_of(text)
        return name, (int(number) if number is not None and type_ in ("int", "integer", "long") and number.is_integer() else number)
    return name, text


def _data(element: Element, keys: dict[str, tuple[str, str, str | None, str]], kind: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for child in element:
        if _tag(child) == "data" and len(child) == 0:
            name, value = _datum(child, keys)
            if value is not None and value != "":
                found[name] = value
    for name, type_, default, for_ in keys.values():
        if default and for_ in (kind, "all") and name not in found:
            found[name] = typed(default) if type_ in _NUMBERS else default
    return found


def _node(node: Element, keys: dict[str, tuple[str, str, str | None, str]], parent: str) -> DraftFactor:
    one = DraftFactor(node.get("id", ""), parent=parent)
    data = _data(node, keys, "node")
    if any(len(child) for child in node):
        label, place, shape = _drawn(node)
        one.label = label
        one.position = place
        if shape:
            one.raw["shape"] = shape
    if not one.label and "url" in data and len(data) == 1:
        one.label = str(data["url"])
    return factor_from(one, data)


def _edge(edge: Element, keys: dict[str, tuple[str, str, str | None, str]], undirected: bool) -> DraftLink:
    key = edge.get("id", "")
    one = DraftLink(edge.get("source", ""), edge.get("target", ""), "" if key == "0" else key)
    said = edge.get("directed")
    if said == "false" or (undirected and said != "true"):
        one.direction = "none"
    if any(len(child) for child in edge):
        for part in edge.iter():
            tag = _tag(part)
            if tag == "EdgeLabel" and (part.text or "").strip():
                one.label = f"{one.label}\n{part.text}".strip()
            elif tag == "LineStyle":
                one.colour, one.line = colour_word(part.get("color", "")), line_word(part.get("type", ""))
                if part.get("color", "#000000").upper() != "#000000":
                    one.raw["color"] = part.get("color")
            elif tag == "Arrows":
                head, tail = part.get("target", "standard"), part.get("source", "none")
                if head == "none" and tail == "none":
                    one.direction = "none"
                elif head == "none":
                    one.from_, one.to = one.to, one.from_
                elif tail not in ("none", ""):
                    one.direction = "mutual"
    return link_from(one, _data(edge, keys, "edge"))


def _drawn(node: Element) -> tuple[str, tuple[float, float] | None, str]:
    """Label, centre and shape that yEd keeps in elements of its own."""
    label, place, shape = "", None, ""
    for part in _parts(node):
        tag = _tag(part)
        if tag in ("NodeLabel", "Label.Text") and not label:
            label = (part.text or "").strip()
        elif tag == "Geometry" and place is None:
            x, y = number_of(part.get("x")), number_of(part.get("y"))
            if x is not None and y is not None:
                place = (x + (number_of(part.get("width")) or 0) / 2, y + (number_of(part.get("height")) or 0) / 2)
        elif tag == "Shape":
            shape = part.get("type", "")
    return label, place, shape


def _parts(node: Element) -> Iterator[Element]:
    """What is inside a node without the graph nested in it."""
    for child in node:
        if _tag(child) == "data":
            yield from child.iter()


def _write(draft: Draft) -> bytes:
    nodes = [(one.key, one.parent, written_factor(one)) for one in draft.factors]
    # networkx takes no edge without direction among others that have one: an attribute says it.
    edges = [(one, {**written_link(one), **({"direction": "undirected"} if one.direction == "none" else {})}) for one in draft.links]
    titles: dict[tuple[str, str], str] = {}
    for kind, rows in (("node", [data for _, _, data in nodes]), ("edge", [data for _, data in edges])):
        for data in rows:
            for title, value in data.items():
                type_ = _type_of(value)
                before = titles.setdefault((kind, title), type_)
                if before != type_:
                    titles[kind, title] = "double" if {before, type_} == {"double", "long"} else "string"
    ids = {key: f"d{number}" for number, key in enumerate(titles)}
    out = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    out += [f'  <key id="{ids[key]}" for="{key[0]}" attr.name={quoteattr(key[1])} attr.type="{type_}"/>'
            for key, type_ in titles.items()]
    out.append('  <key id="g0" for="graph" attr.name="sysmap" attr.type="string"/>')
    out.append('  <key id="g1" for="graph" attr.name="title" attr.type="string"/>')
    out.append('  <graph edgedefault="directed">')
    if draft.title:
        out.append(f'    <data key="g1">{_text(draft.title)}</data>')
    out.append(f'    <data key="g0">{_text(json.dumps(draft.map_fields, ensure_ascii=False))}</data>')
    out += _nodes(draft, {key: f"<node id={_quoted(key)}>{_cells('node', data, ids)}</node>" for key, _, data in nodes},
                  ids.get(("node", "label"), ""))
    for one, data in edges:
        out.append(f"    <edge id={_quoted(one.key)} source={_quoted(one.from_)} target={_quoted(one.to)}>{_cells('edge', data, ids)}</edge>")
    out += ["  </graph>", "</graphml>", ""]
    return "\n".join(out).encode()


def _in_itself(key: str, groups: dict[str, DraftGroup]) -> bool:
    at, steps = groups[key].parent, 0
    while at in groups and steps < 50:
        if at == key:
            return True
        at, steps = groups[at].parent, steps + 1
    return steps == 50


def _nodes(draft: Draft, written: dict[str, str], label: str) -> list[str]:
    """The nodes, each in the graph of its container."""
    inside: dict[str, list[str]] = {}
    groups = {group.key: group for group in draft.groups}
    for one in draft.factors:
        inside.setdefault(one.parent if one.parent in groups else "", []).append(written[one.key])
    done: list[str] = list(inside.get("", ()))
    waiting = [(key, group) for key, group in groups.items() if group.parent not in groups]
    waiting += [(key, group) for key, group in groups.items() if group.parent in groups and _in_itself(key, groups)]
    children: dict[str, list[str]] = {}
    for key, group in groups.items():
        children.setdefault(group.parent, []).append(key)

    def lines(key: str, depth: int) -> list[str]:
        inner = "".join(inside.get(key, ()))
        if depth < 50:
            inner += "".join(line for child in children.get(key, ()) if not _in_itself(child, groups)
                             for line in lines(child, depth + 1))
        return [f"<node id={_quoted(key)}><data key=\"{label}\">{_text(groups[key].label)}</data>"
                f"<graph edgedefault=\"directed\">{inner}</graph></node>"]

    for key, _ in waiting:
        done += lines(key, 0)
    return [f"    {line}" for line in done]


def _type_of(value: object) -> str:
    return ("boolean" if isinstance(value, bool) else "long" if isinstance(value, int) else
            "double" if isinstance(value, float) else "string")


def _cells(kind: str, data: dict[str, object], ids: dict[tuple[str, str], str]) -> str:
    return "".join(f'<data key="{ids[kind, title]}">{_text(_plain(value))}</data>' for title, value in data.items())


def _plain(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _text(value: str) -> str:
    return escape(value, {"\r": "&#13;"})


def _quoted(value: str) -> str:
    return quoteattr(value, {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


FORMAT = Format(
    "graphml", "GraphML", (".graphml",), _recognise, _read, _write, rank=1,
    kept="Labels, notes, places, nested groups as themes, every attribute; signs and strengths as attributes.",
    guessed="Signs from an attribute, a label or a signed weight; bare ampersands.",
    lost="Colours, shapes and bends of other tools; ports; links among more than two.")
