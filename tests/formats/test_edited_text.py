"""What an edit does to the text of a file: before, edit, after. Everything else stays as its author typed it."""

from __future__ import annotations

import difflib
import textwrap

import pytest

from sysmap.core.compound import merge_factors, relabel, remove_factor
from sysmap.core.edit import Add, Batch, Edit, Move, Remove, Set
from sysmap.core.edit import apply as applied
from sysmap.core.elements import Assumption, Cite, Factor, Link, Note, Position
from sysmap.core.map import Map
from sysmap.formats.read import read_text
from sysmap.formats.save import revised

MAP = """\
    sysmap: 1
    kind: map
    id: discharge
    title:   "Getting home"      # as said in March
    # people first
    factors:
        # asked twice
        beds: {label: Free beds}   # in all wards
        staff:
          label: 'Staff on the ward'

          definition: those
            who are there
        home-care:
            label: Home care
            aliases: [care at home,
                      domiciliary care]
    links:
    - from: staff   # everybody agreed
      to: beds
    - {to: beds, from: home-care, polarity: "+"}
    """


def after(edit: Edit, text: str = MAP) -> str:
    reading = read_text(textwrap.dedent(text))
    assert reading.problems == []
    return revised(reading, applied(reading.map, edit)).text


def changed(edit: Edit, text: str = MAP) -> list[str]:
    """The lines that are no longer there (-) and the new ones (+), in their order."""
    lines = difflib.unified_diff(textwrap.dedent(text).splitlines(), after(edit, text).splitlines(), n=0, lineterm="")
    return [f"{line[0]} {line[1:]}" for line in lines if line[0] in "+-" and line[:3] not in ("---", "+++")]


def test_a_label_in_braces() -> None:
    assert changed(Set("factors", "beds", "label", "Empty beds")) == [
        "-     beds: {label: Free beds}   # in all wards",
        "+     beds: {label: Empty beds}   # in all wards",
    ]


def test_a_label_on_its_line() -> None:
    assert changed(Set("factors", "staff", "label", "Nurses: all shifts")) == [
        "-       label: 'Staff on the ward'",
        '+       label: "Nurses: all shifts"',
    ]


def test_a_text_over_two_lines() -> None:
    assert changed(Set("factors", "staff", "definition", "Nurses and carers")) == [
        "-       definition: those",
        "-         who are there",
        "+       definition: Nurses and carers",
    ]


def test_a_text_that_is_unset() -> None:
    assert changed(Set("factors", "staff", "definition", None)) == [
        "- ",
        "-       definition: those",
        "-         who are there",
    ]


def test_a_new_field_stands_where_the_house_layout_has_it() -> None:
    assert changed(Set("links", "staff->beds", "polarity", "negative")) == ["+   polarity: negative"]
    assert changed(Set("factors", "staff", "theme", "people")) == ["+       theme: people"]
    assert changed(Set("factors", "beds", "theme", "place")) == [
        "-     beds: {label: Free beds}   # in all wards",
        "+     beds: {label: Free beds, theme: place}   # in all wards",
    ]


def test_a_sign_becomes_a_word_only_when_it_changes() -> None:
    assert changed(Set("links", "home-care->beds", "polarity", "mixed")) == [
        '- - {to: beds, from: home-care, polarity: "+"}',
        "+ - {to: beds, from: home-care, polarity: mixed}",
    ]


def test_a_citation_and_a_note() -> None:
    assert changed(Set("factors", "home-care", "cite", (Cite(source="log", at="p. 3, table 2"),))) == [
        '+         cite: {source: log, at: "p. 3, table 2"}']
    assert changed(Set("factors", "home-care", "notes", (Note(text="To ask."), Note(text="Said twice", kind="quote")))) == [
        "+         notes:", "+           - To ask.", "+           - {text: Said twice, kind: quote}"]


def test_a_long_text_is_folded() -> None:
    why = "Because more of the people who know the ward by heart " * 2
    assert changed(Set("links", "staff->beds", "why", why.strip())) == [
        "+   why: >-",
        "+     Because more of the people who know the ward by heart Because more of the people who know the",
        "+     ward by heart",
    ]


def test_a_new_factor_and_a_new_link_go_to_the_end_of_their_lists() -> None:
    assert changed(Add("factors", Factor(id="trust", label="Trust"))) == ["+     trust:", "+       label: Trust"]
    assert changed(Add("links", Link(id="beds->staff", from_="beds", to="staff"))) == ["+ - from: beds", "+   to: staff"]


def test_a_new_factor_before_another() -> None:
    assert changed(Add("factors", Factor(id="trust", label="Trust"), "staff")) == ["+     trust:", "+       label: Trust"]
    lines = after(Add("factors", Factor(id="trust", label="Trust"), "staff")).splitlines()
    assert lines.index("    trust:") + 2 == lines.index("    staff:")


def test_a_collection_the_file_does_not_have_yet() -> None:
    edit = Add("assumptions", Assumption(id="paid", label="Somebody pays", critical=True))
    assert changed(edit) == ["+ ", "+ assumptions:", "+   paid: {label: Somebody pays, critical: true}"]


def test_a_factor_with_its_links() -> None:
    assert changed(remove_factor(read_text(textwrap.dedent(MAP)).map, "home-care")) == [
        "-     home-care:",
        "-         label: Home care",
        "-         aliases: [care at home,",
        "-                   domiciliary care]",
        '- - {to: beds, from: home-care, polarity: "+"}',
    ]


def test_comments_of_what_is_removed_stay() -> None:
    assert changed(Remove("links", "staff->beds")) == ["- - from: staff   # everybody agreed", "-   to: beds",
                                                      "+ # everybody agreed"]


