"""YAML text to nodes that know where they stand.

PyYAML's C parser gives events with character positions; composing them ourselves is several times faster than its
loader, keeps the positions, reads scalars as YAML 1.2 does (`No`, `12:30` and `010` stay text) and lets hostile input be
refused while it is still small: anchors, aliases, tags, deep nesting and duplicate keys are faults with a place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from yaml import YAMLError
from yaml.cyaml import CParser  # type: ignore[attr-defined]
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from sysmap.formats.faults import Faults

__all__ = ["MAPPING", "SCALAR", "SEQUENCE", "Node", "NodeStream", "compose", "plain_value"]

SCALAR: Final = 0
SEQUENCE: Final = 1
MAPPING: Final = 2

MAX_DEPTH: Final = 24
NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_ONE_LINE: Final = frozenset({None, "", "'", '"'})


class Node:
    """A scalar, sequence or mapping with its place in the text.

    `value` is text, a list of nodes, or a list of (key node, value node). `style` is how it is written: for scalars ""
    (plain) or one of ``" ' | >``, for collections "flow" or "block". `start` and `end` are character positions; the end
    of a block collection is the end of its last scalar.
    """

    __slots__ = ("end", "kind", "start", "style", "value")

    def __init__(self, kind: int, value: Any, start: int, end: int, style: str) -> None:
        self.kind = kind
        self.value = value
        self.start = start
        self.end = end
        self.style = style

    @property
    def is_null(self) -> bool:
        """Whether nothing was written: an empty place, `~` or `null`."""
        return self.kind == SCALAR and not self.style and self.value in NULLS

    def get(self, key: str) -> Node | None:
        """The value under a key of a mapping."""
        if self.kind == MAPPING:
            for key_node, value in self.value:
                if key_node.value == key:
                    return value  # type: ignore[no-any-return]
        return None


class NodeStream:
    """Nodes of one YAML document, one top-level entry at a time, so that a large file is never held twice."""

    def __init__(self, text: str, faults: Faults) -> None:
        self._faults = faults
        self._parser = CParser(text)
        self._get: Callable[[], Any] = self._parser.get_event
        self._last = 0
        self.broken = False

    def entries(self) -> Iterator[Node]:
        """Top-level keys; after each, take its value with `value()` or `elements()` before asking for the next.

        Text that is no YAML raises `yaml.YAMLError` from here or from the taking; `fail` turns that into a fault.
        """
        first = self._open()
        if first is None:
            return
        if type(first) is not MappingStartEvent:
            what = "a list" if type(first) is SequenceStartEvent else "a single text"
            self._faults.add("F08", first.start_mark.index, f"The file holds {what} at the top.",
                             "Begin it with `sysmap: 1` and `kind: …`, one key a line.")
            self.broken = True
            return
        self._check_plain(first)
        seen: dict[str, int] = {}
        while type(event := self._get()) is not MappingEndEvent:
            key = self._compose(event, 1)
            if key.kind != SCALAR:
                self._faults.add("F14", key.start, "A key is a list or a mapping.", "Use a short text as key.")
                self._compose(self._get(), 1)
            elif key.value in seen:
                self._duplicate(key, seen[key.value])
                self._compose(self._get(), 1)
            else:
                seen[key.value] = key.start
                yield key
        self._close()

    def value(self) -> Node:
        """The whole value of the entry just given."""
        return self._compose(self._get(), 1)

    def elements(self) -> Iterator[tuple[Node | None, Node]]:
        """The value of the entry just given, element by element: (key, node) of a mapping, (None, node) of a list.

        A value that is neither gives itself once as (None, scalar).
        """
        event = self._get()
        self._check_plain(event)
        if type(event) is MappingStartEvent:
            self.style = "flow" if event.flow_style else "block"
            seen: dict[str, int] = {}
            while type(event := self._get()) is not MappingEndEvent:
                key = self._compose(event, 2)
                value = self._compose(self._get(), 2)
                if key.kind != SCALAR:
                    self._faults.add("F14", key.start, "A key is a list or a mapping.", "Use a short text as key.")
                elif key.value in seen:
                    self._duplicate(key, seen[key.value])
                else:
                    seen[key.value] = key.start
                    yield key, value
        elif type(event) is SequenceStartEvent:
            self.style = "flow" if event.flow_style else "block"
            while type(event := self._get()) is not SequenceEndEvent:
                yield None, self._compose(event, 2)
        else:
            self.style = "scalar"
            yield None, self._compose(event, 1)
        if self.style == "flow":
            self._last = event.end_mark.index

    def root(self) -> Node | None:
        """The whole document as one node."""
        event = self._open()
        if event is None:
            return None
        node = self._compose(event, 1)
        self._close()
        return node

    @property
    def end(self) -> int:
        """Where the text of what was composed last ends."""
        return self._last

    def _open(self) -> Any:
        self._get()
        start = self._get()
        if type(start) is StreamEndEvent:
            self._faults.add("F07", 0, "The file is empty.", "`sysmap new theory NAME` writes a template to start from.")
            self.broken = True
            return None
        assert type(start) is DocumentStartEvent
        first = self._get()
        if type(first) is ScalarEvent and not first.value:
            self._faults.add("F07", 0, "The file is empty.", "`sysmap new theory NAME` writes a template to start from.")
            self.broken = True
            return None
        return first

    def _close(self) -> None:
        event = self._get()
        assert type(event) is DocumentEndEvent
        following = self._get()
        if type(following) is not StreamEndEvent:
            self._faults.add("F12", following.start_mark.index, "The file holds a second document.",
                             "One map a file: move what follows the `---` to a file of its own.")

    def _check_plain(self, event: Any) -> None:
        if event.anchor is not None:
            self._faults.add("F10", event.start_mark.index, f"An anchor (&{event.anchor}) is used.",
                             "Write the value out; anchors and aliases make a file hard to review.")
        if type(event) is AliasEvent:
            return
        if event.tag is not None:
            self._faults.add("F15", event.start_mark.index, f"A tag ({event.tag}) is used.",
                             "Leave it out; the format knows the type of every key.")

    def _compose(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self._check_plain(event)
            start, end = event.start_mark.index, event.end_mark.index
            style = event.style or ""
            if style in "|>" and style:
                end = self._trimmed(start, end)
            self._last = end
            return Node(SCALAR, event.value, start, end, style)
        if kind is AliasEvent:
            self._faults.add("F10", event.start_mark.index, f"An alias (*{event.anchor}) is used.",
                             "Write the value out; anchors and aliases make a file hard to review.")
            self._last = event.end_mark.index
            return Node(SCALAR, "", event.start_mark.index, event.end_mark.index, "")
        if depth > MAX_DEPTH:
            index = event.start_mark.index
            self._faults.add("F11", index, f"Values are nested more than {MAX_DEPTH} deep.",
                             "No part of the format needs that; flatten it.")
            self.broken = True
            raise _TooDeep
        if event.anchor is not None or event.tag is not None:
            self._check_plain(event)
        start = event.start_mark.index
        get, compose = self._get, self._compose
        if kind is MappingStartEvent:
            pairs: list[tuple[Node, Node]] = []
            names: dict[str, int] = {}
            while (what := type(event2 := get())) is not MappingEndEvent:
                # Most nodes are plain scalars; making them here and not by a call saves a sixth of all reading.
                if what is ScalarEvent and event2.style in _ONE_LINE and event2.anchor is None is event2.tag:
                    key = Node(SCALAR, event2.value, event2.start_mark.index, event2.end_mark.index, event2.style or "")
                else:
                    key = compose(event2, depth + 1)
                event2 = get()
                what = type(event2)
                if what is ScalarEvent and event2.style in _ONE_LINE and event2.anchor is None is event2.tag:
                    value = Node(SCALAR, event2.value, event2.start_mark.index, event2.end_mark.index, event2.style or "")
                    self._last = value.end
                else:
                    value = compose(event2, depth + 1)
                if key.kind != SCALAR:
                    self._faults.add("F14", key.start, "A key is a list or a mapping.", "Use a short text as key.")
                elif key.value in names:
                    self._duplicate(key, names[key.value])
                else:
                    names[key.value] = key.start
                    pairs.append((key, value))
            content: Any = pairs
            node_kind = MAPPING
        else:
            items: list[Node] = []
            while type(event2 := get()) is not SequenceEndEvent:
                items.append(compose(event2, depth + 1))
            content = items
            node_kind = SEQUENCE
        if event.flow_style:
            self._last = event2.end_mark.index
            return Node(node_kind, content, start, self._last, "flow")
        return Node(node_kind, content, start, self._last, "block")

    def _trimmed(self, start: int, end: int) -> int:
        """End of a block scalar without the blank lines behind it, unless it asks to keep them."""
        body = self._faults.text[start:end]
        header = body.split("\n", 1)[0]
        return end if "+" in header.split("#")[0] else start + len(body.rstrip())

    def _duplicate(self, key: Node, first: int) -> None:
        self._faults.add("F09", key.start, f"The key {_short(key.value)} stands twice here.",
                         f"Keep one; the first is on line {self._faults.place(first).line}.")

    def fail(self, error: YAMLError) -> None:
        """Note where and why the text stopped being readable."""
        self.broken = True
        if isinstance(error, _TooDeep):
            return
        mark = getattr(error, "problem_mark", None)
        if "quoted scalar" in str(getattr(error, "context", "")) and getattr(error, "context_mark", None) is not None:
            mark = error.context_mark  # type: ignore[attr-defined]
        index = mark.index if mark is not None else getattr(error, "position", 0)
        index = min(index, len(self._faults.text))
        mark_of_git = _CONFLICT.search(self._faults.text)
        if mark_of_git is not None and mark_of_git.start() <= index:
            self._faults.add("F06", mark_of_git.start(), "Two versions of this file were brought together and differ here (a conflict of Git).",
                             "Keep one of the two parts, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>.")
            return
        message, hint = _explain(error, self._faults.text, index)
        self._faults.add("F06", index, message, hint)


_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)


class _TooDeep(YAMLError):
    """Nesting went beyond the bound; already noted as a fault."""


def _explain(error: YAMLError, text: str, index: int) -> tuple[str, str]:
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    line = text[text.rfind("\n", 0, index) + 1 : index + 80].split("\n", 1)[0]
    before = line[: index - (text.rfind("\n", 0, index) + 1)]
    if "\t" in line and ((index < len(text) and text[index : index + 1] == "\t") or "\t" in before):
        return "A tab is used to indent.", "Indent with two spaces."
    if "mapping values are not allowed" in said:
        return ("A colon followed by a space stands inside a text without quotes, or a line is indented wrongly.",
                'Put the text in double quotes: label: "Care: for all".')
    if "sequence entries are not allowed" in said:
        return ("A dash stands where a value was expected.",
                'For a polarity write negative (or "-" in quotes); for a list begin a new line.')
    if "unexpected end of stream" in said or "quoted scalar" in said:
        return "A quotation mark is opened and never closed.", "Close it on the same line."
    if "expected ',' or" in said or "flow" in said.lower():
        return ("A bracket or brace is opened and not closed properly.",
                "Check the commas, and put texts with commas or brackets in quotes.")
    if "could not find expected ':'" in said or "expected <block end>" in said or "did not find expected" in said:
        return ("This line does not fit what stands around it.",
                "Check that it is indented like its neighbours and that each key is followed by a colon and a space.")
    return f"This is not readable as YAML ({said}).", "Check quotation marks, indentation and colons on this line."


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_NUMBER = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?\Z")


def plain_value(node: Node) -> Any:
    """A node as plain data, scalars read as YAML 1.2's core schema does (for `x:` and queries)."""
    if node.kind == MAPPING:
        return {key.value: plain_value(value) for key, value in node.value}
    if node.kind == SEQUENCE:
        return [plain_value(item) for item in node.value]
    if node.style:
        return node.value
    if node.is_null:
        return None
    text = node.value
    if text in ("true", "false"):
        return text == "true"
    if len(text) < 19 and _WHOLE.match(text):
        return int(text)
    if len(text) < 40 and _NUMBER.match(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text


def compose(text: str) -> Node | None:
    """The root node of a text that is known to be sound; `None` if it is not."""
    faults = Faults(text, None)
    stream = NodeStream(text, faults)
    try:
        root = stream.root()
    except YAMLError:
        return None
    return None if faults.problems else root
