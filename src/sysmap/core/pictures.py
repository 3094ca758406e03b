"""Pictures that stand in a file as text: which are let in.

A picture comes as a `data:` address of a PNG or a JPEG, as a browser makes it of what somebody chose. It is looked at piece by
piece, without being decoded: only the pieces that a picture needs, nothing that says where, when or by whom it was taken, nothing
after its end, no more pixels than a screen holds. An SVG, which may hold programs, is none.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib

__all__ = ["LARGEST_SIDE", "LONGEST_PICTURE", "picture_fault"]

LONGEST_PICTURE = 180_000
"""The most characters of a picture in a file: about 130 kilobytes, and below what one message to the room may hold."""
LARGEST_SIDE = 4_000
_MOST_PIXELS = 8_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PIECES = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"pHYs", b"sBIT", b"iCCP", b"IDAT", b"IEND"}
_JPEG_PIECES = {0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xE0, 0xEE}
"""Frames, tables, scan, interval, and the two segments (JFIF, Adobe) that say how colours are written."""
_PROFILE = b"ICC_PROFILE\0"


def picture_fault(text: str) -> str | None:
    """Why a text is no picture that a map may hold, in a few words; None for one that is.

    >>> picture_fault("data:image/svg+xml;base64,PHN2Zz4=")
    'is not a PNG or JPEG picture'
    """
    for kind, look in (("png", _png_fault), ("jpeg", _jpeg_fault)):
        head = f"data:image/{kind};base64,"
        if text.startswith(head):
            try:
                data = base64.b64decode(text[len(head):].encode("ascii"), validate=True)
            except (binascii.Error, UnicodeEncodeError):
                return "is damaged"
            try:
                return look(data)
            except (struct.error, IndexError):
                return "is damaged"
    return "is not a PNG or JPEG picture"


def _size_fault(width: int, height: int) -> str | None:
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE and width * height <= _MOST_PIXELS):
        return f"measures {width:,} by {height:,} pixels"
    return None


def _png_fault(data: bytes) -> str | None:
    if not data.startswith(_PNG) or data[12:16] != b"IHDR":
        return "is damaged"
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        (length,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4:at + 8], at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4:end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            return "is damaged"
        if kind not in _PNG_PIECES:
            return "holds more than a picture (texts, places, other data)"
        at = end
    if at != len(data):
        return "holds more than a picture (something after its end)"
    return _size_fault(*struct.unpack_from(">II", data, 16))


def _jpeg_fault(data: bytes) -> str | None:
    if data[:2] != b"\xff\xd8":
        return "is damaged"
    at, size = 2, None
    while True:
        if data[at] != 0xFF:
            return "is damaged"
        kind = data[at + 1]
        if kind == 0xD9:
            break
        if kind not in _JPEG_PIECES and not (kind == 0xE2 and data.startswith(_PROFILE, at + 4)):
            return "holds more than a picture (texts, places, other data)"
        (length,) = struct.unpack_from(">H", data, at + 2)
        if length < 2 or at + 2 + length > len(data):
            return "is damaged"
        if kind in (0xC0, 0xC1, 0xC2):
            height, width = struct.unpack_from(">HH", data, at + 5)
            size = (width, height)
        at += 2 + length
        if kind == 0xDA:
            at = _after_scan(data, at)
    if at + 2 != len(data):
        return "holds more than a picture (something after its end)"
    return _size_fault(*size) if size else "is damaged"


def _after_scan(data: bytes, at: int) -> int:
    """Where the next segment begins: a scan ends at a byte 255 that is neither filled up with 0 nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise IndexError
        if data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
            at += 2
        else:
            return at
