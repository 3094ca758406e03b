"""What settles where, from signs alone: exact, against published numbers, brute force and laws."""

from __future__ import annotations

import itertools
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.made import drawn, golden, joined, maps

import sysmap as sm
from sysmap.analysis.dynamics.integers import adjoint, determinant, minor_permanents, settles
from sysmap.analysis.dynamics.loop_analysis import absorption, analysed, matrices
from sysmap.analysis.dynamics.system import system_of
from sysmap.analysis.projection import project
from sysmap.core.problem import Refused

WHOLE = st.integers(-3, 3)


@st.composite
def squares(draw: st.DrawFn, most: int = 6) -> list[list[int]]:
    size = draw(st.integers(1, most))
    return [[draw(WHOLE) for _ in range(size)] for _ in range(size)]


@given(squares())
def test_the_adjoint_times_the_matrix_is_the_determinant(rows: list[list[int]]) -> None:
    size = len(rows)
    net, coefficients = adjoint(rows)
    whole = determinant(rows)
    assert (np.array(net) @ np.array(rows) == whole * np.eye(size, dtype=int)).all()
    assert coefficients[-1] == (-1) ** size * whole
    assert np.allclose(coefficients, np.poly(np.array(rows)), atol=1e-6 * max(map(abs, coefficients)))


@given(squares(4))
def test_permanents_of_minors_are_those_counted_one_by_one(rows: list[list[int]]) -> None:
    size = len(rows)
    found = minor_permanents(rows)
    for i, j in itertools.product(range(size), repeat=2):
        left = [[value for k, value in enumerate(row) if k != j] for n, row in enumerate(rows) if n != i]
        assert found[i][j] == sum(prod(row[at] for row, at in zip(left, order, strict=True))
                                  for order in itertools.permutations(range(size - 1)))


@given(squares(5))
def test_settling_is_every_root_below_zero(rows: list[list[int]]) -> None:
    real = np.linalg.eigvals(np.array(rows, dtype=float)).real
    if (abs(real) > 1e-3).all():
        assert settles(adjoint(rows)[1]) == (real < 0).all()


def test_the_published_chain_of_predators_and_prey() -> None:
    """Dambacher et al. 2002, Fig. 7 (golden 01): every number, in the orientation of the paper (columns are pushed)."""
    case = golden("01_loop_lake_st_george.json")
    chain = drawn("\n".join(f"{one['source']} {'+' if one['weight'] > 0 else '-'} {one['target']}" for one in case["input"]["edges"]))
    answer = sm.loop_analysis(chain, holding="drawn")
    expected = case["expected"]
    for one in answer.pairs:
        row, column = (case["input"]["nodes"].index(id_) for id_ in (one.on, one.pushed))
        assert one.response.low == one.response.high == expected["adjoint_negA"][row][column]
        assert one.response.total == expected["absolute_feedback_T"][row][column]
        assert one.response.weight == expected["weighted_predictions_W"][row][column]
    assert len(answer.pairs) == 25
    assert answer.settles == "always"
    assert answer.data()["feedback"][-1] == {"level": 5, "low": -expected["det_negA"], "high": -expected["det_negA"]}


def test_a_loop_that_absorbs_a_push_is_named() -> None:
    food = drawn("grass + hares\nhares - grass\nhares + foxes\nfoxes - hares\ngrass - grass")
    answer = sm.loop_analysis(food, "grass", holding="drawn")
    assert {one.on: one.verdict for one in answer.pairs} == {"foxes": "rises", "grass": "rises", "hares": "stays"}
    assert "“GRASS” pushes “HARES”, which ends where it was: the loop “FOXES” → “HARES” → “FOXES” absorbs the push." in answer.words()


def test_two_ways_that_cancel_are_named() -> None:
    ring = drawn("a + b\nb + d\na - c\nc + d\nd - a")
    answer = sm.loop_analysis(ring, "a")
    [still] = [one for one in answer.pairs if one.verdict == "stays"]
    assert still.on == "d"
    assert "through “A” → “B” → “D” and what comes through “A” → “C” → “D” weigh the same and cancel out" in answer.words()


def test_a_reinforcing_loop_that_undoes_what_holds_is_named() -> None:
    map_ = drawn("a + b\nb - a\nb + c\nc + d\nd + c")
    answer = sm.loop_analysis(map_, "a")
    assert {one.on for one in answer.pairs if one.verdict == "stays"} == {"a", "b"}
    assert "the reinforcing loop “C” → “D” → “C” undoes what would hold the rest in place" in answer.words()


