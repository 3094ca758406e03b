"""Evidence in numbers, on request: the worked example, brute force over every corner and state, sources that stand and fall whole."""

from __future__ import annotations

import itertools
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import drawn

import sysmap as sm
from sysmap.analysis.standing_numbers import SignedPath, standing_intervals
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.project import Project

DECLARED = {"strong evidence": "0.9 to 1", "moderate evidence": "0.7 to 0.95", "weak evidence": "0.4 to 0.8", "untested": "0 to 1"}
TWO_WAYS = drawn("a + b\nb + d\na + c\nc - d", scales=DECLARED)
GRADED = {"a->b": "strong", "b->d": "moderate", "a->c": "weak", "c->d": "untested"}
ENDS = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(lambda pair: (min(pair), max(pair)))


def rounded(answer: sm.Ladder, name: str) -> tuple[float, float]:
    assert answer.numbers is not None
    low, high = answer.numbers.intervals[name]
    return round(low, 3), round(high, 3)


def test_the_worked_example() -> None:
    answer = sm.ladder(TWO_WAYS, "a", "d", grades=GRADED, numbers=True)
    assert rounded(answer, "positive") == (0.63, 0.95)
    assert rounded(answer, "negative") == (0.0, 0.8)
    assert rounded(answer, "only positive") == (0.126, 0.95)
    said = answer.words()
    assert "a positive path 0.63 to 0.95" in said
    assert "not how likely or how strong it is" in said
    assert "The more steps a path is drawn in, the lower its number." in said
    assert answer.data()["numbers"] is not None


def test_numbers_come_on_request_only() -> None:
    answer = sm.ladder(TWO_WAYS, "a", "d", grades=GRADED)
    assert answer.data()["numbers"] is None
    assert "0.63" not in answer.words()


def test_a_grade_that_the_file_does_not_declare_is_never_made_up() -> None:
    answer = sm.ladder(drawn("a + b\nb + d", scales={"strong": "0.9", "strong evidence": "0.9 to 1"}), "a", "d", numbers=True,
                       grades={"a->b": "strong", "b->d": "weak"})
    assert "There are no numbers: the file does not say what it means by “weak evidence”." in answer.words()
    assert answer.numbers is not None
    assert not answer.numbers.intervals


def test_a_declaration_that_is_no_interval_is_refused() -> None:
    with pytest.raises(Refused, match="no interval between 0 and 1"):
        sm.ladder(drawn("a + b", scales={"untested": "0.9 to 0.1"}), "a", "b", numbers=True)


def _seen(map_: Map, cases: dict[str, str]) -> Project:
    items = {f"i{at}": Item(id=f"i{at}", statement="Seen.", kind="observed", cases=(case,), bears_on=(
        Bearing(element=link, direction="supports", strength="moderate"),)) for at, (link, case) in enumerate(cases.items())}
    return Project.of(map_, (Evidence(id="e", title="E", items=items),))


def test_links_of_one_source_stand_or_fall_together() -> None:
    chain = drawn("a + b\nb + c\nc + d", scales={**DECLARED, "moderate evidence": "0.5", "weak evidence": "0.5"})
    one = sm.ladder(_seen(chain, dict.fromkeys(chain.links, "town")), "a", "d", numbers=True)
    three = sm.ladder(_seen(chain, dict(zip(chain.links, ("town", "village", "city"), strict=True))), "a", "d", numbers=True)
    assert rounded(one, "positive") == (0.5, 0.5)
    assert rounded(three, "positive") == (0.125, 0.125)
    assert one.numbers is not None
    assert (one.numbers.sources, one.numbers.untested) == (1, 0)


@given(st.data())
def test_bounds_are_those_of_brute_force_over_corners_and_states(data: st.DataObject) -> None:
    events = data.draw(st.lists(ENDS, min_size=1, max_size=4))
    link = st.frozensets(st.integers(0, len(events) - 1), min_size=1, max_size=2)
    sign = st.sampled_from(["positive", "negative"])
    paths = data.draw(st.lists(st.builds(SignedPath, sign, st.lists(link, max_size=3).map(tuple)), max_size=4))

    def number(corner: tuple[float, ...], wanted: str) -> float:
        total = 0.0
        for state in itertools.product((False, True), repeat=len(events)):
            signs = {path.sign for path in paths if all(any(state[at] for at in one) for one in path.links)}
            word = wanted.removeprefix("only ")
            if (not signs) if wanted == "none" else signs == {word} if wanted != word else word in signs:
                total += prod(p if on else 1 - p for p, on in zip(corner, state, strict=True))
        return total

    for name, (low, high) in standing_intervals(paths, events).items():
        corners = [number(corner, name) for corner in itertools.product(*events)]
        assert low == pytest.approx(min(corners), abs=1e-9)
        assert high == pytest.approx(max(corners), abs=1e-9)
