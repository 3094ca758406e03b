"""What texts from the network may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.core.background import BackgroundItem
from sysmap.core.characters import unwanted_in
from sysmap.core.elements import Factor
from sysmap.core.problem import Problem, Refused
from sysmap.core.record import LONGEST, fields_of

__all__ = ["MAX_LABEL", "MAX_TEXT", "check_texts", "short"]

MAX_LABEL = next(spec.longest for spec in fields_of(Factor) if spec.name == "label")
MAX_TEXT = LONGEST
MAX_VALUES = 20_000
_LONGER = {spec.key: spec.longest for spec in fields_of(BackgroundItem) if spec.picture}


def check_texts(value: Any, key: str = "") -> None:
    """Refuse texts that are too long or hold characters that a file cannot keep or a reader cannot see."""
    _check(value, key, 0, [0])


def _check(value: Any, key: str, depth: int, count: list[int]) -> None:
    count[0] += 1
    if depth > 12 or count[0] > MAX_VALUES:
        raise Refused(Problem(code="L03", message="This is nested too deep or too large.", hint="Send less at once."))
    if isinstance(value, str):
        most = MAX_LABEL if key in ("label", "id", "name", "group", "from", "to") else _LONGER.get(key, MAX_TEXT)
        if len(value) > most:
            raise Refused(Problem(code="L03", message=f"The {key or 'text'} has {len(value):,} characters.",
                                  hint=f"Keep it under {most:,}; a note can hold the rest."))
        found = unwanted_in(value)
        if found is not None:
            what = "a control character" if found.control else "a character that nobody can see"
            raise Refused(Problem(code="L03", message=f"The {key or 'text'} holds {what} ({found.name}).",
                                  hint="Type it again without it."))
    elif isinstance(value, Mapping):
        for name, one in value.items():
            _check(str(name), "key", depth, count)
            _check(one, str(name), depth + 1, count)
    elif isinstance(value, list | tuple):
        for one in value:
            _check(one, key, depth + 1, count)
    elif isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        raise Refused(Problem(code="L03", message=f"The {key or 'number'} is not a number.", hint="Send digits."))


def short(value: Any, most: int = 60) -> str:
    """The beginning of a text, for messages."""
    text = " ".join(str(value).split())
    return text if len(text) <= most else text[: most - 1] + "…"
