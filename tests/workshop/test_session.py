"""A room, its log and its file: nothing lost, nothing overwritten."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from sysmap.core.problem import Refused
from sysmap.formats.read import read_file
from sysmap.workshop.answers import check_queue
from sysmap.workshop.log import log_path
from sysmap.workshop.session import RoomSession, open_session
from sysmap.workshop.state import Entry, Request

MAP = """\
sysmap: 1
kind: map
id: town
title: Town   # as people call it
factors:
  trust: {label: Trust}
links: []
"""


def begin(folder: Path) -> RoomSession:
    path = folder / "town.yaml"
    if not path.exists():
        path.write_text(MAP, encoding="utf-8")
    return open_session(path)


def join(session: RoomSession) -> None:
    take(session, "join", name="Ann", group="", role="host", key="k")


def take(session: RoomSession, do: str, **data: object) -> None:
    entry = session.room.decide("ann", Request(f"c{session.room.revision:04d}", do, data, session.room.revision))
    session.log.append([entry])
    session.room.commit(entry)


def add(session: RoomSession, id_: str) -> None:
    take(session, "edit", edit={"do": "add", "in": "factors", "element": {"id": id_, "label": id_.capitalize()}})


def add_many(session: RoomSession, number: int) -> None:
    for i in range(number):
        add(session, f"f{i}")


def test_what_the_log_holds_is_there_again_although_the_file_was_never_saved(tmp_path: Path) -> None:
    session = begin(tmp_path)
    join(session)
    add(session, "waits")
    session.log.close()
    again = begin(tmp_path)
    assert again.resumed
    assert list(again.room.map.factors) == ["trust", "waits"]
    assert again.room.people["ann"].role == "host"


def test_the_file_follows_with_its_comments_kept(tmp_path: Path) -> None:
    session = begin(tmp_path)
    join(session)
    add(session, "waits")
    session.autosave.save(session.room.map, session.room.revision)
    text = (tmp_path / "town.yaml").read_text(encoding="utf-8")
    assert "title: Town   # as people call it" in text
    assert read_file(tmp_path / "town.yaml").document == session.room.map


def test_a_file_changed_by_hand_underneath_is_not_overwritten(tmp_path: Path) -> None:
    session = begin(tmp_path)
    join(session)
    path = tmp_path / "town.yaml"
    path.write_text(MAP.replace("Trust", "Trust!"), encoding="utf-8")
    add(session, "waits")
    session.autosave.save(session.room.map, session.room.revision)
    assert session.autosave.problem is not None
    assert session.autosave.problem.code == "F34"
    assert "Trust!" in path.read_text(encoding="utf-8")
    copy = session.autosave.save_copy(session.room.map, session.room.revision)
    assert read_file(copy).document == session.room.map
    session.log.close()
    with pytest.raises(Refused, match="changed by hand"):
        begin(tmp_path)


def test_a_file_put_back_as_it_was_is_saved_again(tmp_path: Path) -> None:
    session = begin(tmp_path)
    join(session)
    path = tmp_path / "town.yaml"
    path.write_text("something else", encoding="utf-8")
    add(session, "waits")
    session.autosave.save(session.room.map, session.room.revision)
    path.write_text(MAP, encoding="utf-8")
    session.autosave.save(session.room.map, session.room.revision)
    assert session.autosave.problem is None
    assert read_file(path).document == session.room.map


def test_dying_between_writing_the_file_and_noting_it_is_no_change_by_hand(tmp_path: Path) -> None:
    session = begin(tmp_path)
    join(session)
    add(session, "waits")
    saved = session.log.meta("saved")
    session.autosave.save(session.room.map, session.room.revision)
    session.log.set_meta({"saved": str(saved)})
    session.log.close()
    assert begin(tmp_path).resumed


def test_a_torn_write_at_the_end_of_the_log_loses_only_what_was_never_acknowledged(tmp_path: Path) -> None:
    session = begin(tmp_path)
    join(session)
    for i in range(30):
        add(session, f"f{i}")
    wal = Path(f"{log_path(tmp_path / 'town.yaml')}-wal")
    torn = wal.read_bytes()
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / "town.yaml").write_text(MAP, encoding="utf-8")
    (copy / "town.workshop.db").write_bytes(log_path(tmp_path / "town.yaml").read_bytes())
    (copy / "town.workshop.db-wal").write_bytes(torn[:-700] + b"\x99" * 300)
    again = begin(copy)
    kept = [id_ for id_ in again.room.map.factors if id_ != "trust"]
    assert kept == [f"f{i}" for i in range(len(kept))]
    assert len(kept) >= 28


def test_a_full_disk_is_said_and_the_room_goes_on_from_the_log(tmp_path: Path) -> None:
    session = begin(tmp_path)
    join(session)
    pages = session.log._db.execute("PRAGMA page_count").fetchone()[0]
    session.log._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Refused, match="disk is full"):
        add_many(session, 500)
    added = len(session.room.map.factors)
    session.log._db.execute("PRAGMA max_page_count = 100000")
    add(session, "later")
    session.log.close()
    assert len(begin(tmp_path).room.map.factors) == added + 1


def test_a_disk_that_is_full_when_a_workshop_begins_is_said_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite cannot make its shared memory then, and calls it an input or output error."""
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=0))

    def no_room(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as broken:
        broken.setattr(sqlite3, "connect", no_room)
        with pytest.raises(Refused, match="disk is full"):
            begin(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=10**9))
    monkeypatch.setattr(sqlite3, "connect", no_room)
    with pytest.raises(Refused, match="disk I/O error"):
        begin(tmp_path)


