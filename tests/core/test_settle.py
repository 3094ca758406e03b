"""What tables disagree about, settled one by one."""

from __future__ import annotations

import dataclasses

import pytest
from tests.core.test_merge import a_map, factor, link

from sysmap.core.edit import Set, apply, remove_factor
from sysmap.core.map import Map
from sysmap.core.merge import Merged, merge_maps
from sysmap.core.problem import Refused
from sysmap.core.settle import choices_of, conflict_key, settled


def two_signs() -> Merged:
    base = a_map()
    return merge_maps(base, [("table 1", apply(base, link("trust", "waits", "negative"))),
                             ("table 2", apply(base, link("trust", "waits", "positive")))])


def test_what_nobody_chooses_stays_as_the_merge_left_it() -> None:
    merged = two_signs()
    assert settled(merged, {}) == merged.map


def test_the_other_tables_sign_is_taken() -> None:
    assert settled(two_signs(), {"sign:links:trust->waits:polarity": "1"}).links["trust->waits"].polarity == "positive"


def test_both_keeps_one_and_notes_the_other_and_never_makes_a_third() -> None:
    kept = settled(two_signs(), {"sign:links:trust->waits:polarity": "both"}).links["trust->waits"]
    assert kept.polarity == "negative"
    assert [(note.kind, note.text) for note in kept.notes] == [
        ("conflict", "The tables differ on the polarity. Also said: positive (table 2)")]


def test_what_one_table_removed_and_another_linked_can_go_after_all() -> None:
    base = a_map()
    merged = merge_maps(base, [("table 1", apply(base, remove_factor(base, "trust"))),
                               ("table 2", apply(base, link("trust", "staff")))])
    map_ = settled(merged, {"removed:factors:trust:": "remove"})
    assert "trust" not in map_.factors
    assert list(map_.links) == ["staff->waits"]


def test_nearly_the_same_label_is_made_one_factor_with_both_names() -> None:
    base = a_map()
    merged = merge_maps(base, [("table 1", apply(base, factor("pay", "Level of staff pay"))),
                               ("table 2", apply(base, factor("pay-2", "Levels of staff pay")))])
    (conflict,) = merged.conflicts
    assert [choice.name for choice in choices_of(conflict, merged.map)] == ["both", "0", "1"]
    map_ = settled(merged, {conflict_key(conflict): "1"})
    assert "pay" not in map_.factors
    assert (map_.factors["pay-2"].aliases, map_.factors["pay-2"].seen_in) == (("Level of staff pay",), ("table 2", "table 1"))


def test_two_links_of_one_pair_with_other_signs() -> None:
    base = a_map()
    one = apply(base, link("trust", "waits", "negative"))
    other = link("trust", "waits", "positive")
    two = apply(base, dataclasses.replace(other, element=dataclasses.replace(other.element, id="twin")))
    merged = merge_maps(base, [("table 1", one), ("table 2", two)])
    (conflict,) = merged.conflicts
    assert list(settled(merged, {conflict_key(conflict): "1"}).links) == ["staff->waits", "twin"]
    assert list(settled(merged, {}).links) == ["staff->waits", "trust->waits", "twin"]


def test_the_maps_own_fields_are_settled_too() -> None:
    base = Map(id="town", title="Town")
    merged = merge_maps(base, [("table 1", apply(base, Set("", "", "question", "Why wait?"))),
                               ("table 2", apply(base, Set("", "", "question", "Who waits?")))])
    assert settled(merged, {"field:::question": "1"}).question == "Who waits?"


@pytest.mark.parametrize("choices", [{"sign:links:a->b:polarity": "1"}, {"sign:links:trust->waits:polarity": "7"}])
def test_a_choice_that_is_not_offered_is_refused(choices: dict[str, str]) -> None:
    with pytest.raises(Refused) as refusal:
        settled(two_signs(), choices)
    assert refusal.value.problems[0].code == "L19"
