"""Dark and high contrast: as the computer has it or as somebody chose, in the studio and on the board, measured by axe."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.studio.conftest import axe, go


def ground(page: Page) -> int:
    """How light the ground of the page is, from 0 to 255."""
    found: int = page.evaluate("Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
    return found


@pytest.mark.parametrize("look", ["dark", "contrast"])
def test_every_state_can_be_read(look: str, browser: Browser, studio: tuple[Path, str]) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark" if look == "dark" else "light",
                                  contrast="more" if look == "contrast" else "no-preference")
    page = context.new_page()
    page.goto(studio[1])
    expect(page.get_by_role("heading", name="Maps in this workspace")).to_be_visible(timeout=30_000)
    assert (ground(page) < 60) is (look == "dark")
    assert axe(page) == []
    title = page.locator(".card h3").first.inner_text()
    for tab in ("Scores", "Evidence", "Missing evidence", "Story", "Check", "Compare", "Factors and assumptions", "Hand on", "Ask"):
        go(page, title, tab)
        expect(page.get_by_role("tab", name=tab, exact=True)).to_have_attribute("aria-selected", "true", timeout=30_000)
        expect(page.get_by_text("Looking …")).to_have_count(0, timeout=30_000)
        assert axe(page) == [], tab
    go(page, title, "Evidence")
    page.get_by_role("button", name="Add an item").click()
    expect(page.get_by_label("Statement")).to_be_visible(timeout=30_000)
    assert axe(page) == []
    with page.context.expect_page() as found:
        page.get_by_role("button", name="Draw and ask").click()
    board = found.value
    expect(board.get_by_placeholder("Type a factor")).to_be_visible(timeout=30_000)
    board.evaluate("workshop.editor.choose([workshop.editor.model.order[0]], false)")
    assert axe(board) == []
    board.get_by_role("button", name="Styles").click()
    assert axe(board) == []
    board.get_by_role("button", name="Present", exact=True).click()
    assert axe(board) == []
    board.keyboard.press("Escape")
    theme = board.evaluate("workshop.editor.theme")
    assert (theme["paper"] == "#17212b") is (look == "dark")
    board.evaluate("workshop.editor.pictures")
    assert board.evaluate("document.documentElement.dataset.look") == look, "a picture for a slide is light, the screen stays as it is"
    context.close()


def test_a_look_is_chosen_and_stays(page: Page) -> None:
    light = ground(page)
    page.get_by_label("Look").select_option("dark")
    assert ground(page) < 60 < light
    page.reload()
    expect(page.get_by_label("Look")).to_have_value("dark", timeout=30_000)
    assert ground(page) < 60
    page.get_by_label("Look").select_option("system")
    assert ground(page) == light
