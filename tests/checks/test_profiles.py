"""An organisation's own words: what files may write there is what its profile says."""

from __future__ import annotations

from pathlib import Path

from sysmap.checks import check_document
from sysmap.core.profile import Profile, Voices
from sysmap.core.uses import Uses
from sysmap.formats.read import read_text
from sysmap.formats.workspace import Workspace

MEALS = """
sysmap: 1
kind: profile
id: meals
title: Words of the school meals programme
short: the meals fund
action: the school meals programme
audiences:
  schools: {label: school, assessed: true, actors: [schools, heads]}
  fund: {label: voice of the fund, own: true}
case_types: {school: school}
rounds: {first: {label: First round, start: "2023-01", end: "2023-06"}}
"""

REGISTER = """
sysmap: 1
kind: evidence
id: visits
title: Visits
items:
  eaten: {statement: More pupils eat at noon., kind: observed, audience: [scools], round: [second], source_type: surveys}
"""


def read(text: str) -> object:
    reading = read_text(text)
    assert not reading.problems, reading.problems
    return reading.document


def test_unknown_words_name_the_nearest_that_the_profile_has() -> None:
    found = check_document(read(REGISTER), Uses([read(MEALS)]))
    assert [(p.code, p.message) for p in found] == [
        ("E01", "“eaten” names the audience “scools”, which is not there."),
        ("E01", "“eaten” names the round “second”, which is not there."),
        ("E01", "“eaten” names the kind of source “surveys”, which is not there.")]
    assert "schools" in found[0].hint
    assert "survey" in found[2].hint
    assert "profile" in found[0].hint


def test_without_a_profile_the_actors_of_the_theory_may_be_heard() -> None:
    theory = read("sysmap: 1\nkind: theory\nid: t\ntitle: T\nactors: {schools: Schools}\nfactors: {a: {label: A, whose: [schools]}}")
    register = read(REGISTER.replace("scools", "schools").replace("surveys", "survey"))
    assert check_document(register, Uses([theory])) == []


def test_what_audiences_are_called_comes_from_the_profile() -> None:
    profile = read(MEALS)
    assert isinstance(profile, Profile)
    voices = Voices(profile)
    assert [voices.called("schools"), voices.called("schools", 2), voices.called("fund")] == ["school", "schools", "voice of the fund"]
    assert (voices.assessed, voices.own, voices.of_actor("heads")) == (("schools",), {"fund"}, "schools")
    assert voices.action == "the school meals programme"


def test_the_only_profile_of_a_workspace_holds_for_all_its_files(tmp_path: Path) -> None:
    for name, text in {"models/profiles/meals.yaml": MEALS, "toc/evidence/visits.yaml": REGISTER}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    workspace = Workspace(tmp_path)
    register = tmp_path / "toc/evidence/visits.yaml"
    assert [d.id for d in workspace.load(register).used if isinstance(d, Profile)] == ["meals"]
    (tmp_path / "models/profiles/other.yaml").write_text(MEALS.replace("id: meals", "id: other"))
    assert not workspace.load(register).used, "with two, a file has to say which"
