"""Evidence registers (toc/evidence/): what was said or seen, where, by whom, and what it bears on.

An item is one fact, however often the source repeats it: the summary, the chapter and the conclusion are three places
of one item. Number of claims, number of sources, strength and confidence are different things and have fields of
their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.core import elements as e
from sysmap.core import words as w
from sysmap.core.record import attr, record

__all__ = ["Bearing", "EffectSize", "Evidence", "Item", "Override", "Passage"]


@record
class Bearing:
    """What an item says about one element, and how."""

    element: str = attr("Id of the factor, link, claim or assumption, or `mechanism:` or `condition:` and an id.", default="",
                   required=True, offers="elements")
    direction: w.Direction = attr(
        "supports, contradicts, alternative (another explanation), neutral (looked for, and no effect either way), or context "
        "(change without a link to the programme).",
        default="context", required=True)
    role: w.ContributionRole | None = attr("What the programme did: initiating, accelerating, reinforcing, …", group="works")
    strength: w.EvidenceStrength | None = attr(
        "strong: specific, dated or named, confirmed by a second kind of source; moderate: specific, one kind of "
        "source; weak: a general impression.")
    rivals: tuple[str, ...] = attr(
        "For an alternative: the other explanations it speaks for. For a test: those it sets the element against.",
        default=(), ref="rivals", group="works")
    test: w.ProcessTest | None = attr("For process tracing: what sort of test it is of the element against the rivals.", group="works")
    passed: bool | None = attr("Whether the element passed the test.", group="works")
    test_set: str | None = attr("When the sort of test was decided; it has to be before the item was gathered.", group="works")
    why: str | None = attr("Why this direction and strength, in a few words.", prose=True)


@record
class EffectSize:
    """How large an effect a study found, with its interval."""

    value: float | None = attr("The estimate.")
    low: float | None = attr("Lower end of the interval.")
    high: float | None = attr("Upper end of the interval.")
    unit: str | None = attr("In what it is measured, e.g. standard deviations, percentage points, odds ratio.")
    none_at: float | None = attr("The value that means no effect: 0 where not said, 1 for ratios.")
    level: float | None = attr("Confidence of the interval in per cent, e.g. 95.", low=0, high=100)
    measure: str | None = attr("What was measured.")


@record
class Passage:
    """Where an item stands in a document that was coded: the words and what stands around them, so that it is found again.

    The words are what was said, kept for the team; what may be printed is `quote` of the item. Words, the words around them
    and the offset are three ways of finding one place: each outlives other changes of the document.

    Source: W3C Web Annotation Data Model (2017), text quote and text position selectors.
    """

    document: str = attr("The document: its path in the workspace, or its name.", default="", required=True)
    words: str = attr("The words as they stand there, with single spaces.", default="", required=True, prose=True)
    before: str | None = attr("The words just before them.")
    after: str | None = attr("The words just after them.")
    start: int | None = attr("How many characters of the document's text stand before them.", low=0)
    at: str | None = attr("Where a reader finds them: a page, a paragraph, a time.")


@record(block=True)
class Item:
    """One fact with its places, its case and what it bears on."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    statement: str = attr("What was said or seen, in your own words.", default="", required=True, prose=True)
    kind: w.EvidenceKind = attr("observed, anticipated (too early, potential) or hypothetical (made up).",
                                default="observed", required=True)
    cases: tuple[str, ...] = attr("Cases it comes from; none where the source does not name one.", default=(), ref="cases",
                                   group="who")
    audience: tuple[str, ...] = attr(
        "Who says it: the kind of body, not the role of the person; words of the profile.", default=(),
        ref="audiences", group="who")
    round: tuple[str, ...] = attr("The round or rounds it is from, where the source says which.", default=(), ref="rounds",
                                   group="who")
    number: int | None = attr("How many cases, only where the source prints a number, both or neither.", low=0, group="who")
    said_of: str | None = attr("The printed quantity, e.g. some schools; never turned into a number.", group="who")
    informant: str | None = attr("Role of whoever said it, in words of your own.", private="roles", group="who")
    informant_role: tuple[str, ...] = attr("Role of whoever said it: words of the profile.", default=(), ref="roles", private="roles",
                                           group="who")
    source_type: str | None = attr("How it was gathered.", ref="source_types", group="sources")
    study_design: str | None = attr("The design of the study it is from.", ref="study_designs", group="stands")
    quality: w.Quality | None = attr("How far the study can be trusted: high, moderate or low; never how strong its result is.",
                                     group="stands")
    certainty: w.Certainty | None = attr("How certain the source itself calls it: high, moderate, low or very-low.",
                                         group="stands")
    effect: EffectSize | None = attr("The effect it found, with its interval and unit.", group="stands")
    figures: tuple[str, ...] = attr("Figures of surveys that it rests on, as `survey/figure`.", default=(), group="sources")
    bears_on: tuple[Bearing, ...] = attr("The elements it bears on.", default=())
    event: str | None = attr("A word shared by items that tell of the same event; counted once.", group="stands")
    period: str | None = attr("When what it tells of happened: a year, month or day, or two with a slash.", group="sources")
    date: str | None = attr("When it was said or gathered.", group="sources")
    quote: str | None = attr("Words of a person, only with permission.", private="quote", group="sources", prose=True)
    permission: bool | None = attr("Whether the person agreed to be quoted.", group="sources")
    cite: tuple[e.Cite, ...] = attr("Every place that tells it, the fullest first.", default=(), group="sources")
    passages: tuple[Passage, ...] = attr("Where it stands in documents that were coded.", default=(), private="own")
    status: w.EvidenceStatus | None = attr("active where it is not said.", group="stands")
    coder: str | None = attr("Role of whoever coded it.", private="roles", group="who")
    notes: tuple[e.Note, ...] = attr("Remarks.", default=(), group="sources")
    internal: bool | None = attr("Left out of exports for clients and the public.", merge="any", group="stands")
    x: Mapping[str, Any] = attr("Anything of your own; kept untouched and never checked.", default={}, private="own")

    @property
    def effect_clarity(self) -> str:
        """Whether the interval of the effect excludes no effect: clear, unclear, or none where no interval is given.

        >>> Item(id="i", statement="S", effect=EffectSize(value=0.2, low=0.1, high=0.3)).effect_clarity
        'clear'
        """
        if self.effect is None or self.effect.low is None or self.effect.high is None:
            return "none"
        none_at = self.effect.none_at or 0.0
        return "unclear" if self.effect.low <= none_at <= self.effect.high else "clear"


