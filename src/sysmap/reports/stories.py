"""Contribution stories: for each claim what happened, evidence for and against, other explanations, judgement, gaps.

The order is that of contribution analysis (Mayne 2001, 2012): a claim is a statement that the programme was one of the
causes, never the only one.
"""

from __future__ import annotations

from sysmap.core.describe import count_text
from sysmap.core.elements import Claim
from sysmap.reports.blocks import Block, Heading, Para, Table
from sysmap.reports.facts import Facts
from sysmap.reports.parts import counted, evidence_table, missing

__all__ = ["stories"]

MOST_ITEMS = 8


def stories(facts: Facts, level: int) -> list[Block]:
    """The story of each claim, or a sentence that there is none."""
    if not facts.map.claims:
        return [missing("The file states no contribution claims.")]
    out: list[Block] = []
    for claim in facts.map.claims.values():
        out += story(facts, claim, level)
    return out


def story(facts: Facts, claim: Claim, level: int) -> list[Block]:
    """One claim."""
    out: list[Block] = [Heading(level, claim.label or claim.id)]
    if claim.score:
        out.append(Para(f"{claim.score.label}. {claim.score.reason or ''}".strip(), lead="Published score:"))
    else:
        out.append(missing("No score of this claim is published."))
    out.append(Para(counted(facts, claim.id), lead="Evidence on the claim itself:"))
    if claim.covers:
        basis = " Which elements it covers is inferred by the modeller." if claim.basis == "inferred" else ""
        rows = tuple((facts.labels.get(id_, id_), _kind(facts, id_), _stands(facts, id_), counted(facts, id_))
                     for id_ in claim.covers)
        out.append(Table(f"What the claim rests on: {claim.label}", ("Element", "What it is", "Stands", "Evidence"), rows,
                         note=basis.strip(), widths=(2.6, 0.9, 1.2, 3)))
    rivals = [facts.map.rivals[id_] for id_ in claim.rivals if id_ in facts.map.rivals]
    if rivals:
        out.append(Table(f"Other explanations to weigh: {claim.label}", ("Explanation", "Evidence"), tuple(
            (rival.label, _for_rival(facts, rival.id)) for rival in rivals), widths=(4, 3)))
    else:
        out.append(missing("No other explanation is on record for this claim; none was looked for, or none was written down."))
    table = evidence_table(facts, claim.id, f"Evidence on the claim: {claim.label}", MOST_ITEMS)
    if table:
        out.append(table)
    silent = [facts.labels.get(id_, id_) for id_ in claim.covers if not facts.on(id_)]
    if silent:
        out.append(Para("; ".join(silent) + ".", lead="Gaps, nothing on record on:"))
    return out


def _kind(facts: Facts, id_: str) -> str:
    map_ = facts.map
    return next((word for word, group in (("outcome", facts.scored), ("factor", map_.factors), ("link", map_.links),
                                          ("assumption", map_.assumptions)) if id_ in group), "element")


def _stands(facts: Facts, id_: str) -> str:
    if id_ in facts.scored and facts.scored[id_].element.in_scope:
        return facts.scored[id_].score
    if id_ in facts.map.assumptions:
        return facts.map.assumptions[id_].status or "untested"
    return "not scored"


def _for_rival(facts: Facts, rival: str) -> str:
    """How many items speak for a rival explanation, whatever element they bear on."""
    own = {said.item.id for said in facts.on(rival)}
    named = {said.item.id for group in facts.base.by_element.values() for said in group
             if rival in said.bearing.rivals and (said.item.status or "active") == "active"}
    total = len(own | named)
    return f"{count_text(total, 'evidence item')} speak{'s' if total == 1 else ''} for it." if total else "No item on record."
