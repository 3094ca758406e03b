"""Observations of indicators as spreadsheets: one row a value. Importing is all or nothing."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sysmap.core.dates import last_day
from sysmap.core.monitoring import Monitoring, Observation
from sysmap.core.problem import Refused, one_of
from sysmap.formats.sheet import Cell, Sheet, as_date, cell_name, read_sheet, write_sheet

__all__ = ["HEADS", "ObservationsImport", "export_observations", "import_observations"]

HEADS = ("indicator", "date", "value", "unit", "case", "round", "note")
_NEEDED = ("indicator", "date", "value")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?\Z")

ABOUT = (
    "One row for each value that was seen. indicator is the id of an indicator of the file.",
    "Dates are 2024, 2024-03 or 2024-03-12. A unit, where it is given, has to be that of the indicator.",
    "A value of a date (and case) that is there already replaces it; values that the sheet does not have stay.",
)


@dataclass(frozen=True)
class ObservationsImport:
    """What an import does: the file after it, how many values are new, replaced, or as they were."""

    file: Monitoring
    added: int
    replaced: tuple[str, ...]
    unchanged: int

    def sentences(self) -> list[str]:
        """The report in words."""
        return [f"{self.added} added, {len(self.replaced)} replaced, {self.unchanged} unchanged.",
                *(f"Replaced {one}." for one in self.replaced)]

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape."""
        return {"added": self.added, "replaced": list(self.replaced), "unchanged": self.unchanged}


def export_observations(file: Monitoring, path: Path) -> bytes:
    """The bytes of a spreadsheet with every observation; an indicator without any has a row to fill."""
    rows = []
    for one in file.indicators.values():
        rows += [[one.id, seen.date, f"{seen.value:.15g}", one.unit or "", seen.case or "", seen.round or "", seen.note or ""]
                 for seen in one.observations] or [[one.id, "", "", one.unit or "", "", "", ""]]
    return write_sheet(path, HEADS, rows, about=(f"{file.title} ({file.id})", *ABOUT))


def import_observations(file: Monitoring, path: Path) -> ObservationsImport:
    """A file of indicators with the observations of a spreadsheet taken over.

    Parameters
    ----------
    file : as it is now.
    path : an .xlsx or .csv file with the columns indicator, date and value.

    Raises
    ------
    Refused : with every fault and its cell: another head, an unknown indicator, no date or number, another unit, a value twice.
    """
    sheet = read_sheet(path, _NEEDED)
    for head, column in sheet.heads.items():
        if head not in HEADS:
            sheet.add("F53", f"There is no column {head[:40]}; what it holds would be lost.",
                      f"{one_of(head[:40], HEADS)} Take the column out if it is not needed.", 1, column)
    found: dict[str, dict[tuple[str, str | None], Observation]] = {}
    for row in sheet.rows:
        if "indicator" in row and not {"date", "value"} & set(row):
            continue  # an exported row that nobody filled
        seen = _observation(sheet, row, file)
        if seen is None:
            continue
        name, observation, cell = seen
        held = found.setdefault(name, {})
        key = (observation.date, observation.case)
        if key in held:
            sheet.add("F59", f"Row {cell.row} repeats a value of {name}: {observation.date}"
                      f"{f' of {observation.case}' if observation.case else ''}.", "Keep the one that holds.", cell.row)
        held[key] = observation
    if any(problem.severity == "error" for problem in sheet.problems):
        raise Refused(sheet.problems)
    return _merged(file, found)


def _merged(file: Monitoring, found: dict[str, dict[tuple[str, str | None], Observation]]) -> ObservationsImport:
    added, unchanged, replaced = 0, 0, []
    indicators = dict(file.indicators)
    for name, new in found.items():
        one = indicators[name]
        held = {(seen.date, seen.case): seen for seen in one.observations}
        for key, observation in new.items():
            old = held.get(key)
            if old is None:
                added += 1
            elif (old.value, old.round, old.note) == (observation.value, observation.round or old.round, observation.note or old.note):
                unchanged += 1
                continue
            else:
                replaced.append(f"{name} {observation.date}: {old.value:g} by {observation.value:g}")
                observation = dataclasses.replace(old, value=observation.value, round=observation.round or old.round,
                                                  note=observation.note or old.note)
            held[key] = observation
        ordered = sorted(held.values(), key=lambda seen: (last_day(seen.date) or last_day("9999"), seen.date, seen.case or ""))
        indicators[name] = dataclasses.replace(one, observations=tuple(ordered))
    return ObservationsImport(dataclasses.replace(file, indicators=indicators), added, tuple(replaced), unchanged)


def _observation(sheet: Sheet, row: dict[str, Cell], file: Monitoring) -> tuple[str, Observation, Cell] | None:
    first = next(iter(row.values()))
    count = len(sheet.problems)
    for head in _NEEDED:
        if head not in row:
            sheet.add("F60", f"Row {first.row} has no {head}.", "Fill the cell, or take the row out.", first.row)
    name = row["indicator"].text.strip() if "indicator" in row else ""
    indicator = file.indicators.get(name)
    if name and indicator is None:
        cell = row["indicator"]
        sheet.add("S03", f"The cell {cell_name(cell.row, cell.column)} names the indicator “{name[:40]}”, which is not there.",
                  one_of(name[:40], file.indicators), cell.row, cell.column)
    date: str | None = None
    if "date" in row:
        date, why = as_date(row["date"])
        if date is None or "/" in date:
            sheet.add("F57", f"The cell {cell_name(row['date'].row, row['date'].column)} is no date: {why or 'one date is wanted'}.",
                      "Write 2024, 2024-03 or 2024-03-12.", row["date"].row, row["date"].column)
    value = row["value"].text.strip() if "value" in row else ""
    if value and not _NUMBER.match(value):
        cell = row["value"]
        sheet.add("F58", f"The cell {cell_name(cell.row, cell.column)} (value) holds “{value[:30]}”, which is no number.",
                  "Write digits and a point, without a unit.", cell.row, cell.column)
    unit = row["unit"].text.strip() if "unit" in row else ""
    if unit and indicator is not None and unit != (indicator.unit or ""):
        cell = row["unit"]
        sheet.add("F58", f"The cell {cell_name(cell.row, cell.column)} (unit) holds “{unit[:30]}”; {name} is in {indicator.unit or 'no unit'}.",
                  "Convert the value, or make it an indicator of its own.", cell.row, cell.column)
    if len(sheet.problems) > count or date is None:
        return None
    case, round_, note = (row[head].text.strip() if head in row else None for head in ("case", "round", "note"))
    return name, Observation(date=date, value=float(value), case=case, round=round_, note=note), first
