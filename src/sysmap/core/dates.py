"""Dates as files write them: a year, a month or a day, or two of these with a slash.

A day is the text that says it in full (`2024-03-31`): such texts are in the order of their days, and no clock is needed.
"""

from __future__ import annotations

import calendar
import re

__all__ = ["date_problem", "days_between", "first_day", "last_day"]

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z")


def _parts(text: str) -> tuple[int, int | None, int | None] | None:
    found = _DATE.match(text.strip())
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]) if found[2] else None, int(found[3]) if found[3] else None
    if year < 1 or (month is not None and not 1 <= month <= 12):
        return None
    if day is not None and not 1 <= day <= calendar.monthrange(year, month or 1)[1]:
        return None
    return year, month, day


def _day(year: int, month: int, day: int) -> str:
    return f"{year:04d}-{month:02d}-{day:02d}"


def _number(day: str) -> int:
    """Days since 1 January 1970."""
    year, month, number = map(int, day.split("-"))
    return calendar.timegm((year, month, number, 0, 0, 0)) // 86_400


def first_day(text: str) -> str | None:
    """The first day that a date or period may mean; None where it is no date.

    >>> first_day("2024"), first_day("2024-02/2025"), first_day("soon")
    ('2024-01-01', '2024-02-01', None)
    """
    parts = _parts(text.partition("/")[0])
    return None if parts is None else _day(parts[0], parts[1] or 1, parts[2] or 1)


def last_day(text: str) -> str | None:
    """The last day that a date or period may mean; None where it is no date.

    >>> last_day("2024-02"), last_day("2023/2024-06-03")
    ('2024-02-29', '2024-06-03')
    """
    parts = _parts(text.rpartition("/")[2])
    if parts is None:
        return None
    year, month, day = parts[0], parts[1] or 12, parts[2]
    return _day(year, month, day or calendar.monthrange(year, month)[1])


def days_between(one: str, two: str) -> int | None:
    """Days from the middle of one date to the middle of another; None where either is no date.

    >>> days_between("2024-01-01", "2024-01-31"), days_between("2023", "2024")
    (30, 365)
    """
    ends = [(first_day(text), last_day(text)) for text in (one, two)]
    middles = [(_number(a) + _number(b)) // 2 for a, b in ends if a is not None and b is not None]
    return middles[1] - middles[0] if len(middles) == 2 else None


def date_problem(text: str) -> str | None:
    """What is wrong with a text as a date, or None.

    >>> date_problem("2024-13"), date_problem("2024-03")
    ('is no date', None)
    """
    return None if first_day(text) is not None else "is no date"
