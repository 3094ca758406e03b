"""A workshop on the disk is one thing: listed, verified, put away in one file and taken out again, whatever had happened to it."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import stat
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.workshop.test_session import add, add_many, begin, join

from sysmap.cli import cli
from sysmap.core.problem import Refused
from sysmap.formats.workspace import Workspace
from sysmap.workshop.archive import archive_session, restore_session
from sysmap.workshop.kept_sessions import verify_session
from sysmap.workshop.log import log_path
from sysmap.workshop.session import open_session


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The map of a workshop that was held, with its log."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "maps").mkdir()
    session = begin(tmp_path / "maps")
    join(session)
    add_many(session, 5)
    session.autosave.save(session.room.map, session.room.revision)
    add(session, "waits")
    session.log.close()
    return tmp_path / "maps" / "town.yaml"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["session", *arguments], catch_exceptions=False)


def killed(town: Path, add_id: str = "late") -> None:
    """Leave the log as a killed server does: the database and its write-ahead log side by side."""
    session = begin(town.parent)
    add(session, add_id)
    for name in ("town.workshop.db", "town.workshop.db-wal"):
        shutil.copy(town.with_name(name), town.with_name(name + ".copy"))
    session.log.close()
    for name in ("town.workshop.db", "town.workshop.db-wal"):
        town.with_name(name + ".copy").rename(town.with_name(name))


def test_the_workshops_of_a_workspace_are_listed(town: Path) -> None:
    out = run("list").output
    assert "maps/town.yaml" in out
    assert "1 person, 7 changes" in out


def test_a_running_workshop_is_said_to_run(town: Path) -> None:
    session = begin(town.parent)
    assert "A workshop is running on it." in run("list").output
    with pytest.raises(Refused, match="running"):
        archive_session(town)
    session.log.close()


def test_a_whole_session_is_verified_and_the_file_behind_it_is_noted(town: Path) -> None:
    done = run("verify", "town")
    assert done.exit_code == 0
    assert "all 7 changes are as they were written" in done.output
    assert "holds change 6; the next start brings it to 7" in done.output


def test_any_changed_bit_of_an_entry_is_found(town: Path) -> None:
    log = log_path(town)
    with closing(sqlite3.connect(log, isolation_level=None)) as db:
        db.execute("UPDATE entries SET data = replace(data, 'F3', 'E3') WHERE revision = 5")
    done = run("verify", "town", "--json")
    assert done.exit_code == 1
    found = json.loads(done.output)[0]
    assert not found["whole"]
    assert "Entry 5" in found["problems"][0]["message"]


def test_random_bytes_flipped_in_the_log_never_give_another_map(town: Path) -> None:
    log, chance = log_path(town), random.Random(7)
    whole = log.read_bytes()
    [good] = verify_session(town)
    for _ in range(150):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        log.write_bytes(damaged)
        try:
            [found] = verify_session(town)
        except Refused:
            continue
        assert found.problems or found.revisions == good.revisions
        if not found.problems:
            session = begin(town.parent)
            assert list(session.room.map.factors) == ["trust", "f0", "f1", "f2", "f3", "f4", "waits"]
            session.log.close()
        log.write_bytes(whole)


def test_a_session_is_put_away_with_what_was_said_last_before_a_crash_and_taken_out_again(town: Path) -> None:
    killed(town)
    before = town.read_bytes()
    done = run("archive", "town")
    assert done.exit_code == 0, done.output
    [archive] = town.parent.glob("town.workshop-*.zip")
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert sorted(one.name for one in town.parent.iterdir() if not one.name.startswith(".")) == sorted(["town.yaml", archive.name])
    assert town.read_bytes() == before
    assert run("restore", str(archive)).exit_code == 0
    again = begin(town.parent)
    assert again.resumed
    assert "late" in again.room.map.factors, "the entry of the moment before the crash"


def test_the_tables_that_are_out_go_with_it(town: Path) -> None:
    table = town.with_name("town.table-1.yaml")
    table.write_text(town.read_text(encoding="utf-8"), encoding="utf-8")

    other = open_session(table)
    other.log.close()
    session = begin(town.parent)
    session.log.set_meta({"tables": json.dumps(["table-1"])})
    session.log.close()
    done = archive_session(town)
    assert {"town.table-1.workshop.db", "town.table-1.yaml", "town.workshop.db", "town.yaml"} == set(done.files)
    assert not table.exists()
    restore_session(done.path)
    assert [one.path.name for one in verify_session(town)] == ["town.yaml", "town.table-1.yaml"]


def test_tables_that_were_brought_together_are_no_maps_of_the_workspace_and_go_with_the_session(town: Path) -> None:
    table = town.with_name("town.table-2.yaml")
    table.write_text(town.read_text(encoding="utf-8"), encoding="utf-8")
    open_session(table).log.close()
    assert [path.name for path in Workspace(town.parent.parent).files()] == ["town.yaml"]
    assert run("list").output.count("town") == 1
    assert [one.path.name for one in verify_session(town)] == ["town.yaml", "town.table-2.yaml"]
    archive_session(town)
    assert [path.name for path in town.parent.glob("town*.yaml")] == ["town.yaml"], "the next workshop can break out again"
    alone = town.with_name("plan.table-2.yaml")
    alone.write_text(town.read_text(encoding="utf-8"), encoding="utf-8")
    assert alone in Workspace(town.parent.parent).files(), "a map that is only called so is one"


def test_a_damaged_log_is_put_away_as_it_is(town: Path) -> None:
    log_path(town).write_bytes(b"no database at all")
    done = archive_session(town)
    assert done.problems
    with zipfile.ZipFile(done.path) as archive:
        assert archive.read("town.workshop.db") == b"no database at all"
        assert json.loads(archive.read("session.json"))["whole"] is False
    assert not begin(town.parent).resumed


def test_nothing_is_overwritten(town: Path) -> None:
    done = archive_session(town, keep=True)
    with pytest.raises(Refused, match="is here already"):
        restore_session(done.path)
    with pytest.raises(Refused, match="already such a file"):
        archive_session(town, done.path)


@pytest.mark.parametrize("change", ["other content", "another name", "no list", "no archive"])
def test_an_archive_that_was_changed_is_refused(town: Path, change: str) -> None:
    archive = archive_session(town).path
    with zipfile.ZipFile(archive) as old:
        contents = {name: old.read(name) for name in old.namelist()}
    if change == "other content":
        contents["town.workshop.db"] += b"x"
    elif change == "another name":
        listing = json.loads(contents["session.json"])
        listing["files"]["../evil.yaml"] = listing["files"].pop("town.yaml")
        contents |= {"session.json": json.dumps(listing).encode(), "../evil.yaml": contents.pop("town.yaml")}
    elif change == "no list":
        del contents["session.json"]
    with zipfile.ZipFile(archive, "w") as new:
        for name, data in contents.items():
            new.writestr(name, data)
    if change == "no archive":
        archive.write_bytes(b"PK no")
    with pytest.raises(Refused):
        restore_session(archive)
    assert [one.name for one in town.parent.iterdir() if not one.name.startswith(".")].count("town.workshop.db") == 0
    assert not (town.parent.parent / "evil.yaml").exists()
