"""The tutorial “your own organisation”, done as it stands: an empty folder, its files, its commands, no word of a client."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.test_second_programme import CLIENT
from tests.typed_pages import typed

PAGE = Path(__file__).resolve().parents[2] / "docs" / "tutorial-organisation.md"


def test_the_page_leads_from_an_empty_folder_to_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = ""
    for one in typed(PAGE, files=True):
        fresh = "check" in one.line and "No factor of the theory is an activity" in one.said
        assert one.code == (1 if fresh else 0), (one.line, one.said)
        said += one.said
    said += Path("report.html").read_text(encoding="utf-8")
    said = re.sub(r"data:[a-z/+0-9;-]+;base64,[A-Za-z0-9+/=]+", "", said)
    assert re.search(r"attainment +impact +Findings differ", said)
    assert Path("report.docx").stat().st_size > 10_000
    assert [found.group() for found in CLIENT.finditer(said)] == []
