"""A whole map as a workbook and back: factors, links, assumptions and what else the map holds, and the evidence on it.

One tab a collection, one row an element, one column a field; a tab that explains every column, made from what the fields say of
themselves. Coming back it is all or nothing: with a single fault nothing is taken over. What has no column (places, data of
one's own) stays as it is in the file, and so does what nobody changed, to the last character.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sysmap.core.edit import Remove, apply
from sysmap.core.elements import Link
from sysmap.core.evidence import Evidence
from sysmap.core.map import Map, link_id
from sysmap.core.problem import Place, Problem, Refused, one_of
from sysmap.core.record import FieldSpec, fields_of, is_slug
from sysmap.core.references import OWN_COLLECTIONS, named_by
from sysmap.core.sentences import count_text
from sysmap.core.uses import Uses
from sysmap.formats.cells import cell_text, put_cell
from sysmap.formats.evidence_sheet import ABOUT as ABOUT_EVIDENCE
from sysmap.formats.evidence_sheet import HEADS, RegisterImport, choices_of, register_from, rows_of
from sysmap.formats.foreign.ids import FreeIds, slug_of
from sysmap.formats.plain import field_from
from sysmap.formats.sheet import Cell, Sheet, SheetTab, cell_name, read_tabs, write_tabs

__all__ = ["SheetImport", "map_from_sheet", "map_sheet"]

_ALWAYS = ("factors", "links", "assumptions")
_WHERE_ANY = ("conditions", "rivals", "layers", "actors")
_ORDER = ("actors", "layers", "assumptions", "conditions", "factors", "rivals", "links")
"""Tabs in an order in which what is named stands before what names it."""
_UNSEEN = frozenset({"x", "position", "score"})
"""Fields without a column: what programs keep, and what is set where it is seen."""
_EVIDENCE = "evidence"
_IN_SIGHT = frozenset({"what", "works"})

ABOUT = (
    "Change cells, add rows at the end of a tab, and save. Then: sysmap sheet import MAP WORKBOOK (with --dry-run to look first).",
    "All of it is taken over, or, with a single fault, nothing; every fault is named with its cell.",
    "Do not change an id: it is how a row finds its element. A new factor needs a label; its id may stay empty.",
    "Ends of links, layers and the like are ids; the label does as well where only one has it.",
    "Several values in one cell are separated by semicolons; several citations or remarks stand on lines of their own, each "
    "citation as source | place | line.",
    "A row taken out leaves its element as it is, unless the import is run with --remove. An emptied cell empties the field.",
    "Columns may stand in any order; columns that you do not need may be taken out. Columns that nobody filled are folded away: "
    "the small + above the table shows them.",
)


@dataclass(frozen=True)
class SheetImport:
    """What taking a workbook over comes to.

    Attributes
    ----------
    map : the map after it.
    registers : by id, the registers of evidence after it.
    added, changed, removed, missing : by collection: ids of new rows; ids with the fields that change; ids of rows taken out,
        with and without `remove`.
    unchanged : by collection, how many rows say what the map says.
    warnings : what did not stop it.
    """

    map: Map
    registers: Mapping[str, RegisterImport] = field(default_factory=dict)
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changed: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    removed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unchanged: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    _places: Mapping[tuple[str, ...], Place] = field(default_factory=dict, repr=False)

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems of the map with the cell that each is about, where it is about one."""
        return [one.placed(next((self._places[one.at[:length]] for length in (3, 2) if one.at[:length] in self._places), one.place))
                for one in problems]

    def sentences(self) -> Iterator[str]:
        """What changes, in words."""
        for name, number in self.unchanged.items():
            added, changed, removed = self.added.get(name, ()), self.changed.get(name, {}), self.removed.get(name, ())
            gone = f", {len(removed)} removed" if removed else ""
            yield f"{name.capitalize()}: {len(added)} added, {len(changed)} changed{gone}, {number} unchanged."
            yield from (f"- {word} {id_}." for word, ids in (("Added", added), ("Removed", removed)) for id_ in ids)
            yield from (f"- Changed {id_}: {', '.join(fields)}." for id_, fields in changed.items())
            missing = self.missing.get(name, ())
            if missing:
                yield (f"- {count_text(len(missing), 'element')} without a row, left as it stands (--remove removes): "
                       f"{', '.join(missing[:8])}{', …' if len(missing) > 8 else ''}.")
        for id_, found in self.registers.items():
            if not (found.added or found.changed or found.missing):
                continue
            first, *rest = found.sentences()
            yield f"Evidence in {id_}: {first}"
            yield from (f"- {one}" for one in rest)

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape."""
        return {
            "added": {name: list(ids) for name, ids in self.added.items()},
            "changed": {name: {id_: list(fields) for id_, fields in changed.items()} for name, changed in self.changed.items()},
            "removed": {name: list(ids) for name, ids in self.removed.items()},
            "missing": {name: list(ids) for name, ids in self.missing.items()},
            "unchanged": dict(self.unchanged),
            "registers": {id_: found.to_json() for id_, found in self.registers.items()},
        }


def map_sheet(map_: Map, registers: Sequence[Evidence] = (), uses: Uses | None = None) -> bytes:
    """The bytes of an .xlsx workbook that holds a map and the evidence on it.

    Parameters
    ----------
    map_ : the map.
    registers : the registers of evidence that bear on it.
    uses : the documents around it; cells that name what stands in them offer a list.

    >>> from sysmap.core.elements import Factor
    >>> map_sheet(Map(id="m", title="M", factors={"a": Factor(id="a", label="A")}))[:2]
    b'PK'
    """
    uses = uses or Uses()
    tabs, lists, about = [], {}, [(f"{map_.title} ({map_.id})",), *((line,) for line in ABOUT), ("",), ("tab", "column", "what it says")]
    names = [*_ALWAYS, *(name for name in _WHERE_ANY if getattr(map_, name))]
    for name in names:
        specs = _columns_of(name)
        elements = getattr(map_, name).values()
        rows = [[cell_text(spec, getattr(one, spec.name)) for spec in specs.values()] for one in elements]
        empty = frozenset(head for at, (head, spec) in enumerate(specs.items())
                          if spec.group not in _IN_SIGHT and head != "id" and not any(row[at] for row in rows))
        choices = {head: spec.shape.choices for head, spec in specs.items() if spec.shape.kind == "choice"}
        choices |= {head: ("yes", "no") for head, spec in specs.items() if spec.shape.kind == "flag"}
        named: dict[str, str] = {}
        for head, spec in specs.items():
            where = next((ref for ref in spec.ref if ref in names), None)
            held = None if where else next((found for ref in spec.ref if (found := uses.collection(ref))), None)
            if held:
                where = spec.ref[0]
                lists[where] = tuple(held)
            if where and spec.shape.kind == "text":
                named[head] = where
        tabs.append(SheetTab(name, tuple(specs), rows, choices, named, empty))
        about += [(name, head, _explained(spec)) for head, spec in specs.items()]
    if registers:
        rows = [[one.id, *row] for one in registers for row in rows_of(one)]
        filled = {head for at, head in enumerate(("register", *HEADS)) if any(row[at] for row in rows)}
        tabs.append(SheetTab(_EVIDENCE, ("register", *HEADS), rows, {"register": [one.id for one in registers], **choices_of(uses)},
                             folded=frozenset(HEADS) - filled))
        about += [("",), *((f"evidence: {line}",) for line in ABOUT_EVIDENCE),
                  ("evidence: register is the register that an item stands in; a new item needs one.",)]
    return write_tabs(tabs, about, lists)


def map_from_sheet(map_: Map, path: Path, registers: Sequence[Evidence] = (), uses: Uses | None = None, *,
                   remove: bool = False) -> SheetImport:
    """A map, and the registers on it, with the content of a workbook taken over.

    Parameters
    ----------
    map_, registers : what the workbook was made from, as they are now.
    path : the .xlsx file.
    uses : the documents around the map.
    remove : elements whose rows were taken out are removed; without it they stay.

    Raises
    ------
    Refused : with every fault and its cell; then nothing is taken over.
    """
    needed = {name: ("from", "to") if name == "links" else ("id",) for name in (*_ALWAYS, *_WHERE_ANY)}
    sheets = read_tabs(path, {**needed, _EVIDENCE: ("id",)})
    reader = _Reader(map_, sheets)
    for name in _ORDER:
        if name in sheets:
            reader.rows(name)
    reader.references()
    after = reader.map
    removed: dict[str, tuple[str, ...]] = {}
    if remove and not reader.faulty:
        after, removed = reader.without_missing(path)
    found = _registers(sheets[_EVIDENCE], registers, uses) if _EVIDENCE in sheets and registers else {}
    problems = [problem for sheet in sheets.values() for problem in sheet.problems]
    if any(one.severity == "error" for one in problems):
        raise Refused(problems)
    missing = {name: ids for name, ids in reader.missing.items() if name not in removed}
    return SheetImport(after, found, reader.added, reader.changed, removed, missing, reader.unchanged, tuple(problems), reader.places)


class _Reader:
    def __init__(self, map_: Map, sheets: Mapping[str, Sheet]) -> None:
        self.before = self.map = map_
        self.sheets = sheets
        self.places: dict[tuple[str, ...], Place] = {}
        self.added: dict[str, tuple[str, ...]] = {}
        self.changed: dict[str, dict[str, tuple[str, ...]]] = {}
        self.missing: dict[str, tuple[str, ...]] = {}
        self.unchanged: dict[str, int] = {}

    @property
    def faulty(self) -> bool:
        return any(one.severity == "error" for sheet in self.sheets.values() for one in sheet.problems)

    def rows(self, name: str) -> None:
        """Take the rows of one tab into the map, as far as they are sound."""
        sheet, specs, before = self.sheets[name], _columns_of(name), getattr(self.before, name)
        for head, column in sheet.heads.items():
            if head not in specs:
                sheet.add("F53", f"There is no column {head[:40]}; what it holds would be lost.",
                          f"{one_of(head[:40], specs, 40)} Take the column out if it is not needed.", 1, column)
        specs = {head: spec for head, spec in specs.items() if head in sheet.heads}
        taken, seen = FreeIds(before), set()
        elements, added, changed = dict(before), [], {}
        for row in sheet.rows:
            id_ = self._id(name, row, taken)
            if id_ in seen:
                first = next(iter(row.values()))
                sheet.add("F59", f"Two rows are about {id_}.", "Keep one of them.", first.row, first.column)
                continue
            seen.add(id_)
            for head, cell in row.items():
                if head in specs:
                    self.places[name, id_, specs[head].key] = sheet.place(cell.row, cell.column)
            self.places[name, id_] = sheet.place(next(iter(row.values())).row, 1)
            after = self._element(sheet, specs, name, id_, row, before.get(id_))
            if after is None:
                continue
            elements[id_] = after
            if id_ not in before:
                added.append(id_)
            elif after != before[id_]:
                changed[id_] = tuple(spec.key for spec in fields_of(type(after))
                                     if getattr(after, spec.name) != getattr(before[id_], spec.name))
        self.added[name], self.changed[name] = tuple(added), changed
        self.missing[name] = tuple(id_ for id_ in before if id_ not in seen)
        self.unchanged[name] = len([id_ for id_ in before if id_ in seen and id_ not in changed])
        taken_over: dict[str, Any] = {name: elements}
        self.map = dataclasses.replace(self.map, **taken_over)

    def _id(self, name: str, row: Mapping[str, Cell], taken: FreeIds) -> str:
        if "id" in row:
            return row["id"].text.strip()
        if name == "links":
            ends = [self._factor(row[head].text.strip()) if head in row else "" for head in ("from", "to")]
            id_ = link_id(*ends)
            if id_ not in taken.taken:
                taken.taken.add(id_)
                return id_
            return taken.take(slug_of(f"{ends[0]} {ends[1]}", "link"))
        return taken.take(slug_of(row["label"].text if "label" in row else "", name.removesuffix("s")))

    def _factor(self, said: str) -> str:
        """The id of a factor that is named by its id or its label."""
        return self._named(said, ("factors",))

    def _named(self, said: str, places: Iterable[str]) -> str:
        for place in places:
            elements: Mapping[str, Any] = getattr(self.map, place, {})
            if said in elements:
                return said
            same = [id_ for id_, one in elements.items() if getattr(one, "label", "").casefold() == said.casefold()]
            if len(same) == 1:
                return same[0]
        return said

    def _element(self, sheet: Sheet, specs: Mapping[str, FieldSpec], name: str, id_: str, row: Mapping[str, Cell],
                 before: Any) -> Any:
        cls: Any = next(spec.shape.of for spec in fields_of(Map) if spec.name == name)
        values: dict[str, Any] = {}
        count, first = len(sheet.problems), next(iter(row.values()))
        for head, spec in specs.items():
            cell = row.get(head)
            text = cell.text.strip() if cell is not None else ""
            if head == "id" or (before is not None and _same(text, cell_text(spec, getattr(before, spec.name)))):
                continue
            if cell is None:
                values[spec.name] = spec.default
                continue
            data: dict[str, Any] = {}
            put_cell(sheet, data, spec, cell)
            if spec.key not in data or len(sheet.problems) > count:
                continue
            said = data[spec.key]
            if spec.ref:
                said = self._named(said, spec.ref) if isinstance(said, str) else [self._named(one, spec.ref) for one in said]
            try:
                values[spec.name] = field_from(cls, spec.name, said)
            except Refused as refused:
                for problem in refused.problems:
                    sheet.add(problem.code, f"The cell {cell_name(cell.row, cell.column)} ({head}): {problem.message}", problem.hint,
                              cell.row, cell.column)
        for spec in fields_of(cls):
            if spec.required and spec.name != "id" and not values.get(spec.name, getattr(before, spec.name, None)):
                sheet.add("S02", f"Row {first.row} has no {spec.key}.", f"Fill the column {spec.key}.", first.row, first.column)
        if before is None and not is_slug(id_) and not (cls is Link and id_ == link_id(values.get("from_", ""), values.get("to", ""))):
            sheet.add("D05", f"“{id_[:40]}” cannot be an id.", "Leave the cell empty: the id is made from the label.", first.row,
                      first.column)
        if cls is Link and before is not None and {"from_", "to"} & set(values):
            sheet.add("D06", f"The ends of {id_} are its identity.", "Add a row without an id for the new link; take this one out, and "
                      "import with --remove, if it no longer holds.", first.row, first.column)
        if cls is Link and before is None and values.get("from_") == values.get("to") and "to" in values:
            sheet.add("D05", f"Row {first.row} joins {values['to']} to itself.", "Name two factors.", first.row, first.column)
        if len(sheet.problems) > count:
            return None
        return cls(id=id_, **values) if before is None else dataclasses.replace(before, **values) if values else before

    def references(self) -> None:
        """Note every cell that names an element which the map does not have."""
        for name, sheet in self.sheets.items():
            if name == _EVIDENCE:
                continue
            specs = [spec for spec in _columns_of(name).values() if any(ref in OWN_COLLECTIONS for ref in spec.ref)]
            for id_ in (*self.added.get(name, ()), *self.changed.get(name, ())):
                for spec in specs:
                    for places, said in named_by(spec, getattr(getattr(self.map, name)[id_], spec.name)):
                        known = [one for place in places for one in getattr(self.map, place, ())]
                        place = self.places.get((name, id_, spec.key))
                        if said not in known and place is not None and place.line and place.column:
                            sheet.add("E01", f"The cell {cell_name(place.line, place.column)} ({spec.key}) names “{said[:40]}”, which is "
                                      "not there.", one_of(said, known), place.line, place.column)

    def without_missing(self, path: Path) -> tuple[Map, dict[str, tuple[str, ...]]]:
        """The map without the elements whose rows were taken out."""
        after, problems = self.map, []
        gone: dict[str, list[str]] = {}
        for name in reversed(_ORDER):
            for id_ in self.missing.get(name, ()):
                try:
                    after = apply(after, Remove(name, id_))
                    gone.setdefault(name, []).append(id_)
                except Refused as refused:
                    problems += [problem.placed(Place(f"{path} ({name})")) for problem in refused.problems]
        if problems:
            raise Refused(problems)
        return after, {name: tuple(ids) for name, ids in gone.items()}


def _registers(sheet: Sheet, registers: Sequence[Evidence], uses: Uses | None) -> dict[str, RegisterImport]:
    """Each register with its rows of the tab taken over; faults are noted in the tab."""
    known = {one.id: one for one in registers}
    where = {id_: one.id for one in registers for id_ in one.items}
    rows: dict[str, list[dict[str, Cell]]] = {id_: [] for id_ in known}
    for row in sheet.rows:
        said = row.pop("register", None)
        item = row["id"].text.strip() if "id" in row else ""
        register = said.text.strip() if said else where.get(item, next(iter(known)) if len(known) == 1 else "")
        if not row:
            continue
        if register not in known:
            at = said or next(iter(row.values()))
            sheet.add("F60", f"Row {at.row} names no register that bears on the map.", one_of(register, known), at.row, at.column)
            continue
        rows[register].append(row)
    heads = {head: column for head, column in sheet.heads.items() if head != "register"}
    return {id_: register_from(Sheet(sheet.name, heads, rows[id_], sheet.problems), one, uses)
            for id_, one in known.items() if rows[id_]}


def _columns_of(name: str) -> dict[str, FieldSpec]:
    """By column head, the fields of a collection that a cell holds."""
    cls = next(spec.shape.of for spec in fields_of(Map) if spec.name == name)
    assert cls is not None
    return {spec.key: spec for spec in fields_of(cls) if spec.name not in _UNSEEN}


def _same(one: str, other: str) -> bool:
    """Whether two texts of cells are one, for a spreadsheet: it knows a single kind of line end."""
    return "\n".join(one.splitlines()).strip() == "\n".join(other.splitlines()).strip()


def _explained(spec: FieldSpec) -> str:
    """What a column says, and which words it takes."""
    words = f" One of: {', '.join(spec.shape.choices)}." if spec.shape.choices else ""
    several = " Several are separated by semicolons." if spec.shape.kind in ("texts", "choices") else ""
    return f"{spec.doc}{'' if spec.doc.endswith('.') else '.'}{words}{several}"
