"""Where pages, figures and reports go: a folder, a named file, standard output; and never one over the other."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sysmap.cli import cli, main

TOWN = """\
sysmap: 1
kind: map
id: town
title: Town
factors: {rain: {label: Rain}, walks: {label: Walks}}
links: [{from: rain, to: walks, polarity: negative}]
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one map, to stand in."""
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "town.yaml").write_text(TOWN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as stop:
        main(list(words))
    assert stop.value.code == 2
    return capsys.readouterr().err


def test_a_page_goes_into_a_folder_or_into_the_file_that_was_named(desk: Path) -> None:
    assert run("render", "town", "-o", "pages").exit_code == 0
    assert run("render", "town", "-o", "deep/town-map.html").exit_code == 0
    assert (desk / "pages" / "town.html").read_bytes() == (desk / "deep" / "town-map.html").read_bytes()
    assert json.loads(run("render", "town", "-o", "t.html", "--json").output)["pages"][0]["page"] == "t.html"


def test_a_folder_may_be_called_like_a_file(desk: Path) -> None:
    (desk / "out.html").mkdir()
    assert run("render", "town", "-o", "out.html").exit_code == 0
    assert (desk / "out.html" / "town.html").is_file()


def test_one_name_does_not_do_for_two_maps(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "maps" / "sea.yaml").write_text(TOWN.replace("id: town", "id: sea"))
    assert "is the name of one file, and there are 2 maps" in refused(capsys, "render", "-o", "out.html")
    assert not (desk / "out.html").exists()


def test_two_maps_with_one_id_never_share_a_page(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "maps" / "town2.yaml").write_text(TOWN.replace("title: Town", "title: Another"))
    said = refused(capsys, "render", "maps/town.yaml", "maps/town2.yaml", "-o", "pages")
    assert "F38 maps/town.yaml and maps/town2.yaml both have the id town" in said
    assert not (desk / "pages").exists()
    assert run("render", "maps/town2.yaml", "-o", "other.html").exit_code == 0
    assert run("render", "maps/town.yaml", "maps/town.yaml", "-o", "pages").exit_code == 0


def test_a_dash_is_standard_output(desk: Path) -> None:
    run("render", "town", "-o", "town.html")
    run("figure", "town", "-o", "town.svg")
    run("figure", "town", "-o", "town.png")
    run("report", "town", "-o", "town.xlsx")
    assert run("render", "town", "-o", "-").stdout_bytes == (desk / "town.html").read_bytes()
    assert run("figure", "town", "-o", "-").stdout_bytes == (desk / "town.svg").read_bytes()
    assert run("figure", "town", "-o", "-", "--format", "png").stdout_bytes == (desk / "town.png").read_bytes()
    sheets = [zipfile.ZipFile(io.BytesIO(data)).namelist() for data in (
        run("report", "town", "-o", "-", "--format", "xlsx").stdout_bytes, (desk / "town.xlsx").read_bytes())]
    assert sheets[0] == sheets[1]
    written = run("report", "town", "-o", "-", "--format", "md")
    assert "# Town" in written.stdout
    assert "data:image/svg+xml;base64," in written.stdout
    assert sorted(path.name for path in desk.iterdir()) == ["maps", "town.html", "town.png", "town.svg", "town.xlsx"]


@pytest.mark.parametrize("words", [
    ("report", "town", "-o", "-"), ("report", "town", "-o", "-", "--format", "md", "--json"), ("render", "-o", "-", "--open"),
])
def test_a_dash_that_cannot_be_meant_is_refused(desk: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert "-o - writes" in refused(capsys, *words)


def test_a_format_may_be_said_apart_from_the_name(desk: Path) -> None:
    assert run("figure", "town", "-o", "picture", "--format", "svg").exit_code == 0
    assert (desk / "picture").read_text().startswith("<svg")
    assert run("report", "town", "-o", "notes.txt", "--format", "md").exit_code == 0
    assert "# Town" in (desk / "notes.txt").read_text()


def test_an_unknown_kind_of_gap_is_answered_with_the_known_ones(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Did you mean one-sided" in refused(capsys, "gaps", "town", "--kind", "onesided")
    assert "no-evidence" in refused(capsys, "gaps", "town", "--kind", "nosuch")


def test_files_that_are_no_versions_of_one_map_are_said_to_be_none(desk: Path) -> None:
    sea = TOWN.replace("id: town", "id: sea").replace("rain", "tide").replace("Rain", "Tide").replace("alks", "aves").replace(
        "walks", "waves") + "changes: [{id: c, kind: relabel, element: tide, before: Rain, after: Tide, reason: Wetter.}]\n"
    (desk / "maps" / "sea.yaml").write_text(sea)
    said = " ".join(run("diff", "town", "sea").output.split())
    assert "sea is not a version of town" in said
    assert "Why: Wetter." not in said
    assert json.loads(run("diff", "town", "sea", "--json").output)["related"] is False
    (desk / "maps" / "sea.yaml").write_text(sea.replace("title: Town", "title: Sea\nversion: {name: b, supersedes: town}"))
    assert "not a version" not in run("diff", "town", "sea").output


def commands_with_output(group: click.Group = cli, words: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Option]]:
    """Every command with `-o`, and that option."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands_with_output(command, (*words, name))
        elif command is not None:
            yield from ((" ".join((*words, name)), one) for one in command.params
                        if isinstance(one, click.Option) and "-o" in one.opts)


