"""Who speaks, and how many they are at least: counting cases where the source hardly ever names them.

A report says "one pilot school", "both districts", "some participants". Such an item stands for cases without a name. How many
different cases a set of items makes cannot be known then, but it can be bounded from below, and that bound is what
counts (the reading `at-least`):

- Named cases are counted by name, each once.
- An item without a name asks for as many cases of its audience and round as the number printed with it, and for one
  where none is printed: words of quantity ("some", "most") are no numbers.
- Two items of one audience and round may be about the same case, so the largest number among them is asked for, never
  the sum; and the cases asked for may be named ones of that audience and round.
- An item that says no round may be about a case of any round; one that says two of one audience is about both.

What is counted is the smallest set of cases that satisfies every item. Each number is a bound of its own; a share of
two bounds is the share on this reading, not a bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sysmap.contribution.base import EvidenceBase, Said
from sysmap.core.profile import Voices
from sysmap.core.words import Direction, EvidenceStrength

__all__ = ["AT", "BLOCK", "FURTHER", "MEASURES", "NOTHING", "Picks", "RANK", "Speaker", "Stand", "Tally", "rank_of",
           "UNNAMED", "picks_of", "settled", "speakers_of", "total", "vector"]

RANK: dict[EvidenceStrength, int] = {"weak": 1, "moderate": 2, "strong": 3}

SUPPORTS, CONTRADICTS, ALTERNATIVE, NEUTRAL = 0, 3, 6, 9
"""Where a direction's three numbers begin in a `Stand`: cases at weak, moderate and strong."""

_START: dict[Direction, int] = {"supports": SUPPORTS, "contradicts": CONTRADICTS, "alternative": ALTERNATIVE,
                                "neutral": NEUTRAL, "context": SUPPORTS}

Picks = tuple[int, ...]
"""Places in a stand."""

Stand = tuple[int, ...]
"""Twelve numbers: how many cases support, contradict, explain otherwise, saw no effect, each at weak, moderate, strong or
more. Where a rubric counts some items apart (randomised trials, tests that were passed), as many more for each such sort."""

BLOCK = 12
"""How many numbers a stand has for each sort of item; the first block is of all items."""

NOTHING: Stand = (0,) * BLOCK

FURTHER = "further"
"""The round of supposed cases (see `sysmap.contribution.score_margin`): known to be none of those already counted."""


UNNAMED = Voices()
"""The words that hold where no profile is at hand."""


class Speaker(NamedTuple):
    """A named case, or the unnamed cases of one audience and round.

    `audience` is empty where the source says neither case nor audience, and joins several with a plus where a number
    is printed for them together.
    """

    audience: str
    round: str | None
    case: str | None

    def text(self, voices: Voices = UNNAMED) -> str:
        """How to call it in the words of an organisation."""
        if self.case is not None:
            return self.case
        kind = " or ".join(map(voices.called, self.audience.split("+"))) if self.audience else "speaker"
        return f"unnamed {self.round + ' ' if self.round else ''}{kind}"

    def __lt__(self, other: tuple[object, ...]) -> bool:
        return _order(self) < _order(other)  # type: ignore[arg-type]


def _order(speaker: Speaker) -> tuple[str, str, str]:
    return (speaker.audience, speaker.case or "~", speaker.round or "")


def rank_of(strength: EvidenceStrength | None) -> int:
    """Strength as a number; where none is given nothing more than weak is assumed."""
    return RANK[strength] if strength is not None else 1


def speakers_of(said: Said, base: EvidenceBase, unit: str = "case", unnamed: str = "at-least") -> list[tuple[Speaker, int]]:
    """Who an item speaks for, each with how many cases of theirs it needs.

    Parameters
    ----------
    unit : case (each body), audience (each kind of audience), participant (each informant of a body), source (each
        document, the first that an item cites) or item (each item).
    unnamed : at-least, each-item (every item without a name is a case of its own) or ignored.
    """
    item = said.item
    if unit in ("source", "item"):
        of = item.audience[0] if item.audience else ""
        name = item.cite[0].source if unit == "source" and item.cite else item.id  # further places repeat the first
        return [(Speaker(of or "item", None, name), 1)]
    rounds: tuple[str | None, ...] = item.round or (None,)
    one_round = rounds[0] if len(rounds) == 1 else None
    named: list[tuple[Speaker, int]] = []
    heard: set[str] = set()
    for name in item.cases:
        id_ = base.case_id(name)
        case = base.cases.get(id_)
        audience = case.type if case is not None else (item.audience[0] if item.audience else "")
        heard.add(audience)
        named.append((Speaker(audience, case.round if case is not None else one_round, id_), 1))
    silent = [a for a in item.audience if a not in heard]
    out = named
    if unnamed != "ignored":
        own = f"?{item.id}" if unnamed == "each-item" else None
        printed = item.number if item.number is not None and not named else 1
        if len(silent) == 1 and len(rounds) == 1:
            out.append((Speaker(silent[0], one_round, own), printed))
        else:
            out += [(Speaker(audience, round_, own and f"{own}/{audience}/{round_ or ''}"), 1) for audience in silent
                    for round_ in (rounds if len(silent) == 1 else (one_round,))]
        if not named and not silent:
            out.append((Speaker("", one_round, None), printed))
        elif item.number is not None and item.number > len(out):
            out.append((Speaker("+".join(sorted(set(item.audience) or heard)), one_round, None), item.number))
    if unit == "audience":
        return list(dict.fromkeys((Speaker(a, None, a), 1) for s, _ in out for a in s.audience.split("+")))
    if unit == "participant":
        who = item.informant or item.id
        return [(s._replace(case=f"{s.case or s.text()}/{who}"), 1) for s, _ in out]
    return out


