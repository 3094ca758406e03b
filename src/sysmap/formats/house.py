"""The house layout: how a file looks when sysmap writes it.

Two spaces to indent; keys in the order of the record; elements one key a line, short records in braces where they fit;
words plain, doubtful texts in double quotes, long ones folded. The layout follows from the values alone (and from where
comments stand), so that formatting twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sysmap.core.elements import Link
from sysmap.core.map import link_id
from sysmap.core.record import FieldSpec, Shape, fields_of, is_block, shorthand_of
from sysmap.formats.nodes import MAPPING, SCALAR, SEQUENCE, Node

__all__ = ["WIDTH", "HouseLayout", "element_spec", "entry_node", "field_node", "flow_text", "record_node", "scalar_text"]

WIDTH = 100
_PLAIN = re.compile(r"(?:\.\.?/)?[^\s\-?:,\[\]{}#&*!|>'\"%@`=<+.~](?:[^\n]*[^\s:])?\Z")
_MISREAD = re.compile(
    r"(?:y|n|yes|no|on|off|true|false|null|~|[-+]?[0-9][0-9_,]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+|"
    r"[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*)\Z", re.IGNORECASE)
_WHOLE = re.compile(r"(?:0|[1-9][0-9]{0,8})\Z")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def scalar_text(value: str, *, in_flow: bool = False) -> str:
    """A text on one line: plain where every YAML reader takes it for the same text, else in double quotes.

    >>> scalar_text("Trust and rapport"), scalar_text("no"), scalar_text("Care: for all"), scalar_text("354")
    ('Trust and rapport', '"no"', '"Care: for all"', '354')
    """
    if _WHOLE.match(value):
        return value
    plain = (_PLAIN.match(value) and ": " not in value and " #" not in value and not _MISREAD.match(value)
             and all(c.isprintable() for c in value)
             and not (in_flow and any(c in ",[]{}" for c in value)) and not (in_flow and ":" in value and '"' in value))
    return value if plain else quoted(value)


def quoted(value: str) -> str:
    """A text in double quotes, with everything that cannot be printed escaped."""
    out = []
    for c in value:
        if c in _ESCAPES:
            out.append(_ESCAPES[c])
        elif c.isprintable():
            out.append(c)
        else:
            code = ord(c)
            out.append(f"\\x{code:02X}" if code < 256 else f"\\u{code:04X}" if code < 65536 else f"\\U{code:08X}")
    return '"' + "".join(out) + '"'


class HouseLayout:
    """Lays nodes out as lines, handing out the comments that belong to them on the way.

    `lead` holds comment lines (and blank lines, "") that stand before a key or list item, `trail` the comment at the
    end of its line; both by the position of the key or item in the text they were read from.
    """

    def __init__(self, lead: dict[int, list[str]] | None = None, trail: dict[int, str] | None = None) -> None:
        self.lead = lead if lead is not None else {}
        self.trail = trail if trail is not None else {}

    def mapping(self, node: Node, shape: Shape | None, indent: int) -> list[str]:
        """The entries of a mapping as lines, in the order of its record (unknown keys last, as they came)."""
        specs, other = _inside(shape)
        order = {key: i for i, key in enumerate(specs)}
        pairs = sorted(node.value, key=lambda pair: order.get(pair[0].value, len(order)))
        lines: list[str] = []
        for key, value in pairs:
            lines += self.entry(key, value, specs.get(key.value, other), indent)
        return lines

    def entry(self, key: Node, value: Node, spec: FieldSpec | None, indent: int) -> list[str]:
        """One `key: value` as lines, its comments included."""
        before = [" " * indent + line if line else "" for line in self.lead.pop(key.start, [])]
        trail = self._trailing(key.start)
        head = " " * indent + _key_text(key.value, spec) + ":"
        return before + self._after(head, value, spec.shape if spec else None, indent, trail,
                                    spec.as_list if spec else False)

    def item(self, node: Node, shape: Shape | None, indent: int) -> list[str]:
        """One list item as lines, from its dash."""
        before = [" " * indent + line if line else "" for line in self.lead.pop(node.start, [])]
        in_block = node.kind == MAPPING and node.style == "block"
        trail = "" if in_block else self._trailing(node.start)
        if trail and node.kind == MAPPING and not self._fits_flow(node, shape, indent + 2, trail):
            before.append(" " * indent + trail.strip())
            trail = ""
        if node.kind == MAPPING and node.value and not self._fits_flow(node, shape, indent + 2, trail):
            body = self.mapping(node, shape, indent + 2)
            while body and (not body[0].strip() or body[0].lstrip().startswith("#")):
                before.append(body.pop(0)[2:])
            if body:
                body[0] = " " * indent + "- " + body[0][indent + 2 :]
            return before + body
        dash = " " * indent + "-"
        lines = self._after(dash, node, shape, indent, trail, False)
        if trail and lines[0] == dash + trail and len(lines) > 1:
            before.append(" " * indent + trail.strip())
            lines[0] = dash
        return before + lines

    def _trailing(self, start: int) -> str:
        comment = self.trail.pop(start, "")
        return f"  {comment}" if comment else ""

    def _after(self, head: str, node: Node, shape: Shape | None, indent: int, trail: str, as_list: bool) -> list[str]:
        if node.kind == SCALAR:
            return self._scalar(head, node, shape, indent, trail)
        if node.kind == SEQUENCE:
            if not node.value:
                return [f"{head} []{trail}"]
            simple = all(item.kind == SCALAR and "\n" not in item.value for item in node.value)
            wanted = simple or (shape is not None and shape.kind == "extra")
            if wanted and self._fits_flow(node, shape, len(head) + 1, trail):
                return [f"{head} {self.flow(node, shape)}{trail}"]
            if shape is not None and shape.kind in ("records", "record") and len(node.value) == 1:
                return self._after(head, node.value[0], shape, indent, trail, False)
            inner = _inner(shape)
            return [head + trail, *(line for item in node.value for line in self.item(item, inner, indent + 2))]
        cls = shape.of if shape else None
        if not node.value:
            return [f"{head} {{}}{trail}"]
        if shape is not None and shape.kind == "collection":
            lines = [head + trail]
            for key, value in node.value:
                lines += self.entry(key, value, element_spec(cls), indent + 2)
            return lines
        if self._fits_flow(node, shape, len(head) + 1, trail):
            return [f"{head} {self.flow(node, shape)}{trail}"]
        return [head + trail, *self.mapping(node, shape, indent + 2)]

    def _scalar(self, head: str, node: Node, shape: Shape | None, indent: int, trail: str) -> list[str]:
        if node.is_null and (shape is None or shape.kind != "extra"):
            return [head + trail]
        text = _typed(node, shape)
        if text is not None:
            return [f"{head} {text}{trail}"]
        value = node.value
        body = " " * (indent + 2)
        if "\n" in value and _literal(value):
            mark = "|" if value.endswith("\n") else "|-"
            return [f"{head} {mark}{trail}", *(body + line if line else "" for line in value.rstrip("\n").split("\n"))]
        one = scalar_text(value)
        if "\n" not in value and len(head) + 1 + len(one) > WIDTH and _foldable(value):
            return [f"{head} >-{trail}", *_fold(value, body)]
        return [f"{head} {one}{trail}"]

    def flow(self, node: Node, shape: Shape | None = None) -> str:
        """A node on one line, in braces or brackets."""
        return flow_text(node, shape)

    def _fits_flow(self, node: Node, shape: Shape | None, used: int, trail: str) -> bool:
        if shape is not None and is_block(shape.of):
            return False
        if self._has_comments(node) or not _one_line(node):
            return False
        return used + len(flow_text(node, shape)) + len(trail) <= WIDTH

    def _has_comments(self, node: Node) -> bool:
        if not self.lead and not self.trail:
            return False
        return any(node.start <= i < node.end for i in self.trail) or any(
            node.start <= i < node.end and any(lines) for i, lines in self.lead.items())


def flow_text(node: Node, shape: Shape | None = None) -> str:
    """A node on one line, in braces or brackets, keys in the order of the record."""
    if node.kind == SCALAR:
        typed = _typed(node, shape)
        return typed if typed is not None else "null" if node.is_null else scalar_text(node.value, in_flow=True)
    if node.kind == SEQUENCE:
        inner = _inner(shape)
        return "[" + ", ".join(flow_text(item, inner) for item in node.value) + "]"
    specs, other = _inside(shape)
    order = {key: i for i, key in enumerate(specs)}
    pairs = sorted(node.value, key=lambda pair: order.get(pair[0].value, len(order)))
    parts = []
    for key, value in pairs:
        spec = specs.get(key.value, other)
        parts.append(f"{_key_text(key.value, spec, in_flow=True)}: {flow_text(value, spec.shape if spec else None)}")
    return "{" + ", ".join(parts) + "}"


def _key_text(key: str, spec: FieldSpec | None, *, in_flow: bool = False) -> str:
    """A key of the format as it is (the `y` of a position too); an id or a key of the author's own as any text."""
    return key if spec is not None and spec.key == key else scalar_text(key, in_flow=in_flow)


