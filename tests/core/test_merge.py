"""Copies of one map brought together again."""

from __future__ import annotations

import dataclasses

from sysmap.core.edit import Add, Batch, Set, apply, remove_factor
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map
from sysmap.core.merge import changes_between, merge_maps


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
