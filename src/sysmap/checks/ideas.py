"""Two ideas in one label."""

from __future__ import annotations

import re
from collections.abc import Collection

from sysmap.checks import vocabulary as v
from sysmap.checks.label_parts import (
    LONGEST,
    Wording,
    adjective,
    capital,
    head_of,
    tidy,
    until_preposition,
    without_article,
)
from sysmap.core.label_words import BRACKETS, LONGEST_READ, plain_words, words_of

__all__ = ["two_ideas_in"]

_JOINED = re.compile(r"\band\b|&|;|\bas well as\b", re.IGNORECASE)
_PAIR = re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in sorted(v.SET_PHRASES, key=len, reverse=True)),
                   re.IGNORECASE)


def two_ideas_in(label: str) -> Wording | None:
    """Two ideas in one label, joined by `and`, `&`, `as well as` or a semicolon.

    >>> two_ideas_in("Recruitment and retention of staff").instead
    ('Recruitment of staff', 'Retention of staff')
    >>> two_ideas_in("Improved quality of care and support and patient safety").instead
    ('Improved quality of care and support', 'Patient safety')
    >>> two_ideas_in("Equity of care and support in GPs and NHSs") is two_ideas_in("Physical and mental health") is None
    True
    """
    label = label[:LONGEST_READ]
    if not _JOINED.search(label):
        return None
    text = BRACKETS.sub(" ", label).partition(":")[0]
    text = _PAIR.sub(lambda found: found.group().replace(" ", "_"), text)
    halves = [tidy(half) for half in text.split(";")]
    if len(halves) > 1 and all(halves):
        return Wording(";", _both(halves))
    joints = list(_JOINED.finditer(text))
    for i, joint in enumerate(joints):
        stop = joints[i + 1].start() if i + 1 < len(joints) else len(text)
        found = _joined_ideas(text[: joint.start()], text[joint.end() : stop], text[joint.end() :])
        if found is not None:
            return Wording(joint.group().lower(), _both(found))
    return None


def _joined_ideas(left: str, right: str, to_end: str) -> tuple[str, ...] | None:
    """The ideas on both sides of a joint, if they are two (or more, in a list with commas)."""
    before, behind = plain_words(left), plain_words(right)
    low_before, low_after = [w.lower() for w in before], [w.lower() for w in behind]
    while low_after and low_after[0] in v.ARTICLES:
        low_after, behind = low_after[1:], behind[1:]
    if not before or not behind or low_after[0] in v.NOUN_OR_VERB:
        return None
    whole = tidy(left), without_article(tidy(to_end))
    verbs = [any(word in v.FINITE for word in until_preposition(low)) for low in (low_before, low_after)]
    if any(verbs):
        return whole if all(verbs) else None
    if low_after[0] in v.DIRECTION and low_before[-1] not in v.DIRECTION and len(low_after) > 1 and (
            low_before[0] in v.DIRECTION or low_before[0] in v.ARTICLES):
        return whole
    phrase = until_preposition(low_after)
    if any(word in v.PREPOSITIONS for word in low_before):
        two = (head_of(low_before) in v.MEASURES and len(phrase) > 1 and phrase[-1] in v.MEASURES
               and low_before[-1] not in v.MEASURES and low_before[-2:-1] != ["and"])
        return whole if two else None
    last = _after_comma(left)
    while last and (last[0] in v.DIRECTION or last[0] in v.ARTICLES):
        last = last[1:]
    if not last or not phrase or _names_somebody(before[-1], low_before[-1]) or _names_somebody(behind[0], phrase[-1]):
        return None
    if len(phrase) > 1 and ((len(last) == 1 and last[0] not in v.MEASURES) or adjective(last[-1])):
        return None  # "physical and mental health": one noun with two adjectives
    if adjective(last[-1]) and adjective(phrase[-1]):
        return None
    tail = behind[len(phrase):]
    if len(phrase) == 1 and len(last) > 1 and tail[:1] != ["of"]:
        return " ".join([*before, *tail]), " ".join([*before[:-1], *behind])
    items = [tidy(item) for item in left.split(",")]
    if len(items) > 1 and all(len(words_of(item)) == 1 for item in items) and len(phrase) == 1:
        return tuple(" ".join([item, *tail]) for item in [*items, phrase[0]])
    if len(last) == 1 and tail:
        return " ".join([*before, *tail]), tidy(to_end)
    return whole


def _both(parts: Collection[str]) -> tuple[str, ...]:
    return tuple(capital(part.replace("_", " ")) for part in parts) if max(map(len, parts)) <= LONGEST else ()


def _after_comma(text: str) -> list[str]:
    return words_of(text.rpartition(",")[2])


def _names_somebody(first: str, head: str) -> bool:
    return head in v.PEOPLE or head in v.BODIES or head.endswith("'") or sum(c.isupper() for c in first) > 1
