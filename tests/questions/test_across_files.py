"""Questions over a workspace: all maps of a folder as one, joined where a factor is the same elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import sysmap as sm
from sysmap.cli import cli
from sysmap.core.elements import Factor, Link
from sysmap.core.joining import join_maps
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

ROOT = Path(__file__).resolve().parents[2]
ROOM = """
sysmap: 1
kind: map
id: room
title: What the room said
factors:
  pay: {label: Pay, maps_to: [staffing/wages]}
  trust: Trust
links:
  - {from: trust, to: pay, polarity: positive}
"""
STAFFING = """
sysmap: 1
kind: map
id: staffing
title: Staffing
factors:
  wages: Wages of carers
  posts: {label: Posts filled, maps_to: [room/trust], definition: People in post}
links:
  - {from: wages, to: posts, polarity: positive}
"""
REGISTER = """
sysmap: 1
kind: evidence
id: seen
title: Seen
uses: [../room.yaml, ../staffing.yaml]
items:
  raise:
    statement: After the raise posts were filled.
    kind: observed
    cases: [north]
    bears_on:
      - {element: wages->posts, direction: supports, strength: strong}
      - {element: trust, direction: context}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("maps/room.yaml", ROOM), ("maps/staffing.yaml", STAFFING), ("maps/evidence/seen.yaml", REGISTER)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_loop_that_no_file_holds_alone_is_found(folder: Path) -> None:
    for name in ("room", "staffing"):
        assert sm.loops(Project.open(name, Workspace(folder))).to_json()["count"] == 0
    whole = sm.loops(Project.open(".", Workspace(folder)))
    assert whole.to_json()["count"] == 1
    assert whole.to_json()["loops"][0]["factors"] == ["room/pay", "room/trust"]


def test_names_paths_and_evidence_cross_files(folder: Path) -> None:
    project = Project.open(".", Workspace(folder))
    assert sm.paths(project, "Wages of carers", "posts filled").to_json()["count"] == 1
    assert project.grades == {"room/trust->room/pay": "untested", "room/pay->room/trust": "moderate"}
    assert [said.item.id for said in project.evidence.on("room/trust")] == ["raise"]
    run = CliRunner().invoke(cli, ["evidence", ".", "room/pay->room/trust", "--json"])
    assert [item["id"] for item in json.loads(run.stdout)["items"]] == ["raise"]


def test_the_command_says_what_it_joined(folder: Path) -> None:
    run = CliRunner().invoke(cli, ["loops", "."])
    assert run.exit_code == 0
    assert "2 maps as one, joined by 2 factors that several of them have (maps_to)." in " ".join(run.output.split())
    (folder / "toc").mkdir()
    with pytest.raises(Refused, match="holds no theory, map or process"):
        Project.open("toc", Workspace(folder))


def test_find_looks_in_every_map_and_its_evidence(folder: Path) -> None:
    found = sm.find(Project.open(".", Workspace(folder)), "posts").data()["found"]
    assert [(one["kind"], one["id"], one["where"]) for one in found] == [("item", "raise", "label"), ("factor", "room/trust", "aliases")]
    assert sm.find(Project.open("staffing", Workspace(folder)), "PEOPLE in").data()["found"][0]["where"] == "definition"
    assert "Nothing on the map" in sm.find(Project.open(".", Workspace(folder)), "bicycles").words()
    with pytest.raises(Refused, match="needs words"):
        sm.find(Project.open(".", Workspace(folder)), " ")


def test_the_cycles_of_the_impact_model_run_through_two_files() -> None:
    """Manchester 2020: capability, products and quality feed one another across the report's separate theories."""
    whole = Project.open(str(ROOT / "toc"), Workspace(ROOT))
    files = [{factor.partition("/")[0] for factor in loop["factors"]} for loop in sm.loops(whole).to_json()["loops"]]
    assert {"general-impact-model", "provider-guidance-products"} in files
    alone = Project.open("general-impact-model", Workspace(ROOT))
    assert sm.loops(alone).to_json()["count"] < len(files)


def test_a_version_that_another_supersedes_is_left_out() -> None:
    whole = Project.open(str(ROOT / "toc"), Workspace(ROOT))
    assert not [id_ for id_ in whole.map.factors if id_.startswith("cqc-system-assessment-2024/")]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.sampled_from("abc"), st.sampled_from("xyz")), max_size=6))
def test_two_factors_of_one_map_are_never_made_one(same: list[tuple[str, str, str, str]]) -> None:
    maps = [Map(id=id_, title=id_, factors={name: Factor(id=name, label=f"{id_}{name}", maps_to=tuple(
        f"{other}/{theirs}" for mine, own, other, theirs in same if (mine, own) == (id_, name))) for name in "xyz"},
        links={"x->y": Link(id="x->y", from_="x", to="y")}) for id_ in "abc"]
    joined = join_maps(maps)
    for id_ in "abc":
        assert len({joined.ids[id_][name] for name in "xyz"}) == 3
    assert len(joined.map.links) == 3
    assert all(link.from_ in joined.map.factors and link.to in joined.map.factors and link.from_ != link.to
               for link in joined.map.links.values())
