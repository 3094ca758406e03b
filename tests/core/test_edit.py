"""Edits: what they do, what they refuse, and that their inverses restore the map."""

from __future__ import annotations

import pytest

from sysmap.core.compound import merge_factors, relabel, remove_element, remove_factor
from sysmap.core.edit import Add, Batch, Move, Remove, Set, apply, inverse
from sysmap.core.elements import Factor, Link, Note
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.core.references import users_of
from sysmap.formats.read import read_text


def a_map() -> Map:
    return read_text("""
sysmap: 1
kind: map
id: home-care
title: Home care
layers: [{id: early, label: Early}]
factors:
  pay: {label: Pay of care workers}
  wages: {label: Wages in home care, aliases: [Wages]}
  staff: {label: Number of care workers, layer: early}
  waiting: {label: Waiting time}
links:
  - {from: pay, to: staff, polarity: positive, notes: said twice}
  - {from: wages, to: staff, polarity: positive, cite: {source: a, at: p. 1}}
  - {from: wages, to: pay, polarity: unknown}
  - {from: staff, to: waiting, polarity: negative, assumptions: [trained]}
assumptions:
  trained: {label: New workers are trained}
loops:
  l: {label: L, factors: [wages, staff]}
""").map


def test_each_edit_is_undone_by_its_inverse_order_included() -> None:
    before = a_map()
    for edit in (
        Set("factors", "pay", "label", "Pay"),
        Set("", "", "title", "Care at home"),
        Add("factors", Factor(id="trust", label="Trust"), before="staff"),
        Remove("links", "staff->waiting"),
        Move("factors", "waiting", before="pay"),
        relabel(before, "pay", "Earnings"),
        remove_factor(before, "staff"),
        merge_factors(before, "pay", "wages"),
    ):
        after = apply(before, edit)
        assert after != before or list(after.factors) != list(before.factors)
        restored = apply(after, inverse(before, edit))
        assert restored == before
        assert [*restored.factors, *restored.links] == [*before.factors, *before.links]


def test_relabelling_keeps_the_old_label_as_an_alias() -> None:
    after = apply(a_map(), relabel(a_map(), "pay", "Earnings"))
    assert after.factors["pay"].label == "Earnings"
    assert after.factors["pay"].aliases == ("Pay of care workers",)


def test_merging_folds_links_that_say_the_same_and_keeps_what_was_known() -> None:
    before = a_map()
    after = apply(before, merge_factors(before, "pay", "wages"))
    assert set(after.factors) == {"pay", "staff", "waiting"}
    assert after.factors["pay"].aliases == ("Wages in home care", "Wages")
    assert set(after.links) == {"pay->staff", "staff->waiting"}
    folded = after.links["pay->staff"]
    assert folded.notes == (Note(text="said twice"),)
    assert [cite.source for cite in folded.cite] == ["a"]
    assert after.loops["l"].factors == ("pay", "staff")


def test_merging_keeps_links_of_opposite_sign_side_by_side() -> None:
    before = apply(a_map(), Set("links", "wages->staff", "polarity", "negative"))
    after = apply(before, merge_factors(before, "pay", "wages"))
    assert {link.polarity for link in after.links.values() if link.to == "staff"} == {"positive", "negative"}


def test_removing_a_factor_takes_what_depends_on_it() -> None:
    before = a_map()
    after = apply(before, remove_factor(before, "staff"))
    assert "staff" not in after.factors
    assert set(after.links) == {"wages->pay"}
    assert after.loops["l"].factors == ("wages",)


def test_a_factor_in_use_is_not_removed_alone() -> None:
    with pytest.raises(Refused, match="still used: pay->staff"):
        apply(a_map(), Remove("factors", "staff"))
    assert ("links", "pay->staff", "to") in users_of(a_map(), "factors", "staff")


@pytest.mark.parametrize(("edit", "said"), [
    (Set("factors", "pya", "label", "x"), "Did you mean pay"),
    (Set("factors", "pay", "lable", "x"), "Did you mean label"),
    (Set("factors", "pay", "layer", "late"), "names late, which is not there"),
    (Set("factors", "pay", "id", "salary"), "stays for ever"),
    (Set("links", "pay->staff", "to", "waiting"), "Remove the link and add another"),
    (Add("factors", Factor(id="pay", label="Again")), "already a pay"),
    (Add("factors", Factor(id="no", label="No")), "cannot be an id"),
    (Add("links", Link(id="pay->pay", from_="pay", to="pay")), "to itself"),
    (Add("links", Link(id="pay->nowhere", from_="pay", to="nowhere")), "names nowhere"),
    (Add("factors", Link(id="a->b", from_="a", to="b")), "does not belong"),
    (Add("boxes", Factor(id="x", label="X")), "no collection boxes"),
    (Move("factors", "pay", before="nobody"), "no nobody"),
    (Remove("layers", "early"), "still used"),
    (Remove("assumptions", "trained"), "still used"),
])
def test_what_cannot_be_done_is_refused_with_a_way_out(edit: object, said: str) -> None:
    with pytest.raises(Refused, match=said):
        apply(a_map(), edit)  # type: ignore[arg-type]


def test_a_batch_is_all_or_nothing() -> None:
    before = a_map()
    with pytest.raises(Refused):
        apply(before, Batch((Set("factors", "pay", "label", "x"), Remove("factors", "nobody"))))
    assert before == a_map()


def test_the_layer_that_is_the_ceiling_is_removed_with_the_ceiling() -> None:
    before = apply(a_map(), Set("", "", "ceiling", "early"))
    after = apply(before, remove_element(before, "layers", "early"))
    assert (after.ceiling, after.layers, after.factors["staff"].layer) == (None, {}, None)