class Tally:
    """The stands of all speakers on one element, and the counts that follow.

    >>> tally = Tally()
    >>> tally.add(Speaker("school", "pilot", None), 5, "supports", 2)
    >>> tally.add(Speaker("school", "pilot", "hill-school"), 1, "supports", 1)
    >>> tally.count("p"), tally.count("m2")
    (5, 5)
    """

    __slots__ = ("nothing", "stands")

    def __init__(self, stands: Mapping[Speaker, Stand] | None = None, blocks: int = 1) -> None:
        self.stands: dict[Speaker, Stand] = dict(stands or {})
        self.nothing: Stand = NOTHING * blocks

    def add(self, speaker: Speaker, number: int, direction: Direction, rank: int, block: int = 0) -> None:
        """Let a speaker say something; saying it twice changes nothing. `block` is the sort of item it is said by."""
        start = _START[direction] + block * BLOCK
        old = self.stands.get(speaker, self.nothing)
        if all(old[start + step] >= number for step in range(rank)):
            return
        new = list(old)
        for step in range(rank):
            new[start + step] = max(new[start + step], number)
        self.stands[speaker] = tuple(new)

    def settle(self, mixed: str = "both", alternative: str = "separate", competing: str = "count-both") -> Tally:
        """The tally after the rubric's say on divided speakers, other explanations and weaker contradictions."""
        if mixed == "both" and alternative == "separate" and competing == "count-both":
            return self
        by_audience: dict[str, dict[Speaker, Stand]] = {}
        for speaker, stand in self.stands.items():
            by_audience.setdefault(speaker.audience, {})[speaker] = stand
        out = Tally(blocks=len(self.nothing) // BLOCK)
        for part in by_audience.values():
            out.stands |= settled(part, mixed, alternative, competing)
        out.stands = {speaker: out.stands[speaker] for speaker in self.stands}
        return out

    def count(self, measure: str, without: str | None = None, only: str | None = None) -> int:
        """At least how many cases a measure makes.

        Parameters
        ----------
        measure : one of `MEASURES`.
        without, only : leave out, or look only at, one audience.
        """
        parts, joint = self.parts()
        chosen = {a: part for a, part in parts.items() if a != without and only in (None, a)}
        plain = without is None and only is None
        return total({a: vector(part) for a, part in chosen.items()}, joint if plain else (), AT[measure])

    def parts(self) -> tuple[dict[str, dict[Speaker, Stand]], tuple[tuple[frozenset[str], Stand], ...]]:
        """The stands by audience, and those of several audiences together (of nobody in particular: the empty set)."""
        parts: dict[str, dict[Speaker, Stand]] = {}
        joint = []
        for speaker, stand in self.stands.items():
            if (not speaker.audience and speaker.case is None) or "+" in speaker.audience:
                joint.append((frozenset(speaker.audience.split("+")) if speaker.audience else frozenset(), stand))
            else:
                parts.setdefault(speaker.audience, {})[speaker] = stand
        return parts, tuple(joint)

    def audiences(self, measure: str) -> list[str]:
        """The audiences heard in a measure, each once, in order."""
        pick = MEASURES[measure]
        return sorted({speaker.audience for speaker, stand in self.stands.items()
                       if speaker.audience and "+" not in speaker.audience and any(stand[i] for i in pick)})

    def speakers(self, measure: str) -> list[Speaker]:
        """Who speaks in a measure, in order."""
        pick = MEASURES[measure]
        return sorted(speaker for speaker, stand in self.stands.items() if any(stand[i] for i in pick))


def settled(part: Mapping[Speaker, Stand], mixed: str, alternative: str, competing: str) -> dict[Speaker, Stand]:
    """The stands of one audience after `Tally.settle`."""
    width = len(next(iter(part.values()), NOTHING))
    if width > BLOCK:
        blocks = [settled({s: stand[at:at + BLOCK] for s, stand in part.items()}, mixed, alternative, competing)
                  for at in range(0, width, BLOCK)]
        return {speaker: tuple(n for block in blocks for n in block[speaker]) for speaker in part}
    best = max((_best(stand, SUPPORTS) for stand in part.values()), default=0)
    out: dict[Speaker, Stand] = {}
    for speaker, stand in part.items():
        new = list(stand)
        if alternative == "contradiction":
            for step in range(3):
                new[CONTRADICTS + step] = max(new[CONTRADICTS + step], new[ALTERNATIVE + step])
                new[ALTERNATIVE + step] = 0
        if competing == "stronger-prevails" and new[CONTRADICTS] and _best(new, CONTRADICTS) < best:
            new[CONTRADICTS:ALTERNATIVE] = [0, 0, 0]
        if mixed != "both" and new[SUPPORTS] and new[CONTRADICTS]:
            pro, con = _best(new, SUPPORTS), _best(new, CONTRADICTS)
            if mixed == "neither" or pro < con:
                new[SUPPORTS:CONTRADICTS] = [0, 0, 0]
            if mixed == "neither" or con < pro:
                new[CONTRADICTS:ALTERNATIVE] = [0, 0, 0]
        out[speaker] = tuple(new)
    return out


MEASURES: dict[str, tuple[int, ...]] = {
    "p": (SUPPORTS,), "m1": (SUPPORTS,), "m2": (SUPPORTS + 1,), "m3": (SUPPORTS + 2,), "q": (CONTRADICTS,),
    "side": (SUPPORTS, CONTRADICTS), "claimed": (SUPPORTS, ALTERNATIVE), "alt": (ALTERNATIVE,),
    "any": (SUPPORTS, CONTRADICTS, ALTERNATIVE, NEUTRAL), "neutral": (NEUTRAL,),
}
"""p: support; m1, m2, m3: support at weak, moderate, strong or more; q: contradict; side: take a side; claimed: support
or explain otherwise; alt: explain otherwise; any: all of them; neutral: found no effect."""

AT = {measure: at for at, measure in enumerate(MEASURES)}
"""Where a measure stands in a `vector`."""


def vector(part: Mapping[Speaker, Stand], further: Sequence[Picks] = ()) -> tuple[int, ...]:
    """At least how many cases of one audience each measure makes: those of `MEASURES`, then the further ones asked for.

    A measure is the places of a stand of which the largest number counts.
    """
    size = len(MEASURES) + len(further)
    named: list[dict[str | None, int]] = [{} for _ in range(size)]
    wanted: list[dict[str | None, int]] = [{} for _ in range(size)]
    extra = [0] * len(named)
    for (_, round_, case), stand in part.items():
        pro, con, alt = stand[SUPPORTS], stand[CONTRADICTS], stand[ALTERNATIVE]
        numbers: tuple[int, ...] = (pro, pro, stand[SUPPORTS + 1], stand[SUPPORTS + 2], con, pro if pro > con else con,
                                    pro if pro > alt else alt, alt, max(pro, con, alt, stand[NEUTRAL]), stand[NEUTRAL])
        if further:
            numbers += tuple([max([stand[i] for i in picks]) for picks in further])
        if round_ == FURTHER:
            for at, number in enumerate(numbers):
                extra[at] += number
        elif case is not None:
            for at, number in enumerate(numbers):
                if number:
                    named[at][round_] = named[at].get(round_, 0) + number
        else:
            for at, number in enumerate(numbers):
                if number:
                    wanted[at][round_] = number
    return tuple(_least(n, w) + e for n, w, e in zip(named, wanted, extra, strict=True))


def total(vectors: Mapping[str, tuple[int, ...]], joint: Iterable[tuple[frozenset[str], Stand]], at: int,
          picks: Picks | None = None) -> int:
    """The cases of all audiences together; what several audiences say together may be said by those counted.

    `at` is the measure's place in the vectors; `picks` are its places in a stand where it is none of `MEASURES`.
    """
    found = sum(v[at] for v in vectors.values())
    for audiences, stand in joint:
        number = max(stand[i] for i in picks or _PICKS[at])
        among = sum(v[at] for a, v in vectors.items() if a in audiences) if audiences else found
        found = max(found, found - among + max(among, number))
    return found


_PICKS = tuple(MEASURES.values())


def picks_of(directions: Sequence[Direction], rank: int = 1, block: int = 0) -> Picks:
    """The places in a stand that say how many cases take one of these directions at this strength or more."""
    return tuple(_START[direction] + rank - 1 + block * BLOCK for direction in directions)


def _least(named: Mapping[str | None, int], wanted: Mapping[str | None, int]) -> int:
    """The fewest cases of one audience that hold the named ones and as many of each round as are asked for."""
    known = sum(named.values())
    if not wanted:
        return known
    more = 0
    for round_, number in wanted.items():
        if round_ is not None:
            more += max(0, number - named.get(round_, 0))
    free = named.get(None, 0)
    return max(known + max(0, more - free), wanted.get(None, 0))


def _best(stand: Sequence[int], start: int) -> int:
    return 3 if stand[start + 2] else 2 if stand[start + 1] else 1 if stand[start] else 0
