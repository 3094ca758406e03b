"""The evidence ladder and what to find out: worked examples, laws, brute force."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import asked, drawn, link_paths, sign_of
from tests.analysis.test_rejection import GROUP

import sysmap as sm
from sysmap.analysis.chains import GRADES
from sysmap.core.graph import graph_of
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.project import Project
from sysmap.questions.registry.rungs import RUNGS, at_rung

TWO_WAYS = drawn("a + b\n b + d\n a + c\n c - d")
GRADED = {"a->b": "strong", "b->d": "moderate", "a->c": "weak", "c->d": "untested"}


def test_the_worked_example() -> None:
    answer = sm.ladder(TWO_WAYS, "a", "d", grades=GRADED)
    assert [step.verdict for step in answer.steps] == ["none", "positive", "positive", "ambiguous"]
    assert answer.margin == 1
    said = answer.words()
    assert "is positive as far as the evidence goes (moderate, at “B” → “D”)" in said
    assert "Margin 1: evidence for one more link would turn that, such as “C” → “D” (the influence would be ambiguous)." in said
    assert "not how strong or how likely" in said


def test_a_map_without_evidence_says_so() -> None:
    answer = sm.ladder(TWO_WAYS, "a", "d")
    assert answer.best is not None
    assert answer.best.rung == "all"
    assert "No path from “A” to “D” has evidence on every link." in answer.words()
    with pytest.raises(Refused, match="no evidence grade"):
        sm.ladder(TWO_WAYS, "a", "d", grades={"a->b": "great"})


@given(asked(layers=True), st.data())
def test_signs_grow_down_the_ladder_and_are_those_of_brute_force(case: tuple[Map, str, str], data: st.DataObject) -> None:
    map_, start, end = case
    grades = {id_: data.draw(st.sampled_from(GRADES)) for id_ in map_.links}
    answer = sm.ladder(map_, start, end, grades=grades)
    before: set[str] = set()
    for step in answer.steps:
        floor = {"strong": 4, "moderate": 3, "weak": 2, "all": 0}[step.rung]
        paths = [path for path in link_paths(map_, start, end, 6) if all(GRADES.index(grades[link.id]) >= floor for link in path)]
        signs = {sign_of(path) for path in paths}
        assert set(step.answer.chains) == signs
        assert before <= signs
        assert set(step.new) == (signs - before if step.rung != "strong" else set())
        for link in step.new.values():
            assert GRADES.index(grades[link]) < {"moderate": 4, "weak": 3, "all": 2}[step.rung]
        before = signs


@given(asked(most=5, layers=True), st.data())
def test_what_to_find_out_is_what_brute_force_finds(case: tuple[Map, str, str], data: st.DataObject) -> None:
    map_, _, end = case
    if not any(arc.from_ != arc.to for arc in graph_of(map_).arcs):
        return
    grades = {id_: data.draw(st.sampled_from(GRADES)) for id_ in map_.links}
    others = [id_ for id_ in graph_of(map_).factors if id_ != end]
    answer = sm.find_out(map_, starts=others, outcomes=[end], grades=grades)
    size = len(others) + 1

    def backed(more: tuple[str, ...]) -> set[str]:
        return {one for one in others if any(all(GRADES.index(grades[link.id]) >= 2 or link.id in more for link in path)
                                             for path in link_paths(map_, one, end, size))}

    now = backed(())
    assert {one for one, _ in answer.backed} == now
    links = [id_ for id_ in map_.links if GRADES.index(grades[id_]) < 2]
    single = {id_: backed((id_,)) - now for id_ in links}
    assert {one.links[0]: {pair[0] for pair in one.pairs} for one in answer.single} == {id_: found for id_, found in single.items() if found}
    best = max((len(backed(two) - now) for two in itertools.combinations(links, 2)), default=0)
    assert max((len(one.pairs) for one in (*answer.single, *answer.double)), default=0) == max(best, *map(len, single.values()), 0)


def test_a_link_of_a_whole_layer_is_one_thing_to_find_out_and_to_split() -> None:
    answer = sm.find_out(GROUP, starts=["a", "b"], outcomes=["goal"])
    assert [(one.links, len(one.pairs)) for one in answer.single] == [(("layer:one->goal",), 2)]
    assert "split it first" in answer.words()
    base = drawn("x + a\n x + b")
    said = sm.find_out(base, grades=dict.fromkeys(base.links, "strong")).words()
    assert said.endswith("There is nothing left to find out on this step of the evidence.")


def test_any_question_is_put_on_any_rung() -> None:
    project = Project.of(TWO_WAYS)
    found = {rung: sm.must_pass(at_rung(project, rung, GRADED), "a", "d").reachable for rung in RUNGS}
    assert found == {"strong": False, "moderate": True, "weak": True, "all": True}
