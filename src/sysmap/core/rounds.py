"""Rounds of an evaluation and moments in time: what was known by then.

A theory lives for years. An item of evidence belongs to a round or has a date; a status, a score and a review say in which
round or as of when they stood. `Moment` is a question's point in time: everything known by the end of a round or of a day
(`as of`), or only what belongs to one round.

Nothing is guessed: what has neither a round nor a date that can be compared with the moment is left out and counted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sysmap.core.dates import first_day, last_day
from sysmap.core.elements import EarlierState, Score
from sysmap.core.evidence import Evidence, Item, Override
from sysmap.core.library import Case
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.profile import Profile
from sysmap.core.sentences import count_text

__all__ = ["Moment", "Placing", "SeenFrom", "evidence_at", "map_at", "moment_of", "overlaps", "placing_of", "score_in", "state_of"]

Placing = Literal["in", "later", "unplaced"]
"""in: known by the moment (or of its round); later: not yet (or of another round); unplaced: nobody can say."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time to look from.

    Attributes
    ----------
    name : what was asked for: a round or a date.
    label : the same as people call it.
    alone : only what belongs to the round, nothing from before.
    order : the rounds of the profile, the earliest first; `at` is the place of the round, where the moment is one.
    start, end : first and last day, as far as they are known.
    """

    name: str
    label: str
    alone: bool
    order: tuple[str, ...]
    at: int | None = None
    start: str | None = None
    end: str | None = None
    ends: Mapping[str, str | None] = dataclasses.field(default_factory=dict)

    @property
    def words(self) -> str:
        """The moment in a sentence: `in the round Pilot`, `as of the end of the round Pilot`, `as of 2024-03`."""
        if self.at is None:
            return f"as of {self.label}"
        return f"in the round {self.label}" if self.alone else f"as of the end of the round {self.label}"

    def places(self, rounds: Iterable[str], date: str | None) -> Placing:
        """Where something stands that belongs to rounds, or has a date, seen from here."""
        known = [self.order.index(name) for name in rounds if name in self.order]
        day = last_day(date or "")
        if self.at is not None and known:
            if self.alone:
                return "in" if self.at in known else "later"
            return "in" if max(known) <= self.at else "later"
        if day is not None and self.end is not None:
            if self.alone:
                begins = first_day(date or "")
                if self.start is None or begins is None:
                    return "unplaced"
                return "in" if self.start <= begins and day <= self.end else "later"
            return "in" if day <= self.end else "later"
        ends = [self.ends.get(self.order[index]) for index in known]
        if self.at is None and ends and self.end is not None and None not in ends:
            return "in" if max(end for end in ends if end) <= self.end else "later"
        return "unplaced"


def moment_of(profile: Profile, as_of: str | None = None, round_: str | None = None) -> Moment:
    """The moment that somebody names.

    Parameters
    ----------
    profile : whose rounds there are.
    as_of : a date, or a round up to whose end things count.
    round_ : a round that alone counts.

    Raises
    ------
    Refused : there is no such round, or the text is no date either; both or neither is given.

    Examples
    --------
    >>> from sysmap.core.profile import ProfileRound
    >>> words = Profile(id="p", title="P", rounds={"first": ProfileRound(id="first", label="First", end="2023-06")})
    >>> moment_of(words, as_of="first").words, moment_of(words, as_of="2023").end
    ('as of the end of the round First', '2023-12-31')
    """
    if (as_of is None) == (round_ is None):
        raise Refused(Problem(code="A18", message="A date up to which things count, or a round that alone counts: one of the two.",
                              hint="Give --as-of or --round."))
    name = round_ or as_of or ""
    order = tuple(profile.rounds)
    ends = {id_: last_day(one.end or "") for id_, one in profile.rounds.items()}
    if name in profile.rounds:
        found = profile.rounds[name]
        return Moment(name, found.label or name, round_ is not None, order, order.index(name),
                      first_day(found.start or ""), last_day(found.end or ""), ends)
    if round_ is not None or last_day(name) is None:
        what = "round" if round_ is not None else "date or round"
        known = one_of(name, order) if order else "The profile has no rounds: give it some under `rounds:`."
        raise Refused(Problem(code="A18", message=f"There is no {what} “{name}”.",
                              hint=known if round_ is not None else f"A date is a year, month or day. {known}"))
    return Moment(name, name, False, order, end=last_day(name), ends=ends)


def placing_of(item: Item, moment: Moment, cases: Mapping[str, Case]) -> Placing:
    """Where an item of evidence stands, seen from a moment: by its own rounds, else by those of its cases, else by its date."""
    rounds = item.round or tuple(dict.fromkeys(
        case.round for name in item.cases if (case := cases.get(name)) is not None and case.round))
    return moment.places(rounds, item.date)


@dataclass(frozen=True)
class SeenFrom:
    """The moment that a project is looked at from, and the items of evidence that this leaves out, by id.

    `later` were not known yet (or are of another round); of the `unplaced` nobody can say, since they have neither a round nor a
    date that can be compared.
    """

    moment: Moment
    items: int
    later: tuple[str, ...]
    unplaced: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape."""
        return {"name": self.moment.name, "alone": self.moment.alone, "items": self.items, "later": len(self.later),
                "unplaced": list(self.unplaced), "sentence": self.sentence}

    @property
    def sentence(self) -> str:
        """What counts and what is left out."""
        other = "of other rounds" if self.moment.alone else "later"
        out = f"{self.moment.words[0].upper()}{self.moment.words[1:]}: {count_text(self.items, 'item')} of evidence"
        if self.later:
            out += f"; {len(self.later)} {'is' if len(self.later) == 1 else 'are'} {other} and left out"
        if self.unplaced:
            says = "says" if len(self.unplaced) == 1 else "say"
            out += f"; {len(self.unplaced)} {says} no round or date that can be compared, and {'is' if says == 'says' else 'are'} left out"
        return f"{out}."


