"""Many cases in one picture: for each outcome, how many of the cases heard saw it, by round, case, audience, kind or role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

from sysmap.core.sentences import count_text, join_words
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.case_groups import GROUPINGS, ROWS, CaseCell, CaseGroup, CaseTable, counted_by_case

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["CasesAnswer", "case_table"]

_WIDE = 6
"""The most groups that stand side by side; of more, each gets rows of its own."""
_LEAST = 3
"""Shares of fewer cases than that are not compared."""


class CaseGroupData(TypedDict):
    """A group of cases, as data."""

    id: Annotated[str, "the round, audience, kind or role; for a single case its id, a bar and the round"]
    label: str
    of: Annotated[int | None, "how many of its cases were heard on any outcome, at least; null: too few to be printed"]


class CaseCellData(TypedDict):
    """What the cases of one group say of an outcome, as data."""

    group: Annotated[str | None, "the group; null: all of them"]
    supports: Annotated[int | None, "how many cases saw it, at least; null: withheld"]
    contradicts: Annotated[int | None, "how many say otherwise"]
    alternative: Annotated[int | None, "how many explain it in another way"]
    neutral: Annotated[int | None, "how many looked for it and saw no effect"]
    of: Annotated[int | None, "the denominator: how many cases of the group were heard"]
    withheld: Annotated[bool, "whether a number was too small to be printed at this level"]


class CaseOutcomeData(TypedDict):
    """An outcome by groups of cases, as data."""

    id: str
    label: str
    cells: Annotated[list[CaseCellData], "one a group that says something of it, then all together"]


class CasesData(TypedDict):
    """Cases by outcome, as data."""

    by: Annotated[Literal["round", "case", "audience", "kind", "role"], "what makes a group"]
    groups: Annotated[list[CaseGroupData], "the rounds, audiences, kinds, roles or single cases"]
    of: Annotated[int | None, "how many cases were heard in all, at least"]
    outcomes: Annotated[list[CaseOutcomeData], "the outcomes that evidence speaks of, in the theory's order"]
    aside: Annotated[int, "items that sum up what others said, or that name no case where single cases are asked for"]


@dataclass(frozen=True)
class CasesAnswer(Answer):
    """Cases by outcome; `found` holds the numbers, `of` is the one outcome asked about."""

    found: CaseTable = field(repr=False)
    of: str | None = None

    @property
    def used_links(self) -> tuple[str, ...]:
        """No link: cases speak of the outcomes themselves."""
        return ()

    @property
    def used_factors(self) -> tuple[str, ...]:
        """The outcomes, where they are factors."""
        return tuple(one.id for one in self._outcomes if one.id in self.map.factors)

    @property
    def _outcomes(self) -> list[Any]:
        return [one for one in self.found.outcomes if self.of in (None, one.id)]

    @property
    def _row(self) -> str:
        return "mechanism" if self._outcomes and self._outcomes[0].kind == "mechanism" else "outcome"

    def _cells(self, id_: str) -> Iterator[tuple[CaseGroup, CaseCell]]:
        for group in self.found.groups:
            if (id_, group.id) in self.found.cells:
                yield group, self.found.cells[id_, group.id]

    def words(self) -> str:
        """How many cases were heard, where groups differ most, and what the numbers are."""
        if not self._outcomes:
            return "No case is on record that speaks of an outcome of this map."
        table = self.found
        kind = {"round": "round", "case": "case", "audience": "audience", "kind": "kind of case", "role": "role"}[table.by]
        heard = f"at least {count_text(table.whole.of, 'case')}" if table.whole.of is not None else "a few cases"
        parts = [f"{count_text(len(self._outcomes), self._row)}, on which {heard} {'speak' if table.whole.of != 1 else 'speaks'}"
                 + (f", in {count_text(len(table.groups), kind, 'kinds of case' if table.by == 'kind' else None)}."
                    if table.by != "case" else ", case by case.")]
        if table.by != "case":
            parts.append(f"“3 of 7” are three that saw it of seven heard in the group on any {self._row}: who is silent about this one stays "
                         "in the seven, and cases without a name are counted from below.")
        parts += self.contrast_words(3)
        if any(cell.withheld for cell in (*table.cells.values(), *table.totals.values())):
            parts.append("Numbers below three are withheld, and totals that would give them away.")
        if table.aside:
            it, names, sums = ("it", "names", "sums") if table.aside == 1 else ("they", "name", "sum")
            parts.append(f"{count_text(table.aside, 'item')} {'stands' if table.aside == 1 else 'stand'} aside: "
                         f"{it} {f'{names} no case, or {sums}' if table.by == 'case' else sums} up what others said.")
        return " ".join(parts)

    def contrast_words(self, most: int) -> list[str]:
        """The largest contrasts between groups, a sentence each."""
        return [f"“{label}”: {high.label} {a.supports} of {high.of}, {low.label} {b.supports if b else 0} of {low.of}."
                for label, (high, a), (low, b) in self.contrasts()[:most]]

    def contrasts(self) -> list[tuple[str, tuple[CaseGroup, CaseCell], tuple[CaseGroup, CaseCell | None]]]:
        """Outcomes on which groups differ most: the group with the largest share that saw it, and that with the smallest.

        Only groups of three cases and more are compared, and only where the shares differ by a quarter or more.
        """
        found = []
        for one in self._outcomes:
            shares = [(cell.supports / group.of if cell else 0.0, group, cell) for group in self.found.groups
                      if group.of is not None and group.of >= _LEAST and group.id != "-"
                      and not ((cell := self.found.cells.get((one.id, group.id))) and cell.withheld)]
            shares.sort(key=lambda share: (-share[0], share[1].id))
            if len(shares) > 1 and shares[0][0] - shares[-1][0] >= 0.25:
                (top, high, a), (low, bottom, b) = shares[0], shares[-1]
                assert a is not None
                found.append((top - low, one.label, (high, a), (bottom, b)))
        found.sort(key=lambda each: (-each[0], each[1]))
        return [(label, high, low) for _, label, high, low in found]

    def data(self) -> CasesData:
        """The answer as plain data."""
        return {
            "by": self.found.by, "of": self.found.whole.of, "aside": self.found.aside,
            "groups": [{"id": group.id, "label": group.label, "of": group.of} for group in self.found.groups],
            "outcomes": [{"id": one.id, "label": one.label, "cells": [
                *(_cell_data(group.id, cell, group.of) for group, cell in self._cells(one.id)),
                _cell_data(None, self.found.totals[one.id], self.found.whole.of)]} for one in self._outcomes]}

    def rows(self) -> list[dict[str, Any]]:
        """One row an outcome and group."""
        return [{"outcome": one.id, **_cell_data(group.id, cell, group.of)} for one in self._outcomes
                for group, cell in self._cells(one.id)]

    def table(self) -> Table:
        """Outcomes by groups; where the groups are many, one row an outcome and group."""
        groups = self.found.groups
        if len(groups) > _WIDE or self.found.by == "case":
            return Table((self._row, self.found.by, "says"), tuple(
                (one.id, group.label, self._text(cell, group)) for one in self._outcomes for group, cell in self._cells(one.id)))
        return Table((self._row, *(group.label for group in groups), "all"), tuple(
            (one.id, *(self._text(self.found.cells.get((one.id, group.id)), group) for group in groups),
             self._text(self.found.totals[one.id], self.found.whole)) for one in self._outcomes))

    def _text(self, cell: CaseCell | None, group: CaseGroup) -> str:
        """A cell for people: numerator and denominator; for a single case what it says."""
        if cell is None:
            return f"0 of {group.of}" if group.of is not None else ""
        if cell.withheld:
            return "withheld"
        said = [(cell.contradicts, "against"), (cell.alternative, "otherwise"), (cell.neutral, "no effect")]
        if self.found.by == "case" and group.id:
            return join_words([word for number, word in ((cell.supports, "for"), *said) if number])
        of = f" of {group.of}" if group.of is not None else ""
        return "; ".join([f"{cell.supports}{of}", *(f"{number} {word}" for number, word in said if number)])


def _cell_data(group: str | None, cell: CaseCell, of: int | None) -> CaseCellData:
    told = [None] * 4 if cell.withheld else list(cell.counts)
    return {"group": group, "supports": told[0], "contradicts": told[1], "alternative": told[2], "neutral": told[3], "of": of,
            "withheld": cell.withheld}


@question("evidence", "Each outcome by cases: how many of those heard saw it, by round, case, audience, kind of case or role.",
          about_a_part=False,
          answers="How do many cases stand side by side?",
          cannot="Why cases differ, and anything about cases that were not studied.",
          source="The project's own",
          examples=("", "--by audience"))
def case_table(
    project: Project, *,
    by: Annotated[Literal["round", "case", "audience", "kind", "role"], Parameter(
        "choice", "What to group by.", flags=("--by",), choices=GROUPINGS)] = "round",
    of: Annotated[str | None, Parameter("factor", "Only this outcome.", metavar="OUTCOME", flags=("--of",))] = None,
    rows: Annotated[Literal["outcomes", "mechanisms"], Parameter(
        "choice", "What the rows are.", flags=("--rows",), choices=ROWS)] = "outcomes",
    also_on: Annotated[str | None, Parameter(
        "factor-or-link", "Only evidence that bears on this too, e.g. improvements by mechanism.", metavar="ELEMENT",
        flags=("--also-on",))] = None,
) -> CasesAnswer:
    """Which cases say what of which outcome, with numerators and denominators.

    The denominator is every case heard in the group on any outcome. Cases without a name are counted from below, as in scores.
    Only what was observed counts; items by those who sum up what others said stand aside. At level public numbers below three are
    withheld, with the totals that would give them away.

    Parameters
    ----------
    project : the theory with its evidence, or what holds it.
    by : what to group by; `case` lists each named case in each round.
    of : only this outcome, by id, label or alias.
    rows : outcomes, or the mechanisms of the theory's models.
    also_on : only items that bear on this element too: with rows of mechanisms, through which of them it came about.

    Raises
    ------
    Refused : there is no such element.
    """
    from sysmap.core.naming import factor_named

    other = project.element(also_on).id if also_on is not None else None
    return CasesAnswer(project.map, counted_by_case(project, by, rows, other), factor_named(project.map, of) if of is not None else None)
