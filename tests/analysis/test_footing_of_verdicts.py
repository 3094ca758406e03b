"""A verdict says how far it holds, what it rests on, and that a push is no forecast."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import asked, drawn, link_paths, sign_of, told

import sysmap as sm
from sysmap.core.graph import graph_of
from sysmap.core.map import Map

DOUBT = told("""
sysmap: 1
kind: map
id: doubt
title: Doubt
factors: {x: {label: X}, a: {label: A, status: anticipated}, goal: {label: Goal}}
links:
  - {from: x, to: a, polarity: positive, confidence: contested, basis: inferred}
  - {from: a, to: goal, polarity: negative, confidence: one-voice}
""")


def test_a_verdict_names_what_is_doubtful_about_its_links_and_factors() -> None:
    said = sm.influence(DOUBT, "x", "goal").explain()
    assert "1 is inferred by the modeller, 1 is contested and 1 is raised by one voice only. 1 factor is only anticipated." in said
    assert "pushes towards less" in said
    assert "certain" not in sm.tradeoffs(DOUBT, ["a", "goal"]).explain()


def test_a_path_through_an_anticipated_factor_is_anticipated() -> None:
    (path,) = sm.paths(DOUBT, "x", "goal").found
    assert path.anticipated
    assert path.to_json()["anticipated"]


def test_a_bound_that_covers_every_simple_path_does_not_hedge() -> None:
    answer = sm.influence(drawn("a + b\n b - c\n c + b\n c + d"), "a", "d")
    assert (answer.proven, answer.any_length) == (True, "negative")
    assert "This holds for every path on the map, however long." in answer.explain()
    assert "may absorb it" in answer.explain()


def test_longer_paths_of_another_sign_are_found_on_a_small_map_and_said() -> None:
    answer = sm.influence(drawn("a + d\n a + b\n b + c\n c - d"), "a", "d", 1)
    assert (answer.verdict, answer.proven, answer.longer) == ("positive", False, ("negative",))
    assert "Longer ones differ: some are negative." in answer.explain()
    assert "may differ" not in answer.explain()


def test_a_loop_does_not_leave_a_sign_open_where_no_path_turns() -> None:
    map_ = drawn("a + b\n b - c\n c + b\n c + d")
    assert sm.upstream(map_, "d").signs == {"c": "positive", "b": "negative", "a": "negative"}
    assert sm.downstream(map_, "a").signs == {"b": "positive", "c": "negative", "d": "negative"}


WORDS = {"positive": "positive", "negative": "negative", "mixed": "depends", "unknown": "not said"}


@given(asked(layers=True))
def test_signs_of_a_part_are_those_of_all_its_paths(case: tuple[Map, str, str]) -> None:
    map_, start, _ = case
    size = len(graph_of(map_).factors)
    for id_, sign in sm.upstream(map_, start).signs.items():
        signs = {sign_of(path) for path in link_paths(map_, id_, start, size)}
        assert sign == (WORDS[signs.pop()] if len(signs) == 1 else "open")
    for id_, sign in sm.downstream(map_, start).signs.items():
        signs = {sign_of(path) for path in link_paths(map_, start, id_, size)}
        assert sign == (WORDS[signs.pop()] if len(signs) == 1 else "open")


@given(asked(layers=True), st.integers(1, 6))
def test_on_a_small_map_what_holds_for_every_length_is_always_known(case: tuple[Map, str, str], most: int) -> None:
    map_, start, end = case
    size = len(graph_of(map_).factors)
    answer = sm.influence(map_, start, end, most)
    whole = {sign_of(path) for path in link_paths(map_, start, end, size)}
    certain = {"positive", "negative", "unknown"}
    assert answer.any_length == ("none" if not whole else whole.pop() if len(whole) == 1 and whole <= certain else "open")
    if answer.verdict in certain:
        assert answer.proven == (answer.any_length == answer.verdict)
        assert answer.proven or answer.longer


def test_where_it_settles_is_said_where_it_can_be_worked_out() -> None:
    """Both ways are positive, and the loop through the store takes back what the direct way gives."""
    answer = sm.influence(drawn("p + a\n a + b\n b - a"), "p", "a")
    assert answer.settled == "rises"
    assert "Once everything has settled, “A” stands higher (by the signs alone, each factor taken to hold itself back)." in answer.words()
    assert sm.influence(drawn("p + a"), "p", "a").settled is None


@given(asked())
def test_where_it_settles_is_what_loop_analysis_says(case: tuple[Map, str, str]) -> None:
    map_, start, end = case
    answer = sm.influence(map_, start, end)
    if answer.settled is not None:
        pairs = {pair.on: pair.verdict for pair in sm.loop_analysis(map_, start).pairs}
        assert answer.settled == pairs.get(end, answer.settled)
