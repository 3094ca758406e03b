"""Measures and rankings: the same numbers as networkx, and how far an order can be trusted."""

from __future__ import annotations

import dataclasses
import itertools
import random
import time

import networkx as nx
import pytest
from hypothesis import given
from tests.analysis.made import drawn, golden, joined, maps, simple

import sysmap as sm
from sysmap.analysis import centrality
from sysmap.analysis.base import Budget
from sysmap.analysis.projection import projection_of
from sysmap.core.graph import graph_of
from sysmap.core.map import Map
from sysmap.core.problem import Refused

BRIDGE = drawn("""
    a + b
    b + c
    c + d contested
    d + e
    a + c one-voice
    c + e
""")


def values(map_: Map, by: str) -> dict[str, float]:
    return {one.id: one.value for one in sm.rank(map_, by).factors}  # type: ignore[arg-type]


def test_leverage_does_not_put_a_pure_driver_at_zero() -> None:
    answer = sm.rank(BRIDGE, "leverage")
    assert {one.id: (one.value, one.role) for one in answer.factors} == {
        "a": (2.0, "driver"), "b": (1.0, "both"), "c": (1.0, "both"), "d": (1.0, "both"), "e": (0.0, "receiver")}
    assert "1 of those listed is a driver, that is, nothing on the map influences it: “A”" in answer.explain()


def test_equal_values_share_a_rank() -> None:
    assert [(one.id, one.rank) for one in sm.rank(BRIDGE, "out").factors] == [
        ("a", 1), ("c", 1), ("b", 3), ("d", 3), ("e", 5)]


def test_a_rank_interval_shows_what_contested_and_one_voice_links_do() -> None:
    answer = sm.rank(BRIDGE, "out")
    assert (answer.doubted, answer.tested) == (2, 2)
    by_id = {one.id: one for one in answer.factors}
    assert (by_id["a"].rank, by_id["a"].low, by_id["a"].high) == (1, 1, 2)
    assert (by_id["c"].low, by_id["c"].high) == (1, 2)
    assert by_id["a"].robust
    assert "2 contested or one-voice links left out in turn" in answer.explain()


def test_a_rank_that_moves_by_more_than_three_places_is_not_robust() -> None:
    answer = sm.rank(drawn("hub + a contested\n b + c\n d + e\n f + g\n h + i"), "out")
    hub = next(one for one in answer.factors if one.id == "hub")
    assert (hub.rank, hub.low, hub.high, hub.robust) == (1, 1, 5, False)
    assert "Not robust (moves by more than 3 places): “HUB”" in answer.explain()


def test_where_no_link_is_doubted_the_order_was_not_put_to_the_test() -> None:
    answer = sm.rank(drawn("a + b"), "in")
    assert answer.factors[0].robust is None
    assert "could not be tested" in answer.explain()


def test_betweenness_between_two_sets() -> None:
    answer = sm.rank(BRIDGE, "betweenness", sources=["a"], targets=["d", "e"])
    assert {one.id: one.value for one in answer.factors} == {"c": 1.0, "a": 0.0, "b": 0.0, "d": 0.0, "e": 0.0}
    with pytest.raises(Refused, match="A10"):
        sm.rank(BRIDGE, "betweenness", sources=["a"])
    with pytest.raises(Refused, match="A10"):
        sm.rank(BRIDGE, "in", sources=["a"], targets=["e"])


def test_unknown_measures_and_bounds_are_refused() -> None:
    with pytest.raises(Refused, match="Did you mean betweenness"):
        sm.rank(BRIDGE, "betweeness")  # type: ignore[arg-type]
    with pytest.raises(Refused, match="A04"):
        sm.rank(BRIDGE, limit=0)


def test_an_empty_map_has_nothing_to_rank() -> None:
    answer = sm.rank(Map(id="e", title="Empty"))
    assert (answer.factors, answer.explain()) == ((), "There are no factors to rank.")


def test_isolated_factors_parallel_links_and_self_links() -> None:
    map_ = drawn("a + b\n a - b\n a + a\n lone")
    answer = sm.rank(map_, "out")
    assert {one.id: (one.value, one.role) for one in answer.factors} == {
        "a": (1.0, "driver"), "b": (0.0, "receiver"), "lone": (0.0, "alone")}


def test_the_krackhardt_kite_has_three_different_most_central_factors() -> None:
    example = golden("11_centrality_krackhardt_kite.json")
    expected = example["expected"]
    assert len(example["input"]["edges"]) == 18
    kite = joined(pair for a, b in example["input"]["edges"] for pair in ((a, b), (b, a)))
    for measure, key in (("out", "degree"), ("betweenness", "betweenness")):
        first = [one.id for one in sm.rank(kite, measure).factors if one.rank == 1]  # type: ignore[arg-type]
        assert first == expected["top"][key]
    found = values(kite, "betweenness")
    for id_, value in expected["betweenness_3dp"].items():
        assert found[id_] == pytest.approx(value, abs=example["tolerance"])


def test_trophic_levels_of_the_2020_definition() -> None:
    example = golden("08_trophic_levels.json")
    for name in ("path3", "cycle3", "feedforward3", "cycle_with_tail"):
        edges = example["input"]["graphs"][name]
        map_ = joined((a, b) for a, b, _ in edges)
        expected = example["expected"]["mackay2020"][name]
        answer = sm.rank(map_, "trophic-level")
        assert {one.id: pytest.approx(one.value, abs=1e-6) for one in answer.factors} == expected["levels"]
        assert answer.incoherence == pytest.approx(expected["F0"], abs=1e-6)


