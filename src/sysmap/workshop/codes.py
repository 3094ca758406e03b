"""Secrets: codes that people type to join, and keys their browsers keep. Made by the system's secure generator only."""

from __future__ import annotations

import hashlib
import hmac
import secrets

__all__ = ["bare_code", "fingerprint", "new_code", "new_key", "same"]

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_code(length: int = 8) -> str:
    """A code that can be read from a projector: no letters that look alike, in groups of four. 8 letters are about
    6.5e11 codes; at one attempt in two seconds nobody guesses one in a lifetime of workshops.
    """
    letters = "".join(secrets.choice(_LETTERS) for _ in range(length))
    return "-".join(letters[at : at + 4] for at in range(0, length, 4))


def new_key() -> str:
    """What a browser keeps to be the same person after a reload."""
    return secrets.token_urlsafe(24)


def fingerprint(key: str) -> str:
    """What the log keeps of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def same(said: str, code: str) -> bool:
    """Whether somebody typed a code (capitals and dashes do not matter), in constant time."""
    return hmac.compare_digest(bare_code(said).encode(), bare_code(code).encode())


def bare_code(code: str) -> str:
    """A code without what people type it with.

    >>> bare_code("abcd-efgh")
    'ABCDEFGH'
    """
    return "".join(c for c in code.upper() if c.isalnum())
