"""The whole map at a glance: where to act, by dominance only; communities, named and collapsed."""

from __future__ import annotations

import dataclasses

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import drawn, joined, maps, simple, told

import sysmap as sm
from sysmap.core.graph import graph_of
from sysmap.core.map import Map
from sysmap.questions.levers import dominates

ROADS = told("""
sysmap: 1
kind: map
id: roads
title: Roads
factors:
  lanes: {label: Bus lanes, importance: 3, control: us, vulnerability: 0}
  fares: {label: Fares, importance: 2, control: influence, vulnerability: 1}
  fuel: {label: Price of fuel, importance: 3, control: none, vulnerability: 2}
  signs: {label: Road signs, importance: 3, control: us, vulnerability: 0}
  riders: {label: Riders, focal: true}
links:
  - {from: lanes, to: riders, polarity: positive}
  - {from: fares, to: riders, polarity: negative}
  - {from: fuel, to: riders, polarity: positive}
""")


def test_no_factor_is_placed_above_another_that_is_better_in_some_column() -> None:
    answer = sm.levers(ROADS)
    assert {one.id: (one.best, one.worst, one.beaten_by) for one in answer.found} == {
        "lanes": (1, 1, ()), "fares": (2, 4, ("lanes",)), "fuel": (2, 4, ("lanes",)), "signs": (2, 4, ("lanes",))}
    said = answer.words()
    assert "“Bus lanes” is not beaten by another in every respect" in said
    assert "Important, not in our control and moved from outside: “Price of fuel”." in said
    assert "Important, but no path leads from there to an outcome: “Road signs”." in said
    assert "Nothing is weighed or added up" in said


def test_what_is_not_stated_neither_beats_nor_is_beaten() -> None:
    answer = sm.levers(drawn("a + c\n b + c"))
    assert [(one.best, one.worst) for one in answer.found] == [(1, 2), (1, 2)]
    assert "states no importance, control or vulnerability" in answer.words()


@given(maps(), st.data())
def test_dominance_is_that_of_brute_force(map_: Map, data: st.DataObject) -> None:
    rated = dataclasses.replace(map_, factors={id_: dataclasses.replace(
        one, importance=data.draw(st.sampled_from([None, 1, 2, 3])), control=data.draw(st.sampled_from([None, "us", "influence", "none"])),
        vulnerability=data.draw(st.sampled_from([None, 0, 1, 2]))) for id_, one in map_.factors.items()})
    if not graph_of(rated).factors:
        return
    found = {one.id: one for one in sm.levers(rated).found}
    for one in found.values():
        beaten = [other.id for other in found.values() if all(
            (a is None) == (b is None) and (a is None or b is None or a >= b) for a, b in zip(other.columns(), one.columns(), strict=True))
            and other.columns() != one.columns()]
        assert sorted(one.beaten_by) == sorted(beaten)
        assert one.best == len(beaten) + 1
        assert one.worst == len(found) - sum(one.id in other.beaten_by for other in found.values())
        assert one.best <= one.worst


@given(st.lists(st.tuples(st.none() | st.integers(0, 3), st.none() | st.integers(0, 3)), min_size=2, max_size=2))
def test_dominance_does_not_hang_on_the_scale(rows: list[tuple[int | None, int | None]]) -> None:
    stretched = [tuple(None if one is None else one ** 3 + 5 for one in row) for row in rows]
    assert dominates(*rows) == dominates(*stretched)


TWO_RINGS = joined([("a", "b"), ("b", "c"), ("c", "a"), ("x", "y"), ("y", "z"), ("z", "x"), ("a", "x")])


def test_parts_are_named_and_collapse_to_one_factor_each() -> None:
    answer = sm.communities(TWO_RINGS)
    assert [(one.label, one.factors, one.within, dict(one.out)) for one in answer.found] == [
        ("Around A", ("a", "b", "c"), 3, {"around-x": 1}), ("Around X", ("x", "y", "z"), 3, {"around-a": 1})]
    assert [(link.from_, link.to, link.polarity) for link in answer.collapsed.links.values()] == [("around-a", "around-x", "positive")]
    assert {one.theme for one in answer.submap.factors.values()} == {"Around A", "Around X"}
    assert "another method may part it otherwise" in answer.words()


def test_a_part_is_called_after_the_theme_that_most_of_it_shares() -> None:
    themed = dataclasses.replace(TWO_RINGS, factors={id_: dataclasses.replace(one, theme="money" if id_ in "ab" else None)
                                                     for id_, one in TWO_RINGS.factors.items()})
    assert [one.label for one in sm.communities(themed).found] == ["money", "Around X"]


@given(maps(layers=True))
def test_communities_part_the_map_and_their_modularity_is_that_of_networkx(map_: Map) -> None:
    answer = sm.communities(map_)
    used = [id_ for one in answer.found for id_ in one.factors] + list(answer.apart)
    assert sorted(used) == sorted(graph_of(map_).factors)
    graph = simple(map_).to_undirected()
    if graph.number_of_edges():
        groups = [set(one.factors) for one in answer.found] + [{id_} for id_ in answer.apart]
        assert abs(answer.modularity - nx.community.modularity(graph, groups)) < 1e-6
