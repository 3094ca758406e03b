"""Bayesian updating in bands: how confident the evidence allows one to be that a contribution claim holds.

Definition. Start from even odds. Each independent voice that supports the claim multiplies the odds by how much likelier
its account is if the claim holds than if it does not (sensitivity over type I error); a contradicting voice divides
them. The result is a range of probabilities, told as a band: more confident than not (0.50 to 0.70), cautious confidence
(to 0.85), reasonable confidence (to 0.95), high confidence (to 0.99), practical certainty (above).

Guard. Ranges in, ranges out: a likelihood ratio is given as a band by strength, never as a point, and the score is what
both ends allow. Voices multiply only once per case (or per unnamed cases of one kind): what people of one body say
together is one voice, and unnamed cases that may be named ones on the same side are none of their own. Silence is no
evidence: absence would count only where somebody searched where it had to appear, which an item has to say. The ratios
are judgements to be set by the evaluators (options), not findings; see the criticism of false precision in Zaks (2021),
Political Analysis 29.

Source: Befani, B. & Stedman-Bryce, G. (2017), Process tracing and Bayesian updating for impact evaluation, Evaluation
23(1); the names of the middle bands follow Befani's usage, the ends are as quoted there.
"""

from __future__ import annotations

from collections.abc import Mapping

from sysmap.contribution.base import Element, EvidenceBase
from sysmap.contribution.case_counting import Speaker, Stand, Tally
from sysmap.contribution.rubric import Proposal, Rule, make_rubric
from sysmap.contribution.rubric_counts import count_evidence
from sysmap.core.problem import Problem, Refused

__all__ = ["BayesianUpdating", "band", "posterior"]

BANDS = ((0.50, "more confident than not"), (0.70, "cautious confidence"), (0.85, "reasonable confidence"),
         (0.95, "high confidence"), (0.99, "practical certainty"))



def posterior(prior: float, ratios: list[float]) -> float:
    """The probability after evidence with these likelihood ratios.

    >>> round(posterior(0.5, [4, 4]), 3), round(posterior(0.5, [2, 0.5]), 3)
    (0.941, 0.5)
    """
    odds = prior / (1 - prior)
    for ratio in ratios:
        odds *= ratio
    return odds / (1 + odds) if odds != float("inf") else 1.0


def band(probability: float) -> str:
    """The words for a probability; below one half they are about the claim not holding.

    >>> band(0.6), band(0.03), band(0.5)
    ('more confident than not', 'high confidence that it does not hold', 'no information')
    """
    p = round(probability, 6)
    if p == 0.5:
        return "no information"
    words = next(word for low, word in reversed(BANDS) if max(p, 1 - p) >= low)
    return words if p > 0.5 else f"{words} that it does not hold"


class BayesianUpdating(Rule):
    """A band of confidence; see the module."""

    rubric = make_rubric(
        "bayesian-updating", "Bayesian updating in bands", "1",
        levels={"doubt": "Confident that it does not hold", "open": "No better than even",
                "more-than-not": "More confident than not",
                "cautious": "Cautious confidence", "reasonable": "Reasonable confidence", "high": "High confidence",
                "certain": "Practical certainty"},
        options={
            "prior": ("0.5", (), "How probable before any evidence?"),
            "weak": ("1-1.5", (), "How much likelier is a weak account if the claim holds? A band."),
            "moderate": ("1.5-3", (), "How much likelier is a moderate account if the claim holds? A band."),
            "strong": ("3-10", (), "How much likelier is a strong account if the claim holds? A band."),
            "alternative": ("none", ("none", "contradicts"), "Does another explanation speak against the claim?"),
        })
    kinds = ("claim", "factor", "link", "assumption", "mechanism")

    def settings(self, options: Mapping[str, str] | None = None, variant: str | None = None) -> dict[str, str]:
        """The settings, refused where a band is not two numbers from 1 up or the prior no probability."""
        chosen = super().settings(options, variant)
        for key in ("weak", "moderate", "strong"):
            low, high = _pair(key, chosen[key])
            if not 1 <= low <= high <= 1000:
                raise _bad(key, "a likelihood ratio runs from 1 (says nothing) up, and the lower end comes first")
        try:
            if not 0 < float(chosen["prior"]) < 1:
                raise ValueError
        except ValueError:
            raise _bad("prior", "a number between 0 and 1") from None
        return chosen

    def score(self, element: Element, evidence: EvidenceBase, options: Mapping[str, str] | None = None,
              variant: str | None = None) -> Proposal:
        """Update on every independent voice."""
        chosen = self.settings(options, variant)
        fold = count_evidence(element.id, evidence)
        used, ignored = fold.used, fold.ignored
        tally = fold.tally.settle("both", "contradiction" if chosen["alternative"] == "contradicts" else "separate")
        prior = float(chosen["prior"])
        lows: list[float] = []
        highs: list[float] = []
        voices: list[str] = []
        for speaker in sorted(tally.stands):
            stand = tally.stands[speaker]
            for start, sign in ((0, 1), (3, -1)):
                rank = _rank(stand, start)
                if rank and not _maybe_known(speaker, tally, start):
                    word = ("weak", "moderate", "strong")[rank - 1]
                    low, high = _pair(word, chosen[word])
                    lows.append(low if sign > 0 else 1 / high)
                    highs.append(high if sign > 0 else 1 / low)
                    voices.append(f"{speaker.text(evidence.voices)}: {word} {'for' if sign > 0 else 'against'}")
        low, high = posterior(prior, lows), posterior(prior, highs)
        level = _level(low, high)
        return self.proposal(
            element, level, reason=level, variant=variant, options=chosen, used=tuple(used), ignored=tuple(ignored),
            counts={"voices": len(voices), "low": round(low, 4), "high": round(high, 4), "bands": [band(low), band(high)]},
            reasons=(f"From even odds {len(voices)} independent voices lead to between {low:.2f} and {high:.2f}: {band(low)} to "
                     f"{band(high)}." if prior == 0.5 else f"From {prior} {len(voices)} independent voices lead to between "
                     f"{low:.2f} and {high:.2f}: {band(low)} to {band(high)}.", *(f"{voice}." for voice in voices)))


def _maybe_known(speaker: Speaker, tally: Tally, start: int) -> bool:
    """Whether an unnamed voice may be one that speaks on the same side anyway: a named one, or one of a known round."""
    if speaker.case is not None:
        return False
    for other, stand in tally.stands.items():
        fits = other.audience in speaker.audience.split("+") if speaker.audience else other != speaker
        more = other.case is not None or (speaker.round is None and other.round is not None) or not speaker.audience
        if other != speaker and _rank(stand, start) and fits and more and speaker.round in (None, other.round):
            return True
    return False


def _rank(stand: Stand, start: int) -> int:
    return max((step + 1 for step in range(3) if stand[start + step]), default=0)


def _level(low: float, high: float) -> str:
    if high < 0.5:
        return "doubt"
    if low <= 0.5:
        return "open"
    return next(level for least, level in ((0.99, "certain"), (0.95, "high"), (0.85, "reasonable"), (0.70, "cautious"),
                                           (0.0, "more-than-not")) if low >= least)


def _pair(key: str, text: str) -> tuple[float, float]:
    low, dash, high = text.partition("-")
    try:
        return float(low), float(high) if dash else float(low)
    except ValueError:
        raise _bad(key, "two numbers with a dash, e.g. 2-5") from None


def _bad(key: str, what: str) -> Refused:
    return Refused(Problem(code="R02", message=f"The setting {key} does not fit.", hint=f"Write {what}.", at=("options", key)))
