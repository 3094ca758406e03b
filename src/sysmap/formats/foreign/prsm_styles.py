"""The styles of PRSM: fifteen of factors and fifteen of links, whose names are all that says what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.plain_text import label_text
from sysmap.formats.foreign.signs import SignTable

__all__ = ["Styles", "differing", "style_name"]

_UNNAMED = frozenset(("", "Sample"))
_LOOKS: dict[str, dict[str, Any]] = {
    "positive": {"color": {"color": "#2e7d32"}, "dashes": False},
    "negative": {"color": {"color": "#c62828"}, "dashes": [10, 10]},
    "mixed": {"color": {"color": "#6a1b9a"}, "dashes": [2, 8]},
}
_SLOTS = 15
_NOT_LOOKS = frozenset({"groupLabel", "grp", "group", "id", "label", "fixed", "clustering", "hiddenNodes"})


def style_name(style: Any) -> str:
    """The name that people gave a style; empty where they gave none."""
    name = label_text(str(style.get("groupLabel") or "")) if isinstance(style, Mapping) else ""
    return "" if name in _UNNAMED else name


def differing(item: Mapping[str, Any], style: Mapping[str, Any]) -> dict[str, Any]:
    """What an item has otherwise than its style.

    >>> differing({"shape": "box", "color": {"border": "red"}, "width": 4}, {"shape": "box", "color": {"border": "red", "x": 1}})
    {'width': 4}
    """
    found = {}
    for key, value in item.items():
        usual = style.get(key)
        if value in (None, "", {}, []) or value == usual:
            continue
        if isinstance(value, Mapping) and isinstance(usual, Mapping) and all(usual.get(one) == said for one, said in value.items()):
            continue
        found[key] = value
    return found


class Styles:
    """The styles that a map is written with: those it came with, and new ones for themes and signs that have none."""

    def __init__(self, styles: Any, draft: Draft) -> None:
        held = styles if isinstance(styles, dict) else {}
        self._nodes: dict[str, dict[str, Any]] = {key: dict(one) for key, one in (held.get("nodes") or {}).items()
                                                  if isinstance(one, dict)}
        self._edges: dict[str, dict[str, Any]] = {key: dict(one) for key, one in (held.get("edges") or {}).items()
                                                  if isinstance(one, dict)}
        self._table = SignTable()
        self._used_nodes = {str(one.raw.get("grp")) for one in draft.factors}
        self._used_edges = {str(one.raw.get("grp")) for one in draft.links}

    def of_factor(self, one: DraftFactor) -> str:
        """The slot for a factor: its own where that has its theme's name, else one of that name, else a new one."""
        own = str(one.raw.get("grp") or "")
        if own and style_name(self._nodes.get(own)) == one.group:
            return own
        return self._slot(self._nodes, "group", one.group, self._used_nodes, {})

    def of_link(self, link: DraftLink) -> str:
        """The slot for a link, by its style's name or its sign."""
        own = str(link.raw.get("grp") or "")
        name = style_name(self._edges.get(own))
        polarity = self._table.read(link.sign).polarity
        if own and (name == link.style if link.style else self._table.read(name).polarity == polarity):
            return own
        wanted = link.style or ("" if polarity == "unknown" else polarity.capitalize())
        return self._slot(self._edges, "edge", wanted, self._used_edges, _LOOKS.get(polarity, {}))

    def _slot(self, styles: dict[str, dict[str, Any]], word: str, name: str, used: set[str], look: Mapping[str, Any]) -> str:
        for key, style in styles.items():
            if key.startswith(word) and style_name(style) == name:
                return key
        for number in range(_SLOTS):
            key = f"{word}{number}"
            if key not in styles or (not style_name(styles[key]) and key not in used):
                used.add(key)
                tip = {"arrows": {"to": {"enabled": True, "type": "vee"}}} if word == "edge" and key not in styles else {}
                styles[key] = {**tip, **styles.get(key, {}), "groupLabel": name or "Sample", **look}
                return key
        return f"{word}0"

    def formatting(self, kind: str, key: str) -> dict[str, Any]:
        """What every item of a slot looks like."""
        style = (self._nodes if kind == "nodes" else self._edges).get(key, {})
        return {name: value for name, value in style.items() if name not in _NOT_LOOKS}

    def all(self) -> dict[str, Any]:
        """The styles as the file holds them."""
        return {"nodes": self._nodes, "edges": self._edges}
