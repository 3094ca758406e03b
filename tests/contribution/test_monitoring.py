"""Indicators and improvement actions of a breakfast club: how they stand, what moved along the way, what is late."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import theilslopes

from sysmap.cli import cli
from sysmap.contribution.indicator_trend import sen_slope, standing_of_indicator
from sysmap.core.levels import at_level
from sysmap.core.monitoring import Indicator, IndicatorPoint, Monitoring, Observation
from sysmap.formats.read import read_file, read_text
from sysmap.project import Project
from sysmap.questions.progress import progress

THEORY = """sysmap: 1
kind: theory
id: breakfast
title: A breakfast club
layers:
  - {id: activity, label: Activities, stage: activity}
  - {id: early, label: Early outcomes, stage: outcome}
factors:
  club: {label: Breakfast club, layer: activity}
  arrive: {label: Pupils arrive on time, layer: early}
  calm: {label: Calm mornings, layer: early}
  learn: {label: Pupils learn more, layer: early}
links:
  - {from: club, to: arrive, polarity: positive}
  - {from: arrive, to: calm, polarity: positive}
  - {from: calm, to: learn, polarity: positive}
"""
FILE = """# What we count.
sysmap: 1
kind: monitoring
id: counts
title: What we count
uses: [../breakfast.yaml]
indicators:
  meals:
    label: Breakfasts a week
    about: [club]
    baseline: {date: "2022", value: 0}
    target: {date: "2026", value: 400}
    observations:
      - {date: "2023", value: 150}
      - {date: "2024", value: 200}
      - {date: "2025", value: 210}
  late:
    label: Pupils who come late
    about: [arrive]
    unit: per cent
    better: lower
    inverse: true
    noise: 1
    baseline: {date: "2022", value: 12}
    target: {date: "2026", value: 6}
    observations:
      - {date: "2023", value: 11}
      - {date: "2025", value: 7}
  shouting:
    label: Mornings with shouting
    about: [calm]
    inverse: true
    noise: 2
    observations: [{date: "2023", value: 9}, {date: "2025", value: 8}]
  marks: {label: Marks, about: [learn], owner: data lead}
actions:
  ask-parents: {label: Ask parents, finding: Nobody asked parents., about: [arrive], state: planned, due: 2025-06, owner: lead}
  count-calm: {label: Count calm mornings too, finding: Shouting is all we count., about: [shouting], state: done, done: 2025-01}
