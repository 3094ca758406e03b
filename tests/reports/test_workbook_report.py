"""The workbook as somebody prints it and looks a column up; two versions compared."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sysmap.formats.workspace import Workspace
from sysmap.reports import report
from sysmap.reports.blocks import DataTable
from sysmap.reports.report_input import read_input
from sysmap.reports.templates import build


@pytest.fixture
def book(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(report(clinics_file, tmp_path / "r.xlsx", workspace=clinics).path)


def test_every_column_of_the_tidy_sheets_is_explained(book: openpyxl.Workbook) -> None:
    rows = {(row[0], row[1]): row[2] for row in book["Columns"].iter_rows(min_row=2, values_only=True)}
    for name in ("Factors", "Links", "Evidence", "Scores"):
        for cell in book[name][1]:
            assert rows[name, cell.value], f"{name}: {cell.value}"
    assert rows["Links", "polarity"].startswith("positive")


def test_sheets_are_set_up_for_print_with_filters_and_frozen_heads(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.left.text
        if sheet.title != "Notes":
            assert sheet.oddHeader.left.text.startswith("Clinics open late")
            assert sheet.print_title_rows == "$1:$1"
            assert sheet.freeze_panes == "B2"
    hidden = [key for key, column in book["Factors"].column_dimensions.items() if column.hidden]
    assert hidden
    assert not book["Factors"].column_dimensions["B"].hidden


def test_charts_are_those_of_the_office_program(book: openpyxl.Workbook) -> None:
    assert len(book["Evidence by outcome"]._charts) == len(book["Outcomes by score"]._charts) == 1


def test_two_versions_are_compared_in_tables(workspace: Workspace) -> None:
    made = build(read_input(workspace, workspace.find("cqc-system-assessment-2025")), "change-log")
    tables = {block.title: block for block in made.blocks if isinstance(block, DataTable)}
    changes = tables["The two versions compared"]
    assert changes.columns == ("Change", "Of", "Before", "Now", "Why", "In the change log")
    assert len(changes.rows) == 7
    assert not [cell for row in changes.rows for cell in row if isinstance(cell, str) and "->" in cell]
    scores = {row[0]: row for row in tables["Scores in the two versions"].rows}
    assert scores["Improvements at ICS and LA system level"][3] == "Achieved"
    assert scores["Improved relationships between CQC/ ICS/LA/stakeholders"][1] == "not in it"


def test_columns_that_few_need_are_folded_and_open_with_a_click(book: openpyxl.Workbook) -> None:
    sheet = book["Links"]
    at = {cell.value: cell.column for cell in sheet[1]}
    look = {name: next((one for one in sheet.column_dimensions.values() if one.min <= column <= one.max), None)
            for name, column in at.items()}
    assert all(look[name].hidden and look[name].outlineLevel == 1 for name in ("from", "to"))
    assert look["from_label"].collapsed
    assert not any(look[name].hidden for name in ("from_label", "to_label", "polarity"))
    assert "folded" in str(list(book["Notes"].iter_rows(values_only=True)))
