"""The Word file as a commissioner opens it: page numbers in the contents, nothing that asks, tables that hold together."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from sysmap.formats.workspace import Workspace
from sysmap.reports import report
from sysmap.reports.blocks import DataTable
from sysmap.reports.measure import column_widths
from sysmap.reports.paging import Flow


@pytest.fixture(scope="module")
def theory(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("word") / "r.docx"
    return Document(str(report("cqc-system-assessment-2025", path, workspace=workspace).path))


def test_the_contents_have_a_page_number_for_every_heading_of_two_levels(theory) -> None:  # type: ignore[no-untyped-def]
    lines = theory.element.body.findall(f".//{qn('w:hyperlink')}")
    pages = [int(list(line.iter(qn("w:t")))[-1].text) for line in lines]
    headings = [p for p in theory.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert len(lines) == len(headings)
    assert pages == sorted(pages)
    assert pages[0] == 2
    names = {mark.get(qn("w:name")) for mark in theory.element.iter(qn("w:bookmarkStart"))}
    assert {line.get(qn("w:anchor")) for line in lines} <= names


def test_word_opens_it_without_asking(theory) -> None:  # type: ignore[no-untyped-def]
    """Fields that are marked as out of date make Word ask whether to renew them, with a warning of other files."""
    assert "w:dirty" not in theory.element.xml
    assert "updateFields" not in theory.settings.element.xml


def test_no_word_of_a_table_is_cut_by_a_column_that_is_too_narrow() -> None:
    table = DataTable("T", ("Kind", "What"), (("association", "word " * 80), ("mechanism", "short")))
    kind, what = column_widths(table, 300, 8.5, 8.5)
    assert kind > 11 * 8.5 * 0.45 + 8.5
    assert what > kind
    assert kind + what == pytest.approx(300)


def test_pages_turn_where_a_heading_would_stand_alone() -> None:
    flow = Flow(100)
    flow.text(7, 10)
    flow.text(1, 10, keep=True, mark=1)
    flow.table(12, [12, 12, 12])
    assert flow.pages[1] == 2


def test_annexes_are_set_on_wide_pages_and_the_text_is_not(theory) -> None:  # type: ignore[no-untyped-def]
    turned = [section.orientation == WD_ORIENT.LANDSCAPE for section in theory.sections]
    assert turned[0] is False
    assert turned[-1] is True


def test_short_sentences_stay_with_the_list_or_table_that_they_lead_to(theory) -> None:  # type: ignore[no-untyped-def]
    leading = [p for p in theory.paragraphs if p.text.endswith(":") and p.style.name == "Normal"]
    assert leading
    assert all(p.paragraph_format.keep_with_next for p in leading)


def test_a_style_file_of_letter_size_keeps_its_page(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    own = Document()
    width = own.sections[0].page_width
    own.save(str(tmp_path / "house.docx"))
    made = report(clinics_file, tmp_path / "r.docx", workspace=clinics, style=tmp_path / "house.docx").path
    assert Document(str(made)).sections[0].page_width == width
