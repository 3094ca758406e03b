"""Common levers, trade-offs, compound risks, control and exposure."""

from __future__ import annotations

import dataclasses
import itertools

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.made import asked, drawn, simple

import sysmap as sm
from sysmap.analysis.base import Budget
from sysmap.analysis.projection import projection_of
from sysmap.analysis.signed_paths import verdicts
from sysmap.core.elements import Factor
from sysmap.core.map import Map
from sysmap.core.problem import Refused

BUDGET = drawn("""
    tax + schools
    tax - spending
    spending + shops
    growth + schools
    growth + shops
    mood ? shops
    mood + schools
    shops + schools
""")


def test_what_moves_two_outcomes_apart_and_what_moves_both() -> None:
    answer = sm.tradeoffs(drawn("tax + schools\n tax - shops\n growth + schools\n growth + shops"), ["schools", "shops"])
    assert {one.id: one.effect for one in answer.shared} == {"tax": "trade-off", "growth": "synergy"}
    assert answer.explain().startswith(
        "“SCHOOLS” and “SHOPS”: 2 common levers (factors that influence both by paths of at most 6 links). 1 moves them "
        "apart: “TAX”. 1 moves them the same way: “GROWTH”. Neither influences the other within that length.")


def test_what_is_not_certain_is_open() -> None:
    answer = sm.tradeoffs(BUDGET, ["schools", "shops"])
    effects = {one.id: one.effect for one in answer.shared}
    assert effects == {"growth": "synergy", "mood": "open", "spending": "synergy", "tax": "open"}
    assert answer.between == {("schools", "shops"): "none", ("shops", "schools"): "positive"}
    assert "“SHOPS” itself pushes “SCHOOLS” up." in answer.explain()


def test_overlap_tells_steps_and_verdicts() -> None:
    answer = sm.overlap(BUDGET, ["schools", "shops"], steps=1)
    assert [(one.id, dict(one.steps), dict(one.verdicts)) for one in answer.shared] == [
        ("growth", {"schools": 1, "shops": 1}, {"schools": "positive", "shops": "positive"}),
        ("mood", {"schools": 1, "shops": 1}, {"schools": "ambiguous", "shops": "unknown"})]
    assert answer.any_count == 5
    assert sorted(answer.submap.factors) == ["growth", "mood", "schools", "shops"]


def test_overlap_downstream_is_what_both_reach() -> None:
    answer = sm.overlap(BUDGET, ["tax", "growth"], "down")
    assert [one.id for one in answer.shared] == ["schools", "shops"]
    assert answer.explain().startswith("What “TAX” and “GROWTH” both influence: 2 factors, of 3 that are influenced by at least one of them.")


def test_nothing_shared_reads_as_a_sentence() -> None:
    assert "nothing on the map. 2 factors influence at least one of them" in sm.overlap(drawn("a + x\n b + y"), ["x", "y"]).explain()


def test_these_questions_need_two_factors() -> None:
    for question in (sm.tradeoffs, sm.overlap):
        with pytest.raises(Refused, match="A11"):
            question(BUDGET, ["schools", "SCHOOLS"])


def test_compound_risks_are_what_two_vulnerable_factors_hit() -> None:
    vulnerable = {name: Factor(id=name, label=name, vulnerability=2) for name in ("drought", "frost")}
    map_ = drawn("drought - harvest\n frost - harvest\n frost + heating\n harvest + income", factors=vulnerable)
    answer = sm.compound_risks(map_)
    assert answer.of == ("drought", "frost")
    assert [(one.id, one.effect) for one in answer.shared] == [("harvest", "synergy"), ("income", "synergy")]
    assert dict(answer.shared[0].verdicts) == {"drought": "negative", "frost": "negative"}
    with pytest.raises(Refused, match="A11"):
        sm.compound_risks(BUDGET)


