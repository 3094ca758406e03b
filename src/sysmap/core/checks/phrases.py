"""What the wording of a label says: which way it goes, how many ideas, an event, a body, a doing.

Pure functions on one label, by word lists and word order only (`vocabulary`); no grammar is parsed. They would rather
miss a finding than raise a false one, and where they can, they hand back a neutral wording to consider. Nothing is
ever rewritten by itself: people's own words are data.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sysmap.core.checks import vocabulary as v

__all__ = ["Wording", "activity_in", "body_in", "change_in", "event_in", "solution_in", "two_ideas_in", "undirected",
           "vague_in", "words_of"]

_WORD = re.compile(r"[^\W_](?:[\w'’-]*[^\W_])?")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_JOINED = re.compile(r"\band\b|&|;|\bas well as\b", re.IGNORECASE)
_PAIR = re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in sorted(v.SET_PHRASES, key=len, reverse=True)),
                   re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_QUANTITY = v.word_set("number amount level levels quality availability extent share rate degree proportion")
_UNCOUNTED = v.word_set("staff people police")
_KEPT = v.word_set("strength effectiveness efficiency speed")
_LONGEST = 70
_READ = 500


@dataclass(frozen=True, slots=True)
class Wording:
    """What stands out in a label, and wordings to consider in its place."""

    words: str
    instead: tuple[str, ...] = ()


def words_of(label: str) -> list[str]:
    """The words of a label in lower case, without what stands in brackets.

    >>> words_of("Social care (e.g. home care)")
    ['social', 'care']
    """
    return [word.lower() for word in _plain_words(label)]


def change_in(label: str) -> Wording | None:
    """The word that says which way a label goes, and a wording that can go both ways.

    >>> change_in("Lack of affordable housing")
    Wording(words='lack of', instead=('Availability of affordable housing',))
    >>> change_in("Growing demand for services").instead
    ('Demand for services',)
    >>> change_in("Improvement capability") is None
    True
    """
    low = words_of(label)
    if not low:
        return None
    flat = " ".join(low)
    if flat.startswith(v.NOT_CHANGE):
        return None
    pair = " ".join(low[:2])
    if pair in ("not enough", "too much", "too many", "too few", "too little") and len(low) > 2:
        return Wording(pair, _neutral("amount", _after(label, 2)))
    first = low[0]
    if first in v.STARTS and len(low) > 1:
        if first in v.LOSSES and low[1] in ("of", "in", "to"):
            return Wording(pair, _neutral(v.STARTS[first], _after(label, 2)))
        if first not in v.LOSSES or first in ("increase", "decrease"):
            return Wording(first, _neutral(v.STARTS[first], _after(label, 1)))
    if "lack of" in flat:
        return Wording("lack of")
    if low[-1] in v.TRAILING_CHANGE and len(low) > 1 and not any(word in v.PREPOSITIONS for word in low):
        kind = ("number" if low[-2] in v.PEOPLE else "availability") if low[-1].startswith("shortage") else ""
        return Wording(low[-1], _neutral(kind, _label(label).rpartition(" ")[0]))
    return None


def two_ideas_in(label: str) -> Wording | None:
    """Two ideas in one label, joined by `and`, `&`, `as well as` or a semicolon.

    >>> two_ideas_in("Recruitment and retention of staff").instead
    ('Recruitment of staff', 'Retention of staff')
    >>> two_ideas_in("Improved quality of care and support and patient safety").instead
    ('Improved quality of care and support', 'Patient safety')
    >>> two_ideas_in("Equity of care and support in ICSs and LAs") is two_ideas_in("Physical and mental health") is None
    True
    """
    label = label[:_READ]
    if not _JOINED.search(label):
        return None
    text = _BRACKETS.sub(" ", label).partition(":")[0]
    text = _PAIR.sub(lambda found: found.group().replace(" ", "_"), text)
    halves = [_tidy(half) for half in text.split(";")]
    if len(halves) > 1 and all(halves):
        return Wording(";", _both(halves))
    parts = [(found.start(), found.end(), found.group().lower()) for found in _JOINED.finditer(text)]
    for i, (start, end, joint) in enumerate(parts):
        begin = parts[i - 1][1] if i and _first_clause(text[: parts[i - 1][0]]) else 0
        stop = parts[i + 1][0] if i + 1 < len(parts) else len(text)
        found = _joined_ideas(text[begin:start], text[end:stop], text[end:])
        if found is not None:
            return Wording(joint, _both(found))
    return None


def event_in(label: str) -> str | None:
    """The word that makes a label a single event instead of something that goes up and down.

    >>> event_in("Closure of the local hospital"), event_in("Covid-19 pandemic"), event_in("Impact of the pandemic")
    ('closure of', 'pandemic', None)
    """
    low = words_of(label)
    if not low:
        return None
    head = _head(low)
    if head in v.EVENTS:
        return head
    if low[0] in v.EVENT_STARTS and len(low) > 1 and low[1] == "of":
        return f"{low[0]} of"
    year = _YEAR.search(label[:_READ])
    return year.group() if year is not None and head not in v.MEASURES and head not in _QUANTITY else None


def body_in(label: str, actors: Collection[str] = ()) -> Wording | None:
    """An organisation, a group of people or a system standing for itself, and a quantity of it to consider.

    >>> body_in("Local authorities").instead, body_in("Nurses").instead
    (('Capacity of local authorities',), ('Number of nurses',))
    >>> body_in("Pressures on services") is body_in("Staff turnover") is None
    True
    """
    if "/" in label:
        parts = [body_in(part, actors) for part in label[:_READ].split("/")]
        return parts[0] if all(parts) else None
    rest = _small(_without_article(_label(label)))
    low = words_of(rest)
    flat = " ".join(low)
    head = _head(low)
    if flat in actors or flat in v.KNOWN_BODIES:
        return Wording(flat, (f"Capacity of {rest}",))
    if not low or "ecosystem" in low or low[0] in v.STARTS or low[0].endswith("ing") or _QUANTITY.intersection(low):
        return None
    if head in v.PEOPLE and not any(word in v.FINITE for word in low):
        return Wording(head, () if head == "public" else (f"Number of {rest}",))
    if head in v.BODIES:
        what = ("Availability of" if head == "services" else "Effectiveness of the" if head in ("system", "sector")
                else "Capacity of")
        return Wording(head, (f"{what} {rest}",))
    return None


def solution_in(label: str) -> Wording | None:
    """A solution or a demand standing for a factor.

    >>> solution_in("Introduce a single care record").instead
    ('Availability of a single care record',)
    >>> solution_in("Staff should be trained").words
    'should'
    """
    low = words_of(label)
    if len(low) < 2 or " ".join(low).startswith(v.NOT_CHANGE):
        return None
    if low[0] in v.SOLVING and low[1] not in v.PREPOSITIONS - {"in"}:
        return Wording(low[0], _neutral("", f"availability of {_after(label, 1)}") if low[0] in v.PROVIDING else ())
    for word in ("should", "must"):
        if word in low[1:]:
            return Wording(word)
    return Wording("need to") if "need to" in " ".join(low) else None


def activity_in(label: str) -> str | None:
    """The words that make an outcome an activity or an output.

    >>> activity_in("Deliver four workshops"), activity_in("Reports are published")
    ('deliver', 'reports … published')
    >>> activity_in("Delivering against its statutory purpose"), activity_in("Applicants learn about registration")
    (None, None)
    """
    low = words_of(label)
    if not low:
        return None
    if low[0] in v.ACTING and len(low) > 1 and low[1] not in v.PREPOSITIONS and low[1] not in v.FINITE:
        return low[0]
    for i, word in enumerate(low):
        if word in v.OUTPUTS:
            for later in low[i + 1 : i + 5]:
                if later in v.WORKING:
                    return f"{word} … {later}"
    head = _head(low)
    return head if head in v.OUTPUTS and head in low[:4] and not any(w in v.DIRECTION for w in low) else None


def undirected(label: str) -> Wording | None:
    """An outcome that names a quality but not which way it is to go, and the same with a direction.

    >>> undirected("Local and national insight into performance").instead
    ('Greater local and national insight into performance',)
    >>> undirected("Higher quality care") is undirected("Staff feel trusted") is None
    True
    """
    low = words_of(label)
    head = _head(low)
    if head not in v.MEASURES:
        return None
    phrase, clause = _until_preposition(low), low[: _first(low, v.CLAUSE_WORDS)]
    if any(w in v.DIRECTION and not w.startswith("improve") for w in phrase) or low[0].startswith("improv"):
        return None
    if any(w in v.FINITE or w in v.NOUN_OR_VERB or (w.endswith(("ed", "ing")) and w not in v.MEASURES) for w in clause):
        return None
    way = "lower" if head in v.LESS_WITH else "better" if head in v.BETTER_WITH else "greater"
    if low[0] in ("a", "an"):
        return Wording(head, (f"A {way} {_small(_without_article(_label(label)))}",))
    return Wording(head, () if low[0] in v.ARTICLES else (f"{way.capitalize()} {_small(_label(label))}",))


def vague_in(label: str) -> str | None:
    """A word that nobody could measure.

    >>> vague_in("World-class services"), vague_in("Shorter waits")
    ('world-class', None)
    """
    flat = f" {' '.join(words_of(label))} "
    return next((phrase for phrase in v.VAGUE if f" {phrase} " in flat), None)


# How the pieces are told apart


def _joined_ideas(left: str, right: str, to_end: str) -> tuple[str, str] | None:
    """The two ideas on both sides of a joint, if they are two."""
    before, after = _plain_words(left), _plain_words(right)
    low_before, low_after = [w.lower() for w in before], [w.lower() for w in after]
    while low_after and low_after[0] in v.ARTICLES:
        low_after, after = low_after[1:], after[1:]
    if not before or not after:
        return None
    whole = _tidy(left), _without_article(_tidy(to_end))
    verbs = [any(word in v.FINITE for word in _until_preposition(low)) for low in (low_before, low_after)]
    if any(verbs):
        return whole if all(verbs) else None
    if low_after[0] in v.DIRECTION and low_before[-1] not in v.DIRECTION and len(low_after) > 1 and (
            low_before[0] in v.DIRECTION or low_before[0] in v.ARTICLES):
        return whole
    phrase = _until_preposition(low_after)
    if any(word in v.PREPOSITIONS for word in low_before):
        two = (_head(low_before) in v.MEASURES and len(phrase) > 1 and phrase[-1] in v.MEASURES
               and low_before[-1] not in v.MEASURES and low_before[-2:-1] != ["and"])
        return whole if two else None
    last = _after_comma(left)
    while last and (last[0] in v.DIRECTION or last[0] in v.ARTICLES):
        last = last[1:]
    if not last or not phrase or _names_somebody(before[-1], low_before[-1]) or _names_somebody(after[0], phrase[-1]):
        return None
    if len(phrase) > 1 and ((len(last) == 1 and last[0] not in v.MEASURES) or _adjective(last[-1])):
        return None  # "physical and mental health": one noun with two adjectives
    if _adjective(last[-1]) and _adjective(phrase[-1]):
        return None
    tail = after[len(phrase):]
    if len(phrase) == 1 and len(last) > 1 and tail[:1] != ["of"]:
        return " ".join([*before, *tail]), " ".join([*before[:-1], *after])
    if len(last) == 1 and tail:
        return " ".join([*before, *tail]), _tidy(to_end)
    return whole


def _both(parts: Collection[str]) -> tuple[str, ...]:
    return tuple(_capital(part.replace("_", " ")) for part in parts) if max(map(len, parts)) <= _LONGEST else ()


def _first_clause(text: str) -> bool:
    return any(word in v.PREPOSITIONS for word in words_of(text))


def _after_comma(text: str) -> list[str]:
    return words_of(text.rpartition(",")[2])


def _names_somebody(first: str, head: str) -> bool:
    return head in v.PEOPLE or head in v.BODIES or head.endswith("'") or sum(c.isupper() for c in first) > 1


def _adjective(word: str) -> bool:
    return word not in v.MEASURES and word.endswith(v.ADJECTIVE_ENDINGS)


def _until_preposition(low: list[str]) -> list[str]:
    return low[: _first(low, v.PREPOSITIONS)]


def _first(low: list[str], words: Collection[str]) -> int:
    return next((i for i, word in enumerate(low) if word in words), len(low))


def _head(low: list[str]) -> str:
    """The noun that a label is about: the last word before the first preposition."""
    phrase = _until_preposition(low)
    return phrase[-1] if phrase else ""


def _neutral(kind: str, rest: str) -> tuple[str, ...]:
    """A wording that can go both ways, if a short one can be built from the rest of the label."""
    rest = _without_article(rest)
    low = words_of(rest)
    if not low or low[0] in v.PREPOSITIONS or len(rest) > _LONGEST:
        return ()
    if low[0] == "quality" and len(low) > 1 and low[1] not in v.PREPOSITIONS | {"and"}:
        return (f"Quality of {_after(rest, 1)}",)
    head = _head(low)
    if kind == "" or low[0] in _QUANTITY or (kind not in _KEPT and head in v.MEASURES):
        return (_capital(rest),)
    if kind in ("amount", "number"):
        if low[0].endswith("ed"):
            return ()
        many = head in _UNCOUNTED or (head.endswith("s") and not head.endswith("ss"))
        kind = "number" if many else "amount"
    if low[-1] in ("population", "workforce", "economy") and len(low) == 1:
        rest = f"the {rest}"
    return (f"{kind.capitalize()} of {_small(rest)}",)


def _after(text: str, words: int) -> str:
    """What follows the first words of a text."""
    found = list(_WORD.finditer(_label(text)))
    return _label(text)[found[words].start():] if len(found) > words else ""


def _without_article(text: str) -> str:
    low = words_of(text)
    return _after(text, 1) if low and low[0] in v.ARTICLES else text


def _plain_words(label: str) -> list[str]:
    label = label[:_READ]
    return _WORD.findall(_BRACKETS.sub(" ", label) if "(" in label or "[" in label else label)


def _label(label: str) -> str:
    return " ".join(_BRACKETS.sub(" ", label[:_READ]).split())


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,;.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """The text as it goes on within a sentence; abbreviations keep their capitals."""
    first = text.split(" ", 1)[0]
    return text if sum(c.isupper() for c in first) > 1 or first == "I" else text[:1].lower() + text[1:]
