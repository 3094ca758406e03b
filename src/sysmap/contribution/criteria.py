"""The contribution rule of the 2025 report (Table 10.1), with every gap of the printed table settled by an option.

The table: Achieved where three or more of the case study ICSs and LAs, national stakeholders and CQC agree that CQC's
work contributed; Partially achieved where one or two do; Not achieved where there is no evidence or it explains the
outcome otherwise; Inconclusive where several audiences and sources contradict one another. What it leaves open stands
in models/rubrics/cqc-contribution.yaml, option by option.

Guards: expected and made-up things never count; one body counts once, however many of its people speak, however often
a document repeats it; cases without a name are counted from below (see `sysmap.contribution.case_counting`).

Source: IFF Research for CQC (2025), Research to understand CQC's regulatory impact in systems, Table 10.1 and Appendix
3, Table A3.1. The report does not publish its evidence grid: that the calibrated reading fits its scores shows that the
reading is plausible, not that it is the authors'.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sysmap.contribution.admissible_items import admissible_items
from sysmap.contribution.base import Element, EvidenceBase
from sysmap.contribution.case_counting import AT, RANK, Stand, Tally, speakers_of, total, vector
from sysmap.contribution.rubric import Gate, Ignored, Proposal, Rule, make_rubric
from sysmap.contribution.wording import explain
from sysmap.core.problem import Problem, Refused
from sysmap.core.profile import Voices

__all__ = ["CONTRIBUTION", "CaseCounts", "ContributionRule", "Judgement"]

CONTRIBUTION = make_rubric(
    "cqc-contribution", "Contribution scores as in Table 10.1 of the 2025 report", "1",
    levels={"not-achieved": "Not achieved", "partially-achieved": "Partially achieved", "achieved": "Achieved",
            "inconclusive": "Inconclusive", "not-scored": "Not scored"},
    options={
        "unit": ("case", ("case", "audience", "participant"), "What is one source?"),
        "cqc-cases": ("1", ("0", "1"), "How often may CQC count?"),
        "cqc-alone": ("counts", ("own-outcomes", "counts"), "May CQC's word alone carry an outcome of others?"),
        "min-non-cqc": ("2", ("0", "1", "2", "3"), "How many of the supporting cases must be others than CQC?"),
        "researchers-own": ("never", ("never", "counts"), "Is the researchers' own summing-up a source?"),
        "survey": ("corroborates", ("corroborates", "one-case", "ignored"), "Is the survey a source?"),
        "survey-lift": ("moderate-to-strong", ("moderate-to-strong", "one-step", "none"),
                        "How far can the survey strengthen an item?"),
        "unnamed-cases": ("at-least", ("at-least", "each-item", "ignored"), "How many cases is an item without a name?"),
        "same-event": ("once", ("once", "each"), "Does an event told in several places count again?"),
        "min-cases": ("3", ("2", "3", "4"), "What does three or more count?"),
        "min-strength": ("moderate", ("weak", "moderate", "strong"), "How strong must a case's support be?"),
        "min-agreement": ("0.75", ("2/3", "0.75", "1"), "When are views consistent?"),
        "mixed-case": ("both", ("both", "stronger", "neither"), "On which side is a divided case?"),
        "contradiction-below": ("2/3", ("1/2", "2/3", "0.75"), "When is evidence contradictory?"),
        "contradiction-audiences": ("1", ("1", "2"), "Must a contradiction run across kinds of audience?"),
        "contradiction-min-cases": ("2", ("1", "2"), "Can one divided case make it Inconclusive?"),
        "contested": ("partially-achieved", ("partially-achieved", "inconclusive"), "Which row is contested support?"),
        "first-test": ("contradiction", ("contradiction", "count"), "Which row wins where evidence is scarce and split?"),
        "alternative-explanation": ("separate", ("separate", "contradiction"), "Does another explanation contradict?"),
        "alternative-cap": ("majority", ("majority", "none", "any"), "What if most explain it otherwise?"),
        "required-audiences": ("assessed", ("assessed", "named", "none"), "Must each actor named be heard?"),
        "anticipated": ("never", ("never", "weak"), "Is an expectation evidence?"),
        "hypothetical": ("never", ("never",), "Are made-up examples evidence?"),
        "change-without-link": ("context", ("context", "counts"), "Does a change count that nobody ties to CQC?"),
        "competing-sources": ("count-both", ("count-both", "stronger-prevails"), "Does stronger evidence prevail?"),
        "mostly-against": ("inconclusive", ("inconclusive", "not-achieved"), "What of few for and many against?"),
        "mostly-against-at": ("1/4", ("1/4", "1/3"), "At which share is that?"),
        "not-achieved-label": ("one-label", ("one-label", "split"), "Is Not achieved one thing?"),
        "scope": ("up-to-ceiling", ("up-to-ceiling", "every-outcome"), "Which outcomes are scored?"),
    },
    variants={
        "literal": {"min-strength": "weak", "required-audiences": "none", "alternative-cap": "none", "min-non-cqc": "0"},
        "calibrated": {"min-strength": "moderate", "required-audiences": "assessed", "alternative-cap": "majority",
                       "min-non-cqc": "2", "cqc-alone": "own-outcomes", "competing-sources": "stronger-prevails"},
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCounts:
    """The numbers the rule looks at; all of them at least.

    p support, strong_enough support with the strength asked for, q contradict, a explain otherwise and do not support,
    side take a side; heard: strong enough by audience; others: strong enough without CQC.
    """

    p: int
    strong_enough: int
    q: int
    a: int
    side: int
    others: int
    others_any: int
    heard: Mapping[str, int]
    side_audiences: int
    anticipated: bool = False

    @property
    def agreement(self) -> Fraction | None:
        """The share of supporting among cases that take a side; `None` where nobody does."""
        return Fraction(self.p, self.p + self.q) if self.p + self.q else None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A level with its reason, flags and failed gates."""

    level: str
    reason: str
    flags: tuple[str, ...] = ()
    gates: tuple[Gate, ...] = ()