def evidence_at(registers: Iterable[Evidence], moment: Moment, cases: Mapping[str, Case]) -> tuple[tuple[Evidence, ...], SeenFrom]:
    """Registers with what was known at a moment, and what that leaves out.

    A decision of people (an override) that says neither round nor date stays: nobody says that it came later. A register that codes
    another one again is not counted.
    """
    kept: list[Evidence] = []
    placed: dict[Placing, list[str]] = {"in": [], "later": [], "unplaced": []}
    for register in registers:
        where = {id_: placing_of(item, moment, cases) for id_, item in register.items.items()}
        if register.codes_again is None:
            for id_, one in where.items():
                placed[one].append(id_)
        kept.append(dataclasses.replace(
            register, items={id_: item for id_, item in register.items.items() if where[id_] == "in"},
            overrides={id_: one for id_, one in register.overrides.items() if _stood(one, moment)}))
    return tuple(kept), SeenFrom(moment, len(placed["in"]), tuple(placed["later"]), tuple(placed["unplaced"]))


def _stood(one: Override | Score, moment: Moment) -> bool:
    return moment.places((one.round,) if one.round else (), one.date) != "later"


_DATED = ("factors", "links", "assumptions", "conditions", "claims")


def map_at(map_: Map, moment: Moment) -> Map:
    """A map with statuses and scores as they stood at a moment.

    What stands now stands then too, unless it says a later round or date; then the latest earlier state holds, and where there is
    none, nothing is said. Factors and links themselves are those of this version.
    """
    by_then = dataclasses.replace(moment, alone=False)
    changed: dict[str, Any] = {}
    for name in _DATED:
        held: Mapping[str, Any] = getattr(map_, name)
        changed[name] = {id_: _element_at(one, by_then) for id_, one in held.items()}
    return dataclasses.replace(map_, **changed)


def _element_at(one: Any, moment: Moment) -> Any:
    new: dict[str, Any] = {}
    before = [state for state in one.earlier if moment.places((state.round,) if state.round else (), state.as_of) == "in"]
    later = moment.places((one.round,) if one.round else (), one.as_of) == "later"
    if later:
        latest = before[-1] if before else EarlierState()
        new = {"round": latest.round, "as_of": latest.as_of}
        if hasattr(one, "status"):
            new["status"] = next((state.status for state in reversed(before) if state.status), None)
    score = getattr(one, "score", None)
    if score is not None and (not _stood(score, moment) or (later and not score.round and not score.date)):
        new["score"] = next((state.score for state in reversed(before) if state.score), None)
    return dataclasses.replace(one, **new) if new else one


def score_in(one: Any, round_: str) -> Score | None:
    """The score that was published for a factor or claim in a round, if any."""
    now = getattr(one, "score", None)
    for score, of in ((now, one.round), *((state.score, state.round) for state in reversed(one.earlier))):
        if score is not None and (score.round or of) == round_:
            found: Score = score
            return found
    return None


def overlaps(profile: Profile) -> list[tuple[str, str]]:
    """Pairs of rounds whose days overlap, in the profile's order; days that are not said overlap with nothing.

    >>> from sysmap.core.profile import ProfileRound
    >>> overlaps(Profile(id="p", title="P", rounds={
    ...     "a": ProfileRound(id="a", start="2023-01", end="2023-06"), "b": ProfileRound(id="b", start="2023-06", end="2024")}))
    [('a', 'b')]
    """
    spans = [(id_, first_day(one.start or ""), last_day(one.end or "")) for id_, one in profile.rounds.items()]
    return [(a, b) for at, (a, start, end) in enumerate(spans) for b, later_start, later_end in spans[at + 1:]
            if start and end and later_start and later_end and start <= later_end and later_start <= end]


def state_of(one: Any, version: str) -> EarlierState | None:
    """How an element stands now, as a state of an earlier version; None where it says neither status nor score."""
    status, score = getattr(one, "status", None), getattr(one, "score", None)
    if status is None and score is None:
        return None
    round_ = one.round or (score.round if score else None)
    return EarlierState(round=round_, as_of=one.as_of or (score.date if score else None), version=version, status=status, score=score)
