"""JSON Canvas, of Obsidian and others: cards, groups and the arrows between them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.attributes import factor_from, link_from, written_factor, written_link, written_map
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftGroup, DraftLink
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import SignTable, number_of

__all__ = ["FORMAT"]

_OF_NODE = frozenset("id type text file url label x y width height color subpath background backgroundStyle".split())
_OF_EDGE = frozenset("id fromNode toNode fromSide toSide fromEnd toEnd color label".split())
_COLOURS = {"1": "red", "2": "other", "3": "other", "4": "green", "5": "blue", "6": "other"}
_SIZE = (220, 80)


def _recognise(content: Content) -> str | None:
    data = content.json
    if not isinstance(data, dict):
        return None
    nodes, edges = data.get("nodes"), data.get("edges")
    if not isinstance(nodes, list) or not isinstance(edges, list | None) or not nodes:
        return None
    first = nodes[0]
    return "a JSON Canvas" if isinstance(first, dict) and first.get("type") in ("text", "file", "link", "group") and (
        {"x", "y", "width", "height"} <= first.keys()) else None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    data = content.json
    if not isinstance(data, dict) or not isinstance(data.get("nodes"), list):
        content.fail(content.json_fault[0] or "This is no canvas.", "Save it again.", line=content.json_fault[1])
    draft = Draft("canvas", title=content.stem)
    groups = [one for one in data["nodes"] if isinstance(one, dict) and one.get("type") == "group"]
    boxes = {str(one.get("id")): box for one in groups if (box := _box(one)) is not None}
    draft.groups = [DraftGroup(str(one.get("id")), str(one.get("label") or ""), _around(_box(one), boxes, str(one.get("id"))))
                    for one in groups]
    for node in data["nodes"]:
        if not isinstance(node, dict) or node.get("type") == "group":
            continue
        label, _, note = str(node.get("text") or node.get("label") or node.get("file") or node.get("url") or "").partition("\n")
        one = DraftFactor(str(node.get("id", "")), label.lstrip("# ").strip("*_") if label.startswith(("#", "*", "_")) else label,
                          note=note.strip())
        box = _box(node)
        if box is not None:
            one.position = _centre(node, box)
            one.parent = _around(box, boxes, "")
        one.raw = {key: node[key] for key in ("type", "file", "url", "color", "subpath") if node.get(key) not in (None, "", "text")}
        if (node.get("width"), node.get("height")) != _SIZE:
            one.raw |= {key: node[key] for key in ("width", "height") if key in node}
        said = {key: value for key, value in node.items() if key not in _OF_NODE}
        written = said.pop("sysmap-note", None)
        said.pop("sysmap-at", None)
        draft.factors.append(factor_from(one, said))
        if isinstance(written, str):
            one.note = written
    for edge in data.get("edges") or ():
        if isinstance(edge, dict):
            draft.links.append(_edge(edge))
    if isinstance(data.get("sysmap"), dict):
        written_map(draft, data["sysmap"])
    pictures = [str(one.get("file")) for one in data["nodes"] if isinstance(one, dict) and one.get("type") == "file"]
    if pictures:
        draft.say("kept", "file", f"{count_text(len(pictures), 'card')} of a file, by the file's name; what is in it was not read.", pictures)
    return draft


def _box(node: Mapping[str, Any]) -> tuple[float, float, float, float] | None:
    x, y, width, height = (number_of(node.get(key)) for key in ("x", "y", "width", "height"))
    return None if x is None or y is None else (x, y, x + (width or 0), y + (height or 0))


def _centre(node: Mapping[str, Any], box: tuple[float, float, float, float]) -> tuple[float, float]:
    """The middle of a card: to the last digit as sysmap wrote it, unless somebody moved the card since."""
    at = node.get("sysmap-at")
    exact = [number_of(part) for part in at] if isinstance(at, list) and len(at) == 2 else []
    width, height = box[2] - box[0], box[3] - box[1]
    if exact and exact[0] is not None and exact[1] is not None and (
            round(exact[0] - width / 2), round(exact[1] - height / 2)) == (box[0], box[1]):
        return exact[0], exact[1]
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _around(box: tuple[float, float, float, float] | None, boxes: Mapping[str, tuple[float, float, float, float]], own: str) -> str:
    """The smallest group that a card lies in."""
    if box is None:
        return ""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    size = (box[2] - box[0]) * (box[3] - box[1]) if own else 0
    found = [((right - left) * (bottom - top), key) for key, (left, top, right, bottom) in boxes.items()
             if key != own and left <= x <= right and top <= y <= bottom and (right - left) * (bottom - top) > size]
    return min(found)[1] if found else ""


def _edge(edge: Mapping[str, Any]) -> DraftLink:
    one = DraftLink(str(edge.get("fromNode", "")), str(edge.get("toNode", "")), str(edge.get("id", "")),
                    label=str(edge.get("label") or ""))
    head, tail = edge.get("toEnd", "arrow"), edge.get("fromEnd", "none")
    if head == "none" and tail == "none":
        one.direction = "none"
    elif head == "none":
        one.from_, one.to = one.to, one.from_
    elif tail == "arrow":
        one.direction = "mutual"
    colour = str(edge.get("color") or "")
    one = link_from(one, {key: value for key, value in edge.items() if key not in _OF_EDGE})
    if colour:
        one.raw["color"] = colour
        one.colour = _COLOURS.get(colour, "")
    return one


def _write(draft: Draft) -> bytes:
    nodes: list[dict[str, Any]] = []
    inside: dict[str, list[tuple[float, float]]] = {}
    for number, one in enumerate(draft.factors):
        width, height = (round(number_of(one.raw.get(key)) or size) for key, size in zip(("width", "height"), _SIZE, strict=True))
        x, y = one.position or (number % 6 * 280, number // 6 * 140)
        inside.setdefault(one.parent, []).append((x, y))
        data = {key: value for key, value in written_factor(one, place=False).items()
                if key not in ("label", "note", "width", "height", *_OF_NODE)}
        kind = str(one.raw.get("type", "text"))
        body = {"file": {"file": one.raw.get("file", one.label)}, "link": {"url": one.raw.get("url", one.label)}}.get(
            kind, {"text": one.label})
        if one.position is not None and (round(x - width / 2) + width / 2, round(y - height / 2) + height / 2) != (x, y):
            data["sysmap-at"] = [x, y]
        nodes.append({"id": one.key, "type": kind if kind in ("file", "link") else "text", **body, "x": round(x - width / 2),
                      "y": round(y - height / 2),
                      "width": width, "height": height,
                      **({"color": one.raw["color"]} if "color" in one.raw else {}), **data,
                      **({"sysmap-note": one.note} if one.note else {})})
    boxes = []
    for group in draft.groups:
        places = inside.get(group.key) or [(0, 0)]
        left, top = round(min(x for x, _ in places)) - 160, round(min(y for _, y in places)) - 90
        boxes.append({"id": group.key, "type": "group", "label": group.label, "x": left, "y": top,
                      "width": round(max(x for x, _ in places)) + 160 - left,
                      "height": round(max(y for _, y in places)) + 90 - top})
    edges = []
    table = SignTable()
    for link in draft.links:
        polarity = table.read(link.sign).polarity
        data = {key: value for key, value in written_link(link).items() if key not in ("label", "direction", *_OF_EDGE)}
        ends = {"none": {"toEnd": "none"}, "mutual": {"fromEnd": "arrow"}}.get(link.direction, {})
        shown = link.label or {"positive": "+", "negative": "-", "mixed": "±"}.get(polarity, "")
        edges.append({"id": link.key, "fromNode": link.from_, "toNode": link.to, **({"label": shown} if shown else {}), **ends,
                      **({"color": link.raw["color"]} if "color" in link.raw else {}), **data})
    return json.dumps({"nodes": [*boxes, *nodes], "edges": edges, "sysmap": draft.map_fields}, ensure_ascii=False, indent=1).encode()


FORMAT = Format(
    "canvas", "JSON Canvas (Obsidian)", (".canvas",), _recognise, _read, _write, rank=3,
    kept="Cards with their first line as label and the rest as note, arrows and their texts, groups as themes, places, other keys.",
    guessed="Signs from the text on an arrow, or green and red where both are drawn; which group a card lies in, by its place.",
    lost="What is in the files that cards show.")
