"""What of the manual is made from the code is in step with it."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

from sysmap import questions
from sysmap.cli import COMMANDS


def test_the_page_of_commands_is_what_they_say_of_themselves(root: Path) -> None:
    page = (root / "docs" / "cli.md").read_text(encoding="utf-8")
    made = runpy.run_path(str(root / "docs" / "generate.py"))["cli_page"]()
    assert page == made, "run: make docs"
    assert [name for name in (*COMMANDS, *questions.own_names()) if f"\n## sysmap {name}\n" not in page] == []


def test_the_page_of_questions_is_what_they_say_of_themselves(root: Path) -> None:
    page = (root / "docs" / "asking.md").read_text(encoding="utf-8")
    assert page == runpy.run_path(str(root / "docs" / "generate.py"))["asking_page"](), "run: make docs"
    assert [name for name in questions.own_names() if f"\n### {name}\n" not in page] == []


def test_the_type_stubs_are_made_from_what_is_public(root: Path) -> None:
    assert (root / "src/sysmap/__init__.pyi").read_text() == runpy.run_path(str(root / "docs" / "generate.py"))["stubs"]()


def test_the_page_of_rubrics_is_what_the_rules_say_and_hold(root: Path) -> None:
    page = (root / "docs" / "rubrics.md").read_text(encoding="utf-8")
    assert page == runpy.run_path(str(root / "docs" / "generate.py"))["rubrics_page"](), "run: make docs"
    for said in ("`calibrated` is a fit", "`mechanism-tiers`, version", "| cqc-contribution:literal |", "Guard."):
        assert said in page


def test_the_manual_leads_to_every_page_of_it(root: Path) -> None:
    index = (root / "docs" / "index.md").read_text(encoding="utf-8")
    pages = [path.name for path in sorted((root / "docs").glob("*.md")) if path.name != "index.md"]
    assert [page for page in pages if f"({page})" not in index] == []


def test_the_page_of_formats_is_what_each_says_of_itself(root: Path) -> None:
    page = (root / "docs" / "formats.md").read_text(encoding="utf-8")
    assert page == runpy.run_path(str(root / "docs" / "generate.py"))["formats_page"](), "run: make docs"


def test_the_gallery_prints_what_was_measured(root: Path) -> None:
    page = (root / "docs" / "gallery.md").read_text(encoding="utf-8")
    assert page == runpy.run_path(str(root / "docs" / "gallery.py"))["gallery_page"](), "run: make docs"
    for picture in re.findall(r"\(images/gallery/(.+?)\)", page):
        assert (root / "docs" / "images" / "gallery" / picture).read_text(encoding="utf-8").startswith("<svg")
