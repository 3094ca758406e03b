"""The YAML file beside the log: always whole, never over somebody else's change.

The log is what counts while a workshop runs; the file follows it within seconds. If the file was changed by hand
underneath, autosaving stops and says so: nothing is overwritten, and the room goes on in the log.
"""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem, Refused
from sysmap.formats.read import Reading
from sysmap.formats.save import revised, write_whole
from sysmap.workshop.room_log import RoomLog
from sysmap.workshop.session_store import FOLDER, SessionStore

__all__ = ["Autosave", "changed_by_hand"]


class Autosave:
    """Writes the map to its file and remembers what the file should hold."""

    def __init__(self, reading: Reading, log: RoomLog, revision: int, store: SessionStore = FOLDER) -> None:
        self.reading = reading
        self.log = log
        self.store = store
        self.revision = revision
        self.problem: Problem | None = None
        self._anyway = False
        self._stamp = self._stamped()

    @property
    def path(self) -> Path:
        assert self.reading.path is not None
        return self.reading.path

    def disturbed(self) -> bool:
        """Whether somebody else has touched the file since it was last looked at."""
        return self._stamped() != self._stamp

    def _stamped(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def save(self, map_: Map, revision: int) -> None:
        """Write the map as it is at a revision. What goes wrong is kept in `problem`, to be shown, and tried again."""
        stamp = self._stamped()
        try:
            after = revised(self.reading, map_)
            data = after.text.encode()
            digest = self.reading.digest or ""
            if after.text != self.reading.text or self._anyway:
                digest = hashlib.sha256(data).hexdigest()
                # Said beforehand: if the process dies between the two steps, either digest is recognised as ours.
                self.log.set_meta({"writing": digest})
                self.store.keep(self.path, data)
                write_whole(self.path, data, expected=self.reading.digest)
                after.digest = digest
                after.path = self.path
                self.reading = after
                self._anyway = False
                stamp = self._stamped()
            elif hashlib.sha256(self.path.read_bytes()).hexdigest() != digest:
                raise Refused(changed_by_hand(self.path))
            self.log.set_meta({"saved": digest, "saved_revision": str(revision)})
            self.revision = revision
            self.problem = None
        except Refused as refusal:
            self.problem = refusal.problems[0]
        except OSError as error:
            self.problem = Problem(code="F36", message=f"The file cannot be written ({error.strerror}).",
                                   hint="Check the disk; the log holds everything.", place=Place(str(self.path)))
        self._stamp = stamp

    def rebase(self, reading: Reading) -> None:
        """Go on from what somebody wrote by hand, once the room has taken it in."""
        self.log.set_meta({"saved": reading.digest or ""})
        self.reading = reading
        self.problem = None

    def over(self, reading: Reading) -> None:
        """Let the next save replace what somebody wrote by hand; it has been kept under another name."""
        self.reading = dataclasses.replace(self.reading, digest=reading.digest)
        self._anyway = True

    def save_copy(self, map_: Map, revision: int) -> Path:
        """Write the map to a file of its own, for when the file itself was changed by hand.

        Raises
        ------
        Refused : if there is such a file already, or it cannot be written.
        """
        after = revised(self.reading, map_)
        path = self.path.with_name(f"{self.path.stem}.workshop-{revision}.yaml")
        self.store.keep(path, after.text.encode())
        write_whole(path, after.text.encode(), new=True)
        return path


def changed_by_hand(path: Path) -> Problem:
    return Problem(code="F34", message="The file changed on disk since it was read; nothing was written.",
                   hint="The host decides what becomes of it.", place=Place(str(path)))
