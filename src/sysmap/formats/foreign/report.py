"""What became of a foreign file: kept, guessed, dropped, and why; as sentences and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sysmap.core.message_format import join_words
from sysmap.core.sentences import count_text
from sysmap.core.words import Polarity
from sysmap.formats.foreign.draft import Remark

__all__ = ["ImportReport", "SignRow"]

_HEADS = {"kept": "Kept", "guessed": "Guessed", "dropped": "Not taken over"}
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class SignRow:
    """One word of the file that stood for a sign, and what it was read as.

    Attributes
    ----------
    place : where it stood: sign, style, label, weight or colour.
    word : as written.
    polarity : what it was read as.
    links : on how many links.
    guessed : whether that is a guess; a table of words is none.
    """

    place: str
    word: str
    polarity: Polarity
    links: int
    guessed: bool


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The account of one import.

    Attributes
    ----------
    file, format : the name of the file, and what it was taken for.
    counts : how many factors, links, loops, items of evidence and sources came of it.
    signs : how each word was read as a sign.
    remarks : what was kept, guessed and dropped, each a sentence.
    copies : pairs of ids whose labels nearly agree; nothing is merged by itself.
    """

    file: str
    format: str
    counts: Mapping[str, int]
    signs: tuple[SignRow, ...] = ()
    remarks: tuple[Remark, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()

    def of(self, bucket: str) -> list[Remark]:
        """The remarks of one sort: kept, guessed or dropped."""
        return [one for one in self.remarks if one.bucket == bucket]

    def about(self, word: str) -> list[Remark]:
        """The remarks that concern something, e.g. ``"end"`` for links without an end."""
        return [one for one in self.remarks if one.about == word]

    def sentences(self) -> Iterator[str]:
        """The account in words, a line each; a line that begins with “- ” belongs to the heading above it."""
        parts = [count_text(number, word, _PLURAL.get(word)) for word, number in self.counts.items()
                 if number or word in ("factor", "link")]
        yield f"{self.file} is {self.format}: {join_words(parts)}."
        if self.signs:
            yield "Signs:"
            for row in self.signs:
                word = f" “{row.word}”" if row.word else ""
                mark = ", a guess" if row.guessed else ""
                yield f"- {row.place}{word}: {row.polarity} ({count_text(row.links, 'link')}{mark})"
        for bucket, head in _HEADS.items():
            remarks = self.of(bucket)
            if remarks:
                yield f"{head}:"
                for one in remarks:
                    yield f"- {one.text}{_shown(one.items)}"
        if self.copies:
            yield (f"{count_text(len(self.copies), 'pair')} of factors may be one under two names; `sysmap check` names them. "
                   "Nothing is merged by itself.")

    def to_dict(self) -> dict[str, Any]:
        """The account as plain data for programs."""
        return {
            "file": self.file, "format": self.format, "counts": dict(self.counts),
            "signs": [{"place": row.place, "word": row.word, "polarity": row.polarity, "links": row.links,
                       "guessed": row.guessed} for row in self.signs],
            **{bucket: [{"about": one.about, "text": one.text, "items": list(one.items)} for one in self.of(bucket)]
               for bucket in _HEADS},
            "copies": [list(pair) for pair in self.copies],
        }

    def __str__(self) -> str:
        return "\n".join(self.sentences())


_PLURAL = {"item": "items of evidence", "stored loop": "stored loops", "assumption": "assumptions"}


def _shown(items: tuple[str, ...]) -> str:
    if not items:
        return ""
    rest = f" and {len(items) - _SHOWN} more" if len(items) > _SHOWN else ""
    return f" ({', '.join(f'“{item[:60]}”' for item in items[:_SHOWN])}{rest})"
