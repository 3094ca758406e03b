"""Press simulation: against eigenvalues, exhaustive counts and loop analysis; the same at any number of processes."""

from __future__ import annotations

import itertools
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.made import drawn, maps

import sysmap as sm
from sysmap.analysis.dynamics.drawing import drawn_links, generator
from sysmap.analysis.dynamics.draws import PROBE, error_of
from sysmap.analysis.dynamics.elimination import elimination_of
from sysmap.analysis.dynamics.press import Press, draws_of
from sysmap.analysis.dynamics.scales import span_of, strengths_of
from sysmap.analysis.dynamics.stability import settling
from sysmap.analysis.dynamics.system import system_of
from sysmap.analysis.projection import project
from sysmap.core.problem import Refused

RING = drawn("a + b\nb + c\nc - a\nb + d")


def outcomes(answer: Any, at: int = 0) -> dict[str, str]:
    return {id_: answer.outcome(id_, at) for id_ in answer.reached}


@settings(max_examples=40)
@given(st.integers(1, 16), st.integers(0, 10_000), st.sampled_from([0.3, 1.0, 3.0]), st.booleans())
def test_what_settles_is_what_eigenvalues_say(size: int, seed: int, reach: float, firm: bool) -> None:
    chance = np.random.default_rng(seed)
    pairs = [(i, j) for i, j in itertools.permutations(range(size), 2) if chance.random() < 2.5 / size]
    sizes = chance.uniform(-reach, reach, (len(pairs), 60))
    own = np.ones((size, 60)) if firm else chance.uniform(0.01, 1, (size, 60))
    full = np.zeros((60, size, size))
    full[:, range(size), range(size)] = -own.T
    for row, (start, end) in zip(sizes, pairs, strict=True):
        full[:, end, start] = row
    real = np.linalg.eigvals(full).real.max(axis=1)
    sure = np.abs(real) > 1e-9
    positive = np.linalg.det(-full) > 0
    for way in (None, elimination_of(size, [(end, start) for start, end in pairs])):
        said = settling(sizes, [a for a, _ in pairs], [b for _, b in pairs], own, positive, way)
        assert (said[sure] == (real < 0)[sure]).all()


