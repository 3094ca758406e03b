"""What evidence shows beside the map: cases side by side, rounds, indicators; the same on the page and in reports."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from sysmap.formats.read import read_text
from sysmap.project import Project
from sysmap.views.evidence_figures import evidence_figures
from sysmap.views.file_page import answers_on
from sysmap.views.matrix import MatrixCell, matrix_svg

THEORY = """
sysmap: 1
kind: theory
id: club
title: Breakfast club
layers:
  - {id: later, label: Later, stage: outcome}
factors:
  late: {label: Fewer pupils come late, layer: later}
  calm: {label: Calmer mornings, layer: later}
"""

CASES = """
sysmap: 1
kind: cases
id: schools
title: Schools
cases:
""" + "".join(f"  {name}: {{label: {name.capitalize()} School, type: school, round: {round_}}}\n" for name, round_ in (
    ("hill", "spring"), ("dale", "spring"), ("ford", "spring"), ("mill", "autumn"), ("lake", "autumn"), ("moor", "autumn")))

PROFILE = """
sysmap: 1
kind: profile
id: words
title: Words
audiences: {school: {label: school, many: schools}}
case_types: {school: {label: Schools}}
rounds: {spring: {label: Spring, start: "2024-01", end: "2024-06"}, autumn: {label: Autumn, start: "2024-09", end: "2024-12"}}
"""

EVIDENCE = """
sysmap: 1
kind: evidence
id: visits
title: Visits
items:
""" + "".join(f"""
  {name}:
    statement: What {name} says.
    kind: observed
    cases: [{name}]
    audience: [school]
    round: [{round_}]
    bears_on: [{{element: late, direction: {says}, strength: moderate}}]
""" for name, round_, says in (
    ("hill", "spring", "supports"), ("dale", "spring", "supports"), ("ford", "spring", "supports"), ("mill", "autumn", "contradicts"),
    ("lake", "autumn", "supports"), ("moor", "autumn", "neutral")))


def project(level: str = "internal") -> Project:
    documents = [read_text(text).document for text in (CASES, PROFILE, EVIDENCE)]
    assert all(documents), [read_text(text).problems for text in (CASES, PROFILE, EVIDENCE)]
    return Project.of(read_text(THEORY).map, documents).at_level(level)  # type: ignore[arg-type]


def shown(level: str = "internal") -> dict[str, list[tuple[object, ...]]]:
    return {one.key: list(one.rows) for one in evidence_figures(project(level))}


def test_each_case_stands_beside_the_others() -> None:
    figures = shown()
    assert figures["cases-by-group"] == [("Fewer pupils come late", "3 of 3", "1 of 3; 1 against; 1 no effect",
                                          "4 of 6; 1 against; 1 no effect")]
    assert [sorted(map(str, row[1:])) for row in figures["cases"]] == [["against", "for", "for", "for", "for", "no effect"]]


def test_at_public_no_single_case_and_no_small_number() -> None:
    figures = shown("public")
    assert "cases" not in figures
    assert figures["cases-by-group"] == [("Fewer pupils come late", "3 of 3", "withheld", "withheld")]


def test_outcomes_go_from_round_to_round() -> None:
    [row] = [row for row in shown()["rounds"] if row[0] == "Fewer pupils come late"]
    assert "3 items" in str(row[1])
    assert "3 items" in str(row[2])


def test_every_sign_has_a_mark_and_the_picture_is_the_same_each_time() -> None:
    cells = {(0, 0): MatrixCell("1 of 3", 1 / 3, {"against": 2, "no effect": 1, "otherwise": 1}), (0, 1): MatrixCell("withheld")}
    svg = matrix_svg(["Trust <all>"], ["Pilot", "Full"], cells, title="Cases")
    texts = [node.text for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 our own text
    assert {"−", "0", "≠", "1 of 3", "withheld", "Trust <all>"} <= set(texts)
    assert {"says otherwise", "looked, and saw no effect", "explains it in another way"} <= set(texts)
    assert svg == matrix_svg(["Trust <all>"], ["Pilot", "Full"], cells, title="Cases")


def test_many_columns_stand_upright_and_stay_within_the_picture() -> None:
    names = [f"A school with a long name, number {at}" for at in range(14)]
    svg = matrix_svg(["Trust"], names, {(0, at): MatrixCell(signs={"for": 1}) for at in range(14)}, title="Cases")
    root = ET.fromstring(svg)  # noqa: S314 our own text
    assert svg.count("rotate(-90)") >= 14
    assert float(root.attrib["width"]) >= 240 + 14 * 46


def test_the_page_has_them_as_data() -> None:
    figures = answers_on(project())["figures"]
    assert [one["key"] for one in figures] == ["rounds", "cases-by-group", "cases"]
    assert all(one["svg"].startswith("<svg ") and one["alt"] and one["words"] for one in figures)


@pytest.mark.parametrize("path", sorted(Path("toc").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_theory_of_the_repository_draws_what_it_has(path: Path) -> None:
    for level in ("internal", "public"):
        for one in evidence_figures(Project.open(path, level=level)):  # type: ignore[arg-type]
            assert all(len(row) == len(one.columns) for row in one.rows)
            if one.svg:
                ET.fromstring(one.svg)  # noqa: S314 our own text
