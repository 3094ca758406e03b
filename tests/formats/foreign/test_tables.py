"""Spreadsheets as people keep them: lists of links under any heads, lists of factors, matrices."""

from __future__ import annotations

import io

import pytest
from tests.formats.foreign.helping import brought, signs_of, told

import sysmap as sm
from sysmap.core.problem import Refused
from sysmap.formats.foreign.content import Content
from sysmap.formats.foreign.copies import likely_copies
from sysmap.formats.foreign.porting import import_contents, write_foreign
from sysmap.formats.foreign.registry import recognise
from sysmap.formats.foreign.rows import RowTable, workbook


@pytest.mark.parametrize("text", [
    "From,To,Polarity\nTrust,Waits,-\n",
    "source;target;sign\nTrust;Waits;negative\n",
    "Cause\tEffect\tType\nTrust\tWaits\topposite\n",
    "influences,isInfluenced,rel,description\nTrust,Waits,decreases,\n",
    "Target,Source,Polarity\nWaits,Trust,-ve\n",
    "﻿Source_Node,Target_Node,weight\nTrust,Waits,-0.4\n",
    "Trust,Waits,-\nTrust,Waits,negative\n".split("\n", 1)[0] + "\n",
])
def test_a_list_of_links_is_read_under_the_heads_people_use(text: str) -> None:
    assert signs_of(brought(text, "links.csv")) == {"trust->waits": "negative"}


def test_a_sign_that_nobody_stated_stays_unknown_and_its_word_is_kept() -> None:
    made = brought("from,to,sign\na,b,banana\nb,c,\nc,d,?\nd,a,0\n", "x.csv")
    assert set(signs_of(made).values()) == {"unknown"}
    assert made.map.links["a->b"].x["sign"] == "banana"
    assert made.map.links["d->a"].x["sign"] == "0"
    assert [(row.word, row.polarity) for row in made.report.signs] == [("", "unknown"), ("0", "unknown"), ("?", "unknown"),
                                                                         ("banana", "unknown")]


def test_the_user_says_how_a_word_is_read() -> None:
    text = "from,to,sign\na,b,banana\nb,c,+\n"
    assert signs_of(brought(text, "x.csv", signs={"banana": "negative"})) == {"a->b": "negative", "b->c": "positive"}


def test_a_weight_is_no_sign_unless_one_of_them_is_negative() -> None:
    plain = brought("source,target,weight\na,b,1.5\nb,c,2\n", "x.csv")
    assert signs_of(plain) == {"a->b": "unknown", "b->c": "unknown"}
    assert plain.map.links["a->b"].x == {"weight": 1.5}
    signed = brought("source,target,weight\na,b,0.5\nb,c,-0.2\nc,a,0\n", "x.csv")
    assert signs_of(signed) == {"a->b": "positive", "b->c": "negative", "c->a": "unknown"}
    assert signed.map.links["a->b"].strength is None
    scaled = brought("source,target,weight\na,b,0.5\nb,c,-0.2\nc,a,0.9\n", "x.csv", strengths=(0.33, 0.66))
    assert [link.strength for link in scaled.map.links.values()] == ["medium", "weak", "strong"]
    assert "weak below 0.33" in scaled.map.scales["strength"]


def test_columns_with_a_meaning_here_become_fields_and_others_stay() -> None:
    made = brought("from,to,polarity,confidence,Colour,Agreed by\na,b,+,contested,red,3\nb,c,+,rather,,\n", "x.csv")
    assert made.map.links["a->b"].confidence == "contested"
    assert made.map.links["a->b"].x == {"Colour": "red", "Agreed by": 3}
    assert made.map.links["b->c"].x == {"confidence": "rather"}
    assert "confidence" in told(made, "column")


def test_parallel_links_stay_claims_of_their_own_and_links_to_oneself_are_set_aside() -> None:
    made = brought("from,to,polarity\na,b,+\na,b,-\na,b,+\nb,b,-\n", "x.csv")
    assert [(link.id, link.polarity) for link in made.map.links.values()] == [
        ("a->b", "positive"), ("a-b", "negative"), ("a-b-2", "positive")]
    assert made.map.factors["b"].x == {"self-links": [{"polarity": "negative"}]}
    assert "2 links beside another one" in told(made, "parallel")
    assert "1 link from a factor to itself" in told(made, "self-link")


def test_a_list_of_factors_and_a_list_of_links_make_one_map() -> None:
    nodes = Content("nodes.csv", b"Id,Label,Type,X,Y\n1,Trust,Care,10,20\n2,Waits,Care,30,40\n3,Alone,,,\n")
    edges = Content("edges.csv", b"Source,Target,Type,Weight\n1,2,Directed,1\n")
    found = [recognise(one) for one in (nodes, edges)]
    assert found[0].format.together is not None
    assert found[0].format.together([nodes, edges])
    made = import_contents(found)
    assert list(made.map.links) == ["trust->waits"]
    assert made.map.factors["trust"].theme == "Care"
    assert made.map.factors["waits"].position is not None
    assert made.map.factors["waits"].x == {"table": {"id": "2"}}
    assert "Alone" in told(made, "unlinked")


