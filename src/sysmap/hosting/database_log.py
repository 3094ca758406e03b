"""The log of a room in the database: acknowledged means committed.

Each write looks, in its own transaction, whether this server still holds the workspace. A server that was thought dead and
comes back cannot write a word into a room that another one has taken over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sysmap.core.problem import Problem, Refused
from sysmap.hosting.database import Connection, Database
from sysmap.workshop.room_log import BEGINNING, EntryRow, RoomLog

__all__ = ["DatabaseLog", "Hold", "held"]

_COLUMNS = 'revision, id, by, "do", at, data, role, speaks_for, digest'
_AT_ONCE = 1_000


class Hold:
    """The right to write in a workspace: its number grows each time another server takes the workspace.

    Attributes
    ----------
    workspace : id of the workspace.
    fence : the number under which this server holds it.
    """

    def __init__(self, workspace: str, fence: int) -> None:
        self.workspace, self.fence = workspace, fence


def held(connection: Connection, hold: Hold) -> None:
    """Make sure, to the end of a transaction, that this server holds the workspace.

    Raises
    ------
    Refused : if another one does.
    """
    row = connection.execute("SELECT 1 FROM workspaces WHERE id = %s AND fence = %s FOR SHARE", (hold.workspace, hold.fence)).fetchone()
    if row is None:
        raise Refused(Problem(code="H05", message="Another server has taken this workspace over.",
                              hint="Reload the page; what was accepted is there."))


class DatabaseLog(RoomLog):
    """The log of one room.

    Parameters
    ----------
    database : where it is kept.
    hold : under what right it is written.
    name : path of the map's file in the workspace.
    """

    def __init__(self, database: Database, hold: Hold, name: str) -> None:
        self.database, self.hold, self.path = database, hold, Path(name)
        with database.transaction() as connection:
            held(connection, hold)
            connection.execute("INSERT INTO rooms (workspace, path) VALUES (%s, %s) ON CONFLICT DO NOTHING", (hold.workspace, name))
            row = connection.execute("SELECT id FROM rooms WHERE workspace = %s AND path = %s", (hold.workspace, name)).fetchone()
        assert row is not None
        self._room = int(row[0])
        self.check_version()

    def close(self) -> None:
        """Nothing is held open."""

    def write_rows(self, rows: Sequence[EntryRow]) -> None:
        """Keep rows of entries in one transaction."""
        with self.database.transaction() as connection:
            held(connection, self.hold)
            with connection.cursor() as cursor:
                cursor.executemany(f"INSERT INTO entries (room, {_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",  # noqa: S608
                                   [(self._room, *row) for row in rows])

    def rows(self, after: int, until: int) -> Iterable[EntryRow]:
        """The rows of the entries after a revision up to another, in order."""
        while True:
            with self.database.transaction() as connection:
                found = connection.execute(
                    f"SELECT {_COLUMNS} FROM entries WHERE room = %s AND revision > %s AND revision <= %s "  # noqa: S608
                    "ORDER BY revision LIMIT %s", (self._room, after, min(until, 2**31 - 1), _AT_ONCE)).fetchall()
            for row in found:
                revision, id_, by, do, at, data, role, group, digest = row
                yield revision, id_, by, do, at, data, role, group, digest
            if len(found) < _AT_ONCE:
                return
            after = int(found[-1][0])

    def last_digest(self) -> str:
        """The digest of the last entry, or `BEGINNING`."""
        return self._one("SELECT digest FROM entries WHERE room = %s ORDER BY revision DESC LIMIT 1") or BEGINNING

    def digest(self, revision: int) -> str | None:
        """The digest of an entry, which stands for all entries up to it."""
        return self._one("SELECT digest FROM entries WHERE room = %s AND revision = %s", revision)

    def count(self) -> int:
        """How many entries there are."""
        return int(self._one("SELECT count(*) FROM entries WHERE room = %s") or 0)

    def requests(self, until: int) -> dict[tuple[str, str], int]:
        """(person, id of their request) -> the entry it came to, up to a revision."""
        with self.database.transaction() as connection:
            rows = connection.execute("SELECT by, id, revision FROM entries WHERE room = %s AND revision <= %s", (self._room, until))
            return {(by, id_): revision for by, id_, revision in rows}

    def write_snapshot(self, revision: int, entry: str, data: str, digest: str) -> None:
        """Keep a snapshot, and let go of all but the last two."""
        with self.database.transaction() as connection:
            held(connection, self.hold)
            connection.execute(
                "INSERT INTO snapshots VALUES (%s, %s, %s, %s, %s) ON CONFLICT (room, revision) DO UPDATE SET "
                "entry = excluded.entry, data = excluded.data, digest = excluded.digest", (self._room, revision, entry, data, digest))
            connection.execute("DELETE FROM snapshots WHERE room = %s AND revision NOT IN (SELECT revision FROM snapshots "
                               "WHERE room = %s ORDER BY revision DESC LIMIT 2)", (self._room, self._room))

    def snapshot_rows(self) -> Sequence[tuple[int, str, str, str]]:
        """Revision, digest of the entry, data and digest of each snapshot, the newest first."""
        with self.database.transaction() as connection:
            rows = connection.execute(
                "SELECT revision, entry, data, digest FROM snapshots WHERE room = %s ORDER BY revision DESC", (self._room,)).fetchall()
        return [(revision, entry, data, digest) for revision, entry, data, digest in rows]

    def meta(self, key: str) -> str | None:
        """A value kept with the entries."""
        return self._one("SELECT value FROM room_values WHERE room = %s AND key = %s", key)

    def set_meta(self, values: Mapping[str, str]) -> None:
        """Keep values with the entries, all or none."""
        with self.database.transaction() as connection:
            held(connection, self.hold)
            with connection.cursor() as cursor:
                cursor.executemany("INSERT INTO room_values VALUES (%s, %s, %s) ON CONFLICT (room, key) DO UPDATE SET value = excluded.value",
                                   [(self._room, *item) for item in values.items()])

    def _one(self, query: str, *said: object) -> str | None:
        with self.database.transaction() as connection:
            row = connection.execute(query, (self._room, *said)).fetchone()
        return None if row is None else str(row[0])
