"""Sources from BibTeX, RIS and CSL-JSON, in files as reference managers write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sysmap.cli import cli
from sysmap.core.library import Source, Sources
from sysmap.core.problem import Refused
from sysmap.formats.read import read_file
from sysmap.formats.reference_files import FORMS, csl_of, read_references

BIB = r"""
@article{mayne:2012, author = {Mayne, John and O{\'N}eil, K. and {World Health Organization}},
  title = {{Contribution} analysis: {Coming} of age?}, year = 2012, month = jul, journal = {Evaluation},
  volume = 18, number = 3, pages = {270--280}, doi = {https://doi.org/10.1177/1356389012451663}}
@techreport{meals, title = {School food \& health}, institution = {Foods and Drinks}, year = 2020,
  url = {https://a.example/c_d%20e}, urldate = {2024-01-02}}
"""

RIS = """TY  - JOUR
ID  - Mayne2012
AU  - Mayne, John
AU  - O'Neil, K.
TI  - Contribution analysis: Coming of age?
JO  - Evaluation
VL  - 18
IS  - 3
SP  - 270
EP  - 280
PY  - 2012/07//
DO  - 10.1177/1356389012451663
ER  -
"""

CSL = """[{"id": "mayne-2012", "type": "article-journal", "title": "Contribution analysis: Coming of age?",
  "author": [{"family": "Mayne", "given": "John"}, {"literal": "World Health Organization"}],
  "issued": {"date-parts": [[2012, 7]]}, "container-title": "Evaluation", "volume": 18, "issue": "3",
  "page": "270-280", "DOI": "10.1177/1356389012451663"}]"""


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_bibtex_with_accents_organisations_and_a_month(tmp_path: Path) -> None:
    article, report = read_references(file(tmp_path, "refs.bib", BIB))
    assert article == Source(
        id="mayne-2012", label="Contribution analysis: Coming of age?", form="article",
        authors=("Mayne, John", "OŃeil, K.", "World Health Organization"), date="2012-07", part_of="Evaluation", volume="18",
        issue="3", pages="270-280", doi="10.1177/1356389012451663")
    assert report == Source(id="meals", label="School food & health", form="report", publisher="Foods and Drinks", date="2020",
                            url="https://a.example/c_d%20e", accessed="2024-01-02")


@pytest.mark.parametrize(("name", "text"), [("r.bib", BIB), ("r.ris", RIS), ("r.json", CSL)])
def test_the_three_formats_say_the_same_of_an_article(tmp_path: Path, name: str, text: str) -> None:
    found = read_references(file(tmp_path, name, text))[0]
    assert (found.label, found.form, found.date, found.part_of, found.volume, found.issue, found.pages, found.doi) == (
        "Contribution analysis: Coming of age?", "article", "2012-07", "Evaluation", "18", "3", "270-280", "10.1177/1356389012451663")
    assert found.authors[0] == "Mayne, John"


def test_what_csl_json_is_written_is_read_back(tmp_path: Path) -> None:
    import json

    sources = read_references(file(tmp_path, "refs.bib", BIB))
    again = read_references(file(tmp_path, "again.json", json.dumps([csl_of(one) for one in sources])))
    assert again[0] == sources[0]
    assert all(read_references(file(tmp_path, "f.json", json.dumps([csl_of(Source(id="a", label="A", form=form))])))[0].form == form
               for form in FORMS)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "text", "says"), [
    ("a.bib", "@misc{a, title={A}}\n@misc{a, title={B}}\n@misc{b, year=2011}\n@misc{c, title={x}\n", [
        "a.bib:2: F72 This entry cannot be read: Duplicate entry key 'a'.", "a.bib:4: F72 This entry breaks off",
        "a.bib:3: F72 The entry b has no title."]),
    ("a.ris", "TY  - RPRT\nTI  - x\n", ["a.ris:1: F72 1 entries begin (TY) and 0 end (ER)"]),
    ("a.json", '{"a":', ["a.json:1: F72 It is no JSON"]),
    ("a.json", "[1, 2]", ["F72 CSL-JSON is a list of entries"]),
    ("a.json", "[" * 100_000, ["F72"]),
    ("a.bib", "just words", ["F72 The file holds no entry."]),
    ("a.docx", "x", ["F71 .docx is no file of references"]),
    ("a.json", '[{"id": "a", "title": "A\\u202eB"}]', ["S08"]),
    ("a.json", '[{"id": "a", "title": "A"}, {"id": "A", "title": "B"}]', ["Two entries have the id a."]),
])
def test_a_file_with_a_fault_names_each_with_its_line(tmp_path: Path, name: str, text: str, says: list[str]) -> None:
    file(tmp_path, name, text)
    with pytest.raises(Refused) as refused:
        read_references(tmp_path / name, name)
    said = str(refused.value)
    assert all(one in said for one in says), said
    assert len(refused.value.problems) == len(says)


def test_known_sources_are_completed_and_never_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    (tmp_path / "models").mkdir()
    (tmp_path / "toc").mkdir()
    register = file(tmp_path, "models/sources.yaml", """# Ours.
sysmap: 1
kind: sources
id: sources
title: Sources
sources:
  ca: {label: Our title, doi: 10.1177/1356389012451663}
  other: {label: Another}  # stays
""")
    file(tmp_path, "refs.bib", BIB)
    monkeypatch.chdir(tmp_path)
    before = register.read_text(encoding="utf-8")
    assert "Nothing was written" in CliRunner().invoke(cli, ["sources", "import", "refs.bib", "--dry-run"]).output
    assert register.read_text(encoding="utf-8") == before
    said = CliRunner().invoke(cli, ["sources", "import", "refs.bib"]).output
    assert "1 added, 1 completed, 1 differ." in said
    after = read_file(register).document
    assert isinstance(after, Sources)
    assert after.sources["ca"].label == "Our title"
    assert after.sources["ca"].volume == "18"
    text = register.read_text(encoding="utf-8")
    assert text.startswith("# Ours.\n")
    assert "other: {label: Another}  # stays" in text
    assert "0 added, 0 completed, 1 differ." in CliRunner().invoke(cli, ["sources", "import", "refs.bib"]).output
    assert "Mayne, J., OŃeil, K. and World Health Organization (2012) ‘Our title’" in CliRunner().invoke(cli, ["sources", "list"]).output
