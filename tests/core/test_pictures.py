"""Pictures behind a map: a plain PNG or JPEG is let in; what holds more, or is something else, is not."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from sysmap.core.pictures import picture_fault
from sysmap.formats.read import read_text


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), **how: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(out, form, **how)  # type: ignore[arg-type]
    return out.getvalue()


def address(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def piece(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_what_programs_write_is_let_in() -> None:
    assert picture_fault(address(picture())) is None
    for how in ({}, {"progressive": True}, {"quality": 20}, {"subsampling": 0}, {"restart_marker_rows": 1}):
        assert picture_fault(address(picture("JPEG", **how), "jpeg")) is None


def test_where_and_when_it_was_taken_is_not() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("GPS", "53.4808, -2.2426")
    assert "more than a picture" in str(picture_fault(address(picture(pnginfo=said))))
    exif = Image.Exif()
    exif[0x9003] = "2026:01:01 10:00:00"
    assert "more than a picture" in str(picture_fault(address(picture("JPEG", exif=exif), "jpeg")))
    assert "more than a picture" in str(picture_fault(address(picture("JPEG", comment=b"by Ann"), "jpeg")))


@pytest.mark.parametrize("text", [
    "", "https://elsewhere.example/a.png", "javascript:alert(1)", "data:text/html;base64,PGI+", "data:image/png;base64,####",
    "data:image/png,abc", "data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+", address(b"<svg onload='alert(1)'/>"),
    address(picture(), "jpeg"), address(b"")])
def test_what_is_no_picture_is_not(text: str) -> None:
    assert picture_fault(text)


def test_what_hides_behind_its_end_is_not() -> None:
    assert "after its end" in str(picture_fault(address(picture() + b"<script>")))
    assert "after its end" in str(picture_fault(address(picture("JPEG") + b"PK\x03\x04", "jpeg")))
    assert picture_fault(address(picture("PNG", save_all=True, append_images=[Image.new("RGB", (40, 30))])))


def test_a_few_bytes_that_unpack_to_gigabytes_are_not() -> None:
    head = piece(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + piece(b"IDAT", b"") + piece(b"IEND", b"")
    assert picture_fault(address(bomb)) == "measures 60,000 by 60,000 pixels"


@given(at=st.integers(0), byte=st.integers(0, 255), form=st.sampled_from(["PNG", "JPEG"]), cut=st.booleans())
def test_a_damaged_one_never_ends_in_a_traceback(at: int, byte: int, form: str, cut: bool) -> None:
    data = bytearray(SAMPLES[form])
    data[at % len(data)] = byte
    picture_fault(address(bytes(data[:at % len(data)] if cut else data), form.lower()))


SAMPLES = {form: picture(form) for form in ("PNG", "JPEG")}


def test_a_file_says_where_the_fault_is_and_what_to_do() -> None:
    reading = read_text("""\
sysmap: 1
kind: map
id: m
title: M
factors: {a: A}
background:
  - id: county
    kind: picture
    label: The county
    position: {x: 0, y: 0}
    width: 900
    image: data:image/svg+xml;base64,PHN2Zz4=
""")
    [problem] = reading.problems
    assert (problem.code, problem.place.line) == ("S10", 12)
    assert "is not a PNG or JPEG picture" in problem.message
    assert "workshop" in problem.hint
