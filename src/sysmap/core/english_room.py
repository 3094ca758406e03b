"""The English of the workshop's room: labels and short sentences by name; the browser reads them with those of `sysmap.core.english`."""

from __future__ import annotations

from typing import Final

__all__ = ["ROOM"]

ROOM: Final[dict[str, str]] = {
    "room.who-is-here": "Who is here",
    "room.phase": "Phase",
    "room.minutes": "Minutes",
    "room.one-or-several": "One factor or several?",
    "room.is-this-one-factor": "Is this one factor, or {number}?",
    "room.these-factors": "{number} factors: {labels}",
    "room.one-factor": "One factor: {label}",
}
