"""What of a document is coded: passages with their places, how much of the text they cover, what two coders share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sysmap.coding.places import FoundPassage, find_passage
from sysmap.core.evidence import Bearing, Evidence, Passage
from sysmap.core.sentences import count_text
from sysmap.formats.text_document import TextDocument

__all__ = ["CodedDocument", "CodedPassage", "Coverage", "Span", "coded_document", "likeness_of", "shared_share"]

Span = tuple[int, int]
"""A stretch of a text: its start, and the end behind its last character."""


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage of a document in a register: where it stands now, and what its item bears on."""

    register: str
    item: str
    statement: str
    passage: Passage
    place: FoundPassage
    bears_on: tuple[Bearing, ...]
    coder: str | None = None
    informant: str | None = None

    @property
    def span(self) -> Span:
        """Its start and end in the document's text."""
        return self.place.start, self.place.end


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a document is coded: of its characters, without white space, and of its blocks."""

    coded: int
    characters: int
    blocks_coded: int
    blocks: int

    @property
    def share(self) -> float:
        """The coded share of the characters, from 0 to 1."""
        return self.coded / self.characters if self.characters else 0.0

    @property
    def sentence(self) -> str:
        """The coverage in words.

        >>> Coverage(50, 200, 1, 4).sentence
        '25 per cent of the text is coded, in 1 of 4 paragraphs.'
        """
        return (f"{round(100 * self.share)} per cent of the text is coded, in {self.blocks_coded} of "
                f"{count_text(self.blocks, 'paragraph')}.")


@dataclass(frozen=True)
class CodedDocument:
    """A document with the passages of it that registers hold, in the order of the text; those that are lost come last."""

    document: TextDocument
    passages: tuple[CodedPassage, ...]

    @property
    def lost(self) -> tuple[CodedPassage, ...]:
        """Passages whose words are no longer in the document."""
        return tuple(one for one in self.passages if one.place.how == "lost")

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The stretches of text that are coded, apart from each other."""
        return _joined(one.span for one in self.passages if one.place.how != "lost")

    @cached_property
    def coverage(self) -> Coverage:
        """How much of the document is coded."""
        text, blocks = self.document.text, self.document.blocks
        touched = sum(any(start < block.end and block.start < end for start, end in self.spans) for block in blocks)
        return Coverage(sum(_length(text[start:end]) for start, end in self.spans), _length(text), touched, len(blocks))


def coded_document(document: TextDocument, registers: Iterable[Evidence]) -> CodedDocument:
    """A document with what registers hold of it.

    >>> from sysmap.core.evidence import Item
    >>> from sysmap.formats.text_document import plain_document
    >>> register = Evidence(id="r", title="R", items={"i": Item(id="i", statement="S", passages=(
    ...     Passage(document="a.txt", words="Waits fell."),))})
    >>> coded_document(plain_document("a.txt", "Waits fell. Costs rose."), [register]).coverage.coded
    10
    """
    found = [CodedPassage(register.id, item.id, item.statement, passage, find_passage(document, passage), item.bears_on,
                          item.coder, item.informant)
             for register in registers for item in register.items.values() if item.status != "withdrawn"
             for passage in item.passages if passage.document == document.name]
    found.sort(key=lambda one: (one.place.how == "lost", one.span, one.register, one.item))
    return CodedDocument(document, tuple(found))


def likeness_of(one: Span, two: Span) -> float:
    """How far two stretches are the same: what they share of what either has, from 0 to 1.

    >>> likeness_of((0, 10), (5, 10)), likeness_of((0, 5), (5, 9))
    (0.5, 0.0)
    """
    shared = min(one[1], two[1]) - max(one[0], two[0])
    either = max(one[1], two[1]) - min(one[0], two[0])
    return shared / either if shared > 0 else 0.0


def shared_share(first: CodedDocument, second: CodedDocument) -> float | None:
    """The share of the text that both coded, of what either coded; `None` where nobody coded anything.

    Two coders who choose their passages freely rarely draw the same ends, so the text is compared and not the passages.
    """
    text = first.document.text
    either = sum(_length(text[start:end]) for start, end in _joined((*first.spans, *second.spans)))
    both = sum(_length(text[max(a, c):min(b, d)]) for a, b in first.spans for c, d in second.spans if max(a, c) < min(b, d))
    return both / either if either else None


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def _length(text: str) -> int:
    return sum(not sign.isspace() for sign in text)
