"""Surveys: figures from answers with their bases, and published figures recomputed as far as the text allows."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sysmap.cli import cli, main
from sysmap.contribution.surveys import percent_of, recomputed, whole_numbers
from sysmap.core.library import Cases
from sysmap.formats.read import read_text

ROOT = Path(__file__).resolve().parents[2]
REGISTER = """\
sysmap: 1
kind: cases
id: places
title: Places
surveys:
  meals:  # asked in June
    label: Survey of parents
    figures:
      like-it:
        label: Like the meals
        column: Q1 Like
        answers: [Agree, Strongly agree]
      like-it-users:
        label: Like the meals, of those whose child takes them
        column: Q1 Like
        answers: [agree, strongly agree]
        among: {takes: "yes"}
      printed: {label: Printed elsewhere, percent: 40, base: 10}
"""
HEADS = ["Q1 like", "Takes"]
ROWS = [["Agree", "yes"], ["Strongly agree", "no"], ["Disagree", "yes"], ["", "yes"], ["Agree", "yes"], ["Disagree", "no"]]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "places.yaml").write_text(REGISTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answers(desk: Path, ending: str) -> Path:
    path = desk / f"answers.{ending}"
    if ending == "csv":
        path.write_text("\n".join(",".join(row) for row in [HEADS, *ROWS]) + "\n", encoding="utf-8")
    elif ending == "xlsx":
        book = openpyxl.Workbook()
        for row in [HEADS, *ROWS]:
            book.active.append([cell or None for cell in row])
        book.save(path)
    else:
        pandas, pyreadstat = pytest.importorskip("pandas"), pytest.importorskip("pyreadstat")
        codes = {"Agree": 1.0, "Strongly agree": 2.0, "Disagree": 3.0, "": None}
        frame = pandas.DataFrame({"Q1_like": [codes[like] for like, _ in ROWS], "takes": [takes for _, takes in ROWS]})
        pyreadstat.write_sav(frame, str(path), variable_value_labels={"Q1_like": {v: k for k, v in codes.items() if v}})
    return path


@pytest.mark.parametrize("ending", ["csv", "xlsx", "sav"])
def test_answers_become_figures_with_their_bases(desk: Path, ending: str) -> None:
    done = CliRunner().invoke(cli, ["survey", "fill", "places", "meals", str(answers(desk, ending))])
    assert done.exit_code == 0, (done.output, done.exception)
    text = (desk / "models" / "places.yaml").read_text(encoding="utf-8")
    survey = read_text(text).document.surveys["meals"]  # type: ignore[union-attr]
    assert {id_: (one.percent, one.base) for id_, one in survey.figures.items()} == {
        "like-it": (60, 5), "like-it-users": (67, 3), "printed": (40, 10)}
    assert survey.responses == 6
    assert "# asked in June" in text
    assert "1 figure names no column and stays as printed." in " ".join(done.output.split())


def test_a_dry_run_writes_nothing(desk: Path) -> None:
    done = CliRunner().invoke(cli, ["survey", "fill", "places", "meals", str(answers(desk, "csv")), "--dry-run"])
    assert "Nothing was written" in done.output
    assert (desk / "models" / "places.yaml").read_text(encoding="utf-8") == REGISTER


def test_other_headers_and_answers_that_nobody_gave_are_said_at_once_and_nothing_is_written(
        desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = REGISTER.replace("takes:", "take:").replace("[Agree, Strongly agree]", "[Agre]")
    (desk / "models" / "places.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["survey", "fill", "places", "meals", str(answers(desk, "csv"))])
    said = capsys.readouterr().err
    assert "Nobody gave an answer that like-it counts: Agre. Did you mean Agree" in said
    assert "counts the column take, which the answers do not have. Did you mean takes?" in said
    assert "places.yaml:8:5" in said
    assert (desk / "models" / "places.yaml").read_text(encoding="utf-8") == wrong


def register(text: str) -> dict[str, tuple[str, str]]:
    document = read_text("sysmap: 1\nkind: cases\nid: c\ntitle: C\nsurveys:\n  s:\n    label: S\n" + text).document
    assert isinstance(document, Cases)
    return {one.id: (one.state, one.found) for one in recomputed(document)}


def test_a_percentage_of_few_people_is_a_whole_number_of_them_or_wrong() -> None:
    found = register("    responses: 5\n    people: {boss: 2, clerk: 3}\n    figures:\n      a: {label: A, percent: 84, base: 49}\n"
                     "      b: {label: B, percent: 40, base: 13}\n      c: {label: C, percent: 40}\n")
    assert found == {"s": ("agrees", "5 by role"), "s/a": ("agrees", "41 of 49"),
                     "s/b": ("differs", "no whole number of 13 makes 40%; the nearest are 38% and 46%"),
                     "s/c": ("cannot", "no base is printed")}


def test_answers_to_one_question_have_to_fit_together() -> None:
    text = "    figures:\n" + "".join(f"      f{n}: {{label: F, question: q, percent: {p}, base: 13}}\n" for n, p in enumerate((31, 15, 54)))
    assert register(text)["s/q"] == ("agrees", "together all 13")
    assert register(text.replace("percent: 54", "percent: 62"))["s/q"][0] == "differs"
    assert register(text.replace("percent: 54", "percent: 46"))["s/q"] == ("cannot", "1 of 13 answered otherwise or are not printed")


@given(st.integers(1, 400), st.data())
def test_a_share_of_whole_people_is_always_found_again(base: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, base))
    assert number in whole_numbers(percent_of(number, base), base)


def test_every_published_number_of_the_report_is_recomputed_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chapters 3 and 6 and Appendix 3 of the report of 2025."""
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(cli, ["survey", "recompute", "cases", "--json"])
    found = json.loads(done.output)
    assert (found["differs"], done.exit_code) == (0, 0)
    states = {one["id"]: one for one in found["numbers"]}
    assert states["information-return-survey"]["found"] == "50 by role"
    assert states["information-return-survey/sar-positive"]["found"] == "41 of 49"
    assert states["on-site-survey/on-site-satisfaction"]["state"] == "agrees"
    assert states["report-survey/authorities"]["state"] == "cannot"


def test_evidence_rests_on_a_figure_by_its_id(desk: Path) -> None:
    (desk / "toc" / "evidence").mkdir(parents=True)
    item = ("sysmap: 1\nkind: evidence\nid: e\ntitle: E\nuses: [../../models/places.yaml]\nitems:\n"
            "  i: {statement: Six of ten like it., kind: observed, figures: [meals/like-itt]}\n")
    (desk / "toc" / "evidence" / "e.yaml").write_text(item, encoding="utf-8")
    said = " ".join(CliRunner().invoke(cli, ["check", "e"]).output.split())
    assert "i rests on the figure meals/like-itt, which is not there. Did you mean meals/like-it" in said
    (desk / "toc" / "evidence" / "e.yaml").write_text(item.replace("like-itt", "like-it"), encoding="utf-8")
    assert "E01" not in CliRunner().invoke(cli, ["check", "e"]).output
