"""Groups side by side: three tables and eight links counted by hand; small groups withheld; union and intersection."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import drawn, maps, told

import sysmap as sm
from sysmap.core.elements import Voice
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.graph import graph_of
from sysmap.core.library import Case, Cases
from sysmap.core.map import Map
from sysmap.project import Project

TABLES = told("""
sysmap: 1
kind: map
id: tables
title: Three tables
factors: {a: {label: A}, b: {label: B}, c: {label: C}, d: {label: D}}
links:
  - {from: a, to: b, polarity: positive, seen_in: [t1, t2, t3]}
  - {from: b, to: c, polarity: positive, seen_in: [t1, t2]}
  - {from: c, to: d, polarity: negative, seen_in: [t3]}
  - {from: a, to: c, polarity: positive, seen_in: [t2]}
  - {from: a, to: d, voices: [{at: t1, polarity: positive}, {at: t2, polarity: negative}]}
  - {from: b, to: d, polarity: positive, seen_in: [t1, t3]}
  - {from: d, to: a, polarity: positive, seen_in: [t2, t3]}
  - {from: d, to: b, polarity: positive}
""")


def test_each_link_has_numerator_and_denominator() -> None:
    answer = sm.groups(TABLES)
    assert {row["id"]: (row["tables"], row["tables_of"]) for row in answer.rows()} == {
        "a->b": (3, 3), "b->c": (2, 3), "c->d": (1, 3), "a->c": (1, 3), "a->d": (2, 3), "b->d": (2, 3), "d->a": (2, 3)}
    assert answer.words().startswith("Heard: 3 tables. Most say “A” → “B”: 3 of 3 tables. 7 links are said by at least 1 table.")


def test_the_map_of_agreement_and_the_links_in_dispute() -> None:
    assert sm.groups(TABLES, at_least=2).agreed == ("a->b", "a->d", "b->c", "b->d", "d->a")
    assert set(sm.groups(TABLES, at_least=3).submap.links) == {"a->b"}
    answer = sm.groups(TABLES)
    assert answer.disagreed == ("a->d",)
    assert "They disagree about “A” → “D”." in answer.words()


def test_a_group_of_fewer_than_three_is_withheld() -> None:
    two = drawn("a + b")
    two = dataclasses.replace(two, links={"a->b": dataclasses.replace(two.links["a->b"], seen_in=("t1", "t2"))})
    answer = sm.groups(two)
    data = answer.to_json()
    assert data["groups"] == [{"group": "tables", "asked": None, "not_asked": None, "withheld": True}]
    assert data["elements"][0]["by"] == [{"group": "tables", "said": None, "against": None, "of": None}]
    assert (data["elements"][0]["voices"], data["agreed"]) == (0, [])
    assert "Withheld, because fewer than 3 were heard: tables." in answer.words()


def test_cases_are_compared_by_type_and_who_was_not_asked_is_said() -> None:
    book = Cases(id="c", title="C", cases={id_: Case(id=id_, label=id_, type=type_) for id_, type_ in (
        ("h1", "school"), ("h2", "school"), ("h3", "school"), ("h4", "school"), ("k", "council"))})
    seen = Item(id="seen", statement="S", cases=("h1", "h2", "h3"), bears_on=(Bearing(element="a->b", direction="supports"),))
    less = Item(id="less", statement="L", cases=("k",), bears_on=(Bearing(element="a->b", direction="contradicts"),))
    project = Project.of(drawn("a + b"), [book], [Evidence(id="r", title="R", items={"seen": seen, "less": less})])
    answer = sm.groups(project, by="case")
    assert answer.table().rows == (("A → B", "withheld", "3 of 3", ""),)
    assert "Not asked, or heard on nothing: 1 case (school)." in answer.words()


def test_a_map_that_names_nobody_says_so() -> None:
    assert "nothing to compare" in sm.groups(drawn("a + b")).words()


@given(maps(), st.data())
def test_one_voice_gives_the_union_and_all_voices_the_intersection(map_: Map, data: st.DataObject) -> None:
    tables = ("t1", "t2", "t3", "t4")
    seen = {id_: frozenset(data.draw(st.lists(st.sampled_from(tables), unique=True))) for id_ in map_.links}
    voiced = dataclasses.replace(map_, links={id_: dataclasses.replace(link, seen_in=tuple(sorted(seen[id_])), voices=(
        Voice(at=min(seen[id_]), polarity="negative"),) if seen[id_] else ()) for id_, link in map_.links.items()})
    used = {arc.link.id for arc in graph_of(map_).arcs if arc.from_ != arc.to}
    spoke = frozenset[str]().union(*(seen[id_] for id_ in used))
    union, every = sm.groups(voiced), sm.groups(voiced, at_least=max(len(spoke), 1))
    if len(spoke) >= 3:
        assert set(union.agreed) == {id_ for id_ in used if seen[id_]}
        assert set(every.agreed) == {id_ for id_ in used if seen[id_] == spoke}
    else:
        assert union.agreed == ()
