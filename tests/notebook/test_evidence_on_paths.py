"""A study knows its evidence, so its paths say how well they are seen."""

from __future__ import annotations

from pathlib import Path

import pytest

import sysmap as sm
from sysmap.notebook.show import html_of


@pytest.fixture(scope="module")
def theory(workspace: sm.workspace):  # type: ignore[valid-type, no-untyped-def]
    return sm.load("cqc-system-assessment-2025", workspace)


def test_every_path_carries_the_grade_of_its_least_evidenced_link(theory) -> None:  # type: ignore[no-untyped-def]
    ways = theory.paths("fieldwork", "improvements").to_frame()
    assert ways["evidence"].tolist() == ["untested"]
    assert ways["evidence_link"].tolist() == ["fieldwork->outputs"]
    assert theory.paths("outputs", "improvements").found[0].grade["grade"] == "strong"


def test_paths_can_be_put_in_the_order_of_their_evidence(theory) -> None:  # type: ignore[no-untyped-def]
    ranks = ["not-supported", "untested", "weak", "moderate", "strong"]
    grades = theory.paths("outputs", "system-understanding", by="evidence").to_frame()["evidence"].map(ranks.index).tolist()
    assert grades == sorted(grades, reverse=True)


def test_a_map_without_evidence_has_no_grades() -> None:
    buses = sm.read("sysmap: 1\nkind: map\nid: b\ntitle: B\nfactors: {a: {label: A}, c: {label: C}}\nlinks: [{from: a, to: c}]")
    assert buses.grades == {}
    assert buses.paths("a", "c").found[0].grade is None


def test_cases_by_link_feed_robustness(theory) -> None:  # type: ignore[no-untyped-def]
    found = theory.robustness("outputs", "improvements", sources_by_link=theory.link_cases(), unit="case")
    assert found.flow == len(theory.link_cases()["outputs->improvements"]) > 1


def test_mechanisms_are_drawn_as_the_part_they_are_about(theory) -> None:  # type: ignore[no-untyped-def]
    html = html_of(theory.mechanisms("outputs", "improvements"), picture="figure")
    assert "“Outputs” reaches" in html
    assert len(html) < 40_000


def test_a_story_shows_headings_and_folds_long_lists(theory, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    html = theory.story("leads-to-improvement")._repr_html_()
    assert "<strong>Evidence against</strong>" in html
    assert "more</summary>" in html
