"""Files of other tools, as people bring them and take them away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sysmap.cli import cli, main

LINKS = "From,To,Polarity,Owner\nTrust,Waits,-,Ops\nWaits,Complaints,+,\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bus.csv").write_text(LINKS)
    return tmp_path


def run(*words: str, **more: str) -> Result:
    return CliRunner().invoke(cli, list(words), **more)  # type: ignore[arg-type]


def test_a_file_is_imported_with_an_account_and_checks(desk: Path) -> None:
    done = run("import", "bus.csv")
    assert done.exit_code == 0, done.output
    assert "bus.csv is a table of links: 3 factors and 2 links." in done.output
    assert "Wrote bus.yaml" in done.output
    assert "from: trust" in (desk / "bus.yaml").read_text()
    assert "0 errors" in run("check", "bus.yaml").output


def test_it_goes_to_the_folder_of_maps_where_there_is_one(desk: Path) -> None:
    (desk / "maps").mkdir()
    assert "Wrote maps/bus.yaml" in run("import", "bus.csv").output
    assert "Wrote maps/other.yaml" in run("import", "bus.csv", "-o", "maps/other").output
    assert "id: other\n" in (desk / "maps/other.yaml").read_text()


def test_a_dry_run_writes_nothing(desk: Path) -> None:
    assert "Nothing was written (--dry-run)." in run("import", "bus.csv", "--dry-run").output
    assert sorted(path.name for path in desk.iterdir()) == ["bus.csv"]


def test_a_later_import_shows_then_takes_over_and_keeps_what_was_added_here(desk: Path) -> None:
    run("import", "bus.csv")
    file = desk / "bus.yaml"
    file.write_text(file.read_text().replace("    label: Trust\n", "    label: Trust\n    definition: ours # kept\n"))
    (desk / "bus.csv").write_text(LINKS.replace("Trust,Waits,-", "Trust,Waits,+") + "Funding,Trust,+,\n")
    shown = run("import", "bus.csv")
    assert shown.exit_code == 1
    assert "The sign of trust -> waits went from negative to positive." in " ".join(shown.output.split())
    assert "--update takes it over" in shown.output
    assert "funding" not in file.read_text()
    assert run("import", "bus.csv", "--update").exit_code == 0
    assert "definition: ours # kept" in file.read_text()
    assert "from: funding" in file.read_text()
    again = run("import", "bus.csv")
    assert again.exit_code == 0
    assert "it is up to date" in again.output


def test_what_both_changed_stays_ours_and_is_told(desk: Path) -> None:
    run("import", "bus.csv")
    file = desk / "bus.yaml"
    file.write_text(file.read_text().replace("polarity: negative", "polarity: mixed"))
    (desk / "bus.csv").write_text(LINKS.replace("Trust,Waits,-", "Trust,Waits,+"))
    done = run("import", "bus.csv", "--update", "--json")
    answer = json.loads(done.output)["maps"][0]
    assert [(one["kind"], one["id"]) for one in answer["conflicts"]] == [("sign", "trust->waits")]
    assert "polarity: mixed" in file.read_text()


def test_a_factor_renamed_here_is_the_same_factor_in_a_later_import(desk: Path) -> None:
    run("import", "bus.csv")
    file = desk / "bus.yaml"
    file.write_text(file.read_text().replace("    label: Trust\n", "    label: Trust in drivers\n    aliases: [Trust]\n"))
    assert "it is up to date" in run("import", "bus.csv").output


def test_a_map_that_was_not_imported_is_not_touched(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "bus.yaml").write_text("sysmap: 1\nkind: map\nid: bus\ntitle: Bus\n")
    with pytest.raises(SystemExit):
        main(["import", "bus.csv", "--update"])
    assert "does not come from an import" in capsys.readouterr().err
    assert (desk / "bus.yaml").read_text() == "sysmap: 1\nkind: map\nid: bus\ntitle: Bus\n"


def test_copies_are_offered_and_merged_only_when_said(desk: Path) -> None:
    (desk / "bus.csv").write_text("From,To,Sign\nTrust,Waits,-\nWaits,Trust 2,-\n")
    done = run("import", "bus.csv", "--dry-run")
    assert "“Trust” and “Trust 2”: --merge trust=trust-2" in done.output
    run("import", "bus.csv", "--merge", "trust=trust-2")
    assert "reinforcing" in run("loops", "bus.yaml").output


@pytest.mark.parametrize("command", [["check"], ["show"], ["render"], ["workshop"], ["loops"], ["score"]])
def test_every_command_says_what_a_foreign_file_is(desk: Path, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*command, "bus.csv"])
    assert stop.value.code in (1, 2)
    out, err = capsys.readouterr()
    assert "This is a table of links" in " ".join((out + err).split())
    assert "sysmap import bus.csv" in " ".join((out + err).split())


@pytest.mark.parametrize("sample", sorted((Path(__file__).parents[1] / "formats" / "foreign" / "samples").iterdir()), ids=lambda path: path.name)
def test_each_format_is_known_for_what_it_is_where_a_map_is_expected(desk: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("check", "show", "render", "workshop"):
        with pytest.raises(SystemExit):
            main([command, str(sample)])
        out, err = capsys.readouterr()
        assert "sysmap import" in " ".join((out + err).split()), f"{command} {sample.name}"


def test_a_map_is_exported_and_says_what_does_not_come_back(desk: Path) -> None:
    run("import", "bus.csv")
    done = run("export", "bus.yaml", "-o", "bus.graphml")
    assert "Everything comes back from the file (GraphML)." in done.output
    assert run("export", "bus.yaml", "-o", "bus.graphml").exception is not None
    assert run("export", "bus.yaml", "-o", "bus.graphml", "--force").exit_code == 0
    assert run("import", "bus.graphml", "-o", "again.yaml").exit_code == 0
    assert (desk / "again.yaml").read_text().replace("id: again", "id: bus") == (desk / "bus.yaml").read_text()


def test_a_private_note_does_not_leave_at_a_public_level(desk: Path) -> None:
    run("import", "bus.csv")
    file = desk / "bus.yaml"
    file.write_text(file.read_text().replace("    label: Waits\n", "    label: Waits\n    internal: true\n"))
    run("export", "bus.yaml", "-o", "out.graphml", "--level", "public")
    assert "Waits" not in (desk / "out.graphml").read_text()


def test_an_ending_that_no_format_has_names_those_that_have(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", "bus.csv")
    with pytest.raises(SystemExit):
        main(["export", "bus.yaml", "-o", "bus.doc"])
    assert ".graphml" in capsys.readouterr().err
