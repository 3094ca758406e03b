"""A programme that is nobody's here, from its files to its report: its own words, its own rubric, no word of a client."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from sysmap.cli import cli
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

ROOT = Path(__file__).parents[1] / "docs/examples/school-meals"
CLIENT = re.compile(r"\b(?:CQC|ICSs?|LAs?|IFF|Manchester)\b|cqc|iff-2025|manchester")
QUESTIONS = ("check", "score school-meals-2025", "score school-meals-2025 attainment", "score school-meals-2025 --json",
             "score school-meals-2011 --rubric contribution", "score school-meals-2011 --rubric certainty",
             "gaps school-meals-2025", "gaps school-meals-2025 --plan", "story school-meals-2025 learning",
             "evidence school-meals-2025", "diff school-meals-2011 school-meals-2025", "show school-meals-2025",
             "rubric school-meals", "report school-meals-2025 --format md -o -", "report school-meals-2011 --level public --format md -o -",
             "rounds school-meals-2025", "contribution school-meals-2025", "case-table school-meals-2025", "disagreements school-meals-2025",
             "indicators school-meals-2025", "progress school-meals-2025", "actions school-meals-2025",
             "render school-meals-2025 -o {tmp}/page.html")


def scores(name: str, rubric: str | None = None) -> dict[str, str]:
    return {s.element.id: s.proposal.score for s in Project.open(name, Workspace(ROOT)).score(rubric).outcomes}


def test_its_own_rubric_scores_in_its_own_levels() -> None:
    found = scores("school-meals-2025")
    assert {id_: found[id_] for id_ in ("uptake", "lunch", "family-stress", "attainment", "diet", "cost", "stigma")} == {
        "uptake": "Findings differ", "lunch": "Shown", "family-stress": "Reported", "attainment": "Findings differ",
        "diet": "Not found", "cost": "Expected only", "stigma": "No evidence yet"}


def test_the_neutral_rule_scores_it_too() -> None:
    assert set(scores("school-meals-2025", "contribution").values()) >= {"Partly supported", "No evidence yet"}


def test_two_versions_and_two_rounds() -> None:
    newer, older = (Project.open(f"school-meals-{year}", Workspace(ROOT)) for year in (2025, 2011))
    assert newer.superseded is not None
    assert newer.superseded.id == older.map.id
    assert {round_ for item in newer.evidence.items.values() for round_ in item.round} == {"pilot", "london"}
    assert newer.profile.id == older.profile.id == "meals"


@pytest.mark.parametrize("command", QUESTIONS)
def test_no_answer_speaks_of_a_client(command: str, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    answer = CliRunner().invoke(cli, command.format(tmp=tmp_path).split())
    assert answer.exit_code == 0, answer.output
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    text = written or answer.output
    text = re.sub(r"data:[a-z/+0-9;-]+;base64,[A-Za-z0-9+/=]+", "", answer.output)
    assert len(text) > 40
    assert [found.group() for found in CLIENT.finditer(text)] == []
