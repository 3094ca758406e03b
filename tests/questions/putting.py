"""Any question put with made-up parameters: what a new question has to bear without a test of its own being written."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap import questions
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.question import Question

Given = dict[str, object]
_DRAWS = 200
"""Few draws: the laws hold for any number, and are put to hundreds of maps."""


def given_to(question: Question, start: str, end: str) -> Given:
    """What the question has to be told, about two factors: the first factor is the start, the next the end."""
    given: Given = {}
    ends = iter((start, end))
    for one in question.parameters:
        if one.required or (one.kind in ("factors", "elements") and not one.flags):
            given[one.name] = _value(one, ends, start, end)
        elif one.name == "draws":
            given[one.name] = _DRAWS
    return given


def ways_to_put(question: Question, start: str, end: str) -> Iterator[tuple[str, Given]]:
    """The question with what it has to be told, with each choice and flag, and with its bounds set low."""
    usual = given_to(question, start, end)
    yield question.name, usual
    for one in question.parameters:
        for choice in one.choices:
            if choice != one.default:
                yield f"{question.name}, {one.name} {choice}", {**usual, one.name: choice}
        if one.kind == "flag":
            yield f"{question.name}, {one.name}", {**usual, one.name: True}
        elif one.kind == "whole":
            yield f"{question.name}, {one.name} 2", {**usual, one.name: 2}
        elif one.kind == "factor-or-link":
            yield f"{question.name}, {one.name}", {**usual, one.name: start}


def every_way() -> dict[str, tuple[Question, int]]:
    """Every way to put every question, by a name: the question and which of its ways."""
    return {name: (question, at) for question in questions.every() for at, (name, _) in enumerate(ways_to_put(question, "a", "b"))}


def arguments(question: Question, given: Given) -> list[str]:
    """The same as arguments of a command."""
    said: list[str] = []
    for one in question.parameters:
        if one.name not in given:
            continue
        value = given[one.name]
        values = [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
        if not one.flags:
            said += values
        elif one.kind == "flag" or one.chosen_by_flag:
            said.append(one.flags[0])
        else:
            said += [word for each in values for word in (one.flags[0], each)]
    return said


def _value(one: Parameter, ends: Iterator[str], start: str, end: str) -> object:
    if one.kind == "factors":
        return [start, end]
    if one.kind == "elements":
        return [start]
    if one.kind == "part":
        return [f"upstream:{start}", f"ego:{end}"]
    if one.kind == "factor":
        return next(ends)
    if one.kind == "text":
        return [start]
    raise AssertionError(f"Say here what to put for a required {one.kind}.")
