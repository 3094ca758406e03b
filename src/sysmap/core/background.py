"""What stands behind a map: texts, frames and pictures that people put there to find their way, and the colours they chose.

No question, count or check knows of it: a frame around factors is not a layer, and a text is not a claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.core import words as w
from sysmap.core.elements import Note, Position
from sysmap.core.pictures import LONGEST_PICTURE
from sysmap.core.record import attr, record

__all__ = ["BackgroundItem", "ThemeColour"]

_LARGEST = 100_000
"""How wide or high something behind a map may be, in pixels at zoom 1."""


@record(block=True)
class BackgroundItem:
    """A text, a frame or a picture behind the map. It shows where factors stand at places that people gave them."""

    id: str = attr("Short, stable name.", default="", slug=True, required=True)
    kind: w.BackgroundKind = attr("text, frame or picture.", default="text", required=True, group="apart")
    label: str = attr("The text; the title of a frame; what a picture shows, for those who cannot see it.", default="", required=True,
                      longest=1000, prose=True)
    position: Position = attr("Its middle.", default=Position(), required=True, group="apart")
    width: float = attr("How wide it is, in pixels at zoom 1.", default=320.0, required=True, low=10, high=_LARGEST)
    height: float | None = attr("How high a frame or picture is, in pixels at zoom 1; a text is as high as its lines.", low=10, high=_LARGEST)
    size: w.TextSize | None = attr("How large a text or title is written: small, medium or large.")
    colour: w.Colour | None = attr("The colour of a frame, or of the ground of a text.")
    image: str | None = attr("The picture itself, a PNG or JPEG as a data: address.", longest=LONGEST_PICTURE, picture=True, group="apart")
    notes: tuple[Note, ...] = attr("Remarks on it.", default=(), group="apart")
    internal: bool | None = attr("Left out of exports for clients and the public.", merge="any", group="sources")
    x: Mapping[str, Any] = attr("Anything of your own; kept untouched and never checked.", default={}, private="own")


@record
class ThemeColour:
    """The colour that people chose for a theme, layer or role. A name that has none gets the next colour that is free."""

    name: str = attr("The theme, layer or role.", default="", required=True, longest=300)
    colour: w.Colour = attr("Its colour.", default="grey", required=True)
