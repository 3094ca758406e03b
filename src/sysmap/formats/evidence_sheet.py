"""Evidence registers as spreadsheets and back: one row for each element an item bears on.

An item that bears on several elements has several rows with its id; only the first needs its own columns, and where the
others fill them they have to say the same. Importing is all or nothing: with a single fault nothing is taken over. What
has no column (data of one's own, passages of documents, notes with citations) stays as it is in the register.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.profile import VOCABULARIES
from sysmap.core.record import FieldSpec, fields_of
from sysmap.core.sentences import count_text
from sysmap.core.uses import Uses
from sysmap.formats.cells import cell_text, check_choice, put_cell
from sysmap.formats.plain import record_from
from sysmap.formats.sheet import Cell, Sheet, cell_name, read_sheet, write_sheet

__all__ = ["ABOUT", "HEADS", "RegisterImport", "choices_of", "export_register", "import_register", "register_from", "rows_of"]

_ITEM = tuple(s for s in fields_of(Item) if s.name not in ("bears_on", "passages", "x"))
_BEARING = fields_of(Bearing)
_ITEM_HEADS = {("item_" + s.name if s.name in {b.name for b in _BEARING} else s.name): s for s in _ITEM}
_BEARING_HEADS = {s.name: s for s in _BEARING}
HEADS: tuple[str, ...] = ("id", "statement", "element", "direction", "strength", "role", "why",
                          *(h for h in _ITEM_HEADS if h not in ("id", "statement")),
                          *(h for h in _BEARING_HEADS if h not in ("element", "direction", "strength", "role", "why")))
"""The columns of an exported register."""

_NEEDED = ("id",)

ABOUT = (
    "One row for each element that an item bears on. Rows of one item share its id.",
    "Columns of the item (statement, kind, cases, …) need filling on its first row only.",
    "Several values in one cell are separated by semicolons; several citations stand on lines of their own, each as",
    "source | place | line. Dates are 2024, 2024-03 or 2024-03-12; a period is two dates with a slash.",
    "A new id is a new item. A row taken out is not taken out of the register; set status to withdrawn instead.",
    "Columns may stand in any order, and columns that you do not need may be taken out.",
)


@dataclass(frozen=True)
class RegisterImport:
    """What an import does: the register after it, and what changed.

    `missing` are items of the register that the sheet does not have; they stay. `warnings` did not stop the import.
    """

    register: Evidence
    added: tuple[str, ...] = ()
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unchanged: int = 0
    missing: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def sentences(self) -> list[str]:
        """The report in words."""
        out = [f"{len(self.added)} added, {len(self.changed)} changed, {self.unchanged} unchanged."]
        out += [f"Added {id_}." for id_ in self.added]
        out += [f"Changed {id_}: {', '.join(names)}." for id_, names in self.changed.items()]
        if self.missing:
            out.append(f"{count_text(len(self.missing), 'item')} of the register not in the sheet, kept unchanged: "
                       f"{', '.join(self.missing[:8])}{', …' if len(self.missing) > 8 else ''}.")
        return out

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape."""
        return {"added": list(self.added), "changed": {k: list(v) for k, v in self.changed.items()},
                "unchanged": self.unchanged, "missing": list(self.missing)}


def rows_of(register: Evidence) -> list[list[str]]:
    """The rows of a register under `HEADS`."""
    rows = []
    for item in register.items.values():
        for number, bearing in enumerate(item.bears_on or (None,)):
            row = []
            for head in HEADS:
                if head in _BEARING_HEADS and head not in _ITEM_HEADS:
                    row.append(cell_text(_BEARING_HEADS[head], getattr(bearing, head)) if bearing is not None else "")
                elif head == "id" or number == 0:
                    row.append(cell_text(_ITEM_HEADS[head], getattr(item, _ITEM_HEADS[head].name)))
                else:
                    row.append("")
            rows.append(row)
    return rows


def export_register(register: Evidence, path: Path, uses: Uses | None = None) -> bytes:
    """The bytes of a register as .xlsx or .csv; its cells offer the words of the format, and those of a profile in `uses`."""
    return write_sheet(path, HEADS, rows_of(register), choices=choices_of(uses or Uses()),
                       about=(f"{register.title} ({register.id})", *ABOUT))


def choices_of(uses: Uses) -> dict[str, Sequence[str]]:
    """By column, the words that its cells offer."""
    return {head: words for head, spec in {**_ITEM_HEADS, **_BEARING_HEADS}.items()
            if not spec.shape.kind.endswith("s") and (words := _words(spec, uses))}


def import_register(register: Evidence, path: Path, uses: Uses | None = None) -> RegisterImport:
    """A register with the content of a spreadsheet taken over.

    Parameters
    ----------
    register : what the spreadsheet was exported from, as it is now.
    path : an .xlsx or .csv file.
    uses : the documents beside the register; words of a profile that are not in it are refused.

    Raises
    ------
    Refused : with every fault and its cell; then nothing is taken over.
    """
    sheet = read_sheet(path, _NEEDED)
    found = register_from(sheet, register, uses)
    if any(p.severity == "error" for p in sheet.problems):
        raise Refused(sheet.problems)
    return found


