"""A studio that runs on a copy of an example, and a browser that complains about anything it should not see."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests" / "web" / "vendor" / "axe.min.js"


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The workspace of the school meals example with a studio on it: the folder and the address."""
    folder = tmp_path / "meals"
    shutil.copytree(ROOT / "docs" / "examples" / "school-meals", folder)
    yield from served(folder)


@pytest.fixture
def empty_studio(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A studio on a folder with nothing in it."""
    folder = tmp_path / "new"
    folder.mkdir()
    yield from served(folder)


def served(folder: Path) -> Iterator[tuple[Path, str]]:
    process = subprocess.Popen([sys.executable, "-m", "sysmap", "studio", "--no-open"], cwd=folder, stdout=subprocess.PIPE, text=True,
                               env=os.environ | {"XDG_CONFIG_HOME": str(folder.parent / "settings")})
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        found = re.search(r"http://\S+", said)
        assert found, said
        yield folder, found.group()
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


@pytest.fixture
def page(browser: Browser, studio: tuple[Path, str]) -> Iterator[Page]:
    """The studio's first page."""
    yield from opened(browser, studio[1])


def opened(browser: Browser, link: str) -> Iterator[Page]:
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.on("console", lambda said: complaints.append(said.text)
            if said.type == "error" and "409" not in said.text else None)  # a refusal, which the page says in words
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(link)
    expect(page.get_by_role("heading", name="Maps in this workspace")).to_be_visible(timeout=30_000)
    yield page
    context.close()
    assert complaints == []


def axe(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now."""
    page.evaluate(f"window.axe || (() => {{{AXE.read_text(encoding='utf-8')}}})(); 0")
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


def go(page: Page, title: str, tab: str) -> None:
    """To a map's tab, from the list of maps or from another tab."""
    if page.get_by_role("tab").count() == 0:
        page.get_by_role("button", name=f"Scores, evidence, hand on: {title}").click()
    page.get_by_role("tab", name=tab, exact=True).click()
