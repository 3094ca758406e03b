"""Shapes that the data of several answers share."""

from __future__ import annotations

from typing import Annotated, TypedDict

__all__ = ["Ends", "Labelled"]

Ends = TypedDict("Ends", {"from": Annotated[str, "where influence starts"], "to": Annotated[str, "what is influenced"]})
"""From where to where."""


class Labelled(TypedDict):
    """A thing with what people call it, as data."""

    id: str
    label: str