def test_an_end_spelled_otherwise_than_its_factor_is_a_guess_that_is_told() -> None:
    book = workbook([RowTable("Factors", [["Label"], ["Staff morale"]]), RowTable("Links", [["From", "To"], ["staff  Morale", "Errors"]])])
    made = brought(book, "x.xlsx")
    assert list(made.map.links) == ["staff-morale->errors"]
    assert "staff Morale" in told(made, "end")


@pytest.mark.parametrize(("text", "signs"), [
    (',a,b\na,,-1\nb,1,\n', {"a->b": "negative", "b->a": "positive"}),
    ('"",a,b\na,,0\nb,0.28,\n', {"a->b": "unknown", "b->a": "positive"}),
    (';a;b\na;0;1\nb;0;0\n', {"a->b": "unknown"}),
    (',a,b\na,,+\nb,o,\n', {"a->b": "positive", "b->a": "negative"}),
])
def test_a_matrix_says_rows_influence_columns(text: str, signs: dict[str, str]) -> None:
    made = brought(text, "matrix.csv")
    assert signs_of(made) == signs
    assert "rows" not in told(made, "matrix") or "influences" in told(made, "matrix")


def test_sheets_of_several_people_keep_who_said_what() -> None:
    links = [["From", "To", "Sign"], ["a", "b", "+"]]
    made = brought(workbook([RowTable("Ana", links), RowTable("Ben", [links[0], ["a", "b", "-"]])]), "x.xlsx")
    assert [(link.polarity, link.seen_in) for link in made.map.links.values()] == [("positive", ("Ana",)), ("negative", ("Ben",))]


def test_a_formula_is_told() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["From", "To", "Weight"], ["a", "b", "=1+1"]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert "1 formula in the cells" in told(brought(out.getvalue(), "x.xlsx"), "formula")


def test_no_label_becomes_a_formula_in_the_file_that_is_written() -> None:
    made = brought("from,to\n'=1+1,b\n", "x.csv")
    written = write_foreign(made.map, "x.csv").data.decode("utf-8-sig")
    assert "'=1+1" in written
    assert brought(written, "x.csv").map.factors == made.map.factors


def test_windows_letters_are_read_and_told() -> None:
    made = brought("von;nach\nGröße;Weg\n".encode("cp1252"), "x.csv")
    assert made.map.factors["grosse"].label == "Größe"
    assert "Windows-1252" in told(made, "encoding")
    assert brought("from,to\nGröße,b\n".encode("utf-16"), "x.csv").map.factors["grosse"].label == "Größe"


def test_a_table_of_something_else_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refused, match="F71"):
        brought("date,amount\n2024-01-01,3\n2024-01-02,4\n", "money.csv")


def test_the_scale_that_experts_fill_in_gives_sign_and_strength_and_their_disagreement_survives() -> None:
    head = ["From", "To", "-VH", "-M", "-L", "NA", "+L", "+M", "+VH"]
    one = [head, ["C1", "C2", 0, 0, 0, 0, 0, 0, 1], ["C2", "C3", 0, 0, 1, 0, 0, 0, 0], ["C1", "C3", 0, 0, 0, 1, 0, 0, 0]]
    two = [head, ["C1", "C2", 0, 0.8, 0, 0, 0, 0.3, 0], ["C2", "C3", 0, 0.5, 0, 0, 0, 0.5, 0]]
    made = brought(workbook([RowTable("Expert_1", one), RowTable("Expert_2", two)]), "x.xlsx")
    assert [(link.polarity, link.strength, link.seen_in, dict(link.x)) for link in made.map.links.values()] == [
        ("positive", "strong", ("Expert_1",), {"scale": "+VH"}), ("negative", "weak", ("Expert_1",), {"scale": "-L"}),
        ("unknown", None, ("Expert_1",), {"scale": "NA"}),
        ("negative", "medium", ("Expert_2",), {"-M": 0.8, "+M": 0.3}), ("unknown", None, ("Expert_2",), {"-M": 0.5, "+M": 0.5})]
    assert "VL and L are weak" in made.map.scales["strength"]
    assert "one scale" in told(made, "scale")


@pytest.mark.parametrize(("labels", "pairs"), [
    (("C1", "C2", "C3"), []), (("Trust", "Trust 2", "Waits"), [("trust", "trust-2")]), (("Trust1", "Trust2"), [("trust1", "trust2")])])
def test_a_number_at_the_end_is_a_copy_only_of_a_word(labels: tuple[str, ...], pairs: list[tuple[str, str]]) -> None:
    made = brought("label,theme\n" + "".join(f"{label},t\n" for label in labels), "x.csv")
    assert likely_copies(made.map) == pairs


@pytest.mark.parametrize(("text", "links"), [
    ("From\tTo\tPolarity\nTrust\tWaits\t-\n", {"trust->waits": "negative"}),
    ("\tTrust\tWaits\nTrust\t\t-1\nWaits\t1\t\n", {"trust->waits": "negative", "waits->trust": "positive"}),
    ("Trust\tWaits\t-\nWaits\tAnger\t+\n", {"trust->waits": "negative", "waits->anger": "positive"}),
    ("Care\n  Trust\n    Time\n", {"trust->care": "unknown", "time->trust": "unknown"}),
    ("Trust -> Waits - strong \"why\"", {"trust->waits": "negative"}),
])
def test_what_is_typed_or_pasted_becomes_a_map(text: str, links: dict[str, str]) -> None:
    assert {id_: link.polarity for id_, link in sm.read(text).map.links.items()} == links
