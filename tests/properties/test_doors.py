"""One question gives one answer at every door: command line, Python, notebook, saved view, figure, page, report.

Every question is asked, of random maps with evidence and of the repository's own, with whatever its parameters can be.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.made import asked
from tests.node import node

import sysmap as sm
from sysmap.cli import cli
from sysmap.core.elements import View
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.tidy import text_of
from sysmap.formats.workspace import Workspace
from sysmap.project import Project
from sysmap.questions import Question, every
from sysmap.questions.registry.asking import ask
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.registry.views import view_keys
from sysmap.reports.answers import BOUND
from sysmap.reports.answers import ask as reported
from sysmap.reports.report_input import ReportInput
from sysmap.views.answer_data import LISTED, own_links, part_of
from sysmap.views.page import page_content
from sysmap.views.saved import answer_to, shown_by

ROOT = Path(__file__).parents[2]
QUESTIONS = tuple(every("cli"))
EVERY = pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
FEW = settings(max_examples=5)
LIMIT = 400
"""A list as long on the command line as in Python; longer than any list here."""

Given = dict[str, Any]


def values(parameter: Parameter, map_: Map, ids: list[str]) -> st.SearchStrategy[Any]:
    """What may be said for a parameter of a question about a map."""
    factors = st.sampled_from(ids)
    bound = st.integers(1, 4)
    part = st.builds("{}:{}:{}".format, st.sampled_from(["upstream", "downstream", "ego"]), factors, bound)
    return {
        "factor": factors, "factors": st.lists(factors, min_size=1, max_size=3, unique=True), "choice": st.sampled_from(
            parameter.choices or ("",)), "whole": bound, "flag": st.just(True), "limit": st.just(LIMIT), "seconds": st.just(60.0),
        "number": st.sampled_from([0.5, 1.0, 3.0]),
        "factor-or-link": st.sampled_from([*ids, *map_.links] if map_.links else ids),
        "links": st.lists(st.sampled_from([*map_.links, *(f"{one}=negative" for one in map_.links)] or ["no-link"]),
                          min_size=1, max_size=2, unique_by=lambda one: one.split("=")[0]),
        "elements": st.lists(st.sampled_from([*ids, *map_.links]), min_size=1, max_size=3, unique=True),
        "text": st.lists(factors, min_size=1, max_size=2),
        "part": st.lists(part, min_size=1, max_size=3) if parameter.several else part,
    }[parameter.kind]


@st.composite
def things_asked(draw: st.DrawFn, question: Question, map_: Map) -> Given:
    """Parameters of a question: those it needs, and some of those it may have."""
    ids = [one.id for one in map_.factors.values() if one.status != "retired"]
    said: Given = {}
    for one in question.parameters:
        if one.required or one.kind in ("seconds", "limit") or draw(st.booleans()):
            said[one.name] = draw(values(one, map_, ids))
    return said


@st.composite
def registers(draw: st.DrawFn, map_: Map) -> Evidence:
    """Evidence on some of the links."""
    seen = draw(st.lists(st.sampled_from(sorted(map_.links)), max_size=3, unique=True)) if map_.links else []
    items = {f"item-{at}": Item(id=f"item-{at}", statement="Somebody said so.", kind="observed", cases=(f"case-{at}",), bears_on=(
        Bearing(element=link, direction=draw(st.sampled_from(["supports", "contradicts"])),
                strength=draw(st.sampled_from(["weak", "moderate", "strong"]))),)) for at, link in enumerate(seen)}
    return Evidence(id="said", title="Said", uses=("asked.yaml",), items=items)


def words(question: Question, said: Given) -> list[str]:
    """The same on the command line."""
    places: list[str] = []
    options: list[str] = []
    for one in question.parameters:
        if one.name not in said:
            continue
        value = said[one.name]
        listed = list(value) if isinstance(value, list) else [value]
        if one.kind == "limit":
            options += ["--limit", str(value)]
        elif not one.flags:
            places += [str(each) for each in listed]
        elif one.kind == "flag":
            options += [one.flags[0]]
        elif one.chosen_by_flag:
            options += [one.flags[0]] if value == one.chosen_by_flag else []
        else:
            for each in listed:
                options += [one.flags[0], str(each)]
    return [question.name, *options, "--", "FILE", *places]


def outcome(answering: Any) -> Any:
    """An answer as JSON, or the codes of its refusal."""
    try:
        return json.loads(json.dumps(answering().to_json()))
    except Refused as refused:
        return [(problem.code, problem.message) for problem in refused.problems]


def on_command_line(file: Path, question: Question, said: Given) -> Any:
    line = [str(file) if word == "FILE" else word for word in words(question, said)]
    line.insert(1, "--json")
    if not any(one.kind == "limit" for one in question.parameters):
        line[1:1] = ["--limit", str(LIMIT)]
    done = CliRunner().invoke(cli, line)
    if isinstance(done.exception, Refused):
        return [(problem.code, problem.message) for problem in done.exception.problems]
    assert done.exit_code == 0, (line, done.output, done.exception)
    return json.loads(done.stdout)


def in_python(about: Any, question: Question, said: Given) -> Any:
    several = next((one.name for one in question.parameters if one.several), None)
    places = said.get(several, []) if several else []
    rest = {name: value for name, value in said.items() if name != several}
    return outcome(lambda: getattr(about, question.function)(*places, **rest))


@EVERY
@FEW
@given(data=st.data(), case=asked(layers=True))
def test_command_line_python_and_notebook_answer_alike(
    question: Question, data: st.DataObject, case: tuple[Map, str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    map_ = case[0]
    folder = tmp_path_factory.mktemp("door")
    file = folder / "asked.yaml"
    file.write_text(text_of(map_, map_.kind))
    (folder / "said.yaml").write_text(text_of(data.draw(registers(map_)), "evidence"))
    said = data.draw(things_asked(question, map_))
    project = Project.open(file)
    wanted = outcome(lambda: ask(project, question.name, said))
    assert on_command_line(file, question, said) == wanted
    assert in_python(sm.load(file), question, said) == wanted
    assert outcome(lambda: question.ask(sm.Study(Project.of(project.map, project.documents, project.registers)), said)) == wanted


@pytest.fixture(scope="module")
def own() -> list[Project]:
    workspace = Workspace(ROOT)
    return [Project.open(path, workspace) for path in workspace.maps()]


@EVERY
@settings(max_examples=3)
@given(data=st.data())
def test_the_maps_of_the_repository_are_answered_alike(question: Question, data: st.DataObject, own: list[Project]) -> None:
    project = data.draw(st.sampled_from(own))
    said = data.draw(things_asked(question, project.map))
    assert project.path is not None
    wanted = outcome(lambda: ask(project, question.name, said))
    if isinstance(wanted, dict) and wanted.get("complete") is False and "seconds" in said:
        return  # stopped by the clock, which no two runs do at the same place
    assert on_command_line(project.path, question, said) == wanted


VIEWS = tuple(one for one in QUESTIONS if one.about_a_part and not any(p.kind == "part" for p in one.parameters))


def as_query(question: Question, said: Given) -> Given:
    """The question as a saved view says it: its names under its key, the rest by their own."""
    names = [one for one in question.parameters if one.kind in ("factor", "factors", "factor-or-link", "elements")]
    placed = [one for one in names if one.required] or names[:1]
    held = [each for one in placed if one.name in said
            for each in (said[one.name] if isinstance(said[one.name], list) else [said[one.name]])]
    rest = {name: value for name, value in said.items() if name not in {one.name for one in placed} and name != "limit"}
    return {(question.view_keys or (question.name,))[0]: held or True, **rest}


@pytest.mark.parametrize("question", VIEWS, ids=lambda one: one.name)
@FEW
@given(data=st.data(), case=asked(layers=True))
def test_a_saved_view_asks_the_question_that_its_word_means(
    question: Question, data: st.DataObject, case: tuple[Map, str, str]
) -> None:
    map_ = case[0]
    project = Project.of(map_, registers=[data.draw(registers(map_))])
    said = data.draw(things_asked(question, map_))
    if "limit" in said:
        said["limit"] = LISTED
    view = View(id="v", label="V", query=as_query(question, said))
    wanted = outcome(lambda: ask(project, question.name, said))
    if wanted and isinstance(wanted, list):
        with pytest.raises(Refused) as refused:
            answer_to(project, view)
        assert [(problem.code, problem.message) for problem in refused.value.problems] == wanted
        return
    answer = answer_to(project, view)
    assert answer is not None
    assert json.loads(json.dumps(answer.to_json())) == wanted
    shown = shown_by(map_, view)
    assert (set(shown.factors), set(shown.links)) == (set(part_of(answer).factors), set(part_of(answer).links))


PAGE = node("""
import { focusOf } from "WEB/focus.js";
import { modelOf } from "WEB/model.js";
import { answerWords } from "WEB/answerwords.js";
import { viewFrom } from "WEB/savedviews.js";

