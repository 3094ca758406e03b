"""One connection as the room sees it, and what it is told."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

from sysmap.core.problem import Problem
from sysmap.workshop.limits import MAX_QUEUE

__all__ = ["Client", "now_ms", "problem_plain", "refused_text", "said"]


class Client:
    """One connection: whose it is, what waits to be sent, where its cursor is."""

    def __init__(self, person: str) -> None:
        self.id = secrets.token_hex(4)
        self.person = person
        self.queue: asyncio.Queue[str | None] = asyncio.Queue(MAX_QUEUE)
        self.presence: dict[str, Any] = {}
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
        self.send(said({"type": "bye", "why": why}))
        with contextlib.suppress(asyncio.QueueFull):
            self.queue.put_nowait(None)


def said(message: Mapping[str, Any]) -> str:
    """A message as it travels."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def problem_plain(problem: Problem | None) -> dict[str, Any] | None:
    """A problem as a client is told of it."""
    if problem is None:
        return None
    return {"code": problem.code, "message": problem.message, "hint": problem.hint}


def refused_text(id_: str, *problems: Problem) -> str:
    """The refusal of a command (or of `hello`)."""
    return said({"type": "refused", "id": id_, "problems": [problem_plain(problem) for problem in problems]})


def now_ms() -> int:
    """The server's clock, in whole milliseconds since 1970."""
    return time.time_ns() // 1_000_000
