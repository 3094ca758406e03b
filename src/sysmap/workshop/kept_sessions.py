"""The workshops of a workspace as they lie on the disk: which there are, whether each is whole, putting one away and back.

A session is several files: the map, its log, what the log's database has not folded in yet, and the same for each table.
They are handled as one thing here, so that nobody has to know them.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem, Refused
from sysmap.formats.read import read_bytes, read_file
from sysmap.workshop.commands import COMMANDS
from sysmap.workshop.log import Log, log_path
from sysmap.workshop.room import Room
from sysmap.workshop.snapshot import room_from, state_data, state_text

__all__ = ["KeptSession", "Verified", "files_of", "kept_session", "kept_sessions", "map_of_log", "not_here", "running", "tables_of",
           "verify_session"]

_END = ".workshop.db"
_AWAY = "Put it away with sysmap session archive, and begin anew from the YAML file."


@dataclass(frozen=True, slots=True)
class KeptSession:
    """A session as it lies on the disk.

    Attributes
    ----------
    path : the file of the map.
    began, last : when the first and the last thing happened, in milliseconds since 1970; `None` where nothing did.
    revisions, people : how many things happened, and how many people ever joined.
    tables : names of the tables that are out.
    running : a workshop is running on it just now, so that nothing more is known.
    problem : why its log cannot be read.
    """

    path: Path
    began: int | None = None
    last: int | None = None
    revisions: int = 0
    people: int = 0
    tables: tuple[str, ...] = ()
    running: bool = False
    problem: Problem | None = None

    @property
    def words(self) -> str:
        """The session in one sentence."""
        if self.running:
            return "A workshop is running on it."
        if self.problem is not None:
            return self.problem.message
        if self.began is None or self.last is None:
            return "Nobody has joined yet."
        tables = f" {len(self.tables)} tables are out." if self.tables else ""
        return (f"{self.people} {'person' if self.people == 1 else 'people'}, {self.revisions} changes, "
                f"{_day(self.began)} to {_day(self.last)}.{tables}")


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at every entry of a session found.

    Attributes
    ----------
    revisions : how many entries stand.
    saved : the revision that the map's file holds.
    problems : what is wrong; an empty tuple says that the session is whole.
    notes : what is not wrong but worth knowing.
    """

    path: Path
    revisions: int = 0
    saved: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def _day(at: int) -> str:
    moment = datetime.fromtimestamp(at / 1000, tz=UTC).astimezone()
    return f"{moment.day} {moment:%B %Y}"


def map_of_log(log: Path) -> Path:
    """The file of the map whose workshop a log is of."""
    return log.with_name(log.name.removesuffix(_END) + ".yaml")


def files_of(path: Path) -> list[Path]:
    """The files that hold the log of one map: the database, and what belongs to it after a crash."""
    log = log_path(path)
    return [one for one in (log, Path(f"{log}-wal")) if one.exists()]


def tables_of(path: Path, out: Iterable[str] = ()) -> list[Path]:
    """The maps of the tables of a session: of those that are out, and of those that were brought together and left a log or a file."""
    left = [one for one in path.parent.glob("*.table-*.*") if one.name.startswith(f"{path.stem}.table-")]
    names = {one.name.removeprefix(f"{path.stem}.").split(".")[0] for one in left} | set(out)
    known = sorted((int(number[1]), name) for name in names if (number := re.fullmatch(r"table-(\d{1,2})", name)))
    return [path.with_name(f"{path.stem}.{name}.yaml") for _, name in known]


