"""Decision records are numbered, dated and in the index, each with its status."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "decisions"
RECORDS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
STATUS = re.compile(r"Date: 20\d\d-\d\d-\d\d\. Status: (accepted|proposed|superseded by|amended by)")


def test_records_are_numbered_without_a_gap() -> None:
    assert [path.name[:5] for path in RECORDS] == [f"{n:04d}-" for n in range(1, len(RECORDS) + 1)]


def test_each_record_begins_with_its_number_its_date_and_its_status() -> None:
    for path in RECORDS:
        title, blank, about, *_ = path.read_text(encoding="utf-8").split("\n")
        assert title.startswith(f"# {int(path.name[:4])}. "), path.name
        assert blank == "", path.name
        assert STATUS.match(about), path.name


def test_a_record_that_supersedes_another_is_named_there() -> None:
    texts = {int(path.name[:4]): path.read_text(encoding="utf-8") for path in RECORDS}
    for number, text in texts.items():
        for older in re.findall(r"Status: .*?supersedes \[(\d+)\]", text):
            assert f"superseded by [{number}]" in texts[int(older)]
        for older in re.findall(r"Status: .*?amends \[(\d+)\]", text):
            assert f"amended by [{number}]" in texts[int(older)]


def test_the_index_is_made_from_the_records() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "generate.py"))["decisions_page"]()
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == made, "run: make docs"
