"""Findings answer from the map itself, in sentences that state their bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from sysmap.formats.workspace import Workspace
from sysmap.questions.registry.asking import ask as asked
from sysmap.reports import report
from sysmap.reports.answers import Answers, ask
from sysmap.reports.blocks import Figure
from sysmap.reports.report_input import read_input
from sysmap.reports.templates import build

THEORY = """
sysmap: 1
kind: theory
id: lanes
title: Bus lanes
layers:
  - {id: do, label: Activities, stage: activity, sphere: control}
  - {id: out, label: Outcomes, stage: outcome}
ceiling: out
factors:
  lanes: {label: Bus lanes, layer: do}
  ads: {label: Advertising, layer: do}
  speed: {label: Faster buses}
  riders: {label: More riders, layer: out}
links:
  - {from: lanes, to: speed, polarity: positive, mechanisms: [habit]}
  - {from: speed, to: riders, polarity: positive, assumptions: [known]}
  - {from: riders, to: speed, polarity: negative}
assumptions:
  known: {label: People hear of it, status: untested}
"""


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return ask(read_input(Workspace(tmp_path), write(tmp_path, THEORY)))


def write(folder: Path, text: str) -> Path:
    (folder / "toc").mkdir()
    (folder / "toc" / "lanes.yaml").write_text(text, encoding="utf-8")
    return folder / "toc" / "lanes.yaml"


def test_starts_are_what_the_programme_controls_and_goals_what_it_answers_for(answers: Answers) -> None:
    assert answers.starts == ("lanes", "ads")
    assert answers.goals == ("riders",)


def test_an_outcome_is_told_by_who_leads_to_it_and_what_that_relies_on(answers: Answers) -> None:
    said = " ".join(answers.on("riders"))
    assert "it is reached from “Bus lanes” (more of it pushes towards more)" in said
    assert "Not from “Advertising”" in said
    project = answers.given.project
    assert asked(project, "must-pass", {"start": "lanes", "end": "riders"}).words() in said
    assert "Every path from “Bus lanes” to “More riders” passes “Faster buses”" in said
    assert "No evidence on record speaks to its links" in said
    assert asked(project, "mechanisms", {"start": "lanes", "end": "riders"}).words() in said
    assert "What must hold: People hear of it (not tested yet)" in said


def test_the_map_as_a_whole_tells_of_loops_levers_and_single_points(answers: Answers) -> None:
    said = " ".join(str(block) for block in answers.whole(2))
    assert "1 feedback loop of at most 6 links: a balancing one" in said
    assert asked(answers.given.project, "rank", {"by": "leverage"}).words() in said
    assert "Without “Faster buses”: “More riders” can no longer be reached from anywhere else" in said


def test_a_bar_shows_how_far_the_evidence_carries_and_none_is_drawn_without_evidence(answers: Answers, tmp_path: Path) -> None:
    assert not answers.evidence_bars()
    (tmp_path / "toc" / "seen.yaml").write_text("""
sysmap: 1
kind: evidence
id: seen
title: What was seen
uses: [lanes.yaml]
items:
  counts: {statement: Buses were faster., kind: observed, bears_on: [{element: lanes->speed, direction: supports, strength: strong}]}
  tickets: {statement: More were sold., kind: observed, bears_on: [{element: speed->riders, direction: supports, strength: moderate}]}
""", encoding="utf-8")
    graded = ask(read_input(Workspace(tmp_path), tmp_path / "toc" / "lanes.yaml"))
    said, figure = graded.evidence_bars()
    assert "Every outcome has a path with evidence on every link." in str(said)
    assert isinstance(figure, Figure)
    assert figure.long == (
        "“Bus lanes” → “More riders”: positive on everything drawn; positive on weak or better; positive on moderate or better; no path on "
        "strong evidence (+ ends at “Bus lanes” → “Faster buses”).")


def test_which_outcomes_an_element_leads_to(answers: Answers) -> None:
    assert answers.reach_of("lanes") == "1 of 1 outcome, positive"
    assert answers.reach_of("ads") == "none within 6 links"
    assert answers.reach_of("mechanism:habit") == "not a factor of the map"


def test_a_map_without_links_says_so(tmp_path: Path) -> None:
    file = write(tmp_path, "sysmap: 1\nkind: map\nid: lanes\ntitle: Lanes\nfactors: {a: {label: A}}\n")
    assert "has no links" in str(ask(read_input(Workspace(tmp_path), file)).whole(2))


def test_the_workbook_has_influence_loops_and_levers_as_tables(tmp_path: Path) -> None:
    made = build(read_input(Workspace(tmp_path), write(tmp_path, THEORY)))
    tables = {table.sheet: table for table in made.data}
    assert {"Influence", "Feedback loops", "Levers"} <= set(tables)
    assert dict(zip(tables["Influence"].columns, tables["Influence"].rows[0], strict=True))["Influence"] == "positive"


def test_every_question_of_the_framework_is_answered(workspace: Workspace) -> None:
    made = build(read_input(workspace, workspace.find("cqc-system-assessment-2025")), "research-framework")
    blocks = list(made.blocks)
    asked = [at for at, block in made.headings() if block.level == 2 and block.text == "What the map answers"]
    assert len(asked) == 4
    assert all(type(blocks[at + 1]).__name__ != "DataTable" for at in asked)


def test_the_report_of_2025_names_the_single_points_and_the_best_evidenced_way(workspace: Workspace, tmp_path: Path) -> None:
    text = report("cqc-system-assessment-2025", tmp_path / "r.md", workspace=workspace).path.read_text(encoding="utf-8")
    assert "passes “Fieldwork” and “Outputs”: single points of failure." in text
    assert "The best-evidenced way runs: “Outputs” contributes to “Improvements at ICS and LA system level”" in text
    assert "There is no feedback loop on this map" in text
    assert "->" not in text.split("# Annex")[0].replace("-\\>", "->")
