"""Tables: copies of the map, people sent to them, and bringing them together again with what people decide."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from tests.workshop.serving import Guest, Server, a_map, play_out
from websockets.asyncio.client import connect

from sysmap.formats.read import read_file


def at_table(server: Server, guest: Guest, table: str) -> Guest:
    """The same browser, gone to a table."""
    other = Guest(server, guest.name)
    other.key, other.room = guest.key, table
    return other


async def signs_differ(server: Server) -> tuple[Guest, Guest, Guest]:
    """Two tables that link staff and waits with another sign, and add a factor each."""
    ann, bo = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Bo").arrive()
    assert await ann.ask("tables", number=2) == ["table-1", "table-2"]
    one, two = at_table(server, ann, "table-1"), at_table(server, bo, "table-2")
    for guest, sign in ((one, "positive"), (two, "negative")):
        await guest.arrive()
        link = {"from": "staff", "to": "waits", "polarity": sign}
        await guest.do("edit", edit={"do": "add", "in": "links", "element": link})
        await guest.factor(f"Only at {guest.room}")
        await guest.settled()
    return ann, bo, two


def test_tables_survive_a_restart_and_come_back_with_a_preview_first(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, bo, two = await signs_differ(server)
        assert (two.you["name"], two.you["role"]) == ("Bo", "contributor")
        assert (await bo.ask("merge"))[0]["code"] == "L01"
        for one in server.guests:
            await one.leave()
        server.stop()
        server.start()
        await ann.arrive()
        told = await ann.ask("merge")
        assert len(told["changes"]) == 3
        assert told["agreed"] == {"1": 2, "2": 1}
        [sign] = told["conflicts"]
        assert sign["said"] == "“Number of staff” → “Waiting lists”: the tables give different signs."
        assert (sign["choice"], [(one["key"], one["says"]) for one in sign["choices"]]) == ("contested", [
            ("contested", "Contested: what each table says is kept"), ("table-1", "positive"),
            ("table-2", "negative"), ("mixed", "mixed: it depends"), ("unknown", "left open")])
        at = ann.revision
        assert await ann.ask("merge", really=True) == 3
        await ann.until(lambda: ann.revision == at + 1)

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
    written = read_file(tmp_path / "town.yaml").map
    assert written.factors["only-at-table-2"].seen_in == ("table-2",)
    assert written.links["staff->waits"].seen_in == ("table-1", "table-2")
    link = written.links["staff->waits"]
    assert (link.polarity, link.confidence) == ("unknown", "contested"), "no table wins because nobody chose"
    assert [(voice.at, voice.polarity) for voice in link.voices] == [("table-1", "positive"), ("table-2", "negative")]


def test_what_people_choose_is_applied_as_one_edit_that_can_be_undone(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, bo, _ = await signs_differ(server)
        key = "sign:links:staff->waits:polarity"
        told = await ann.ask("merge", choices={key: "mixed", "alike:factors:gone+away:label": "both"})
        assert told["conflicts"][0]["choice"] == "mixed"
        assert any("which way depends on the context" in change for change in told["changes"]), told["changes"]
        assert (await ann.ask("merge", choices={key: "perhaps"}))[0]["code"] == "D04"
        at = ann.revision
        assert await ann.ask("merge", really=True, choices={key: "mixed"}) == 3
        await ann.until(lambda: ann.revision == at + 1)
        await bo.until(lambda: bo.revision == at + 1)
        await bo.do("remove", **{"in": "factors", "ids": ["only-at-table-2"]})  # still Bo's own
        await bo.do("remove", **{"in": "factors", "ids": ["only-at-table-1"]})
        await bo.settled()
        assert [problems[0]["code"] for problems in bo.refused.values()] == ["L01"]

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
    written = read_file(tmp_path / "town.yaml").map
    assert written.links["staff->waits"].polarity == "mixed"
    assert list(written.factors) == ["waits", "staff", "only-at-table-1"]


def test_a_disagreement_that_came_up_since_the_preview_is_looked_at_first(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, _, two = await signs_differ(server)
        one = at_table(server, ann, "table-1")
        await one.arrive()
        for guest, label in ((one, "Queues"), (two, "Delays")):
            await guest.do("relabel", id="waits", label=label) if guest is one else await guest.set("waits", "definition", label)
            await guest.settled()
        await one.set("waits", "definition", "How long people wait")
        await one.settled()
        [refused] = await ann.ask("merge", really=True, choices={"sign:links:staff->waits:polarity": "mixed"})
        assert (refused["code"], "“Queues”: definition differs" in refused["message"]) == ("L19", True)
        assert (await ann.told("tables"))["tables"] == ["table-1", "table-2"], "nothing was closed"
        await two.factor("Still at work")
        await two.settled()
        assert not two.refused

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


def test_nothing_acknowledged_at_a_table_is_left_behind_while_tables_come_together(tmp_path: Path) -> None:
    acknowledged: set[str] = set()

    async def type_on(guest: Guest) -> None:
        for i in range(60):
            await guest.factor(f"{guest.room} {i}")
            await asyncio.sleep(0.004)

    async def play(server: Server) -> None:
        ann = await Guest(server, "Ann", server.host_code).arrive()
        await ann.ask("tables", number=3)
        guests = [at_table(server, ann, f"table-{i}") for i in (1, 2, 3)]
        for guest in guests:
            await guest.arrive()
        typing = [asyncio.create_task(type_on(guest)) for guest in guests]
        await asyncio.sleep(0.12)
        await ann.ask("merge", really=True)
        await asyncio.gather(*typing)
        for guest in guests:
            acknowledged.update(e["data"]["edit"]["element"]["id"] for e in guest.entries if e["do"] == "edit")
            assert all(problems[0]["code"] == "L17" for problems in guest.refused.values())

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
    assert 3 < len(acknowledged) < 180
    assert acknowledged <= set(read_file(tmp_path / "town.yaml").map.factors)


def test_the_host_sends_people_to_tables_and_calls_them_back(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, bo = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Bo").arrive()
        await ann.ask("tables", number=2, seats={bo.you["id"]: 2})
        assert (await bo.told("seat"))["table"] == "table-2"
        two = await at_table(server, bo, "table-2").arrive()
        assert (await two.told("tables"))["seat"] == "table-2"
        await ann.until(lambda: any(m["type"] == "tables" and m["at"].get("table-2") == [bo.you["id"]] for m in ann.other))
        assert (await ann.ask("tables", seats={bo.you["id"]: "table-9"}))[0]["code"] == "L18"
        await ann.ask("tables", lock=True)
        await two.factor("Too late")
        await two.settled()
        assert [problems[0]["message"] for problems in two.refused.values()] == ["The host is calling the tables back."]
        await ann.ask("tables", seats={bo.you["id"]: ""}, lock=False)
        assert (await two.told("seat"))["table"] == ""
        assert (await bo.ask("tables", number=2))[0]["code"] == "L01"
        await bo.do("seat", seats={bo.you["id"]: "table-1"})
        await bo.settled()
        assert len(bo.refused) == 1

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


def test_what_the_host_shows_is_seen_by_all_and_by_those_who_come_later_until_it_is_taken_back(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, bo = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Bo").arrive()
        ask: Any = {"what": "paths", "from": "staff", "to": "waits"}
        await bo.say({"type": "share", "ask": ask})
        await bo.until(lambda: "share" in bo.refused)
        await ann.say({"type": "share", "ask": ask, "view": [0, 0, 1.5], "label": "From staff to waits"})
        shown = {"by": ann.you["id"], "ask": ask, "view": [0, 0, 1.5], "label": "From staff to waits"}
        assert (await bo.told("shared"))["shared"] == shown
        assert (await Guest(server, "Cy").arrive()).welcome["shared"] == shown
        bo.other.clear()
        await ann.say({"type": "share"})
        assert (await bo.told("shared"))["shared"] is None

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


def test_a_table_finds_the_map_where_the_plenary_left_it(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann = await Guest(server, "Ann", server.host_code).arrive()
        await ann.set("waits", "position", {"x": 700, "y": -300})
        await ann.factor("Staff pay")
        await ann.settled()
        await ann.ask("tables", number=1)
        one = await at_table(server, ann, "table-1").arrive()
        late = await Guest(server, "Late").arrive()
        assert one.welcome["places"] == late.welcome["places"]
        await one.factor("Trust")
        await one.set("trust", "position", {"x": -900, "y": 40})
        await one.settled()
        await ann.ask("merge", really=True)
        later = await Guest(server, "Later").arrive()
        assert later.welcome["places"]["trust"] == [-900, 40]

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


@pytest.mark.parametrize("room", ["table-1", "../etc", "table-99"])
def test_a_table_that_is_not_there_lets_nobody_in(tmp_path: Path, room: str) -> None:
    async def play(server: Server) -> None:
        async with connect(server.socket) as socket:
            await socket.send(f'{{"type": "hello", "code": "{server.host_code}", "room": "{room}"}}')
            assert '"L18"' in str(await socket.recv())

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