def record_node(value: Any, *, without_id: bool = False) -> Node:
    """A record as a node, leaving out what is not said."""
    cls = type(value)
    specs = fields_of(cls)
    pairs = []
    for spec in specs:
        content = getattr(value, spec.name)
        if content is None or (content == spec.default and not spec.required) or (without_id and spec.key == "id"):
            continue
        if cls is Link and spec.key == "id" and content == link_id(value.from_, value.to):
            continue
        if spec.shape.kind in ("texts", "choices", "records") and not content:
            continue
        pairs.append((_scalar(spec.key), field_node(content, spec)))
    short = shorthand_of(cls)
    if short is not None and len(pairs) == 1 and all(spec.name != "id" for spec in specs):
        return pairs[0][1]
    return Node(MAPPING, pairs, -1, -1, "block")


def field_node(content: Any, spec: FieldSpec) -> Node:
    """The value of a field as a node."""
    kind = spec.shape.kind
    if kind == "record":
        return record_node(content)
    if kind == "records":
        nodes = [record_node(item) for item in content]
        return nodes[0] if len(nodes) == 1 else Node(SEQUENCE, nodes, -1, -1, "block")
    if kind in ("texts", "choices"):
        return Node(SEQUENCE, [_scalar(item) for item in content], -1, -1, "flow")
    if kind == "collection":
        if spec.as_list:
            return Node(SEQUENCE, [record_node(item) for item in content.values()], -1, -1, "block")
        pairs = [(_scalar(id_), record_node(item, without_id=True)) for id_, item in content.items()]
        return Node(MAPPING, pairs, -1, -1, "block")
    if kind == "text":
        return _scalar(content)
    return _plain_node(content)


