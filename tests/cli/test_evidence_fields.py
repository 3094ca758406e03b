"""Every property of an item of evidence: from the command line, from a sheet, and checked against the profile."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sysmap.cli import cli
from sysmap.core.evidence import EffectSize, Evidence
from sysmap.core.problem import Refused
from sysmap.formats.read import read_file

THEORY = """sysmap: 1
kind: theory
id: club
title: Breakfast club
layers:
  - {id: later, label: Later, stage: outcome}
factors:
  late: {label: Fewer pupils come late, layer: later}
"""
PROFILE = """sysmap: 1
kind: profile
id: words
title: Words
audiences: {school: {label: school}}
rounds: {spring: {label: Spring, start: 2024-01, end: 2024-06}}
roles: {head-teacher: {label: head teacher}, teacher: teacher}
"""
REGISTER = """sysmap: 1
kind: evidence
id: trial
title: Trial
uses: [../club.yaml, ../../models/profiles/words.yaml]
items:
  first:
    statement: Pupils of five schools came late less often.
    kind: observed
    audience: [school]
    informant_role: [ROLE]
    bears_on: [{element: late, direction: supports, strength: moderate}]
"""
EVERY = {
    "study_design": "randomised-trial", "quality": "high", "certainty": "moderate",
    "effect": "value: -2.3; low: -4.1; high: -0.4; unit: percentage points; measure: pupils who come late",
    "informant_role": "head-teacher", "coder": "second coder", "period": "2024-01/2024-03", "event": "spring-trial",
    "quote": "They are awake at nine.", "permission": "yes", "round": "spring"}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("toc/club.yaml", THEORY), ("models/profiles/words.yaml", PROFILE),
                       ("toc/evidence/trial.yaml", REGISTER.replace("ROLE", "teacher"))):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*words: str) -> str:
    found = CliRunner().invoke(cli, words)
    refused = found.exception.problems if isinstance(found.exception, Refused) else ()
    return " ".join(f"{found.output} {' '.join(map(str, refused))}".split())


def trial(place: Path) -> Evidence:
    document = read_file(place / "toc/evidence/trial.yaml").document
    assert isinstance(document, Evidence)
    return document


def test_every_field_of_an_item_can_be_given_at_the_command_line(place: Path) -> None:
    fields = [word for name, value in EVERY.items() for word in ("--set", f"{name}={value}")]
    out = said("evidence", "add", "trial", "--id", "second", "--statement", "Fewer came late.", "--on", "late:supports:strong",
               "--yes", *fields)
    assert "Added second" in out
    item = trial(place).items["second"]
    assert item.effect == EffectSize(value=-2.3, low=-4.1, high=-0.4, unit="percentage points", measure="pupils who come late")
    assert item.effect_clarity == "clear"
    assert (item.study_design, item.quality, item.certainty) == ("randomised-trial", "high", "moderate")
    assert (item.informant_role, item.round, item.permission) == (("head-teacher",), ("spring",), True)


def test_a_field_that_is_not_there_and_a_word_that_is_not_known_name_the_nearest_all_at_once(place: Path) -> None:
    before = (place / "toc/evidence/trial.yaml").read_bytes()
    out = said("evidence", "add", "trial", "--id", "x", "--statement", "S.", "--yes", "--set", "studydesign=cohort",
               "--set", "quality=hihg")
    assert "does not name a field of an item" in out
    assert "study_design" in out
    assert "high" in out
    assert (place / "toc/evidence/trial.yaml").read_bytes() == before
    out = said("evidence", "add", "trial", "--id", "x", "--statement", "S.", "--yes", "--set", "informant_role=head-techer")
    assert "head-teacher" in out
    assert (place / "toc/evidence/trial.yaml").read_bytes() == before


def test_a_role_that_the_profile_does_not_have_is_named_with_the_nearest(place: Path) -> None:
    path = place / "toc/evidence/trial.yaml"
    path.write_text(REGISTER.replace("ROLE", "techer"))
    out = said("check")
    assert "E01" in out
    assert "names the role “techer”, which is not there." in out
    assert "teacher" in out.partition("which is not there.")[2]


def test_cases_are_grouped_by_the_role_in_words_of_the_profile(place: Path) -> None:
    (place / "toc/evidence/trial.yaml").write_text(REGISTER.replace("ROLE", "head-teacher"))
    assert "head teacher" in said("case-table", "club", "--by", "role")


def test_every_field_goes_to_a_sheet_and_comes_back(place: Path) -> None:
    fields = [word for name, value in EVERY.items() for word in ("--set", f"{name}={value}")]
    said("evidence", "add", "trial", "--id", "second", "--statement", "Fewer came late.", "--on", "late:supports:strong", "--yes", *fields)
    before = trial(place)
    assert said("evidence", "export", "trial", "out.xlsx")
    assert "0 added, 0 changed, 2 unchanged" in said("evidence", "import", "trial", "out.xlsx")
    (place / "toc/evidence/trial.yaml").write_text(REGISTER.replace("ROLE", "teacher"))
    assert "Added second" in said("evidence", "import", "trial", "out.xlsx")
    assert trial(place).items["second"] == before.items["second"]
