"""The map as it was at an earlier moment of the session."""

from __future__ import annotations

from sysmap.core.edit import apply
from sysmap.core.map import Map
from sysmap.workshop.state import State

__all__ = ["map_at"]


def map_at(state: State, revision: int) -> Map:
    """The map as it was after a revision."""
    if revision == state.revision:
        return state.map
    map_ = state.base
    for entry in state.entries:
        if entry.revision > revision:
            break
        edit = entry.edit
        if edit is not None:
            map_ = apply(map_, edit, trusted=True)
    return map_
