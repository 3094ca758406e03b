"""Commands about evidence, as an evaluator types them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sysmap.cli import cli, main

ROOT = Path(__file__).parents[2]
THEORY = "cqc-system-assessment-2025"


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run a command in a copy of the workspace; gives exit code, output and error output."""
    for folder in ("models", "toc"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)

    def go(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main(list(args))
        out = capsys.readouterr()
        return int(stop.value.code or 0), out.out, out.err
    return go


def test_score_as_json_has_the_public_shape(run) -> None:
    code, out, _ = run("score", THEORY, "--json")
    data = json.loads(out)
    assert code == 0
    assert data["rubric"] == "cqc-contribution"
    one = next(o for o in data["outcomes"] if o["id"] == "system-regulation-understanding")
    assert {"id", "label", "layer", "proposed", "override", "reasons", "counts", "used", "ignored"} <= set(one)
    assert (one["proposed"], one["override"]["score"], one["override"]["origin"]) == (
        "Inconclusive", "Partially achieved", "published")
    assert one["ignored"][0].keys() == {"id", "why"}


def test_score_of_one_outcome_says_what_it_rests_on(run) -> None:
    code, out, _ = run("score", THEORY, "improvements")
    assert code == 0
    assert "What would change it (it hangs on a single case)" in out
    assert "c10-plans-all-las" in out
    assert "expected or possible, not seen" in out


def test_another_reading_another_rubric_another_setting(run) -> None:
    assert "Inconclusive" in run("score", THEORY, "performance-framework", "--rubric", "literal")[1]
    assert "Most impact" in run("score", THEORY, "--rubric", "mechanism-tiers")[1]
    assert "first-test" in run("score", THEORY, "--switches")[1]
    code, _, err = run("score", THEORY, "--option", "min-cases=9")
    assert (code, "R02" in err) == (2, True)
    code, _, err = run("score", THEORY, "--rubric", "literl")
    assert (code, "literal" in err) == (2, True)
    code, _, err = run("score", THEORY, "improvements", "--rubric", "mechanism-tiers")
    assert (code, "R05" in err) == (2, True)
    assert "claim-strength" in run("score", THEORY, "--rubric", "list")[1]


def test_a_theory_without_evidence_says_so(run) -> None:
    code, out, _ = run("score", str(Path(__file__).parents[2] / "docs/examples/warm-homes.yaml"))
    assert code == 0
    assert "every score rests on nothing" in " ".join(out.split())
    code, out, err = run("score", "cqc-system-assessment-2024")
    assert code == 0
    assert "the evidence is that on cqc-system-assessment-2025" in " ".join((out + err).split()), "it is carried, and that is said"


def test_evidence_on_a_theory_and_on_one_element(run) -> None:
    assert "Nothing bears on" in run("evidence", THEORY)[1]
    data = json.loads(run("evidence", THEORY, "insight", "--json")[1])
    assert data["items"][0].keys() >= {"id", "statement", "kind", "bearing", "register", "cite"}
    out = run("evidence", THEORY, "mechanism:guided")[1]
    assert "iff-2025" in out
    assert run("evidence", THEORY, "improvments")[0] == 2


def test_gaps_plan_and_story(run) -> None:
    gaps = json.loads(run("gaps", THEORY, "--json")[1])["gaps"]
    assert {"kind", "element", "element_kind", "label", "message", "look_for"} == set(gaps[0])
    plan = json.loads(run("gaps", THEORY, "--plan", "--json")[1])["plan"]
    assert any(row["hole"] == "no row asks about it" for row in plan)
    assert any(row["sources"] for row in plan)
    told = json.loads(run("story", THEORY, "leads-to-improvement", "--json")[1])
    assert {"claim", "happened", "against", "other_influences", "assumptions", "judgement", "gaps"} <= set(told)
    assert "Other influences" in run("story", THEORY, "leads-to-improvement")[1]
    assert run("story", THEORY, "nothing")[0] == 2


def test_diff_as_sentences_table_and_json(run) -> None:
    data = json.loads(run("diff", "cqc-system-assessment-2024", THEORY, "--json")[1])
    assert [c["id"] for c in data["changes"]] == [f"CH{n}" for n in range(1, 8)]
    assert {"kind", "element", "id", "before", "after", "reason"} <= set(data["changes"][0])
    assert "moved from immediate to short-term" in run("diff", "cqc-system-assessment-2024", THEORY)[1]
    assert "CH4" in run("diff", "cqc-system-assessment-2024", THEORY, "--table")[1]
    assert run("diff", THEORY)[0] == 2
    assert "F41" in run("diff", "--git", "HEAD", f"toc/{THEORY}.yaml")[2]


def test_there_and_back(run, tmp_path) -> None:
    before = (tmp_path / "toc/evidence/iff-2025-chapter-11.yaml").read_text()
    assert run("evidence", "export", "iff-2025-chapter-11", "out.csv")[0] == 0
    assert "0 added, 0 changed, 11 unchanged." in run("evidence", "import", "iff-2025-chapter-11", "out.csv")[1]
    assert (tmp_path / "toc/evidence/iff-2025-chapter-11.yaml").read_text() == before
    sheet = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "out.csv").write_text(sheet.replace(",weak,", ",strong,", 1), encoding="utf-8")
    assert "1 changed" in run("evidence", "import", "iff-2025-chapter-11", "out.csv", "--dry-run")[1]
    assert (tmp_path / "toc/evidence/iff-2025-chapter-11.yaml").read_text() == before
    assert "1 changed" in run("evidence", "import", "iff-2025-chapter-11", "out.csv")[1]
    after = (tmp_path / "toc/evidence/iff-2025-chapter-11.yaml").read_text()
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=True) if a != b]
    assert len(changed) == 1, "only the line that changed differs"
    assert run("evidence", "export", "iff-2025-chapter-11", "out.csv")[0] == 2, "an existing file is not replaced"


