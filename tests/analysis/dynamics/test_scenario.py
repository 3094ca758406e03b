"""Fuzzy cognitive maps: published runs, cycles, clamped drivers, and that rules only ever say direction and order."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import drawn, golden

import sysmap as sm
from sysmap.analysis.dynamics.choices import CHOICES, FuzzyChoice, Rule
from sysmap.analysis.dynamics.fcm import Wiring, contracts, settle
from sysmap.cli import cli
from sysmap.core.problem import Refused
from sysmap.formats.read import read_text

GOLDEN = golden("06_fcm_eight_concepts.json")
RULES: dict[Rule, str] = {"kosko": "kosko", "modified": "mKosko", "rescaled": "rescaled"}
RING = drawn("a + b strong\nb + c strong\nc - a strong\nb + d", scales={"weak": "0.2", "strong": "0.9"})


def wired(weights: Any) -> tuple[Wiring, Any]:
    """A matrix of weights, from row to column, as links."""
    matrix = np.array(weights, dtype=float)
    starts, ends = np.nonzero(matrix)
    return Wiring(len(matrix), tuple(starts.tolist()), tuple(ends.tolist())), matrix[starts, ends][:, None]


@pytest.mark.parametrize("rule", RULES)
def test_the_published_runs_of_eight_concepts(rule: Rule) -> None:
    """R package fcm and FCMpy (golden 06): where the stopping rule of 0.001 fires, and the true places of rest."""
    wiring, weights = wired(GOLDEN["input"]["weights"])
    start = np.array(GOLDEN["input"]["initial"], dtype=float)[:, None]
    published = settle(wiring, weights, start, FuzzyChoice(rule, "sigmoid"), tolerance=GOLDEN["input"]["threshold"])
    assert np.abs(published.states[:, 0] - GOLDEN["expected"]["equilibrium"][RULES[rule]]).max() < 1e-6
    exact = settle(wiring, weights, start, FuzzyChoice(rule, "sigmoid"), tolerance=1e-13)
    assert np.abs(exact.states[:, 0] - GOLDEN["expected"]["exact_fixed_point_1e-12"][RULES[rule]]).max() < 1e-6
    assert contracts(wiring, np.abs(weights[:, 0]), FuzzyChoice(rule, "sigmoid")) == (rule != "rescaled")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_published_interventions(number: int) -> None:
    """An intervention is a further concept held at 1, from the place of rest without it."""
    name = f"intervention_{number}"
    matrix = np.zeros((9, 9))
    matrix[:8, :8] = GOLDEN["input"]["weights"]
    for target, weight in GOLDEN["input"]["interventions"][name].items():
        matrix[8, GOLDEN["input"]["nodes"].index(target)] = weight
    wiring, weights = wired(matrix)
    start = np.array([*GOLDEN["expected"]["equilibrium"]["mKosko"], 1.0])[:, None]
    found = settle(wiring, weights, start, FuzzyChoice("modified", "sigmoid"), {8: 1.0}, tolerance=1e-3)
    assert np.abs(found.states[:8, 0] - GOLDEN["expected"]["intervention_final_mKosko"][name]).max() < 1e-3


def test_a_cycle_is_told_from_rest() -> None:
    """Kosko's two rivals: both up, both down, for ever; from different states they rest."""
    wiring, weights = wired([[0, -1], [-1, 0]])
    found = settle(wiring, np.repeat(weights, 2, axis=1), np.array([[1.0, 1.0], [1.0, -1.0]]), FuzzyChoice("kosko", "steps"))
    assert (found.cycle.tolist(), found.fixed.tolist()) == ([True, False], [False, True])
    assert found.steps[0] < 10


