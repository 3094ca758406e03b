"""The contribution rule of the 2025 report: worked cases, gates, options."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.contribution.made import PROFILE, RULE, base_of, item

from sysmap.cli import cli
from sysmap.contribution.base import Element, EvidenceBase, gather
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.library import Case, Cases
from sysmap.core.problem import Refused
from sysmap.formats.read import read_file

ROOT = Path(__file__).parents[2]
GOLDEN = json.loads((ROOT / "tests/golden/14_contribution_scores_cqc.json").read_text())
PLANS = Element(id="plans", label="Plans", whose=("LA",))
BOTH = Element(id="plans", label="Plans", whose=("ICS", "LA"))


def as_base(evidence: list[dict[str, str]]) -> EvidenceBase:
    """The golden's evidence as a register; its word for national stakeholders is NAT."""
    word = {"NAT": "national"}
    items, cases = {}, {}
    for number, e in enumerate(evidence):
        audience = word.get(e["audience"], e["audience"])
        cases[e["case"]] = Case(id=e["case"], label=e["case"], type=audience)  # type: ignore[arg-type]
        items[f"i{number}"] = Item(
            id=f"i{number}", statement=f"Said {number}.", kind=e["kind"], cases=(e["case"],),  # type: ignore[arg-type]
            audience=(audience,), informant=e.get("informant"),  # type: ignore[arg-type]
            bears_on=(Bearing(element="plans", direction=e["direction"], strength=e["strength"]),))  # type: ignore[arg-type]
    return gather([Evidence(id="r", title="R", items=items)], [Cases(id="c", title="C", cases=cases)], PROFILE)


@pytest.mark.parametrize("case", GOLDEN["input"]["worked_cases"], ids=lambda c: c["id"])
@pytest.mark.parametrize("variant", ["calibrated", "literal"])
def test_worked_cases(case: dict, variant: str) -> None:
    element = Element(id="plans", whose=tuple(case["required_audiences"]), in_scope=case["scored"])
    found = RULE.score(element, as_base(case["evidence"]), variant=variant)
    assert found.score == case["expected"]["rule" if variant == "calibrated" else "literal_case_count"]
    if variant == "calibrated":
        assert list(found.flags) == case["expected_flags"] or set(found.flags) == set(case["expected_flags"])


@pytest.mark.parametrize("case", GOLDEN["input"]["worked_cases"], ids=lambda c: c["id"])
def test_worked_cases_as_files_at_the_command_line(case: dict, tmp_path: Path) -> None:
    """The same cases as a user puts them: a theory, its cases and a register, scored by `sysmap score`."""
    models = os.path.relpath(ROOT / "models", tmp_path)
    profile = f"{models}/profiles/cqc.yaml"
    layer = "near" if case["scored"] else "far"
    (tmp_path / "theory.yaml").write_text("\n".join([
        "sysmap: 1", "kind: theory", "id: theory", "title: Theory", "ceiling: near",
        f"uses: [{models}/rubrics/cqc-contribution.yaml, {profile}]",
        "layers: [{id: near, label: Near, stage: outcome}, {id: far, label: Far, stage: outcome}]",
        f"factors: {{plans: {{label: Plans, layer: {layer}, whose: [{', '.join(case['required_audiences'])}]}}}}"]))
    word = {"NAT": "national"}
    types = {e["case"].lower(): word.get(e["audience"], e["audience"]) for e in case["evidence"]}
    (tmp_path / "cases.yaml").write_text("\n".join([
        "sysmap: 1", "kind: cases", "id: cases", "title: Cases", f"uses: [{profile}]", "cases:",
        *(f"  {id_}: {{label: {id_}, type: {type_}}}" for id_, type_ in types.items())]))
    (tmp_path / "register.yaml").write_text("\n".join([
        "sysmap: 1", "kind: evidence", "id: register", "title: Register", f"uses: [theory.yaml, cases.yaml, {profile}]", "items:", *(
            f"  i{at}: {{statement: Said {at}., kind: {e['kind']}, cases: [{e['case'].lower()}], audience: [{types[e['case'].lower()]}], "
            f"informant: {e.get('informant') or 'somebody'}, bears_on: [{{element: plans, direction: {e['direction']}, "
            f"strength: {e['strength']}}}]}}" for at, e in enumerate(case["evidence"]))]))
    for variant, expected in (("calibrated", "rule"), ("literal", "literal_case_count")):
        asked = ["score", str(tmp_path / "theory.yaml"), "plans", "--rubric", f"cqc-contribution:{variant}", "--json"]
        [found] = json.loads(CliRunner().invoke(cli, asked).stdout)["outcomes"]
        assert found["proposed"] == case["expected"][expected]
        if variant == "calibrated":
            assert set(found["flags"]) == set(case["expected_flags"])


def test_the_shipped_rubric_is_the_file() -> None:
    """The rule stands once: what the catalogue knows is what the file says, step by step."""
    assert read_file(ROOT / "models/rubrics/cqc-contribution.yaml").document == RULE.rubric


def test_a_score_shows_what_it_rests_on() -> None:
    base = base_of(item("a", cases=("la1",)), item("b", cases=("la2",)), item("hope", cases=("ics1",), kind="anticipated"),
                   item("example", kind="hypothetical"), item("old", cases=("la3",), status="withdrawn"))
    found = RULE.score(BOTH, base)
    assert (found.score, found.used) == ("Partially achieved", ("a", "b"))
    assert {i.id: i.why for i in found.ignored} == {
        "hope": "expected or possible, not seen", "example": "a made-up example", "old": "withdrawn"}
    assert [gate.missing for gate in found.gates] == ["1 more with moderate support"]
    assert found.reasons[0] == "2 cases support it, 2 of them with moderate support or more (2 LAs)."
    assert (found.rubric, found.version, found.variant) == ("cqc-contribution", "1", "calibrated")


