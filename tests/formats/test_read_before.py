"""What was read before is used again, and never taken for what a file says now."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sysmap.formats import parse, read_before
from sysmap.formats.read import read_bytes, read_file
from sysmap.formats.reading import Reading

TOWN = b"sysmap: 1\nkind: map\nid: town\ntitle: Town\nfactors:\n  buses: {label: Buses, x: {seen: [1, 2.5, yes, {deep: true}]}}\n"


@pytest.fixture(name="folder")
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(read_before.SETTING, str(tmp_path))
    return tmp_path / "sysmap"


@pytest.fixture(name="parsed")
def count_parsing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    really = parse.parse

    def counted(text: str, parsed: str, name: str | None, faults: object) -> Reading:
        names.append(text)
        return really(text, parsed, name, faults)  # type: ignore[arg-type]

    monkeypatch.setattr(parse, "parse", counted)
    return names


def entries(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/*.json"))


def test_every_file_of_the_repository_is_the_same_again(root: Path, folder: Path, parsed: list[str]) -> None:
    files = [file for place in ("toc", "maps", "models", "docs/examples") for file in sorted((root / place).rglob("*.yaml"))]
    first = [read_file(file) for file in files]
    number = len(parsed)
    again = [read_file(file) for file in files]
    assert again == first
    assert len(parsed) == number > 30
    assert [one.place(("factors", "improvements", "label")) for one in again] == [
        one.place(("factors", "improvements", "label")) for one in first]
    assert len({repr(one.document) for one in again}) == len({repr(one.document) for one in first})


def test_another_byte_is_read_anew(folder: Path, parsed: list[str]) -> None:
    read_bytes(TOWN)
    assert read_bytes(TOWN.replace(b"Buses", b"Trams")).map.factors["buses"].label == "Trams"
    assert read_bytes(TOWN).map.factors["buses"].x == {"seen": [1, 2.5, "yes", {"deep": True}]}
    assert len(parsed) == 2


def test_what_does_not_match_its_checksum_is_not_used(folder: Path, parsed: list[str]) -> None:
    read_bytes(TOWN)
    entry, = entries(folder)
    entry.write_bytes(entry.read_bytes().replace(b"Buses", b"Bikes"))
    assert read_bytes(TOWN).map.factors["buses"].label == "Buses"
    for wrong in (b"", b"{}", entry.read_bytes()[:-3]):
        entry.write_bytes(wrong)
        assert read_bytes(TOWN).map.factors["buses"].label == "Buses"


def test_a_file_with_faults_is_not_kept(folder: Path) -> None:
    assert [one.code for one in read_bytes(TOWN.replace(b"label", b"lable")).problems] == ["S04", "S01"]
    assert entries(folder) == []


def test_nobody_else_may_read_it_and_a_folder_of_others_is_not_used(folder: Path, parsed: list[str]) -> None:
    read_bytes(TOWN)
    entry, = entries(folder)
    assert (entry.stat().st_mode & 0o777, entry.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    entry.parent.chmod(0o777)
    read_bytes(TOWN)
    assert len(parsed) == 2


def test_only_classes_of_the_format_are_made(folder: Path, parsed: list[str]) -> None:
    read_bytes(TOWN)
    entry, = entries(folder)
    plain = json.loads(entry.read_bytes()[65:])
    plain[1][0] = ["subprocess", "Popen", *plain[1][0][2:]]
    data = json.dumps(plain).encode()
    entry.write_bytes(read_before.hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
    assert read_bytes(TOWN).map.factors["buses"].label == "Buses"
    assert len(parsed) == 2


def test_what_other_versions_kept_goes_and_files_of_others_stay(folder: Path) -> None:
    old, strange = folder / ("0" * 16) / ("a" * 64 + ".json"), folder / "notes" / "mine.json"
    for path in (old, strange):
        path.parent.mkdir(parents=True, mode=0o700)
        path.write_text("{}")
    read_bytes(TOWN)
    assert (old.exists(), strange.exists()) == (False, True)


def test_a_second_question_reads_no_yaml_and_answers_alike(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "sysmap", "upstream", "cqc-system-assessment-2025", "improvements", "--json"]


    said = [subprocess.run(command, cwd=root, capture_output=True, text=True, check=True, env={**os.environ, "SYSMAP_CACHE": where})
            for where in ("off", str(tmp_path), str(tmp_path))]
    assert said[0].stdout == said[1].stdout == said[2].stdout
    assert ["| yaml\n" in one.stderr.replace("  ", "") for one in said] == [True, True, False]
