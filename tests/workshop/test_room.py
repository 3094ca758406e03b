"""What a room decides: one accepted entry after another, and refusals that say why."""

from __future__ import annotations

import pytest
from tests.workshop.rooms import Desk

from sysmap.core.problem import Refused
from sysmap.workshop.commands import COMMANDS
from sysmap.workshop.redaction import own_states, shared_state
from sysmap.workshop.room import Room


def test_a_factor_is_added_in_the_name_of_the_group_never_of_the_person() -> None:
    desk = Desk()
    desk.factor("bo", "Staff pay")
    factor = desk.room.map.factors["staff-pay"]
    assert (factor.label, factor.raised_by, factor.origin) == ("Staff pay", ("nurses",), "workshop")


def test_two_who_type_the_same_word_at_once_get_two_factors_and_their_links_follow() -> None:
    desk = Desk()
    desk.factor("ann", "Waits")
    desk.factor("ann", "Trust")
    seen = desk.room.revision - 1
    entry = desk.factor("bo", "Trust", base=seen)
    assert entry.data["renamed"] == {"trust": "trust-2"}
    desk.link("bo", "trust", "waits", base=seen)
    assert list(desk.room.map.links) == ["trust-2->waits"]


def test_of_two_who_set_one_field_the_last_accepted_wins_and_the_entry_says_whose_gave_way() -> None:
    desk = Desk()
    desk.factor("ann", "Trust")
    seen = desk.room.revision
    desk.set("ann", "trust", "label", "Trust between teams")
    entry = desk.set("eve", "trust", "label", "Trust in services", base=seen)
    assert desk.room.map.factors["trust"].label == "Trust in services"
    assert entry.data["overrode"] == [
        {"in": "factors", "id": "trust", "field": "label", "by": "ann", "value": "Trust between teams"}]


def test_dragging_never_undoes_a_renaming() -> None:
    desk = Desk()
    desk.factor("ann", "Trust")
    seen = desk.room.revision
    desk.ask("ann", "relabel", id="trust", label="Trust between teams")
    entry = desk.set("eve", "trust", "position", {"x": 10, "y": 20}, base=seen)
    factor = desk.room.map.factors["trust"]
    assert (factor.label, factor.aliases, factor.position.x) == ("Trust between teams", ("Trust",), 10.0)
    assert "overrode" not in entry.data


def test_an_edit_of_what_was_removed_meanwhile_is_refused_and_says_who_removed_it() -> None:
    desk = Desk()
    desk.factor("bo", "Trust")
    desk.ask("ann", "remove", **{"in": "factors", "ids": ["trust"]})
    with pytest.raises(Refused) as refusal:
        desk.set("bo", "trust", "definition", "How far people rely on each other")
    assert refusal.value.problems[0].code == "L09"
    assert "Ann removed trust" in refusal.value.problems[0].message


def test_merging_keeps_labels_notes_and_links() -> None:
    desk = Desk()
    for label in ("Waits", "Waiting lists", "Staff"):
        desk.factor("bo", label)
    desk.link("bo", "staff", "waiting-lists", "negative")
    desk.ask("eve", "merge", keep="waits", drop="waiting-lists")
    assert desk.room.map.factors["waits"].aliases == ("Waiting lists",)
    assert [(k.from_, k.to, k.polarity) for k in desk.room.map.links.values()] == [("staff", "waits", "negative")]


def test_splitting_gives_each_link_to_the_parts_that_were_said() -> None:
    desk = Desk()
    for label in ("Pay and conditions", "Staff", "Budget"):
        desk.factor("bo", label)
    desk.link("bo", "pay-and-conditions", "staff")
    desk.link("bo", "budget", "pay-and-conditions")
    desk.ask("eve", "split", id="pay-and-conditions", labels=["Pay", "Conditions"],
             links={"pay-and-conditions->staff": [0, 1], "budget->pay-and-conditions": [0]})
    assert sorted(desk.room.map.links) == ["budget->pay-and-conditions", "conditions->staff", "pay-and-conditions->staff"]
    assert desk.room.map.factors["pay-and-conditions"].label == "Pay"


def test_notes_of_two_people_are_both_kept() -> None:
    desk = Desk()
    desk.factor("ann", "Trust")
    seen = desk.room.revision
    for by, text in (("bo", "We hardly meet"), ("cy", "It was better before")):
        desk.ask(by, "note", base=seen, id="trust", text=text, **{"in": "factors"})
    assert [(n.text, n.by) for n in desk.room.map.factors["trust"].notes] == [
        ("We hardly meet", "nurses"), ("It was better before", None)]


