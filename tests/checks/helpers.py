"""Maps from a few lines of YAML, as people write them."""

from __future__ import annotations

from textwrap import dedent

from sysmap.checks import check
from sysmap.core.kinds import Document
from sysmap.core.map import Map
from sysmap.core.problem import Problem
from sysmap.core.uses import Uses
from sysmap.formats.read import read_text

__all__ = ["document", "found", "map_of", "messages"]


def document(text: str) -> Document:
    """The document in a whole file, which must be sound."""
    reading = read_text(dedent(text))
    assert reading.problems == []
    assert reading.document is not None
    return reading.document


def map_of(text: str, kind: str = "map", id_: str = "example") -> Map:
    """A map from what stands below its first four lines."""
    made = document(f"sysmap: 1\nkind: {kind}\nid: {id_}\ntitle: Example\n" + dedent(text))
    assert isinstance(made, Map)
    return made


def found(text: str, code: str, kind: str = "map", beside: list[Document] | None = None) -> list[Problem]:
    """What one rule finds in a map."""
    return [p for p in check(map_of(text, kind), Uses(beside or [])) if p.code == code]


def messages(text: str, code: str, kind: str = "map", beside: list[Document] | None = None) -> list[str]:
    """What one rule says of a map."""
    return [p.message for p in found(text, code, kind, beside)]
