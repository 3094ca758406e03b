"""A workbook is read within bounds of work, whatever it claims to hold."""

from __future__ import annotations

import io
import re
import resource
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from sysmap.core.problem import Refused
from sysmap.formats.sheet import read_sheet
from sysmap.formats.workbook import TooMuch, tabs_of

NEEDED = ("id", "statement")


def workbook(*cells: tuple[int, int, object]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("items")
    for column, head in enumerate(NEEDED):
        sheet.write(0, column, head)
    for row, column, value in cells:
        sheet.write(row - 1, column - 1, value)
    book.close()
    return out.getvalue()


def with_rows(data: bytes, rows: bytes) -> bytes:
    """The workbook with more rows in its sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b"</sheetData>", rows + b"</sheetData>")
            after.writestr(part.filename, content)
    return out.getvalue()


def seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("corner", [(1_048_576, 16_384), (200_000, 1), (1, 16_384)])
def test_one_cell_far_away_costs_one_cell(tmp_path: Path, corner: tuple[int, int]) -> None:
    """A sheet with a cell in its last corner hung the import for 25 seconds and took 1.8 GB."""
    path = tmp_path / "far.xlsx"
    path.write_bytes(workbook((2, 1, "a"), (2, 2, "Seen"), (*corner, "far")))
    began = seconds()
    sheet = read_sheet(path, NEEDED)
    assert seconds() - began < 5
    assert [row["id"].text for row in sheet.rows][:1] == ["a"]
    assert len(sheet.rows) <= 2


def test_millions_of_empty_rows_are_refused_before_they_are_built(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(with_rows(workbook((2, 1, "a")), b"<row/>" * 4_000_000))
    assert path.stat().st_size < 200_000
    with pytest.raises(Refused) as refused:
        read_sheet(path, NEEDED)
    assert refused.value.problems[0].code == "F50"
    assert re.match("The workbook holds far more than a register can be", refused.value.problems[0].message)


def test_formulas_errors_and_merged_cells_are_named_by_their_cell(tmp_path: Path) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, NEEDED)
    sheet.write_formula("A2", "=1+1")
    sheet.merge_range("A3:B3", "both")
    book.close()
    path = tmp_path / "register.xlsx"
    path.write_bytes(out.getvalue())
    found = {(problem.code, problem.place.line, problem.place.column) for problem in read_sheet(path, NEEDED).problems}
    assert found == {("F56", 2, 1), ("F55", 3, 1)}


def test_rows_come_with_the_cells_that_are_there() -> None:
    tab = next(tabs_of(workbook((5, 2, 1.5), (5, 1, "x"))))
    assert [[(cell.row, cell.column, cell.value) for cell in row] for row in tab.rows] == [
        [(1, 1, "id"), (1, 2, "statement")], [(5, 1, "x"), (5, 2, 1.5)]]
    with pytest.raises(TooMuch):
        next(tabs_of(workbook((1, 1, "x")), most_tags=50))
