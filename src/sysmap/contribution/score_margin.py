"""What would change a score: the smallest comings and goings of cases that give another one.

Brute force over one and two changes. A change is a case that comes (a further case of some audience supports it with
the strength the rubric asks for, contradicts it, or explains it otherwise) or one that goes (a named case, or one of
the unnamed cases of an audience and round, takes back what it said). The margin of a score is the smallest number of
such changes that gives another one; a score with margin 1 hangs on a single case and is called fragile.

>>> from sysmap.contribution.base import Element, gather
>>> from sysmap.contribution.catalogue import rule_for
>>> from sysmap.core.evidence import Bearing, Evidence, Item
>>> def says(case):
...     return Item(id=f"i-{case}", statement="Plans changed.", cases=(case,), audience=("school",),
...                 bears_on=(Bearing(element="plans", direction="supports", strength="moderate"),))
>>> base = gather([Evidence(id="r", title="R", items={c: says(c) for c in ("one", "two")})])
>>> found = what_would_change(rule_for("contribution")[0], Element(id="plans", whose=("school",)), base)
>>> found.margin, found.flips[0].text
(2, 'each of two further schools contradicts it -> Contested')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sysmap.contribution.base import Element, EvidenceBase
from sysmap.contribution.case_counting import BLOCK, FURTHER, NEUTRAL, RANK, Speaker, Stand, Tally, settled
from sysmap.contribution.counting_rule import CountingRule
from sysmap.contribution.rubric import NO_EVIDENCE, NO_EVIDENCE_LABEL
from sysmap.contribution.rubric_counts import CountedEvidence, Counts, PreparedRubric
from sysmap.core.profile import Voices
from sysmap.core.words import Direction

__all__ = ["MOST_CHANGES", "Flip", "CaseMove", "WhatIf", "what_would_change"]

MOST_CHANGES = 2

ANY_CASE = "case"
"""The audience of a supposed case where nobody was heard and nobody has to be."""


@dataclass(frozen=True, slots=True)
class CaseMove:
    """One case that comes or goes."""

    do: str
    who: str
    audience: str
    direction: Direction | None = None
    strength: str | None = None
    order: int = field(default=0, compare=False, repr=False)
    called: tuple[str, str] = field(default=("case", "cases"), compare=False, repr=False)
    sort: str = ""

    @property
    def text(self) -> str:
        """In words."""
        if self.do == "goes":
            verb = {"supports": "support", "contradicts": "contradiction", "alternative": "other explanation",
                    "neutral": "finding of no effect"}
            return f"{self.who} takes back its {verb.get(self.direction or '', 'word')}"
        said = {"supports": f"gives {self.strength} support", "contradicts": "contradicts it",
                "alternative": "explains it otherwise", "neutral": "finds no effect"}
        by = f" ({self.sort})" if self.sort else ""
        return f"a further {self.called[0]}{by} {said[self.direction or 'supports']}"


@dataclass(frozen=True, slots=True)
class Flip:
    """Changes that together give another score."""

    moves: tuple[CaseMove, ...]
    level: str
    score: str

    @property
    def text(self) -> str:
        """In words."""
        first = self.moves[0]
        if len(self.moves) == 2 and first == self.moves[1] and first.do == "comes":
            who = f"a further {first.called[0]} "
            return f"each of two further {first.called[1]} {first.text.removeprefix(who)} -> {self.score}"
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
    rule: CountingRule, element: Element, evidence: EvidenceBase, options: Mapping[str, str] | None = None,
    variant: str | None = None, *, deep: bool = False,
) -> WhatIf:
    """The smallest additions and retractions of cases that give another score.

    Parameters
    ----------
    rule, element, evidence, options, variant : as for the score.
    deep : look for two changes also where one is enough, to show the way to every score.
    """
    plan = rule.plan(options, variant)
    if not evidence.on(element.id):
        return WhatIf(element.id, rule.score(element, evidence, options, variant).level, None, ())
    search = _Search(rule, element, plan, rule.fold(element, evidence, plan), evidence.voices)
    now = search.level({})
    if now == "not-scored":
        return WhatIf(element.id, now, None, ())
    names = {NO_EVIDENCE: NO_EVIDENCE_LABEL, **{level.id: level.label for level in rule.rubric.levels.values()}}
    singles = [(audience, move, part) for audience, part in search.parts.items() for move, part in search.moves(audience, part)]
    flips: list[Flip] = []
    for audience, move, part in singles:
        level = search.level({audience: part})
        if level != now:
            flips.append(Flip((move,), level, names.get(level, level)))
    margin = 1 if flips else None
    if not flips or deep:
        pairs = [Flip(moves, level, names.get(level, level)) for moves, level in search.pairs(
            singles, {now, *(flip.level for flip in flips)}, first_only=not deep)]
        if pairs and margin is None:
            margin = 2
        flips += pairs
    return WhatIf(element.id, now, margin, tuple(flips))


Part = Mapping[Speaker, Stand]


class _Search:
    """Levels of changed tallies: only the audience that changes is counted again, and no count is judged twice."""

    def __init__(self, rule: CountingRule, element: Element, plan: PreparedRubric, fold: CountedEvidence, voices: Voices) -> None:
        self._rule, self._element, self._plan, self._fold, self._voices = rule, element, plan, fold, voices
        found, joint = fold.tally.parts()
        self._new = set(_audiences(rule, element, fold.tally, plan, voices))
        self.parts: dict[str, Part] = {a: found.get(a, {}) for a in sorted({*found, *self._new})}
        self._joint = tuple((a, s) for a, s in joint)
        self._facts = {**rule.facts(element, voices), "expected": fold.expected, **fold.apart}
        self._bare = all(one.repeats for one in fold.ignored) and plan.counting.missing not in rule.rubric.levels
        counting = plan.counting
        self._settling = (counting.mixed_case, counting.alternative, counting.competing)
        self._vectors = {a: self.vector(part) for a, part in self.parts.items()}
        self._levels: dict[tuple[tuple[int, ...], ...], str] = {}

    def vector(self, part: Part) -> tuple[int, ...]:
        """The counts of one audience."""
        if self._settling != ("both", "separate", "count-both"):
            part = settled(part, *self._settling)
        return self._plan.vector(part)

    def level(self, changed: Mapping[str, Part]) -> str:
        """The level with some audiences changed."""
        return self._of({a: self.vector(part) for a, part in changed.items()})

    def _of(self, changed: Mapping[str, tuple[int, ...]]) -> str:
        vectors = {**self._vectors, **changed}
        key = tuple(vectors.values())
        found = self._levels.get(key)
        if found is None:
            present = {a: v for a, v in vectors.items() if any(v)}
            if present or self._joint or not self._bare:
                numbers = Counts(self._plan, present, self._joint, self._facts, self._voices)
                found = self._rule.judge(self._element, numbers).level
            else:
                found = NO_EVIDENCE
            self._levels[key] = found
        return found

    def pairs(self, singles: list[tuple[str, CaseMove, Part]], known: set[str], *, first_only: bool,
              ) -> Iterator[tuple[tuple[CaseMove, CaseMove], str]]:
        """Two changes that give a level not known yet; with `first_only` one pair a level."""
        vectors = [self.vector(part) for _, _, part in singles]
        seen: set[tuple[str, str, tuple[int, ...], tuple[int, ...]]] = set()
        known_levels = set(known)
        for one, (audience, move, part) in enumerate(singles):
            for second, twice in self.moves(audience, part, move.order):
                level = self._of({audience: self.vector(twice)})
                if level not in known_levels:
                    known_levels |= {level} if first_only else set()
                    yield (move, second), level
            for two in range(one + 1, len(singles)):
                other, second, _ = singles[two]
                key = (audience, other, vectors[one], vectors[two])
                if other == audience or (first_only and key in seen):
                    continue
                seen.add(key)
                level = self._of({audience: vectors[one], other: vectors[two]})
                if level not in known_levels:
                    known_levels |= {level} if first_only else set()
                    yield (move, second), level

    def moves(self, audience: str, part: Part, after: int = 0) -> Iterator[tuple[CaseMove, Part]]:
        """Every single change of one audience, comings first; of cases that stand alike one is enough.

        Changes before the place `after` are left out, so that a pair comes once.
        """
        strength = self._plan.counting.strength
        order = 0
        for block, sort in enumerate(self._plan.sorts):
            for start, direction in _DIRECTIONS:
                if audience in self._new and order >= after and self._counts(start, block):
                    speaker = Speaker(audience, FURTHER, f"+{len(part)}")
                    rank = RANK[strength] if direction == "supports" else 2  # type: ignore[index]
                    places = {at + start + step for at in {0, block * BLOCK} for step in range(rank)}
                    stand = tuple(1 if i in places else 0 for i in range(BLOCK * len(self._plan.sorts)))
                    yield CaseMove("comes", "", audience, direction, strength if direction == "supports" else None, order,
                               (self._voices.called(audience), self._voices.called(audience, 2)), sort.text), {
                        **part, speaker: stand}
                order += 1
        seen: set[tuple[str | None, Stand]] = set()
        for speaker in sorted(part):
            stand = part[speaker]
            kind = (speaker.round, stand)
            if speaker.round == FURTHER or (speaker.case is not None and kind in seen):
                order += len(_DIRECTIONS)
                continue
            if speaker.case is not None:
                seen.add(kind)
            for start, direction in _DIRECTIONS:
                if stand[start] and order >= after:
                    less = _one_less(stand, start)
                    rest = {s: less if s == speaker else old for s, old in part.items() if s != speaker or any(less)}
                    yield CaseMove("goes", speaker.text(self._voices), audience, direction, None, order), rest
                order += 1


    def _counts(self, start: int, block: int) -> bool:
        """Whether a further case that stands so changes any count of the rubric that is not changed by a plainer one."""
        if start == NEUTRAL or block:
            return any(set(range(block * BLOCK + start, block * BLOCK + start + 3)) & set(picks) for picks in self._plan.further)
        return True


_DIRECTIONS: tuple[tuple[int, Direction], ...] = (
    (0, "supports"), (3, "contradicts"), (6, "alternative"), (NEUTRAL, "neutral"))


def _audiences(rule: CountingRule, element: Element, tally: Tally, plan: PreparedRubric, voices: Voices) -> list[str]:
    """Whose cases could come: those heard or asked for, and the organisation itself only while it has not spoken."""
    heard = {speaker.audience for speaker in tally.stands if speaker.audience and "+" not in speaker.audience}
    known = heard | set(rule.required(element, plan, voices)) | (set(voices.asked) if heard & set(voices.assessed) else set())
    known = known or set(voices.assessed) or {ANY_CASE}
    spoken = any(speaker.audience in voices.own for speaker in tally.stands)
    return sorted(known - (voices.own if spoken or plan.counting.own_cases == "0" else set()))


def _one_less(stand: Stand, start: int) -> Stand:
    return tuple(max(0, n - 1) if start <= i % BLOCK < start + 3 and n else n for i, n in enumerate(stand))
