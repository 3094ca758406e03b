"""E06, second part: whether a stored score is the one that its rule gives, or says why not.

A score that differs from the proposal is no fault; one that differs without a word is. The reason stands with the score
(`reason:`) or in an override of a register.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from sysmap.checks.context import shown
from sysmap.contribution.base import Element, EvidenceBase, element_of
from sysmap.contribution.catalogue import rule_for
from sysmap.core.library import Rubric
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused

__all__ = ["check_scores"]


def check_scores(map_: Map, evidence: EvidenceBase, rubrics: Iterable[Rubric] = ()) -> list[Problem]:
    """Stored scores of factors and claims that their rule does not give and that say nothing about it.

    Parameters
    ----------
    map_ : a theory; scores without a rubric are left to the first part of the rule.
    evidence : what `gather` made of its registers; without any item nothing is asked.
    rubrics : the rubrics in files.

    Returns
    -------
    list of Problem : with code E06, in the order of the file, waived where the file says so.
    """
    if not evidence.items:
        return []
    known = tuple(rubrics)
    out: list[Problem] = []
    for kind, elements in (("factors", map_.factors), ("claims", map_.claims)):
        for id_, element in elements.items():
            score = element.score
            if score is None or not score.rubric:
                continue
            problem = _problem(map_, element_of(map_, id_), evidence, known, (kind, id_, "score"))
            if problem is not None:
                out.append(_waived(map_, problem))
    return out


def _problem(
    map_: Map, element: Element, evidence: EvidenceBase, rubrics: tuple[Rubric, ...], at: tuple[str, ...]
) -> Problem | None:
    score = element.published
    assert score is not None
    try:
        rule, variant = rule_for(score.rubric, rubrics)
    except Refused as refused:
        first = refused.problems[0]
        return Problem(code="E06", message=f"{shown(element.label)} is scored by a rule that cannot be used: {first.message}",
                       hint=first.hint, at=at)
    if element.kind not in rule.kinds:
        return None
    proposal = rule.score(element, evidence, variant=variant)
    if score.label.casefold().strip() == proposal.score.casefold().strip() or (score.reason or "").strip():
        return None
    if element.id in evidence.overrides:
        return None
    return Problem(
        code="E06", at=at,
        message=f"{shown(element.label)} is scored {shown(score.label)}; {rule.id} {rule.version} gives "
        f"{shown(proposal.score)}, and no reason is given for the difference.",
        hint=f"Say why (`reason:`), or see what it rests on: sysmap score {map_.id} {element.id}.")


def _waived(map_: Map, problem: Problem) -> Problem:
    for waiver in map_.waive:
        if waiver.code == problem.code and waiver.element in (None, problem.element) and waiver.reason.strip():
            return dataclasses.replace(problem, waived=waiver.reason.strip())
    return problem
