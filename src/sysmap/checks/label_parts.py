"""Pieces of a label: its words, the noun it is about, and how a neutral wording is put together from the rest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sysmap.checks import vocabulary as v
from sysmap.core.label_words import WORD, without_brackets, words_of

__all__ = ["LONGEST", "QUANTITY", "Wording", "adjective", "after", "capital", "first_of", "head_of",
           "neutral_wording", "small", "tidy", "until_preposition", "without_article"]

QUANTITY = v.word_set("number amount level levels quality availability extent share rate degree proportion")
_UNCOUNTED = v.word_set("staff people police")
_KEPT = v.word_set("strength effectiveness efficiency speed")
_GIVEN = v.word_set("training housing parking nursing education information accommodation")
LONGEST = 70
"""Characters of a wording that is still short enough to suggest."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What stands out in a label, and wordings to consider in its place."""

    words: str
    instead: tuple[str, ...] = ()


def after(text: str, words: int) -> str:
    """What follows the first words of a text."""
    found = list(WORD.finditer(without_brackets(text)))
    return without_brackets(text)[found[words].start():] if len(found) > words else ""


def without_article(text: str) -> str:
    """A text without the article it begins with."""
    low = words_of(text)
    return after(text, 1) if low and low[0] in v.ARTICLES else text


def until_preposition(low: list[str]) -> list[str]:
    """The words before the first preposition."""
    return low[: first_of(low, v.PREPOSITIONS)]


def first_of(low: list[str], words: Collection[str]) -> int:
    """The place of the first of some words; the number of all words where there is none."""
    return next((i for i, word in enumerate(low) if word in words), len(low))


def head_of(low: list[str]) -> str:
    """The noun that a label is about: the last word before the first preposition."""
    phrase = until_preposition(low)
    return phrase[-1] if phrase else ""


def adjective(word: str) -> bool:
    """Whether a word looks like an adjective."""
    return word not in v.MEASURES and word.endswith(v.ADJECTIVE_ENDINGS)


def neutral_wording(kind: str, rest: str) -> tuple[str, ...]:
    """A wording that can go both ways, if a short one can be built from the rest of the label."""
    if kind != "availability" or not rest.lower().startswith(("a ", "an ")):
        rest = without_article(rest)
    low = words_of(rest)
    if not low or low[0] in v.PREPOSITIONS or len(rest) > LONGEST:
        return ()
    if low[0] == "quality" and len(low) > 1 and low[1] not in v.PREPOSITIONS | {"and"}:
        return (f"Quality of {after(rest, 1)}",)
    head = head_of(low)
    if kind == "" or low[0] in QUANTITY or (kind not in _KEPT and head in v.MEASURES):
        return (capital(rest),)
    if kind == "availability" and head.endswith(("ation", "ing")) and head not in _GIVEN:
        kind = "extent"
    if kind in ("amount", "number"):
        if low[0].endswith("ed"):
            return ()
        many = head in _UNCOUNTED or (head.endswith("s") and not head.endswith("ss"))
        kind = "number" if many else "amount"
    if low[-1] in ("population", "workforce", "economy") and len(low) == 1:
        rest = f"the {rest}"
    return (f"{kind.capitalize()} of {small(rest)}",)


def tidy(text: str) -> str:
    """A text on one line, without spaces and punctuation at its ends."""
    return " ".join(text.split()).strip(" ,;.")


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """The text as it goes on within a sentence; abbreviations keep their capitals."""
    first = text.split(" ", 1)[0]
    return text if sum(c.isupper() for c in first) > 1 or first == "I" else text[:1].lower() + text[1:]
