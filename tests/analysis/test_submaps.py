"""Upstream, downstream, ego, between, and combining them."""

from __future__ import annotations

import dataclasses

import networkx as nx
import pytest
from hypothesis import given
from tests.analysis.made import asked, drawn, maps, reversed_, simple, told

import sysmap as sm
from sysmap.core.graph import graph_of
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.questions.shared.submap import Submap

CHAIN = drawn("""
    rain + river
    river + flood
    flood - crops
    crops + rain
    dam - flood
""")

THEORY = told("""
sysmap: 1
kind: theory
id: t
title: T
layers: [{id: activity, label: Activities}]
actors: {ICS: {label: Integrated care systems}}
factors:
  visits: {label: Visits, layer: activity}
  reports: {label: Reports, layer: activity}
  letters: {label: Letters, layer: activity}
  trust: {label: Trust, whose: [ICS], status: anticipated}
  gains: {label: Gains}
links:
  - {from: layer:activity, to: trust, polarity: positive, assumptions: [heard]}
  - {from: trust, to: gains, polarity: positive}
  - {from: visits, to: reports, polarity: positive}
assumptions:
  heard: {label: People are heard}
  unused: {label: Not in use}
rivals:
  other: {label: Something else, about: [gains]}
""")


def test_upstream_gives_the_steps_of_each_factor_nearest_first() -> None:
    answer = sm.upstream(CHAIN, "flood")
    assert dict(answer.factors) == {"dam": 1, "river": 1, "rain": 2, "crops": 3}
    assert answer.links == ("crops->rain", "dam->flood", "flood->crops", "rain->river", "river->flood")
    assert answer.looped == ("flood",)
    assert "comes back to itself" in answer.explain()


def test_a_bound_is_part_of_the_answer() -> None:
    answer = sm.upstream(CHAIN, "flood", 1)
    assert dict(answer.factors) == {"dam": 1, "river": 1}
    assert answer.links == ("dam->flood", "river->flood")
    assert answer.frontier == ("river",)
    assert answer.to_json()["complete"] is False
    assert "The limit of 1 link cuts the answer here: the paths go on from 1 of them." in answer.explain()


def test_links_among_the_outermost_factors_are_left_out() -> None:
    map_ = drawn("a + x\n b + x\n a + b")
    assert sm.upstream(map_, "x", 1).links == ("a->x", "b->x")
    assert sm.ego(map_, "x", 1).links == ("a->b", "a->x", "b->x")


def test_a_factor_is_named_by_id_label_or_alias() -> None:
    assert sm.downstream(THEORY, "trust").of == sm.downstream(THEORY, " TRUST ").of == ("trust",)


def test_an_unknown_factor_is_answered_with_the_nearest_names() -> None:
    with pytest.raises(Refused, match=r"A01 .*Did you mean flood") as refused:
        sm.upstream(CHAIN, "floods")
    assert refused.value.problems[0].code == "A01"


@pytest.mark.parametrize("steps", [0, -1])
def test_a_bound_that_asks_for_nothing_is_refused(steps: int) -> None:
    with pytest.raises(Refused, match="A04"):
        sm.downstream(CHAIN, "rain", steps)


def test_a_retired_factor_is_left_out_and_cannot_be_asked_about() -> None:
    factors = {**CHAIN.factors, "river": dataclasses.replace(CHAIN.factors["river"], status="retired")}
    map_ = dataclasses.replace(CHAIN, factors=factors)
    assert "river" not in sm.upstream(map_, "flood").factors
    with pytest.raises(Refused, match="A05"):
        sm.upstream(map_, "river")


def test_a_link_of_a_whole_layer_says_so_and_stays_one_link() -> None:
    answer = sm.upstream(THEORY, "gains")
    assert answer.group_links == ("layer:activity->trust",)
    assert "speaks of a whole layer" in answer.explain()
    assert list(answer.submap.links) == ["layer:activity->trust", "trust->gains", "visits->reports"]


def test_a_layer_link_that_would_mean_more_than_asked_becomes_single_links() -> None:
    answer = sm.ego(THEORY, "reports", 1)
    part = answer.submap
    assert sorted(part.factors) == ["reports", "trust", "visits"]
    names = {f"{arc.from_}->{arc.to}" for arc in graph_of(part).arcs}
    assert names == {"reports->trust", "visits->trust", "visits->reports"}
    one = sm.between(THEORY, "reports", "gains").submap
    assert [arc.from_ for arc in graph_of(one).arcs] == ["reports", "trust"]


def test_a_submap_takes_along_what_its_parts_rest_on_and_says_its_rule() -> None:
    part = sm.upstream(THEORY, "trust").submap
    assert list(part.assumptions) == ["heard"]
    assert list(part.rivals) == []
    assert list(part.actors) == ["ICS"]
    assert part.notes[0].kind == "method"
    assert "path to “Trust”" in part.notes[0].text


def test_an_isolated_factor_has_nothing_upstream() -> None:
    map_ = drawn("a + b\n lone")
    answer = sm.upstream(map_, "lone")
    assert answer.factors == {}
    assert answer.explain().startswith("Nothing on the map influences “LONE”.")
    assert list(answer.submap.factors) == ["lone"]


