"""The page document: one map with what is known about it, as plain JSON.

The browser modules take this one value and know nothing of where they run (a file, a notebook, the workshop). Its map
part uses the file format's own keys, so whoever can read the YAML can read the document. What an export level leaves
out is dropped here, before any picture is made: it is not in the file at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sysmap.core.evidence import Evidence
from sysmap.core.kinds import Document
from sysmap.core.levels import Level
from sysmap.core.map import Map
from sysmap.core.record import fields_of
from sysmap.formats.plain import plain, plain_data
from sysmap.views import style
from sysmap.views.layout.text import LETTERS

__all__ = ["DOCUMENT_VERSION", "page_document", "page_style", "script_json", "slim", "to_plain"]

DOCUMENT_VERSION = 1

_NAMED = {
    "sources": ("label", "publisher", "author", "date"),
    "mechanisms": ("label", "definition", "family"),
    "rubrics": ("label", "version"),
    "characteristics": ("label",),
    "organisations": ("label",),
    "cases": ("label", "type"),
}
"""What the page shows of an element of models/ that a map names: enough to understand it without that file."""


def to_plain(record: Any) -> dict[str, Any]:
    """A record as the page takes it: what `sysmap.formats.plain.plain` gives, collections by id.

    >>> from sysmap.core.elements import Link
    >>> to_plain(Link(id="a->b", from_="a", to="b", polarity="positive"))
    {'id': 'a->b', 'from': 'a', 'to': 'b', 'polarity': 'positive'}
    """
    return plain(record, by_id=True)


def page_document(
    map_: Map,
    layout: Mapping[str, Any],
    *,
    uses: Iterable[Document] = (),
    title: str | None = None,
    answers: Mapping[str, Any] | None = None,
    level: Level = "internal",
) -> dict[str, Any]:
    """The document a page is made from.

    Parameters
    ----------
    map_ : the map, as `at_level` leaves it for the level.
    layout : positions, routes and headers of that same map, as `Layout.to_json()` gives them.
    uses : the files the map refers to (sources, mechanisms, conditions, …), as `at_level` leaves them, for the names
        behind its ids; evidence registers among them are shown where they bear on this map.
    title : heading of the page; the map's own title where it is not given.
    answers : what analyses and rubrics said, each under its name, as JSON values.
    level : who the file is for; printed in the footer.

    Returns
    -------
    dict : JSON values only, in a stable order; the same map gives the same document.
    """
    uses = tuple(uses)
    document: dict[str, Any] = {
        "format": DOCUMENT_VERSION,
        "title": title or map_.title,
        "level": level,
        "map": to_plain(map_),
        "layout": slim(layout),
        "style": page_style(),
    }
    evidence = _evidence_on(map_, uses)
    if evidence:
        document["evidence"] = evidence
    if answers:
        document["answers"] = plain_data(answers)
    libraries = [file for file in uses if not isinstance(file, (Map, Evidence))]
    mentioned = set(_words([document.get(part) for part in ("map", "evidence", "answers")])) if libraries else set()
    document["names"] = _names(libraries, mentioned)
    return document


def page_style() -> dict[str, Any]:
    """The looks of `sysmap.views.style` as JSON values; what is not said has the key `unset`."""
    return {
        "ink": style.INK, "muted": style.MUTED, "paper": style.PAPER, "fonts": style.FONTS,
        "lines": {name: asdict(line) for name, line in style.LINES.items()},
        "borders": {name or "unset": asdict(border) for name, border in style.BORDERS.items()},
        "widths": {name or "unset": width for name, width in style.WIDTHS.items()},
        "tints": [asdict(tint) for tint in style.TINTS], "colours": list(style.COLOURS),
        "letters": list(LETTERS),
    }


def slim(layout: Mapping[str, Any]) -> dict[str, Any]:
    """The layout with places to a tenth of a pixel, without the second spelling of the paths and what boxes are not."""
    short: dict[str, Any] = _rounded(layout)
    for route in short.get("routes", {}).values():
        route.pop("d", None)
    for box in short.get("boxes", {}).values():
        for flag in ("cut", "fixed"):
            if not box.get(flag):
                box.pop(flag, None)
    return short


def _rounded(value: Any) -> Any:
    kind = type(value)
    if kind is float:
        short = round(value, 1)
        return int(short) if short.is_integer() else short
    if kind is str or kind is int:
        return value
    if kind is list or kind is tuple:
        return [_rounded(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _rounded(one) for key, one in value.items()}
    return value


def _evidence_on(map_: Map, uses: tuple[Document, ...]) -> dict[str, Any]:
    """The active evidence items that bear on an element of the map, by id."""
    own = {*map_.factors, *map_.links, *map_.claims, *map_.assumptions, *map_.rivals}
    items: dict[str, Any] = {}
    for register in uses:
        if isinstance(register, Evidence):
            for item in register.items.values():
                if any(bearing.element in own for bearing in item.bears_on):
                    items[item.id] = to_plain(item)
    return items


def _names(libraries: Iterable[Document], mentioned: set[str]) -> dict[str, dict[str, Any]]:
    """Labels behind the ids of models/ that the document mentions, by collection and id."""
    names: dict[str, dict[str, Any]] = {}
    for file in libraries:
        cls: type = type(file)
        for spec in fields_of(cls):
            keep = _NAMED.get(spec.name)
            if keep is None or spec.shape.kind != "collection":
                continue
            for id_, one in getattr(file, spec.name).items():
                if id_ in mentioned:
                    shown = to_plain(one)
                    names.setdefault(spec.name, {})[id_] = {key: shown[key] for key in keep if key in shown}
        if file.id in mentioned and hasattr(file, "options"):
            names.setdefault("rubrics", {})[file.id] = {"label": file.title}
    return names


def _words(value: Any) -> Iterable[str]:
    """Every text among the JSON values, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield str(key)
            yield from _words(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _words(one)


def script_json(value: Any) -> str:
    """JSON that may stand inside a `<script>` element: no `<`, `>`, `&` and no line separators of JavaScript.

    >>> print(script_json("</script>"))
    "\\u003c/script\\u003e"
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
