"""What reports draw over time: rounds and indicators as small lines, with the same in words."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from sysmap.contribution.indicator_trend import standing_of_indicator
from sysmap.core.monitoring import Indicator, IndicatorPoint, Observation
from sysmap.views.evidence_figures import indicator_line
from sysmap.views.small_lines import SmallLine, lines_svg

LATE = Indicator(id="late", label="Pupils who come <late>", unit="%", baseline=IndicatorPoint(date="2022", value=12),
                 target=IndicatorPoint(date="2026", value=6),
                 observations=(Observation(date="2023", value=11), Observation(date="2025", value=7)))


def test_an_indicator_goes_from_its_baseline_to_its_latest_with_the_target_dashed() -> None:
    line = indicator_line(standing_of_indicator(LATE))
    assert [round(at, 2) for at, _ in line.points] == [0.0, 0.33, 1.0]
    assert line.points[0][1] == 1.0
    assert line.target == 0.0
    svg = lines_svg([line], title="How it stands")
    root = ET.fromstring(svg)  # noqa: S314 our own text
    assert svg.count("stroke-dasharray") == 1
    assert root.find("{http://www.w3.org/2000/svg}desc").text.startswith("Pupils who come <late>: 7% in 2025")  # type: ignore[union-attr]
    assert svg == lines_svg([line], title="How it stands")


def test_a_level_off_the_scale_breaks_the_line_and_is_a_ring() -> None:
    svg = lines_svg([SmallLine("Trust", ((0.0, 0.5), (0.5, None), (1.0, 1.0)), "Partly, then Inconclusive, then Achieved")], title="T")
    assert svg.count("<circle") == 3
    assert 'stroke-width="2"' not in svg
    assert "inconclusive" not in svg.partition("<desc>")[0]
    empty = lines_svg([SmallLine("Trust", (), "No evidence yet")], title="T")
    assert "<circle" not in empty
