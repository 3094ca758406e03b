"""The questions as data, for what offers them elsewhere: the page's menu, the workshop's form, the manual."""

from __future__ import annotations

from typing import TypedDict

from sysmap.questions.registry.finding import every
from sysmap.questions.registry.question import GROUPS, Door, Question

__all__ = ["ParameterData", "QuestionData", "catalogue"]


class ParameterData(TypedDict):
    """A parameter as data."""

    name: str
    kind: str
    help: str
    required: bool
    several: bool
    default: str | int | float | bool | None
    choices: list[str]


class QuestionData(TypedDict):
    """A question as data."""

    name: str
    group: str
    asks: str
    about_a_part: bool
    parameters: list[ParameterData]


def catalogue(door: Door) -> list[QuestionData]:
    """What may be asked at a door, by group, as data for a form: names, words, parameters.

    Examples
    --------
    >>> next((one["group"], one["parameters"][0]["name"]) for one in catalogue("workshop") if one["name"] == "between")
    ('See what leads where', 'start')
    """
    return [_question_data(one) for one in every(door)]


def _question_data(question: Question) -> QuestionData:
    return {
        "name": question.name, "group": GROUPS[question.group], "asks": question.asks, "about_a_part": question.about_a_part,
        "parameters": [{
            "name": one.name, "kind": one.kind, "help": one.help, "required": one.required, "several": one.several,
            "default": one.default if isinstance(one.default, str | int | float | bool) else None,
            "choices": list(one.choices)} for one in question.parameters],
    }
