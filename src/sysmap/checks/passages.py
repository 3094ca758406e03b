"""Coding of passages: items called observed whose words are conditional, and passages that speak of an element nobody coded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import ALL, Finding, asked_elsewhere, rule
from sysmap.core.evidence import Evidence
from sysmap.core.near_duplicates import key_of
from sysmap.core.problem import Problem

__all__ = ["check_wording_of_items", "conditional_words"]

asked_elsewhere(
    "I05", "Item called observed whose words are conditional", "note", about=ALL, source="House rule",
    why="What could, might or is expected to happen was not seen; counted as seen it would lift a score.", broken="", passing="",
)

_MAIN = re.compile(r"[;:–—]|, (?:and|as|so|because|though|although|while|where|which|who)\b|\b(?:so that|because|which|what|who|whom|whether|"
                   r"how|why|where|when)\b")
"""Where the main statement of an item ends: what follows explains it, or is what somebody doubts, asks or tells about."""
_CONDITIONAL = re.compile(
    r"\b(could(?! (?:not|hardly|only|barely|scarcely|no longer|never)\b)|might|may|would(?! not\b)|potentially|hoped?|hopes|"
    r"(?:is|are|was|were|be) expected to|expects? to|expected that|ha(?:s|ve) the potential to|in (?:the )?future|too early)\b")
"""Words in small letters only: May is a month."""
_WISH = re.compile(r"\bwould (?:\w+ )?(?:have )?(?:like|liked|prefer|preferred|welcome|welcomed|rather|wish|wished)\b")
"""Who would like something says what is wanted now."""
_ABILITY = re.compile(r"\b(?:few|nobody|no one|none|only|hardly|scarcely)\b[^;:,]*\bcould\b|"
                      r"\bcould (?:\w+ )?(?:speak|tell|say|name|see|read|hear|find|show|remember|recall|understand|reach|attend|take part)\b")
"""The past of “can”: what people were, or were hardly, able to do."""


def conditional_words(statement: str) -> str | None:
    """The words by which the main part of a statement says that something could, may or is expected to happen; None where there are none.

    >>> conditional_words("The report may lead to plans.")
    'may'
    >>> conditional_words("Staff would have liked to hear what the visit would look at.")
    """
    hoped = re.match(r".*?\b(?:expected|hoped?|hopes|expects) (?:that|to)\b", statement)
    end = _MAIN.search(statement, hoped.end() if hoped else 0)
    main = statement[:end.start()] if end else statement
    for found in _CONDITIONAL.finditer(main):
        if not any(other.start() <= found.start() < other.end() for pattern in (_WISH, _ABILITY) for other in pattern.finditer(main)):
            return found[0]
    return None


def check_wording_of_items(register: Evidence) -> list[Problem]:
    """Items that are called observed although their own words say that something could or may happen.

    >>> from sysmap.core.evidence import Item
    >>> item = Item(id="plans", statement="The report may lead to plans.")
    >>> [p.message for p in check_wording_of_items(Evidence(id="r", title="R", items={"plans": item}))]
    ['plans is called observed, and its words are conditional: “may”.']
    """
    out = []
    for item in register.items.values():
        bears = any(bearing.direction in ("supports", "contradicts") for bearing in item.bears_on) or not item.bears_on
        found = conditional_words(item.statement) if item.kind == "observed" and bears and item.status not in (
            "superseded", "withdrawn") else None
        if found is not None:
            out.append(Problem(
                code="I05", severity="note", at=("items", item.id),
                message=f"{item.id} is called observed, and its words are conditional: {shown(found)}.",
                hint="Call it anticipated where it was not seen; where it was, say in the statement what was seen."))
    return out


_THEORY = """
    layers:
      - {id: early, label: Early outcomes, stage: outcome}
    factors:
      trust: {label: Greater trust, layer: early}
      plans: {label: Joint plans, layer: early}
"""
_REGISTER = """
    sysmap: 1
    kind: evidence
    id: interviews
    title: Interviews
    items:
      one:
        statement: Greater trust made joint plans possible.
        kind: observed
        bears_on: [{element: trust, direction: supports}%s]
"""


@rule(
    "I06", "Passage that speaks of an element on which no item bears", "note", about=("theory",), reads_evidence=True,
    source="House rule", why="What a coder passed over looks like a gap in the evidence.",
    broken=_THEORY, passing=_THEORY.replace("      plans: {label: Joint plans, layer: early}\n", ""),
    with_files=(_REGISTER % "",),
)
def passages_are_coded(look: Look) -> Iterator[Finding]:
    """Factors without any item, all of whose words stand, in any form and order, in the statement of an item about something else."""
    if not look.said:
        return
    items = [(item.id, key_of(item.statement)) for register in look.uses.evidence.values()
             for item in register.items.values() if item.status not in ("superseded", "withdrawn")]
    for factor in look.factors:
        if look.said.get(factor.id):
            continue
        names = [words for label in (factor.label, *factor.aliases) if len(words := key_of(label)) > 1]
        speaking = [id_ for id_, said in items if any(words <= said for words in names)]
        if speaking:
            yield ("factors", factor.id), (
                f"{'The item' if len(speaking) == 1 else 'Items'} {', '.join(speaking[:4])}{', …' if len(speaking) > 4 else ''} "
                f"{'speaks' if len(speaking) == 1 else 'speak'} of {shown(factor.label)}, and no item bears on it."), (
                "Code what the passage says of it (`bears_on`), or leave it where it says nothing of whether it happened.")
