"""Pajek's networks: vertices by number, arcs and edges with a value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.signs import SignTable, number_of

__all__ = ["FORMAT"]

_START = re.compile(r"(?:\s|%[^\n]*\n|/\*[^\n]*\n)*(?:\*network[^\n]*\n\s*(?:%[^\n]*\n\s*)*)?\*vertices\s+\d+", re.IGNORECASE)
_PART = re.compile(r'"([^"]*)"|(\S+)')
_LIST = re.compile(r"\*(\w+)\s*(?::\s*(\d+))?\s*(?:\"([^\"]*)\")?")


def _recognise(content: Content) -> str | None:
    return "a Pajek network" if content.is_text and _START.match(content.start) else None


def _read(contents: Sequence[Content]) -> Draft:
    content = contents[0]
    draft = Draft("pajek", title=content.stem)
    section, relation = "", ""
    names: dict[str, str] = {}
    places: dict[str, tuple[float, float]] = {}
    row = 0
    for number, line in enumerate(content.text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith(("%", "/*")):
            continue
        if line.startswith("*"):
            found = _LIST.match(line)
            section, relation, row = (found.group(1).lower() if found else ""), (found.group(3) or "" if found else ""), 0
            if section == "network":
                draft.title = line[8:].strip().strip('"') or draft.title
            continue
        parts = [quoted or bare for quoted, bare in _PART.findall(line)]
        if section == "vertices":
            key = parts[0]
            names[key] = parts[1] if len(parts) > 1 else key
            x, y = (number_of(part) for part in (parts[2:4] if len(parts) > 3 else ("", "")))
            if x is not None and y is not None:
                places[key] = (x, y)
        elif section in ("arcs", "edges"):
            if len(parts) < 2:
                content.fail("A line of a link names one vertex only.", "Export it again from Pajek.", line=number)
            link = DraftLink(parts[0], parts[1], direction="none" if section == "edges" else "directed", style=relation)
            value = number_of(parts[2]) if len(parts) > 2 else None
            if value is not None:
                link.weight = int(value) if value.is_integer() else value
            rest = parts[3:] if len(parts) > 3 else []
            if "l" in rest and rest.index("l") + 1 < len(rest):
                link.label = rest[rest.index("l") + 1]
            draft.links.append(link)
        elif section in ("arcslist", "edgeslist"):
            draft.links += [DraftLink(parts[0], end, direction="none" if section == "edgeslist" else "directed", style=relation)
                            for end in parts[1:]]
        elif section == "matrix":
            row += 1
            for column, part in enumerate(parts, 1):
                value = number_of(part)
                if value:
                    draft.links.append(DraftLink(str(row), str(column), weight=int(value) if value.is_integer() else value))
    draft.factors = [DraftFactor(key, label) for key, label in names.items()]
    if places:
        within = all(0 <= x <= 1 and 0 <= y <= 1 for x, y in places.values())
        for one in draft.factors:
            if one.key in places:
                x, y = places[one.key]
                one.position = (x * 1000, y * 1000) if within else (x, y)
        if within:
            draft.say("guessed", "position", "Places lie between 0 and 1; they were drawn a thousand times as large.")
    return draft


def _write(draft: Draft) -> bytes:
    at = {one.key: number for number, one in enumerate(draft.factors, 1)}
    out = [f"*Network {_quoted(draft.title)}", f"*Vertices {len(draft.factors)}"]
    for number, one in enumerate(draft.factors, 1):
        place = f" {float(one.position[0])!r} {float(one.position[1])!r} 0.5" if one.position else ""
        out.append(f"{number} {_quoted(one.label)}{place}")
    table = SignTable()
    size = {"weak": 0.25, "medium": 0.5, "strong": 1}
    for head, direction in (("*Arcs", ("directed", "mutual")), ("*Edges", ("none",))):
        links = [link for link in draft.links if link.direction in direction and link.from_ in at and link.to in at]
        if not links:
            continue
        out.append(head)
        for link in links:
            polarity = table.read(link.sign).polarity
            value = abs(link.weight) if link.weight else size.get(str(link.strength or ""), 1)
            signed = f" {-value if polarity == 'negative' else value:g}"
            word = {"positive": "+", "negative": "-", "mixed": "±"}.get(polarity, "?")
            out.append(f"{at[link.from_]} {at[link.to]}{signed} l {_quoted(word)}")
            if link.direction == "mutual":
                out.append(f"{at[link.to]} {at[link.from_]}{signed} l {_quoted(word)}")
    return "\r\n".join([*out, ""]).encode("utf-8-sig")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'


FORMAT = Format(
    "pajek", "Pajek", (".net", ".paj"), _recognise, _read, _write, rank=3,
    kept="Labels, values of links, places, the names of relations.", guessed="Signs from a label or from values, where some are negative.",
    lost="Whatever is neither a label, a value nor a place: in Pajek there is no room for it.")