def test_hardly_a_draw_of_a_large_group_needs_its_eigenvalues(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty factors on loops, under both conventions: certain tests decide 999 of 1,000 draws, and rightly."""
    chance = np.random.default_rng(3)
    pairs = list({(i, (i + 1) % 30) for i in range(30)} | {tuple(chance.choice(30, 2, replace=False).tolist()) for _ in range(40)})
    way = elimination_of(30, [(end, start) for start, end in pairs])
    signs = np.where(chance.random(len(pairs)) < 0.7, 1.0, -1.0)
    for loose in (False, True):
        sizes = signs[:, None] * chance.random((len(pairs), 2000))
        own = 1 - chance.random((30, 2000)) if loose else np.ones((30, 2000))
        full = np.zeros((2000, 30, 30))
        full[:, range(30), range(30)] = -own.T
        for row, (start, end) in zip(sizes, pairs, strict=True):
            full[:, end, start] = row
        eigenvalues = np.linalg.eigvals(full)
        asked: list[int] = []
        with monkeypatch.context() as patch:
            patch.setattr(np.linalg, "eigvals", lambda matrices, asked=asked: asked.append(len(matrices)) or np.full(matrices.shape[:2], np.nan))
            said = settling(sizes, [a for a, _ in pairs], [b for _, b in pairs], own, np.linalg.det(-full) > 0, way)
        assert (said != (eigenvalues.real.max(axis=1) < 0)).sum() <= sum(asked) <= 2


@given(st.integers(2, 9), st.integers(0, 10_000))
def test_eliminating_for_all_draws_is_solving_each(size: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    pattern = [(i, j) for i, j in itertools.permutations(range(size), 2) if chance.random() < 0.4]
    way = elimination_of(size, pattern)
    values, full = np.zeros((way.held, 20)), np.zeros((20, size, size))
    for i, j in [*pattern, *((i, i) for i in range(size))]:
        drawn_ = chance.normal(size=20)
        values[way.places[i, j]] = drawn_
        full[:, i, j] = drawn_
    right = chance.normal(size=(size, 20))
    expected = np.linalg.solve(full, right.T[:, :, None])[:, :, 0].T
    positive, safe = way.eliminate(values)
    way.solve(values, right)
    assert ((positive == (np.linalg.det(full) > 0)) | ~safe).all()
    assert np.allclose(right[:, safe], expected[:, safe], rtol=1e-4, atol=1e-6)
    assert np.allclose(way.inverses(values)[safe], np.linalg.inv(full)[safe], rtol=1e-4, atol=1e-6)


@settings(max_examples=30, deadline=None)
@given(maps(6, "++-"), st.sampled_from(("firm", "loose")))
def test_where_signs_alone_decide_every_draw_agrees_with_loop_analysis(map_: sm.Map, grip: Literal["firm", "loose"]) -> None:
    exact = sm.loop_analysis(map_)
    if exact.no_answer:
        return
    start = exact.of[0]
    answer = sm.press(map_, start, draws=600, as_drawn=True, grip=grip)
    if answer.no_answer:
        return
    for one in exact.pairs:
        if one.pushed == start:
            up, down, _ = answer.shares(one.on)
            if one.response.weight == 1:
                assert (up, down) == ((1, 0) if one.verdict == "rises" else (0, 1))
            elif one.response.total == 0:
                assert (up, down) == (0, 0)


def test_shares_are_those_of_counting_every_sign() -> None:
    """Three links without a sign and one size for all: the share is counted over the eight ways to read them."""
    text = "a ? b\nb ? c\nc ? a\na + d\nc + d"
    map_ = drawn(text, scales={"weak": "0.7"})
    expected = []
    for signs in itertools.product((1, -1), repeat=3):
        full = -np.eye(4)
        for (start, end), sign in zip(((0, 1), (1, 2), (2, 0), (0, 3), (2, 3)), (*signs, 1, 1), strict=True):
            full[end, start] = 0.7 * sign
        assert np.linalg.eigvals(full).real.max() < 0
        expected.append(np.linalg.solve(-full, [1, 0, 0, 0]) > 0)
    answer = sm.press(map_, "a")
    for place, id_ in enumerate("abcd"):
        assert answer.shares(id_)[0] == pytest.approx(np.mean([one[place] for one in expected]), abs=0.015)
    assert answer.data()["signs_drawn"] == ["a->b", "b->c", "c->a"]


def test_the_same_seed_gives_the_same_answer_at_any_number_of_processes() -> None:
    seen: list[int] = []
    alone = sm.press(RING, "a", draws=40_000, progress=lambda done, of: seen.append(done))
    shared = sm.press(RING, "a", draws=40_000, workers=2)
    assert shared.to_json() == alone.to_json()
    assert seen[-1] == 40_000
    assert sm.press(drawn("a ? b\nb + a"), "a", seed=2).to_json() != sm.press(drawn("a ? b\nb + a"), "a", seed=1).to_json()


def test_draws_can_be_cancelled() -> None:
    class Enough(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        sm.press(RING, "a", progress=stop)


def test_both_conventions_are_shown_and_one_that_hardly_ever_settles_is_not_answered() -> None:
    """Every factor raises every other: firm or loose, hardly a draw settles, and the two say so side by side."""
    tangle = drawn("\n".join(f"{a} + {b}" for a, b in itertools.permutations("abcdefgh", 2)))
    answer = sm.press(tangle, "a")
    assert answer.data()["no_answer"] is not None
    assert answer.data()["no_answer"]["reason"] == "too-few-settle"
    assert [one["grip"] for one in answer.data()["conventions"]] == ["firm", "loose"]
    assert all(one["outcomes"] == [] and one["drawn"] <= 2 * PROBE for one in answer.data()["conventions"])
    assert "none of 4,096 draws settles, and below 5 %" in answer.words()
    fine = sm.press(RING, "a")
    assert [one["settled"] > 0 for one in fine.data()["conventions"]] == [True, True]
    assert "(firm)" in fine.words()
    assert "(loose)" in fine.words()


def test_declared_strengths_are_used_and_unset_is_never_zero() -> None:
    text = "a + b strong\nb - a\na - c weak\nb + c strong"
    plain = sm.press(drawn(text), "a")
    scaled = sm.press(drawn(text, scales={"weak": "0.1 to 0.2", "strong": "0.8–1"}), "a")
    assert outcomes(plain)["c"] == "open"
    assert outcomes(scaled)["c"] == "rises"
    assert scaled.data()["unset"] == [0.1, 1.0]
    assert "no scale for strengths" in plain.words()
    assert "weak 0.1 to 0.2" in scaled.words()
    assert all(up + down == 1 for up, down, _ in map(plain.shares, plain.reached))


@given(st.lists(st.sampled_from(("", "weak", "medium", "strong")), min_size=2, max_size=6), st.sampled_from(("+", "-", "?")),
       st.dictionaries(st.sampled_from(("weak", "medium", "strong")), st.sampled_from(("0 to 0.5", "0.2", "0.4 to 1"))), st.integers(0, 99))
def test_no_strength_that_is_unset_is_drawn_as_zero(words: list[str], sign: str, scales: dict[str, str], seed: int) -> None:
    ring = "\n".join(f"f{at} {sign} f{(at + 1) % len(words)} {word}" for at, word in enumerate(words))
    map_ = drawn(ring, scales=scales)
    strengths = strengths_of(map_.scales, map_.links)
    sizes, _ = drawn_links(system_of(project(map_)), strengths, generator(seed, 0, 0), 50, doubt=False)
    assert sizes.shape == (len(words), 50)
    assert (sizes != 0).all()
    assert strengths.of(None)[1] > 0


def test_doubted_links_are_there_in_half_of_the_draws() -> None:
    map_ = drawn("a + b\nb - a\nb + c contested")
    up, down, error = sm.press(map_, "a").shares("c")
    assert up == pytest.approx(0.5, abs=0.02)
    assert (down, error < 0.02) == (0, True)
    assert sm.press(map_, "a", as_drawn=True).shares("c")[0] == 1


def test_observations_leave_out_draws_and_rivals_are_compared_by_all_draws() -> None:
    map_ = drawn("a + b\nb - a\nb ? c\nb + d\nd - c")
    free = sm.press(map_, "a")
    seen = sm.press(map_, "a", rose="c", rival=["b->c=negative", "d->c"])
    assert 0 < seen.draws[0][1].kept < free.draws[0][1].kept
    assert seen.shares("c")[0] == 1
    readings = {one["reading"]: one["share"] for one in seen.data()["rivals"]}
    assert readings["the map with “B” → “C” negative"] == 0
    assert readings["the map without “D” → “C”"] > readings["the map as drawn"] > 0
    assert sum(share or 0 for share in readings.values()) == pytest.approx(1)


@pytest.mark.parametrize(("asked", "said"), [
    ({}, "A11 No factor is pushed"),
    ({"of": "a", "down": "a"}, "A32 “A” cannot be pushed up and down at once"),
    ({"of": "a", "rose": "b", "fell": "b"}, "A32 “B” cannot have risen and fallen at once"),
    ({"of": "zz"}, "A01 There is no factor “zz”"),
    ({"of": "a", "rival": "a->z"}, "A09 There is no link “a->z”"),
    ({"of": "a", "rival": "a->b=maybe"}, "A18 “maybe” is no sign"),
    ({"of": "a", "draws": 0}, "A04"),
    ({"of": "a", "draws": 10**11}, "A04"),
    ({"of": "d", "part": "ego:a"}, "A31 “D” is not in the part"),
])
def test_bad_input_is_refused_in_a_sentence(asked: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused) as refused:
        sm.press(RING, **asked)
    assert said in str(refused.value)


def test_a_scale_that_is_no_interval_is_refused() -> None:
    with pytest.raises(Refused, match="A33 The scale of the file says “strong: 6 to 9”"):
        sm.press(drawn("a + b\nb - a", scales={"strong": "6 to 9"}), "a")


def test_what_was_observed_and_cannot_be_is_said() -> None:
    answer = sm.press(drawn("a + b\nb - a\nc + a"), "a", rose="c")
    assert "“C” cannot move by this push, since no path leads there." in answer.words()
    never = sm.press(RING, "a", fell="d")
    assert never.data()["no_answer"] is not None
    assert never.data()["no_answer"]["reason"] == "none-fit"


@pytest.mark.parametrize(("text", "reason"), [("a + b\nb + c", "no-loop"), ("a ? b\nb ? a", "no-sign")])
def test_without_loops_or_signs_the_answer_says_what_to_ask_instead(text: str, reason: str) -> None:
    answer = sm.press(drawn(text), "a")
    assert answer.no_answer is not None
    assert answer.no_answer.reason == reason
    assert answer.words() == answer.no_answer.explain()


def test_a_group_of_hundreds_is_refused_before_any_draw() -> None:
    ring = drawn("\n".join(f"f{i:03} + f{(i + 1) % 200:03}" for i in range(200)))
    assert "200 factors all influence each other" in sm.press(ring, "f000").words()


def test_time_ends_the_draws() -> None:
    ticks = itertools.count()
    answer = sm.press(RING, "a", draws=100_000, seconds=3, clock=lambda: float(next(ticks)))
    assert not answer.complete
    assert 0 < answer.draws[0][1].drawn < 100_000
    assert "The time was up" in answer.words()


def test_a_wider_sample_has_a_smaller_error() -> None:
    assert error_of(0.5, 100) > error_of(0.5, 10_000) > error_of(0.99, 10_000)
    plan = Press(system_of(project(RING)), {0: 1}, {}, strengths_of({}), "firm")
    assert draws_of(plan, 5000).drawn == 5000


@pytest.mark.parametrize(("text", "span"), [
    ("3 months", (91.3125, 91.3125)), ("up to a year", (0, 365.25)), ("one to three years", (365.25, 1095.75)),
    ("2–4 weeks", (14, 28)), ("more than 5 years", (1826.25, float("inf"))), ("3 years or more", (1095.75, float("inf"))),
    ("half a year", (182.625, 182.625)), ("6 weeks to 1 year", (42, 365.25)), ("the next budget", None),
])
def test_spans_of_time_are_read_as_people_write_them(text: str, span: tuple[float, float] | None) -> None:
    found = span_of(text)
    assert (found and (found.low, found.high)) == span
