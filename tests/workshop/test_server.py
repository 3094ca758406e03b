"""A real server: who gets in, what is refused, what survives a power cut."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from tests.workshop.serving import Guest, Server, a_map, play_out
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from sysmap.formats.read import read_file


def test_two_people_edit_and_both_see_everything_in_the_same_order(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann, bo = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Bo").arrive()
        assert (ann.you["role"], bo.you["role"]) == ("host", "contributor")
        await asyncio.gather(*(one.factor(f"Factor {one.name} {i}") for i in range(20) for one in (ann, bo)))
        for one in (ann, bo):
            await one.settled()
            await one.until(lambda one=one: one.revision == 42)
        assert [e["id"] for e in ann.entries[-40:]] == [e["id"] for e in bo.entries[-40:]]
        await ann.leave()
        await bo.leave()

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
        said = server.stop()
    map_ = read_file(tmp_path / "town.yaml").map
    assert len(map_.factors) == 42
    assert len(map_.sessions) == 1, "stopping records the session, as one more revision"
    assert "holds revision 43 of 43" in " ".join(said.split())


def test_a_killed_server_loses_nothing_it_had_acknowledged(tmp_path: Path) -> None:
    acknowledged: set[str] = set()

    async def play(server: Server) -> None:
        guests = [await Guest(server, f"G{i}").arrive() for i in range(4)]
        for turn in range(3):
            for guest in guests:
                for i in range(25):
                    await guest.factor(f"{guest.name} {turn} {i}")
            await asyncio.sleep(0.03 * (turn + 1))
            server.kill()
            for guest in guests:
                acknowledged.update(e["data"]["edit"]["element"]["id"] for e in guest.entries if e["do"] == "edit")
                await guest.leave()
            server.start()
            for guest in guests:
                await guest.arrive()
        for guest in guests:
            await guest.settled()
            assert not guest.refused
            await guest.leave()

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
    factors = read_file(tmp_path / "town.yaml").map.factors
    assert acknowledged <= set(factors)
    assert len(factors) == 2 + 4 * 3 * 25, "what was sent again is there once"


def test_who_was_away_is_told_whose_value_stands(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann = await Guest(server, "Ann", server.host_code).arrive()
        eve = await Guest(server, "Eve", server.host_code).arrive()
        await eve.until(lambda: eve.revision == 2)
        await ann.until(lambda: ann.revision == 2)
        seen = ann.revision
        await ann.leave()
        await eve.leave()
        await ann.set("waits", "label", "Waiting times", base=seen)
        await eve.set("waits", "label", "Queues", base=seen)
        await eve.arrive()
        await eve.settled()
        await ann.arrive()
        await ann.settled()
        await eve.until(lambda: eve.revision == seen + 2)
        last = eve.entries[-1]
        assert last["data"]["overrode"] == [
            {"in": "factors", "id": "waits", "field": "label", "by": eve.you["id"], "value": "Queues"}]
        for one in (ann, eve):
            await one.leave()
        late = await Guest(server, "Late").arrive()
        assert late.welcome["map"]["factors"]["waits"]["label"] == "Waiting times"
        await late.leave()

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


def test_a_hostile_client_is_refused_and_the_others_are_undisturbed(tmp_path: Path) -> None:
    async def refused(guest: Guest, message: str) -> None:
        before = len(guest.refused)
        guest.refused.clear()
        await guest.say(message)
        await guest.until(lambda: bool(guest.refused), 5)
        assert before >= 0

    async def shout(guest: Guest) -> None:
        for _ in range(50):
            await guest.say("x" * 400_000)
            await asyncio.sleep(0.05)

    async def play(server: Server) -> None:
        ann, mal = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Mal").arrive()
        for message in ("{", "[]", "null", '"x"', "NaN", '{"type": 7}', '{"type": "do"}', '{"type": "do", "id": "x"}', "[" * 5000,
                        json.dumps({"type": "do", "id": "aaaa", "do": "join", "data": {"role": "host"}}),
                        json.dumps({"type": "do", "id": "bbbb", "do": "edit", "data": {"edit": {"do": "set", "in": "__a__"}}}),
                        json.dumps({"type": "do", "id": "cccc", "do": "edit", "data": []}),
                        json.dumps({"type": "do", "id": "dddd", "do": "edit", "base": "x", "data": {}}),
                        json.dumps({"type": "bring", "view": [0, 0, 1]})):
            await refused(mal, message)
        forged = {"do": "add", "in": "factors", "element": {"id": "forged", "label": "Forged", "raised_by": ["the host"]}}
        await mal.say({"type": "do", "id": "forged-1", "do": "edit", "by": ann.you["id"], "base": 0,
                       "data": {"edit": forged, "by": ann.you["id"]}})
        await ann.until(lambda: any(e["id"] == "forged-1" for e in ann.entries))
        entry = next(e for e in ann.entries if e["id"] == "forged-1")
        assert entry["by"] == mal.you["id"]
        assert "raised_by" not in entry["data"]["edit"]["element"]
        at = ann.revision
        for _ in range(3):  # replayed: done once
            await mal.say({"type": "do", "id": "forged-1", "do": "edit", "base": 0, "data": {"edit": forged}})
        await mal.say(b"\x00\x01binary")
        flooder = await Guest(server, "Flood").arrive()
        times = []
        for i in range(20):
            for _ in range(60):
                try:
                    await flooder.say({"type": "ping"})
                except ConnectionClosed:
                    break
            began = time.perf_counter()
            id_ = await ann.factor(f"Undisturbed {i}")
            await ann.until(lambda id_=id_: id_ not in ann.waiting, 5)
            times.append(time.perf_counter() - began)
        assert sorted(times)[15] < 1.0
        assert ann.revision == at + 21, "twenty factors and the flooder's joining"
        huge = await Guest(server, "Huge").arrive()
        with pytest.raises(ConnectionClosed):
            await shout(huge)
        for one in (ann, mal):
            await one.leave()

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


def test_only_the_rooms_own_page_may_open_a_socket(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        for origin in ("http://elsewhere.example", "null", f"http://127.0.0.1:{server.port + 1}"):
            with pytest.raises(InvalidStatus):
                async with connect(server.socket, additional_headers={"Origin": origin}):
                    pass
        with pytest.raises(InvalidStatus):
            async with connect(server.socket.replace("127.0.0.1", "localhost"), additional_headers={"Host": "evil.example"}):
                pass

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
        request = urllib.request.Request(server.url, headers={"Host": "evil.example"})  # noqa: S310
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(request)  # noqa: S310
        assert answer.value.code == 421
        answer.value.close()


def test_a_wrong_code_lets_nobody_in_and_guessing_is_slowed_but_never_shuts_the_room_out(tmp_path: Path) -> None:
    async def attempt(server: Server, code: str) -> tuple[str, float]:
        began = time.perf_counter()
        async with connect(server.socket) as socket:
            await socket.send(json.dumps({"type": "hello", "code": code}))
            answer = json.loads(await socket.recv())
        return answer["problems"][0]["code"] if "problems" in answer else "in", time.perf_counter() - began

    async def play(server: Server) -> None:
        ann = await Guest(server, "Ann").arrive()
        first = [await attempt(server, f"AAAA-{i:04d}") for i in range(19)]
        assert {said for said, _ in first} == {"L13"}
        later = await asyncio.gather(*(attempt(server, f"BBBB-{i:04d}") for i in range(10)))
        slow = await asyncio.gather(*(attempt(server, f"CCCC-{i:04d}") for i in range(10)))
        assert {said for said, _ in (*later, *slow)} == {"L13"}
        assert min(seconds for _, seconds in slow) > 1.9
        said, seconds = await attempt(server, server.code)  # the whole room has the guesser's address
        assert (said, seconds > 1.9) == ("in", True)
        await ann.leave()
        began = time.perf_counter()
        await ann.arrive()
        assert time.perf_counter() - began < 1.9, "who was here before does not wait"

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)


def test_files_are_for_people_in_the_room_and_the_headers_keep_the_page_to_itself(tmp_path: Path) -> None:
    async def play(server: Server) -> tuple[str, str]:
        ann, bo = await Guest(server, "Ann", server.host_code).arrive(), await Guest(server, "Bo").arrive()
        await bo.factor("Staff pay")
        await bo.settled()
        return ann.key, bo.key

    def get(name: str, key: str = "") -> tuple[int, bytes]:
        request = urllib.request.Request(server.url + name, headers={"X-Sysmap-Key": key})  # noqa: S310
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, b""

    with Server(a_map(tmp_path)) as server:
        host, guest = play_out(server, play)
        assert get("files/map.yaml")[0] == 403
        assert b"Staff pay" in get("files/map.yaml", guest)[1]
        assert get("files/map.html", guest)[1].startswith(b"<!DOCTYPE html>")
        assert get("files/map.xlsx", guest)[1][:2] == b"PK"
        assert "New factor: “Staff pay”." in get("files/changes.txt", guest)[1].decode()
        assert get("files/log.csv", guest)[0] == 403
        assert "Staff pay" in get("files/log.csv", host)[1].decode()
        assert get("web/../workshop/server.py")[0] == 404
        assert get("web/page.html.j2")[0] == 404
        with urllib.request.urlopen(server.url) as answer:  # noqa: S310
            policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_file_changed_by_hand_while_the_workshop_runs_is_said_to_everybody(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann = await Guest(server, "Ann", server.host_code).arrive()
        server.path.write_text(server.path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
        await ann.factor("Staff pay")
        await ann.until(lambda: any(m["type"] == "saved" and m["trouble"] for m in ann.other))
        await ann.leave()

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
        said = server.stop()
    assert "changed on disk" in " ".join(said.split())
    assert "Staff pay" not in (tmp_path / "town.yaml").read_text(encoding="utf-8")


def test_a_hundred_people_join_at_once(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        guests = [Guest(server, f"G{i}") for i in range(100)]
        await asyncio.gather(*(guest.arrive() for guest in guests))
        await guests[0].factor("Staff pay")
        await asyncio.gather(*(guest.until(lambda guest=guest: guest.revision == 101, 30) for guest in guests))

    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
