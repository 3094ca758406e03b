"""One question, one answer: in Python, by name, as a method of a study, on the command line and as its JSON."""

from __future__ import annotations

import functools
import json

import jsonschema
import pytest
from tests.manual import run
from tests.questions.putting import arguments, every_way, ways_to_put

import sysmap as sm
from sysmap import questions
from sysmap.questions.registry.shapes import schema_of

HOMES = "docs/examples/warm-homes.yaml"
THEORY = "cqc-system-assessment-2025"
ENDS = {HOMES: ("advice", "health"), THEORY: ("outputs", "improvements")}
WAYS = every_way()


@functools.cache
def study(name: str) -> sm.Study:
    return sm.load(name)


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("way", WAYS)
def test_a_question_has_one_answer_at_every_door(name: str, way: str) -> None:
    question, at = WAYS[way]
    given = list(ways_to_put(question, *ENDS[name]))[at][1]
    several = [one.name for one in question.parameters if one.several]
    places = [value for key in several for value in given[key]]  # type: ignore[attr-defined]
    named = {key: value for key, value in given.items() if key not in several}
    answer = questions.ask(study(name), question.name, given)
    assert getattr(sm, question.function)(study(name).project, *places, **named).to_json() == answer.to_json()
    assert getattr(study(name), question.function)(*places, **named).to_json() == answer.to_json()
    code, printed, noted = run(" ".join(["sysmap", question.name, name, *map(repr, arguments(question, given)), "--json"]))
    assert (code, noted) == (0, "")
    assert json.loads(printed) == {**answer.to_json(), **({"limit": 500} if "limit" in answer.to_json() else {})}
    code, printed, noted = run(" ".join(["sysmap", question.name, name, *map(repr, arguments(question, given))]))
    if "limit" not in answer.to_json():
        assert " ".join(printed.split()).startswith(" ".join(answer.explain().split()))
    jsonschema.validate(answer.to_json(), schema_of(question))


def test_every_answer_shows_its_evidence_where_there_is_some() -> None:
    for question in questions.every():
        given = next(ways_to_put(question, *ENDS[THEORY]))[1]
        answer = questions.ask(study(THEORY), question.name, given)
        footing = answer.to_json()["footing"]
        assert set(footing["grades"]) == set(answer.used_links)
        assert footing["links"] == len(footing["grades"])
        assert "vidence" in answer.explain() or not footing["links"]
