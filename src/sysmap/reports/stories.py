"""Contribution stories: for each claim what happened, evidence for and against, other influences, judgement, gaps.

The order and the content are those of `sysmap.contribution.story`; here they become headings, lists and sentences.
"""

from __future__ import annotations

import re

from sysmap.contribution.story import Story, story
from sysmap.core.describe import count_text, join_words
from sysmap.core.elements import Claim
from sysmap.core.library import Mechanisms
from sysmap.reports.blocks import Block, Bullets, Heading, Para
from sysmap.reports.facts import Facts
from sysmap.reports.parts import missing

__all__ = ["stories"]

MOST_LINES = 6


def stories(facts: Facts, level: int) -> list[Block]:
    """The story of each claim, or a sentence that there is none."""
    if not facts.map.claims:
        return [missing("The file states no contribution claims.")]
    variant = facts.scoring.variant if facts.scoring and facts.scoring.rule.id == "cqc-contribution" else None
    out: list[Block] = []
    for claim in facts.map.claims.values():
        told = story(facts.map, claim.id, facts.base, facts.of(Mechanisms), variant=variant)
        out += _story(facts, claim, told, level)
    return out


def _story(facts: Facts, claim: Claim, told: Story, level: int) -> list[Block]:
    out: list[Block] = [Heading(level, claim.label or claim.id)]
    if claim.score:
        out.append(Para(f"{claim.score.label}. {claim.score.reason or ''}".strip(), lead="Published score:"))
    else:
        out.append(missing("No score of this claim is published; the judgement below is what the rule proposes."))
    out.append(Para(" ".join(told.judgement), lead="Judgement and confidence:", slide=True))
    covers = join_words([f"“{label}”" for _, label in told.covers])
    inferred = " Which elements it covers is inferred by the modeller." if claim.basis == "inferred" else ""
    out.append(Para(f"It rests on {covers}.{inferred}" if covers else "It names no element of the theory.", lead="Covers:"))
    for heading, lines in _sections(told):
        if not lines:
            continue
        shown = lines[:MOST_LINES]
        out += [Heading(level + 1, heading), Bullets(tuple(shown))]
        if len(lines) > len(shown):
            out.append(missing(f"{len(shown)} of {count_text(len(lines), 'line')}; sysmap story {facts.map.id} {claim.id} and "
                               "the evidence annex give all."))
    return out


def _sections(told: Story) -> list[tuple[str, list[str]]]:
    """Headings with their lines: items as sentence, speaker and place; the other parts as the story words them."""
    worded = dict(told.sections())
    items = {"What happened": told.happened, "Evidence against": told.against, "Still expected": told.expected}
    out = []
    for heading, lines in worded.items():
        if items.get(heading):
            lines = [f"{one.statement} – {'; '.join(part for part in (one.who, *map(_place, one.at[:1])) if part)}"
                     for one in items[heading]]
        if heading != "Judgement and confidence":
            out.append((heading, lines))
    return out


def _place(at: str) -> str:
    """A place without the line of the plain-text edition, which readers of the document do not have."""
    return re.sub(r" \(line[^)]*\)$", "", at)
