"""One room's traffic: what comes in is decided, made durable, and only then told to everybody.

There is one writer. It takes all commands that have arrived, decides them one after the other, writes what was accepted
in one transaction, and then answers. What the log refused (a full disk) never happened: the room is put back. What is in
the log is never refused afterwards: whoever cannot be told of it is let go and comes back to the map as it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET

from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.views.answer_data import AnswerData
from sysmap.views.document import page_style, to_plain
from sysmap.workshop.admission import Admitted, HostCode, admit, known_person
from sysmap.workshop.changes import StateChanges
from sysmap.workshop.client import Client, now_ms, refused_text, said, trouble_of
from sysmap.workshop.codes import new_code
from sysmap.workshop.limits import Budgets, Limits
from sysmap.workshop.places import places_of
from sysmap.workshop.presence import Presence
from sysmap.workshop.protocol.data import EntryData, ShownData, Trouble
from sysmap.workshop.protocol.from_browser import Hello
from sysmap.workshop.protocol.from_server import Accepted, DoneBefore, FromServer, NewCode, Saved, Welcome, Yours
from sysmap.workshop.redaction import NOTHING, merge_patch, own_states, shared_state
from sysmap.workshop.rights import added_by
from sysmap.workshop.room import Room
from sysmap.workshop.session import RoomSession
from sysmap.workshop.state import Entry, Person, Request, Role
from sysmap.workshop.text_limits import check_texts

__all__ = ["STRANGE", "Hub", "complain"]

AUTOSAVE = 2.5
MOST_AT_ONCE = 200
_STOPPED = Problem(code="L17", message="This room has been closed meanwhile.", hint="Go back to the plenary.")
STRANGE = Problem(code="L99", message="The server could not do this.", hint="Please report it with the log.")


class _Asked(NamedTuple):
    """A request that has arrived: through which connection, whose, and who waits for what it comes to."""

    client: Client | None
    person: str
    request: Request
    waiting: asyncio.Future[Entry] | None

    def refuse(self, *problems: Problem) -> None:
        if self.client is not None:
            self.client.send(refused_text(self.request.id, *problems))
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_exception(Refused(problems))


class Hub:
    """A session and the people connected to it."""

    def __init__(self, session: RoomSession, *, code: str, host: HostCode, role: Role = "contributor") -> None:
        self.session = session
        self.code, self.host, self.role = code, host, role
        self.link = ""
        """What the QR code says; whoever serves the room sets it."""
        self.fingerprint = ""
        """That of the certificate, where the room is served by https."""
        self.clients: dict[str, Client] = {}
        self.presence = Presence(self.clients, self._send_all)
        self.questions = Budgets(2.0, Limits().questions)
        self.searches = Budgets(0.5, Limits().searches)
        self.searching = asyncio.Lock()
        """Held while a question about the map is worked out: one after the other, so that the room goes on."""
        self.answered: dict[tuple[str, str, bool, int], AnswerData] = {}
        """The last answers by question, parameters, whether with the team's evidence, and revision: what a host shows, all ask for."""
        self.downloads = Budgets(0.2, Limits().downloads)
        self.held: Problem | None = None
        """Why nobody may change this room just now; the server's own commands pass."""
        self.recoded: Callable[[str], None] = lambda code: None
        """Called when the room has another code."""
        self.watch: Callable[[], None] = lambda: None
        """Called when somebody has come or gone."""
        self.after: Callable[[Sequence[Entry]], None] = lambda entries: None
        """Called with what has been told."""
        self.shared: ShownData | None = None
        """What the host shows everybody, also to those who come later."""
        self.said: Problem | None = None
        self._arrived: asyncio.Queue[_Asked | None] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self._writer: asyncio.Task[None] | None = None
        self._saving = asyncio.Lock()
        self._durable = asyncio.Lock()
        """Held while the room is ahead of the log, so that nobody is told what a power cut could undo."""
        self.changes = StateChanges(session.room)
        self._map: tuple[int, Any, Any] = (-1, None, None)
        """Revision, map and places as they travel."""
        self._state = shared_state(session.room)
        """The state as everybody was last told it."""
        self._own = own_states(session.room)
        """What each person was last told of their own."""

    @property
    def room(self) -> Room:
        """The room as it is."""
        return self.session.room

    # Life

    async def start(self) -> None:
        """Begin to work."""
        self._writer = asyncio.create_task(self._write())
        self._tasks = [asyncio.create_task(work()) for work in (self.presence.work, self._autosave)]

    async def stop(self) -> None:
        """Finish what has arrived, save the file, let everybody go."""
        if self._writer is not None:
            self._arrived.put_nowait(None)
            await self._writer
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.held = self.held or _STOPPED
        await self.save_now()
        for client in self.clients.values():
            client.end("The workshop has stopped; what was accepted is saved.")

    # Joining

    def known(self, key: str) -> Person | None:
        """The person whose browser keeps this key."""
        return known_person(self.room, key)

    async def join(self, hello: Hello, like: Person | None = None) -> Client:
        """Let somebody in who has the code, or a key from before.

        Parameters
        ----------
        hello : what their browser says.
        like : who they are in the plenary, when this is a table: the same name, group and role, and no code is needed.

        Returns
        -------
        Client : their connection; the welcome is the first message in its queue, and no entry after it is left out.

        Raises
        ------
        Refused : if the code is wrong or the room is closed.
        """
        check_texts(msgspec.structs.asdict(hello))
        admitted = admit(self.room, hello, code=self.code, host=self.host, role=self.role, like=like)
        person = admitted.person
        if admitted.new:
            await self.enter(person, person.role, admitted.slip)
        client = Client(person.id)
        async with self._durable:
            client.send(self._welcome(self.room.people[person.id], client, admitted, hello.since))
            self.clients[client.id] = client
        self.watch()
        return client

    async def enter(self, person: Person, role: Role, slip: str = "") -> None:
        """Note in the log that somebody is here, in which role."""
        data = {"name": person.name, "group": person.group, "role": role, "key": person.key, "again": person.again, "slip": slip}
        await self.ask(None, person.id, Request(f"join-{secrets.token_hex(6)}", "join", data, at=now_ms()))

    def leave(self, client: Client) -> None:
        """Forget a connection; the person stays known."""
        if self.clients.pop(client.id, None) is not None:
            self.presence.left(client)
            self.watch()

    def _welcome(self, person: Person, client: Client, admitted: Admitted, since: int | None) -> str:
        if self._map[0] != self.room.revision:
            map_, places = to_plain(self.room.map), places_of(self.room.map, self.room.places)
            self._map = (self.room.revision, msgspec.Raw(msgspec.json.encode(map_)), msgspec.Raw(msgspec.json.encode(places)))
        return said(Welcome(
            protocol=1, client=client.id, key=admitted.key, revision=self.room.revision, now=now_ms(),
            you={"id": person.id, "name": person.name, "group": person.group, "role": person.role},
            state=shared_state(self.room), own=own_states(self.room).get(person.id, NOTHING),
            here=self.presence.of((*self.clients.values(), client)), missed=self._missed(person, since),
            saved=self.session.autosave.revision, trouble=self._trouble, shared=self.shared, style=page_style(),
            yours=added_by(self.room, person.id),
            map=self._map[1], places=self._map[2], again=admitted.again or UNSET, code=self.code if person.role == "host" else UNSET))

    @property
    def _trouble(self) -> Trouble | None:
        """Why the file cannot be written, if so."""
        problem = self.session.autosave.problem
        return None if problem is None else trouble_of(problem)

    def _missed(self, person: Person, since: int | None) -> list[EntryData]:
        """What became of one's own values while one was away."""
        if since is None or not 0 <= since <= self.room.revision:
            return []
        return [self.room.told(entry) for entry in self.room.entries.after(since)
                if any(one["by"] == person.id for one in entry.data.get("overrode", ()))]

    # Commands

    async def ask(self, client: Client | None, person: str, request: Request) -> Entry:
        """Hand a command to the writer and wait for what it came to."""
        waiting: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
        self._hand_over(_Asked(client, person, request, waiting))
        return await waiting

    def hand_over(self, client: Client, request: Request) -> None:
        """Hand a command to the writer; the answer comes through the connection."""
        self._hand_over(_Asked(client, client.person, request, None))

    def post(self, person: str, request: Request) -> None:
        """Hand over a command of the server's own that nobody waits for."""
        self._hand_over(_Asked(None, person, request, None))

    def _hand_over(self, asked: _Asked) -> None:
        if self._writer is not None and self._writer.done():
            asked.refuse(self.held or _STOPPED)
        else:
            self._arrived.put_nowait(asked)

    @contextlib.asynccontextmanager
    async def quiet(self) -> AsyncIterator[Callable[[str, Request], Awaitable[Entry]]]:
        """A while in which nothing happens in the room but what is done here; what arrives waits.

        Yields
        ------
        do : does a command for a person, at once; it raises `Refused` as `ask` does.
        """
        async def do(person: str, request: Request) -> Entry:
            waiting: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
            await self._write_batch([_Asked(None, person, request, waiting)])
            return await waiting

        async with self._durable:
            yield do

    async def _write(self) -> None:
        stopping = False
        while not stopping:
            batch = [await self._arrived.get()]
            while not self._arrived.empty() and len(batch) < MOST_AT_ONCE:
                batch.append(self._arrived.get_nowait())
            stopping = None in batch
            async with self._durable:
                await self._write_batch([asked for asked in batch if asked is not None])
        while not self._arrived.empty():
            asked = self._arrived.get_nowait()
            if asked is not None:
                asked.refuse(self.held or _STOPPED)

    async def _write_batch(self, batch: list[_Asked]) -> None:
        """Decide what was asked, make it durable, answer. Every command gets exactly one answer."""
        before = self.room.revision
        decided: list[tuple[_Asked, Refused | Entry | int]] = []
        accepted: list[Entry] = []
        try:
            for asked in batch:
                outcome = self._decide(asked)
                decided.append((asked, outcome))
                if isinstance(outcome, Entry):
                    self.room.commit(outcome)
                    accepted.append(outcome)
            if accepted:
                await asyncio.to_thread(self.session.log.append, accepted)
        except Exception as error:
            await asyncio.to_thread(self._back_to, before)
            problems = error.problems if isinstance(error, Refused) else (STRANGE,)
            if not isinstance(error, Refused):
                complain(error)
            done = {id(asked): outcome for asked, outcome in decided if isinstance(outcome, int) and outcome <= before}
            for asked in batch:
                if id(asked) in done:  # it stands in the log, whatever became of the others
                    self._acknowledge(asked, done[id(asked)])
                else:
                    asked.refuse(*problems)
            return
        for asked, outcome in decided:
            if isinstance(outcome, Refused):
                asked.refuse(*outcome.problems)
            elif isinstance(outcome, int):
                self._acknowledge(asked, outcome)
        self._tell(accepted)
        for asked, outcome in decided:
            if isinstance(outcome, Entry) and asked.waiting is not None:
                asked.waiting.set_result(outcome)

    def _acknowledge(self, asked: _Asked, revision: int) -> None:
        """Answer what was asked once more after it had been done."""
        if asked.client is not None:
            asked.client.send(said(DoneBefore(asked.request.id, revision)))
        if asked.waiting is not None:
            asked.waiting.set_result(self.room.entries.at(revision))

    def _decide(self, asked: _Asked) -> Refused | Entry | int:
        """What a command comes to: an entry, a refusal, or the revision at which it was done before."""
        before = self.room.done.get((asked.person, asked.request.id))
        if before is not None:
            return before
        try:
            if self.held is not None and asked.client is not None:
                raise Refused(self.held)
            return self.room.decide(asked.person, asked.request)
        except Refused as refusal:
            return refusal
        except Exception as error:  # the writer must live; what it cannot explain is said and refused
            complain(error)
            return Refused(STRANGE)

    def _back_to(self, revision: int) -> None:
        """Put the room back to what the log holds."""
        self.session.room = Room.replay(self.room.base, self.room.commands, list(self.room.entries)[:revision], self.session.places)
        self._map = (-1, None, None)
        self.changes = StateChanges(self.session.room)

    def _tell(self, entries: list[Entry]) -> None:
        """Tell everybody what happened, in order, and how the state has changed by it; who has given something that only
        they may see (a vote, an idea) is also told of their own."""
        if not entries:
            return
        try:
            message = Accepted([self.room.told(entry) for entry in entries])
            changed: dict[str, str] = {}
            if any(self.room.commands[entry.do].changes_state for entry in entries):
                before, now = (self._state, self._own), (shared_state(self.room), own_states(self.room))
                self._state, self._own = now
                if now[0] != before[0]:
                    message = msgspec.structs.replace(message, state=merge_patch(before[0], now[0]))
                changed = {person: said(msgspec.structs.replace(message, own=now[1].get(person, NOTHING))) for person in {*before[1], *now[1]}
                           if before[1].get(person) != now[1].get(person)}
            for_all = said(message)
            credited = {person for entry in entries for person in entry.data.get("authors", {}).values()}
            for client in self.clients.values():
                client.send(changed.get(client.person, for_all))
                if client.person in credited:
                    client.send(said(Yours(yours=added_by(self.room, client.person))))
            for client in self.clients.values():
                if not self.room.people[client.person].here:
                    client.end("The host has removed you from this workshop.")
            if any(entry.do == "dismiss" for entry in entries):
                self.change_code()
            self.after(entries)
        except Exception as error:  # it is in the log: nobody may hear a part of it, so all come back to the whole
            complain(error)
            for client in self.clients.values():
                client.drop()

    def change_code(self) -> None:
        """A new code for the room, shown to its hosts: who was removed does not come back with the old one."""
        self.code = new_code()
        self.session.log.set_meta({"code": self.code})
        self.recoded(self.code)
        text = said(NewCode(self.code))
        for client in self.clients.values():
            if self.room.people[client.person].role == "host":
                client.send(text)

    # Telling

    def broadcast(self, message: FromServer) -> None:
        """Send a message to every connection."""
        self._send_all(said(message))

    def _send_all(self, text: str) -> None:
        for client in self.clients.values():
            client.send(text)

    # The file

    async def _autosave(self) -> None:
        wait = AUTOSAVE
        while True:
            await asyncio.sleep(wait)
            if self.room.revision > self.session.autosave.revision or self.session.autosave.disturbed():
                await self.save_now()
            wait = AUTOSAVE if self.session.autosave.problem is None else 3 * AUTOSAVE

    async def save_now(self) -> None:
        """Write the file as the room is, and tell everybody how that went."""
        async with self._saving:
            async with self._durable:
                map_, revision, due = self.room.map, self.room.revision, self.session.due()
            await asyncio.to_thread(self._save, map_, revision)
            if due is not None:
                await asyncio.to_thread(self.session.keep, *due)
        self.broadcast(Saved(self.session.autosave.revision, self._trouble))

    def _save(self, map_: Map, revision: int) -> None:
        autosave = self.session.autosave
        autosave.save(map_, revision)
        if autosave.problem != self.said:
            self.said = autosave.problem
            text = str(self.said) if self.said else "The file is saved again."
            print(f"sysmap workshop: {text}", file=sys.stderr)  # noqa: T201




def complain(error: Exception) -> None:
    """Say in the terminal what should not have happened, in one line."""
    print(f"sysmap workshop: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