def test_json_is_the_public_shape() -> None:
    told = sm.rank(BRIDGE, "out", limit=1).to_json()
    assert (told["by"], told["count"], told["complete"]) == ("out", 5, False)
    assert told["factors"] == [{"id": "a", "label": "A", "rank": 1, "value": 2.0, "in": 0, "out": 2, "role": "driver",
                                "rank_interval": [1, 2], "robust": True}]


@given(maps(layers=True))
def test_the_numbers_are_those_of_networkx(map_: Map) -> None:
    graph = simple(map_)
    for by, reference in (
        ("in", dict(graph.in_degree)), ("out", dict(graph.out_degree)), ("harmonic-in", nx.harmonic_centrality(graph)),
        ("harmonic-out", nx.harmonic_centrality(graph.reverse())), ("betweenness", nx.betweenness_centrality(graph))):
        assert values(map_, by) == {id_: pytest.approx(value) for id_, value in reference.items()}


@given(maps())
def test_all_engines_of_betweenness_agree(map_: Map) -> None:
    proj = projection_of(map_)
    plain, *others = (centrality.betweenness(proj, Budget(), engine=one) for one in ("plain", "levels", "rustworkx", None))
    for values, sample in others:
        assert values == pytest.approx(plain[0])
        assert sample is plain[1] is None


@pytest.mark.parametrize(("factors", "links"), [(150, 400), (150, 1500)])
def test_betweenness_of_a_larger_map_is_that_of_networkx(factors: int, links: int) -> None:
    rng = random.Random(factors + links)
    map_ = joined({tuple(rng.sample([f"n{i:03d}" for i in range(factors)], 2)) for _ in range(links)})
    reference = nx.betweenness_centrality(simple(map_))
    assert values(map_, "betweenness") == {id_: pytest.approx(value, abs=1e-12) for id_, value in reference.items()}


def test_the_level_engine_leaves_long_ways_to_the_other() -> None:
    chain = projection_of(joined(itertools.pairwise(f"n{i:02d}" for i in range(40))))
    assert centrality._by_levels(chain) is None
    assert centrality.betweenness(chain, Budget(), engine="levels") == centrality.betweenness(chain, Budget(), engine="rustworkx")


@given(maps())
def test_betweenness_between_sets_is_that_of_networkx(map_: Map) -> None:
    graph = simple(map_)
    sources, targets = list(graph)[:2], list(graph)[1:4]
    if not sources or not targets:
        return
    pairs = sum(1 for s in sources for t in targets if s != t and nx.has_path(graph, s, t))
    reference = nx.betweenness_centrality_subset(graph, sources, targets)
    found = {one.id: one.value for one in sm.rank(map_, "betweenness", sources=sources, targets=targets).factors}
    assert found == {id_: pytest.approx(value / pairs if pairs else 0.0) for id_, value in reference.items()}


@given(maps())
def test_both_solvers_of_trophic_levels_agree(map_: Map) -> None:
    proj = projection_of(map_)
    compiled = centrality._compiled_levels(proj)
    plain = centrality.levels(proj)
    assert compiled is not None
    assert compiled[0] == pytest.approx(plain[0], abs=1e-6)
    assert compiled[1] == pytest.approx(plain[1], abs=1e-6)


@given(maps())
def test_rank_intervals_hold_every_rank_that_leaving_a_link_out_gives(map_: Map) -> None:
    answer = sm.rank(map_, "out")
    by_id = {one.id: one for one in answer.factors}
    for id_, link in map_.links.items():
        if link.confidence in ("contested", "one-voice") and answer.tested:
            without = dataclasses.replace(map_, links={i: x for i, x in map_.links.items() if i != id_})
            for one in sm.rank(without, "out").factors:
                known = by_id[one.id]
                assert known.low is not None
                assert known.high is not None
                assert known.low <= one.rank <= known.high


def test_a_large_map_is_estimated_from_a_seeded_sample_within_the_time() -> None:
    ring = joined((f"n{i:04d}", f"n{(i + 1) % 5200:04d}") for i in range(5200))
    answer = sm.rank(ring, "betweenness", limit=3, seconds=0.5, clock=time.process_time)
    assert answer.sample is not None
    assert "Estimated from" in answer.explain()
    assert not answer.complete


def test_a_spent_budget_stops_far_away_factors_from_counting() -> None:
    ticks = itertools.count(0, 10)
    names = [f"n{i:03d}" for i in range(600)]
    answer = sm.rank(joined(itertools.pairwise(names)), "harmonic-out", seconds=1.0, clock=lambda: float(next(ticks)))
    assert not answer.whole
    assert "time ran out" in answer.explain()


def test_the_graph_users_get_is_networkx() -> None:
    graph = sm.to_networkx(drawn("a + b\n a - b\n b + c retired"))
    assert isinstance(graph, nx.MultiDiGraph)
    assert sorted(graph.edges(keys=True)) == [("a", "b", "a->b"), ("a", "b", "a->b'")]
    assert set(graph) == set(graph_of(drawn("a + b\n a - b\n b + c retired")).factors)
