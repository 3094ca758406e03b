"""Likely codes of a passage, from like words: marked as suggestions, and taken by nobody but a person.

A passage is compared with the label, the other names and the definition of each element, and with the words that were coded
on it before; rare words weigh more than frequent ones (TF-IDF, cosine). All of it happens on this computer.

Source: Salton, G., Buckley, C. (1988), Term-weighting approaches in automatic text retrieval, Information Processing &
Management 24: 513-523.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sysmap.core.evidence import Evidence
from sysmap.core.map import Map
from sysmap.core.near_duplicates import key_of

__all__ = ["CodeSuggestion", "code_suggestions"]

LEAST = 0.12
"""Likeness (0 to 1) from which an element is suggested."""
_NAME, _CODED = 3.0, 1.0
_STEP = 400
_VAGUE = frozenset("more less most better fewer many much very have has been was were will would not all than then there they".split())
"""Words that likeness cannot rest on: labels and talk are full of them."""


@dataclass(frozen=True, slots=True)
class CodeSuggestion:
    """An element that a passage may speak of: how like their words are (0 to 1), and the words they share."""

    element: str
    likeness: float
    words: tuple[str, ...]


def code_suggestions(words: str, map_: Map, registers: Iterable[Evidence] = (), most: int = 5) -> list[CodeSuggestion]:
    """The elements whose words are most like those of a passage, the likeliest first.

    Parameters
    ----------
    words : the passage.
    map_ : the factors, links and assumptions that may be meant.
    registers : passages that were coded before; their words count for what they bear on.

    >>> from sysmap.core.elements import Factor
    >>> care = Map(id="m", title="M", factors={"waits": Factor(id="waits", label="Waiting times"),
    ...                                        "trust": Factor(id="trust", label="Trust in carers")})
    >>> [(one.element, one.words) for one in code_suggestions("She trusts no carer; the trust is gone.", care)]
    [('trust', ('carer', 'trust'))]
    """
    profiles = _profiles(map_, registers)
    held = Counter(word for profile in profiles.values() for word in profile)
    rare = {word: math.log((1 + len(profiles)) / (1 + number)) + 1 for word, number in held.items()}
    asked = {word: rare[word] for word in _words(words) if word in rare}
    out = []
    for element, profile in profiles.items():
        shared = asked.keys() & profile.keys()
        if not shared:
            continue
        weights = {word: number * rare[word] for word, number in profile.items()}
        likeness = sum(asked[word] * weights[word] for word in shared) / (_size(asked) * _size(weights))
        if likeness >= LEAST:
            out.append(CodeSuggestion(element, round(likeness, 3), tuple(sorted(shared))))
    return sorted(out, key=lambda one: (-one.likeness, one.element))[:most]


def _profiles(map_: Map, registers: Iterable[Evidence]) -> dict[str, Counter[str]]:
    out: dict[str, Counter[str]] = {}
    for factor in map_.factors.values():
        out[factor.id] = _weighted((factor.label, *factor.aliases), factor.definition)
    for id_, assumption in map_.assumptions.items():
        out[id_] = _weighted((assumption.label,), None)
    for link in map_.links.values():
        if link.from_ in out and link.to in out:
            out[link.id] = out[link.from_] + out[link.to]
    for register in registers:
        for item in register.items.values():
            for passage in item.passages:
                said = _words(passage.words)
                for bearing in item.bears_on:
                    for word in said if bearing.element in out else ():
                        out[bearing.element][word] += int(_CODED)
    return out


def _weighted(names: Iterable[str], definition: str | None) -> Counter[str]:
    found: Counter[str] = Counter()
    for word in _words(definition or ""):
        found[word] += 1
    for name in names:
        for word in key_of(name) - _VAGUE:
            found[word] += int(_NAME)
    return found


def _words(text: str) -> frozenset[str]:
    pieces = (text[at:at + _STEP] for at in range(0, min(len(text), 40 * _STEP), _STEP))
    return frozenset(word for piece in pieces for word in key_of(piece) if len(word) > 2) - _VAGUE


def _size(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))