def test_a_second_workshop_on_the_same_map_is_refused(tmp_path: Path) -> None:
    session = begin(tmp_path)
    with pytest.raises(Refused, match="Another workshop is running"):
        begin(tmp_path)
    session.log.close()


def test_a_log_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "town.workshop.db").write_bytes(b"not a database, whatever its name says" * 40)
    with pytest.raises(Refused, match="damaged or is not a log"):
        begin(tmp_path)


def test_a_log_that_was_damaged_in_the_middle_is_said(tmp_path: Path) -> None:
    session = begin(tmp_path)
    join(session)
    add_many(session, 30)
    session.log.close()
    log = log_path(tmp_path / "town.yaml")
    data = bytearray(log.read_bytes())
    data[4096:8192] = b"\x55" * 4096
    log.write_bytes(data)
    with pytest.raises(Refused, match="damaged or is not a log"):
        begin(tmp_path)
    assert (tmp_path / "town.yaml").read_text(encoding="utf-8") == MAP


def test_a_log_that_cannot_be_played_again_is_said(tmp_path: Path) -> None:
    session = begin(tmp_path)
    edit = {"do": "set", "in": "factors", "id": "gone", "field": "label", "value": "X"}
    session.log.append([Entry(1, "c1", "ann", "edit", 0, {"edit": edit})])
    session.log.close()
    with pytest.raises(Refused, match="cannot be played again"):
        begin(tmp_path)


def test_the_log_of_another_map_is_left_alone(tmp_path: Path) -> None:
    begin(tmp_path).log.close()
    (tmp_path / "town.yaml").write_text(MAP.replace("id: town", "id: city"), encoding="utf-8")
    with pytest.raises(Refused, match="of another map"):
        begin(tmp_path)


def test_a_workshop_goes_on_with_a_file_changed_by_hand_when_the_host_says_so_and_writes_nothing_over_it(tmp_path: Path) -> None:
    session = begin(tmp_path)
    join(session)
    add(session, "waits")
    session.autosave.save(session.room.map, session.room.revision)
    session.log.close()
    path = tmp_path / "town.yaml"
    by_hand = path.read_text(encoding="utf-8").replace("Trust", "Trust!")
    path.write_text(by_hand, encoding="utf-8")
    again = open_session(path, anyway=True)
    for id_ in ("pay", ""):
        if id_:
            add(again, id_)
        again.autosave.save(again.room.map, again.room.revision)
        assert again.autosave.problem is not None
        assert again.autosave.problem.code == "F34"
    assert path.read_text(encoding="utf-8") == by_hand
    assert again.autosave.reading.map.factors["trust"].label == "Trust", "what the room last wrote, to compare with"


def test_no_secret_is_in_the_log(tmp_path: Path) -> None:
    session = begin(tmp_path)
    join(session)
    session.log.close()
    with sqlite3.connect(log_path(tmp_path / "town.yaml")) as db:
        rows = [json.loads(data) for (data,) in db.execute("SELECT data FROM entries")]
    assert rows == [{"name": "Ann", "group": "", "role": "host", "key": "k"}]


def test_the_rooms_check_knows_what_stands_beside_the_map(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(
        "sysmap: 1\nkind: sources\nid: s\ntitle: S\nsources:\n  iff: {label: The report}\n", encoding="utf-8")
    (tmp_path / "town.yaml").write_text(
        MAP.replace("factors:", "uses: [sources.yaml]\nfactors:").replace("label: Trust", "label: Trust, cite: {source: iff, at: p. 1}"),
        encoding="utf-8")
    session = begin(tmp_path)
    assert "E01" in {found["code"] for found in check_queue(session.room.map)}
    assert "E01" not in {found["code"] for found in check_queue(session.room.map, session.uses)}