def test_unnamed_cases_are_counted_from_below() -> None:
    """Three items on "one pilot LA" may be one LA; "both ICSs" are two; an unnamed pilot LA may be the named one."""
    base = base_of(
        item("one", audience=("LA",), round=("pilot",), number=1), item("two", audience=("LA",), round=("pilot",), number=1),
        item("some", audience=("LA",), round=("pilot",)), item("both", audience=("ICS",), round=("pilot",), number=2),
        item("named", cases=("la1",)))
    assert RULE.score(BOTH, base).counts["supports"] == 3
    assert RULE.score(BOTH, base, {"unnamed-cases": "each-item"}).counts["supports"] == 6
    assert RULE.score(BOTH, base, {"unnamed-cases": "ignored"}).counts["supports"] == 1


def test_a_formal_and_a_pilot_authority_are_two_and_one_of_either_may_be_one_of_them() -> None:
    base = base_of(item("p", audience=("LA",), round=("pilot",)), item("f", audience=("LA",), round=("formal",)),
                   item("any", audience=("LA",)), item("either", audience=("LA",), round=("pilot", "formal")))
    assert RULE.score(PLANS, base).counts["supports"] == 2


def test_words_of_quantity_are_no_numbers() -> None:
    base = base_of(item("most", audience=("LA",), said_of="most pilot LAs"))
    assert RULE.score(PLANS, base).counts["supports"] == 1


def test_an_event_told_in_three_places_counts_once() -> None:
    base = base_of(item("summary", "supports", "weak", event="audits", cases=("la1",)),
                   item("chapter", event="audits", cases=("la1",)), item("conclusion", event="audits", audience=("LA",)))
    found = RULE.score(PLANS, base)
    assert (found.counts["supports"], found.counts["supports_moderate"]) == (1, 1)
    assert found.used == ("chapter",)


def test_the_survey_lifts_what_cases_say_and_is_none() -> None:
    base = base_of(item("said", cases=("la5",)), item("survey", audience=("LA",), source_type="survey"))
    assert RULE.score(PLANS, base).counts["supports"] == 1
    assert RULE.score(PLANS, base, {"min-strength": "strong"}).counts["supports_strong"] == 1
    assert RULE.score(PLANS, base, {"min-strength": "strong", "survey-lift": "none"}).counts["supports_strong"] == 0
    assert RULE.score(PLANS, base, {"survey": "one-case"}).counts["supports"] == 2


def test_cqc_alone_carries_only_what_is_its_own() -> None:
    base = base_of(item("own", cases=("cqc",)))
    assert RULE.score(PLANS, base).reason == "cqc-alone"
    assert RULE.score(Element(id="plans", whose=("CQC", "all")), base).score == "Partially achieved"
    assert RULE.score(PLANS, base, variant="literal").score == "Partially achieved"


def test_weaker_contradiction_gives_way_to_stronger_support_of_its_own_kind_only() -> None:
    support = [item(f"s{n}", cases=(f"la{n}",)) for n in (1, 2, 3)]
    doubts = [item("d1", "contradicts", "weak", cases=("la4",)), item("d2", "contradicts", "weak", cases=("ics1",)),
              item("d3", "contradicts", "weak", cases=("la5",))]
    found = RULE.score(PLANS, base_of(*support, *doubts))
    assert (found.score, found.counts["contradicts"], found.counts["set_aside"]) == ("Achieved", 1, ["la4", "la5"])
    assert RULE.score(PLANS, base_of(*support, *doubts), variant="literal").score == "Inconclusive"


def test_twelve_people_of_one_authority_are_one_case() -> None:
    base = base_of(*(item(f"p{n}", cases=("la1",), informant=f"P{n}") for n in range(12)))
    assert RULE.score(PLANS, base).counts["supports"] == 1
    assert RULE.score(PLANS, base, {"unit": "participant"}).score == "Achieved"
    assert RULE.score(PLANS, base, {"unit": "audience"}).counts["supports"] == 1


def test_cases_are_known_by_their_aliases() -> None:
    base = base_of(item("a", cases=("adass",)), item("b", cases=("Directors",), audience=("national",)))
    assert RULE.score(PLANS, base).counts["supports"] == 1


@pytest.mark.parametrize(("options", "code"), [
    ({"contradiction-below": "0.75", "min-agreement": "2/3"}, "R03"),
    ({"min-cases": "2", "min-non-cqc": "3"}, "R03"),
    ({"min-cases": "7"}, "R02"),
    ({"min-case": "3"}, "R01"),
])
def test_impossible_settings_are_refused(options: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        RULE.score(PLANS, base_of(), options)
    assert refused.value.problems[0].code == code
    assert refused.value.problems[0].hint


def test_a_rubric_file_that_cannot_work_is_refused_with_every_fault() -> None:
    import dataclasses

    broken = dataclasses.replace(
        RULE.rubric, steps=(), levels={k: v for k, v in RULE.rubric.levels.items() if k != "achieved"},
        options={**RULE.rubric.options, "min-cases": dataclasses.replace(RULE.rubric.options["min-cases"], value="9")})
    with pytest.raises(Refused) as refused:
        RULE.with_rubric(broken)
    assert sorted(p.code for p in refused.value.problems) == ["R02", "R04"]
