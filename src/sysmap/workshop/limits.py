"""How much one client may send, so that nobody can disturb the rest."""

from __future__ import annotations

__all__ = ["MAX_MESSAGE", "MAX_QUEUE", "Bucket", "Guesses"]

MAX_MESSAGE = 256 * 1024
"""Bytes of one message: a pasted outline of a thousand lines fits."""
MAX_QUEUE = 400
"""Messages waiting for a client that does not read; beyond it the connection is closed and the client comes back fresh."""


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
    """Wrong codes by address: twenty at once, then one every two seconds. A room that joins all at once guesses nothing
    wrong and is not held up; somebody who guesses waits, and only they.
    """

    def __init__(self, rate: float = 0.5, burst: float = 20.0) -> None:
        self._rate, self._burst = rate, burst
        self._left: dict[str, Bucket] = {}

    def may(self, address: str, now: float) -> bool:
        """Whether a code from this address is looked at now."""
        bucket = self._left.get(address)
        if bucket is None:
            return True
        bucket.take(now, 0.0)
        return bucket.level >= 1.0

    def wrong(self, address: str, now: float) -> None:
        """A code from this address was wrong."""
        if address not in self._left and len(self._left) >= 1_000:
            self._left.pop(next(iter(self._left)))
        self._left.setdefault(address, Bucket(self._rate, self._burst)).take(now)
