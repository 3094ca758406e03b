"""Questions on the command line: sentences, then a table, or JSON; and what is said when a question cannot be answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.manual import run

HOMES = "docs/examples/warm-homes.yaml"


def ask(command: str) -> tuple[int, str, str]:
    return run(f"sysmap {command}")


def test_sentences_come_first_then_the_table() -> None:
    code, said, noted = ask(f"paths {HOMES} advice health --by shortest --limit 2")
    assert (code, noted) == (0, "")
    assert said.startswith("4 influence paths of at most 6 links from “Visits by advisers” to “Health of tenants”,")
    assert said.splitlines()[-1].startswith("2    + positive") or said.splitlines()[-1].startswith("2    ± mixed")


def test_factors_are_named_by_id_label_or_alias() -> None:
    by_id = ask(f"influence {HOMES} advice health --json")[1]
    assert ask(f'influence {HOMES} "visits by  ADVISERS" "Health of tenants" --json')[1] == by_id


@pytest.mark.parametrize(("command", "said"), [
    (f"upstream {HOMES} helth", "A01 There is no factor “helth” in “Warm homes”. Did you mean health"),
    (f"paths {HOMES} advice advice", "A03 Both ends are the same factor"),
    (f"paths {HOMES} advice health --max-length 0", "A04 The greatest length (--max-length) is 0"),
    (f"loops {HOMES} --max-length -2", "A04"),
    (f"rank {HOMES} --limit 0", "A04"),
    (f"paths {HOMES} advice health --seconds 0", "A04 The time limit (--seconds) is 0; it has to be above 0."),
    (f"loops {HOMES} --seconds -2", "A04"),
    (f"influence {HOMES} advice health --seconds nan", "A04"),
    (f"overlap {HOMES} advice health --seconds -1", "A04"),
    (f"rank {HOMES} --seconds 0", "A04"),
    (f"tradeoffs {HOMES} health", "A11 This question needs two or more factors."),
    ("upstream no-such-map health", "F01"),
    (f"union {HOMES} health", "A15 “health” does not say a submap."),
    (f"intersection {HOMES} upstream:helth", "A01 There is no factor “helth”"),
    (f"difference {HOMES} upstream:health:0", "A04"),
    (f"between {HOMES} health Health", "A03"),
    (f"only-through {HOMES} helth", "A01"),
    (f"compound-risks {HOMES} health", "A11"),
    ("upstream impact-mechanisms health", "F18"),
])
def test_a_question_that_cannot_be_answered_says_why_and_what_to_do(command: str, said: str) -> None:
    code, out, noted = ask(command)
    assert code == 2
    assert out == ""
    assert said in noted
    assert "Traceback" not in noted


def test_no_path_within_the_bound_says_the_shortest() -> None:
    code, said, _ = ask(f"paths {HOMES} advice health --max-length 2")
    assert code == 0
    assert "the shortest has 3" in " ".join(said.split())


def test_a_map_with_problems_is_answered_on_its_sound_part(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {a: {label: A}, b: {label: B, colour: red}}\n"
                    "links: [{from: a, to: b}, {from: a, to: zz}]\n", encoding="utf-8")
    code, said, noted = ask(f"downstream {path} a --json")
    assert code == 0
    assert [one["id"] for one in json.loads(said)["factors"]] == ["b"]
    assert "this answer rests on the sound part" in noted


def test_an_empty_map_has_no_loops_and_no_factors(tmp_path: Path) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("sysmap: 1\nkind: map\nid: m\ntitle: M\n", encoding="utf-8")
    assert "There is no feedback loop on this map" in ask(f"loops {path}")[1]
    assert "There are no factors to rank." in ask(f"rank {path}")[1]
    assert "There are none yet" in ask(f"upstream {path} x")[2]


def test_links_of_whole_layers_can_be_left_out() -> None:
    theory = "cqc-system-assessment-2025"
    whole = json.loads(ask(f"must-pass {theory} outputs statutory-purpose --json")[1])
    code, said, noted = ask(f"must-pass {theory} outputs statutory-purpose --single-links --json")
    assert code == 0
    assert "links that speak of a whole layer are left out" in noted
    assert whole["factors"] == []
    assert [one["id"] for one in json.loads(said)["factors"]] == ["improvements"]


def test_a_limit_cuts_lists_and_says_so() -> None:
    told = json.loads(ask(f"upstream {HOMES} health --limit 2 --json")[1])
    assert (len(told["factors"]), told["count"], told["complete"]) == (2, 7, False)
    assert "and 5 more (--limit)" in ask(f"upstream {HOMES} health --limit 2")[1]


def test_mechanisms_are_called_what_the_catalogue_calls_them() -> None:
    said = " ".join(ask("mechanisms cqc-system-assessment-2025 outputs improvements")[1].split())
    assert "through the mechanism “Guided”" in said
    assert "Those who take part and receive the report reflect on its findings and act upon them (critical, holds in part" in said


@pytest.mark.parametrize("command", [
    "upstream MAP parity", "downstream MAP waiting-lists demand", "ego MAP prevention", "between MAP demand prevention",
    "union MAP upstream:parity:1 ego:demand", "intersection MAP upstream:parity upstream:prevention",
    "difference MAP downstream:demand upstream:parity", "only-through MAP demand", "control-profile MAP parity",
    "exposure MAP parity", "compound-risks MAP demand waiting-lists", "paths MAP demand social-care-inclusion",
    "influence MAP waiting-lists reform-attention", "must-pass MAP demand social-care-inclusion", "loops MAP",
    "rank MAP --by betweenness", "overlap MAP parity prevention", "tradeoffs MAP parity prevention",
    "mechanisms MAP demand social-care-inclusion", "robustness MAP demand social-care-inclusion"])
def test_every_question_can_be_asked_of_a_real_map(command: str) -> None:
    code, said, noted = ask(command.replace("MAP", "bsol-ics-2024"))
    assert (code, noted) == (0, "")
    assert said.strip()
    assert json.loads(ask(command.replace("MAP", "bsol-ics-2024") + " --json")[1])


def test_paths_in_the_order_of_the_evidence_beside_the_theory() -> None:
    told = json.loads(ask("paths cqc-system-assessment-2025 fieldwork improvements --single-links --by evidence --json")[1])
    assert told["by"] == "evidence"
    assert told["paths"][0]["evidence"] == {"grade": "untested", "link": "fieldwork->outputs", "graded": 1, "of": 2}


def test_robustness_in_cases_whose_evidence_supports_the_links() -> None:
    told = json.loads(ask("robustness cqc-system-assessment-2025 outputs improvements --cases --json")[1])
    assert told["unit"] == "case"
    assert told["robustness"] == len(told["cut"][0]["sources"]) > 2


@pytest.mark.parametrize("question", [
    "upstream MAP parity", "downstream MAP waiting-lists --steps 1", "ego MAP prevention", "between MAP demand prevention",
    "union MAP upstream:parity:1 ego:demand", "paths MAP demand social-care-inclusion", "loops MAP",
    "only-through MAP demand", "overlap MAP parity prevention", "must-pass MAP demand social-care-inclusion",
    "robustness MAP demand social-care-inclusion"])
@pytest.mark.parametrize("name", ["bsol-ics-2024", "cqc-system-assessment-2025"])
def test_the_part_an_answer_is_about_can_be_written_as_a_map_that_checks(name: str, question: str, tmp_path: Path) -> None:
    if name.startswith("cqc"):
        question = question.replace("parity", "improvements").replace("waiting-lists", "fieldwork").replace(
            "prevention", "statutory-purpose").replace("demand", "outputs").replace("social-care-inclusion", "improvements")
    path = tmp_path / "my-part.yaml"
    code, said, noted = ask(f"{question.replace('MAP', name)} --save {path}")
    assert code == 0, noted
    assert "wrote" in noted
    assert said == ask(question.replace("MAP", name))[1]
    assert json.loads(ask(f"check {path} --json")[1])["error"] == 0
    assert json.loads(ask(f"show {path} --json")[1])["id"] == "my-part"


def test_a_saved_part_is_a_map_with_its_rule_and_never_replaces_a_file(tmp_path: Path) -> None:
    path = tmp_path / "around-damp.yaml"
    ask(f"ego {HOMES} damp --save {path}")
    text = path.read_text(encoding="utf-8")
    assert "title: Around “Damp in homes” within 1 link" in text
    assert "Every factor with a path of at most 1 link to or from “Damp in homes”" in " ".join(text.split())
    assert "../" in text.split("uses:")[1].split("factors:")[0], "what the map uses is named from the new place"
    assert json.loads(ask(f"upstream {path} health --json")[1])["links"] == ["damp->health", "insulation->damp"]
    code, _, noted = ask(f"ego {HOMES} health --save {path}")
    assert (code, path.read_text(encoding="utf-8")) == (2, text)
    assert "F35 There is already such a file." in noted
