"""Many cases in one picture, disagreements with their reasons, and what small numbers do at public."""

from __future__ import annotations

from pathlib import Path

import pytest

import sysmap as sm
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

THEORY = """
sysmap: 1
kind: theory
id: lunch
title: Lunch clubs
layers:
  - {id: do, label: Activities, stage: activity}
  - {id: early, label: Outcomes, stage: outcome}
factors:
  clubs: {label: Lunch clubs, layer: do}
  company: {label: People have company, layer: early}
  appetite: {label: People eat better, layer: early}
links:
  - from: clubs
    to: company
    voices: [{by: hosts, polarity: positive, why: They come back}, {by: drivers, polarity: negative}]
"""
PROFILE = """
sysmap: 1
kind: profile
id: words
title: Words
audiences: {guests: guest, hosts: {label: host}}
case_types: {club: lunch club, home: care home}
rounds: {first: {label: Round 1}, second: {label: Round 2}}
"""
CASES = """
sysmap: 1
kind: cases
id: places
title: Places
cases:
""" + "".join(f"  c{n}: {{label: Club {n}, type: club, round: {'first' if n < 5 else 'second'}}}\n" for n in range(1, 9)) + (
    "  h1: {label: The Elms, type: home, round: second}\n")


def item(id_: str, cases: str, says: str = "supports", on: str = "company", more: str = "") -> str:
    return (f"  {id_}: {{statement: S {id_}, kind: observed, cases: [{cases}], audience: [guests]{more}, "
            f"bears_on: [{{element: {on}, direction: {says}, strength: moderate, why: because of {id_}}}]}}\n")


ITEMS = (item("a", "c1, c2, c3, c4") + item("b", "c5") + item("c", "c6, c7, c8", "contradicts") + item("d", "h1", "neutral")
         + item("e", "c1, c5, c6", on="appetite") + item("f", "c1", on="appetite", more=", informant: cook")
         + "  g: {statement: Expected, kind: anticipated, cases: [c2], bears_on: [{element: company, direction: contradicts}]}\n")
REGISTER = f"""
sysmap: 1
kind: evidence
id: heard
title: Heard
uses: [../lunch.yaml, ../../models/places.yaml, ../../models/words.yaml]
items:
{ITEMS}"""


@pytest.fixture
def lunch(tmp_path: Path) -> Project:
    for name, text in (("toc/lunch.yaml", THEORY), ("models/words.yaml", PROFILE), ("models/places.yaml", CASES),
                       ("toc/evidence/heard.yaml", REGISTER)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Project.open("lunch", Workspace(tmp_path))


def table(project: Project, **more: str) -> dict[str, dict[str, str]]:
    shown = sm.case_table(project, **more).table()
    return {row[0]: dict(zip(shown.headings[1:], row[1:], strict=True)) for row in shown.rows}


def test_each_round_has_its_numerator_and_its_denominator(lunch: Project) -> None:
    assert table(lunch) == {
        "company": {"Round 1": "4 of 4", "Round 2": "1 of 5; 3 against; 1 no effect", "all": "5 of 9; 3 against; 1 no effect"},
        "appetite": {"Round 1": "1 of 4", "Round 2": "2 of 5", "all": "3 of 9"}}
    assert "“People have company”: Round 1 4 of 4, Round 2 1 of 5." in sm.case_table(lunch).words()


def test_by_kind_of_case_by_role_and_case_by_case(lunch: Project) -> None:
    assert table(lunch, by="kind")["company"] == {
        "lunch club": "5 of 8; 3 against", "care home": "0 of 1; 1 no effect", "all": "5 of 9; 3 against; 1 no effect"}
    assert table(lunch, by="role")["appetite"] == {"cook": "1 of 1", "role not said": "3 of 9", "all": "3 of 9"}
    rows = sm.case_table(lunch, by="case", of="company").table().rows
    assert ("company", "Club 1, Round 1", "for") in rows
    assert ("company", "The Elms, Round 2", "no effect") in rows
    assert len(rows) == 9


def test_at_public_small_numbers_are_withheld_and_nothing_gives_them_away(lunch: Project) -> None:
    public = lunch.at_level("public")
    assert table(public) == {
        "company": {"Round 1": "4 of 4", "Round 2": "withheld", "all": "withheld"},
        "appetite": {"Round 1": "withheld", "Round 2": "withheld", "all": "3 of 9"}}
    said = sm.case_table(public)
    assert "Numbers below three are withheld" in said.words()
    cells = [cell for one in said.data()["outcomes"] for cell in one["cells"]]
    assert all((cell["supports"] is None) is cell["withheld"] for cell in cells)
    assert {row[2] for row in sm.case_table(public, by="case").table().rows} == {"withheld"}


def test_the_order_of_items_changes_nothing(lunch: Project) -> None:
    turned = Project.of(lunch.map, lunch.documents, [
        type(r)(id=r.id, title=r.title, items=dict(reversed(r.items.items()))) for r in lunch.registers])
    assert sm.case_table(turned).data() == sm.case_table(lunch).data()


def test_a_disagreement_shows_each_side_with_who_and_why(lunch: Project) -> None:
    found = sm.disagreements(lunch)
    assert [one["id"] for one in found.data()["elements"]] == ["clubs->company", "company"]
    company = found.data()["elements"][1]
    assert [(p["side"], p["who"], p["why"]) for p in company["positions"]][2:] == [
        ("against", "Club 6, Club 7 and Club 8", "because of c"), ("no effect", "The Elms", "because of d")]
    link = found.data()["elements"][0]
    assert [(p["side"], p["who"], p["why"]) for p in link["positions"]] == [
        ("negative", "drivers", ""), ("positive", "hosts", "They come back")]
    assert not link["reasoned"]
    assert "at least one side gives no reason" in found.words()


def test_at_public_nobody_is_named(lunch: Project) -> None:
    assert {p["who"] for one in sm.disagreements(lunch.at_level("public")).data()["elements"] for p in one["positions"]} == {""}


def test_without_evidence_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "lunch.yaml").write_text(THEORY.replace("voices", "notes: []\n    #"), encoding="utf-8")
    alone = Project.open(tmp_path / "lunch.yaml", Workspace(tmp_path))
    assert sm.case_table(alone).words() == "No case is on record that speaks of an outcome of this map."
    assert sm.disagreements(alone).words().startswith("On record nobody differs")
