"""What evidence and monitoring show beside the map, as figures with tables: rounds, cases, indicators, improvement actions.

Page and reports show the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from sysmap.contribution.improvement_actions import actions_on, actions_words
from sysmap.contribution.indicator_trend import IndicatorStanding, standing_of_indicator
from sysmap.contribution.rubric import NO_EVIDENCE
from sysmap.core.dates import days_between, last_day
from sysmap.core.monitoring import IndicatorPoint, Observation
from sysmap.core.sentences import count_text
from sysmap.core.small_numbers import shown_count
from sysmap.project import Project
from sysmap.questions.case_table import CasesAnswer, case_table
from sysmap.questions.rounds import RoundsAnswer, rounds
from sysmap.questions.shared.case_groups import CaseCell, CaseGroup, CaseGrouping
from sysmap.views.matrix import MatrixCell, Sign, matrix_svg, matrix_words
from sysmap.views.small_lines import SmallLine, lines_svg, lines_words

__all__ = ["EvidenceFigure", "EvidenceFigureData", "evidence_figures", "figure_data", "indicator_line"]

Value = str | int | float | None

_MOST_CASES = 16
"""The most single cases that stand side by side in a picture."""


class EvidenceFigureData(TypedDict):
    """A figure for a browser."""

    key: str
    title: str
    words: str
    svg: str
    alt: str
    headings: list[str]
    rows: list[list[str]]


@dataclass(frozen=True, slots=True)
class EvidenceFigure:
    """A picture with its title, what it means in sentences, the same in words, and its table.

    `svg` is empty where there is only a table, `drawn` what the picture is called; `table` is what the table is called, `columns` and
    `rows` its content.
    """

    key: str
    title: str
    words: str
    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    drawn: str = ""
    caption: str = ""
    svg: str = ""
    alt: str = ""


def evidence_figures(project: Project, date: str | None = None) -> list[EvidenceFigure]:
    """The figures of a project; each only where its files hold something of it.

    Parameters
    ----------
    project : the theory with its evidence, for readers at its level: small numbers and single cases are left out at public.
    date : the day from which actions may be late; none is where it is not given.
    """
    return [*_rounds(project), *_cases(project), *_indicators(project), *_actions(project, date)]


def figure_data(one: EvidenceFigure) -> EvidenceFigureData:
    """A figure as JSON values."""
    return {"key": one.key, "title": one.title, "words": one.words, "svg": one.svg, "alt": one.alt, "headings": list(one.columns),
            "rows": [["" if cell is None else str(cell) for cell in row] for row in one.rows]}


def _rounds(project: Project) -> Iterator[EvidenceFigure]:
    if project.map.kind != "theory" or len(project.profile.rounds) < 2 or not project.registers:
        return
    answer = rounds(project)
    if answer.found is None or not any(score.items for one in answer.outcomes for score in one.scores):
        return
    names = [label for _, label in answer.found.rounds]
    rows = tuple((one.element.label, *(
        f"{score.by_then.score} ({shown_count(score.items, 'item', project.level)}"
        f"{f'; published: {score.published}' if score.published else ''})"
        for score in one.scores), "yes" if one.moved else "new" if one.new else "") for one in answer.outcomes)
    lines = list(_outcome_lines(answer))
    last = max(len(names) - 1, 1)
    title = "What is known of each outcome by the end of each round"
    yield EvidenceFigure(
        "rounds", "Outcomes over the rounds", answer.words(), "Each outcome by the end of each round", ("Outcome", *names, "Changed"), rows,
        title, f"{title}, from the lowest step of the scale to the highest.",
        lines_svg(lines, title=title, ticks=[(at / last, label) for at, label in enumerate(names)]), lines_words(lines))


def _outcome_lines(answer: RoundsAnswer) -> Iterator[SmallLine]:
    """A small line for each outcome, from round to round."""
    assert answer.found is not None
    most = max(len(answer.found.levels) - 1, 1)
    last = max(len(answer.found.rounds) - 1, 1)
    for one in answer.outcomes:
        yield SmallLine(one.element.label, tuple(
            (at / last, None if score.rung is None else score.rung / most) for at, score in enumerate(one.scores)
            if score.by_then.level != NO_EVIDENCE), ", then ".join(one.path))


def _cases(project: Project) -> Iterator[EvidenceFigure]:
    if project.map.kind != "theory" or not project.registers:
        return
    groups: tuple[CaseGrouping, ...] = ("round", "kind", "audience", "role")
    answers = {by: case_table(project, by=by) for by in groups}
    by = next((by for by in groups[:3] if len(answers[by].found.groups) > 1), groups[0])
    if not answers[by].found.outcomes:
        return
    contrasts = [text for other in groups if other != by for text in answers[other].contrast_words(2)]
    yield _case_figure("cases-by-group", "Cases by outcome", answers[by], " ".join([answers[by].words(), *contrasts]))
    alone = case_table(project, by="case")
    if project.level != "public" and len(alone.found.groups) > 1:
        yield _case_figure("cases", "Case by case", alone, alone.words())


def _case_figure(key: str, title: str, answer: CasesAnswer, words: str) -> EvidenceFigure:
    found = answer.found
    single = found.by == "case"
    columns = [*found.groups, *([] if single else [found.whole])]
    outcomes = list(found.outcomes)
    cells: dict[tuple[int, int], MatrixCell] = {}
    for row, one in enumerate(outcomes):
        for at, group in enumerate(columns):
            cell = found.totals[one.id] if group is found.whole else found.cells.get((one.id, group.id))
            if cell is not None or not single:
                cells[row, at] = _matrix_cell(cell, group, single=single)
    names = [group.label for group in columns]
    labels = [one.label for one in outcomes]
    drawn = len(columns) <= _MOST_CASES
    table = "What each case says of each outcome" if single else "How many cases saw each outcome"
    text = tuple((label, *(cells[row, at].words if (row, at) in cells else "" for at in range(len(columns))))
                 for row, label in enumerate(labels))
    return EvidenceFigure(key, title, words, table, ("Outcome", *names), text, table, f"{table}.",
                          matrix_svg(labels, names, cells, title=table) if drawn else "", matrix_words(labels, names, cells))


def _matrix_cell(cell: CaseCell | None, group: CaseGroup, *, single: bool) -> MatrixCell:
    if cell is not None and cell.withheld:
        return MatrixCell("withheld")
    one = cell or CaseCell()
    counts: list[tuple[Sign, int]] = [("against", one.contradicts), ("otherwise", one.alternative), ("no effect", one.neutral)]
    if single:
        return MatrixCell(signs={sign: number for sign, number in [("for", one.supports), *counts] if number})
    of = f" of {group.of}" if group.of is not None else ""
    return MatrixCell(f"{one.supports}{of}", one.supports / group.of if group.of else None,
                      {sign: number for sign, number in counts if number})


def indicator_line(one: IndicatorStanding) -> SmallLine:
    """The small line of an indicator: its observations with the baseline before them and the target as a dashed line."""
    first, target = one.indicator.baseline, one.indicator.target
    seen = [*([(first.date, first.value)] if first else []), *((point.date, point.value) for point in one.series)]
    days = [days_between(seen[0][0], date) or 0 for date, _ in seen] if seen else []
    values = [value for _, value in seen]
    heights = [*values, *([target.value] if target else [])]
    low, high = min(heights, default=0.0), max(heights, default=1.0)
    span, long = (high - low) or 1.0, max(days, default=0) or 1
    points = tuple((day / long, (value - low) / span) for day, value in sorted(zip(days, values, strict=True)))
    return SmallLine(one.indicator.label, points, one.words, (target.value - low) / span if target else None)


def _indicators(project: Project) -> Iterator[EvidenceFigure]:
    found = [standing_of_indicator(one) for file in project.monitoring for one in file.indicators.values()]
    if not found:
        return
    shown = [one for one in found if one.latest is not None]
    lines = [indicator_line(one) for one in shown]
    rows = tuple((one.indicator.label, "; ".join(project.labels.get(id_, id_) for id_ in one.indicator.about), one.indicator.unit or "",
                  _number(one.indicator.baseline), _number(one.latest), one.latest.date if one.latest else "",
                  _number(one.indicator.target), "" if one.travelled is None else f"{one.travelled:.0%}", one.trend) for one in shown)
    title = "How the indicators stand"
    yield EvidenceFigure(
        "indicators", "Indicators",
        f"{count_text(len(found), 'indicator')} {'watches' if len(found) == 1 else 'watch'} the theory"
        f"{f'; for {len(found) - len(shown)} of them there is no data' if len(shown) < len(found) else ''}. "
        "An indicator shows that something moved, never why.",
        "Indicators with data", ("Indicator", "Watches", "Unit", "Baseline", "Latest", "When", "Target", "Way", "Trend"), rows,
        title, f"{title}: each from its baseline to its latest value.",
        lines_svg(lines, title=f"{title} (dashed: the target)") if lines else "", lines_words(lines))


def _number(point: IndicatorPoint | Observation | None) -> int | float | None:
    """A value as people write it: whole where it is."""
    if point is None:
        return None
    return int(point.value) if float(point.value).is_integer() and abs(point.value) < 1e15 else point.value


def _actions(project: Project, date: str | None) -> Iterator[EvidenceFigure]:
    day = date if last_day(date or "") else None  # a report's date may be in words, from which nothing is late
    found = actions_on((one for file in project.monitoring for one in file.actions.values()), day)
    if found:
        yield EvidenceFigure(
            "actions", "What is done about findings", actions_words(found, day), "Improvement actions",
            ("What", "Finding", "By", "Due", "State", "Result"),
            tuple((row.action.label, row.action.finding, row.action.owner or "", row.action.due or "", row.stands, row.action.result or "")
                  for row in found))
