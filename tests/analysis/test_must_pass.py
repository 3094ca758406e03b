"""Must-pass factors and links, smallest cuts, and what only passes through a factor."""

from __future__ import annotations

import dataclasses
import itertools

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import asked, drawn, golden, simple, told

import sysmap as sm
from sysmap.analysis.flows import largest_flow, step_cut
from sysmap.analysis.projection import projection_of
from sysmap.core.elements import Link
from sysmap.core.graph import graph_of
from sysmap.core.map import Map
from sysmap.core.problem import Refused

HOURGLASS = drawn("""
    a + b
    a + c
    b + d
    c + d
    d + e
    e + f
    e + g
    f + h
    g + h
""")


def test_what_every_path_passes_in_the_order_passed() -> None:
    answer = sm.must_pass(HOURGLASS, "a", "h")
    assert answer.factors == ("d", "e")
    assert answer.links == ("d->e",)
    assert answer.explain() == ("Every path from “A” to “H” passes “D” and “E”: single points of failure. Every path uses "
                                "the link from “D” to “E”. This holds for every path on the map, however long.")


def test_the_smallest_cut_is_named_where_nothing_is_a_single_point_of_failure() -> None:
    answer = sm.must_pass(HOURGLASS, "a", "d")
    assert (answer.factors, answer.links) == ((), ())
    assert (answer.cut_factors, answer.cut_links) == (("b", "c"), ("a->b", "a->c"))
    assert "2 factors would have to be lost together" in answer.explain()


def test_a_direct_link_cannot_be_cut_by_removing_factors() -> None:
    answer = sm.must_pass(drawn("x + y\n x + a\n a + y"), "x", "y")
    assert answer.cut_factors is None
    assert answer.cut_links == ("x->a", "x->y")


def test_parallel_links_are_one_step_and_two_claims() -> None:
    answer = sm.must_pass(drawn("x + y\n x - y"), "x", "y")
    assert answer.pairs == (("x", "y"),)
    assert (answer.links, answer.cut_links) == ((), ("x->y", "x->y'"))
    assert "the step from “X” to “Y”, which more than one link states" in answer.explain()
    assert "2 links would have to be lost together" in answer.explain()


LAYERS = """
sysmap: 1
kind: theory
id: t
title: T
layers: [{id: one, label: One}, {id: two, label: Two}]
factors:
  go: {label: Go}
  a: {label: A, layer: one}
  b: {label: B, layer: one}
  c: {label: C, layer: two}
  d: {label: D, layer: two}
  goal: {label: Goal}
"""


def test_a_link_between_layers_is_one_claim_that_can_carry_everything() -> None:
    """Four arrows drawn, one line of the file: whoever takes it back cuts everything."""
    map_ = told(LAYERS + "links: [{from: go, to: a}, {from: go, to: b}, {from: 'layer:one', to: 'layer:two'}, {from: c, to: goal},"
                         " {from: d, to: goal}]")
    answer = sm.must_pass(map_, "go", "goal")
    assert (answer.factors, answer.pairs) == ((), ())
    assert answer.links == answer.cut_links == ("layer:one->layer:two",)
    assert "Every path uses the link from all of “One” to all of “Two”." in answer.explain()
    assert "Of factors, 2 would have to be lost together" in answer.explain()
    assert [row["id"] for row in answer.rows()] == ["layer:one->layer:two"]
    assert set(answer.submap.links) == {"layer:one->layer:two"}


def test_claims_that_cut_together_are_as_few_as_they_can_be() -> None:
    """Two drawn links and one for a whole layer: the layer's link and one more, and not three arrows."""
    map_ = told(LAYERS + "links: [{from: go, to: 'layer:one'}, {from: go, to: c}, {from: a, to: goal}, {from: b, to: goal},"
                         " {from: c, to: goal}]")
    answer = sm.must_pass(map_, "go", "goal")
    assert answer.links == ()
    assert answer.cut_links == ("go->layer:one", "go->c")


def test_nothing_is_relied_on_where_nothing_is_reached() -> None:
    answer = sm.must_pass(HOURGLASS, "h", "a")
    assert not answer.reachable
    assert "does not reach" in answer.explain()
    with pytest.raises(Refused, match="A03"):
        sm.must_pass(HOURGLASS, "a", "a")


def test_a_link_of_a_whole_layer_is_named_as_such() -> None:
    map_ = told("""
sysmap: 1
kind: theory
id: t
title: T
layers: [{id: one, label: One}]
factors: {visits: {label: Visits, layer: one}, gains: {label: Gains}}
links: [{from: layer:one, to: gains}]
""")
    answer = sm.must_pass(map_, "visits", "gains")
    assert answer.links == ("layer:one->gains",)
    assert "whole layer" in answer.explain()


def test_json_and_submap() -> None:
    answer = sm.must_pass(HOURGLASS, "a", "h")
    assert [factor["id"] for factor in answer.to_json()["factors"]] == ["d", "e"]
    assert sorted(answer.submap.factors) == ["a", "d", "e", "h"]
    assert len(answer.to_frame()) == 3


def test_what_only_passes_through_a_factor() -> None:
    answer = sm.only_through(HOURGLASS, "d", ["a", "e"])
    assert answer.lost == (("a", ("e", "f", "g", "h")), ("e", ()))
    assert "only through “D”" in answer.explain()
    assert "Nothing depends on" in sm.only_through(HOURGLASS, "b").explain()
    assert sorted(answer.submap.factors) == ["a", "d", "e", "f", "g", "h"]