export default (document) => {
  const model = modelOf(document);
  return document.map.views.map((saved) => {
    const view = viewFrom(model, saved);
    const focus = focusOf(model, view);
    const parts = focus.factors && [...focus.factors];
    return {ask: view.ask && view.ask.kind, parts, links: focus.links && [...focus.links], must: focus.answer && focus.answer.links,
            words: focus.answer && answerWords(model, focus.answer)};
  });
};
""")


def compare_page(project: Project, shown: dict[str, Any], view: View) -> None:
    """Whether the page makes the same factors and links stand out as the figure draws, in the same words where Python has them."""
    part = shown_by(project.map, view)
    if shown["parts"] is None:
        assert (part.factors, part.links) == (project.map.factors, project.map.links)
        return
    links = set(own_links(project.map, part))
    if shown["ask"] == "must":  # the page shows what lies between, too, in which the answer is marked
        assert {id_ for id_, word in shown["parts"] if word in ("must", "start")} >= set(part.factors) - _ends(part)
        assert set(shown["links"]) >= links == set(shown["must"])
        return
    assert {id_ for id_, _ in shown["parts"]} == set(part.factors)
    assert set(shown["links"]) == links
    if shown["ask"] == "given":
        answer = answer_to(project, view)
        assert answer is not None
        assert shown["words"] == answer.explain()


def _ends(part: Map) -> set[str]:
    return {end for link in part.links.values() for end in (link.from_, link.to)}


def test_the_page_shows_the_saved_views_of_the_repository_as_figures_do(own: list[Project]) -> None:
    count = 0
    for project in own:
        document = page_content(project.map, uses=(*project.documents, *project.registers))
        for shown, view in zip(PAGE(document), project.map.views.values(), strict=True):
            if any(key in view.query for key in view_keys()):
                compare_page(project, shown, view)
                count += 1
    assert count > 10


@pytest.mark.parametrize("question", VIEWS, ids=lambda one: one.name)
@FEW
@given(data=st.data(), case=asked(layers=True))
def test_the_page_shows_a_saved_view_as_a_figure_does(question: Question, data: st.DataObject, case: tuple[Map, str, str]) -> None:
    import dataclasses

    said = data.draw(things_asked(question, case[0]))
    view = View(id="v", label="V", query=as_query(question, {**said, "limit": LISTED}))
    map_ = dataclasses.replace(case[0], views={"v": view})
    project = Project.of(map_, registers=[data.draw(registers(map_))])
    try:
        answer_to(project, view)
    except Refused:
        return
    (shown,) = PAGE(page_content(map_, uses=project.registers))
    compare_page(project, shown, view)


@pytest.mark.parametrize("name", ["cqc-system-assessment-2025", "bsol-ics-2024", "provider-interactions"])
def test_a_report_rests_on_the_same_answers(name: str, own: list[Project]) -> None:
    project = next(one for one in own if one.map.id == name)
    report = reported(ReportInput(project, project.scores))
    assert report.verdicts
    for (start, end), answer in report.verdicts.items():
        said = ask(project, "influence", {"start": start, "end": end, "max_length": BOUND, "seconds": 60})
        assert not answer.complete or answer.to_json() == said.to_json()
        told = " ".join(report.on(end))
        passed = ask(project, "must-pass", {"start": start, "end": end}).to_json()["factors"]
        assert not (f"Every path from “{project.labels[start]}”" in told and not passed)
    levers = ask(project, "rank", {"by": "leverage", "seconds": 60}).to_json()["factors"]
    first = [one["label"] for one in levers if one["rank"] == 1]
    words = " ".join(str(block) for block in report.whole(2))
    assert f"“{first[0]}”" in words
    goal = report.goals[0]
    number = ask(project, "upstream", {"of": goal}).to_json()["count"]
    assert f"{number} factor" in report.on(goal)[0] or not number


def test_a_report_says_of_a_map_without_evidence_which_way_is_shortest(own: list[Project]) -> None:
    project = next(one for one in own if one.map.id == "bsol-ics-2024")
    report = reported(ReportInput(project))
    told = [" ".join(report.on(goal)) for goal in report.goals]
    assert any("The shortest way runs:" in one and "No evidence on record speaks to its links." in one for one in told)


CHAIN = """\
sysmap: 1
kind: map
id: chain
title: Chain
factors: {a: {label: A}, b: {label: B}, c: {label: C}, d: {label: D}, e: {label: E}, f: {label: F}, g: {label: G}, h: {label: H}}
links: [{from: a, to: b}, {from: b, to: c}, {from: c, to: d}, {from: d, to: e}, {from: e, to: f}, {from: f, to: g}, {from: g, to: h}]
views:
  - {id: all-between, label: Between, query: {between: [a, h]}}
  - {id: near, label: Near, query: {between: [a, h], steps: 3}}
  - {id: hinge, label: Hinge, query: {must_pass: [a, c]}}
  - {id: hangs, label: Hangs on c, query: {only_through: c}}
"""


def test_a_view_of_what_lies_between_is_no_list_of_paths(tmp_path: Path) -> None:
    """Seven links lie between the ends of the chain; paths of at most six find none of them."""
    file = tmp_path / "chain.yaml"
    file.write_text(CHAIN)
    asked_between = json.loads(CliRunner().invoke(cli, ["between", str(file), "a", "h", "--json"]).stdout)
    assert asked_between["count"] == 6
    drawn = {view: " ".join(CliRunner().invoke(cli, ["figure", str(file), "--view", view, "-o", str(tmp_path / f"{view}.svg")]).output.split())
             for view in ("all-between", "near", "hinge", "hangs")}
    assert "8 factors and 7 links" in drawn["all-between"]
    assert "2 factors and 0 links" in drawn["near"]
    assert "3 factors and 2 links" in drawn["hinge"]
    project = Project.open(file)
    shown = PAGE(page_content(project.map))
    assert [one["ask"] for one in shown] == ["given", "given", "must", "given"]
    assert "6 factors" in shown[0]["words"]
    for one, view in zip(shown, project.map.views.values(), strict=True):
        compare_page(project, one, view)
