"""The commands about files, as people type them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sysmap.cli import cli, main
from sysmap.formats.templates import template, without_marks


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty workspace to stand in."""
    for folder in ("toc", "maps", "models"):
        (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


def my_town(desk: Path) -> None:
    """The map whose content is what the template of a map hints at."""
    (desk / "maps" / "my-town.yaml").write_text(without_marks(template("map", "my-town")))


@pytest.mark.parametrize(("kind", "folder"), [
    ("theory", "toc"), ("map", "maps"), ("process", "maps"), ("register", "toc/evidence"), ("rubric", "models/rubrics"),
    ("profile", "models/profiles"), ("cases", "models"), ("sources", "models")])
def test_a_new_file_is_in_the_house_layout_and_the_check_says_only_what_to_write_first(
        desk: Path, kind: str, folder: str) -> None:
    assert run("new", kind, "my-town").exit_code == 0
    assert (desk / folder / "my-town.yaml").read_text().startswith("# ")
    assert run("format", "--check").exit_code == 0
    problems = json.loads(run("check", "--json").output)["problems"]
    assert [p["code"] for p in problems if p["severity"] != "note"] == (["E02"] * 3 if kind == "theory" else [])


def test_in_an_empty_folder_a_new_file_goes_where_the_other_commands_find_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "theory", "carers").exit_code == 0
    assert (tmp_path / "toc" / "carers.yaml").is_file()
    assert run("show", "carers").exit_code == 0
    assert "1 file checked" in run("check").output


