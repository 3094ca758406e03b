"""What reading a file gives: the sound part, the problems, and where things stand in its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from sysmap.core.kinds import Document
from sysmap.core.map import Map
from sysmap.core.problem import Place, Problem
from sysmap.formats.faults import Faults

__all__ = ["Reading", "Section"]


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


def _key_within(chunk: str, key: str, *, as_item: bool) -> int | None:
    if as_item:
        chunk = " " + chunk[1:]
    match = re.search(rf"(?:^|[\n{{,])[ ]*({re.escape(key)}):(?=\s|$)", chunk)
    return match.start(1) if match else None
