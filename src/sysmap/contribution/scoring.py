"""Scoring a theory: every outcome with the rule's proposal, the published score and what people decided.

A rule proposes; people decide. A decision (an override) has a reason, a role and a date, comes from a register of
evidence or from a publication, and never replaces the proposal: both are shown, and whether they agree.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sysmap.contribution.base import Element, EvidenceBase, elements_of, outcomes
from sysmap.contribution.counting_rule import CountingRule
from sysmap.contribution.rubric import Proposal, Rule, with_margin
from sysmap.contribution.score_margin import what_would_change
from sysmap.contribution.score_standing import ScoreStanding, rule_text, standing_of
from sysmap.core.library import Mechanisms
from sysmap.core.map import Map

__all__ = ["Decision", "Scored", "Scoring", "decision_on", "for_everybody", "score_elements", "score_map", "scored_elements", "scored_json",
           "scoring_json", "switches"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A score that people set beside the proposed one.

    `origin` is `register` where an evaluator wrote it into a register of evidence, `published` where it is the score
    that the theory's authors published.
    """

    score: str
    reason: str
    role: str
    date: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class Scored:
    """One element with its proposal and, where people see it otherwise, their decision."""

    element: Element
    proposal: Proposal
    override: Decision | None = None
    standing: ScoreStanding | None = None

    @property
    def agrees(self) -> bool | None:
        """Whether the proposal is the published score; `None` where none is published."""
        published = self.element.published
        return None if published is None else _same(published.label, self.proposal.score)

    @property
    def score(self) -> str:
        """The score that stands: the decision where there is one."""
        return self.override.score if self.override else self.proposal.score


@dataclass(frozen=True, slots=True)
class Scoring:
    """All outcomes of a theory under one rule."""

    rule: Rule
    variant: str | None
    options: Mapping[str, str]
    outcomes: tuple[Scored, ...]

    @property
    def rule_text(self) -> str:
        """The rule with its version and reading, as it stands with every score."""
        return rule_text(self.rule.id, self.rule.version, self.variant)


def decision_on(element: Element, proposal: Proposal, evidence: EvidenceBase) -> Decision | None:
    """What people decided on an element: an override in a register, else a published score that the rule does not give."""
    override = evidence.overrides.get(element.id)
    if override is not None:
        return Decision(override.score, override.reason, override.role, override.date, "register")
    published = element.published
    if published is None or _same(published.label, proposal.score):
        return None
    return Decision(published.label, published.reason or "", published.by or "", published.date, "published")


def scored_elements(map_: Map, rule: Rule, mechanisms: Iterable[Mechanisms] = ()) -> list[Element]:
    """What a rule scores in a theory: its outcomes, or its claims, or the mechanisms of its setting."""
    if rule.kinds[0] == "factor":
        return outcomes(map_)
    libraries = tuple(mechanisms)
    found = [e for e in elements_of(map_, libraries) if e.kind == rule.kinds[0]]
    if rule.kinds[0] == "mechanism" and map_.setting is not None:
        tiers = {f"mechanism:{m.id}": m.roles.get(map_.setting) for lib in libraries for m in lib.mechanisms.values()
                 if map_.setting in m.settings}
        found = [e for e in found if e.id in tiers]
    return found


def score_elements(
    elements: Iterable[Element], evidence: EvidenceBase, rule: Rule, options: Mapping[str, str] | None = None,
    variant: str | None = None, *, margins: bool = True,
) -> list[Scored]:
    """Score elements under one rule, each with where it stands, and its margin where the rule counts cases."""
    out = []
    for element in elements:
        proposal = rule.score(element, evidence, options, variant)
        word = evidence.profile.levels.get(proposal.level)
        if word is not None and word.label:
            proposal = dataclasses.replace(proposal, score=word.label)
        if margins and isinstance(rule, CountingRule):
            proposal = with_margin(proposal, what_would_change(rule, element, evidence, options, variant).margin)
        standing = standing_of(element, evidence, rule, proposal, options, variant) if margins else None
        out.append(Scored(element, proposal, decision_on(element, proposal, evidence), standing))
    return out


