"""Asking for a report, and asking wrongly."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from docx import Document

from sysmap.cli import cli
from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace
from sysmap.reports import formats, report
from sysmap.reports.report_input import read_input
from sysmap.reports.templates import TEMPLATES, build


@pytest.mark.parametrize(("more", "said"), [
    ({"template": "evalution"}, "Did you mean evaluation"),
    ({"level": "publik"}, "public"),
    ({"rubric": "cqc-contributon"}, "cqc-contribution"),
    ({"style": "house.pdf"}, "ending in .docx"),
])
def test_a_wrong_word_is_answered_with_the_right_ones(
        clinics: Workspace, clinics_file: Path, tmp_path: Path, more: dict[str, str], said: str) -> None:
    with pytest.raises(Refused, match=said):
        report(clinics_file, tmp_path / "r.docx", workspace=clinics, **more)  # type: ignore[arg-type]
    assert not (tmp_path / "r.docx").exists()


def test_unknown_format_and_wrong_kind(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="docx"):
        report(clinics_file, tmp_path / "r.doc", workspace=clinics)
    with pytest.raises(Refused, match="holds evidence"):
        report(clinics.root / "toc/evidence/visits.yaml", tmp_path / "r.md", workspace=clinics)


@pytest.mark.parametrize("mark", [".~lock.long-name.docx#", "~$ng-name.docx"])
def test_a_file_that_is_open_elsewhere_is_left_alone(clinics: Workspace, clinics_file: Path, tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).touch()
    with pytest.raises(Refused, match="open in another program"):
        report(clinics_file, tmp_path / "long-name.docx", workspace=clinics)


def test_a_place_that_cannot_be_written_to_is_told_before_any_work(
        clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="There is no folder nowhere"):
        report(clinics_file, tmp_path / "nowhere" / "r.md", workspace=clinics)
    (tmp_path / "r.docx").mkdir()
    with pytest.raises(Refused, match=r"r\.docx is a folder"):
        report(clinics_file, tmp_path / "r.docx", workspace=clinics)
    assert [path.name for path in tmp_path.iterdir()] == ["r.docx"]


def test_a_folder_without_the_right_to_write(
        clinics: Workspace, clinics_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(Refused, match="may not be written to"):
        report(clinics_file, tmp_path / "r.md", workspace=clinics)


def test_every_template_in_every_format_survives_ugly_text(tmp_path: Path) -> None:
    (tmp_path / "toc").mkdir()
    word = "Unbroken" * 62
    file = tmp_path / "toc" / "ugly.yaml"
    file.write_text(f"""
sysmap: 1
kind: theory
id: ugly
title: "=1+1 & <b>\u062b\u0642\u0629 \U0001fa7a</b>"
layers: [{{id: do, label: "=cmd|'/C calc'!A0", stage: activity, sphere: control}}, {{id: out, label: "+2", stage: outcome}}]
ceiling: out
factors:
  a: {{label: "=1+1", layer: do}}
  b: {{label: "\u062b\u0642\u0629 \U0001fa7a", layer: out}}
  c: {{label: {word}, layer: out, definition: "-1+cmd"}}
