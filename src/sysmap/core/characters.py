"""Which characters a text may hold: none that a reader cannot see, and none that turns what is read round.

A control character trips other programs; a line separator is a line break to some and none to others; an invisible
character makes two labels that look the same differ; a bidirectional control shows a text in another order than it is
written. Those that a script needs are allowed where it needs them: joiners inside Arabic, Indic and other such words and
inside an emoji, direction marks in a text that has letters written from right to left.

Sources: Unicode Technical Standard 39 (Unicode Security Mechanisms), UTS 55 (Unicode Source Code Handling).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["CONTROL", "Unwanted", "unwanted_in", "without_unwanted"]

_SUSPICIOUS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029"
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]")
"""Control characters and line separators, which no text may hold: all but tab, line feed and carriage return."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINERS = "\u200c\u200d"
_MARKS = "\u200e\u200f\u061c"
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f")


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A character that a text may not hold.

    Attributes
    ----------
    index : where it stands, from 0.
    sign : the character.
    control : whether it is a control character or line separator; else it is invisible or changes the direction.
    """

    index: int
    sign: str
    control: bool

    @property
    def name(self) -> str:
        """What it is called.

        >>> Unwanted(0, "\\u200b", False).name, Unwanted(0, "\\x1b", True).name
        ('U+200B zero width space', 'U+001B')
        """
        return f"U+{ord(self.sign):04X} {unicodedata.name(self.sign, '').lower()}".strip()


def unwanted_in(text: str) -> Unwanted | None:
    """The first character that a text may not hold, or `None`.

    >>> unwanted_in("Staff"), unwanted_in("St\\u200baff").name, unwanted_in("\\u202elive").name
    (None, 'U+200B zero width space', 'U+202E right-to-left override')
    >>> unwanted_in("\\U0001f468\\u200d\\U0001f469 family") is None, unwanted_in("\\u0645\\u06cc\\u200c\\u062e") is None
    (True, True)
    """
    return next(_unwanted(text), None)


def _unwanted(text: str) -> Iterator[Unwanted]:
    if _SUSPICIOUS.search(text) is None:
        return
    flags = [match.span() for match in _FLAG.finditer(text)]
    for match in _SUSPICIOUS.finditer(text):
        at, sign = match.start(), match.group()
        needed = ((sign in _JOINERS and at > 0 and _joins(text[at - 1]))
                  or (sign in _MARKS and _RIGHT_TO_LEFT.search(text) is not None)
                  or any(start < at < end for start, end in flags))
        if not needed:
            yield Unwanted(at, sign, CONTROL.match(sign) is not None)


def _joins(before: str) -> bool:
    """Whether a joiner after this character does something: after letters of joining scripts, and in emoji."""
    return before >= "\u0590" and not "\u1e00" <= before <= "\u206f"


def without_unwanted(text: str) -> str:
    """The text without what it may not hold, for texts of other tools that are taken over.

    >>> without_unwanted("Sta\\u200bff\\x00"), without_unwanted("\\U0001f468\\u200d\\U0001f469")
    ('Staff', '\U0001f468\u200d\U0001f469')
    """
    while found := {one.index for one in _unwanted(text)}:
        text = "".join(sign for at, sign in enumerate(text) if at not in found)
    return text
