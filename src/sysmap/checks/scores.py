"""Scores: whether a stored score says by which rule it was given, and stays within what the programme answers for."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.checks.context import Look, shown
from sysmap.checks.rule import ALL, Finding, rule

__all__ = ["ceiling_kept", "score_has_rule"]

_RULE = "House rule: a score names its rule, the rule's version and why it differs"


@rule(
    "E06", "Score without the rule it was given by", "error", about=ALL,
    why="Without the rubric and its version nobody can say what “Achieved” meant, or give the score again.",
    source=_RULE,
    broken="""
        factors:
          trust: {label: Greater trust, score: {label: Achieved}}
    """,
    passing="""
        factors:
          trust: {label: Greater trust, score: {label: Supported, rubric: contribution, rubric_version: 1}}
    """,
)
def score_has_rule(look: Look) -> Iterator[Finding]:
    """Stored scores of factors and claims without rubric or rubric version.

    Where evidence is at hand, `sysmap.checks.given_scores` asks under the same code whether a stored score is the one that
    its rule gives, or says why not.
    """
    for kind, elements in (("factors", look.map.factors), ("claims", look.map.claims)):
        for element in elements.values():
            if element.score is not None and not (element.score.rubric and element.score.rubric_version):
                lacking = "rubric_version" if element.score.rubric else "rubric"
                yield (kind, element.id, "score"), (
                    f"{shown(element.label)} is scored {shown(element.score.label)} without saying by which rule."), (
                    f"Add `{lacking}:`" + (", as the rubric's file gives it." if element.score.rubric
                                           else " and `rubric_version:`."))


@rule(
    "W17", "Score beyond the accountability ceiling", "warning", about=("theory",),
    why="A contribution score above the ceiling credits the programme with what it does not answer for.",
    source="Mayne 2015 on direct and indirect influence; the accountability ceiling of theory-of-change practice",
    broken="""
        layers:
          - {id: early, label: Early outcomes, stage: outcome}
          - {id: late, label: Late outcomes, stage: impact}
        ceiling: early
        factors:
          health: {label: Better health, layer: late, score: {label: Achieved, rubric: r, rubric_version: 1}}
    """,
    passing="""
        layers:
          - {id: early, label: Early outcomes, stage: outcome}
          - {id: late, label: Late outcomes, stage: impact}
        ceiling: early
        factors:
          health: {label: Better health, layer: late, likelihood: 1}
    """,
)
def ceiling_kept(look: Look) -> Iterator[Finding]:
    """Scored factors in a layer after the ceiling."""
    ceiling = look.order.get(look.map.ceiling or "")
    if ceiling is None:
        return
    for factor in look.factors:
        place = look.order.get(factor.layer or "")
        if factor.score is not None and place is not None and place > ceiling:
            yield ("factors", factor.id, "score"), (
                f"{look.name(factor.id)} lies beyond what the programme answers for, and is scored."), (
                "Give its likelihood (`likelihood:`) or a note instead, or move the ceiling.")
