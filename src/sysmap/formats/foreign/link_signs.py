"""The sign of each link of a draft, from whatever the file says: word, style, label, weight, colour; in this order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sysmap.core.words import Polarity, Strength
from sysmap.formats.foreign.draft import Draft, DraftLink
from sysmap.formats.foreign.plain_text import label_text
from sysmap.formats.foreign.report import SignRow
from sysmap.formats.foreign.signs import SignReading, SignTable, number_of

__all__ = ["LinkSign", "SignReader"]

_COLOURS: dict[str, Polarity] = {"green": "positive", "red": "negative"}
_NOTHING = frozenset(("", "?", "unknown", "none", "null"))


@dataclass(frozen=True, slots=True)
class LinkSign:
    """The sign of one link.

    Attributes
    ----------
    polarity, strength : what was read.
    kept : the word, where it says more than the sign and would be lost.
    label_is_sign : whether the label says nothing but the sign.
    """

    polarity: Polarity
    strength: Strength | None = None
    kept: Any = None
    label_is_sign: bool = False


class SignReader:
    """Reads the signs of a draft's links and counts what stood for what.

    Colours count only where nothing else in the file says a sign and both green and red are drawn: a single colour shows no
    rule. Dashed lines count only where the user says what they mean (``line:dashed``).
    """

    def __init__(self, table: SignTable, draft: Draft) -> None:
        self.table = table
        links = draft.links
        signed = draft.signed_weights
        self.signed = any(link.weight is not None and link.weight < 0 for link in links) if signed is None else signed
        self.said: Counter[tuple[str, str, Polarity, bool]] = Counter()
        self.unread: Counter[str] = Counter()
        colours = {link.colour for link in links}
        self.by_colour = draft.colours_are_signs and set(_COLOURS) <= colours and not any(self._said(link) for link in links)

    def _said(self, link: DraftLink) -> bool:
        return any(self.table.read(word).polarity != "unknown" for word in (link.sign, link.style)) or (
            self._label(link) is not None) or (self.signed and bool(link.weight))

    def _label(self, link: DraftLink) -> SignReading | None:
        label = label_text(link.label) if link.label else ""
        if not label or len(label) > 40:
            return None
        reading = self.table.read(label)
        if reading.polarity == "unknown" or (reading.how == "number" and not label.startswith(("+", "-", "−"))):
            return None
        return reading

    def read(self, link: DraftLink) -> LinkSign:
        """The sign of one link."""
        label = self._label(link)
        bare = label is not None and label.how != "phrase"
        for place, word in (("sign", link.sign), ("style", link.style)):
            if word is None or word == "":
                continue
            reading = self.table.read(word)
            if reading.polarity != "unknown":
                return self._found(place, word, reading, bare)
        if label is not None:
            return self._found("label", label_text(link.label), label, bare)
        if link.weight is not None and self.signed:
            polarity: Polarity = "positive" if link.weight > 0 else "negative" if link.weight < 0 else "unknown"
            self._count("weight", "above 0" if link.weight > 0 else "below 0" if link.weight < 0 else "0", polarity, False)
            return LinkSign(polarity)
        for place, word in (("colour", link.colour), ("line", link.line)):
            reading = self.table.read(f"{place}:{word}") if word else SignReading()
            if reading.how == "given":
                return self._found(place, word, reading, False)
        if self.by_colour and link.colour in _COLOURS:
            self._count("colour", link.colour, _COLOURS[link.colour], True)
            return LinkSign(_COLOURS[link.colour])
        for place, word in (("colour", link.colour), ("line", link.line)):
            if word in ("green", "red", "dashed", "dotted"):
                self.unread[f"{place}:{word}"] += 1
        word = link.sign if link.sign not in (None, "") else link.style
        self._count("sign" if link.sign not in (None, "") else "style" if word else "nothing said", str(word), "unknown", False)
        strength = self.table.read(word).strength if word else None
        kept = link.sign if link.sign is not None and str(link.sign).strip().casefold() not in _NOTHING else None
        return LinkSign("unknown", strength, kept)

    def _found(self, place: str, word: Any, reading: SignReading, bare: bool) -> LinkSign:
        shown, kept = str(word), None
        number = number_of(word) if reading.how == "number" else None
        if number is not None:
            if abs(number) != 1:
                shown, kept = ("above 0" if number > 0 else "below 0"), word
        elif place == "sign" and (reading.how in ("phrase", "given") or reading.polarity == "mixed") and (
                shown != reading.polarity):
            kept = word
        self._count(place, shown, reading.polarity, reading.how == "phrase")
        return LinkSign(reading.polarity, reading.strength, kept, bare)

    def _count(self, place: str, word: str, polarity: Polarity, guessed: bool) -> None:
        self.said[place, label_text(word)[:80], polarity, guessed] += 1

    def rows(self) -> tuple[SignRow, ...]:
        """The table of what stood for what, most links first."""
        rows = [SignRow(place, word, polarity, number, guessed)
                for (place, word, polarity, guessed), number in self.said.items()]
        return tuple(sorted(rows, key=lambda row: (-row.links, row.place, row.word)))
