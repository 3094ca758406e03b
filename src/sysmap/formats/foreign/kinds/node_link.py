"""Graphs as JSON: nodes and links (D3, networkx), nodes and edges (vis.js, Gephi), elements of Cytoscape."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sysmap.formats.foreign.attributes import factor_from, link_from, written_factor, written_link, written_map
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.rows import cell_text

__all__ = ["FORMAT"]

_ENDS = (("source", "target"), ("from", "to"))
_NOT_OURS = frozenset("color font size shape borderWidth smooth dashes width arrows value selected selectable locked".split())


def _recognise(content: Content) -> str | None:
    return "a graph as JSON" if _parts(content.json) is not None else None


def _parts(data: Any) -> tuple[list[Any], list[Any], Mapping[str, Any]] | None:
    if not isinstance(data, dict):
        return None
    inner = data.get("elements")
    if isinstance(inner, dict) and isinstance(inner.get("nodes"), list):
        return ([_flat(one) for one in inner["nodes"]], [_flat(one) for one in inner.get("edges") or ()],
                data.get("data") if isinstance(data.get("data"), dict) else {})  # type: ignore[return-value]
    nodes, links = data.get("nodes"), next((data[key] for key in ("links", "edges") if isinstance(data.get(key), list)), None)
    if not isinstance(nodes, list) or links is None:
        return None
    if not all(isinstance(one, dict | str | int) for one in nodes[:20]) or not all(isinstance(one, dict) for one in links[:20]):
        return None
    if links and not any(set(ends) <= links[0].keys() for ends in _ENDS):
        return None
    about = data.get("graph")
    return nodes, links, about if isinstance(about, dict) else {}


def _flat(one: Any) -> Any:
    """An element of Cytoscape: its data, and where it is."""
    if not isinstance(one, dict) or not isinstance(one.get("data"), dict):
        return one
    place = one.get("position")
    return {**one["data"], **(place if isinstance(place, dict) else {})}


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    parts = _parts(content.json)
    if parts is None:
        content.fail(content.json_fault[0] or "This is no graph.", "A graph has nodes and links.", line=content.json_fault[1])
    nodes, links, about = parts
    data = content.json
    draft = Draft("json", title=str(about.get("title") or about.get("name") or content.stem))
    keys: list[str] = []
    for number, node in enumerate(nodes):
        said = node if isinstance(node, dict) else {"id": node}
        key = next((cell_text(said[name]) for name in ("id", "key", "name", "label") if said.get(name) not in (None, "")), str(number))
        keys.append(key)
        one = DraftFactor(key)
        extra = said.get("attributes") if isinstance(said.get("attributes"), dict) else {}
        assert isinstance(extra, dict)
        flat = {**said, **extra}
        one.hidden = flat.get("hidden") is True
        one = factor_from(one, {name: value for name, value in flat.items() if name not in ("id", "key", "attributes", *_NOT_OURS)
                                and value is not None and not isinstance(value, dict)})
        one.raw |= {name: said[name] for name in _NOT_OURS if said.get(name) not in (None, "", {})}
        draft.factors.append(one)
    known = set(keys)
    undirected = data.get("directed") is False if isinstance(data, dict) else False
    for link in links:
        if isinstance(link, dict):
            draft.links.append(_link(link, keys, known, undirected))
    if "sysmap" in about:
        written_map(draft, about["sysmap"])
    draft.raw = {name: value for name, value in about.items() if name not in ("title", "name", "sysmap") and value not in (None, {}, [])}
    return draft


def _link(link: Mapping[str, Any], keys: Sequence[str], known: set[str], undirected: bool) -> DraftLink:
    start, end = next(((link[a], link[b]) for a, b in _ENDS if a in link and b in link), ("", ""))
    one = DraftLink(_end(start, keys, known), _end(end, keys, known), cell_text(link.get("id", link.get("key", ""))))
    extra = link.get("attributes") if isinstance(link.get("attributes"), dict) else {}
    assert isinstance(extra, dict)
    flat = {**link, **extra}
    arrows = flat.get("arrows")
    if undirected or flat.get("type") == "undirected" or flat.get("directed") is False:
        one.direction = "none"
    elif isinstance(arrows, str) and arrows:
        both = "to" in arrows, "from" in arrows
        one.direction = "mutual" if all(both) else "directed"
        if both == (False, True):
            one.from_, one.to = one.to, one.from_
    silent = {"id", "key", "source", "target", "from", "to", "attributes", "arrows", "directed"}
    if str(flat.get("type", "")).lower() in ("directed", "undirected", "arrow", "line"):
        silent.add("type")
    one = link_from(one, {name: value for name, value in flat.items() if name not in silent and value is not None
                          and not isinstance(value, dict) and not (name in _NOT_OURS and name not in ("color", "value", "dashes"))})
    for name in ("font", "size", "smooth", "width", "arrows"):
        if link.get(name) not in (None, "", {}):
            one.raw[name] = link[name]
    return one


def _end(said: Any, keys: Sequence[str], known: set[str]) -> str:
    """An end by its id, by the place in the list (older D3), or as the node itself."""
    if isinstance(said, dict):
        said = said.get("id", said.get("name", ""))
    key = cell_text(said)
    if key not in known and isinstance(said, int) and not isinstance(said, bool) and 0 <= said < len(keys):
        return keys[said]
    return key


def _write(draft: Draft) -> bytes:
    nodes: list[dict[str, Any]] = [{"id": one.key, **written_factor(one)} for one in draft.factors]
    links: list[dict[str, Any]] = []
    for link in draft.links:
        data = written_link(link)
        if link.direction != "directed":
            data["direction"] = "undirected" if link.direction == "none" else "mutual"
        links.append({"source": link.from_, "target": link.to, "key": link.key, **data})
    about = {**draft.raw, "title": draft.title, "sysmap": draft.map_fields}
    return json.dumps({"directed": True, "multigraph": True, "graph": about, "nodes": nodes, "links": links}, ensure_ascii=False,
                      indent=1).encode()


FORMAT = Format(
    "json", "graph as JSON (node-link)", (".json", ".cyjs"), _recognise, _read, _write, rank=5,
    kept="Nodes, links, every plain attribute, places; the dialects of D3, networkx, vis.js, Gephi, sigma and Cytoscape.",
    guessed="Signs from an attribute, a label or a signed weight; ends given by their place in the list.",
    lost="Values that are lists or objects, apart from drawing.")
