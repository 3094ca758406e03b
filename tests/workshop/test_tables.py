"""Tables of a real server: copies, who sits where, bringing them together; and what a host shows everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.workshop.serving import Guest, Server, a_map, play_out

from sysmap.formats.read import read_file


async def ask(guest: Guest, what: str, **more: object) -> dict[str, Any]:
    """Ask the server something and wait for the answer."""
    n = len(guest.other) + 100
    await guest.say({"type": "ask", "n": n, "what": what, **more})
    await guest.until(lambda: any(m.get("n") == n for m in guest.other))
    return next(m for m in guest.other if m.get("n") == n)


async def two_tables(server: Server) -> tuple[Guest, Guest, Guest]:
    """A host in the plenary, and somebody at each of two tables who give one link two signs."""
    ann, bo = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Bo").arrive()
    await ask(ann, "tables", number=2)
    one, two = Guest(server, "Ann"), Guest(server, "Bo")
    one.key, two.key, one.room, two.room = ann.key, bo.key, "table-1", "table-2"
    await bo.leave()
    for guest, sign in ((one, "positive"), (two, "negative")):
        await guest.arrive()
        await guest.do("edit", edit={"do": "add", "in": "links", "element": {"from": "staff", "to": "waits", "polarity": sign}})
        await guest.factor(f"Only at {guest.room}")
        await guest.settled()
    return ann, one, two


def test_tables_take_copies_and_bring_them_back_with_a_preview_first(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, bo = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Bo").arrive()
        assert (await ask(bo, "tables", number=2))["problems"]
        assert (await ask(ann, "tables", number=2))["answer"] == ["table-1", "table-2"]
        await ann.leave()
        server.stop()
        server.start()
        one, two = Guest(server, "Ann"), Guest(server, "Bo")
        one.key, two.key, one.room, two.room = ann.key, bo.key, "table-1", "table-2"
        await one.arrive()
        await two.arrive()
        assert (one.you["role"], two.you["name"], two.you["role"]) == ("host", "Bo", "contributor")
        for guest, sign in ((one, "positive"), (two, "negative")):
            link = {"from": "staff", "to": "waits", "polarity": sign}
            await guest.do("edit", edit={"do": "add", "in": "links", "element": link})
            await guest.factor(f"Only at {guest.room}")
            await guest.settled()
        await ann.arrive()
        told = (await ask(ann, "merge"))["answer"]
        assert len(told["changes"]) == 3
        assert [conflict["kind"] for conflict in told["conflicts"]] == ["sign"]
        at = ann.revision
        await ask(ann, "merge", really=True)
        await ann.until(lambda: ann.revision == at + 1)

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
    written = read_file(tmp_path / "town.yaml").map
    assert written.factors["only-at-table-2"].seen_in == ("table-2",)
    assert written.links["staff->waits"].seen_in == ("table-1", "table-2")
    assert written.links["staff->waits"].polarity == "positive"


def test_what_tables_disagree_about_is_chosen_previewed_and_then_made(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, _, _ = await two_tables(server)
        (conflict,) = (await ask(ann, "merge"))["answer"]["conflicts"]
        assert [choice["words"] for choice in conflict["choices"]][:2] == ["positive (table-1)", "negative (table-2)"]
        chosen = {conflict["key"]: "1"}
        told = (await ask(ann, "merge", choices=chosen))["answer"]
        assert any("leads to less" in said for said in told["changes"])
        assert (await ask(ann, "merge", choices={conflict["key"]: "9"}))["problems"][0]["code"] == "L19"
        assert (await ask(ann, "merge", choices="both"))["problems"][0]["code"] == "L04"
        at = ann.revision
        await ask(ann, "merge", really=True, choices=chosen)
        await ann.until(lambda: ann.revision == at + 1)

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
    assert read_file(tmp_path / "town.yaml").map.links["staff->waits"].polarity == "negative"


def test_the_host_says_who_sits_where_and_sees_it(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, bo = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Bo").arrive()
        await ask(ann, "tables", number=2)
        assert (await ask(bo, "seat", people={bo.you["id"]: "table-2"}))["problems"][0]["code"] == "L01"
        assert (await ask(ann, "seat", people={bo.you["id"]: "table-9"}))["problems"][0]["code"] == "L18"
        assert (await ask(ann, "seat", people={"nobody": "table-1"}))["problems"]
        await bo.do("seat", people={bo.you["id"]: "table-1"})
        await bo.settled()
        assert bo.refused
        await ask(ann, "seat", people={bo.you["id"]: "table-2"})
        await bo.until(lambda: {"type": "seat", "table": "table-2"} in bo.other)
        await bo.leave()
        there = Guest(server, "Bo")
        there.key, there.room = bo.key, "table-2"
        await there.arrive()
        where = (await ask(ann, "seating"))["answer"]
        assert where == {"": [ann.you["id"]], "table-1": [], "table-2": [bo.you["id"]]}
        await ask(ann, "seat", people={bo.you["id"]: ""})
        await there.until(lambda: {"type": "seat", "table": ""} in there.other)

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


def test_what_the_host_shows_is_seen_by_all_and_by_who_comes_later_until_it_ends(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, bo = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Bo").arrive()
        asked = {"kind": "reach", "direction": "up", "starts": ["waits"], "steps": None, "combine": "union"}
        await bo.say({"type": "bring", "view": [0, 0, 1], "ask": asked})
        await bo.until(lambda: "bring" in bo.refused)
        await ann.say({"type": "bring", "view": [0, 0, 1], "ask": asked, "pick": 0})
        await bo.until(lambda: any(m["type"] == "bring" and m["ask"] == asked for m in bo.other))
        late = await Guest(server, "Late").arrive()
        assert late.welcome["shown"]["ask"] == asked
        await ann.say({"type": "bring", "view": None})
        await late.until(lambda: any(m["type"] == "bring" and m["view"] is None for m in late.other))
        assert (await Guest(server, "Later").arrive()).welcome["shown"] is None

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


def test_the_host_saves_a_copy_beside_a_file_that_was_changed_by_hand(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, bo = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Bo").arrive()
        path = tmp_path / "town.yaml"
        path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
        await ann.factor("Staff pay")
        await ann.until(lambda: any(m["type"] == "saved" and m["trouble"] for m in ann.other))
        assert (await ask(bo, "save-copy"))["problems"][0]["code"] == "L01"
        name = (await ask(ann, "save-copy"))["answer"]
        assert "staff-pay" in read_file(tmp_path / name).map.factors
        assert (await ask(ann, "save-copy"))["problems"]
        assert path.read_text(encoding="utf-8").endswith("# by hand\n")

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