DASHED = {
    "new": "new theory sky", "import": "import links.csv", "export": "export town --as table", "sheet export": "sheet export town",
    "render": "render town", "figure": "figure town", "report": "report town --format md",
    "pack": "pack town", "evidence export": "evidence export seen",
    "indicators start": "indicators start watch --framework asked --on town",
}
NOT_DASHED = {"session archive": "session archive town", "site": "site"}
SEEN = "sysmap: 1\nkind: evidence\nid: seen\ntitle: Seen\nuses: [../maps/town.yaml]\nitems: {}\n"
ASKED = "sysmap: 1\nkind: research-framework\nid: asked\ntitle: Asked\nitems: {late: {label: Late, measures: [{text: Hours}]}}\n"


def test_every_command_with_an_output_is_tried_with_a_dash() -> None:
    assert {name for name, _ in commands_with_output()} == {*DASHED, *NOT_DASHED}


@pytest.mark.parametrize("name", list(DASHED))
def test_a_dash_writes_to_standard_output_and_nothing_to_the_disk(desk: Path, name: str) -> None:
    (desk / "toc" / "evidence").mkdir(parents=True)
    (desk / "toc" / "evidence" / "seen.yaml").write_text(SEEN)
    (desk / "models").mkdir()
    (desk / "models" / "asked.yaml").write_text(ASKED)
    (desk / "links.csv").write_text("From,To,Sign\nRain,Walks,-\n")
    before = sorted(desk.rglob("*"))
    done = run(*DASHED[name].split(), "-o", "-")
    assert done.exit_code == 0, (done.output, done.exception)
    assert len(done.stdout_bytes) > 20
    assert not done.stdout.startswith("Wrote")
    assert sorted(desk.rglob("*")) == before


def test_what_has_to_be_a_file_says_so(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "has to be a file: -o NAME" in refused(capsys, *NOT_DASHED["session archive"].split(), "-o", "-")
    assert "has to be a folder: -o NAME" in refused(capsys, *NOT_DASHED["site"].split(), "-o", "-")
    assert "has to be a file: -o NAME" in refused(capsys, "new", "version", "town2", "--of", "town", "-o", "-")


@pytest.mark.parametrize("words", ["figure town -o a/b/town.svg", "report town -o a/b/town.md", "export town -o a/b/town.csv",
                                   "sheet export town a/b/town.xlsx", "sheet export town -o a/b/town.xlsx"])
def test_a_folder_that_is_not_there_is_made(desk: Path, words: str) -> None:
    assert run(*words.split()).exit_code == 0
    assert Path(words.split()[-1]).is_file()


def test_an_output_is_said_once(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "once: OUTPUT or -o FILE" in refused(capsys, "sheet", "export", "town")
    assert "once: OUTPUT or -o FILE" in refused(capsys, "sheet", "export", "town", "a.xlsx", "-o", "b.xlsx")
