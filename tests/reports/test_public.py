"""`--level public` means it: two plain pages, and nothing in them that is not for everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from tests.reports.test_formats import everything

from sysmap.formats.workspace import Workspace
from sysmap.reports import formats, report

THEORY = """
sysmap: 1
kind: theory
id: zqmap
title: Clinics open late
version: {name: "2", supersedes: zqold}
aim: People come.
uses: [../models/zqcases.yaml]
limits: [Drawn by three people]
absent: [Night staff]
notes: [{text: Hushed remark, internal: true}]
actors: {zqactor: {label: People at work}}
layers:
  - {id: zqact, label: Activities, stage: activity}
  - {id: zqout, label: Outcomes, stage: outcome}
factors:
  zqopen: {label: Clinics open in the evening, layer: zqact}
  zqvisits: {label: People visit a clinic, layer: zqout, whose: [zqactor], notes: [A remark]}
  zqtrust: {label: People trust a clinic, layer: zqout}
  zqtime: {label: People save time, layer: zqout}
  zqhush: {label: Hushed clinic, layer: zqact, internal: true}
links:
  - {id: zqlink, from: zqopen, to: zqvisits, polarity: positive, basis: inferred}
assumptions:
  zqstaff: {label: Staff can work in the evening, critical: true}
"""
CASES = """
sysmap: 1
kind: cases
id: zqcases
title: Clinics
cases:
  zqnorth: {label: North, type: clinic, total: 2, in_research: true}
  zqsouth: {label: South, type: clinic, total: 9, in_research: true}
  zqeast: {label: East, type: clinic}
"""
EVIDENCE = """
sysmap: 1
kind: evidence
id: zqregister
title: What clinics counted
uses: [../zqmap.yaml, ../../models/zqcases.yaml]
items:
  zqmore:
    statement: Visits rose.
    kind: observed
    cases: [zqnorth, zqsouth, zqeast]
    informant: Nurse of the night
    quote: Hushed words
    bears_on: {element: zqvisits, direction: supports, strength: moderate}
  zqless:
    statement: In the north visits fell.
    kind: observed
    cases: [zqnorth]
    quote: Open words
    permission: true
    bears_on:
      - {element: zqvisits, direction: contradicts, strength: weak}
      - {element: zqtrust, direction: supports, strength: moderate}
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("desk")
    for name, text in (("toc/zqmap.yaml", THEORY), ("models/zqcases.yaml", CASES), ("toc/evidence/zqregister.yaml", EVIDENCE)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return Workspace(root)


def text(desk: Workspace, folder: Path, ending: str) -> str:
    written = report("zqmap", folder / f"summary.{ending}", level="public", workspace=desk)
    assert written.template == "public-summary"
    return everything(written.path)


@pytest.mark.parametrize("ending", formats())
def test_no_id_no_remark_no_quotation_no_name_of_a_case_in_any_format(desk: Workspace, tmp_path: Path, ending: str) -> None:
    said = text(desk, tmp_path, ending)
    assert "People visit a clinic" in said
    assert [word for word in ("zq", "Hushed", "A remark", "Open words", "Nurse", "North") if word in said] == []


def test_it_says_scores_how_many_cases_and_what_is_not_known(desk: Workspace, tmp_path: Path) -> None:
    said = text(desk, tmp_path, "md")
    assert "| People visit a clinic | People at work | Partly supported | 3 cases |" in said
    assert "| People trust a clinic |   | Partly supported | fewer than 3 cases |" in said
    assert "What was found points in more than one direction for “People visit a clinic”." in said
    assert "No evidence was gathered yet on “People save time”." in said
    assert "Nobody has looked yet whether it holds that “Staff can work in the evening”." in said
    assert "1 of 1 link has no evidence of its own." in said
    assert "1 of 1 link was inferred by whoever drew the map." in said
    assert "Not heard: Night staff." in said
    assert "Drawn by three people." in said


def test_it_is_a_page_of_words_and_a_page_with_the_map(desk: Workspace, tmp_path: Path) -> None:
    report("zqmap", tmp_path / "summary.docx", level="public", workspace=desk)
    document = Document(str(tmp_path / "summary.docx"))
    assert len(document.sections) == 2
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == ["In short", "Scores", "What is not known", "The map"]
    assert "Contents" not in [p.text for p in document.paragraphs]


def test_another_report_at_public_withholds_small_numbers_of_people(desk: Workspace, tmp_path: Path) -> None:
    for level, shown in (("client", "| North | clinic | not said | 2 |"), ("public", "| North | clinic | not said | withheld |")):
        report("zqmap", tmp_path / "full.md", template="evaluation", level=level, workspace=desk)  # type: ignore[arg-type]
        assert shown in (tmp_path / "full.md").read_text(encoding="utf-8")


def test_another_report_at_public_withholds_how_few_cases_and_items_there_are(tmp_path: Path) -> None:
    meals = Path(__file__).parents[2] / "docs/examples/school-meals/toc/school-meals-2025.yaml"
    for level, shown in (("internal", ("They name 1 case;", "Reported (1 item)")),
                         ("public", ("They name fewer than 3 cases.", "Reported (fewer than 3 items)"))):
        report(meals, tmp_path / "full.md", template="evaluation", level=level)  # type: ignore[arg-type]
        text = (tmp_path / "full.md").read_text(encoding="utf-8")
        assert all(part in text for part in shown), level
    assert "(1 item)" not in text


def test_a_word_of_a_label_that_is_also_an_id_stays_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "late.yaml").write_text("""
sysmap: 1
kind: theory
id: late
title: Late clinics
layers: [{id: front-line, label: What front-line staff do, stage: activity}, {id: out, label: Outcomes, stage: outcome}]
factors:
  open: {label: Clinics open late, layer: front-line}
  seen: {label: People are seen, layer: out}
links: [{from: open, to: seen, polarity: positive}]
""", encoding="utf-8")
    report(tmp_path / "late.yaml", tmp_path / "late.md", template="evaluation", level="public")
    text = (tmp_path / "late.md").read_text(encoding="utf-8")
    assert "What front-line staff do" in text
    assert "staff do staff do" not in text


def test_no_score_at_public_hangs_on_a_case_by_name(tmp_path: Path) -> None:
    theory = Path(__file__).parents[2] / "toc/cqc-system-assessment-2025.yaml"
    for level, named in (("client", True), ("public", False)):
        report(theory, tmp_path / "full.md", template="evaluation", level=level)  # type: ignore[arg-type]
        assert ("Without the case" in (tmp_path / "full.md").read_text(encoding="utf-8")) is named
