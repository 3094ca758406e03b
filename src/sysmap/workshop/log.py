"""The log: every accepted entry, durable before anybody is told of it.

SQLite in WAL mode with full synchronisation: a power cut or a killed process leaves whole transactions or none. The log
holds the map the session started from, so it can be replayed without the YAML file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

from sysmap.core.problem import Place, Problem, Refused
from sysmap.workshop.state import Entry

__all__ = ["LOG_VERSION", "Log", "log_path"]

LOG_VERSION = "2"
"""Since 2 an entry holds the role and the group of its author, and a digest that is chained to the one before."""

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
  revision INTEGER PRIMARY KEY, id TEXT NOT NULL, by TEXT NOT NULL, do TEXT NOT NULL, at INTEGER NOT NULL,
  data TEXT NOT NULL, role TEXT NOT NULL DEFAULT '', speaks_for TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
  UNIQUE (by, id));
CREATE TABLE IF NOT EXISTS snapshots (
  revision INTEGER PRIMARY KEY, entry TEXT NOT NULL, data TEXT NOT NULL, digest TEXT NOT NULL);
"""
_COLUMNS = "revision, id, by, do, at, data, role, speaks_for, digest"
_INSERT = f"INSERT INTO entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_BEGINNING = hashlib.sha256(b"sysmap workshop log").hexdigest()
"""What the digest of the first entry is chained to."""


def log_path(path: Path) -> Path:
    """Where the log of a map's workshop is kept: beside the map.

    >>> log_path(Path("maps/town.yaml")).as_posix()
    'maps/town.workshop.db'
    """
    return path.with_name(f"{path.stem}.workshop.db")


