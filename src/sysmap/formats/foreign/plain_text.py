"""Labels and notes as plain text: markup, escapes and line breaks of other tools taken out."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

__all__ = ["is_markup", "label_text", "note_text"]

_TAG = re.compile(
    r"</?(?:a|b|big|blockquote|body|br|center|code|div|em|font|h[1-6]|hr|html|i|img|li|ol|p|pre|s|script|small|span|strike|"
    r"strong|style|sub|sup|table|tbody|td|th|tr|u|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\u00a0\u2028\u2029\x85]+")
_PLAIN = re.compile(r"[^\s<&\x00-\x1f\x7f-\xa0\xad\u200b-\uffff]+(?: [^\s<&\x00-\x1f\x7f-\xa0\xad\u200b-\uffff]+)*\Z")
_BLOCKS = frozenset("p div br li tr h1 h2 h3 h4 h5 h6 hr blockquote table ul ol pre".split())
_LONGEST = 4000


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.silent += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag == "td":
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS and tag != "li":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def is_markup(text: str) -> bool:
    """Whether a text holds tags or escapes of HTML.

    >>> is_markup("<b>Trust</b>"), is_markup("income < 5k"), is_markup("R&amp;D")
    (True, False, True)
    """
    return ("<" in text and _TAG.search(text) is not None) or ("&" in text and _ENTITY.search(text) is not None)


def note_text(text: str) -> str:
    """A note as plain text; its lines stay lines.

    >>> note_text("<p>Two days<br>a year</p>")
    'Two days\\na year'
    """
    if _PLAIN.match(text) and len(text) < 200:
        return text
    if "<" in text and _TAG.search(text):
        words = _Words()
        words.feed(text[:1_000_000])
        words.close()
        text = "".join(words.parts)
    elif "&" in text:
        text = html.unescape(text)
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [_SPACE.sub(" ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def label_text(text: str) -> str:
    """A label on one line.

    >>> label_text("Pesticide\\nuse"), label_text("<div>Bee&nbsp;health</div>"), label_text("a < b & c")
    ('Pesticide use', 'Bee health', 'a < b & c')
    """
    if _PLAIN.match(text):
        return text
    return " ".join(note_text(text).split())[:_LONGEST]
