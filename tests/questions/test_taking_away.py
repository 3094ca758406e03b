"""What if something is taken away or put back; how far a verdict is from another. Small maps in the user's words, and brute force."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import asked, drawn, link_paths, sign_of, told

import sysmap as sm
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.graph import graph_of
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.project import Project

CANTEEN = told("""
sysmap: 1
kind: map
id: canteen
title: A canteen
factors:
  cook: {label: Trained cooks, control: us}
  menu: {label: Better menu}
  talk: {label: Talk at table, raised_by: [parents]}
  old: {label: Vending machine, status: retired}
  eat: {label: Children eat well, focal: true}
links:
  - {from: cook, to: menu, polarity: positive, mechanisms: [skill], cite: [{source: survey}]}
  - {from: menu, to: eat, polarity: positive, assumptions: [liked], cite: [{source: survey}, {source: diary}]}
  - {from: cook, to: talk, polarity: positive, conditions: [time]}
  - {from: talk, to: eat, polarity: negative, seen_in: [table-2]}
  - {from: old, to: eat, polarity: negative}
assumptions:
  liked: {label: Children like what is served}
conditions:
  time: {label: There is time to talk}
""")


@pytest.mark.parametrize(("gone", "factors", "links"), [
    ("menu", ("menu",), ()),
    ("cook->menu", (), ("cook->menu",)),
    ("Children like what is served", (), ("menu->eat",)),
    ("condition:time", (), ("cook->talk",)),
    ("skill", (), ("cook->menu",)),
    ("source:survey", (), ("cook->menu",)),
    ("group:parents", ("talk",), ()),
    ("table-2", (), ("talk->eat",)),
])
def test_anything_can_be_taken_away(gone: str, factors: tuple[str, ...], links: tuple[str, ...]) -> None:
    answer = sm.whatif(CANTEEN, [gone])
    assert (answer.fallen_factors, answer.fallen_links) == (factors, links)


def test_a_link_falls_with_all_its_sources_only() -> None:
    assert sm.whatif(CANTEEN, ["diary"]).fallen_links == ()
    assert sm.whatif(CANTEEN, ["diary", "survey"]).fallen_links == ("cook->menu", "menu->eat")


def test_an_outcome_changes_sign_or_loses_every_path() -> None:
    answer = sm.whatif(CANTEEN, "talk")
    assert answer.changed == {"eat": ("sign",)}
    assert "The influence of “Trained cooks” on “Children eat well” turns from ambiguous to positive." in answer.words()
    gone = sm.whatif(CANTEEN, ["menu", "talk"])
    assert gone.changed == {"eat": ("all-paths",)}
    assert "“Children eat well” loses every path" in gone.words()


def test_what_is_retired_is_put_back_with_its_links() -> None:
    answer = sm.whatif(CANTEEN, restored=["old"], starts=["cook"], outcomes=["eat"])
    assert answer.changed == {}
    back = sm.whatif(CANTEEN, "talk", restored=["Vending machine"], outcomes=["eat"])
    assert back.changed == {"eat": ("sign",)}
    with pytest.raises(Refused, match="is in use already"):
        sm.whatif(CANTEEN, restored=["menu"])


def test_evidence_goes_with_its_source_and_its_case_and_so_do_grades() -> None:
    seen = Item(id="seen", statement="They eat more.", cases=("hill",), bears_on=tuple(
        Bearing(element=link, direction="supports", strength="strong") for link in ("cook->menu", "menu->eat")))
    project = Project.of(CANTEEN, registers=[Evidence(id="r", title="R", items={"seen": seen})])
    answer = sm.whatif(project, "case:hill", outcomes=["eat"])
    assert answer.changed == {"eat": ("evidence",)}
    assert (answer.before["eat"].rung, answer.after["eat"].rung) == ("moderate", "all")
    assert "goes from moderate to untested" in answer.words()


def test_names_that_nothing_has_are_all_said_at_once_with_a_way_out() -> None:
    with pytest.raises(Refused) as refused:
        sm.whatif(CANTEEN, ["menü", "source:surwey"])
    assert [problem.code for problem in refused.value.problems] == ["A20", "A20"]
    assert "Did you mean menu" in str(refused.value)
    assert "survey" in str(refused.value)
    with pytest.raises(Refused, match="A21"):
        sm.whatif(CANTEEN)
    assert "nothing changes" in sm.whatif(drawn("a\n b"), "a", outcomes=["b"]).words().casefold()
    assert "nothing to back" in sm.find_out(drawn("a\n b")).words()


def test_a_name_of_several_sorts_asks_which_is_meant() -> None:
    same = dataclasses.replace(CANTEEN.assumptions["liked"], id="menu")
    map_ = dataclasses.replace(CANTEEN, assumptions={**CANTEEN.assumptions, "menu": same})
    with pytest.raises(Refused, match="factor:menu or assumption:menu"):
        sm.whatif(map_, "menu")
    assert sm.whatif(map_, "assumption:menu").fallen_factors == ()


@given(asked(layers=True))
def test_taking_away_and_restoring_is_the_identity(case: tuple[Map, str, str]) -> None:
    map_, start, end = case
    answer = sm.whatif(map_, [start], restored=[start], outcomes=[end]) if graph_of(map_).arcs and _joined(map_) else None
    if answer is not None:
        assert (answer.changed, answer.fallen_factors, answer.fallen_links) == ({}, (), ())
        assert answer.before == answer.after


@given(asked(layers=True), st.data())
def test_what_fell_and_is_put_back_leaves_everything_as_it_was(case: tuple[Map, str, str], data: st.DataObject) -> None:
    """Take any factors and links away, write that down as a map, put them back: before and after change places.

    A factor comes back with all its links, so nothing else may have been retired there before.
    """
    map_, start, end = case
    map_ = dataclasses.replace(map_, links={id_: one for id_, one in map_.links.items() if one.status != "retired"})
    things = sorted({*(f"factor:{id_}" for id_ in map_.factors if id_ != end), *(f"link:{id_}" for id_ in map_.links)})
    gone = data.draw(st.lists(st.sampled_from(things), min_size=1, max_size=4, unique=True))
    first = sm.whatif(map_, gone, starts=[start], outcomes=[end])
    retired = dataclasses.replace(
        map_,
        factors={**map_.factors, **{id_: dataclasses.replace(map_.factors[id_], status="retired") for id_ in first.fallen_factors}},
        links={**map_.links, **{id_: dataclasses.replace(map_.links[id_], status="retired") for id_ in first.fallen_links}})
    back = [*(f"factor:{id_}" for id_ in first.fallen_factors), *(f"link:{id_}" for id_ in first.fallen_links)]
    second = sm.whatif(retired, restored=back, starts=[start], outcomes=[end]) if back else first
    assert (second.after, second.before) == ((first.before, first.after) if back else (first.after, first.before))


@given(asked(layers=True))
def test_what_an_outcome_loses_is_what_reachability_without_it_shows(case: tuple[Map, str, str]) -> None:
    map_, gone, end = case
    if not _joined(map_):
        return
    used = graph_of(map_).factors
    answer = sm.whatif(map_, [f"factor:{gone}"], starts=[i for i in used if i != end], outcomes=[end])
    size = len(used)
    for start in used:
        if start in (end, gone):
            continue
        paths = link_paths(map_, start, end, size)
        assert (start in answer.before[end].reached_from) == bool(paths)
        left = [path for path in _ways(map_, start, end) if gone not in path]
        assert (start in answer.after[end].reached_from) == bool(left)


def _joined(map_: Map) -> bool:
    return any(arc.from_ != arc.to for arc in graph_of(map_).arcs)


def _ways(map_: Map, start: str, end: str) -> list[tuple[str, ...]]:
    graph, found = graph_of(map_), []

    def walk(way: tuple[str, ...]) -> None:
        if way[-1] == end:
            found.append(way)
            return
        for arc in graph.out[way[-1]]:
            if arc.to not in way:
                walk((*way, arc.to))

    walk((start,))
    return found


def test_the_margin_names_the_one_statement_that_a_verdict_hangs_on() -> None:
    answer = sm.margin(drawn("a + b\n b + c"), "a", "c")
    assert (answer.verdict, answer.margin) == ("positive", 1)
    assert "“A” → “B” is found false (the influence would be gone)" in answer.words()
    open_ = sm.margin(drawn("a ? b"), "a", "b")
    assert [one.verdict for one in open_.found.turnings] == ["none", "positive", "negative"]


def test_a_verdict_without_a_path_has_no_margin_among_what_is_drawn() -> None:
    answer = sm.margin(drawn("a + b\n c + d"), "a", "d")
    assert (answer.verdict, answer.margin) == ("none", None)
    assert "No path of at most 6 links leads from “A” to “D”." in answer.words()


@given(asked(most=5, layers=True))
def test_the_margin_is_that_of_brute_force(case: tuple[Map, str, str]) -> None:
    map_, start, end = case
    map_ = dataclasses.replace(map_, links=dict(list(map_.links.items())[:6]))
    answer = sm.margin(map_, start, end, seconds=None)

    def verdict(changes: tuple[tuple[str, str], ...]) -> str:
        links = dict(map_.links)
        for id_, what in changes:
            if what == "found false":
                links.pop(id_, None)
            else:
                links[id_] = dataclasses.replace(links[id_], polarity=what.removeprefix("found "))  # type: ignore[arg-type]
        signs = {sign_of(path) for path in link_paths(dataclasses.replace(map_, links=links), start, end, 6)}
        return "none" if not signs else signs.pop() if len(signs) == 1 and signs <= {"positive", "negative", "unknown"} else "ambiguous"

    now = verdict(())
    assert answer.verdict == now
    options = [(id_, what) for id_, link in map_.links.items() if link.status != "retired" for what in (
        "found false", *(("found positive", "found negative") if link.polarity in ("unknown", "mixed") else ()))]
    for size in (1, 2):
        turning = {tuple(sorted(changes)) for changes in itertools.combinations(options, size)
                   if len({id_ for id_, _ in changes}) == size and verdict(changes) != now}
        if turning:
            assert answer.margin == size
            assert {tuple(sorted(one.changes)) for one in answer.found.turnings} <= turning
            assert len(answer.found.turnings) == min(len(turning), 20)
            return
    assert answer.margin in (None, 3)
    assert answer.found.least >= min(3, len(options) + 1) or not answer.found.turnings


def test_no_time_leaves_a_bound() -> None:
    ticks = itertools.count()
    answer = sm.margin(CANTEEN, "cook", "eat", seconds=1e-9, clock=lambda: next(ticks))
    assert not answer.found.complete
    assert "stopped at its time limit" in answer.words()


@given(asked(), st.integers(1, 3))
def test_a_margin_keeps_to_its_bound(case: tuple[Map, str, str], most: int) -> None:
    map_, start, end = case
    answer = sm.margin(map_, start, end, most)
    assert answer.verdict == sm.influence(map_, start, end, most).verdict
