"""Mental Modeler: concepts and relationships as XML or as JSON of the same tree. (Its matrices are tables.)"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.plain_text import label_text
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import SignTable, number_of

__all__ = ["FORMAT"]

_LETTERS = {"H": "strong", "M": "medium", "L": "weak"}
_SIZES = {"strong": "H", "medium": "M", "weak": "L"}
_OF_CONCEPT = frozenset({"id", "name", "notes", "group", "x", "y", "relationships"})
_OF_RELATION = frozenset({"id", "name", "notes", "influence"})


def _recognise(content: Content) -> str | None:
    if content.root[0].lower() == "mentalmodeler":
        return "a Mental Modeler model"
    data = content.json
    inner = data.get("mentalmodeler", data.get("mentalModeler", data)) if isinstance(data, dict) else None
    return "a Mental Modeler model (JSON)" if isinstance(inner, dict) and "concepts" in inner and (
        "info" in inner or "groupNames" in inner) else None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    if content.root[0]:
        tree = _tree(content.xml)
    else:
        data = content.json
        if not isinstance(data, dict):
            content.fail(content.json_fault[0] or "This is no Mental Modeler model.", "Save it again in Mental Modeler.",
                         line=content.json_fault[1])
        tree = data.get("mentalmodeler", data.get("mentalModeler", data))
    tree = tree if isinstance(tree, dict) else {}
    info = tree.get("info") if isinstance(tree.get("info"), dict) else {}
    assert isinstance(info, dict)
    title = str(info.get("name") or "")
    draft = Draft("mmp", title=title if title not in ("", "Model", "Untitled") else content.stem, note=str(info.get("description") or ""))
    draft.raw = {key: value for key, value in (("info", {k: v for k, v in info.items() if v not in (None, "")}),
                                               ("scenarios", tree.get("scenarios"))) if value}
    names = _group_names(tree.get("groupNames"))
    if names:
        draft.raw["groupNames"] = names
    concepts = [one for one in _several(tree.get("concepts"), "concept") if isinstance(one, dict)]
    if not concepts:
        content.fail("The model has no concepts.", "Save it again in Mental Modeler.", "F75")
    for one in concepts:
        key, group = str(one.get("id") or "").strip(), str(one.get("group") or "").strip()
        factor = DraftFactor(key, str(one.get("name") or ""), group=names.get(group, ""), note=str(one.get("notes") or ""))
        x, y = number_of(one.get("x")), number_of(one.get("y"))
        if x is not None and y is not None:
            factor.position = (x, y)
        factor.raw = {name: value for name, value in one.items()
                      if name not in _OF_CONCEPT and str(value).strip() not in ("", "0", "None")}
        if group not in ("", "0"):
            factor.raw["group"] = group
        draft.factors.append(factor)
        for said in _several(one.get("relationships"), "relationship"):
            if isinstance(said, dict):
                draft.links.append(_relation(key, said))
    known = {one.key: one.key for one in draft.factors}
    by_name = {label_text(one.label).casefold(): one.key for one in draft.factors}
    for link in draft.links:
        if link.to not in known:
            link.to = by_name.get(link.to.casefold(), link.to)
    if any(link.strength for link in draft.links):
        draft.scales["strength"] = "Of the letters in Mental Modeler: L is weak, M is medium, H is strong."
    if draft.raw.get("scenarios"):
        draft.say("kept", "scenario", "Scenarios, under `x` of the map; they are not run here.")
    return draft


def _relation(start: str, said: dict[str, Any]) -> DraftLink:
    """A relationship: its id is that of the concept it leads to; the name beside it may be old."""
    link = DraftLink(start, str(said.get("id") or label_text(str(said.get("name") or ""))).strip(), note=str(said.get("notes") or ""))
    influence = str(said.get("influence") if said.get("influence") is not None else "").strip()
    letter = influence[:1].upper()
    if letter in _LETTERS and influence[1:] in ("+", "-"):
        link.sign, link.strength = influence[1:], _LETTERS[letter]
    else:
        number = number_of(influence)
        link.sign = (int(number) if number.is_integer() else number) if number is not None else influence or None
    link.raw = {name: value for name, value in said.items() if name not in _OF_RELATION and str(value).strip() not in ("", "0", "None")}
    if influence and influence != str(link.sign):
        link.raw["influence"] = influence
    return link


def _tree(element: Element) -> Any:
    """An element as text, or as a mapping by tag; of a tag that stands several times the value is a list."""
    found: dict[str, Any] = {}
    if len(element) == 0:
        return (element.text or "").strip()
    for child in element:
        tag = child.tag.rpartition("}")[2].strip() if isinstance(child.tag, str) else ""
        value = _tree(child) if len(child) < 100_000 else ""
        if tag == "groupName" and child.get("index") is not None:
            value = {"index": child.get("index"), "name": value}
        if tag in found:
            held = found[tag]
            if not isinstance(held, list):
                held = found[tag] = [held]
            held.append(value)
        elif tag:
            found[tag] = value
    return found


def _several(said: Any, name: str) -> Iterator[Any]:
    inner = said.get(name, said) if isinstance(said, dict) else said
    if isinstance(inner, list):
        yield from inner
    elif isinstance(inner, dict) and inner:
        yield inner


def _group_names(said: Any) -> dict[str, str]:
    if isinstance(said, dict) and "groupName" not in said:
        return {str(key): str(value) for key, value in said.items() if isinstance(value, str) and value.strip()}
    found = {}
    inner = said.get("groupName") if isinstance(said, dict) else None
    for number, one in enumerate(inner if isinstance(inner, list) else [inner] if inner else []):
        index, name = (str(one.get("index")), one.get("name")) if isinstance(one, dict) else (str(number), one)
        if isinstance(name, str) and name.strip():
            found[index] = name.strip()
    return found


def _write(draft: Draft) -> bytes:
    names = {str(key): str(name) for key, name in (draft.raw.get("groupNames") or {}).items()}
    by_name = {name: key for key, name in names.items()}
    for one in draft.factors:
        if one.group and one.group not in by_name:
            free = next((str(number) for number in range(6) if str(number) not in names), "")
            if free:
                names[free] = one.group
                by_name[one.group] = free
    info = draft.raw.get("info") or {}
    out = ['<?xml version="1.0" encoding="UTF-8"?>', "<mentalmodeler>", "<info>"]
    out += [_leaf("name", draft.title), _leaf("author", info.get("author", "")), _leaf("description", draft.note),
            _leaf("version", info.get("version", "1.1")), _leaf("date", info.get("date", "")), "</info>", "<groupNames>"]
    out += [f'<groupName index="{key}">{_text(name)}</groupName>' for key, name in sorted(names.items())]
    out += ["</groupNames>", "<concepts>"]
    leaving: dict[str, list[DraftLink]] = {}
    for link in draft.links:
        leaving.setdefault(link.from_, []).append(link)
    label = {one.key: one.label for one in draft.factors}
    for one in draft.factors:
        x, y = one.position or (0, 0)
        out += ["<concept>", _leaf("id", one.key), _leaf("name", one.label), _leaf("notes", one.note),
                _leaf("units", one.raw.get("units", "")),
                _leaf("group", by_name.get(one.group, one.raw.get("group", "0"))), _leaf("x", f"{x:g}"), _leaf("y", f"{y:g}"),
                _leaf("preferredState", one.raw.get("preferredState", "0")), _leaf("actualState", one.raw.get("actualState", "0")),
                "<relationships>"]
        for link in leaving.get(one.key, ()):
            out += ["<relationship>", _leaf("id", link.to), _leaf("name", label.get(link.to, "")), _leaf("notes", link.note),
                    _leaf("confidence", link.raw.get("confidence", "0")), _leaf("influence", _influence(link)), "</relationship>"]
        out += ["</relationships>", "</concept>"]
    out += ["</concepts>", "<scenarios>", *_scenarios(draft.raw.get("scenarios")), "</scenarios>", "</mentalmodeler>", ""]
    return "\n".join(out).encode()


def _influence(link: DraftLink) -> str:
    """The number or letter that the link came with, while it still says the same; else one made of sign and strength."""
    polarity = SignTable().read(link.sign).polarity
    number = number_of(link.sign)
    if number is not None:
        return f"{number:g}"
    if polarity not in ("positive", "negative"):
        return "0"
    sign = "+" if polarity == "positive" else "-"
    letter = _SIZES.get(str(link.strength or ""))
    return f"{letter}{sign}" if letter else "1" if sign == "+" else "-1"


def _scenarios(said: Any) -> list[str]:
    out = []
    for one in _several(said, "scenario"):
        if not isinstance(one, dict):
            continue
        out.append("<scenario>")
        out += [_leaf(name, value) for name, value in one.items() if not isinstance(value, dict | list)]
        out.append("<concepts>")
        for concept in _several(one.get("concepts"), "concept"):
            if isinstance(concept, dict):
                out += ["<concept>", *(_leaf(name, value) for name, value in concept.items() if not isinstance(value, dict | list)),
                        "</concept>"]
        out += ["</concepts>", "</scenario>"]
    return out


def _leaf(tag: str, value: Any) -> str:
    text = json.dumps(value) if isinstance(value, dict | list) else str(value)
    return f"<{tag}>{_text(text)}</{tag}>"


def _text(value: str) -> str:
    return escape(value, {"\r": "&#13;"})


FORMAT = Format(
    "mmp", "Mental Modeler", (".mmp",), _recognise, _read, _write, rank=1,
    kept="Concepts, notes, groups as themes, places, relationships, the letters H, M and L as strengths; confidence, states, units "
         "and scenarios under `x`.",
    guessed="Nothing: an influence of 0 is a link without a sign.",
    lost="In Mental Modeler: whatever is neither a concept nor a relationship; a mixed sign becomes 0.")
