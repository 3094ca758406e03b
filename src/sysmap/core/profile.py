"""A profile: the words of one organisation and its evaluation (the files of models/profiles/).

Code knows what evidence, cases and audiences are; a profile says which ones there are here and what they are called.
The file format has a few words of its own (`CLOSED_WORDS`), and a profile adds to them. Where no profile is at hand the
neutral one holds: then the kinds of case are those of the register of cases, and an actor of the theory may be heard.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sysmap.core import elements as e
from sysmap.core.record import attr, record

__all__ = ["CLOSED_WORDS", "NEUTRAL", "VOCABULARIES", "Profile", "ProfileAudience", "ProfileRound", "ProfileWord", "Voices", "profile_among"]

_ID = "The word as files use it."
_LABEL = "What one of it is called in sentences; its id where not said."


@record
class ProfileWord:
    """A word of the organisation: what files write, and what readers read."""

    id: str = attr(_ID, default="", required=True)
    label: str | None = attr(_LABEL, shorthand=True)
    plural: str | None = attr("What several are called; the label with an s where not said.")
    about: str | None = attr("What it means, in a sentence.")


@record
class ProfileAudience:
    """A kind of body that is heard: who it is, and what its word counts for."""

    id: str = attr(_ID, default="", required=True)
    label: str | None = attr(_LABEL, shorthand=True)
    plural: str | None = attr("What several are called; the label with an s where not said.")
    about: str | None = attr("Who they are, in a sentence.")
    actors: tuple[str, ...] = attr("The actors of theories for whom it speaks; the one of its own id where not said.", default=())
    own: bool | None = attr("True for the organisation itself: it speaks about its own work.")
    assessed: bool | None = attr("True for those whom the programme acts on; a rubric may ask that each of them is heard.")
    asked: bool | None = attr("True for those who are asked about the assessed ones too: a further case of them may always come.")
    summing_up: bool | None = attr("True where its word sums up what others said and is no source of its own.")


@record
class ProfileRound:
    """One wave of the evaluation."""

    id: str = attr(_ID, default="", required=True)
    label: str | None = attr("What it is called; its id where not said.", shorthand=True)
    start: str | None = attr("Its first year, month or day.")
    end: str | None = attr("Its last year, month or day.")
    about: str | None = attr("What was done in it, in a sentence.")


@record
class Profile:
    """An organisation's words: what its action is called, whom it hears, which cases, rounds and designs it knows."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    title: str = attr("What people call this file's content.", default="", required=True)
    organisation: str | None = attr("The organisation or programme, as named in full.")
    short: str | None = attr("Its short name.")
    action: str | None = attr("What its action is called in sentences, e.g. the programme's work.")
    rubric: str | None = attr("Id of the rubric that scores where nobody names one.")
    uses: tuple[str, ...] = attr("Files this one refers to, relative to this file.", default=())
    audiences: Mapping[str, ProfileAudience] = attr("Who is heard.", default={})
    case_types: Mapping[str, ProfileWord] = attr("Kinds of case.", default={})
    rounds: Mapping[str, ProfileRound] = attr("Waves of the evaluation, the earliest first.", default={})
    roles: Mapping[str, ProfileWord] = attr("Roles of the people who are heard, e.g. head teacher.", default={})
    settings: Mapping[str, ProfileWord] = attr("Settings in which mechanisms work.", default={})
    source_types: Mapping[str, ProfileWord] = attr("Further kinds of source.", default={})
    study_designs: Mapping[str, ProfileWord] = attr("Further designs of study.", default={})
    directions: Mapping[str, ProfileWord] = attr("What the directions of evidence are called.", default={})
    levels: Mapping[str, ProfileWord] = attr("What levels of scores are called, by the level's id.", default={})
    names: tuple[str, ...] = attr(
        "Names that are one thing although they hold an `and` or a word such as greater; no rule reads these words in them.",
        default=())
    cite: tuple[e.Cite, ...] = attr("Where the source says so.", default=())
    notes: tuple[e.Note, ...] = attr("Remarks.", default=())
    x: Mapping[str, Any] = attr("Anything of your own; kept untouched and never checked.", default={}, private="own")


NEUTRAL = Profile(id="neutral", title="No organisation in particular", action="the programme", audiences={
    "researchers": ProfileAudience(id="researchers", label="researcher", summing_up=True),
    "public": ProfileAudience(id="public", label="member of the public", plural="members of the public")})
