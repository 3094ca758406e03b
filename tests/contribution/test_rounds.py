"""Rounds: one small evaluation in two rounds, looked at from several moments."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sysmap.checks import check_document
from sysmap.cli import cli
from sysmap.core.evidence import Bearing, Evidence, Item
from sysmap.core.library import Case
from sysmap.core.problem import Refused
from sysmap.core.profile import Profile, ProfileRound
from sysmap.core.rounds import evidence_at, moment_of, placing_of
from sysmap.formats.read import read_text
from sysmap.project import Project
from sysmap.questions.rounds import rounds

PROFILE = """sysmap: 1
kind: profile
id: club
title: Words of the breakfast club
rounds:
  first: {label: First round, start: "2022-01", end: "2022-12"}
  second: {label: Second round, start: "2023-01", end: "2023-12"}
"""
THEORY = """sysmap: 1
kind: theory
id: breakfast
title: A breakfast club
uses: [../models/profiles/club.yaml]
layers:
  - {id: activity, label: Activities, stage: activity}
  - {id: early, label: Early outcomes, stage: outcome}
factors:
  club: {label: Breakfast club, layer: activity}
  arrive:
    label: Pupils arrive on time
    layer: early
    status: observed
    round: second
    score: {label: Supported, round: second}
    earlier: [{round: first, status: anticipated, score: {label: Expected only}}]
links:
  - {from: club, to: arrive, polarity: positive}
"""
REGISTER = """sysmap: 1
kind: evidence
id: told
title: What schools told
uses: [../breakfast.yaml]
items:
  hoped:
    statement: They hope for it.
    kind: anticipated
    audience: [pupils]
    round: [first]
    bears_on: {element: arrive, direction: supports}
  north: {statement: More., kind: observed, cases: [north], date: "2023-03", bears_on: {element: arrive, direction: supports, strength: strong}}
  south: {statement: All., kind: observed, cases: [south], date: "2023", bears_on: {element: arrive, direction: supports, strength: strong}}
  east: {statement: Somebody says so., kind: observed, cases: [east], bears_on: {element: arrive, direction: supports, strength: strong}}
overrides:
  arrive: {score: Contested, reason: Seen too soon., role: lead, round: second}
