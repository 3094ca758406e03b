"""Outcomes over the rounds of an evaluation: what is known by the end of each round, and what each round alone shows.

The rule of the project scores every outcome from the evidence known by the end of each round of the profile, and from that of
the round alone. A change from round to round is a change of what is known; it is no measure of the change in the world.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.contribution.rubric import NO_EVIDENCE
from sysmap.core.sentences import count_text, join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.over_rounds import OutcomeOverRounds, OverRounds, over_rounds

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["RoundsAnswer", "rounds"]


class RoundScoreData(TypedDict):
    """An outcome in one round, as data."""

    round: Annotated[str, "the round's id"]
    items: Annotated[int, "how many items of this round bear on the outcome"]
    alone: Annotated[str, "what the rule proposes from this round's evidence alone"]
    by_then: Annotated[str, "what it proposes from all evidence until the end of the round"]
    rung: Annotated[int | None, "the place of `by_then` among the steps of the scale, from 0; null: no evidence yet, or no step"]
    published: Annotated[str | None, "the score that was published for the round"]


class OutcomeRoundsData(TypedDict):
    """An outcome over the rounds, as data."""

    id: str
    label: str
    layer: Annotated[str | None, "the layer it stands in"]
    moved: Annotated[bool, "whether what is known changed between rounds with evidence"]
    scores: Annotated[list[RoundScoreData], "round by round, the earliest first"]


class RoundData(TypedDict):
    """A round as data."""

    id: str
    label: str
    items: Annotated[int, "items of evidence known by its end"]
    unplaced: Annotated[list[str], "items that say no round or date that can be compared, and are left out"]


class RoundLevelData(TypedDict):
    """A level of the rubric as data."""

    id: str
    label: str


class RoundsData(TypedDict):
    """Outcomes over rounds, as data."""

    rubric: Annotated[str | None, "the rule that proposes the scores; null where there are no rounds or no rule"]
    variant: Annotated[str | None, "which reading of it"]
    levels: Annotated[list[RoundLevelData], "the steps of its scale, the lowest first"]
    rounds: Annotated[list[RoundData], "the rounds, the earliest first"]
    outcomes: Annotated[list[OutcomeRoundsData], "the outcomes in the theory's order"]


@dataclass(frozen=True)
class RoundsAnswer(Answer):
    """Outcomes over the rounds of an evaluation.

    `found` is None where the profile has no rounds, or no rule can score the outcomes; `of` is the one outcome asked about.
    """

    found: OverRounds | None = field(repr=False)
    of: str | None = None

    @property
    def outcomes(self) -> tuple[OutcomeOverRounds, ...]:
        """The outcomes asked about."""
        return tuple(one for one in self.found.outcomes if self.of in (None, one.element.id)) if self.found else ()

    @property
    def used_links(self) -> tuple[str, ...]:
        """No link: scores rest on evidence about the outcomes themselves."""
        return ()

    @property
    def used_factors(self) -> tuple[str, ...]:
        """The outcomes, where they are factors."""
        return tuple(one.element.id for one in self.outcomes if one.element.id in self.map.factors)

    def words(self) -> str:
        """How many outcomes moved and how, what the rounds rest on, and what that does not mean."""
        if self.found is None:
            return "There is nothing to follow over rounds: the profile has no rounds, or no rule scores this map's outcomes."
        if not self.outcomes:
            return "No outcome is scored, so there is nothing to follow over rounds."
        names = [label for _, label in self.found.rounds]
        moved = [one for one in self.outcomes if one.moved]
        parts = [f"Over {count_text(len(names), 'round')} ({join_words(names)}), what is known of {len(moved)} of "
                 f"{count_text(len(self.outcomes), 'outcome')} changed."]
        parts += [f"“{one.element.label}”: {', then '.join(one.path)}." for one in moved[:8]]
        new = [one for one in self.outcomes if one.new and not one.moved]
        if new:
            parts.append(f"Of {len(new)} nothing was known after the first round: "
                         f"{join_words([f'“{one.element.label}” (now {one.path[-1]})' for one in new[:8]])}{', …' if new[8:] else ''}.")
        bare = [label for (id_, label) in self.found.rounds if not any(
            score.items for one in self.outcomes for score in one.scores if score.round == id_)]
        if bare:
            parts.append(f"No item of {'the round' if len(bare) == 1 else 'the rounds'} {join_words(bare)} bears on "
                         f"{'it' if len(self.outcomes) == 1 else 'them'}.")
        unplaced = len(self.found.seen[-1].unplaced)
        if unplaced:
            says = "says" if unplaced == 1 else "say"
            parts.append(f"{count_text(unplaced, 'item')} of evidence {says} no round or date that can be compared, and "
                         f"{'is' if unplaced == 1 else 'are'} left out.")
        parts.append("Scores are those that the rule proposes from all evidence until the end of each round; a change is one of what is "
                     "known, and no measure of the change in the world.")
        return " ".join(parts)

    def data(self) -> RoundsData:
        """The answer as plain data."""
        if self.found is None:
            return {"rubric": None, "variant": None, "levels": [], "rounds": [], "outcomes": []}
        return {
            "rubric": self.found.rule.id, "variant": self.found.variant,
            "levels": [{"id": id_, "label": label} for id_, label in self.found.levels],
            "rounds": [{"id": id_, "label": label, "items": seen.items, "unplaced": list(seen.unplaced)}
                       for (id_, label), seen in zip(self.found.rounds, self.found.seen, strict=True)],
            "outcomes": [{
                "id": one.element.id, "label": one.element.label, "layer": one.element.layer, "moved": one.moved,
                "scores": [{"round": score.round, "items": score.items, "alone": score.alone.score, "by_then": score.by_then.score,
                            "rung": score.rung, "published": score.published} for score in one.scores]} for one in self.outcomes]}

    def rows(self) -> list[dict[str, Any]]:
        """One row an outcome and round."""
        return [{"outcome": one.element.id, "round": score.round, "by_then": score.by_then.score, "alone": score.alone.score,
                 "items": score.items, "published": score.published, "rung": score.rung}
                for one in self.outcomes for score in one.scores]

    def table(self) -> Table:
        """One row an outcome: its line over the rounds, and for each round what is known and what the round alone shows."""
        if self.found is None:
            return Table(("outcome",), ())
        return Table(("outcome", "line", *(label for _, label in self.found.rounds), "in short"), tuple(
            (one.element.id, self.line(one), *(_cell(score.by_then.score, score.alone.score, score.items, score.published)
                                               for score in one.scores),
             "moved" if one.moved else "new" if one.new else "") for one in self.outcomes))

    def line(self, one: OutcomeOverRounds) -> str:
        """An outcome's line in a few signs: higher bars for higher steps, ~ for a level off the scale, a dot for no evidence.

        It is for reading along a row; the levels are words, and their distances mean nothing.
        """
        assert self.found is not None
        bars = "▁▂▃▄▅▆▇█"
        top = max(len(self.found.levels) - 1, 1)
        return "".join(
            "·" if score.by_then.level == NO_EVIDENCE else "~" if score.rung is None else bars[round(score.rung / top * (len(bars) - 1))]
            for score in one.scores)


def _cell(by_then: str, alone: str, items: int, published: str | None) -> str:
    own = f"; alone: {alone}" if items and alone != by_then else ""
    said = f"; published: {published}" if published else ""
    return f"{by_then} ({count_text(items, 'item')}{own}{said})"


@question("evidence", "Each outcome over the rounds of the evaluation: what is known by the end of each.", about_a_part=False,
          answers="What was known by the end of each round, and what changed since?",
          cannot="Why it changed, unless a record of change says so.",
          source="Mayne 2008, ILAC Brief 16 (contribution analysis is repeated)",
          examples=("", "--of health"))
def rounds(
    project: Project, *,
    of: Annotated[str | None, Parameter("factor", "Only this outcome.", metavar="OUTCOME", flags=("--of",))] = None,
) -> RoundsAnswer:
    """How the scores of a theory's outcomes stand after each round of the evaluation.

    For every round of the profile the project's rule scores each outcome twice: from all evidence until the end of the round, and
    from that of the round alone. Items without a round or date that can be compared are left out and counted.

    Parameters
    ----------
    project : the theory with its evidence, or what holds it.
    of : only this outcome, by id, label or alias.

    Raises
    ------
    Refused : there is no such factor.
    """
    from sysmap.core.naming import factor_named

    chosen = factor_named(project.map, of) if of is not None else None
    return RoundsAnswer(project.map, over_rounds(project), chosen)
