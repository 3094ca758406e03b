"""The graph of a map: what counts as an influence, steps, components, trophic levels."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sysmap.analysis.components import strong_components
from sysmap.analysis.trophic import trophic_levels
from sysmap.core.elements import Factor, Link
from sysmap.core.graph import Graph, graph_of, steps_from
from sysmap.core.map import Map
from sysmap.formats.read import read_text

GOLDEN = Path(__file__).parents[1] / "golden"


def graph(*pairs: str) -> Graph:
    names = dict.fromkeys(name for pair in pairs for name in pair.split())
    links = {}
    for pair in pairs:
        start, end = pair.split()
        links[f"{start}->{end}"] = Link(id=f"{start}->{end}", from_=start, to=end)
    return graph_of(Map(id="m", title="M", factors={n: Factor(id=n, label=n) for n in names}, links=links))


def test_a_group_link_stands_for_a_link_from_each_factor_of_the_layer() -> None:
    map_ = read_text("""
sysmap: 1
kind: theory
id: t
title: T
layers: [{id: input, label: Inputs}]
factors:
  money: {label: Money, layer: input}
  people: {label: People, layer: input}
  old: {label: Old, layer: input, status: retired}
  visits: {label: Visits}
links:
  - {from: layer:input, to: visits, polarity: positive}
  - {from: people, to: visits, polarity: negative}
  - {from: money, to: people, kind: association}
""").map
    arcs = [(arc.from_, arc.to, arc.link.polarity, arc.of_group) for arc in graph_of(map_).arcs]
    assert arcs == [("money", "visits", "positive", True), ("people", "visits", "negative", False)]
    assert graph_of(map_, group_links=False).causes("visits") == ["people"]
    assert "old" in graph_of(map_, retired=True).causes("visits")


def test_steps_follow_the_arrows_or_go_against_them() -> None:
    chain = graph("a b", "b c", "c a", "c d")
    assert steps_from(chain, ["a"]) == {"a": 0, "b": 1, "c": 2, "d": 3}
    assert steps_from(chain, ["d"], "up", most=2) == {"d": 0, "c": 1, "b": 2}


def test_factors_that_all_influence_each_other_form_a_group() -> None:
    assert strong_components(graph("a b", "b c", "c b", "c d")) == [["d"], ["b", "c"], ["a"]]


def test_a_long_chain_needs_no_recursion() -> None:
    pairs = [f"f{i} f{i + 1}" for i in range(5000)]
    assert len(strong_components(graph(*pairs))) == 5001


@pytest.mark.parametrize("name", ["path3", "cycle3", "feedforward3", "cycle_with_tail"])
def test_trophic_levels_as_published(name: str) -> None:
    """MacKay, Johnson & Sansom (2020): levels and incoherence of graphs with known answers."""
    golden = json.loads((GOLDEN / "08_trophic_levels.json").read_text())
    pairs = [f"{start} {end}" for start, end, _ in golden["input"]["graphs"][name]]
    levels, incoherence = trophic_levels(graph(*pairs))
    expected = golden["expected"]["mackay2020"][name]
    assert levels == pytest.approx(expected["levels"], abs=1e-6)
    assert incoherence == pytest.approx(expected["F0"], abs=1e-6)
