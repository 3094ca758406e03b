"""Coding passages into a register: items, ids, peers, agreement, coverage, suggestions; and the files that are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sysmap.coding.coded import coded_document, shared_share
from sysmap.coding.recording import Coder, make_factor, with_passage, without_bearing
from sysmap.coding.suggestions import code_suggestions
from sysmap.contribution.coder_agreement import coder_agreement
from sysmap.core.evidence import Bearing, Evidence
from sysmap.core.levels import at_level
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.read import read_bytes, read_file
from sysmap.formats.text_document import TextDocument, plain_document
from sysmap.formats.workspace import Workspace

TEXT = "The course helped. We made fewer slips. Nobody told the night staff.\n"
MAP = """\
sysmap: 1
kind: map
id: ward
title: The ward
factors:
  course: {label: Course on safe dosing}   # kept
  slips: {label: Slips in dosing, aliases: [Mistakes]}
  staff: {label: Night staff}
links:
  - {from: course, to: slips, polarity: negative}
"""
REGISTER = """\
# Ours.
sysmap: 1
kind: evidence
id: talks
title: Talks
uses: [../../maps/ward.yaml]
"""


@pytest.fixture
def coder(tmp_path: Path) -> Coder:
    for name, text in (("maps/ward.yaml", MAP), ("toc/evidence/talks.yaml", REGISTER)):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Coder(Workspace(tmp_path), tmp_path / "maps/ward.yaml", tmp_path / "toc/evidence/talks.yaml")


def talk() -> TextDocument:
    return plain_document("documents/talk.txt", TEXT)


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def again(coder: Coder) -> Coder:
    return Coder(Workspace(coder.workspace.root), coder.map_path, coder.register_path)


def test_a_passage_becomes_an_item_and_the_rest_of_the_file_stays(coder: Coder) -> None:
    done = coder.code(talk(), *span("We made fewer slips."), Bearing(element="slips", direction="supports"), {"informant": "nurse"})
    assert (done.item, done.made) == ("talk-1", "")
    text = coder.register_path.read_text(encoding="utf-8")
    assert text.startswith(REGISTER)
    item = again(coder).register.items["talk-1"]
    assert item.passages[0].before == "The course helped."
    assert item.statement == "“Slips in dosing” is spoken of."


def test_a_second_code_on_the_same_words_joins_the_item(coder: Coder) -> None:
    coder.code(talk(), *span("We made fewer slips."), Bearing(element="slips", direction="supports"), {})
    again(coder).code(talk(), *span("We made fewer slips"), Bearing(element="course", direction="context"), {"coder": "second"})
    again(coder).code(talk(), *span("We made fewer slips."), Bearing(element="slips", direction="contradicts"), {})
    register = again(coder).register
    assert list(register.items) == ["talk-1"]
    assert {b.element: b.direction for b in register.items["talk-1"].bears_on} == {"course": "context", "slips": "contradicts"}
    assert register.items["talk-1"].coder == "second"
    assert list(without_bearing(register, "talk-1", "slips").items["talk-1"].bears_on) == [Bearing(element="course", direction="context")]
    assert without_bearing(register, "talk-1").items == {}


def test_a_claim_makes_the_link_that_is_missing_and_takes_the_one_that_is_there(coder: Coder) -> None:
    bearing = Bearing(direction="supports", strength="weak")
    done = coder.claim(talk(), *span("The course helped."), "course", "slips", "unknown", bearing, {})
    assert (done.element, done.made) == ("course->slips", "")
    assert coder.map_path.read_text(encoding="utf-8") == MAP
    done = again(coder).claim(talk(), *span("Nobody told the night staff."), "staff", "slips", "positive", bearing, {})
    assert done.made == "staff->slips"
    text = coder.map_path.read_text(encoding="utf-8")
    assert text.startswith(MAP)
    link = again(coder).map.links["staff->slips"]
    assert (link.polarity, link.basis) == ("positive", "stated")
    with pytest.raises(Refused):
        again(coder).claim(talk(), *span("The course helped."), "course", "nothing", "unknown", bearing, {})


def test_what_cannot_stand_is_refused_and_nothing_is_written(coder: Coder) -> None:
    for place, bearing, why in (
        ((0, 5), Bearing(element="nothing", direction="supports"), "nothing"), ((5, 5), Bearing(element="slips"), "No words"),
        ((-3, 5), Bearing(element="slips"), "No words"), ((0, 10_000), Bearing(element="slips"), "No words"),
    ):
        with pytest.raises(Refused, match=why):
            coder.code(talk(), *place, bearing, {})
    coder.register_path.write_text(REGISTER.replace("../../maps/ward.yaml", ""), encoding="utf-8")
    with pytest.raises(Refused, match="does not name ward"):
        again(coder).code(talk(), 0, 5, Bearing(element="slips"), {})
    assert "items" not in coder.register_path.read_text(encoding="utf-8")


def test_a_factor_is_made_once_and_known_by_its_other_names(coder: Coder) -> None:
    assert make_factor(coder.workspace, coder.map_path, "mistakes").id == "slips"
    assert coder.map_path.read_text(encoding="utf-8") == MAP
    assert make_factor(coder.workspace, coder.map_path, "  Sleep of  staff ").id == "sleep-of-staff"
    assert again(coder).map.factors["sleep-of-staff"].label == "Sleep of staff"
    with pytest.raises(Refused):
        make_factor(Workspace(coder.workspace.root), coder.map_path, "  ")


def test_a_second_coder_gets_the_ids_of_the_first_and_both_are_compared(coder: Coder) -> None:
    first = Evidence(id="one", title="One")
    for words, element in (("The course helped.", "course"), ("Nobody told the night staff.", "staff")):
        first, _ = with_passage(first, talk(), span(words), Bearing(element=element, direction="supports"), {"statement": words})
    second = Evidence(id="two", title="Two", codes_again="one")
    second, item = with_passage(second, talk(), span("course helped."), Bearing(element="slips", direction="supports"), {"statement": "S"},
                                [first])
    assert item.id == "talk-1"
    second, item = with_passage(second, talk(), span("We made fewer slips."), Bearing(element="slips", direction="supports"),
                                {"statement": "S"}, [first])
    assert item.id not in first.items
    found = coder_agreement(first, second)
    assert (found.whole.pairs, found.whole.agree, found.only_first, found.only_second) == (2, 0, ("talk-2",), (item.id,))
    share = shared_share(coded_document(talk(), [first]), coded_document(talk(), [second]))
    assert share == pytest.approx(len("coursehelped.") / len("".join(TEXT.split())))


def test_coverage_counts_the_text_once_and_names_what_is_lost() -> None:
    register = Evidence(id="r", title="R")
    for words in ("The course helped.", "course helped. We"):
        register, _ = with_passage(register, talk(), span(words), Bearing(element="a", direction="supports"), {"statement": words})
    found = coded_document(talk(), [register])
    assert found.coverage.coded == len("Thecoursehelped.We")
    assert found.coverage.sentence == "32 per cent of the text is coded, in 1 of 1 paragraph."
    gone = coded_document(plain_document("documents/talk.txt", "Something else."), [register])
    assert (len(gone.lost), gone.coverage.coded) == (2, 0)


def test_suggestions_learn_from_what_was_coded_before() -> None:
    ward = read_bytes(MAP.encode(), "ward.yaml").document
    assert isinstance(ward, Map)
    assert next(one.element for one in code_suggestions("Slips happen in dosing.", ward)) == "slips"
    assert code_suggestions("It rained all day.", ward) == []
    register, _ = with_passage(Evidence(id="r", title="R"), plain_document("a.txt", "They were exhausted after midnight."), (0, 35),
                               Bearing(element="staff", direction="supports"), {"statement": "S"})
    assert [one.element for one in code_suggestions("I am exhausted at midnight.", ward, [register])][:1] == ["staff"]


def test_no_word_of_a_document_leaves_the_team() -> None:
    register, item = with_passage(Evidence(id="r", title="R"), talk(), span("The course helped."), Bearing(element="a", direction="supports"),
                                  {"statement": "S", "permission": True, "quote": "The course helped."})
    assert item.passages
    for level in ("client", "public"):
        assert at_level(register, level).items["talk-1"].passages == ()


def test_the_register_reads_back_the_same(coder: Coder) -> None:
    text = "Odd: “quotes”, # hashes, - dashes\nand 'more' 🙂: {yes}.\n"
    document = plain_document("documents/odd: name.txt", text)
    coder.code(document, 0, len(text), Bearing(element="slips", direction="supports"), {})
    reading = read_file(coder.register_path)
    assert reading.problems == []
    assert isinstance(reading.document, Evidence)
    assert reading.document.items["odd-name-1"].passages[0].words == " ".join(text.split())
