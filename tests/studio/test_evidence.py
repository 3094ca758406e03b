"""Evidence and scores without a terminal: an item is written, the score moves, people decide, gaps are worked through."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.studio.conftest import axe, go

from sysmap.core.evidence import Evidence
from sysmap.formats.read import read_file
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

TITLE = "Free school meals for every pupil, as London offers them"
THEORY = "toc/school-meals-2025.yaml"
LONDON = "toc/evidence/london-2023-2025.yaml"


def register(folder: Path, name: str = LONDON) -> Evidence:
    document = read_file(folder / name).document
    assert isinstance(document, Evidence)
    return document


def score(folder: Path, element: str) -> str:
    return Project.open(folder / THEORY, Workspace(folder)).score(element=element).outcomes[0].score


def test_an_item_is_written_and_the_score_moves_before_it_is_kept(page: Page, studio: tuple[Path, str]) -> None:
    folder, _ = studio
    before = (folder / LONDON).read_text(encoding="utf-8")
    assert score(folder, "stigma") == "No evidence yet"
    go(page, TITLE, "Missing evidence")
    page.get_by_role("button", name="Add evidence: Less stigma of free meals").first.click()
    expect(page.get_by_text("Nothing bears on it.").first).to_be_visible(timeout=30_000)
    page.get_by_label("Register").select_option(label="London's offers to all pupils")
    page.get_by_label("Statement").fill("Pupils at two schools said that nobody knows any more who has a free meal.")
    page.get_by_role("group", name="Bears on").get_by_label("Strength").first.select_option("moderate")
    page.get_by_text("Who says so, who looks after it").click()
    page.get_by_label("Add: Cases").select_option("london")
    effect = page.get_by_label("What it does to the scores")
    expect(effect.get_by_text("Less stigma of free meals")).to_be_visible(timeout=30_000)
    expect(effect.locator(".moved")).to_contain_text("No evidence yet")
    assert axe(page) == []
    assert (folder / LONDON).read_text(encoding="utf-8") == before, "nothing is written before it is kept"
    shown = effect.locator(".moved strong").nth(1).inner_text()
    page.get_by_role("button", name="Keep the item").click()
    expect(page.get_by_text(f"The item is kept in {LONDON}.")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("tab", name="Missing evidence")).to_have_attribute("aria-selected", "true")
    after = (folder / LONDON).read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n").rsplit("\n", 1)[0][:2000]), "the rest of the file stays as it was"
    assert score(folder, "stigma") == shown != "No evidence yet"
    item = list(register(folder).items.values())[-1]
    assert (item.id, item.cases, item.bears_on[0].element) == ("pupils-at-two-schools-said", ("london",), "stigma")


def test_an_item_is_changed_retired_and_brought_back(page: Page, studio: tuple[Path, str]) -> None:
    folder, _ = studio
    before = (folder / LONDON).read_bytes()
    go(page, TITLE, "Evidence")
    page.get_by_role("button", name=re.compile("Retire: 64 per cent")).click()
    expect(page.get_by_text("counts no more")).to_be_visible(timeout=30_000)
    [gone] = [item for item in register(folder).items.values() if item.statement.startswith("64 per cent")]
    assert gone.status == "withdrawn"
    page.get_by_role("button", name=re.compile("Bring back: 64 per cent")).click()
    expect(page.get_by_text("The item counts again.")).to_be_visible(timeout=30_000)
    assert (folder / LONDON).read_bytes() == before
    page.get_by_role("button", name=re.compile("Edit: 64 per cent")).click()
    page.get_by_label("Statement").fill("65 per cent of the parents asked said that family life was less stressful.")
    page.get_by_label("Statement").press("Tab")
    page.get_by_role("tab", name="Scores").click()
    page.get_by_role("tab", name="Evidence", exact=True).click()
    expect(page.get_by_text("Not kept yet:")).to_be_visible(timeout=30_000)
    page.get_by_text("Not kept yet:").get_by_role("button").click()
    expect(page.get_by_label("Statement")).to_have_value(re.compile("^65 per cent"))
    path = folder / LONDON
    path.write_text(path.read_text(encoding="utf-8").replace("64 per cent", "63 per cent"), encoding="utf-8")
    page.get_by_role("button", name="Keep the item").click()
    expect(page.get_by_text("was changed by somebody else meanwhile")).to_be_visible(timeout=30_000)
    assert "63 per cent" in path.read_text(encoding="utf-8")


def test_people_set_a_score_with_a_reason_and_take_it_back(page: Page, studio: tuple[Path, str]) -> None:
    folder, _ = studio
    before = {path: path.read_text(encoding="utf-8") for path in folder.glob("toc/evidence/*")}
    go(page, TITLE, "Scores")
    page.get_by_role("button", name="Set a score: Families save money").click()
    page.get_by_role("button", name="Set this score").click()
    expect(page.get_by_text("Still missing: a score, a reason and the role of whoever decides.")).to_be_visible(timeout=30_000)
    page.get_by_label("Score", exact=True).select_option("Shown")
    page.get_by_label("Reason").fill("Two surveys agree.")
    page.get_by_label("Role").fill("evaluator")
    page.get_by_label("Role").press("Tab")
    assert axe(page) == []
    page.get_by_role("button", name="Set this score").click()
    expect(page.get_by_text("The score of “Families save money” is set.")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Set by evaluator:")).to_be_visible()
    expect(page.get_by_text("The rule proposes: Reported.")).to_be_visible()
    page.get_by_role("button", name="Change the score: Families save money").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("The rule's proposal stands again.")).to_be_visible(timeout=30_000)
    assert {path: path.read_text(encoding="utf-8").rstrip() for path in before} == {path: text.rstrip() for path, text in before.items()}