def _still(graph: nx.DiGraph, start: str, end: str, factors: tuple[str, ...] = (), pairs: tuple[tuple[str, str], ...] = (),
           ) -> bool:
    rest = graph.copy()
    rest.remove_nodes_from(factors)
    rest.remove_edges_from(pairs)
    return bool(nx.has_path(rest, start, end))


@given(asked(layers=True))
def test_must_pass_is_what_removing_shows(case: tuple[Map, str, str]) -> None:
    map_, start, end = case
    graph = simple(map_)
    answer = sm.must_pass(map_, start, end)
    assert answer.reachable == nx.has_path(graph, start, end)
    if answer.reachable:
        others = [id_ for id_ in graph if id_ not in (start, end)]
        assert set(answer.factors) == {id_ for id_ in others if not _still(graph, start, end, (id_,))}
        assert set(answer.pairs) == {pair for pair in graph.edges if not _still(graph, start, end, (), (pair,))}
        shortest = nx.shortest_path(graph, start, end)
        assert [id_ for id_ in shortest if id_ in answer.factors] == list(answer.factors)


def _without(map_: Map, links: tuple[str, ...]) -> Map:
    """The map once some claims are taken back. What a layer's link said is not said anew by others that its own links hid."""
    arcs = [(arc.from_, arc.to) for arc in graph_of(map_).arcs if arc.link.id not in links]
    return dataclasses.replace(map_, links={f"{a}->{b}.{k}": Link(id=f"{a}->{b}.{k}", from_=a, to=b)
                                            for k, (a, b) in enumerate(arcs)})


@given(asked(most=6, layers=True))
def test_the_cuts_cut_and_nothing_smaller_does(case: tuple[Map, str, str]) -> None:
    map_, start, end = case
    graph = simple(map_)
    answer = sm.must_pass(map_, start, end)
    if not answer.reachable:
        return
    if answer.cut_factors is None:
        assert graph.has_edge(start, end)
    else:
        assert not _still(graph, start, end, answer.cut_factors)
        others = [id_ for id_ in graph if id_ not in (start, end)]
        for fewer in itertools.combinations(others, len(answer.cut_factors) - 1):
            assert _still(graph, start, end, fewer)
    claims = sorted({arc.link.id for arc in graph_of(map_).arcs})
    assert set(answer.links) == {one for one in claims if not nx.has_path(simple(_without(map_, (one,))), start, end)}
    assert answer.cut_links
    assert not nx.has_path(simple(_without(map_, answer.cut_links)), start, end)
    for fewer in itertools.combinations(claims, len(answer.cut_links) - 1):
        assert nx.has_path(simple(_without(map_, fewer)), start, end)


@given(asked(most=6))
def test_the_smallest_cut_of_steps_is_that_of_networkx(case: tuple[Map, str, str]) -> None:
    map_, start, end = case
    graph, proj = simple(map_), projection_of(map_)
    if nx.has_path(graph, start, end):
        steps = step_cut(proj.succ, proj.pred, proj.at[start], proj.at[end])
        assert steps is not None
        assert not _still(graph, start, end, (), tuple((proj.ids[a], proj.ids[b]) for a, b in steps))
        assert len(steps) == len(nx.minimum_edge_cut(graph, start, end))


@given(asked())
def test_must_pass_does_not_depend_on_the_order_of_links(case: tuple[Map, str, str]) -> None:
    map_, start, end = case
    turned = dataclasses.replace(map_, links=dict(reversed(map_.links.items())), factors=dict(reversed(map_.factors.items())))
    assert sm.must_pass(map_, start, end).to_json() == sm.must_pass(turned, start, end).to_json()


@given(asked())
def test_only_through_is_what_removing_shows(case: tuple[Map, str, str]) -> None:
    map_, start, middle = case
    graph = simple(map_)
    without = graph.copy()
    without.remove_node(middle)
    lost = dict(sm.only_through(map_, middle, [start]).lost)
    before = nx.descendants(graph, start) - {middle}
    assert set(lost[start]) == before - nx.descendants(without, start)


def test_the_largest_flow_of_a_textbook_network() -> None:
    example = golden("13_maxflow_textbook.json")
    names = ["s", "v1", "v2", "v3", "v4", "t"]
    capacity = {(names.index(e["source"]), names.index(e["target"])): e["capacity"] for e in example["input"]["edges"]}
    for compiled in (False, True):
        flow, cut = largest_flow(6, capacity, 0, 5, compiled=compiled)
        assert flow == example["expected"]["max_flow"]
        assert {(names[a], names[b]) for a, b in cut} == set(map(tuple, example["expected"]["min_cut_edges"]))


@given(st.integers(2, 7), st.data())
def test_both_flow_engines_agree_with_networkx(size: int, data: st.DataObject) -> None:
    arcs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda arc: arc[0] != arc[1])
    capacity = data.draw(st.dictionaries(arcs, st.integers(0, 5), max_size=20))
    graph = nx.DiGraph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from((a, b, {"capacity": c}) for (a, b), c in capacity.items())
    plain, compiled = (largest_flow(size, capacity, 0, size - 1, compiled=one) for one in (False, True))
    assert plain == compiled
    assert plain[0] == nx.maximum_flow_value(graph, 0, size - 1) == sum(capacity[arc] for arc in plain[1])
