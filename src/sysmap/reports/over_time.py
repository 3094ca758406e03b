"""Over time: outcomes over the rounds of the evaluation, indicators, and what is done about findings."""

from __future__ import annotations

from sysmap.contribution.improvement_actions import actions_on, actions_words
from sysmap.contribution.indicator_trend import IndicatorStanding, standing_of_indicator
from sysmap.contribution.rubric import NO_EVIDENCE
from sysmap.core.dates import days_between, last_day
from sysmap.core.monitoring import IndicatorPoint, Observation
from sysmap.core.sentences import count_text
from sysmap.questions.rounds import RoundsAnswer, rounds
from sysmap.reports.blocks import Block, DataTable, Figure, Heading, Para
from sysmap.reports.report_input import ReportInput
from sysmap.views.small_lines import SmallLine, lines_svg, lines_words

__all__ = ["indicator_line", "over_time", "rounds_figure"]


def over_time(given: ReportInput, level: int) -> list[Block]:
    """Sections on rounds, indicators and improvement actions; each only where the files hold something of it."""
    return [*_rounds(given, level), *_indicators(given, level), *_actions(given, level)]


def _rounds(given: ReportInput, level: int) -> list[Block]:
    if given.map.kind != "theory" or len(given.project.profile.rounds) < 2 or not given.project.registers:
        return []
    answer = rounds(given.project)
    if answer.found is None or not any(score.items for one in answer.outcomes for score in one.scores):
        return []
    names = [label for _, label in answer.found.rounds]
    rows = tuple((one.element.label, *(
        f"{score.by_then.score} ({count_text(score.items, 'item')}{f'; published: {score.published}' if score.published else ''})"
        for score in one.scores), "yes" if one.moved else "") for one in answer.outcomes)
    return [Heading(level, "Outcomes over the rounds"), Para(answer.words()), rounds_figure(answer),
            DataTable("Each outcome by the end of each round", ("Outcome", *names, "Changed"), rows, sheet="Rounds")]


def rounds_figure(answer: RoundsAnswer) -> Figure:
    """A small line for each outcome, from round to round."""
    assert answer.found is not None
    most = max(len(answer.found.levels) - 1, 1)
    last = max(len(answer.found.rounds) - 1, 1)
    lines = [SmallLine(
        one.element.label,
        tuple((at / last, None if score.rung is None else score.rung / most) for at, score in enumerate(one.scores)
              if score.by_then.level != NO_EVIDENCE), ", then ".join(one.path)) for one in answer.outcomes]
    ticks = [(at / last, label) for at, (_, label) in enumerate(answer.found.rounds)]
    title = "What is known of each outcome by the end of each round"
    return Figure(title, lines_svg(lines, title=title, ticks=ticks), f"{title}, from the lowest step of the scale to the highest.",
                  lines_words(lines))


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


def _indicators(given: ReportInput, level: int) -> list[Block]:
    found = [standing_of_indicator(one) for file in given.project.monitoring for one in file.indicators.values()]
    if not found:
        return []
    shown = [one for one in found if one.latest is not None]
    bare = len(found) - len(shown)
    out: list[Block] = [Heading(level, "Indicators"), Para(
        f"{count_text(len(found), 'indicator')} watch the theory; for {bare} of them there is no data. An indicator shows that something "
        "moved, never why.")]
    if not shown:
        return out
    title = "How the indicators stand"
    lines = [indicator_line(one) for one in shown]
    out.append(Figure(title, lines_svg(lines, title=f"{title} (dashed: the target)"), f"{title}: each from its baseline to its latest value.",
                      lines_words(lines)))
    rows = tuple((one.indicator.label, "; ".join(given.labels.get(id_, id_) for id_ in one.indicator.about), one.indicator.unit or "",
                  _number(one.indicator.baseline), _number(one.latest),
                  one.latest.date if one.latest else "", _number(one.indicator.target),
                  "" if one.travelled is None else f"{one.travelled:.0%}", one.trend) for one in shown)
    out.append(DataTable("Indicators with data", ("Indicator", "Watches", "Unit", "Baseline", "Latest", "When", "Target", "Way", "Trend"),
                         rows, sheet="Indicators"))
    return out


def _number(point: IndicatorPoint | Observation | None) -> int | float | None:
    """A value as people write it: whole where it is."""
    if point is None:
        return None
    return int(point.value) if float(point.value).is_integer() and abs(point.value) < 1e15 else point.value


def _actions(given: ReportInput, level: int) -> list[Block]:
    day = given.date if last_day(given.date or "") else None  # a report's date may be in words, from which nothing is late
    rows = actions_on((one for file in given.project.monitoring for one in file.actions.values()), day)
    if not rows:
        return []
    table = tuple((row.action.label, row.action.finding, row.action.owner or "", row.action.due or "", row.stands, row.action.result or "")
                  for row in rows)
    return [Heading(level, "What is done about findings"), Para(actions_words(rows, day)),
            DataTable("Improvement actions", ("What", "Finding", "By", "Due", "State", "Result"), table, sheet="Improvement actions")]
