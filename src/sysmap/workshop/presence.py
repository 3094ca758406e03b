"""Where people are and what they are editing: told together, a few times a second, never logged.

What a cursor costs grows with the square of the people in the room. So the time between two messages grows with their
number: what each browser receives stays the same, and a room of a hundred still fits through one access point.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

from sysmap.workshop.client import Client, now_ms, said
from sysmap.workshop.protocol.data import Cursor
from sysmap.workshop.protocol.from_browser import Whereabouts
from sysmap.workshop.protocol.from_server import Beat, Positions

__all__ = ["Presence"]

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

    def take(self, client: Client, where: Whereabouts) -> None:
        """What somebody says about themselves."""
        if where != client.presence:
            client.presence, client.moved = where, True

    def left(self, client: Client) -> None:
        """Somebody's connection ended."""
        self._gone.append(client.id)

    def of(self, clients: Iterable[Client]) -> list[Cursor]:
        """Where these are."""
        return [_position(one) for one in clients]

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
                self._broadcast(said(Positions(self.of(moved), gone)))
                quiet = 0.0
            elif quiet >= BEAT:
                self._broadcast(said(Beat(now_ms())))
                quiet = 0.0


def _position(client: Client) -> Cursor:
    out: Cursor = {"client": client.id, "person": client.person}
    where = client.presence
    if where.at is not None:
        out["at"] = (round(where.at[0], 1), round(where.at[1], 1))
    if where.view is not None:
        out["view"] = where.view
    if where.editing is not None:
        out["editing"] = where.editing
    return out
