"""Who is who: coming back from another browser, one name for one person, nobody passes as the host, one slip for one vote."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.workshop.rooms import Desk
from tests.workshop.serving import Guest, Server, a_map, play_out

from sysmap.core.problem import Refused
from sysmap.workshop.admission import HostCode
from sysmap.workshop.names import free_name, same_name, shown_name


def test_a_person_comes_back_from_another_browser_with_their_own_code(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        bo = await Guest(server, "Bo").arrive()
        again = bo.welcome["again"]
        await bo.factor("Pay")
        await bo.settled()
        phone = await Guest(server, "Whoever", again).arrive()
        assert phone.you == bo.you
        await phone.do("relabel", id="pay", label="Staff pay")
        await phone.settled()
        assert not phone.refused, "it is still theirs"
        reloaded = Guest(server, "Whoever", "no code")
        reloaded.key = phone.key
        assert (await reloaded.arrive()).you == bo.you
        assert "again" not in reloaded.welcome
        typed = Guest(server, "Whoever", "")
        typed.key = again.lower().replace("-", " ")
        assert (await typed.arrive()).you == bo.you

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


def test_one_name_is_held_by_one_person_whatever_letters_it_is_written_with(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann = await Guest(server, "Ann", server.host_code).arrive()
        names = [(await Guest(server, name).arrive()).you["name"] for name in ("Аnn", "ANN", "Bo", "Host", "The h0st", "Ноst")]
        assert ann.you["name"] == "Ann"
        assert names == ["Аnn 2", "ANN 3", "Bo", "Guest 1", "Guest 2", "Guest 3"]
        with pytest.raises(AssertionError, match="U\\+200B zero width space"):
            await Guest(server, "A\u200bnn").arrive()
        bo = await Guest(server, "Cy").arrive()
        for name, group in (("Ann", ""), ("Аnn", ""), ("Host", ""), ("Cy", "Facilitator"), ("Cy", "F\u0430cilitator")):
            id_ = await bo.do("me", name=name, group=group)
            await bo.settled()
            assert bo.refused[id_][0]["code"] == "L22", (name, group)

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


@given(st.text(min_size=1, max_size=20), st.text(max_size=60))
def test_two_names_that_a_reader_takes_for_one_are_never_given_twice(one: str, other: str) -> None:
    desk = Desk()
    first = free_name(one, desk.room.people.values(), "contributor")
    desk.ask("new", "join", name=first, group="", role="contributor", key="new")
    second = free_name(other, desk.room.people.values(), "contributor")
    assert second
    assert not same_name(first, second)
    assert not any(unicodedata.category(c)[0] == "C" for c in first + second)
    assert shown_name(first) == first


def test_who_was_removed_does_not_come_back_with_the_rooms_code(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, mal = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Mal").arrive()
        bo = await Guest(server, "Bo").arrive()
        again = mal.welcome["again"]
        await ann.do("dismiss", person=mal.you["id"])
        code = (await ann.told("code"))["code"]
        await mal.told("bye")
        for tried in (server.code, again):
            with pytest.raises(AssertionError, match="L13"):
                await Guest(server, "Mal", tried).arrive()
        with pytest.raises(AssertionError, match="L13"):
            await Guest(server, "Mal", "x").arrive()
        assert not any(message["type"] == "code" for message in bo.other), "it is shown to the host alone"
        assert (await ann.ask("door"))["link"].endswith(f"#{code}")
        assert (await Guest(server, "Late", code).arrive()).you["role"] == "contributor"
        bo_again = Guest(server, "Bo", "")
        bo_again.key = bo.key
        assert (await bo_again.arrive()).you == bo.you, "who is in stays in"

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


def test_a_slip_lets_in_one_person_who_has_one_vote(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann = await Guest(server, "Ann", server.host_code).arrive()
        early = await Guest(server, "Early").arrive()
        slips = await ann.ask("slips", number=2)
        assert len(set(slips)) == 2
        bo = await Guest(server, "Bo", slips[0]).arrive()
        for tried in (slips[0], server.code):
            with pytest.raises(AssertionError, match="L23"):
                await Guest(server, "Bo too", tried).arrive()
        with pytest.raises(AssertionError, match="L13"):
            await Guest(server, "Guess", "ABCD-EFGH").arrive()
        early_again = Guest(server, "Early", "")
        early_again.key = early.key
        await early_again.arrive()
        back = await Guest(server, "Bo", bo.welcome["again"]).arrive()
        assert back.you == bo.you
        await ann.ask("slips", number=0)
        assert (await Guest(server, "Free", server.code).arrive()).you["name"] == "Free"

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


def test_the_log_is_its_owners_alone_and_holds_no_code_of_the_host_or_of_a_person(tmp_path: Path) -> None:
    async def play(server: Server) -> tuple[str, str]:
        ann = await Guest(server, "Ann", server.host_code).arrive()
        slips = await ann.ask("slips", number=1)
        return ann.welcome["again"], slips[0]

    with Server(a_map(tmp_path), "--host-code", "PINE-APPLE") as server:
        secrets = (*play_out(server, play), "PINE-APPLE")
        for name in ("town.workshop.db", "town.workshop.db-wal"):
            path = tmp_path / name
            assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
            raw = path.read_bytes()
            assert not [secret for secret in secrets if secret.encode() in raw or secret.replace("-", "").encode() in raw]


def test_the_code_of_the_host_holds_after_a_restart_although_only_its_hash_is_kept(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        assert (await Guest(server, "Ann", code).arrive()).you["role"] == "host"
        assert (await Guest(server, "Eve", server.host_code).arrive()).you["role"] == "host"

    with Server(a_map(tmp_path)) as server:
        code = server.host_code
        server.stop()
        server.start()
        play_out(server, play)


def test_a_hash_of_the_hosts_code_is_never_the_same_twice() -> None:
    code = HostCode("PINE-APPLE")
    one, two = code.to_keep(), code.to_keep()
    assert one != two
    assert HostCode("OTHER-CODE", one).matches("pine apple")
    assert not HostCode("OTHER-CODE", one).matches("PINE-APPLF")


def test_an_entry_keeps_the_role_and_group_that_its_author_had_then() -> None:
    desk = Desk()
    entry = desk.factor("bo", "Pay")
    desk.ask("bo", "me", name="Bo", group="police")
    desk.ask("ann", "role", person="bo", role="editor")
    assert (entry.role, entry.group) == ("contributor", "nurses")
    later = desk.factor("bo", "Rota")
    assert (later.role, later.group) == ("editor", "police")


def test_a_ballot_keeps_the_group_of_the_time() -> None:
    desk = Desk()
    desk.factor("ann", "Trust")
    desk.ask("ann", "ballot", about="factors", budget=3)
    desk.ask("bo", "vote", ballot="vote-1", element="trust", dots=2)
    desk.ask("bo", "me", name="Bo", group="police")
    assert desk.room.ballots["vote-1"].groups == {"bo": "nurses"}


def test_a_log_of_the_first_release_is_gone_on_with(tmp_path: Path) -> None:
    """Written by sysmap 0.1.0."""
    import json
    import shutil

    from sysmap.views.document import to_plain
    from sysmap.workshop.session import open_session

    old = Path(__file__).parent / "examples" / "session-0.1.0"
    shutil.copytree(old, tmp_path / "s")
    expected = json.loads((old / "expected.json").read_text(encoding="utf-8"))
    for _ in range(2):  # the second time it is of this release
        session = open_session(tmp_path / "s" / "town.yaml")
        room = session.room
        assert (json.loads(json.dumps(to_plain(room.map))), room.revision) == (expected["map"], expected["revision"])
        assert {id_: list(place) for id_, place in room.places.items()} == expected["places"]
        by_bo = [(entry.do, entry.role, entry.group) for entry in room.entries if entry.by == "bo"]
        assert by_bo[1] == ("edit", "contributor", "nurses")
        assert room.ballots["vote-1"].groups == {"bo": "nurses", "cy": "managers"}
        session.log.close()


def test_what_was_said_last_is_not_lost_when_only_half_of_a_log_is_moved_away(tmp_path: Path) -> None:
    """After a kill everything may stand in the second file of the log."""
    import shutil

    from tests.workshop.test_session import add, begin, join

    session = begin(tmp_path)
    join(session)
    for i in range(5):
        add(session, f"f{i}")
    killed = tmp_path / "killed"
    killed.mkdir()
    for name in ("town.yaml", "town.workshop.db", "town.workshop.db-wal"):
        shutil.copy(tmp_path / name, killed)
    session.log.close()
    kept = tmp_path / "kept"
    kept.mkdir()
    shutil.move(killed / "town.workshop.db", kept)
    with pytest.raises(Refused, match="belongs to a log that is not here"):
        begin(killed)
    shutil.move(killed / "town.workshop.db-wal", kept)
    (kept / "town.yaml").write_text((killed / "town.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    again = begin(kept)
    assert {f"f{i}" for i in range(5)} <= set(again.room.map.factors)
    again.log.close()


def test_a_bit_that_was_turned_in_the_log_is_found(tmp_path: Path) -> None:
    from tests.workshop.test_session import add, begin, join

    session = begin(tmp_path)
    join(session)
    for i in range(5):
        add(session, f"f{i}")
    session.log.close()
    path = tmp_path / "town.workshop.db"
    with sqlite3.connect(path) as db:
        db.execute("UPDATE entries SET data = replace(data, 'f3', 'f9') WHERE revision = 5")
    db.close()
    with pytest.raises(Refused, match="Entry 5 of the log is not as it was written"):
        begin(tmp_path)


def test_wrong_codes_of_one_address_are_answered_one_after_the_other(tmp_path: Path) -> None:
    from tests.workshop.test_door import join, room, run

    async def play() -> None:
        loop = asyncio.get_running_loop()
        for _ in range(3):
            await join(shop, "WRONG-ONE")
        began = loop.time()
        answers = await asyncio.gather(*[join(shop, "WRONG-ONE") for _ in range(5)])
        assert loop.time() - began > 4 * 0.3, "in parallel as slowly as one by one"
        assert {answer["problems"][0]["code"] for _, answer in answers} == {"L13"}

    with room(tmp_path, guesses=2.0, again=0.01, pause=0.3) as shop:
        run(play())
