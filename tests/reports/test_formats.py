"""One content, six formats: what a reader finds in each."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import openpyxl
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation

from sysmap.formats.workspace import Workspace
from sysmap.reports import formats, report

SECRETS = ["Secret clinic", "Secret note", "Secret statement", "Unpermitted words", "Nurse of the north"]


def made(workspace: Workspace, file: Path, folder: Path, ending: str, **more: str) -> Path:
    return report(file, folder / f"r.{ending}", workspace=workspace, **more).path  # type: ignore[arg-type]


def everything(path: Path) -> str:
    """All text of a file, unpacked where it is a package."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        document = pypdf.PdfReader(path)
        said = " ".join(" ".join(page.extract_text() for page in document.pages).split())
        return said + str(document.metadata) + document.trailer["/Root"]["/Metadata"].get_data().decode()
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode() + "".join(p.read_text() for p in path.parent.glob("*.svg"))
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels")))


@pytest.mark.parametrize("ending", formats())
def test_the_same_files_give_the_same_bytes(clinics: Workspace, clinics_file: Path, tmp_path: Path, ending: str) -> None:
    first = made(clinics, clinics_file, tmp_path, ending).read_bytes()
    assert made(clinics, clinics_file, tmp_path, ending).read_bytes() == first
    assert "2026" not in (everything(tmp_path / "r.pdf") if ending == "pdf" else first.decode("latin-1"))
    assert "3 March 2026" in everything(made(clinics, clinics_file, tmp_path, ending, date="3 March 2026"))


@pytest.mark.parametrize("ending", formats())
@pytest.mark.parametrize("template", ["evaluation", "evidence-annex", "change-log", "research-framework"])
def test_what_a_level_leaves_out_is_not_in_the_bytes(
        clinics: Workspace, clinics_file: Path, tmp_path: Path, ending: str, template: str) -> None:
    inside = everything(made(clinics, clinics_file, tmp_path, ending, template=template))
    if template == "evaluation":
        assert "Secret clinic" in inside
    for level in ("client", "public"):
        text = everything(made(clinics, clinics_file, tmp_path, ending, template=template, level=level))
        assert [secret for secret in SECRETS if secret in text] == []
        assert level in text


def test_word_has_headings_captions_header_rows_alt_text_and_footer(
        clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    document = Document(str(made(clinics, clinics_file, tmp_path, "docx")))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    order = ["Summary", "Rationale", "Theory of change", "Questions", "Method", "Findings by question", "Contribution", "Limits"]
    assert headings[:8] == order
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading ")]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    for table in document.tables:
        first = table.rows[0]._tr.trPr
        assert first.find(qn("w:tblHeader")) is not None
        assert not table._tbl.findall(f".//{qn('w:vMerge')}")
    captions = [p.text for p in document.paragraphs if p.style.name == "Caption"]
    xml = document.element.xml
    assert "SEQ Table" in xml
    assert "PAGEREF _Toc0" in xml
    pictures = document.element.findall(f".//{qn('wp:docPr')}")
    assert len(captions) == len(document.tables) + len(pictures)
    told = [picture.get("descr") for picture in pictures]
    assert ["factors" in one for one in told] == [True, False, True]
    assert told[1].startswith("How many cases saw each outcome.\nPeople visit a clinic: ")
    assert "clinics · version 2 · rule" in document.sections[0].footer.paragraphs[0].text


def test_right_to_left_emoji_and_long_labels_arrive_whole(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    for ending in ("docx", "xlsx", "html"):
        text = everything(made(clinics, clinics_file, tmp_path, ending))
        assert "ثقة الناس في العيادات 🩺" in text
        assert ("long words " * 46).strip() in text
    xml = everything(made(clinics, clinics_file, tmp_path, "docx"))
    assert re.search(r"<w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t[^>]*>[^<]*ثقة", xml)


def test_a_workbook_has_tidy_sheets_and_no_formula(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    path = made(clinics, clinics_file, tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[0] == "Notes"
    assert {"Scores", "Factors", "Links", "Evidence"} <= set(book.sheetnames)
    for sheet in book:
        assert not sheet.merged_cells.ranges
        assert all(cell.data_type != "f" for row in sheet for cell in row)
    factors = book["Factors"]
    labels = [row[1].value for row in factors.iter_rows(min_row=2)]
    assert "=1+1" in labels
    assert factors.freeze_panes == "B2"
    heads = [cell.value for cell in factors[1]]
    assert len(heads) == len(set(heads))
    assert "<f>" not in everything(path)


def test_html_escapes_and_needs_no_network(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    html = made(clinics, clinics_file, tmp_path, "html").read_text()
    assert "<b>evenings" not in html
    assert "&lt;b&gt;evenings" in html
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert not re.findall(r'(?:src|href)="(?!data:|#)', html)
    heads = [int(level) for level in re.findall(r"<h(\d)", html)]
    assert heads[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(heads))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_markdown_keeps_its_tables_whole(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    text = made(clinics, clinics_file, tmp_path, "md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert any(r"\<b\>evenings\</b\> \| pipes" in row for row in rows)
    assert (tmp_path / "r-figure-1.svg").read_text().startswith("<svg")
    assert "(r-figure-1.svg)" in text


def test_slides_hold_the_map_as_shapes(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    deck = Presentation(str(made(clinics, clinics_file, tmp_path, "pptx")))
    names = {shape.name for slide in deck.slides for shape in slide.shapes}
    assert {"open-late", "visits", "health"} <= names
    assert "open-late->visits (Positive: more leads to more)" in names
    sizes = [run.font.size.pt for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
             for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
    assert min(sizes) >= 12
    assert all(slide.shapes.title.text_frame.text for slide in deck.slides)
    tables = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert tables
    assert all(shape.table.first_row for shape in tables)


def test_control_characters_do_not_break_a_file(clinics_file: Path, tmp_path: Path) -> None:
    (tmp_path / "toc").mkdir()
    file = tmp_path / "toc" / "bell.yaml"
    file.write_text('sysmap: 1\nkind: theory\nid: bell\ntitle: "Bell \\a and \\x0B tab"\nfactors: {a: {label: "B\\ell"}}\n')
    for ending in ("docx", "xlsx", "pptx", "pdf", "html", "md"):
        path = report(file, tmp_path / f"r.{ending}", workspace=Workspace(tmp_path)).path
        assert "\x07" not in everything(path)
    Document(str(tmp_path / "r.docx"))
    openpyxl.load_workbook(tmp_path / "r.xlsx")
    Presentation(str(tmp_path / "r.pptx"))
