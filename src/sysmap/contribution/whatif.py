"""What would change a score: the smallest comings and goings of cases that give another one.

Brute force over one and two changes. A change is a case that comes (a further case of some audience supports it with
the strength the rubric asks for, contradicts it, or explains it otherwise) or one that goes (a named case, or one of
the unnamed cases of an audience and round, takes back what it said). The margin of a score is the smallest number of
such changes that gives another one; a score with margin 1 hangs on a single case and is called fragile.

>>> from sysmap.contribution.base import Element, gather
>>> from sysmap.contribution.criteria import ContributionRule
>>> from sysmap.core.evidence import Bearing, Evidence, Item
>>> def says(case):
...     return Item(id=f"i-{case}", statement="Plans changed.", cases=(case,), audience=("LA",),
...                 bears_on=(Bearing(element="plans", direction="supports", strength="moderate"),))
>>> base = gather([Evidence(id="r", title="R", items={c: says(c) for c in ("one", "two", "three")})])
>>> found = what_would_change(ContributionRule(), Element(id="plans", whose=("LA",)), base)
>>> found.margin, found.flips[0].text
(1, 'one takes back its support -> Partially achieved')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sysmap.contribution.base import Element, EvidenceBase
from sysmap.contribution.criteria import ASSESSED, SELF, ContributionRule
from sysmap.contribution.voices import FURTHER, NOTHING, RANK, Speaker, Stand, Tally
from sysmap.core.words import Direction

__all__ = ["MOST_CHANGES", "Flip", "Move", "WhatIf", "what_would_change"]

MOST_CHANGES = 2


@dataclass(frozen=True, slots=True)
class Move:
    """One case that comes or goes."""

    do: str
    who: str
    audience: str
    direction: Direction | None = None
    strength: str | None = None

    @property
    def text(self) -> str:
        """In words."""
        if self.do == "goes":
            verb = {"supports": "support", "contradicts": "contradiction", "alternative": "other explanation"}
            return f"{self.who} takes back its {verb.get(self.direction or '', 'word')}"
        said = {"supports": f"gives {self.strength} support", "contradicts": "contradicts it",
                "alternative": "explains it otherwise"}
        return f"a further case of {self.audience} {said[self.direction or 'supports']}"


@dataclass(frozen=True, slots=True)
class Flip:
    """Changes that together give another score."""

    moves: tuple[Move, ...]
    level: str
    score: str

    @property
    def text(self) -> str:
        """In words."""
        return f"{' and '.join(move.text for move in self.moves)} -> {self.score}"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The smallest changes that flip a score.

    `margin` is `None` where no one or two changes do; `flips` are those of that size, and with `deep` also the smallest
    ones to every other score that two changes reach.
    """

    element: str
    level: str
    margin: int | None
    flips: tuple[Flip, ...]

    @property
    def fragile(self) -> bool:
        """Whether the score hangs on a single case."""
        return self.margin == 1


def what_would_change(
    rule: ContributionRule, element: Element, evidence: EvidenceBase, options: Mapping[str, str] | None = None,
    variant: str | None = None, *, deep: bool = False,
) -> WhatIf:
    """The smallest additions and retractions of cases that give another score.

    Parameters
    ----------
    rule, element, evidence, options, variant : as for the score.
    deep : look for two changes also where one is enough, to show the way to every score.
    """
    chosen = rule.settings(options, variant)
    tally, _, _, expected = rule.fold(element, evidence, chosen)

    def level_of(changed: Tally) -> str:
        return rule.judge(element, rule.counts(changed, chosen, expected), chosen).level

    now = level_of(tally)
    if now == "not-scored":
        return WhatIf(element.id, now, None, ())
    names = {level.id: level.label for level in rule.rubric.levels.values()}
    singles = list(_moves(rule, element, tally, chosen))
    flips: list[Flip] = []
    for move, changed in singles:
        level = level_of(changed)
        if level != now:
            flips.append(Flip((move,), level, names.get(level, level)))
    margin = 1 if flips else None
    if not flips or deep:
        reached = {flip.level for flip in flips}
        pairs: list[Flip] = []
        for number, (move, changed) in enumerate(singles):
            for second, twice in _moves(rule, element, changed, chosen, after=number):
                level = level_of(twice)
                if level != now and level not in reached:
                    pairs.append(Flip((move, second), level, names.get(level, level)))
        if pairs and margin is None:
            margin = 2
        flips += pairs
    return WhatIf(element.id, now, margin, tuple(flips))


def _moves(
    rule: ContributionRule, element: Element, tally: Tally, chosen: Mapping[str, str], after: int = 0
) -> Iterator[tuple[Move, Tally]]:
    """Every single change of a tally, comings first; `after` skips the first ones, so that pairs come once."""
    strength = chosen["min-strength"]
    directions: tuple[Direction, ...] = ("supports", "contradicts", "alternative")
    number = 0
    for audience in _audiences(rule, element, tally, chosen):
        for direction in directions:
            if number >= after:
                changed = Tally(tally.stands)
                rank = RANK[strength] if direction == "supports" else 2  # type: ignore[index]
                changed.add(_newcomer(changed, audience), 1, direction, rank)
                yield Move("comes", "", audience, direction, strength if direction == "supports" else None), changed
            number += 1
    seen: set[tuple[str, str | None, Stand]] = set()
    for speaker in sorted(tally.stands):
        stand = tally.stands[speaker]
        if speaker.round == FURTHER:
            continue
        kind = (speaker.audience, speaker.round, stand)
        if speaker.case is not None and kind in seen:
            continue
        seen.add(kind)
        for start, direction in zip((0, 3, 6), directions, strict=True):
            if stand[start]:
                if number >= after:
                    changed = Tally(tally.stands)
                    changed.stands[speaker] = _one_less(stand, start)
                    if changed.stands[speaker] == NOTHING:
                        del changed.stands[speaker]
                    yield Move("goes", speaker.text, speaker.audience, direction), changed
                number += 1


def _audiences(rule: ContributionRule, element: Element, tally: Tally, chosen: Mapping[str, str]) -> list[str]:
    """Whose cases could come: those heard or asked for, and CQC only while it has not spoken."""
    heard = {speaker.audience for speaker in tally.stands if speaker.audience and "+" not in speaker.audience}
    known = heard | set(rule.required(element, chosen)) | ({"national"} if heard & set(ASSESSED) else set())
    known = known or set(ASSESSED)
    spoken = any(speaker.audience == SELF for speaker in tally.stands)
    return sorted(known - ({SELF} if spoken or chosen["cqc-cases"] == "0" else set()))


def _newcomer(tally: Tally, audience: str) -> Speaker:
    number = sum(1 for speaker in tally.stands if speaker.round == FURTHER)
    return Speaker(audience, FURTHER, f"+{number}")


def _one_less(stand: Stand, start: int) -> Stand:
    return tuple(max(0, n - 1) if start <= i < start + 3 and n else n for i, n in enumerate(stand))
