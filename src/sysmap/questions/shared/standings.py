"""Where each outcome stands: from which starts it is reached, with which sign, on what evidence, with what score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypedDict

from sysmap.analysis.base import Budget
from sysmap.analysis.projection import project, projection_of
from sysmap.analysis.signed_paths import verdicts
from sysmap.analysis.signs import Verdict
from sysmap.questions.registry.rungs import RUNGS, Rung, at_rung

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["OutcomeStanding", "StandingData", "rungs_reached", "scores_of", "standings_of"]


class StandingData(TypedDict):
    """Where an outcome stands, as data."""

    reached_from: Annotated[list[str], "the starts from which a path leads to it, of any length"]
    verdicts: Annotated[dict[str, Verdict | None], "the verdict of the influence of each start that reaches it within the length asked; "
                                                   "null where the time did not suffice"]
    rung: Annotated[Rung | None, "the best evidence on which a path from a start holds throughout: strong, moderate, weak, or all "
                                 "where only everything drawn reaches it; null where nothing does, or no evidence was at hand"]
    score: Annotated[str | None, "the score that the project's rule proposes; null where it scores no such outcome"]


@dataclass(frozen=True, slots=True)
class OutcomeStanding:
    """Where one outcome stands."""

    reached_from: tuple[str, ...]
    verdicts: Mapping[str, Verdict | None]
    rung: Rung | None
    score: str | None

    def data(self) -> StandingData:
        """The same as plain data."""
        return {"reached_from": list(self.reached_from), "verdicts": dict(self.verdicts), "rung": self.rung, "score": self.score}


def standings_of(
    given: Project, starts: Sequence[str], outcomes: Sequence[str], max_length: int, budget: Budget
) -> dict[str, OutcomeStanding]:
    """Where outcomes stand.

    Parameters
    ----------
    given : the project; starts or outcomes that it has not in use are passed over.
    starts, outcomes : ids of factors.
    max_length : the most links of the paths that verdicts speak of.
    budget : for the verdicts.
    """
    proj = projection_of(given.map)
    begins = [id_ for id_ in starts if id_ in proj.at]
    rungs = rungs_reached(given, begins, outcomes) if given.grades else {}
    scores = scores_of(given)
    found = {}
    for done, end in enumerate(outcomes):
        if end not in proj.at:
            found[end] = OutcomeStanding((), {}, None, None)
            continue
        y = proj.at[end]
        near = proj.distances([y], up=True)
        mine = [id_ for id_ in begins if id_ != end and proj.at[id_] in near]
        said = verdicts(proj, y, [proj.at[id_] for id_ in mine], max_length, budget.share(len(outcomes) - done), up=True)
        found[end] = OutcomeStanding(tuple(mine), {id_: said[proj.at[id_]] for id_ in mine}, rungs.get(end), scores.get(end))
    return found


def rungs_reached(given: Project, starts: Iterable[str], outcomes: Iterable[str]) -> dict[str, Rung]:
    """For each outcome that a start reaches, the best evidence that a whole path has: the widest path, max-min."""
    found: dict[str, Rung] = {}
    begins = list(starts)
    for rung in RUNGS:
        proj = project(at_rung(given, rung).map)
        for end in outcomes:
            if end not in found and end in proj.at:
                near = proj.distances([proj.at[end]], up=True)
                if any(id_ in proj.at and id_ != end and proj.at[id_] in near for id_ in begins):
                    found[end] = rung
    return found


def scores_of(given: Project) -> dict[str, str]:
    """The score that the project's own rule proposes for each outcome; empty where there is no evidence or the rule cannot work."""
    from sysmap.contribution.scoring import score_elements, scored_elements

    if not given.registers or given.rubric_problems:
        return {}
    rule, variant = given.rule()
    elements = [one for one in scored_elements(given.map, rule, given.mechanisms) if one.kind == "factor"]
    return {one.element.id: one.proposal.score for one in score_elements(elements, given.evidence, rule, None, variant, margins=False)}
