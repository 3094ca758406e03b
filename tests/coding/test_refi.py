"""Coded projects of other tools: what counts as a place, what codes mean by a table a person confirms, and back again."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from sysmap.cli import cli
from sysmap.coding.code_table import code_rows, code_table, meanings, read_code_table
from sysmap.coding.recording import with_passage
from sysmap.coding.refi_coding import coded_import, coded_project
from sysmap.core.edit import apply
from sysmap.core.evidence import Bearing, Evidence
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.porting import write_foreign
from sysmap.formats.foreign.refi_project import RefiProject, is_project, read_refi
from sysmap.formats.read import read_bytes, read_file
from sysmap.formats.text_document import plain_document

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "formats" / "foreign" / "samples" / "ward.qde"
SCHEMA = etree.XMLSchema(etree.parse(str(HERE / "vendor" / "Project.xsd")))
MAP = b"""\
sysmap: 1
kind: map
id: ward
title: The ward
factors:
  course: {label: Course on safe dosing}
  slips: {label: Slips in dosing}
  asking: {label: Asking when unsure}
links:
  - {from: course, to: slips, polarity: negative}
"""
TEXT = "The course helped. \U0001f642 We made fewer slips.\nNobody told the night staff.\n"


def ward() -> Map:
    document = read_bytes(MAP, "ward.yaml").document
    assert isinstance(document, Map)
    return document


ELEMENTS = {"course": "Course on safe dosing", "slips": "Slips in dosing", "asking": "Asking when unsure", "course->slips": "The link"}


def sample() -> RefiProject:
    return read_refi(Content("ward.qdpx", SAMPLE.read_bytes()))


def valid(data: bytes) -> None:
    inside = zipfile.ZipFile(io.BytesIO(data)).read("project.qde")
    assert SCHEMA.validate(etree.fromstring(inside)), SCHEMA.error_log


def test_the_sample_is_a_project_as_the_standard_has_it() -> None:
    assert SCHEMA.validate(etree.parse(str(SAMPLE))), SCHEMA.error_log


@pytest.mark.parametrize("file", sorted((HERE.parents[1] / "maps").glob("*.yaml")) + sorted((HERE.parents[1] / "toc").glob("*.yaml")),
                         ids=lambda file: file.stem)
def test_every_map_of_the_repository_is_written_as_the_standard_has_it(file: Path) -> None:
    document = read_file(file).document
    assert isinstance(document, Map)
    written = write_foreign(document, "x.qdpx").data
    valid(written)
    found = read_refi(Content("x.qdpx", written))
    assert [code.name for code in found.codes.values() if code.codable] == [factor.label for factor in document.factors.values()] or (
        {code.name for code in found.codes.values() if code.codable} == {factor.label for factor in document.factors.values()})


def packed(plain: bytes, selections: list[tuple[int, int, str]]) -> Content:
    """A project with one text as a file of its archive, as tools write it."""
    marks = "".join(f'<PlainTextSelection guid="66666666-0000-4000-8000-{n:012}" name="{name}" startPosition="{a}" endPosition="{b}">'
                    f'<Coding guid="77777777-0000-4000-8000-{n:012}"><CodeRef targetGUID="11111111-0000-4000-8000-000000000001"/></Coding>'
                    f"</PlainTextSelection>" for n, (a, b, name) in enumerate(selections))
    xml = ('<Project xmlns="urn:QDA-XML:project:1.0" name="P"><CodeBook><Codes><Code guid="{11111111-0000-4000-8000-000000000001}" name="A" '
           'isCodable="true"/></Codes></CodeBook><Sources><TextSource guid="55555555-0000-4000-8000-000000000001" name="a.docx" '
           f'plainTextPath="internal://ABC.txt">{marks}</TextSource></Sources></Project>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("project.qde", xml)
        archive.writestr("sources/abc.txt", plain)
    return Content("p.qdpx", out.getvalue())


LINES = "We made fewer slips.\r\nAfter the course \U0001f642 all asked more.\r\nNobody told the night staff.\r\n"
PHRASES = ("fewer slips", "the course", "asked more", "told the night staff", "Nobody told")


@pytest.mark.parametrize(("name", "inside", "breaks", "halves"), [
    ("the standard", 0, False, False), ("last character inside", 1, False, False), ("a break is one", 0, True, False),
    ("UTF-16", 0, False, True), ("a break is one, last inside", 1, True, False),
])
def test_however_a_tool_counts_the_same_words_are_found(name: str, inside: int, breaks: bool, halves: bool) -> None:
    counted = LINES.replace("\r\n", "\n") if breaks else LINES

    def offset(index: int) -> int:
        return index + (sum(ord(sign) > 0xFFFF for sign in counted[:index]) if halves else 0)

    spans = [(offset(counted.index(words)), offset(counted.index(words) + len(words)) - inside, "") for words in PHRASES]
    found = read_refi(packed(LINES.encode("utf-8-sig"), spans))
    text = found.texts[0].text
    assert [text[one.start:one.end] for one in found.texts[0].selections] == list(PHRASES)
    assert bool([one for one in found.remarks if one.bucket == "guessed"]) == (name != "the standard")


def test_what_has_no_place_is_counted_in_the_account() -> None:
    said = " ".join(one.text for one in sample().remarks)
    for part in ("1 variable", "1 area of a picture", "1 picture without text"):
        assert part in said


def test_the_table_proposes_what_the_names_say_and_nothing_else() -> None:
    lines = code_table(code_rows(sample(), ward())).decode("utf-8-sig").splitlines()
    means = {line.split(",")[0]: line.split(",")[2] for line in lines[1:]}
    assert means == {"Learning / Course on safe dosing": "course", "Slips in dosing": "slips", "Night staff": "",
                     "Course on safe dosing -> Slips in dosing": "course -> slips"}


def read(tmp_path: Path, table: str) -> dict[str, dict[str, str]]:
    (tmp_path / "codes.csv").write_text(table, encoding="utf-8")
    return read_code_table(tmp_path / "codes.csv")


def test_codings_become_items_one_a_passage_and_a_second_import_adds_nothing(tmp_path: Path) -> None:
    table = code_table(code_rows(sample(), ward())).decode("utf-8-sig").replace("Night staff,1,,", "Night staff,1,new: Night staff,")
    said = meanings(read(tmp_path, table), sample(), ward(), ELEMENTS, "codes.csv")
    done = coded_import(sample(), Evidence(id="r", title="R"), ward(), said, "documents/ward")
    items = list(done.register.items.values())
    assert [(item.passages[0].words, [b.element for b in item.bears_on], item.coder) for item in items] == [
        ("The course helped.", ["course"], "coder 1"),
        ("We made fewer slips since the course.", ["slips", "course->slips"], "coder 1"),
        ("Nobody told the night staff.", ["night-staff"], "coder 2")]
    assert items[1].bears_on[1].why == "She said so twice."
    assert items[1].notes[0].text == "Check with the rota."
    assert all(b.strength is None for item in items for b in item.bears_on)
    assert done.edit is not None
    assert "North ward" in " ".join(done.sentences())
    assert "Jo Brown" not in repr(done.register)
    again = coded_import(sample(), done.register, ward(), said, "documents/ward")
    assert (again.added, again.changed, again.register) == ((), (), done.register)


@pytest.mark.parametrize(("means", "why"), [
    ("nothing", "no element nothing"), ("course -> nothing", "no element nothing"), ("course -> slips -> asking", "one factor at each end"),
    ("course,seen", "no direction"),
])
def test_a_row_that_cannot_be_understood_is_named_with_its_line(tmp_path: Path, means: str, why: str) -> None:
    table = code_table(code_rows(sample(), ward())).decode("utf-8-sig").replace("Slips in dosing,1,slips,supports", "Slips in dosing,1," + (
        means if "," in means else f"{means},supports"))
    with pytest.raises(Refused, match=why) as refused:
        meanings(read(tmp_path, table), sample(), ward(), ELEMENTS, "codes.csv")
    assert refused.value.problems[0].place.line == 3


def test_both_ends_of_a_link_may_be_new_and_a_label_that_two_have_is_asked_for(tmp_path: Path) -> None:
    table = code_table(code_rows(sample(), ward())).decode("utf-8-sig")
    new = table.replace("Night staff,1,,", "Night staff,1,new: Sleep -> new: Errors at night,")
    done = coded_import(sample(), Evidence(id="r", title="R"), ward(), meanings(read(tmp_path, new), sample(), ward(), ELEMENTS, "t"), "d")
    assert done.edit is not None
    after = apply(ward(), done.edit)
    assert [after.factors[id_].label for id_ in ("sleep", "errors-at-night")] == ["Sleep", "Errors at night"]
    assert after.links["sleep->errors-at-night"].basis == "stated"
    two = dataclasses.replace(ward(), factors={**ward().factors, "ask": dataclasses.replace(ward().factors["asking"], id="ask")})
    with pytest.raises(Refused, match="several elements called Asking when unsure"):
        meanings(read(tmp_path, table.replace("Night staff,1,,", "Night staff,1,Asking when unsure,")), sample(), two,
                 {**ELEMENTS, "ask": "Asking when unsure"}, "t")


def test_a_register_goes_to_a_project_and_comes_back_with_the_same_codes(tmp_path: Path) -> None:
    document = plain_document("documents/talk.txt", TEXT)
    register = Evidence(id="talks", title="Talks")
    for words, element, direction, strength in (("The course helped.", "course", "supports", "strong"),
                                                ("We made fewer slips.", "slips", "contradicts", None),
                                                ("We made fewer slips.", "course->slips", "supports", "weak")):
        start = TEXT.index(words)
        register, _ = with_passage(register, document, (start, start + len(words)),
                                   Bearing(element=element, direction=direction, strength=strength),  # type: ignore[arg-type]
                                   {"statement": words, "coder": "evaluator"})
    data, lost = coded_project(register, ward(), {document.name: document})
    assert lost == []
    valid(data)
    found = read_refi(Content("talks.qdpx", data))
    said = meanings(read(tmp_path, code_table(code_rows(found, ward())).decode("utf-8-sig")), found, ward(), ELEMENTS, "t")
    back = coded_import(found, Evidence(id="talks", title="Talks"), ward(), said, "documents").register
    shape = [(item.bears_on, item.coder, [(p.words, p.start) for p in item.passages]) for item in register.items.values()]
    assert [(item.bears_on, item.coder, [(p.words, p.start) for p in item.passages]) for item in back.items.values()] == shape


def opened(content: Content) -> RefiProject:
    assert is_project(content)
    return read_refi(content)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", b"<Project>" + b" " * (300 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(("data", "why"), [
    (bomb, "unpacks to far more"), (SAMPLE.read_bytes()[:2000], "breaks off"),
    (b'<!DOCTYPE x [<!ENTITY a "b">]><Project xmlns="urn:QDA-XML:project:1.0" name="&a;"/>', "declares entities"),
])
def test_a_bad_project_is_one_sentence(data: object, why: str) -> None:
    given = data() if callable(data) else data
    assert isinstance(given, bytes)
    with pytest.raises(Refused, match=why):
        opened(Content("x.qdpx", given))


def test_nvivo_users_need_one_command_and_a_look_at_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, data in (("maps/ward.yaml", MAP), ("toc/evidence/talks.yaml", b"sysmap: 1\nkind: evidence\nid: talks\ntitle: Talks\n"
                                                 b"uses: [../../maps/ward.yaml]\n"), ("ward.qde", SAMPLE.read_bytes())):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    words = ["evidence", "import", "talks", "ward.qde"]
    first = CliRunner().invoke(cli, words)
    assert first.exit_code == 1
    assert "Look at the column means" in " ".join(first.output.split())
    table = tmp_path / "ward.codes.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("Night staff,1,,", "Night staff,1,new: Night staff,"), encoding="utf-8")
    before = (tmp_path / "toc/evidence/talks.yaml").read_text(encoding="utf-8")
    assert CliRunner().invoke(cli, [*words, "--dry-run"]).exit_code == 0
    assert (tmp_path / "toc/evidence/talks.yaml").read_text(encoding="utf-8") == before
    assert not (tmp_path / "documents").exists()
    second = CliRunner().invoke(cli, words)
    assert second.exit_code == 0, second.output
    assert "3 items added" in second.output
    text = (tmp_path / "toc/evidence/talks.yaml").read_text(encoding="utf-8")
    assert text.startswith(before)
    assert (tmp_path / "documents/ward-talks/talk-with-a-nurse.txt").read_text(encoding="utf-8").startswith("The course helped.")
    ours = read_file(tmp_path / "maps/ward.yaml").document
    assert isinstance(ours, Map)
    assert "night-staff" in ours.factors
    assert CliRunner().invoke(cli, words).exit_code == 0
    assert (tmp_path / "toc/evidence/talks.yaml").read_text(encoding="utf-8") == text
    assert CliRunner().invoke(cli, ["evidence", "export", "talks", "out.qdpx"]).exit_code == 0
    valid((tmp_path / "out.qdpx").read_bytes())
    assert len(read_refi(Content("out.qdpx", (tmp_path / "out.qdpx").read_bytes())).texts[0].selections) == 4
