"""Scores and evidence: what can be asked of stored scores now, and the rules that wait for the evidence itself."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.core.checks.look import Look, shown
from sysmap.core.checks.rule import ALL, Finding, rule, waiting

__all__ = ["ceiling_kept", "score_has_rule"]

_RULE = "IFF Research for CQC 2025, Table 10.1; house rule that a score names its rule"


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
          trust: {label: Greater trust, score: {label: Achieved, rubric: cqc-contribution, rubric_version: 1}}
    """,
    later="a stored score that differs from the one the rule gives, with no reason for the difference",
)
def score_has_rule(look: Look) -> Iterator[Finding]:
    """Stored scores of factors and claims without rubric or rubric version."""
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


waiting("E05", "Evidence about something that is not there", "error", about=ALL, source="House rule",
        why="An item about an unknown factor, link, claim, case or source is lost to every score.")
waiting("W11", "Score with no evidence", "warning", about=("theory",), source=_RULE,
        why="A score that rests on nothing cannot be defended.")
waiting("W12", "Evidence older than the review period", "warning", about=("theory",),
        source="HM Treasury 2020, Magenta Book",
        why="What was true before the period under review says little about the programme in it.")
waiting("W13", "All evidence from one case or one audience", "warning", about=("theory",),
        source="IFF Research for CQC 2025, Table 10.1",
        why="One case, however many people of it speak, is one view.")
waiting("W14", "Only supporting evidence", "warning", about=("theory",), source="Delahais and Toulemonde 2012",
        why="Who has not looked for what speaks against a claim has not tested it.")
waiting("W15", "Observed, but no observed evidence", "warning", about=("theory",),
        source="IFF Research for CQC 2025, App. 2",
        why="A solid box says that somebody saw it happen.")
waiting("W16", "Anticipated, but seen already", "warning", about=("theory",),
        source="IFF Research for CQC 2025, App. 2 (dotted boxes)",
        why="A dotted box says that there is no evidence yet.")
waiting("W20", "Made-up example counted as evidence", "warning", about=("theory",),
        source="IFF Research for CQC 2025, Fig. 10.3",
        why="An example that illustrates a mechanism did not happen.")
