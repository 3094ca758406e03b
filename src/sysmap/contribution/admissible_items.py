"""Which items count: each one that does not is set aside with the reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from sysmap.contribution.base import Said
from sysmap.contribution.case_counting import UNNAMED, rank_of
from sysmap.contribution.rubric import Ignored
from sysmap.core.evidence import Item
from sysmap.core.profile import Voices
from sysmap.core.rubric_rule import Counting
from sysmap.core.words import Direction

__all__ = ["Counted", "same_content", "admissible_items"]

Counted = tuple[Said, Direction, int]


def same_content(item: Item) -> tuple[object, ...]:
    """What makes two items one: everything about them but their ids, notes and coder."""
    return (item.statement, item.kind, item.cases, item.audience, item.round, item.number, item.informant,
            item.informant_role, item.source_type, item.event, item.bears_on, item.status, item.date)


def admissible_items(said: Sequence[Said], counting: Counting, voices: Voices = UNNAMED,
                     ) -> tuple[list[Counted], list[Ignored], bool]:
    """Items that count, with direction and strength; items that do not, with why; whether anybody expects it.

    Parameters
    ----------
    said : what bears on the element, in any order.
    counting : which items count, its settings filled in.
    voices : who the organisation itself is, and who sums up.
    """
    ignored: list[Ignored] = []
    expected = False
    first: dict[tuple[object, ...], str] = {}
    kept: list[Counted] = []
    for one in sorted(said, key=lambda s: (s.item.id, s.bearing.direction)):
        item, bearing = one.item, one.bearing
        twin = first.setdefault((*same_content(item), bearing), item.id)
        direction: Direction = bearing.direction
        rank = rank_of(bearing.strength)
        if twin != item.id:
            why: str | None = f"says the same as {twin}"
        elif counting.tests != "no":
            why = _unfit_test(one, counting.tests)
        else:
            why = _unfit(one, counting, voices)
            if item.kind == "anticipated" and direction == "supports" and item.status not in _GONE:
                expected, rank = True, 1
            if direction == "context" and counting.context == "counts":
                direction = "supports"
        if why is None:
            kept.append((one, direction, rank))
        else:
            ignored.append(Ignored(item.id, why, twin != item.id))
    if counting.survey == "corroborates":
        kept = _corroborated(kept, ignored, counting.survey_lift)
    if counting.same_event == "once":
        kept = _once(kept, ignored)
    counted = {said.item.id for said, _, _ in kept}
    return kept, [i for i in dict.fromkeys(ignored) if i.id not in counted], expected


_GONE = ("superseded", "withdrawn")


def _unfit(said: Said, counting: Counting, voices: Voices) -> str | None:
    """Why an item does not count."""
    item, direction = said.item, said.bearing.direction
    if item.status in _GONE:
        return item.status
    if item.kind == "hypothetical":
        return "a made-up example"
    if item.kind == "anticipated" and direction == "supports":
        if counting.anticipated != "weak":
            return "expected or possible, not seen"
    elif item.kind == "anticipated":
        return "about what may come, not about what was seen"
    elif direction == "context" and counting.context != "counts":
        return "context: nobody ties it to the programme"
    if item.number == 0:
        return "prints that no case said so"
    if item.audience and set(item.audience) <= voices.summing_up and not item.cases and counting.summing_up == "never":
        return "the researchers' own summing-up, not a source of its own"
    if counting.unnamed == "ignored" and not item.cases:
        return "names no case"
    if item.source_type == "survey" and counting.survey == "ignored":
        return "survey"
    if counting.own_cases == "0" and item.audience and set(item.audience) <= voices.own:
        return f"{voices.name}'s own word"
    return None


def _unfit_test(said: Said, tests: str) -> str | None:
    """Why an item decides nothing as a test of process tracing."""
    item, bearing = said.item, said.bearing
    if item.kind != "observed" or item.status in _GONE:
        return "not observed, or no longer held"
    if bearing.test is None or bearing.passed is None:
        return "says no test and how it came out"
    if not bearing.rivals:
        return "a test without a rival tests nothing"
    if tests == "ignored":
        if bearing.test_set is None:
            return "when the test was set is not said"
        gathered = item.date or ""
        if gathered and bearing.test_set[: len(gathered)] > gathered[: len(bearing.test_set)]:
            return f"the test was set ({bearing.test_set}) after the item was gathered ({gathered})"
    return None


def _corroborated(kept: Iterable[Counted], ignored: list[Ignored], lift: str) -> list[Counted]:
    """Take survey items out and let them strengthen what cases of the same kind say."""
    surveys = [(s.item.audience, set(s.item.round), direction) for s, direction, rank in kept
               if s.item.source_type == "survey" and rank >= 2]
    out: list[Counted] = []
    for said, direction, rank in kept:
        item = said.item
        if item.source_type == "survey":
            ignored.append(Ignored(item.id, "a survey corroborates and is no case of its own"))
            continue
        backed = any(direction == d and set(item.audience) & set(audience) and (not rounds or rounds & set(item.round))
                     for audience, rounds, d in surveys)
        if backed and (rank == 2 or lift == "one-step") and lift != "none":
            rank = min(3, rank + 1)
        out.append((said, direction, rank))
    return out


def _once(kept: Iterable[Counted], ignored: list[Ignored]) -> list[Counted]:
    """Of items that tell of one event, keep the strongest; the named cases of all of them stay."""
    groups: dict[tuple[str, Direction], list[Counted]] = {}
    out: list[Counted] = []
    for counted in kept:
        said, direction, _ = counted
        if said.item.event is None:
            out.append(counted)
        else:
            groups.setdefault((said.item.event, direction), []).append(counted)
    for (event, direction), tellings in groups.items():
        tellings.sort(key=lambda c: (-c[2], -(c[0].item.number or 0), c[0].item.id))
        said, _, rank = tellings[0]
        for other, _, _ in tellings[1:]:
            ignored.append(Ignored(other.item.id, f"tells of the event {event}, as {said.item.id} does", True))
        named = tuple(dict.fromkeys(case for telling, _, _ in tellings for case in telling.item.cases))
        if named != said.item.cases:
            said = dataclasses.replace(said, item=dataclasses.replace(said.item, cases=named))
        out.append((said, direction, rank))
    return out
