"""Feedback loops: which there are, of which kind, within which bounds."""

from __future__ import annotations

import dataclasses
import itertools
import math
import time

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import drawn, golden, joined, maps, reversed_, sign_of

import sysmap as sm
from sysmap.core.elements import Loop
from sysmap.core.graph import graph_of
from sysmap.core.map import Map
from sysmap.core.problem import Refused

HEATING = drawn("""
    cold + heating
    heating - cold
    heating + bills
    bills - comfort
    comfort - heating
    bills ? debt
    debt + bills
""")


def test_loops_and_their_kinds() -> None:
    answer = sm.loops(HEATING)
    assert [(loop.factors, loop.kind) for loop in answer.found] == [
        (("bills", "debt"), "undetermined"), (("cold", "heating"), "balancing"),
        (("bills", "comfort", "heating"), "reinforcing")]
    assert answer.kinds == {"undetermined": 1, "balancing": 1, "reinforcing": 1}
    assert answer.explain().startswith(
        "3 feedback loops of at most 6 links: 1 reinforcing, 1 balancing and 1 undetermined.")


def test_json_is_the_public_shape() -> None:
    told = sm.loops(HEATING, 2).to_json()
    assert {key: told[key] for key in ("max_length", "complete", "count")} == {"max_length": 2, "complete": True, "count": 2}
    assert told["loops"][1]["factors"] == ["cold", "heating"]
    assert told["loops"][1]["kind"] == "balancing"


def test_loops_through_a_factor_or_a_link() -> None:
    assert [loop.factors for loop in sm.loops(HEATING, through="debt").found] == [("bills", "debt")]
    assert [loop.factors for loop in sm.loops(HEATING, through="heating->bills").found] == [
        ("bills", "comfort", "heating")]
    with pytest.raises(Refused, match="A09"):
        sm.loops(HEATING, through="debt->cold")
    with pytest.raises(Refused, match="A01"):
        sm.loops(HEATING, through="warmth")


def test_parallel_links_of_opposite_sign_make_two_loops() -> None:
    map_ = drawn("a + b\n a - b\n b + a")
    assert [(loop.kind, loop.chain.links) for loop in sm.loops(map_).found] == [
        ("reinforcing", ("a->b", "b->a")), ("balancing", ("a->b'", "b->a"))]
    only = sm.loops(map_, through="a->b'")
    assert [(loop.kind, loop.chain.links) for loop in only.found] == [("balancing", ("a->b'", "b->a"))]


def test_a_self_link_is_a_loop_of_one_link() -> None:
    (loop,) = sm.loops(drawn("a - a\n a + b")).found
    assert (loop.factors, loop.kind, loop.length) == (("a",), "balancing", 1)


def test_no_loop_reads_as_a_sentence() -> None:
    assert sm.loops(drawn("a + b")).explain() == (
        "There is no feedback loop on this map: nothing leads back to where it began.")
    assert "Longer ones may exist" in sm.loops(drawn("a + b\n b + c\n c + a"), 2).explain()
    assert sm.loops(Map(id="e", title="Empty")).count == 0


@pytest.mark.parametrize("bound", [0, -3])
def test_a_bound_that_asks_for_nothing_is_refused(bound: int) -> None:
    with pytest.raises(Refused, match="A04"):
        sm.loops(HEATING, bound)


def test_the_limit_lists_the_shortest() -> None:
    answer = sm.loops(HEATING, limit=1)
    assert (answer.count, len(answer.found), answer.complete) == (3, 1, False)
    assert "The 1 listed are the shortest" in answer.explain()


def test_loops_come_in_families() -> None:
    map_ = drawn("a + b\n b + a\n b + c\n c + a\n x + y\n y + x")
    assert [[loop.factors for loop in family] for family in sm.loops(map_).families] == [
        [("a", "b"), ("a", "b", "c")], [("x", "y")]]


def test_loops_people_named_are_checked_again() -> None:
    named = {"warm": Loop(id="warm", label="Keeping warm", factors=("heating", "cold"), kind="balancing"),
             "open": Loop(id="open", label="Gone", factors=("debt", "cold")),
             "wrong": Loop(id="wrong", label="Misnamed", factors=("cold", "heating"), kind="reinforcing")}
    map_ = dataclasses.replace(HEATING, loops=named)
    gone, warm, wrong = sm.stored_loops(map_)
    assert (warm.closed, warm.agrees, warm.kinds) == (True, True, ("balancing",))
    assert (gone.closed, gone.missing) == (False, (("debt", "cold"), ("cold", "debt")))
    assert not wrong.agrees
    assert "was called reinforcing, but by its links it is balancing" in wrong.explain()
    assert "is open: debt→cold and cold→debt are not on the map" in sm.loops(map_).explain()
    assert sm.loops(map_, 2).found[1].names == ("Keeping warm", "Misnamed")


def test_an_edit_that_opens_a_named_loop_is_reported() -> None:
    map_ = dataclasses.replace(HEATING, loops={"warm": Loop(id="warm", label="Keeping warm", factors=("cold", "heating"))})
    assert sm.stored_loops(map_)[0].closed
    edited = dataclasses.replace(map_, links={i: x for i, x in map_.links.items() if i != "heating->cold"})
    assert sm.stored_loops(edited)[0].missing == (("heating", "cold"),)


@pytest.mark.parametrize(("size", "count"), [(3, 5), (4, 20), (5, 84), (6, 409)])
def test_the_number_of_loops_of_a_complete_graph(size: int, count: int) -> None:
    expected = golden("10_cycle_enumeration.json")["expected"]["complete_digraph_counts"]
    assert expected[str(size)] == count == sum(math.comb(size, k) * math.factorial(k - 1) for k in range(2, size + 1))
    names = [f"n{i}" for i in range(size)]
    assert sm.loops(joined((a, b) for a in names for b in names if a != b)).count == count


