"""Values of other tools as data that a YAML file holds unchanged."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from sysmap.core.characters import without_unwanted
from sysmap.core.elements import Note
from sysmap.core.values import FARTHEST
from sysmap.formats.foreign.plain_text import note_text

__all__ = ["add_note", "kept_value"]

_DEPTH = 12


def kept_value(value: Any, depth: int = 0, *, own: bool = False) -> Any:
    """The value without what a text file cannot hold; what is nested too deep becomes a text.

    In a file that sysmap wrote itself (`own`), carriage returns are the map's and stay.

    >>> kept_value({"a": (1, float("nan"), "x\\x00y"), 3: None})
    {'a': [1, 'nan', 'xy'], '3': None}
    """
    if value is None or isinstance(value, bool | int):
        return value if not isinstance(value, int) or isinstance(value, bool) or abs(value) <= FARTHEST else str(value)
    if isinstance(value, str):
        return without_unwanted(value if own else value.replace("\r", ""))
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping | list | tuple):
        if depth >= _DEPTH:
            return json.dumps(value, ensure_ascii=False, default=str)[:100_000]
        if isinstance(value, Mapping):
            return {kept_value(str(key), own=own): kept_value(one, depth + 1, own=own) for key, one in value.items()}
        return [kept_value(one, depth + 1, own=own) for one in value]
    if hasattr(value, "tolist"):
        return kept_value(value.tolist(), depth, own=own)
    return without_unwanted(str(value).replace("\r", ""))


def add_note(values: dict[str, Any], text: str) -> None:
    """Put a note among the values of an element, unless its notes say the same already."""
    said = note_text(text)
    notes = values.get("notes", ())
    if said and said != "\n\n".join(note.text for note in notes):
        values["notes"] = (Note(text=said),)
