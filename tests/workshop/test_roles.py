"""Who may do what: every command and every question, for every role, decided by the server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.workshop.rooms import Desk
from tests.workshop.serving import Guest, Server, a_map, play_out

from sysmap.core.problem import Refused
from sysmap.workshop import commands
from sysmap.workshop.protocol import from_browser as protocol
from sysmap.workshop.state import ROLES

WHO = dict(zip(ROLES, ("ann", "eve", "bo", "vi", "wu"), strict=True))
TRUST = {"in": "factors", "id": "trust"}


def add(id_: str) -> dict[str, Any]:
    return {"edit": {"do": "add", "in": "factors", "element": {"id": id_, "label": id_}}}


def put(field: str, value: Any, **where: str) -> dict[str, Any]:
    return {"edit": {"do": "set", **(where or TRUST), "field": field, "value": value}}


COMMANDS: list[tuple[str, dict[str, Any], str]] = [
    # what is asked, with what, and the least role that may
    ("edit", add("pay"), "contributor"),
    ("edit", {"edit": {"do": "add", "in": "links", "element": {"from": "waits", "to": "trust"}}}, "contributor"),
    ("edit", put("position", {"x": 1, "y": 2}), "contributor"),
    ("edit", put("theme", "Care"), "contributor"),
    ("edit", put("definition", "Another one"), "editor"),
    ("edit", put("raised_by", ["the council"]), "editor"),
    ("edit", put("notes", []), "editor"),
    ("edit", put("title", "City", **{"in": "", "id": ""}), "editor"),
    ("edit", {"edit": {"do": "add", "in": "layers", "element": {"id": "first", "label": "First"}}}, "editor"),
    ("edit", {"edit": {"do": "remove", "in": "factors", "id": "waits"}}, "editor"),
    ("edit", {"edit": {"do": "batch", "edits": [add("pay")["edit"], {"do": "remove", "in": "factors", "id": "waits"}]}}, "editor"),
    ("edit", put("uses", ["../secrets.yaml"], **{"in": "", "id": ""}), "nobody"),
    ("edit", put("x", {"key": 1}), "nobody"),
    ("edit", {"edit": {"do": "add", "in": "sessions", "element": {"id": "first", "label": "First"}}}, "nobody"),
    ("relabel", {"id": "trust", "label": "Trusting"}, "editor"),
    ("merge", {"keep": "trust", "drop": "waits"}, "editor"),
    ("remove", {"in": "factors", "ids": ["waits"]}, "editor"),
    ("split", {"id": "trust", "labels": ["Trust", "Ease"], "links": {}}, "editor"),
    ("note", {**TRUST, "text": "Said so"}, "contributor"),
    ("note", {"in": "", "text": "Said so"}, "contributor"),
    ("waive", {"code": "M01", "reason": "They want it so"}, "editor"),
    ("restore", {"to": 7}, "host"),
    ("adopt", add("pay"), "host"),
    ("undo", {}, "contributor"),
    ("redo", {}, "contributor"),
    ("withdraw", {"id": "mine"}, "contributor"),
    ("phase", {"phase": "connect"}, "host"),
    ("lock", {"on": True}, "host"),
    ("close", {"on": True}, "host"),
    ("role", {"person": "cy", "role": "viewer"}, "host"),
    ("dismiss", {"person": "cy"}, "host"),
    ("timer", {"seconds": 60}, "host"),
    ("ballot", {"about": "factors", "budget": 3}, "host"),
    ("vote", {"ballot": "vote-1", "element": "trust", "dots": 1}, "voter"),
    ("count", {"ballot": "vote-1"}, "host"),
    ("tick", {"key": "M01:trust", "on": True}, "editor"),
    ("checkpoint", {"label": "before lunch"}, "editor"),
    ("seat", {"seats": {"cy": "table-1"}}, "host"),
    ("slips", {"slips": ["a" * 64]}, "host"),
    ("record", {}, "host"),
    ("me", {"name": "Somebody", "group": ""}, "viewer"),
]


def a_room() -> Desk:
    desk = Desk()
    desk.factor("ann", "Trust")
    desk.set("ann", "trust", "definition", "How far people rely on each other")
    desk.factor("ann", "Waits")
    desk.ask("ann", "ballot", about="factors", budget=3)
    return desk


def allows(role: str, do: str, data: dict[str, Any]) -> bool:
    desk = a_room()
    who = WHO[role]
    if do in ("undo", "redo") and role in ("host", "editor", "contributor"):
        desk.factor(who, "Mine")
        if do == "redo":
            desk.ask(who, "undo")
    if do == "withdraw" and role in ("host", "editor", "contributor"):
        desk.ask("ann", "phase", phase="gather", private=True)
        desk.factor(who, "Mine")
    before, refused = desk.room.map, list[str]()
    try:
        desk.ask(who, do, **data)
    except Refused as refusal:
        refused = [problem.code for problem in refusal.problems]
    assert set(refused) <= {"L01", "L02", "L05"}
    assert not refused or desk.room.map == before
    return not refused


@pytest.mark.parametrize(("do", "data", "least"), COMMANDS, ids=[f"{do}-{n}" for n, (do, _, _) in enumerate(COMMANDS)])
def test_each_command_is_for_a_role_and_those_above_it(do: str, data: dict[str, Any], least: str) -> None:
    may = ROLES[: ROLES.index(least) + 1] if least in ROLES else ()  # type: ignore[arg-type]
    assert [role for role in ROLES if allows(role, do, data)] == list(may)


def test_no_command_is_left_out_of_the_table() -> None:
    assert {do for do, _, _ in COMMANDS} == set(commands.COMMANDS) - {"join", "idea"}
    assert {*protocol.MESSAGES, "ask"} == {"hello", "do", "here", "ping", "bring", "share", "ask"}


QUESTIONS: list[tuple[str, dict[str, Any], bool]] = [
    # what is asked, with what, and whether it is for the host alone
    ("check", {}, False), ("hint", {"label": "Pay"}, False), ("at", {"revision": 0}, False), ("history", {}, False),
    ("layout", {}, True), ("door", {}, True), ("file", {"do": "look"}, True), ("merge", {}, True), ("tables", {"number": 0}, True),
    ("slips", {"number": 0}, True), ("questions", {}, False), ("question", {"name": "loops"}, False),
    ("near", {"labels": ["Pay"]}, False), ("pasted", {"text": "From\tTo\nPay\tRota\n"}, False),
]


def test_questions_and_messages_for_the_host_are_refused_to_everybody_else(tmp_path: Path) -> None:
    async def play(server: Server) -> None:
        ann = await Guest(server, "Ann", server.host_code).arrive()
        people = {role: await Guest(server, role).arrive() for role in ROLES[1:]}
        for role, guest in people.items():
            await ann.do("role", person=guest.you["id"], role=role)
        await ann.settled()
        await ann.until(lambda: ann.revision == 9)
        for role, guest in people.items():
            for what, more, for_host in QUESTIONS:
                answer = await guest.ask(what, **more)
                refused = isinstance(answer, list) and bool(answer) and isinstance(answer[0], dict) and answer[0].get("code") == "L01"
                assert refused == for_host, (role, what, answer)
            for kind in ("bring", "share"):
                await guest.say({"type": kind, "view": [0, 0, 1]})
                await guest.until(lambda guest=guest, kind=kind: kind in guest.refused)
            for do in ("join", "adopt", "seat", "slips", "idea", "record"):
                id_ = await guest.do(do, role="host", seats={}, edit=add("pay")["edit"])
                await guest.settled()
                assert guest.refused[id_][0]["code"] == "L04", "these are the server's own"
        assert not any(m["type"] in ("bring", "shared") for guest in people.values() for m in guest.other)
        assert ann.revision == 9, "nothing happened"

    assert {what for what, _, _ in QUESTIONS} == set(protocol.QUESTIONS)
    with Server(a_map(tmp_path)) as server:
        play_out(server, play)
