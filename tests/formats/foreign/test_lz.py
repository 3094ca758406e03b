"""The packing of PRSM's files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.foreign.helping import brought
from tests.formats.foreign.test_samples import FOLDER

from sysmap.formats.foreign.lz import packed, unpacked


@given(st.text(max_size=300) | st.text("ab", max_size=2000))
def test_what_is_packed_comes_back(text: str) -> None:
    assert unpacked(packed(text), 10_000) == text


def test_a_packed_file_is_read_as_the_plain_one() -> None:
    plain = (FOLDER / "bees.prsm").read_text(encoding="utf-8")
    assert brought(packed(plain), "x.prsm").map == brought(plain, "x.prsm").map


def test_a_text_that_unpacks_to_far_more_is_stopped() -> None:
    bomb = packed("a" * 2_000_000)
    assert len(bomb) < 4_000
    with pytest.raises(ValueError, match="too much"):
        unpacked(bomb, 1_000_000)


@pytest.mark.parametrize("text", ["", "ᯡ", "\x10\x11", packed("a text of some length")[:6]])
def test_a_text_that_breaks_off_is_no_packed_text(text: str) -> None:
    with pytest.raises(ValueError, match=r"breaks off|no such piece"):
        unpacked(text, 100)