def register_from(sheet: Sheet, register: Evidence, uses: Uses | None = None) -> RegisterImport:
    """A register with the content of a table taken over as far as it is sound; faults are noted in `sheet.problems`."""
    known = _columns(sheet)
    _check_words(sheet, known, uses)
    grouped: dict[str, list[dict[str, Cell]]] = {}
    for row in sheet.rows:
        first = next(iter(row.values()))
        named = row.get("id")
        if named is None:
            sheet.add("F60", f"Row {first.row} has no id.", "Give it the id of its item, or a new one.", first.row)
            continue
        grouped.setdefault(named.text.strip(), []).append(row)
    items = dict(register.items)
    added: list[str] = []
    changed: dict[str, tuple[str, ...]] = {}
    for id_, rows in grouped.items():
        before = register.items.get(id_)
        after = _item(sheet, id_, rows, before, known)
        if after is None:
            continue
        items[id_] = after
        if before is None:
            added.append(id_)
        elif after != before:
            changed[id_] = tuple(s.key for s in fields_of(Item) if getattr(after, s.name) != getattr(before, s.name))
    return RegisterImport(
        dataclasses.replace(register, items=items), tuple(added), changed,
        sum(1 for id_ in grouped if id_ in register.items and id_ not in changed),
        tuple(id_ for id_ in register.items if id_ not in grouped), tuple(sheet.problems))


def _words(spec: FieldSpec, uses: Uses) -> tuple[str, ...]:
    """The words a field may hold: its closed choice, or the open vocabulary of the documents at hand."""
    if spec.ref and spec.ref[0] in VOCABULARIES:
        return uses.words(spec.ref[0]) or ()
    return spec.shape.choices


def _check_words(sheet: Sheet, known: set[str], uses: Uses | None) -> None:
    """Note words of open vocabularies that neither the format nor a profile has."""
    if uses is None:
        return
    for head, spec in {**_ITEM_HEADS, **_BEARING_HEADS}.items():
        words = _words(spec, uses)
        if head in known and words and not spec.shape.choices:
            for row in sheet.rows:
                for word in row[head].text.split(";") if head in row else ():
                    if word.strip():
                        check_choice(sheet, spec, word.strip(), row[head], words)


def _columns(sheet: Sheet) -> set[str]:
    known = set(HEADS)
    for head, column in sheet.heads.items():
        if head not in known:
            sheet.add("F53", f"There is no column {head[:40]}; what it holds would be lost.",
                      f"{one_of(head[:40], HEADS, 40)} Take the column out if it is not needed.", 1, column)
    return known & set(sheet.heads)


def _item(sheet: Sheet, id_: str, rows: list[dict[str, Cell]], before: Item | None, known: set[str]) -> Item | None:
    count = len(sheet.problems)
    data: dict[str, Any] = {}
    keep: dict[str, Any] = {}
    for head in (h for h in HEADS if h in _ITEM_HEADS and h in known):
        spec = _ITEM_HEADS[head]
        said = [row[head] for row in rows if head in row]
        for other in said[1:]:
            if other.text.strip() != said[0].text.strip():
                sheet.add("F59", f"The rows of {id_} do not agree on {head}: {cell_name(said[0].row, said[0].column)} and "
                          f"{cell_name(other.row, other.column)}.", "Fill it on the first row only.", other.row, other.column)
        text = said[0].text.strip() if said else ""
        if before is not None and text == cell_text(spec, getattr(before, spec.name)).strip():
            keep[spec.name] = getattr(before, spec.name)
        elif said:
            put_cell(sheet, data, spec, said[0])
    bearings = [b for b in (_bearing(sheet, id_, row, known) for row in rows) if b is not None]
    if before is not None:
        for spec in fields_of(Item):
            head = next((h for h, s in _ITEM_HEADS.items() if s.name == spec.name), spec.name)
            if head not in known and spec.name != "bears_on":
                keep[spec.name] = getattr(before, spec.name)
        if "element" not in known:
            keep["bears_on"] = before.bears_on
    if len(sheet.problems) > count and any(p.severity == "error" for p in sheet.problems[count:]):
        return None
    row, column = rows[0]["id"].row, rows[0]["id"].column
    whole: dict[str, Any] = {**{k: keep[k] for k in ("statement", "kind") if k in keep}, **data, "id": id_}
    if "bears_on" not in keep:
        whole["bears_on"] = bearings
    try:
        made: Item = record_from(Item, whole, sheet.name)
    except Refused as refused:
        for problem in refused.problems:
            sheet.add(problem.code, f"{id_}: {problem.message}", problem.hint, row, column)
        return None
    if before is not None and "bears_on" not in keep:
        keep["bears_on"] = _kept_bearings(made.bears_on, before.bears_on, known)
    return dataclasses.replace(made, **{k: v for k, v in keep.items() if k != "id"})


def _bearing(sheet: Sheet, id_: str, row: dict[str, Cell], known: set[str]) -> dict[str, Any] | None:
    heads = [h for h in _BEARING_HEADS if h in row and h in known]
    if not heads:
        return None
    if "element" not in row:
        cell = row[heads[0]]
        sheet.add("F61", f"Row {cell.row} of {id_} does not say which element it bears on.", "Fill the column element.", cell.row,
                  cell.column)
        return None
    data: dict[str, Any] = {}
    for head in heads:
        put_cell(sheet, data, _BEARING_HEADS[head], row[head])
    return data


def _kept_bearings(made: Iterable[Bearing], before: tuple[Bearing, ...], known: set[str]) -> tuple[Bearing, ...]:
    """Bearings with what has no column in the sheet, from the register's bearing on the same element."""
    out = []
    for bearing in made:
        old = next((b for b in before if (b.element, b.direction) == (bearing.element, bearing.direction)), None) or next(
            (b for b in before if b.element == bearing.element), None)
        gone = {h: getattr(old, h) for h in _BEARING_HEADS if h not in known} if old is not None else {}
        out.append(dataclasses.replace(bearing, **gone))
    return tuple(out)
