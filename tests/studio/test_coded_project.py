"""What was drawn in PRSM and coded in NVivo comes in without a terminal: taken in, its codes confirmed in the page, kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.studio.conftest import axe, opened
from tests.studio.test_coding import picture

from sysmap.core.evidence import Evidence
from sysmap.core.map import Map
from sysmap.formats.read import read_file

SAMPLES = Path(__file__).parents[1] / "formats" / "foreign" / "samples"
MAP = """\
sysmap: 1
kind: map
id: ward
title: The ward
factors:
  course: {label: Course on safe dosing}
  slips: {label: Slips in dosing}
  asking: {label: Asking when unsure}
links:
  - {from: course, to: slips, polarity: negative}
"""
REGISTER = "sysmap: 1\nkind: evidence\nid: talks\ntitle: Talks\nuses: [../../maps/ward.yaml]\n"


@pytest.fixture
def newcomer(browser: Browser, empty_studio: tuple[Path, str]) -> Iterator[tuple[Page, Path]]:
    folder, link = empty_studio
    for page in opened(browser, link):
        yield page, folder


def register(path: Path) -> Evidence:
    document = read_file(path).document
    assert isinstance(document, Evidence)
    return document


def test_a_prsm_map_and_a_coded_project_come_in_without_a_terminal(newcomer: tuple[Page, Path]) -> None:
    page, folder = newcomer
    for file, size in (("bees.prsm", "factors"), ("ward.qde", "4 factors")):
        page.locator("#import-file").set_input_files(str(SAMPLES / file))
        page.get_by_role("button", name="Take it in").click()
        expect(page.get_by_role("status")).to_contain_text("is here now", timeout=30_000)
        expect(page.get_by_text(size).first).to_be_visible()
    bees = next(map_ for path in (folder / "maps").glob("*.yaml") if "prsm" in str((map_ := read_file(path).map).x) or "Bees" in map_.title)
    assert len(bees.factors) > 3
    page.get_by_role("link", name="Code a document").click()
    page.locator("#map").select_option(label="Ward talks")
    page.get_by_label("What is it called?").fill("Talks on the ward")
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="A coded project").last.click()
    page.locator("#project").set_input_files(str(SAMPLES / "ward.qde"))
    expect(page.get_by_label("It speaks of: Night staff")).to_have_value("Night staff", timeout=30_000)
    expect(page.get_by_text("3 items added")).to_be_visible()
    page.get_by_role("button", name="Take the coded passages over").click()
    expect(page.get_by_text("What the codes mean is kept in")).to_be_visible(timeout=30_000)
    expect(page.locator("mark.own").first).to_be_visible()
    items = register(next((folder / "toc" / "evidence").glob("*.yaml"))).items
    assert [item.passages[0].words for item in items.values()] == [
        "The course helped.", "We made fewer slips since the course.", "Nobody told the night staff."]


@pytest.fixture
def ward(empty_studio: tuple[Path, str]) -> tuple[Path, str]:
    folder, link = empty_studio
    for name, text in (("maps/ward.yaml", MAP), ("toc/evidence/talks.yaml", REGISTER)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder, link


def test_what_codes_mean_is_changed_confirmed_and_kept_with_the_keyboard(browser: Browser, ward: tuple[Path, str]) -> None:
    folder, link = ward
    for page in opened(browser, link):
        page.get_by_role("link", name="Code a document").press("Enter")
        expect(page.get_by_text("No document yet")).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="A coded project").first.press("Enter")
        expect(page.locator("#project")).to_be_focused()
        page.locator("#project").set_input_files(str(SAMPLES / "ward.qde"))
        first = page.get_by_label("It speaks of: Learning / Course on safe dosing")
        expect(first).to_be_focused(timeout=30_000)
        expect(first).to_have_value("Course on safe dosing")
        link_row = page.get_by_role("row", name="Course on safe dosing -> Slips in dosing")
        expect(link_row.get_by_label("It speaks of:")).to_have_value("Course on safe dosing")
        expect(link_row.get_by_label("Its effect:")).to_have_value("Slips in dosing")
        expect(page.get_by_text("3 of 4 codes have a meaning. The others are left out, and with them one coded passage.")).to_be_visible()
        assert axe(page) == []
        picture(page, "coded-project")

        night = page.get_by_label("It speaks of: Night staff")
        for _ in range(40):
            if night.evaluate("one => one === document.activeElement"):
                break
            page.keyboard.press("Tab")
        page.keyboard.type("Nights")
        row = page.get_by_role("row", name="Night staff")
        expect(row.get_by_text("The map has no element Nights.")).to_be_visible(timeout=30_000)
        take = page.get_by_role("button", name="Take the coded passages over")
        expect(take).to_be_disabled()
        assert axe(page) == []
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="New factor “Night staff”, for Night staff")).to_be_focused()
        page.keyboard.press("Enter")
        expect(night).to_be_focused()
        expect(night).to_have_value("new: Night staff")
        page.get_by_label("What a passage does: Night staff").focus()
        page.keyboard.type("speaks")
        expect(take).to_be_enabled(timeout=30_000)
        expect(page.get_by_text("Every code has a meaning.")).to_be_visible()
        assert not (folder / "documents").exists(), "nothing is written before somebody confirms"
        take.press("Enter")
        expect(page.get_by_text("3 items added, 0 changed. What the codes mean is kept in")).to_be_visible(timeout=30_000)
        items = list(register(folder / "toc" / "evidence" / "talks.yaml").items.values())
        assert [(b.element, b.direction) for b in items[2].bears_on] == [("night-staff", "contradicts")]
        theory = read_file(folder / "maps" / "ward.yaml").document
        assert isinstance(theory, Map)
        assert theory.factors["night-staff"].label == "Night staff"

        page.get_by_role("button", name="A coded project").first.press("Enter")
        page.locator("#project").set_input_files(str(SAMPLES / "ward.qde"))
        expect(page.get_by_text("The table begins with what was confirmed before")).to_be_visible(timeout=30_000)
        expect(page.get_by_label("What a passage does: Night staff")).to_have_value("contradicts")
        expect(page.get_by_text("0 items added, 0 changed.")).to_be_visible(timeout=30_000)
        page.locator("#project").set_input_files({"name": "x.qdpx", "mimeType": "application/zip", "buffer": b"PK\x03\x04 no"})
        expect(page.get_by_role("status").first).to_contain_text("This is no project of the REFI-QDA standard.")
        page.get_by_role("button", name="Back to the documents").press("Enter")
        expect(page.locator("mark.own").first).to_be_visible(timeout=30_000)