"""The profile that holds where no file says otherwise."""

CLOSED_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "audiences": tuple(NEUTRAL.audiences), "case_types": (), "rounds": (), "roles": (), "settings": (),
    "source_types": ("interview", "focus-group", "survey", "document", "observation", "admin-data", "workshop"),
    "study_designs": (
        "systematic-review", "meta-analysis", "randomised-trial", "quasi-experiment", "before-after", "cohort",
        "case-study", "qualitative", "monitoring", "modelling", "expert-opinion"),
    "directions": ("supports", "contradicts", "alternative", "neutral", "context"),
})
"""Words of the format itself, by vocabulary; a profile adds to them."""

VOCABULARIES = tuple(CLOSED_WORDS)
"""The open vocabularies: what files may write there is closed words and those of the profile."""


class Voices:
    """A profile as scoring and sentences ask it: who is the organisation itself, who is assessed, what each is called.

    >>> farm = Profile(id="p", title="P", audiences={"own": ProfileAudience(id="own", label="voice of the fund", own=True),
    ...     "farm": ProfileAudience(id="farm", assessed=True, actors=("farmers",))})
    >>> voices = Voices(farm)
    >>> voices.own, voices.assessed, voices.of_actor("farmers"), voices.called("farm", 2)
    (frozenset({'own'}), ('farm',), 'farm', 'farms')
    >>> Voices().called("school", 2), Voices().action
    ('schools', 'the programme')
    """

    def __init__(self, profile: Profile = NEUTRAL) -> None:
        self.profile = profile

    @property
    def action(self) -> str:
        """What the organisation's action is called."""
        return self.profile.action or NEUTRAL.action or ""

    @property
    def name(self) -> str:
        """What the organisation itself is called in sentences."""
        return self.profile.short or self.profile.organisation or "the organisation itself"

    @cached_property
    def own(self) -> frozenset[str]:
        """The audiences that are the organisation itself."""
        return frozenset(a.id for a in self.profile.audiences.values() if a.own)

    @cached_property
    def assessed(self) -> tuple[str, ...]:
        """The audiences whom the programme acts on, in the profile's order."""
        return tuple(a.id for a in self.profile.audiences.values() if a.assessed)

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The audiences who are asked about the assessed ones too."""
        return tuple(a.id for a in self.profile.audiences.values() if a.asked)

    @cached_property
    def summing_up(self) -> frozenset[str]:
        """The audiences whose word sums up what others said."""
        declared = {**NEUTRAL.audiences, **self.profile.audiences}
        return frozenset(a.id for a in declared.values() if a.summing_up)

    @cached_property
    def _of_actor(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for audience in self.profile.audiences.values():
            for actor in audience.actors or (audience.id,):
                found.setdefault(actor, audience.id)
        return found

    def of_actor(self, actor: str) -> str | None:
        """The audience that speaks for an actor of a theory.

        Without audiences of its own a profile lets every actor speak for itself; one with audiences knows which actors
        can be heard (a case study cannot speak for the public).
        """
        found = self._of_actor.get(actor)
        return actor if found is None and not self.profile.audiences else found

    def called(self, audience: str, number: int = 1) -> str:
        """What one or several of an audience are called; of nobody in particular, cases."""
        if not audience:
            return "case" if number == 1 else "cases"
        declared = self.profile.audiences.get(audience) or NEUTRAL.audiences.get(audience)
        label = declared.label if declared is not None and declared.label else audience
        if number == 1:
            return label
        return declared.plural if declared is not None and declared.plural else f"{label}s"

    def in_order(self, audiences: Iterable[str]) -> list[str]:
        """Audiences in the profile's order, those it does not know behind."""
        heard = dict.fromkeys(sorted(audiences))
        known = [audience for audience in self.profile.audiences if audience in heard]
        return [*known, *(audience for audience in heard if audience not in known)]

    def round_span(self, round_: str) -> tuple[str | None, str | None]:
        """First and last day, month or year of a round, as far as the profile says."""
        found = self.profile.rounds.get(round_)
        return (found.start, found.end) if found is not None else (None, None)


def profile_among(documents: Iterable[object]) -> Profile:
    """The first profile among documents, the neutral one where there is none.

    >>> profile_among([]).id
    'neutral'
    """
    return next((document for document in documents if isinstance(document, Profile)), NEUTRAL)
