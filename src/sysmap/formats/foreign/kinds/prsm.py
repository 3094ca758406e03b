"""PRSM, the Participatory System Mapper: its files since 2.0 (packed) and the plain ones before, and its earlier .json.

In PRSM a link has no sign: what it means is the name of its style (“Positive influence”). A style without a name says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.attributes import link_from, written_map
from sysmap.formats.foreign.content import MAX_BYTES, Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.lz import unpacked
from sysmap.formats.foreign.marks import colour_word, line_word
from sysmap.formats.foreign.prsm_styles import Styles, differing, style_name
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import number_of

__all__ = ["FORMAT"]

_MARKS = frozenset({"lastNodeSample", "lastLinkSample"})
_OLD_STYLES = ("styles", "samples")
_BULKY = ("history", "styles", "background", "underlay", "buttons")
_OF_NODE = frozenset({"id", "label", "note", "title", "grp", "group", "x", "y", "hidden"})
_OF_EDGE = frozenset({"id", "from", "to", "label", "note", "title", "grp", "group"})
_GONE = "*deleted*"


def _recognise(content: Content) -> str | None:
    data = _data(content)
    if data is None:
        return None
    version = f" (version {data['version']})" if isinstance(data.get("version"), str) else ""
    return f"a PRSM map{version}"


def _data(content: Content) -> dict[str, Any] | None:
    """The JSON of a PRSM file, unpacked where it is packed; remembered, since it is asked for twice."""
    if not hasattr(content, "prsm"):
        content.prsm = _found(content)  # type: ignore[attr-defined]
    return content.prsm  # type: ignore[attr-defined, no-any-return]


def _found(content: Content) -> dict[str, Any] | None:
    data = content.json
    if data is None and content.is_text and content.start and ord(content.start[0]) > 255:
        try:
            if not unpacked(content.text, 20, start=True).lstrip().startswith("{"):
                return None
            text = unpacked(content.text, MAX_BYTES)
        except ValueError as error:
            if "too much" in str(error):
                content.too_large("text")
            return None
        data = Content(content.name, text.encode()).json
    if isinstance(data, dict) and isinstance(data.get("nodes"), list) and isinstance(data.get("edges"), list) and (
            data.keys() & _MARKS or (data.keys() & {"styles", "samples"} and "saved" in data)):
        return data
    return None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    data = _data(content)
    if data is None:
        content.fail("The PRSM file breaks off or is damaged.", "Save it again in PRSM.")
    draft = Draft("prsm", title=str(data.get("mapTitle") or "") or content.stem)
    if draft.title == "Untitled map":
        draft.title = content.stem
    draft.colours_are_signs = False
    styles: dict[str, Any] = next((data[key] for key in _OLD_STYLES if isinstance(data.get(key), dict)), {})
    nodes: dict[str, Any] = styles["nodes"] if isinstance(styles.get("nodes"), dict) else {}
    edges: dict[str, Any] = styles["edges"] if isinstance(styles.get("edges"), dict) else {}
    titles = {str(key): str(title) for key, title in (data.get("attributeTitles") or {}).items()} if isinstance(
        data.get("attributeTitles"), dict) else {}
    draft.factors = [_factor(node, nodes, titles) for node in data["nodes"] if isinstance(node, dict)]
    draft.links = [_link(edge, edges, titles) for edge in data["edges"] if isinstance(edge, dict)]
    description = data.get("description")
    draft.note = _words(description.get("text")) if isinstance(description, dict) else ""
    draft.raw = {key: value for key, value in data.items() if key not in (
        "nodes", "edges", "room", "mapTitle", "attributeTitles", "description", "sysmap") and value not in (None, {}, [])}
    draft.raw.pop("samples", None)
    if styles:
        draft.raw["styles"] = styles
    for key in _BULKY:
        if key in draft.raw:
            draft.raw[key] = json.dumps(draft.raw[key], ensure_ascii=False, separators=(",", ":"))
    deleted = sum(title == _GONE for title in titles.values())
    if deleted:
        draft.say("dropped", "column", f"{count_text(deleted, 'deleted column')} of attributes.")
    if data.get("room"):
        draft.say("dropped", "room", "The name of the live room: whoever has it can change the map there.")
    if isinstance(data.get("history"), list) and data["history"]:
        draft.say("kept", "history", f"The log ({count_text(len(data['history']), 'action')}), under `x` of the map.")
    if isinstance(data.get("sysmap"), dict):
        written_map(draft, data["sysmap"])
    return draft


def _factor(node: Mapping[str, Any], styles: Mapping[str, Any], titles: Mapping[str, str]) -> DraftFactor:
    group = _group(node, "group")
    style = styles.get(group) if isinstance(styles.get(group), dict) else {}
    one = DraftFactor(str(node.get("id", "")), str(node.get("label") or ""), group=style_name(style), note=_note(node))
    x, y = number_of(node.get("x")), number_of(node.get("y"))
    if x is not None and y is not None:
        one.position = (x, y)
    one.hidden = node.get("hidden") is True
    one.raw = differing({key: value for key, value in node.items() if key not in _OF_NODE and key not in titles}, style or {})
    if group:
        one.raw["grp"] = group
    one.fields = _attributes(node, titles)
    return one


def _link(edge: Mapping[str, Any], styles: Mapping[str, Any], titles: Mapping[str, str]) -> DraftLink:
    group = _group(edge, "edge")
    style = styles.get(group) if isinstance(styles.get(group), dict) else {}
    label = str(edge.get("label") or "").replace("\x00", "").strip()
    colour = edge.get("color")
    one = DraftLink(str(edge.get("from", "")), str(edge.get("to", "")), str(edge.get("id", "")), style=style_name(style),
                    label=label, note=_note(edge), colour=colour_word(colour.get("color") if isinstance(colour, dict) else colour),
                    line=line_word(edge.get("dashes")))
    arrows = edge.get("arrows", (style or {}).get("arrows"))
    tip, tail = _tip(arrows, "to", True), _tip(arrows, "from", False)
    if tip and tail:
        one.direction = "mutual"
    elif tail:
        one.from_, one.to = one.to, one.from_
    elif not tip:
        one.direction = "none"
    one.raw = differing({key: value for key, value in edge.items() if key not in _OF_EDGE and key not in titles}, style or {})
    if group:
        one.raw["grp"] = group
    return link_from(one, _attributes(edge, titles))


def _tip(arrows: Any, end: str, otherwise: bool) -> bool:
    if isinstance(arrows, str):
        return end in arrows
    said = arrows.get(end) if isinstance(arrows, dict) else None
    if isinstance(said, dict):
        return said.get("enabled", otherwise) is not False
    return said if isinstance(said, bool) else otherwise


def _group(item: Mapping[str, Any], word: str) -> str:
    said = item.get("grp", item.get("group"))
    if isinstance(said, int) and not isinstance(said, bool):
        return f"{word}{said}"
    return str(said) if said else f"{word}0"


def _attributes(item: Mapping[str, Any], titles: Mapping[str, str]) -> dict[str, Any]:
    found = {}
    for key, title in titles.items():
        value = item.get(key)
        if value not in (None, "") and title != _GONE:
            found[title.strip() or key] = value
    return found


def _note(item: Mapping[str, Any]) -> str:
    note = _words(item.get("note"))
    if not note and isinstance(item.get("title"), str):
        note = item["title"]
    return "" if note.strip() in ("Notes", "Notes:") else note


def _words(said: Any) -> str:
    """The text of a note: as it is, or as the pieces that an editor of rich text keeps."""
    if isinstance(said, dict):
        pieces = said.get("ops")
        if isinstance(pieces, list):
            return "".join(piece["insert"] for piece in pieces if isinstance(piece, dict) and isinstance(piece.get("insert"), str))
        return ""
    return said if isinstance(said, str) else ""


def _write(draft: Draft) -> bytes:
    raw = {key: _opened(value) if key in _BULKY else value for key, value in draft.raw.items()}
    styles = Styles(raw.get("styles"), draft)
    titles: dict[str, str] = {}
    for fields in [*(one.fields for one in draft.factors), *(_stated(one) for one in draft.links)]:
        for title in fields:
            titles.setdefault(title, f"att{len(titles) + 1}")
    nodes = []
    for one in draft.factors:
        style = styles.of_factor(one)
        x, y = one.position or (0, 0)
        nodes.append({"id": one.key, "label": one.label, "grp": style, "x": x, "y": y, "note": _delta(one.note),
                      **styles.formatting("nodes", style), **{key: value for key, value in one.raw.items() if key != "grp"},
                      **({"hidden": True} if one.hidden else {}),
                      **{titles[title]: value for title, value in one.fields.items()}})
        if one.position is None:
            del nodes[-1]["x"], nodes[-1]["y"]
    edges = []
    for link in draft.links:
        style = styles.of_link(link)
        edges.append({
            "id": link.key, "from": link.from_, "to": link.to, "label": link.label or " ", "grp": style, "note": _delta(link.note),
            **styles.formatting("edges", style), **{key: value for key, value in link.raw.items() if key != "grp"},
            **_arrows(link, styles.formatting("edges", style)),
            **{titles[title]: value for title, value in _stated(link).items()}})
    out = {"version": "3.2.4", **{key: value for key, value in raw.items() if key not in _OLD_STYLES},
           "saved": raw.get("saved", ""), "mapTitle": draft.title[:50], "lastNodeSample": raw.get("lastNodeSample", "group0"),
           "lastLinkSample": raw.get("lastLinkSample", "edge0"), "attributeTitles": {key: title for title, key in titles.items()},
           "styles": styles.all(), "nodes": nodes, "edges": edges, "description": {"text": _delta(draft.note)},
           "sysmap": draft.map_fields}
    return json.dumps(out, ensure_ascii=False, indent="\t").encode()


def _arrows(link: DraftLink, look: Mapping[str, Any]) -> dict[str, Any]:
    """Arrow heads, where neither the link nor its style draws those of its direction."""
    drawn = link.raw.get("arrows", look.get("arrows"))
    if (_tip(drawn, "to", True), _tip(drawn, "from", False)) == (link.direction != "none", link.direction == "mutual"):
        return {}
    return {"arrows": {"to": {"enabled": link.direction != "none", "type": "vee"}, "middle": {"enabled": False},
                       "from": {"enabled": link.direction == "mutual", "type": "vee"}}}


def _stated(link: DraftLink) -> dict[str, Any]:
    """What PRSM has no place for on a link, as attributes; a sign only where its style does not say it."""
    found: dict[str, Any] = {}
    if link.sign not in (None, "", "positive", "negative", "mixed", "unknown"):
        found["sign"] = link.sign
    for name in ("weight", "strength", "delay", "why"):
        value = getattr(link, name)
        if value not in (None, ""):
            found[name] = value
    return {**found, **link.fields}


def _delta(text: str) -> Any:
    return {"ops": [{"insert": text + "\n"}]} if text else ""


def _opened(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return None


FORMAT = Format(
    "prsm", "PRSM", (".prsm",), _recognise, _read, _write, rank=2,
    kept="Factors, links, notes, attributes by their titles, style names as themes, places, hidden factors; formatting, votes, the "
         "log and the drawing under `x`.",
    guessed="The sign of a link from the name of its style; a style without a name stays without a sign.",
    lost="The name of the live room, deleted columns, the look of notes. In PRSM: anything that is no text on a link or factor.")
