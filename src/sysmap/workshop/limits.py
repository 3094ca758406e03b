"""How much one client or one address may take, so that nobody can disturb the rest.

A whole room often comes from one address: the access point's. So an address may hold as many connections as there are
places in the room, a code that is right is never refused for the wrong ones that others tried, and what is thrown out
first is what has shown no code.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

__all__ = ["MAX_MESSAGE", "MAX_QUEUE", "Bucket", "Budgets", "Connections", "Guesses", "Limits", "Waiting"]

MAX_MESSAGE = 256 * 1024
"""Bytes of one message: a pasted outline of a thousand lines fits."""
MAX_QUEUE = 400
"""Messages waiting for a client that does not read; beyond it the connection is closed and the client comes back fresh."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a room allows.

    Attributes
    ----------
    people : connections that may be in the room and at each table; hosts are let in beyond it.
    per_address : connections of any kind that one address may hold.
    waiting : connections that have not shown a code yet, of one address; the oldest gives way to a new one.
    request, answer, hello, idle : seconds until a connection is dropped that sends no whole request, takes no answer, sends no
        hello, nothing.
    guesses, again : wrong codes of one address that are answered at once, and how many more a second after that.
    pause : seconds that a code then waits for its turn, right or wrong, one after the other.
    questions, searches, downloads : what one person may ask at once, how many of these may be questions about the map, what they
        may take away at once; one more comes back each half second, each two, each five seconds.
    """

    people: int = 250
    per_address: int = 400
    waiting: int = 150
    request: float = 10.0
    answer: float = 120.0
    hello: float = 10.0
    idle: float = 75.0
    guesses: float = 20.0
    again: float = 0.5
    pause: float = 2.0
    questions: float = 40.0
    searches: float = 8.0
    downloads: float = 12.0


class Bucket:
    """A leaky bucket: so many at once, so many a second after that.

    >>> bucket = Bucket(rate=1, burst=2)
    >>> [bucket.take(0.0), bucket.take(0.0), bucket.take(0.0), bucket.take(1.0)]
    [True, True, False, True]
    """

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self.level, self.last = burst, 0.0

    def take(self, now: float, amount: float = 1.0) -> bool:
        """Whether this much may pass at this time (in seconds)."""
        self.level = min(self.burst, self.level + (now - self.last) * self.rate)
        self.last = now
        if self.level < amount:
            return False
        self.level -= amount
        return True


class Guesses:
    """Wrong codes by address. A room that joins all at once guesses nothing wrong and is not held up; where somebody
    guesses, every code from their address waits a little, so that the wait tells nothing.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left: dict[str, Bucket] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    def many(self, address: str, now: float) -> bool:
        """Whether there were so many wrong codes from this address that the next has to wait."""
        bucket = self._left.get(address)
        if bucket is None:
            return False
        bucket.take(now, 0.0)
        return bucket.level < 1.0

    async def turn(self, address: str, now: float) -> None:
        """Wait for one's turn where there were many wrong codes: one code after the other, however many ask at once."""
        if not self.many(address, now):
            return
        if len(self._turns) >= 1_000:
            self._turns = {one: lock for one, lock in self._turns.items() if lock.locked()}
        async with self._turns.setdefault(address, asyncio.Lock()):
            await asyncio.sleep(self._limits.pause)

    def wrong(self, address: str, now: float) -> None:
        """A code from this address was wrong."""
        if address not in self._left and len(self._left) >= 1_000:
            self._left.pop(next(iter(self._left)))
        self._left.setdefault(address, Bucket(self._limits.again, self._limits.guesses)).take(now)


class Budgets:
    """What each person may still ask for, so that one who asks without pause holds up nobody else."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._left: dict[str, Bucket] = {}

    def take(self, person: str, now: float) -> bool:
        """Whether this person may ask for one thing more."""
        if len(self._left) > 2_000:
            self._left.clear()
        return self._left.setdefault(person, Bucket(self._rate, self._burst)).take(now)


class Waiting:
    """Connections that have not shown a code yet. Each address has so many places; the oldest gives way."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._tasks: dict[str, dict[asyncio.Task[object], None]] = {}

    @contextmanager
    def place(self, address: str) -> Iterator[None]:
        """Wait as one of an address; whoever has waited longest there is let go if there are too many."""
        task = asyncio.current_task()
        assert task is not None
        tasks = self._tasks.setdefault(address, {})
        tasks[task] = None
        if len(tasks) > self._most:
            next(iter(tasks)).cancel()
        try:
            yield
        finally:
            tasks.pop(task, None)
            if not tasks:
                self._tasks.pop(address, None)


class Connections:
    """Open connections by address, of any kind."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: dict[str, list[asyncio.BaseTransport]] = {}

    def enter(self, address: str, transport: asyncio.BaseTransport) -> bool:
        """Whether one more connection of this address may stay."""
        known = self._open.setdefault(address, [])
        if len(known) >= self._most:
            known[:] = [one for one in known if not one.is_closing()]
        if len(known) >= self._most:
            return False
        if len(self._open) > 2_000:
            self._open = {one: kept for one, left in self._open.items()
                          if (kept := [t for t in left if not t.is_closing()]) or one == address}
            known = self._open.setdefault(address, known)
        known.append(transport)
        return True
