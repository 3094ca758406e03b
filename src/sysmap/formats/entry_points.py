"""What other packages add to sysmap, through the entry points of Python's packages.

Looking for them is part of every command's start, and the library that reads them takes longer to import than most commands
take to run. So it is imported only where some installed package names a group of sysmap at all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["entry_points"]


def entry_points(group: str) -> Iterable[EntryPoint]:
    """What installed packages add under a group such as ``sysmap.questions``.

    Examples
    --------
    >>> list(entry_points("sysmap.nothing-of-the-kind"))
    []
    """
    if not _anything(tuple(sys.path)):
        return ()
    from importlib import metadata

    return metadata.entry_points(group=group)


@cache
def _anything(path: tuple[str, ...]) -> bool:
    """Whether a package on the path may name a group of sysmap: one that is not in a folder counts as such."""
    for place in path:
        if os.path.isfile(place):
            return True
        try:
            found = [Path(entry.path, "entry_points.txt") for entry in os.scandir(place or ".")
                     if entry.name.endswith((".dist-info", ".egg-info"))]
        except OSError:
            continue
        for file in found:
            try:
                if b"[sysmap." in file.read_bytes():
                    return True
            except OSError:
                continue
    return False
