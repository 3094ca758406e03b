"""Codebooks of the REFI-QDA standard (.qdc): each code is a factor."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.draft import Draft
from sysmap.formats.foreign.refi_drafts import draft_of_codes, written_codes
from sysmap.formats.foreign.refi_project import is_codebook, read_refi
from sysmap.formats.foreign.refi_writing import CODEBOOK, ORIGIN, add_codes, xml_bytes
from sysmap.formats.foreign.registry import Format

__all__ = ["FORMAT"]


def _recognise(content: Content) -> str | None:
    return "a codebook of the REFI-QDA standard" if is_codebook(content) else None


def _read(contents: Sequence[Content]) -> Draft:
    return draft_of_codes(read_refi(contents[0]), "qdc", contents[0].stem)


def _write(draft: Draft) -> bytes:
    book = Element("CodeBook", {"xmlns": CODEBOOK, "origin": ORIGIN})
    add_codes(book, written_codes(draft), draft.title)
    return xml_bytes(book)


FORMAT = Format(
    "qdc", "REFI-QDA codebook (NVivo, MAXQDA, ATLAS.ti)", (".qdc",), _recognise, _read, _write, rank=2,
    kept="Codes as factors with their descriptions, the code above as theme, ids of codes.",
    guessed="Nothing.", lost="Colours of codes, sets. In a codebook: links, and everything but labels, notes and themes.")
