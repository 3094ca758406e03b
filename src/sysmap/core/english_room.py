"""The English of the workshop's room: labels and short sentences by name; the browser reads them with those of `sysmap.core.english`."""

from __future__ import annotations

from typing import Final

__all__ = ["ROOM"]

ROOM: Final[dict[str, str]] = {
    "room.who-is-here": "Who is here",
    "room.phase": "Phase",
    "room.minutes": "Minutes",
    "room.present": "Present",
    "room.present-means": "Show the map on the whole screen, one saved view after the other",
    "room.presentation": "Presentation",
    "room.present-back": "The view before",
    "room.present-on": "The next view",
    "room.present-end": "End",
    "room.find": "Find",
    "room.find-means": "Go to a factor by a part of its name (Ctrl+F)",
    "room.find-nothing": "No factor is called “{text}”.",
    "room.arrange": "Put them in line",
    "room.layer-entered":
        "{n, plural, one {“{factor}” is in the layer “{layer}” now} other {# factors are in another layer now}}. "
        "Ctrl+Z takes it back.",
}
