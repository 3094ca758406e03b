"""Spreadsheets: lists of links, with or without a list of factors, as CSV or workbook, under the heads people use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sysmap.core.sentences import count_text
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft, DraftFactor, DraftLink
from sysmap.formats.foreign.expert_scale import SCALE, chosen, scale_columns
from sysmap.formats.foreign.heads import roles_of
from sysmap.formats.foreign.matrices import matrix_in, read_matrix
from sysmap.formats.foreign.plain_text import label_text
from sysmap.formats.foreign.registry import Format
from sysmap.formats.foreign.rows import RowTable, cell_text, delimited, tables_of, typed, workbook
from sysmap.formats.foreign.signs import SignTable, number_of

__all__ = ["FORMAT", "links_in", "read_tables"]

_HEAD_ROWS = 12
_SLUGS = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*\Z")


def _recognise(content: Content) -> str | None:
    if content.root[0] or (content.is_text and content.start.startswith(("{", "[{"))):
        return None
    found = [kind for table in tables_of(content) if (kind := _kind(table)) is not None]
    if not found:
        return None
    where = "a workbook" if content.is_zip else "a table"
    if "links" in found or "bare" in found:
        return f"{where} of links"
    return f"{where} with a matrix of links" if "matrix" in found else f"{where} of factors"


def _kind(table: RowTable) -> str | None:
    if "(ignore)" in table.name.lower():
        return None
    if links_in(table) is not None:
        return "links"
    if matrix_in(table.rows) is not None:
        return "matrix"
    if _factors_in(table) is not None:
        return "factors"
    return "bare" if _bare(table) else None


def links_in(table: RowTable) -> tuple[int, dict[str, int]] | None:
    """The row of heads of a list of links, and which column is which."""
    for at, row in enumerate(table.rows[:_HEAD_ROWS]):
        roles = roles_of(row, "link")
        if "from" in roles and "to" in roles:
            return at, roles
    return None


def _factors_in(table: RowTable) -> tuple[int, dict[str, int]] | None:
    for at, row in enumerate(table.rows[:_HEAD_ROWS]):
        roles = roles_of(row, "factor")
        if "label" in roles and len(table.rows) > at + 1:
            return at, roles
        if "key" in roles and len(roles) > 1:
            return at, roles
    return None


def _bare(table: RowTable) -> bool:
    """Whether rows without heads list links: two texts, and a sign or a number where there is a third cell."""
    rows = [row for row in table.rows if any(cell != "" for cell in row)]
    if len(rows) < 1:
        return False
    signs = SignTable()
    for row in rows[:200]:
        if not 3 <= len(row) <= 4 or any(number_of(cell) is not None or not cell_text(cell) for cell in row[:2]):
            return False
        if number_of(row[2]) is None and signs.read(row[2]).how == "none" and cell_text(row[2]):
            return False
    return True


def _together(contents: Sequence[Content]) -> bool:
    kinds = [_kind(table) for content in contents for table in tables_of(content)]
    return "factors" in kinds and ("links" in kinds or "bare" in kinds)


def _read(contents: Sequence[Content]) -> Draft:
    draft = Draft("table", title=re.sub(r"[_-]+", " ", contents[0].stem).strip())
    read_tables(draft, [table for content in contents for table in tables_of(content)])
    return draft


def read_tables(draft: Draft, tables: Sequence[RowTable]) -> None:
    """Take every table of factors, links or a matrix into the draft, and say what was left."""
    draft.ends_make_factors = True
    draft.keys_are_labels = True
    sorts = [(table, _kind(table)) for table in tables]
    if any(sort == "links" for _, sort in sorts):
        sorts = [(table, "other" if sort in ("matrix", "bare") else sort) for table, sort in sorts]
    for table, sort in sorts:
        if sort == "factors":
            _read_factors(draft, table)
    names = _Names(draft)
    several = sum(sort == "links" for _, sort in sorts) > 1
    for table, sort in sorts:
        if sort == "links":
            found = links_in(table)
            assert found is not None
            _read_links(draft, table, *found, names, table.name if several else "")
        elif sort == "matrix":
            read_matrix(draft, table)
        elif sort == "bare":
            draft.say("guessed", "head", "The table has no heads: the first two columns were read as from and to, the third as the sign.")
            for row in table.rows:
                if len(row) > 2:
                    draft.links.append(_signed(DraftLink(names.of(cell_text(row[0])), names.of(cell_text(row[1]))), row[2]))
        elif sort not in ("factors", "links") and any(table.rows):
            draft.say("dropped", "sheet", "A sheet without factors or links that could be told.", [table.name or "the table"])
    names.tell()


class _Names:
    """Ends of links as keys of factors: by key, by label, else by the same words in other spelling of case and space."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._by_key = {one.key: one.key for one in draft.factors}
        self._by_label: dict[str, str] = {}
        self._by_look: dict[str, str] = {}
        for one in draft.factors:
            label = label_text(one.label)
            self._by_label.setdefault(label, one.key)
            self._by_look.setdefault(_look(label), one.key)
        self._guessed: dict[str, str] = {}

    def of(self, said: str) -> str:
        label = label_text(said)
        key = self._by_key.get(said) or self._by_label.get(label)
        if key is not None or not label:
            return key or ""
        near = self._by_look.get(_look(label))
        if near is not None:
            self._guessed[label] = near
            return near
        self._by_label[label] = self._by_look[_look(label)] = label
        return label

    def tell(self) -> None:
        if self._guessed:
            self._draft.say("guessed", "end", "Ends of links that are written otherwise than their factor, in case or space only.",
                            list(self._guessed))