@given(st.integers(2, 6), st.integers(0, 1000), st.sampled_from(CHOICES))
def test_many_draws_at_once_are_each_draw_alone(size: int, seed: int, choice: FuzzyChoice) -> None:
    chance = np.random.default_rng(seed)
    pairs = [(i, j) for i, j in itertools.permutations(range(size), 2) if chance.random() < 0.5]
    wiring = Wiring(size, tuple(i for i, _ in pairs), tuple(j for _, j in pairs))
    weights = chance.uniform(-1, 1, (len(pairs), 5))
    together = settle(wiring, weights, np.full((size, 5), choice.middle), choice, {0: 1.0})
    for draw in range(5):
        state = np.full(size, choice.middle)
        state[0] = 1.0
        for _ in range(int(together.steps[draw])):
            centred = 2 * state - 1 if choice.rule == "rescaled" else state
            total = np.zeros(size) if choice.rule == "kosko" else centred.copy()
            for weight, (i, j) in zip(weights[:, draw], pairs, strict=True):
                total[j] += weight * centred[i]
            state = np.sign(total) if choice.squash == "steps" else (
                np.tanh(total) if choice.squash == "tanh" else 1 / (1 + np.exp(-total)))
            state[0] = 1.0
        assert np.allclose(together.states[:, draw], state, atol=1e-9)


