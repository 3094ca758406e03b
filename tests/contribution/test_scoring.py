"""Scores of a theory: proposals, published scores, overrides, switches, and what would change them."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contribution.made import CASES, PROFILE, RULE, base_of, item

from sysmap.checks import check_document
from sysmap.checks.given_scores import check_scores
from sysmap.contribution.base import Element, gather
from sysmap.contribution.score_margin import what_would_change
from sysmap.contribution.scoring import score_elements, score_map, scoring_json
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.map import Map
from sysmap.core.uses import Uses
from sysmap.formats.read import read_text


def theory(score: str = "") -> Map:
    reading = read_text(f"""
sysmap: 1
kind: theory
id: t
title: T
ceiling: early
layers:
  - {{id: activity, label: Activities, stage: activity}}
  - {{id: early, label: Early outcomes, stage: outcome}}
  - {{id: late, label: Late outcomes, stage: impact}}
factors:
  report: {{label: Report, layer: activity}}
  plans: {{label: Plans, layer: early, whose: [LA]{score}}}
  health: {{label: Health, layer: late}}
links: [{{from: report, to: plans, polarity: positive}}]
""")
    assert not reading.problems
    return reading.map


THREE = [item(f"i{n}", cases=(f"la{n}",)) for n in (1, 2, 3)]
PUBLISHED = ", score: {label: Partially achieved, rubric: cqc-contribution, rubric_version: 1, reason: Too few, by: Us}"


def test_outcomes_are_scored_up_to_the_ceiling() -> None:
    found = {s.element.id: s.proposal.score for s in score_map(theory(), base_of(*THREE), RULE).outcomes}
    assert found == {"plans": "Achieved", "health": "Not scored"}
    every = score_map(theory(), base_of(*THREE), RULE, {"scope": "every-outcome"}).outcomes
    assert [s.proposal.score for s in every] == ["Achieved", "No evidence yet"]


def test_a_published_score_that_the_rule_does_not_give_stands_beside_it() -> None:
    one = score_map(theory(PUBLISHED), base_of(*THREE), RULE).outcomes[0]
    assert (one.proposal.score, one.score, one.agrees) == ("Achieved", "Partially achieved", False)
    assert one.override is not None
    assert (one.override.reason, one.override.role, one.override.origin) == ("Too few", "Us", "published")
    agreeing = score_map(theory(PUBLISHED), base_of(*THREE[:2]), RULE).outcomes[0]
    assert (agreeing.agrees, agreeing.override) == (True, None)


def test_an_evaluators_override_comes_before_the_published_score() -> None:
    register = read_text("""
sysmap: 1
kind: evidence
id: r
title: R
items: {}
overrides:
  plans: {score: Inconclusive, reason: The plans were lost, role: Lead evaluator, date: 2025-06}
""")
    assert not register.problems
    assert isinstance(register.document, Evidence)
    base = gather([register.document])
    one = score_map(theory(PUBLISHED), base, RULE).outcomes[0]
    assert one.override is not None
    assert (one.score, one.override.role, one.override.origin) == ("Inconclusive", "Lead evaluator", "register")
    assert scoring_json(score_map(theory(PUBLISHED), base, RULE))["outcomes"][0]["override"] == {
        "score": "Inconclusive", "reason": "The plans were lost", "role": "Lead evaluator", "date": "2025-06",
        "origin": "register"}


def test_an_override_without_a_reason_or_about_nothing_is_a_problem() -> None:
    without = read_text("sysmap: 1\nkind: evidence\nid: r\ntitle: R\noverrides: {plans: {score: Achieved, role: Me}}\n")
    assert [p.code for p in without.problems] == ["S04"]
    reading = read_text("""
sysmap: 1
kind: evidence
id: r
title: R
overrides:
  plans: {score: Achieved, reason: " ", role: Me}
  plants: {score: Achieved, reason: So, role: Me}
