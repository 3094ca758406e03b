"""One connection as the room sees it, and what it is told."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Callable

import msgspec

from sysmap.core.problem import Problem
from sysmap.workshop.limits import MAX_QUEUE
from sysmap.workshop.protocol.data import Trouble
from sysmap.workshop.protocol.from_browser import Whereabouts
from sysmap.workshop.protocol.from_server import FromServer, Goodbye, NotDone

__all__ = ["Client", "now_ms", "refused_text", "said", "trouble_of"]


class Client:
    """One connection: whose it is, what waits to be sent, where its cursor is."""

    def __init__(self, person: str) -> None:
        self.id = secrets.token_hex(4)
        self.person = person
        self.queue: asyncio.Queue[str | None] = asyncio.Queue(MAX_QUEUE)
        self.presence = Whereabouts()
        self.moved = True
        self.lost = False
        """It missed a message: nothing more is sent, so that it never sees a gap, and it has to come back."""
        self.hang_up: Callable[[], object] = lambda: None
        """What ends the connection at once, although it takes nothing any more."""

    def send(self, text: str) -> None:
        """Put a message in the queue; who does not read any more is let go and may come back."""
        if self.lost:
            return
        try:
            self.queue.put_nowait(text)
        except asyncio.QueueFull:
            self.drop()

    def drop(self) -> None:
        """Let it go without another word; it comes back to the map as it is."""
        self.lost = True
        self.hang_up()

    def end(self, why: str) -> None:
        """Say goodbye; the connection ends once this is sent."""
        self.send(said(Goodbye(why)))
        with contextlib.suppress(asyncio.QueueFull):
            self.queue.put_nowait(None)


def said(message: FromServer) -> str:
    """A message as it travels."""
    return msgspec.json.encode(message).decode()


def trouble_of(problem: Problem) -> Trouble:
    """A problem as a client is told of it."""
    return {"code": problem.code, "message": problem.message, "hint": problem.hint}


def refused_text(id_: str, *problems: Problem) -> str:
    """The refusal of a command (or of `hello`)."""
    return said(NotDone(id_, [trouble_of(problem) for problem in problems]))


def now_ms() -> int:
    """The server's clock, in whole milliseconds since 1970."""
    return time.time_ns() // 1_000_000
