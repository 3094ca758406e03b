"""The same content as different people would type it: indents, quotes, braces, folded texts, blank lines and comments.

Splicing has to leave all of that alone, so tests need texts that no formatter ever saw.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from sysmap.core.record import FieldSpec, Shape, fields_of
from sysmap.formats.house import quoted, record_node, scalar_text
from sysmap.formats.nodes import MAPPING, SCALAR, SEQUENCE, Node

__all__ = ["typed"]


def typed(document: Any, kind: str, seed: int) -> str:
    """A document as somebody might have typed it; the same seed gives the same text."""
    return _Author(seed).file(document, kind)


class _Author:
    """One person's habits, drawn at random."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.step = self.rng.choice([2, 2, 2, 3, 4])
        self.dashes = self.rng.choice([0, 2])
        self.comments = self.rng.choice([0.0, 0.1, 0.3])
        self.blanks = self.rng.choice([0.0, 0.1, 0.5])
        self.braces = self.rng.choice([0.0, 0.3, 0.8])
        self.plain = self.rng.choice([1.0, 0.7, 0.3])
        self.newline = self.rng.choice(["\n", "\n", "\n", "\r\n"])
        self.number = 0

    def file(self, document: Any, kind: str) -> str:
        lines = self.rng.choice([["sysmap: 1"], ["# about this file", "", "sysmap:  1   # version"]])
        lines = [*lines, f"kind: {kind}"]
        shape = Shape("record", of=type(document))
        for key, value in record_node(document).value:
            if key.value != "kind":
                lines += self.entry(key, value, _shape_of(shape, key), 0)
        lines += self.between(0)
        return self.newline.join(lines) + self.rng.choice([self.newline, self.newline, "", self.newline * 3])

    def entry(self, key: Node, node: Node, shape: Shape, indent: int) -> list[str]:
        return [*self.between(indent), *self.value(" " * indent + scalar_text(key.value) + ":", node, shape, indent)]

    def value(self, head: str, node: Node, shape: Shape, indent: int) -> list[str]:
        if node.kind == SCALAR:
            return self.scalar(head, node, shape, indent)
        if not node.value or (self.rng.random() < self.braces and _short(node)):
            return [f"{head} {self.flow(node, shape)}{self.tail()}"]
        lines = [head + self.tail()]
        if node.kind == MAPPING:
            for key, value in node.value:
                lines += self.entry(key, value, _shape_of(shape, key), indent + self.step)
            return lines
        for item in node.value:
            lines += self.between(indent + self.dashes)
            lines += self.item(item, _shape_of(shape, None), indent + self.dashes)
        return lines

    def item(self, node: Node, shape: Shape, indent: int) -> list[str]:
        dash = " " * indent + "-"
        if node.kind == SCALAR:
            return self.scalar(dash, node, shape, indent)
        if node.kind == SEQUENCE or not node.value or (self.rng.random() < self.braces and _short(node)):
            return [f"{dash} {self.flow(node, shape)}{self.tail()}"]
        (first_key, first), *rest = node.value
        lines = self.value(f"{dash} {scalar_text(first_key.value)}:", first, _shape_of(shape, first_key), indent + 2)
        for key, value in rest:
            lines += self.entry(key, value, _shape_of(shape, key), indent + 2)
        return lines

    def scalar(self, head: str, node: Node, shape: Shape, indent: int) -> list[str]:
        words = str(node.value).split(" ")
        if _is_text(shape) and len(words) > 1 and _foldable(node.value) and self.rng.random() > self.plain:
            body = " " * (indent + self.step)
            cut = self.rng.randint(1, len(words) - 1)
            one, two = " ".join(words[:cut]), " ".join(words[cut:])
            if self.rng.random() < 0.5 and '"' not in node.value and "\\" not in node.value:
                return [f'{head} "{one}', f'{body}{two}"{self.tail()}']
            return [f"{head} >-{self.tail()}", body + one, body + two]
        return [f"{head} {self.one_line(node, shape)}{self.tail()}"]

    def flow(self, node: Node, shape: Shape) -> str:
        if node.kind == SCALAR:
            return self.one_line(node, shape, in_flow=True)
        space = self.rng.choice(["", " "])
        if node.kind == SEQUENCE:
            inner = _shape_of(shape, None)
            return "[" + space + ", ".join(self.flow(item, inner) for item in node.value) + space + "]"
        inside = ", ".join(f"{scalar_text(key.value, in_flow=True)}: {self.flow(value, _shape_of(shape, key))}"
                           for key, value in node.value)
        return "{" + space + inside + space + "}"

    def one_line(self, node: Node, shape: Shape, *, in_flow: bool = False) -> str:
        text = str(node.value)
        if not _is_text(shape):
            return quoted(text) if node.style else text if _is_plain_word(text) else scalar_text(text, in_flow=in_flow)
        if self.rng.random() < self.plain:
            return scalar_text(text, in_flow=in_flow)
        if text.isprintable() and self.rng.random() < 0.5:
            return "'" + text.replace("'", "''") + "'"
        return quoted(text)

    def between(self, indent: int) -> Iterator[str]:
        if self.rng.random() < self.blanks:
            yield self.rng.choice(["", "", "  "])
        if self.rng.random() < self.comments:
            yield " " * indent + self.remark()

    def tail(self) -> str:
        return f"  {self.remark()}" if self.rng.random() < self.comments / 2 else ""

    def remark(self) -> str:
        self.number += 1
        return f"# {self.rng.choice(['ask', 'see: table', 'why? #', 'said “so”'])} {self.number}"


def _shape_of(shape: Shape, key: Node | None) -> Shape:
    """What a value inside another one is."""
    if shape.kind == "extra":
        return shape
    if shape.kind == "table":
        return Shape(shape.choices[0])
    if key is None:
        return Shape({"texts": "text", "choices": "choice"}.get(shape.kind, "record"), of=shape.of)
    if shape.kind == "collection":
        return Shape("record", of=shape.of)
    assert shape.of is not None
    spec: FieldSpec = next(spec for spec in fields_of(shape.of) if spec.key == key.value)
    return spec.shape


def _is_text(shape: Shape) -> bool:
    return shape.kind not in ("extra", "flag", "whole", "number")


def _is_plain_word(text: str) -> bool:
    """Whether a text is a number, true, false or null, which quotes would turn into text."""
    try:
        float(text)
    except ValueError:
        return text in ("true", "false", "null")
    return True


def _short(node: Node) -> bool:
    if node.kind == SCALAR:
        return len(str(node.value)) < 60
    if node.kind == SEQUENCE:
        return len(node.value) < 6 and all(_short(item) for item in node.value)
    return len(node.value) < 6 and all(_short(value) for _, value in node.value)


def _foldable(text: str) -> bool:
    return text.isprintable() and text == text.strip() and "  " not in text and "#" not in text
