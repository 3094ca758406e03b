"""From a map to a draft that a format can write: the other way round than `making`.

What a format has a place for goes there as the format's own users know it; every other plain field becomes a column of its
name; what is nested (notes with their kind, citations, data of other formats) goes as JSON into one column, `sysmap`, so that
the file comes back whole where the format carries columns.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from sysmap.core.elements import Factor, Link, Note
from sysmap.core.map import LAYER_PREFIX, Map
from sysmap.core.record import FieldSpec, fields_of
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftGroup, DraftLink, DraftLoop, DraftView
from sysmap.formats.foreign.grouping import container_names
from sysmap.formats.foreign.link_making import KEYS, OF_LAYER
from sysmap.formats.foreign.making import SELF_LINKS
from sysmap.formats.foreign.plain_text import label_text, note_text
from sysmap.formats.foreign.signs import SignTable
from sysmap.formats.plain import plain, plain_field, record_from

__all__ = ["draft_of"]

_PLAIN = frozenset(("text", "choice", "whole", "number", "flag"))
_FACTOR_PLACES = frozenset({"id", "label", "theme", "notes", "position", "x"})
_LINK_PLACES = frozenset({"id", "from_", "to", "polarity", "strength", "delay", "why", "notes", "x"})


def draft_of(map_: Map, format_: str) -> Draft:
    """The draft of a map for one format.

    Parameters
    ----------
    map_ : the map; links that speak of a whole layer have no place in other tools and become one link a factor there.
    format_ : the name of the format; what an import from it kept under `x` goes back to its place.

    >>> from sysmap.core.elements import Factor
    >>> draft_of(Map(id="m", title="M", factors={"a": Factor(id="a", label="A", importance=2)}), "dot").factors[0].fields
    {'importance': 2}
    """
    held = _held(map_.x, format_)
    groups = held.pop("groups", [])
    dangling = held.pop("dangling", [])
    open_loops = held.pop("open-loops", [])
    draft = Draft(format_, title=map_.title, raw=held, keys_are_ids=True)
    draft.note = _note(map_.notes) or ""
    layer_links = {id_: link for id_, link in map_.links.items() if f"{link.from_} {link.to}".find(LAYER_PREFIX) >= 0}
    draft.map_fields = plain(dataclasses.replace(map_, factors={}, links=layer_links))
    for one in groups if isinstance(groups, list) else ():
        if isinstance(one, Mapping):
            draft.groups.append(DraftGroup(str(one.get("id", "")), str(one.get("label", "")), str(one.get("parent", "")),
                                           dict(one.get("raw") or {})))
    names = container_names(draft)[0]
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for factor in map_.factors.values():
        key = str(_held(factor.x, format_).get("id", factor.id))
        keys[factor.id] = key if key not in taken else factor.id
        taken.add(keys[factor.id])
    named = {key: id_ for id_, key in keys.items() if key != id_}
    named_links: dict[str, str] = {}
    table = SignTable()
    for factor in map_.factors.values():
        draft.factors.append(_factor(factor, keys[factor.id], format_, names))
        for number, said in enumerate(factor.x.get(SELF_LINKS) or (), 1):
            draft.links.append(_self_link(factor, said, keys[factor.id], number, format_, table))
    layers: dict[str, list[str]] = {}
    for factor in map_.factors.values():
        layers.setdefault(f"{LAYER_PREFIX}{factor.layer}", []).append(factor.id)
    for link in map_.links.values():
        starts = [link.from_] if link.from_ in keys else layers.get(link.from_, [])
        ends = [link.to] if link.to in keys else layers.get(link.to, [])
        _add_links(draft, link, [(keys[start], keys[end]) for start in starts for end in ends if start != end], format_, table)
    for one in dangling if isinstance(dangling, list) else ():
        if isinstance(one, Mapping):
            draft.links.append(DraftLink(str(one.get("from", "")), str(one.get("to", "")), str(one.get("id", "")),
                                         sign=one.get("sign"), style=str(one.get("style", "")), label=str(one.get("label", "")),
                                         raw=dict(one.get("raw") or {})))
    links = {one.key: one for one in draft.links}
    for link in map_.links.values():
        key = str(_held(link.x, format_).get("id", ""))
        if key in links and key != link.id and "back" not in _held(link.x, format_):
            named_links[key] = link.id
    if named or named_links:
        draft.map_fields[KEYS] = {"factors": named, "links": named_links}
    link_keys: dict[tuple[str, str], str] = {}
    for made in draft.links:
        link_keys.setdefault((made.from_, made.to), made.key)
    for loop in map_.loops.values():
        around = [keys[id_] for id_ in loop.factors if id_ in keys]
        pairs = list(zip(around, [*around[1:], *around[:1]], strict=True))
        draft.loops.append(DraftLoop(loop.label, [link_keys[pair] for pair in pairs if pair in link_keys], around, loop.kind or "",
                                     _note(loop.notes) or ""))
    for one in open_loops if isinstance(open_loops, list) else ():
        if isinstance(one, Mapping):
            draft.loops.append(DraftLoop(str(one.get("label", "")), list(one.get("links") or ()), list(one.get("factors") or ()),
                                         str(one.get("kind") or ""), str(one.get("note") or "")))
    for view in map_.views.values():
        places = {keys[id_]: (float(at["x"]), float(at["y"])) for id_, at in view.positions.items()
                  if id_ in keys and isinstance(at, Mapping) and {"x", "y"} <= set(at)}
        if places:
            draft.views.append(DraftView(view.label, places, view.caption or ""))
    return draft


def _held(x: Mapping[str, Any], format_: str) -> dict[str, Any]:
    found = x.get(format_)
    return dict(found) if isinstance(found, Mapping) else {}


def _note(notes: tuple[Note, ...]) -> str | None:
    """The text of remarks that are nothing but text; `None` where they say more."""
    if all(note == Note(text=note.text) and note_text(note.text) == note.text for note in notes) and len(notes) <= 1:
        return notes[0].text if notes else ""
    return None


def _factor(factor: Factor, key: str, format_: str, names: Mapping[str, str]) -> DraftFactor:
    held = _held(factor.x, format_)
    held.pop("id", None)
    label = str(held.pop("label", factor.label))
    one = DraftFactor(key, label if label_text(label) == factor.label else factor.label, parent=str(held.pop("parent", "")), raw=held)
    fields, rest = _split(factor, _FACTOR_PLACES)
    for name, said in (("label", factor.label), ("theme", factor.theme)):
        if said is not None and label_text(said) != said:
            rest[name] = said
    x, kept = _split_x(factor.x, format_, frozenset(spec.key for spec in fields_of(Factor)))
    for gone in ("container", SELF_LINKS, "hidden"):
        x.pop(gone, None)
        kept.pop(gone, None)
    container = factor.x.get("container")
    if isinstance(container, str) and not one.parent:
        fields["container"] = container
    one.group = "" if one.parent and names.get(one.parent) == factor.theme else factor.theme or ""
    one.hidden = factor.x.get("hidden") is True
    if factor.x.get("hidden") not in (None, True):
        kept["hidden"] = factor.x["hidden"]
    note = _note(factor.notes)
    one.note = note if note is not None else "\n\n".join(note.text for note in factor.notes)
    if note is None:
        rest["notes"] = [plain(said) for said in factor.notes]
    if factor.position is not None:
        one.position = (factor.position.x, factor.position.y)
    if kept:
        rest["x"] = kept
    one.fields = {**fields, **x}
    if rest:
        one.fields["sysmap"] = json.dumps(rest, ensure_ascii=False)
    return one


def _add_links(draft: Draft, link: Link, pairs: list[tuple[str, str]], format_: str, table: SignTable) -> None:
    held = _held(link.x, format_)
    key = str(held.pop("id", ""))
    if held.pop("back", None) is True and pairs:
        first = next((one for one in reversed(draft.links) if (one.to, one.from_) == pairs[0] and key in (one.key, "")), None)
        if first is not None and first.sign == _sign(link, table):
            first.direction = "mutual"
            return
    for start, end in pairs:
        one = DraftLink(start, end, key or (link.id if len(pairs) == 1 else f"{link.id}:{start}->{end}"))
        _fill(one, link, held, format_, table)
        if link.from_.startswith(LAYER_PREFIX) or link.to.startswith(LAYER_PREFIX):
            one.fields[OF_LAYER] = link.id
        draft.links.append(one)


def _self_link(factor: Factor, said: Any, key: str, number: int, format_: str, table: SignTable) -> DraftLink:
    link = record_from(Link, {**(said if isinstance(said, Mapping) else {}), "from": factor.id, "to": factor.id, "id": "self"})
    held = _held(link.x, format_)
    one = DraftLink(key, key, str(held.pop("id", f"{factor.id}-self-{number}")))
    _fill(one, link, held, format_, table)
    return one


def _fill(one: DraftLink, link: Link, held: dict[str, Any], format_: str, table: SignTable) -> None:
    one.style = str(held.pop("style", ""))
    if one.style and table.read(one.style).polarity != link.polarity and table.read(one.style).polarity != "unknown":
        one.style = ""
    fields, rest = _split(link, _LINK_PLACES)
    if link.why is not None and note_text(link.why) != link.why:
        rest["why"] = link.why
    x, kept = _split_x(link.x, format_, frozenset(spec.key for spec in fields_of(Link)))
    one.sign = _sign(link, table)
    for gone in ("sign", "label", "weight", "hidden", "strength", "delay"):
        said = link.x.get(gone)
        x.pop(gone, None)
        kept.pop(gone, None)
        if said is None or (gone == "sign" and said == one.sign):
            continue
        if gone == "label" and isinstance(said, str):
            one.label = said
        elif gone == "weight" and isinstance(said, int | float) and not isinstance(said, bool):
            one.weight = said
        elif gone == "hidden" and said is True:
            one.hidden = True
        elif gone in ("strength", "delay") and getattr(link, gone) is None and isinstance(said, str | int | float):
            setattr(one, gone, said)
        else:
            kept[gone] = said
    one.strength = link.strength or one.strength
    one.delay = link.delay or one.delay
    one.why = link.why or ""
    note = _note(link.notes)
    one.note = note if note is not None else "\n\n".join(said.text for said in link.notes)
    if note is None:
        rest["notes"] = [plain(said) for said in link.notes]
    if link.kind == "association":
        one.direction = "none"
        fields.pop("kind", None)
    if kept:
        rest["x"] = kept
    one.raw = held
    one.fields = {**fields, **x}
    if rest:
        one.fields["sysmap"] = json.dumps(rest, ensure_ascii=False)


def _sign(link: Link, table: SignTable) -> Any:
    said = link.x.get("sign")
    if said is not None and table.read(said).polarity == link.polarity:
        return said
    return link.polarity


def _split(element: Factor | Link, places: frozenset[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields that a column holds as they are, and the rest as plain data."""
    fields: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for spec in _specs(type(element), places):
        value = getattr(element, spec.name)
        if value is None or value == spec.default:
            continue
        if spec.shape.kind in _PLAIN and value != "" and (not isinstance(value, str) or value == value.strip().replace("\r", "")):
            fields[spec.key] = value
        elif spec.shape.kind in ("texts", "choices") and all(
                item and item == item.strip() and not any(mark in item for mark in ";|\n") for item in value):
            fields[spec.key] = "; ".join(value)
        else:
            rest[spec.key] = plain_field(value, spec)
    return fields, rest


_KNOWN: dict[type, list[FieldSpec]] = {}


def _specs(cls: type, places: frozenset[str]) -> list[FieldSpec]:
    if cls not in _KNOWN:
        _KNOWN[cls] = [spec for spec in fields_of(cls) if spec.name not in places]
    return _KNOWN[cls]


_VALUES: dict[str, tuple[type, ...]] = {"drawio": (str,), "gml": (str, int, float)}
"""The types that an attribute comes back as, in formats whose attributes are texts, or texts and numbers; others give back a yes as one too."""


def _split_x(x: Mapping[str, Any], format_: str, keys: frozenset[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is a column of its own, and what goes as it is."""
    out: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    types = _VALUES.get(format_, (str, int, float, bool))
    for key, value in x.items():
        if key == format_:
            continue
        simple = type(value) in types and value != ""
        (out if simple and key not in keys and key != "sysmap" else kept)[key] = value
    return out, kept
