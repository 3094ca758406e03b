"""A project holds one map with everything that the files around it say; whatever door opens it finds the same."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from sysmap.core.evidence import Evidence
from sysmap.core.library import Cases
from sysmap.core.problem import Refused
from sysmap.formats.read import read_text
from sysmap.formats.workspace import Workspace
from sysmap.project import Project

THEORY = """\
sysmap: 1
kind: theory
id: buses
title: Buses
factors:
  lanes: {label: Bus lanes}
  riders: {label: More riders, role: outcome}
  closing: {label: A depot closes, internal: true}
links:
  - {from: lanes, to: riders, polarity: positive}
  - {from: closing, to: riders, polarity: negative}
"""

REGISTER = """\
sysmap: 1
kind: evidence
id: counts
title: Counts
uses: [THEORY]
items:
  counted: {statement: More people ride, kind: observed, cases: [leeds], bears_on: [
    {element: "lanes->riders", direction: supports, strength: strong}]}
  hidden: {statement: They say the depot closes, kind: observed, cases: [york], internal: true, bears_on: [
    {element: "lanes->riders", direction: contradicts, strength: strong}]}
"""


def workspace_of(folder: Path, **files: str) -> Workspace:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Workspace(folder)


@pytest.mark.parametrize(("register", "theory"), [
    ("toc__evidence__counts_yaml", "../buses.yaml"),
    ("toc__counts_yaml", "buses.yaml"),
    ("models__deep__counts_yaml", "../../toc/buses.yaml"),
    ("registers__counts_yaml", "../toc/buses.yaml"),
    ("counts_yaml", "toc/buses.yaml"),
])
def test_a_register_is_found_in_any_folder_of_the_workspace(tmp_path: Path, register: str, theory: str) -> None:
    workspace = workspace_of(tmp_path, toc__buses_yaml=THEORY, **{register: REGISTER.replace("THEORY", theory)})
    project = Project.open("buses", workspace)
    assert [one.id for one in project.registers] == ["counts"]
    assert project.grades["lanes->riders"] != "untested"
    assert project.no_register == ""


def test_a_register_beside_a_file_outside_any_workspace_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    workspace_of(tmp_path / "there", buses_yaml=THEORY, counts_yaml=REGISTER.replace("THEORY", "buses.yaml"))
    assert [one.id for one in Project.open(tmp_path / "there" / "buses.yaml").registers] == ["counts"]


def test_a_register_in_the_workspace_that_the_file_lies_in_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    workspace_of(tmp_path / "there", toc__buses_yaml=THEORY, toc__x__counts_yaml=REGISTER.replace("THEORY", "../buses.yaml"))
    assert [one.id for one in Project.open(tmp_path / "there" / "toc" / "buses.yaml").registers] == ["counts"]


def test_folders_of_tools_are_not_searched(tmp_path: Path) -> None:
    text = REGISTER.replace("THEORY", "../toc/buses.yaml")
    workspace = workspace_of(tmp_path, toc__buses_yaml=THEORY, build__counts_yaml=text, **{".cache__counts_yaml": text})
    assert Project.open("buses", workspace).registers == ()


def test_why_no_register_is_found_is_said_truly(tmp_path: Path) -> None:
    def said(register: str, name: str = "toc__counts_yaml") -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        project = Project.open("buses", workspace_of(folder, toc__buses_yaml=THEORY, **{name: register}))
        assert project.registers == ()
        return project.no_register

    assert "No register of evidence names" in said(REGISTER.replace("[THEORY]", "[]"))
    assert "mentions buses.yaml but has 1 fault and cannot be used" in said("sysmap: 1\nkind: evidence\n{{{\nuses: [buses.yaml]\n")
    wrong = said(REGISTER.replace("THEORY", "buses.yaml"), "toc__evidence__counts_yaml")
    assert "uses buses.yaml, which is no file: paths under uses are relative to the register. Write ../buses.yaml." in wrong


def test_a_faulty_register_gives_its_sound_part_and_its_faults(tmp_path: Path) -> None:
    text = REGISTER.replace("THEORY", "buses.yaml") + "  odd: {statement: Odd, kind: guessed}\n"
    project = Project.open("buses", workspace_of(tmp_path, toc__buses_yaml=THEORY, toc__counts_yaml=text))
    assert "counted" in project.evidence.items
    assert [problem.code for problem in project.problems] == ["S03"]
    assert project.notes == ()
    assert "its sound part is used" in project.evidence_notes[0]
    assert "toc/counts.yaml" in project.evidence_notes[0]


def test_evidence_on_another_version_is_carried_by_stable_ids_and_that_is_said(tmp_path: Path) -> None:
    newer = THEORY.replace("id: buses", "id: buses-2\nversion: {name: b, supersedes: buses}")
    files = {"toc__buses_yaml": THEORY, "toc__buses-2_yaml": newer, "toc__counts_yaml": REGISTER.replace("THEORY", "buses.yaml")}
    project = Project.open("buses-2", workspace_of(tmp_path, **files))
    assert project.superseded is not None
    assert project.superseded.id == "buses"
    assert "counted" in project.evidence.items
    assert project.carried_from is not None
    assert (project.carried_from.id, project.no_register) == ("buses", "")
    assert "the evidence is that on buses" in project.evidence_notes[0]
    assert project.uses.evidence == {}, "the rules ask only the registers that name a version"


def test_an_older_version_is_scored_from_the_evidence_on_the_newer(tmp_path: Path) -> None:
    newer = THEORY.replace("id: buses", "id: buses-2\nversion: {name: b, supersedes: buses}")
    project = Project.open("buses", workspace_of(
        tmp_path, toc__buses_yaml=THEORY, **{"toc__buses-2_yaml": newer},
        toc__counts_yaml=REGISTER.replace("THEORY", "buses-2.yaml")))
    assert project.carried_from is not None
    assert (project.carried_from.id, "counted" in project.evidence.items) == ("buses-2", True)


def test_what_a_level_leaves_out_counts_for_nothing(tmp_path: Path) -> None:
    project = Project.open("buses", workspace_of(tmp_path, toc__buses_yaml=THEORY,
                                                 toc__counts_yaml=REGISTER.replace("THEORY", "buses.yaml")))
    public = project.at_level("public")
    assert set(project.evidence.items) == {"counted", "hidden"}
    assert set(public.evidence.items) == {"counted"}
    assert set(public.map.factors) == {"lanes", "riders"}
    assert public.grades == {"lanes->riders": "moderate"} != project.grades
    assert public.reading is None
    assert public.at_level("internal").map.factors.keys() == public.map.factors.keys()
    assert project.at_level("client").at_level("public").level == "public"
    assert Project.open("buses", Workspace(tmp_path), "public").grades == public.grades
    with pytest.raises(ValueError, match="no export level"):
        project.at_level("secret")  # type: ignore[arg-type]


def test_problems_at_a_level_do_not_tell_what_it_leaves_out(tmp_path: Path) -> None:
    text = REGISTER.replace("THEORY", "buses.yaml") + "  odd: {statement: Odd, kind: guessed}\n"
    project = Project.open("buses", workspace_of(tmp_path, toc__buses_yaml=THEORY, toc__counts_yaml=text))
    assert project.problems
    assert project.at_level("client").problems == ()


def test_files_around_a_map_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, toc__buses_yaml=THEORY, toc__counts_yaml=REGISTER.replace("THEORY", "buses.yaml"))
    seen: list[Path] = []
    read = workspace.read
    workspace.read = lambda path: (seen.append(path), read(path))[1]  # type: ignore[method-assign]
    project = Project.open("buses", workspace)
    assert {path.name for path in seen} == {"buses.yaml"}
    assert project.registers
    assert {path.name for path in seen} == {"buses.yaml", "counts.yaml"}


def test_an_edited_map_keeps_what_stands_around_it(tmp_path: Path) -> None:
    project = Project.open("buses", workspace_of(tmp_path, toc__buses_yaml=THEORY,
                                                 toc__counts_yaml=REGISTER.replace("THEORY", "buses.yaml")))
    edited = project.with_map(dataclasses.replace(project.map, links={}))
    assert edited.evidence is project.evidence
    assert edited.grades == {}
    assert project.grades


def test_a_project_is_frozen_and_equal_to_itself_alone(tmp_path: Path) -> None:
    workspace = workspace_of(tmp_path, toc__buses_yaml=THEORY)
    one, two = (Project.open("buses", workspace) for _ in range(2))
    assert one != two
    assert len({one, two}) == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.map = two.map  # type: ignore[misc]


def test_a_map_in_memory_is_a_project_too() -> None:
    map_ = read_text(THEORY).map
    register = read_text(REGISTER.replace("[THEORY]", "[]")).document
    assert isinstance(register, Evidence)
    project = Project.of(map_, [Cases(id="c", title="C")], [register])
    assert [type(one) for one in project.documents] == [Cases]
    assert project.registers == (register,)
    assert project.grades["lanes->riders"] != "untested"
    assert project.path is None
    assert project.problems == ()
    bare = Project.of(map_)
    assert bare.grades == {}
    assert "No register of evidence" in bare.no_register


def test_without_the_links_of_whole_layers() -> None:
    text = THEORY + "  - {from: 'layer:act', to: riders}\nlayers: [{id: act, label: Acts}]\n"
    project = Project.of(read_text(text).map)
    assert len(project.map.links) == 3
    assert len(project.single_links().map.links) == 2


def test_a_rubric_that_cannot_work_scores_nothing_and_is_a_problem(tmp_path: Path) -> None:
    rubric = "sysmap: 1\nkind: rubric\nid: cqc-contribution\ntitle: Odd\nlevels: [{id: one, label: One}]\n"
    project = Project.open("buses", workspace_of(
        tmp_path, models__rubric_yaml=rubric, toc__buses_yaml=THEORY.replace("title: Buses", "title: Buses\nuses: [../models/rubric.yaml]")))
    assert project.scores is None
    assert {problem.code[0] for problem in project.problems} == {"R"}
    with pytest.raises(Refused):
        project.score()


@pytest.mark.parametrize(("name", "code"), [("toc/buses.txt", "F01"), ("counts", "F18"), ("broken", "F07")])
def test_what_holds_no_map_is_refused(tmp_path: Path, name: str, code: str) -> None:
    workspace = workspace_of(tmp_path, toc__buses_yaml=THEORY, toc__broken_yaml="",
                             toc__counts_yaml=REGISTER.replace("THEORY", "buses.yaml"))
    with pytest.raises(Refused) as refused:
        Project.open(name, workspace)
    assert refused.value.problems[0].code == code


def test_elements_are_named_by_id_label_or_alias() -> None:
    project = Project.of(read_text(THEORY).map)
    assert project.element("more riders").id == "riders"
    assert project.element("lanes->riders").kind == "link"
    with pytest.raises(Refused, match="Did you mean"):
        project.element("rider")
