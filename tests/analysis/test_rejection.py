"""What a sceptic has to reject: statements, sources as a whole, by sign; held to brute force on small maps."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import asked, drawn, link_paths, sign_of, told

import sysmap as sm
from sysmap.core.elements import Link
from sysmap.core.map import Map

SPLICED = drawn("""
x + a by:s1
a + goal by:s2
x + b by:s1
b - goal by:s2
x + c by:s1
c + goal by:s1
""")

GROUP = told("""
sysmap: 1
kind: map
id: group
title: A statement about a layer
layers: [{id: one, label: One}]
factors:
  x: {label: X}
  a: {label: A, layer: one}
  b: {label: B, layer: one}
  goal: {label: Goal}
links:
  - {from: x, to: a, polarity: positive, cite: [{source: s1}, {source: s2}]}
  - {from: x, to: b, polarity: positive, cite: [{source: s1}, {source: s2}]}
  - {from: "layer:one", to: goal, polarity: positive, cite: [{source: s4}]}
""")


def test_a_statement_about_a_layer_falls_as_a_whole() -> None:
    answer = sm.robustness(GROUP, "x", "goal")
    assert (answer.flow, answer.reject.units) == (1, ("s4",))
    assert [(step.from_, step.to, step.links) for step in answer.cut] == [("layer:one", "goal", ("layer:one->goal",))]
    assert sm.robustness(GROUP, "x", "goal", claims=True).flow == 1
    assert sm.must_pass(GROUP, "x", "goal").links == ("layer:one->goal",)
    assert "what s4 says of the link from all of “One” to “Goal”" in answer.words()


def test_evidence_of_opposite_chains_is_never_added_up() -> None:
    answer = sm.robustness(SPLICED, "x", "goal")
    assert answer.flow is None
    assert [(one.sign, one.flow, one.reject.units) for one in answer.by_sign] == [("positive", 2, ("s1",)), ("negative", 1, ("s1",))]
    assert answer.reject.units == ("s1",)
    assert "evidence for opposite signs is not added up" in answer.words()
    assert answer.words().count("without s1") == 2


def test_one_source_behind_every_path_is_named_although_others_speak_too() -> None:
    answer = sm.robustness(drawn("a + b by:ann\n b + d by:ann,ben\n a + c by:ann\n c + d by:cat"), "a", "d")
    assert (answer.flow, answer.reject.units) == (2, ("ann",))
    assert "To reject one source as a whole is enough: without ann no path is backed." in answer.words()


def test_no_time_gives_a_bound_and_says_so() -> None:
    ticks = itertools.count()
    answer = sm.robustness(SPLICED, "x", "goal", seconds=1e-9, clock=lambda: next(ticks))
    assert not answer.to_json()["complete"]
    assert "stopped at its time limit" in answer.words()


def _left(paths: list[list[Link]], gone: Iterable[str], units: Mapping[str, frozenset[str]], sign: str | None) -> bool:
    """Whether a path of that sign is left on which every link keeps something that it stands on."""
    return any((sign is None or sign_of(path) == sign) and all(units[link.id] - set(gone) for link in path) for path in paths)


def _fewest(paths: list[list[Link]], units: Mapping[str, frozenset[str]], sign: str | None) -> int:
    names = sorted({name for one in units.values() for name in one})
    return next(size for size in range(len(names) + 1) if any(
        not _left(paths, gone, units, sign) for gone in itertools.combinations(names, size)))


@given(asked(most=6, layers=True), st.data())
def test_the_fewest_to_reject_are_those_of_brute_force(case: tuple[Map, str, str], data: st.DataObject) -> None:
    map_, start, end = case
    who = st.frozensets(st.sampled_from(["ann", "ben", "cat", "dan"]), max_size=3)
    said = {id_: data.draw(who) for id_ in map_.links}
    paths = link_paths(map_, start, end, 6)
    backed = {sign_of(path) for path in paths if all(said[link.id] for link in path)}
    answer = sm.robustness(map_, start, end, sources_by_link=said)
    assert {one.sign for one in answer.by_sign} == backed
    assert answer.found.complete
    for sign, reject in [(None, answer.reject), *((one.sign, one.reject) for one in answer.by_sign)]:
        assert reject.units is not None
        assert len(reject.units) == reject.least == _fewest(paths, said, sign)
        assert not _left(paths, reject.units, said, sign)


@given(asked(most=5, layers=True), st.data())
def test_the_least_to_reject_statement_by_statement_is_that_of_brute_force(case: tuple[Map, str, str], data: st.DataObject) -> None:
    map_, start, end = case
    map_ = dataclasses.replace(map_, links=dict(list(map_.links.items())[:8]))
    who = st.frozensets(st.sampled_from(["ann", "ben"]), max_size=2)
    said = {id_: data.draw(who) for id_ in map_.links}
    paths = link_paths(map_, start, end, 5)
    ends = {id_: (link.from_, link.to) for id_, link in map_.links.items()}
    parts = {id_: frozenset(f"{ends[id_]} {one}" for one in said[id_]) for id_ in map_.links}
    answer = sm.robustness(map_, start, end, sources_by_link=said)
    if answer.found.opposed:
        assert answer.flow is None
    else:
        assert answer.flow == _fewest(paths, parts, None) == sum(step.capacity for step in answer.cut)
    for one in answer.by_sign:
        signed = {id_: frozenset(f"{part} {map_.links[id_].polarity}" for part in parts[id_]) for id_ in map_.links}
        fewest = _fewest(paths, signed if len(answer.by_sign) > 1 else parts, one.sign)
        assert one.flow == fewest == sum(step.capacity for step in one.cut)
    claims = sm.robustness(map_, start, end, sources_by_link=said, claims=True)
    each = {id_: frozenset([id_] if said[id_] else []) for id_ in map_.links}
    if not claims.found.opposed:
        assert claims.flow == _fewest(paths, each, None)


@pytest.mark.parametrize(("start", "end"), [("x", "goal")])
def test_words_table_and_json_agree(start: str, end: str) -> None:
    for map_ in (SPLICED, GROUP):
        answer = sm.robustness(map_, start, end)
        told_ = answer.to_json()
        rows = answer.rows()
        cuts = told_["cut"] or [step for one in told_["by_sign"] for step in one["cut"]]
        assert [(row["from"], row["to"], row["capacity"]) for row in rows] == [(c["from"], c["to"], c["capacity"]) for c in cuts]
        assert len(answer.table().rows) == len(rows)
