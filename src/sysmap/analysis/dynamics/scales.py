"""What a map means by its words in numbers: strengths as intervals, delays as spans of time, where its `scales` say so.

A file may declare what it means: `scales: {weak: 0.1 to 0.3, strong: 0.6 to 1, short: within 3 months, long: 1 to 3 years}`.
Medium is a word for strengths and for delays; `medium strength` and `medium delay` tell them apart. Nothing is assumed for
what is not declared.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from sysmap.analysis.chains import GRADES
from sysmap.core.problem import Problem, Refused
from sysmap.core.words import Delay, Strength

__all__ = ["DAYS", "Span", "Strengths", "delays_of", "grade_numbers_of", "span_of", "strengths_of"]

DAYS = {"day": 1.0, "week": 7.0, "month": 30.4375, "quarter": 91.3125, "year": 365.25}
"""The days of each unit of time that a scale may use, a year being 365¼ of them."""
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_UNIT = r"(days?|weeks?|months?|quarters?|years?)"
_WORDS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0, "half a": 0.5}
_TO = r"\s*(?:to|and|or|-|–|until)\s*"

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Strengths:
    """The interval of the size of a link for each word, and for single links that have a number of their own.

    Attributes
    ----------
    declared : those that the file declares, by word; empty where it does not.
    unset : the interval for a link whose strength nobody said: from the weakest to the strongest that there is.
    links : the intervals of single links, by id; they come before those of words.
    """

    declared: Mapping[str, Interval]
    unset: Interval
    links: Mapping[str, Interval] = field(default_factory=dict)

    def data(self) -> dict[str, list[float]]:
        """What the file declares, by word or id of a link, as plain data."""
        return {word: [low, high] for word, (low, high) in {**self.declared, **self.links}.items()}

    def of(self, strength: str | None, links: Iterable[str] = ()) -> Interval:
        """The interval to draw the size of a link (or of parallel links) from; never with 0 in it but as an open end."""
        for id_ in links if self.links else ():
            if id_ in self.links:
                return self.links[id_]
        return self.unset if strength is None else self.declared.get(strength, self.unset)


def strengths_of(scales: Mapping[str, str], links: Iterable[str] = ()) -> Strengths:
    """What the file means by weak, medium and strong, and by single links (`"a->b": 0.6`).

    Raises
    ------
    Refused : numbers that do not lie between 0 and 1, or an interval that ends before it begins.

    Examples
    --------
    >>> strengths_of({"weak": "0.1 to 0.3", "strong": "from 0.6 up to 1"}).of("weak"), strengths_of({"weak": "a little"}).of("weak")
    ((0.1, 0.3), (0.0, 1.0))
    >>> strengths_of({"a->b": "0.6"}, ["a->b", "b->c"]).of("weak", ["a->b"])
    (0.6, 0.6)
    """
    single = {id_: found for id_ in links if id_ in scales and (found := _interval(id_, scales[id_])) is not None}
    declared: dict[str, Interval] = {}
    for word in get_args(Strength):
        found = _interval(word, _said(scales, word, "strength"))
        if found is not None:
            declared[word] = found
    if not declared:
        return Strengths({}, (0.0, 1.0), single)
    return Strengths(declared, (min(low for low, _ in declared.values()), max(high for _, high in declared.values())), single)


def grade_numbers_of(scales: Mapping[str, str]) -> dict[str, Interval]:
    """The interval that the file declares for each grade of evidence: `{strong evidence: 0.9 to 1, untested: 0 to 1}`.

    Raises
    ------
    Refused : numbers that do not lie between 0 and 1, or an interval that ends before it begins.

    Examples
    --------
    >>> grade_numbers_of({"strong evidence": "0.9 to 1", "strong": "0.5", "untested": "anything from 0 to 1"})
    {'strong': (0.9, 1.0), 'untested': (0.0, 1.0)}
    """
    words = {grade: f"{grade} evidence" if grade in get_args(Strength) or grade == "moderate" else grade.replace("-", " ")
             for grade in reversed(GRADES)}
    found = {grade: _interval(word, scales.get(word, "")) for grade, word in words.items()}
    return {grade: one for grade, one in found.items() if one is not None}


def _interval(word: str, text: str) -> Interval | None:
    """The interval that a scale names; None where it names none, or a span of time."""
    numbers = [float(one.replace(",", ".")) for one in re.findall(r"-?" + _NUMBER, text)]
    if not numbers or span_of(text) is not None:
        return None
    if len(numbers) > 2 or not 0 <= min(numbers) <= max(numbers) <= 1 or max(numbers) == 0 or numbers != sorted(numbers):
        raise Refused(Problem(
            code="A33", message=f"The scale of the file says “{word}: {text}”, which is no interval between 0 and 1.",
            hint=f"Write it as a number or as two, such as “{word}: 0.3 to 0.6”."))
    return numbers[0], numbers[-1]


@dataclass(frozen=True, slots=True)
class Span:
    """How long something takes, in days: at least `low`, at most `high` (infinite where there is no bound)."""

    low: float
    high: float


def span_of(text: str) -> Span | None:
    """The span of time that a text names; None where it names none.

    Examples
    --------
    >>> span_of("1 to 2 weeks"), span_of("within a week"), span_of("over 2 weeks"), span_of("soon")
    (Span(low=7.0, high=14.0), Span(low=0.0, high=7.0), Span(low=14.0, high=inf), None)
    """
    plain = text.lower()
    for word, number in sorted(_WORDS.items(), key=lambda one: -len(one[0])):
        plain = re.sub(rf"\b{word}(?=\s+{_UNIT}\b|{_TO})", f"{number:g}", plain)
    found = re.search(rf"{_NUMBER}\s*{_UNIT}?{_TO}{_NUMBER}\s*{_UNIT}\b", plain)
    if found:
        first, unit, second, last = found.groups()
        low, high = _days(first, unit or last), _days(second, last)
        return Span(low, high) if low <= high else None
    found = re.search(rf"{_NUMBER}\s*{_UNIT}\b", plain)
    if not found:
        return None
    length = _days(*found.groups())
    before = plain[:found.start()]
    if re.search(r"(within|up to|under|less than|at most|below|no more than|<)\s*$", before):
        return Span(0.0, length)
    after = plain[found.end():]
    if re.search(r"(over|more than|at least|above|longer than|>)\s*$", before) or re.match(r"\s*(or more|or longer|and more|\+)", after):
        return Span(length, math.inf)
    return Span(length, length)


def delays_of(scales: Mapping[str, str]) -> dict[str, Span]:
    """The span of each delay word that the file declares.

    Raises
    ------
    Refused : the declared spans run against their words, a longer word beginning before a shorter one.
    """
    found = {word: span for word in get_args(Delay) if (span := span_of(_said(scales, word, "delay"))) is not None}
    listed = list(found.items())
    for (shorter, a), (longer, b) in itertools.pairwise(listed):
        if b.low < a.low or b.high < a.high:
            raise Refused(Problem(
                code="A33", message=f"The scale of the file gives “{longer}” less time than “{shorter}”: "
                f"“{_said(scales, longer, 'delay')}” and “{_said(scales, shorter, 'delay')}”.", hint="Mend the spans under scales in the file."))
    return found


def _said(scales: Mapping[str, str], word: str, kind: str) -> str:
    """What the file says of a word; of “medium strength” rather than of “medium”."""
    return scales.get(f"{word} {kind}", scales.get(word, ""))


def _days(number: str, unit: str) -> float:
    return float(number.replace(",", ".")) * DAYS[unit.rstrip("s")]
