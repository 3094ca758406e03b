"""Which factor somebody means: by id, else by label or alias in any case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused, nearest, one_of

__all__ = ["different", "factor_id", "factor_ids"]


def factor_id(map_: Map, name: str) -> str:
    """The id of the factor that a name means.

    An exact id wins; then an exact label or alias, whatever its case and spacing.

    Raises
    ------
    Refused : no factor has that name (the nearest names are given), several have it, or the factor is retired, which
        analyses leave out.
    """
    found = name if name in map_.factors else None
    if found is None:
        wanted = _plain(name)
        labelled = [f.id for f in map_.factors.values() if _plain(f.label) == wanted]
        matches = labelled or [f.id for f in map_.factors.values() if any(_plain(a) == wanted for a in f.aliases)]
        matches = [id_ for id_ in matches if map_.factors[id_].status != "retired"] or matches
        if len(matches) > 1:
            raise Refused(Problem(
                code="A01", message=f"{len(matches)} factors are called “{name}”.",
                hint=f"Use the id: {', '.join(sorted(matches))}."))
        found = matches[0] if matches else None
    if found is None:
        raise Refused(Problem(code="A01", message=f"There is no factor “{name}” in “{map_.title or map_.id}”.",
                              hint=_way_out(map_, name)))
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


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _way_out(map_: Map, name: str) -> str:
    by_label = {f.label: f.id for f in map_.factors.values()}
    by_label.update((alias, f.id) for f in map_.factors.values() for alias in f.aliases)
    ids = nearest(name, map_.factors)
    ids += [by_label[label] for label in nearest(name, by_label) if by_label[label] not in ids]
    if not ids:
        return one_of(name, map_.factors)
    shown = [f"{id_} (“{map_.factors[id_].label}”)" for id_ in ids[:3]]
    return f"Did you mean {' or '.join(shown)}?"
