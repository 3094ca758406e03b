"""What a reader outside the team sees on a page: labels and titles, no ids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.reports.test_no_ids import MAPS, ids_and_texts, standing_in
from tests.web.screen import Screen

from sysmap.project import Project
from sysmap.views.file_page import page_of


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_no_id_is_shown_on_a_page_for_everybody(open_page: Callable[..., Screen], path: Path) -> None:
    project = Project.open(path)
    ids, words = ids_and_texts(project)
    page = open_page(page_of(project, level="public"), size=(1280, 900)).page
    text = page.inner_text("body")
    for name in ("Outline", "Tables", "Findings"):
        if (tab := page.get_by_role("button", name=name, exact=True)).count():
            tab.click()
            text += " " + page.inner_text("body")
    assert len(text) > 2_000
    assert standing_in(text, ids, words) == []
