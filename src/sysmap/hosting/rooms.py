"""The rooms of one workspace on the server that holds it, and the way in for people with an account."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import hashlib
import hmac
import secrets
from contextvars import ContextVar
from pathlib import Path
from urllib.parse import quote

from sysmap.core.problem import Refused
from sysmap.hosting.accounts import Account, MemberRole
from sysmap.hosting.working_copy import WorkingCopy
from sysmap.workshop.admission import HostCode, known_person
from sysmap.workshop.codes import fingerprint, new_code, new_key
from sysmap.workshop.hub import Hub
from sysmap.workshop.limits import Limits
from sysmap.workshop.names import free_name
from sysmap.workshop.room_log import RoomLog
from sysmap.workshop.session import open_session
from sysmap.workshop.sockets import Sockets
from sysmap.workshop.state import Person, Role
from sysmap.workshop.tables import Tables

__all__ = ["ASKING", "IN_A_ROOM", "Board", "HostedRooms"]

IN_A_ROOM: dict[MemberRole, Role] = {"owner": "host", "facilitator": "host", "editor": "editor", "commenter": "contributor", "reader": "viewer"}
"""What somebody is in a room, by what they are in the organisation."""

ASKING: ContextVar[tuple[Account, MemberRole]] = ContextVar("asking")
"""Who makes the request that is being answered."""


@dataclasses.dataclass(frozen=True, slots=True)
class Board:
    """A room that is open.

    Attributes
    ----------
    hub, tables, sockets : its traffic, its breakouts, its connections.
    """

    hub: Hub
    tables: Tables
    sockets: Sockets

    async def close(self) -> None:
        """Save and let everybody go; they come back by themselves."""
        await self.tables.record()
        await self.tables.stop()
        await self.hub.stop()


class HostedRooms:
    """The open rooms of a workspace.

    Parameters
    ----------
    copy : its files.
    public : the address of the workspace in a browser, ending in a slash.
    hosts : the names that browsers may call this service by.
    """

    def __init__(self, copy: WorkingCopy, public: str, hosts: tuple[str, ...]) -> None:
        self.copy, self.public, self.hosts = copy, public, hosts
        self.boards: dict[str, Board] = {}
        self._opening = asyncio.Lock()

    async def open(self, path: Path) -> dict[str, str]:
        """Open the room of a map for whoever asks.

        Returns
        -------
        dict : under `link` their own way in.

        Raises
        ------
        Refused : if the file has faults.
        """
        name = self.copy.name(path)
        board = await self.board(name, new=True)
        assert board is not None
        account, role = ASKING.get()
        return {"link": f"{board.hub.link.partition('#')[0]}#{await _own_code(board.hub, account, IN_A_ROOM[role])}~{quote(account.name)}"}

    async def board(self, name: str, *, new: bool = False) -> Board | None:
        """The room of a map's file; `None` where nobody has opened one yet.

        Parameters
        ----------
        name : path of the file in the workspace.
        new : begin a session if there is none.
        """
        async with self._opening:
            board = self.boards.get(name)
            if board is None and (new or await asyncio.to_thread(self._known, name)):
                board = self.boards[name] = await self._opened(name)
            return board

    def _known(self, name: str) -> bool:
        try:
            return self.copy.has_log(self.copy.file(name))
        except Refused:
            return False

    async def _opened(self, name: str) -> Board:
        path = self.copy.file(name)
        session = await asyncio.to_thread(open_session, path, anyway=True, store=self.copy)
        code, host = await asyncio.to_thread(_codes, session.log)
        hub = Hub(session, code=code, host=host)
        room = f"{self.public}room/{quote(name)}/"

        def link(code: str) -> None:
            hub.link = f"{room}#{code}"

        link(code)
        hub.recoded = link
        tables = Tables(hub)
        await hub.start()
        await tables.resume()
        return Board(hub, tables, Sockets(tables, self.hosts, Limits()))

    async def close(self) -> None:
        """Save and close every room."""
        for board in self.boards.values():
            with contextlib.suppress(Refused):
                await board.close()
        self.boards.clear()


def _codes(log: RoomLog) -> tuple[str, HostCode]:
    code = log.meta("code") or new_code()
    host = HostCode(new_code(12), log.meta("host_hash") or "")
    log.set_meta({"code": code, "host_hash": host.to_keep(), "members": log.meta("members") or secrets.token_hex(32)})
    return code, host


async def _own_code(hub: Hub, account: Account, role: Role) -> str:
    """The code with which somebody comes back into a room as themselves, whatever browser they use."""
    secret = await asyncio.to_thread(hub.session.log.meta, "members") or ""
    code = hmac.new(secret.encode(), account.id.encode(), hashlib.sha256).hexdigest()[:24].upper()
    person = known_person(hub.room, code)
    if person is None:
        name = free_name(account.name, hub.room.people.values(), role)
        person = Person(f"p{secrets.token_hex(4)}", name, "", role, fingerprint(new_key()), again=fingerprint(code))
        await hub.enter(person, role)
    elif person.role != role:
        await hub.enter(dataclasses.replace(person, role=role), role)
    return code
