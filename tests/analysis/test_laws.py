"""Laws that every question keeps, whatever the map: nothing is changed, order does not matter, the retired is not there."""

from __future__ import annotations

import dataclasses
import importlib
import itertools
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.made import asked
from tests.questions.putting import every_way, ways_to_put

import sysmap as sm
from sysmap import questions
from sysmap.analysis.simple_paths import SimplePaths
from sysmap.core.elements import Factor, Link
from sysmap.core.graph import graph_of
from sysmap.core.map import Map
from sysmap.formats.read import read_text
from sysmap.formats.tidy import text_of
from sysmap.questions.combining.parts import submap_of
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.shapes import schema_of

Case = tuple[Map, str, str]

VARIANTS: dict[str, Callable[[Map, str, str], Answer]] = {
    "upstream of both, 2 links": lambda m, a, b: sm.upstream(m, [a, b], 2),
    "between, 3 links": lambda m, a, b: sm.between(m, a, b, 3),
    "union of answers": lambda m, a, b: sm.union(sm.upstream(m, a), sm.ego(m, b)),
    "intersection of answers": lambda m, a, b: sm.intersection(sm.upstream(m, a), sm.upstream(m, b)),
    "difference of answers": lambda m, a, b: sm.difference(sm.downstream(m, a), sm.upstream(m, b)),
    "loops, 5 links": lambda m, a, b: sm.loops(m, 5),
    "loops through, 5 links": lambda m, a, b: sm.loops(m, 5, through=a),
}
QUESTIONS: dict[str, Callable[[Map, str, str], Answer]] = {
    **{name: lambda m, a, b, question=question, at=at: question.ask(m, list(ways_to_put(question, a, b))[at][1])  # type: ignore[misc]
       for name, (question, at) in every_way().items()},
    **VARIANTS,
}
"""Every way to put every question: a new one is held to the laws without being named here."""

FEW = settings(max_examples=6)
"""Each of many questions is put to a few maps; together they are put to many."""
VALIDATORS = {one.answer: jsonschema.Draft202012Validator(schema_of(one)) for one in questions.every()}
EVERY = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


@EVERY
@FEW
@given(asked(layers=True))
def test_no_question_changes_the_map_and_all_can_be_told_in_every_form(
    question: Callable[[Map, str, str], Answer], case: Case
) -> None:
    before = repr(case)
    answer = question(*case)
    assert answer.explain().strip()
    assert all(len(row) == len(answer.table().headings) for row in answer.table().rows)
    assert len(answer.to_frame()) == len(answer.rows())
    if hasattr(answer, "submap"):
        part: Map = answer.submap
        assert set(graph_of(part).factors) <= set(graph_of(case[0]).factors)
    assert answer.to_json() == question(*case).to_json()
    VALIDATORS[type(answer)].validate(answer.to_json())
    assert repr(case) == before


@EVERY
@FEW
@given(asked(layers=True))
def test_the_order_in_which_a_map_is_written_does_not_matter(
    question: Callable[[Map, str, str], Answer], case: Case
) -> None:
    map_, start, end = case
    turned = dataclasses.replace(map_, links=dict(reversed(map_.links.items())), factors=dict(reversed(map_.factors.items())))
    assert _rounded(question(turned, start, end).to_json()) == _rounded(question(map_, start, end).to_json())


@EVERY
@FEW
@given(asked())
def test_what_is_retired_is_as_good_as_absent(question: Callable[[Map, str, str], Answer], case: Case) -> None:
    map_, start, end = case
    kept = {id_: factor for id_, factor in map_.factors.items() if factor.status != "retired"}
    without = dataclasses.replace(map_, factors=kept, links={
        id_: link for id_, link in map_.links.items()
        if link.status != "retired" and link.from_ in kept and link.to in kept})
    assert _rounded(question(without, start, end).to_json()) == _rounded(question(map_, start, end).to_json())


@EVERY
@FEW
@given(asked())
def test_links_to_oneself_and_associations_count_in_nothing_but_loops(
    question: Callable[[Map, str, str], Answer], case: Case
) -> None:
    map_, start, end = case
    own = Link(id="own", from_=start, to=start, polarity="negative", strength="weak")
    beside = Link(id="beside", from_=start, to=end, kind="association")
    more = dataclasses.replace(map_, links={**map_.links, "own": own, "beside": beside})
    said, before = question(more, start, end).to_json(), question(map_, start, end).to_json()
    if "no_answer" in said:  # how things settle depends on what a factor does to itself, and not on an association
        more = dataclasses.replace(map_, links={**map_.links, "beside": beside})
        said = question(more, start, end).to_json()
    if "loops" in said:
        added = [loop for loop in said["loops"] if loop["links"] == ["own"] or "own" in loop["beside"]]
        assert added
        assert said["count"] - before["count"] in (0, 1), "a self-link of the same sign may be there already"
    elif not _strengths_matter(map_, said):
        assert _rounded(said) == _rounded(before)


