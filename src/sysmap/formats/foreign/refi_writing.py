"""Writing the REFI-QDA standard: codebooks (.qdc) and projects (.qdpx) as NVivo, MAXQDA and ATLAS.ti read them."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, indent, tostring

__all__ = ["CODEBOOK", "ORIGIN", "PROJECT", "WrittenCode", "add_codes", "archive", "guid_for", "xml_bytes"]

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "sysmap"
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of the files in an archive: the same map gives the same bytes."""


@dataclass(frozen=True, slots=True)
class WrittenCode:
    """A code to write: its id, its name, what it means, and the name of the code above it that only holds others."""

    id: str
    name: str
    description: str = ""
    above: str = ""


def guid_for(*parts: str) -> str:
    """The id of something: the one that it came with, where the last part is one, else one made of the parts, always the same.

    >>> guid_for("m", "trust") == guid_for("m", "trust"), guid_for("m", "1D2A0000-0000-4000-8000-000000000001".lower())
    (True, '1d2a0000-0000-4000-8000-000000000001')
    """
    return parts[-1] if _GUID.match(parts[-1]) else str(uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(("sysmap", *parts))))


def add_codes(book: Element, codes: Iterable[WrittenCode], map_id: str) -> None:
    """Add codes to a codebook, those with a code above them under it."""
    inside = SubElement(book, "Codes")
    above: dict[str, Element] = {"": inside}
    for code in codes:
        if code.above not in above:
            group = guid_for(map_id, "group", f"of {code.above}")
            above[code.above] = SubElement(inside, "Code", guid=group, name=_clean(code.above), isCodable="false")
        made = SubElement(above[code.above], "Code", guid=code.id, name=_clean(code.name) or code.id, isCodable="true")
        if code.description:
            SubElement(made, "Description").text = _clean(code.description)


def xml_bytes(root: Element) -> bytes:
    """An XML document as bytes."""
    indent(root)
    body: bytes = tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def archive(project: Element, texts: Mapping[str, str], more: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """The bytes of a .qdpx: the project's XML, and the texts of its sources by their ids."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in (("project.qde", xml_bytes(project)), *((f"Sources/{id_}.txt", text.encode()) for id_, text in texts.items()), *more):
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)
