"""The contribution story of a claim: one page that an evaluator can put into a report.

Its parts are those of contribution analysis (Mayne 2008, 2012): what happened, the evidence for and against, other
influences, the assumptions, the judgement, how confident one can be, and what is missing. Sentences of items are those
of the registers; nothing is added to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sysmap.contribution.base import EvidenceBase, Said, element_of
from sysmap.contribution.case_counting import RANK
from sysmap.contribution.catalogue import DEFAULT, rule_for
from sysmap.contribution.counting_rule import CountingRule
from sysmap.contribution.gaps import Gap, gaps
from sysmap.contribution.rubric import Proposal, Rule
from sysmap.contribution.score_standing import rule_text
from sysmap.contribution.scoring import Decision, decision_on
from sysmap.core.evidence import Item
from sysmap.core.library import Mechanisms
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import cite_text, count_text, join_words
from sysmap.core.words import Direction

__all__ = ["STANDS", "Story", "Told", "for_and_against", "story"]

STANDS = {"holding": "It holds", "partly": "It holds in part", "failing": "It does not hold", "untested": "Not tested yet",
          "not said": "How it stands is not said"}
"""How an assumption stands, as the beginning of a sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """One item of a story: what was said, who said it, on which elements of the claim, where."""

    id: str
    statement: str
    kind: str
    strength: str | None
    who: str
    on: tuple[str, ...]
    at: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """A claim with everything that bears on it."""

    claim: str
    label: str
    covers: tuple[tuple[str, str], ...]
    happened: tuple[Told, ...]
    against: tuple[Told, ...]
    expected: tuple[Told, ...]
    others: tuple[Told, ...]
    rivals: tuple[tuple[str, str, bool], ...]
    assumptions: tuple[tuple[str, str, str, int, int], ...]
    proposal: Proposal
    strength: Proposal
    override: Decision | None
    gaps: tuple[Gap, ...]

    @property
    def judgement(self) -> list[str]:
        """The judgement and its confidence, in sentences."""
        out = [f"{self.proposal.score} ({rule_text(self.proposal.rubric, self.proposal.version, self.proposal.variant)}).",
               *self.proposal.reasons]
        if self.override is not None:
            out.append(f"{self.override.role or 'Somebody'} decided otherwise: {self.override.score}. {self.override.reason}")
        out.append(f"By its weakest critical part the claim is {self.strength.score.lower()}.")
        out += list(self.strength.reasons[:len(self.strength.gates) or 1])
        if self.proposal.margin == 1:
            out.append("The score is fragile: one case more or less changes it.")
        return out

    def sections(self) -> list[tuple[str, list[str]]]:
        """Headings with their lines, in the order of the page."""
        return [
            ("What happened", [_line(t) for t in self.happened] or ["Nobody tells of it."]),
            ("Evidence against", [_line(t) for t in self.against] or ["None was found, or none was looked for."]),
            ("Still expected", [_line(t) for t in self.expected]),
            ("Other influences", [*(f"{label} ({'looked into' if looked else 'not looked into'})." for _, label, looked
                                    in self.rivals), *(_line(t) for t in self.others)] or ["No other explanation is named."]),
            ("Assumptions", [f"{label} {STANDS.get(status, status)}: {for_and_against(pro, con)}." for _, label, status,
                             pro, con in self.assumptions] or ["None is named."]),
            ("Judgement and confidence", self.judgement),
            ("Gaps", [f"{gap.label}: {gap.message} Look for: {gap.look_for}" for gap in self.gaps] or ["None."]),
        ]

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape; see docs/json-evidence.md."""
        def lines(items: Iterable[Told]) -> list[dict[str, Any]]:
            return [{"id": t.id, "statement": t.statement, "kind": t.kind, "strength": t.strength, "who": t.who,
                     "on": list(t.on), "cite": list(t.at)} for t in items]

        return {
            "claim": self.claim, "label": self.label, "covers": [{"id": i, "label": label} for i, label in self.covers],
            "happened": lines(self.happened), "against": lines(self.against), "expected": lines(self.expected),
            "other_influences": lines(self.others),
            "rivals": [{"id": i, "label": label, "examined": looked} for i, label, looked in self.rivals],
            "assumptions": [{"id": i, "label": label, "status": status, "supports": pro, "contradicts": con}
                            for i, label, status, pro, con in self.assumptions],
            "proposed": self.proposal.score, "margin": self.proposal.margin, "weakest_part": self.strength.score,
            "override": None if self.override is None else {
                "score": self.override.score, "reason": self.override.reason, "role": self.override.role},
            "judgement": self.judgement, "gaps": [gap.to_json() for gap in self.gaps],
        }


def story(
    map_: Map, claim: str, evidence: EvidenceBase, mechanisms: Iterable[Mechanisms] = (),
    options: Mapping[str, str] | None = None, variant: str | None = None, rule: Rule | None = None,
) -> Story:
    """The story of one claim.

    Parameters
    ----------
    map_, evidence : the theory and what `gather` made of its registers.
    claim : the claim's id.
    options, variant : settings of the rule.
    rule : the rule that judges the claim; the neutral one where not given.

    Raises
    ------
    Refused : if the theory has no such claim.
    """
    from sysmap.contribution.rubric import with_margin
    from sysmap.contribution.score_margin import what_would_change

    if claim not in map_.claims:
        raise Refused(Problem(code="A01", message=f"{map_.id} has no claim {claim}.", hint=one_of(claim, map_.claims)))
    found = map_.claims[claim]
    element = element_of(map_, claim)
    about = [claim, *(c for c in found.covers if c not in map_.assumptions)]
    scoring = rule if rule is not None else rule_for(DEFAULT)[0]
    proposal = scoring.score(element, evidence, options, variant)
    if isinstance(scoring, CountingRule):
        proposal = with_margin(proposal, what_would_change(scoring, element, evidence, options, variant).margin)
    strength = rule_for("claim-strength")[0].score(element, evidence)
    named = list(dict.fromkeys([*found.rivals, *(
        r.id for r in map_.rivals.values() if set(r.about) & set(found.covers))]))
    spoken = {rival for id_ in about for s in evidence.on(id_) if s.bearing.direction == "alternative"
              for rival in s.bearing.rivals}
    held = list(dict.fromkeys([*(c for c in found.covers if c in map_.assumptions),
                               *(a for c in found.covers if c in map_.links for a in map_.links[c].assumptions)]))
    assumptions = []
    for id_ in held:
        if id_ in map_.assumptions:
            said = [s for s in evidence.on(id_) if s.item.kind == "observed"]
            assumptions.append((id_, _sentence(map_.assumptions[id_].label), map_.assumptions[id_].status or "not said",
                                sum(s.bearing.direction == "supports" for s in said),
                                sum(s.bearing.direction == "contradicts" for s in said)))
    return Story(
        claim=claim, label=found.label, covers=tuple((c, _label(map_, c)) for c in found.covers),
        happened=_statements(about, evidence, "supports", "observed"), against=_statements(about, evidence, "contradicts", "observed"),
        expected=_statements(about, evidence, "supports", "anticipated"), others=_statements(about, evidence, "alternative", "observed"),
        rivals=tuple((r, map_.rivals[r].label if r in map_.rivals else r, r in spoken) for r in named),
        assumptions=tuple(assumptions), proposal=proposal, strength=strength,
        override=decision_on(element, proposal, evidence),
        gaps=tuple(g for g in gaps(map_, evidence, mechanisms) if g.element in {*about, *held}))


def _statements(about: list[str], evidence: EvidenceBase, direction: Direction, kind: str) -> tuple[Told, ...]:
    by_item: dict[str, list[Said]] = {}
    for id_ in about:
        for said in evidence.on(id_):
            active = said.item.status not in ("superseded", "withdrawn")
            if said.bearing.direction == direction and said.item.kind == kind and active:
                by_item.setdefault(said.item.id, []).append(said)
    out = []
    for id_, said_ in by_item.items():
        item = said_[0].item
        best = max((s.bearing.strength for s in said_ if s.bearing.strength), key=lambda w: RANK[w], default=None)
        out.append(Told(id_, item.statement, item.kind, best, _who(item, evidence),
                        tuple(s.bearing.element for s in said_), tuple(cite_text(c) for c in item.cite)))
    return tuple(sorted(out, key=lambda t: (-RANK.get(t.strength, 0), t.id)))  # type: ignore[call-overload]


def for_and_against(pro: int, con: int) -> str:
    """How many items speak for an assumption and how many against it."""
    return f"{count_text(pro, 'item')} for, {con} against" if pro or con else "no item speaks for it or against it"


def _who(item: Item, evidence: EvidenceBase) -> str:
    """Who says it: the cases by name, else round and audience (pilot schools), with the quantity that the source prints."""
    named = (evidence.cases[id_].label.split(" (")[0] if (id_ := evidence.case_id(case)) in evidence.cases else case
             for case in item.cases)
    known = join_words(named) or " ".join(filter(None, (join_words(item.round), join_words(item.audience))))
    if item.said_of and not item.cases and all(word in item.said_of for word in (*item.round, *item.audience)):
        return item.said_of
    return f"{known} ({item.said_of})" if known and item.said_of else known or item.said_of or "not said"


def _line(item: Told) -> str:
    at = f"; {item.at[0]}" if item.at else ""
    return f"{item.statement} [{item.id}: {item.who}{at}]"


def _label(map_: Map, id_: str) -> str:
    for collection in (map_.factors, map_.assumptions, map_.claims):
        if id_ in collection:
            return str(collection[id_].label)
    return id_


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."

