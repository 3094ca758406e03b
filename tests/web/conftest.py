"""A real browser for the tests of the page: the system's Chromium, the network off and watched."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.web.screen import Screen

from sysmap.formats.read import read_text
from sysmap.views.page import render_page

HERE = Path(__file__).parent


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Screen]]:
    """Write the page of a map, open it from disk, and fail the test if it asks for anything or complains."""
    complaints: list[str] = []
    contexts = []

    def show(
        text_or_html: str, *, size: tuple[int, int] = (1280, 800), fragment: str = "", context: Any = None, **how: Any,
    ) -> Screen:
        html = text_or_html if text_or_html.startswith("<!DOCTYPE") else render_page(read_text(text_or_html).map, **how)
        file = tmp_path / f"page-{len(contexts)}.html"
        file.write_text(html, encoding="utf-8")
        opened = browser.new_context(viewport={"width": size[0], "height": size[1]}, offline=True, **(context or {}))
        contexts.append(opened)
        page = opened.new_page()
        page.on("request", lambda request: complaints.append(f"request: {request.url[:200]}")
                if not request.url.startswith(("file:", "blob:")) else None)
        page.on("console", lambda said: complaints.append(f"console: {said.text[:300]}")
                if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.goto(file.as_uri() + fragment)
        page.wait_for_selector(".picture canvas", state="attached")
        return Screen(page)

    yield show
    for one in contexts:
        one.close()
    assert complaints == []


@pytest.fixture(scope="session")
def axe_source() -> str:
    return (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def axe(axe_source: str) -> Callable[[Screen], list[str]]:
    """What axe-core finds on the page as it stands, as one line a finding."""

    def run(screen: Screen) -> list[str]:
        page = screen.page
        page.evaluate(f"window.axe || (() => {{{axe_source}}})(); 0")
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})")
        return [f"{rule['id']}: {node['html'][:160]} ({node.get('failureSummary', '')[:160]})"
                for rule in found["violations"] for node in rule["nodes"]]

    return run
