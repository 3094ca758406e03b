"""Files that people with bad intentions, or bad luck, write: every text is shown as it is, nothing runs, nothing is fetched.

The fixture that opens a page fails the test for any request, dialog, error or complaint of the browser.
"""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.web.screen import Screen

HOSTILE = {
    "script": "</script><script>document.title = 'gone'</script>",
    "image": "<img src=https://example.org/x.png onerror=\"document.title = 'gone'\">",
    "frame": "<iframe src='https://example.org/'></iframe><base href='https://example.org/'>",
    "style": "</style><style>* { display: none !important }</style>",
    "css": "red; background: url(https://example.org/x.png)",
    "entities": "&lt;b&gt; &amp;amp; &#60;i&#62; &nbsp;",
    "template": "{{ 7 * 7 }} ${7 * 7} {% raw %}",
    "turned": "\u202etxet denrut \u2066\u200f\u061c",
    "comment": "<!-- --> <![CDATA[ ]]> <!--<script>",
    "proto": "__proto__",
    "spread": "a" * 10_000,
    "words": "word " * 2_000,
    "lines": "one\\ntwo\\u2028three\\u0007four",
    "marks": "e\u0301\u0301\u0301\u0301 \U0001f469\u200d\U0001f467 \u05d0\u05d1\u05d2",
}


def hostile_map(text: str) -> str:
    """A map that says the text wherever a text can be said."""
    quoted = '"' + text.replace('"', '\\"') + '"' if "\\n" in text else "'" + text.replace("'", "''") + "'"
    return f"""\
sysmap: 1
kind: theory
id: bad
title: {quoted}
purpose: {quoted}
version: {{name: {quoted}}}
actors: {{who: {{label: {quoted}}}}}
layers: [{{id: one, label: {quoted}}}, {{id: two, label: Two}}]
factors:
  a: {{label: {quoted}, layer: one, whose: [who], definition: {quoted}, notes: {quoted}}}
  b: {{label: B, layer: two, theme: {quoted}, status: observed}}
  constructor: {{label: Constructor, layer: two}}
links:
  - {{from: a, to: b, polarity: positive, why: {quoted}, notes: {quoted}}}
  - {{from: b, to: constructor, polarity: negative}}
  - {{from: constructor, to: a, polarity: unknown}}
loops:
  l: {{label: {quoted}, factors: [a, b, constructor]}}
views:
  - {{id: v, label: {quoted}, caption: {quoted}, query: {{upstream: b}}}}
"""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_shown_as_it_is_in_every_place(open_page: Callable[..., Screen], text: str) -> None:
    screen = open_page(hostile_map(text))
    page = screen.page
    count = "document.querySelectorAll('script, style, img, iframe, base, link, object').length"
    at_first = page.evaluate(count)
    title = page.title()
    shown = page.evaluate("JSON.parse(document.getElementById('sysmap-document').textContent).map.factors.a.label")
    screen.click_factor("a")
    assert screen.heading() == shown
    screen.open_panel("Ask")
    screen.picture_key("u", "d", "b")
    for panel in ("Show", "Views and files"):
        screen.open_panel(panel)
    screen.press("Start the tour")
    for way in ("Outline", "Tables", "Picture"):
        screen.read_as(way)
    screen.find("constructor")
    assert screen.heading() == "Constructor"
    assert page.evaluate(count) == at_first
    assert page.title() == title
    assert page.locator("h1").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", ["script", "style", "spread", "turned", "entities"])
def test_what_is_taken_away_holds_hostile_texts_as_text(open_page: Callable[..., Screen], name: str) -> None:
    screen = open_page(hostile_map(HOSTILE[name]), fragment="#panel=share")
    with screen.page.expect_download() as saved:
        screen.press("Picture as SVG")
    taken = Path(saved.value.path()).read_text(encoding="utf-8")
    tags = {one.tag.rpartition("}")[2] for one in ElementTree.fromstring(taken).iter()}  # noqa: S314
    assert tags <= {"svg", "title", "desc", "rect", "g", "path", "text", "circle"}
    with screen.page.expect_download() as saved:
        screen.press("Picture as PNG")
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


def test_what_every_object_has_is_no_factor_and_no_theme(open_page: Callable[..., Screen]) -> None:
    screen = open_page("""\
sysmap: 1
kind: map
id: plain
title: Plain
factors:
  a: {label: A, theme: constructor}
  b: {label: B, theme: toString, assumptions: [valueOf], mechanisms: [constructor]}
links:
  - {from: a, to: b, polarity: positive, mechanisms: [toString], assumptions: [constructor]}
""", fragment="#factor=constructor&only-constructor=x&colour=constructor&size=toString&view=valueOf&ask=up&of=constructor")
    assert screen.heading() == "Plain"
    screen.press("Whole map")
    screen.click_factor("b")
    assert "ToString" in screen.details()
    screen.open_panel("Show")
    assert "Constructor" in screen.page.locator("#panel-show").inner_text()
    screen.read_as("Tables")
    assert "constructor" in screen.text().lower()
