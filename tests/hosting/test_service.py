"""Two servers on one database: people meet in a room through both, and a server that dies takes nothing with it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from pathlib import Path

from tests.hosting.servers import PASSWORD, Office, Way, free_port, opened, prepared, run
from tests.postgres import Server
from tests.workshop.serving import Guest
from websockets.exceptions import WebSocketException

from sysmap.hosting.accounts import ROLES
from sysmap.hosting.database import Database


async def came_back(guest: Guest, within: float) -> float:
    """Connect again and again as a browser does; how long it took."""
    since = time.monotonic()
    while time.monotonic() - since < within:
        with contextlib.suppress(OSError, WebSocketException, TimeoutError):
            await guest.arrive()
            return time.monotonic() - since
        await asyncio.sleep(0.1)
    raise AssertionError("nobody took the room over")


async def drew(guest: Guest, label: str) -> None:
    await guest.factor(label)
    await guest.settled()


async def all_leave(guests: list[Guest]) -> None:
    for guest in guests:
        with contextlib.suppress(OSError, WebSocketException):
            await guest.leave()


def test_a_room_goes_on_when_its_server_is_killed(url: str, tmp_path: Path) -> None:
    workspace = prepared(url, tmp_path / "care")
    ports = free_port(), free_port()
    here, there = Office(url, ports[0], (ports[1],)), Office(url, ports[1], (ports[0],))
    try:
        link = opened(here.signed_in("facilitator"), workspace)["link"]

        async def workshop() -> float:
            host = await Guest(Way(here, link), "The facilitator").arrive()
            code = host.welcome["code"]
            guests = [await Guest(Way(there, link, code), name).arrive() for name in ("Ann", "Bo")]
            before = [one.reader for one in (host, *guests)]
            for number in range(4):
                await asyncio.gather(*(drew(one, f"{one.name} {number}") for one in (host, *guests)))
            here.kill()
            await asyncio.gather(*(one for one in before if one is not None), return_exceptions=True)
            for one in (host, *guests):
                one.server.office = there
            took = max(await asyncio.gather(*(came_back(one, 15) for one in (host, *guests))))
            assert host.you["name"] == "The facilitator"
            assert host.you["role"] == "host"
            await asyncio.gather(*(drew(one, f"{one.name} again") for one in (host, *guests)))
            labels = {factor["label"] for factor in host.welcome["map"]["factors"].values()}
            assert {f"{name} {number}" for name in ("Ann", "Bo") for number in range(4)} <= labels
            await all_leave([host, *guests])
            return took

        took = asyncio.run(workshop())
        assert took < 8  # the lease lasts three seconds; this machine may be busy
    finally:
        here.kill()
        said = there.stop()
    assert '"event": "took a workspace"' in said
    assert "Ann" not in said
    database = Database(url)
    with database.transaction() as connection:
        (count,) = connection.execute("SELECT count(*) FROM entries WHERE \"do\" = 'edit'").fetchone() or (0,)
        (text,) = connection.execute("SELECT convert_from(data, 'UTF8') FROM files WHERE path = 'maps/town.yaml'").fetchone() or ("",)
    database.close()
    assert count == 15
    assert "Ann again" in text


def test_what_is_asked_of_the_other_server_is_passed_on(url: str, tmp_path: Path) -> None:
    workspace = prepared(url, tmp_path / "care")
    ports = free_port(), free_port()
    here, there = Office(url, ports[0], (ports[1],)), Office(url, ports[1], (ports[0],))
    try:
        editor, other = here.signed_in("editor"), there.signed_in("editor")
        first = editor.get(f"/w/{workspace}/api/maps").json()
        assert [one["file"] for one in first["maps"]] == ["maps/town.yaml"]
        assert other.get(f"/w/{workspace}/api/maps").json() == first
        assert other.get(f"/w/{workspace}/").status_code == 200
        assert there.stop().count("took a workspace") == 0
    finally:
        here.stop()
        there.stop()


def test_a_server_that_is_stopped_saves_and_gives_free(url: str, tmp_path: Path) -> None:
    workspace = prepared(url, tmp_path / "care")
    here = Office(url, free_port())
    link = opened(here.signed_in("owner"), workspace)["link"]

    async def draws() -> None:
        host = await Guest(Way(here, link), "Host").arrive()
        await drew(host, "Late buses")
        await all_leave([host])

    asyncio.run(draws())
    assert '"event": "gave a workspace free"' in here.stop()
    there = Office(url, free_port())
    try:
        text = there.signed_in("reader").get(f"/w/{workspace}/api/maps").json()
        assert text["maps"][0]["size"].startswith("3 factors")
    finally:
        there.stop()


def test_every_endpoint_as_every_role_of_two_organisations(url: str, tmp_path: Path) -> None:
    workspace = prepared(url, tmp_path / "care")
    run("hosted", "prepare", "--database", url, "--organisation", "Other", "--owner", "first@other.org", "--workspace", "Own")
    run("hosted", "person", "--database", url, "foreign@town.org", "--in", "other", "--role", "owner", "--password-stdin",
        stdin=PASSWORD + "\n")
    office = Office(url, free_port())
    try:
        for role in (*ROLES, "foreign", "nobody"):
            client = office.client() if role == "nobody" else office.signed_in(role)
            allowed, writes = role in ROLES, role in ("owner", "editor", "facilitator")
            for path in ENDPOINTS["GET"]:
                status = client.get(f"/w/{workspace}{path}").status_code
                assert (status == 404) == (not allowed), (role, path, status)
            for path in ENDPOINTS["POST"]:
                status = client.post(f"/w/{workspace}{path}", content=b"{}").status_code
                if path.startswith("/api/open"):
                    assert (status == 200) == allowed, (role, path, status)
                else:
                    assert status == 404 if not allowed else (status == 403) == (not writes), (role, path, status)
            forged = client.post(f"/w/{workspace}/api/open?file=maps/town.yaml", content=b"{}", headers={"Origin": "http://evil.example"})
            assert forged.status_code == (403 if allowed else 404)
    finally:
        office.stop()


def _endpoints() -> dict[str, list[str]]:
    """Every address of the studio, read from its routes."""
    from starlette.routing import Route

    from sysmap.studio.rooms import Rooms
    from sysmap.studio.server import create_studio

    found: dict[str, list[str]] = {"GET": [], "POST": []}
    app = create_studio(".", "key", ("here",), Rooms())
    for route in app.app.routes:  # type: ignore[attr-defined]
        assert isinstance(route, Route)
        if route.path.startswith("/api/"):
            method = "POST" if "POST" in (route.methods or ()) else "GET"
            found[method].append(f"{route.path}?file=maps/town.yaml&with=maps/town.yaml&level=public")
    return found


ENDPOINTS = _endpoints()


def test_a_backup_comes_back(cluster: Server, url: str, tmp_path: Path) -> None:
    workspace = prepared(url, tmp_path / "care")
    run("hosted", "backup", "--database", url, str(tmp_path / "all.zip"))
    other = cluster.database()
    run("hosted", "prepare", "--database", other)
    assert "1 workspace, 1 file, 0 entries of rooms" in run("hosted", "restore", "--database", other, str(tmp_path / "all.zip"))
    assert "each is as it was written" in run("hosted", "audit", "--database", other)
    office = Office(other, free_port())
    try:
        assert office.signed_in("reader").get(f"/w/{workspace}/api/maps").status_code == 200
    finally:
        office.stop()


def test_somebodys_data_is_given_out_and_deleted(url: str, tmp_path: Path) -> None:
    prepared(url, tmp_path / "care")
    told = json.loads(run("hosted", "person", "--database", url, "reader@town.org", "--export"))
    assert (told["name"], told["organisations"]) == ("The reader", [{"organisation": "town", "role": "reader"}])
    assert "deleted" in run("hosted", "person", "--database", url, "reader@town.org", "--delete")
    database = Database(url)
    with database.transaction() as connection:
        assert connection.execute("SELECT 1 FROM people WHERE email = 'reader@town.org'").fetchone() is None
    database.close()
