"""A whole map as a workbook and back: nothing changes by itself, every fault has its cell, a changed cell is a changed line."""

from __future__ import annotations

import difflib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from tests.strategies import maps

from sysmap.cli import cli
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.map_sheet import map_from_sheet, map_sheet
from sysmap.formats.read import read_text

BUSES = """\
sysmap: 1
kind: map
id: buses
title: Buses
layers:
  - {id: what-we-do, label: What we do}
factors:
  fares:
    label: Fares   # as on the poster
    layer: what-we-do
    owner: Council
  riders: {label: Riders, x: {ours: 1}, position: {x: 1, y: 2}}
  income:
    label: Income
    notes: {text: In pounds., kind: method}
links:
  - {from: fares, to: riders, polarity: negative}
  - from: riders
    to: income
    polarity: positive
    assumptions: [they-pay]
assumptions:
  they-pay: {label: Riders pay}
"""
SEEN = """\
sysmap: 1
kind: evidence
id: seen
title: What was seen
uses: [buses.yaml]
items:
  survey:
    statement: Half of the riders said they left because of the fares.
    kind: observed
    bears_on: {element: fares->riders, direction: supports, strength: weak}
"""
Change = Callable[[Any], None]


def buses() -> Map:
    document = read_text(BUSES).document
    assert isinstance(document, Map)
    return document