def test_a_relabelled_factor_keeps_its_old_name() -> None:
    assert changed(relabel(read_text(textwrap.dedent(MAP)).map, "beds", "Empty beds")) == [
        "-     beds: {label: Free beds}   # in all wards",
        "+     beds: {label: Empty beds, aliases: [Free beds]}   # in all wards",
    ]


def test_merging_touches_the_factors_and_links_concerned() -> None:
    lines = changed(merge_factors(read_text(textwrap.dedent(MAP)).map, "staff", "home-care"))
    assert "-     home-care:" in lines
    assert "+       aliases: [Home care, care at home, domiciliary care]" in lines
    assert not any("Free beds" in line for line in lines)


def test_a_factor_that_moves_takes_its_comments_along() -> None:
    assert after(Move("factors", "beds", None)).splitlines()[5:] == [
        "factors:",
        "    staff:",
        "      label: 'Staff on the ward'",
        "",
        "      definition: those",
        "        who are there",
        "    home-care:",
        "        label: Home care",
        "        aliases: [care at home,",
        "                  domiciliary care]",
        "    # asked twice",
        "    beds: {label: Free beds}   # in all wards",
        "links:",
        "- from: staff   # everybody agreed",
        "  to: beds",
        '- {to: beds, from: home-care, polarity: "+"}',
    ]


def test_the_title() -> None:
    assert changed(Set("", "", "title", "Home: and well")) == [
        '- title:   "Getting home"      # as said in March',
        '+ title: "Home: and well"      # as said in March',
    ]


def test_a_position_set_by_hand() -> None:
    assert changed(Set("factors", "staff", "position", Position(x=12.0, y=-7.5))) == ["+       position: {x: 12, y: -7.5}"]


REMARKED = """\
    sysmap: 1
    kind: map
    id: m
    title: M
    factors:
      a:
        label: Trust  # asked
        control: influence  # us, influence or none
      b: {label: Pay}
    links:
      - from: a
        to: b  # everybody agreed
    """


def test_a_remark_on_the_last_line_of_an_element_stays_on_that_line() -> None:
    """A position saved by the workshop took the remark on `control:` behind itself."""
    assert changed(Set("factors", "a", "position", Position(x=12.0, y=-7.5)), REMARKED) == ["+     position: {x: 12, y: -7.5}"]
    assert changed(Set("links", "a->b", "why", "More of it pays"), REMARKED) == ["+     why: More of it pays"]
    assert changed(Set("factors", "a", "control", "us"), REMARKED) == [
        "-     control: influence  # us, influence or none",
        "+     control: us  # us, influence or none",
    ]
    assert changed(Set("factors", "a", "control", None), REMARKED) == [
        "-     control: influence  # us, influence or none",
        "+     # us, influence or none",
    ]


def test_several_edits_at_once() -> None:
    edit = Batch((Set("factors", "beds", "label", "Empty beds"), Remove("links", "home-care->beds"),
                  Set("", "", "aim", "Home soon")))
    assert changed(edit) == [
        "+ aim: Home soon",
        "-     beds: {label: Free beds}   # in all wards",
        "+     beds: {label: Empty beds}   # in all wards",
        '- - {to: beds, from: home-care, polarity: "+"}',
    ]


@pytest.mark.parametrize("label", ["no", "1e3", "12:30", "a: b", "#1", "two\nlines", "</script>", "“said”", "مرحبا", "👩‍👧", " lead"])
def test_any_label_reads_back_the_same(label: str) -> None:
    text = after(Set("factors", "beds", "label", label))
    assert read_text(text).map.factors["beds"].label == label


def test_windows_line_ends_stay() -> None:
    text = textwrap.dedent(MAP).replace("\n", "\r\n")
    reading = read_text(text)
    new = revised(reading, applied(reading.map, Add("factors", Factor(id="trust", label="Trust")))).text
    assert new.replace("\r\n", "").count("\n") == 0
    assert new.count("\r\n") == text.count("\r\n") + 2


def test_no_change_is_no_change() -> None:
    reading = read_text(textwrap.dedent(MAP))
    assert revised(reading, reading.map).text == reading.text
    assert isinstance(reading.document, Map)


def test_a_file_with_braces_all_over_is_laid_out_only_where_it_must() -> None:
    text = 'sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {a: {label: A}, b: {label: B}}\nlinks: [{from: a, to: b}]\n'
    assert after(Set("factors", "a", "label", "Trust"), text) == (
        "sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors:\n  a:\n    label: Trust\n  b:\n    label: B\n"
        "links: [{from: a, to: b}]\n")


@pytest.mark.parametrize("text", [
    '{"sysmap": 1, "kind": "map", "id": "m", "title": "M", "factors": {"a": {"label": "A"}}}',
    '{\n"sysmap": 1,\n"kind": "map", "id": "m",\n"title": "M",\n"factors": {"a": {"label": "A"}}\n}\n',
    "  sysmap: 1\n  kind: map\n  id: m\n  title: M\n  factors:\n    a: {label: A}\n",
], ids=["JSON on one line", "JSON on several lines", "all indented"])
def test_a_top_level_that_cannot_be_spliced_is_laid_out_first(text: str) -> None:
    reading = read_text(text)
    assert revised(reading, applied(reading.map, Set("factors", "a", "label", "Trust"))).text == (
        "sysmap: 1\nkind: map\nid: m\ntitle: M\n\nfactors:\n  a:\n    label: Trust\n")


def test_a_document_between_its_marks() -> None:
    text = "%YAML 1.2\n---\nsysmap: 1\nkind: map\nid: m\ntitle: M\nfactors:\n  a: {label: A}\n...\n"
    assert after(Set("factors", "a", "label", "Trust"), text) == text.replace("label: A", "label: Trust")