def test_the_loops_of_the_networkx_example() -> None:
    example = golden("10_cycle_enumeration.json")
    assert sm.loops(joined((f"n{a}", f"n{b}") for a, b in example["input"]["doc_graph"])).count == (
        example["expected"]["doc_graph_cycles"])


def test_the_snowshoe_hare() -> None:
    example = golden("10_cycle_enumeration.json")
    expected = example["expected"]["hare_D"]
    answer = sm.loops(drawn("\n".join(
        f"{e['source']} {'+' if e['sign'] > 0 else '-'} {e['target']}" for e in example["input"]["signed_graph_hare_D"])))
    assert answer.count == expected["total"]
    assert answer.kinds == {"balancing": expected["balancing"], "reinforcing": expected["reinforcing"]}
    assert sum(1 for loop in answer.found if loop.length == 1) == expected["self_loops"]
    (reinforcing,) = [loop for loop in answer.found if loop.kind == "reinforcing"]
    assert set(reinforcing.factors) == set(expected["reinforcing_cycle"])


def test_lake_st_george_has_nine_balancing_loops() -> None:
    example = golden("01_loop_lake_st_george.json")
    answer = sm.loops(drawn("\n".join(
        f"{e['source']} {'+' if e['weight'] > 0 else '-'} {e['target']}" for e in example["input"]["edges"])))
    assert answer.count == example["expected"]["simple_cycles"]
    assert answer.kinds == {"balancing": example["expected"]["cycle_polarity"]["balancing"]}


def _brute(map_: Map, most: int) -> dict[tuple[str, ...], set[str]]:
    """Loops as factors from the least id, with the kinds that choices of parallel links give."""
    graph = graph_of(map_)
    found: dict[tuple[str, ...], set[str]] = {}
    kinds = {"positive": "reinforcing", "negative": "balancing"}
    plain = nx.DiGraph([(arc.from_, arc.to) for arc in graph.arcs])
    for cycle in nx.simple_cycles(plain, length_bound=most):
        first = cycle.index(min(cycle))
        factors = tuple(cycle[first:] + cycle[:first])
        steps = [[arc.link for arc in graph.out[a] if arc.to == b]
                 for a, b in zip(factors, (*factors[1:], factors[0]), strict=True)]
        found[factors] = {kinds.get(sign := sign_of(list(links)), sign) for links in itertools.product(*steps)}
    return found


@given(maps(layers=True), st.integers(1, 7))
def test_all_loops_and_no_other(map_: Map, most: int) -> None:
    answer = sm.loops(map_, most, limit=10_000)
    found: dict[tuple[str, ...], set[str]] = {}
    for loop in answer.found:
        kind = loop.kind if loop.kind != "undetermined" else loop.chain.polarity
        assert kind not in found.setdefault(loop.factors, set())
        found[loop.factors].add(kind)
        assert sign_of([next(link for link in step.links) for step in loop.chain.steps]) == loop.chain.polarity
    assert found == _brute(map_, most)
    assert answer.count == len(answer.found) == sum(answer.kinds.values())


@given(maps(), st.integers(1, 6))
def test_loops_through_each_factor_are_those_of_the_whole_list(map_: Map, most: int) -> None:
    whole = sm.loops(map_, most, limit=10_000).found
    for id_ in graph_of(map_).factors:
        mine = sm.loops(map_, most, through=id_, limit=10_000).found
        assert [(loop.factors, loop.kind) for loop in mine] == [
            (loop.factors, loop.kind) for loop in whole if id_ in loop.factors]


@given(maps())
def test_turning_every_link_round_turns_the_loops_round(map_: Map) -> None:
    kinds = sm.loops(map_, 7, limit=10_000).kinds
    assert sm.loops(reversed_(map_), 7, limit=10_000).kinds == kinds


@given(maps())
def test_the_kind_of_a_loop_does_not_depend_on_its_names(map_: Map) -> None:
    """A loop starts at its first id; other ids, another start: the same loops of the same kinds."""
    other = {id_: f"f{len(map_.factors) - n}" for n, id_ in enumerate(map_.factors)}
    renamed = dataclasses.replace(
        map_, factors={other[id_]: dataclasses.replace(f, id=other[id_]) for id_, f in map_.factors.items()},
        links={id_: dataclasses.replace(x, from_=other[x.from_], to=other[x.to]) for id_, x in map_.links.items()})
    mine = {(frozenset(other[i] for i in loop.factors), loop.length, loop.kind) for loop in sm.loops(map_, 7).found}
    assert {(frozenset(loop.factors), loop.length, loop.kind) for loop in sm.loops(renamed, 7).found} == mine


@pytest.mark.parametrize("seconds", [0.2, 0.5])
def test_a_time_budget_is_kept_and_says_at_least(seconds: float) -> None:
    names = [f"n{i:02d}" for i in range(14)]
    map_ = joined((a, b) for a in names for b in names if a != b)
    began = time.process_time()
    answer = sm.loops(map_, 14, seconds=seconds, clock=time.process_time)
    assert time.process_time() - began < 1.1 * seconds + 0.02
    assert not answer.complete
    assert answer.explain().startswith("At least ")


def test_each_component_has_its_share_of_the_time() -> None:
    big = [f"a{i:02d}" for i in range(14)]
    pairs = [(a, b) for a in big for b in big if a != b] + [("x", "y"), ("y", "x")]
    readings = itertools.count()
    answer = sm.loops(joined(pairs), 13, seconds=0.4, clock=lambda: next(readings) / 1000)
    assert [part.counted for part in answer.components] == [False, True]
    assert answer.components[1].count == 1
