"""Mechanisms on the way, what must hold, and how much evidence it all rests on."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.made import drawn, golden, maps, simple, told

import sysmap as sm
from sysmap.cli import cli
from sysmap.core.elements import Cite, Link
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.tidy import text_of

REGULATION = told("""
sysmap: 1
kind: theory
id: t
title: T
factors:
  report: {label: Report, mechanisms: [guided]}
  plans: {label: Plans}
  talk: {label: Talk}
  care: {label: Better care, conditions: [staff]}
links:
  - {from: report, to: plans, polarity: positive, mechanisms: [guided], assumptions: [acted-upon]}
  - {from: report, to: talk, polarity: positive, mechanisms: [relational, guided]}
  - {from: plans, to: care, polarity: positive}
  - {from: talk, to: care, polarity: positive, mechanisms: [lateral], conditions: [time]}
assumptions:
  acted-upon: {label: Those assessed act upon it, critical: true, status: partly}
conditions:
  time: {label: There is time, status: not}
  staff: {label: There is staff}
rivals:
  anyway: {label: It was under way, about: [care]}
""")


def test_mechanisms_on_the_way_and_which_is_indispensable() -> None:
    answer = sm.mechanisms(REGULATION, "report", "care", labels={"guided": "Guided"})
    assert [(use.id, use.label, use.paths, use.indispensable) for use in answer.uses] == [
        ("guided", "Guided", 2, False), ("lateral", "lateral", 1, False), ("relational", "relational", 1, False)]
    assert answer.cuts == (("guided", "lateral"), ("guided", "relational"))
    assert answer.set_off == ("guided",)
    assert answer.without == 1
    alone = sm.mechanisms(REGULATION, "report", "plans")
    assert alone.cuts == (("guided",),)
    assert "guided is indispensable: without it no path is left" in alone.explain()


def test_what_must_hold_critical_first_with_its_status() -> None:
    answer = sm.mechanisms(REGULATION, "report", "care")
    assert [(need.kind, need.id, need.status, need.critical, need.paths, need.on_all) for need in answer.requirements] == [
        ("assumption", "acted-upon", "partly", True, 1, False), ("condition", "staff", "status not said", False, 2, True),
        ("condition", "time", "not", False, 1, False)]
    assert answer.rivals == ("anyway",)
    assert "Other explanations on record for the outcome: It was under way." in answer.explain()


def test_no_mechanism_named_is_said() -> None:
    answer = sm.mechanisms(drawn("a + b"), "a", "b")
    assert "no link on the way names a mechanism" in answer.explain()
    assert sm.mechanisms(drawn("a + b"), "b", "a").explain().startswith("There is no influence path")


def test_json_of_mechanisms() -> None:
    answer = sm.mechanisms(REGULATION, "report", "care").to_json()
    assert [one["id"] for one in answer["mechanisms"]] == ["guided", "lateral", "relational"]
    assert answer["must_hold"][0]["id"] == "acted-upon"


@given(maps(most=5), st.data())
def test_an_indispensable_mechanism_is_what_removing_its_links_shows(map_: Map, data: st.DataObject) -> None:
    names = st.lists(st.sampled_from(["m", "n"]), max_size=2, unique=True).map(tuple)
    map_ = dataclasses.replace(map_, links={
        id_: dataclasses.replace(link, mechanisms=data.draw(names)) for id_, link in map_.links.items()})
    used = list(simple(map_))
    if len(used) < 2 or not nx.has_path(simple(map_), used[0], used[1]):
        return
    answer = sm.mechanisms(map_, used[0], used[1], 9)
    for use in answer.uses:
        left = {id_: link for id_, link in map_.links.items() if set(link.mechanisms) != {use.id}}
        without = simple(dataclasses.replace(map_, links=left))
        assert use.indispensable == (not nx.has_path(without, used[0], used[1]))


def claims() -> Map:
    """The coded claims of the published example, one link each, asserted by its source."""
    example = golden("07_maxflow_causal_map_robustness.json")["input"]
    base = drawn("\n".join(example["nodes"]))
    return dataclasses.replace(base, links={f"c{i}": Link(
        id=f"c{i}", from_=e["source"], to=e["target"], cite=(Cite(source=e["source_id"]),))
        for i, e in enumerate(example["edges"])})


@pytest.mark.parametrize("who", ["P13", "P14", "P15", "P18", "All origins"])
def test_the_published_example_of_evidence_robustness(who: str) -> None:
    example = golden("07_maxflow_causal_map_robustness.json")
    expected = example["expected"]
    start = example["input"]["origins"] if who == "All origins" else who
    by_claim = sm.robustness(claims(), start, "OP3", claims=True)
    by_source = sm.robustness(claims(), start, "OP3")
    assert by_claim.flow == expected["computed"][who]
    assert by_source.flow == expected["extra_computed"]["max_flow_counting_distinct_sources_per_link"][who]
    assert by_source.flow == sum(step.capacity for step in by_source.cut)
    if who != "All origins":
        assert [source for source, _ in by_source.threads] == expected["extra_computed"]["whole_path_single_source"][who]


@pytest.mark.parametrize("who", ["P13", "P14", "P15", "P18", "All origins"])
def test_the_published_example_at_the_command_line(who: str, tmp_path: Path) -> None:
    example = golden("07_maxflow_causal_map_robustness.json")
    first, *others = example["input"]["origins"] if who == "All origins" else [who]
    (tmp_path / "claims.yaml").write_text(text_of(claims(), "map"))
    asked = ["robustness", str(tmp_path / "claims.yaml"), first, "OP3", *(word for one in others for word in ("--also", one)), "--json"]
    by_source, by_claim = (json.loads(CliRunner().invoke(cli, [*asked, *more]).stdout) for more in ([], ["--claims"]))
    assert by_claim["robustness"] == example["expected"]["computed"][who]
    assert by_source["robustness"] == example["expected"]["extra_computed"]["max_flow_counting_distinct_sources_per_link"][who]


def test_the_textbook_flow_is_a_robustness() -> None:
    """Cormen et al., Fig. 26.6 (golden 13): a pipe of capacity 16 is a link that 16 sources state."""
    example = golden("13_maxflow_textbook.json")
    lines = [f"{e['source']} + {e['target']} by:{','.join(f'{at}-{n}' for n in range(e['capacity']))}"
             for at, e in enumerate(example["input"]["edges"])]
    answer = sm.robustness(drawn("\n".join(lines)), "s", "t")
    assert answer.flow == example["expected"]["max_flow"]
    assert sorted([step.from_, step.to] for step in answer.cut) == sorted(example["expected"]["min_cut_edges"])


def test_a_spliced_influence_says_that_no_source_asserts_it_whole() -> None:
    answer = sm.robustness(drawn("a + b by:ann\n b + c by:ben"), "a", "c")
    assert (answer.flow, answer.threads) == (1, ())
    assert "No single source asserts a whole path" in answer.explain()


def test_links_without_a_source_carry_nothing() -> None:
    answer = sm.robustness(drawn("a + b by:ann\n b + c"), "a", "c")
    assert (answer.flow, answer.unsourced) == (0, ("b->c",))
    assert "every path has a link for which no source is named" in answer.explain()
    assert sm.robustness(drawn("a + b by:ann\n b + c"), "a", "c", sources_by_link={
        "a->b": {"ann"}, "b->c": {"ann", "ben"}}).flow == 1


def test_no_path_has_no_evidence_to_weigh() -> None:
    assert "no evidence to weigh" in sm.robustness(drawn("a + b"), "b", "a").explain()
    with pytest.raises(Refused, match="A03"):
        sm.robustness(drawn("a + b"), "a", "a")


@given(maps(), st.data())
def test_robustness_is_the_largest_flow_of_distinct_sources(map_: Map, data: st.DataObject) -> None:
    who = st.lists(st.sampled_from(["ann", "ben", "cat"]), max_size=3, unique=True)
    sources = {id_: set(data.draw(who)) for id_ in map_.links}
    plain = simple(map_)
    if len(plain) < 2:
        return
    start, end = list(plain)[:2]
    answer = sm.robustness(map_, start, end, sources_by_link=sources)
    graph = nx.DiGraph()
    graph.add_nodes_from(plain)
    multi = sm.to_networkx(map_)
    for a, b in plain.edges:
        graph.add_edge(a, b, capacity=len(set().union(*(sources[id_] for id_ in multi[a][b]))))
    if answer.found.opposed:
        assert answer.flow is None
    else:
        assert answer.flow == nx.maximum_flow_value(graph, start, end)
    asserting = {one for one in ("ann", "ben", "cat") if nx.has_path(nx.DiGraph(
        [(a, b) for a, b in plain.edges if any(one in sources[id_] for id_ in multi[a][b])] + [(start, start), (end, end)]),
        start, end)}
    assert {source for source, _ in answer.threads} == asserting
