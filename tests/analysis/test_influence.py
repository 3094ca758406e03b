"""Net influence: the verdict, why it is not certain, and what holds at any length."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import SIGNS, asked, drawn, golden, link_paths, sign_of

import sysmap as sm
from sysmap.analysis.projection import projection_of
from sysmap.analysis.signed_paths import signs_of_walks
from sysmap.analysis.signs import N, P, product, verdict_of
from sysmap.core.elements import Link
from sysmap.core.graph import graph_of
from sysmap.core.map import Map
from sysmap.core.problem import Refused


def verdict(text: str, start: str = "x", end: str = "y", **kwargs: int) -> str:
    return sm.influence(drawn(text), start, end, **kwargs).verdict


@pytest.mark.parametrize(("text", "expected"), [
    ("x + y", "positive"),
    ("x - y", "negative"),
    ("x - a\n a - y", "positive"),
    ("x + y\n x - a\n a + y", "ambiguous"),
    ("x ? y", "unknown"),
    ("x ~ y", "ambiguous"),
    ("x + y\n x ? a\n a + y", "ambiguous"),
    ("x + y\n x - y", "ambiguous"),
    ("x - a\n a ? y", "unknown"),
    ("y + x", "none"),
    ("x + a\n y", "none"),
])
def test_the_verdict_of_small_maps(text: str, expected: str) -> None:
    assert verdict(text) == expected


def test_two_rival_chains_are_told_in_words() -> None:
    answer = sm.influence(drawn("tax - demand\n demand + waste\n tax + sorting\n sorting + waste"), "tax", "waste")
    assert answer.why == ("chains conflict",)
    assert answer.explain() == (
        "The influence of “TAX” on “WASTE” is ambiguous: chains conflict. One is positive: “TAX” raises “SORTING”, which raises "
        "“WASTE”. One is negative: “TAX” lowers “DEMAND”, which raises “WASTE”. All paths of at most 6 links were looked at.")


def test_an_unsigned_link_is_named() -> None:
    answer = sm.influence(drawn("x ? a\n a + y"), "x", "y")
    assert answer.verdict == "unknown"
    assert "(on the shortest: “X” → “A”)." in answer.explain()


def test_a_balancing_loop_on_the_route_turns_no_path() -> None:
    example = golden("16_signed_paths_walks_vs_paths.json")["input"]
    map_ = drawn("\n".join(f"{a} {'+' if s == 1 else '-'} {b}" for a, b, s in example["edges"]))
    proj = projection_of(map_)
    assert signs_of_walks(proj, proj.at["x"], proj.at["y"]) == P | N
    answer = sm.influence(map_, "x", "y")
    assert (answer.verdict, answer.proven, answer.any_length) == ("positive", True, "positive")
    assert answer.loop is not None
    assert answer.loop.factors == ("a", "b")
    assert "balancing loop lies on the route" in answer.explain()


def test_a_chain_without_a_sign_beside_one_with_makes_it_ambiguous() -> None:
    example = golden("16_signed_paths_walks_vs_paths.json")
    marks = {1: "+", -1: "-", "?": "?"}
    edges = example["input"]["uncertain_example"]["edges"]
    answer = sm.influence(drawn("\n".join(f"{a} {marks[s]} {b}" for a, b, s in edges)), "x", "y")
    assert example["expected"]["uncertain_verdict"].startswith(answer.verdict)
    assert set(answer.chains) == {"negative", "unknown"}
    assert answer.why == ("a link has no sign",)


def test_beyond_the_bound_the_shortest_and_what_is_certain_are_told() -> None:
    answer = sm.influence(drawn("x - a\n a + b\n b + y"), "x", "y", 2)
    assert (answer.verdict, answer.shortest, answer.any_length) == ("none", 3, "negative")
    assert "Every path, however long, is negative." in answer.explain()


def test_a_proof_holds_at_any_length() -> None:
    answer = sm.influence(drawn("x + a\n a + b\n b + y\n b + a\n x + y"), "x", "y", 1)
    assert (answer.verdict, answer.proven) == ("positive", True)
    assert "This holds for every path on the map, however long." in answer.explain()


def test_bad_questions_are_refused() -> None:
    map_ = drawn("x + y")
    for args, code in ((("x", "x"), "A03"), (("x", "z"), "A01"), (("x", "y", 0), "A04")):
        with pytest.raises(Refused, match=code):
            sm.influence(map_, *args)  # type: ignore[arg-type]


def test_the_submap_holds_the_witnesses() -> None:
    part = sm.influence(drawn("x + y\n x - a\n a + y\n x + b"), "x", "y").submap
    assert sorted(part.links) == ["a->y", "x->a", "x->y"]


def _brute(map_: Map, start: str, end: str, most: int) -> str:
    said = {sign_of(links) for links in link_paths(map_, start, end, most)}
    if not said:
        return "none"
    if len(said) == 1 and said <= {"positive", "negative", "unknown"}:
        return next(iter(said))
    return "ambiguous"


@given(asked(layers=True), st.integers(1, 7))
def test_the_verdict_is_that_of_all_paths(case: tuple[Map, str, str], most: int) -> None:
    map_, start, end = case
    answer = sm.influence(map_, start, end, most, seconds=None)
    assert answer.verdict == _brute(map_, start, end, most)
    assert answer.complete
    said = {sign_of(links) for links in link_paths(map_, start, end, most)}
    assert set(answer.chains) == said
    for word, chain in answer.chains.items():
        shortest = min(len(links) for links in link_paths(map_, start, end, most) if sign_of(links) == word)
        assert (chain.polarity, chain.length) == (word, shortest)


@given(asked(signs="++-?"), st.integers(1, 4))
def test_what_is_proven_holds_at_any_length(case: tuple[Map, str, str], most: int) -> None:
    map_, start, end = case
    answer = sm.influence(map_, start, end, most)
    whole = _brute(map_, start, end, 99)
    if answer.any_length != "open":
        assert whole == answer.any_length
    if answer.proven:
        assert whole == answer.verdict


@given(asked(), st.data())
def test_an_unsigned_link_never_makes_an_ambiguous_answer_certain(case: tuple[Map, str, str], data: st.DataObject) -> None:
    map_, start, end = case
    before = sm.influence(map_, start, end).verdict
    ends = st.sampled_from(graph_of(map_).factors)
    link = Link(id="more", from_=data.draw(ends), to=data.draw(ends))
    after = sm.influence(dataclasses.replace(map_, links={**map_.links, "more": link}), start, end).verdict
    if before == "ambiguous":
        assert after == "ambiguous"
    if before == "unknown":
        assert after == "unknown"


@given(asked())
def test_walks_have_the_signs_of_their_paths_and_perhaps_more(case: tuple[Map, str, str]) -> None:
    map_, start, end = case
    proj = projection_of(map_)
    walks = signs_of_walks(proj, proj.at[start], proj.at[end])
    bits = {"positive": 1, "negative": 2, "mixed": 4, "unknown": 8}
    paths = 0
    for links in link_paths(map_, start, end, 99):
        paths |= bits[sign_of(links)]
    assert paths & ~walks == 0
    assert (paths == 0) == (walks == 0)


def test_a_spent_budget_says_so() -> None:
    ticks = itertools.count(0, 1000)
    text = "\n".join(f"n{i} + n{j}" for i in range(12) for j in range(12) if i != j) + "\nn4 - back\nback + n4"
    answer = sm.influence(drawn(text), "n0", "n11", 11, seconds=1.0, clock=lambda: float(next(ticks)))
    assert not answer.complete
    assert "time limit" in answer.explain()


@given(st.lists(st.sampled_from("+-~?"), min_size=1, max_size=6))
def test_the_order_of_signs_along_a_chain_does_not_matter(signs: list[str]) -> None:
    bits = {"positive": 1, "negative": 2, "mixed": 4, "unknown": 8}
    classes = [bits[SIGNS[sign]] for sign in signs]
    assert product(classes) == product(sorted(classes)) == product(classes[::-1])
    assert verdict_of(product(classes)) != "none"
