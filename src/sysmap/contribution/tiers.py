"""How far a mechanism is seen to work: the report's three tiers, from the evidence.

Definition. A mechanism has most impact where it is seen at work in several cases in which, by the same items, an outcome
moved; some but weaker impact where it is seen less often so; and needs wider activity first where nobody reported an
example of it, so that one had to be made up, or where nobody saw it at all.

Guard. A made-up example is never support. It counts here for what it says about the evidence: that no example was told.
Several cases means different ones, counted from below. Being seen and moving an outcome are different things: items
that see the mechanism and no outcome make it known, not strong.

Source: the ordering is that of IFF Research for CQC (2025), chapter 10, Figure 10.3 and the text after it (anticipatory
and guided; organisational and relational; informational, stakeholder and lateral), which gives no rule. The rule and
its number of cases are ours, chosen to fit; seven mechanisms cannot validate it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sysmap.contribution.admissible_items import admissible_items
from sysmap.contribution.base import Element, EvidenceBase, outcomes
from sysmap.contribution.case_counting import Tally, rank_of, speakers_of
from sysmap.contribution.criteria import CONTRIBUTION
from sysmap.contribution.rubric import Gate, Proposal, Rule, make_rubric
from sysmap.core.sentences import count_text

__all__ = ["MechanismTiers"]

_SIFTING = {option.id: option.value or "" for option in CONTRIBUTION.options.values()}


class MechanismTiers(Rule):
    """Most impact, some but weaker, or wider activity first; see the module."""

    rubric = make_rubric(
        "mechanism-tiers", "How far a mechanism is seen to work", "1",
        levels={"most-impact": "Most impact", "some-weaker": "Some impact, weaker",
                "needs-wider-activity": "Needs wider activity first"},
        options={
            "min-cases": ("5", ("4", "5", "6"), "In how many cases must it be seen to move an outcome for most impact?"),
            "made-up-example": ("none-found", ("none-found", "ignored"),
                                "Does a made-up example show that nobody told a real one?"),
        })
    kinds = ("mechanism",)

    def score(self, element: Element, evidence: EvidenceBase, options: Mapping[str, str] | None = None,
              variant: str | None = None) -> Proposal:
        """Score one mechanism; `element.map` says which outcomes are in scope."""
        chosen = self.settings(options, variant)
        kept, ignored, _ = admissible_items(evidence.on(element.id), _SIFTING, evidence.voices)
        scored = {e.id for e in outcomes(element.map) if e.in_scope} if element.map is not None else set()
        seen, tied = Tally(), Tally()
        for said, direction, rank in kept:
            moved = [b for b in said.item.bears_on if b.element in scored and b.direction == "supports"]
            for speaker, number in speakers_of(said, evidence):
                seen.add(speaker, number, direction, rank)
                if moved and direction == "supports":
                    tied.add(speaker, number, direction, min(rank, max(rank_of(b.strength) for b in moved)))
        made_up = [s.item.id for s in evidence.on(element.id) if s.item.kind == "hypothetical"]
        cases, moving, against = seen.count("p"), tied.count("p"), seen.count("q")
        level = "some-weaker"
        if cases == 0 or (made_up and chosen["made-up-example"] == "none-found"):
            level = "needs-wider-activity"
        elif moving >= int(chosen["min-cases"]):
            level = "most-impact"
        reasons = [f"Seen at work in at least {count_text(cases, 'case')}, and in {moving} of them an outcome moved by the "
                   "same account." if cases else "Nobody saw it at work."]
        if against:
            reasons.append(f"At least {count_text(against, 'case')} {'speaks' if against == 1 else 'speak'} against it.")
        if made_up:
            reasons.append("Its example in the source is made up: nobody told a real one there.")
        expected = sum(1 for s in evidence.on(element.id) if s.item.kind == "anticipated" and s.bearing.direction == "supports")
        if expected:
            reasons.append(f"{count_text(expected, 'item')} {'expects' if expected == 1 else 'expect'} it to work.")
        missing = int(chosen["min-cases"]) - moving
        gates = (Gate("cases", f"{count_text(missing, 'further case')} in which it moves an outcome"),) if missing > 0 else ()
        return self.proposal(
            element, level, reason=level, reasons=tuple(reasons), gates=gates if level != "most-impact" else (),
            counts={"seen": cases, "moving_an_outcome": moving, "contradicts": against, "expected": expected,
                    "made_up_examples": len(made_up), "at_least": True},
            used=tuple(sorted({said.item.id for said, _, _ in kept})), ignored=tuple(ignored), options=chosen,
            variant=variant)
