"""Kumu: backups of projects (JSON) and blueprints, with elements, connections, loops and several maps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.attributes import factor_from, link_from, written_map
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink, DraftLoop, DraftView
from sysmap.formats.foreign.kumu_words import PAIRS, connection_type, direction_of
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import number_of

__all__ = ["FORMAT"]

_BULKY = ("attributes", "perspectives", "attributeRelevance")
_TAKEN = frozenset({"elements", "connections", "loops", "maps", "name", "description", "sysmap", "_sysmap", "_sysmap_names"})
_OF_ELEMENT = frozenset({"_id", "id", "attributes"})
_OF_CONNECTION = frozenset({"_id", "id", "attributes", "from", "to", "direction", "delayed", "reversed"})


def _recognise(content: Content) -> str | None:
    data = content.json
    if not isinstance(data, dict) or not all(isinstance(data.get(key), list) for key in ("elements", "connections")):
        return None
    if not all(isinstance(one, dict) for one in (*data["elements"][:20], *data["connections"][:20])):
        return None
    return "a Kumu project" if isinstance(data.get("maps"), list) else "a Kumu blueprint"


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    data = content.json
    if _recognise(content) is None:
        content.fail(content.json_fault[0] or "This is no Kumu project.", "Export it again from Kumu.", line=content.json_fault[1])
    draft = Draft("kumu", title=str(data.get("name") or content.stem), note=str(data.get("description") or ""))
    draft.sign_words = dict(PAIRS)
    draft.ends_make_factors = not isinstance(data.get("maps"), list)
    labels: dict[str, str] = {}
    names = data.get("_sysmap_names")
    own = names if isinstance(names, dict) else {}
    for number, element in enumerate(data["elements"], 1):
        if not isinstance(element, dict):
            continue
        one = _factor(element, number, own)
        draft.factors.append(one)
        labels.setdefault(one.label, one.key)
    known = {one.key for one in draft.factors}
    for connection in data["connections"]:
        if isinstance(connection, dict):
            draft.links.append(_link(connection, known, labels, own))
    for loop in data.get("loops") or ():
        if isinstance(loop, dict):
            attributes = _attributes(loop, {})
            draft.loops.append(DraftLoop(
                str(attributes.get("label") or ""), [str(key) for key in loop.get("connections") or ()],
                kind=_loop_kind(attributes), note=str(attributes.get("description") or ""), raw={"id": loop.get("_id")}))
    _places(draft, data)
    draft.raw = {key: json.dumps(value, ensure_ascii=False, separators=(",", ":")) if key in _BULKY else value
                 for key, value in data.items() if key not in _TAKEN and value not in (None, [], {}, "")}
    if data.get("perspectives"):
        draft.say("kept", "style", f"{count_text(len(data['perspectives']), 'perspective')}, as text under `x` of the map.")
    if "_sysmap" in data:
        written_map(draft, data["_sysmap"])
    return draft


def _attributes(item: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """What an element or a connection says by name; `own` gives back the names that Kumu does not take."""
    held = item.get("attributes")
    found = held if isinstance(held, dict) else {key: value for key, value in item.items() if key not in _OF_CONNECTION}
    plain = {str(key).strip().lower(): value for key, value in found.items() if value not in (None, "", [])}
    return {str(own.get(key, key)): value for key, value in plain.items()}


def _factor(element: Mapping[str, Any], number: int, own: Mapping[str, Any]) -> DraftFactor:
    attributes = _attributes(element, own)
    label = str(attributes.pop("label", ""))
    one = DraftFactor(str(element.get("_id") or element.get("id") or label or f"element {number}"), label,
                      group=str(attributes.pop("element type", attributes.pop("type", ""))))
    tags = attributes.pop("tags", None)
    one = factor_from(one, attributes)
    if tags:
        one.raw["tags"] = tags
    return one


def _link(connection: Mapping[str, Any], known: set[str], labels: Mapping[str, str], own: Mapping[str, Any]) -> DraftLink:
    attributes = _attributes(connection, own)
    ends = [str(connection.get(end) or "") for end in ("from", "to")]
    start, end = (one if one in known else labels.get(one, one) for one in ends)
    if connection.get("reversed") is True:
        start, end = end, start
    said = attributes.pop("connection type", attributes.pop("type", None))
    one = DraftLink(start, end, str(connection.get("_id") or connection.get("id") or ""), sign=said,
                    label=str(attributes.pop("label", "")), direction=direction_of(connection.get("direction")))
    one.delay = True if connection.get("delayed") is True else None
    tags = attributes.pop("tags", None)
    one = link_from(one, attributes)
    if said is not None:
        one.raw["type"] = said
    if tags:
        one.raw["tags"] = tags
    return one


def _loop_kind(attributes: Mapping[str, Any]) -> str:
    said = str(attributes.get("loop type") or attributes.get("type") or "").strip()
    return {"r": "reinforcing", "b": "balancing"}.get(said.lower(), said.lower())


def _places(draft: Draft, data: Mapping[str, Any]) -> None:
    """Places of the map that opens first; the other maps become views with places of their own."""
    maps = [one for one in data.get("maps") or () if isinstance(one, dict)]
    if not maps:
        return
    first = next((one for one in maps if one.get("_id") == data.get("defaultMap")), maps[0])
    by_key = {one.key: one for one in draft.factors}
    drawn: set[str] = set()
    for one in [first, *(other for other in maps if other is not first)]:
        places: dict[str, tuple[float, float]] = {}
        for node in one.get("elements") or ():
            key = str(node.get("element", "")) if isinstance(node, dict) else ""
            at = node.get("position") if key in by_key else None
            drawn.add(key)
            if isinstance(at, dict):
                x, y = number_of(at.get("x")), number_of(at.get("y"))
                if x is not None and y is not None:
                    places[key] = (x, y)
        if one is first:
            for key, place in places.items():
                by_key[key].position = place
        elif places:
            draft.views.append(DraftView(str(one.get("name") or "Map"), places, str(one.get("description") or "")))
    away = [one.label for one in draft.factors if one.key not in drawn]
    if away:
        draft.say("kept", "trash", "Elements that are on no map of the project, as factors.", away)


def _kumu_names(draft: Draft) -> dict[str, str]:
    """The name in Kumu of each column that people named: Kumu takes no capitals, and `A` and `a` stay two columns."""
    names: dict[str, str] = {}
    ones: list[DraftFactor | DraftLink] = [*draft.factors, *draft.links]
    columns = sorted({name for one in ones for name in (*one.raw, *one.fields)},
                     key=lambda name: (name != name.strip().lower(), name))
    for column in columns:
        plain = column.strip().lower()
        name = next(one for number in count(1) if (one := plain if number == 1 else f"{plain} {number}") not in names.values())
        names[column] = name
    return names


def _write(draft: Draft) -> bytes:
    elements, connections = [], []
    names = _kumu_names(draft)
    for one in draft.factors:
        raw = dict(one.raw)
        held = {"label": one.label, **({"element type": one.group} if one.group else {}),
                **({"description": one.note} if one.note else {}), **({"hidden": True} if one.hidden else {}),
                **{names[name]: value for name, value in {**raw, **one.fields}.items()}}
        elements.append({"_id": one.key, "attributes": held})
    for link in draft.links:
        raw = dict(link.raw)
        stated = connection_type(link, raw)
        raw.pop("type", None)
        attributes = {"connection type": stated or None}
        for name in ("label", "why", "weight", "strength"):
            if getattr(link, name) not in (None, ""):
                attributes[name] = getattr(link, name)
        if link.note:
            attributes["description"] = link.note
        if isinstance(link.delay, str):
            attributes["delay"] = link.delay
        attributes |= {names[name]: value for name, value in {**raw, **link.fields}.items()}
        connections.append({
            "_id": link.key, "direction": {"none": "undirected"}.get(link.direction, link.direction), "delayed": bool(link.delay),
            "reversed": False, "attributes": attributes, "from": link.from_, "to": link.to})
    loops = [{"_id": f"loop-{number}", "connections": list(loop.links),
              "attributes": {"label": loop.label, **({"description": loop.note} if loop.note else {}),
                             **({"loop type": loop.kind} if loop.kind else {})}}
             for number, loop in enumerate(draft.loops, 1) if loop.links]
    main = str(draft.raw.get("defaultMap") or "map-1")
    maps = [_map(main, draft.title, "", {one.key: one.position for one in draft.factors}, draft)]
    maps += [_map(f"map-{number}", view.label, view.note, dict(view.positions), draft) for number, view in enumerate(draft.views, 2)]
    raw = {key: json.loads(value) if key in _BULKY and isinstance(value, str) else value for key, value in draft.raw.items()}
    out = {"name": draft.title, "description": draft.note, **raw, "defaultMap": main,
           "attributeRelevance": raw.get("attributeRelevance", {}), "attributes": raw.get("attributes", []), "elements": elements,
           "connections": connections, "loops": loops, "maps": maps, "perspectives": raw.get("perspectives", []),
           "_sysmap": draft.map_fields}
    changed = {plain: column for column, plain in names.items() if plain != column}
    if changed:
        out["_sysmap_names"] = changed
    return json.dumps(out, ensure_ascii=False, indent=1).encode()


def _map(key: str, name: str, note: str, places: Mapping[str, tuple[float, float] | None], draft: Draft) -> dict[str, Any]:
    return {
        "_id": key, "name": name, "description": note, "scale": 1, "center": {"x": 0, "y": 0},
        "elements": [{"_id": f"{key}-node-{number}", "element": one, **({"position": {"x": at[0], "y": at[1]}, "pinned": True}
                                                                        if at else {})}
                     for number, (one, at) in enumerate(places.items(), 1)],
        "connections": [{"_id": f"{key}-edge-{number}", "connection": link.key} for number, link in enumerate(draft.links, 1)
                        if link.from_ in places and link.to in places], "loops": []}


FORMAT = Format(
    "kumu", "Kumu (JSON)", (".kumu.json",), _recognise, _read, _write, rank=3,
    kept="Elements, connections, types as themes, descriptions, every field, delays, places, further maps as views, loops that "
         "close.",
    guessed="Signs from pairs (`--` is positive, `+-` negative: the product of both ends); a delay mark as a long delay; the loop in "
            "a stored loop with side links.",
    lost="Presentations are not in Kumu's backup. In Kumu: nothing that is a field.")
