"""Documents that people code: each kind of file as text in blocks; a bad file is one sentence; the file is never touched."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
import typst
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sysmap.core.problem import Refused
from sysmap.formats.document_files import document_files, read_document
from sysmap.formats.text_document import TextDocument

TALK = """Interview 4, 12 March

Interviewer: What changed after the course?

Ward manager: We made fewer slips. People asked more.

Interviewer: And the waits?

Ward manager: They fell, a little.
"""


def shown(document: TextDocument) -> list[tuple[str, str, str]]:
    return [(block.at, block.speaker, document.text[block.start:block.end]) for block in document.blocks]


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_transcript_in_plain_text_says_who_speaks(tmp_path: Path) -> None:
    document = read_document(write(tmp_path / "talk.txt", TALK))
    assert shown(document)[0] == ("paragraph 1", "", "Interview 4, 12 March")
    assert [block.speaker for block in document.blocks[1:]] == ["Interviewer", "Ward manager"] * 2
    assert document.words == 29


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_and_line_end_gives_one_text(tmp_path: Path, encoding: str) -> None:
    text = "Größe zählt – “sehr”.\r\n\r\nÜber alles."
    document = read_document(write(tmp_path / "a.txt", text.encode(encoding)))
    assert document.text == text.replace("\r\n", "\n")
    assert [at for at, _, _ in shown(document)] == ["paragraph 1", "paragraph 2"]


def test_markdown_keeps_its_marks_so_that_offsets_are_those_of_the_file(tmp_path: Path) -> None:
    text = "# Waits\n\nThey *fell*.\n"
    document = read_document(write(tmp_path / "a.md", text))
    assert document.text == text
    assert [(block.heading, text[block.start:block.end]) for block in document.blocks] == [(True, "# Waits"), (False, "They *fell*.")]


def test_subtitles_of_one_speaker_are_one_block_with_its_time(tmp_path: Path) -> None:
    srt = "1\n00:00:05,000 --> 00:00:07,500\nNurse: We wait.\n\n2\n01:02:03,000 --> 01:02:05,000\nCook: I <i>do</i> not.\n"
    assert shown(read_document(write(tmp_path / "a.srt", srt))) == [
        ("00:00:05", "Nurse", "Nurse: We wait."), ("01:02:03", "Cook", "Cook: I do not.")]


def test_word_gives_headings_tables_and_insertions_but_no_deletions(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("What changed", 1)
    paragraph = made.add_paragraph("Waits ")
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>fell</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText> rose</w:delText></w:r></w:del>'))
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ["Who", "Said", "Nurse", "Better"], strict=True):
        cell.text = text
    made.save(str(tmp_path / "a.docx"))
    before = (tmp_path / "a.docx").read_bytes()
    document = read_document(tmp_path / "a.docx")
    assert [document.text[b.start:b.end] for b in document.blocks] == ["What changed", "Waits fell", "Who | Said", "Nurse | Better"]
    assert document.blocks[0].heading
    assert (tmp_path / "a.docx").read_bytes() == before


def test_pdf_gives_pages_as_places_and_says_which_hold_no_text(tmp_path: Path) -> None:
    source = ("#set page(width: 9cm, height: 6cm)\nWaits fell after the course, and people asked more than they had before.\n"
              "#pagebreak()\nThe end.\n")
    write(tmp_path / "a.typ", source)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(typst.compile(str(tmp_path / "a.typ"))))
    writer.add_blank_page(100, 100)
    writer.write(str(tmp_path / "a.pdf"))
    document = read_document(tmp_path / "a.pdf")
    assert [block.at for block in document.blocks] == ["page 1", "page 2"]
    assert " ".join(document.text.split()) == "Waits fell after the course, and people asked more than they had before. The end."
    assert document.notes == ("There is no text on page 3: a picture, perhaps, or a scan.",)
    writer.encrypt("secret")
    writer.write(str(tmp_path / "locked.pdf"))
    with pytest.raises(Refused, match="locked with a password"):
        read_document(tmp_path / "locked.pdf")


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * (300 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(("name", "data", "said"), [
    ("a.docx", b"PK\x03\x04 cut short", "no Word document"),
    ("a.docx", b"just text", "no Word document"),
    ("a.docx", bomb, "unpacks to far more"),
    ("a.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>", "damaged|no text"),
    ("a.pdf", b"just text", "no PDF"),
    ("a.txt", b"PK\x03\x04\x00\x00\x00\x00", "no text"),
    ("a.txt", b"  \n ", "empty"),
    ("a.vtt", b"WEBVTT\n\nNOTE nothing\n", "no text"),
    ("a.doc", b"\xd0\xcf\x11\xe0", r"Save it as \.docx"),
    ("a.xyz", b"x", "Known endings"),
])
def test_a_bad_file_is_one_sentence(tmp_path: Path, name: str, data: object, said: str) -> None:
    content = data() if callable(data) else data
    assert isinstance(content, bytes)
    with pytest.raises(Refused, match=said):
        read_document(write(tmp_path / name, content))


def test_a_folder_gives_what_can_be_coded_in_it_and_no_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "~$c.docx", ".hidden.txt", "picture.png"):
        write(tmp_path / name, "Text.")
    (tmp_path / "more").mkdir()
    write(tmp_path / "more" / "d.vtt", "Text.")
    assert [path.relative_to(tmp_path).as_posix() for path in document_files(tmp_path)] == ["a.md", "b.txt", "more/d.vtt"]
    with pytest.raises(Refused, match=r"Did you mean b\.txt|Known: a\.md, b\.txt"):
        document_files(tmp_path / "bb.txt")
    (tmp_path / "none").mkdir()
    with pytest.raises(Refused, match="Known endings"):
        document_files(tmp_path / "none")
