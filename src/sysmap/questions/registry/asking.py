"""Asking any question by its name, with parameters as a form, a saved view or a message has them.

Whatever is wrong with what was given is refused in a sentence that names the parameter and what it takes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from sysmap.core.problem import Problem, Refused, one_of
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.finding import named
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.question import Asked, Question

__all__ = ["ask", "checked"]

_MOST_NAMES = 200
"""The most factors or parts that one question takes from outside."""


def ask(about: Asked, name: str, params: Mapping[str, object] | None = None, *, seconds: float | None = None) -> Answer:
    """Ask a question by its name.

    Parameters
    ----------
    about : a map, a project, or what holds one.
    name : the question, e.g. ``"must-pass"``.
    params : its parameters by name (`Question.parameters`), as plain data.
    seconds : the longest that it may search, whatever the parameters say.

    Returns
    -------
    Answer : with its evidence, if what was asked has any.

    Raises
    ------
    Refused : no such question or parameter, one that is missing or of the wrong kind, or what the question itself refuses.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "ab"},
    ...             links={"a->b": Link(id="a->b", from_="a", to="b", polarity="positive")})
    >>> ask(small, "influence", {"start": "a", "end": "b"}).to_json()["verdict"]
    'positive'
    """
    question = named(name)
    given = checked(question, params or {})
    if seconds is not None and any(one.kind == "seconds" for one in question.parameters):
        usual = next(one.default for one in question.parameters if one.kind == "seconds")
        wanted = given.get("seconds", usual)
        given["seconds"] = min(seconds, wanted) if isinstance(wanted, int | float) else seconds
    return question.ask(about, given)


def checked(question: Question, params: Mapping[str, object]) -> dict[str, object]:
    """The parameters as the question takes them.

    Raises
    ------
    Refused : with every problem at once.
    """
    known = {one.name: one for one in question.parameters}
    problems = [_problem(f"“{question.name}” does not take “{name}”.", one_of(name, known)) for name in params if name not in known]
    given: dict[str, object] = {}
    for one in known.values():
        value = params.get(one.name)
        if value is None or value in ("", []):
            if one.required:
                problems.append(_problem(f"“{question.name}” needs {one.name}.", one.help))
            continue
        wrong = _wrong(one, value)
        if wrong:
            problems.append(_problem(f"{one.name} of “{question.name}” {wrong}.", one.help))
        else:
            given[one.name] = [value] if one.several and isinstance(value, str) else value
    if problems:
        raise Refused(problems)
    return given


def _problem(message: str, hint: str) -> Problem:
    return Problem(code="A18", message=message, hint=hint)


def _wrong(parameter: Parameter, value: object) -> str:
    """What is wrong with a value; nothing where it will do."""
    kind = parameter.kind
    if kind in ("factors", "elements", "links") or parameter.several:
        listed = value if isinstance(value, list | tuple) else [value]
        if not all(isinstance(one, str) for one in listed):
            return "takes names"
        return f"takes at most {_MOST_NAMES} names" if len(listed) > _MOST_NAMES else ""
    if kind in ("factor", "factor-or-link", "part", "text"):
        return "" if isinstance(value, str) else "takes a name"
    if kind == "choice":
        return "" if value in parameter.choices else f"takes one of {', '.join(parameter.choices)}"
    if kind == "flag":
        return "" if isinstance(value, bool) else "takes yes or no"
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return "takes a number"
    if kind in ("seconds", "number"):
        return "" if value > 0 else "has to be above 0"
    return "" if isinstance(value, int) and value >= 1 else "has to be a whole number from 1 up"
