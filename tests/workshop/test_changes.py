"""What is sent round after a workshop credits who said it."""

from __future__ import annotations

from tests.workshop.rooms import Desk

from sysmap.core.edit import Add, Batch
from sysmap.core.elements import Factor
from sysmap.formats.edits import edit_plain
from sysmap.workshop.changes import StateChanges


def told(desk: Desk) -> list[str]:
    return [f"({change.credited(one)}) {one.text}" for change in StateChanges(desk.room).of(desk.room) if change.drew for one in change.said]


def test_what_was_gathered_in_private_is_credited_to_who_said_it_not_to_the_host_who_revealed_it() -> None:
    desk = Desk()
    desk.ask("ann", "me", name="Ann", group="team")
    desk.ask("cy", "me", name="Cy", group="managers")
    desk.ask("ann", "phase", phase="gather", private=True)
    desk.factor("bo", "Staff pay")
    desk.factor("cy", "Rota")
    desk.ask("ann", "phase", phase="consolidate")
    assert told(desk) == ["(nurses) New factor: “Staff pay”.", "(managers) New factor: “Rota”."]


def test_what_tables_bring_is_credited_to_the_groups_there() -> None:
    desk = Desk()
    desk.ask("ann", "me", name="Ann", group="team")
    both = Batch((Add("factors", Factor(id="pay", label="Pay", raised_by=("nurses", "managers"), seen_in=("table-1", "table-2"))),
                  Add("factors", Factor(id="rota", label="Rota", raised_by=("managers",)))), "bring the tables together")
    desk.ask("ann", "adopt", edit=edit_plain(both), authors={"pay": "bo", "rota": "cy"})
    assert told(desk) == ["(nurses, managers) New factor: “Pay”.", "(managers) New factor: “Rota”."]


def test_a_change_is_credited_to_the_group_of_the_time() -> None:
    desk = Desk()
    desk.factor("bo", "Pay")
    desk.ask("bo", "note", id="pay", text="Frozen", **{"in": "factors"})
    desk.ask("bo", "me", name="Bo", group="police")
    desk.factor("eve", "Rota")
    assert told(desk) == ["(nurses) New factor: “Pay”.", "(nurses) Noted on “Pay”: Frozen", "(editor) New factor: “Rota”."]


def test_the_log_says_what_every_command_did_and_never_who_voted_for_what() -> None:
    desk = Desk()
    desk.factor("bo", "Pay")
    desk.ask("ann", "ballot", about="factors", budget=3, question="What matters?")
    desk.ask("vi", "vote", ballot="vote-1", element="pay", dots=2)
    desk.ask("ann", "count", ballot="vote-1")
    changes = StateChanges(desk.room).of(desk.room)
    assert [change.revision for change in changes] == list(range(1, desk.room.revision + 1))
    texts = {change.do: list(change.session) for change in changes}
    assert texts["ballot"] == ["A vote was opened: What matters? (3 dots each)."]
    assert texts["vote"] == []
    assert texts["count"] == ["The vote was closed: What matters? (1 voted)."]
