"""Reading a file: every fault at once, each with its place; the sound part as a value of the core."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from sysmap.core.characters import CONTROL
from sysmap.core.gc_pause import without_collecting
from sysmap.core.problem import Place, Problem, Refused, one_of
from sysmap.formats import read_before
from sysmap.formats.faults import Faults
from sysmap.formats.reading import Reading, Section

__all__ = ["MAX_BYTES", "Reading", "Section", "large_files", "read_file", "read_text"]

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read without being asked for it."""

_large: ContextVar[bool] = ContextVar("large files are read", default=False)


@contextmanager
def large_files() -> Iterator[None]:
    """Read files of any size within this block; otherwise one above 64 MB is taken for the wrong file.

    >>> with large_files():
    ...     reading = read_text("sysmap: 1\\nkind: map\\nid: town\\ntitle: Town\\n")
    """
    token = _large.set(True)
    try:
        yield
    finally:
        _large.reset(token)


def read_file(path: Path | str, name: str | None = None) -> Reading:
    """Read a file of the workspace.

    Parameters
    ----------
    path : the file.
    name : how to call it in problems; its path as given if absent.

    Returns
    -------
    Reading : never raises for what the file holds, nor for a file that cannot be opened.
    """
    path = Path(path)
    name = name or str(path)
    try:
        info = os.stat(path)
        if stat.S_ISDIR(info.st_mode):
            return _unread(path, name, "F02", "This is a folder, not a file.", "Name one of the files in it.")
        if not stat.S_ISREG(info.st_mode):
            return _unread(path, name, "F02", "This is not an ordinary file.", "Name a YAML file.")
        if info.st_size > MAX_BYTES and not _large.get():
            return _unread(path, name, "F04", f"The file has {info.st_size / 1e6:.0f} MB.",
                           f"Files above {MAX_BYTES / 1e6:.0f} MB are read only when asked: sysmap --large COMMAND … Is it the right file?")
        data = path.read_bytes()
    except FileNotFoundError:
        return _unread(path, name, "F01", "There is no such file.", _nearby(path))
    except PermissionError:
        return _unread(path, name, "F03", "You are not allowed to read this file.", "Ask its owner, or change its mode.")
    except OSError as error:
        return _unread(path, name, "F03", f"The file cannot be read ({error.strerror}).", "Check the disk and the path.")
    reading = read_bytes(data, name)
    reading.path = path
    if reading.document is None:
        _name_foreign(reading, data, name)
    return reading


def _name_foreign(reading: Reading, data: bytes, name: str) -> None:
    """Where a file of another tool was taken for ours, say what it is in place of what our format finds wrong with it."""
    from sysmap.formats.foreign.content import Content
    from sysmap.formats.foreign.registry import recognised

    try:
        found = recognised(Content(name, data), surely=name.endswith((".yaml", ".yml")))
    except Refused:
        return
    if found is not None:
        reading.problems[:] = [Problem(
            code="F70", message=f"This is {found.what}, not a file of sysmap.", place=Place(name),
            hint=f"`sysmap import {name}` makes a map of it and says what was kept, guessed and dropped.")]


def read_bytes(data: bytes, name: str | None = None) -> Reading:
    """Read the bytes of a file; see `read_file`."""
    digest = hashlib.sha256(data).hexdigest()
    early: list[Problem] = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (b"\x00" in data[:4096] and data[:4096].count(b"\x00") * 4 >= len(
            data[:4096])):
        text = "UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "not text"
        return Reading(None, [_problem("F05", name, f"The file is {text}.", "Save it as UTF-8 text.")], digest=digest,
                       complete=False, name=name)
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
        early.append(_problem("F16", name, "The file begins with a byte order mark.", "Save it as UTF-8 without BOM."))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        hint = "Save it as UTF-8 text; it may have been saved as Windows-1252 (an older Excel or Notepad does that)."
        problem = Problem(code="F05", message="From here on the file is not UTF-8 text.", hint=hint,
                          place=Place(name, line, column))
        return Reading(None, [*early, problem], digest=digest, complete=False, name=name)
    known = read_before.find(digest)
    if known is not None:
        document, kind, sections = known
        return Reading(document, early, text, kind, digest=digest, sections=sections, name=name)
    reading = read_text(text, name)
    reading.digest = digest
    read_before.keep(reading)
    reading.problems[:0] = early
    return reading


def read_text(text: str, name: str | None = None) -> Reading:
    """Read a text in the file format.

    >>> reading = read_text("sysmap: 1\\nkind: map\\nid: m\\ntitle: M\\nfactors: {a: {label: A}, b: {lable: B}}")
    >>> [p.code for p in reading.problems], list(reading.map.factors)
    (['S04', 'S01'], ['a'])
    """
    faults = Faults(text, name)
    bad = CONTROL.search(text)
    if bad:
        faults.add("F13", bad.start(), f"A control character (U+{ord(bad.group()):04X}) stands in the text.",
                   "Remove it; it cannot be seen and other programs trip over it.")
        parsed = CONTROL.sub("\ufffd", text)
    else:
        parsed = text
    from sysmap.formats.parse import parse

    with without_collecting():
        return parse(text, parsed, name, faults)


def _problem(code: str, name: str | None, message: str, hint: str) -> Problem:
    return Problem(code=code, message=message, hint=hint, place=Place(name, 1, 1))


def _unread(path: Path, name: str, code: str, message: str, hint: str) -> Reading:
    problem = Problem(code=code, message=message, hint=hint, place=Place(name))
    return Reading(None, [problem], path=path, complete=False, name=name)


def _nearby(path: Path) -> str:
    try:
        names = [p.name for p in path.parent.iterdir() if p.suffix in (".yaml", ".yml")]
    except OSError:
        return "Check the spelling of the folder."
    return one_of(path.name, names)
