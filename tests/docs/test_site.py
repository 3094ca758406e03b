"""The manual as a site: every page is in its menu, every public name in its reference, nothing is fetched from the internet."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml

from sysmap import PUBLIC

ROOT = Path(__file__).resolve().parents[2]
SITE = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))


def pages(menu: Any) -> list[str]:
    """The pages of a menu, in its order."""
    if isinstance(menu, str):
        return [menu]
    return [page for one in (menu.values() if isinstance(menu, dict) else menu) for page in pages(one)]


@pytest.fixture(scope="module")
def hooks() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "docs" / "site" / "hooks.py"))


def test_every_page_of_the_manual_is_in_the_menu_and_each_once(hooks: dict[str, Any]) -> None:
    listed = pages(SITE["nav"])
    assert len(listed) == len(set(listed))
    there = {path.name for path in (ROOT / "docs").glob("*.md")} | {f"top/{name}" for name in hooks["TOP"]} | {hooks["API"]}
    assert there - set(listed) == set()
    assert [page for page in listed if page not in there and not (ROOT / "docs" / page).is_file()] == []


def test_the_reference_holds_every_public_name(hooks: dict[str, Any]) -> None:
    page = hooks["api_page"]()
    assert [name for name, module in PUBLIC.items() if f"::: {module}.{name}\n" not in page] == []


def test_the_site_asks_the_internet_for_nothing(hooks: dict[str, Any]) -> None:
    assert SITE["theme"]["font"] is False
    assert {"offline", "search"} <= {one if isinstance(one, str) else next(iter(one)) for one in SITE["plugins"]}

    class Page:
        class file:  # noqa: N801 - as the generator calls it
            dest_uri = "questions/paths.html"

    made = hooks["on_post_page"]('<script src="https://unpkg.com/iframe-worker/shim"></script>', Page, None)
    assert made == '<script src="../site/file_worker.js"></script>'
    assert (ROOT / "docs" / "site" / "file_worker.js").is_file()
