"""Monitoring (toc/monitoring/): indicators with their observations, and what is done about findings.

An indicator watches an element of a theory: it has a unit, a baseline, a target and dated observations. It shows whether
something moved, never why. An improvement action is tied to what was found, has an owner, a day by which it is due, and a state.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sysmap.core import elements as e
from sysmap.core.record import attr, record

__all__ = ["ActionState", "ImprovementAction", "Indicator", "IndicatorPoint", "Monitoring", "Observation"]

ActionState = Literal["planned", "under-way", "done", "dropped"]

_DATE = "When: a year, month or day."


@record
class IndicatorPoint:
    """A value with its date: where an indicator began, or where it is to get."""

    date: str = attr(_DATE, default="", required=True)
    value: float = attr("The value, in the indicator's unit.", default=0.0, required=True)
    why: str | None = attr("Where it comes from, or why it is so.")
    cite: tuple[e.Cite, ...] = attr("Where the source says so.", default=())


@record
class Observation:
    """A value that was seen."""

    date: str = attr(_DATE, default="", required=True)
    value: float = attr("The value, in the indicator's unit.", default=0.0, required=True)
    unit: str | None = attr("The unit, where the source names it: it has to be the indicator's.")
    case: str | None = attr("The case it was seen in, where it is not the whole.", ref="cases")
    round: str | None = attr("The round of the evaluation: a word of the profile.", ref="rounds")
    note: str | None = attr("What a reader of the value has to know.")
    cite: tuple[e.Cite, ...] = attr("Where the source says so.", default=())


@record(block=True)
class Indicator:
    """How one sees an element of a theory move."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    label: str = attr("What is measured, in a sentence.", default="", required=True, shorthand=True)
    about: tuple[str, ...] = attr("Ids of the elements of a theory that it watches.", default=())
    row: str | None = attr("The row of a research framework whose measure it is.", ref="research_items")
    unit: str | None = attr("In what it is measured, e.g. per cent of pupils.")
    better: Literal["higher", "lower"] | None = attr("Which way is better; where a target is set, the way to it if not said.")
    inverse: bool | None = attr("True where a higher value means less of what it watches (late arrivals, of punctuality).")
    noise: float | None = attr("A change no larger than this is none.", low=0)
    baseline: IndicatorPoint | None = attr("Where it began.")
    target: IndicatorPoint | None = attr("Where it is to get, and by when.")
    observations: tuple[Observation, ...] = attr("What was seen, the earliest first.", default=())
    how: str | None = attr("How it is gathered, and how often.")
    owner: str | None = attr("Role of whoever gathers it.", private="roles")
    cite: tuple[e.Cite, ...] = attr("Where the source names it.", default=())
    notes: tuple[e.Note, ...] = attr("Remarks.", default=())
    internal: bool | None = attr("Left out of exports for clients and the public.", merge="any")
    x: Mapping[str, Any] = attr("Anything of your own; kept untouched and never checked.", default={}, private="own")


@record(block=True)
class ImprovementAction:
    """What is done about a finding."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    label: str = attr("What is done, in a sentence.", default="", required=True, shorthand=True)
    finding: str = attr("The finding that it answers, in a sentence.", default="", required=True)
    about: tuple[str, ...] = attr("Ids of what the finding is about: elements of the theory or indicators.", default=())
    evidence: tuple[str, ...] = attr("Ids of the items of evidence that the finding rests on.", default=())
    state: ActionState = attr("planned, under-way, done or dropped.", default="planned", required=True)
    due: str | None = attr("By when: a year, month or day.")
    done: str | None = attr("When it was done or dropped.")
    result: str | None = attr("What came of it.")
    owner: str | None = attr("Role of whoever does it.", private="roles")
    notes: tuple[e.Note, ...] = attr("Remarks.", default=())
    internal: bool | None = attr("Left out of exports for clients and the public.", merge="any")
    x: Mapping[str, Any] = attr("Anything of your own; kept untouched and never checked.", default={}, private="own")


@record
class Monitoring:
    """Indicators and improvement actions of one or several theories."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    title: str = attr("What people call it.", default="", required=True)
    uses: tuple[str, ...] = attr("Theories and models it refers to, relative to this file.", default=())
    indicators: Mapping[str, Indicator] = attr("The indicators.", default={})
    actions: Mapping[str, ImprovementAction] = attr("What is done about findings.", default={})
    cite: tuple[e.Cite, ...] = attr("Where the source tells of the whole.", default=())
    notes: tuple[e.Note, ...] = attr("Remarks.", default=())
    x: Mapping[str, Any] = attr("Anything of your own; kept untouched and never checked.", default={}, private="own")
