"""The question that a saved view asks (`views: … query:` in a file), put as any other.

A query is a question under its name, with what it asks about as its value, and further parameters beside it:
`{upstream: health, steps: 2}`, `{between: [advice, health]}`, `{must_pass: [advice, health]}`, `{loops: advice}`,
`{overlap: [health, trust], direction: down}`. Where several factors are named, the question is about all of them together;
`combine: intersection` gives what the parts of each share. Factors and links that the map does not have are left out; where anything
of a map may be named (`{whatif: [source:survey]}`), the question says what it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.asking import checked
from sysmap.questions.registry.finding import every, named
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.question import Asked, Question, project_of

__all__ = ["ask_view", "query_of", "view_keys"]

_ABOUT = ("factor", "factors", "factor-or-link", "elements")


def view_keys() -> dict[str, Question]:
    """Every key under which a saved view may ask, with its question."""
    return {key: one for one in every("view") for key in one.view_keys}


def query_of(question: Question, params: Mapping[str, Any]) -> dict[str, Any]:
    """What a saved view has to ask for a question to be put with these parameters: the other way round of `ask_view`.

    Parameters
    ----------
    question : one that has `view_keys`.
    params : its parameters by name.

    Examples
    --------
    >>> from sysmap.questions.registry.finding import named
    >>> query_of(named("paths"), {"start": "a", "end": "b", "max_length": 3})
    {'paths': ['a', 'b'], 'max_length': 3}
    """
    given = {key: value for key, value in params.items() if value not in (None, "", [])}
    asked = _asked_by_place(question)
    about = [given.pop(one.name) for one in asked if one.name in given]
    subject: Any = about if len(about) > 1 else about[0] if about else True
    return {question.view_keys[0]: subject, **given}


def _asked_by_place(question: Question) -> list[Parameter]:
    """The parameters that the value of a view's key fills."""
    about = [one for one in question.parameters if one.kind in _ABOUT]
    return [one for one in about if not one.flags] or about[:1]


def ask_view(about: Asked, query: Mapping[str, Any]) -> Answer | None:
    """The answer to what a saved view asks.

    Parameters
    ----------
    about : a map, a project, or what holds one.
    query : what the view asks, as in the file.

    Returns
    -------
    Answer : None where it asks nothing, or nothing that the map has.

    Raises
    ------
    Refused : a parameter that the question does not take, or what the question itself refuses.
    """
    keys = view_keys()
    key = next((key for key in query if key in keys), None)
    if key is None:
        return None
    question = keys[key]
    map_ = project_of(about).map
    value = query[key]
    own = {one.name for one in question.parameters}
    more = {name: said for name, said in query.items() if name in own}
    asked = _asked_by_place(question)
    anything = bool(asked) and asked[0].kind == "elements"
    names = [one for one in (value if isinstance(value, list | tuple) else [value])
             if isinstance(one, str) and (anything or one in map_.factors or one in map_.links)]
    if not asked or (not asked[0].required and not names):
        return question.ask(about, checked(question, more))
    if asked[0].kind in ("factors", "elements"):
        shared = named("intersection")
        if query.get("combine") == "intersection" and len(names) > 1 and issubclass(question.answer, shared.answer):
            return shared.run(about, *(question.ask(about, checked(question, {**more, asked[0].name: name})) for name in names))
        return question.ask(about, checked(question, {**more, asked[0].name: names})) if names else None
    if len(names) < len(asked):
        return None
    return question.ask(about, checked(question, {**more, **{one.name: name for one, name in zip(asked, names, strict=False)}}))
