"""Questions in the studio: written in somebody's own words, answered on one screen, kept."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.studio.conftest import ROOT, axe, go, opened, served

from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map
from sysmap.formats.read import read_file
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.questions.registry.asking import ask
from sysmap.questions.registry.catalogue import catalogue
from sysmap.questions.registry.finding import named
from sysmap.questions.registry.views import ask_view, query_of
from sysmap.studio.asking import answered, read
from sysmap.studio.understanding import mentioned, understood

THEORY = "toc/cqc-system-assessment-2025.yaml"
STRATEGY = "Through which mechanisms do assessment reports lead to improvements, and how strong is the evidence?"


@pytest.fixture
def regulator(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The workspace of this repository with a studio on it."""
    folder = tmp_path / "regulator"
    for name in ("models", "toc", "maps"):
        shutil.copytree(ROOT / name, folder / name)
    yield from served(folder)


@pytest.fixture
def strategist(browser: Browser, regulator: tuple[Path, str]) -> Iterator[Page]:
    yield from opened(browser, regulator[1])


def test_the_question_of_a_strategy_team_takes_two_actions(strategist: Page, regulator: tuple[Path, str]) -> None:
    page = strategist
    go(page, "CQC system regulation theory of change, as updated after the research", "Scores")
    page.get_by_label("Ask the map").fill(STRATEGY)  # one
    page.get_by_label("Ask the map").press("Enter")  # two
    panel = page.get_by_role("tabpanel")
    expect(panel.get_by_text("through the mechanism “Guided”")).to_be_visible(timeout=60_000)
    for heading in ("By which way", "How strong the evidence is", "What the answer rests on"):
        expect(panel.get_by_role("heading", name=heading)).to_be_visible()
    expect(panel.get_by_role("heading", name="is scored")).to_be_visible()
    expect(panel.get_by_text("a single case more or fewer would change it")).to_be_visible()
    expect(panel.get_by_role("heading", name="Other explanations of")).to_be_visible()
    expect(panel.get_by_role("img", name="with what the answer is about standing out")).to_be_visible(timeout=60_000)
    assert axe(page) == []
    before = set(read_file(regulator[0] / THEORY).map.views)
    panel.get_by_role("button", name="Keep as a view of the map").click()
    expect(page.get_by_text("Kept: the view is in the map's file")).to_be_visible(timeout=30_000)
    map_ = read_file(regulator[0] / THEORY).map
    [view] = [one for id_, one in map_.views.items() if id_ not in before]
    assert view.label.startswith("Through which")
    assert view.query == {"mechanisms": ["outputs", "improvements"]}
    page.go_back()
    expect(page.get_by_role("tab", name="Scores")).to_have_attribute("aria-selected", "true", timeout=30_000)


def test_every_question_of_the_list_can_be_opened_and_one_is_asked_by_its_form(page: Page) -> None:
    go(page, "Free school meals for every pupil, as London offers them", "Ask")
    buttons = page.get_by_role("tabpanel").get_by_role("button")
    expect(buttons.first).to_be_visible(timeout=30_000)
    expect(buttons).to_have_count(len(catalogue("workshop")), timeout=30_000)
    page.get_by_role("button", name=named("upstream").answers).click()
    page.get_by_label("Add: Of").select_option(label="Better attendance")
    page.get_by_role("tabpanel").get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("What the answer rests on")).to_be_visible(timeout=30_000)
    page.get_by_label("Ask the map").fill("xyzzy")
    page.get_by_label("Ask the map").press("Enter")
    expect(page.get_by_text("No factor of this map and no question was recognised")).to_be_visible(timeout=30_000)


def lunch() -> Map:
    labels = {"queue": "Queues at the counter", "time": "Time to eat", "skip": "Children skip lunch"}
    return Map(id="lunch", title="Lunch", kind="map", factors={id_: Factor(id=id_, label=label) for id_, label in labels.items()},
               links={"queue->time": Link(id="queue->time", from_="queue", to="time", polarity="negative"),
                      "time->skip": Link(id="time->skip", from_="time", to="skip", polarity="negative")})


@pytest.mark.parametrize(("text", "name", "factors"), [
    ("What leads to children skipping lunch?", "upstream", ["skip"]),
    ("What follows from queues at the counter?", "downstream", ["queue"]),
    ("How strong is the evidence that queues lead to children who skip lunch?", "ladder", ["queue", "skip"]),
    ("Where are the feedback loops?", "loops", []),
    ("Who disagrees?", "disagreements", []),
    ("What lies between queues and skipped lunch?", "between", ["queue", "skip"]),
    ("What if time to eat fails?", "whatif", ["time"]),
])
def test_a_question_is_understood_from_its_words(text: str, name: str, factors: list[str]) -> None:
    assert mentioned(lunch(), text) == factors
    assert understood(lunch(), text)[0].question.name == name


@pytest.mark.parametrize("path", [*sorted((ROOT / "toc").glob("*.yaml")), *sorted((ROOT / "maps").glob("*.yaml")),
                                  *sorted((ROOT / "docs/examples/school-meals/toc").glob("*.yaml"))], ids=lambda path: path.stem)
def test_every_map_answers_how_one_of_its_factors_leads_to_another(path: Path) -> None:
    project = Project.open(path, Workspace(ROOT if ROOT / "docs" not in path.parents else path.parents[1]))
    link = next(one for one in project.map.links.values() if {one.from_, one.to} <= set(project.map.factors))
    start, end = (project.map.factors[id_].label for id_ in (link.from_, link.to))
    readings = read(project, f"How does {start} lead to {end}?")
    assert all(one["says"] for one in readings)
    found = answered(project, "paths", {"start": link.from_, "end": link.to})
    assert found["sections"][0]["words"] == ask(project, "paths", {"start": link.from_, "end": link.to}, seconds=4.0).words()


def test_what_is_kept_as_a_view_asks_the_same_again() -> None:
    for name, params in (("paths", {"start": "queue", "end": "skip", "max_length": 4}), ("upstream", {"of": ["skip"]}), ("loops", {}),
                         ("must-pass", {"start": "queue", "end": "skip"}), ("whatif", {"gone": ["time"]})):
        answer = ask_view(lunch(), query_of(named(name), params))
        assert answer is not None
        assert answer.words() == ask(lunch(), name, params).words()
