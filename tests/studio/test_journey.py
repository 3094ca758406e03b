"""From nothing to a published theory, as somebody does who never opened a terminal: one afternoon in the studio."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.studio.conftest import axe, opened

from sysmap.formats.read import read_file
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

LINKS = ["Breakfast is served", "Children arrive on time", "Children are less hungry", "Children attend", "Children concentrate",
         "Children learn more"]
SIDE = ["Staff open early", "Parents know of the club", "Parents can go to work", "Families earn more", "Less stress at home",
        "Children sleep better"]
ACTIVITIES = {"Breakfast is served", "Staff open early", "Parents know of the club"}
ITEMS = [("Teachers at six schools saw fewer late arrivals.", "Children arrive on time", "moderate"),
         ("Attendance rose by two points.", "Children attend", "strong"), ("Parents said mornings are calmer.", "Less stress at home", "weak"),
         ("Pupils said they are not hungry at ten.", "Children are less hungry", "moderate"),
         ("Teachers saw more attention in the first lesson.", "Children concentrate", "moderate"),
         ("Three mothers took up work.", "Parents can go to work", "weak")]


@pytest.fixture
def newcomer(browser: Browser, empty_studio: tuple[Path, str]) -> Iterator[Page]:
    yield from opened(browser, empty_studio[1])


def test_from_nothing_to_a_published_theory(newcomer: Page, empty_studio: tuple[Path, str], tmp_path: Path) -> None:
    page, folder = newcomer, empty_studio[0]
    path = folder / "toc" / "breakfast-clubs.yaml"
    assert axe(page) == []

    page.get_by_label("What is it about?").fill("Breakfast clubs")
    with page.context.expect_page() as found:
        page.get_by_role("button", name="Start and draw").click()
    board = found.value
    typing = board.get_by_placeholder("Type a factor")
    expect(typing).to_be_visible(timeout=60_000)
    for chain in (LINKS, SIDE):
        for first, then in pairwise(chain):
            typing.fill(f"{first} -> {then} +")
            typing.press("Enter")
            board.wait_for_timeout(150)
    expect(board.get_by_text("Saved", exact=True).first).to_be_visible(timeout=30_000)
    board.wait_for_timeout(4_000)
    board.close()
    map_ = read_file(path).map
    assert len(map_.factors) == 12
    assert len(map_.links) == 10

    page.reload()
    page.get_by_role("button", name="Scores, evidence, hand on: Breakfast clubs").click()
    page.get_by_role("tab", name="Factors and assumptions").click()
    for label in (*LINKS, *SIDE):
        page.get_by_label(f"Layer: {label}", exact=True).select_option(label="Activities" if label in ACTIVITIES else "Outcomes")
        expect(page.get_by_text(f"The layer of “{label}” is written.")).to_be_visible(timeout=30_000)
    assert axe(page) == []
    for words, link in (("Children come to school at all.", "Children are less hungry → Children attend"),
                        ("Jobs are to be had nearby.", "Parents can go to work → Families earn more")):
        page.get_by_role("button", name="Add an assumption").click()
        page.get_by_label("Label").fill(words)
        page.get_by_label("Label").press("Tab")
        page.get_by_label("Add: Links").select_option(label=link)
        page.get_by_role("button", name="Keep the assumption").click()
        expect(page.get_by_text("The assumption is kept in the map's file.")).to_be_visible(timeout=30_000)
    map_ = read_file(path).map
    assert {map_.assumptions[id_].label for link in map_.links.values() for id_ in link.assumptions} == {
        "Children come to school at all.", "Jobs are to be had nearby."}

    for statement, element, strength in ITEMS:
        page.get_by_role("tab", name="Evidence", exact=True).click()
        page.get_by_role("button", name="Add an item").click()
        page.get_by_label("Statement").fill(statement)
        page.get_by_label("Element").first.select_option(label=element)
        page.get_by_role("group", name="Bears on").get_by_label("Strength").first.select_option(strength)
        expect(page.get_by_label("What it does to the scores").get_by_text(element)).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="Keep the item").click()
        expect(page.get_by_text("The item is kept in")).to_be_visible(timeout=30_000)
    project = Project.open(path, Workspace(folder))
    assert sum(len(register.items) for register in project.registers) == 6
    page.get_by_role("tab", name="Scores").click()
    expect(page.get_by_role("rowheader", name="Children attend")).to_be_visible(timeout=30_000)
    assert project.scores is not None
    assert {one.score for one in project.scores.outcomes} != {"No evidence yet"}

    page.get_by_role("tab", name="Compare").click()
    page.get_by_label(re.compile("Name of the version")).fill("2027")
    page.get_by_role("button", name="Start the version").click()
    expect(page.get_by_text("The new version is here: toc/breakfast-clubs-2027.yaml.")).to_be_visible(timeout=30_000)
    page.get_by_role("tab", name="Factors and assumptions").click()
    page.get_by_label("Layer: Children learn more", exact=True).select_option(label="Impact")
    expect(page.get_by_text("The layer of “Children learn more” is written.")).to_be_visible(timeout=30_000)
    page.get_by_role("tab", name="Compare").click()
    page.get_by_label("What changed since which version?").select_option(index=1)
    expect(page.locator("[role=tabpanel] li").filter(has_text="Children learn more").first).to_be_visible(timeout=30_000)
    assert axe(page) == []

    page.get_by_role("tab", name="Hand on").click()
    page.get_by_label("For whom is it?").select_option("public")
    for form in ("Page that opens anywhere", "Report for Word", "All in one file"):
        with page.expect_download(timeout=90_000) as got:
            page.get_by_role("button", name=form).click()
        got.value.save_as(tmp_path / got.value.suggested_filename)
    assert {"breakfast-clubs-2027.html", "breakfast-clubs-2027.docx", "breakfast-clubs-2027.zip"} <= {one.name for one in tmp_path.iterdir()}
    with zipfile.ZipFile(tmp_path / "breakfast-clubs-2027.zip") as archive:
        assert len(archive.namelist()) == 5
    for width in (390, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        for tab in ("Scores", "Evidence", "Factors and assumptions", "Hand on"):
            page.get_by_role("tab", name=tab, exact=True).click()
            page.wait_for_timeout(300)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{tab} at {width}"
    page.get_by_role("link", name="All maps").click()
    with page.expect_download(timeout=120_000) as got:
        page.get_by_role("button", name="Make the site").click()
    assert got.value.suggested_filename == "site-public.zip"
