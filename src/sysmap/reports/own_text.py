"""The author's own text in a report, and how it stays there when the report is made anew.

It stands in a file of kind report, by its place (`sysmap.core.report_details`). A Word file marks each place, with a digest
of what stands there by itself: where somebody wrote over it in Word, that text is found again and kept.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable

from sysmap.reports.blocks import Block, Bullets, Para

__all__ = ["CHAPTERS", "SUMMARY_PLACES", "digest_of", "own_blocks", "placed", "text_of"]

CHAPTERS = ("rationale", "theory", "questions", "method", "findings", "contribution", "conclusions", "recommendations", "limits")
"""Chapters that begin with the author's own text; conclusions and recommendations are there only where she wrote them."""

SUMMARY_PLACES = ("summary-found", "summary-sure", "summary-changed", "summary-unknown")
"""The parts of the summary; `summary` alone stands for all of them."""


def own_blocks(text: str) -> list[Block]:
    """A text as paragraphs and lists: an empty line parts them, and lines that begin with a hyphen make a list.

    >>> own_blocks("We are\\nsure.\\n\\n- one\\n- two")
    [Para(text='We are sure.', ...), Bullets(items=('one', 'two'), ...)]
    """
    out: list[Block] = []
    for part in text.replace("\r", "").split("\n\n"):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        if lines and all(line.startswith(("- ", "• ")) for line in lines):
            out.append(Bullets(tuple(line[2:].strip() for line in lines)))
        elif lines:
            out.append(Para(" ".join(lines)))
    return out


def text_of(blocks: Iterable[Block]) -> str:
    """The text that `own_blocks` would make the blocks of; the lead of a paragraph is part of it."""
    parts = []
    for block in blocks:
        if isinstance(block, Para):
            parts.append(f"{block.lead} {block.text}".strip())
        elif isinstance(block, Bullets):
            parts.append("\n".join(f"- {item}" for item in block.items))
    return "\n\n".join(parts)


def digest_of(text: str) -> str:
    """Eight characters that differ where texts differ in more than their spaces.

    >>> digest_of("a  b") == digest_of("a b"), digest_of("a b") == digest_of("a c")
    (True, False)
    """
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def placed(blocks: Iterable[Block], place: str, usual: Iterable[Block], *, slide: bool = False) -> list[Block]:
    """Blocks that are marked as standing at a place, where the usual ones would stand if nobody had written into the report."""
    mark = f"{place}:{digest_of(text_of(usual))}"
    return [dataclasses.replace(one, place=mark, slide=slide) if isinstance(one, Para | Bullets) else one for one in blocks]
