"""`sysmap format`: a file in the house layout, every comment kept."""

from __future__ import annotations

import bisect
import re

from yaml import YAMLError

from sysmap.core.kinds import KINDS, Document
from sysmap.core.problem import Place, Problem, Refused
from sysmap.core.record import fields_of
from sysmap.formats.faults import Faults
from sysmap.formats.house import HouseLayout, field_node
from sysmap.formats.nodes import MAPPING, SCALAR, SEQUENCE, Node, NodeStream, compose
from sysmap.formats.read import read_text

__all__ = ["SPACED", "comments_in", "comments_of", "format_text", "text_of"]

SPACED = frozenset("actors layers factors links assumptions conditions rivals claims loops changes views waive "
                    "sources mechanisms characteristics organisations levels options variants themes statements "
                    "categories scales kinds questions items practices challenges cases surveys overrides".split())


def text_of(document: Document, kind: str) -> str:
    """A document as a new file in the house layout."""
    lines = ["sysmap: 1", f"kind: {kind}"]
    layout = HouseLayout()
    for spec in fields_of(type(document)):
        content = getattr(document, spec.name)
        if spec.key == "kind" or content is None or (content == spec.default and not spec.required):
            continue
        if spec.key in SPACED:
            lines.append("")
        key = Node(SCALAR, spec.key, -1, -1, "")
        lines += layout.entry(key, field_node(content, spec), spec, 0)
    return "\n".join(lines) + "\n"


def format_text(text: str, name: str | None = None) -> str:
    """A text of the file format in the house layout; values, comments and the order of elements stay as they are.

    Raises
    ------
    Refused : if the text has any fault, since tidying it could lose what was not understood.
    """
    reading = read_text(text, name)
    if reading.problems:
        raise Refused(reading.problems)
    faults = Faults(text, name)
    stream = NodeStream(text, faults)
    entries = []
    try:
        for key in stream.entries():
            entries.append((key, stream.value()))
    except YAMLError as error:  # pragma: no cover - the text was read a moment ago
        stream.fail(error)
        raise Refused(faults.all()) from None
    newline = "\r\n" if "\r\n" in text else "\n"
    lead, trail, last = comments_of(text, entries)
    layout = HouseLayout(lead, trail)
    assert reading.kind is not None
    specs = {spec.key: spec for spec in fields_of(KINDS[reading.kind])}
    order = {"sysmap": -2, "kind": -1, **{key: i for i, key in enumerate(specs) if key != "kind"}}
    lines: list[str] = []
    for key, node in sorted(entries, key=lambda pair: order[pair[0].value]):
        if key.value in SPACED and lines and (layout.lead.get(key.start) or ["#"])[0]:
            layout.lead.setdefault(key.start, []).insert(0, "")
        lines += layout.entry(key, node, None if key.value in ("sysmap", "kind") else specs[key.value], 0)
    if lines and not lines[0]:
        lines.pop(0)
    out = newline.join([*lines, *last]) + newline
    check = read_text(out, name)
    if check.problems or check.document != reading.document or sorted(comments_in(out)) != sorted(comments_in(text)):
        raise Refused(Problem(code="F19", message="The file cannot be tidied without changing it.",
                              hint="Please report this file; it was left as it is.", place=Place(name)))
    return out


def comments_of(text: str, entries: list[tuple[Node, Node]]) -> tuple[dict[int, list[str]], dict[int, str], list[str]]:
    """Comments by the key or list item they belong to.

    Returns
    -------
    (lines before it, by position; comment at the end of its line, by position; lines after everything).
    """
    anchors: list[int] = []
    scalars: list[tuple[int, int]] = []
    for key, value in entries:
        anchors.append(key.start)
        scalars.append((key.start, key.end))
        _collect(value, anchors, scalars)
    anchors = sorted(set(anchors))
    lead: dict[int, list[str]] = {}
    trail: dict[int, str] = {}
    last: list[str] = []
    for start, comment, own_line in _lines_between(text, sorted(scalars)):
        if not own_line:
            line = text.rfind("\n", 0, start) + 1
            first = bisect.bisect_left(anchors, line)
            anchor = anchors[first if first < len(anchors) and anchors[first] < start else first - 1]
            trail[anchor] = f"{trail[anchor]} {comment}" if anchor in trail else comment
            continue
        after = bisect.bisect_left(anchors, start)
        target = lead.setdefault(anchors[after], []) if after < len(anchors) else last
        if comment or not target or target[-1]:
            target.append(comment)
    while last and not last[-1]:
        last.pop()
    return lead, trail, last


def comments_in(text: str) -> list[str]:
    """The comments of a piece of YAML, in order (an unreadable piece has none)."""
    if "#" not in text:
        return []
    root = compose(text)
    if root is None:
        return []
    scalars: list[tuple[int, int]] = []
    _collect(root, [], scalars)
    return [comment for _, comment, _ in _lines_between(text, sorted(scalars)) if comment]


def _collect(node: Node, anchors: list[int], scalars: list[tuple[int, int]]) -> None:
    if node.kind == SCALAR:
        if node.style in ("|", ">"):
            header = node.start
            scalars.append((header, node.end))
        elif node.end > node.start:
            scalars.append((node.start, node.end))
    elif node.kind == SEQUENCE:
        for item in node.value:
            anchors.append(item.start)
            _collect(item, anchors, scalars)
    elif node.kind == MAPPING:
        for key, value in node.value:
            anchors.append(key.start)
            scalars.append((key.start, key.end))
            _collect(value, anchors, scalars)


_COMMENT = re.compile(r"#[^\n]*")


def _lines_between(text: str, scalars: list[tuple[int, int]]) -> list[tuple[int, str, bool]]:
    """Comments and blank lines outside scalars: (position, comment or "", whether it has the line to itself)."""
    found: list[tuple[int, str, bool]] = []
    position = 0
    for start, end in [*scalars, (len(text), len(text))]:
        gap_end = start
        cursor = position
        while cursor < gap_end:
            newline = text.find("\n", cursor, gap_end)
            stop = newline if newline >= 0 else gap_end
            mark = text.find("#", cursor, stop)
            line_start = text.rfind("\n", 0, cursor) + 1
            if mark >= 0 and (mark == 0 or text[mark - 1] in " \t\n\r"):
                line_end = text.find("\n", mark)
                line_end = len(text) if line_end < 0 else line_end
                own = not text[line_start:mark].strip()
                found.append((mark, text[mark:line_end].rstrip(), own))
                cursor = line_end + 1
                continue
            if newline >= 0 and not text[line_start:newline].strip() and line_start >= position:
                found.append((line_start, "", True))
            cursor = stop + 1
        position = end
        if _is_block(text, start, end):
            header = _COMMENT.search(text, start, text.find("\n", start) if "\n" in text[start:end] else end)
            if header and text[header.start() - 1] in " \t":
                found.append((header.start(), header.group().rstrip(), False))
    return found


def _is_block(text: str, start: int, end: int) -> bool:
    return start < end and text[start] in "|>" and "\n" in text[start:end]

