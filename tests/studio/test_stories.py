"""The contribution story in the studio: own words stay when the report is made anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.studio.conftest import ROOT, axe, go

from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace
from sysmap.reports.make import make
from sysmap.studio.stories import keep_text, story_places

THEORY = "toc/school-meals-2025.yaml"
TITLE = "Free school meals for every pupil, as London offers them"
WORDS = "We think that the price was what kept families away."


def test_own_words_are_written_in_place_and_stand_in_the_report(page: Page, studio: tuple[Path, str]) -> None:
    folder, _ = studio
    details = folder / "reports" / "school-meals-2025.yaml"
    before = details.read_text(encoding="utf-8")
    go(page, TITLE, "Story")
    expect(page.get_by_text("What the report says by itself")).to_be_visible(timeout=30_000)
    assert axe(page) == []
    page.get_by_role("button", name="Write your own words").first.click()
    page.get_by_role("textbox", name="Your own words").first.fill(WORDS)
    page.get_by_role("tab", name="Scores").click()
    page.get_by_role("tab", name="Story").click()
    expect(page.get_by_role("textbox", name="Your own words").first).to_have_value(WORDS, timeout=30_000)
    page.get_by_role("button", name="Keep these words").first.click()
    expect(page.get_by_text("Kept in reports/school-meals-2025.yaml.")).to_be_visible(timeout=30_000)
    after = details.read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    for _ in range(2):  # made anew, they are there again
        assert WORDS in bytes(make(folder / THEORY, "md", workspace=Workspace(folder)).output.data).decode()


@pytest.mark.parametrize("path", [*sorted((ROOT / "toc").glob("*.yaml")), *sorted((ROOT / "maps").glob("*.yaml"))], ids=lambda path: path.stem)
def test_every_map_has_its_places(path: Path) -> None:
    workspace = Workspace(ROOT)
    places = story_places(workspace, path)
    map_ = workspace.read(path).map
    assert [one["place"] for one in places if one["group"] == "Contribution stories"] == list(map_.claims)
    assert all(one["made"] for one in places if one["group"] == "Contribution stories")
    assert len({one["place"] for one in places}) == len(places)


def test_a_map_without_a_report_file_gets_one_and_nobody_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    path = tmp_path / "maps" / "lunch.yaml"
    path.write_text("sysmap: 1\nkind: map\nid: lunch\ntitle: Lunch\nfactors:\n  queue: Queues\n", encoding="utf-8")
    kept = keep_text(Workspace(tmp_path), path, {"place": "conclusions", "text": "Wait less.", "before": ""})
    assert kept == {"file": "reports/lunch-report.yaml"}
    with pytest.raises(Refused, match="changed by somebody else"):
        keep_text(Workspace(tmp_path), path, {"place": "conclusions", "text": "Wait more.", "before": ""})
    keep_text(Workspace(tmp_path), path, {"place": "conclusions", "text": "Wait more.", "before": "Wait less."})
    [conclusions] = [one for one in story_places(Workspace(tmp_path), path) if one["place"] == "conclusions"]
    assert conclusions["own"].strip() == "Wait more."
    with pytest.raises(Refused, match="no such place"):
        keep_text(Workspace(tmp_path), path, {"place": "nowhere", "text": "x", "before": ""})
