"""What each message of the protocol does."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from typing import Any

import msgspec

from sysmap.core.problem import Problem, Refused
from sysmap.workshop.answers import answer_to
from sysmap.workshop.client import Client, now_ms, refused_text, said, trouble_of
from sysmap.workshop.codes import bare_code, fingerprint, new_code
from sysmap.workshop.external_changes import file_answer
from sysmap.workshop.hub import STRANGE, Hub, complain
from sysmap.workshop.protocol.from_browser import (
    Ask,
    AskFile,
    AskMerge,
    AskSlips,
    AskTables,
    BringAll,
    DoCommand,
    Ping,
    ShareView,
    Whereabouts,
    read_message,
)
from sysmap.workshop.protocol.from_server import Answered, Brought, Pong, SharedNow
from sysmap.workshop.rights import check_host
from sysmap.workshop.state import Person, Request
from sysmap.workshop.tables import Tables
from sysmap.workshop.text_limits import check_texts, short

__all__ = ["handle"]

_LARGEST_SHOWN = 4_000


async def handle(tables: Tables, hub: Hub, client: Client, data: dict[str, Any]) -> None:
    """Do what a message of somebody in the room asks for.

    Parameters
    ----------
    tables : the plenary and its tables.
    hub : the room the message came to.
    client : the connection it came through; who sent it is known from there, never from the message.
    data : what was sent.
    """
    try:
        message = read_message(data)
        if isinstance(message, DoCommand):
            _do(hub, client, message)
        elif isinstance(message, Whereabouts):
            hub.presence.take(client, message)
        elif isinstance(message, Ping):
            client.send(said(Pong(now_ms())))
        elif isinstance(message, Ask):
            await _ask(tables, hub, client, message)
        elif isinstance(message, BringAll):
            check_host(hub.room.people[client.person], "bring everybody to a view")
            hub.broadcast(Brought(client.person, message.view))
        elif isinstance(message, ShareView):
            _share(hub, client, message)
    except Refused as refusal:
        _refuse(client, data, *refusal.problems)
    except Exception as error:  # whatever somebody sends, the others go on and there is no traceback
        complain(error)
        _refuse(client, data, STRANGE)


def _refuse(client: Client, data: dict[str, Any], *problems: Problem) -> None:
    """Say to whoever sent a message why nothing came of it. A cursor that fits nowhere is not worth a word."""
    kind, number, id_ = data.get("type"), data.get("n"), data.get("id")
    if kind == "ask" and type(number) is int:
        client.send(said(Answered(number, problems=[trouble_of(problem) for problem in problems])))
    elif kind != "here":
        client.send(refused_text(short(id_) if isinstance(id_, str) else kind if kind in ("bring", "share") else "", *problems))


def _do(hub: Hub, client: Client, message: DoCommand) -> None:
    command = hub.room.commands.get(message.do)
    if command is not None and command.by_server:
        raise Refused(Problem(code="L04", message="This is not a command.", hint="Reload the page."))
    hub.hand_over(client, Request(message.id, message.do, message.data, message.base, now_ms()))


async def _ask(tables: Tables, hub: Hub, client: Client, message: Ask) -> None:
    """Questions whose answers the server works out, for one's own screen only."""
    check_texts(msgspec.structs.asdict(message))
    if isinstance(message, AskTables | AskMerge | AskFile | AskSlips):
        answer = await _of_host(tables, hub, client, message)
    elif hub.questions.take(client.person, time.monotonic()):
        answer = await answer_to(hub, client, message)
    else:
        raise Refused(Problem(code="L12", message="That are too many questions at once.", hint="Wait a few seconds."))
    client.send(said(Answered(message.n, answer)))


async def _of_host(tables: Tables, hub: Hub, client: Client, message: AskTables | AskMerge | AskFile | AskSlips) -> object:
    """What only a host may ask: breaking out, looking at what the tables bring, bringing them together, the file."""
    person = hub.room.people[client.person]
    check_host(person, "do this")
    if isinstance(message, AskFile):
        return await file_answer(hub, person.id, message)
    if isinstance(message, AskSlips):
        return await _slips(hub, person, message.number)
    if hub is not tables.plenary:
        raise Refused(Problem(code="L17", message="Tables are set up from the plenary.", hint="Go back to it."))
    if isinstance(message, AskMerge):
        if message.really:
            return await tables.bring_together(person.id, message.choices)
        return await asyncio.to_thread(tables.preview, message.choices)
    if message.number is not None:
        await tables.break_out(message.number)
    if message.seats:
        await tables.seat(person.id, message.seats)
    if message.lock is not None:
        tables.lock(message.lock)
    return list(tables.hubs)


async def _slips(hub: Hub, person: Person, number: int) -> list[str]:
    """Join slips for the host to print: each lets in one person. None of them, and the room's code lets people in again."""
    codes = [new_code() for _ in range(number)]
    marks = [fingerprint(bare_code(code)) for code in codes]
    await hub.ask(None, person.id, Request(f"slips-{secrets.token_hex(6)}", "slips", {"slips": marks}, at=now_ms()))
    return codes


def _share(hub: Hub, client: Client, message: ShareView) -> None:
    """The host shows everybody a view or an answer until it is taken back; who comes later sees it too."""
    check_host(hub.room.people[client.person], "show everybody something")
    check_texts(msgspec.structs.asdict(message))
    if len(json.dumps(message.ask)) > _LARGEST_SHOWN:
        raise Refused(Problem(code="L03", message="That is too much to show.", hint="Show a question, or a view."))
    nothing = message.ask is None and message.view is None
    hub.shared = None if nothing else {
        "by": client.person, "ask": message.ask, "view": message.view, "label": short(message.label, 120)}
    hub.broadcast(SharedNow(hub.shared))
