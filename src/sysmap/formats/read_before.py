"""Files that were read before, kept as JSON so that the next command need not read their YAML again.

A short command spends most of its time on YAML that did not change. What a sound file holds is kept under the SHA-256 of its
bytes and of the code that read it: another byte or another version of sysmap is another name, so nothing here is ever taken
for what a file says now. The folder belongs to one person and nobody else may write in it; an entry that does not match its own
checksum is not used. It can be deleted at any time. The command line turns it on; in Python it is off unless `SYSMAP_CACHE` says so.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sysmap.core.gc_pause import without_collecting
from sysmap.core.kinds import KINDS, Document
from sysmap.formats.reading import Reading, Section

__all__ = ["SETTING", "find", "keep"]

SETTING = "SYSMAP_CACHE"
"""The variable that says where: `on` (the cache of the person), another folder, or `off`."""

_MOST_FILES = 400
_LARGEST = 8 * 1024 * 1024
"""Files with more bytes are not kept: for them reading is not what takes time."""

_TUPLE, _LIST = -1, -2
"""What begins a list that is no record; a record begins with the number of its class."""

Known = tuple[Document, str | None, dict[str, Section]]


def find(digest: str) -> Known | None:
    """What the file with these bytes holds, if a sound one was read before."""
    folder = _folder(os.environ.get(SETTING, "off"))
    if folder is None or not _is_private(folder):
        return None
    try:
        kept = (folder / f"{digest}.json").read_bytes()
        if kept[:64] != hashlib.sha256(kept[65:]).hexdigest().encode():
            return None
        with without_collecting():
            return _from_plain(json.loads(kept[65:]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def keep(reading: Reading) -> None:
    """Keep what a file holds, where it is sound; that it cannot be kept is nobody's concern."""
    folder = _folder(os.environ.get(SETTING, "off"))
    if folder is None or reading.problems or not reading.complete or reading.document is None or len(reading.text) > _LARGEST:
        return
    plain = _as_plain(reading)
    if plain is None:
        return
    data = json.dumps(plain, separators=(",", ":")).encode()
    again = _from_plain(json.loads(data))
    if again != (reading.document, reading.kind, reading.sections):
        return
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_private(folder):
            return
        _make_room(folder)
        beside = folder / f"{reading.digest}.{os.getpid()}.tmp"
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
        beside.replace(folder / f"{reading.digest}.json")


@functools.cache
def _folder(said: str) -> Path | None:
    if said in ("", "off"):
        return None
    own = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or os.path.expanduser("~/.cache")
    base = Path(own if said == "on" else said)
    return base / "sysmap" / _version() if base.is_absolute() else None


def _version() -> str:
    """A name for the code that reads: what its files are, how long, and when they were written."""
    package = Path(__file__).parent.parent
    files = sorted((entry.path, (info := entry.stat()).st_size, info.st_mtime_ns) for folder in ("core", "formats")
                   for entry in os.scandir(package / folder) if entry.name.endswith(".py"))
    return hashlib.sha256(repr((sys.version_info[:3], files)).encode()).hexdigest()[:16]


def _is_private(folder: Path) -> bool:
    """Whether it is a folder of this person in which nobody else may write."""
    try:
        info = os.lstat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(info.st_mode) and (
        os.name == "nt" or (info.st_uid == os.getuid() and not info.st_mode & (stat.S_IWGRP | stat.S_IWOTH)))


def _make_room(folder: Path) -> None:
    """Remove what was kept longest ago, and what other versions of the code kept, where there is much."""
    kept = [path for path in folder.iterdir() if _OWN.fullmatch(path.name)]
    if not kept:
        for other in folder.parent.iterdir():
            if other != folder and _VERSION.fullmatch(other.name) and _is_private(other):
                for path in other.iterdir():
                    if _OWN.fullmatch(path.name):
                        path.unlink()
    if len(kept) >= _MOST_FILES:
        for old in sorted(kept, key=lambda path: path.stat().st_mtime)[: _MOST_FILES // 2]:
            old.unlink()


_OWN = re.compile(r"[0-9a-f]{64}\.(json|[0-9]+\.tmp)")
_VERSION = re.compile(r"[0-9a-f]{16}")


# ---- records as lists


def _as_plain(reading: Reading) -> list[Any] | None:
    """The reading as JSON has it: names of the classes used and of their fields, then values without these names."""
    numbers: dict[type, int] = {}

    def plain(value: Any) -> Any:
        if value is None or isinstance(value, str | bool | int | float):
            return value
        if isinstance(value, tuple):
            return [_TUPLE, *map(plain, value)]
        if isinstance(value, list):
            return [_LIST, *map(plain, value)]
        if isinstance(value, Mapping):
            return {key: plain(one) for key, one in value.items()}
        cls = type(value)
        number = numbers.setdefault(cls, len(numbers))
        return [number, *(plain(getattr(value, name)) for name in cls.__dataclass_fields__)]

    document = plain(reading.document)
    classes = [[cls.__module__, cls.__qualname__, *cls.__dataclass_fields__] for cls in numbers]  # type: ignore[attr-defined]
    spans = [[one.key, one.start, one.end, one.style, one.elements] for one in reading.sections.values()]
    return [reading.kind, classes, document, spans]


def _from_plain(plain: Any) -> Known:
    """The same again; anything that does not fit raises an error."""
    kind, classes, document, spans = plain
    makers = []
    for module, name, *fields in classes:
        cls = getattr(sys.modules[module], name)
        if not module.startswith("sysmap.core.") or list(cls.__dataclass_fields__) != fields:
            raise ValueError(name)
        makers.append((cls, [getattr(cls, one).__set__ for one in fields]))
    new = object.__new__

    def value_of(value: Any) -> Any:
        if type(value) is dict:
            return {key: value_of(one) if type(one) in _NESTED else one for key, one in value.items()}
        number = value[0]
        if number < 0:
            items = [value_of(one) if type(one) in _NESTED else one for one in value[1:]]
            return tuple(items) if number == _TUPLE else items
        cls, setters = makers[number]
        made = new(cls)
        for put, one in zip(setters, value[1:], strict=True):
            put(made, value_of(one) if type(one) in _NESTED else one)
        return made

    found = value_of(document)
    if kind is not None and type(found) is not KINDS[kind]:
        raise ValueError(kind)
    return found, kind, {key: Section(key, start, end, style, {id_: (low, high) for id_, (low, high) in elements.items()})
                         for key, start, end, style, elements in spans}


_NESTED = frozenset({dict, list})
