"""Which values a field takes: the one rule that files, edits, spreadsheets and notebooks ask.

A number is finite and within its range; a text is no longer than its field takes and holds no character that nobody can
see; a choice is one of its words; an id follows `SLUG_RULE`. Reading a file asks for one text or number at a time, where
it stands; whoever has a record or a value of a field already asks for all of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from sysmap.core.characters import unwanted_in
from sysmap.core.pictures import picture_fault
from sysmap.core.problem import Problem, one_of
from sysmap.core.record import SLUG_RULE, FieldSpec, Shape, fields_of, is_slug

__all__ = ["FARTHEST", "number_problem", "quoted", "record_problems", "text_problem", "value_problems"]


FARTHEST = 10**15
"""The largest number, where its field does not say less: whole numbers are exact up to it in every program."""


def text_problem(spec: FieldSpec, text: str) -> Problem | None:
    """What is wrong with the length or the characters of a text, if anything.

    >>> title = FieldSpec(key="title", shape=Shape("text"), longest=10)
    >>> print(text_problem(title, "Fares\\u200b"))
    S08 title holds a character that cannot be seen (U+200B zero width space), after “Fares”. Delete the letters on ...
    >>> print(text_problem(title, "Fares and riders"))
    S09 title has 16 characters. Keep it to 10; a note can hold the rest.
    """
    if len(text) > spec.longest:
        return Problem(code="S09", message=f"{spec.key} has {len(text):,} characters.",
                       hint=f"Keep it to {spec.longest:,}; a note can hold the rest.")
    if spec.picture and (fault := picture_fault(text)) is not None:
        return Problem(code="S10", message=f"{spec.key} {fault}.",
                       hint="Put the picture behind the map in the workshop or the studio, which makes it anew as a plain PNG or JPEG.")
    if text.isascii() and text.isprintable():
        return None
    found = unwanted_in(text)
    if found is None:
        return None
    before = text[max(0, found.index - 20):found.index].split("\n")[-1]
    where = f"after {quoted(before)}" if before.strip() else "at the beginning"
    if found.control:
        return Problem(code="F13", message=f"{spec.key} holds a control character ({found.name}), {where}.",
                       hint="Remove it; it cannot be seen and other programs trip over it.")
    return Problem(code="S08", message=f"{spec.key} holds a character that cannot be seen ({found.name}), {where}.",
                   hint="Delete the letters on both sides of it and type them again.")


def number_problem(spec: FieldSpec, value: Any) -> Problem | None:
    """What is wrong with a number, if anything: its kind, its range, or that it is not finite.

    >>> width = FieldSpec(key="width", shape=Shape("number"), low=0, high=1e6)
    >>> print(number_problem(width, float("inf")))
    S03 width is a number from 0 to 1,000,000. Write digits without quotes.
    """
    whole = spec.shape.kind == "whole"
    right = type(value) is int or (not whole and type(value) is float)
    if right and (-FARTHEST if spec.low is None else spec.low) <= value <= (FARTHEST if spec.high is None else spec.high):
        return None
    if right and (spec.low is spec.high is None or (spec.high is None and value > FARTHEST)):
        return Problem(code="S03", message=f"{spec.key} is a number up to {FARTHEST:,}.", hint="Look at its digits.")
    low, high = (None if bound is None else f"{bound:,.10g}" for bound in (spec.low, spec.high))
    bounds = f" from {low} to {high}" if low and high else f" of at least {low}" if low else f" of at most {high}" if high else ""
    return Problem(code="S03", message=f"{spec.key} is a {'whole ' if whole else ''}number{bounds}.",
                   hint="Write digits without quotes.")


def value_problems(spec: FieldSpec, value: Any) -> Iterator[Problem]:
    """Everything that is wrong with a value of a field; `None`, which unsets it, is right for any field that need not be set.

    >>> from sysmap.core.elements import Factor
    >>> control = next(spec for spec in fields_of(Factor) if spec.name == "control")
    >>> [str(problem) for problem in value_problems(control, "me")]
    ['S03 control cannot be “me”. Known: influence, none, us.']
    """
    if value is None:
        if spec.required:
            yield Problem(code="S04", message=f"{spec.key} is needed.", hint=f"Say what {spec.key} is.")
        return
    kind, of = spec.shape.kind, spec.shape.of
    plural = {"texts": "text", "choices": "choice", "records": "record"}.get(kind)
    if plural is not None:
        if not isinstance(value, tuple):
            yield _wrong(spec, "a tuple")
            return
        one = dataclasses.replace(spec, shape=Shape(plural, of=of, choices=spec.shape.choices), required=True)
        for item in value:
            yield from value_problems(one, item)
    elif kind == "text":
        if not isinstance(value, str):
            yield _wrong(spec, "a text")
        else:
            found = text_problem(spec, value)
            if found is not None:
                yield found
            if spec.slug and not is_slug(value):
                yield Problem(code="S05", message=f"{quoted(value)} cannot be an id.", hint=f"An id has {SLUG_RULE}.")
    elif kind == "choice":
        if value not in spec.shape.choices:
            yield Problem(code="S03", message=f"{spec.key} cannot be {quoted(str(value))}.",
                          hint=one_of(str(value)[:80], spec.shape.choices, most=40))
    elif kind == "flag":
        if not isinstance(value, bool):
            yield Problem(code="S03", message=f"{spec.key} is either true or false.", hint="Write true or false.")
    elif kind in ("whole", "number"):
        found = number_problem(spec, value)
        if found is not None:
            yield found
    elif kind == "record":
        if of is None or not isinstance(value, of):
            yield _wrong(spec, f"a {of.__name__ if of else 'record'}")
        else:
            yield from record_problems(value)
    elif not isinstance(value, Mapping):
        yield _wrong(spec, "a mapping")
    elif kind == "collection":
        for element in value.values():
            yield from value_problems(dataclasses.replace(spec, shape=Shape("record", of=of)), element)
    elif spec.private != "own":
        held = FieldSpec(key=spec.key, shape=Shape(spec.shape.choices[0] if spec.shape.choices else "extra"),
                         low=spec.low, high=spec.high)
        for key, one in value.items():
            yield from _data_problems(held, key)
            yield from value_problems(held, one) if kind == "table" else _data_problems(held, one)


def record_problems(record: Any) -> Iterator[Problem]:
    """Everything that is wrong with the values of a record; not whether what it refers to is there."""
    cls: type = type(record)
    for spec in fields_of(cls):
        value = getattr(record, spec.name)
        if value is not spec.default:
            yield from value_problems(spec, value)


def _data_problems(spec: FieldSpec, value: Any) -> Iterator[Problem]:
    """What is wrong with data of any make: its texts and numbers."""
    if isinstance(value, str):
        found = text_problem(spec, value)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int | float):
        found = number_problem(dataclasses.replace(spec, shape=Shape("number")), value)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _data_problems(spec, str(key))
            yield from _data_problems(spec, one)
        return
    else:
        for one in value:
            yield from _data_problems(spec, one)
        return
    if found is not None:
        yield found


def quoted(text: str) -> str:
    """A text in quotation marks as a message shows it: short, and with nothing that cannot be seen."""
    shown = text if len(text) <= 40 else text[:39] + "…"
    return "“" + "".join(c if c.isprintable() else "\ufffd" for c in shown) + "”"


def _wrong(spec: FieldSpec, what: str) -> Problem:
    return Problem(code="S02", message=f"{spec.key} is {what}.", hint="See the manual's page on the format.")
