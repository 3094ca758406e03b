"""What the wording of a label says: which way it goes, an event, a body, a doing (and two ideas: `ideas`).

Pure functions on one label, by word lists and word order only (`vocabulary`); no grammar is parsed. They would rather
miss a finding than raise a false one, and where they can, they hand back a neutral wording to consider. Nothing is
ever rewritten by itself: people's own words are data.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sysmap.checks import vocabulary as v
from sysmap.checks.label_parts import (
    QUANTITY,
    Wording,
    after,
    first_of,
    head_of,
    neutral_wording,
    small,
    until_preposition,
    without_article,
)
from sysmap.core.label_words import LONGEST_READ, without_brackets, words_of

__all__ = ["activity_in", "body_in", "change_in", "event_in", "solution_in", "undirected", "vague_in"]

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


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
    if flat.startswith(v.NOT_CHANGE) or (low[0] == "greater" and _a_name(label)):
        return None
    pair = " ".join(low[:2])
    if pair in ("not enough", "too much", "too many", "too few", "too little") and len(low) > 2:
        return Wording(pair, neutral_wording("amount", after(label, 2)))
    first = low[0]
    if first in v.STARTS and len(low) > 1:
        if first in v.LOSSES and low[1] in ("of", "in", "to"):
            return Wording(pair, neutral_wording(v.STARTS[first], after(label, 2)))
        if first not in v.LOSSES or first in ("increase", "decrease"):
            return Wording(first, neutral_wording(v.STARTS[first], after(label, 1)))
    if "lack of" in flat:
        return Wording("lack of")
    if low[-1] in v.TRAILING_CHANGE and len(low) > 1 and not any(word in v.PREPOSITIONS for word in low):
        kind = ("number" if low[-2] in v.PEOPLE else "availability") if low[-1].startswith("shortage") else ""
        return Wording(low[-1], neutral_wording(kind, without_brackets(label).rpartition(" ")[0]))
    return None


def words_as_written(text: str) -> list[str]:
    """The words of a text with their capitals."""
    return re.findall(r"[\w'-]+", text)


def _a_name(label: str) -> bool:
    """Whether a label begins with a name such as Greater Glasgow: its second word has a capital where later ones have none."""
    words = label.split()[1:]
    return len(words) > 1 and words[0][:1].isupper() and any(word[:1].islower() and len(word) > 3 for word in words[1:])


def event_in(label: str) -> str | None:
    """The word that makes a label a single event instead of something that goes up and down.

    >>> event_in("Closure of the local hospital"), event_in("Covid-19 pandemic"), event_in("Impact of the pandemic")
    ('closure of', 'pandemic', None)
    """
    low = words_of(label)
    if not low:
        return None
    head = head_of(low)
    if head in v.EVENTS:
        return head
    if low[0] in v.EVENT_STARTS and len(low) > 1 and low[1] == "of":
        return f"{low[0]} of"
    year = _YEAR.search(label[:LONGEST_READ])
    return year.group() if year is not None and head not in v.MEASURES and head not in QUANTITY else None


def body_in(label: str, actors: Collection[str] = ()) -> Wording | None:
    """An organisation, a group of people or a system standing for itself, and a quantity of it to consider.

    >>> body_in("Local authorities").instead, body_in("Nurses").instead
    (('Capacity of local authorities',), ('Number of nurses',))
    >>> body_in("Pressures on services") is body_in("Staff turnover") is None
    True
    """
    if "/" in label:
        parts = [body_in(part, actors) for part in label[:LONGEST_READ].split("/")]
        return parts[0] if all(parts) else None
    rest = small(without_article(without_brackets(label)))
    low = words_of(rest)
    flat = " ".join(low)
    head = head_of(low)
    if flat in actors or flat in v.KNOWN_BODIES:
        return Wording(flat, (f"Capacity of {rest}",))
    if not low or "ecosystem" in low or low[0] in v.STARTS or low[0].endswith("ing") or QUANTITY.intersection(low):
        return None
    somebody = low[0] in v.PEOPLE or (low[0] in v.BODIES and low[0].endswith("s") and len(low[0]) > 4)
    acting = somebody and len(until_preposition(low)) > 2 and low[1] != "and"
    if acting or not (v.FINITE | v.NOUN_OR_VERB).isdisjoint(low):
        return None
    if head in v.PEOPLE:
        return Wording(head, () if head == "public" else (f"Number of {rest}",))
    if head in v.BODIES or any(word.lower() == head and word.endswith("s") and sum(c.isupper() for c in word) > 1
                               for word in words_as_written(rest)):
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
        return Wording(low[0], neutral_wording("", f"availability of {after(label, 1)}") if low[0] in v.PROVIDING else ())
    for word in ("should", "must"):
        if word in low[1 : first_of(low, v.CLAUSE_WORDS)]:
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
    head = head_of(low)
    return head if head in v.OUTPUTS and head in low[:4] and not any(w in v.DIRECTION for w in low) else None


def undirected(label: str) -> Wording | None:
    """An outcome that names a quality but not which way it is to go, and the same with a direction.

    >>> undirected("Local and national insight into performance").instead
    ('Greater local and national insight into performance',)
    >>> undirected("Higher quality care") is undirected("Staff feel trusted") is None
    True
    """
    low = words_of(label)
    head = head_of(low)
    if head not in v.MEASURES or low[0] in v.STARTS:
        return None
    phrase, clause = until_preposition(low), low[: first_of(low, v.CLAUSE_WORDS)]
    if any(w in v.DIRECTION and not w.startswith("improve") for w in phrase) or low[0] == "improvement":
        return None
    if any(w in v.FINITE or w in v.NOUN_OR_VERB or (w.endswith(("ed", "ing")) and w not in v.MEASURES) for w in clause):
        return None
    way = "lower" if head in v.LESS_WITH else "better" if head in v.BETTER_WITH else "greater"
    if low[0] in ("a", "an"):
        return Wording(head, (f"A {way} {small(without_article(without_brackets(label)))}",))
    owned = low[0] in v.ARTICLES or low[0].endswith(("'s", "’s", "s'", "s’"))
    return Wording(head, () if owned else (f"{way.capitalize()} {small(without_brackets(label))}",))


def vague_in(label: str) -> str | None:
    """A word that nobody could measure.

    >>> vague_in("World-class services"), vague_in("Shorter waits")
    ('world-class', None)
    """
    flat = f" {' '.join(words_of(label))} "
    return next((phrase for phrase in v.VAGUE if f" {phrase} " in flat), None)
