"""One room's traffic: what comes in is decided, made durable, and only then told to everybody.

There is one writer. It takes all commands that have arrived, decides them one after the other, writes what was accepted
in one transaction, and then answers. What the log refused (a full disk) never happened: the room is put back.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.views.document import page_style, to_plain
from sysmap.workshop import facilitation
from sysmap.workshop.autosave import Session
from sysmap.workshop.codes import fingerprint, new_key, same
from sysmap.workshop.limits import MAX_QUEUE
from sysmap.workshop.people import Person, Role
from sysmap.workshop.places import places_of
from sysmap.workshop.room import Command, Entry, Room
from sysmap.workshop.text import check_texts

__all__ = ["Client", "Hub", "problem_plain"]

BEAT = 4.0
PRESENCE = 0.15
AUTOSAVE = 2.5
_OWN_VIEW = ("vote", "idea")


class Client:
    """One connection: whose it is, what waits to be sent, where its cursor is."""

    def __init__(self, person: str) -> None:
        self.id = secrets.token_hex(4)
        self.person = person
        self.queue: asyncio.Queue[str | None] = asyncio.Queue(MAX_QUEUE)
        self.presence: dict[str, Any] = {}
        self.moved = False
        self.lost = False

    def send(self, text: str) -> None:
        """Put a message in the queue; who does not read any more is let go and may come back."""
        try:
            self.queue.put_nowait(text)
        except asyncio.QueueFull:
            self.lost = True


class Hub:
    """A session and the people connected to it."""

    def __init__(self, session: Session, *, code: str, host_code: str, role: Role = "contributor") -> None:
        self.session = session
        self.code, self.host_code, self.role = code, host_code, role
        self.link = ""
        """What the QR code says; whoever serves the room sets it."""
        self.clients: dict[str, Client] = {}
        self.said: Problem | None = None
        self._arrived: asyncio.Queue[tuple[Client | None, str, Command, asyncio.Future[Entry] | None]] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self._gone: list[str] = []
        self._durable = asyncio.Lock()
        """Held while the room is ahead of the log, so that nobody is told what a power cut could undo."""
        self._saving = asyncio.Lock()
        self.held: Problem | None = None
        """Why nobody may change this room just now; the server's own commands pass."""
        self.watch: Callable[[], None] = lambda: None
        """Called when somebody has come or gone."""
        self.shared: dict[str, Any] | None = None
        """What the host shows everybody, also to those who come later."""
        self._map_text: tuple[int, str] = (-1, "")

    @property
    def room(self) -> Room:
        """The room as it is."""
        return self.session.room

    # Life

    async def start(self) -> None:
        """Begin to work."""
        self._tasks = [asyncio.create_task(work()) for work in (self._write, self._tell_presence, self._autosave)]

    async def stop(self) -> None:
        """Finish what has arrived, save the file, let everybody go."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.save_now()
        for client in self.clients.values():
            client.send(json.dumps({"type": "bye", "why": "The workshop has stopped; what was accepted is saved."}))
            with contextlib.suppress(asyncio.QueueFull):
                client.queue.put_nowait(None)

    # Joining

    def known(self, key: str) -> Person | None:
        """The person whose browser keeps this key."""
        if not key:
            return None
        mark = fingerprint(key)
        return next((p for p in self.room.people.values() if p.key == mark and p.here), None)

    async def join(self, hello: Mapping[str, Any]) -> Client:
        """Let somebody in who has the code, or a key from before.

        Returns
        -------
        Client : their connection; the welcome is the first message in its queue, and no entry after it is left out.

        Raises
        ------
        Refused : if the code is wrong or the room is closed.
        """
        check_texts(hello)
        key = str(hello.get("key") or "")
        person = self.known(key)
        said = str(hello.get("code") or "")
        host = same(said, self.host_code)
        if person is None:
            if not host and not same(said, self.code):
                raise Refused(Problem(code="L13", message="That is not the code of this workshop.",
                                      hint="It is on the projector; ask the host."))
            if self.room.state.closed and not host:
                raise Refused(Problem(code="L07", message="The workshop is closed.", hint="Ask the host."))
            if len(self.room.people) >= 1_000:
                raise Refused(Problem(code="L08", message="The room is full.", hint="Ask the host."))
            key = str(hello.get("new_key") or "") or new_key()
            id_ = f"p{secrets.token_hex(4)}"
            name = " ".join(str(hello.get("name") or "").split())[:40] or f"Guest {len(self.room.people) + 1}"
            data = {"name": name, "group": " ".join(str(hello.get("group") or "").split())[:60],
                    "role": "host" if host else str(hello.get("role") or self.role), "key": fingerprint(key)}
            await self.ask(None, id_, Command(f"join-{id_}", "join", data, at=_now()))
            person = self.room.people[id_]
        elif host and person.role != "host":
            await self.ask(None, person.id, Command(f"host-{secrets.token_hex(4)}", "join", {
                "name": person.name, "group": person.group, "role": "host", "key": person.key}, at=_now()))
            person = self.room.people[person.id]
        client = Client(person.id)
        async with self._durable:
            self.clients[client.id] = client
            client.moved = True
            client.send(self._welcome(self.room.people[person.id], client, key, hello.get("since")))
        self.watch()
        return client

    def leave(self, client: Client) -> None:
        """Forget a connection; the person stays known."""
        if self.clients.pop(client.id, None) is not None:
            self._gone.append(client.id)
            self.watch()

    def _welcome(self, person: Person, client: Client, key: str, since: Any) -> str:
        if self._map_text[0] != self.room.revision:
            places = places_of(self.room.map, self.room.places)
            text = json.dumps({"map": to_plain(self.room.map), "places": places}, ensure_ascii=False, separators=(",", ":"))
            self._map_text = (self.room.revision, text[1:-1])
        head: dict[str, Any] = {
            "type": "welcome", "protocol": 1, "client": client.id, "key": key, "revision": self.room.revision, "now": _now(),
            "you": {"id": person.id, "name": person.name, "group": person.group, "role": person.role},
            "state": facilitation.state_for(self.room, person),
            "here": [self._presence(one) for one in self.clients.values()], "missed": self._missed(person, since),
            "saved": self.session.autosave.revision, "trouble": problem_plain(self.session.autosave.problem),
            "shared": self.shared,
        }
        head["style"] = page_style()
        if person.role == "host":
            head["code"] = self.code
        return json.dumps(head, ensure_ascii=False, separators=(",", ":"))[:-1] + "," + self._map_text[1] + "}"

    def _missed(self, person: Person, since: Any) -> list[dict[str, Any]]:
        """What became of one's own values while one was away."""
        if type(since) is not int or not 0 <= since <= self.room.revision:
            return []
        return [self.room.told(entry, person) for entry in self.room.entries[since:]
                if any(one["by"] == person.id for one in entry.data.get("overrode", ()))]

    # Commands

    async def ask(self, client: Client | None, person: str, command: Command) -> Entry:
        """Hand a command to the writer and wait for what it came to."""
        waiting: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
        await self._arrived.put((client, person, command, waiting))
        return await waiting

    async def hand_over(self, client: Client, command: Command) -> None:
        """Hand a command to the writer; the answer comes through the connection."""
        await self._arrived.put((client, client.person, command, None))

    @contextlib.asynccontextmanager
    async def quiet(self) -> AsyncIterator[Callable[[str, Command], Awaitable[Entry]]]:
        """A while in which nothing happens in the room but what is done here; what arrives waits.

        Yields
        ------
        do : does a command for a person, at once; it raises `Refused` as `ask` does.
        """
        async def do(person: str, command: Command) -> Entry:
            waiting: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
            await self._write_batch([(None, person, command, waiting)])
            return await waiting

        async with self._durable:
            yield do

    async def _write(self) -> None:
        while True:
            batch = [await self._arrived.get()]
            while not self._arrived.empty() and len(batch) < 500:
                batch.append(self._arrived.get_nowait())
            try:
                async with self._durable:
                    await self._write_batch(batch)
            except Exception as error:  # the writer must live; what it cannot explain is said and refused
                print(f"sysmap workshop: {type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
                self._rebuild()
                problem = Problem(code="L99", message="The server could not do this.", hint="Please report it with the log.")
                for client, _, command, waiting in batch:
                    _answer(client, command, waiting, problem)

    async def _write_batch(self, batch: list[tuple[Client | None, str, Command, asyncio.Future[Entry] | None]]) -> None:
        accepted: list[Entry] = []
        replies: list[tuple[Client | None, str, Command, asyncio.Future[Entry] | None, Refused | Entry | int]] = []
        for client, person, command, waiting in batch:
            before = self.room.done.get((person, command.id))
            if before is not None:
                replies.append((client, person, command, waiting, before))
                continue
            try:
                if self.held is not None and client is not None:
                    raise Refused(self.held)
                entry = self.room.decide(person, command)
            except Refused as refusal:
                replies.append((client, person, command, waiting, refusal))
                continue
            self.room.commit(entry)
            accepted.append(entry)
            replies.append((client, person, command, waiting, entry))
        if accepted:
            try:
                await asyncio.to_thread(self.session.log.append, accepted)
            except Refused as refusal:
                self._rebuild()
                for client, _, command, waiting, _ in replies:
                    _answer(client, command, waiting, *refusal.problems)
                return
        for client, _, command, waiting, outcome in replies:
            if isinstance(outcome, Refused):
                _answer(client, command, waiting, *outcome.problems)
            elif isinstance(outcome, int):
                if client is not None:
                    client.send(json.dumps({"type": "ack", "id": command.id, "revision": outcome}))
                if waiting is not None and not waiting.done():
                    waiting.set_result(self.room.entries[outcome - 1])
            elif waiting is not None and not waiting.done():
                waiting.set_result(outcome)
        self._tell(accepted)

    def _rebuild(self) -> None:
        """Put the room back to what the log holds."""
        self.session.room = Room.replay(self.room.base, self.session.log.entries(), self.session.places)
        self._map_text = (-1, "")

    def _tell(self, entries: list[Entry]) -> None:
        """Tell everybody what happened, in order."""
        if not entries:
            return
        same_for_all = not any(entry.do in _OWN_VIEW for entry in entries)
        text = ""
        for client in self.clients.values():
            if not same_for_all or not text:
                person = self.room.people[client.person]
                told = [self.room.told(entry, person) for entry in entries]
                text = json.dumps({"type": "entries", "entries": told}, ensure_ascii=False, separators=(",", ":"))
            client.send(text)
        for entry in entries:
            if entry.do in ("dismiss", "close", "role"):
                self._let_go()

    def _let_go(self) -> None:
        """End the connections of people who were removed."""
        for client in self.clients.values():
            if not self.room.people[client.person].here:
                client.send(json.dumps({"type": "bye", "why": "The host has removed you from this workshop."}))
                with contextlib.suppress(asyncio.QueueFull):
                    client.queue.put_nowait(None)

    # Presence

    def here(self, client: Client, data: Mapping[str, Any]) -> None:
        """Where somebody's cursor is and what they are editing; never logged."""
        out: dict[str, Any] = {}
        at = data.get("at")
        if isinstance(at, list) and len(at) == 2 and all(isinstance(v, int | float) and abs(v) < 1e6 for v in at):
            out["at"] = [round(v, 1) for v in at]
        view = data.get("view")
        if isinstance(view, list) and len(view) == 3 and all(isinstance(v, int | float) and abs(v) < 1e6 for v in view):
            out["view"] = view
        editing = data.get("editing")
        if isinstance(editing, str) and len(editing) <= 140:
            out["editing"] = editing
        if out != client.presence:
            client.presence, client.moved = out, True

    def _presence(self, client: Client) -> dict[str, Any]:
        return {"client": client.id, "person": client.person, **client.presence}

    async def _tell_presence(self) -> None:
        beat = 0.0
        while True:
            await asyncio.sleep(PRESENCE)
            moved = [self._presence(client) for client in self.clients.values() if client.moved]
            gone, self._gone = self._gone, []
            for client in self.clients.values():
                client.moved = False
            beat += PRESENCE
            if moved or gone:
                self.broadcast({"type": "here", "here": moved, "gone": gone})
            elif beat >= BEAT:
                self.broadcast({"type": "beat", "now": _now()})
            if moved or gone or beat >= BEAT:
                beat = 0.0

    def broadcast(self, message: Mapping[str, Any]) -> None:
        """Send a message to every connection."""
        text = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
        for client in self.clients.values():
            client.send(text)

    # The file

    async def _autosave(self) -> None:
        wait = AUTOSAVE
        while True:
            await asyncio.sleep(wait)
            if self.room.revision > self.session.autosave.revision:
                await self.save_now()
            wait = AUTOSAVE if self.session.autosave.problem is None else 3 * AUTOSAVE

    async def save_now(self) -> None:
        """Write the file as the room is, and tell everybody how that went."""
        async with self._saving:
            async with self._durable:
                map_, revision = self.room.map, self.room.revision
            await asyncio.to_thread(self._save, map_, revision)
        self.broadcast({"type": "saved", "revision": self.session.autosave.revision,
                        "trouble": problem_plain(self.session.autosave.problem)})

    def _save(self, map_: Map, revision: int) -> None:
        autosave = self.session.autosave
        autosave.save(map_, revision)
        if autosave.problem != self.said:
            self.said = autosave.problem
            said = str(self.said) if self.said else "The file is saved again."
            print(f"sysmap workshop: {said}", file=sys.stderr)  # noqa: T201


def problem_plain(problem: Problem | None) -> dict[str, Any] | None:
    """A problem as a client is told of it."""
    if problem is None:
        return None
    return {"code": problem.code, "message": problem.message, "hint": problem.hint}


def _answer(client: Client | None, command: Command, waiting: asyncio.Future[Entry] | None, *problems: Problem) -> None:
    if client is not None:
        said = [problem_plain(problem) for problem in problems]
        client.send(json.dumps({"type": "refused", "id": command.id, "problems": said}, ensure_ascii=False))
    if waiting is not None and not waiting.done():
        waiting.set_exception(Refused(problems))


def _now() -> int:
    return time.time_ns() // 1_000_000


