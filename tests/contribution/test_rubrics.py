"""The other rubrics: definitions, guards, and that order and repeats do not matter to them."""

from __future__ import annotations

import dataclasses
import random

import pytest
from tests.contribution.made import CASES, PROFILE, RULE, base_of, item

from sysmap.contribution.base import Element, gather
from sysmap.contribution.bayesian_updating import BayesianUpdating
from sysmap.contribution.catalogue import rule_for, rules
from sysmap.contribution.counting_rule import CountingRule
from sysmap.contribution.evidence_robustness import EvidenceRobustness
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.read import read_text


def theory() -> Map:
    reading = read_text("""
sysmap: 1
kind: theory
id: t
title: T
layers:
  - {id: activity, label: Activities, stage: activity}
  - {id: early, label: Early outcomes, stage: outcome}
factors:
  report: {label: Report, layer: activity}
  plans: {label: Plans, layer: early}
  change: {label: Change, layer: early}
links:
  - {from: report, to: plans, polarity: positive, assumptions: [read]}
  - {from: plans, to: change, polarity: positive}
assumptions:
  read: {label: Reports are read, critical: true}
rivals:
  planned: {label: It was planned already, about: [plans]}
claims:
  works: {label: Reports lead to plans, covers: [report->plans], rivals: [planned]}
""")
    assert not reading.problems
    return reading.map


def claim() -> Element:
    map_ = theory()
    return Element(id="works", kind="claim", label=map_.claims["works"].label, map=map_)


def bears(id_: str, *bearings: Bearing, **rest) -> Item:
    return dataclasses.replace(item(id_, **rest), bears_on=bearings)


ON_LINK = [bears(f"seen{n}", Bearing(element="report->plans", direction="supports", strength="moderate"), cases=(f"la{n}",))
           for n in (1, 2, 3)]


def test_a_claim_is_as_strong_as_its_weakest_critical_part() -> None:
    rule = rules()["claim-strength"]
    found = rule.score(claim(), base_of(*ON_LINK))
    assert found.score == "Untested"
    assert found.reasons[0].startswith("One of the weakest parts is whether the assumption holds (“Reports are read”): untested")
    holding = bears("read", Bearing(element="read", direction="supports", strength="moderate"), cases=("la1",))
    other = bears("rival", Bearing(element="works", direction="alternative", strength="weak", rivals=("planned",)),
                  cases=("la2",))
    assert rule.score(claim(), base_of(*ON_LINK, holding)).score == "Untested", "nobody spoke for the rival"
    whole = rule.score(claim(), base_of(*ON_LINK, holding, other))
    assert (whole.score, whole.gates[0].code) == ("Weak", "rivals examined"), "the rival's case is not outnumbered on the claim"
    voices = [bears(f"v{n}", Bearing(element="works", direction="supports", strength="moderate"), cases=(f"la{n}",))
              for n in (1, 3)]
    assert rule.score(claim(), base_of(*ON_LINK, holding, other, *voices)).score == "Moderate"


def test_contradiction_of_one_part_undoes_the_claim() -> None:
    against = [bears(f"no{n}", Bearing(element="read", direction="contradicts", strength="moderate"), cases=(f"la{n}",))
               for n in (1, 2)]
    assert rules()["claim-strength"].score(claim(), base_of(*ON_LINK, *against)).score == "Not supported"


@pytest.mark.parametrize(("kind", "passed", "score"), [
    ("hoop", False, "Eliminated"), ("hoop", True, "In the running"), ("smoking-gun", True, "Confirmed"),
    ("smoking-gun", False, "Weakened"), ("straw-in-the-wind", True, "Strengthened"),
    ("straw-in-the-wind", False, "Weakened"), ("doubly-decisive", True, "Confirmed"),
    ("doubly-decisive", False, "Eliminated")])
def test_what_a_test_does_to_a_claim(kind: str, passed: bool, score: str) -> None:
    one = bears("t", Bearing(element="works", direction="supports", test=kind, passed=passed, rivals=("planned",),  # type: ignore[arg-type]
                             test_set="2024-01"), date="2024-05", cases=("la1",))
    assert rules()["process-tracing"].score(claim(), base_of(one)).score == score


@pytest.mark.parametrize(("changes", "why"), [
    ({"test_set": "2024-06"}, "the test was set (2024-06) after the item was gathered (2024-05)"),
    ({"test_set": None}, "when the test was set is not said"),
    ({"rivals": ()}, "a test without a rival tests nothing"),
    ({"passed": None}, "says no test and how it came out")])
def test_a_test_that_decides_nothing(changes: dict, why: str) -> None:
    bearing = Bearing(element="works", direction="supports", test="smoking-gun", passed=True, rivals=("planned",),
                      test_set="2024-01")
    one = bears("t", dataclasses.replace(bearing, **changes), date="2024-05", cases=("la1",))
    found = rules()["process-tracing"].score(claim(), base_of(one))
    assert (found.score, [i.why for i in found.ignored]) == ("Not tested", [why])


def test_confidence_is_a_band_and_people_of_one_body_are_one_voice() -> None:
    rule = BayesianUpdating()
    on = [bears(f"v{n}", Bearing(element="works", direction="supports", strength="moderate"), cases=("la1",)) for n in range(9)]
    found = rule.score(claim(), base_of(*on))
    assert (found.counts["voices"], found.counts["low"], found.counts["high"]) == (1, 0.6, 0.75)
    assert found.score == "More confident than not"
    none = rule.score(claim(), base_of())
    assert (none.score, none.counts["low"], none.counts["high"]) == ("No better than even", 0.5, 0.5)
    both = base_of(on[0], bears("w", Bearing(element="works", direction="contradicts", strength="moderate"), cases=("la2",)))
    assert rule.score(claim(), both).score == "No better than even"
    with pytest.raises(Refused):
        rule.score(claim(), both, {"moderate": "5-2"})
    with pytest.raises(Refused):
        rule.score(claim(), both, {"prior": "1"})