def test_notes_of_one_element_fit_into_one_message() -> None:
    desk = Desk()
    for _ in range(20):
        desk.ask("bo", "note", text="x" * 3_000, **{"in": ""})
    with pytest.raises(Refused, match="60,000 letters"):
        desk.ask("bo", "note", text="one more", **{"in": ""})
    assert len(desk.room.map.notes) == 20


@pytest.mark.parametrize(("by", "do", "data"), [
    ("bo", "remove", {"in": "factors", "ids": ["trust"]}),
    ("bo", "relabel", {"id": "trust", "label": "Mine"}),
    ("bo", "merge", {"keep": "trust", "drop": "waits"}),
    ("bo", "edit", {"edit": {"do": "set", "in": "factors", "id": "trust", "field": "definition", "value": "Mine"}}),
    ("bo", "edit", {"edit": {"do": "set", "in": "", "id": "", "field": "title", "value": "Mine"}}),
    ("vi", "edit", {"edit": {"do": "add", "in": "factors", "element": {"id": "x", "label": "X"}}}),
    ("wu", "note", {"in": "", "text": "Hello"}),
    ("wu", "vote", {"ballot": "vote-1", "element": "trust", "dots": 1}),
    ("eve", "phase", {"phase": "vote"}),
    ("eve", "role", {"person": "eve", "role": "host"}),
    ("eve", "dismiss", {"person": "ann"}),
    ("eve", "restore", {"to": 0}),
    ("eve", "edit", {"edit": {"do": "set", "in": "", "id": "", "field": "uses", "value": ["../../secrets.yaml"]}}),
])
def test_roles_are_enforced(by: str, do: str, data: dict[str, object]) -> None:
    desk = Desk()
    desk.factor("ann", "Trust")
    desk.set("ann", "trust", "definition", "How far people rely on each other")
    desk.factor("ann", "Waits")
    desk.ask("ann", "ballot", about="factors", budget=3)
    before = desk.room.map
    with pytest.raises(Refused) as refusal:
        desk.ask(by, do, **data)
    assert refusal.value.problems[0].code in ("L01", "L02")
    assert desk.room.map == before


def test_a_contributor_fills_in_what_nobody_said_moves_boxes_and_deletes_their_own() -> None:
    desk = Desk()
    desk.factor("ann", "Trust")
    desk.set("bo", "trust", "definition", "How far people rely on each other")
    desk.set("bo", "trust", "position", {"x": 1, "y": 2})
    desk.factor("bo", "Waits")
    desk.ask("bo", "remove", **{"in": "factors", "ids": ["waits"]})
    assert list(desk.room.map.factors) == ["trust"]


def test_a_locked_map_is_the_hosts_alone() -> None:
    desk = Desk()
    desk.ask("ann", "lock", on=True)
    with pytest.raises(Refused, match="locked"):
        desk.factor("eve", "Trust")
    desk.factor("ann", "Trust")


@pytest.mark.parametrize("label", ["a\x00b", "a\ud800b", "x" * 301, "   ", "left\u202eright"])
def test_texts_that_a_file_cannot_keep_are_refused(label: str) -> None:
    with pytest.raises(Refused):
        Desk().factor("bo", label, "trust")


def test_undo_reaches_only_ones_own_edits() -> None:
    desk = Desk()
    desk.factor("ann", "Trust")
    desk.factor("bo", "Waits")
    desk.ask("ann", "undo")
    assert list(desk.room.map.factors) == ["waits"]
    desk.ask("ann", "redo")
    assert set(desk.room.map.factors) == {"waits", "trust"}


def test_undo_is_refused_where_somebody_else_has_gone_over_it() -> None:
    desk = Desk()
    desk.factor("ann", "Trust")
    desk.set("ann", "trust", "definition", "One")
    desk.set("eve", "trust", "definition", "Two")
    with pytest.raises(Refused, match="Eve has changed the definition"):
        desk.ask("ann", "undo")
    assert desk.room.map.factors["trust"].definition == "Two"


def test_undo_of_an_added_factor_is_refused_once_others_link_to_it() -> None:
    desk = Desk()
    desk.factor("ann", "Trust")
    desk.factor("bo", "Waits")
    desk.link("bo", "trust", "waits")
    with pytest.raises(Refused, match="still used"):
        desk.ask("ann", "undo")


def test_undo_of_a_merge_brings_everything_back() -> None:
    desk = Desk()
    for label in ("Waits", "Waiting lists", "Staff"):
        desk.factor("eve", label)
    desk.link("eve", "staff", "waiting-lists", "negative")
    before = desk.room.map
    desk.ask("eve", "merge", keep="waits", drop="waiting-lists")
    desk.ask("eve", "undo")
    assert desk.room.map == before