def test_between_keeps_what_can_lie_on_the_way() -> None:
    map_ = drawn("x + a\n a + y\n a + b\n b + c\n c + y\n y + z\n w + x")
    assert set(sm.between(map_, "x", "y").ids) == {"x", "a", "b", "c", "y"}
    short = sm.between(map_, "x", "y", 2)
    assert set(short.ids) == {"x", "a", "y"}
    assert short.frontier == ("a",)


def test_union_intersection_and_difference_combine_rules() -> None:
    map_ = drawn("a + x\n b + x\n b + y\n c + y")
    x, y = sm.upstream(map_, "x"), sm.upstream(map_, "y")
    assert set(sm.union(x, y).ids) == {"a", "b", "c", "x", "y"}
    assert set(sm.intersection(x, y).ids) == {"b"}
    assert set(sm.difference(x, y).ids) == {"a", "x"}
    assert sm.intersection(x, y).submap.links == {}
    assert sm.intersection(x, y).rule.startswith("What is in all of these: (1) Every factor with a path to “X”")
    assert sm.union(x, y).factors == {"x": 0, "y": 0, "a": 1, "b": 1, "c": 1}


def test_submaps_of_different_maps_do_not_combine() -> None:
    with pytest.raises(Refused, match="A06"):
        sm.union(sm.upstream(CHAIN, "flood"), sm.upstream(THEORY, "gains"))


def test_an_empty_map_says_that_it_has_no_factors() -> None:
    with pytest.raises(Refused, match="There are none yet"):
        sm.upstream(Map(id="e", title="Empty"), "x")


@given(asked(layers=True))
def test_upstream_is_what_networkx_calls_ancestors(case: tuple[Map, str, str]) -> None:
    map_, start, _ = case
    graph = simple(map_)
    assert set(sm.upstream(map_, start).factors) == nx.ancestors(graph, start)
    assert dict(sm.downstream(map_, start).factors) == {
        id_: steps for id_, steps in nx.single_source_shortest_path_length(graph, start).items() if id_ != start}


@given(asked())
def test_upstream_on_the_map_turned_round_is_downstream(case: tuple[Map, str, str]) -> None:
    map_, start, _ = case
    for steps in (1, 2, None):
        up, down = sm.upstream(map_, start, steps), sm.downstream(reversed_(map_), start, steps)
        assert dict(up.factors) == dict(down.factors)
        assert up.links == down.links


@given(asked(layers=True))
def test_a_submap_has_exactly_the_steps_it_was_asked_for(case: tuple[Map, str, str]) -> None:
    map_, start, end = case
    for answer in _all(map_, start, end):
        part = graph_of(answer.submap)
        assert {(arc.from_, arc.to) for arc in part.arcs if arc.from_ != arc.to} == set(answer.pairs)
        assert set(part.factors) == set(answer.ids)


@given(asked(layers=True))
def test_a_link_is_kept_where_it_can_be_the_next_step_within_the_bound(case: tuple[Map, str, str]) -> None:
    map_, start, _ = case
    graph = simple(map_)
    near = nx.single_source_shortest_path_length(graph.reverse(), start)
    for steps in (1, 2, 3):
        wanted = {(a, b) for a, b in graph.edges if near.get(b, steps) <= steps - 1}
        assert set(sm.upstream(map_, start, steps).pairs) == wanted


@given(maps())
def test_no_question_changes_the_map(map_: Map) -> None:
    before = repr(map_)
    for id_ in graph_of(map_).factors:
        assert sm.ego(map_, id_, 2).submap.kind == map_.kind
    assert repr(map_) == before


def _all(map_: Map, start: str, end: str) -> list[Submap]:
    up, down = sm.upstream(map_, start), sm.downstream(map_, end, 2)
    return [up, down, sm.upstream(map_, start, 1), sm.ego(map_, start, 1), sm.ego(map_, end, 2),
            sm.between(map_, start, end), sm.between(map_, start, end, 2), sm.union(up, down),
            sm.intersection(up, down), sm.difference(up, down)]


def test_which_way_each_factor_works_is_told() -> None:
    map_ = drawn("rain + river\n river + flood\n dam - river\n dam + debt\n debt ? flood")
    answer = sm.upstream(map_, "flood")
    assert answer.signs == {"rain": "positive", "river": "positive", "debt": "not said", "dam": "open"}
    assert "2 work towards it, 1 influences it in a way that is not stated and 1 may work both ways" in answer.explain()
    assert "Both work towards it." in sm.upstream(drawn("a + c\n b + c"), "c").explain()
    assert "More of one pushes towards less of the other." in sm.downstream(drawn("a - c"), "a").explain()


def test_within_a_limit_only_the_paths_within_it_give_the_sign() -> None:
    map_ = drawn("a + c\n a - b\n b + c")
    assert sm.upstream(map_, "c", 1).signs == {"a": "positive", "b": "positive"}
    assert sm.upstream(map_, "c").signs == {"a": "open", "b": "positive"}
    assert sm.ego(map_, "c", 1).signs == {}
