"""How wide a text is, and how it is broken into lines, without any font at hand.

The widths are those of Liberation Sans, which has the metrics of Arial and Helvetica (measured once, thousandths of
the font size), raised by a few per cent. A font that is wider still, such as DejaVu Sans (a seventh wider), then
reaches into the padding of a box but not beyond it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

__all__ = ["LETTERS", "Wrapped", "filled", "text_room", "text_width", "visible", "wrap"]

_FIRST = 32
_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)
_SAFETY = 1.04
_BOLD = 1.1
_LONGEST = 2000
"""Characters of a label that are looked at; no box holds more."""
_ELLIPSIS = "…"
_BREAK_AFTER = frozenset("/-–—")


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A text in lines, the width of the widest, and whether the end had to be left out."""

    lines: tuple[str, ...]
    width: float
    cut: bool


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """A safe estimate of how wide a line of text is drawn, in the unit of `size`.

    >>> text_width("iii", 10) < text_width("WWW", 10)
    True
    """
    return sum(map(_width, text)) * size * (_BOLD * _SAFETY if bold else _SAFETY) / 1000


@functools.lru_cache(maxsize=4096)
def _width(char: str) -> int:
    code = ord(char)
    if code < 127:
        return _ASCII[code - _FIRST] if code >= _FIRST else 0
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return 0
    if code >= 0x1F000:
        return 1400
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 1050
    base = unicodedata.normalize("NFD", char)[0]
    if base != char:
        return _width(base)
    if char in "‘’‚‹›·•\u00a0\u202f":
        return 350
    if category in ("Po", "Pi", "Pf", "Pd", "Zs") and code not in (0x2014, 0x2013, 0x2026, 0x2015):
        return 560
    if category == "Lu":
        return 800
    if category in ("Ll", "Lo", "Lm", "Nd"):
        return 740 if 0x600 <= code < 0x780 else 640
    return 1000


LETTERS = _ASCII
"""Widths of the characters from the space to the tilde; the browser gets them with the page's style."""


def text_room(text: str, size: float, *, bold: bool = False) -> float:
    """What a line of words around a picture takes: as `text_width`, but plain enough for the browser to reckon the same.

    >>> round(text_room("Delayed", 12), 2)
    45.78
    """
    wide = sum(_ASCII[ord(char) - _FIRST] if _FIRST <= ord(char) < 127 else 620 for char in text)
    return wide * size * (_BOLD * _SAFETY if bold else _SAFETY) / 1000


def filled(text: str, size: float, width: float, most: int) -> list[str]:
    """A bold heading in lines, each as full as it goes; what is left over ends in an ellipsis."""
    lines = [""]
    for word in filter(None, re.split("[ \t\n\r\x0b\x0c]+", text[:_LONGEST])):
        rest = word
        while rest:
            there = f"{lines[-1]} {rest}" if lines[-1] and rest is word else lines[-1] + rest
            if text_room(there, size, bold=True) <= width:
                lines[-1], rest = there, ""
            elif lines[-1]:
                lines.append("")
            else:
                fits = max(1, next((i for i in range(1, len(rest) + 1) if text_room(rest[:i], size, bold=True) > width), len(rest)) - 1)
                lines[-1], rest = rest[:fits], rest[fits:]
                lines.append("")
    lines = [line for line in lines if line]
    return lines if len(lines) <= most else [*lines[:most - 1], f"{lines[most - 1]} …"]


def visible(text: str) -> str:
    """A text on one line, with characters that nothing can show (and XML forbids) made visible as `U+FFFD`."""
    return " ".join(word for word in "".join(_shown(char) for char in text).split(" ") if word)


def _shown(char: str) -> str:
    if char in "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029":
        return " "
    code = ord(char)
    hidden = code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE
    return "\N{REPLACEMENT CHARACTER}" if hidden or 0xFDD0 <= code < 0xFDF0 else char


def wrap(text: str, size: float, width: float, *, most: int = 12, bold: bool = False) -> Wrapped:
    """Break a text into the fewest lines that fit, and these as even as they can be.

    Words stay whole where they fit; a word wider than the line is broken between characters.

    Parameters
    ----------
    text : the text, of any length.
    size, width : font size and widest line, in the same unit.
    most : lines at most; a longer text ends in an ellipsis.
    bold : measure in bold.

    >>> wrap("Improvements made are inclusive of social care", 14, 150).lines
    ('Improvements', 'made are inclusive', 'of social care')
    """
    shown = visible(text[:_LONGEST])
    pieces = _pieces(shown, size, width, bold)
    lines = _fill(pieces, size, width, bold)
    cut = len(lines) > most or len(text) > _LONGEST
    if cut:
        lines = lines[:most]
        last = lines[-1]
        while last and text_width(last + _ELLIPSIS, size, bold=bold) > width:
            last = last[:-1]
        lines[-1] = last.rstrip() + _ELLIPSIS
    elif len(lines) > 1:
        lines = _even(pieces, lines, size, width, bold)
    return Wrapped(tuple(lines), max((text_width(line, size, bold=bold) for line in lines), default=0.0), cut)


def _even(pieces: list[str], lines: list[str], size: float, width: float, bold: bool) -> list[str]:
    """The same number of lines in the narrowest width that gives it."""
    low, high = width / 2, width
    best = lines
    for _ in range(6):
        middle = (low + high) / 2
        tried = _fill(pieces, size, middle, bold)
        if len(tried) <= len(lines) and all(text_width(line, size, bold=bold) <= width for line in tried):
            best, high = tried, middle
        else:
            low = middle
    return best


def _fill(pieces: list[str], size: float, width: float, bold: bool) -> list[str]:
    lines: list[str] = []
    current, used = "", 0.0
    for piece in pieces:
        wide = text_width(piece, size, bold=bold)
        bare = text_width(piece.rstrip(), size, bold=bold)
        if current and used + bare > width:
            lines.append(current.rstrip())
            current, used = piece, wide
        else:
            current, used = current + piece, used + wide
    if current.strip() or not lines:
        lines.append(current.rstrip())
    return lines


def _pieces(text: str, size: float, width: float, bold: bool) -> list[str]:
    """Words with the space after them, further cut after slashes and hyphens and where they exceed the width."""
    found: list[str] = []
    words = text.split(" ")
    for number, word in enumerate(words):
        space = " " if number < len(words) - 1 else ""
        parts, start = [], 0
        for i, char in enumerate(word[:-1]):
            if char in _BREAK_AFTER and i - start >= 2 and len(word) - i > 3:
                parts.append(word[start:i + 1])
                start = i + 1
        parts.append(word[start:] + space)
        for part in parts:
            found.extend(_broken(part, size, width, bold))
    return found


def _broken(word: str, size: float, width: float, bold: bool) -> list[str]:
    if text_width(word.rstrip(), size, bold=bold) <= width:
        return [word]
    pieces, current = [], ""
    for char in word:
        joined = unicodedata.combining(char) or char in "\u200d\ufe0f\ufe0e" or current.endswith("\u200d")
        if current and not joined and text_width((current + char).rstrip(), size, bold=bold) > width:
            pieces.append(current)
            current = char
        else:
            current += char
    return [*pieces, current]
