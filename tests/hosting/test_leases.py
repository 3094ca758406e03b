"""A workspace has one server at a time."""

from __future__ import annotations

import time

import pytest
from tests.postgres import Server

from sysmap.core.problem import Refused
from sysmap.hosting import lease
from sysmap.hosting.accounts import Accounts
from sysmap.hosting.database import Database
from sysmap.hosting.database_log import DatabaseLog, Hold
from sysmap.hosting.lease import Leases
from sysmap.hosting.working_copy import WorkingCopy
from sysmap.workshop.state import Entry


@pytest.fixture
def workspace(database: Database) -> str:
    accounts = Accounts(database)
    return accounts.add_workspace(accounts.add_organisation("Town"), "Buses")


def test_the_first_who_asks_has_it(database: Database, workspace: str) -> None:
    one, two = Leases(database, "one", "http://one"), Leases(database, "two", "http://two")
    hold = one.take(workspace)
    assert hold is not None
    assert two.take(workspace) is None
    assert two.holder(workspace) == lease.Holder("one", "http://one")
    one.release(hold)
    assert two.take(workspace) is not None


def test_who_says_nothing_loses_it_and_cannot_write_any_more(database: Database, workspace: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "LASTS", 0.2)
    one, two = Leases(database, "one", "http://one"), Leases(database, "two", "http://two")
    hold = one.take(workspace)
    assert hold is not None
    log = DatabaseLog(database, hold, "town.yaml")
    log.append([Entry(1, "r1", "p", "note", 0, {}, "", "")])
    time.sleep(0.3)
    taken = two.take(workspace)
    assert taken is not None
    with pytest.raises(Refused, match="Another server has taken this workspace over"):
        log.append([Entry(2, "r2", "p", "note", 0, {}, "", "")])
    with pytest.raises(Refused, match="taken this workspace over"):
        log.set_meta({"code": "x"})
    with pytest.raises(Refused, match="taken this workspace over"):
        one_writes(database, hold)
    assert one.renew([hold]) == set()
    assert two.renew([taken]) == {workspace}
    assert [entry.revision for entry in DatabaseLog(database, taken, "town.yaml").entries()] == [1]


def one_writes(database: Database, hold: Hold) -> None:
    copy = WorkingCopy(database, hold)
    try:
        (copy.root / "late.yaml").write_text("kind: map\n")
        copy.sync()
    finally:
        copy.close()


def test_a_workspace_that_is_not_there_is_nobodys(database: Database) -> None:
    assert Leases(database, "one", "http://one").take("nowhere") is None


def test_files_go_into_the_database_and_come_out_again(database: Database, workspace: str) -> None:
    leases = Leases(database, "one", "http://one")
    hold = leases.take(workspace)
    assert hold is not None
    copy = WorkingCopy(database, hold)
    (copy.root / "maps").mkdir()
    (copy.root / "maps/town.yaml").write_bytes(b"kind: map\n")
    assert copy.sync() == ["maps/town.yaml"]
    assert copy.sync() == []
    copy.close()
    again = WorkingCopy(database, hold)
    assert again.file("maps/town.yaml").read_bytes() == b"kind: map\n"
    again.file("maps/town.yaml").unlink()
    assert again.sync() == ["maps/town.yaml"]
    again.close()
    for name in ("../etc/passwd", "/etc/passwd", ".git/config", "maps/../../x", "a\\b", ""):
        with pytest.raises(Refused, match="not a file of this workspace"):
            again.file(name)


def test_what_is_wrong_with_a_database_is_said(cluster: Server, url: str) -> None:
    with pytest.raises(Refused, match="not the address of a PostgreSQL database"):
        Database("mysql://here/db")
    with pytest.raises(Refused, match="does not answer"):
        Database("postgresql://postgres@127.0.0.1:9/nothing")
    with pytest.raises(Refused, match="has no tables of sysmap yet"):
        Database(cluster.database())
    database = Database(url)
    with database.transaction() as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with pytest.raises(Refused, match="of a newer release"):
        Database(url)
