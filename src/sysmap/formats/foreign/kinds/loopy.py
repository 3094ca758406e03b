"""LOOPY: nodes, arrows and labels as lists of lists (its first version) or as objects (the second)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.rows import cell_text
from sysmap.formats.foreign.signs import SignTable, number_of

__all__ = ["FORMAT"]


def _recognise(content: Content) -> str | None:
    if content.start.startswith("[[[") or content.start[:40].replace(" ", "").replace("\n", "").startswith("[[["):
        data = content.json
        if isinstance(data, list) and 2 <= len(data) <= 6 and all(isinstance(one, list) for one in data[:2]) and data[0] and all(
                isinstance(node, list) and len(node) >= 5 for node in data[0][:50]) and all(
                isinstance(edge, list) and len(edge) >= 4 for edge in data[1][:50]):
            return "a LOOPY model"
        return None
    data = content.json
    if isinstance(data, dict) and isinstance(data.get("nodes"), list) and isinstance(data.get("edges"), list) and data["nodes"]:
        node = data["nodes"][0]
        if isinstance(node, dict) and {"hue", "init"} & node.keys() and "label" in node:
            return "a LOOPY model (version 2)"
    return None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    data = content.json
    draft = Draft("loopy", title=content.stem)
    if isinstance(data, dict):
        nodes = [[one.get("id"), one.get("x"), one.get("y"), one.get("init"), one.get("label"), one.get("hue")]
                 for one in data.get("nodes") or () if isinstance(one, dict)]
        edges = [[one.get("from"), one.get("to"), one.get("arc"), one.get("strength")]
                 for one in data.get("edges") or () if isinstance(one, dict)]
        words: Any = [[one.get("x"), one.get("y"), one.get("text")] for one in data.get("labels") or () if isinstance(one, dict)]
    elif isinstance(data, list) and len(data) >= 2 and isinstance(data[0], list) and isinstance(data[1], list):
        nodes, edges, words = data[0], data[1], data[2] if len(data) > 2 else []
    else:
        content.fail(content.json_fault[0] or "This is no LOOPY model.", "Save it again in LOOPY.", line=content.json_fault[1])
    for node in nodes:
        if not isinstance(node, list) or len(node) < 5:
            continue
        one = DraftFactor(cell_text(node[0]), _label(node[4]))
        x, y = number_of(node[1]), number_of(node[2])
        if x is not None and y is not None:
            one.position = (x, y)
        one.raw = {name: value for name, value in zip(("init", "hue"), (node[3], node[5] if len(node) > 5 else None), strict=True)
                   if value is not None}
        draft.factors.append(one)
    for edge in edges:
        if isinstance(edge, list) and len(edge) >= 4:
            strength = number_of(edge[3])
            draft.links.append(DraftLink(cell_text(edge[0]), cell_text(edge[1]), sign=int(strength) if strength is not None and (
                strength.is_integer()) else strength, raw={"arc": edge[2]} if edge[2] is not None else {}))
    texts = [_label(one[2]) for one in words or () if isinstance(one, list) and len(one) > 2 and isinstance(one[2], str)]
    draft.note = "\n".join(text for text in texts if text)
    return draft


def _label(said: Any) -> str:
    """A text; in links it is escaped once or twice."""
    text = str(said or "")
    for _ in range(2):
        if "%" in text:
            text = unquote(text)
    return text


def _write(draft: Draft) -> bytes:
    at = {one.key: number for number, one in enumerate(draft.factors, 1)}
    nodes = []
    for one in draft.factors:
        x, y = one.position or (at[one.key] % 6 * 180 + 100, at[one.key] // 6 * 140 + 100)
        nodes.append([at[one.key], x, y, one.raw.get("init", 0.5), one.label.replace("%", "%25"), one.raw.get("hue", 0)])
    table = SignTable()
    edges = []
    for link in draft.links:
        if link.from_ in at and link.to in at:
            said = number_of(link.sign)
            polarity = table.read(link.sign).polarity
            strength = said if said is not None else {"positive": 1, "negative": -1}.get(polarity, 0)
            edges.append([at[link.from_], at[link.to], link.raw.get("arc", 60), strength, 0])
    words = [[0, -60, draft.note.replace("%", "%25")]] if draft.note else []
    return json.dumps([nodes, edges, words, len(nodes) + 1], ensure_ascii=False).encode()


FORMAT = Format(
    "loopy", "LOOPY", (".loopy", ".loopy.json"), _recognise, _read, _write, rank=4,
    kept="Nodes, arrows with their signs, places, texts beside the drawing as a note on the map.",
    guessed="Nothing.", lost="In LOOPY: everything but labels, signs and places; an unknown or mixed sign becomes 0.")
