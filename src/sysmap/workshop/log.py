"""The log of a room as a file beside the map: every accepted entry, durable before anybody is told of it.

SQLite in WAL mode with full synchronisation: a power cut or a killed process leaves whole transactions or none. The log
holds the map the session started from, so it can be replayed without the YAML file.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sysmap.core.problem import Place, Problem, Refused
from sysmap.workshop.room_log import BEGINNING, LOG_VERSION, EntryRow, RoomLog, chained, damaged_log

__all__ = ["Log", "log_path"]

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
  revision INTEGER PRIMARY KEY, id TEXT NOT NULL, by TEXT NOT NULL, do TEXT NOT NULL, at INTEGER NOT NULL,
  data TEXT NOT NULL, role TEXT NOT NULL DEFAULT '', speaks_for TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
  UNIQUE (by, id));
CREATE TABLE IF NOT EXISTS snapshots (
  revision INTEGER PRIMARY KEY, entry TEXT NOT NULL, data TEXT NOT NULL, digest TEXT NOT NULL);
"""
_LEAST_ROOM = 64 * 1024
"""Bytes free below which a disk is full."""
_COLUMNS = "revision, id, by, do, at, data, role, speaks_for, digest"
_INSERT = f"INSERT INTO entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608


def log_path(path: Path) -> Path:
    """Where the log of a map's workshop is kept: beside the map.

    >>> log_path(Path("maps/town.yaml")).as_posix()
    'maps/town.workshop.db'
    """
    return path.with_name(f"{path.stem}.workshop.db")


