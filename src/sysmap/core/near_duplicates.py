"""Labels that probably mean the same factor.

Two labels are compared by their words: without the small ones, in the singular, in one spelling. They count as near
when one has all the words of the other and few more; labels that differ by a word on each side ("formal care",
"informal care") are different factors. Looking up each label with a word left out keeps the search linear.
"""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Iterator, Mapping

from sysmap.core.characters import as_latin
from sysmap.core.label_words import words_of

__all__ = ["key_of", "near_duplicates"]

_NEAR = 0.75
_LONGEST = 16
_SMALL = frozenset("a an the of in on for to and or with by at from their its our this that as is are be".split())
_OPPOSED = frozenset("no not non without in un dis lack less more".split())


def near_duplicates(keys: Mapping[str, list[frozenset[str]]], *, exact: bool = False) -> Iterator[tuple[str, str]]:
    """Pairs of ids with a key in common, or (unless `exact`) with first keys that are nearly the same.

    Parameters
    ----------
    keys : by id the keys of its names (`key_of`), that of its label first.
    exact : only keys that are equal.

    Yields
    ------
    (earlier id, later id) in the order of the later one. Of several ids with the same key, each is paired with the
    first only.

    >>> keys = {"a": [key_of("Access to primary care")], "b": [key_of("Access to primary care services")]}
    >>> list(near_duplicates(keys))
    [('a', 'b')]
    """
    order = {id_: i for i, id_ in enumerate(keys)}
    holder: dict[frozenset[str], str] = {}
    labels: dict[frozenset[str], str] = {}
    pairs: set[tuple[int, int, str, str]] = set()

    def pair(one: str, two: str) -> None:
        first, second = sorted((one, two), key=order.__getitem__)
        if first != second:
            pairs.add((order[second], order[first], first, second))

    for id_, names in keys.items():
        for key in names:
            if key:
                pair(holder.setdefault(key, id_), id_)
        labels.setdefault(names[0], id_)
    if not exact:
        for key, id_ in labels.items():
            for shorter in _shorter(key):
                if shorter in labels:
                    pair(labels[shorter], id_)
    for _, _, first, second in sorted(pairs):
        yield first, second


def _shorter(key: frozenset[str]) -> Iterator[frozenset[str]]:
    """The keys that are near to this one and lack a word or two of it; not words that turn the meaning round."""
    spare = sorted(word for word in key if word not in _OPPOSED and not word.isdigit())
    for words in range(1, 3):
        if len(key) - words >= _NEAR * len(key) and len(key) <= _LONGEST:
            for left_out in itertools.combinations(spare, words):
                yield key.difference(left_out)


def key_of(label: str) -> frozenset[str]:
    """The words by which two labels are compared.

    >>> key_of("The organisation of Waiting-lists") == key_of("Waiting list organization")
    True
    """
    plain = as_latin(unicodedata.normalize("NFKC", label)).replace("’", "'").replace("-", " ")
    words = words_of(plain)
    return frozenset(_stem(word) for word in words if word not in _SMALL) or frozenset(words)


@functools.lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """A word in the singular and in one spelling."""
    word = word.removesuffix("'s").removesuffix("'")
    for ending, instead in (("ise", "ize"), ("ising", "izing"), ("ised", "ized"), ("isation", "ization")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            word = word[: -len(ending)] + instead
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word