class Log:
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
            raise _damaged(self.path)
        try:
            self._check_version()
        except BaseException:
            self.close()
            raise

    def _check_version(self) -> None:
        version = self.meta("version")
        if version is None:
            self.set_meta({"version": LOG_VERSION})
        elif version == "1":
            self._from_version_1()
        elif version != LOG_VERSION:
            raise Refused(Problem(code="L20", message=f"The log is of version {version}; this program writes {LOG_VERSION}.",
                                  hint="Use the program that began the session.", place=Place(str(self.path))))

    def _from_version_1(self) -> None:
        """Give the entries of an older log what they lack: the role and group of their authors at the time, and the chain."""
        people: dict[str, tuple[str, str]] = {}
        statements: list[tuple[str, tuple[object, ...]]] = [
            (f"ALTER TABLE entries ADD COLUMN {name} TEXT NOT NULL DEFAULT ''", ()) for name in ("role", "speaks_for", "digest")]
        digest = _BEGINNING
        try:
            rows = self._db.execute("SELECT revision, id, by, do, at, data FROM entries ORDER BY revision").fetchall()
            for revision, id_, by, do, at, text in rows:
                data = json.loads(text)
                if do in ("join", "me", "role"):
                    whom = data.get("person", by)
                    role, group = people.get(whom, ("", ""))
                    people[whom] = (data.get("role", role), data.get("group", group))
                role, group = people.get(by, ("", ""))
                digest = _chained(digest, (revision, id_, by, do, at, text, role, group))
                statements.append(("UPDATE entries SET role = ?, speaks_for = ?, digest = ? WHERE revision = ?",
                                   (role, group, digest, revision)))
        except (sqlite3.Error, ValueError, AttributeError):
            raise _damaged(self.path) from None
        self._write([*statements, ("INSERT OR REPLACE INTO meta VALUES ('version', ?)", (LOG_VERSION,))])

    def __enter__(self) -> Log:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the log; what is in it stays."""
        with contextlib.suppress(AttributeError):  # it was never opened
            self._db.close()

    def append(self, entries: Sequence[Entry]) -> None:
        """Put entries on the disk, all or none; when this returns they survive a power cut.

        Raises
        ------
        Refused : if the disk is full or the file cannot be written; then none of them is in the log.
        """
        digest = self._last_digest()
        rows: list[tuple[object, ...]] = []
        for e in entries:
            data = json.dumps(e.data, ensure_ascii=False, separators=(",", ":"))
            row = (e.revision, e.id, e.by, e.do, e.at, data, e.role, e.group)
            digest = _chained(digest, row)
            rows.append((*row, digest))
        self._write([(_INSERT, row) for row in rows])

    def _last_digest(self) -> str:
        row = self._db.execute("SELECT digest FROM entries ORDER BY revision DESC LIMIT 1").fetchone()
        return _BEGINNING if row is None else str(row[0])

    def digest(self, revision: int) -> str | None:
        """The digest of an entry, which stands for all entries up to it."""
        row = self._db.execute("SELECT digest FROM entries WHERE revision = ?", (revision,)).fetchone()
        return None if row is None else str(row[0])

    def count(self) -> int:
        """How many entries there are."""
        return int(self._db.execute("SELECT COUNT(*) FROM entries").fetchone()[0])

    def entries(self, after: int = 0, until: int | None = None) -> Iterable[Entry]:
        """The entries after a revision, up to another one where that is said, in order, each checked against the one before.

        Raises
        ------
        Refused : if the log is damaged, or an entry is not what was written.
        """
        try:
            digest = (self.digest(after) or "") if after else _BEGINNING
            rows = self._db.execute(f"SELECT {_COLUMNS} FROM entries WHERE revision > ? AND revision <= ? "  # noqa: S608
                                    "ORDER BY revision", (after, 2**62 if until is None else until))
            for *row, kept in rows:
                digest = _chained(digest, tuple(row))
                if digest != kept:
                    raise _changed(self.path, row[0])
                revision, id_, by, do, at, data, role, group = row
                yield Entry(revision, id_, by, do, at, json.loads(data), role, group)
        except (sqlite3.Error, ValueError):
            raise _damaged(self.path) from None

    def requests(self, until: int) -> dict[tuple[str, str], int]:
        """(person, id of their request) -> the entry it came to, up to a revision."""
        rows = self._db.execute("SELECT by, id, revision FROM entries WHERE revision <= ?", (until,))
        return {(str(by), str(id_)): int(revision) for by, id_, revision in rows}

    def keep_snapshot(self, revision: int, data: str) -> None:
        """Keep the state as it was after an entry, so that a start plays only what came later; the one before is kept too."""
        entry = self.digest(revision)
        if entry is None:
            return
        self._write([
            ("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)", (revision, entry, data, _chained(entry, (revision, data)))),
            ("DELETE FROM snapshots WHERE revision NOT IN (SELECT revision FROM snapshots ORDER BY revision DESC LIMIT 2)", ())])

    def snapshots(self) -> Iterable[tuple[int, str]]:
        """Snapshots with their revision, the newest first. One that is not as it was written, or not of these entries, is left
        out: the entries themselves are what counts."""
        try:
            for revision, entry, data, kept in self._db.execute("SELECT * FROM snapshots ORDER BY revision DESC").fetchall():
                if self.digest(revision) == entry and _chained(entry, (revision, data)) == kept:
                    yield revision, data
        except sqlite3.Error:
            raise _damaged(self.path) from None

    def begin(self, base: str, places: str, digest: str) -> None:
        """Note what the session starts from: the text of the map, where its factors stand, and the checksum of its file."""
        self.set_meta({"base": base, "places": places, "beginning": _chained(_BEGINNING, (base, places)), "saved": digest,
                       "saved_revision": "0"})

    def beginning(self) -> tuple[str, str] | None:
        """The text of the map that the session started from, and the places; `None` if it has not begun.

        Raises
        ------
        Refused : if they are not as they were written.
        """
        base, places = self.meta("base"), self.meta("places") or "{}"
        if base is None:
            return None
        kept = self.meta("beginning")
        if kept is not None and kept != _chained(_BEGINNING, (base, places)):
            raise _changed(self.path, 0)
        return base, places

    def meta(self, key: str) -> str | None:
        """A value kept beside the entries."""
        try:
            row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        except (sqlite3.Error, UnicodeError) as error:
            raise _refused(self.path, error) from None
        return None if row is None else str(row[0])

    def set_meta(self, values: dict[str, str]) -> None:
        """Keep values beside the entries, all or none."""
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


def _chained(before: str, row: tuple[object, ...]) -> str:
    """The digest of an entry: of all it holds, and of the entry before."""
    return hashlib.sha256(json.dumps([before, *row], ensure_ascii=False, default=repr).encode("utf-8", "surrogatepass")).hexdigest()


def _changed(path: Path, revision: int) -> Refused:
    what = f"Entry {revision} of the log" if revision else "The map that the log begins with"
    return Refused(Problem(code="L20", message=f"{what} is not as it was written: the log is damaged or was changed.",
                           hint="The map's file holds what was last saved. Put the log away with sysmap session archive, and begin "
                                "anew from the file.", place=Place(str(path))))


def _damaged(path: Path) -> Refused:
    return Refused(Problem(code="L20", message="The log is damaged or is not a log.",
                           hint="Put it away with sysmap session archive, and begin anew from the YAML file.",
                           place=Place(str(path))))


def _refused(path: Path, error: Exception) -> Refused:
    text = str(error)
    if "locked" in text:
        message, hint = "Another workshop is running on this map.", "Stop that one first, or join it."
    elif "full" in text:
        message, hint = "The disk is full; the change was not made.", "Free some space; nothing that was accepted is lost."
    elif "not a database" in text or "malformed" in text or isinstance(error, UnicodeError):
        return _damaged(path)
    else:
        message, hint = f"The log cannot be written ({text}).", "Check the folder's permissions and the disk."
    return Refused(Problem(code="L20", message=message, hint=hint, place=Place(str(path))))
