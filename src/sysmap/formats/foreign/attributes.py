"""Nodes and edges whose attributes have names: what graph formats and graphs of Python share.

Names that tools use for labels, signs, weights and places are known (`heads`); the rest stays as people's own columns.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.heads import plain_head
from sysmap.formats.foreign.marks import colour_word, line_word
from sysmap.formats.foreign.signs import number_of

__all__ = ["factor_from", "link_from", "written_factor", "written_link", "written_map"]

_LABELS = ("label", "name", "shared name", "title", "text")
_GROUPS = ("theme", "group", "type", "category", "cluster", "element type")
_NOTES = ("note", "description", "notes", "comment")
_SIGNS = ("polarity", "sign", "relation", "relationship", "valence", "interaction", "effect", "influence", "connection type", "rel",
          "type")
_DRAWN = frozenset("r g b size shape viz shared_name suid selected".split())


def factor_from(one: DraftFactor, data: Mapping[str, Any]) -> DraftFactor:
    """The factor with its attributes put in their places.

    >>> factor_from(DraftFactor("n0"), {"name": "Trust", "pos_x": 3, "pos_y": 4, "owner": "Ops"}).position
    (3.0, 4.0)
    """
    heads = {plain_head(name): name for name in data}
    used = set()

    def take(names: tuple[str, ...]) -> Any:
        for name in names:
            if name in heads and data[heads[name]] not in (None, ""):
                used.add(heads[name])
                return data[heads[name]]
        return None

    if not one.label:
        label = take(_LABELS)
        one.label = str(label) if label is not None else one.key
    elif "label" in heads and str(data[heads["label"]]) == one.label:
        used.add(heads["label"])
    if not one.group:
        group = take(_GROUPS)
        one.group = str(group) if isinstance(group, str) else ""
        if group is not None and not one.group:
            used.discard(next(iter(name for name in used if data[name] == group), ""))
    if not one.note:
        note = take(_NOTES)
        if isinstance(note, str):
            one.note = note
        elif note is not None:
            used = {name for name in used if data[name] is not note}
    for x, y in (("x", "y"), ("pos x", "pos y"), ("x position", "y position")):
        if one.position is None and x in heads and y in heads:
            across, down = number_of(data[heads[x]]), number_of(data[heads[y]])
            if across is not None and down is not None:
                one.position = (across, down)
                used |= {heads[x], heads[y]}
    one.hidden = one.hidden or data.get("hidden") is True
    if data.get("hidden") is True:
        used.add("hidden")
    for name, value in data.items():
        if name not in used:
            (one.raw if plain_head(name).replace(" ", "_") in _DRAWN else one.fields)[name] = value
    return one


def link_from(one: DraftLink, data: Mapping[str, Any]) -> DraftLink:
    """The link with its attributes put in their places.

    >>> link_from(DraftLink("a", "b"), {"sign": -1, "weight": 0.5, "Workshop": 2}).fields
    {'Workshop': 2}
    """
    heads = {plain_head(name): name for name in data}
    used = set()
    for name in _SIGNS:
        if name in heads and one.sign is None and data[heads[name]] not in (None, ""):
            one.sign = data[heads[name]]
            used.add(heads[name])
    if "weight" in heads or "value" in heads:
        name = heads.get("weight", heads.get("value", ""))
        number = data[name] if isinstance(data[name], int | float) and not isinstance(data[name], bool) else number_of(data[name])
        if number is not None and number_of(number) is not None:
            one.weight = number
            used.add(name)
    for place, names in (("strength", ("strength",)), ("delay", ("delay", "delayed", "lag")), ("why", ("why", "reason")),
                         ("note", _NOTES), ("label", ("label", "edge label", "title")), ("style", ("style",))):
        for name in names:
            if name in heads and not getattr(one, place) and data[heads[name]] not in (None, "", False):
                said = data[heads[name]]
                if place in ("strength", "delay") or isinstance(said, str):
                    setattr(one, place, said)
                else:
                    continue
                used.add(heads[name])
    if "direction" in heads and str(data[heads["direction"]]).lower() in ("undirected", "mutual"):
        one.direction = "none" if str(data[heads["direction"]]).lower() == "undirected" else "mutual"
        used.add(heads["direction"])
    if data.get("hidden") is True:
        one.hidden = True
        used.add("hidden")
    for name in ("color", "colour"):
        if name in heads and not one.colour:
            one.colour = colour_word(data[heads[name]])
            one.raw["color"] = data[heads[name]]
            used.add(heads[name])
    for name in ("dashes", "line", "style"):
        if name in heads and not one.line:
            one.line = line_word(data[heads[name]])
    for name, value in data.items():
        if name not in used:
            (one.raw if plain_head(name).replace(" ", "_") in _DRAWN else one.fields)[name] = value
    return one


def written_factor(one: DraftFactor, *, place: bool = True) -> dict[str, Any]:
    """A factor's attributes under the names that `factor_from` knows; with its place unless the format has one for it."""
    data: dict[str, Any] = {"label": one.label}
    if one.group:
        data["theme"] = one.group
    if one.note:
        data["note"] = one.note
    if place and one.position is not None:
        data["x"], data["y"] = one.position
    if one.hidden:
        data["hidden"] = True
    for name, value in (*one.fields.items(), *one.raw.items()):
        if isinstance(value, str | int | float):
            data.setdefault(name, value)
    return data


def written_link(one: DraftLink) -> dict[str, Any]:
    """A link's attributes under the names that `link_from` knows."""
    data: dict[str, Any] = {}
    if one.sign not in (None, ""):
        data["polarity"] = one.sign if isinstance(one.sign, str | int | float) else str(one.sign)
    for name in ("weight", "strength", "delay", "why", "note", "label", "style"):
        value = getattr(one, name)
        if value not in (None, "", False):
            data[name] = value
    if one.direction == "mutual":
        data["direction"] = "mutual"
    if one.hidden:
        data["hidden"] = True
    for name, value in (*one.fields.items(), *one.raw.items()):
        if isinstance(value, str | int | float):
            data.setdefault(name, value)
    return data


def written_map(draft: Draft, said: Any) -> None:
    """Take sysmap's own account of the map from an attribute of the graph."""
    try:
        data = json.loads(said) if isinstance(said, str) else said
    except (ValueError, RecursionError):
        return
    if isinstance(data, dict):
        draft.map_fields = data
        draft.keys_are_ids = True
        draft.title = str(data.get("title", draft.title))
