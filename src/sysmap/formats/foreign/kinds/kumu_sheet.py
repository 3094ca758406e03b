"""Kumu's spreadsheets: elements and connections, as a workbook or as CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sysmap.formats.foreign.attributes import factor_from, link_from
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.heads import plain_head
from sysmap.formats.foreign.kumu_words import PAIRS, connection_type, direction_of
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.rows import RowTable, cell_text, tables_of, typed, workbook

__all__ = ["FORMAT"]

_ELEMENT = frozenset({"type", "tags", "description", "image"})
_CONNECTION = frozenset({"direction", "tags"})


def _sections(table: RowTable) -> list[list[list[Any]]]:
    """The tables of one sheet: two blank rows begin another one."""
    if "(ignore)" in table.name.lower():
        return []
    found: list[list[list[Any]]] = [[]]
    blank = 0
    for row in table.rows:
        if not any(cell != "" for cell in row):
            blank += 1
            continue
        if blank >= 2 and found[-1]:
            found.append([])
        blank = 0
        found[-1].append(row)
    return [section for section in found if section]


def _heads(section: Sequence[Sequence[Any]]) -> list[str]:
    return [plain_head(cell) for cell in section[0]]


def _is_links(heads: Sequence[str]) -> bool:
    return {"from", "to"} <= set(heads) and heads.index("from") <= 1 and heads.index("to") <= 2


def _is_elements(heads: Sequence[str]) -> bool:
    return bool(heads) and heads[0] in ("label", "id") and "label" in heads and not {"from", "to", "source", "x", "theme"} & set(heads)


def _recognise(content: Content) -> str | None:
    if content.root[0] or content.start.startswith(("{", "[")):
        return None
    all_heads = [_heads(section) for table in tables_of(content) for section in _sections(table)]
    links = [heads for heads in all_heads if _is_links(heads)]
    elements = [heads for heads in all_heads if _is_elements(heads) and _ELEMENT & set(heads)]
    if not links or not (elements or any(_CONNECTION & set(heads) and "type" in heads for heads in links)):
        return None
    return "a Kumu workbook" if content.is_zip else "a Kumu table"


def _together(contents: Sequence[Content]) -> bool:
    return True


def _read(contents: Sequence[Content]) -> Draft:
    draft = Draft("kumu", title=contents[0].stem, keys_are_labels=True, ends_make_factors=True)
    draft.sign_words = dict(PAIRS)
    sections = [section for content in contents for table in tables_of(content) for section in _sections(table)]
    by_label: dict[str, str] = {}
    taken: set[str] = set()
    for section in sections:
        heads = _heads(section)
        if _is_elements(heads):
            for row in section[1:]:
                cells = _cells(section[0], row)
                label = cell_text(cells.pop("label", ""))
                key = cell_text(cells.pop("id", "")) or label
                if not key:
                    continue
                draft.keys_are_labels &= key == label
                if key in taken:
                    key = f"{key} #{len(taken)}"
                taken.add(key)
                one = DraftFactor(key, label or key, group=cell_text(cells.pop("type", "")))
                tags = cells.pop("tags", None)
                draft.factors.append(factor_from(one, cells))
                if tags:
                    one.raw["tags"] = [part.strip() for part in str(tags).split("|")]
                by_label.setdefault(_look(label), key)
                by_label.setdefault(_look(key), key)
    for section in sections:
        if _is_links(_heads(section)):
            for row in section[1:]:
                draft.links += _links(_cells(section[0], row), by_label)
    return draft


def _cells(head: Sequence[Any], row: Sequence[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for title, value in zip(head, row, strict=False):
        name = cell_text(title)
        if name and value != "":
            low = plain_head(name)
            found.setdefault(low if low in ("label", "id", "type", "tags", "from", "to", "direction", "description") else name,
                             typed(value) if isinstance(value, str) else value)
    return found


def _links(cells: dict[str, Any], by_label: dict[str, str]) -> list[DraftLink]:
    start, ends = cell_text(cells.pop("from", "")), cell_text(cells.pop("to", "")).split("|")
    if not start or not any(ends):
        return []
    said = cells.pop("type", None)
    direction = direction_of(cells.pop("direction", ""))
    label, tags, key = cell_text(cells.pop("label", "")), cells.pop("tags", None), cell_text(cells.pop("id", ""))
    found = []
    for end in ends:
        if not end.strip():
            continue
        one = DraftLink(_key(start, by_label), _key(end.strip(), by_label), key if len(ends) == 1 else "", sign=said, label=label,
                        direction=direction)
        one = link_from(one, {name: value for name, value in cells.items()
                              if plain_head(name) not in ("influence", "effect", "interaction")})
        one.fields |= {name: value for name, value in cells.items() if plain_head(name) in ("influence", "effect", "interaction")}
        if said is not None:
            one.raw["type"] = said
        if tags:
            one.raw["tags"] = [part.strip() for part in str(tags).split("|")]
        found.append(one)
    return found


def _key(end: str, by_label: dict[str, str]) -> str:
    return by_label.setdefault(_look(end), end)


def _look(label: str) -> str:
    return " ".join(label.split()).casefold()


def _write(draft: Draft) -> bytes:
    own = list(dict.fromkeys(title for one in draft.factors for title in one.fields))
    rows: list[list[Any]] = [["Label", "Type", "Tags", "Description", *own]]
    counts = Counter(one.label for one in draft.factors)
    name = {one.key: f"{one.label} ({one.key})" if counts[one.label] > 1 else one.label for one in draft.factors}
    for one in draft.factors:
        rows.append([name[one.key], one.group, "|".join(map(str, one.raw.get("tags") or ())), one.note,
                     *(one.fields.get(title, "") for title in own)])
    titles = list(dict.fromkeys(title for link in draft.links for title in link.fields))
    links: list[list[Any]] = [["From", "To", "Type", "Direction", "Label", "Tags", "Description", "Strength", "Delay", "Weight", "Why",
                               *titles]]
    for link in draft.links:
        links.append([name.get(link.from_, link.from_), name.get(link.to, link.to), connection_type(link, link.raw),
                      {"none": "undirected"}.get(link.direction, link.direction), link.label,
                      "|".join(map(str, link.raw.get("tags") or ())), link.note, link.strength or "", link.delay or "",
                      "" if link.weight is None else link.weight, link.why, *(link.fields.get(title, "") for title in titles)])
    return workbook([RowTable("Elements", rows), RowTable("Connections", links)])


FORMAT = Format(
    "kumu-sheet", "Kumu (workbook or CSV)", (".kumu.xlsx",), _recognise, _read, _write, rank=6, together=_together,
    kept="Elements, connections, types, tags, descriptions, every column; several targets in one cell as several links.",
    guessed="Signs from pairs, as for Kumu's JSON; elements that only a connection names.",
    lost="Loops, places and maps are not in Kumu's spreadsheets.")
