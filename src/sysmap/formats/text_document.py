"""A document that can be coded: its text in blocks, with who speaks and where a reader finds it. The file is only ever read.

Plain text, Markdown and transcripts (WebVTT, SubRip, lines that begin with a speaker) are read here; Word and PDF files in
`sysmap.formats.document_files`.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

__all__ = ["Block", "TextDocument", "document_of_parts", "markdown_document", "plain_document", "transcript_document"]

_SPEAKER = re.compile(r"(?:\[?\(?\d{1,2}:\d{2}(?::\d{2})?\)?\]?\s*)?([^\W\d_][\w .,'’&/()-]{0,38}?)\s?:\s+(?=\S)")
_HEADING = re.compile(r"#{1,6}\s+\S")
_CUE = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,]\d{1,3}\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]{1,60})>")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>|<\d\d:[\d:.]+>")
_FEWEST, _MOST = 3, 25
"""How often lines begin with a word and a colon in a transcript, and how many people speak in one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or turn of speech.

    Attributes
    ----------
    start, end : its place in the text, in characters from the start; the end is behind its last character.
    at : where a reader finds it: a page, a paragraph, a time.
    heading : whether it heads what follows.
    speaker : who speaks, as the transcript writes it.
    """

    start: int
    end: int
    at: str
    heading: bool = False
    speaker: str = ""


@dataclass(frozen=True)
class TextDocument:
    """A document as text.

    Attributes
    ----------
    name : its path in the workspace, or its name; registers name it so.
    text : all of it; line breaks are single line feeds. Offsets count its characters (code points).
    blocks : its parts, in order; what stands between two is white space.
    notes : what of the file is not in the text, in sentences.
    """

    name: str
    text: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def block_at(self, index: int) -> Block | None:
        """The block in which a character stands, or the one before it."""
        number = bisect.bisect_right(self._starts, index) - 1
        return self.blocks[number] if number >= 0 else None

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def document_of_parts(name: str, parts: Iterable[tuple[str, str, bool]], notes: Iterable[str] = ()) -> TextDocument:
    """The document of blocks that a format gives one by one: (text, place, heading); an empty place is counted as a paragraph.

    >>> document_of_parts("a.docx", [("Waits", "", True), ("They fell.", "", False)]).text
    'Waits\\n\\nThey fell.'
    """
    texts: list[str] = []
    blocks: list[Block] = []
    at = number = 0
    for text, place, heading in parts:
        text = _clean(text).strip()
        if not text:
            continue
        number += 1
        texts.append(text)
        blocks.append(Block(at, at + len(text), place or f"paragraph {number}", heading))
        at += len(text) + 2
    return _with_speakers(TextDocument(name, "\n\n".join(texts), tuple(blocks), tuple(notes)))


def plain_document(name: str, text: str) -> TextDocument:
    """The document of a plain text: paragraphs stand apart by empty lines, or else by lines.

    >>> [block.speaker for block in plain_document("a.txt", "Nurse: Yes.\\nCook: No.\\nNurse: Well.\\nCook: So.").blocks]
    ['Nurse', 'Cook', 'Nurse', 'Cook']
    """
    text = _clean(text)
    apart = "\n\n" if re.search(r"\S\n[ \t]*\n\s*\S", text) else "\n"
    if _speakers(line for line in text.split("\n")):
        apart = "\n"
    return _with_speakers(TextDocument(name, text, tuple(_blocks(text, apart))))


def markdown_document(name: str, text: str) -> TextDocument:
    """The document of a Markdown text. Its marks stay, so that offsets are those of the file."""
    text = _clean(text)
    blocks = []
    for block in _blocks(text, "\n\n"):
        shown = text[block.start:block.end]
        blocks.append(Block(block.start, block.end, block.at, bool(_HEADING.match(shown)) and "\n" not in shown))
    return _with_speakers(TextDocument(name, text, tuple(blocks)))


def transcript_document(name: str, text: str) -> TextDocument:
    """The document of a WebVTT or SubRip transcript: what one person says without a break is one block.

    >>> found = transcript_document("a.vtt", "WEBVTT\\n\\n00:01.000 --> 00:02.000\\n<v Nurse>We wait.\\n\\n"
    ...                             "00:02.000 --> 00:03.000\\n<v Nurse>Too long.\\n")
    >>> found.text, found.blocks[0].speaker, found.blocks[0].at
    ('We wait. Too long.', 'Nurse', '00:00:01')
    """
    turns: list[tuple[str, str, list[str]]] = []
    for part in re.split(r"\n[ \t]*\n", _clean(text)):
        lines = part.strip().split("\n")
        number = next((i for i, line in enumerate(lines) if _CUE.search(line)), None)
        if number is None:
            continue
        found = _CUE.search(lines[number])
        assert found is not None
        at = f"{int(found[1] or 0):02}:{int(found[2]):02}:{found[3]}"
        said = " ".join(lines[number + 1:])
        voice = _VOICE.search(said)
        said = _TAG.sub("", said).strip()
        named = _SPEAKER.match(said)
        speaker = voice[1].strip() if voice else named[1] if named else ""
        if not said:
            continue
        if turns and turns[-1][0] == speaker and len(" ".join(turns[-1][2])) < 1200:
            turns[-1][2].append(said)
        else:
            turns.append((speaker, at, [said]))
    texts = [" ".join(said) for _, _, said in turns]
    blocks, start = [], 0
    for (speaker, at, _), said in zip(turns, texts, strict=True):
        blocks.append(Block(start, start + len(said), at, False, speaker))
        start += len(said) + 1
    return TextDocument(name, "\n".join(texts), tuple(blocks))


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").replace("\ufeff", "")


def _blocks(text: str, apart: str) -> Iterator[Block]:
    pattern = r"\n[ \t]*(?:\n[ \t]*)+" if apart == "\n\n" else r"\n"
    start = number = 0
    for end, after in [*((found.start(), found.end()) for found in re.finditer(pattern, text)), (len(text), len(text))]:
        left = start + len(text[start:end]) - len(text[start:end].lstrip())
        right = start + len(text[start:end].rstrip())
        if left < right:
            number += 1
            yield Block(left, right, f"paragraph {number}")
        start = after


def _speakers(lines: Iterable[str]) -> frozenset[str]:
    """Who speaks, where lines again and again begin with one of a few names and a colon."""
    counts = Counter(found[1] for line in lines if (found := _SPEAKER.match(line.lstrip())))
    often = frozenset(name for name, number in counts.items() if number > 1)
    return often if often and len(often) <= _MOST and sum(counts[name] for name in often) >= _FEWEST else frozenset()


def _with_speakers(document: TextDocument) -> TextDocument:
    texts = [document.text[block.start:block.end] for block in document.blocks]
    names = _speakers(texts)
    if not names:
        return document
    blocks, speaking = [], ""
    for block, text in zip(document.blocks, texts, strict=True):
        found = _SPEAKER.match(text)
        speaking = found[1] if found and found[1] in names else "" if block.heading else speaking
        blocks.append(Block(block.start, block.end, block.at, block.heading, speaking))
    return TextDocument(document.name, document.text, tuple(blocks), document.notes)