def running(path: Path) -> bool:
    """Whether a workshop is running on a map."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{log_path(path).as_posix()}?mode=rw", uri=True, timeout=0.1)) as db:
            db.execute("SELECT COUNT(*) FROM meta").fetchone()
    except (sqlite3.Error, UnicodeError) as error:
        return "locked" in str(error)
    return False


def kept_sessions(root: Path) -> list[KeptSession]:
    """The sessions below a folder, by the path of their maps; those of tables stand under their map."""
    logs = {log for log in root.rglob(f"*{_END}") if not any(part.startswith(".") for part in log.relative_to(root).parts)}
    logs |= {Path(str(rest).removesuffix("-wal")) for rest in root.rglob(f"*{_END}-wal")}
    found = [kept_session(map_of_log(log)) for log in sorted(logs)]
    tables = {table for one in found for table in tables_of(one.path, one.tables)}
    return [one for one in found if one.path not in tables]


def kept_session(path: Path) -> KeptSession:
    """The session of a map, without opening it for writing."""
    log = log_path(path)
    if not log.exists():
        return KeptSession(path, problem=not_here(path))
    try:
        with contextlib.closing(sqlite3.connect(f"file:{log.as_posix()}?mode=rw", uri=True, timeout=0.1)) as db:
            began, last, count = db.execute("SELECT MIN(at), MAX(at), COUNT(*) FROM entries").fetchone()
            people = db.execute("SELECT COUNT(DISTINCT by) FROM entries WHERE do = 'join'").fetchone()[0]
            tables = db.execute("SELECT value FROM meta WHERE key = 'tables'").fetchone()
        return KeptSession(path, began, last, int(count), int(people), tuple(json.loads(tables[0])) if tables else ())
    except (sqlite3.Error, ValueError) as error:
        if "locked" in str(error):
            return KeptSession(path, running=True)
        return KeptSession(path, problem=Problem(code="L20", message="The log is damaged or is not a log.", place=Place(str(log)),
                                                 hint=_AWAY))


def not_here(path: Path) -> Problem:
    """What to say where a map has no session."""
    return Problem(code="L20", message=f"There is no workshop of {path.stem} here.", place=Place(str(log_path(path))),
                   hint="See which there are with: sysmap session list")


def verify_session(path: Path) -> Iterator[Verified]:
    """Look at every entry of a session and of its tables, and play it again.

    Parameters
    ----------
    path : the file of the map.

    Yields
    ------
    Verified : of the plenary, then of each table.

    Raises
    ------
    Refused : if there is no such session, or a workshop is running on it.
    """
    if not files_of(path):
        raise Refused(not_here(path))
    if running(path):
        raise Refused(Problem(code="L20", message="A workshop is running on this map.", hint="Stop it first.", place=Place(str(path))))
    tables: list[str] = []
    try:
        with Log(log_path(path)) as log:
            tables = json.loads(log.meta("tables") or "[]")
            found = _verified(path, log)
    except Refused as refusal:
        found = Verified(path, problems=tuple(refusal.problems))
    yield found
    for table in tables_of(path, tables):
        if files_of(table):
            yield from verify_session(table)
        elif table.name.split(".")[-2] in tables:
            yield Verified(table, problems=(not_here(table),))


def _verified(path: Path, log: Log) -> Verified:
    problems: list[Problem] = []
    notes: list[str] = []
    text, spots = log.beginning() or ("", "{}")
    base = read_bytes(text.encode(), str(log.path)).document
    if not isinstance(base, Map):
        problems.append(Problem(code="L20", message="The log's first map cannot be read.", hint=_AWAY, place=Place(str(log.path))))
        return Verified(path, problems=tuple(problems))
    places = {id_: (x, y) for id_, (x, y) in json.loads(spots).items()}
    snapshots = dict(log.snapshots())
    kept = {revision: text for revision, text in snapshots.items() if _of_this_release(base, log, revision, text)}
    room = Room(base, COMMANDS, places)
    for entry in log.entries():
        try:
            room.commit(entry)
        except (Refused, KeyError, TypeError, ValueError, AssertionError) as error:
            problems.append(Problem(code="L20", message=f"Entry {entry.revision} cannot be played again ({error}).", hint=_AWAY,
                                    place=Place(str(log.path))))
            break
        snapshot = kept.get(entry.revision)
        if snapshot is not None and _compared(snapshot) != _compared(state_text(state_data(room))):
            problems.append(Problem(code="L20", message=f"The snapshot after entry {entry.revision} is not what the entries come to.",
                                    hint="Please report it with an archive of the session.", place=Place(str(log.path))))
    if len(snapshots) > len(kept):
        notes.append("A snapshot is of another release; the next start plays the entries instead.")
    saved = int(log.meta("saved_revision") or 0)
    try:
        digest = read_file(path).digest
    except Refused as refusal:
        problems += refusal.problems
    else:
        if digest not in (log.meta("saved"), log.meta("writing")):
            notes.append(f"{path.name} was changed by hand since the workshop saved it.")
        elif saved < room.revision:
            notes.append(f"{path.name} holds change {saved}; the next start brings it to {room.revision}.")
    return Verified(path, room.revision, saved, tuple(problems), tuple(notes))


def _compared(text: str) -> dict[str, Any]:
    """What a snapshot and the entries must agree on: all but whose undo was refused meanwhile, which no entry says."""
    return {name: value for name, value in json.loads(text).items() if name not in ("back", "forth")}


def _of_this_release(base: Map, log: Log, revision: int, text: str) -> bool:
    try:
        room_from(base, COMMANDS, log, revision, text, {})
    except (Refused, KeyError, TypeError, ValueError):
        return False
    return True
