"""How one begins in the studio: from an example, from a theme, and going on with a workspace that was open before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.studio.conftest import axe, opened, served

from sysmap.core.problem import Refused
from sysmap.formats.read import read_file
from sysmap.studio.workspaces import OneWorkspace, RecentWorkspaces


@pytest.fixture
def newcomer(browser: Browser, empty_studio: tuple[Path, str]) -> Iterator[Page]:
    yield from opened(browser, empty_studio[1])


def test_from_an_example_and_from_a_theme_and_back_to_what_was_open_before(
    newcomer: Page, empty_studio: tuple[Path, str], browser: Browser, tmp_path: Path,
) -> None:
    page, folder = newcomer, empty_studio[0]
    page.get_by_label("Which one?").select_option("cqc")
    page.get_by_role("button", name="Unpack and open").click()
    expect(page.get_by_role("heading", name="CQC system regulation theory of change, as updated after the research", exact=True)).to_be_visible(
        timeout=60_000)
    assert (folder / "toc" / "cqc-system-assessment-2025.yaml").is_file(), "an empty folder takes the example itself"
    assert axe(page) == []

    page.get_by_label("What is it about?").fill("Courses for inspectors")
    page.get_by_label("What kind of map is it?").select_option("theory training")
    with page.context.expect_page() as found:
        page.get_by_role("button", name="Start and draw").click()
    found.value.close()
    expect(page.get_by_role("heading", name="Courses for inspectors")).to_be_visible(timeout=30_000)
    assert list(read_file(folder / "toc" / "courses-for-inspectors.yaml").map.layers) == ["training", "reach", "learning", "practice", "results"]

    page.get_by_label("Which one?").select_option("school-meals")
    page.get_by_role("button", name="Unpack and open").click()
    expect(page.get_by_text("school-meals-example").first).to_be_visible(timeout=60_000)
    assert (folder.parent / "school-meals-example" / "toc").is_dir(), "another example does not mix with what is there"
    page.get_by_role("link", name="new", exact=True).click()
    expect(page.get_by_role("heading", name="Courses for inspectors")).to_be_visible(timeout=60_000)
    page.go_back()
    expect(page.get_by_role("link", name="new", exact=True)).to_be_visible(timeout=60_000)

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for _, link in served(elsewhere):
        for other in opened(browser, link):
            expect(other.get_by_role("link", name="school-meals-example")).to_be_visible(timeout=30_000)


def test_only_a_workspace_of_the_list_is_opened(tmp_path: Path) -> None:
    here, other = tmp_path / "here", tmp_path / "other"
    for folder in (here, other):
        (folder / "toc").mkdir(parents=True)
    record = tmp_path / "settings" / "workspaces.json"
    RecentWorkspaces(other, record)
    known = RecentWorkspaces(here, record)
    (listed,) = known.listed("")["recent"]  # type: ignore[misc]
    assert known.folder(listed["id"]) == other
    with pytest.raises(Refused, match="not on the list"):
        known.folder("../../etc")
    record.write_text("{ broken", encoding="utf-8")
    assert known.folder("") == here
    assert RecentWorkspaces(here, record).listed("")["recent"] == []


def test_a_service_shows_its_own_workspace_alone(tmp_path: Path) -> None:
    alone = OneWorkspace(tmp_path)
    assert alone.folder("00000000") == tmp_path
    with pytest.raises(Refused, match="no examples"):
        alone.start_example("", "cqc")