def test_an_unnamed_voice_that_may_be_a_named_one_is_not_counted_twice() -> None:
    named = bears("n", Bearing(element="works", direction="supports", strength="moderate"), cases=("la1",))
    unnamed = bears("u", Bearing(element="works", direction="supports", strength="moderate"), audience=("LA",))
    assert BayesianUpdating().score(claim(), base_of(named, unnamed)).counts["voices"] == 1


def test_robustness_counts_the_cases_a_sceptic_must_reject() -> None:
    map_ = theory()
    change = Element(id="change", map=map_)
    rule = EvidenceRobustness()
    assert rule.score(change, base_of(*ON_LINK)).score == "No footing"
    second = bears("s", Bearing(element="plans->change", direction="supports", strength="weak"), cases=("ics1",))
    spliced = rule.score(change, base_of(*ON_LINK, second))
    assert (spliced.score, spliced.counts["robustness"], spliced.counts["threads"]) == ("Hangs on one case", 1, 0)
    assert rule.score(change, base_of(*ON_LINK, second), {"splicing": "no"}).score == "No footing"


def test_a_made_up_example_is_no_support_and_shows_that_nobody_told_one() -> None:
    map_ = theory()
    mechanism = Element(id="mechanism:guided", kind="mechanism", label="Guided", map=map_)
    seen = [bears(f"m{n}", Bearing(element="mechanism:guided", direction="supports", strength="moderate"),
                  Bearing(element="plans", direction="supports", strength="moderate"), cases=(f"la{n}",)) for n in range(1, 6)]
    rule = rules()["mechanism-tiers"]
    assert rule.score(mechanism, base_of(*seen)).score == "Most impact"
    assert rule.score(mechanism, base_of(*seen[:4])).score == "Some impact, weaker"
    made_up = bears("h", Bearing(element="mechanism:guided", direction="supports"), kind="hypothetical")
    assert rule.score(mechanism, base_of(*seen, made_up)).score == "Needs wider activity first"
    assert rule.score(mechanism, base_of(made_up)).counts["seen"] == 0


@pytest.mark.parametrize("rule", list(rules().values()), ids=lambda r: r.id)
def test_order_and_repeats_do_not_matter(rule) -> None:
    element = {"mechanism": Element(id="mechanism:guided", kind="mechanism", map=theory()), "claim": claim()}.get(
        rule.kinds[0], Element(id="plans", map=theory()))
    items = [*ON_LINK, *(item(f"x{n}", says, on=on, cases=(f"la{n}",)) for n, (says, on) in enumerate(
        [("supports", "plans"), ("contradicts", "works"), ("supports", "works"), ("alternative", "plans"),
         ("supports", "mechanism:guided")], 1))]
    found = rule.score(element, base_of(*items))
    for seed in range(5):
        shuffled = items[:]
        random.Random(seed).shuffle(shuffled)
        again = [dataclasses.replace(i, id=f"zz-{i.id}") for i in shuffled[:3]]
        base = gather([Evidence(id="r", title="R", items={i.id: i for i in [*shuffled, *again]})], [CASES], PROFILE)
        repeated = rule.score(element, base)
        assert (repeated.score, repeated.reasons, repeated.used) == (found.score, found.reasons, found.used)


def test_rubrics_are_found_by_id_by_variant_and_by_both() -> None:
    assert rule_for()[0].id == "contribution", "nobody's in particular"
    assert rule_for(None, profile=PROFILE)[0].id == "cqc-contribution", "the one that the profile names"
    assert rule_for(None, [RULE.rubric])[0].id == "cqc-contribution", "the one that the theory uses"
    assert rule_for("literal")[1] == "literal"
    assert rule_for("cqc-contribution:calibrated")[1] == "calibrated"
    assert rule_for("claim-strength")[0].id == "claim-strength"
    with pytest.raises(Refused) as refused:
        rule_for("claim-strenght")
    assert "claim-strength" in refused.value.problems[0].hint


def test_a_project_may_word_the_rule_itself() -> None:
    own = dataclasses.replace(
        RULE.rubric, id="ours", rule="cqc-contribution", rubric_version="3", steps=(),
        levels={k: dataclasses.replace(v, label=v.label.upper()) for k, v in RULE.rubric.levels.items()})
    rule, _ = rule_for("ours", [own])
    found = rule.score(Element(id="plans"), base_of(item("no", "contradicts", cases=("la1",))))
    assert (found.score, found.rubric, found.version) == ("NOT ACHIEVED", "ours", "3")


def test_rubrics_of_other_packages_come_in_by_entry_point(monkeypatch) -> None:
    from sysmap.contribution import catalogue as module

    class Entry:
        name = "house-rule"

        def load(self):
            class House(CountingRule):
                rubric = dataclasses.replace(RULE.rubric, id="house-rule")
            return House

    class Broken:
        name = "broken"

        def load(self):
            raise ImportError("not there")

    monkeypatch.setattr(module, "entry_points", lambda group: [Broken(), Entry()])
    module.rules.cache_clear()
    try:
        assert "house-rule" in rules()
        assert "broken" not in rules()
    finally:
        module.rules.cache_clear()
