"""Starting the studio on this computer."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from pathlib import Path
from urllib.parse import urlencode

import uvicorn

from sysmap.studio.rooms import Rooms
from sysmap.studio.server import create_studio
from sysmap.studio.workspaces import RecentWorkspaces
from sysmap.workshop.running import open_door

__all__ = ["Studio", "open_studio"]


class Studio:
    """A studio ready to run. Only this computer reaches it, and only with the key in its address."""

    def __init__(self, root: Path, door: socket.socket, documents: tuple[Path, ...] = ()) -> None:
        self.root, self.door, self.documents = root, door, documents
        self.key = secrets.token_urlsafe(24)
        self.port = int(door.getsockname()[1])
        self.rooms = Rooms()

    @property
    def link(self) -> str:
        """The address with the key; what stands after # is never sent."""
        return f"http://127.0.0.1:{self.port}/#{self.key}"

    def coding_link(self, **chosen: str) -> str:
        """The address of the page for coding documents, with what is chosen on it: map, register, document, coder."""
        words = urlencode({name: value for name, value in chosen.items() if value})
        return f"http://127.0.0.1:{self.port}/code{'?' if words else ''}{words}#{self.key}"

    async def serve(self) -> None:
        """Serve until stopped; then close every board."""
        hosts = tuple(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost"))
        server = uvicorn.Server(uvicorn.Config(
            create_studio(str(self.root), self.key, hosts, self.rooms, self.documents,
            RecentWorkspaces(self.root)), ws="none", log_level="warning", access_log=False,
            server_header=False, proxy_headers=False, timeout_graceful_shutdown=3, lifespan="off"))
        try:
            await server.serve(sockets=[self.door])
        finally:
            await self.rooms.close()

    def run(self) -> None:
        """Serve until stopped."""
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(self.serve())


def open_studio(root: Path, port: int = 0, documents: tuple[Path, ...] = ()) -> Studio:
    """Prepare the studio of a workspace.

    Parameters
    ----------
    root : its folder.
    port : where to serve; 0 takes a free one.
    documents : files and folders of documents that can be coded, beside those of the workspace.

    Raises
    ------
    Refused : if the port is taken.
    """
    return Studio(root, open_door("127.0.0.1", port), documents)