"""


@pytest.fixture
def club(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("models/profiles/club.yaml", PROFILE), ("toc/breakfast.yaml", THEORY), ("toc/evidence/told.yaml", REGISTER)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> str:
    result = CliRunner().invoke(cli, args, catch_exceptions=True)
    return result.output if result.exception is None or isinstance(result.exception, SystemExit) else str(result.exception)


def test_as_of_a_round_counts_what_was_known_by_its_end(club: Path) -> None:
    first = Project.open("breakfast").at(as_of="first")
    assert first.seen_from is not None
    assert first.seen_from.sentence == (
        "As of the end of the round First round: 1 item of evidence; 2 are later and left out; 1 says no round or date that can be "
        "compared, and is left out.")
    assert list(first.evidence.items) == ["hoped"]
    assert first.evidence.overrides == {}
    arrive = first.map.factors["arrive"]
    assert (arrive.status, arrive.round, arrive.score and arrive.score.label) == ("anticipated", "first", "Expected only")


def test_a_date_is_compared_with_the_whole_of_what_an_item_says(club: Path) -> None:
    project = Project.open("breakfast")
    assert list(project.at(as_of="2023-06").evidence.items) == ["hoped", "north"]  # `2023` may be later than June
    assert list(project.at(as_of="2023").evidence.items) == ["hoped", "north", "south"]
    assert list(project.at(as_of="2023-02").evidence.items) == ["hoped"]


def test_a_round_alone_leaves_the_others_out(club: Path) -> None:
    second = Project.open("breakfast").at(round_="second")
    assert list(second.evidence.items) == ["north", "south"]
    assert second.map.factors["arrive"].status == "observed"
    assert second.evidence.overrides["arrive"].score == "Contested"


def test_score_says_from_when_it_looks_and_json_too(club: Path) -> None:
    assert "As of the end of the round First round: 1 item" in run("score", "breakfast", "--as-of", "first")
    told = json.loads(run("score", "breakfast", "--round", "second", "--json"))
    assert told["seen_from"]["name"] == "second"
    assert told["seen_from"]["unplaced"] == ["east"]
    assert told["outcomes"][0]["proposed"] == "Partly supported"
    assert "seen_from" not in json.loads(run("score", "breakfast", "--json"))


@pytest.mark.parametrize(("args", "says"), [
    (("--as-of", "fist"), "There is no date or round “fist”. A date is a year, month or day. Did you mean first?"),
    (("--round", "2023"), "There is no round “2023”. Known: first, second."),
    (("--round", "first", "--as-of", "second"), "one of the two"),
    (("--as-of", "2023-13"), "There is no date or round “2023-13”."),
])
def test_what_is_no_moment_is_refused_with_the_nearest_names(club: Path, args: tuple[str, ...], says: str) -> None:
    assert says in run("score", "breakfast", *args)


def test_rounds_follow_an_outcome(club: Path) -> None:
    answer = rounds(Project.open("breakfast"))
    assert [(s.round, s.items, s.by_then.score, s.alone.score, s.published) for s in answer.outcomes[0].scores] == [
        ("first", 1, "Expected only", "Expected only", "Expected only"), ("second", 2, "Partly supported", "Partly supported", "Supported")]
    assert "what is known of 1 of 1 outcome changed. “Pupils arrive on time”: Expected only, then Partly supported." in answer.words()
    assert "1 item of evidence says no round or date" in answer.words()
    assert answer.table().rows[0][1] == "▃▇"
    assert "Expected only" in run("rounds", "breakfast", "--of", "arrive")


def test_what_is_first_known_in_a_later_round_is_new_and_no_change(club: Path) -> None:
    register = next((club / "toc/evidence").glob("*.yaml"))
    text = register.read_text(encoding="utf-8")
    register.write_text(text.replace("round: [first]", "round: [second]").replace("round: first", "round: second"), encoding="utf-8")
    answer = rounds(Project.open("breakfast"))
    assert ("what is known of 0 of 1 outcome changed. Of 1 nothing was known after the first round: “Pupils arrive on time” "
            "(now Partly supported).") in answer.words()
    assert answer.table().rows[0][-1] == "new"


def test_without_rounds_there_is_nothing_to_follow() -> None:
    assert "the profile has no rounds" in rounds(Project.of(read_text(THEORY.replace("uses:", "x:").replace(
        "[../models/profiles/club.yaml]", "{}")).map)).words()


def test_rounds_that_overlap_or_run_backwards_are_all_said_at_once() -> None:
    profile = read_text(PROFILE.replace('"2022-12"', '"2023-01-15"').replace('"2023-12"', '"soon"')).document
    assert isinstance(profile, Profile)
    assert [p.message for p in check_document(profile)] == [
        "The end of the round second, “soon”, is no date."]
    profile = read_text(PROFILE.replace('"2022-12"', '"2023-01-15"')).document
    assert isinstance(profile, Profile)
    assert [(p.code, p.at, p.message) for p in check_document(profile)] == [
        ("E10", ("rounds", "second"), "The rounds first and second overlap.")]


def test_the_decision_of_the_later_round_stands(club: Path) -> None:
    (club / "toc/evidence/again.yaml").write_text(REGISTER.partition("items:")[0].replace("id: told", "id: again") + (
        "overrides:\n  arrive: {score: Expected only, reason: Too soon., role: lead, round: first}\n"), encoding="utf-8")
    project = Project.open("breakfast")
    assert project.evidence.problems == ()
    assert project.evidence.overrides["arrive"].score == "Contested"
    assert project.at(as_of="first").evidence.overrides["arrive"].score == "Expected only"


DATES = st.sampled_from(["2021", "2022-05", "2022-12-31", "2023-01-01", "2023", "2024-02", None])
ITEMS = st.builds(lambda date, own, case: Item(id="i", statement="S", date=date, round=own, cases=case), DATES,
                  st.sampled_from([(), ("first",), ("second",), ("first", "second")]), st.sampled_from([(), ("north",), ("nobody",)]))
WORDS = Profile(id="p", title="P", rounds={"first": ProfileRound(id="first", start="2022-01", end="2022-12"),
                                           "second": ProfileRound(id="second", start="2023-01", end="2023-12")})
CASES = {"north": Case(id="north", label="N", type="school", round="second")}


@given(st.lists(ITEMS, max_size=6), st.sampled_from(["first", "2022-06", "2022"]), st.sampled_from(["second", "2023-12-31", "2024"]))
def test_what_is_known_is_never_lost_again_and_every_item_is_placed_once(items: list[Item], early: str, late: str) -> None:
    register = Evidence(id="r", title="R", items={f"i{n}": dataclasses.replace(one, id=f"i{n}") for n, one in enumerate(items)})
    kept = {}
    for name in (early, late):
        (after,), seen = evidence_at([register], moment_of(WORDS, as_of=name), CASES)
        assert seen.items + len(seen.later) + len(seen.unplaced) == len(items)
        kept[name] = set(after.items)
    moment = moment_of(WORDS, as_of=late)
    lost = kept[early] - kept[late]
    assert all(placing_of(register.items[id_], moment, CASES) == "unplaced" for id_ in lost)


def test_a_moment_is_a_date_or_a_round_and_never_neither() -> None:
    with pytest.raises(Refused):
        moment_of(WORDS)


def test_an_item_bears_on_what_it_did(club: Path) -> None:
    item = Item(id="i", statement="S", cases=("north",), bears_on=(Bearing(element="a"),))
    assert placing_of(item, moment_of(WORDS, as_of="first"), CASES) == "later"
    assert placing_of(item, moment_of(WORDS, round_="second"), CASES) == "in"
