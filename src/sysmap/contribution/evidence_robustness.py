"""Evidence robustness of an outcome: how many independent cases a sceptic would have to reject.

Definition. Every link carries the cases that the evidence on it comes from; the largest flow from the activities to the
outcome (equal to the smallest cut) is the number of cases whose word must be rejected for the theory to lose its
footing. The cut names the links.

Guard. This counts evidence on links; evidence on the outcome alone says nothing about the way. A flow splices: one case
may speak for the first link and another for the second, and nobody for the whole. Where that may not be (coded
interviews), set `splicing` to no: then only cases that speak for a whole path count.

Source: the robustness of the Causal Map software, with cases for sources; Powell, S., Copestake, J. & Remnant, F.
(2024), Causal mapping for evaluators, Evaluation 30(1), 100-119, for maps as repositories of evidence; see
`sysmap.analysis.evidence_flow`.
"""

from __future__ import annotations

from collections.abc import Mapping

from sysmap.contribution.admissible_items import admissible_items
from sysmap.contribution.base import Element, EvidenceBase
from sysmap.contribution.case_counting import UNNAMED, Speaker, speakers_of
from sysmap.contribution.rubric import Gate, Proposal, Rule, make_rubric
from sysmap.core.map import Map
from sysmap.core.profile import Voices
from sysmap.core.rubric_rule import Counting
from sysmap.core.sentences import count_text

__all__ = ["EvidenceRobustness", "cases_by_link"]



def cases_by_link(map_: Map, evidence: EvidenceBase) -> dict[str, set[str]]:
    """The cases whose observed support each link has, at least; an unnamed one only where it is none of the named."""
    return _by_link(map_, evidence)[0]


def _by_link(map_: Map, evidence: EvidenceBase) -> tuple[dict[str, set[str]], set[str]]:
    found: dict[str, set[str]] = {}
    used: set[str] = set()
    for link in map_.links:
        kept = [said for said, direction, _ in admissible_items(evidence.on(link), Counting(), evidence.voices)[0] if direction == "supports"]
        found[link] = _distinct({speaker for said in kept for speaker, _ in speakers_of(said, evidence)}, evidence.voices)
        used |= {said.item.id for said in kept}
    return found, used


def _distinct(speakers: set[Speaker], voices: Voices = UNNAMED) -> set[str]:
    """Those who are certainly different: somebody unnamed who may be one of the others is not counted beside them.

    >>> found = _distinct({Speaker("school", "pilot", "hill"), Speaker("school", None, None), Speaker("district", None, None)})
    >>> sorted(found)
    ['hill', 'unnamed district']
    """
    def may_be(one: Speaker, other: Speaker) -> bool:
        alike = not one.audience or other.audience in one.audience.split("+")
        narrower = other.case is not None or bool(other.audience and not one.audience) or (
            one.round is None and other.round is not None) or "+" in one.audience
        return alike and narrower and (one.round is None or one.round == other.round)

    return {one.text(voices) for one in speakers
            if one.case is not None or not any(may_be(one, other) for other in speakers if other != one)}


class EvidenceRobustness(Rule):
    """None, one case, or several; see the module."""

    rubric = make_rubric(
        "evidence-robustness", "Evidence robustness by distinct cases", "1",
        levels={"none": "No footing", "single": "Hangs on one case", "several": "Several cases"},
        options={"splicing": ("yes", ("yes", "no"), "May different cases speak for different links of a path?")})
    kinds = ("factor",)

    def score(self, element: Element, evidence: EvidenceBase, options: Mapping[str, str] | None = None,
              variant: str | None = None) -> Proposal:
        """The robustness of an outcome from the activities of its theory."""
        from sysmap.analysis.evidence_flow import evidence_flow
        from sysmap.analysis.projection import projection_of

        chosen = self.settings(options, variant)
        map_ = element.map
        starts = [f.id for f in map_.factors.values() if f.status != "retired" and f.id != element.id
                  and f.layer is not None and f.layer in map_.layers
                  and map_.layers[f.layer].stage == "activity"] if map_ is not None else []
        if map_ is None or not starts:
            return self.proposal(element, "none", reason="no-activities", variant=variant, options=chosen,
                                 reasons=("The theory has no activities to start from.",), counts={"robustness": 0})
        by_link, items = _by_link(map_, evidence)
        if element.id not in map_.factors or map_.factors[element.id].status == "retired":
            return self.proposal(element, "none", reason="retired", variant=variant, options=chosen,
                                 reasons=("The factor is retired.",), counts={"robustness": 0})
        found = evidence_flow(projection_of(map_), starts, element.id, by_link)
        best = max(found.by_sign, key=lambda one: one.flow or 0, default=None)
        flow = (found.flow or (best.flow if best else 0) or 0) if chosen["splicing"] == "yes" else len(found.threads)
        cut = {link for step in (found.cut or (best.cut if best else ())) for link in step.links}
        if not found.reachable:
            return self.proposal(element, "none", reason="unreachable", variant=variant, options=chosen,
                                 reasons=("No path of the theory leads from the activities to it.",),
                                 counts={"robustness": 0, "threads": 0, "links_without_evidence": 0})
        reasons = [f"A sceptic must reject {count_text(flow, 'case')}." if flow else
                   "Every path from the activities has a link with no evidence of its own."]
        reasons.append(f"{count_text(len(found.threads), 'case')} {'speaks' if len(found.threads) == 1 else 'speak'} for a whole "
                       "path.")
        if found.opposed:
            reasons.append("Paths of opposite signs are backed; this is the number of the better backed sign, not their sum.")
        if found.unsourced:
            some = list(found.unsourced)
            reasons.append(f"{count_text(len(some), 'link')} on the way {'has' if len(some) == 1 else 'have'} no evidence: "
                           f"{', '.join(some[:6])}{', …' if len(some) > 6 else ''}.")
        return self.proposal(
            element, "none" if flow == 0 else "single" if flow == 1 else "several", reason="flow", variant=variant,
            options=chosen, reasons=tuple(reasons), used=tuple(sorted(items)),
            gates=tuple(Gate("link", f"evidence on {link}") for link in (sorted(cut) or found.unsourced[:6])),
            counts={"robustness": flow, "threads": len(found.threads), "links_without_evidence": len(found.unsourced)})
