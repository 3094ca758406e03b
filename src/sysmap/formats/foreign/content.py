"""A file as it was handed over, looked at in the ways that formats need: as text, as JSON, as XML, as a zip archive.

Every look is bounded: a file that would unpack, nest or count beyond what a map can be is refused with a sentence.
"""

from __future__ import annotations

import io
import json
import os
import re
import stat
import zipfile
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn
from xml.etree.ElementTree import Element

from sysmap.core.problem import Place, Problem, Refused

__all__ = ["Content", "open_content"]

MAX_BYTES = 64 * 1024 * 1024
MAX_UNPACKED = 256 * 1024 * 1024
MAX_MARKS = 3_000_000
"""Elements of an XML text, or values of a JSON text, that are taken in."""
MAX_ELEMENTS = 300_000
"""Factors and links of a map that are taken in."""

_ROOT = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>\s*)*"
                   r"<([A-Za-z_][\w.:-]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_BARE_AMPERSAND = re.compile(r"&(?!(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_MOST_PREFIXES = 50
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")


class Content:
    """The bytes of a file and its name.

    >>> Content("a.json", b'{"nodes": []}').json
    {'nodes': []}
    >>> Content("a.txt", "Größe".encode("cp1252")).text
    'Größe'
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data
        self.remarks: list[tuple[str, str]] = []
        """(what it concerns, sentence) for what had to be guessed to read the bytes."""
        self.tables: list[Any] | None = None
        """Its tables, once they were read (`sysmap.formats.foreign.rows`)."""

    @property
    def ending(self) -> str:
        """The ending of the name, in small letters."""
        return Path(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without folders and ending."""
        return Path(self.name).name.rpartition(".")[0] or Path(self.name).name

    def fail(self, message: str, hint: str, code: str = "F72", line: int | None = None) -> NoReturn:
        """Refuse the file."""
        raise Refused(Problem(code=code, message=message, hint=hint, place=Place(self.name, line)))

    @cached_property
    def is_zip(self) -> bool:
        """Whether it is a zip archive, as workbooks are."""
        return self.data.startswith(b"PK\x03\x04")

    @cached_property
    def text(self) -> str:
        """The text: UTF-8, UTF-16 by its mark or its zeros, what an XML text declares, else Windows-1252."""
        data = self.data
        if data.startswith(b"\xef\xbb\xbf"):
            return data[3:].decode("utf-8", "replace")
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16", "replace")
        start = data[:4096]
        if start and start.count(b"\x00") * 4 >= len(start):
            if all(byte == 0 for byte in start[1:200:2]):
                return data.decode("utf-16-le", "replace")
            if all(byte == 0 for byte in start[0:200:2]):
                return data.decode("utf-16-be", "replace")
        declared = _DECLARED.search(data[:200])
        if declared:
            try:
                return data.decode(declared.group(1).decode())
            except (LookupError, UnicodeDecodeError):
                pass
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            self.remarks.append(("encoding", "The file is not UTF-8 text; it was read as Windows-1252. Look at accents and "
                                             "quotation marks."))
            return data.decode("cp1252", "replace")

    @cached_property
    def is_text(self) -> bool:
        """Whether it can be a text at all."""
        return not self.is_zip and bool(self.data) and "\x00" not in self.text[:4096]

    @cached_property
    def start(self) -> str:
        """The first of the text, without white space before it."""
        return self.text[:20_000].lstrip() if self.is_text else ""

    @cached_property
    def json(self) -> Any:
        """What the text holds as JSON; `None` where it is none (see `json_fault`)."""
        return self._json[0]

    @property
    def json_fault(self) -> tuple[str, int | None]:
        """Why the text is no JSON, and the line."""
        return self._json[1]

    @cached_property
    def _json(self) -> tuple[Any, tuple[str, int | None]]:
        if not self.start.startswith(("{", "[")):
            return None, ("It does not begin like JSON.", None)
        text = self.text
        if text.count(",") + text.count("[") + text.count("{") > MAX_MARKS:
            self.too_large("values")
        try:
            return json.loads(text, parse_constant=lambda _: None), ("", None)
        except json.JSONDecodeError as error:
            return None, (f"The JSON breaks off or has a fault here ({error.msg}).", error.lineno)
        except RecursionError:
            return None, ("The JSON is nested too deep.", None)

    @cached_property
    def root(self) -> tuple[str, str]:
        """The first element of an XML text: its name without prefix, and its attributes as written; or two empty texts."""
        if not self.start.startswith("<"):
            return "", ""
        found = _ROOT.match(self.start)
        return (found.group(1).rpartition(":")[2], found.group(2)) if found else ("", "")

    @cached_property
    def xml(self) -> Element:
        """The XML tree, without entities and without anything from elsewhere.

        Raises
        ------
        Refused : entities are declared, there are too many elements, or the text is no XML even after bare ampersands
            were mended.
        """
        return self.parse_xml(self.text)

    def parse_xml(self, text: str) -> Element:
        """An XML text of this file as a tree; see `xml`."""
        from xml.etree.ElementTree import ParseError

        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import fromstring

        if text.count("<") > MAX_MARKS:
            self.too_large("elements")
        text = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
        try:
            try:
                return fromstring(text)  # type: ignore[no-any-return]
            except ParseError as error:
                if "unbound prefix" in str(error):
                    declared = _declared(text)
                    self.remarks.append(("markup", "The XML uses prefixes of names that it does not declare; they were read as they stand."))
                    return fromstring(declared)  # type: ignore[no-any-return]
                mended = _mended(text)
                if mended == text:
                    raise error from None
                tree = fromstring(mended)
                self.remarks.append(("markup", "The XML has bare ampersands or entities of HTML in it; they were read as the "
                                               "characters they stand for."))
                return tree  # type: ignore[no-any-return]
        except DefusedXmlException:
            self.fail("The XML declares entities, which can hide other files or fill the memory; it was not read.",
                      "Save it again from the tool it comes from.", "F74")
        except (ParseError, ValueError) as error:
            line = getattr(error, "position", (None,))[0]
            self.fail(f"The XML breaks off or has a fault here ({str(error).partition(':')[0]}).",
                      "Export it again; the file may have been cut short.", line=line)

    @cached_property
    def members(self) -> tuple[str, ...]:
        """The names in a zip archive."""
        if not self.is_zip:
            return ()
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as packed:
                if sum(info.file_size for info in packed.infolist()) > MAX_UNPACKED or len(packed.infolist()) > 5000:
                    self.fail("The archive unpacks to far more than a map can be.", "Is it the right file?", "F73")
                return tuple(packed.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            return ()

    def member(self, name: str) -> bytes:
        """One file of a zip archive, bounded.

        Raises
        ------
        Refused : it is not there, damaged, or too large.
        """
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as packed, packed.open(name) as file:
                data = file.read(MAX_BYTES + 1)
        except (KeyError, zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, EOFError):
            self.fail("The archive is damaged.", "Export it again; the file may have been cut short.")
        if len(data) > MAX_BYTES:
            self.too_large("bytes")
        return data

    def too_large(self, what: str) -> NoReturn:
        """Refuse a file that holds more than can be a map."""
        self.fail(f"The file holds more {what} than a map can have.",
                  f"At most {MAX_ELEMENTS:,} factors and links are read; is it the right file?", "F73")


def open_content(path: Path | str, name: str | None = None) -> Content:
    """A file of the disk.

    Raises
    ------
    Refused : there is no such file, it may not be read, is empty or too large.
    """
    path = Path(path)
    name = name or str(path)

    def refuse(code: str, message: str, hint: str) -> NoReturn:
        raise Refused(Problem(code=code, message=message, hint=hint, place=Place(name)))

    try:
        info = os.stat(path)
        if not stat.S_ISREG(info.st_mode):
            refuse("F02", "This is not an ordinary file.", "Name the file itself.")
        if info.st_size > MAX_BYTES:
            refuse("F04", f"The file has {info.st_size / 1e6:.0f} MB.", f"The limit is {MAX_BYTES / 1e6:.0f} MB.")
        data = path.read_bytes()
    except FileNotFoundError:
        refuse("F01", "There is no such file.", "Check the spelling and the folder.")
    except PermissionError:
        refuse("F03", "You are not allowed to read this file.", "Ask its owner, or change its mode.")
    except OSError as error:
        refuse("F03", f"The file cannot be read ({error.strerror}).", "Check the disk and the path.")
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        refuse("F07", "The file is empty.", "Export it again from the tool it comes from.")
    return Content(name, data)


def _declared(text: str) -> str:
    """The text with every prefix declared that its names use and that it does not declare."""
    found = _ROOT.match(text)
    missing = set(re.findall(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]", text)) - set(re.findall(r"xmlns:([\w.-]+)\s*=", text)) - {"xml", "xmlns"}
    if found is None or not missing or len(missing) > _MOST_PREFIXES:
        return text
    at = found.end(1)
    return text[:at] + "".join(f' xmlns:{prefix}="urn:undeclared:{prefix}"' for prefix in sorted(missing)) + text[at:]


def _mended(text: str) -> str:
    """Bare ampersands escaped and entities of HTML as the characters they are."""
    import html

    def named(found: re.Match[str]) -> str:
        character = html.unescape(found.group())
        return character if character != found.group() else "&amp;" + found.group()[1:]

    if "<!ENTITY" in text:
        return text
    return _NAMED.sub(named, _BARE_AMPERSAND.sub("&amp;", text))