@record
class Override:
    """An evaluator's own score beside the proposed one."""

    id: str = attr("Id of the factor or claim.", default="", required=True, offers="scored")
    score: str = attr("The score, in the rubric's words.", default="", required=True, offers="levels")
    reason: str = attr("Why.", default="", required=True, prose=True)
    role: str = attr("Role of whoever decided.", default="", required=True, private="roles")
    round: str | None = attr("The round of the evaluation in which it was set: a word of the profile.", ref="rounds")
    date: str | None = attr("When: a year, month or day.")
    cite: tuple[e.Cite, ...] = attr("Where it is published.", default=())


@record
class Evidence:
    """A register of evidence items that bear on one or several theories."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    title: str = attr("What people call this register.", default="", required=True)
    uses: tuple[str, ...] = attr("Theories and models it refers to, relative to this file.", default=())
    codes_again: str | None = attr(
        "Id of the register whose items a second coder codes here again: compared (`sysmap agreement`), never counted twice.")
    items: Mapping[str, Item] = attr("The items.", default={})
    overrides: Mapping[str, Override] = attr("Scores set by people, beside the proposed ones.", default={})
    cite: tuple[e.Cite, ...] = attr("Where the source tells of the whole.", default=())
    notes: tuple[e.Note, ...] = attr("Remarks.", default=())
    x: Mapping[str, Any] = attr("Anything of your own; kept untouched and never checked.", default={}, private="own")