links: [{{from: a, to: b}}, {{from: b, to: c}}, {{from: a, to: gone}}]
claims: {{k: {{label: "@SUM(A1)", covers: [c]}}}}
""", encoding="utf-8")
    for ending in formats():
        for template in TEMPLATES:
            path = report(file, tmp_path / f"{template}.{ending}", template=template, workspace=Workspace(tmp_path)).path
            assert path.stat().st_size > 500
    book = openpyxl.load_workbook(tmp_path / "evaluation.xlsx")
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert word in {cell.value for cell in book["Factors"]["B"]}


def test_a_theory_with_problems_still_gives_a_report_that_names_them(tmp_path: Path) -> None:
    (tmp_path / "toc").mkdir()
    file = tmp_path / "toc" / "broken.yaml"
    file.write_text("sysmap: 1\nkind: theory\nid: broken\ntitle: Broken\nlayers: [{id: out, label: Out, stage: outcome}]\n"
                    "factors:\n  a: {label: A, layer: out}\n  b: {lable: B}\nlinks:\n  - {from: a, to: gone}\n")
    text = report(file, tmp_path / "r.md", workspace=Workspace(tmp_path)).path.read_text()
    assert "no label" in text or "lable" in text
    assert "gone" in text
    assert "No evidence register bears on it yet" in text
    assert "Limits" in text


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_says_so_where_there_is_nothing(tmp_path: Path, template: str) -> None:
    (tmp_path / "maps").mkdir()
    file = tmp_path / "maps" / "bare.yaml"
    file.write_text("sysmap: 1\nkind: map\nid: bare\ntitle: Bare\n")
    made = build(read_input(Workspace(tmp_path), file), template)
    headings = [block for _, block in made.headings()]
    assert headings
    for at, _ in made.headings():
        assert at + 1 < len(made.blocks), "a heading with nothing below it"


def test_own_styles_for_word(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("Text of the style file")
    own.styles["Heading 1"].font.name = "Georgia"
    own.save(str(tmp_path / "house.docx"))
    path = report(clinics_file, tmp_path / "r.docx", workspace=clinics, style=tmp_path / "house.docx").path
    document = Document(str(path))
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert "Text of the style file" not in document.element.xml
    (tmp_path / "not.docx").write_text("no package")
    with pytest.raises(Refused, match="not a Word document"):
        report(clinics_file, tmp_path / "s.docx", workspace=clinics, style=tmp_path / "not.docx")


def test_own_layout_for_html_runs_in_a_sandbox(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    layout = tmp_path / "house.j2"
    layout.write_text("<h1>{{ report.title }}</h1>{% for part in parts %}"
                      "{% if part.kind == 'heading' %}{{ part.text }};{% endif %}{% endfor %}")
    text = report(clinics_file, tmp_path / "r.html", workspace=clinics, style=layout).path.read_text()
    assert text.startswith("<h1>Clinics open late</h1>Summary;Scores at a glance;Rationale;")
    for bad, said in (("{% for %}", "line 1"), ("{{ nothing }}", "nothing"),
                      ("{{ report.__class__.__mro__[1].__subclasses__() }}", "unsafe"),
                      ("{% include '/etc/passwd' %}", "no loader"), ("{{ 'x' * 10 ** 12 }}", "too large"),
                      ("{% for a in range(10 ** 9) %}x{% endfor %}", "too large|too big"), ("{{ 9 ** 9 ** 9 }}", "too large")):
        layout.write_text(bad)
        with pytest.raises(Refused, match=said):
            report(clinics_file, tmp_path / "r.html", workspace=clinics, style=layout)


def test_command(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    words = ["report", str(clinics_file), "-o", str(tmp_path / "r.md"), "--template", "change-log", "--json"]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0
    said = json.loads(done.output)
    assert said["template"] == "change-log"
    assert len(said["beside"]) == said["figures"] == 1


def test_scores_published_and_proposed_stand_side_by_side(workspace: Workspace) -> None:
    facts = read_input(workspace, workspace.find("cqc-system-assessment-2025"))
    made = build(facts)
    scores = next(table for table in made.data if table.title == "Scores")
    by_id = {row[0]: dict(zip(scores.columns, row, strict=True)) for row in scores.rows}
    assert by_id["improvements"]["published"] == "Achieved"
    assert by_id["improvements"]["proposed"]
    participants = next(table for table in made.tables() if table.title == "Participants by case")
    assert "107 participants" in participants.note


def test_a_theory_does_not_tell_of_the_participants_of_another(workspace: Workspace) -> None:
    """The registers are shared: 107 people took part in the research on the theory of 2025, none in that of 2020."""
    made = build(read_input(workspace, workspace.find("provider-guidance-products")))
    titles = {table.title for table in made.tables()}
    assert "Participants by case" not in titles
    assert not [title for title in titles if title.startswith("Survey")]
