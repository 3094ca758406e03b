"""Copies of one map brought together again."""

from __future__ import annotations

import dataclasses

import pytest

from sysmap.core.compound import remove_factor
from sysmap.core.edit import Add, Batch, Set, apply
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map
from sysmap.core.merge import changes_between, merge_maps
from sysmap.core.problem import Refused


def a_map() -> Map:
    factors = {id_: Factor(id=id_, label=id_.capitalize()) for id_ in ("trust", "waits", "staff")}
    links = {"staff->waits": Link(id="staff->waits", from_="staff", to="waits", polarity="negative")}
    return Map(id="town", title="Town", factors=factors, links=links)


def factor(id_: str, label: str) -> Add:
    return Add("factors", Factor(id=id_, label=label))


def link(start: str, end: str, sign: str = "positive") -> Add:
    return Add("links", Link(id=f"{start}->{end}", from_=start, to=end, polarity=sign))  # type: ignore[arg-type]


def test_what_only_one_table_changed_is_taken() -> None:
    base = a_map()
    one = apply(base, Set("factors", "trust", "label", "Trust between teams"))
    two = apply(base, factor("pay", "Staff pay"))
    merged = merge_maps(base, [("table 1", one), ("table 2", two)])
    assert merged.map.factors["trust"].label == "Trust between teams"
    assert merged.map.factors["pay"].seen_in == ("table 2",)
    assert merged.conflicts == ()
    assert apply(base, merged.batch) == merged.map


def test_what_both_added_counts_as_agreement() -> None:
    base = a_map()
    both = [(t, apply(base, link("trust", "waits", "negative"))) for t in ("table 1", "table 2")]
    merged = merge_maps(base, both)
    assert merged.map.links["trust->waits"].seen_in == ("table 1", "table 2")
    assert merged.conflicts == ()


def test_the_same_pair_with_another_sign_is_a_conflict_and_the_first_stands() -> None:
    base = a_map()
    merged = merge_maps(base, [("table 1", apply(base, link("trust", "waits", "negative"))),
                               ("table 2", apply(base, link("trust", "waits", "positive")))])
    assert [(c.kind, c.id, c.values) for c in merged.conflicts] == [("sign", "trust->waits", ("negative", "positive"))]
    assert merged.map.links["trust->waits"].polarity == "negative"


def test_deleted_here_and_linked_there_stays_and_is_listed() -> None:
    base = a_map()
    one = apply(base, remove_factor(base, "trust"))
    two = apply(base, link("trust", "staff"))
    merged = merge_maps(base, [("table 1", one), ("table 2", two)])
    assert "trust->staff" in merged.map.links
    assert [(c.kind, c.id) for c in merged.conflicts] == [("removed", "trust")]
    assert apply(base, merged.batch) == merged.map


def test_deleted_by_one_and_left_alone_by_the_other_goes() -> None:
    base = a_map()
    merged = merge_maps(base, [("table 1", apply(base, remove_factor(base, "trust"))), ("table 2", base)])
    assert "trust" not in merged.map.factors
    assert merged.conflicts == ()


def test_two_labels_for_the_same_field_are_a_conflict() -> None:
    base = a_map()
    merged = merge_maps(base, [(t, apply(base, Set("factors", "trust", "label", t))) for t in ("One", "Two")])
    assert [(c.kind, c.field, c.values, c.tables) for c in merged.conflicts] == [
        ("field", "label", ("One", "Two"), ("One", "Two"))]


def test_near_duplicates_of_two_tables_are_listed_never_merged() -> None:
    base = a_map()
    merged = merge_maps(base, [("table 1", apply(base, factor("w1", "Waiting list for care"))),
                               ("table 2", apply(base, factor("w2", "Waiting lists for care")))])
    assert [(c.kind, c.values) for c in merged.conflicts] == [("alike", ("w1", "w2"))]
    assert {"w1", "w2"} <= set(merged.map.factors)


def test_notes_of_both_are_kept_without_doubling() -> None:
    base = a_map()
    one = apply(base, Set("factors", "trust", "aliases", ("Rapport",)))
    two = apply(base, Set("factors", "trust", "aliases", ("Rapport", "Confidence")))
    merged = merge_maps(base, [("table 1", one), ("table 2", two)])
    assert merged.map.factors["trust"].aliases == ("Rapport", "Confidence")


def test_changes_lead_from_any_map_to_any_other() -> None:
    old = a_map()
    new = apply(old, Batch((factor("pay", "Pay"), link("pay", "staff"), Set("factors", "waits", "label", "Queues"),
                            Set("", "", "title", "City"))))
    new = apply(new, remove_factor(new, "trust"))
    for one, two in ((old, new), (new, old), (Map(id="town", title="Town"), new), (new, Map(id="town", title="Town"))):
        assert apply(one, Batch(tuple(changes_between(one, two)))) == two