def test_a_register_names_the_theory_that_it_is_on(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("new", "theory", "carers")
    run("new", "register", "calls")
    assert "uses: [../carers.yaml]\n" in (desk / "toc/evidence/calls.yaml").read_text()
    run("new", "theory", "meals")
    run("new", "register", "menus", "--on", "meals")
    assert "uses: [../meals.yaml]\n" in (desk / "toc/evidence/menus.yaml").read_text()
    for words, said in ((["--on", "meels"], "Did you mean meals or menus?"), (["--on", "calls"], "not a theory or a map")):
        with pytest.raises(SystemExit):
            main(["new", "register", "more", *words])
        assert said in capsys.readouterr().err
    assert not (desk / "toc/evidence/more.yaml").exists()


def test_init_starts_a_workspace_for_any_organisation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", "meals", "--name", "Meals: for all").exit_code == 0
    assert sorted(path.relative_to(tmp_path / "meals").as_posix() for path in (tmp_path / "meals").rglob("*")) == [
        "README.md", "maps", "models", "models/cases.yaml", "models/profiles", "models/profiles/meals-for-all.yaml",
        "models/sources.yaml", "toc", "toc/evidence"]
    monkeypatch.chdir(tmp_path / "meals")
    assert 'organisation: "Meals: for all"\n' in Path("models/profiles/meals-for-all.yaml").read_text()
    assert run("check").exit_code == 0
    assert run("format", "--check").exit_code == 0
    run("new", "theory", "lunch")
    assert "uses: [../models/sources.yaml, ../models/cases.yaml]" in Path("toc/lunch.yaml").read_text()


def test_init_leaves_what_is_there_and_then_has_nothing_to_do(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "README.md").write_text("Ours.")
    (desk / "models/profiles").mkdir()
    (desk / "models/profiles/ours.yaml").write_text("sysmap: 1\nkind: profile\nid: ours\ntitle: Ours\n")
    done = run("init").output
    assert "Wrote models/sources.yaml, models/cases.yaml." in done
    assert "Left as it was: models/profiles/ours.yaml, README.md." in done
    assert (desk / "README.md").read_text() == "Ours."
    with pytest.raises(SystemExit):
        main(["init"])
    assert "This folder is a workspace already" in capsys.readouterr().err


def test_a_new_file_never_replaces_another(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("new", "map", "my-town")
    before = (desk / "maps" / "my-town.yaml").read_text()
    with pytest.raises(SystemExit) as stop:
        main(["new", "map", "my-town"])
    assert stop.value.code == 2
    assert "F35 There is already such a file." in capsys.readouterr().err
    assert (desk / "maps" / "my-town.yaml").read_text() == before


@pytest.mark.parametrize("name", ["../x", "no", "1e3", "a b"])
def test_a_name_that_cannot_be_an_id_is_refused(desk: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["new", "map", name])
    assert stop.value.code == 2
    assert "cannot be a name" in capsys.readouterr().err
    assert list(desk.rglob("*.yaml")) == []


def test_check_says_where_what_and_the_way_out_and_ends_with_1(desk: Path) -> None:
    (desk / "maps" / "m.yaml").write_text("sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors:\n  a: {lable: A}\n")
    checked = run("check")
    assert checked.exit_code == 1
    assert "maps/m.yaml:6:7: error S01" in checked.output
    assert "Did you mean label" in checked.output
    said = json.loads(run("check", "--json").output)
    assert said["error"] == len([p for p in said["problems"] if p["severity"] == "error"])
    assert {"file": "maps/m.yaml", "line": 6, "column": 7}.items() <= said["problems"][-1].items() or any(
        p["line"] == 6 and p["code"] == "S01" for p in said["problems"])


def test_format_checks_then_changes_then_has_nothing_to_do(desk: Path) -> None:
    file = desk / "maps" / "m.yaml"
    file.write_text("sysmap:   1\nkind: map\ntitle: M   # the title\nid: m\nfactors:\n    a:\n        label:  'A'\n")
    assert run("format", "--check").exit_code == 1
    assert "label:  'A'" in file.read_text()
    assert run("format").exit_code == 0
    assert file.read_text() == (
        "sysmap: 1\nkind: map\nid: m\ntitle: M  # the title\n\nfactors:\n  a:\n    label: A\n")
    assert run("format", "--check").exit_code == 0


def test_format_leaves_a_file_with_problems_as_it_is(desk: Path) -> None:
    file = desk / "maps" / "m.yaml"
    file.write_text("sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {a: {lable: A}}\n")
    before = file.read_bytes()
    assert run("format").exit_code == 1
    assert file.read_bytes() == before


def test_show_speaks_of_the_file_and_of_one_factor(desk: Path) -> None:
    my_town(desk)
    assert "It holds 3 factors and 4 links." in run("show", "my-town").output
    one = run("show", "my-town", "waiting time for home care").output
    assert "Held back by “Number of care workers”." in one
    said = json.loads(run("show", "my-town", "waiting-time", "--json").output)
    assert said["causes"] == ["care-workers"]


@pytest.mark.parametrize(("words", "said"), [
    (["show", "my-twon"], "Did you mean my-town?"),
    (["show", "my-town", "waitng-time"], "waiting-time"),
    (["chekc"], "Did you mean check?"),
    (["check", "nowhere/at-all.yaml"], "no such file"),
    (["render", "my-town", "--level", "secret"], "internal"),
])
def test_an_unknown_name_is_answered_with_the_nearest(
    desk: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    my_town(desk)
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code in (1, 2)
    out = capsys.readouterr()
    assert said in " ".join((out.err + out.out).split())
    assert "Traceback" not in out.err


def test_render_writes_one_page_a_map(desk: Path) -> None:
    run("new", "map", "my-town")
    run("new", "theory", "carers")
    done = run("render", "--json")
    assert done.exit_code == 0, done.output
    pages = json.loads(done.output)["pages"]
    assert [page["map"] for page in pages] == ["my-town", "carers"]
    assert all((desk / page["page"]).read_text().lower().startswith("<!doctype html>") for page in pages)


def test_the_schema_knows_every_kind(desk: Path) -> None:
    said = json.loads(run("schema").output)
    assert "theory" in said["properties"]["kind"]["enum"]
    assert "factors" in json.loads(run("schema", "--kind", "map").output)["properties"]


def test_a_folder_without_files_says_so(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["check"])
    assert stop.value.code == 2
    assert "sysmap new theory NAME" in capsys.readouterr().err
