"""One writer at a time: a lock that the operating system holds for a folder.

The check whether a file is still what was read, and the renaming that replaces it, are two steps. Between them no other
sysmap may write. The lock is on the folder and goes with the process that holds it, however that ends: nothing is left
behind that somebody would have to clear away.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sysmap.core.problem import Place, Problem, Refused

__all__ = ["writing_in"]

_PATIENCE = 20.0
"""Seconds to wait for others before giving up; a save takes a few hundredths of one."""

_held = threading.local()


@contextmanager
def writing_in(folder: Path, seconds: float = _PATIENCE) -> Iterator[None]:
    """Hold the folder's lock: no other process, and no other thread of this one, writes there meanwhile.

    Parameters
    ----------
    folder : the folder of the file to write. A thread that holds it may ask for it again.
    seconds : how long to wait for another writer.

    Raises
    ------
    Refused : if another program still writes there after that time (F37).
    """
    key = os.path.realpath(folder)
    holding: set[str] = _held.__dict__.setdefault("folders", set())
    if key in holding:
        yield
        return
    handle = _locked(Path(key), seconds)
    holding.add(key)
    try:
        yield
    finally:
        holding.discard(key)
        if handle is not None:
            os.close(handle)


def _locked(folder: Path, seconds: float) -> int | None:
    """An open handle that holds the lock until it is closed; `None` where the disk knows no locks."""
    end = time.monotonic() + seconds
    pause = 0.002
    try:
        handle = _opened(folder)
    except OSError:
        return None
    while True:
        try:
            _try(handle)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                os.close(handle)
                return None
            if time.monotonic() > end:
                os.close(handle)
                raise Refused(Problem(
                    code="F37", message=f"Another program has been writing in this folder for {seconds:.0f} seconds.",
                    hint="Wait until it has finished, or close it; nothing was changed.", place=Place(str(folder)))) from None
            time.sleep(pause)
            pause = min(pause * 1.5, 0.05)
        else:
            return handle


if os.name == "nt":  # pragma: no cover - a folder cannot be opened there, so a hidden file in it is locked
    import msvcrt

    def _opened(folder: Path) -> int:
        return os.open(folder / ".sysmap.lock", os.O_RDWR | os.O_CREAT)

    def _try(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
else:
    import fcntl

    def _opened(folder: Path) -> int:
        return os.open(folder, os.O_RDONLY | os.O_CLOEXEC)

    def _try(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