@settings(max_examples=60)
@given(maps(5, "++-"), st.sampled_from(["every", "drawn"]))
def test_a_response_is_the_sum_over_paths_and_every_zero_is_explained(map_: sm.Map, holding: str) -> None:
    system = system_of(project(map_))
    if not system.ids or len(system.open) > 4:
        return
    size = len(system.ids)
    found = analysed(system, holding)  # type: ignore[arg-type]
    nets = []
    for matrix in matrices(system, holding):  # type: ignore[arg-type]
        nets.append([[_by_paths(matrix, by, on) for on in range(size)] for by in range(size)])
    for by, on in itertools.product(range(size), repeat=2):
        values = [net[by][on] for net in nets]
        assert (found.responses[by][on].low, found.responses[by][on].high) == (min(values), max(values))
    first = next(matrices(system, holding))  # type: ignore[arg-type]
    for by, on in itertools.product(range(size), repeat=2):
        if nets[0][by][on] == 0:
            why = absorption(first, by, on)
            assert (why is None) == (on not in system.reached([by]))
            if why and why.kind not in ("cancel", "unheld"):
                assert why.loop, why
                off = set(range(size)) - set(why.path)
                assert set(why.loop) & off
                assert (set(why.loop) <= off) == (why.kind == "offset")


def _by_paths(matrix: list[list[int]], by: int, on: int) -> int:
    """The response by its definition: over all paths, the sign of the path times the determinant of what is off it."""
    total = 0

    def walk(path: list[int], sign: int) -> None:
        nonlocal total
        if path[-1] == on:
            rest = [i for i in range(len(matrix)) if i not in path]
            total += sign * round(np.linalg.det(-np.array(matrix, dtype=float)[np.ix_(rest, rest)])) if rest else sign
            return
        for to in range(len(matrix)):
            if to not in path and matrix[to][path[-1]]:
                walk([*path, to], sign * matrix[to][path[-1]])

    walk([by], 1)
    return total


def test_a_link_without_a_sign_is_read_both_ways_and_is_never_zero() -> None:
    without = drawn("a + b\nb - a\nb ? c")
    answer = {one.on: one for one in sm.loop_analysis(without, "a").pairs}
    assert (answer["c"].verdict, answer["c"].response.low, answer["c"].response.high) == ("open", -1, 1)
    assert sm.loop_analysis(without).data()["readings"] == 2
    assert {one.on for one in sm.loop_analysis(drawn("a + b\nb - a"), "a").pairs} == {"a", "b"}


def test_what_an_association_joins_stays_apart_and_retired_links_are_not_there() -> None:
    answer = sm.loop_analysis(drawn("a + b\nb - a\nb + c retired"), "a")
    assert {one.on for one in answer.pairs} == {"a", "b"}


def test_a_large_map_is_looked_at_where_it_is_reached_or_refused_with_a_way_out() -> None:
    ring = joined([(f"f{i:02}", f"f{(i + 1) % 20:02}") for i in range(20)])
    refused = sm.loop_analysis(ring, "f03")
    assert refused.data()["no_answer"] == {
        "reason": "too-large", "words": "There is no exact answer: 20 factors would have to be looked at together, and the method is exact "
        "up to 12.", "instead": "Name a part, such as --part ego:f03, or ask press, which draws strengths."}
    assert sm.loop_analysis(ring, "f03", part="ego:f03").data()["factors"] == ["f02", "f03", "f04"]
    tail = drawn("\n".join([f"t{i} + t{i + 1}" for i in range(15)] + ["t15 + x", "x - y", "y + x"]))
    assert sm.loop_analysis(tail, "t14").data()["scope"] == "Looked at: the 4 factors of the map that are reached."
    assert sm.loop_analysis(tail).data()["scope"] == "Looked at: the 2 factors of the map that all influence each other."


@pytest.mark.parametrize(("map_", "reason"), [
    ("a + b\nb + c", "no-loop"),
    ("a ? b\nb ? a", "no-sign"),
    ("a + b\nb + a\n" + "\n".join(f"a ? c{i}" for i in range(7)), "too-many-open"),
])
def test_where_there_is_nothing_to_work_on_the_answer_says_what_to_ask_instead(map_: str, reason: str) -> None:
    answer = sm.loop_analysis(drawn(map_))
    assert (answer.data()["no_answer"] or {})["reason"] == reason
    assert answer.pairs == ()
    assert answer.no_answer is not None
    assert answer.words() == f"{answer.no_answer.words} {answer.no_answer.instead}"


def test_an_unknown_factor_and_a_part_without_it_are_refused() -> None:
    map_ = drawn("a + b\nb - a")
    with pytest.raises(Refused, match="There is no factor"):
        sm.loop_analysis(map_, "zz")
