"""What texts from the network may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sysmap.core.problem import Problem, Refused

__all__ = ["MAX_LABEL", "MAX_TEXT", "check_texts", "short"]

MAX_LABEL = 300
MAX_TEXT = 4_000
MAX_VALUES = 20_000
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def check_texts(value: Any, key: str = "") -> None:
    """Refuse texts that are too long or hold characters that a file cannot keep or a reader cannot see."""
    _check(value, key, 0, [0])


def _check(value: Any, key: str, depth: int, count: list[int]) -> None:
    count[0] += 1
    if depth > 12 or count[0] > MAX_VALUES:
        raise Refused(Problem(code="L03", message="This is nested too deep or too large.", hint="Send less at once."))
    if isinstance(value, str):
        most = MAX_LABEL if key in ("label", "id", "name", "group", "from", "to") else MAX_TEXT
        if len(value) > most:
            raise Refused(Problem(code="L03", message=f"The {key or 'text'} has {len(value):,} characters.",
                                  hint=f"Keep it under {most:,}; a note can hold the rest."))
        if _BAD.search(value):
            raise Refused(Problem(code="L03", message=f"The {key or 'text'} holds control characters.",
                                  hint="Type it again without them."))
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