""")
    assert reading.document is not None
    found = check_document(reading.document, Uses([theory()]))
    assert [(p.code, p.at) for p in found] == [("E09", ("overrides", "plans")), ("E05", ("overrides", "plants"))]


@pytest.mark.parametrize(("body", "code"), [
    ("bears_on: {element: plants, direction: supports}", "E05"),
    ("cases: [la1, la2], number: 1, bears_on: {element: plans, direction: supports}", "E09"),
    ("bears_on: {element: plans, direction: supports, passed: true}", "E09"),
    ("bears_on: [{element: plans, direction: supports}, {element: plans, direction: contradicts}]", "E09"),
    ("quote: So be it, permission: false, bears_on: {element: plans, direction: supports}", "E09")])
def test_items_that_cannot_be_as_written(body: str, code: str) -> None:
    reading = read_text(f"sysmap: 1\nkind: evidence\nid: r\ntitle: R\n"
                        f"items: {{one: {{statement: S, kind: observed, {body}}}}}\n")
    assert not reading.problems
    assert reading.document is not None
    assert [p.code for p in check_document(reading.document, Uses([theory(), CASES]))] == [code]


def test_a_stored_score_that_its_rule_does_not_give_needs_a_reason() -> None:
    bare = ", score: {label: Achieved, rubric: cqc-contribution, rubric_version: 1}"
    found = check_scores(theory(bare), base_of(*THREE[:1]))
    assert [(p.code, p.at) for p in found] == [("E06", ("factors", "plans", "score"))]
    assert "Partially achieved" in found[0].message
    assert check_scores(theory(bare), base_of(*THREE)) == []
    assert check_scores(theory(bare.replace("}", ", reason: We were there}")), base_of(*THREE[:1])) == []
    assert check_scores(theory(bare), base_of()) == [], "without evidence nothing is asked"
    assert "no rubric houses" in check_scores(theory(bare.replace("cqc-contribution", "houses")), base_of(*THREE))[0].message


def test_two_registers_that_differ_on_an_item_lose_nothing() -> None:
    a, b = (Evidence(id=i, title=i, items={"x": item("x", cases=(f"la{n}",))}) for n, i in enumerate("ab", 1))
    base = gather([a, b], [CASES], PROFILE)
    assert [p.code for p in base.problems] == ["E01"]
    assert sorted(base.items) == ["b/x", "x"]
    assert RULE.score(Element(id="plans"), base).counts["supports"] == 2


named = st.builds(
    Item, id=st.just("x"), statement=st.sampled_from("abcdef"), kind=st.just("observed"),
    cases=st.sampled_from(sorted(CASES.cases)).map(lambda c: (c,)),
    bears_on=st.builds(Bearing, element=st.just("plans"), direction=st.sampled_from(["supports", "contradicts", "alternative"]),
                       strength=st.sampled_from(["weak", "moderate", "strong"])).map(lambda b: (b,)))


@settings(max_examples=60, deadline=None)
@given(st.lists(named, min_size=1, max_size=8), st.sampled_from(["literal", "calibrated"]))
def test_the_margin_is_one_exactly_where_one_case_changes_the_score(body: list[Item], variant: str) -> None:
    """Against scoring again with each single case gone or come."""
    body = [dataclasses.replace(i, id=f"i{n}", audience=(CASES.cases[i.cases[0]].type,)) for n, i in enumerate(body)]
    element = Element(id="plans", whose=("ICS", "LA"))

    def level(items: list[Item]) -> str:
        return RULE.score(element, base_of(*items), variant=variant).level

    now = level(body)
    reached = set()
    for case in {i.cases[0] for i in body}:
        for direction in ("supports", "contradicts", "alternative"):
            reached.add(level([i for i in body if i.cases != (case,) or i.bears_on[0].direction != direction]))
    heard = {i.audience[0] for i in body}
    strength = RULE.settings(None, variant)["min-strength"]
    for audience in {*heard, "national"} | ({"ICS", "LA"} if variant == "calibrated" else set()):
        if audience == "CQC" or (audience == "national" and not heard & {"ICS", "LA"} and "national" not in heard):
            continue
        for direction in ("supports", "contradicts", "alternative"):
            new = Item(id="new", statement="new", kind="observed", cases=("further",), audience=(audience,),  # type: ignore[arg-type]
                       bears_on=(Bearing(element="plans", direction=direction,  # type: ignore[arg-type]
                                         strength=strength if direction == "supports" else "moderate"),))  # type: ignore[arg-type]
            reached.add(level([*body, new]))
    found = what_would_change(RULE, element, base_of(*body), variant=variant)
    assert (found.margin == 1) == bool(reached - {now})
    assert {flip.level for flip in found.flips if len(flip.moves) == 1} == reached - {now}


def test_margins_are_part_of_the_score() -> None:
    [one] = score_elements([Element(id="plans", whose=("LA",))], base_of(*THREE), RULE)
    assert one.proposal.margin == 1
    [bare] = score_elements([Element(id="plans")], base_of(*THREE), RULE, margins=False)
    assert bare.proposal.margin is None
