"""How an indicator stands: how far it moved from its baseline, how far of the way to its target, and which way it goes.

**Distance travelled** is the share of the way from the baseline to the target that the latest observation has covered; below zero it
went the other way, above one it went past. **Trend** is the Theil-Sen slope: the median of the slopes between all pairs of
observations, which one odd value does not turn. With fewer than three dates there is none. **On course** compares the latest
observation with the straight line from the baseline to the target at its date; whether change is to be expected in a straight line is
the evaluator's to say.

None of this says why something moved. An indicator that moved after an activity is no evidence that the activity moved it.

Sources: Sen, P. K. (1968), Estimates of the regression coefficient based on Kendall's tau, JASA 63: 1379-1389; distance travelled as
in Dewson et al. (2000), Guide to measuring soft outcomes and distance travelled.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from sysmap.core.dates import days_between, last_day
from sysmap.core.monitoring import Indicator, IndicatorPoint, Observation

__all__ = ["IndicatorStanding", "Movement", "sen_slope", "standing_of_indicator", "watched"]

Movement = Literal["up", "down", "same", "no data"]
Trend = Literal["rising", "falling", "level", "too few"]

_YEAR = 365.25
_MOST = 400
"""Observations of one indicator that the trend takes: of more, the latest."""


@dataclass(frozen=True, slots=True)
class IndicatorStanding:
    """How an indicator stands.

    Attributes
    ----------
    series : the observations of the whole (of no single case), the earliest first; where there are none, the mean of the cases by date.
    start, latest : the baseline, or the first observation where there is none; and the last observation.
    moved : whether the latest differs from the start by more than the noise, and which way.
    travelled : share of the way to the target; None without baseline, target or observation.
    slope : change a year; None with fewer than three dates.
    trend : the direction of the slope; a slope that would not add up to more than the noise over the time observed is level.
    good : whether it moved the better way; None where nobody says which way is better, or it did not move.
    expected : value of the straight line to the target at the date of the latest. `on_course`: whether it is there; without a baseline
        there is no line, and it is whether the target is reached, once it is or its date has come.
    """

    indicator: Indicator
    series: tuple[Observation, ...]
    start: float | None
    latest: Observation | None
    moved: Movement
    travelled: float | None
    slope: float | None
    trend: Trend
    good: bool | None
    expected: float | None
    on_course: bool | None

    @property
    def unit(self) -> str:
        """The unit as it stands behind a number."""
        unit = self.indicator.unit or ""
        return "%" if unit in ("%", "per cent", "percent") else f" {unit}" if unit else ""

    @property
    def words(self) -> str:
        """How it stands, in a sentence; never why."""
        if self.latest is None:
            return "No data."
        value = f"{self.latest.value:g}{self.unit} in {self.latest.date}"
        if self.moved == "no data":
            return f"{value}; nothing to compare it with."
        change = self.latest.value - (self.start or 0.0)
        way = "unchanged" if self.moved == "same" else f"{self.moved} {abs(change):.4g} from {self.start:g}"
        out = f"{value}, {way}"
        if self.good is not None:
            out += " (the better way)" if self.good else " (the worse way)"
        if self.travelled is not None and self.indicator.target is not None:
            out += f"; {self.travelled:.0%} of the way to {self.indicator.target.value:g} by {self.indicator.target.date}"
            if self.on_course is not None:
                out += ", on course" if self.on_course else ", behind a straight line"
        elif self.on_course is not None and self.indicator.target is not None:
            reached = "reached" if self.on_course else "not reached"
            out += f"; the target, {self.indicator.target.value:g} by {self.indicator.target.date}, is {reached}"
        if self.trend != "too few":
            out += f"; {self.trend}" + (f" by {abs(self.slope or 0):.3g} a year" if self.trend != "level" else "")
        return f"{out}."

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape; see docs/monitoring.md."""
        one = self.indicator
        return {
            "id": one.id, "label": one.label, "about": list(one.about), "unit": one.unit, "better": one.better, "owner": one.owner,
            "baseline": {"date": one.baseline.date, "value": one.baseline.value} if one.baseline else None,
            "target": {"date": one.target.date, "value": one.target.value} if one.target else None,
            "observations": [{"date": seen.date, "value": seen.value} for seen in self.series],
            "moved": self.moved, "good": self.good, "travelled": None if self.travelled is None else round(self.travelled, 4),
            "trend": self.trend, "slope_per_year": None if self.slope is None else round(self.slope, 6),
            "expected": None if self.expected is None else round(self.expected, 6), "on_course": self.on_course, "sentence": self.words}


