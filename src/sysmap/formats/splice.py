"""Changing a text as little as a change of its content asks for: everything else stays byte for byte.

The unit is the element (or a top-level key that is no collection). A changed field is replaced, inserted or cut within
its element's lines; if an element is laid out in a way that does not allow it, that element alone is laid out anew with
its comments. Comments inside a text that is replaced move above it; no comment is ever dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sysmap.core.problem import Place, Problem, Refused
from sysmap.core.record import FieldSpec, fields_of
from sysmap.formats.house import HouseLayout, field_node
from sysmap.formats.nodes import SCALAR, Node
from sysmap.formats.read import Reading, Section
from sysmap.formats.splice_element import changed_element, element_end, element_lines, is_block, lead_length
from sysmap.formats.tidy import SPACED, comments_in

__all__ = ["Splice", "revise"]


@dataclass(slots=True)
class Splice:
    """Replace text[start:end]; `elements` says where elements stand in the new piece, relative to its start."""

    start: int
    end: int
    text: str
    key: str = ""
    elements: dict[str, tuple[int, int]] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    whole: bool = False


def revise(reading: Reading, document: Any) -> list[Splice]:
    """The replacements that turn a file's text into one that holds `document`, in the order of the text.

    Raises
    ------
    Refused : if the file had faults, or if a piece cannot be written so that it reads back the same.
    """
    if reading.problems or reading.document is None or not reading.complete:
        raise Refused([Problem(code="F30", message="The file has problems and is not written.", place=Place(reading.name),
                               hint="Mend them first (sysmap check lists them); nothing was changed."),
                       *reading.problems[:5]])
    old = reading.document
    if type(old) is not type(document) or getattr(old, "kind", None) != getattr(document, "kind", None):
        raise Refused(Problem(code="F31", message="The file holds another kind of document.", place=Place(reading.name),
                              hint="Save it under another name."))
    splices: list[Splice] = []
    writer = _Writer(reading)
    for spec in fields_of(type(old)):
        before, after = getattr(old, spec.name), getattr(document, spec.name)
        if spec.key == "kind" or before is after:
            continue
        if spec.shape.kind == "collection":
            if before != after or list(before) != list(after):
                splices += writer.collection(spec, before, after)
        elif before != after:
            splices += writer.entry(spec, after)
    splices.sort(key=lambda s: (s.start, s.end))
    if splices and splices[-1].end == len(reading.text) and splices[-1].text and not splices[-1].text.endswith("\n"):
        splices[-1].text += writer.newline
    return splices


class _Writer:
    def __init__(self, reading: Reading) -> None:
        self.text = reading.text
        self.sections = reading.sections
        self.name = reading.name
        self.newline = "\r\n" if "\r\n" in reading.text else "\n"
        assert reading.document is not None
        self.specs = fields_of(type(reading.document))

    # Top-level keys

    def entry(self, spec: FieldSpec, value: Any) -> list[Splice]:
        """A top-level key that is no collection."""
        section = self.sections.get(spec.key)
        unset = value is None or value == spec.default
        if section is None:
            return [] if unset else [self._new_section(spec, value, {})]
        if unset:
            return [self._cut_section(section, spec.key)]
        lines = HouseLayout().entry(_key(spec.key), field_node(value, spec), spec, 0)
        return [self._replace_lines(section.start, section.end, lines, spec.key)]

    def collection(self, spec: FieldSpec, before: Any, after: Any) -> list[Splice]:
        """A collection: only the elements that changed."""
        section = self.sections.get(spec.key)
        if section is None:
            return [self._new_section(spec, after, after)] if after else []
        if not after:
            return [self._cut_section(section, spec.key)]
        if section.style != "block" or not before:
            return [self._relay_section(spec, section, after)]
        surviving = [id_ for id_ in before if id_ in after]
        if surviving != [id_ for id_ in after if id_ in before]:
            return [self._reorder(spec, section, before, after)]
        splices = []
        for id_ in before:
            if id_ not in after:
                splices.append(self._cut_element(section, id_))
            elif before[id_] is not after[id_] and before[id_] != after[id_]:
                splices.append(self._change_element(spec, section, before[id_], after[id_]))
        splices += self._insertions(spec, section, before, after)
        return splices

    def _insertions(self, spec: FieldSpec, section: Section, before: Any, after: Any) -> list[Splice]:
        splices: list[Splice] = []
        anchor: str | None = None
        pending: list[str] = []

        def flush() -> None:
            if pending:
                splices.append(self._insert_after(spec, section, anchor, [after[id_] for id_ in pending]))
                pending.clear()

        for id_ in after:
            if id_ in before:
                flush()
                anchor = id_
            else:
                pending.append(id_)
        flush()
        return splices

    def _insert_after(self, spec: FieldSpec, section: Section, anchor: str | None, elements: list[Any]) -> Splice:
        first_start = next(iter(section.elements.values()))[0]
        indent = first_start - self._line_start(first_start)
        if anchor is not None:
            at = self._line_end(section.elements[anchor][1])
        else:
            at = self._line_start(first_start)
        gap = self._gap(section)
        piece, places = "", {}
        broken = at > 0 and at == len(self.text) and not self.text.endswith("\n")
        if broken:
            piece = self.newline
        for element in elements:
            lines = element_lines(spec, element, indent)
            if anchor is not None and gap:
                piece += self.newline
            start = len(piece) + indent
            piece += self._join(lines)
            places[element.id] = (start, len(piece))
            piece += self.newline
            if anchor is None and gap:
                piece += self.newline
        if broken:
            piece = piece[: -len(self.newline)]
        return Splice(at, at, piece, spec.key, places)

    def _gap(self, section: Section) -> bool:
        """Whether the author leaves a blank line between elements."""
        spans = list(section.elements.values())
        if len(spans) < 2:
            return False
        between = self.text[spans[0][1] : spans[1][0]]
        return between.count("\n") > 1 and any(not line.strip() for line in between.split("\n")[1:-1])

    def _new_section(self, spec: FieldSpec, value: Any, elements: Any) -> Splice:
        order = {s.key: i for i, s in enumerate(self.specs)}
        mine = order[spec.key]
        behind = [s for s in self.sections.values() if order.get(s.key, -1) < mine or s.key in ("sysmap", "kind")]
        at = self._line_end(max(s.end for s in behind)) if behind else 0
        lines = HouseLayout().entry(_key(spec.key), field_node(value, spec), spec, 0)
        piece = self._join(lines) + self.newline
        if spec.key in SPACED:
            piece = self.newline + piece
            if at < len(self.text) and not self.text.startswith(("\n", "\r\n"), at):
                piece += self.newline
        if at == len(self.text) and at and not self.text.endswith("\n"):
            piece = self.newline + piece
        return Splice(at, at, piece, spec.key, whole=True)

    def _cut_section(self, section: Section, key: str) -> Splice:
        start, end = self._line_start(section.start), self._line_end(section.end)
        kept = comments_in(self.text[start:end])
        piece = "".join(comment + self.newline for comment in kept)
        return Splice(start, end, piece, key, gone=tuple(section.elements), whole=True)

    def _relay_section(self, spec: FieldSpec, section: Section, after: Any) -> Splice:
        lines = HouseLayout().entry(_key(spec.key), field_node(after, spec), spec, 0)
        splice = self._replace_lines(section.start, section.end, lines, spec.key)
        splice.whole = True
        return splice

    def _reorder(self, spec: FieldSpec, section: Section, before: Any, after: Any) -> Splice:
        """Elements changed places: the section is put together again from its pieces."""
        start = self._line_end(section.start)
        first = next(iter(section.elements.values()))[0]
        indent = first - self._line_start(first)
        leads, chunks, at = {}, {}, start
        for id_, (begins, ends) in section.elements.items():
            line = self._line_start(begins)
            leads[id_] = self.text[at:line]
            at = self._line_end(ends)
            chunk = self.text[line:at]
            chunks[id_] = chunk if chunk.endswith("\n") else chunk + self.newline
        piece, places, loose = "", {}, ""
        for id_ in before:
            if id_ not in after:
                loose += leads[id_] if leads[id_].strip() else ""
                loose += "".join(" " * indent + comment + self.newline for comment in comments_in(chunks[id_]))
        piece += loose
        for id_, element in after.items():
            if id_ in chunks:
                piece += leads[id_]
                chunk = chunks[id_]
                if before[id_] != element:
                    local = self._change_element(spec, section, before[id_], element)
                    line = self._line_start(section.elements[id_][0])
                    chunk = self.text[line : local.start] + local.text
                    tail = self.text[local.end : self._line_end(section.elements[id_][1])]
                    chunk += tail if tail.endswith("\n") else tail + self.newline
            else:
                chunk = self._join(element_lines(spec, element, indent)) + self.newline
            body_end = len(chunk.rstrip())
            places[id_] = (len(piece) + indent, len(piece) + body_end)
            piece += chunk
        return Splice(start, at, piece, spec.key, places, tuple(i for i in before if i not in after), whole=True)

    # Elements

    def _cut_element(self, section: Section, id_: str) -> Splice:
        start, end = section.elements[id_]
        line, stop = self._line_start(start), self._line_end(end)
        kept = comments_in(self.text[line:stop])
        indent = " " * (start - line)
        return Splice(line, stop, "".join(indent + comment + self.newline for comment in kept), section.key, gone=(id_,))

    def _change_element(self, spec: FieldSpec, section: Section, old: Any, new: Any) -> Splice:
        start, end = section.elements[new.id]
        line = self._line_start(start)
        indent = start - line
        if is_block(self.text[line:end]):
            end += len(self.text[end : self._line_end(end)].rstrip())  # a remark on the last line stays with that line
        piece = changed_element(self.text[line:end], spec, old, new, indent, self.newline)
        if piece is None:
            raise Refused(Problem(code="F32", message=f"{new.id} cannot be written so that it reads back the same.",
                                  hint="Nothing was written; please report the file.", place=Place(self.name)))
        tail = self.text[end : self._line_end(end)].rstrip()
        if tail and (("\n" in piece and "\n" not in self.text[line:end]) or not _can_carry(piece, tail)):
            piece = " " * indent + tail.lstrip() + self.newline + piece
            end += len(tail)
        return Splice(line, end, piece, section.key, {new.id: (lead_length(piece) + indent, element_end(piece))})

    # Text

    def _replace_lines(self, start: int, end: int, lines: list[str], key: str) -> Splice:
        line, stop = self._line_start(start), self._line_end(end)
        tail = self.text[end:stop].strip()
        rescued = comments_in(self.text[line:end])
        if tail and len(lines) > 1:
            rescued = [*rescued, tail]
            end = stop - (len(self.text[end:stop]) - len(self.text[end:stop].rstrip("\r\n")))
        return Splice(line, end, self._join([*rescued, *lines]), key, whole=True)

    def _join(self, lines: list[str]) -> str:
        return self.newline.join(lines)

    def _line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def _line_end(self, index: int) -> int:
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1



def _can_carry(piece: str, comment: str) -> bool:
    """Whether a comment can stay behind an element: not where it would join another or become part of a text."""
    return element_end(piece) == len(piece) and element_end(piece + comment) == len(piece)


def _key(name: str) -> Node:
    return Node(SCALAR, name, -1, -1, "")