def edited(data: bytes, path: Path, change: Change) -> Path:
    """The workbook after somebody changed cells in it, with openpyxl as the other program."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    change(book)
    book.save(path)
    return path


def cell(book: Any, tab: str, id_: str, head: str) -> Any:
    sheet = book[tab]
    column = next(one.column for one in sheet[1] if one.value == head)
    row = next(row[0].row for row in sheet.iter_rows() if row[0].value == id_)
    return sheet.cell(row, column)


def put(tab: str, id_: str, head: str, value: Any) -> Change:
    def change(book: Any) -> None:
        cell(book, tab, id_, head).value = value
    return change


def add(tab: str, **values: Any) -> Change:
    def change(book: Any) -> None:
        sheet = book[tab]
        row = sheet.max_row + 1
        for head, value in values.items():
            sheet.cell(row, next(one.column for one in sheet[1] if one.value == head.rstrip("_"))).value = value
    return change


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(map_=maps(most=3))
def test_a_workbook_that_nobody_changed_changes_nothing(map_: Map, tmp_path: Path) -> None:
    if not map_.factors:
        return
    path = tmp_path / "m.xlsx"
    path.write_bytes(map_sheet(map_))
    found = map_from_sheet(map_, path, remove=True)
    assert found.map == map_
    assert not any(found.added.values())
    assert not any(found.changed.values())
    assert not found.removed


@pytest.mark.parametrize(("change", "said"), [
    (put("factors", "fares", "owner", "Region"), {"factors": {"fares": ("owner",)}}),
    (put("factors", "fares", "owner", None), {"factors": {"fares": ("owner",)}}),
    (put("links", "fares->riders", "strength", "strong"), {"links": {"fares->riders": ("strength",)}}),
    (put("links", "riders->income", "assumptions", "Riders pay"), {}),
    (put("assumptions", "they-pay", "critical", "yes"), {"assumptions": {"they-pay": ("critical",)}}),
    (put("factors", "riders", "layer", "What we do"), {"factors": {"riders": ("layer",)}}),
])
def test_a_changed_cell_is_a_changed_field(change: Change, said: dict[str, Any], tmp_path: Path) -> None:
    found = map_from_sheet(buses(), edited(map_sheet(buses()), tmp_path / "m.xlsx", change))
    assert {name: dict(fields) for name, fields in found.changed.items() if fields} == said
    assert found.map.factors["riders"].x == {"ours": 1}
    assert found.map.factors["riders"].position is not None


def test_new_rows_get_ids_and_may_name_each_other_by_label(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        add("factors", label="Bus lanes")(book)
        add("links", from_="Bus lanes", to="riders", polarity="positive")(book)
        add("links", from_="fares", to="riders", polarity="mixed")(book)

    found = map_from_sheet(buses(), edited(map_sheet(buses()), tmp_path / "m.xlsx", change))
    assert found.added["factors"] == ("bus-lanes",)
    assert [(found.map.links[id_].from_, found.map.links[id_].polarity) for id_ in found.added["links"]] == [
        ("bus-lanes", "positive"), ("fares", "mixed")]


@pytest.mark.parametrize(("change", "where", "code"), [
    (put("links", "fares->riders", "polarity", "postive"), "(links):2:4", "S03"),
    (add("links", from_="fares", to="nowhere", polarity="positive"), "(links):4:3", "E01"),
    (put("factors", "fares", "importance", "very"), "(factors):2:", "F58"),
    (put("factors", "fares", "layer", "no-such"), "(factors):2:5", "E01"),
    (put("factors", "fares", "label", None), "(factors):2:1", "S02"),
    (put("links", "fares->riders", "to", "income"), "(links):2:1", "D06"),
    (add("factors", id="fares", label="Again"), "(factors):5:1", "F59"),
    (put("factors", "fares", "label", "=1+1"), "(factors):2:2", "F56"),
    (add("factors", id="no good", label="X"), "(factors):5:1", "D05"),
    (add("links", from_="fares", to="Fares"), "(links):4:2", "D05"),
])
def test_every_fault_has_its_cell_and_nothing_is_taken_over(change: Change, where: str, code: str, tmp_path: Path) -> None:
    def two(book: Any) -> None:
        change(book)
        put("assumptions", "they-pay", "critical", "perhaps")(book)

    with pytest.raises(Refused) as refused:
        map_from_sheet(buses(), edited(map_sheet(buses()), tmp_path / "m.xlsx", two))
    assert [one.code for one in refused.value.problems if where in str(one.place)] == [code]
    assert any("(assumptions):2:4" in str(one.place) for one in refused.value.problems)
    assert all(one.hint for one in refused.value.problems)


def test_a_row_taken_out_removes_only_when_asked(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["links"].delete_rows(2)

    path = edited(map_sheet(buses()), tmp_path / "m.xlsx", change)
    kept = map_from_sheet(buses(), path)
    assert kept.map == buses()
    assert kept.missing["links"] == ("fares->riders",)
    assert list(map_from_sheet(buses(), path, remove=True).map.links) == ["riders->income"]

    def without_factor(book: Any) -> None:
        book["factors"].delete_rows(2)

    with pytest.raises(Refused, match="still used"):
        map_from_sheet(buses(), edited(map_sheet(buses()), path, without_factor), remove=True)


def test_lists_to_choose_from_and_a_tab_that_explains(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(map_sheet(buses())))
    assert book.sheetnames == ["factors", "links", "assumptions", "layers", "about"]
    offered = {next(iter(one.sqref.ranges)).coord.rstrip("0123456789").partition("2")[0]: one.formula1
               for one in book["links"].data_validations.dataValidation}
    assert offered["B"] == "'factors'!$A$2:$A$204"
    assert "positive" in str(offered["D"])
    explained = {(row[0].value, row[1].value): row[2].value for row in book["about"].iter_rows(min_row=10)}
    assert explained["links", "polarity"]
    assert {head.value for head in book["links"][1]} == {name for tab, name in explained if tab == "links"}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "buses.yaml").write_text(BUSES)
    (tmp_path / "seen.yaml").write_text(SEEN)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


def lines_changed(path: Path, before: str) -> list[str]:
    return [line for line in difflib.unified_diff(before.splitlines(), path.read_text().splitlines(), n=0, lineterm="")
            if line[0] in "+-" and line[:3] not in ("+++", "---")]


def test_one_line_of_yaml_a_changed_cell_in_the_map_and_in_its_register(desk: Path) -> None:
    assert run("sheet", "export", "buses.yaml", "b.xlsx").exit_code == 0

    def change(book: Any) -> None:
        put("factors", "fares", "owner", "Region")(book)
        put("links", "riders->income", "strength", "strong")(book)
        sheet = book["evidence"]
        column = next(one.column for one in sheet[1] if one.value == "strength")
        sheet.cell(2, column).value = "strong"

    edited((desk / "b.xlsx").read_bytes(), desk / "b.xlsx", change)
    shown = run("sheet", "import", "buses.yaml", "b.xlsx", "--dry-run")
    assert "Changed fares: owner." in shown.output
    assert (desk / "buses.yaml").read_text() == BUSES
    done = run("sheet", "import", "buses.yaml", "b.xlsx")
    assert done.exit_code == 0, done.output
    assert lines_changed(desk / "buses.yaml", BUSES) == ["-    owner: Council", "+    owner: Region", "+    strength: strong"]
    assert lines_changed(desk / "seen.yaml", SEEN) == [
        "-    bears_on: {element: fares->riders, direction: supports, strength: weak}",
        "+    bears_on: {element: fares->riders, direction: supports, strength: strong}"]
    assert "Nothing to write." in run("sheet", "import", "buses.yaml", "b.xlsx").output


def test_with_a_fault_in_the_evidence_the_map_is_not_written_either(desk: Path) -> None:
    run("sheet", "export", "buses.yaml", "b.xlsx")

    def change(book: Any) -> None:
        put("factors", "fares", "owner", "Region")(book)
        sheet = book["evidence"]
        sheet.cell(2, next(one.column for one in sheet[1] if one.value == "direction")).value = "for"

    edited((desk / "b.xlsx").read_bytes(), desk / "b.xlsx", change)
    done = run("sheet", "import", "buses.yaml", "b.xlsx")
    assert isinstance(done.exception, Refused)
    assert "(evidence):2:" in str(done.exception.problems[0].place)
    assert ((desk / "buses.yaml").read_text(), (desk / "seen.yaml").read_text()) == (BUSES, SEEN)


def test_what_only_the_checks_see_has_its_cell_too(desk: Path) -> None:
    run("sheet", "export", "buses.yaml", "b.xlsx")
    edited((desk / "b.xlsx").read_bytes(), desk / "b.xlsx", put("links", "fares->riders", "cite", "no-such-source | p. 1"))
    (desk / "sources.yaml").write_text("sysmap: 1\nkind: sources\nid: s\ntitle: S\nsources: {council: {label: Council}}\n")
    (desk / "buses.yaml").write_text(BUSES.replace("title: Buses\n", "title: Buses\nuses: [sources.yaml]\n"))
    done = run("sheet", "import", "buses.yaml", "b.xlsx")
    assert isinstance(done.exception, Refused), done.output
    assert [(one.code, str(one.place)) for one in done.exception.problems] == [("E01", "b.xlsx (links):2:22")]
    assert "no-such-source" not in (desk / "buses.yaml").read_text()