def _look(label: str) -> str:
    return "".join(label.casefold().split())


def _read_factors(draft: Draft, table: RowTable) -> None:
    found = _factors_in(table)
    assert found is not None
    at, roles = found
    head = [cell_text(value) for value in table.rows[at]]
    used = set(roles.values())
    rows = [row for row in table.rows[at + 1:] if any(cell != "" for cell in row)]
    key_at, label_at = roles.get("key"), roles.get("label", roles.get("key"))
    if key_at is not None:
        draft.keys_are_labels = False
        draft.keys_are_ids = all(_SLUGS.match(cell_text(row[key_at])) for row in rows if key_at < len(row))
    known = {one.key for one in draft.factors}
    for row in rows:
        cells = [*row, *[""] * (len(head) - len(row))]
        label = cell_text(cells[label_at or 0])
        key = cell_text(cells[key_at]) if key_at is not None else label_text(label)
        if not key:
            continue
        if key in known and key_at is None:
            key = f"{key}#{len(known)}"
        known.add(key)
        one = DraftFactor(key, label or key)
        if "group" in roles:
            one.group = cell_text(cells[roles["group"]])
        if "note" in roles:
            one.note = cell_text(cells[roles["note"]])
        if "x" in roles and "y" in roles:
            x, y = number_of(cells[roles["x"]]), number_of(cells[roles["y"]])
            if x is not None and y is not None:
                one.position = (x, y)
        one.fields = _rest(head, cells, used)
        draft.factors.append(one)


def _read_links(draft: Draft, table: RowTable, at: int, roles: dict[str, int], names: _Names, sheet: str) -> None:
    head = [cell_text(value) for value in table.rows[at]]
    if "sign" not in roles and "type" in roles and "direction" not in roles:
        typed_as = {cell_text(row[roles["type"]]).lower() for row in table.rows[at + 1:] if len(row) > roles["type"]} - {""}
        roles = {("direction" if typed_as <= {"directed", "undirected", "mutual"} else "sign") if role == "type" else role: column
                 for role, column in roles.items()}
    roles = {role: column for role, column in roles.items() if role != "type"}
    steps = scale_columns(head)
    used = set(roles.values()) | set(steps)
    if steps and "strength" not in draft.scales:
        draft.scales["strength"] = SCALE
        draft.say("guessed", "scale", f"The columns {', '.join(steps.values())} as one scale: the mark is the sign; VL and L are weak, M is "
                                      "medium, H and VH are strong. The step itself stays under `x`.")

    def cell(cells: list[Any], role: str) -> Any:
        return cells[roles[role]] if role in roles else ""

    alone = 0
    there = {one.key for one in draft.factors}
    for row in table.rows[at + 1:]:
        if not any(value != "" for value in row):
            continue
        cells = [*row, *[""] * (len(head) - len(row))]
        start, end = cell_text(cells[roles["from"]]), cell_text(cells[roles["to"]])
        if not start or not end:
            alone += 1
            key = names.of(start or end)
            if key and key not in there:
                there.add(key)
                draft.factors.append(DraftFactor(key, start or end))
            continue
        one = DraftLink(names.of(start), names.of(end), cell_text(cell(cells, "key")))
        _signed(one, cell(cells, "sign"))
        weight = cell(cells, "weight")
        if weight != "":
            number = number_of(weight)
            if number is None and one.sign in (None, ""):
                _signed(one, weight)
            elif number is None:
                one.fields[head[roles["weight"]]] = weight
            else:
                one.weight = int(number) if number.is_integer() and not isinstance(weight, float) else number
        strength = cell(cells, "strength")
        one.strength = typed(strength) if isinstance(strength, str) and strength else strength if strength != "" else None
        delay = cell(cells, "delay")
        one.delay = delay if delay != "" else None
        one.why = cell_text(cell(cells, "why"))
        one.note = cell_text(cell(cells, "note"))
        one.label = cell_text(cell(cells, "label"))
        direction = cell_text(cell(cells, "direction")).lower()
        one.direction = "none" if direction in ("undirected", "false", "no") else "mutual" if direction in (
            "mutual", "both", "bidirectional", "reciprocal") else "directed"
        one.fields |= _rest(head, cells, used)
        chosen(one, cells, steps)
        if sheet:
            one.fields["seen_in"] = sheet
        draft.links.append(one)
    if alone:
        draft.say("kept", "end", f"{count_text(alone, 'row')} with one factor only: a factor, no link.")


