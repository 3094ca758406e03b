"""Measuring and breaking text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import texts

from sysmap.views.layout.text import text_width, visible, wrap


def test_lines_are_as_even_as_they_can_be() -> None:
    assert wrap("A greater understanding of system regulation", 14, 150).lines == (
        "A greater", "understanding of", "system regulation")


def test_a_word_wider_than_the_line_is_broken_and_nothing_is_lost() -> None:
    lines = wrap("Donaudampfschifffahrtsgesellschaft", 14, 80).lines
    assert len(lines) > 1
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaft"


def test_a_word_may_break_after_a_slash() -> None:
    assert "patient/" in wrap("Improved patient/service user safety", 14, 140).lines[0]


def test_families_and_accents_are_not_torn_apart() -> None:
    family = "👩‍👧‍👦"
    assert all(line.count("\u200d") == 2 * line.count("👩") for line in wrap(family * 8, 14, 40).lines)


def test_control_characters_become_visible_and_breaks_become_spaces() -> None:
    assert visible("a\x07b\nc\ud800") == "a\ufffdb c\ufffd"


def test_wide_scripts_count_as_wide() -> None:
    assert text_width("你好", 10) > text_width("ab", 10) * 1.5
    assert text_width("e\u0301", 10) == text_width("e", 10)


@given(texts, st.floats(30, 300), st.integers(1, 12))
def test_no_line_is_wider_than_allowed_and_no_text_is_lost(text: str, width: float, most: int) -> None:
    wrapped = wrap(text, 14, width, most=most)
    assert len(wrapped.lines) <= most
    assert all(text_width(line, 14) <= width or len(visible(line)) <= 12 for line in wrapped.lines)
    if not wrapped.cut:
        assert "".join(wrapped.lines).replace(" ", "") == visible(text).replace(" ", "")
