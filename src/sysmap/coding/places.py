"""Where a coded passage stands in its document now: found again by its words, by what stands around them, by its offset.

A document is saved anew, from another program, with other line breaks: offsets shift and white space changes, words rarely do.
So a place is looked for where it was, then by its words anywhere, then by words that are nearly the same; and where that
fails it is lost, and said to be.

Source: W3C Web Annotation Data Model (2017), 4.2.4 and 4.2.5; the nearest match is that of rapidfuzz (Levenshtein, partial
ratio).
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from sysmap.core.evidence import Passage
from sysmap.formats.text_document import TextDocument

__all__ = ["FoundPassage", "find_passage", "passage_of", "simple_text"]

Finding = Literal["same", "moved", "changed", "lost"]
"""same: where it was; moved: the same words elsewhere; changed: words that are nearly the same; lost: not found."""

AROUND = 40
"""Characters before and after the words that are kept with them."""
NEAR = 82.0
"""From this likeness (0 to 100) a changed passage is taken for the one that was coded."""
_LONGEST = 10_000
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SAME = {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00ad": "", "\u200b": ""}


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """Where a passage stands: start and end in characters of the document's text, and how it was found.

    Where it is lost, start and end are 0. `likeness` is 100 for the same words.
    """

    how: Finding
    start: int = 0
    end: int = 0
    likeness: float = 100.0


def passage_of(document: TextDocument, start: int, end: int) -> Passage:
    """The passage between two offsets of a document, without white space at its ends.

    Raises
    ------
    ValueError : there is no text between them, or they are no offsets of the document.

    >>> from sysmap.formats.text_document import plain_document
    >>> found = passage_of(plain_document("a.txt", "We made fewer slips after the course."), 8, 20)
    >>> found.words, found.before, found.after, found.start
    ('fewer slips', 'We made', 'after the course.', 8)
    """
    text = document.text
    if not 0 <= start < end <= len(text):
        raise ValueError("no offsets of the document")
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()[:_LONGEST]
    if not words:
        raise ValueError("no text between the offsets")
    end = start + len(words)
    block = document.block_at(start)
    before, after = _spaced(text[max(0, start - AROUND):start]), _spaced(text[end:end + AROUND])
    if start > AROUND and " " in before and not text[start - AROUND - 1].isspace():
        before = before.partition(" ")[2]  # the first word is cut
    if end + AROUND < len(text) and " " in after and not text[end + AROUND].isspace():
        after = after.rpartition(" ")[0]
    return Passage(document=document.name, words=_spaced(words), before=before or None, after=after or None, start=start,
                   at=block.at if block else None)


def _spaced(text: str) -> str:
    """A text with single spaces and without characters that a file may not hold."""
    return " ".join(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2028\u2029\ufeff]", "", text).split())


@functools.lru_cache(maxsize=64)
def simple_text(text: str) -> tuple[str, tuple[int, ...]]:
    """A text without what layout changes, and for each of its characters the index in the text it came from.

    White space becomes one space, a word broken at the end of a line is joined, quotation marks and dashes are plain,
    ligatures are letters, capitals are small.

    >>> simple_text("An exam-\\nple  of “care”")[0]
    'an example of "care"'
    """
    out: list[str] = []
    places: list[int] = []
    joined = {found.start(1) for found in re.finditer(r"(?<=[a-zà-ÿ])(-)[ \t]*\n\s*(?=[a-zà-ÿ])", text)}
    space = True
    breaking = False
    for index, sign in enumerate(text):
        if index in joined:
            breaking = True
            continue
        if sign.isspace():
            if not space and not breaking:
                out.append(" ")
                places.append(index)
                space = True
            continue
        breaking = False
        plain = sign.lower() if sign.isascii() else _SAME.get(sign)
        for one in unicodedata.normalize("NFKC", sign).casefold() if plain is None else plain:
            out.append(one)
            places.append(index)
            space = False
    return "".join(out), tuple(places)


def find_passage(document: TextDocument, passage: Passage) -> FoundPassage:
    """Where a passage stands in a document as the document is now.

    >>> from sysmap.formats.text_document import plain_document
    >>> coded = Passage(document="a.txt", words="we made fewer slips", start=0)
    >>> find_passage(plain_document("a.txt", "After the course,\\nwe made\\nfewer slips."), coded)
    FoundPassage(how='moved', start=18, end=37, likeness=100.0)
    """
    text, places = simple_text(document.text)
    words = simple_text(passage.words)[0].strip()
    if not words or not text:
        return FoundPassage("lost")
    spots = [found.start() for found in re.finditer(re.escape(words), text)]
    if spots:
        best = max(spots, key=lambda spot: (_around(text, spot, len(words), passage), -_apart(places[spot], passage.start)))
        found = _found("moved", places, best, best + len(words))
        return FoundPassage("same", found.start, found.end) if found.start == passage.start else found
    return _nearest(text, places, words)


def _around(text: str, spot: int, length: int, passage: Passage) -> float:
    """How like what stands around a spot is to what stood around the words: from 0 to 2."""
    before, after = simple_text(passage.before or "")[0].strip(), simple_text(passage.after or "")[0].strip()
    if not before and not after:
        return 0.0
    from rapidfuzz import fuzz

    there = (text[max(0, spot - len(before) - 1):spot].strip(), text[spot + length:spot + length + len(after) + 1].strip())
    return float(fuzz.ratio(before, there[0]) + fuzz.ratio(after, there[1])) / 100


def _apart(index: int, start: int | None) -> int:
    return abs(index - start) if start is not None else index


def _nearest(text: str, places: tuple[int, ...], words: str) -> FoundPassage:
    from rapidfuzz import fuzz

    if len(words) < 12:
        return FoundPassage("lost", likeness=0.0)
    best = FoundPassage("lost", likeness=0.0)
    for low, high in _windows(text, words):
        match = fuzz.partial_ratio_alignment(words, text[low:high], score_cutoff=max(NEAR, best.likeness))
        if match is not None and match.score > best.likeness:
            start, end = _whole_words(text, words, low + match.dest_start, low + match.dest_end)
            found = _found("changed", places, start, end)
            best = FoundPassage("changed", found.start, found.end, round(float(match.score), 1))
    return best


def _windows(text: str, words: str) -> list[tuple[int, int]]:
    """Stretches of a text where a passage can be: around its rarest words, so that long documents stay quick."""
    if len(text) <= 20_000:
        return [(0, len(text))]
    pieces = words.split()
    pairs = sorted({" ".join(pieces[i:i + 2]) for i in range(len(pieces) - 1)}, key=lambda pair: (text.count(pair) or 10**9, pair))
    out: list[tuple[int, int]] = []
    reach = 2 * len(words) + 50
    for pair in pairs[:6]:
        for found in list(re.finditer(re.escape(pair), text))[:20]:
            low, high = max(0, found.start() - reach), min(len(text), found.end() + reach)
            if not any(a <= found.start() < b for a, b in out):
                out.append((low, high))
    return out


def _whole_words(text: str, words: str, start: int, end: int) -> tuple[int, int]:
    """The stretch near a match that begins and ends with the words that the passage begins and ends with."""
    reach = len(words) // 3 + 20
    low = max(0, start - reach)
    there = [(low + found.start(), low + found.end()) for found in _TOKEN.finditer(text[low:end + reach])]
    if low:
        there = there[1:] or there  # the first may be cut
    old = _TOKEN.findall(words)
    matcher = difflib.SequenceMatcher(None, old, [text[a:b] for a, b in there], autojunk=False)
    alike = [block for block in matcher.get_matching_blocks() if block.size]
    if not alike:
        return start, end
    first = max(0, alike[0].b - alike[0].a)
    last = min(len(there), alike[-1].b + len(old) - alike[-1].a) - 1
    return there[first][0], there[last][1]


def _found(how: Finding, places: tuple[int, ...], start: int, end: int) -> FoundPassage:
    return FoundPassage(how, places[start], places[end - 1] + 1)
