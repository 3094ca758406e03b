"""The HTML report meets WCAG 2.2 AA as far as axe-core can tell, and asks for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sysmap.formats.workspace import Workspace
from sysmap.reports import report

RUN = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"


@pytest.mark.parametrize(("name", "template"), [
    ("cqc-system-assessment-2025", "evaluation"), ("cqc-system-assessment-2025", "change-log"), ("bsol-ics-2024", "evaluation"),
])
def test_axe_finds_nothing(browser: Any, axe_source: str, workspace: Workspace, tmp_path: Path, name: str, template: str) -> None:
    path = report(name, tmp_path / "r.html", template=template, workspace=workspace).path
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.evaluate(f"(() => {{{axe_source}}})(); 0")
    found = page.evaluate(RUN)["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    assert [url[:60] for url in asked if not url.startswith(("file:", "data:"))] == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