def test_an_unknown_element_stops_the_import(run, tmp_path) -> None:
    (tmp_path / "new.csv").write_text("id,statement,kind,element,direction\nnew,Seen,observed,improvementz,supports\n")
    code, _, err = run("evidence", "import", "iff-2025-chapter-11", "new.csv")
    assert (code, "E05" in err, "improvements" in err) == (2, True, True)
    assert "new" not in (tmp_path / "toc/evidence/iff-2025-chapter-11.yaml").read_text().split("items:")[1].split()


def test_add_checks_and_appends(run, tmp_path) -> None:
    path = tmp_path / "toc/evidence/iff-2025-chapter-11.yaml"
    before = path.read_text()
    code, out, _ = run("evidence", "add", "iff-2025-chapter-11", "--yes", "--id", "c11-new", "--statement", "A new thing",
                       "--on", "mechanism:guided:supports:weak", "--on", "improvements:context", "--audience", "LA",
                       "--date", "March 2024", "--cite", "iff-2025|ch. 11|1347")
    assert code == 0, out
    assert path.read_text().startswith(before.rstrip("\n")[:400])
    assert "c11-new" in path.read_text()
    assert "c11-new" in run("evidence", THEORY, "mechanism:guided")[1]
    for args, code_ in ((("--on", "improvementz:supports"), "E05"), (("--on", "improvements"), "S03"),
                        (("--date", "4/3/2024"), "F57"), (("--case", "dorset"), "E01"), (("--id", "c11-new"), "D02")):
        now = path.read_text()
        code, _, err = run("evidence", "add", "iff-2025-chapter-11", "--yes", "--id", "c11-other", "--statement", "x", *args)
        assert (code, code_ in err) == (2, True), err
        assert path.read_text() == now


def test_add_asks_again_where_an_answer_cannot_stand(run, tmp_path) -> None:
    said = """A new thing
    c11-new
    observd
    observed
    dorset

    LA
    improvementz:supports
    improvements:supports:weak

    iff-25 | ch. 11 | 1347
    iff-2025 | ch. 11 | 1347
    2024-13
    2024-03
    """
    answers = "\n".join(line.strip() for line in said.splitlines())
    found = CliRunner().invoke(cli, ["evidence", "add", "iff-2025-chapter-11"], input=answers)
    assert found.exit_code == 0, found.output
    for said_of in ("Did you mean observed?", "names the case “dorset”", "Did you mean improvements", "Did you mean iff-2025?",
                    "Added c11-new"):
        assert said_of in " ".join(found.output.split())
    assert "item-to-be-added" not in found.output
    assert "  c11-new:\n    statement: A new thing\n" in (tmp_path / "toc/evidence/iff-2025-chapter-11.yaml").read_text()


def test_add_names_every_missing_option_at_once(run) -> None:
    code, _, err = run("evidence", "add", "iff-2025-chapter-11", "--yes", "--audience", "LA")
    assert (code, "--id" in err, "--statement" in err) == (2, True, True)


def test_check_tells_scores_that_differ_without_a_reason(run, tmp_path) -> None:
    path = tmp_path / f"toc/{THEORY}.yaml"
    text = path.read_text()
    start = text.index("      reason: >-\n        CQC refined how")
    path.write_text(text[:start] + text[text.index("      by: IFF", start):])
    code, out, _ = run("check", f"toc/{THEORY}.yaml")
    assert code == 1
    assert "E06" in out
    assert "Inconclusive" in out


def test_the_workspace_has_no_problem_with_its_evidence(run) -> None:
    code, out, _ = run("check", "toc/evidence")
    assert code == 0, out


def test_gaps_are_summed_up_before_they_are_listed(run) -> None:
    said = " ".join(run("gaps", THEORY)[1].split())
    assert "items of evidence: 2 audiences that have not seen an outcome of their own (unheard)," in said
    assert "A gap is no finding against the theory; it says where to look." in said
    assert "gaps in 363 items of evidence: 2 audiences" in " ".join(run("gaps", THEORY, "--kind", "unheard")[1].split())


def test_items_added_by_several_people_at_once_are_all_kept(run, tmp_path) -> None:
    """Six parallel `evidence add` that each said "Added" left one item: each reads again under the lock."""
    adding = [subprocess.Popen(
        [sys.executable, "-m", "sysmap", "evidence", "add", "iff-2025-chapter-11", "--id", f"race-{n}", "--statement", "Seen",
         "--kind", "observed", "--on", "improvements:supports", "--cite", "iff-2025|ch. 11|1", "--yes"],
        cwd=tmp_path, stdout=subprocess.PIPE, text=True) for n in range(6)]
    said = [program.communicate(timeout=120)[0] for program in adding]
    assert [program.returncode for program in adding] == [0] * 6
    assert all(f"Added race-{n}" in text for n, text in enumerate(said))
    written = (tmp_path / "toc/evidence/iff-2025-chapter-11.yaml").read_text()
    assert all(f"\n  race-{n}:\n" in written for n in range(6))
