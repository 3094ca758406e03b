"""A session in one file: put away with everything that belongs to it, and taken out again.

The archive is a ZIP file with the logs, the map's files as they were last saved, and a list with a checksum of each, so that
a copy can be trusted years later.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sysmap.core.problem import Place, Problem, Refused
from sysmap.formats.save import write_whole
from sysmap.workshop.kept_sessions import files_of, kept_session, not_here, tables_of, verify_session
from sysmap.workshop.log import Log, log_path

__all__ = ["Archived", "archive_session", "restore_session"]

_LIST = "session.json"
_NAME = re.compile(r"[^/\\:\x00-\x1f]{1,200}(\.yaml|\.workshop\.db|\.workshop\.db-wal)")
_MOST = 4 * 1024**3
"""Bytes that the files of an archive may have together when they are taken out."""


@dataclass(frozen=True, slots=True)
class Archived:
    """What was put away or taken out: the archive, the files, and whether the session was whole."""

    path: Path
    files: tuple[str, ...]
    revisions: int
    problems: tuple[Problem, ...] = ()


def archive_session(path: Path, output: Path | None = None, *, keep: bool = False, now: datetime | None = None) -> Archived:
    """Put a session away into one file, tables included; the next workshop on the map then begins anew.

    The archive is read back and compared before anything is removed. The map's file stays. A damaged log is put away as it
    is, so that nothing is lost with it.

    Parameters
    ----------
    path : the file of the map.
    output : where to; `NAME.workshop-DATE.zip` beside the map where it is not given.
    keep : leave the log where it is.
    now : the date for the name.

    Raises
    ------
    Refused : if there is no session, a workshop is running on it, or the archive cannot be written.
    """
    if not files_of(path):
        raise Refused(not_here(path))
    maps = [path, *tables_of(path, kept_session(path).tables)]
    verified = list(verify_session(path))
    for one in maps:
        _fold(one)
    logs = [file for one in maps for file in files_of(one)]
    contents = {file.name: file.read_bytes() for file in [*logs, *(one for one in maps if one.exists())]}
    problems = tuple(problem for one in verified for problem in one.problems)
    moment = (now or datetime.now(UTC)).astimezone()
    listing = {"kind": "sysmap workshop session", "version": 1, "map": path.name, "archived": moment.isoformat(timespec="seconds"),
               "changes": verified[0].revisions, "whole": not problems,
               "files": {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}}
    output = output or path.with_name(f"{path.stem}.workshop-{moment:%Y-%m-%d}.zip")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_LIST, json.dumps(listing, ensure_ascii=False, indent=2) + "\n")
        for name, data in contents.items():
            archive.writestr(name, data)
    write_whole(output, packed.getvalue(), new=True)
    os.chmod(output, 0o600)
    if _read(output)[1] != contents:
        raise Refused(Problem(code="L20", message="The archive does not read back as it was written.", place=Place(str(output)),
                              hint="Nothing was removed. Check the disk and try again."))
    if not keep:
        for file in [*logs, *maps[1:]]:
            file.unlink(missing_ok=True)
    return Archived(output, tuple(contents), verified[0].revisions, problems)


def restore_session(archive: Path, folder: Path | None = None) -> Archived:
    """Take a session out of its archive, so that the workshop can go on where it stopped.

    A map's file that stands there already stays as it is.

    Parameters
    ----------
    archive : what `archive_session` wrote.
    folder : where to; the archive's own folder where it is not given.

    Raises
    ------
    Refused : if it is no such archive, it was changed, or a log stands there already.
    """
    listing, contents = _read(archive)
    folder = folder or archive.parent
    path = folder / listing["map"]
    logs = [name for name in contents if not name.endswith(".yaml")]
    there = [name for name in logs if (folder / name).exists()]
    if there:
        raise Refused(Problem(code="L20", message=f"A workshop of this map is here already ({there[0]}).", place=Place(str(path)),
                              hint=f"Put it away first: sysmap session archive {path.stem}"))
    written: list[str] = []
    try:
        for name, data in contents.items():
            if not (folder / name).exists():
                write_whole(folder / name, data, new=True)
                written.append(name)
                if name in logs:
                    os.chmod(folder / name, 0o600)
    except Refused:
        for name in written:
            (folder / name).unlink(missing_ok=True)
        raise
    return Archived(path, tuple(written), int(listing["changes"]))


def _fold(path: Path) -> None:
    """Bring the files of a log together, where it can be opened at all."""
    try:
        Log(log_path(path)).close()
    except Refused:
        return  # it is damaged: all its files are put away as they are


def _read(archive: Path) -> tuple[Mapping[str, Any], dict[str, bytes]]:
    """The list and the files of an archive, each compared with its checksum."""
    try:
        with zipfile.ZipFile(archive) as packed:
            listing = json.loads(packed.read(_LIST)) if packed.getinfo(_LIST).file_size < 1_000_000 else None
            if not isinstance(listing, dict) or listing.get("kind") != "sysmap workshop session" or listing.get("version") != 1:
                raise ValueError("no list of a session")
            names = listing["files"]
            if sum(packed.getinfo(name).file_size for name in names) > _MOST or not all(_NAME.fullmatch(name) for name in names):
                raise ValueError("files that belong to no session")
            if listing["map"] not in names and not _NAME.fullmatch(listing["map"]):
                raise ValueError("no map")
            contents = {name: packed.read(name) for name in names}
    except OSError as error:
        raise Refused(Problem(code="L20", message=f"The archive cannot be read ({error.strerror}).", place=Place(str(archive)),
                              hint="Check the name.")) from None
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, RuntimeError, NotImplementedError):
        raise Refused(Problem(code="L20", message="This is not an archive of a workshop, or it is damaged.", place=Place(str(archive)),
                              hint="An archive is what sysmap session archive wrote.")) from None
    for name, digest in names.items():
        if hashlib.sha256(contents[name]).hexdigest() != digest:
            raise Refused(Problem(code="L20", message=f"{name} in the archive is not as it was put in.", place=Place(str(archive)),
                                  hint="Use another copy of the archive."))
    return listing, contents