class Log(RoomLog):
    """An open log; one process at a time writes it."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._lock = threading.Lock()
        _check_whole(self.path)
        _private(self.path)
        try:
            self._db = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=0.2)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._db.execute("BEGIN EXCLUSIVE")
            for statement in _TABLES.split(";"):
                self._db.execute(statement)
            self._db.execute("COMMIT")
            sound = self._db.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        except (sqlite3.Error, UnicodeError) as error:  # the names in a damaged file may be no text
            self.close()
            raise _refused(self.path, error) from None
        if not sound:
            self.close()
            raise damaged_log(self.path)
        try:
            if self.meta("version") == "1":
                self._from_version_1()
            self.check_version()
        except BaseException:
            self.close()
            raise

    def _from_version_1(self) -> None:
        """Give the entries of an older log what they lack: the role and group of their authors at the time, and the chain."""
        people: dict[str, tuple[str, str]] = {}
        statements: list[tuple[str, tuple[object, ...]]] = [
            (f"ALTER TABLE entries ADD COLUMN {name} TEXT NOT NULL DEFAULT ''", ()) for name in ("role", "speaks_for", "digest")]
        digest = BEGINNING
        try:
            rows = self._db.execute("SELECT revision, id, by, do, at, data FROM entries ORDER BY revision").fetchall()
            for revision, id_, by, do, at, text in rows:
                data = json.loads(text)
                if do in ("join", "me", "role"):
                    whom = data.get("person", by)
                    role, group = people.get(whom, ("", ""))
                    people[whom] = (data.get("role", role), data.get("group", group))
                role, group = people.get(by, ("", ""))
                digest = chained(digest, (revision, id_, by, do, at, text, role, group))
                statements.append(("UPDATE entries SET role = ?, speaks_for = ?, digest = ? WHERE revision = ?",
                                   (role, group, digest, revision)))
        except (sqlite3.Error, ValueError, AttributeError):
            raise damaged_log(self.path) from None
        self._write([*statements, ("INSERT OR REPLACE INTO meta VALUES ('version', ?)", (LOG_VERSION,))])

    def close(self) -> None:
        """Close the log; what is in it stays."""
        with contextlib.suppress(AttributeError):  # it was never opened
            self._db.close()

    def write_rows(self, rows: Sequence[EntryRow]) -> None:
        """Put rows on the disk, all or none."""
        self._write([(_INSERT, row) for row in rows])

    def rows(self, after: int, until: int) -> Iterable[EntryRow]:
        """The rows of the entries after a revision up to another, in order."""
        try:
            for row in self._db.execute(  # noqa: UP028 (`yield from` would close the cursor of a log that is closed already)
                    f"SELECT {_COLUMNS} FROM entries WHERE revision > ? AND revision <= ? ORDER BY revision", (after, until)):  # noqa: S608
                yield row
        except (sqlite3.Error, UnicodeError):
            raise damaged_log(self.path) from None

    def last_digest(self) -> str:
        """The digest of the last entry, or `BEGINNING`."""
        row = self._db.execute("SELECT digest FROM entries ORDER BY revision DESC LIMIT 1").fetchone()
        return BEGINNING if row is None else str(row[0])

    def digest(self, revision: int) -> str | None:
        """The digest of an entry, which stands for all entries up to it."""
        try:
            row = self._db.execute("SELECT digest FROM entries WHERE revision = ?", (revision,)).fetchone()
        except (sqlite3.Error, UnicodeError):
            raise damaged_log(self.path) from None
        return None if row is None else str(row[0])

    def count(self) -> int:
        """How many entries there are."""
        return int(self._db.execute("SELECT COUNT(*) FROM entries").fetchone()[0])

    def requests(self, until: int) -> dict[tuple[str, str], int]:
        """(person, id of their request) -> the entry it came to, up to a revision."""
        rows = self._db.execute("SELECT by, id, revision FROM entries WHERE revision <= ?", (until,))
        return {(str(by), str(id_)): int(revision) for by, id_, revision in rows}

    def write_snapshot(self, revision: int, entry: str, data: str, digest: str) -> None:
        """Keep a snapshot, and let go of all but the last two."""
        self._write([
            ("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)", (revision, entry, data, digest)),
            ("DELETE FROM snapshots WHERE revision NOT IN (SELECT revision FROM snapshots ORDER BY revision DESC LIMIT 2)", ())])

    def snapshot_rows(self) -> Sequence[tuple[int, str, str, str]]:
        """Revision, digest of the entry, data and digest of each snapshot, the newest first."""
        try:
            return self._db.execute("SELECT * FROM snapshots ORDER BY revision DESC").fetchall()
        except sqlite3.Error:
            raise damaged_log(self.path) from None

    def meta(self, key: str) -> str | None:
        """A value kept with the entries."""
        try:
            row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        except (sqlite3.Error, UnicodeError) as error:
            raise _refused(self.path, error) from None
        return None if row is None else str(row[0])

    def set_meta(self, values: Mapping[str, str]) -> None:
        """Keep values with the entries, all or none."""
        self._write([("INSERT OR REPLACE INTO meta VALUES (?, ?)", item) for item in values.items()])

    def _write(self, statements: Sequence[tuple[str, tuple[object, ...]]]) -> None:
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                for text, row in statements:
                    self._db.execute(text, row)
                self._db.execute("COMMIT")
            except BaseException as error:
                with contextlib.suppress(sqlite3.Error):
                    if self._db.in_transaction:
                        self._db.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise _refused(self.path, error) from None
                raise


def _check_whole(path: Path) -> None:
    """A log whose server was killed is two files until it is opened again; SQLite would delete the second without the first."""
    rest = Path(f"{path}-wal")
    if not path.exists() and rest.exists() and rest.stat().st_size:
        raise Refused(Problem(
            code="L20", message=f"{rest.name} belongs to a log that is not here: it holds what was said last.", place=Place(str(rest)),
            hint=f"Move it to where {path.name} was moved, and keep both together; then start anew."))


def _private(path: Path) -> None:
    """Make the file so that only its owner reads it; what SQLite puts beside it becomes so too."""
    if str(path) == ":memory:":
        return
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        os.chmod(path, 0o600)
        for beside in (f"{path}-wal", f"{path}-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.chmod(beside, 0o600)
    except OSError:
        pass  # opening it says what is wrong


def _no_room(path: Path) -> bool:
    """Whether the disk has no room for a page: SQLite calls that an input or output error where it cannot even make its other files."""
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


def _refused(path: Path, error: Exception) -> Refused:
    text = str(error)
    if "locked" in text:
        message, hint = "Another workshop is running on this map.", "Stop that one first, or join it."
    elif "full" in text or ("I/O" in text and _no_room(path)):
        message, hint = "The disk is full; the change was not made.", "Free some space; nothing that was accepted is lost."
    elif "not a database" in text or "malformed" in text or isinstance(error, UnicodeError):
        return damaged_log(path)
    else:
        message, hint = f"The log cannot be written ({text}).", "Check the folder's permissions and the disk."
    return Refused(Problem(code="L20", message=message, hint=hint, place=Place(str(path))))
