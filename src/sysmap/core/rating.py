"""Ratings: how scores of evidence categories become those of statements, themes and a whole, and one assessment with its scores.

The rule is data of an assessment framework: bands of per cent, limiters that hold a rating down, and alerts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.core import elements as e
from sysmap.core.record import attr, record

__all__ = ["Assessment", "CategoryScores", "RatingAlert", "RatingBand", "RatingLimiter", "RatingRule"]

_PERCENT = "of the highest score that could be reached"


@record
class RatingBand:
    """From which share on a level is given."""

    level: str = attr("Id of the level of the scale.", default="", required=True)
    start: float = attr(f"The lowest per cent {_PERCENT}, rounded to whole ones.", default=0.0, key="from", required=True,
                        low=0, high=100)


@record
class RatingLimiter:
    """What holds a rating down, whatever the share."""

    rating: str = attr("The rating that the share would give.", default="", required=True)
    statement_at_most: int = attr("It is held down where a statement scores no more than this.", default=0, required=True)
    most: str = attr("The best rating that is given then.", default="", required=True)
    cite: tuple[e.Cite, ...] = attr("Where the source says so.", default=())


@record
class RatingAlert:
    """What a rating or a low score sets off."""

    say: str = attr("What follows, in a sentence.", default="", required=True)
    rating: str | None = attr("The overall rating that sets it off.")
    statement_at_most: int | None = attr("A statement that scores no more than this sets it off.")
    not_in: tuple[str, ...] = attr("Themes whose statements do not.", default=())
    cite: tuple[e.Cite, ...] = attr("Where the source says so.", default=())


@record(block=True)
class RatingRule:
    """How scores become a rating: each step adds up and divides by the most that could be reached."""

    score_scale: str = attr("The scale on which categories and statements are scored.", default="", required=True, ref="scales")
    rating_scale: str = attr("The scale of ratings.", default="", required=True, ref="scales")
    statement: tuple[RatingBand, ...] = attr("Score of a statement by the share of its categories, the lowest first.", default=())
    overall: tuple[RatingBand, ...] = attr("Rating of a theme and of the whole by the share of statements, the lowest first.", default=())
    limiters: tuple[RatingLimiter, ...] = attr("What holds a rating down.", default=())
    alerts: tuple[RatingAlert, ...] = attr("What a rating or a low score sets off.", default=())
    cite: tuple[e.Cite, ...] = attr("Where the source says so.", default=())
    notes: tuple[e.Note, ...] = attr("Remarks, gaps and conflicts in the source.", default=())


@record
class CategoryScores:
    """The scores of one statement, by evidence category."""

    id: str = attr("The statement.", default="", required=True)
    scores: Mapping[str, int] = attr("Score by evidence category; leave out a category that does not apply.", default={})
    cite: tuple[e.Cite, ...] = attr("Where they are published.", default=())
    notes: tuple[e.Note, ...] = attr("Remarks.", default=())


@record
class Assessment:
    """One assessment of one body: what each evidence category scored under each statement."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    title: str = attr("What people call it.", default="", required=True)
    of: str | None = attr("Whom it is about.")
    made_up: bool | None = attr("True for an example that nobody was rated in; said with every result.")
    date: str | None = attr("When: a year, month or day.")
    uses: tuple[str, ...] = attr("The framework and the rule, relative to this file.", default=())
    statements: Mapping[str, CategoryScores] = attr("Scores by statement.", default={})
    cite: tuple[e.Cite, ...] = attr("Where it is published.", default=())
    notes: tuple[e.Note, ...] = attr("Remarks.", default=())
    x: Mapping[str, Any] = attr("Anything of your own; kept untouched and never checked.", default={}, private="own")
