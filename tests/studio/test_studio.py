"""The studio as somebody uses it who never opened a terminal: start, draw, bring a map, look at scores, hand on."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.studio.conftest import axe

from sysmap.formats.read import read_file


def test_a_map_is_started_drawn_and_saved_without_a_terminal(page: Page, studio: tuple[Path, str]) -> None:
    folder, link = studio
    assert link.rpartition("#")[2] not in page.url, "the key does not stay in the address"
    page.get_by_label("What is it about?").fill("Why children skip lunch")
    page.get_by_label("What kind of map is it?").select_option("map")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Start and draw").click()
    board = opened.value
    typing = board.get_by_placeholder("Type a factor")
    expect(typing).to_be_visible(timeout=30_000)
    typing.fill("Queues at the counter -> Time to eat -")
    typing.press("Enter")
    path = folder / "maps" / "why-children-skip-lunch.yaml"
    expect(board.get_by_text("Saved", exact=True).first).to_be_visible(timeout=20_000)
    board.wait_for_timeout(4_000)
    document = read_file(path).map
    assert {"Queues at the counter", "Time to eat"} <= {factor.label for factor in document.factors.values()}
    page.reload()
    expect(page.get_by_role("heading", name="Why children skip lunch")).to_be_visible(timeout=30_000)


def test_scores_gaps_and_findings_of_a_theory_are_shown_and_a_report_is_handed_on(page: Page, tmp_path: Path) -> None:
    assert axe(page) == []
    page.get_by_role("button", name=re.compile("Scores, evidence, hand on")).first.click()
    expect(page.get_by_role("tab", name="Scores")).to_have_attribute("aria-selected", "true")
    expect(page.get_by_text("A score is proposed by the rule")).to_be_visible(timeout=30_000)
    assert axe(page) == []
    page.get_by_role("tab", name="Missing evidence").click()
    expect(page.get_by_text("Each says what to look for.")).to_be_visible(timeout=30_000)
    page.get_by_role("tab", name="Compare").click()
    choice = page.get_by_label("What changed since which version?")
    choice.select_option(index=1)
    expect(page.locator("[role=tabpanel] li").first).to_be_visible(timeout=30_000)
    page.get_by_role("tab", name="Hand on").click()
    page.get_by_label("For whom is it?").select_option("public")
    expect(page.get_by_text("What stays here:")).to_be_visible(timeout=30_000)
    assert axe(page) == []
    for form, ending in (("Page that opens anywhere", "html"), ("Report for Word", "docx")):
        with page.expect_download(timeout=60_000) as got:
            page.get_by_role("button", name=form).click()
        assert got.value.suggested_filename.endswith(ending)
        got.value.save_as(tmp_path / f"out.{ending}")
        assert (tmp_path / f"out.{ending}").stat().st_size > 10_000
    page.go_back()
    expect(page.get_by_role("tab", name="Compare")).to_have_attribute("aria-selected", "true")


def test_a_map_of_another_tool_comes_in_with_the_account_of_what_was_kept(page: Page, studio: tuple[Path, str], tmp_path: Path) -> None:
    table = tmp_path / "lunch.csv"
    table.write_text("from,to,sign\nPrice of a meal,Take-up,-\nTaste,Take-up,+\n", encoding="utf-8")
    page.get_by_label(re.compile("PRSM, Kumu")).set_input_files(str(table))
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("is here now.")).to_be_visible(timeout=30_000)
    assert (studio[0] / "maps" / "lunch.yaml").exists()
    page.get_by_label(re.compile("PRSM, Kumu")).set_input_files(
        {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 nothing"})
    page.get_by_role("button", name="Take it in").click()
    expect(page.locator("p[role=status].bad")).to_be_visible(timeout=30_000)


def test_what_somebody_writes_in_an_editor_shows_up(page: Page, studio: tuple[Path, str]) -> None:
    (studio[0] / "maps").mkdir(exist_ok=True)
    (studio[0] / "maps" / "by-hand.yaml").write_text("sysmap: 1\nkind: map\nid: by-hand\ntitle: Written by hand\n", encoding="utf-8")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("heading", name="Written by hand")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize(("path", "key", "host", "status"), [
    ("/api/maps", "", None, 403), ("/api/maps", "wrong", None, 403), ("/api/maps", "right", "evil.example", 421),
    ("/api/scores?file=../../etc/passwd", "right", None, 409), ("/api/make?file=nothing.yaml", "right", None, 405),
    ("/web/../../secret.py", "right", None, 404), ("/api/maps", "right", None, 200),
])
def test_only_who_has_the_key_and_only_maps_of_the_workspace(
    studio: tuple[Path, str], path: str, key: str, host: str | None, status: int,
) -> None:
    base, _, right = studio[1].partition("/#")
    headers = {"X-Sysmap-Key": right if key == "right" else key} | ({"Host": host} if host else {})
    asked = urllib.request.Request(base + path, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
            got = answer.status
    except urllib.error.HTTPError as error:
        with error:
            got = error.code
    assert got == status
