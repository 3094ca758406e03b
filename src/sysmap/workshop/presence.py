"""Where people are and what they are editing: told together, a few times a second, never logged.

What a cursor costs grows with the square of the people in the room. So the time between two messages grows with their
number: what each browser receives stays the same, and a room of a hundred still fits through one access point.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sysmap.workshop.client import Client, now_ms, said

__all__ = ["Presence", "is_view"]

BEAT = 4.0
EVERY = 0.15
EVERY_EACH = 0.006
"""Seconds between two messages: this much for each person in the room, at least `EVERY`."""


class Presence:
    """Everybody's cursor.

    Parameters
    ----------
    clients : who is connected, by connection.
    broadcast : what sends a text to all of them.
    """

    def __init__(self, clients: Mapping[str, Client], broadcast: Callable[[str], None]) -> None:
        self._clients, self._broadcast = clients, broadcast
        self._gone: list[str] = []

    def take(self, client: Client, data: Mapping[str, Any]) -> None:
        """What somebody says about themselves."""
        out: dict[str, Any] = {}
        at = data.get("at")
        if isinstance(at, list) and len(at) == 2 and all(_is_number(v) for v in at):
            out["at"] = [round(v, 1) for v in at]
        view = data.get("view")
        if is_view(view):
            out["view"] = view
        editing = data.get("editing")
        if isinstance(editing, str) and len(editing) <= 140 and editing.isprintable():
            out["editing"] = editing
        if out != client.presence:
            client.presence, client.moved = out, True

    def left(self, client: Client) -> None:
        """Somebody's connection ended."""
        self._gone.append(client.id)

    def of(self, clients: Iterable[Client]) -> list[dict[str, Any]]:
        """Where these are."""
        return [{"client": one.id, "person": one.person, **one.presence} for one in clients]

    async def work(self) -> None:
        """Tell everybody, for as long as the room is open."""
        quiet = 0.0
        while True:
            wait = max(EVERY, EVERY_EACH * len(self._clients))
            await asyncio.sleep(wait)
            quiet += wait
            moved = [client for client in self._clients.values() if client.moved]
            gone, self._gone = self._gone, []
            for client in moved:
                client.moved = False
            if moved or gone:
                self._broadcast(said({"type": "here", "here": self.of(moved), "gone": gone}))
                quiet = 0.0
            elif quiet >= BEAT:
                self._broadcast(said({"type": "beat", "now": now_ms()}))
                quiet = 0.0


def is_view(view: Any) -> bool:
    """Whether this is a view: the middle of the screen on the map, and how near."""
    return isinstance(view, list) and len(view) == 3 and all(_is_number(v) for v in view)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6
