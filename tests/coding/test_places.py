"""A coded passage is found again after the document was saved with another layout, and said to be lost where it is gone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysmap.coding.places import find_passage, passage_of
from sysmap.core.evidence import Passage
from sysmap.formats.text_document import plain_document

TEXT = ("Interviewer: What changed?\nNurse: After the course we made fewer slips, and people asked more.\n"
        "Interviewer: Since when?\nNurse: Since May. Before that, nobody asked.\n")
WORDS = "we made fewer slips, and people asked more"


def coded(text: str, words: str = WORDS) -> Passage:
    start = text.index(words)
    return passage_of(plain_document("a.txt", text), start, start + len(words))


@pytest.mark.parametrize(("change", "how"), [
    (lambda text: text, "same"),
    (lambda text: "A title page\n\n" + text, "moved"),
    (lambda text: re.sub(r" ", "\n", text), "same"),
    (lambda text: text.replace("\n", "\r\n\r\n").replace(" ", "   "), "moved"),
    (lambda text: text.replace("fewer", "few-\ner").upper().replace("FEW-\nER", "few-\ner"), "same"),
    (lambda text: text.replace("fewer slips,", "far fewer slips –"), "changed"),
    (lambda text: text.replace(WORDS, "it was cold"), "lost"),
])
def test_a_passage_is_found_after_the_document_changed(change, how: str) -> None:  # type: ignore[no-untyped-def]
    after = plain_document("a.txt", change(TEXT))
    found = find_passage(after, coded(TEXT))
    assert found.how == how
    if how in ("same", "moved"):
        there = after.text[found.start:found.end].lower().replace("-\n", "")
        assert " ".join(there.split()) == WORDS
    if how == "changed":
        assert after.text[found.start:found.end] == "we made far fewer slips – and people asked more"


def test_of_equal_words_the_one_with_the_same_surroundings_is_taken() -> None:
    text = "The cook said yes to that. The nurse said yes to this. The boss said yes to them."
    start = text.index("yes to this")
    passage = passage_of(plain_document("a.txt", text), start, start + 3)
    moved = plain_document("a.txt", "The boss said yes to them. " * 3 + text)
    found = find_passage(moved, passage)
    assert moved.text[found.end:].startswith(" to this")


def test_an_offset_counts_characters_and_not_their_halves() -> None:
    text = "🙂🙂 We made fewer slips. 🙂"
    passage = coded(text, "fewer slips")
    assert (passage.start, passage.words) == (11, "fewer slips")
    assert find_passage(plain_document("a.txt", text), passage).how == "same"


def test_nothing_is_found_in_a_document_about_something_else() -> None:
    other = plain_document("a.txt", "The harvest was late. Rain fell for weeks, and the roads were closed. " * 400)
    assert find_passage(other, coded(TEXT)).how == "lost"


def test_a_long_document_is_searched_where_the_rare_words_are() -> None:
    filler = "It was said that the service ran as it always ran, and nobody asked for more. " * 2000
    changed = plain_document("a.txt", filler + TEXT.replace("fewer slips,", "fewer and fewer slips,") + filler)
    found = find_passage(changed, coded(TEXT))
    assert found.how == "changed"
    assert changed.text[found.start:found.end] == "we made fewer and fewer slips, and people asked more"


@given(st.text(alphabet="ab cd\n.é“”-ﬁ🙂", min_size=1, max_size=200), st.data())
def test_what_was_coded_is_found_in_the_same_document_whatever_is_in_it(text: str, data: st.DataObject) -> None:
    document = plain_document("a.txt", text)
    if not document.text.strip():
        return
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    if not document.text[start:end].strip():
        return
    passage = passage_of(document, start, end)
    found = find_passage(document, passage)
    if any(sign.isalnum() for sign in passage.words):
        assert found.how in ("same", "moved")
