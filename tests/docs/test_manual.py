"""What the manual shows can be typed: its commands and its Python run on the repository's data."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from tests.typed_pages import typed

ROOT = Path(__file__).resolve().parents[2]
FROM_NOTHING = "tutorial-organisation"
"""The page that starts from an empty folder; see test_own_organisation."""
PAGES = [*(page for page in sorted((ROOT / "docs").glob("tutorial-*.md")) if page.stem != FROM_NOTHING),
         ROOT / "docs" / "api.md", ROOT / "docs" / "cases.md", ROOT / "docs" / "surveys.md", ROOT / "docs" / "reports.md",
         ROOT / "docs" / "rubrics.md"]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace like the repository's, to write in."""
    for folder in ("models", "toc", "maps"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "build").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_the_page_shows_runs(page: Path, copy: Path) -> None:
    for one in typed(page):
        assert one.code in (0, 1), (one.line, one.said[-400:])


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.stem)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target