def test_a_link_of_its_own_id_that_joins_others_now() -> None:
    old = dataclasses.replace(a_map(), links={"l": Link(id="l", from_="staff", to="waits")})
    new = dataclasses.replace(a_map(), links={"l": Link(id="l", from_="trust", to="waits")})
    assert apply(old, Batch(tuple(changes_between(old, new)))).links == new.links


def test_people_choose_a_sign_and_the_first_table_has_no_more_say() -> None:
    base = a_map()
    merged = merge_maps(base, [("table 1", apply(base, link("trust", "waits", "negative"))),
                               ("table 2", apply(base, link("trust", "waits", "positive")))])
    assert [(c.key, c.value, c.tables) for c in merged.conflicts[0].choices] == [
        ("table 1", "negative", ("table 1",)), ("table 2", "positive", ("table 2",)), ("mixed", "mixed", ()),
        ("unknown", "unknown", ())]
    for chosen, sign in (("table 1", "negative"), ("table 2", "positive"), ("mixed", "mixed")):
        assert merged.settled({"sign:links:trust->waits:polarity": chosen}).links["trust->waits"].polarity == sign


def test_what_stood_before_may_be_chosen_too() -> None:
    base = a_map()
    merged = merge_maps(base, [(t, apply(base, Set("factors", "trust", "label", t))) for t in ("One", "Two")])
    assert merged.settled({"field:factors:trust:label": "base"}).factors["trust"].label == "Trust"


def test_deleted_here_and_linked_there_may_go_with_its_links() -> None:
    base = a_map()
    merged = merge_maps(base, [("table 1", apply(base, remove_factor(base, "trust"))),
                               ("table 2", apply(base, link("trust", "staff")))])
    chosen = merged.settled({"removed:factors:trust:": "remove"})
    assert list(chosen.factors) == ["waits", "staff"]
    assert list(chosen.links) == ["staff->waits"]


def test_three_near_duplicates_become_one_whichever_way_people_say_so() -> None:
    base = a_map()
    labels = (("w1", "Waiting list for care"), ("w2", "Waiting lists for care"), ("w3", "The waiting list for care"))
    copies = [(f"table {i}", apply(apply(base, factor(id_, label)), link(id_, "trust")))
              for i, (id_, label) in enumerate(labels, 1)]
    merged = merge_maps(base, copies)
    assert [c.key for c in merged.conflicts] == ["alike:factors:w1+w2:label", "alike:factors:w1+w3:label"]
    chosen = merged.settled({"alike:factors:w1+w2:label": "w2", "alike:factors:w1+w3:label": "w1"})
    assert set(chosen.factors) - set(base.factors) == {"w2"}
    assert chosen.factors["w2"].seen_in == ("table 2", "table 1", "table 3")
    assert chosen.links["w2->trust"].seen_in == ("table 2", "table 1", "table 3")


def test_one_of_two_links_between_a_pair_may_stay() -> None:
    base = a_map()
    twin = Add("links", Link(id="twin", from_="staff", to="waits", polarity="positive"))
    merged = merge_maps(base, [("table 1", apply(base, twin)), ("table 2", base)])
    [one] = merged.conflicts
    assert (one.key, [c.key for c in one.choices]) == ("sign:links:staff->waits+twin:polarity", ["both", "staff->waits", "twin"])
    assert list(merged.settled({one.key: "twin"}).links) == ["twin"]
    assert merged.settled({one.key: "both"}) == merged.map


def test_a_choice_that_is_none_is_refused() -> None:
    base = a_map()
    merged = merge_maps(base, [(t, apply(base, Set("factors", "trust", "label", t))) for t in ("One", "Two")])
    with pytest.raises(Refused, match="no such conflict any more"):
        merged.settled({"field:factors:gone:label": "One"})
    with pytest.raises(Refused, match="no choice there"):
        merged.settled({"field:factors:trust:label": "Three"})


def test_one_id_for_two_different_things_gives_two_factors_each_with_its_links() -> None:
    base = a_map()
    one = apply(apply(base, factor("pay", "Pay of nurses")), link("pay", "staff"))
    two = apply(apply(base, factor("pay", "Money for beds")), link("pay", "waits", "negative"))
    merged = merge_maps(base, [("table 1", one), ("table 2", two)])
    assert {id_: merged.map.factors[id_].label for id_ in ("pay", "pay-2")} == {"pay": "Pay of nurses", "pay-2": "Money for beds"}
    assert {"pay->staff", "pay-2->waits"} <= set(merged.map.links)
    assert merged.conflicts == ()


def test_of_a_map_that_is_no_table_nothing_is_marked() -> None:
    base = a_map()
    merged = merge_maps(base, [("room", base), ("file", apply(base, factor("pay", "Pay")))], mark=False)
    assert merged.map.factors["pay"].seen_in == ()
