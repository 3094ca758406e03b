"""Influence paths: all of them, best first, within bounds that the answer states."""

from __future__ import annotations

import dataclasses
import itertools
import time

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.analysis.made import asked, drawn, golden, joined, link_paths, maps, sign_of, simple

import sysmap as sm
from sysmap.analysis.base import Budget
from sysmap.analysis.projection import projection_of
from sysmap.analysis.simple_paths import SimplePaths
from sysmap.core.map import Map
from sysmap.core.problem import Refused

TWO_WAYS = drawn("""
    visit + report strong short
    report + change weak long
    visit + talk medium
    talk - change medium
    change + care strong
    report + care
""")


def test_each_path_says_what_is_on_it() -> None:
    answer = sm.paths(TWO_WAYS, "visit", "care")
    best, second, last = answer.found
    assert best.factors == ("visit", "talk", "change", "care")
    assert best.links == ("visit->talk", "talk->change", "change->care")
    assert best.polarity == "negative"
    assert best.weakest == {"link": "visit->talk", "strength": "medium", "known": 3, "of": 3}
    assert second.weakest["strength"] == "weak"
    assert second.delay == {"short": 1, "medium": 0, "long": 1, "unset": 1}
    assert last.weakest == {"link": "report->care", "strength": "unset", "known": 1, "of": 2}


def test_the_three_orders_differ() -> None:
    def first(**kwargs: object) -> tuple[str, ...]:
        return sm.paths(TWO_WAYS, "visit", "care", **kwargs).found[0].factors  # type: ignore[arg-type]

    graded = {"visit->report": "strong", "report->change": "moderate", "change->care": "moderate"}
    assert first(by="weakest-link") == ("visit", "talk", "change", "care")
    assert first(by="shortest") == ("visit", "report", "care")
    assert first(by="evidence", grades=graded) == ("visit", "report", "change", "care")


def test_a_path_without_evidence_says_where_it_is_untested() -> None:
    chain = sm.paths(TWO_WAYS, "visit", "care", by="evidence", grades={"visit->report": "strong"}).found[0]
    assert chain.grade == {"grade": "untested", "link": "report->care", "graded": 1, "of": 2}


def test_the_answer_reads_as_sentences() -> None:
    said = sm.paths(TWO_WAYS, "visit", "care").explain()
    assert said.startswith("3 influence paths of at most 6 links from “VISIT” to “CARE”, in order of the strength of "
                           "their weakest link. The first runs: “VISIT” raises “TALK”, which lowers “CHANGE”, which raises “CARE”.")
    assert "Of these, 2 are positive and 1 is negative." in said


def test_json_is_the_public_shape() -> None:
    told = sm.paths(TWO_WAYS, "visit", "care", 2).to_json()
    assert {key: told[key] for key in ("from", "to", "max_length", "by", "complete", "count")} == {
        "from": "visit", "to": "care", "max_length": 2, "by": "weakest-link", "complete": True, "count": 1}
    assert told["paths"][0]["factors"] == ["visit", "report", "care"]


def test_a_frame_has_one_row_a_path() -> None:
    frame = sm.paths(TWO_WAYS, "visit", "care").to_frame()
    assert list(frame["polarity"]) == ["negative", "positive", "positive"]
    assert list(frame["rank"]) == [1, 2, 3]


def test_a_limit_lists_fewer_but_counts_all() -> None:
    answer = sm.paths(TWO_WAYS, "visit", "care", limit=1)
    assert (answer.count, len(answer.found), answer.complete) == (3, 1, False)
    assert "The first 1 is listed." in answer.explain()


def test_no_path_within_the_bound_tells_the_shortest_beyond_it() -> None:
    answer = sm.paths(TWO_WAYS, "visit", "care", 1)
    assert (answer.count, answer.complete, answer.shortest) == (0, True, 2)
    assert "the shortest has 2" in answer.explain()


def test_no_path_at_all() -> None:
    answer = sm.paths(TWO_WAYS, "care", "visit")
    assert answer.shortest is None
    assert answer.explain() == "There is no influence path from “CARE” to “VISIT”, of any length."
    assert list(answer.to_frame().columns)


