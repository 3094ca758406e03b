"""The words of a label, as labels are compared and read."""

from __future__ import annotations

import re

__all__ = ["BRACKETS", "LONGEST_READ", "WORD", "plain_words", "without_brackets", "words_of"]

WORD = re.compile(r"[^\W_](?:[\w'’-]*[^\W_])?")
"""A word: letters and digits, with hyphens and apostrophes within."""
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
"""What stands in round or square brackets."""
LONGEST_READ = 500
"""Characters of a label that are read."""


def words_of(label: str) -> list[str]:
    """The words of a label in lower case, without what stands in brackets.

    >>> words_of("Social care (e.g. home care)")
    ['social', 'care']
    """
    return [word.lower() for word in plain_words(label)]


def plain_words(label: str) -> list[str]:
    """The words of a label as they are written, without what stands in brackets."""
    label = label[:LONGEST_READ]
    return WORD.findall(BRACKETS.sub(" ", label) if "(" in label or "[" in label else label)


def without_brackets(label: str) -> str:
    """A label on one line, without what stands in brackets."""
    return " ".join(BRACKETS.sub(" ", label[:LONGEST_READ]).split())