@given(st.integers(2, 6), st.integers(0, 1000))
def test_where_each_step_brings_states_closer_there_is_one_place_of_rest(size: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    wiring, weights = wired(chance.uniform(-1.5, 1.5, (size, size)))
    choice = FuzzyChoice("kosko", "sigmoid")
    if contracts(wiring, np.abs(weights[:, 0]), choice):
        ends = settle(wiring, np.repeat(weights, 3, axis=1), chance.random((size, 3)), choice, tolerance=1e-10).states
        assert np.allclose(ends[:, :1], ends, atol=1e-6)


def test_a_scenario_says_direction_and_order_and_no_size() -> None:
    answer = sm.scenario(RING, "a")
    assert {id_: answer.change(id_) for id_ in answer.free} == {"b": "higher", "c": "higher", "d": "higher"}
    assert answer.free[0] == "b"
    assert "%" not in answer.words()
    assert len(answer.orders("b")) == 6
    assert sm.scenario(RING, down="a").change("c") == "lower"


def test_without_anything_to_draw_one_run_is_enough() -> None:
    fixed = drawn("a + b strong\nb - a strong", scales={"strong": "0.9"})
    answer = sm.scenario(fixed, "a")
    assert answer.runs[0].drawn == 1
    assert "one run says all" in answer.words()
    assert sm.scenario(fixed, "a", seed=2).change("b") == answer.change("b")


def test_an_unset_strength_is_drawn_and_never_zero() -> None:
    answer = sm.scenario(drawn("a + b\nb - a\nb ? c\nb + d contested"), "a")
    assert answer.shares("b") == (1, 0)
    assert sum(answer.shares("c")) == pytest.approx(1, abs=0.01)
    assert answer.shares("c")[0] == pytest.approx(0.5, abs=0.05)
    assert answer.shares("d")[0] == pytest.approx(0.5, abs=0.05)
    assert answer.change("c") == "open"


def test_a_map_that_comes_to_no_rest_has_no_answer() -> None:
    ring = drawn("a + b\nb + c\nc - a strong\nx + a weak", scales={"weak": "0.1 to 0.2", "strong": "0.8 to 1"})
    found = sm.scenario(ring, "x", squash="steps")
    assert found.runs[0].endings["cycle"] == found.runs[0].drawn
    assert found.words().startswith("There is no answer: of 2,000 draws 0 come to rest, 2,000 go round in a cycle and 0 do neither.")


@pytest.mark.parametrize(("asked", "said"), [
    ({"of": "a", "down": "a"}, "A32"), ({"of": "a", "at": "a=0.5"}, "A32"), ({"at": "a"}, "A18 “a” is given with --at without a state"),
    ({"at": "a=high"}, "A18"), ({"at": {"a": 1.5}}, "A04 The state of “A” (--at) is 1.5"), ({"begin": ["a=0.1", "A=0.2"]}, "A32"),
    ({"begin": "a=-0.1"}, "between 0 and 1"), ({"at": "d=0.5", "part": "between:a:c"}, "A31"), ({"of": "zz"}, "A01"),
    ({"of": "a", "steepness": 0}, "A04"), ({"of": "a", "rule": "rescaled", "squash": "tanh"}, "A18 The rescaled rule"),
])
def test_bad_input_is_refused_in_a_sentence(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused) as refused:
        sm.scenario(RING, **asked)
    assert said in str(refused.value)


@pytest.mark.parametrize(("text", "reason"), [("a + b\nb + c", "no-loop"), ("a ? b\nb ? a", "no-sign")])
def test_without_loops_or_signs_the_answer_says_what_to_ask_instead(text: str, reason: str) -> None:
    answer = sm.scenario(drawn(text), "a")
    assert answer.no_answer is not None
    assert answer.no_answer.reason == reason


def test_time_ends_the_draws() -> None:
    ticks = itertools.count()
    answer = sm.scenario(drawn("a + b\nb - a"), "a", draws=50_000, seconds=3, clock=lambda: float(next(ticks)))
    assert not answer.complete
    assert 0 < answer.runs[0].drawn < 50_000


def eight_concepts(extra: dict[str, dict[str, float]] | None = None) -> str:
    """The published matrix (golden 06) as a file: a sign a link, and its number under scales."""
    names = GOLDEN["input"]["nodes"]
    weights = {(names[i], names[j]): weight for i, row in enumerate(GOLDEN["input"]["weights"]) for j, weight in enumerate(row) if weight}
    weights |= {(source, end): weight for source, targets in (extra or {}).items() for end, weight in targets.items()}
    ids = sorted({id_ for pair in weights for id_ in pair})
    return "\n".join([
        "sysmap: 1", "kind: map", "id: eight", "title: Eight concepts", "scales:",
        *(f'  "{a}->{b}": {abs(weight)}' for (a, b), weight in weights.items()), "factors:", *(f"  {id_}: {{label: {id_}}}" for id_ in ids),
        "links:", *(f"  - {{from: {a}, to: {b}, polarity: {'positive' if weight > 0 else 'negative'}}}" for (a, b), weight in weights.items())])


@pytest.mark.parametrize("rule", RULES)
def test_the_published_matrix_has_its_places_of_rest_at_the_command_line(rule: Rule, tmp_path: Path) -> None:
    file = tmp_path / "eight.yaml"
    file.write_text(eight_concepts())
    asked = ["scenario", str(file), "C1", "--rule", rule, "--json"]
    exact = json.loads(CliRunner().invoke(cli, asked).stdout)
    assert [one["id"] for one in exact["states"]] == GOLDEN["input"]["nodes"]
    assert [one["baseline"] for one in exact["states"]] == pytest.approx(GOLDEN["expected"]["exact_fixed_point_1e-12"][RULES[rule]], abs=1e-6)
    assert exact["strengths"]["C3->C2"] == [0.7, 0.7]
    published = json.loads(CliRunner().invoke(cli, [*asked, "--begin", "C1", "--begin", "C2", "--tolerance", "0.001"]).stdout)
    assert [one["baseline"] for one in published["states"]] == pytest.approx(GOLDEN["expected"]["equilibrium"][RULES[rule]], abs=1e-6)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_published_interventions_are_factors_held_up(number: int) -> None:
    name = f"intervention_{number}"
    map_ = read_text(eight_concepts({"doing": GOLDEN["input"]["interventions"][name]})).document
    found = {one["id"]: one["held"] for one in sm.scenario(map_, "doing", rule="modified").data()["states"] or ()}
    assert [found[id_] for id_ in GOLDEN["input"]["nodes"]] == pytest.approx(GOLDEN["expected"]["intervention_final_mKosko"][name], abs=1e-3)


def test_where_nothing_is_held_the_answer_is_the_place_of_rest(tmp_path: Path) -> None:
    """Golden 06 exactly as it is given: no factor held, two concepts at 1 to begin with, and the first step of the modified rule."""
    file = tmp_path / "eight.yaml"
    file.write_text(eight_concepts())
    for rule, name in RULES.items():
        asked = ["scenario", str(file), "--rule", rule, "--begin", "C1", "--begin", "C2=1", "--json"]
        exact = json.loads(CliRunner().invoke(cli, [*asked, "--tolerance", "1e-13"]).stdout)
        assert [one["held"] for one in exact["states"]] == pytest.approx(GOLDEN["expected"]["exact_fixed_point_1e-12"][name], abs=1e-6)
        assert (exact["changes"], exact["up"], exact["begin"]) == ([], [], {"C1": 1.0, "C2": 1.0})
        assert exact["course"][0] == GOLDEN["input"]["initial"]
        if rule == "modified":
            assert exact["course"][1] == pytest.approx(GOLDEN["expected"]["baseline_trajectory_mKosko_row1"], abs=1e-6)
        if rule == "rescaled":
            assert exact["choices"][0]["steps"] > 400
            published = json.loads(CliRunner().invoke(cli, [*asked, "--tolerance", "0.001"]).stdout)
            assert published["choices"][0]["steps"] == len(published["course"]) - 1 < 50
    words = sm.scenario(read_text(eight_concepts()).document).words()
    assert words.startswith("Nothing is held, so nothing is compared")
    assert "From the highest state to the lowest: “C8” (0.842), “C7” (0.762), “C6” (0.665)" in words
    assert "Where that is depends on what is drawn" in sm.scenario(RING).words()


NUMBERED = st.integers(2, 5).flatmap(lambda size: st.tuples(
    st.lists(st.lists(st.integers(-10, 10), min_size=size, max_size=size), min_size=size, max_size=size),
    st.lists(st.integers(1, 10), min_size=size, max_size=size)))


@given(NUMBERED, st.sampled_from(CHOICES), st.integers(0, 10), st.sampled_from((0.4, 1.0, 2.0)))
def test_any_matrix_any_start_and_any_held_state_is_run_as_by_hand(
    case: tuple[list[list[int]], list[int]], choice: FuzzyChoice, level: int, steepness: float,
) -> None:
    """Python takes exactly a matrix, a start and a state to hold; the oracle is the rule written out, step by step."""
    tenths, start = case
    size = len(start)
    lines = [f"n{i} {'+' if weight > 0 else '-'} n{j}" for i, row in enumerate(tenths) for j, weight in enumerate(row) if weight]
    map_ = drawn("\n".join([*lines, *(f"n{i}" for i in range(size))]), scales={
        f"n{i}->n{j}": str(abs(weight) / 10) for i, row in enumerate(tenths) for j, weight in enumerate(row) if weight})
    answer = sm.scenario(map_, at={"n1": level / 10}, rule=choice.rule, squash=choice.squash, steepness=steepness,
                         begin=[f"n{i}={value / 10}" for i, value in enumerate(start)])
    states = answer.data()["states"]
    if states is None:
        assert answer.no_answer is not None
        return
    weights = np.array(tenths) / 10
    base = by_hand(weights, np.array(start) / 10, choice, steepness, {})
    held = by_hand(weights, base, choice, steepness, {1: level / 10})
    assert [one["baseline"] for one in states] == pytest.approx(list(base), abs=1e-7)
    assert [one["held"] for one in states] == pytest.approx(list(held), abs=1e-7)


def by_hand(weights: Any, state: Any, choice: FuzzyChoice, steepness: float, held: dict[int, float]) -> Any:
    """Where a run comes to rest, by the rule as it is printed."""
    for place, value in held.items():
        state = np.array([value if i == place else one for i, one in enumerate(state)])
    for _ in range(5000):
        seen = 2 * state - 1 if choice.rule == "rescaled" else state
        total = np.round(weights.T @ seen + (0 if choice.rule == "kosko" else seen), 13)
        after = np.sign(total) if choice.squash == "steps" else (
            np.tanh(steepness * total) if choice.squash == "tanh" else 1 / (1 + np.exp(-steepness * total)))
        for place, value in held.items():
            after[place] = value
        if np.abs(after - state).max() <= 1e-10:
            return after
        state = after
    return state


def test_states_are_given_where_nothing_is_drawn() -> None:
    assert sm.scenario(drawn("a + b\nb - a"), "a", draws=50).data()["states"] is None
    assert "a number of their own" in sm.scenario(drawn("a + b\nb - a", scales={"a->b": "0.5", "b->a": "0.2"}), "a").words()
    with pytest.raises(Refused, match="“a->b: 3”"):
        sm.scenario(drawn("a + b\nb - a", scales={"a->b": "3"}), "a")
    with pytest.raises(Refused, match="tolerance"):
        sm.scenario(RING, "a", tolerance=0)
    with pytest.raises(Refused, match="no factor “zz”"):
        sm.scenario(RING, "a", begin="zz")
