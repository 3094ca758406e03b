"""A reader finds where a sentence of a rendered page is made by following docs/architecture.md, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sysmap.project import Project
from sysmap.views.file_page import page_of

MAP = "toc/cqc-system-assessment-2025.yaml"
OUTCOME = "local-quality"
SENTENCES = {
    "ask what leads to the factor, what follows from it, or both": "src/sysmap/core/english_page.py",
    "links used here speak of a whole layer and not of single factors": "src/sysmap/core/english_answers.py",
    "No effect is on the map.": "src/sysmap/core/english.py",
    "It lies beyond what the theory answers for, so no score is proposed.": "models/rubrics/",
    "Better quality and safety in ICSs and LAs was held the most achievable": "toc/",
}
"""Taken by lot from the page's details, an answer, the outline and the help; each with where it is made."""


@pytest.fixture(scope="module")
def shown(browser: Browser, tmp_path_factory: pytest.TempPathFactory, root: Path) -> str:
    """All that the page of a theory shows of an outcome: its details, an answer, the outline."""
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(page_of(Project.open(root / MAP)), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(file.as_uri())
    page.wait_for_function("window.sysmap")
    texts = []
    for view in ({"selected": {"kind": "factor", "id": OUTCOME}}, {"tab": "outline"},
                 {"panel": "ask", "ask": {"kind": "reach", "direction": "up", "starts": [OUTCOME], "steps": None, "combine": "union"}}):
        page.evaluate("view => window.sysmap.store.set(view)", view)
        texts.append(page.locator("body").inner_text())
    page.close()
    return " ".join(" ".join(texts).split())


ENDINGS = {".py", ".yaml"}


def steps(root: Path) -> list[list[Path]]:
    """The places that the page names, step by step."""
    text = (root / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.split("To find where a sentence on the page is made")[1].split("## ")[0]
    return [[root / place for place in re.findall(r"`([\w/]+(?:\.py|/))`", step)] for step in re.split(r"\n\d\. ", section)[1:]]


def found_in(root: Path, sentence: str) -> list[str]:
    """The files of the first step that hold any five words of a sentence in a row."""
    words = re.findall(r"[\w’']+", sentence)
    rows = [r"[^\w]+".join(map(re.escape, words[at:at + 5])) for at in range(max(1, len(words) - 4))]
    for places in steps(root):
        files = [file for place in places for file in ([place] if place.is_file() else sorted(place.rglob("*.*"))) if file.suffix in ENDINGS]
        holding = [file.relative_to(root).as_posix() for file in files if any(re.search(row, file.read_text(encoding="utf-8")) for row in rows)]
        if holding:
            return holding
    return []


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_of_the_page_is_found_where_the_architecture_page_says(sentence: str, shown: str, root: Path) -> None:
    assert sentence in shown
    assert all(file.startswith(SENTENCES[sentence]) for file in found_in(root, sentence)), found_in(root, sentence)
    assert found_in(root, sentence)


def test_every_place_that_the_architecture_page_names_is_there(root: Path) -> None:
    assert [place for places in steps(root) for place in places if not place.exists()] == []
    assert all(steps(root))
