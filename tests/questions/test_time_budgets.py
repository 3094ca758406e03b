"""Every question on hostile maps: an answer, or a sentence with the way out, within its time; a new question is held to it unnamed."""

from __future__ import annotations

import inspect
import random
import time
from functools import cache

import pytest

from sysmap import questions
from sysmap.core.elements import Factor, Link
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.project import Project
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.question import Question

SECONDS = 0.5
MOST = 6.0
"""Seconds of work, not of waiting: ten times the budget, for what is worked out before and after it."""


@cache
def dense() -> Project:
    """40 factors, each linked with half of the others, and 900 items of evidence from 60 sources: no search of it ends."""
    chance = random.Random(1)
    ids = [f"f{number}" for number in range(40)]
    pairs = [(a, b) for a in ids for b in ids if a != b and chance.random() < 0.5]
    map_ = Map(id="dense", title="Dense", factors=_factors(ids), links={
        f"{a}->{b}": Link(id=f"{a}->{b}", from_=a, to=b, polarity=chance.choice(("positive", "negative")), delay="short") for a, b in pairs})
    items = {f"i{number}": Item(id=f"i{number}", statement="Seen.", kind="observed", cases=(f"c{chance.randrange(60)}",), bears_on=(
        Bearing(element="->".join(chance.choice(pairs)), direction="supports", strength="moderate"),)) for number in range(900)}
    return Project.of(map_, (Evidence(id="e", title="E", items=items),))


@cache
def large() -> Project:
    """2,000 factors and 8,000 links, an eighth of them without a sign."""
    chance = random.Random(2)
    ids = [f"f{number}" for number in range(2000)]
    pairs = {(chance.choice(ids), chance.choice(ids)) for _ in range(8000)}
    return Project.of(Map(id="large", title="Large", factors=_factors(ids), links={
        f"{a}->{b}": Link(id=f"{a}->{b}", from_=a, to=b, polarity=chance.choice(("positive", "negative") * 3 + ("unknown", "mixed")),
                          delay="long") for a, b in sorted(pairs) if a != b}))


def _factors(ids: list[str]) -> dict[str, Factor]:
    return {id_: Factor(id=id_, label=id_.upper(), importance=1 + at % 3, vulnerability=at % 3) for at, id_ in enumerate(ids)}


def given_to(question: Question) -> dict[str, object]:
    """What the question has to know, about the first factors; where it works on something unasked, that as well."""
    ends = iter(("f0", "f1"))
    given: dict[str, object] = {}
    for one in question.parameters:
        if one.required or (one.name in ("of", "gone") and not one.flags):
            given[one.name] = _value(one, next(ends, "f1") if one.kind == "factor" else "f0")
    if "seconds" in inspect.signature(question.body).parameters:
        given["seconds"] = SECONDS
    return given


def _value(one: Parameter, factor: str) -> object:
    return {"factors": ["f0"], "elements": ["f0", "f1->f2"], "part": ["upstream:f0", "downstream:f1"], "text": "F1"}.get(one.kind, factor)


@pytest.mark.parametrize("hostile", [dense, large], ids=["dense", "large"])
@pytest.mark.parametrize("question", tuple(questions.every()), ids=lambda one: one.name)
def test_a_hostile_map_gets_an_answer_or_a_sentence_in_time(question: Question, hostile: object) -> None:
    project = hostile()  # type: ignore[operator]
    begun = time.process_time()
    problems: tuple[Problem, ...] = ()
    try:
        answer = question.ask(project, given_to(question))
    except Refused as refused:
        problems = tuple(refused.problems)
    else:
        assert answer.explain().strip()
        assert answer.to_json()
        assert answer.table().headings
    assert all(one.message and one.hint for one in problems)
    assert time.process_time() - begun < MOST