def _signed(link: DraftLink, said: Any) -> DraftLink:
    """The link with what a sign column says; a number that is no plain sign is a weight that carries it."""
    if isinstance(said, str):
        said = said.strip()
    if said == "" or said is None:
        return link
    link.sign = said
    return link


def _rest(head: Sequence[str], cells: Sequence[Any], used: set[int]) -> dict[str, Any]:
    return {title or f"column {column + 1}": typed(value) if isinstance(value, str) else value
            for column, (title, value) in enumerate(zip(head, cells, strict=False)) if column not in used and value != ""}


_LINK_HEADS = ("id", "from", "to", "polarity", "strength", "delay", "why", "note", "label", "weight", "direction")
_FACTOR_HEADS = ("id", "label", "theme", "note", "x", "y")


def link_table(draft: Draft, *, labels: bool) -> RowTable:
    """The links of a draft as rows; with `labels`, ends by label, and factors without a link as rows with one end."""
    own = list(dict.fromkeys(title for one in draft.links for title in one.fields))
    name = {one.key: one.label if labels else one.key for one in draft.factors}
    rows: list[list[Any]] = [[*_LINK_HEADS, *own]]
    joined = set()
    for one in draft.links:
        joined |= {one.from_, one.to}
        direction = {"none": "undirected", "mutual": "mutual"}.get(one.direction, "")
        rows.append([one.key if "->" not in one.key else "", name.get(one.from_, one.from_), name.get(one.to, one.to),
                     one.sign or "", one.strength or "", one.delay or "", one.why, one.note, one.label,
                     "" if one.weight is None else one.weight, direction,
                     *(one.fields.get(title, "") for title in own)])
    if labels:
        rows += [["", one.label, *[""] * (len(rows[0]) - 2)] for one in draft.factors if one.key not in joined]
    empty = {column for column in range(len(rows[0])) if column not in (1, 2, 3) and all(
        column >= len(row) or row[column] == "" for row in rows[1:])}
    return RowTable("links", [[value for column, value in enumerate(row) if column not in empty] for row in rows])


def factor_table(draft: Draft) -> RowTable:
    """The factors of a draft as rows."""
    own = list(dict.fromkeys(title for one in draft.factors for title in one.fields))
    rows: list[list[Any]] = [[*_FACTOR_HEADS, *own]]
    for one in draft.factors:
        x, y = one.position or ("", "")
        rows.append([one.key, one.label, one.group, one.note, x, y, *(one.fields.get(title, "") for title in own)])
    return RowTable("factors", rows)


def _write_csv(draft: Draft) -> bytes:
    return delimited(link_table(draft, labels=True).rows)


def write_workbook(draft: Draft) -> bytes:
    """A workbook of two sheets, factors and links."""
    return workbook([factor_table(draft), link_table(draft, labels=False)])


FORMAT = Format(
    "table", "a table of links (CSV)", (".csv", ".tsv", ".txt"), _recognise, _read, _write_csv, rank=8, together=_together,
    kept="Ends, signs, strengths, delays, reasons and every other column; a list of factors with labels, themes, notes and places; "
         "sheets of several people as `seen_in`.",
    guessed="Which column is which, by its head; whether a square table is a matrix; ends that differ from their factor in case "
            "or space.",
    lost="Formulas (their values stay), colours of cells. Written as CSV: everything that is not about a link.")
