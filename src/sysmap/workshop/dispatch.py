"""What each message of the protocol does."""

from __future__ import annotations

import asyncio
import functools
import json
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

from sysmap.core.problem import Problem, Refused
from sysmap.workshop.answers import answer as answer_question
from sysmap.workshop.client import Client, now_ms, problem_plain, refused_text, said
from sysmap.workshop.codes import bare_code, fingerprint, new_code
from sysmap.workshop.external_changes import file_answer
from sysmap.workshop.hub import STRANGE, Hub, complain
from sysmap.workshop.presence import is_view
from sysmap.workshop.rights import check_host
from sysmap.workshop.state import Person, Request
from sysmap.workshop.tables import Tables
from sysmap.workshop.text_limits import check_texts, short

__all__ = ["handle"]

Handler = Callable[[Hub, Client, dict[str, Any]], Awaitable[None]]


async def handle(tables: Tables, hub: Hub, client: Client, message: dict[str, Any]) -> None:
    """Do what a message of somebody in the room asks for.

    Parameters
    ----------
    tables : the plenary and its tables.
    hub : the room the message came to.
    client : the connection it came through; who sent it is known from there, never from the message.
    message : what was sent.
    """
    kind = message.get("type")
    handler = _HANDLERS.get(kind) if isinstance(kind, str) else None
    if kind == "ask" and message.get("what") in ("tables", "merge", "file", "slips"):
        handler = functools.partial(_of_host, tables)
    if handler is None:
        problem = Problem(code="L04", message=f"There is no message {short(kind, 30)}.", hint="Reload the page.")
        client.send(refused_text(short(message.get("id", "")), problem))
        return
    try:
        await handler(hub, client, message)
    except Exception as error:  # whatever somebody sends, the others go on and there is no traceback
        complain(error)
        client.send(refused_text(short(message.get("id", "")), STRANGE))


async def _do(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    id_, do, base = message.get("id"), message.get("do"), message.get("base", 0)
    if not isinstance(id_, str) or not 4 <= len(id_) <= 64 or not id_.isascii() or not id_.isprintable():
        problem = Problem(code="L04", message="A command has an id of 4 to 64 letters.", hint="Reload the page.")
        client.send(refused_text("", problem))
        return
    data = message.get("data", {})
    command = hub.room.commands.get(do) if isinstance(do, str) else None
    if not isinstance(do, str) or (command is not None and command.by_server) or type(base) is not int or not isinstance(data, dict):
        client.send(refused_text(id_, Problem(code="L04", message="This is not a command.", hint="Reload the page.")))
        return
    hub.hand_over(client, Request(id_, do, data, base, now_ms()))


async def _here(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    hub.presence.take(client, message)


async def _ping(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    client.send(said({"type": "pong", "now": now_ms()}))


async def _bring(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    """The host brings everybody to a view; it changes what they look at, never the map."""
    if hub.room.people[client.person].role != "host":
        problem = Problem(code="L01", message="Only the host may bring everybody to a view.", hint="Ask the host.")
        client.send(refused_text("bring", problem))
        return
    view = message.get("view")
    if is_view(view):
        hub.broadcast({"type": "bring", "by": client.person, "view": view})


async def _ask(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    """Questions whose answers the server works out, for one's own screen only."""
    number = message.get("n")
    try:
        if not hub.questions.take(client.person, time.monotonic()):
            raise Refused(Problem(code="L12", message="That are too many questions at once.", hint="Wait a few seconds."))
        answer = await answer_question(hub, client, message)
        client.send(said({"type": "answer", "n": number, "answer": answer}))
    except Refused as refusal:
        problems = [problem_plain(p) for p in refusal.problems]
        client.send(said({"type": "answer", "n": number, "problems": problems}))


async def _of_host(tables: Tables, hub: Hub, client: Client, message: dict[str, Any]) -> None:
    """What only a host may ask: breaking out, looking at what the tables bring, bringing them together, the file."""
    n = message.get("n")
    try:
        check_texts(message)
        person = hub.room.people[client.person]
        check_host(person, "do this")
        answer = await (file_answer(hub, person.id, message) if message["what"] == "file"
                        else _slips(hub, person, message) if message["what"] == "slips"
                        else _of_tables(tables, hub, person, message))
        client.send(said({"type": "answer", "n": n, "answer": answer}))
    except Refused as refusal:
        problems = [problem_plain(p) for p in refusal.problems]
        client.send(said({"type": "answer", "n": n, "problems": problems}))


async def _slips(hub: Hub, person: Person, message: dict[str, Any]) -> Any:
    """Join slips for the host to print: each lets in one person. None of them, and the room's code lets people in again."""
    number = message.get("number")
    if type(number) is not int or not 0 <= number <= 300:
        raise Refused(Problem(code="L04", message="There can be 0 to 300 slips at once.", hint="Say how many people come."))
    codes = [new_code() for _ in range(number)]
    marks = [fingerprint(bare_code(code)) for code in codes]
    await hub.ask(None, person.id, Request(f"slips-{secrets.token_hex(6)}", "slips", {"slips": marks}, at=now_ms()))
    return codes


async def _of_tables(tables: Tables, hub: Hub, person: Person, message: dict[str, Any]) -> Any:
    if hub is not tables.plenary:
        raise Refused(Problem(code="L17", message="Tables are set up from the plenary.", hint="Go back to it."))
    if message["what"] == "merge":
        if message.get("really") is True:
            return await tables.bring_together(person.id, message)
        return await asyncio.to_thread(tables.preview, message)
    number, seats, lock = message.get("number"), message.get("seats"), message.get("lock")
    if number is not None:
        await tables.break_out(number if type(number) is int else 0)
    if isinstance(seats, dict):
        await tables.seat(person.id, seats)
    if isinstance(lock, bool):
        tables.lock(lock)
    return list(tables.hubs)


async def _share(hub: Hub, client: Client, message: dict[str, Any]) -> None:
    """The host shows everybody a view or an answer until it is taken back; who comes later sees it too."""
    try:
        check_host(hub.room.people[client.person], "show everybody something")
        check_texts(message)
        ask, view = message.get("ask"), message.get("view")
        if len(json.dumps(ask)) > 4_000 or not (view is None or is_view(view)):
            raise Refused(Problem(code="L03", message="That is too much to show.", hint="Show a question, or a view."))
    except Refused as refusal:
        client.send(refused_text("share", refusal.problems[0]))
        return
    hub.shared = None if ask is None and view is None else {
        "by": client.person, "ask": ask, "view": view, "label": short(message.get("label") or "", 120)}
    hub.broadcast({"type": "shared", "shared": hub.shared})


_HANDLERS: dict[str, Handler] = {"do": _do, "here": _here, "ping": _ping, "bring": _bring, "share": _share, "ask": _ask}