def test_a_control_profile_sorts_what_is_upstream_by_who_can_change_it() -> None:
    said = {"tax": Factor(id="tax", label="Tax", control="us", importance=3),
            "growth": Factor(id="growth", label="Growth", control="none")}
    profile = sm.control_profile(dataclasses.replace(BUDGET, factors={**BUDGET.factors, **said}), "shops")
    assert profile.factors == (("tax", 2, "us", 3), ("growth", 1, "none", None), ("mood", 1, "not said", None),
                               ("spending", 1, "not said", None))
    assert profile.explain().startswith(
        "Upstream of “SHOPS”: 1 ours to change, 1 outside anybody's control here and 2 for which the map does not say")
    assert list(profile.to_frame()["control"]) == ["us", "none", "not said", "not said"]


def test_exposure_says_what_buffets_a_factor_and_what_hangs_on_it() -> None:
    rated = {"tax": Factor(id="tax", label="Tax", vulnerability=2, control="none"),
             "growth": Factor(id="growth", label="Growth", vulnerability=2, control="us")}
    map_ = dataclasses.replace(BUDGET, factors={**BUDGET.factors, **rated})
    answer = sm.exposure(map_, "spending")
    assert (answer.near, answer.buffeting, answer.drivers) == (("tax",), ("tax",), ("tax",))
    assert answer.losses == ((("tax",), ("shops",)),)
    assert "not stated" in sm.exposure(BUDGET, "shops").explain()


def test_json_is_the_public_shape() -> None:
    told = sm.tradeoffs(BUDGET, ["schools", "shops"]).to_json()
    assert told["of"] == ["schools", "shops"]
    assert {one["id"]: one["effect"] for one in told["factors"]}["growth"] == "synergy"


@given(asked())
def test_common_levers_are_the_common_ancestors(case: tuple[Map, str, str]) -> None:
    map_, first, second = case
    graph = simple(map_)
    expected = (nx.ancestors(graph, first) | {first}) & (nx.ancestors(graph, second) | {second})
    answer = sm.overlap(map_, [first, second])
    shared = {one.id for one in answer.shared}
    assert shared == expected - {first, second}
    for one in answer.shared:
        for goal in (first, second):
            assert one.verdicts[goal] == sm.influence(map_, one.id, goal).verdict


def test_a_spent_budget_leaves_verdicts_open_but_those_that_need_no_search() -> None:
    ticks = itertools.count(0, 10)
    whole = {one.id: one.effect for one in sm.tradeoffs(BUDGET, ["schools", "shops"]).shared}
    answer = sm.tradeoffs(BUDGET, ["schools", "shops"], seconds=1.0, clock=lambda: float(next(ticks)))
    assert not answer.complete
    effects = {one.id: one.effect for one in answer.shared}
    assert "open" in effects.values()
    assert all(effect in ("open", whole[id_]) for id_, effect in effects.items())


@given(asked(layers=True), st.integers(1, 6), st.booleans())
def test_verdicts_found_together_are_those_found_one_by_one(case: tuple[Map, str, str], most: int, up: bool) -> None:
    map_, common, _ = case
    proj = projection_of(map_)
    others = [id_ for id_ in proj.ids if id_ != common]
    together = verdicts(proj, proj.at[common], [proj.at[id_] for id_ in others], most, Budget(), up=up)
    for id_ in others:
        alone = sm.influence(map_, id_, common, most) if up else sm.influence(map_, common, id_, most)
        assert together[proj.at[id_]] == alone.verdict


@settings(deadline=None)
@given(asked())
def test_no_verdict_is_claimed_that_the_time_did_not_suffice_for(case: tuple[Map, str, str]) -> None:
    map_, first, second = case
    ticks = itertools.count()
    short = sm.overlap(map_, [first, second], seconds=1.0, clock=lambda: float(next(ticks)))
    whole = {one.id: one.verdicts for one in sm.overlap(map_, [first, second]).shared}
    for one in short.shared:
        assert all(said in ("unknown", whole[one.id][goal]) for goal, said in one.verdicts.items())


def test_compound_risks_of_three_say_who_has_no_part_in_one() -> None:
    """d hangs on a and b alone; c is asked about with them."""
    answer = sm.compound_risks(drawn("a + d\nb + d\nc"), ["a", "b", "c"])
    assert answer.table().rows == (("d", "positive (1)", "positive (1)", "no path", "synergy", "D"),)
    assert answer.to_frame().loc[0, "verdict_c"] is None
