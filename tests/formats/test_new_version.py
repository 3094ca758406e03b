"""The next version of a theory: what is copied, what the evidence becomes, what no longer fits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sysmap.cli import cli
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

OLD = """# Drawn in May.
sysmap: 1
kind: theory
id: club-2024
title: A breakfast club
layers:
  - {id: activity, label: Activities, stage: activity}
  - {id: early, label: Early outcomes, stage: outcome}
factors:
  club: {label: Breakfast club, layer: activity}   # the start
  calm: {label: Calm mornings, layer: early, status: observed}
  arrive: {label: Pupils arrive on time, layer: early, score: {label: Supported, reason: Seen twice.}}
links:
  - {from: club, to: calm, polarity: positive}
  - {from: club, to: arrive, polarity: positive}
changes:
  - {id: c1, kind: add, element: calm, reason: Parents said so.}
"""
REGISTER = """sysmap: 1
kind: evidence
id: told
title: What schools told
uses: [../club-2024.yaml]
items:
  north: {statement: More are on time., kind: observed, cases: [north], bears_on: {element: arrive, direction: supports}}
  south:
    statement: It is calmer and they come.
    kind: observed
    cases: [south]
    bears_on:
      - {element: calm, direction: supports}
      - {element: club->calm, direction: supports}
"""


@pytest.fixture
def club(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "toc/evidence").mkdir(parents=True)
    (tmp_path / "toc/club-2024.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "toc/evidence/told.yaml").write_text(REGISTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args: str) -> str:
    result = CliRunner().invoke(cli, args, catch_exceptions=True)
    return " ".join((result.output if result.exception is None or isinstance(result.exception, SystemExit)
                     else str(result.exception)).split())


def test_a_version_is_a_copy_with_its_comments_and_its_evidence(club: Path) -> None:
    said = run("new", "version", "club-2025", "--of", "club-2024", "--called", "2025")
    assert "club-2025 supersedes club-2024" in said
    assert "1 published score of the earlier version stands under `earlier`" in said
    assert "1 register of evidence now names it too: toc/evidence/told.yaml." in said
    assert "3 statements hold by the same id, 0 through the change log; 0 no longer fit." in said
    text = (club / "toc/club-2025.yaml").read_text(encoding="utf-8")
    assert text.startswith("# Drawn in May.\n")
    assert "club: {label: Breakfast club, layer: activity}   # the start" in text
    project = Project.open("club-2025")
    assert project.map.changes == {}
    arrive = project.map.factors["arrive"]
    assert arrive.score is None
    assert [(one.version, one.score and one.score.label) for one in arrive.earlier] == [("club-2024", "Supported")]
    assert (project.carried_from, sorted(project.evidence.items)) == (None, ["north", "south"])
    assert (club / "toc/club-2024.yaml").read_text(encoding="utf-8") == OLD
    assert "E05" not in run("check")


def test_what_became_of_an_id_is_said_in_the_change_log(club: Path) -> None:
    run("new", "version", "club-2025", "--of", "club-2024")
    path = club / "toc/club-2025.yaml"
    new = path.read_text(encoding="utf-8").replace("calm: {label: Calm", "settled: {label: Settled").replace("to: calm", "to: settled")
    path.write_text(new, encoding="utf-8")
    told = json.loads(run("carried", "club-2025", "--json"))
    assert told["same"] == 1
    assert told["lost"] == [{"element": "calm", "items": ["south"]}, {"element": "club->calm", "items": ["south"]}]
    assert Project.open("club-2025").evidence.on("settled") == ()
    path.write_text(f"{new}changes:\n  - {{id: c1, kind: other, field: id, before: calm, after: settled, reason: A better word.}}\n",
                    encoding="utf-8")
    told = json.loads(run("carried", "club-2025", "--json"))
    assert told["moved"] == [{"from": "calm", "to": "settled", "statements": 1}, {"from": "club->calm", "to": "club->settled", "statements": 1}]
    assert told["lost"] == []
    project = Project.open("club-2025")
    assert [said.item.id for said in project.evidence.on("settled")] == ["south"]
    assert [said.item.id for said in project.evidence.on("club->settled")] == ["south"]
    assert [said.item.id for said in Project.open("club-2024").evidence.on("calm")] == ["south"]


def test_an_item_on_two_elements_that_became_one_bears_on_it_once(club: Path) -> None:
    register = club / "toc/evidence/told.yaml"
    register.write_text(REGISTER.replace("{element: club->calm", "{element: arrive"), encoding="utf-8")
    run("new", "version", "club-2025", "--of", "club-2024")
    path = club / "toc/club-2025.yaml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "calm" not in line]
    path.write_text("\n".join([*lines, "changes:", "  - {id: c1, kind: remove, element: calm, after: arrive, reason: One thing.}", ""]),
                    encoding="utf-8")
    assert [said.item.id for said in Project.open("club-2025").evidence.on("arrive")] == ["north", "south"]


@pytest.mark.parametrize(("args", "says"), [
    (("club-2024", "--of", "club-2024"), "has the id club-2024 already. Choose another one, e.g. club-2024-2."),
    (("a b", "--of", "club-2024"), "“a b” cannot be an id."),
    (("club-2025", "--of", "clubs"), "There is no file or workspace name clubs."),
    (("club-2025", "--of", "told"), "told holds evidence, not a theory, map or process."),
    (("club-2025",), "--of FILE"),
])
def test_what_cannot_be_a_version_is_refused_and_nothing_is_written(club: Path, args: tuple[str, ...], says: str) -> None:
    before = {path: path.read_bytes() for path in club.rglob("*.yaml")}
    assert says in run("new", "version", *args)
    assert {path: path.read_bytes() for path in club.rglob("*.yaml")} == before


def test_with_a_faulty_register_nothing_is_changed(club: Path) -> None:
    register = club / "toc/evidence/told.yaml"
    register.write_text(REGISTER.replace("kind: observed, cases", "kind: seen, cases"), encoding="utf-8")
    before = {path: path.read_bytes() for path in club.rglob("*.yaml")}
    assert "has faults, so it cannot be changed" in run("new", "version", "club-2025", "--of", "club-2024")
    assert {path: path.read_bytes() for path in club.rglob("*.yaml")} == before
    run("new", "version", "club-2025", "--of", "club-2024", "--keep-registers")
    assert register.read_bytes() == before[register]
    carried = Project.open("club-2025", Workspace(club)).carried_from
    assert carried is not None
    assert carried.id == "club-2024"
