"""Where sessions are kept: each a log and a file. On a laptop both lie in the folder of the map."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sysmap.workshop.log import Log, log_path
from sysmap.workshop.room_log import RoomLog

__all__ = ["FOLDER", "Folder", "SessionStore"]


class SessionStore(Protocol):
    """Where the logs of sessions are kept, and who has to know what their maps' files hold."""

    def open_log(self, path: Path) -> RoomLog:
        """The log of the session of a map.

        Parameters
        ----------
        path : the YAML file of the map.

        Raises
        ------
        Refused : if it cannot be opened, or another process writes it.
        """

    def has_log(self, path: Path) -> bool:
        """Whether there is a session of the map."""

    def keep(self, path: Path, data: bytes) -> None:
        """Keep what the file of a map is about to hold.

        Raises
        ------
        Refused : if they cannot be kept where they have to be.
        """


class Folder:
    """Sessions in the folder of their maps, which needs nothing but the disk."""

    def open_log(self, path: Path) -> RoomLog:
        """The log beside the map."""
        return Log(log_path(path))

    def has_log(self, path: Path) -> bool:
        """Whether there is a log beside the map."""
        return log_path(path).exists()

    def keep(self, path: Path, data: bytes) -> None:
        """The file itself is where it is kept."""


FOLDER = Folder()
