"""Which items count: each one that does not is set aside with the reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from sysmap.contribution.base import Said
from sysmap.contribution.case_counting import UNNAMED, rank_of
from sysmap.contribution.rubric import Ignored
from sysmap.core.evidence import Item
from sysmap.core.profile import Voices
from sysmap.core.words import Direction

__all__ = ["Counted", "same_content", "admissible_items"]

Counted = tuple[Said, Direction, int]


def same_content(item: Item) -> tuple[object, ...]:
    """What makes two items one: everything about them but their ids, notes and coder."""
    return (item.statement, item.kind, item.cases, item.audience, item.round, item.number, item.informant,
            item.source_type, item.event, item.bears_on, item.status, item.date)


def admissible_items(said: Sequence[Said], chosen: Mapping[str, str], voices: Voices = UNNAMED) -> tuple[list[Counted], list[Ignored], bool]:
    """Items that count, with direction and strength; items that do not, with why; whether anybody expects it.

    Parameters
    ----------
    said : what bears on the element, in any order.
    chosen : the settings of the contribution rule.
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
        why = None
        if twin != item.id:
            why = f"says the same as {twin}"
        elif item.status in ("superseded", "withdrawn"):
            why = item.status
        elif item.kind == "hypothetical":
            why = "a made-up example"
        elif item.kind == "anticipated" and direction == "supports":
            expected = True
            rank = 1
            why = None if chosen["anticipated"] == "weak" else "expected or possible, not seen"
        elif item.kind == "anticipated":
            why = "about what may come, not about what was seen"
        elif direction == "context":
            if chosen["change-without-link"] == "counts":
                direction = "supports"
            else:
                why = "context: nobody ties it to the programme"
        if why is None and item.number == 0:
            why = "prints that no case said so"
        if why is None and item.audience and set(item.audience) <= voices.summing_up and not item.cases \
                and chosen["researchers-own"] == "never":
            why = "the researchers' own summing-up, not a source of its own"
        if why is None and chosen["unnamed-cases"] == "ignored" and not item.cases:
            why = "names no case"
        if why is None and item.source_type == "survey" and chosen["survey"] == "ignored":
            why = "survey"
        if why is None and chosen["cqc-cases"] == "0" and item.audience and set(item.audience) <= voices.own:
            why = f"{voices.name}'s own word"
        if why is None:
            kept.append((one, direction, rank))
        else:
            ignored.append(Ignored(item.id, why))
    if chosen["survey"] == "corroborates":
        kept = _corroborated(kept, ignored, chosen["survey-lift"])
    if chosen["same-event"] == "once":
        kept = _once(kept, ignored)
    counted = {said.item.id for said, _, _ in kept}
    return kept, [i for i in dict.fromkeys(ignored) if i.id not in counted], expected


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
            ignored.append(Ignored(other.item.id, f"tells of the event {event}, as {said.item.id} does"))
        named = tuple(dict.fromkeys(case for telling, _, _ in tellings for case in telling.item.cases))
        if named != said.item.cases:
            said = dataclasses.replace(said, item=dataclasses.replace(said.item, cases=named))
        out.append((said, direction, rank))
    return out
