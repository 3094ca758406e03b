"""Citations by author and date, as a reader of a report meets them."""

from __future__ import annotations

from sysmap.core.elements import Cite
from sysmap.core.library import Source
from sysmap.formats.author_date import References

MAYNE = {"authors": ("Mayne, John",), "date": "2012", "form": "article", "part_of": "Evaluation"}


def test_two_works_of_one_author_and_year_get_letters_in_the_order_of_the_list() -> None:
    known = References([Source(id="b", label="Later title", **MAYNE), Source(id="a", label="Earlier title", **MAYNE),  # type: ignore[arg-type]
                        Source(id="c", label="Alone", authors=("Mayne, John",), date="2011")])
    assert [known.cite(Cite(source=id_)) for id_ in "abc"] == ["(Mayne, 2012a)", "(Mayne, 2012b)", "(Mayne, 2011)"]
    assert known.of(["b", "a", "c", "a"]) == [
        "Mayne, J. (2011) Alone.", "Mayne, J. (2012a) ‘Earlier title’, Evaluation.", "Mayne, J. (2012b) ‘Later title’, Evaluation."]


def test_who_wrote_it_is_the_organisation_where_no_person_is_named() -> None:
    known = References([Source(id="r", label="State of schools", publisher="Ministry of Schools", date="2024-05"),
                        Source(id="s", label="Notes", publisher="Ministry of Schools")])
    assert known.cite(Cite(source="r", at="ch. 2")) == "(Ministry of Schools, 2024, ch. 2)"
    assert known.cite(Cite(source="s")) == "(Ministry of Schools, no date)"
    assert known.of(["r"]) == ["Ministry of Schools (2024) State of schools."]


def test_a_source_that_no_register_has_is_cited_by_its_id() -> None:
    known = References([])
    assert known.cite(Cite(source="lost-2020", at="p. 3", line="17")) == "(lost-2020, p. 3)"
    assert known.of(["lost-2020"]) == []


def test_several_places_stand_in_one_pair_of_brackets() -> None:
    known = References([Source(id="c", label="Alone", authors=("Mayne, John",), date="2011")])
    assert known.cite_all([Cite(source="c", at="p. 1"), Cite(source="c", at="p. 1"), Cite(source="c")]) == "(Mayne, 2011, p. 1; Mayne, 2011)"


def test_titles_are_text_whatever_they_look_like() -> None:
    known = References([Source(id="c", label="<b>Bold</b> & {x}", authors=("O’Neil, Ann",), date="2011", form="book")])
    assert known.of(["c"]) == ["O’Neil, A. (2011) <b>Bold</b> & {x}."]
