"""One suite for every place where a log can be kept: a file, and the database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sysmap.core.problem import Refused
from sysmap.hosting.accounts import Accounts
from sysmap.hosting.database import Database
from sysmap.hosting.database_log import DatabaseLog
from sysmap.hosting.lease import Leases
from sysmap.workshop.log import Log
from sysmap.workshop.room_log import RoomLog
from sysmap.workshop.state import Entry


@pytest.fixture(params=["file", "database"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RoomLog]:
    if request.param == "file":
        with Log(tmp_path / "town.workshop.db") as found:
            yield found
    else:
        database: Database = request.getfixturevalue("database")
        accounts = Accounts(database)
        workspace = accounts.add_workspace(accounts.add_organisation("Town"), "Buses")
        hold = Leases(database, "a", "http://a").take(workspace)
        assert hold is not None
        yield DatabaseLog(database, hold, "maps/town.yaml")


def entry(revision: int, **data: object) -> Entry:
    return Entry(revision, f"r{revision}", "p1", "note", 1_000 + revision, data, "editor", "nurses")


def test_what_was_appended_is_there_in_order(log: RoomLog) -> None:
    log.append([entry(1, text="“Buses”, 1 €"), entry(2)])
    log.append([entry(3, text="late")])
    assert [(one.revision, one.data, one.role, one.group) for one in log.entries()] == [
        (1, {"text": "“Buses”, 1 €"}, "editor", "nurses"), (2, {}, "editor", "nurses"), (3, {"text": "late"}, "editor", "nurses")]
    assert [one.revision for one in log.entries(1)] == [2, 3]
    assert [one.revision for one in log.entries(1, 2)] == [2]
    assert log.count() == 3


def test_all_of_a_batch_or_nothing(log: RoomLog) -> None:
    log.append([entry(1)])
    with pytest.raises(Refused):
        log.append([entry(2), entry(1)])
    assert [one.revision for one in log.entries()] == [1]


def test_a_request_is_taken_once(log: RoomLog) -> None:
    log.append([entry(1)])
    with pytest.raises(Refused):
        log.append([Entry(2, "r1", "p1", "note", 0, {}, "", "")])
    assert log.requests(9) == {("p1", "r1"): 1}


def test_values_stand_beside_the_entries(log: RoomLog) -> None:
    assert log.meta("code") is None
    log.set_meta({"code": "A", "round": "1"})
    log.set_meta({"code": "B"})
    assert (log.meta("code"), log.meta("round"), log.meta("version")) == ("B", "1", "2")


def test_the_first_map_is_as_it_was_given(log: RoomLog) -> None:
    assert log.beginning() is None
    log.begin("kind: map\n", "{}", "digest")
    assert log.beginning() == ("kind: map\n", "{}")
    log.set_meta({"base": "kind: theory\n"})
    with pytest.raises(Refused, match="not as it was written"):
        log.beginning()


def test_two_snapshots_are_kept_and_an_altered_one_is_not_believed(log: RoomLog) -> None:
    log.append([entry(number) for number in range(1, 7)])
    for revision in (2, 4, 6):
        log.keep_snapshot(revision, f"state {revision}")
    assert list(log.snapshots()) == [(6, "state 6"), (4, "state 4")]
    log.write_snapshot(6, log.digest(6) or "", "another state", "no digest of it")
    assert list(log.snapshots()) == [(4, "state 4")]


def test_entries_written_by_another_hand_are_noticed(log: RoomLog) -> None:
    log.append([entry(1), entry(2)])
    log.write_rows([(3, "r3", "p1", "note", 0, "{}", "", "", "no digest of it")])
    with pytest.raises(Refused, match="Entry 3 of the log is not as it was written"):
        list(log.entries())


def test_long_logs_are_read_in_parts(log: RoomLog) -> None:
    log.append([entry(number) for number in range(1, 2_502)])
    assert [one.revision for one in log.entries()] == list(range(1, 2_502))
