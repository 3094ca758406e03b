"""Bad input gives problems with a place and a way out, quickly, in bounded memory, and is never written.

tests/broken/ holds a file for each sort of fault, and beside it what is said about it, one finding a paragraph.
`python -m tests.formats.test_broken` writes those reports anew; read them as a user would before you commit them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner

from sysmap.checks.files import check_file
from sysmap.cli import cli
from sysmap.core.problem import Problem
from sysmap.formats.read import Reading, large_files, read_bytes, read_file
from sysmap.formats.workspace import Workspace

BROKEN = Path(__file__).resolve().parent.parent / "broken"
FILES = sorted(path.stem for path in BROKEN.glob("*.yaml"))
HEAD = b"sysmap: 1\nkind: map\nid: m\ntitle: M\n"


def report(name: str) -> str:
    found = [p for p in check_file(Workspace(BROKEN), BROKEN / f"{name}.yaml") if p.severity == "error"]
    return "".join(f"{paragraph(problem)}\n" for problem in found) or "No error.\n"


def paragraph(problem: Problem) -> str:
    text = textwrap.fill(f"{problem.message} {problem.hint}", 110, initial_indent="    ", subsequent_indent="    ",
                         break_long_words=False, break_on_hyphens=False)
    return f"{problem.place.line or '-'}:{problem.place.column or '-'} {problem.code}\n{text}\n"


@pytest.mark.parametrize("name", FILES)
def test_what_is_said_about_a_broken_file(name: str) -> None:
    assert report(name) == (BROKEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in FILES if name != "awkward-labels"])
def test_every_finding_has_a_place_and_a_way_out(name: str) -> None:
    problems = check_file(Workspace(BROKEN), BROKEN / f"{name}.yaml")
    assert problems
    for problem in problems:
        assert problem.place.line is not None
        assert problem.place.column is not None
        assert problem.hint


def test_commands_end_with_a_sentence_and_write_nothing(tmp_path: Path) -> None:
    """Exit code 1 where findings are the answer, 2 where there is nothing to answer from; a traceback never."""
    for name in FILES:
        (tmp_path / f"{name}.yaml").write_bytes((BROKEN / f"{name}.yaml").read_bytes())
    faulty = [path for path in tmp_path.iterdir() if read_file(path).problems]
    before = {path: path.read_bytes() for path in faulty}
    assert len(faulty) > 20
    for command in (["check"], ["check", "--json"], ["format"], ["format", "--check"]):
        done = sysmap([*command, "."], tmp_path)
        assert done.returncode == 1
        assert "Traceback" not in done.stdout + done.stderr
    assert {path: path.read_bytes() for path in faulty} == before


@pytest.mark.parametrize("command", ["show", "render"])
@pytest.mark.parametrize("name", ["empty", "a-letter", "a-list-at-the-top", "an-unknown-kind", "no-kind"])
def test_a_file_without_a_sound_part_cannot_be_shown(command: str, name: str, tmp_path: Path) -> None:
    done = sysmap([command, str(BROKEN / f"{name}.yaml")], tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    assert f"{name}.yaml:" in done.stderr
    assert sorted(tmp_path.rglob("*.html")) == []


@pytest.mark.parametrize(("data", "place", "code", "says"), [
    ("sysmap: 1\nkind: map\n".encode("utf-16"), (1, 1), "F05", "UTF-16"),
    ("sysmap: 1\nkind: map\n".encode("utf-16-le"), (1, 1), "F05", "not text"),
    (b"\x00\x01\x02\xff" * 100, (1, 1), "F05", "not text"),
    (b"PK\x03\x04" + bytes(range(256)) * 9, (2, 118), "F05", "not UTF-8"),
    (HEAD + "factors: {a: {label: Café}}".encode("cp1252"), (5, 25), "F05", "not UTF-8"),
    (b"\xef\xbb\xbf" + HEAD, (1, 1), "F16", "byte order mark"),
    (HEAD + b"factors: {a: {label: A\x00}}", (5, 23), "F13", "U+0000"),
], ids=["utf-16", "utf-16 without mark", "binary", "archive", "cp1252", "byte order mark", "null character"])
def test_other_encodings(data: bytes, place: tuple[int, int], code: str, says: str) -> None:
    first = read_bytes(data, "map.yaml").problems[0]
    assert (first.place.line, first.place.column) == place
    assert first.code == code
    assert says in first.message
    assert first.hint


def test_a_folder_a_pipe_a_loop_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    (tmp_path / "discharge.yaml").write_bytes(HEAD)
    assert only(read_file(tmp_path)).code == "F02"
    assert only(read_file(tmp_path / "pipe.yaml")).code == "F02"
    assert only(read_file(tmp_path / "loop.yaml")).code == "F03"
    assert only(read_file(tmp_path / "discharge.yaml" / "x.yaml")).code == "F03"
    assert only(read_file(tmp_path / ("x" * 300))).code == "F03"
    missing = only(read_file(tmp_path / "discharg.yaml"))
    assert (missing.code, missing.hint) == ("F01", "Did you mean discharge.yaml?")


def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    from tests.formats.test_save import without_rights

    (tmp_path / "map.yaml").write_bytes(HEAD)
    with without_rights(tmp_path, 0o000):
        problem = only(read_file(tmp_path / "map.yaml"))
    assert (problem.code, problem.message) == ("F03", "You are not allowed to read this file.")


HOSTILE = {
    "200 MB": ("F04", lambda file: (file.write(HEAD), file.truncate(200_000_000))),
    "60 MB of nothing": ("F05", lambda file: file.truncate(60_000_000)),
    "an alias bomb": ("F10", lambda file: file.write(HEAD + b"x:\n  a0: &a0 [x, x]\n" + b"".join(
        b"  a%d: &a%d [%s]\n" % (i, i, b", ".join([b"*a%d" % (i - 1)] * 9)) for i in range(1, 40)))),
    "100,000 levels of brackets": ("F11", lambda file: file.write(HEAD + b"x: " + b"[" * 100_000)),
    "100,000 levels of braces": ("F11", lambda file: file.write(HEAD + b"x: " + b"{a: " * 100_000)),
    "100,000 levels of dashes": ("F11", lambda file: file.write(HEAD + b"x:\n  " + b"- " * 100_000)),
    "100,000 levels at the top": ("F08", lambda file: file.write(b"[" * 100_000)),
    "200,000 unknown keys": ("S01", lambda file: file.write(HEAD + b"".join(b"k%d: 1\n" % i for i in range(200_000)))),
    "40,000 links to nowhere": ("E01", lambda file: file.write(HEAD + b"factors: {a: {label: A}}\nlinks:\n" + b"".join(
        b"  - {from: a, to: b%d}\n" % i for i in range(40_000)))),
    "40,000 unknown words": ("S03", lambda file: file.write(HEAD + b"factors:\n" + b"".join(
        b"  f%d: {label: F, status: obsrved}\n" % i for i in range(40_000)))),
    "a line of 20 MB": ("S01", lambda file: file.write(HEAD + b"titel: " + b"x" * 20_000_000)),
    "a key of 20 MB": ("F06", lambda file: file.write(HEAD + b"x" * 20_000_000 + b": 1")),
}

READ = """
import resource, sys
from sysmap.cli import main
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
main(sys.argv[1:])
"""


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_end_soon_and_in_bounded_memory(what: str, tmp_path: Path) -> None:
    code, write = HOSTILE[what]
    with (tmp_path / "map.yaml").open("wb") as file:
        write(file)
    size = (tmp_path / "map.yaml").stat().st_size
    done = subprocess.run([sys.executable, "-c", READ, "check", "map.yaml"], cwd=tmp_path, capture_output=True, text=True,
                          timeout=120, check=False)
    assert done.returncode == 1, done.stderr[-500:]
    assert f"error {code}" in done.stdout
    assert len(done.stdout) < 100_000
    assert (tmp_path / "map.yaml").stat().st_size == size


def sysmap(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "sysmap", *arguments], cwd=folder, capture_output=True, text=True,
                          check=False)


def only(reading: Reading) -> Problem:
    (problem,) = reading.problems
    return problem


if __name__ == "__main__":
    for stem in FILES:
        (BROKEN / f"{stem}.txt").write_text(report(stem), encoding="utf-8")


def test_a_file_outside_the_workspace_is_named_and_never_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("sysmap: 1\nkind: sources\nid: s\ntitle: Secret words\n")
    (tmp_path / "team" / "maps").mkdir(parents=True)
    file = tmp_path / "team" / "maps" / "m.yaml"
    for name in ("../../secret.yaml", str(tmp_path / "secret.yaml"), "../../../../../../etc/passwd"):
        file.write_bytes(HEAD + f"uses: [{name}]\n".encode())
        workspace = Workspace(tmp_path / "team")
        [problem] = workspace.load(file).problems
        assert problem.code == "E07"
        assert problem.message == f"The file {name}, named under uses, lies outside the workspace; it was not opened."
        assert workspace.load(file).used == ()
    file.write_bytes(HEAD + b"uses: [../models/own.yaml]\n")
    (tmp_path / "team" / "models").mkdir()
    (tmp_path / "team" / "models" / "own.yaml").write_text("sysmap: 1\nkind: sources\nid: s\ntitle: Sources\n")
    assert Workspace(Path("/")).load(file).problems == []


def test_a_map_made_in_python_with_what_nobody_can_see_is_not_written_and_told_why(tmp_path: Path) -> None:
    from sysmap.core.map import Map
    from sysmap.core.problem import Refused
    from sysmap.formats.save import write_new

    with pytest.raises(Refused, match="U\\+200B zero width space"):
        write_new(tmp_path / "m.yaml", Map(kind="map", id="m", title="Ho\u200bme"))
    assert not (tmp_path / "m.yaml").exists()


def test_a_file_above_the_limit_is_read_when_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sysmap.formats.read.MAX_BYTES", 100)
    path = tmp_path / "map.yaml"
    path.write_bytes(HEAD + b"rationale: " + b"x" * 200 + b"\n")
    assert only(read_file(path)).code == "F04"
    assert "sysmap --large" in only(read_file(path)).hint
    with large_files():
        assert read_file(path).problems == []
    assert only(read_file(path)).code == "F04"
    runner = CliRunner()
    assert runner.invoke(cli, ["check", str(path)]).exit_code == 1
    assert runner.invoke(cli, ["--large", "check", str(path)]).exit_code == 0
