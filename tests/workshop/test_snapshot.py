"""A start plays only what came after the last snapshot, and comes to the same room."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import get_type_hints

import pytest
from tests.workshop.rooms import Desk
from tests.workshop.test_session import add_many, begin, join, take

from sysmap.workshop.log import log_path
from sysmap.workshop.room import Room
from sysmap.workshop.state import State


def values_of(room: Room) -> dict[str, object]:
    return {name: getattr(room, name) for name in get_type_hints(State)}


def test_every_attribute_of_the_state_is_declared() -> None:
    assert set(vars(Desk().room)) - {"commands"} == set(get_type_hints(State))


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sysmap.workshop.session.EVERY", 10)


def with_everything(folder: Path) -> dict[str, object]:
    session = begin(folder)
    join(session)
    add_many(session, 12)
    take(session, "ballot", about="factors", budget=3, question="Which?")
    take(session, "vote", ballot="vote-1", element="f1", dots=2)
    take(session, "timer", seconds=60, label="Talk")
    take(session, "checkpoint", label="before lunch")
    due = session.due()
    assert due is not None
    session.keep(*due)
    for id_ in ("g1", "g2"):
        take(session, "edit", edit={"do": "add", "in": "factors", "element": {"id": id_, "label": id_.upper()}})
    out = values_of(session.room)
    session.log.close()
    return out


@pytest.mark.usefixtures("often")
def test_the_room_is_the_same_whether_it_is_played_from_the_beginning_or_from_a_snapshot(tmp_path: Path) -> None:
    was = with_everything(tmp_path)
    again = begin(tmp_path)
    assert again.room.entries._before == again.kept_at > 0, "the entries before the snapshot were not read"
    assert values_of(again.room) == was
    take(again, "undo")
    take(again, "undo")
    take(again, "undo")  # reaches behind the snapshot
    assert "f11" not in again.room.map.factors


@pytest.mark.usefixtures("often")
def test_a_snapshot_that_was_changed_is_not_believed(tmp_path: Path) -> None:
    was = with_everything(tmp_path)
    with closing(sqlite3.connect(log_path(tmp_path / "town.yaml"), isolation_level=None)) as db:
        assert db.execute("UPDATE snapshots SET data = replace(data, 'F3', 'No')").rowcount
    again = begin(tmp_path)
    assert values_of(again.room) == was


@pytest.mark.usefixtures("often")
def test_a_snapshot_of_another_release_is_left_aside(tmp_path: Path) -> None:
    was = with_everything(tmp_path)
    session = begin(tmp_path)
    session.log.keep_snapshot(session.room.revision, '{"map": {}}')
    session.log.close()
    again = begin(tmp_path)
    assert values_of(again.room) == was


def test_two_snapshots_are_kept_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sysmap.workshop.session.EVERY", 1)
    session = begin(tmp_path)
    join(session)
    for number in range(4):
        take(session, "edit", edit={"do": "add", "in": "factors", "element": {"id": f"a{number}", "label": f"A {number}"}})
        due = session.due()
        assert due is not None
        session.keep(*due)
    assert [revision for revision, _ in session.log.snapshots()] == [5, 4]
