"""A report's cover and the author's own text: stated in a file, kept when the report is made anew."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from docx.oxml.ns import qn

from sysmap.cli import cli
from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace
from sysmap.reports import formats, report
from sysmap.reports.make import make

THEORY = """
sysmap: 1
kind: theory
id: lanes
title: Bus lanes
layers: [{id: do, label: Activities, stage: activity, sphere: control}, {id: out, label: Outcomes, stage: outcome}]
ceiling: out
uses: [../models/sources.yaml]
factors:
  paint: {label: Lanes are painted, layer: do}
  speed: {label: Buses are faster, layer: out}
links: [{from: paint, to: speed, polarity: positive, basis: stated, cite: {source: tfl, at: p. 4}}]
"""

SOURCES = """
sysmap: 1
kind: sources
id: sources
title: Sources
sources:
  tfl: {label: Bus lanes reviewed, authors: ["Smith, Ann", "Jones, Bo"], date: "2021", publisher: Transport for London}
  other: {label: Never cited, author: Unread, date: "2020"}
"""

DETAILS = """
sysmap: 1
kind: report
id: lanes-report
title: Do bus lanes work?
about: lanes
client: The Council
authors: [Ann Smith, Bo Jones]
date: March 2026
status: Draft
logo: logo.png
text:
  summary-found: |
    Lanes are faster in every street that we saw.

    - In the north by four minutes
    - In the south by two
  conclusions: Paint more lanes.
  sumary: Lost words
"""


def png(width: int, height: int) -> bytes:
    rows = b"".join(b"\x00" + b"\x20\x60\xa0" * width for _ in range(height))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks)


@pytest.fixture
def lanes(tmp_path: Path) -> Workspace:
    for name, text in (("toc/lanes.yaml", THEORY), ("models/sources.yaml", SOURCES), ("reports/lanes.yaml", DETAILS)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "reports" / "logo.png").write_bytes(png(60, 20))
    return Workspace(tmp_path)


def words(path: Path) -> str:
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in Document(str(path)).element.body.iter(qn("w:p")))


def test_the_cover_has_title_client_authors_date_and_logo(lanes: Workspace, tmp_path: Path) -> None:
    path = report("lanes", tmp_path / "r.docx", workspace=lanes).path
    text = words(path)
    assert text.startswith("\nDo bus lanes work?\nEvaluation report\nPrepared for The Council\nBy Ann Smith and Bo Jones\nMarch 2026\n"
                           "Status Draft")
    document = Document(str(path))
    about = document.core_properties
    assert (about.title, about.author, about.content_status) == ("Do bus lanes work?", "Ann Smith; Bo Jones", "Draft")
    first = document.element.body.find(f".//{qn('wp:docPr')}")
    assert first.get("descr") == "The Council"
    assert document.sections[0].different_first_page_header_footer


@pytest.mark.parametrize("ending", ["html", "md", "pptx", "xlsx"])
def test_every_format_has_the_cover_and_the_own_text(lanes: Workspace, tmp_path: Path, ending: str) -> None:
    data = make("lanes", ending, workspace=lanes).output.data
    if ending in ("pptx", "xlsx"):
        (tmp_path / "x").write_bytes(data)
        with zipfile.ZipFile(tmp_path / "x") as package:
            data = b"".join(package.read(name) for name in package.namelist() if name.endswith(".xml"))
    for said in ("Do bus lanes work?", "The Council", "Ann Smith"):
        assert said in data.decode(), said
    if ending != "xlsx":
        assert "Lanes are faster in every street that we saw." in data.decode()


def test_own_text_stands_at_its_place_and_a_place_that_is_not_there_is_told(lanes: Workspace, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["report", str(lanes.root / "toc" / "lanes.yaml"), "-o", str(tmp_path / "r.docx")])
    assert done.exit_code == 0
    assert "The text for sumary has no place in this report. Did you mean summary" in done.output
    text = words(tmp_path / "r.docx")
    assert "What was found\nLanes are faster in every street that we saw.\nIn the north by four minutes\nIn the south by two\nHow sure" in text
    assert "Conclusions\nPaint more lanes." in text
    assert "Lost words" not in text


def test_what_was_written_into_the_word_file_is_kept_when_it_is_made_anew(lanes: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    assert report("lanes", path, workspace=lanes).notes == ("The text for sumary has no place in this report. Did you mean summary "
                                                              "or summary-sure or summary-found?",)
    document = Document(str(path))
    for control in document.element.body.iter(qn("w:sdt")):
        if "summary-sure" in control.find(f".//{qn('w:tag')}").get(qn("w:val")):
            next(control.iter(qn("w:t"))).text = "We are quite sure. "
    document.save(str(path))
    again = report("lanes", path, workspace=lanes)
    assert any("Kept what was written into r.docx at: summary-sure." in note for note in again.notes)
    once = words(path)
    assert "We are quite sure." in once
    assert "Lanes are faster in every street" in once
    report("lanes", path, workspace=lanes)
    assert words(path) == once


def test_untouched_places_follow_the_data(lanes: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "r.docx"
    report("lanes", path, workspace=lanes)
    (lanes.root / "toc" / "lanes.yaml").write_text(THEORY.replace("title: Bus lanes", "title: Lanes\nabsent: [Cyclists]"))
    again = report("lanes", path, workspace=Workspace(lanes.root))
    assert not any("Kept" in note for note in again.notes)
    assert "Not in the room: “Cyclists”." in words(path)


def test_references_are_by_author_and_date_and_list_what_was_cited(lanes: Workspace, tmp_path: Path) -> None:
    text = words(report("lanes", tmp_path / "r.docx", workspace=lanes).path)
    assert "Smith and Jones, 2021, p. 4" in text
    assert "References\nSmith, A. and Jones, B. (2021)" in text
    assert "Unread" not in text


def test_a_logo_that_is_no_picture_is_refused(lanes: Workspace, tmp_path: Path) -> None:
    (lanes.root / "reports" / "logo.png").write_text("no picture")
    with pytest.raises(Refused, match=r"logo\.png is neither a PNG nor a JPEG"):
        report("lanes", tmp_path / "r.docx", workspace=lanes)
    (lanes.root / "reports" / "logo.png").unlink()
    with pytest.raises(Refused, match=r"The logo logo\.png cannot be read"):
        report("lanes", tmp_path / "r.docx", workspace=lanes)


def test_the_house_template_may_be_named_as_the_template_or_in_the_file(lanes: Workspace, tmp_path: Path) -> None:
    house = Document()
    house.styles["Heading 1"].font.name = "Georgia"
    house.sections[0].header.paragraphs[0].text = "The house"
    house.sections[0].footer.paragraphs[0].text = "House footer"
    house.save(str(lanes.root / "reports" / "house.docx"))
    made = Document(str(report("lanes", tmp_path / "r.docx", workspace=lanes, template=str(lanes.root / "reports" / "house.docx")).path))
    assert made.styles["Heading 1"].font.name == "Georgia"
    assert made.sections[0].header.paragraphs[0].text == "The house"
    assert made.sections[0].footer.paragraphs[0].text == "House footer"
    details = lanes.root / "reports" / "lanes.yaml"
    details.write_text(details.read_text().replace("client:", "style: [house.docx]\nclient:"))
    named = Document(str(report("lanes", tmp_path / "s.docx", workspace=Workspace(lanes.root)).path))
    assert named.styles["Heading 1"].font.name == "Georgia"


def test_every_format_is_the_same_bytes_twice_with_a_cover(lanes: Workspace) -> None:
    for ending in formats():
        assert make("lanes", ending, workspace=lanes).output.data == make("lanes", ending, workspace=lanes).output.data
