"""Scores, stories and comparisons as values that explain and show themselves, like answers of an analysis."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import pandas as pd

from sysmap.contribution.scoring import Scoring, scoring_json
from sysmap.contribution.story import Story
from sysmap.core.diff import MapDiff
from sysmap.core.map import Map
from sysmap.core.sentences import count_text
from sysmap.project import Project
from sysmap.questions.registry.table import Table

__all__ = ["Changes", "Result", "Scores", "StoryPage"]


class Result(ABC):
    """What the three have in common: sentences, a table, a frame, and showing themselves."""

    @abstractmethod
    def explain(self) -> str:
        """The main thing in a few sentences."""

    @abstractmethod
    def rows(self) -> list[dict[str, Any]]:
        """One plain record a row."""

    def table(self) -> Table:
        """The rows for people."""
        rows = self.rows()
        heads = tuple(rows[0]) if rows else ()
        return Table(heads, tuple(tuple("" if row[head] is None else str(row[head]) for head in heads) for row in rows))

    def to_frame(self) -> pd.DataFrame:
        """The rows as a frame."""
        return pd.DataFrame(self.rows())

    def _repr_html_(self) -> str:
        from sysmap.notebook.show import html_of
        return html_of(self)

    def __repr__(self) -> str:
        return self.explain()


class Scores(Result):
    """A theory's outcomes under one rule. `scoring` holds everything, `to_json()` the public shape."""

    def __init__(self, scoring: Scoring) -> None:
        self.scoring = scoring

    def explain(self) -> str:
        """How many outcomes get which score, under which rule, and where the published score differs."""
        scored = [one for one in self.scoring.outcomes if one.element.in_scope]
        counts: dict[str, int] = {}
        for one in scored:
            counts[one.proposal.score] = counts.get(one.proposal.score, 0) + 1
        told = ", ".join(f"{number} {label.lower()}" for label, number in counts.items()) or "none scored"
        published = [one for one in scored if one.element.published is not None]
        other = [f"“{one.element.label}”" for one in published if one.agrees is False]
        said = f" {len(published) - len(other)} of {len(published)} published scores come out the same." if published else ""
        return f"{count_text(len(scored), 'element')} scored by {self.scoring.rule_text}: {told}.{said}" + (
            f" Otherwise: {', '.join(other)}." if other else "")

    def rows(self) -> list[dict[str, Any]]:
        """One row an outcome: proposed, published and standing score, reasons, margin, items used."""
        return [{"id": one.element.id, "label": one.element.label, "layer": one.element.layer, "proposed": one.proposal.score,
                 "published": one.element.published.label if one.element.published else None, "stands": one.score,
                 "reasons": " ".join(one.proposal.reasons), "margin": one.proposal.margin, "used": len(one.proposal.used),
                 "ignored": len(one.proposal.ignored),
                 "standing": " ".join(one.standing.sentences) if one.standing else ""} for one in self.scoring.outcomes]

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape of scores."""
        return scoring_json(self.scoring)


class StoryPage(Result):
    """The contribution story of one claim. `story` holds its parts."""

    def __init__(self, found: Story) -> None:
        self.story = found

    def explain(self) -> str:
        """The claim and the judgement on it."""
        return f"{self.story.label}: {' '.join(self.story.judgement)}"

    def rows(self) -> list[dict[str, Any]]:
        """One row a line: under which heading, and the line."""
        return [{"part": heading, "line": line} for heading, lines in self.story.sections() for line in lines]

    def sections(self) -> list[tuple[str, list[str]]]:
        """Headings with their lines, in the order of the page."""
        return self.story.sections()

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape of a story."""
        return self.story.to_json()


class Changes(Result):
    """What changed between two versions. `diff` holds everything; `map` and `before` are the versions, drawn together."""

    def __init__(self, found: MapDiff, project: Project, before: Map) -> None:
        self.diff = found
        self.project = project
        self.map = project.map
        self.before = before

    def explain(self) -> str:
        """How many changes, and how many the change log explains."""
        logged = sum(change.logged for change in self.diff.changes)
        return (f"{count_text(len(self.diff.changes), 'change')} from {self.diff.before} to {self.diff.after}; the change log "
                f"explains {logged}.")

    def rows(self) -> list[dict[str, Any]]:
        """One row a change."""
        return [{"id": one.id, "kind": one.kind, "element": one.element, "before": one.before, "after": one.after,
                 "reason": one.reason, "logged": one.logged, "sentence": one.sentence} for one in self.diff.changes]

    def table(self) -> Table:
        """Id, kind and sentence."""
        return Table(("change", "kind", "in words"), tuple((one.id, one.kind, one.sentence) for one in self.diff.changes))

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape of a comparison."""
        return self.diff.to_json()
