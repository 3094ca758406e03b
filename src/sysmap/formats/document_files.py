"""Files that can be coded: text, Markdown, transcripts, Word and PDF. They are read, bounded, and never written."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sysmap.core.parts import not_installed
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import list_text
from sysmap.formats.foreign.content import Content, open_content
from sysmap.formats.text_document import (
    TextDocument,
    document_of_parts,
    markdown_document,
    plain_document,
    transcript_document,
)

__all__ = ["ENDINGS", "document_files", "read_document"]

LONGEST = 5_000_000
"""Characters of a text that is taken in: about 2,500 pages."""
MOST_FILES = 2_000
_PAGES = 3_000
_PARAGRAPH = 0.75
"""A line that ends a sentence and is shorter than this share of the longest one ends a paragraph."""


def read_document(path: Path | str, name: str | None = None) -> TextDocument:
    """The text of a file.

    Parameters
    ----------
    path : the file.
    name : what registers call it; the file's name where it is not given.

    Raises
    ------
    Refused : no such file, of no kind that is read, damaged, too large, or without any text.
    """
    path = Path(path)
    read = _READERS.get(path.suffix.lower())
    if read is None:
        old = path.suffix.lower() in (".doc", ".rtf", ".odt", ".pages")
        raise Refused(Problem(code="F71", message=f"{path.name} is no document that can be coded.",
                              hint="Save it as .docx or .txt in the program it comes from." if old else
                              f"Known endings: {', '.join(ENDINGS)}."))
    content = open_content(path)
    document = read(name or path.name, content)
    if not document.text.strip():
        scanned = " Its pages are pictures; run a text recognition over it first." if path.suffix.lower() == ".pdf" else ""
        content.fail("There is no text in it.", f"Is it the right file?{scanned}", "F07")
    if len(document.text) > LONGEST:
        content.fail(f"The text has {len(document.text):,} characters.", f"At most {LONGEST:,} are read; split it.", "F73")
    return document


def document_files(source: Path) -> list[Path]:
    """A file, or every file of a folder that can be coded, in the order of the names; hidden ones are left out.

    Raises
    ------
    Refused : there is no such file or folder, or nothing in it that can be coded.
    """
    if not source.exists():
        there = [one.name for one in source.parent.glob("*") if one.suffix.lower() in _READERS] if source.parent.is_dir() else []
        raise Refused(Problem(code="F01", message=f"There is no file or folder {source}.",
                              hint=one_of(source.name, there) if there else "Check the spelling and the folder."))
    if not source.is_dir():
        return [source]
    found = []
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source).parts
        if path.suffix.lower() in _READERS and path.is_file() and not any(part.startswith((".", "~$")) for part in inside):
            found.append(path)
        if len(found) > MOST_FILES:
            raise Refused(Problem(code="F73", message=f"{source} holds more than {MOST_FILES:,} documents.",
                                  hint="Name a folder further down."))
    if not found:
        raise Refused(Problem(code="F71", message=f"There is no document in {source} that can be coded.",
                              hint=f"Known endings: {', '.join(ENDINGS)}."))
    return found


def _text(make: Callable[[str, str], TextDocument]) -> Callable[[str, Content], TextDocument]:
    def read(name: str, content: Content) -> TextDocument:
        if not content.is_text:
            content.fail("This is no text.", "Is the ending of its name right?")
        made = make(name, content.text)
        return TextDocument(made.name, made.text, made.blocks, tuple(text for _, text in content.remarks))
    return read


def _word(name: str, content: Content) -> TextDocument:
    docx = _library("docx", "python-docx")
    if not content.is_zip or "word/document.xml" not in content.members:
        content.fail("This is no Word document (.docx).", "Open it in Word or LibreOffice and save it as .docx.")
    content.member("word/document.xml")  # bounded, before a library unpacks it
    try:
        opened = docx.Document(io.BytesIO(content.data))
        parts = [(text, "", heading) for text, heading in _word_parts(opened)]
    except RecursionError:
        content.fail("The document is nested too deep.", "Open it in Word and save it again.")
    except Exception as error:  # whatever the library raises for a damaged file
        content.fail(f"The Word document is damaged ({type(error).__name__}).", "Open it in Word and save it again.")
    kinds = {"word/footnotes.xml": "footnotes", "word/endnotes.xml": "endnotes", "word/comments.xml": "comments"}
    left = [word for member, word in kinds.items()
            if member in content.members and re.search(rb"<w:t[ >]", content.member(member))]
    return document_of_parts(name, parts, [f"Its {list_text(left)} are not shown."] if left else [])


def _word_parts(opened: Any) -> Iterator[tuple[str, bool]]:
    """Paragraphs and rows of tables in order; insertions are in the text, deletions are not."""
    from docx.table import Table

    for one in opened.iter_inner_content():
        if isinstance(one, Table):
            seen: set[int] = set()
            for row in one.rows:
                cells = [cell for cell in row.cells if id(cell._tc) not in seen]
                seen.update(id(cell._tc) for cell in cells)
                text = " | ".join(filter(None, (" ".join(_run_text(p._p) for p in cell.paragraphs).strip() for cell in cells)))
                yield text, False
        else:
            style = (one.style.name if one.style is not None else "") or ""
            yield _run_text(one._p), style.startswith(("Heading", "Title"))


def _run_text(paragraph: Any) -> str:
    from docx.oxml.ns import qn

    out = []
    for one in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        if any(above.tag.endswith("}Fallback") for above in one.iterancestors()):
            continue
        tag = one.tag.rpartition("}")[2]
        out.append((one.text or "") if tag == "t" else "-" if tag == "noBreakHyphen" else "\n" if tag in ("br", "cr") else " ")
    return "".join(out)


def _pdf(name: str, content: Content) -> TextDocument:
    import logging

    pypdf = _library("pypdf", "pypdf")
    if b"%PDF-" not in content.data[:1024]:
        content.fail("This is no PDF file.", "Is the ending of its name right?")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    parts: list[tuple[str, str, bool]] = []
    empty: list[str] = []
    try:
        reader = pypdf.PdfReader(io.BytesIO(content.data))
        if reader.is_encrypted and not reader.decrypt(""):
            content.fail("The PDF is locked with a password.", "Open it and save it without one.", "F03")
        if len(reader.pages) > _PAGES:
            content.fail(f"The PDF has {len(reader.pages):,} pages.", f"At most {_PAGES:,} are read; split it.", "F73")
        length = 0
        for number, page in enumerate(reader.pages, 1):
            text = page.extract_text()
            length += len(text)
            if length > LONGEST:
                content.fail("The text is too long.", f"At most {LONGEST:,} characters are read; split it.", "F73")
            if not text.strip():
                empty.append(str(number))
            parts += [(part, f"page {number}", False) for part in _paragraphs(text)]
    except Refused:
        raise
    except RecursionError:
        content.fail("The PDF is nested too deep.", "Print it to a new PDF.")
    except Exception as error:  # whatever the library raises for a damaged file
        content.fail(f"The PDF is damaged ({type(error).__name__}).", "Download or print it again.")
    notes = [f"There is no text on page {list_text(empty)}: a picture, perhaps, or a scan."] if empty and parts else []
    return document_of_parts(name, parts, notes)


def _paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a page: up to an empty line, or to a short line that ends a sentence."""
    lines = [line.rstrip() for line in text.split("\n")]
    widest = max(map(len, lines), default=0)
    held: list[str] = []
    for line in lines:
        if line.strip():
            held.append(line)
        if held and (not line.strip() or (len(line) < _PARAGRAPH * widest and re.search(r"[.!?:;][”’\"')\]]?$", line))):
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)


def _library(module: str, package: str) -> Any:
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError:
        raise not_installed("coding", f"The library {package} is not installed.") from None


_READERS: dict[str, Callable[[str, Content], TextDocument]] = {
    ".txt": _text(plain_document), ".text": _text(plain_document), ".md": _text(markdown_document),
    ".markdown": _text(markdown_document), ".vtt": _text(transcript_document), ".srt": _text(transcript_document),
    ".docx": _word, ".pdf": _pdf,
}
ENDINGS: tuple[str, ...] = tuple(_READERS)
"""Endings of the files that can be coded."""
