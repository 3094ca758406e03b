"""The workspaces that this server holds: taken when somebody asks, kept alive, given free when nobody does."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp

from sysmap.core.problem import Refused
from sysmap.hosting.database_log import Hold
from sysmap.hosting.events import tell
from sysmap.hosting.history import History
from sysmap.hosting.lease import RENEW, Leases
from sysmap.hosting.rooms import HostedRooms
from sysmap.hosting.working_copy import WorkingCopy
from sysmap.studio.server import create_studio

__all__ = ["STUDIO_KEY", "HeldWorkspace", "HeldWorkspaces"]

IDLE = 900.0
"""Seconds after which a workspace that nobody uses is given free."""
STUDIO_KEY = "signed in"
"""What the studio's own page shows as its key: who may use it has been looked at before."""


class HeldWorkspace:
    """A workspace that this server works on.

    Attributes
    ----------
    copy, rooms : its files and its open rooms.
    studio : the studio, for those who are signed in; it is called with paths from ``/`` on.
    used : when somebody last asked for something, by the clock of this process.
    """

    def __init__(self, copy: WorkingCopy, public: str, hosts: tuple[str, ...]) -> None:
        self.copy = copy
        self.rooms = HostedRooms(copy, public, hosts)
        self.studio: ASGIApp = create_studio(str(copy.root), STUDIO_KEY, hosts, self.rooms)
        self.used = time.monotonic()
        self.syncing = asyncio.Lock()
        self._history: History | None = None

    @property
    def busy(self) -> bool:
        """Whether somebody is in one of its rooms, or was here a short while ago."""
        return time.monotonic() - self.used < IDLE or any(
            hub.clients for board in self.rooms.boards.values() for hub in (board.hub, *board.tables.hubs.values()))

    def history(self) -> History:
        """Its repository, made when first asked for."""
        if self._history is None:
            self._history = History(self.copy, self.copy.outside)
        return self._history

    async def publish(self, author: str, message: str) -> None:
        """Put into the database what the studio wrote, and make a commit of it; without git there is no commit."""
        async with self.syncing:
            if await asyncio.to_thread(self.copy.sync):
                try:
                    await asyncio.to_thread(lambda: self.history().commit(author, message))
                except Refused as refusal:
                    tell("no commit", workspace=self.copy.hold.workspace, reason=str(refusal.problems[0].code))

    async def close(self) -> None:
        """Save, let everybody go, throw the folder away."""
        await self.rooms.close()
        await asyncio.to_thread(self.copy.close)


class HeldWorkspaces:
    """All workspaces that this server holds.

    Parameters
    ----------
    leases : how they are held.
    address_of : the address of a workspace in a browser.
    hosts : the names that browsers may call this service by.
    """

    def __init__(self, leases: Leases, address_of: Callable[[str], str], hosts: tuple[str, ...]) -> None:
        self.leases, self._address_of, self._hosts = leases, address_of, hosts
        self._held: dict[str, HeldWorkspace] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self.draining = False

    def __len__(self) -> int:
        return len(self._held)

    def all(self) -> list[HeldWorkspace]:
        """Those that are held now."""
        return list(self._held.values())

    async def get(self, workspace: str) -> HeldWorkspace | None:
        """A workspace, taken if nobody holds it; `None` where another server does, or there is none."""
        lock = self._locks.setdefault(workspace, asyncio.Lock())
        async with lock:
            found = self._held.get(workspace)
            if found is None and not self.draining:
                found = await self._take(workspace)
            if found is not None:
                found.used = time.monotonic()
            return found

    async def _take(self, workspace: str) -> HeldWorkspace | None:
        hold = await asyncio.to_thread(self.leases.take, workspace)
        if hold is None:
            return None
        started = time.monotonic()
        try:
            copy = await asyncio.to_thread(WorkingCopy, self.leases.database, hold, workspace.rpartition("-")[0])
        except BaseException:
            with contextlib.suppress(Refused):
                await asyncio.to_thread(self.leases.release, hold)
            raise
        found = self._held[workspace] = HeldWorkspace(copy, self._address_of(workspace), self._hosts)
        tell("took a workspace", workspace=workspace, fence=hold.fence, seconds=round(time.monotonic() - started, 3))
        return found

    async def keep(self) -> None:
        """Say again and again that this server lives; let go of what another one has taken, and of what nobody uses."""
        while True:
            await asyncio.sleep(RENEW)
            holds = [one.copy.hold for one in self._held.values()]
            if not holds:
                continue
            try:
                still = await asyncio.to_thread(self.leases.renew, holds)
            except Refused as refusal:
                tell("cannot renew", reason=str(refusal.problems[0]))
                continue
            for hold in holds:
                if hold.workspace not in still:
                    await self._drop(hold, "lost a workspace", release=False)
                elif not self._held[hold.workspace].busy:
                    await self._drop(hold, "gave a workspace free", release=True)

    async def _drop(self, hold: Hold, event: str, *, release: bool) -> None:
        async with self._locks[hold.workspace]:
            found = self._held.pop(hold.workspace, None)
            if found is not None:
                await found.close()
            if release:
                with contextlib.suppress(Refused):
                    await asyncio.to_thread(self.leases.release, hold)
        tell(event, workspace=hold.workspace, fence=hold.fence)

    async def drain(self) -> None:
        """Save and give free everything; nothing is taken any more."""
        self.draining = True
        jobs: list[Awaitable[None]] = [self._drop(one.copy.hold, "gave a workspace free", release=True) for one in self.all()]
        await asyncio.gather(*jobs, return_exceptions=True)
