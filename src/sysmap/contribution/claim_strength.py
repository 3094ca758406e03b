"""Claim strength by the weakest critical link, on the questions that contribution analysis asks of a link (Mayne).

Definition. A contribution claim covers links of a theory. Each link is graded on three questions: was the change it
leads to observed, do the assumptions it needs hold, were rival explanations looked into? A link is as strong as the
weakest of the three answers; a claim is as strong as its weakest critical part. Grades, weakest first: not supported,
untested, weak, moderate, strong.

Guard. Nothing is averaged: nine well-evidenced links do not make up for one that nobody looked at. A rival counts as
looked into only where an item speaks for it by name; a claim without any rival counts as untested on that question.

Source: Mayne, J. (2008), Contribution analysis: an approach to exploring cause and effect (strong and weak links of the
story, assumptions, other influences); Mayne (2015), Useful theory of change models. That the weakest part decides, the
grading and the thresholds are ours.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sysmap.contribution.admissible_items import admissible_items
from sysmap.contribution.base import Element, EvidenceBase
from sysmap.contribution.case_counting import RANK, Tally
from sysmap.contribution.counting_rule import CountingRule
from sysmap.contribution.rubric import Gate, Ignored, Proposal, Rule
from sysmap.contribution.rubric_counts import CountedEvidence, count_evidence
from sysmap.core.library import Rubric
from sysmap.core.map import Map, group_end, group_layer
from sysmap.core.rubric_rule import Counting
from sysmap.core.sentences import count_text, link_name

__all__ = ["ClaimStrength", "Part", "grade_of"]

GRADES = ("not-supported", "untested", "weak", "moderate", "strong")

_ASKED = {"change observed": "whether it was seen to happen", "assumption holding": "whether the assumption holds",
          "rivals examined": "whether other explanations were looked into"}



@dataclass(frozen=True, slots=True)
class Part:
    """One answer: about which part of the claim, which question, how it is graded, why."""

    part: str
    question: str
    grade: str
    why: str


class ClaimStrength(Rule):
    """A claim is as strong as its weakest critical part; see the module."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self._grading = CountingRule(rubric)

    kinds = ("claim", "link")

    def score(self, element: Element, evidence: EvidenceBase, options: Mapping[str, str] | None = None,
              variant: str | None = None) -> Proposal:
        """Grade a claim (or a single link)."""
        chosen = self.settings(options, variant)
        parts, used = self.parts(element, evidence, chosen)
        worst = min((GRADES.index(part.grade) for part in parts), default=1)
        weakest = [part for part in parts if GRADES.index(part.grade) == worst]
        lead = "The weakest part is" if len(weakest) == 1 else "One of the weakest parts is"
        reasons = [f"{lead} {_part_words(part)}" for part in weakest]
        reasons += [f"Stronger is {_part_words(part)}" for part in parts if part not in weakest]
        ignored = [Ignored(s.item.id, "bears on the claim as a whole; the claim is graded by its parts")
                   for s in evidence.on(element.id) if s.item.id not in used]
        return self.proposal(
            element, GRADES[worst], reason="weakest-part" if parts else "nothing-covered", variant=variant,
            reasons=tuple(reasons) or ("The claim covers no link, factor or assumption of the theory.",), options=chosen,
            counts={"parts": len(parts), **{grade: sum(p.grade == grade for p in parts) for grade in GRADES}},
            gates=tuple(Gate(part.question, f"{part.part}: {part.why}") for part in weakest if worst < 4),
            used=tuple(sorted(used)), ignored=tuple(dict.fromkeys(ignored)))

    def parts(self, element: Element, evidence: EvidenceBase, chosen: Mapping[str, str]) -> tuple[list[Part], set[str]]:
        """Every answer that the grade rests on, and the items behind them."""
        map_ = element.map
        if map_ is None:
            return [], set()
        claim = map_.claims.get(element.id)
        covers = list(claim.covers) if claim is not None else [element.id]
        links = [map_.links[id_] for id_ in covers if id_ in map_.links]
        factors = [id_ for id_ in covers if id_ in map_.factors]
        targets = list(dict.fromkeys([*factors, *(t for link in links for t in _ends(map_, link.to))]))
        assumptions = list(dict.fromkeys([*(id_ for id_ in covers if id_ in map_.assumptions),
                                          *(a for link in links for a in link.assumptions)]))
        marked = [a for a in assumptions if a in map_.assumptions and map_.assumptions[a].critical]
        if chosen["critical"] == "marked" and marked:
            assumptions = marked
        parts: list[Part] = []
        used: set[str] = set()
        for link in links:
            grade, why, items = self.grade([link.id, *_ends(map_, link.to)], evidence, chosen)
            parts.append(Part(link_name(map_, link), "change observed", grade, why))
            used |= items
        covered = {t for link in links for t in _ends(map_, link.to)}
        for id_ in factors:
            if id_ not in covered:
                grade, why, items = self.grade([id_], evidence, chosen)
                parts.append(Part(f"“{map_.factors[id_].label}”", "change observed", grade, why))
                used |= items
        for id_ in assumptions:
            if id_ in map_.assumptions:
                grade, why, items = self._assumption(map_, id_, evidence, chosen)
                parts.append(Part(f"“{map_.assumptions[id_].label}”", "assumption holding", grade, why))
                used |= items
        if chosen["rivals"] == "asked" and (links or factors):
            named = list(claim.rivals) if claim is not None else []
            named += [r.id for r in map_.rivals.values() if set(r.about) & set(targets) and r.id not in named]
            part, items = _rivals(map_, element, named, [*covers, *targets], evidence)
            parts.append(part)
            used |= items
        return parts, used

    def _assumption(self, map_: Map, id_: str, evidence: EvidenceBase, chosen: Mapping[str, str]) -> tuple[str, str, set[str]]:
        grade, why, items = self.grade([id_], evidence, chosen)
        if items:
            return grade, why, items
        stated = {"holding": "moderate", "partly": "weak", "failing": "not-supported"}.get(
            map_.assumptions[id_].status or "", "untested")
        return stated, f"no evidence is coded; the theory says {map_.assumptions[id_].status or 'nothing'}", set()


    def grade(self, elements: Iterable[str], evidence: EvidenceBase, options: Mapping[str, str] | None = None,
              ) -> tuple[str, str, set[str]]:
        """How well something is observed: the grade that the rubric's steps give, why, and the items behind it."""
        plan = self._grading.plan(options)
        whole = Tally()
        used: set[str] = set()
        for id_ in dict.fromkeys(elements):
            fold = count_evidence(id_, evidence, plan.counting)
            used |= set(fold.used)
            for speaker, stand in fold.tally.stands.items():
                old = whole.stands.get(speaker)
                whole.stands[speaker] = stand if old is None else tuple(map(max, old, stand))
        element = Element(id="")
        found = self._grading.judge(element, self._grading.numbers(element, whole, plan, CountedEvidence(whole, (), (), False), evidence.voices))
        p, firm, q = whole.count("p"), whole.count(f"m{RANK[plan.counting.strength]}"), whole.count("q")  # type: ignore[index]
        if not p + q:
            return found.level, "nobody has seen it", used
        return found.level, (f"at least {count_text(p, 'case')} {'speaks' if p == 1 else 'speak'} for it ({firm} with "
                             f"{plan.counting.strength} support) and {q} against it"), used


