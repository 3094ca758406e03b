"""A saved view asks a question as any other door does."""

from __future__ import annotations

import pytest
from tests.analysis.made import drawn

import sysmap as sm
from sysmap import questions
from sysmap.core.elements import View
from sysmap.core.problem import Refused
from sysmap.questions.registry.views import ask_view, view_keys
from sysmap.views.saved import shown_by

CHAIN = drawn("\n".join(f"{a} + {b}" for a, b in zip("abcdefg", "bcdefgh", strict=True)))


def test_between_and_must_pass_of_a_view_are_what_the_questions_answer() -> None:
    """A chain of eight: a path of at most 6 links does not lead from end to end, and yet all lies between."""
    between = ask_view(CHAIN, {"between": ["a", "h"]})
    assert between == sm.between(CHAIN, "a", "h")
    assert set(shown_by(CHAIN, View(id="v", label="V", query={"between": ["a", "h"]})).factors) == set("abcdefgh")
    ways = drawn("a + b\na + c\nb + d\nc + d\nd + e")
    assert set(shown_by(ways, View(id="v", label="V", query={"must_pass": ["a", "e"]})).factors) == {"a", "d", "e"}


@pytest.mark.parametrize(("query", "asked"), [
    ({"upstream": "c", "steps": 1}, lambda: sm.upstream(CHAIN, "c", 1)),
    ({"upstream": ["c", "e"], "combine": "intersection"},
     lambda: sm.intersection(sm.upstream(CHAIN, "c"), sm.upstream(CHAIN, "e"))),
    ({"around": "c"}, lambda: sm.ego(CHAIN, "c")),
    ({"paths": ["a", "c"], "max_length": 2}, lambda: sm.paths(CHAIN, "a", "c", 2)),
    ({"overlap": ["c", "d"], "direction": "down"}, lambda: sm.overlap(CHAIN, ["c", "d"], "down")),
    ({"only_through": "c"}, lambda: sm.only_through(CHAIN, "c")),
    ({"loops": True}, lambda: sm.loops(CHAIN)),
    ({"loops": "c"}, lambda: sm.loops(CHAIN, through="c")),
])
def test_a_view_puts_a_question_under_its_name(query: dict[str, object], asked: object) -> None:
    answer = ask_view(CHAIN, query)
    assert answer is not None
    assert answer.to_json() == asked().to_json()  # type: ignore[operator]


def test_what_the_map_does_not_have_is_left_out() -> None:
    assert ask_view(CHAIN, {"between": ["a", "zz"]}) is None
    assert ask_view(CHAIN, {"upstream": ["zz"]}) is None
    assert ask_view(CHAIN, {}) is None
    with pytest.raises(Refused, match="A18"):
        ask_view(CHAIN, {"upstream": "c", "steps": "many"})


def test_every_question_about_a_part_can_be_a_view() -> None:
    assert {one.name for one in view_keys().values()} == {
        one.name for one in questions.every() if one.about_a_part} - {"union", "intersection", "difference"}
