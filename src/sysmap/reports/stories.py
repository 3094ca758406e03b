"""Contribution analysis: its six steps, the story of each claim with its review, and the plan of the next collection.

A story says what happened, evidence for and against, other influences, judgement and gaps.

The order and the content are those of `sysmap.contribution.story`; here they become headings, lists and sentences, with
labels and names of cases in the place of ids.
"""

from __future__ import annotations

from collections.abc import Iterable

from sysmap.contribution.six_steps import ClaimUnderReview, SixSteps, six_steps
from sysmap.contribution.story import STANDS, Story, Told, for_and_against
from sysmap.core.library import Mechanisms
from sysmap.core.sentences import count_text, join_words
from sysmap.reports.blocks import Block, Bullets, DataTable, Heading, Para
from sysmap.reports.parts import case_names, missing
from sysmap.reports.report_input import ReportInput

__all__ = ["stories"]

MOST_LINES = 6


def stories(given: ReportInput, level: int) -> list[Block]:
    """The six steps, the story of each claim, and what to collect next; or a sentence that there is no claim."""
    if not given.map.claims:
        return [missing("The file states no contribution claims.")]
    scoring = given.scoring if given.scoring and "claim" in given.scoring.rule.kinds else None
    rule, variant = (scoring.rule, scoring.variant) if scoring else (None, None)
    found = six_steps(given.map, given.base, given.of(Mechanisms), rule, variant)
    out: list[Block] = [
        Para("Contribution analysis goes in six steps, and round again: the question, the theory, the evidence, the story put together and "
             "questioned by others, what is missing sought, the story revised. Steps 4 and 5 are the review of the claims."),
        DataTable("The six steps: what there is, and what is lacking", ("Step", "There is", "Lacking"), tuple(
            (f"{step.number}. {step.title}", " ".join(step.there) or "nothing yet", " ".join(step.lacking)) for step in found.steps),
            sheet="Six steps")]
    for one in found.claims:
        out += _story(given, one, level)
    return [*out, *_next_collection(found, level)]


def _next_collection(found: SixSteps, level: int) -> list[Block]:
    """What reviewers asked for first, then the gaps of the claims."""
    labels = {one.claim.id: one.claim.label or one.claim.id for one in found.claims}
    rows = tuple((row.wanted, row.why, labels[row.claim], row.owner or "", row.due or "") for row in found.plan)
    if not rows:
        return [Heading(level, "The next collection"), Para("No review asks for anything, and the claims have no gaps.")]
    return [Heading(level, "The next collection"), Para("What reviewers asked for comes first, then the gaps of the claims."),
            DataTable("What to collect next", ("Look for", "Why", "For the claim", "By", "Due"), rows, sheet="Next collection")]


def _story(given: ReportInput, one: ClaimUnderReview, level: int) -> list[Block]:
    claim, account = one.claim, one.story
    out: list[Block] = [Heading(level, claim.label or claim.id), *given.own(claim.id)]
    if claim.score:
        out.append(Para(f"{claim.score.label}. {claim.score.reason or ''}".strip(), lead="Published score:"))
    else:
        out.append(missing("No score of this claim is published; the judgement below is what the rule proposes."))
    out.append(Para(" ".join(account.judgement), lead="Judgement and confidence:", slide=True))
    out.append(Para(f"{one.review_words[0].upper()}{one.review_words[1:].rstrip('.')}.", lead="Review:"))
    covers = join_words([f"“{given.labels.get(id_, label)}”" for id_, label in account.covers])
    inferred = " Which elements it covers is inferred by the modeller." if claim.basis == "inferred" else ""
    out.append(Para(f"It rests on {covers}.{inferred}" if covers else "It names no element of the theory.", lead="Covers:"))
    for heading, lines, none in _sections(given, account):
        shown = lines[:MOST_LINES]
        if not shown:
            out += [Para(none, lead=f"{heading}:")] if none else []
            continue
        left = f" ({len(shown)} of {count_text(len(lines), 'line')}; the evidence annex gives all)" if len(lines) > len(shown) else ""
        out += [Heading(level + 1, heading + left), Bullets(tuple(shown))]
    return out


def _sections(given: ReportInput, account: Story) -> list[tuple[str, list[str], str]]:
    """Headings with their lines, and what to say where there are none."""
    rivals = [f"{label.rstrip('.')} ({'looked into' if looked else 'not looked into'})." for _, label, looked in account.rivals]
    assumptions = [f"{label.rstrip('.')}. {STANDS.get(status, status)}: {for_and_against(pro, con)}."
                   for _, label, status, pro, con in account.assumptions]
    gaps = dict.fromkeys(f"{given.labels.get(gap.element, gap.label).rstrip('.')}: {gap.message} Look for: {gap.look_for}"
                         for gap in account.gaps)
    return [
        ("What happened", _lines(given, account.happened), "Nobody tells of it."),
        ("Evidence against", _lines(given, account.against), "None was found, or none was looked for."),
        ("Still expected", _lines(given, account.expected), ""),
        ("Other influences", [*rivals, *_lines(given, account.others)], "No other explanation is named."),
        ("Assumptions", assumptions, "None is named."),
        ("Gaps", list(gaps), "None is seen by the rules."),
    ]


def _lines(given: ReportInput, items: Iterable[Told]) -> list[str]:
    """Each item as a sentence with who says it and where."""
    out = []
    for one in items:
        item = given.base.items.get(one.id)
        who = case_names(given, item, 2) if item else one.who
        place = [given.cited(item.cite[:1])] if item else list(one.at[:1])
        out.append(f"{one.statement} – {'; '.join(part for part in (who, *place) if part)}")
    return out
