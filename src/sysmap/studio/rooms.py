"""The boards that the studio has open: each is a workshop with one person in it, so that there is one way of editing a map."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import uvicorn

from sysmap.workshop.running import Workshop, open_workshop

__all__ = ["OpensRooms", "Rooms"]


class OpensRooms(Protocol):
    """What the studio needs of its rooms."""

    async def open(self, path: Path) -> dict[str, str]:
        """Open the board of a map; under `link` is the way in. Raises `Refused` if that cannot be done."""


class _Server(uvicorn.Server):
    """A server beside another one: Ctrl-C is the other one's business."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Rooms:
    """Workshops by the file of their map."""

    def __init__(self) -> None:
        self._open: dict[Path, tuple[Workshop, _Server, asyncio.Task[None]]] = {}
        self._opening = asyncio.Lock()

    async def open(self, path: Path) -> dict[str, str]:
        """Open the board of a map, or go on with the one that is open.

        Returns
        -------
        dict : under `link` the way in, for its author.

        Raises
        ------
        Refused : the file has faults, or a workshop is running on it elsewhere.
        """
        path = path.resolve()
        async with self._opening:
            known = self._open.get(path)
            if known is None or known[2].done():
                shop = await asyncio.to_thread(open_workshop, path, port=0, anyway=True)
                server = _Server(shop.server().config)
                known = self._open[path] = (shop, server, asyncio.create_task(server.serve(sockets=[shop.door])))
        return {"link": known[0].host_link + "~Author"}

    async def close(self) -> None:
        """Save and close every board."""
        for _, server, _ in self._open.values():
            server.should_exit = True
        for shop, _, task in self._open.values():
            with contextlib.suppress(asyncio.CancelledError):
                await task
            shop.session.log.close()
        self._open.clear()
