"""What a rubric counts: which items are admitted, in which sorts, and how many cases of each stance they make.

A rubric's counts are prepared once under one set of settings (`PreparedRubric`); the evidence on an element is counted into
a tally (`count_evidence`), and the tally gives the numbers that conditions speak of (`Counts`).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sysmap.contribution.admissible_items import Counted, admissible_items
from sysmap.contribution.base import Element, EvidenceBase, Said
from sysmap.contribution.case_counting import (
    AT,
    MEASURES,
    RANK,
    Picks,
    Stand,
    Tally,
    picks_of,
    rank_of,
    speakers_of,
    total,
    vector,
)
from sysmap.contribution.conditions import Env, RuleCondition, Value, parse
from sysmap.contribution.rubric import Ignored
from sysmap.core.library import Rubric
from sysmap.core.profile import Voices
from sysmap.core.rubric_rule import Counting, NamedCount
from sysmap.core.words import Direction

__all__ = ["FACTS", "CountedEvidence", "Counts", "ItemSort", "PreparedRubric", "count_evidence", "required_audiences", "resolved"]

FACTS = ("in-scope", "own-outcome", "whose-said", "expected")
"""What conditions may ask of an element: whether the theory answers for it; whether it is an outcome of the organisation
itself; whether it says whose it is; whether anybody expects it."""

_ALL_DIRECTIONS: tuple[Direction, ...] = ("supports", "contradicts", "alternative", "neutral")


class ItemSort(NamedTuple):
    """A sort of item that a rubric counts apart."""

    designs: tuple[str, ...] = ()
    source_types: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    passed: bool | None = None
    moves: bool | None = None
    effect: str | None = None

    @classmethod
    def of(cls, count: NamedCount) -> ItemSort:
        """The sort of items that a count is about; the empty one for all items."""
        return cls(count.designs, count.source_types, count.quality, count.tests, count.passed, count.moves, count.effect)

    @property
    def text(self) -> str:
        """In words, as it follows a case: by a randomised-trial."""
        parts = [", ".join(group) for group in (self.designs, self.source_types, self.tests) if group]
        if self.quality:
            parts.append(f"of {' or '.join(self.quality)} quality")
        if self.passed is not None:
            parts.append("passed" if self.passed else "failed")
        if self.moves:
            parts.append("by which an outcome moves")
        if self.effect:
            parts.append({"clear": "with a clear effect", "unclear": "whose effect may be none", "none": "without an interval"}[
                self.effect])
        return ", ".join(parts)

    def rank(self, said: Said, rank: int, scored: frozenset[str]) -> int:
        """How strong an item is as one of this sort; 0 where it is none."""
        item, bearing = said.item, said.bearing
        fits = ((not self.designs or item.study_design in self.designs)
                and (not self.source_types or item.source_type in self.source_types)
                and (not self.quality or item.quality in self.quality)
                and (not self.tests or bearing.test in self.tests)
                and (self.passed is None or bearing.passed is self.passed)
                and (self.effect is None or item.effect_clarity == self.effect))
        if not fits:
            return 0
        if not self.moves:
            return rank
        moved = [b for b in item.bears_on if b.element in scored and b.direction == "supports"]
        return min(rank, max(rank_of(b.strength) for b in moved)) if moved and bearing.direction == "supports" else 0


@dataclass(frozen=True, slots=True)
class CountedEvidence:
    """What the evidence on one element comes to: the tally, items used and left aside, whether anybody expects it.

    `counted` are the items that count, with direction and strength; `by_count` names those behind each count; `apart` are
    the numbers of items that are counted although they are left aside.
    """

    tally: Tally
    used: tuple[str, ...]
    ignored: tuple[Ignored, ...]
    expected: bool
    counted: tuple[Counted, ...] = ()
    by_count: tuple[tuple[str, Said], ...] = ()
    apart: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Count:
    """A count made ready: its measure, where it stands in vectors, or the value it is."""

    id: str
    at: int = 0
    picks: Picks = ()
    besides: tuple[int, Picks] | None = None
    audiences: bool = False
    who: str | None = None
    value: RuleCondition | None = None


class PreparedRubric:
    """A rubric made ready under one set of settings: what to count, and the steps with their conditions read."""

    def __init__(self, rubric: Rubric, chosen: Mapping[str, str]) -> None:
        self.rubric = rubric
        self.chosen = dict(chosen)
        self.counting = resolved(rubric.counting or Counting(), chosen)
        names = {*rubric.counts, *FACTS}
        options = {o.id: o.choices for o in rubric.options.values() if o.value is not None}
        self._read = functools.cache(lambda text: parse(text, names, options))
        self.settings: dict[str, Value] = {f"${key}": value for key, value in chosen.items()}
        self.sorts: list[ItemSort] = [ItemSort()]
        self.further: list[Picks] = []
        self.apart = {c.id: frozenset(c.kinds) for c in rubric.counts.values() if c.kinds}
        self.counts = [self._count(count) for count in rubric.counts.values() if not count.kinds]
        self.enough = AT[f"m{RANK[self.counting.strength]}"]  # type: ignore[index]

    def condition(self, text: str) -> RuleCondition:
        """A condition of the rubric, read once."""
        return self._read(text)

    def _count(self, count: NamedCount) -> _Count:
        if count.value is not None:
            return _Count(count.id, value=self.condition(count.value))
        sort = ItemSort.of(count)
        if sort not in self.sorts:
            self.sorts.append(sort)
        block = self.sorts.index(sort)
        rank = self._rank(count)
        directions = count.direction or _ALL_DIRECTIONS
        picks = picks_of(directions, rank, block)
        besides = None
        if count.besides is not None:
            other = picks_of([count.besides], 1, block)
            besides = (self._at(other), other)
            picks = (*picks, *other)
        return _Count(count.id, self._at(picks), picks, besides, count.of == "audiences", count.who)

    def _rank(self, count: NamedCount) -> int:
        """The least strength of a count as a number; an unknown word (which the check reports) asks for nothing."""
        ranks: Mapping[str, int] = RANK  # type: ignore[assignment]
        return ranks.get(_setting(count.strength, self.chosen), 1)

    def _at(self, picks: Picks) -> int:
        for at, known in enumerate(MEASURES.values()):
            if sorted(known) == sorted(picks):
                return at
        if picks not in self.further:
            self.further.append(picks)
        return len(MEASURES) + self.further.index(picks)

    def vector(self, part: Mapping[Any, Stand]) -> tuple[int, ...]:
        """The counts of one audience."""
        return vector(part, self.further)

    def items_of(self, counted: Sequence[Counted], scored: frozenset[str]) -> Iterator[tuple[str, Said]]:
        """The items behind each count, by the count's name."""
        for count in self.rubric.counts.values():
            if count.value is None and not count.kinds:
                least = self._rank(count)
                for said, direction, rank in counted:
                    if direction in (count.direction or _ALL_DIRECTIONS) and ItemSort.of(count).rank(said, rank, scored) >= least:
                        yield count.id, said

    def settle(self, tally: Tally) -> Tally:
        """The tally after the settings on divided cases, other explanations and weaker contradictions."""
        return tally.settle(self.counting.mixed_case, self.counting.alternative, self.counting.competing)


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted on one element: by audience, of several audiences together, and facts."""

    plan: PreparedRubric
    vectors: Mapping[str, tuple[int, ...]]
    joint: Sequence[tuple[frozenset[str], Stand]]
    facts: Env
    voices: Voices

    def env(self, audience: str | None = None) -> dict[str, Value]:
        """Every name that conditions may use; `audience` is the one that counts of `each` are about."""
        out: dict[str, Value] = {**self.plan.settings, **self.facts}
        for count in self.plan.counts:
            out[count.id] = count.value.run(out) if count.value is not None else self._number(count, audience)
        return out

    def _number(self, count: _Count, audience: str | None) -> int:
        chosen = self.vectors
        if count.who == "each":
            chosen = {a: v for a, v in chosen.items() if a == audience}
        elif count.who == "assessed":
            chosen = {a: v for a, v in chosen.items() if a in self.voices.assessed}
        elif count.who is not None:
            chosen = {a: v for a, v in chosen.items() if (a in self.voices.own) == (count.who == "own")}
        if count.audiences:
            return sum(1 for v in chosen.values() if v[count.at])
        if count.who is not None:
            return sum(v[count.at] for v in chosen.values())
        found = total(chosen, self.joint, count.at, count.picks)
        return found - total(chosen, self.joint, *count.besides) if count.besides is not None else found

    def measure(self, name: str) -> int:
        """One of the plain measures of all audiences together."""
        return total(self.vectors, self.joint, AT[name])


def count_evidence(
    element: str, evidence: EvidenceBase, counting: Counting | None = None, sorts: Sequence[ItemSort] = (ItemSort(),),
    scored: frozenset[str] = frozenset(),
) -> CountedEvidence:
    """The cases behind an element, without any rubric.

    Parameters
    ----------
    element : its name in the evidence.
    counting : which items count, with its settings filled in; the usual way where not said.
    sorts : sorts of item to be counted apart, the first of all items.
    scored : the outcomes in scope, for the sort of items by which one of them moved.

    >>> count_evidence("plans", EvidenceBase()).tally.count("any")
    0
    """
    counting = counting or Counting()
    counted, ignored, expected = admissible_items(evidence.on(element), counting, evidence.voices)
    tally = Tally(blocks=len(sorts))
    for said, direction, rank in counted:
        ranks = [(0, rank), *((at, sort.rank(said, rank, scored)) for at, sort in enumerate(sorts) if at)]
        for speaker, number in speakers_of(said, evidence, counting.unit, counting.unnamed):
            if said.item.source_type == "survey" and counting.unit not in ("source", "item"):
                speaker = speaker._replace(case="survey")
            if number and not (counting.own_cases == "0" and speaker.audience in evidence.voices.own):
                for block, strength in ranks:
                    if strength:
                        tally.add(speaker, number, direction, strength, block)
    return CountedEvidence(tally, tuple(sorted({said.item.id for said, _, _ in counted})),
                tuple(sorted(ignored, key=lambda i: (i.id, i.why))), expected, tuple(counted))


def required_audiences(element: Element, counting: Counting, voices: Voices) -> tuple[str, ...]:
    """The audiences that have to be heard on an element: of those whose outcome it is, as the counting says."""
    if counting.required == "none" or element.kind != "factor":
        return ()
    named = set(element.whose)
    if "all" in named:
        named |= set(voices.assessed)
    heard = tuple(dict.fromkeys(a for actor in sorted(named) if (a := voices.of_actor(actor)) is not None))
    return tuple(a for a in voices.assessed if a in heard) if counting.required == "assessed" else heard


def _setting(text: str | None, chosen: Mapping[str, str]) -> str:
    return chosen.get(text[1:], "") if text is not None and text.startswith("$") else text or ""


def resolved(counting: Counting, chosen: Mapping[str, str]) -> Counting:
    """The counting with its settings filled in."""
    values = {f.name: getattr(counting, f.name) for f in dataclasses.fields(counting)}
    changed = {name: _setting(value, chosen) for name, value in values.items()
               if isinstance(value, str) and value.startswith("$")}
    return dataclasses.replace(counting, **changed)  # type: ignore[arg-type]