"""


@pytest.fixture
def club(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "toc/monitoring").mkdir(parents=True)
    (tmp_path / "toc/breakfast.yaml").write_text(THEORY, encoding="utf-8")
    (tmp_path / "toc/monitoring/counts.yaml").write_text(FILE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> str:
    result = CliRunner().invoke(cli, args, catch_exceptions=True)
    return " ".join((result.output if result.exception is None or isinstance(result.exception, SystemExit)
                     else str(result.exception)).split())


def indicator(id_: str) -> Indicator:
    file = read_text(FILE).document
    assert isinstance(file, Monitoring)
    return file.indicators[id_]


def test_distance_trend_and_course_of_an_indicator() -> None:
    meals = standing_of_indicator(indicator("meals"))
    assert (meals.moved, meals.good, meals.travelled, meals.trend, meals.on_course) == ("up", True, 0.525, "rising", False)
    assert meals.expected == pytest.approx(300, abs=1)
    assert meals.slope == pytest.approx(30, abs=0.1)
    assert standing_of_indicator(indicator("late")).words == (
        "7% in 2025, down 5 from 12 (the better way); 83% of the way to 6 by 2026, on course.")
    assert standing_of_indicator(indicator("late"), "2024").words.startswith("11% in 2023, unchanged")
    assert standing_of_indicator(indicator("marks")).words == "No data."


def test_without_a_baseline_a_target_is_reached_or_not_once_its_date_has_come() -> None:
    def stands(*values: float, by: str = "2024-07") -> tuple[bool | None, str]:
        seen = tuple(Observation(date=f"2024-{month:02d}", value=value) for month, value in enumerate(values, 6))
        one = standing_of_indicator(Indicator(id="take-up", label="Take-up", unit="%", better="higher",
                                              target=IndicatorPoint(date=by, value=90), observations=seen))
        return one.on_course, one.words
    assert stands(85, 90) == (True, "90% in 2024-07, up 5 from 85 (the better way); the target, 90 by 2024-07, is reached.")
    assert stands(85, 88)[0] is False
    assert stands(85, 88)[1].endswith("; the target, 90 by 2024-07, is not reached.")
    assert stands(85, 88, by="2026") == (None, "88% in 2024-07, up 3 from 85 (the better way).")


def test_published_figures_of_the_example_have_their_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2] / "docs/examples/school-meals")
    file = read_file(Path("toc/monitoring/published-figures.yaml")).document
    assert isinstance(file, Monitoring)
    for one in file.indicators.values():
        points = [*one.observations, *(point for point in (one.baseline, one.target) if point)]
        assert points
        assert all(point.cite for point in points), one.id
    standard = standing_of_indicator(file.indicators["expected-standard"])
    assert standard.words == ("62% in 2025, down 3 from 65 (the worse way); -12% of the way to 90 by 2030, behind a straight line; "
                              "rising by 1 a year.")
    found = {one.link: one.found for one in progress(Project.open("school-meals-2025")).links}
    assert found["uptake->attendance"] == "both moved as the link says"
    assert found["attendance->attainment"] == "both moved, against the link"


def test_progress_says_what_moved_and_attributes_nothing(club: Path) -> None:
    answer = progress(Project.open("breakfast"), "club", "learn")
    assert [(one.link, one.found) for one in answer.links] == [
        ("club->arrive", "both moved as the link says"), ("arrive->calm", "cause moved, effect did not"),
        ("calm->learn", "no data on the effect")]
    words = answer.words()
    assert "It stops at the link from “Pupils arrive on time” to “Calm mornings”: the first moved, the second has not." in words
    assert words.endswith("no evidence that the one moved the other.") or "no evidence that the one moved the other." in words
    assert "because" not in words
    assert len(progress(Project.open("breakfast")).links) == 3
    assert "A pathway has a start and an end." in run("progress", "breakfast", "club")
    assert json.loads(run("progress", "breakfast", "club", "learn", "--json"))["counts"]["cause moved, effect did not"] == 1


def test_two_indicators_that_point_different_ways_are_no_movement_either_way(club: Path) -> None:
    seen = "observations: [{date: '2023', value: 5}, {date: '2025', value: 3}]"
    text = FILE.replace("about: [learn], owner: data lead", f"about: [arrive], {seen}")
    (club / "toc/monitoring/counts.yaml").write_text(text, encoding="utf-8")
    answer = progress(Project.open("breakfast"))
    assert next(one for one in answer.factors if one.factor == "arrive").moved == "indicators differ"
    assert answer.links[0].found == "both moved"
    assert "The indicators of “Pupils arrive on time” point different ways." in answer.words()


def test_what_is_late_depends_on_the_day_and_the_day_is_said(club: Path) -> None:
    assert "2 improvement actions: 1 planned and 1 done. On 2025-06-30, 0 are late." in run("actions", "breakfast", "--as-of", "2025-06-30")
    late = json.loads(run("actions", "breakfast", "--as-of", "2025-07-01", "--json"))
    assert [(row["id"], row["late"]) for row in late["actions"]] == [("ask-parents", True), ("count-calm", None)]
    assert "“soon” is no date" in run("actions", "breakfast", "--as-of", "soon")


def test_everything_wrong_with_a_file_is_said_at_once_with_its_place(club: Path) -> None:
    path = club / "toc/monitoring/counts.yaml"
    path.write_text(FILE.replace('- {date: "2025", value: 210}', '- {date: "2023", value: 210}').replace(
        '{date: "2025", value: 7}', '{date: "2025", value: 7, unit: pupils}').replace("about: [calm]", "about: [clam]").replace(
        "state: planned, due: 2025-06", "state: planned, due: June").replace(
        'target: {date: "2026", value: 6}', 'target: {date: "2021", value: 16}'), encoding="utf-8")
    said = run("check", "toc/monitoring/counts.yaml")
    for message in (
        "The observation 3 of meals (2023) repeats the observation 1", "The observation 3 of meals (2023) comes after 2024 and is earlier.",
        "The observation 2 of late (2025) is in pupils, and the indicator in per cent.",
        "The indicator shouting watches “clam”, which is not there. Did you mean calm?",
        "due of the action ask-parents, “June”, is no date.", "The target of late (2021) is not after its baseline (2022).",
        "lower is better for late, and its target lies the other way from its baseline."):
        assert message in said
    assert "counts.yaml:8:" in said


def test_observations_come_from_a_spreadsheet_and_go_back(club: Path) -> None:
    path = club / "toc/monitoring/counts.yaml"
    for name in ("out.csv", "out.xlsx"):
        assert "Wrote" in run("indicators", "export", "counts", name)
        assert "0 added, 0 replaced, 7 unchanged." in run("indicators", "import", "counts", name)
    assert path.read_text(encoding="utf-8") == FILE
    (club / "new.csv").write_text("Date,Indicator,Value,Unit\nMarch 2024,late,9,per cent\n2025,late,6.5,\n2025,marks,71,\n", encoding="utf-8")
    assert "2 added, 1 replaced, 0 unchanged. Replaced late 2025: 7 by 6.5." in run("indicators", "import", "counts", "new.csv")
    after = read_file(path).document
    assert isinstance(after, Monitoring)
    assert [(seen.date, seen.value) for seen in after.indicators["late"].observations] == [("2023", 11), ("2024-03", 9), ("2025", 6.5)]
    assert path.read_text(encoding="utf-8").startswith("# What we count.\n")


def test_a_spreadsheet_with_faults_names_each_cell_and_nothing_is_written(club: Path) -> None:
    (club / "bad.csv").write_text(
        "indicator,date,value,unit,colour\nlate,2024,9,pupils,red\nlates,2024,9,,\nlate,4/3/2024,9,,\nlate,2023,nine,,\nlate,,9,,\n"
        "meals,2026,1,,\nmeals,2026,2,,\n", encoding="utf-8")
    said = run("indicators", "import", "counts", "bad.csv")
    for message in ("There is no column colour", "(unit) holds “pupils”; late is in per cent.", "names the indicator “lates”",
                    "Did you mean late?", "may be read two ways",
                    "holds “nine”, which is no number", "Row 6 has no date.", "Row 8 repeats a value of meals: 2026."):
        assert message in said
    (club / "heads.csv").write_text("what,when,how much\nlate,2024,9\n", encoding="utf-8")
    assert "F52" in run("indicators", "import", "counts", "heads.csv")
    assert (club / "toc/monitoring/counts.yaml").read_text(encoding="utf-8") == FILE


def test_owners_and_internal_indicators_do_not_leave_the_team(club: Path) -> None:
    file = read_text(FILE.replace("about: [learn], owner: data lead", "about: [learn], internal: true")).document
    assert isinstance(file, Monitoring)
    public = at_level(file, "public")
    assert "marks" not in public.indicators
    assert public.actions["ask-parents"].owner is None
    assert Project.open("breakfast", level="public").monitoring[0].actions["ask-parents"].owner is None


def test_the_measures_of_a_research_framework_become_indicators() -> None:
    root = Path(__file__).parents[2]
    framework = read_file(root / "models/research-framework.yaml").document
    file = read_file(root / "toc/monitoring/research-indicators.yaml").document
    assert isinstance(file, Monitoring)
    measures = [measure.text for row in framework.items.values() for measure in row.measures]  # type: ignore[union-attr]
    assert len(measures) == 87
    assert [one.label for one in file.indicators.values()] == measures
    assert len({one.row for one in file.indicators.values()}) == 32


def test_without_indicators_a_sentence_says_so(club: Path) -> None:
    (club / "toc/monitoring/counts.yaml").unlink()
    assert "No file of indicators names toc/breakfast.yaml" in run("indicators", "breakfast")
    assert "No improvement action is on record." in run("actions", "breakfast")
    assert "indicators show both ends of none of them." in run("progress", "breakfast")


NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3))


@given(st.lists(NUMBERS, min_size=2, max_size=12))
def test_the_slope_is_that_of_scipy(values: list[float]) -> None:
    ours = sen_slope(list(enumerate(values)))
    assert ours == pytest.approx(float(theilslopes(values, range(len(values)))[0]), rel=1e-9, abs=1e-6)


@given(st.lists(NUMBERS, min_size=1, max_size=8, unique=True), NUMBERS, NUMBERS)
def test_distance_travelled_is_nothing_at_the_baseline_and_all_at_the_target(values: list[float], first: float, last: float) -> None:
    one = Indicator(id="i", label="I", baseline=IndicatorPoint(date="2000", value=first), target=IndicatorPoint(date="2020", value=last),
                    observations=tuple(Observation(date=f"{2001 + n}", value=value) for n, value in enumerate(values)))
    stands = standing_of_indicator(one)
    if first == last:
        assert stands.travelled is None
        return
    for value, share in ((first, 0.0), (last, 1.0)):
        at = dataclasses.replace(one, observations=(*one.observations, Observation(date="2019", value=value)))
        assert standing_of_indicator(at).travelled == pytest.approx(share)
    assert (stands.moved == "up") == (values[-1] > first)
