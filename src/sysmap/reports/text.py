"""Text on its way into office formats: what XML cannot hold, which way it runs; packages that are the same each time."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile

__all__ = ["anchor", "is_rtl", "steady_package", "xml_safe"]

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NEVER_BEFORE = (1980, 1, 1, 0, 0, 0)


def xml_safe(text: str) -> str:
    """Text without the characters that XML 1.0 forbids; each becomes U+FFFD, so that nothing vanishes unseen.

    >>> xml_safe("a\\x07b")
    'a\\ufffdb'
    """
    return _UNFIT.sub("\ufffd", text)


def is_rtl(text: str) -> bool:
    """Whether a text runs from right to left: whether its first letter with a direction does.

    >>> is_rtl("ثقة"), is_rtl("Trust"), is_rtl("12")
    (True, False, False)
    """
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


def anchor(text: str, taken: set[str]) -> str:
    """A name for a heading that links can point at; each is given once."""
    base = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:32] or "part"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    taken.add(name)
    return name


def _steady(name: str, data: bytes) -> bytes:
    """A part without the time of writing: a workbook within a presentation (the data of a chart) has one of its own."""
    if name.endswith(".xlsx"):
        return steady_package(data)
    return _STAMP.sub(rb"\g<1>1980-01-01T00:00:00Z", data) if name == "docProps/core.xml" else data


def steady_package(data: bytes) -> bytes:
    """An office file with the same bytes each time: its parts carry no time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, _NEVER_BEFORE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, _steady(part.filename, old.read(part.filename)))
    return out.getvalue()
