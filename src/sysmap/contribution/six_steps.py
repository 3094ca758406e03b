"""The six steps of contribution analysis: what each rests on here, what it lacks, and the plan of the next collection.

Steps 1 to 3 are what the files hold (the question, the theory with its rivals, the evidence). In the middle stand steps 4 and 5: every
claim is put together and questioned, with what reviewers found, and what they want to know is sought. The plan of the next collection
is what comes of that: what reviewers asked for first, then the gaps of the claims. Step 6 is the story as it then stands.

Source: Mayne, J. (2008), Contribution analysis: an approach to exploring cause and effect, ILAC Brief 16, which prints the six steps; (2001,
2012), Addressing attribution through contribution analysis; Contribution analysis: Coming of age? Evaluation
18(3): 270-280.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sysmap.contribution.base import EvidenceBase, outcomes
from sysmap.contribution.rubric import Rule
from sysmap.contribution.story import Story, story
from sysmap.core.elements import Claim, ClaimReview
from sysmap.core.library import Mechanisms
from sysmap.core.map import Map
from sysmap.core.sentences import count_text, join_words

__all__ = ["AnalysisStep", "ClaimUnderReview", "CollectionRow", "SixSteps", "six_steps"]

_VERDICTS = {"stands": "it stands", "stands-weaker": "it stands, weaker than claimed", "needs-evidence": "it needs more evidence",
             "falls": "it falls"}


@dataclass(frozen=True, slots=True)
class AnalysisStep:
    """One of the six steps: what there is, and what it lacks."""

    number: int
    title: str
    there: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimUnderReview:
    """A claim with what the rule proposes, its weakest part, and the latest review; None where nobody reviewed it.

    `when` is the round of the review as the profile calls it, or its date.
    """

    claim: Claim
    story: Story
    review: ClaimReview | None
    when: str = ""

    @property
    def review_words(self) -> str:
        """What the latest review found."""
        if self.review is None:
            return "nobody has reviewed it"
        by = f" ({self.review.by})" if self.review.by else ""
        why = f": {self.review.why.rstrip('.')}" if self.review.why else ""
        return f"{_VERDICTS[self.review.verdict]}{by}{f', {self.when}' if self.when else ''}{why}"


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """One thing to collect next: for which claim, what, why, by whom and when, where somebody said so."""

    claim: str
    wanted: str
    why: str
    owner: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class SixSteps:
    """The six steps of a theory, its claims under review, and the plan of the next collection."""

    steps: tuple[AnalysisStep, ...]
    claims: tuple[ClaimUnderReview, ...]
    plan: tuple[CollectionRow, ...]

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape; see docs/rounds.md."""
        return {
            "steps": [{"number": s.number, "title": s.title, "there": list(s.there), "lacking": list(s.lacking)} for s in self.steps],
            "claims": [{
                "id": c.claim.id, "label": c.claim.label, "proposed": c.story.proposal.score, "weakest_part": c.story.strength.score,
                "margin": c.story.proposal.margin, "review": None if c.review is None else {
                    "verdict": c.review.verdict, "by": c.review.by, "round": c.review.round, "date": c.review.date, "why": c.review.why}}
                for c in self.claims],
            "plan": [{"claim": p.claim, "wanted": p.wanted, "why": p.why, "owner": p.owner, "due": p.due} for p in self.plan]}


def six_steps(map_: Map, evidence: EvidenceBase, mechanisms: Iterable[Mechanisms] = (), rule: Rule | None = None,
              variant: str | None = None) -> SixSteps:
    """The six steps of contribution analysis on a theory.

    Parameters
    ----------
    map_, evidence : the theory and what `gather` made of its registers.
    mechanisms : the catalogues.
    rule, variant : the rule that judges claims, and its reading; the neutral one where not given.
    """
    libraries = tuple(mechanisms)
    claims = tuple(_under_review(claim, story(map_, id_, evidence, libraries, rule=rule, variant=variant), evidence)
                   for id_, claim in map_.claims.items())
    return SixSteps((_question(map_), _theory(map_), _evidence(map_, evidence), _assembled(claims), _sought(claims), _revised(map_, claims)),
                    claims, _plan(claims))


def _under_review(claim: Claim, account: Story, evidence: EvidenceBase) -> ClaimUnderReview:
    review = claim.reviews[-1] if claim.reviews else None
    if review is None:
        return ClaimUnderReview(claim, account, None)
    word = evidence.profile.rounds.get(review.round or "")
    return ClaimUnderReview(claim, account, review, (word.label if word else None) or review.round or review.date or "")