@given(asked(), st.sampled_from(["paths", "influence", "must-pass", "only-through", "loops", "overlap", "robustness"]))
def test_an_isolated_factor_changes_no_way(case: Case, name: str) -> None:
    map_, start, end = case
    more = dataclasses.replace(map_, factors={**map_.factors, "zz": Factor(id="zz", label="Apart")})
    assert QUESTIONS[name](more, start, end).to_json() == QUESTIONS[name](map_, start, end).to_json()


@given(asked(layers=True), st.integers(1, 3))
def test_combining_submaps_is_combining_their_factors_and_steps(case: Case, steps: int) -> None:
    map_, start, end = case
    parts = [submap_of(map_, text) for text in (
        f"upstream:{start}:{steps}", f"downstream:{end}", f"ego:{start}", f"between:{start}:{end}")]
    ids, pairs = [set(part.ids) for part in parts], [set(part.pairs) for part in parts]
    union, both, rest = (combine(*parts) for combine in (sm.union, sm.intersection, sm.difference))
    assert (set(union.factors), set(union.pairs)) == (set.union(*ids), set.union(*pairs))
    assert (set(both.factors), set(both.pairs)) == (set.intersection(*ids), set.intersection(*pairs))
    left = ids[0].difference(*ids[1:])
    assert (set(rest.factors), set(rest.pairs)) == (left, {(a, b) for a, b in pairs[0] if a in left and b in left})


@given(asked(layers=True), st.sampled_from(["upstream", "ego", "between", "union", "paths", "loops", "only-through"]))
def test_the_part_an_answer_is_about_is_a_map_that_reads_back_the_same(case: Case, name: str) -> None:
    part: Map = QUESTIONS[name](*case).submap  # type: ignore[attr-defined]
    reading = read_text(text_of(part, part.kind))
    assert not reading.problems
    assert reading.document == part


STRENGTHS = {None: 0, "weak": 1, "medium": 2, "strong": 3}
GRADES = ("not-supported", "untested", "weak", "moderate", "strong")


@settings(deadline=None)
@given(asked(layers=True), st.sampled_from(["weakest-link", "shortest", "evidence"]), st.integers(1, 6), st.integers(1, 5),
       st.data())
def test_paths_come_in_the_stated_order_by_each_of_the_three_searches(
    case: Case, by: str, most: int, limit: int, data: st.DataObject
) -> None:
    map_, start, end = case
    grades = {id_: data.draw(st.sampled_from(GRADES)) for id_ in map_.links} if by == "evidence" else {}
    expected = sorted(_simple(map_, start, end, most), key=lambda way: _place(map_, way, by, grades))
    with pytest.MonkeyPatch.context() as patch:
        for search in ("few at once", "many", "in bands"):
            if search != "few at once":
                patch.setattr(SimplePaths, "all_at_once", lambda self, budget, enough=0: None)
            if search == "in bands":
                patch.setattr(importlib.import_module("sysmap.analysis.best_paths"), "_MANY", -1)
            answer = sm.paths(map_, start, end, most, by=by, grades=grades, limit=limit)  # type: ignore[arg-type]
            assert [path.factors for path in answer.found] == expected[:limit]
            assert (answer.count, answer.counted) == (len(expected), True)


def _simple(map_: Map, start: str, end: str, most: int) -> list[tuple[str, ...]]:
    graph, found = graph_of(map_), set()

    def walk(way: tuple[str, ...]) -> None:
        if way[-1] == end:
            found.add(way)
        elif len(way) <= most:
            for arc in graph.out[way[-1]]:
                if arc.to not in way:
                    walk((*way, arc.to))

    walk((start,))
    return sorted(found)


def _place(map_: Map, way: tuple[str, ...], by: str, grades: dict[str, str]) -> tuple[Any, ...]:
    graph, ranks, delays = graph_of(map_), [], []
    for a, b in itertools.pairwise(way):
        links = sorted((arc.link for arc in graph.out[a] if arc.to == b), key=lambda one: (-STRENGTHS[one.strength], one.id))
        ranks.append(max(GRADES.index(grades.get(one.id, "untested")) for one in links) if by == "evidence"
                     else STRENGTHS[links[0].strength])
        delays.append(("short", None, "medium", "long").index(links[0].delay))
    late = tuple(delays.count(place) for place in (3, 2, 1, 0))
    if by == "shortest" or (not grades if by == "evidence" else not any(arc.link.strength for arc in graph.arcs)):
        return len(ranks), late, way
    return -min(ranks), ranks.count(min(ranks)), len(ranks), late, way


def _strengths_matter(map_: Map, said: dict[str, Any]) -> bool:
    """Whether a strength on the added link decides by which order paths come: before, no link may have had one."""
    return "paths" in said and not any(link.strength for link in map_.links.values())


def _rounded(told: Any) -> Any:
    if isinstance(told, float):
        return round(told, 6)
    if isinstance(told, dict):
        return {key: _rounded(value) for key, value in told.items()}
    return [_rounded(value) for value in told] if isinstance(told, list) else told
