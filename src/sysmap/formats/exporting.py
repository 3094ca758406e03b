"""Maps written as files, for sysmap or for another tool, with what a file does not carry."""

from __future__ import annotations

from pathlib import Path

from sysmap.core.map import Map
from sysmap.formats.foreign.porting import Exported, write_foreign
from sysmap.formats.save import write_new, write_whole

__all__ = ["export_map"]


def export_map(map_: Map, path: Path | str, as_: str | None = None, *, force: bool = False) -> Exported | None:
    """Write a map to a file; its ending, or `as_`, says in which format.

    Parameters
    ----------
    map_ : the map.
    path : the file. With the ending .yaml it is written in sysmap's own format.
    as_ : the name of a format (docs/formats.md), where the ending does not say it.
    force : replace a file that is there (never one of sysmap's own format).

    Returns
    -------
    What was written, with what does not come back from it; `None` for sysmap's own format, which carries everything.

    Raises
    ------
    Refused : the file is there already, the format is not known, or the disk refuses.
    """
    path = Path(path)
    if as_ is None and path.suffix in (".yaml", ".yml"):
        write_new(path, map_)
        return None
    done = write_foreign(map_, path.name, as_)
    write_whole(path, done.data, new=not force)
    return done
