"""The page in a real browser: opened from disk, offline, with pointer, keyboard and screen reader in mind."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

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


def on_screen(page: Page, factor: str) -> tuple[float, float]:
    """Where the middle of a factor's box is on the screen."""
    x, y = page.evaluate("""factor => {
        const box = JSON.parse(document.getElementById("sysmap-document").textContent).layout.boxes[factor];
        const at = window.sysmap.picture.toScreen(box.x, box.y);
        return [at.x, at.y];
    }""", factor)
    return x, y


def test_a_click_on_a_factor_shows_what_is_known_of_it(open_page: Callable[..., Page]) -> None:
    page = open_page(THEORY)
    page.mouse.click(*on_screen(page, "better"))
    panel = page.locator(".panel")
    assert panel.locator("h2").inner_text() == "Better local care"
    said = panel.inner_text()
    for words in ["Caused by (2)", "Assessment report", "Advice on good practice", "Leads to (0)", "anticipated",
                  "Those assessed act upon the findings", "critical", "Guided"]:
        assert words in said


def test_a_link_tells_its_mechanism_and_where_it_is_said(open_page: Callable[..., Page]) -> None:
    page = open_page(THEORY)
    page.mouse.click(*on_screen(page, "better"))
    page.get_by_role("button", name="About the link Assessment report leads to Better local care").click()
    said = page.locator(".panel").inner_text()
    assert "Assessment report leads to Better local care (positive: more leads to more)" in said
    assert "ch. 4, Short-term outcomes, line 354" in said
    page.get_by_role("button", name="Back").click()
    assert page.locator(".panel h2").inner_text() == "Better local care"


def test_everything_can_be_read_with_the_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page(THEORY)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("good prac")
    page.keyboard.press("Enter")
    assert page.locator(".panel h2").inner_text() == "Advice on good practice"
    assert "Advice on good practice: no cause on this map; leads to Better local care (mixed)." \
        in page.locator("[aria-live]").inner_text()
    page.locator(".picture").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".panel h2").inner_text() == "Better local care"
    page.keyboard.press("Escape")
    assert page.locator(".panel h2").inner_text() == "How a report helps"


def test_the_outline_says_the_whole_map_in_words(open_page: Callable[..., Page]) -> None:
    page = open_page(THEORY)
    page.get_by_role("button", name="Outline").click()
    said = page.locator(".text-view").inner_text()
    assert "Caused by Assessment report (positive) and Advice on good practice (mixed); no effect on this map." in said
    page.get_by_role("button", name="Better local care").first.click()
    assert page.locator(".panel h2").inner_text() == "Better local care"


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_axe_finds_nothing(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], size: tuple[int, int],
) -> None:
    page = open_page(THEORY, size=size)
    assert axe(page) == []
    page.locator("#find").fill("report")
    assert axe(page) == []
    page.keyboard.press("Enter")
    assert axe(page) == []
    page.get_by_role("button", name="Outline").click()
    assert axe(page) == []


@pytest.mark.parametrize("engine", ["vis-network-10", "vis-network-9"])
def test_both_engines_draw_the_picture(open_page: Callable[..., Page], engine: str) -> None:
    page = open_page(THEORY, engine=engine)
    page.mouse.click(*on_screen(page, "report"))
    assert page.locator(".panel h2").inner_text() == "Assessment report"
    inked = page.evaluate("""() => {
        const canvas = document.querySelector(".picture canvas");
        const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let dark = 0;
        for (let i = 3; i < data.length; i += 4) if (data[i] && data[i - 1] + data[i - 2] + data[i - 3] < 600) dark++;
        return dark;
    }""")
    assert inked > 500


@pytest.mark.parametrize("label", [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1) href",
    "‮ turned round", "\U0001f600" * 50,
])
def test_a_hostile_label_is_shown_as_it_is(open_page: Callable[..., Page], label: str) -> None:
    page = open_page(THEORY.replace("Better local care", label).replace(f"label: {label}", f"label: '{label}'"))
    page.mouse.move(*on_screen(page, "better"))
    page.mouse.click(*on_screen(page, "better"))
    assert page.locator(".panel h2").evaluate("e => e.textContent") == label
    page.get_by_role("button", name="Outline").click()
    assert page.evaluate("document.querySelectorAll('script, img').length") == 4
