"""Rounds of an evaluation: whether a profile's rounds can be told apart, and whether what belongs to one says so rightly."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import Finding, asked_elsewhere, rule
from sysmap.core.dates import first_day, last_day
from sysmap.core.problem import Problem
from sysmap.core.profile import Profile
from sysmap.core.rounds import overlaps

__all__ = ["check_rounds"]

asked_elsewhere(
    "E10", "Rounds that cannot be told apart", "error", about=("theory",), source="House rule",
    why="Of two rounds that overlap nobody can say to which an item of a day in both belongs.", broken="", passing="",
)


def check_rounds(profile: Profile) -> list[Problem]:
    """What is wrong with the rounds of a profile: dates that are none, an end before the start, overlaps, a wrong order.

    >>> from sysmap.core.profile import ProfileRound
    >>> [p.message for p in check_rounds(Profile(id="p", title="P", rounds={
    ...     "a": ProfileRound(id="a", start="2024"), "b": ProfileRound(id="b", start="2023", end="2022")}))]
    ['The round b ends (2022) before it begins (2023).', 'The round b begins (2023) before the round a (2024), and stands after it.']
    """
    out: list[Problem] = []

    def add(round_: str, message: str, hint: str) -> None:
        out.append(Problem(code="E10", message=message, hint=hint, at=("rounds", round_)))

    begun: tuple[str, str] | None = None
    for id_, one in profile.rounds.items():
        for what, text in (("start", one.start), ("end", one.end)):
            if text and first_day(text) is None:
                add(id_, f"The {what} of the round {id_}, {shown(text)}, is no date.", "Write a year, a month (2024-03) or a day.")
        start, end = first_day(one.start or ""), last_day(one.end or "")
        if start and end and end < start:
            add(id_, f"The round {id_} ends ({one.end}) before it begins ({one.start}).", "Mend one of the two.")
        if start and begun is not None:
            before = first_day(begun[1])
            if before and start < before:
                add(id_, f"The round {id_} begins ({one.start}) before the round {begun[0]} ({begun[1]}), and stands after it.",
                    "Write the rounds in their order, the earliest first.")
        if start:
            begun = (id_, one.start or "")
    for a, b in overlaps(profile):
        add(b, f"The rounds {a} and {b} overlap.", "Let one end before the other begins; an item of a day in both would belong to neither.")
    return out


_ROUNDS = """
    layers:
      - {id: early, label: Early outcomes, stage: outcome}
    factors:
      trust: {label: Greater trust, layer: early, status: observed, as_of: "%s", earlier: [{as_of: "2023", status: anticipated}]}
"""


@rule(
    "W30", "Earlier states out of order", "warning", about=("theory", "map", "process"), source="House rule",
    why="A state that stands before a later one would be taken for the later of the two.",
    broken=_ROUNDS % "2022", passing=_ROUNDS % "2024",
)
def earlier_states_in_order(look: Look) -> Iterator[Finding]:
    """Elements whose earlier states are not the earliest first, or are later than how they stand now."""
    order = {name: at for at, name in enumerate(look.uses.profile.rounds)}
    for kind in ("factors", "links", "assumptions", "conditions", "claims"):
        for one in getattr(look.map, kind).values():
            states: list[Any] = [*one.earlier, one]
            for before, after in pairwise(states):
                if _is_after(before, after, order):
                    yield (kind, one.id), (f"{shown(getattr(one, 'label', '') or one.id)} stood so {_when(before)}, which is written before "
                                           f"{_when(after)}."), "Write how it stood the earliest first; how it stands now comes last."
                    break


def _is_after(one: Any, two: Any, order: dict[str, int]) -> bool:
    if one.round in order and two.round in order:
        return order[one.round] > order[two.round]
    first, second = first_day(one.as_of or ""), last_day(two.as_of or "")
    return first is not None and second is not None and first > second


def _when(state: Any) -> str:
    return f"in {state.round}" if state.round else f"as of {state.as_of}"
