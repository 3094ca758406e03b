"""The PDF as a screen reader finds it: tags, title, language, texts of pictures, head rows; and nothing of it is markup."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pytest

from sysmap.formats.workspace import Workspace
from sysmap.reports import report


def tags(node: Any) -> Iterator[Any]:
    """Every element of the tree of tags, in reading order."""
    node = node.get_object()
    if isinstance(node, pypdf.generic.DictionaryObject):
        if "/S" in node:
            yield node
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if isinstance(kid.get_object(), pypdf.generic.DictionaryObject):
                yield from tags(kid)


@pytest.fixture
def document(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(report(clinics_file, tmp_path / "r.pdf", workspace=clinics).path)


def test_it_is_tagged_and_says_title_and_language(document: pypdf.PdfReader) -> None:
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata is not None
    assert document.metadata.title == "Clinics open late"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert [entry["/Title"] for entry in document.outline if not isinstance(entry, list)][:3] == ["Summary", "Rationale", "Theory of change"]


def test_headings_go_down_one_by_one_and_tables_have_head_rows(document: pypdf.PdfReader) -> None:
    found = list(tags(document.trailer["/Root"]["/StructTreeRoot"]))
    levels = [int(tag["/S"][2:]) for tag in found if tag["/S"][1:2] == "H" and tag["/S"][2:].isdigit()]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    tables = [tag for tag in found if tag["/S"] == "/Table"]
    assert tables
    assert all(any(part["/S"] == "/TH" for part in tags(table)) for table in tables)


def test_every_picture_has_a_text(document: pypdf.PdfReader) -> None:
    pictures = [tag for tag in tags(document.trailer["/Root"]["/StructTreeRoot"]) if tag["/S"] == "/Figure"]
    assert pictures
    assert all(len(picture.get("/Alt", "")) > 20 for picture in pictures)


@pytest.mark.parametrize("name", ["docs/examples/school-meals/toc/school-meals-2025.yaml", "toc/cqc-system-assessment-2025.yaml"])
def test_for_everybody_it_has_two_pages_and_the_map_in_words_for_a_screen_reader(name: str, tmp_path: Path) -> None:
    written = report(Path(__file__).parents[2] / name, tmp_path / "r.pdf", level="public").path
    document = pypdf.PdfReader(written)
    assert len(document.pages) == 2
    picture = next(tag for tag in tags(document.trailer["/Root"]["/StructTreeRoot"]) if tag["/S"] == "/Figure")
    assert "contributes to" in picture["/Alt"]


def test_text_is_never_read_as_markup(tmp_path: Path) -> None:
    (tmp_path / "toc").mkdir()
    file = tmp_path / "toc" / "sly.yaml"
    said = '#read("report.json") *bold* $x^2$ @see <b>'
    file.write_text(f"sysmap: 1\nkind: theory\nid: sly\ntitle: 'Sly {said}'\nrationale: 'Why {said}'\n"
                    f"factors: {{a: {{label: 'Box {said}'}}, b: {{label: Other}}}}\nlinks: [{{from: a, to: b, polarity: positive}}]\n")
    document = pypdf.PdfReader(report(file, tmp_path / "r.pdf", workspace=Workspace(tmp_path)).path)
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    assert f"Why {said}" in text
    assert f"Box {said}" in text
