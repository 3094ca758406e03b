"""The JSON Schema agrees with the reader: what one takes, the other takes."""

from __future__ import annotations

from pathlib import Path

import jsonschema_rs
import pytest

from sysmap.formats.nodes import compose, plain_value
from sysmap.formats.read import read_text
from sysmap.formats.schema import schema
from sysmap.formats.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
VALIDATOR = jsonschema_rs.validator_for(schema())


@pytest.mark.parametrize("path", Workspace(ROOT).files(), ids=lambda path: path.stem)
def test_the_schema_takes_every_file_of_the_repository(path: Path) -> None:
    root = compose(path.read_text(encoding="utf-8"))
    assert root is not None
    assert [error.message for error in VALIDATOR.iter_errors(plain_value(root))] == []


@pytest.mark.parametrize("text", [
    "sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {a: {label: A, colour: red}}",
    "sysmap: 1\nkind: map\nid: m\ntitle: M\nlinks: [{from: a, to: b, polarity: upwards}]",
    "sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {a: {importance: 9, label: A}}",
    "sysmap: 1\nkind: map\nid: 1e3\ntitle: M",
    "sysmap: 1\nkind: map\ntitle: M",
    f"sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {{a: {'A' * 301}}}",
    'sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {a: {label: A, aliases: ["Trust\\u0007"]}}',
    "sysmap: 2\nkind: map\nid: m\ntitle: M",
    "sysmap: 1\nkind: mapp\nid: m\ntitle: M",
])
def test_what_the_reader_finds_wrong_the_schema_refuses(text: str) -> None:
    assert read_text(text).problems
    root = compose(text)
    assert root is not None
    assert not VALIDATOR.is_valid(plain_value(root))


def test_short_forms_are_taken_by_both() -> None:
    text = 'sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {a: Trust}\nlinks: [{from: a, to: a, polarity: "-"}]'
    assert read_text(text).problems == []
    root = compose(text)
    assert root is not None
    assert VALIDATOR.is_valid(plain_value(root))
