"""Outcomes over the rounds of an evaluation: what each round alone shows, and what is known by its end.

Two scores stand beside each other for every outcome and round, since they answer different questions. What is known by the end
of a round adds up all evidence until then and says where the outcome stands. What the round alone shows says whether the new
evidence points the same way; a second round that asked fewer people may be weaker alone without anything having got worse.
A published score of the round stands beside both. A change between rounds is a change of what is known; it is no measure of
the change in the world.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sysmap.contribution.base import Element
from sysmap.contribution.rubric import NO_EVIDENCE, Proposal, Rule
from sysmap.contribution.scoring import score_elements, scored_elements
from sysmap.core.problem import Refused
from sysmap.core.rounds import SeenFrom, score_in

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["OutcomeOverRounds", "OverRounds", "RoundScore", "over_rounds"]


@dataclass(frozen=True, slots=True)
class RoundScore:
    """An outcome in one round.

    Attributes
    ----------
    items : how many items of this round bear on it.
    alone : what the rule proposes from the round's own evidence. `by_then`: from all evidence until its end.
    rung : place of `by_then` among the rubric's levels, from 0; None where there is no
        evidence yet, or the level is no step of the scale.
    published : the score published for the round.
    """

    round: str
    items: int
    alone: Proposal
    by_then: Proposal
    rung: int | None
    published: str | None


@dataclass(frozen=True, slots=True)
class OutcomeOverRounds:
    """One outcome with its scores, round by round."""

    element: Element
    scores: tuple[RoundScore, ...]

    @property
    def moved(self) -> bool:
        """Whether what is known changed between rounds in which there was evidence."""
        return len({one.by_then.level for one in self.scores if one.by_then.level != NO_EVIDENCE}) > 1

    @property
    def new(self) -> bool:
        """Whether nothing was known of it after the first round, and something since."""
        return self.scores[0].by_then.level == NO_EVIDENCE != self.scores[-1].by_then.level

    @property
    def path(self) -> tuple[str, ...]:
        """What was known round by round, each score once while it stays."""
        out: list[str] = []
        for one in self.scores:
            if not out or out[-1] != one.by_then.score:
                out.append(one.by_then.score)
        return tuple(out)


@dataclass(frozen=True, slots=True)
class OverRounds:
    """The outcomes of a theory over the rounds of its profile.

    `levels` are the steps of the rubric's scale as (id, label), the lowest first; `rounds` (id, label), the earliest first.
    """

    rule: Rule
    variant: str | None
    rounds: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    outcomes: tuple[OutcomeOverRounds, ...]
    seen: tuple[SeenFrom, ...]


def over_rounds(project: Project) -> OverRounds | None:
    """The outcomes of a project over the rounds of its profile; None where it has no rounds, or no rule that can work.

    Rounds are those that the profile declares, in its order.
    """
    try:
        rule, variant = project.rule()
    except Refused:
        return None
    names = tuple(project.profile.rounds)
    if not names:
        return None
    levels = tuple((level.id, level.label) for level in rule.rubric.levels.values() if not level.off_scale)
    rung = {id_: at for at, (id_, _) in enumerate(levels)}
    elements = [one for one in scored_elements(project.map, rule, project.mechanisms) if one.in_scope]
    columns: list[tuple[str, SeenFrom, Sequence[Proposal], Sequence[Proposal], list[int]]] = []
    for name in names:
        alone, by_then = project.at(round_=name), project.at(as_of=name)
        assert by_then.seen_from is not None
        own, total = ([scored.proposal for scored in score_elements(elements, one.evidence, rule, None, variant, margins=False)]
                      for one in (alone, by_then))
        columns.append((name, by_then.seen_from, own, total, [len(alone.evidence.on(one.id)) for one in elements]))
    outcomes = tuple(OutcomeOverRounds(element, tuple(
        RoundScore(name, items[at], own[at], total[at], _rung(total[at], rung), _published(project, element, name))
        for name, _, own, total, items in columns)) for at, element in enumerate(elements))
    return OverRounds(rule, variant or rule.default_variant, tuple((name, project.profile.rounds[name].label or name) for name in names),
                      levels, outcomes, tuple(seen for _, seen, _, _, _ in columns))


def _rung(proposal: Proposal, rung: dict[str, int]) -> int | None:
    return None if proposal.level == NO_EVIDENCE else rung.get(proposal.level)


def _published(project: Project, element: Element, round_: str) -> str | None:
    held = project.map.factors.get(element.id) or project.map.claims.get(element.id)
    score = score_in(held, round_) if held is not None else None
    return score.label if score else None
