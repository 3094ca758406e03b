"""Two versions in one page, and evidence where it belongs."""

from collections.abc import Callable

from tests.web.pages import EVIDENCE, OLDER, THEORY
from tests.web.screen import Screen

from sysmap.formats.read import read_text
from sysmap.project import Project
from sysmap.views.file_page import page_of
from sysmap.views.page import render_page


def two_versions() -> str:
    return render_page(read_text(THEORY).map, before=read_text(OLDER).map)


def test_either_version_can_be_read(open_page: Callable[..., Screen]) -> None:
    screen = open_page(two_versions())
    screen.read_as("Outline")
    assert "Advice on good practice" in screen.text()
    assert "Overall rating" not in screen.text()
    screen.page.get_by_role("group", name="Version").get_by_role("button", name="old").click()
    assert "Overall rating" in screen.text()
    assert "Advice on good practice" not in screen.text()


def test_the_difference_is_drawn_and_told_with_its_reasons(open_page: Callable[..., Screen]) -> None:
    screen = open_page(two_versions(), fragment="#version=difference")
    said = screen.details()
    for words in ["Factors added (1)", "Advice on good practice", "Factors removed (1)", "Overall rating",
                  "Factors changed (1)", "Links added (1)", "Links removed (1)",
                  "“Advice on good practice” was added (advice), with 1 link: advice->better. Why: People asked for it",
                  "1 finding (scores, statuses, order of likelihood) is stated for the first time"]:
        assert words in said
    marks = screen.page.evaluate("""() => Object.fromEntries(
        window.sysmap.picture.scene().boxes.map((box) => [box.id, box.badge && box.badge.text]))""")
    assert marks == {"report": "changed", "advice": "new", "rating": "gone", "better": None}
    notes = screen.page.evaluate("Object.fromEntries(window.sysmap.picture.scene().links.map((l) => [l.id, l.note]))")
    assert notes == {"report->better": "changed", "advice->better": "new", "rating->better": "gone"}
    screen.find("assessment report")
    assert "Label\tReport\tAssessment report" in screen.details()


def test_back_leads_through_the_versions(open_page: Callable[..., Screen]) -> None:
    screen = open_page(two_versions())
    screen.page.get_by_role("button", name="Difference").click()
    assert screen.fragment() == "version=difference"
    screen.press("Back")
    assert screen.fragment() == ""
    assert screen.heading() == "How a report helps"
    screen.click_factor("better")
    assert screen.heading() == "Better local care"


def with_evidence() -> str:
    register = read_text(EVIDENCE).document
    assert register is not None
    scores = {"rubric": "cqc", "rubric_version": "1", "outcomes": [{
        "id": "better", "proposed": "Partially achieved", "published": "Achieved", "agrees": False, "override": None,
        "reasons": ["One case only."], "gates": [{"code": "cases", "missing": "two more cases"}], "margin": 1,
        "used": ["plan"], "ignored": [{"id": "against", "why": "weaker than the rule asks"}]}]}
    return render_page(read_text(THEORY).map, uses=[register], answers={"scores": scores})


def test_an_outcome_shows_its_score_and_the_evidence_by_direction(open_page: Callable[..., Screen]) -> None:
    screen = open_page(with_evidence())
    screen.click_factor("better")
    said = screen.details()
    for words in ["Partially achieved", "fragile: one case would change it", "Published: Achieved", "One case only.",
                  "two more cases", "Evidence for (1)", "A plan was made after the report.", "strong", "ch. 10, line 1100",
                  "Evidence against (1)", "Evidence for another explanation (1)", "The plan was there before.", "rule cqc 1",
                  "Published contribution score", "Three places said so"]:
        assert words in said


def test_factors_can_be_coloured_by_the_score_a_rule_proposes(open_page: Callable[..., Screen]) -> None:
    screen = open_page(with_evidence(), fragment="#colour=proposed")
    legend = screen.legend()
    assert "Proposed score: Partially achieved Not said" in legend
    badge = "window.sysmap.picture.scene().boxById.get('better').badge.text"
    assert screen.page.evaluate(badge) == "Partially achieved"  # the word too, not the colour alone
    screen.open_panel("Show")
    screen.page.locator("#show-size").select_option("in")
    assert screen.page.evaluate(badge) == "Partially achieved · 2"


def test_a_link_without_evidence_is_called_untested(open_page: Callable[..., Screen]) -> None:
    screen = open_page(with_evidence(), fragment="#link=" + "advice-%3Ebetter")
    assert "Untested: no evidence item bears on this link." in screen.details()
    drawn = screen.page.evaluate("Object.fromEntries(window.sysmap.picture.scene().links.map((l) => [l.id, l.tested]))")
    assert drawn == {"report->better": True, "advice->better": False}


def test_without_evidence_in_the_file_nothing_is_called_untested(open_page: Callable[..., Screen]) -> None:
    screen = open_page(THEORY, fragment="#link=" + "advice-%3Ebetter")
    assert "ntested" not in screen.details()


def test_a_score_shows_every_reading_of_it_side_by_side(open_page: Callable[..., Screen]) -> None:
    project = Project.open("cqc-system-assessment-2025")
    screen = open_page(page_of(project), fragment="#factor=performance-framework")
    rows = [" ".join(row.split()) for row in screen.page.locator(".readings tr").all_inner_texts()]
    assert rows == ["Calibrated reading Achieved", "Literal reading Inconclusive", "Published (the same) Achieved"]
    said = screen.details()
    assert "Proposed by cqc-contribution version 1, calibrated reading; settings fitted to these six published scores." in said
    assert "Without one of the registers “Evidence in CQC's evaluation of its LA pilot assessments (December 2023)” or" in said


def test_findings_are_drawn_beside_the_map_and_stand_in_tables(open_page: Callable[..., Screen]) -> None:
    screen = open_page(page_of(Project.open("docs/examples/school-meals/toc/school-meals-2025.yaml")))
    screen.read_as("Findings")
    assert screen.page.locator(".findings h3").all_inner_texts()[:3] == ["Outcomes over the rounds", "Cases by outcome", "Case by case"]
    pictures = screen.page.locator(".findings img")
    assert pictures.count() >= 3
    for at in range(pictures.count()):
        assert pictures.nth(at).evaluate("image => image.decode().then(() => image.naturalWidth)") >= 700
        assert pictures.nth(at).get_attribute("alt")
    screen.page.locator("#findings-rounds summary").click()
    assert "More pupils take school meals" in screen.page.locator("#findings-rounds table").inner_text()
    assert screen.fragment() == "tab=findings"