def sen_slope(points: Iterable[tuple[float, float]]) -> float | None:
    """The Theil-Sen slope of points (x, y): the median of the slopes between pairs with different x; None without such a pair.

    >>> sen_slope([(0, 1), (1, 2), (2, 3), (3, 100)])
    17.0
    >>> sen_slope([(0, 1), (1, 2), (2, 3), (3, 100), (4, 5)])
    1.0
    """
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(list(points), 2) if a[0] != b[0]]
    return statistics.median(slopes) if slopes else None


def standing_of_indicator(indicator: Indicator, by: str | None = None) -> IndicatorStanding:
    """How an indicator stands, from the observations up to a date (all where none is given).

    >>> from sysmap.core.monitoring import IndicatorPoint
    >>> late = Indicator(id="late", label="Late arrivals", unit="%", better="lower",
    ...     baseline=IndicatorPoint(date="2022", value=20), target=IndicatorPoint(date="2026", value=10),
    ...     observations=(Observation(date="2023", value=18), Observation(date="2024", value=15)))
    >>> standing_of_indicator(late).words
    '15% in 2024, down 5 from 20 (the better way); 50% of the way to 10 by 2026, on course.'
    """
    series = _series(indicator, by)
    first, target = indicator.baseline, indicator.target
    latest = series[-1] if series else None
    start = first.value if first is not None else series[0].value if len(series) > 1 else None
    noise = indicator.noise or 0.0
    moved: Movement = "no data"
    travelled = slope = expected = None
    good = on_course = None
    if latest is not None and start is not None:
        change = latest.value - start
        moved = "same" if abs(change) <= noise else "up" if change > 0 else "down"
        better = _better(indicator, start)
        good = None if better is None or moved == "same" else (moved == "up") == (better == "higher")
        if first is not None and target is not None and target.value != first.value:
            travelled = (latest.value - first.value) / (target.value - first.value)
            whole, gone = days_between(first.date, target.date), days_between(first.date, latest.date)
            if whole and gone is not None and whole > 0 and gone >= 0:
                expected = first.value + (target.value - first.value) * min(1.0, gone / whole)
                short = (expected - latest.value) * (1 if target.value > first.value else -1)
                on_course = short <= noise + 1e-9
    if latest is not None and first is None and target is not None:
        on_course = _reached(indicator, latest, target)
    trend: Trend = "too few"
    dates = {seen.date for seen in series}
    if len(dates) >= 3:
        points = [(days / _YEAR, seen.value) for seen in series[-_MOST:] if (days := days_between(series[0].date, seen.date)) is not None]
        slope = sen_slope(points)
        span = max(x for x, _ in points) - min(x for x, _ in points)
        if slope is not None:
            trend = "level" if abs(slope) * span <= noise else "rising" if slope > 0 else "falling"
    return IndicatorStanding(indicator, series, start, latest, moved, travelled, slope, trend, good, expected, on_course)


def _reached(indicator: Indicator, latest: Observation, target: IndicatorPoint) -> bool | None:
    if indicator.better is None:
        return None
    short = (target.value - latest.value) * (1 if indicator.better == "higher" else -1)
    left = days_between(latest.date, target.date)
    return True if short <= 1e-9 else False if left is not None and left <= 0 else None


def _better(indicator: Indicator, start: float) -> Literal["higher", "lower"] | None:
    if indicator.better is not None or indicator.target is None or indicator.target.value == start:
        return indicator.better
    return "higher" if indicator.target.value > start else "lower"


def _series(indicator: Indicator, by: str | None) -> tuple[Observation, ...]:
    until = last_day(by) if by else None
    seen = [one for one in indicator.observations
            if last_day(one.date) is not None and (until is None or (last_day(one.date) or until) <= until)]
    whole = [one for one in seen if one.case is None]
    if not whole:
        dates: dict[str, list[float]] = {}
        for one in seen:
            dates.setdefault(one.date, []).append(one.value)
        whole = [Observation(date=date, value=statistics.fmean(values), note=f"the mean of {len(values)} cases")
                 for date, values in dates.items()]
    return tuple(sorted(whole, key=lambda one: (last_day(one.date), one.date)))


def watched(indicators: Iterable[Indicator]) -> Mapping[str, tuple[Indicator, ...]]:
    """Indicators by the element that they watch."""
    found: dict[str, list[Indicator]] = {}
    for one in indicators:
        for element in one.about:
            found.setdefault(element, []).append(one)
    return {element: tuple(held) for element, held in found.items()}
