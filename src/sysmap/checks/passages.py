"""Coding of passages: items called observed whose words are conditional, and passages that speak of an element nobody coded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import ALL, Finding, asked_elsewhere, rule
from sysmap.core.evidence import Evidence
from sysmap.core.problem import Problem

__all__ = ["check_wording_of_items"]

asked_elsewhere(
    "I05", "Item called observed whose words are conditional", "note", about=ALL, source="House rule",
    why="What could, might or is expected to happen was not seen; counted as seen it would lift a score.", broken="", passing="",
)

_CONDITIONAL = re.compile(
    r"\b(could(?! not)|might|may|would(?! not)|potentially|hoped?|hopes|(?:is|are|was|were|be) expected to|expects? to|"
    r"expected that|ha(?:s|ve) the potential to|in (?:the )?future|too early)\b")
"""Words in small letters only: May is a month."""


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
        found = _CONDITIONAL.search(item.statement) if item.kind == "observed" and bears and item.status not in (
            "superseded", "withdrawn") else None
        if found is not None:
            out.append(Problem(
                code="I05", severity="note", at=("items", item.id),
                message=f"{item.id} is called observed, and its words are conditional: {shown(found[0])}.",
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
    """Factors without any item, whose label stands word for word in the statement of an item about something else."""
    if not look.said:
        return
    items = [(item.id, f" {' '.join(_words(item.statement))} ") for register in look.uses.evidence.values()
             for item in register.items.values() if item.status not in ("superseded", "withdrawn")]
    for factor in look.factors:
        if look.said.get(factor.id):
            continue
        names = [words for label in (factor.label, *factor.aliases) if len(words := _words(label)) > 1]
        speaking = [id_ for id_, text in items if any(f" {' '.join(words)} " in text for words in names)]
        if speaking:
            yield ("factors", factor.id), (
                f"{'The item' if len(speaking) == 1 else 'Items'} {', '.join(speaking[:4])}{', …' if len(speaking) > 4 else ''} "
                f"{'speaks' if len(speaking) == 1 else 'speak'} of {shown(factor.label)}, and no item bears on it."), (
                "Code what the passage says of it (`bears_on`), or leave it where it says nothing of whether it happened.")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