@pytest.mark.parametrize(("kwargs", "code"), [
    ({"end": "visit"}, "A03"), ({"max_length": 0}, "A04"), ({"limit": 0}, "A04"), ({"by": "best"}, "A07"),
    ({"by": "evidence", "grades": {"visit->report": "superb"}}, "A08"), ({"end": "visits"}, "A01")])
def test_questions_that_make_no_sense_are_refused_with_a_way_out(kwargs: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        sm.paths(TWO_WAYS, "visit", **{"end": "care", **kwargs})  # type: ignore[arg-type]
    assert refused.value.problems[0].code == code
    assert refused.value.problems[0].hint


def test_parallel_links_are_one_step_and_a_conflict_is_said() -> None:
    map_ = drawn("a + b\n a - b\n b + c")
    (path,) = sm.paths(map_, "a", "c").found
    assert (path.polarity, path.why) == ("mixed", ("parallel links conflict",))
    assert (path.links, path.parallel_links) == (("a->b", "b->c"), ("a->b'",))


def test_a_self_link_is_no_step() -> None:
    assert sm.paths(drawn("a + a\n a + b\n b - b"), "a", "b").count == 1


def test_anticipated_links_stay_and_are_flagged_and_retired_ones_are_left_out() -> None:
    map_ = drawn("a + b anticipated\n b + c\n a + c retired")
    (path,) = sm.paths(map_, "a", "c").found
    assert path.factors == ("a", "b", "c")
    assert path.anticipated
    assert "only anticipated" in sm.paths(map_, "a", "c").explain()


def test_the_submap_of_paths_is_a_map_of_their_links() -> None:
    part = sm.paths(TWO_WAYS, "visit", "care", limit=1).submap
    assert list(part.links) == ["visit->talk", "talk->change", "change->care"]
    assert "influence path listed" in part.notes[0].text


@given(asked(), st.integers(1, 8))
def test_all_simple_paths_and_no_other(case: tuple[Map, str, str], most: int) -> None:
    map_, start, end = case
    answer = sm.paths(map_, start, end, most, limit=10_000)
    reference = sorted(map(tuple, nx.all_simple_paths(simple(map_), start, end, cutoff=most)))
    assert sorted(path.factors for path in answer.found) == reference
    assert answer.complete
    assert answer.count == len(reference) == answer.at_most


@given(asked(), st.integers(1, 6))
def test_a_path_has_the_signs_its_links_can_make(case: tuple[Map, str, str], most: int) -> None:
    map_, start, end = case
    signs: dict[tuple[str, ...], set[str]] = {}
    ends = {link.id: link.to for link in map_.links.values()}
    for links in link_paths(map_, start, end, most):
        signs.setdefault((start, *(ends[link.id] for link in links)), set()).add(sign_of(links))
    for path in sm.paths(map_, start, end, most).found:
        said = signs[path.factors]
        expected = (next(iter(said)) if len(said) == 1
                    else "mixed" if "mixed" in said or {"positive", "negative"} <= said else "unknown")
        assert path.polarity == expected


@given(asked(), st.sampled_from(["weakest-link", "shortest"]), st.integers(1, 4))
def test_the_first_paths_of_a_limited_list_are_those_of_the_full_one(
    case: tuple[Map, str, str], by: str, limit: int
) -> None:
    map_, start, end = case
    full = sm.paths(map_, start, end, 7, by=by).found  # type: ignore[arg-type]
    cut = sm.paths(map_, start, end, 7, by=by, limit=limit).found  # type: ignore[arg-type]
    assert cut == full[:limit]


@given(asked())
def test_no_better_path_follows_a_worse_one(case: tuple[Map, str, str]) -> None:
    order = {"unset": 0, "weak": 1, "medium": 2, "strong": 3}
    map_, start, end = case
    found = sm.paths(map_, start, end, 7).found
    ranks = [order[path.weakest["strength"]] for path in found]
    assert ranks == sorted(ranks, reverse=True)
    lengths = [path.length for path in sm.paths(map_, start, end, 7, by="shortest").found]
    assert lengths == sorted(lengths)


@given(maps(most=6), st.integers(1, 7))
def test_listing_by_exact_length_finds_the_same_ways(map_: Map, most: int) -> None:
    proj = projection_of(map_)
    for x, y in itertools.product(range(len(proj.ids)), repeat=2):
        ways = SimplePaths(proj.succ, proj.pred, x, y, most)
        whole = sorted(ways.each(Budget()))
        by_length = sorted(
            beginning + tail for length in range(1, most + 1)
            for beginning, _, tails in ways.batches(Budget(), exactly=length) for _, tail, _ in tails)
        assert by_length == whole
        assert sorted(way for _, way in ways.all_at_once(Budget()) or []) == whole
        assert len(whole) <= 2 or ways.all_at_once(Budget(), enough=0) is None
        assert len(whole) <= ways.walks
        assert ways.shortest == min((len(way) - 1 for way in whole), default=None)
        assert not whole or ways.one_shortest() in whole


def test_a_dense_map_is_searched_best_first_so_that_a_cut_list_begins_with_the_best() -> None:
    names = [f"n{i:02d}" for i in range(14)]
    everything = joined((a, b) for a in names for b in names if a != b)
    strong = {id_: dataclasses.replace(link, strength="strong" if id_ in ("n00->n05", "n05->n13") else "weak")
              for id_, link in everything.links.items()}
    map_ = dataclasses.replace(everything, links=strong)
    answer = sm.paths(map_, "n00", "n13", 12, seconds=0.3, clock=time.process_time, limit=3)
    assert not answer.complete
    assert answer.found[0].factors == ("n00", "n05", "n13")
    assert answer.explain().startswith("At least ")
    assert answer.count <= answer.at_most


@pytest.mark.parametrize("seconds", [0.2, 0.5])
def test_a_time_budget_is_kept(seconds: float) -> None:
    names = [f"n{i:02d}" for i in range(16)]
    map_ = joined((a, b) for a in names for b in names if a != b)
    projection_of(map_)
    began = time.process_time()
    answer = sm.paths(map_, "n00", "n15", 15, seconds=seconds, clock=time.process_time)
    taken = time.process_time() - began
    assert not answer.counted
    assert taken < 1.1 * seconds + 0.02


@settings(deadline=None)
@given(asked())
def test_a_spent_budget_gives_a_sound_part(case: tuple[Map, str, str]) -> None:
    ticks = itertools.count()
    map_, start, end = case
    answer = sm.paths(map_, start, end, 7, seconds=1.0, clock=lambda: float(next(ticks)))
    whole = {path.factors for path in sm.paths(map_, start, end, 7).found}
    assert {path.factors for path in answer.found} <= whole


def test_the_widest_path_of_a_textbook_network() -> None:
    example = golden("13_maxflow_textbook.json")
    words = {range(10): "weak", range(10, 14): "medium", range(14, 30): "strong"}
    lines = [f"{e['source']} + {e['target']} {next(w for r, w in words.items() if e['capacity'] in r)}"
             for e in example["input"]["edges"]]
    best = sm.paths(drawn("\n".join(lines)), "s", "t").found[0]
    assert list(best.factors) == example["expected"]["widest_path"]["nodes"]


@pytest.mark.parametrize("by", ["weakest-link", "shortest"])
def test_a_huge_bound_means_every_path_and_ends_at_once(by: str) -> None:
    map_ = drawn("x + a\n a + y strong\n a - b\n b + y weak long\n b + a")
    whole = sm.paths(map_, "x", "y", 4, by=by)  # type: ignore[arg-type]
    huge = sm.paths(map_, "x", "y", 10**9, by=by, seconds=None)  # type: ignore[arg-type]
    assert [path.factors for path in huge.found] == [path.factors for path in whole.found] == [("x", "a", "y"), ("x", "a", "b", "y")]
    assert huge.max_length == 10**9
    assert sm.influence(map_, "x", "y", 10**9, seconds=None).verdict == "ambiguous"
    assert sm.loops(map_, 10**9, seconds=None).count == 1


def test_the_name_of_0_1_0_for_parallel_links_still_works_and_says_so() -> None:
    chain = sm.paths(TWO_WAYS, "visit", "care").found[0]
    with pytest.warns(DeprecationWarning, match="parallel_links"):
        assert chain.beside == chain.parallel_links == ()