def score_map(
    map_: Map, evidence: EvidenceBase, rule: Rule, options: Mapping[str, str] | None = None,
    variant: str | None = None, *, margins: bool = True,
) -> Scoring:
    """Score every outcome of a theory.

    Parameters
    ----------
    map_ : the theory; its outcomes are scored layer by layer.
    evidence : what `gather` made of the registers.
    rule : a rule for factors, e.g. the contribution rule.
    options, variant : settings other than the rubric's own.
    margins : work out what would change each score.

    Raises
    ------
    Refused : for settings that the rubric does not have or that contradict each other.
    """
    chosen = rule.settings(options, variant)
    found = score_elements(outcomes(map_), evidence, rule, options, variant, margins=margins)
    return Scoring(rule, variant or rule.default_variant, chosen, tuple(found))


def scoring_json(scoring: Scoring) -> dict[str, Any]:
    """The public JSON shape of scores; see docs/json-evidence.md."""
    return {
        "rubric": scoring.rule.id, "rubric_version": scoring.rule.version, "variant": scoring.variant,
        "options": dict(sorted(scoring.options.items())),
        "outcomes": [scored_json(scored) for scored in scoring.outcomes],
    }


def for_everybody(scoring: Scoring) -> Scoring:
    """The scores as a reader outside the team sees them: where a score stands is said with the rubric's title, and without the
    single cases and coders that it hangs on.
    """
    title = f"“{scoring.rule.rubric.title}”"
    outcomes = [dataclasses.replace(one, standing=None if one.standing is None else dataclasses.replace(
        one.standing, rule=title, left_out=tuple(left for left in one.standing.left_out if left.kind == "register"), tried={}))
        for one in scoring.outcomes]
    return dataclasses.replace(scoring, outcomes=tuple(outcomes))


def scored_json(scored: Scored) -> dict[str, Any]:
    """One scored element as JSON."""
    proposal, element = scored.proposal, scored.element
    return {
        "id": element.id, "label": element.label, "layer": element.layer, "in_scope": element.in_scope, "proposed": proposal.score,
        "override": dataclasses.asdict(scored.override) if scored.override else None,
        "published": element.published.label if element.published else None, "agrees": scored.agrees,
        "reason": proposal.reason, "reasons": list(proposal.reasons), "flags": list(proposal.flags),
        "counts": dict(proposal.counts), "gates": [dataclasses.asdict(gate) for gate in proposal.gates],
        "margin": proposal.margin, "used": list(proposal.used),
        "standing": scored.standing.to_json() if scored.standing else None,
        "ignored": [{"id": ignored.id, "why": ignored.why} for ignored in proposal.ignored],
    }


def switches(
    elements: Sequence[Element], evidence: EvidenceBase, rule: Rule, options: Mapping[str, str] | None = None,
    variant: str | None = None,
) -> list[tuple[str, str, dict[str, str]]]:
    """Which single settings, turned otherwise, change a score.

    Returns
    -------
    list of (option, value, {element id: the score it would give}) : only those that change something, in the rubric's
    order. It shows how much of a score hangs on how the printed rule is read.
    """
    from sysmap.core.problem import Refused

    chosen = rule.settings(options, variant)
    now = {e.id: rule.score(e, evidence, options, variant).score for e in elements}
    out = []
    for option in rule.rubric.options.values():
        for value in option.choices:
            if option.value is None or value == chosen.get(option.id) or option.id == "not-achieved-label":
                continue
            try:
                tried = {**(options or {}), option.id: value}
                after = {e.id: rule.score(e, evidence, tried, variant).score for e in elements}
            except Refused:
                continue
            changed = {id_: score for id_, score in after.items() if score != now[id_]}
            if changed:
                out.append((option.id, value, changed))
    return out


def _same(one: str, two: str) -> bool:
    return one.casefold().strip() == two.casefold().strip()
