"""A session is written onto the map: when it was and how many of each group took part, never a name."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from tests.workshop.rooms import Desk
from tests.workshop.serving import Guest, Server, a_map, play_out

from sysmap.core.levels import at_level
from sysmap.core.problem import Refused
from sysmap.formats.read import read_file
from sysmap.workshop.state import Request

NOON = int(datetime(2026, 3, 2, 12).timestamp() * 1000)
DAY = 24 * 3_600_000


def record(desk: Desk, at: int) -> None:
    desk.room.commit(desk.room.decide("ann", Request(f"record-{at}", "record", at=at)))


def drawn(at: int = NOON) -> Desk:
    desk = Desk()
    for i, by in enumerate(("bo", "cy")):
        edit = {"do": "add", "in": "factors", "element": {"id": f"pay-{by}", "label": f"Pay of {by}"}}
        desk.room.commit(desk.room.decide(by, Request(f"add-{at}-{i}", "edit", {"edit": edit}, desk.room.revision, at)))
    return desk


def test_who_took_part_is_counted_by_group() -> None:
    desk = drawn()
    record(desk, NOON + 1000)
    [session] = desk.room.map.sessions.values()
    assert (session.id, session.date, dict(session.attended)) == ("workshop-2026-03-02", "2026-03-02", {"no group": 1, "nurses": 1})
    assert session.people == ("nurses",)
    assert not at_level(desk.room.map, "client").sessions[session.id].attended, "one nurse is somebody"


def test_a_second_day_is_a_session_of_its_own_and_a_second_time_the_same_day_is_not() -> None:
    desk = drawn()
    record(desk, NOON + 1000)
    with pytest.raises(Refused, match="recorded already"):
        record(desk, NOON + 2000)
    desk.room.commit(desk.room.decide("bo", Request("late", "me", {"name": "Bo", "group": "porters"}, at=NOON + DAY)))
    record(desk, NOON + DAY)
    assert [(one.date, dict(one.attended)) for one in desk.room.map.sessions.values()] == [
        ("2026-03-02", {"no group": 1, "nurses": 1}), ("2026-03-03", {"porters": 1})]


def test_a_session_in_which_nothing_was_drawn_is_none() -> None:
    with pytest.raises(Refused, match="no session to record"):
        record(Desk(), NOON)


def test_recording_is_not_what_the_host_undoes() -> None:
    desk = drawn()
    desk.factor("ann", "Rota")
    record(desk, NOON + 1000)
    desk.ask("ann", "undo")
    assert "rota" not in desk.room.map.factors
    assert desk.room.map.sessions


def test_boxes_that_nobody_moved_get_the_place_where_the_room_saw_them() -> None:
    desk = drawn()
    desk.room.commit(desk.room.decide("ann", Request("close-record", "record", {"all": True}, at=NOON + 1000)))
    for id_, factor in desk.room.map.factors.items():
        assert factor.position is not None
        assert (factor.position.x, factor.position.y) == desk.room.places[id_]


def test_stopping_writes_the_session_into_the_file(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann = await Guest(server, "Ann", server.host_code).arrive()
        await ann.factor("Staff pay")
        await ann.settled()

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
        server.stop()
    written = read_file(tmp_path / "town.yaml").map
    assert [dict(one.attended) for one in written.sessions.values()] == [{"no group": 1}]
    assert [id_ for id_, factor in written.factors.items() if factor.position] == ["staff-pay"], "lines of others stay as they are"
