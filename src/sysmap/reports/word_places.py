"""Places in a Word file for the author's own text: content controls, found again when the report is made anew."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from sysmap.reports.own_text import digest_of

__all__ = ["kept_text", "place_control"]

_TAG = "sysmap:"
_QUOTES = {'"': "&quot;"}
_REFERENCE = re.compile(r" \((?:(?:Table|Figure) \d+(?:, )?)+\)$")


def place_control(paragraphs: Sequence[Any], place: str) -> None:
    """Put paragraphs into a content control that is named after a place, with the digest of what stands there by itself."""
    title = f"Own text: {place.partition(':')[0].replace('-', ', ')}"
    control = parse_xml(f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="{escape(title, _QUOTES)}"/>'
                        f'<w:tag w:val="{escape(_TAG + place, _QUOTES)}"/><w:richText/></w:sdtPr><w:sdtContent/></w:sdt>')
    paragraphs[0].addprevious(control)
    for paragraph in paragraphs:
        control[-1].append(paragraph)


def kept_text(old: bytes) -> dict[str, str]:
    """What somebody wrote into the places of a Word file, where it differs from what stood there by itself.

    Parameters
    ----------
    old : any file; what is no Word file holds nothing.

    Returns
    -------
    dict of str : text by its place, lists with a hyphen before each item (`sysmap.reports.own_text.own_blocks`).
    """
    try:
        document = Document(io.BytesIO(old))
    except Exception:  # whatever is wrong with a file that is about to be replaced
        return {}
    found = {}
    for control in document.element.body.iter(qn("w:sdt")):
        tag = control.find(f"./{qn('w:sdtPr')}/{qn('w:tag')}")
        name = tag.get(qn("w:val"), "") if tag is not None else ""
        if name.startswith(_TAG):
            place, _, digest = name.removeprefix(_TAG).partition(":")
            written = _text(control, document)
            if written and digest_of(written) != digest:
                found[place] = written
    return found


def _text(control: Any, document: Any) -> str:
    out, listed = "", False
    for element in control.iter(qn("w:p")):
        text = _REFERENCE.sub("", "".join(piece.text or "" for piece in element.iter(qn("w:t"))).strip())
        style = Paragraph(element, document).style
        item = style is not None and (style.name or "").startswith("List")
        if text:
            out += ("\n" if item and listed else "\n\n" if out else "") + (f"- {text}" if item else text)
            listed = item
    return out
