"""A whole piece of work without a pointer: start a map, link two factors, put them into layers, give evidence, see the score, publish."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.studio.conftest import opened
from tests.web.test_keyboard import Keys

from sysmap.formats.read import read_file
from sysmap.formats.workspace import Workspace
from sysmap.project import Project


@pytest.fixture
def newcomer(browser: Browser, empty_studio: tuple[Path, str]) -> Iterator[Page]:
    yield from opened(browser, empty_studio[1])


def hand_of(page: Page) -> Keys:
    return Keys(SimpleNamespace(page=page))  # type: ignore[arg-type]


def test_from_nothing_to_a_published_page_by_keys(newcomer: Page, empty_studio: tuple[Path, str]) -> None:
    page, folder = newcomer, empty_studio[0]
    path = folder / "toc" / "courses.yaml"
    keys = hand_of(page)
    keys.to("What is it about?")
    page.keyboard.type("Courses")
    with page.context.expect_page() as found:
        page.keyboard.press("Enter")
    board = found.value
    expect(board.get_by_placeholder("Type a factor")).to_be_visible(timeout=60_000)
    board.keyboard.press("/")
    board.keyboard.type("Courses are held -> Inspectors know more +")
    board.keyboard.press("Enter")
    expect(board.get_by_text("Saved", exact=True).first).to_be_visible(timeout=30_000)
    board.wait_for_timeout(4_000)
    board.close()
    assert list(read_file(path).map.links) == ["courses-are-held->inspectors-know-more"]

    page.reload()
    expect(page.get_by_role("heading", name="Courses")).to_be_visible(timeout=30_000)
    keys.to("Scores, evidence, hand on: Courses")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Scores")).to_be_visible(timeout=30_000)
    keys.to("Factors and assumptions")
    page.keyboard.press("Enter")
    for label, layer in (("Courses are held", "Activities"), ("Inspectors know more", "Outcomes")):
        expect(page.get_by_label(f"Layer: {label}", exact=True)).to_be_visible(timeout=30_000)
        keys.to(f"Layer: {label}")
        page.keyboard.type(layer[:3])
        expect(page.get_by_text(f"The layer of “{label}” is written.")).to_be_visible(timeout=30_000)
    assert read_file(path).map.factors["inspectors-know-more"].layer == "outcomes"

    keys.to("Evidence")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Add an item")).to_be_visible(timeout=30_000)
    keys.to("Add an item")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Statement")).to_be_visible(timeout=30_000)
    keys.to("Statement")
    page.keyboard.type("Nine of ten inspectors passed the test.")
    keys.to("Element")
    page.keyboard.type("Insp")
    expect(page.get_by_label("What it does to the scores").get_by_text("Inspectors know more")).to_be_visible(timeout=30_000)
    keys.to("Keep the item")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The item is kept in")).to_be_visible(timeout=30_000)
    assert sum(len(register.items) for register in Project.open(path, Workspace(folder)).registers) == 1

    keys.to("Scores")
    page.keyboard.press("Enter")
    expect(page.get_by_role("rowheader", name="Inspectors know more")).to_be_visible(timeout=30_000)
    keys.to("Hand on")
    page.keyboard.press("Enter")
    expect(page.get_by_text("For whom is it?")).to_be_visible(timeout=30_000)
    keys.to("Page that opens anywhere")
    with page.expect_download(timeout=90_000) as got:
        page.keyboard.press("Enter")
    assert got.value.suggested_filename == "courses.html"
