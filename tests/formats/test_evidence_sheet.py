"""Registers of evidence as spreadsheets and back: lossless, and all or nothing."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sysmap.core.evidence import Evidence
from sysmap.core.problem import Refused
from sysmap.core.uses import Uses
from sysmap.formats.evidence_sheet import HEADS, export_register, import_register
from sysmap.formats.read import read_file, read_text
from sysmap.formats.sheet import Cell, as_date, write_sheet

ROOT = Path(__file__).parents[2]
REGISTERS = sorted((ROOT / "toc/evidence").glob("*.yaml"))


def register(items: str = "") -> Evidence:
    reading = read_text(f"""
sysmap: 1
kind: evidence
id: interviews
title: Interviews
items:
  plans:
    statement: Plans were made after the report
    kind: observed
    cases: [la1]
    audience: [LA]
    number: 1
    bears_on:
      - {{element: improvements, direction: supports, strength: moderate, why: named}}
      - {{element: trust, direction: context}}
    date: "2024-05"
    cite:
      - {{source: iff-2025, at: "ch. 10, 2nd paragraph", line: "1151"}}
      - {{source: iff-2025, at: ch. 11}}
    notes: {{text: Told twice., kind: method, cite: {{source: iff-2025, at: ch. 1}}}}
    x: {{ours: 1}}
{items}""")
    assert not reading.problems
    document = reading.document
    assert isinstance(document, Evidence)
    return document


def sheet(tmp_path: Path, change=None, suffix: str = ".csv", of: Evidence | None = None) -> Path:
    """An exported register, with some cells changed by `change(rows)`."""
    path = tmp_path / f"out{suffix}"
    data = export_register(of or register(), path)
    if change is not None:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        change(rows)
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        data = out.getvalue().encode("utf-8-sig")
    path.write_bytes(data)
    return path


def put(rows: list[list[str]], row: int, head: str, text: str) -> None:
    rows[row][rows[0].index(head)] = text


def codes(refused) -> list[str]:
    return [p.code for p in refused.value.problems]


@pytest.mark.parametrize("path", REGISTERS, ids=lambda p: p.stem)
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_every_register_of_the_repository_comes_back_as_it_went(path: Path, suffix: str, tmp_path: Path) -> None:
    document = read_file(path).document
    assert isinstance(document, Evidence)
    report = import_register(document, sheet(tmp_path, suffix=suffix, of=document))
    assert report.register == document
    assert (report.added, dict(report.changed), report.missing, report.unchanged) == ((), {}, (), len(document.items))


def test_a_changed_cell_is_told_and_the_rest_stays(tmp_path: Path) -> None:
    before = register()
    report = import_register(before, sheet(tmp_path, lambda rows: put(rows, 1, "strength", "strong")))
    item = report.register.items["plans"]
    assert dict(report.changed) == {"plans": ("bears_on",)}
    assert item.bears_on[0].strength == "strong"
    assert (item.notes, item.x, item.cite) == (before.items["plans"].notes, {"ours": 1}, before.items["plans"].cite)
    assert report.sentences()[0] == "0 added, 1 changed, 0 unchanged."


def test_new_rows_are_new_items_and_absent_ones_stay(tmp_path: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        blank = [""] * len(rows[0])
        del rows[1:]
        rows.append(blank[:])
        for head, text in {"id": "new", "statement": "Seen again", "kind": "observed", "audience": "ICS; LA",
                           "element": "trust", "direction": "supports", "date": "March 2024",
                           "cite": "iff-2025 | ch. 7 | 12\niff-2025 | ch. 8"}.items():
            put(rows, 1, head, text)

    report = import_register(register(), sheet(tmp_path, change))
    new = report.register.items["new"]
    assert (report.added, report.missing) == (("new",), ("plans",))
    assert (new.audience, new.date, new.cite[0].line, new.cite[1].at) == (("ICS", "LA"), "2024-03", "12", "ch. 8")
    assert list(report.register.items) == ["plans", "new"]


def test_columns_may_move_and_may_be_left_out(tmp_path: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        order = [rows[0].index(h) for h in ("strength", "direction", "element", "id")]
        rows[:] = [["Strength", "Direction", "Element", "ID"]] + [[row[i] for i in order] for row in rows[1:]]

    before = register()
    report = import_register(before, sheet(tmp_path, change))
    assert report.register == before


@pytest.mark.parametrize(("change", "code"), [
    (lambda r: put(r, 1, "number", "some"), "F58"),
    (lambda r: put(r, 1, "date", "04/03/2024"), "F57"),
    (lambda r: put(r, 1, "date", "last spring"), "F57"),
    (lambda r: put(r, 1, "date", "2024-13"), "F57"),
    (lambda r: put(r, 1, "direction", "suports"), "S03"),
    (lambda r: put(r, 1, "kind", "seen"), "S03"),
    (lambda r: put(r, 1, "permission", "perhaps"), "F58"),
    (lambda r: put(r, 2, "statement", "Something else"), None),
    (lambda r: put(r, 2, "element", ""), "F61"),
    (lambda r: put(r, 1, "id", ""), "F60"),
    (lambda r: r[0].__setitem__(r[0].index("informant"), "id"), "F54"),
    (lambda r: r[0].__setitem__(r[0].index("informant"), "Informed by"), "F53"),
    (lambda r: r.insert(0, ["a title"]) or r[3].append("stray"), "F53"),
    (lambda r: put(r, 1, "id", "Not an id!") or put(r, 2, "id", "Not an id!"), "S05"),
    (lambda r: r[0].__setitem__(0, "name"), "F52"),
    (lambda r: put(r, 1, "audience", "LA; regulators"), "S03"),
])
def test_a_single_fault_and_nothing_is_taken_over(change, code: str | None, tmp_path: Path) -> None:
    path = sheet(tmp_path, change)
    if code is None:
        with pytest.raises(Refused) as refused:
            import_register(register(), path)
        assert codes(refused) == ["F59"]
        return
    with pytest.raises(Refused) as refused:
        import_register(register(), path, Uses([read_file(ROOT / "models/profiles/cqc.yaml").document]))
    assert code in codes(refused)
    for problem in refused.value.problems:
        assert problem.hint
        assert problem.place.file == str(path)


def test_all_faults_are_told_at_once_each_with_its_cell(tmp_path: Path) -> None:
    def change(rows: list[list[str]]) -> None:
        put(rows, 1, "number", "many")
        put(rows, 1, "date", "soon")
        put(rows, 2, "direction", "maybe")

    with pytest.raises(Refused) as refused:
        import_register(register(), sheet(tmp_path, change))
    found = {p.code: p for p in refused.value.problems}
    assert set(found) == {"F58", "F57", "S03"}
    assert "L2" in found["F58"].message
    assert (found["F58"].place.line, found["F58"].place.column) == (2, HEADS.index("number") + 1)
    assert "said_of" in found["F58"].hint


def test_formulas_and_merged_cells_are_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path, suffix=".xlsx")
    book = openpyxl.load_workbook(path)
    tab = book["items"]
    tab["B2"] = "=1+1"
    tab.merge_cells("A2:A3")
    book.save(path)
    with pytest.raises(Refused) as refused:
        import_register(register(), path)
    assert {"F55", "F56"} <= set(codes(refused))
    assert any("A2:A3" in p.message for p in refused.value.problems)


def test_real_dates_and_numbers_of_a_workbook_are_read_as_such(tmp_path: Path) -> None:
    path = sheet(tmp_path, suffix=".xlsx")
    book = openpyxl.load_workbook(path)
    tab = book["items"]
    heads = [cell.value for cell in tab[1]]
    tab.cell(2, heads.index("date") + 1).value = datetime.datetime(2024, 3, 4)
    tab.cell(2, heads.index("number") + 1).value = 1.0
    book.save(path)
    report = import_register(register(), path)
    assert (report.register.items["plans"].date, report.register.items["plans"].number) == ("2024-03-04", 1)


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    risky = dataclasses.replace(register(), items={"plans": dataclasses.replace(
        register().items["plans"], statement='=HYPERLINK("http://example.org")', said_of="+1 of them", informant="'=quoted")})
    for suffix in (".xlsx", ".csv"):
        path = sheet(tmp_path, suffix=suffix, of=risky)
        assert import_register(risky, path).register == risky
    rows = list(csv.reader(io.StringIO(sheet(tmp_path, of=risky).read_bytes().decode("utf-8-sig"))))
    assert rows[1][HEADS.index("statement")].startswith("'=")
    assert openpyxl.load_workbook(sheet(tmp_path, suffix=".xlsx", of=risky))["items"]["B2"].data_type == "s"


def test_an_old_windows_csv_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    text = "id;statement;kind;element;direction\nnew;Caf\xe9 plan \x96 \x93agreed\x94;observed;trust;supports\n"
    path.write_bytes(text.encode("latin-1"))
    report = import_register(register(), path)
    assert report.register.items["new"].statement == "Café plan – “agreed”"
    assert [(p.code, p.severity) for p in report.warnings] == [("F51", "warning")]


@pytest.mark.parametrize(("name", "data", "code"), [
    ("x.xlsx", b"not a zip", "F50"), ("x.ods", b"", "F50"), ("x.csv", b"", "F52"), ("x.csv", b"a,b\n1,2\n", "F52")])
def test_what_is_no_register_is_refused(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        import_register(register(), path)
    assert codes(refused) == [code]
    with pytest.raises(Refused):
        import_register(register(), tmp_path / "missing.csv")


def test_the_same_register_gives_the_same_bytes(tmp_path: Path) -> None:
    for suffix in (".csv", ".xlsx"):
        assert export_register(register(), tmp_path / f"a{suffix}") == export_register(register(), tmp_path / f"a{suffix}")
    with pytest.raises(Refused):
        write_sheet(tmp_path / "a.docx", HEADS, [])


@pytest.mark.parametrize(("text", "date"), [
    ("2024", "2024"), ("2024-3", "2024-03"), ("2024-03-04", "2024-03-04"), ("2024/03/04", "2024-03-04"),
    ("4.3.2024", "2024-03-04"), ("25/03/2024", "2024-03-25"), ("03/25/2024", "2024-03-25"), ("4 March 2024", "2024-03-04"),
    ("March 4, 2024", "2024-03-04"), ("Sept 2024", "2024-09"), ("3/3/2024", "2024-03-03"), ("2023-08/2024-09", "2023-08/2024-09"),
    ("4/3/2024", None), ("31 February 2024", None), ("45355", None), ("Q1 2024", None), ("soon", None), ("2024-00", None)])
def test_dates_in_many_forms(text: str, date: str | None) -> None:
    told, why = as_date(Cell(text, 1, 1))
    assert told == date
    assert bool(why) == (date is None)


texts = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), min_size=1,
                max_size=40).map(str.strip).filter(bool)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statement=texts, said_of=texts, why=texts, cases=st.lists(st.sampled_from(["la1", "la2", "cqc"]), unique=True))
def test_any_text_survives_the_way_there_and_back(
    tmp_path: Path, statement: str, said_of: str, why: str, cases: list[str]
) -> None:
    base = register()
    item = base.items["plans"]
    written = dataclasses.replace(base, items={"plans": dataclasses.replace(
        item, statement=statement, said_of=said_of, cases=tuple(cases),
        bears_on=(dataclasses.replace(item.bears_on[0], why=why),))})
    for suffix in (".csv", ".xlsx"):
        report = import_register(base, sheet(tmp_path, suffix=suffix, of=written))
        got = report.register.items["plans"]
        assert (" ".join(got.statement.split()), got.said_of, got.cases, got.bears_on[0].why) == (
            " ".join(statement.split()), said_of, tuple(cases), why)



def test_an_effect_stands_in_one_cell_as_keys_and_values_and_comes_back(tmp_path: Path) -> None:
    effect = "effect: {value: 0.25, low: -0.1, high: 0.6, unit: standard deviations; adjusted, level: 95}"
    of = register(f"  trial:\n    statement: Stays were shorter\n    kind: observed\n    {effect}\n")
    path = sheet(tmp_path, of=of)
    assert "value: 0.25; low: -0.1; high: 0.6; unit: standard deviations; adjusted; level: 95" in path.read_text("utf-8-sig")
    made = import_register(register(), path).register
    assert made.items["trial"].effect == of.items["trial"].effect
    path.write_text(path.read_text("utf-8-sig").replace("low: -0.1", "from: few"), "utf-8")
    with pytest.raises(Refused, match="from: few") as told:
        import_register(of, path)
    assert {problem.code for problem in told.value.problems} == {"F58"}
