"""What every question says of itself, how it is found, and what is refused."""

from __future__ import annotations

import inspect
import itertools
import random
import subprocess
import sys
from importlib.metadata import EntryPoint

import pytest
from tests.analysis.made import drawn
from tests.questions.putting import given_to

import sysmap as sm
from sysmap import questions
from sysmap.core.problem import Refused
from sysmap.questions.registry import finding
from sysmap.questions.registry.question import Question
from sysmap.questions.registry.shapes import keys_of

EVERY = pytest.mark.parametrize("question", list(questions.every()), ids=lambda one: one.name)
CHAIN = drawn("""
    a + b
    b - c
    c + d
""")


@EVERY
def test_a_question_says_what_it_asks_takes_and_gives(question: Question) -> None:
    assert question.asks.endswith(".")
    assert len(question.help) > 40
    assert question.group in questions.GROUPS
    assert {"cli", "python", "notebook"} <= question.doors <= set(questions.DOORS)
    assert all(one.help.endswith(".") for one in question.parameters)
    assert question.examples
    assert [key for key, words in keys_of(question).items() if not words and key.rpartition(".")[2] not in (
        "id", "label", "critical", "organisation", "source", "at", "line", "link", "grade", "verdict", "from", "to", "links",
        "sources")] == []
    assert question.about_a_part == hasattr(question.answer, "submap")


@EVERY
def test_its_function_is_public_and_documents_every_parameter(question: Question) -> None:
    function = getattr(sm, question.function)
    named = list(inspect.signature(function).parameters)[1:]
    assert [one.name for one in question.parameters if one.name not in named] == []
    doc = inspect.getdoc(function) or ""
    assert "Raises" in doc
    assert [name for name in named if name not in doc] == []


def test_the_questions_of_a_door_come_by_what_people_want_to_do() -> None:
    groups = [one.group for one in questions.every("cli")]
    assert list(dict.fromkeys(groups)) == list(questions.GROUPS)
    assert "rank" not in [one.name for one in questions.every("view")]
    assert {one["name"] for one in questions.catalogue("workshop")} == set(questions.names()) - {"find"}, "a search needs words of one's own"


def test_a_question_is_found_by_its_file_and_only_its_file_is_read() -> None:
    code = ("import sys; from sysmap import questions; questions.own_names(); "
            "assert not [m for m in sys.modules if m.startswith('sysmap.questions.') and m.count('.') == 2 "
            "and m.split('.')[2] != 'registry'], sys.modules; "
            "questions.named('must-pass'); print([m for m in sys.modules if m == 'sysmap.questions.paths'])")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_another_package_brings_a_question_by_an_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = EntryPoint("their-question", "sysmap.questions.upstream:upstream", "sysmap.questions")
    monkeypatch.setattr(finding, "_brought", lambda: {"their-question": theirs})
    finding._known.cache_clear()
    try:
        assert "their-question" in questions.names()
        assert questions.ask(CHAIN, "their-question", {"of": "c"}).to_json()["count"] == 2
    finally:
        finding._known.cache_clear()


@pytest.mark.parametrize(("name", "params", "said"), [
    ("upsteam", {}, "A17 There is no question “upsteam”. Did you mean upstream"),
    ("upstream", {}, "A18 “upstream” needs of."),
    ("upstream", {"of": "b", "step": 2}, "A18 “upstream” does not take “step”. Did you mean steps"),
    ("upstream", {"of": "b", "steps": "2"}, "A18 steps of “upstream” takes a number."),
    ("upstream", {"of": "b", "steps": 0}, "A18 steps of “upstream” has to be a whole number from 1 up."),
    ("upstream", {"of": [1]}, "A18 of of “upstream” takes names."),
    ("upstream", {"of": ["b"] * 1000}, "takes at most 200 names"),
    ("paths", {"start": "a", "end": "b", "by": "beauty"}, "A18 by of “paths” takes one of weakest-link, shortest, evidence."),
    ("paths", {"start": "a", "end": "b", "seconds": float("nan")}, "takes a number"),
    ("paths", {"start": "a", "end": "b", "seconds": -1}, "has to be above 0"),
    ("robustness", {"start": "a", "end": "b", "claims": "yes"}, "takes yes or no"),
    ("influence", {"start": "a", "end": "zz"}, "A01 There is no factor “zz”"),
    ("union", {"parts": ["sideways:a"]}, "A15 “sideways:a” does not say a submap."),
])
def test_what_cannot_be_asked_is_refused_in_a_sentence(name: str, params: dict[str, object], said: str) -> None:
    with pytest.raises(Refused) as refused:
        questions.ask(CHAIN, name, params)
    assert said in str(refused.value)


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(Refused) as refused:
        questions.ask(CHAIN, "paths", {"start": 3, "by": "beauty", "colour": "red"})
    assert [problem.message for problem in refused.value.problems] == [
        "“paths” does not take “colour”.", "start of “paths” takes a name.", "“paths” needs end.",
        "by of “paths” takes one of weakest-link, shortest, evidence."]


def test_whoever_asks_by_name_may_shorten_the_time_and_not_lengthen_it() -> None:
    seen: list[object] = []

    class Spy:
        parameters = questions.named("paths").parameters
        name = "paths"

        def ask(self, about: object, given: dict[str, object]) -> str:
            seen.append(given["seconds"])
            return "answered"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sysmap.questions.registry.asking.named", lambda name: Spy())
        for wanted in (None, 0.5, 60):
            questions.ask(CHAIN, "paths", {"start": "a", "end": "b", "seconds": wanted}, seconds=2)
    assert seen == [2, 0.5, 2]


def test_every_question_that_may_search_long_says_when_its_time_was_up() -> None:
    """On a tangled map, by a clock that leaps: cut short and said so, or the same as with all the time there is."""
    draw = random.Random(7)
    tangled = drawn("\n".join(f"f{draw.randrange(30):02} {draw.choice('+-?')} f{draw.randrange(30):02} contested by:s{draw.randrange(9)}"
                              for _ in range(260)))
    cut = set()
    for question in questions.every():
        if any(one.kind == "seconds" for one in question.parameters):
            ticks = itertools.count()
            given = given_to(question, "f00", "f29")
            answer = question.ask(tangled, {**given, "seconds": 1.5, "clock": lambda ticks=ticks: float(next(ticks))})
            assert answer.explain().strip()
            if answer.to_json()["complete"]:
                assert answer.to_json() == question.ask(tangled, {**given, "seconds": None}).to_json(), question.name
            else:
                cut.add(question.name)
    assert cut >= {"loops", "mechanisms", "must-pass", "paths", "rank", "robustness", "tradeoffs"}


def test_a_layer_link_that_cannot_be_spread_is_refused_and_not_left_out() -> None:
    factors = "".join(f"  a{i}: {{label: A{i}, layer: one}}\n  b{i}: {{label: B{i}, layer: two}}\n" for i in range(700))
    big = sm.read("sysmap: 1\nkind: theory\nid: big\ntitle: Big\nlayers: [{id: one, label: One}, {id: two, label: Two}]\n"
                  f"factors:\n{factors}links: [{{from: 'layer:one', to: 'layer:two'}}]\n")
    with pytest.raises(Refused, match="A16"):
        big.upstream("b0")
    assert questions.ask(big.project.single_links(), "upstream", {"of": "b0"}).to_json()["count"] == 0
