"""Reading a file: every fault at once, each with its place; the sound part as a value of the core."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yaml import YAMLError

from sysmap.core.characters import CONTROL
from sysmap.core.gc_pause import without_collecting
from sysmap.core.kinds import FORMAT_VERSION, KINDS, MAP_KINDS, Document
from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem, Refused, one_of
from sysmap.core.record import FieldSpec, fields_of
from sysmap.formats.build import UNSET, Builder, converter
from sysmap.formats.nodes import MAPPING, Faults, Node, NodeStream

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


@dataclass(slots=True)
class Section:
    """Where one top-level key of a file stands: from its key to the end of its value, and its elements in between.

    `elements` gives, by id, the start and end of the element's text (from its key or its dash).
    """

    key: str
    start: int
    end: int
    style: str
    elements: dict[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """What a file holds: the sound part, the problems, and what is needed to write it back.

    Attributes
    ----------
    document : the map (or other document) without its faulty parts; `None` if not even its kind could be read.
    problems : every fault of the text, in its order. With any, the file is never written back.
    text, digest, path : the text as read (without a byte order mark), the SHA-256 of the bytes, where they came from.
    kind : the `kind:` of the file.
    complete : False if reading had to stop before the end of the file.
    """

    document: Document | None
    problems: list[Problem]
    text: str = ""
    kind: str | None = None
    path: Path | None = None
    digest: str | None = None
    complete: bool = True
    sections: dict[str, Section] = field(default_factory=dict)
    name: str | None = None
    _lines: Faults | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def map(self) -> Map:
        """The document, when it is a map, theory or process."""
        assert isinstance(self.document, Map)
        return self.document

    def place(self, at: tuple[str, ...]) -> Place:
        """Where in the file an element (and one of its keys) stands; as near as can be told."""
        if self._lines is None or self._lines.text is not self.text:
            self._lines = Faults(self.text, self.name)
        faults = self._lines
        if not at or at[0] not in self.sections:
            return Place(self.name, 1 if self.text else None, 1 if self.text else None)
        section = self.sections[at[0]]
        if len(at) == 1 or at[1] not in section.elements:
            return faults.place(section.start)
        start, end = section.elements[at[1]]
        if len(at) > 2:
            found = _key_within(self.text[start:end], at[2], as_item=self.text[start] == "-")
            if found is not None:
                return faults.place(start + found)
        return faults.place(start)


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
    reading = read_text(text, name)
    reading.problems[:0] = early
    reading.digest = digest
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
    with without_collecting():
        return _read(text, parsed, name, faults)


def _read(text: str, parsed: str, name: str | None, faults: Faults) -> Reading:
    stream = NodeStream(parsed, faults)
    builder = Builder(faults)
    kind: str | None = None
    cls: type | None = None
    by_key: dict[str, FieldSpec] = {}
    values: dict[str, Any] = {}
    waiting: list[tuple[Node, Node]] = []
    sections: dict[str, Section] = {}
    version_seen = False

    def take(key: Node, node: Node) -> None:
        spec = by_key.get(key.value)
        if spec is None:
            builder.unknown_key(cls or Map, key, None)
            return
        if node.is_null:
            return
        value = converter(spec)(builder, node, spec)
        if value is not UNSET:
            values[spec.name] = value

    try:
        for key in stream.entries():
            section = Section(key.value, key.start, key.end, "block")
            if key.value == "sysmap":
                version_seen = True
                _check_version(faults, stream.value())
            elif key.value == "kind":
                node = stream.value()
                kind = node.value if isinstance(node.value, str) and node.value in KINDS else None
                if kind is None:
                    said = node.value if isinstance(node.value, str) else "a list"
                    faults.add("S06", node.start, f"There is no kind “{said[:40]}”.", one_of(said[:40], KINDS, most=20))
                else:
                    cls = KINDS[kind]
                    by_key = {spec.key: spec for spec in fields_of(cls) if spec.key != "kind"}
                    for held_key, held in waiting:
                        take(held_key, held)
                    waiting.clear()
            elif cls is None:
                node = stream.value()
                waiting.append((key, node))
                if node.kind != 0:
                    _record_spans(section, node)
            elif (spec := by_key.get(key.value)) is not None and spec.shape.kind == "collection":
                found: dict[str, Any] = {}
                for element_key, node in stream.elements():
                    if element_key is None and node.is_null and stream.style == "scalar":
                        continue
                    id_ = builder.add_element(found, spec, element_key, node)
                    if id_ is not None:
                        start = element_key.start if element_key is not None else _dash(text, node.start, stream.style)
                        section.elements[id_] = (start, stream.end)
                section.style = stream.style
                values[spec.name] = found
            else:
                node = stream.value()
                take(key, node)
            section.end = stream.end
            sections[key.value] = section
    except YAMLError as error:
        stream.fail(error)
    if stream.broken and not sections and cls is None:
        return Reading(None, faults.all(), text, kind, complete=False, name=name)
    if not version_seen and not stream.broken:
        faults.add("S07", 0, "The file does not say its format version.", f"Begin it with `sysmap: {FORMAT_VERSION}`.")
    document: Document | None = None
    if cls is None:
        if kind is None and "kind" not in sections and not stream.broken:
            faults.add("S06", 0, "The file does not say its kind.", f"Add a line `kind: …`; {one_of('', KINDS, most=20)}")
    else:
        document = _assemble(cls, kind, values, faults, stream.broken)
    return Reading(document, faults.all(), text, kind, complete=not stream.broken, sections=sections, name=name)


def _assemble(cls: type, kind: str | None, values: dict[str, Any], faults: Faults, broken: bool) -> Any:
    for spec in fields_of(cls):
        if spec.required and spec.key != "kind" and values.get(spec.name) in (None, ""):
            if not broken:
                faults.add("S04", 0, f"The file has no {spec.key}.", f"Add {spec.key}: … near the top.")
            values[spec.name] = "unnamed"
    if kind in MAP_KINDS:
        values["kind"] = kind
    return cls(**values)


def _check_version(faults: Faults, node: Node) -> None:
    if node.value == str(FORMAT_VERSION):
        return
    said = node.value if isinstance(node.value, str) else "a list"
    newer = said.isdigit() and int(said[:9]) > FORMAT_VERSION
    hint = "This file was made by a newer sysmap; install that one." if newer else f"Write `sysmap: {FORMAT_VERSION}`."
    faults.add("S07", node.start, f"The format version “{said[:20]}” is not known.", hint)


def _record_spans(section: Section, node: Node) -> None:
    section.style = node.style
    if node.kind == MAPPING:
        for key, value in node.value:
            section.elements[key.value] = (key.start, value.end)


def _dash(text: str, start: int, style: str) -> int:
    """Where the dash of a block list item stands, given where its content starts."""
    if style != "block":
        return start
    dash = text.rfind("-", 0, start)
    return dash if dash >= 0 else start


def _key_within(chunk: str, key: str, *, as_item: bool) -> int | None:
    if as_item:
        chunk = " " + chunk[1:]
    match = re.search(rf"(?:^|[\n{{,])[ ]*({re.escape(key)}):(?=\s|$)", chunk)
    return match.start(1) if match else None


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
