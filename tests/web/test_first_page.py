"""The page in a real browser: opened from disk, offline, with pointer, keyboard and screen reader in mind."""

from collections.abc import Callable

import pytest
from tests.web.screen import Screen

THEORY = """\
sysmap: 1
kind: theory
id: reports
title: How a report helps
layers:
  - {id: activity, label: Activities}
  - {id: outcome, label: Outcomes}
factors:
  report:
    label: Assessment report
    layer: activity
    definition: What the inspectors publish
    cite: {source: iff-2025, at: "ch. 4, Outputs", line: 330}
  advice: {label: Advice on good practice, layer: activity}
  better: {label: Better local care, layer: outcome, status: anticipated}
links:
  - from: report
    to: better
    polarity: positive
    mechanisms: [guided]
    assumptions: [acts]
    basis: stated
    cite: {source: iff-2025, at: "ch. 4, Short-term outcomes", line: 354}
  - {from: advice, to: better, polarity: mixed}
assumptions:
  acts: {label: Those assessed act upon the findings, critical: true}
"""


def test_a_click_on_a_factor_shows_what_is_known_of_it(open_page: Callable[..., Screen]) -> None:
    screen = open_page(THEORY)
    screen.click_factor("better")
    assert screen.heading() == "Better local care"
    said = screen.details()
    for words in ["Caused by (2)", "Assessment report", "Advice on good practice", "Leads to (0)", "anticipated",
                  "Those assessed act upon the findings", "critical", "Guided"]:
        assert words in said


def test_a_link_tells_its_mechanism_and_where_it_is_said(open_page: Callable[..., Screen]) -> None:
    screen = open_page(THEORY)
    screen.click_factor("better")
    screen.press("About the link “Assessment report” → “Better local care”")
    assert screen.heading() == "“Assessment report” contributes to “Better local care”."
    assert "ch. 4, Short-term outcomes, line 354" in screen.details()
    screen.press("Back")
    assert screen.heading() == "Better local care"


def test_everything_can_be_read_with_the_keyboard_alone(open_page: Callable[..., Screen]) -> None:
    screen = open_page(THEORY)
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate("document.activeElement.id") == "question"
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate("document.activeElement.id") == "find"
    screen.page.keyboard.type("good prac")
    screen.page.keyboard.press("Enter")
    assert screen.heading() == "Advice on good practice"
    assert screen.announced() == ("“Advice on good practice”. No cause is on the map. Influences, depending on the context, "
                                  "“Better local care”.")
    screen.picture_key("ArrowRight")
    assert screen.heading() == "Better local care"
    screen.picture_key("Escape")
    assert screen.heading() == "How a report helps"


def test_the_outline_says_the_whole_map_in_words(open_page: Callable[..., Screen]) -> None:
    screen = open_page(THEORY)
    screen.read_as("Outline")
    assert ("Caused by “Assessment report”. Influenced, depending on the context, by “Advice on good practice”. "
            "No effect is on the map.") \
        in screen.text()
    screen.press("Better local care")
    assert screen.heading() == "Better local care"


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_axe_finds_nothing(
    open_page: Callable[..., Screen], axe: Callable[[Screen], list[str]], size: tuple[int, int],
) -> None:
    screen = open_page(THEORY, size=size)
    assert axe(screen) == []
    screen.page.locator("#find").fill("report")
    assert axe(screen) == []
    screen.page.keyboard.press("Enter")
    assert axe(screen) == []
    for panel in ["Ask", "Show", "Views and files", "Details"]:
        screen.open_panel(panel)
        assert axe(screen) == [], panel
    for way in ["Outline", "Tables", "Picture"]:
        screen.read_as(way)
        assert axe(screen) == [], way


def test_the_picture_is_drawn(open_page: Callable[..., Screen]) -> None:
    screen = open_page(THEORY)
    screen.click_factor("report")
    assert screen.heading() == "Assessment report"
    assert screen.dark_pixels() > 500


@pytest.mark.parametrize("label", [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1) href",
    "‮ turned round", "\U0001f600" * 50,
], ids=["script", "image", "href", "turned", "emoji"])
def test_a_hostile_label_is_shown_as_it_is(open_page: Callable[..., Screen], label: str) -> None:
    screen = open_page(THEORY.replace("label: Better local care", f"label: '{label}'"))
    screen.page.mouse.move(*screen.place_of("better"))
    screen.click_factor("better")
    assert screen.heading() == label
    for way in ["Outline", "Tables"]:
        screen.read_as(way)
        assert screen.page.evaluate("document.querySelectorAll('script, img').length") == 2


def test_a_label_of_ten_thousand_letters_leaves_room_for_the_picture(open_page: Callable[..., Screen]) -> None:
    endless = "endless " * 1250
    screen = open_page(THEORY.replace("label: Better local care", f"label: {endless}").replace("How a report", endless),
                       fragment="#factor=better&ask=up&of=better")
    assert screen.heading() == endless.strip()
    height = screen.page.locator(".picture").evaluate("e => e.getBoundingClientRect().height")
    assert height > 300
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_a_label_that_turns_the_writing_cannot_turn_the_sentence(open_page: Callable[..., Screen]) -> None:
    screen = open_page(THEORY.replace("Better local care", "\u202eturned"))
    screen.find("assessment report")
    assert screen.announced() == "“Assessment report”. No cause is on the map. Leads to “turned”."
