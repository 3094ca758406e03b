"""What holds for every document that can be written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import documents, maps

from sysmap.core.kinds import KINDS
from sysmap.core.map import Map
from sysmap.formats.plain import plain, record_from
from sysmap.formats.read import read_text
from sysmap.formats.tidy import format_text, text_of

ONE_OF_EACH = [kind for kind, cls in KINDS.items() if cls is not Map or kind == "theory"]


@pytest.mark.parametrize("kind", ONE_OF_EACH)
@given(data=st.data())
def test_what_is_written_reads_back_the_same_and_is_in_the_house_layout(kind: str, data: st.DataObject) -> None:
    document = data.draw(documents(kind))
    text = text_of(document, kind)
    reading = read_text(text)
    assert reading.problems == []
    assert reading.document == document
    assert orders(reading.document) == orders(document)
    assert format_text(text) == text


@given(maps())
def test_plain_data_reads_back_the_same(map_: Map) -> None:
    assert record_from(Map, plain(map_)) == map_


def orders(document: Any) -> Any:
    return {name: list(getattr(document, name)) for name in document.__slots__ if isinstance(getattr(document, name), dict)}
