"""What every log of a room can do, wherever its entries are kept: a file beside the map, or a database.

Each entry holds a digest that is chained to the one before, so that an entry that was changed or is missing is noticed.
"""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from sysmap.core.problem import Place, Problem, Refused
from sysmap.workshop.state import Entry

__all__ = ["BEGINNING", "LOG_VERSION", "EntryRow", "RoomLog", "chained", "damaged_log"]

LOG_VERSION = "2"
"""Since 2 an entry holds the role and the group of its author, and a digest that is chained to the one before."""

BEGINNING = hashlib.sha256(b"sysmap workshop log").hexdigest()
"""What the digest of the first entry is chained to."""

EntryRow = tuple[int, str, str, str, int, str, str, str, str]
"""revision, id, by, do, at, data as JSON, role, group, digest."""


class RoomLog(ABC):
    """The accepted entries of one room, in order; one process at a time writes them."""

    path: Path
    """The name of the log in messages."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Close the log; what is in it stays."""

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep entries, all or none; when this returns they survive a power cut.

        Raises
        ------
        Refused : if they cannot be written (the disk is full, the database is gone); then none of them is in the log.
        """
        digest = self.last_digest()
        rows: list[EntryRow] = []
        for e in entries:
            data = json.dumps(e.data, ensure_ascii=False, separators=(",", ":"))
            row = (e.revision, e.id, e.by, e.do, e.at, data, e.role, e.group)
            digest = chained(digest, row)
            rows.append((*row, digest))
        self.write_rows(rows)

    @abstractmethod
    def write_rows(self, rows: Sequence[EntryRow]) -> None:
        """Keep rows of entries in one transaction."""

    @abstractmethod
    def rows(self, after: int, until: int) -> Iterable[EntryRow]:
        """The rows of the entries after a revision up to another, in order."""

    @abstractmethod
    def last_digest(self) -> str:
        """The digest of the last entry, or `BEGINNING`."""

    @abstractmethod
    def digest(self, revision: int) -> str | None:
        """The digest of an entry, which stands for all entries up to it."""

    @abstractmethod
    def count(self) -> int:
        """How many entries there are."""

    def entries(self, after: int = 0, until: int | None = None) -> Iterable[Entry]:
        """The entries after a revision, up to another one where that is said, in order, each checked against the one before.

        Raises
        ------
        Refused : if the log is damaged, or an entry is not what was written.
        """
        digest = (self.digest(after) or "") if after else BEGINNING
        for revision, id_, by, do, at, data, role, group, kept in self.rows(after, 2**62 if until is None else until):
            digest = chained(digest, (revision, id_, by, do, at, data, role, group))
            if digest != kept:
                raise changed_log(self.path, revision)
            try:
                yield Entry(revision, id_, by, do, at, json.loads(data), role, group)
            except ValueError:
                raise damaged_log(self.path) from None

    @abstractmethod
    def requests(self, until: int) -> dict[tuple[str, str], int]:
        """(person, id of their request) -> the entry it came to, up to a revision."""

    def keep_snapshot(self, revision: int, data: str) -> None:
        """Keep the state as it was after an entry, so that a start plays only what came later; the one before is kept too."""
        entry = self.digest(revision)
        if entry is not None:
            self.write_snapshot(revision, entry, data, chained(entry, (revision, data)))

    @abstractmethod
    def write_snapshot(self, revision: int, entry: str, data: str, digest: str) -> None:
        """Keep a snapshot with the digest of its entry and its own, and let go of all but the last two."""

    def snapshots(self) -> Iterable[tuple[int, str]]:
        """Snapshots with their revision, the newest first. One that is not as it was written, or not of these entries, is left
        out: the entries themselves are what counts."""
        for revision, entry, data, kept in self.snapshot_rows():
            if self.digest(revision) == entry and chained(entry, (revision, data)) == kept:
                yield revision, data

    @abstractmethod
    def snapshot_rows(self) -> Sequence[tuple[int, str, str, str]]:
        """Revision, digest of the entry, data and digest of each snapshot, the newest first."""

    def begin(self, base: str, places: str, digest: str) -> None:
        """Note what the session starts from: the text of the map, where its factors stand, and the checksum of its file."""
        self.set_meta({"base": base, "places": places, "beginning": chained(BEGINNING, (base, places)), "saved": digest,
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
        if kept is not None and kept != chained(BEGINNING, (base, places)):
            raise changed_log(self.path, 0)
        return base, places

    @abstractmethod
    def meta(self, key: str) -> str | None:
        """A value kept with the entries."""

    @abstractmethod
    def set_meta(self, values: Mapping[str, str]) -> None:
        """Keep values with the entries, all or none."""

    def check_version(self) -> None:
        """Note the version in a new log; refuse one of another version.

        Raises
        ------
        Refused : if another release of this program wrote the log in another way.
        """
        version = self.meta("version")
        if version is None:
            self.set_meta({"version": LOG_VERSION})
        elif version != LOG_VERSION:
            raise Refused(Problem(code="L20", message=f"The log is of version {version}; this program writes {LOG_VERSION}.",
                                  hint="Use the program that began the session.", place=Place(str(self.path))))


def chained(before: str, row: tuple[object, ...]) -> str:
    """The digest of an entry: of all it holds, and of the entry before."""
    return hashlib.sha256(json.dumps([before, *row], ensure_ascii=False, default=repr).encode("utf-8", "surrogatepass")).hexdigest()


def changed_log(path: Path, revision: int) -> Refused:
    """The refusal of a log whose entry of a revision (0: its first map) is not as it was written."""
    what = f"Entry {revision} of the log" if revision else "The map that the log begins with"
    return Refused(Problem(code="L20", message=f"{what} is not as it was written: the log is damaged or was changed.",
                           hint="The map's file holds what was last saved. Put the log away with sysmap session archive, and begin "
                                "anew from the file.", place=Place(str(path))))


def damaged_log(path: Path) -> Refused:
    """The refusal of a log that cannot be read."""
    return Refused(Problem(code="L20", message="The log is damaged or is not a log.",
                           hint="Put it away with sysmap session archive, and begin anew from the YAML file.",
                           place=Place(str(path))))