def test_private_gathering_shows_each_only_their_own_until_the_host_reveals() -> None:
    desk = Desk()
    desk.ask("ann", "phase", phase="gather", private=True)
    entry = desk.factor("bo", "Staff pay")
    assert not desk.room.map.factors
    assert [idea["label"] for idea in own_states(desk.room)["bo"]["ideas"]] == ["Staff pay"]
    assert "Staff pay" not in str([desk.room.told(entry), shared_state(desk.room), own_states(desk.room).get("ann")])
    assert shared_state(desk.room)["ideas"] == 1
    desk.factor("cy", "Staff pay")
    desk.ask("ann", "phase", phase="consolidate")
    assert {i: f.raised_by for i, f in desk.room.map.factors.items()} == {"staff-pay": ("nurses",), "staff-pay-2": ()}
    assert desk.room.authors["factors", "staff-pay"] == "bo"


def test_votes_have_a_budget_stay_private_until_the_close_and_count_once_a_person() -> None:
    desk = Desk()
    for label in ("Trust", "Waits"):
        desk.factor("ann", label)
    desk.ask("ann", "ballot", about="factors", budget=3, question="What matters most?")
    desk.ask("vi", "vote", ballot="vote-1", element="trust", dots=2)
    entry = desk.ask("vi", "vote", ballot="vote-1", element="trust", dots=3)
    desk.ask("bo", "vote", ballot="vote-1", element="trust", dots=1)
    with pytest.raises(Refused, match="3 dots"):
        desk.ask("vi", "vote", ballot="vote-1", element="waits", dots=1)
    assert desk.room.told(entry)["data"] == {}
    assert shared_state(desk.room)["ballots"]["vote-1"] == {
        "id": "vote-1", "question": "What matters most?", "about": "factors", "budget": 3, "open": True, "voters": 2}
    assert {who: own["dots"] for who, own in own_states(desk.room).items()} == {
        "vi": {"vote-1": {"trust": 3}}, "bo": {"vote-1": {"trust": 1}}}
    closed = desk.ask("ann", "count", ballot="vote-1")
    assert closed.data["distribution"] == {"trust": {"1": 1, "3": 1, "all": 4}}
    with pytest.raises(Refused, match="closed"):
        desk.ask("vi", "vote", ballot="vote-1", element="waits", dots=0)


def test_restoring_is_an_edit_that_can_be_undone() -> None:
    desk = Desk()
    desk.factor("ann", "Trust")
    desk.ask("ann", "checkpoint", label="before lunch")
    at = desk.room.revision
    was = desk.room.map
    desk.factor("eve", "Waits")
    desk.link("eve", "trust", "waits")
    late = desk.room.map
    desk.ask("ann", "restore", to=at)
    assert desk.room.map == was
    desk.ask("ann", "undo")
    assert desk.room.map == late


def test_the_same_entries_give_the_same_room() -> None:
    desk = Desk()
    desk.factor("ann", "Trust")
    desk.factor("bo", "Waits")
    desk.link("bo", "waits", "trust", "negative")
    desk.ask("bo", "undo")
    desk.ask("ann", "phase", phase="connect")
    again = Room.replay(desk.room.base, COMMANDS, desk.room.entries)
    assert vars(again) == vars(desk.room)


def test_a_host_removes_somebody_and_the_last_host_stays() -> None:
    desk = Desk()
    desk.ask("ann", "dismiss", person="bo")
    with pytest.raises(Refused, match="not in this workshop"):
        desk.factor("bo", "Trust")
    with pytest.raises(Refused, match="needs a host"):
        desk.ask("ann", "role", person="ann", role="editor")


def test_a_tick_is_told_with_the_finding_it_ticks_and_a_join_without_its_key() -> None:
    desk = Desk()
    entry = desk.ask("eve", "tick", key="M01:", on=True)
    assert desk.room.told(entry)["data"] == {}
    assert shared_state(desk.room)["ticks"] == {"M01:": "eve"}
    assert shared_state(desk.room)["people"]["bo"] == {"id": "bo", "name": "Bo", "group": "nurses", "role": "contributor"}


def test_an_idea_said_unseen_is_taken_back_by_its_author_alone_and_unseen() -> None:
    desk = Desk()
    desk.ask("ann", "phase", phase="gather", private=True)
    desk.factor("bo", "Shy thought")
    with pytest.raises(Refused):
        desk.ask("cy", "withdraw", id="shy-thought")
    entry = desk.ask("bo", "withdraw", id="shy-thought")
    assert desk.room.told(entry)["data"] == {}
    assert shared_state(desk.room)["ideas"] == 0
    desk.ask("ann", "phase", phase="gather")
    assert not desk.room.map.factors
