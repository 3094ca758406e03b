"""What Kumu's words mean: pairs of signs at the two ends of a connection, attributes under small letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.core.words import Polarity
from sysmap.formats.foreign.draft import DraftLink
from sysmap.formats.foreign.signs import SignTable

__all__ = ["PAIRS", "connection_type", "direction_of"]

PAIRS: dict[str, Polarity] = {"++": "positive", "--": "positive", "+-": "negative", "-+": "negative"}
"""A pair says how each end moves; the sign of the link is their product."""

_TYPE = "connection type"


def direction_of(said: Any) -> Any:
    """Kumu's word for a direction as the draft's."""
    return {"undirected": "none", "mutual": "mutual"}.get(str(said or "").strip().lower(), "directed")


def connection_type(link: DraftLink, raw: Mapping[str, Any]) -> str:
    """The type to write: the one it came with while its sign is still the link's, else a plain sign.

    >>> connection_type(DraftLink("a", "b", sign="positive"), {"type": "--"}), connection_type(DraftLink("a", "b", sign="negative"), {})
    ('--', '-')
    """
    polarity = SignTable().read(link.sign).polarity
    held = str(raw.get("type") or link.style or "")
    if held and SignTable(own=PAIRS).read(held).polarity == polarity:
        return held
    return {"positive": "+", "negative": "-", "mixed": "mixed"}.get(polarity, "" if link.sign in ("unknown", None) else str(link.sign))
