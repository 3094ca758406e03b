"""Which characters a text may hold: none that a reader cannot see, and none that turns what is read round.

A control character trips other programs; a line separator is a line break to some and none to others; an invisible
character makes two labels that look the same differ; a bidirectional control shows a text in another order than it is
written. Those that a script needs are allowed where it needs them: joiners inside Arabic, Indic and other such words and
inside an emoji, direction marks in a text that has letters written from right to left.

A letter of another alphabet that looks like a Latin one is no such character: Greek and Cyrillic are written here too. It is
only suspicious inside a word whose other letters are Latin.

Sources: Unicode Technical Standard 39 (Unicode Security Mechanisms), UTS 55 (Unicode Source Code Handling).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["CONTROL", "Unwanted", "as_latin", "two_alphabets_in", "unwanted_in", "without_unwanted"]

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


_CYRILLIC = ("\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
             "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405")
_GREEK = "\u03bf\u03bd\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
_LOOKALIKE = str.maketrans(_CYRILLIC + _GREEK, "aeopcxyijshdqwABEKMHOPCTXIJS" + "ovABEZHIKMNOPTYX")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")


def two_alphabets_in(text: str) -> str | None:
    """The first word that has Latin letters and others that only look Latin, or `None`.

    >>> two_alphabets_in("More st\u0430ff"), two_alphabets_in("\u043f\u0435\u0440 \u0441 staff"), two_alphabets_in("5 \u03bcg")
    ('stаff', None, None)
    """
    if text.isascii():
        return None
    words = (match.group() for match in _WORD.finditer(text))
    return next((word for word in words if word.translate(_LOOKALIKE) != word and _LATIN.search(word)), None)


def as_latin(text: str) -> str:
    """The text with letters that only look Latin made Latin, to compare what readers take for the same.

    >>> as_latin("St\u0430ff")
    'Staff'
    """
    return text if text.isascii() else text.translate(_LOOKALIKE)
