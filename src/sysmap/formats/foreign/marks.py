"""Colours and lines of drawings in a word: red, green, dashed."""

from __future__ import annotations

import colorsys
import re

__all__ = ["colour_word", "line_word"]

_NAMED = {"red": "red", "darkred": "red", "crimson": "red", "firebrick": "red", "green": "green", "darkgreen": "green",
          "forestgreen": "green", "limegreen": "green", "lime": "green", "seagreen": "green", "blue": "blue", "black": "black"}
_HEX = re.compile(r"#?([0-9a-f]{6})(?:[0-9a-f]{2})?\Z")
_SHORT = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])\Z")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)")


def colour_word(said: object) -> str:
    """A colour as red, green, blue, black or other; empty where none is said.

    >>> colour_word("#d62728"), colour_word("rgb(0, 128, 0)"), colour_word("#888"), colour_word("")
    ('red', 'green', 'black', '')
    """
    text = str(said or "").strip().lower()
    if not text:
        return ""
    if text in _NAMED:
        return _NAMED[text]
    found = _RGB.match(text)
    if found:
        red, green, blue = (min(int(part), 255) for part in found.groups())
    else:
        short = _SHORT.match(text)
        long = _HEX.match("#" + "".join(part * 2 for part in short.groups()) if short else text)
        if not long:
            return "other"
        red, green, blue = (int(long.group(1)[at:at + 2], 16) for at in (0, 2, 4))
    hue, saturation, value = colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)
    if saturation < 0.35 or value < 0.2:
        return "black"
    degrees = hue * 360
    return "red" if degrees < 18 or degrees > 342 else "green" if 80 <= degrees <= 165 else "blue" if 190 <= degrees <= 260 else "other"


def line_word(said: object) -> str:
    """A line as dashed or dotted; empty for a plain one.

    >>> line_word("dashed_dotted"), line_word([2, 8]), line_word(True), line_word("line")
    ('dashed', 'dotted', 'dashed', '')
    """
    if isinstance(said, list | tuple):
        first = said[0] if said and isinstance(said[0], int | float) else 0
        return "dotted" if 0 < first <= 3 else "dashed" if first else ""
    if isinstance(said, bool):
        return "dashed" if said else ""
    text = str(said or "").lower()
    return "dashed" if "dash" in text else "dotted" if "dot" in text else ""
