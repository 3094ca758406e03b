"""Which way a link works, from words of many tools."""

from __future__ import annotations

import pytest
from tests.formats.foreign.helping import brought, signs_of, told

from sysmap.core.problem import Refused
from sysmap.formats.foreign.signs import SignTable, number_of


@pytest.mark.parametrize(("words", "polarity"), [
    (["+", "++", "Positive", "same", "s", "S", "increases", "+ve", "1", 1, 1.0, "Positive influence", "strong +ve link"], "positive"),
    (["-", "−", "–", "--", "Negative", "opposite", "o", "decreases", "-ve", "-1", -1, -0.3, "reduces"], "negative"),
    (["±", "+/-", "mixed", "depends", "positive or negative", "both"], "mixed"),
    (["", "?", "NA", "n/a", "None", None, 0, "0", "unknown", "Sample", "not positive", "banana", "nan", float("nan")], "unknown"),
])
def test_words_of_other_tools(words: list[object], polarity: str) -> None:
    table = SignTable()
    assert {word: table.read(word).polarity for word in words} == dict.fromkeys(words, polarity)


def test_what_the_user_says_comes_first() -> None:
    assert SignTable.said(["Sample=+", "colour:red=negative"]).read("sample").polarity == "positive"
    with pytest.raises(Refused, match="WORD=POLARITY"):
        SignTable.said(["red"])
    with pytest.raises(Refused, match="positive"):
        SignTable.said(["red=postive"])


def test_no_word_that_is_no_number_is_read_as_one() -> None:
    assert [number_of(word) for word in ("1e400", "inf", "1_000", "true", True, "0x10", "1,5", "50%")] == [
        None, None, None, None, None, None, 1.5, 0.5]


DOT = '<graphml><graph edgedefault="directed"><node id="a"/><node id="b"/><node id="c"/>{}</graph></graphml>'


def edge(ends: str, colour: str) -> str:
    return f'<edge source="{ends[0]}" target="{ends[1]}"><data key="color">{colour}</data></edge>'


def test_colours_are_a_guess_only_where_nothing_else_says_a_sign_and_both_are_drawn() -> None:
    both = brought(DOT.format(edge("ab", "#00aa00") + edge("bc", "red")), "x.graphml")
    assert signs_of(both) == {"a->b": "positive", "b->c": "negative"}
    assert [row.guessed for row in both.report.signs] == [True, True]
    one = brought(DOT.format(edge("ab", "red") + edge("bc", "red")), "x.graphml")
    assert set(signs_of(one).values()) == {"unknown"}
    said = brought(DOT.format(edge("ab", "red") + edge("bc", "red")), "x.graphml", signs={"colour:red": "negative"})
    assert set(signs_of(said).values()) == {"negative"}


def test_a_delay_mark_that_says_no_length_is_told() -> None:
    made = brought("from,to,sign,delay\na,b,+,yes\nb,c,+,short\nc,a,+,no\n", "x.csv")
    assert [link.delay for link in made.map.links.values()] == ["long", "short", None]
    assert "1 delay mark" in told(made, "delay")
