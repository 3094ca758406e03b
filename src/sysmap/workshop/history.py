"""The map as it was at an earlier moment of the session."""

from __future__ import annotations

from sysmap.core.edit import apply
from sysmap.core.map import Map
from sysmap.workshop.state import State

__all__ = ["map_at"]


def map_at(state: State, revision: int) -> Map:
    """The map as it was after a revision."""
    map_ = state.base
    for entry in state.entries[:revision]:
        edit = entry.edit
        if edit is not None:
            map_ = apply(map_, edit)
    return map_