def grade_of(elements: Iterable[str], evidence: EvidenceBase) -> tuple[str, str, set[str]]:
    """How well something is observed, by the shipped rubric of claim strength: the grade, why, and the items behind it.

    strong: several cases with moderate support, three quarters agreeing; moderate: one with moderate support, two thirds
    agreeing; weak: support that is general or disputed; not supported: only contradicted, or mostly; untested: nobody saw.

    >>> grade_of(["trust"], EvidenceBase())[0]
    'untested'
    """
    return _shipped().grade(elements, evidence)


@functools.cache
def _shipped() -> ClaimStrength:
    from sysmap.formats.read import read_file

    rubric = read_file(Path(__file__).parents[1] / "data" / "rubrics" / "claim-strength.yaml").document
    assert isinstance(rubric, Rubric)
    return ClaimStrength(rubric)


def _rivals(map_: Map, element: Element, named: list[str], about: list[str], evidence: EvidenceBase) -> tuple[Part, set[str]]:
    spoken: dict[str, set[str]] = {}
    others: set[str] = set()
    for id_ in dict.fromkeys([element.id, *about]):
        for said, direction, _ in admissible_items(evidence.on(id_), Counting(), evidence.voices)[0]:
            if direction == "alternative":
                others.add(said.item.id)
                for rival in said.bearing.rivals:
                    spoken.setdefault(rival, set()).add(said.item.id)
    name = element.label if element.kind == "link" else f"“{element.label}”"
    if not named:
        return Part(name, "rivals examined", "untested", "no rival explanation is named"), others
    missing = [id_ for id_ in named if id_ not in spoken]
    labels = [map_.rivals[id_].label if id_ in map_.rivals else id_ for id_ in missing]
    if len(missing) == len(named):
        return Part(name, "rivals examined", "untested", "no item speaks for any named rival"), others
    if missing:
        one = "one that is named was" if len(labels) == 1 else "some that are named were"
        untold = "; ".join(label.rstrip(".") for label in labels)
        return Part(name, "rivals examined", "weak", f"{one} not looked into: {untold}"), others
    tally = count_evidence(element.id, evidence).tally
    p = tally.count("p")
    a = tally.count("claimed") - p
    if a > p:
        return Part(name, "rivals examined", "weak", f"cases that explain it otherwise: {a}; cases that support it: {p}"), others
    return Part(name, "rivals examined", "strong", "every named rival was looked into and most support it"), others


def _part_words(part: Part) -> str:
    return f"{_ASKED[part.question]} ({part.part}): {part.grade.replace('-', ' ')}, since {part.why}."


def _ends(map_: Map, end: str) -> list[str]:
    if group_layer(end) is None:
        return [end]
    return [f.id for f in map_.factors.values() if group_end(f.layer or "") == end]


