"""Which factors a question is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sysmap.core.map import Map
from sysmap.core.naming import factor_named
from sysmap.core.problem import Problem, Refused

__all__ = ["different", "factor_id", "factor_ids"]


def factor_id(map_: Map, name: str) -> str:
    """The id of the factor in use that a name means (`sysmap.core.naming`).

    Raises
    ------
    Refused : no factor has that name, several have it, or the factor is retired, which analyses leave out.
    """
    found = factor_named(map_, name)
    if map_.factors[found].status == "retired":
        raise Refused(Problem(
            code="A05",
            message=f"The factor “{map_.factors[found].label}” ({found}) is retired: analyses leave it out.",
            hint="Ask about a factor that is in use, or change its status."))
    return found


def factor_ids(map_: Map, names: str | Iterable[str]) -> tuple[str, ...]:
    """The ids of one or several named factors, each once, in the order they were named."""
    listed: Sequence[str] = (names,) if isinstance(names, str) else tuple(names)
    return tuple(dict.fromkeys(factor_id(map_, name) for name in listed))


def different(map_: Map, start: str, end: str) -> None:
    """Refuse a question from a factor to itself.

    Raises
    ------
    Refused : both are the same factor.
    """
    if start == end:
        raise Refused(Problem(
            code="A03", message=f"Both ends are the same factor: “{map_.factors[start].label}” ({start}).",
            hint=f"Name two different factors, or ask for the loops through it: sysmap loops FILE --through {start}."))
