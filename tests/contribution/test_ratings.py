"""From scores of evidence categories to a rating: the rules as printed, by six lines of YAML."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sysmap.cli import cli, main
from sysmap.contribution.ratings import AssessmentRating, rate
from sysmap.core.library import AssessmentFramework
from sysmap.core.problem import Refused
from sysmap.core.rating import Assessment
from sysmap.formats.read import read_text
from sysmap.formats.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
LA = [document for name in ("quality-statements-la", "evidence-categories")
      if isinstance(document := Workspace(ROOT).read(ROOT / "models" / f"{name}.yaml").document, AssessmentFramework)]
CATEGORIES = ("people-experience", "staff-and-leaders", "partners", "processes")


def rated(scores: str) -> AssessmentRating:
    """Rate an assessment that says for each statement what its categories score."""
    lines = "".join(f"  {name}: {{scores: {{{', '.join(f'{c}: {s}' for c, s in zip(CATEGORIES, marks, strict=False))}}}}}\n"
                    for name, marks in (part.split() for part in scores.split(", ")))
    document = read_text(f"sysmap: 1\nkind: assessment\nid: a\ntitle: A\nstatements:\n{lines}").document
    assert isinstance(document, Assessment)
    return rate(document, LA)


@pytest.mark.parametrize(("marks", "percent", "score"), [
    ("1111", 25, 1), ("1112", 31, 1), ("1122", 38, 1), ("1222", 44, 2), ("2233", 63, 3), ("3333", 75, 3), ("3344", 88, 4),
    ("4444", 100, 4), ("3334", 81, 3), ("32", 63, 3)])
def test_category_scores_make_a_statement_score(marks: str, percent: int, score: int) -> None:
    """The pilot evaluation: categories are scored ahead of statements; a category that does not apply is left out."""
    found = rated(f"safeguarding {marks}").statements[0]
    assert (found.percent, found.score) == (percent, score)


def test_the_published_example_of_a_gp_practice() -> None:
    """CQC, Example: how we reach a rating (21 May 2024): 3, 2, 3 and 3 are 11 of 16, which is 69 per cent."""
    assert rated("safeguarding 3233").statements[0].percent == 69


@pytest.mark.parametrize(("scores", "rating"), [
    ("safeguarding 1111, continuity 1111", "Inadequate"), ("safeguarding 2222, continuity 2222", "Requires improvement"),
    ("safeguarding 3333, continuity 3333", "Good"), ("safeguarding 4444, continuity 4444", "Outstanding")])
def test_statement_scores_make_themes_and_a_whole_on_the_four_point_scale(scores: str, rating: str) -> None:
    """NHS Confederation 2023: scores of statements give a score for each theme and an overall rating."""
    found = rated(scores)
    assert [one.rating for one in (*found.themes, found.whole)] == [rating] * 3
    assert [one.label for one in found.themes] == ["Providing support", "How the local authority ensures safety within the system"]


@pytest.mark.parametrize(("low", "by_share", "rating"), [
    ("1111", "Good", "Requires improvement"), ("2222", "Good", "Good")])
def test_one_low_statement_holds_the_rating_down(low: str, by_share: str, rating: str) -> None:
    found = rated(f"safeguarding {low}, continuity 4444, partnerships 4444, assessing-needs 3333")
    assert (found.whole.by_share, found.whole.rating) == (by_share, rating)
    assert bool(found.whole.held) is (by_share != rating)


def test_outstanding_is_held_at_good_by_a_two() -> None:
    found = rated("safeguarding 2222, " + ", ".join(f"{name} 4444" for name in (
        "continuity", "partnerships", "assessing-needs", "safe-systems", "equity-in-experience")))
    assert (found.whole.by_share, found.whole.rating) == ("Outstanding", "Good")


@pytest.mark.parametrize(("scores", "referred"), [
    ("safeguarding 1111, continuity 4444", True), ("governance 1111, continuity 4444, safeguarding 4444", False),
    ("governance 1111, improvement 1111", True), ("safeguarding 2222, continuity 3333", False)])
def test_what_sets_off_a_referral(scores: str, referred: bool) -> None:
    """IFF 2025, ch. 5, footnote 4: an authority rated inadequate, or a statement other than leadership that scores 1."""
    assert bool(rated(scores).alerts) is referred


@given(st.lists(st.lists(st.integers(1, 4), min_size=4, max_size=4), min_size=2, max_size=5))
def test_a_better_score_never_makes_a_worse_rating(marks: list[list[int]]) -> None:
    names = ("safeguarding", "continuity", "partnerships", "assessing-needs", "safe-systems")
    order = ["Inadequate", "Requires improvement", "Good", "Outstanding"]

    def whole(rows: list[list[int]]) -> int:
        return order.index(rated(", ".join(f"{name} {''.join(map(str, row))}" for name, row in zip(names, rows, strict=False))).whole.rating)

    better = [[min(4, marks[0][0] + 1), *marks[0][1:]], *marks[1:]]
    assert whole(better) >= whole(marks)


def test_all_that_is_wrong_is_said_at_once_with_the_nearest_word() -> None:
    with pytest.raises(Refused) as refused:
        rated("safegarding 9")
    assert [problem.hint for problem in refused.value.problems] == ["Did you mean safeguarding?", "It has: 1, 2, 3, 4."]
    with pytest.raises(Refused, match="No framework that it uses has a rule"):
        rate(Assessment(id="a", title="A"), LA[:1])


def test_the_made_up_example_says_so_and_checks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    said = CliRunner().invoke(cli, ["rate", "docs/examples/rating/made-up-county.yaml"]).output
    assert "Requires improvement (66 per cent). This is a made-up example: nobody was rated." in " ".join(said.split())
    data = json.loads(CliRunner().invoke(cli, ["rate", "docs/examples/rating/made-up-county.yaml", "--json"]).output)
    assert data["made_up"] is True
    assert [theme["percent"] for theme in data["themes"]] == [67, 75, 50, 75]
    assert CliRunner().invoke(cli, ["check", "docs/examples/rating"]).exit_code == 0
    with pytest.raises(SystemExit):
        main(["rate", "cases"])
    assert "not an assessment" in capsys.readouterr().err
