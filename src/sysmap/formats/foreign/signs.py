"""Which way a link works: the table by which words, letters, numbers and styles of other tools are read as signs.

Unknown is no sign and zero is no sign: neither is read as positive. A word that is not in the table stays as it is, and the
report shows it, so that whoever knows the file can add it (`--sign WORD=positive`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.words import Delay, Polarity, Strength

__all__ = ["SignReading", "SignTable", "delay_of", "number_of", "strength_of"]

How = Literal["word", "phrase", "number", "weight", "colour", "given", "none"]

_WORDS: dict[Polarity, str] = {
    "positive": "+|++|+++|+ve|ve+|pos|positive|positively|plus|same|s|increases|increase|increasing|more|up|promotes|excites|"
                "supports|strengthens|enables|enhances|raises|improves|leads to more|proportional|→+|same direction",
    "negative": "-|--|---|-ve|ve-|neg|negative|negatively|minus|opposite|o|decreases|decrease|decreasing|less|down|reduces|"
                "lowers|inhibits|weakens|hinders|prevents|blocks|leads to less|inverse|inversely|→-|opposite direction",
    "mixed": "±|+/-|-/+|+-|-+|mixed|both|depends|it depends|ambiguous|conditional|context dependent|depends on context|"
             "positive or negative|positive/negative|varies",
    "unknown": "?|unknown|unclear|uncertain|unsigned|undefined|unspecified|undetermined|not said|not sure|not stated|don't know|"
               "n/a|na|nan|none|null|neutral|no sign|sample|default|.",
}
_TABLE: dict[str, Polarity] = {word: polarity for polarity, words in _WORDS.items() for word in words.split("|")}
_TOKEN = re.compile(r"[+-]+ve\b|(?<!\w)[+-]{1,3}(?!\w)|[a-z]+")
_IN_PHRASES: dict[str, Polarity] = {word: polarity for word, polarity in _TABLE.items()
                                    if polarity in ("positive", "negative") and word not in ("s", "o", "up", "down", "more", "less")}
_FILLING = frozenset("influence influences effect effects link links impact relationship relation causal causality correlation "
                     "association connection arrow polarity direct".split())
_STRENGTHS: dict[str, Strength] = {
    **dict.fromkeys(("weak", "weakly", "low", "slight", "slightly", "small", "minor"), "weak"),
    **dict.fromkeys(("medium", "moderate", "moderately", "mid"), "medium"),
    **dict.fromkeys(("strong", "strongly", "high", "highly", "large", "major"), "strong"),
}
_DELAYS: dict[str, Delay] = {"short": "short", "medium": "medium", "long": "long"}
_MARKED = frozenset(("yes", "y", "true", "x", "1", "delay", "delayed", "||", "|"))
_UNMARKED = frozenset(("", "no", "n", "false", "0", "none", "na", "n/a", "immediate", "instant"))


@dataclass(slots=True)
class SignReading:
    """What a word was read as, and how: by the table, as part of a phrase, as a number, or by what the user said."""

    polarity: Polarity = "unknown"
    how: How = "none"
    strength: Strength | None = None


@dataclass(slots=True)
class SignTable:
    """Reads signs and remembers what each word was read as.

    >>> table = SignTable()
    >>> [table.read(word).polarity for word in ("+ve", "Opposite", 0, "?", -1, "Strong positive influence", "banana")]
    ['positive', 'negative', 'unknown', 'unknown', 'negative', 'positive', 'unknown']

    Parameters
    ----------
    given : words that the user said how to read.
    own : words that the format itself defines otherwise than the table.
    """

    given: Mapping[str, Polarity] = field(default_factory=dict)
    own: Mapping[str, Polarity] = field(default_factory=dict)
    _known: dict[str, SignReading] = field(default_factory=dict)

    @classmethod
    def said(cls, pairs: list[str] | tuple[str, ...]) -> SignTable:
        """The table with what was said as ``WORD=POLARITY``.

        Raises
        ------
        Refused : a pair is not of this form, or names no polarity.
        """
        given: dict[str, Polarity] = {}
        for pair in pairs:
            word, equals, polarity = pair.rpartition("=")
            meant = _TABLE.get(polarity.strip().casefold())
            if not equals or meant is None:
                raise Refused(Problem(code="S03", message=f"“{pair}” does not say how a word is read as a sign.",
                                      hint=f"Write WORD=POLARITY; {one_of(polarity, get_args(Polarity))}"))
            given[_plain(word)] = meant
        return cls(given)

    def read(self, said: Any) -> SignReading:
        """What a word or number says."""
        if said is None:
            return SignReading()
        word = _plain(said)
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._read(word)
        return known

    def _read(self, word: str) -> SignReading:
        if word in self.given:
            return SignReading(self.given[word], "given")
        if word in self.own:
            return SignReading(self.own[word], "word")
        if not word:
            return SignReading()
        if word in _TABLE:
            return SignReading(_TABLE[word], "word", "strong" if len(word) > 1 and not word.strip("+-") and len(set(word)) == 1
                           else None)
        number = number_of(word)
        if number is not None:
            return SignReading("positive" if number > 0 else "negative" if number < 0 else "unknown", "number")
        tokens = _TOKEN.findall(word.replace("_", " "))
        found = {_IN_PHRASES[token] for token in tokens if token in _IN_PHRASES}
        strength = next((_STRENGTHS[token] for token in tokens if token in _STRENGTHS), None)
        if "not" in tokens or "no" in tokens:
            return SignReading(strength=strength)
        if len(found) == 1:
            rest = {token for token in tokens if token not in _IN_PHRASES and token not in _STRENGTHS and token not in _FILLING}
            return SignReading(found.pop(), "phrase" if rest else "word", strength)
        return SignReading("mixed", "phrase", strength) if found else SignReading(strength=strength)


def number_of(said: Any) -> float | None:
    """A finite number, or `None`.

    >>> number_of("0,25"), number_of("30%"), number_of("nan"), number_of("two"), number_of("1_0")
    (0.25, 0.3, None, None, None)
    """
    if isinstance(said, bool) or said is None:
        return None
    if isinstance(said, int | float):
        return float(said) if math.isfinite(said) else None
    text = str(said).strip().replace("−", "-")
    if "_" in text or len(text) > 40:
        return None
    share = text.endswith("%")
    if share:
        text = text[:-1].strip()
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        return None
    return (number / 100 if share else number) if math.isfinite(number) else None


def strength_of(said: Any) -> Strength | None:
    """A word for a strength as this package's word.

    >>> strength_of("High"), strength_of("moderately"), strength_of(3)
    ('strong', 'medium', None)
    """
    return _STRENGTHS.get(str(said).strip().casefold())


def delay_of(said: Any) -> tuple[Delay | None, bool]:
    """A delay as this package's word, and whether there is only a mark that does not say how long.

    >>> delay_of("short"), delay_of(True), delay_of("no")
    (('short', False), (None, True), (None, False))
    """
    word = ("true" if said else "false") if isinstance(said, bool) else str(said if said is not None else "").strip().casefold()
    if word in _DELAYS:
        return _DELAYS[word], False
    if word in _UNMARKED:
        return None, False
    number = number_of(word)
    return None, word in _MARKED or (number is not None and number > 0)


def _plain(said: Any) -> str:
    if isinstance(said, float) and said.is_integer():
        said = int(said)
    word = " ".join(str(said).replace("−", "-").replace("–", "-").replace("＋", "+").split()).casefold()
    return word.strip("\"'“”") if len(word) > 1 else word
