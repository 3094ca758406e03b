"""A research pack is enough to make the published figure again, says what it holds, and holds nothing that its readers may not see."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from sysmap.checks.files import check_file
from sysmap.cli import cli
from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace
from sysmap.reports.pack import check_pack, pack

MAPS = [*sorted((Path(__file__).parents[2] / "toc").glob("*.yaml")), *sorted((Path(__file__).parents[2] / "maps").glob("*.yaml")),
        *sorted((Path(__file__).parents[2] / "docs/examples/school-meals/toc").glob("*.yaml"))]


def unpacked(data: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    return folder


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_the_published_figure_is_made_again_from_the_archive_alone(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = pack(path, level="public", date="2026-03-01", workspace=Workspace(path.parents[1]))
    assert made.missing == ()
    folder = unpacked(made.data, tmp_path)
    monkeypatch.chdir(folder / "workspace")
    assert CliRunner().invoke(cli, ["figure", path.stem, "-o", "../again.svg"]).exit_code == 0
    published = next(one for one in folder.glob("*.svg") if one.name != "again.svg")
    assert (folder / "again.svg").read_bytes() == published.read_bytes()
    workspace = Workspace(folder / "workspace")
    found = [problem for file in workspace.files() for problem in check_file(workspace, file)]
    assert [str(problem) for problem in found if problem.code.startswith("F")] == []


def test_the_report_is_made_again_too(clinics: Workspace, clinics_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = unpacked(pack(clinics_file, level="internal", date="2026-03-01", workspace=clinics).data, tmp_path / "new")
    monkeypatch.chdir(folder / "workspace")
    again = CliRunner().invoke(cli, ["report", clinics_file.stem, "-o", "-", "--format", "html", "--level", "internal"])
    assert again.stdout_bytes == (folder / "clinics.html").read_bytes()


def test_nothing_in_it_is_for_fewer_readers(clinics: Workspace, clinics_file: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(pack(clinics_file, level="public", date="2026-03-01", workspace=clinics).data)) as archive:
        held = "".join(archive.read(name).decode() for name in archive.namelist())
    assert [one for one in ("Secret clinic", "Secret note", "Secret statement", "Unpermitted words", "Nurse of the north") if one in held] == []


def test_the_record_says_what_each_file_is(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    folder = unpacked(pack(clinics_file, level="public", date="2026-03-01", licence="CC-BY-4.0", workspace=clinics).data, tmp_path / "new")
    graph = {one["@id"]: one for one in json.loads((folder / "ro-crate-metadata.json").read_text())["@graph"]}
    assert graph["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    assert graph["./"]["datePublished"] == "2026-03-01"
    assert graph["./"]["license"] == "CC-BY-4.0"
    for part in graph["./"]["hasPart"]:
        record = graph[part["@id"]]
        data = (folder / record["@id"]).read_bytes()
        assert (record["contentSize"], record["sha256"]) == (str(len(data)), hashlib.sha256(data).hexdigest())
    assert all(one["@id"] in graph for one in (*graph["#made"]["object"], *graph["#made"]["result"]))
    assert "networkx==" in (folder / "environment.txt").read_text()


def test_an_archive_that_was_changed_says_which_file(clinics: Workspace, clinics_file: Path, tmp_path: Path) -> None:
    made = pack(clinics_file, level="public", date="2026-03-01", workspace=clinics)
    assert made.data == pack(clinics_file, level="public", date="2026-03-01", workspace=clinics).data
    file = tmp_path / "pack.zip"
    file.write_bytes(made.data)
    assert check_pack(file) == ()
    with zipfile.ZipFile(io.BytesIO(made.data)) as before, zipfile.ZipFile(file, "w") as after:
        for name in before.namelist():
            if name != "environment.txt":
                after.writestr(name, before.read(name) + (b" " if name == "README.md" else b""))
        after.writestr("more.txt", "more")
    assert {problem.message.split()[0] for problem in check_pack(file)} == {"README.md", "environment.txt", "more.txt"}
    file.write_bytes(b"no archive")
    with pytest.raises(Refused, match=r"pack\.zip is no research pack"):
        check_pack(file)
