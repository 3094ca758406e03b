"""Monitoring: whether indicators and actions say what can be, each fault with its place."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.checks.context import shown
from sysmap.checks.rule import asked_elsewhere
from sysmap.core.dates import first_day, last_day
from sysmap.core.monitoring import ImprovementAction, Indicator, Monitoring
from sysmap.core.problem import Problem, one_of
from sysmap.core.uses import Uses

__all__ = ["check_monitoring"]

asked_elsewhere(
    "E11", "Indicator or action that cannot be as it says", "error", about=("theory",), source="House rule",
    why="Observations out of order, twice or in another unit would bend a trend without a word.", broken="", passing="",
)
asked_elsewhere(
    "E12", "Indicator or action about something that is not there", "error", about=("theory",), source="House rule",
    why="What an indicator watches has to be in the theory, or nobody will find it there.", broken="", passing="",
)

_Finding = tuple[str, str]


def check_monitoring(file: Monitoring, uses: Uses) -> list[Problem]:
    """What is wrong with indicators and actions: values, dates and units (E11), and what they are about (E12).

    Elements are looked up where the file uses a theory.

    >>> from sysmap.core.monitoring import Observation
    >>> late = Indicator(id="late", label="Late arrivals", unit="%", observations=(
    ...     Observation(date="2024", value=15), Observation(date="2023", value=18, unit="pupils")))
    >>> for p in check_monitoring(Monitoring(id="m", title="M", indicators={"late": late}), Uses()): print(p.message)
    The observation 2 of late (2023) comes after 2024 and is earlier.
    The observation 2 of late (2023) is in pupils, and the indicator in %.
    """
    known = {id_ for map_ in uses.maps.values() for id_ in (
        *map_.factors, *map_.links, *map_.claims, *map_.assumptions, *(f"condition:{c}" for c in map_.conditions))}
    known |= {f"mechanism:{id_}" for id_ in uses.mechanisms}
    out: list[Problem] = []
    for id_, one in file.indicators.items():
        out += [Problem(code="E11", message=message, hint=hint, at=("indicators", id_)) for message, hint in _indicator(one)]
        out += _about(("indicators", id_), f"The indicator {id_} watches", one.about, known if uses.maps else None)
    everything = {*known, *file.indicators}
    items = {id_ for register in uses.evidence.values() for id_ in register.items}
    for id_, action in file.actions.items():
        out += [Problem(code="E11", message=message, hint=hint, at=("actions", id_)) for message, hint in _action(action)]
        out += _about(("actions", id_), f"The action {id_} is about", action.about, everything if uses.maps else None)
        out += _about(("actions", id_), f"The finding of the action {id_} rests on", action.evidence, items or None)
    return out


def _about(at: tuple[str, str], says: str, named: tuple[str, ...], known: set[str] | None) -> Iterator[Problem]:
    for name in named if known is not None else ():
        if name not in (known or ()):
            yield Problem(code="E12", message=f"{says} {shown(name)}, which is not there.", hint=one_of(name, known or (), 12), at=at)


def _indicator(one: Indicator) -> Iterator[_Finding]:
    for what, point in (("baseline", one.baseline), ("target", one.target)):
        if point is not None and first_day(point.date) is None:
            yield f"The {what} of {one.id} has the date {shown(point.date)}, which is none.", "Write a year, a month (2024-03) or a day."
    start, end = (first_day(one.baseline.date) if one.baseline else None, last_day(one.target.date) if one.target else None)
    if start and end and end <= start:
        yield f"The target of {one.id} ({one.target and one.target.date}) is not after its baseline ({one.baseline and one.baseline.date}).", (
            "Mend one of the two dates.")
    if one.baseline and one.target and one.better and one.target.value != one.baseline.value and (
            (one.target.value > one.baseline.value) != (one.better == "higher")):
        yield f"{one.better} is better for {one.id}, and its target lies the other way from its baseline.", "Mend the target, or `better`."
    before: dict[str | None, str] = {}
    seen: dict[tuple[str, str | None], int] = {}
    for number, observation in enumerate(one.observations, 1):
        where = f"The observation {number} of {one.id} ({observation.date})"
        day = last_day(observation.date)
        if day is None:
            yield f"{where} has no date that can be read.", "Write a year, a month (2024-03) or a day."
            continue
        key = (observation.date, observation.case)
        if key in seen:
            yield f"{where} repeats the observation {seen[key]}: one date{f' of {observation.case}' if observation.case else ''} twice.", (
                "Keep the one that holds.")
        seen.setdefault(key, number)
        earlier = before.get(observation.case)
        if earlier is not None and day < (last_day(earlier) or day):
            yield f"{where} comes after {earlier} and is earlier.", "Write observations the earliest first."
        before[observation.case] = observation.date
        if observation.unit is not None and observation.unit != one.unit:
            yield (f"{where} is in {observation.unit}, and the indicator in {one.unit or 'no unit'}.",
                   "Convert it, or make it an indicator of its own.")


def _action(one: ImprovementAction) -> Iterator[_Finding]:
    for what, text in (("due", one.due), ("done", one.done)):
        if text is not None and first_day(text) is None:
            yield f"{what} of the action {one.id}, {shown(text)}, is no date.", "Write a year, a month (2024-03) or a day."
    if one.done is not None and one.state in ("planned", "under-way"):
        yield f"The action {one.id} was done in {one.done} and is {one.state}.", "Say `state: done` or `dropped`, or take the date out."
    if not one.finding.strip():
        yield f"The action {one.id} answers no finding.", "Say what was found: `finding:`."