class ContributionRule(Rule):
    """Counts cases that support, contradict or explain otherwise; see the module."""

    rubric = CONTRIBUTION
    kinds = ("factor", "link", "claim", "assumption", "mechanism", "condition")
    default_variant = "calibrated"

    def settings(self, options: Mapping[str, str] | None = None, variant: str | None = None) -> dict[str, str]:
        """The settings, refused where the thresholds contradict each other."""
        chosen = super().settings(options, variant)
        below, least = Fraction(chosen["contradiction-below"]), Fraction(chosen["min-agreement"])
        if below > least:
            raise Refused(Problem(
                code="R03", message=f"Views would be contradictory below {below} and consistent from {least} on: some "
                "shares would be both.", hint="Set contradiction-below no higher than min-agreement.",
                at=("options", "contradiction-below")))
        if int(chosen["min-non-cqc"]) > int(chosen["min-cases"]):
            raise Refused(Problem(
                code="R03", message="More cases other than CQC are asked for than cases in all; nothing could be "
                "Achieved with fewer.", hint="Set min-non-cqc no higher than min-cases.", at=("options", "min-non-cqc")))
        return chosen

    def score(self, element: Element, evidence: EvidenceBase, options: Mapping[str, str] | None = None,
              variant: str | None = None) -> Proposal:
        """Score an element.

        >>> from sysmap.contribution.base import gather
        >>> from sysmap.core.evidence import Bearing, Evidence, Item
        >>> def says(case):
        ...     return Item(id=f"i-{case}", statement="Plans changed.", cases=(case,), audience=("LA",),
        ...                 bears_on=(Bearing(element="plans", direction="supports", strength="moderate"),))
        >>> base = gather([Evidence(id="r", title="R", items={c: says(c) for c in ("one", "two", "three")})])
        >>> ContributionRule().score(Element(id="plans", whose=("LA",)), base).score
        'Achieved'
        """
        chosen = self.settings(options, variant)
        tally, used, ignored, expected = self.fold(element, evidence, chosen)
        counts = self.counts(tally, chosen, evidence.voices, expected)
        found = self.judge(element, counts, chosen, evidence.voices)
        settled = self.settled(tally, chosen)
        aside = [who for who in tally.speakers("q") if who not in set(settled.speakers("q"))]
        out = self.proposal(
            element, found.level, reason=found.reason, flags=found.flags, gates=found.gates,
            counts=_shown(settled, counts, chosen, evidence.voices, [who.text(evidence.voices) for who in aside]),
            used=tuple(used), ignored=tuple(ignored),
            variant=variant or self.default_variant, options=chosen,
            reasons=explain(found, counts, settled, chosen, evidence.voices, len(aside)))
        if chosen["not-achieved-label"] == "split" and found.level == "not-achieved":
            out = dataclasses.replace(out, score=f"{out.score} ({found.reason.replace('-', ' ')})")
        return out

    def fold(self, element: Element, evidence: EvidenceBase, chosen: Mapping[str, str],
             ) -> tuple[Tally, list[str], list[Ignored], bool]:
        """The cases behind an element: the tally, the items used, those ignored, and whether anybody expects it."""
        counted, ignored, expected = admissible_items(evidence.on(element.id), chosen, evidence.voices)
        tally = Tally()
        for said, direction, rank in counted:
            for speaker, number in speakers_of(said, evidence, chosen["unit"], chosen["unnamed-cases"]):
                if said.item.source_type == "survey":
                    speaker = speaker._replace(case="survey")
                if number and not (chosen["cqc-cases"] == "0" and speaker.audience in evidence.voices.own):
                    tally.add(speaker, number, direction, rank)
        used = sorted({said.item.id for said, _, _ in counted})
        return tally, used, sorted(ignored, key=lambda i: (i.id, i.why)), expected

    def settled(self, tally: Tally, chosen: Mapping[str, str]) -> Tally:
        """The tally after the settings on divided cases, other explanations and weaker contradictions."""
        return tally.settle(chosen["mixed-case"], chosen["alternative-explanation"], chosen["competing-sources"])

    def counts(self, tally: Tally, chosen: Mapping[str, str], voices: Voices, anticipated: bool = False) -> CaseCounts:
        """The numbers that a tally makes under these settings."""
        parts, joint = self.settled(tally, chosen).parts()
        return self.counts_of({a: vector(part) for a, part in parts.items()}, joint, chosen, voices, anticipated)

    def counts_of(self, vectors: Mapping[str, tuple[int, ...]], joint: Sequence[tuple[frozenset[str], Stand]],
                  chosen: Mapping[str, str], voices: Voices, anticipated: bool = False) -> CaseCounts:
        """The numbers from the counts by audience."""
        enough = AT[f"m{RANK[chosen['min-strength']]}"]  # type: ignore[index]
        p = total(vectors, joint, AT["p"])
        strong_enough = total(vectors, joint, enough)
        others = [v for a, v in vectors.items() if a not in voices.own]
        return CaseCounts(
            p=p, strong_enough=strong_enough, q=total(vectors, joint, AT["q"]), a=total(vectors, joint, AT["claimed"]) - p,
            side=total(vectors, joint, AT["side"]), others=sum(v[enough] for v in others),
            others_any=sum(v[0] for v in others),
            heard={a: vectors[a][enough] for a in sorted(vectors) if vectors[a][enough]},
            side_audiences=sum(1 for v in vectors.values() if v[AT["side"]]), anticipated=anticipated)

    def required(self, element: Element, chosen: Mapping[str, str], voices: Voices) -> tuple[str, ...]:
        """The audiences without which the outcome is not Achieved."""
        if chosen["required-audiences"] == "none" or element.kind != "factor":
            return ()
        named = set(element.whose)
        if "all" in named:
            named |= set(voices.assessed)
        if chosen["required-audiences"] == "assessed":
            return tuple(a for a in voices.assessed if a in named)
        return tuple(dict.fromkeys(a for actor in sorted(named) if (a := voices.of_actor(actor)) is not None))

    def judge(self, element: Element, counts: CaseCounts, chosen: Mapping[str, str], voices: Voices) -> Judgement:
        """The level that the numbers make: the printed rows in the order that `first-test` says."""
        if not element.in_scope and chosen["scope"] == "up-to-ceiling":
            return Judgement("not-scored", "beyond-ceiling")
        if counts.p == 0:
            return _nothing(counts)
        if chosen["cqc-alone"] == "own-outcomes" and counts.others_any == 0 and element.whose \
                and not any(voices.of_actor(actor) in voices.own for actor in element.whose):
            return Judgement("not-achieved", "cqc-alone", ("no_evidence_but_cqc",))
        share = counts.agreement
        assert share is not None
        split = counts.q >= 1 and share < Fraction(chosen["contradiction-below"])
        split = split and counts.side >= int(chosen["contradiction-min-cases"])
        split = split and counts.side_audiences >= int(chosen["contradiction-audiences"])
        scarce = counts.strong_enough < int(chosen["min-cases"])
        if split and not (chosen["first-test"] == "count" and scarce):
            if chosen["mostly-against"] == "not-achieved" and share <= Fraction(chosen["mostly-against-at"]):
                return Judgement("not-achieved", "mostly-contradicted", ("contradictory",))
            return Judgement("inconclusive", "contradictory", ("contradictory",))
        return self._ladder(element, counts, chosen, voices, share)

    def _ladder(self, element: Element, counts: CaseCounts, chosen: Mapping[str, str], voices: Voices, share: Fraction) -> Judgement:
        least = int(chosen["min-cases"])
        flags: list[str] = []
        gates: list[Gate] = []
        enough = counts.strong_enough >= least
        consistent = share >= Fraction(chosen["min-agreement"])
        if not consistent and counts.side < int(chosen["contradiction-min-cases"]):
            flags.append("single_case_mixed")
        elif not consistent:
            if enough and chosen["contested"] == "inconclusive":
                return Judgement("inconclusive", "contested", ("contested",))
            flags.append("contested")
        if not consistent:
            gates.append(Gate("agreement", f"{share} of the cases that take a side agree; {chosen['min-agreement']} is asked "
                              "for"))
        if not enough:
            short = f"fewer_than_{least}_cases" + ("" if counts.p < least else f"_at_{chosen['min-strength']}")
            flags.append(short)
            gates.append(Gate("cases", f"{least - counts.strong_enough} more with {chosen['min-strength']} support"))
        for audience in self.required(element, chosen, voices):
            if enough and not counts.heard.get(audience):
                flags.append(f"coverage_gap:{audience}")
                gates.append(Gate("coverage", f"one {voices.called(audience)} with {chosen['min-strength']} support"))
        cap = chosen["alternative-cap"]
        if (cap == "majority" and counts.a > counts.p) or (cap == "any" and counts.a > 0):
            flags.append("alternative_majority" if counts.a > counts.p else "alternative_present")
            gates.append(Gate("alternatives", f"{counts.a} explain it otherwise against {counts.p} that support it"))
        if enough and counts.others < int(chosen["min-non-cqc"]):
            flags.append("self_report")
            gates.append(Gate("others", f"{int(chosen['min-non-cqc']) - counts.others} more others than {voices.name}"))
        if gates:
            return Judgement("partially-achieved", gates[0].code, tuple(flags), tuple(gates))
        return Judgement("achieved", "consistent", ("minority_contradiction",) if counts.q else ())


def _nothing(counts: CaseCounts) -> Judgement:
    if counts.q:
        return Judgement("not-achieved", "contradicted-only", ("contradicted_only",))
    if counts.a:
        return Judgement("not-achieved", "alternative-only", ("alternative_explanation_only",))
    if counts.anticipated:
        return Judgement("not-achieved", "anticipated-only", ("no_observed_evidence", "anticipated_only"))
    return Judgement("not-achieved", "none", ("no_observed_evidence",))


def _shown(tally: Tally, counts: CaseCounts, chosen: Mapping[str, str], voices: Voices, aside: list[str]) -> dict[str, Any]:
    share = counts.agreement
    return {
        "supports": counts.p, f"supports_{chosen['min-strength']}": counts.strong_enough, "contradicts": counts.q,
        "alternative": counts.a, "agreement": None if share is None else round(float(share), 3),
        "by_audience": dict(sorted(counts.heard.items())),
        "at_least": any(speaker.case is None for speaker in tally.stands),
        "who": {name: [speaker.text(voices) for speaker in tally.speakers(measure)]
                for name, measure in (("supports", "p"), ("contradicts", "q"), ("alternative", "alt"))},
        "set_aside": aside,
    }
