"""When a change can first be felt: bounds, against every path counted one by one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from tests.analysis.made import asked, drawn, link_paths, sign_of

import sysmap as sm
from sysmap.analysis.dynamics.scales import delays_of
from sysmap.core.map import Map
from sysmap.core.problem import Refused

SCALES = {"short": "within 2 weeks", "medium": "3 to 6 months", "long": "1 to 3 years"}
SLOW = drawn("a + b short\nb + c long\na - c long\nc + d", scales=SCALES)


def test_bounds_add_up_along_the_soonest_way() -> None:
    found = sm.earliest(SLOW, "a").arrivals
    assert (found["b"].low, found["b"].high) == (0, 14)
    assert (found["c"].low, found["c"].high) == (365.25, 1095.75)
    assert (found["d"].low, found["d"].high) == (365.25, math.inf)


def test_the_answer_in_words() -> None:
    words = sm.earliest(SLOW, "a", to="c").words()
    assert words.startswith("When is a change of “A” felt? At “C” it is felt not before 1 year, within 3 years at the latest and after at "
                            "least one long delay, on every way there (first through “A” → “C”).")
    assert "1 link of the map has no stated delay and may take any time" in words
    assert words.endswith("not on when an effect is complete.")


def test_what_is_felt_first_may_be_the_opposite() -> None:
    worse = drawn("a - c short\na + b long\nb + c short", scales={"short": "1 month", "long": "2 years"})
    answer = sm.earliest(worse, "a", to="c")
    assert "may be the opposite of what comes later at “C”" in answer.words()
    assert answer.arrivals["c"].lowers == pytest.approx(30.4375)
    assert answer.arrivals["c"].raises == pytest.approx(760.9375)


@given(asked(most=6))
def test_bounds_are_those_of_all_paths(case: tuple[Map, str, str]) -> None:
    import dataclasses

    map_, start, end = case
    map_ = dataclasses.replace(map_, scales=SCALES)
    spans = delays_of(SCALES)
    paths = link_paths(map_, start, end, 6)
    answer = sm.earliest(map_, start, to=end)
    if not paths:
        assert answer.no_answer is not None
        assert answer.no_answer.reason == "no-path"
        return
    if answer.no_answer:
        assert answer.no_answer.reason == "no-delay"
        return
    least = [sum(spans[link.delay].low if link.delay else 0 for link in path) for path in paths]
    most = [sum(spans[link.delay].high if link.delay else math.inf for link in path) for path in paths]
    found = answer.arrivals[end]
    assert (found.low, found.high) == (pytest.approx(min(least)), pytest.approx(min(most)))
    ranks = {None: 0, "short": 1, "medium": 2, "long": 3}
    assert found.rank == min(max(ranks[link.delay] for link in path) for path in paths)
    for sign, bound in (("positive", found.raises), ("negative", found.lowers)):
        mine = [total for total, path in zip(least, paths, strict=True) if sign_of(path) == sign]
        if mine:
            assert bound is not None
            assert bound <= min(mine) + 1e-9


def test_a_delay_that_nobody_said_is_not_no_delay() -> None:
    found = sm.earliest(drawn("a + b\nb + c short", scales=SCALES), "a").arrivals["c"]
    assert (found.low, found.high, found.rank) == (0, math.inf, 1)


def test_without_spans_the_answer_counts_in_words() -> None:
    answer = sm.earliest(drawn("a + b long\nb + c short\na + c"), "a")
    assert answer.data()["undeclared"] == ["short", "long"]
    assert (answer.arrivals["b"].rank, answer.arrivals["c"].rank) == (3, 0)
    assert "declares no span for short and long" in answer.words()


def test_nothing_to_say_is_said_with_a_way_out() -> None:
    assert "no link of the map says how long" in sm.earliest(drawn("a + b"), "a").words()
    assert "“B” does not influence “A”" in sm.earliest(drawn("a + b short"), "b", to="a").words()
    with pytest.raises(Refused, match="A33 The scale of the file gives “long” less time than “short”"):
        sm.earliest(drawn("a + b long", scales={"short": "1 year", "long": "1 month"}), "a")
    with pytest.raises(Refused, match="A03"):
        sm.earliest(SLOW, "a", to="a")