def entry_node(element: Any, spec: FieldSpec) -> tuple[Node | None, Node]:
    """An element of a collection as (key, node), or (None, node) in a list."""
    if spec.as_list:
        return None, record_node(element)
    return _scalar(element.id), record_node(element, without_id=True)


def _plain_node(value: Any) -> Node:
    if isinstance(value, Mapping):
        return Node(MAPPING, [(_scalar(str(k)), _plain_node(v)) for k, v in value.items()], -1, -1, "flow")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Node(SEQUENCE, [_plain_node(v) for v in value], -1, -1, "flow")
    if value is None:
        return Node(SCALAR, "null", -1, -1, "")
    if isinstance(value, bool):
        return Node(SCALAR, "true" if value else "false", -1, -1, "")
    if isinstance(value, str):
        safe = _PLAIN.match(value) and not _MISREAD.match(value)
        return Node(SCALAR, value, -1, -1, "" if safe else '"')
    if isinstance(value, float):
        return Node(SCALAR, repr(value).removesuffix(".0"), -1, -1, "")
    return Node(SCALAR, str(value), -1, -1, "")


def _scalar(value: str) -> Node:
    """A text; one that would read as nothing written needs its quotes."""
    node = Node(SCALAR, value, -1, -1, "")
    if node.is_null:
        node.style = '"'
    return node


def _typed(node: Node, shape: Shape | None) -> str | None:
    """The text of a scalar whose type settles how it is written; `None` for texts."""
    if shape is None or node.style in ("|", ">"):
        return None
    if shape.kind in ("flag", "whole", "number"):
        return str(node.value)
    if shape.kind in ("choice", "choices") and "unknown" in shape.choices:
        return {"+": "positive", "-": "negative", "?": "unknown"}.get(node.value)
    if shape.kind == "extra" or (shape.kind == "table" and shape.choices != ("text",)):
        if node.style:
            return quoted(node.value) if "\n" not in node.value else None
        return "null" if node.is_null else scalar_text(node.value, in_flow=True) if not (
            _MISREAD.match(node.value)) else str(node.value)
    return None


def _inner(shape: Shape | None) -> Shape | None:
    if shape is None:
        return None
    singular = {"texts": "text", "choices": "choice", "records": "record", "collection": "record"}
    return Shape(singular.get(shape.kind, shape.kind), of=shape.of, choices=shape.choices)


def element_spec(cls: type | None) -> FieldSpec | None:
    """How one element of a collection is laid out, as if it were the value of a field."""
    return None if cls is None else _spec(Shape("record", of=cls))


def _spec(shape: Shape) -> FieldSpec:
    return FieldSpec(shape=shape)


def _inside(shape: Shape | None) -> tuple[dict[str, FieldSpec], FieldSpec | None]:
    """How the values in a mapping are laid out: by key, and those under any other key."""
    if shape is not None and shape.kind in ("extra", "table"):
        return {}, _spec(shape)
    return ({spec.key: spec for spec in fields_of(shape.of)} if shape is not None and shape.of is not None else {}), None


def _one_line(node: Node) -> bool:
    if node.kind == SCALAR:
        return "\n" not in node.value
    if node.kind == SEQUENCE:
        return all(_one_line(item) for item in node.value)
    return all(_one_line(value) for _, value in node.value)


def _literal(value: str) -> bool:
    """Whether a text of several lines reads back the same as a literal block."""
    lines = value.rstrip("\n").split("\n")
    return (len(value) - len(value.rstrip("\n")) <= 1 and bool(lines[0]) and not lines[0].startswith((" ", "\t"))
            and all(line == line.rstrip() and all(c.isprintable() for c in line) for line in lines)
            and not any(line.startswith("\t") for line in lines))


def _foldable(value: str) -> bool:
    return (" " in value and value == value.strip() and all(c.isprintable() for c in value)
            and not re.search(r"  ", value) and not value.startswith("#"))


def _fold(value: str, body: str) -> list[str]:
    lines: list[str] = []
    line = body
    for word in value.split(" "):
        if line != body and len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line = body + word
        else:
            line = line + word if line == body else f"{line} {word}"
    return [*lines, line]
