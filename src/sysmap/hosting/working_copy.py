"""The files of a workspace: the database has them, the server that holds the workspace works on a copy in a folder.

What is to be written goes into the database first. A folder can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from sysmap.core.problem import Place, Problem, Refused
from sysmap.hosting.database import Connection, Database
from sysmap.hosting.database_log import DatabaseLog, Hold, held
from sysmap.workshop.room_log import RoomLog

__all__ = ["LARGEST", "WorkingCopy", "checked_name", "delete_files", "put_file", "put_folder"]

LARGEST = 64 * 1024 * 1024
"""Bytes of one file."""
_MOST = 10_000


class WorkingCopy:
    """A workspace in a folder of this server.

    Parameters
    ----------
    database, hold : where it is kept, and under what right it is written.
    name : of the folder, where it is shown.
    """

    def __init__(self, database: Database, hold: Hold, name: str = "") -> None:
        self.database, self.hold = database, hold
        self._folder = Path(tempfile.mkdtemp(prefix="sysmap-")).resolve()
        self.root = self._folder / (name or "workspace")
        self.root.mkdir()
        self._known: dict[str, str] = {}
        with database.transaction() as connection:
            rows = connection.execute("SELECT path, data FROM files WHERE workspace = %s", (hold.workspace,)).fetchall()
        for path, data in rows:
            place = self.root / checked_name(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            self._known[path] = _digest(data)

    def open_log(self, path: Path) -> RoomLog:
        """The log of the room of a map."""
        return DatabaseLog(self.database, self.hold, self.name(path))

    def has_log(self, path: Path) -> bool:
        """Whether there is a room of a map."""
        with self.database.transaction() as connection:
            return connection.execute("SELECT 1 FROM rooms WHERE workspace = %s AND path = %s",
                                      (self.hold.workspace, self.name(path))).fetchone() is not None

    def keep(self, path: Path, data: bytes) -> None:
        """Keep what a file is about to hold."""
        name = self.name(path)
        with self.database.transaction() as connection:
            held(connection, self.hold)
            put_file(connection, self.hold.workspace, name, data)
        self._known[name] = _digest(data)

    def sync(self) -> list[str]:
        """Put into the database what was written in the folder since.

        Returns
        -------
        list of str : the paths of files that were added, changed or removed.

        Raises
        ------
        Refused : if a file is too large or the database refuses; then nothing of it is in the database.
        """
        now = {name: (self.root / name).read_bytes() for name in self.names()}
        changed = {name: data for name, data in now.items() if self._known.get(name) != _digest(data)}
        gone = [name for name in self._known if name not in now]
        if changed or gone:
            with self.database.transaction() as connection:
                held(connection, self.hold)
                for name, data in changed.items():
                    put_file(connection, self.hold.workspace, name, data)
                delete_files(connection, self.hold.workspace, gone)
            self._known = {name: digest for name, digest in self._known.items() if name in now} | {
                name: _digest(data) for name, data in changed.items()}
        return [*changed, *gone]

    def names(self) -> list[str]:
        """The files there are in the folder."""
        return [self.name(file) for file in sorted(self.root.rglob("*")) if _counts(file, self.root)]

    def take(self, changed: Mapping[str, bytes], gone: Sequence[str]) -> None:
        """Do in the folder what was done in the database."""
        for name, data in changed.items():
            place = self.root / checked_name(name)
            place.parent.mkdir(parents=True, exist_ok=True)
            new = place.with_name(f".{place.name}.new")
            new.write_bytes(data)
            new.replace(place)
            self._known[name] = _digest(data)
        for name in gone:
            (self.root / checked_name(name)).unlink(missing_ok=True)
            self._known.pop(name, None)

    @property
    def outside(self) -> Path:
        """A folder of this workspace next to its files."""
        return self._folder

    def name(self, path: Path) -> str:
        """How a file of the folder is called in the workspace."""
        return path.resolve().relative_to(self.root).as_posix()

    def file(self, name: str) -> Path:
        """The file of a name.

        Raises
        ------
        Refused : if it leads out of the workspace, or is not there.
        """
        path = self.root / checked_name(name)
        if not path.is_file():
            raise Refused(Problem(code="F01", message=f"There is no file {name} here.", hint="Look at the list of maps."))
        return path

    def close(self) -> None:
        """Throw the folder away."""
        shutil.rmtree(self._folder, ignore_errors=True)


def put_folder(database: Database, workspace: str, folder: Path) -> int:
    """Put the files of a folder into a new workspace, all or none; what begins with a dot is left out.

    Returns
    -------
    int : how many.

    Raises
    ------
    Refused : if one of them is too large, or there are too many.
    """
    with database.transaction() as connection:
        files = [file for file in sorted(folder.rglob("*")) if _counts(file, folder) and file.suffix != ".db"]
        for file in files:
            put_file(connection, workspace, file.relative_to(folder).as_posix(), file.read_bytes())
    return len(files)


def _counts(file: Path, root: Path) -> bool:
    return file.is_file() and not file.is_symlink() and not any(part.startswith(".") for part in file.relative_to(root).parts)


def put_file(connection: Connection, workspace: str, name: str, data: bytes) -> None:
    """Put a file into a workspace.

    Raises
    ------
    Refused : if its name leads out of the workspace, it is too large, or there are too many.
    """
    checked_name(name)
    if len(data) > LARGEST:
        raise Refused(Problem(code="F04", message="The file is too large.", hint=f"The limit is {LARGEST / 1e6:.0f} MB.", place=Place(name)))
    count = connection.execute("SELECT count(*) FROM files WHERE workspace = %s AND path <> %s", (workspace, name)).fetchone()
    if count is not None and count[0] >= _MOST:
        raise Refused(Problem(code="F04", message=f"A workspace holds {_MOST:,} files at most.", hint="Begin another one."))
    connection.execute("INSERT INTO files (workspace, path, data) VALUES (%s, %s, %s) ON CONFLICT (workspace, path) DO UPDATE "
                       "SET data = excluded.data, changed = now()", (workspace, name, data))


def delete_files(connection: Connection, workspace: str, names: Sequence[str]) -> None:
    """Take files out of a workspace."""
    connection.execute("DELETE FROM files WHERE workspace = %s AND path = ANY(%s)", (workspace, list(names)))


def checked_name(name: str) -> PurePosixPath:
    """The path of a file in a workspace.

    Raises
    ------
    Refused : if it leads out of it, or a part of it begins with a dot.
    """
    path = PurePosixPath(name)
    if not name or path.is_absolute() or "\\" in name or "\x00" in name or any(part.startswith(".") for part in path.parts):
        raise Refused(Problem(code="F18", message=f"{name!r} is not a file of this workspace.", hint="Look at the list of maps."))
    return path


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