def _step(number: int, title: str, there: Iterable[str], lacking: Iterable[tuple[bool, str]]) -> AnalysisStep:
    return AnalysisStep(number, title, tuple(there), tuple(text for lacks, text in lacking if lacks))


def _question(map_: Map) -> AnalysisStep:
    said = [text for text in (map_.aim, map_.purpose, map_.question) if text]
    return _step(1, "Set out the question", said, [
        (not said, "The file states no aim, purpose or question."), (not map_.claims, "It states no contribution claim."),
        (map_.kind == "theory" and not map_.ceiling, "It does not say up to which layer the programme answers: its ceiling.")])


def _theory(map_: Map) -> AnalysisStep:
    bare = [claim.label for claim in map_.claims.values() if not claim.rivals and not any(
        set(rival.about) & set(claim.covers) for rival in map_.rivals.values())]
    loose = sum(not link.assumptions for link in map_.links.values())
    return _step(2, "Develop the theory and its rivals", [
        f"{count_text(len(map_.factors), 'factor')}, {count_text(len(map_.links), 'link')}, "
        f"{count_text(len(map_.assumptions), 'assumption')}, {count_text(len(map_.rivals), 'other explanation')}."], [
        (bool(bare), f"No other explanation is named for {join_words([f'“{label}”' for label in bare[:4]])}."),
        (bool(loose), f"{count_text(loose, 'link')} {'rests' if loose == 1 else 'rest'} on no stated assumption.")])


def _evidence(map_: Map, evidence: EvidenceBase) -> AnalysisStep:
    bare = [one.label for one in outcomes(map_) if one.in_scope and not evidence.on(one.id)]
    return _step(3, "Gather the evidence there is", [f"{count_text(len(evidence.items), 'item')} of evidence."] if evidence.items else [], [
        (not evidence.items, "No item of evidence bears on the theory yet."),
        (bool(bare) and bool(evidence.items), f"Nothing bears on {join_words([f'“{label}”' for label in bare[:4]])}.")])


def _assembled(claims: tuple[ClaimUnderReview, ...]) -> AnalysisStep:
    unreviewed = [one.claim.label for one in claims if one.review is None]
    return _step(4, "Put the story together and question it", [
        f"“{one.claim.label}”: {one.story.proposal.score}; by its weakest part {one.story.strength.score.lower()}; {one.review_words}."
        for one in claims], [
        (not claims, "There is no claim to question."),
        (bool(unreviewed), f"Nobody has reviewed {join_words([f'“{label}”' for label in unreviewed[:4]])}.")])


def _sought(claims: tuple[ClaimUnderReview, ...]) -> AnalysisStep:
    open_ = [one for one in claims if one.review is not None and one.review.verdict == "needs-evidence"]
    silent = [one.claim.label for one in open_ if one.review is not None and not one.review.wanted]
    wanted = [f"“{one.claim.label}”: {text}" for one in claims if one.review for text in one.review.wanted]
    return _step(5, "Seek what is missing", wanted, [
        (bool(silent), f"The review does not say what evidence would settle {join_words([f'“{label}”' for label in silent[:4]])}."),
        (not wanted and bool(claims), "No review has asked for further evidence; the plan rests on the gaps alone.")])


def _revised(map_: Map, claims: tuple[ClaimUnderReview, ...]) -> AnalysisStep:
    settled = [one for one in claims if one.review is not None and one.review.verdict != "needs-evidence"]
    return _step(6, "Revise and strengthen the story", [f"“{one.claim.label}”: {one.review_words}." for one in settled], [
        (len(settled) < len(claims), f"{count_text(len(claims) - len(settled), 'claim')} "
         f"{'is' if len(claims) - len(settled) == 1 else 'are'} not settled by a review."),
        (map_.version is not None and map_.version.supersedes is not None and not map_.changes,
         "The change log does not say what changed since the version before.")])


def _plan(claims: tuple[ClaimUnderReview, ...]) -> tuple[CollectionRow, ...]:
    asked = [CollectionRow(one.claim.id, text, f"asked for in the review: {one.review.why or one.review.verdict}", one.review.owner,
                           one.review.due)
             for one in claims if one.review for text in one.review.wanted]
    rows: dict[tuple[str, str], CollectionRow] = {}
    for one in claims:
        for gap in one.story.gaps:
            rows.setdefault((gap.element, gap.kind), CollectionRow(one.claim.id, f"{gap.label}: {gap.look_for}", gap.message))
    return (*asked, *rows.values())
