"""Export levels: what a file for a client or for the public must not hold is taken out of the map itself.

Dropping happens before layout, analysis and drawing, so that nothing of a dropped element can be left behind in a
position, a count or an answer. (Hiding it in the page would leave it in the bytes.)
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar

from sysmap.core import elements as e
from sysmap.core.kinds import Document
from sysmap.core.library import Cases
from sysmap.core.map import Map, link_ends
from sysmap.core.record import FieldSpec, fields_of
from sysmap.core.references import named_by

__all__ = ["LEAST_HOLDERS", "LEVELS", "Level", "at_level", "known_holders", "leveled"]

Level = Literal["internal", "client", "public"]
"""Who a file is for.

internal: everything. client: without internal elements and notes, words of people who did not agree to be quoted,
private extras (`x:`) and roles that might point at a person. public: also without any quotation and
any remark on who said what.
"""

LEVELS: tuple[Level, ...] = ("internal", "client", "public")

LEAST_HOLDERS = 3
"""A role is printed outside the team only where at least so many people are known to hold it."""

D = TypeVar("D", bound=Document)


def known_holders(uses: Iterable[Document]) -> dict[str, int]:
    """How many people are known to hold each role, from the registers of cases among the files."""
    holders: dict[str, int] = {}
    for file in uses:
        if isinstance(file, Cases):
            groups = [*(case.people for case in file.cases.values()), *(one.people for one in file.surveys.values())]
            for people in groups:
                for role, number in people.items():
                    holders[role] = holders.get(role, 0) + number
    return holders


def at_level(file: D, level: Level, holders: Mapping[str, int] | None = None) -> D:
    """A map, evidence register or model file as readers at a level may have it.

    Parameters
    ----------
    file : any document of the format; it is not changed.
    level : internal (the file comes back as it is), client or public.
    holders : how many people hold each role (`known_holders`); a role that is not in it counts as too small.

    Returns
    -------
    the same kind of document. Links of a dropped factor, loops through it, log entries and saved views about it go
    with it; other elements only lose their mention of it.

    Raises
    ------
    ValueError : the level does not exist.

    >>> from sysmap.core.elements import Factor, Link
    >>> m = Map(kind="map", id="m", title="M",
    ...         factors={"a": Factor(id="a", label="A"), "b": Factor(id="b", label="B", internal=True)},
    ...         links={"a->b": Link(id="a->b", from_="a", to="b")})
    >>> public = at_level(m, "public")
    >>> list(public.factors), list(public.links)
    (['a'], [])
    """
    if level not in LEVELS:
        raise ValueError(f"no export level {level!r}; the levels are {', '.join(LEVELS)}")
    if level == "internal":
        return file
    dropped: set[tuple[str, str]] = set()
    kept: Any = _without_private(file, level, holders or {}, dropped)
    if dropped and isinstance(file, Map):
        kept = _without_mentions(kept, dropped)
    return kept  # type: ignore[no-any-return]


def leveled(map_: Map, files: Iterable[Document], level: Level) -> tuple[Map, tuple[Document, ...]]:
    """A map and the files beside it as readers at a level may have them.

    Analyses and scores for such readers are to be worked out from these, not from the whole. To be done once: which roles
    are large enough is seen from the whole register of cases.
    """
    files = tuple(files)
    holders = known_holders(files)
    return at_level(map_, level, holders), tuple(at_level(file, level, holders) for file in files)


def _without_private(record: Any, level: Level, holders: Mapping[str, int], dropped: set[tuple[str, str]]) -> Any:
    kept: dict[str, Any] = {}
    cls: type = type(record)
    for spec in fields_of(cls):
        value = getattr(record, spec.name)
        if not value:
            continue
        kind = spec.shape.kind
        if spec.private == "own":
            kept[spec.name] = spec.default
        elif spec.private == "roles":
            kept[spec.name] = _roles(value, level, holders)
        elif spec.private == "quote" and (level == "public" or not getattr(record, "permission", None)):
            kept[spec.name] = None
        elif kind == "record":
            kept[spec.name] = _without_private(value, level, holders, dropped)
        elif kind == "records":
            kept[spec.name] = tuple(
                _without_private(one, level, holders, dropped) for one in value if not _is_private(one, level))
        elif kind == "collection":
            dropped.update((spec.name, id_) for id_, one in value.items() if _is_private(one, level))
            kept[spec.name] = {id_: _without_private(one, level, holders, dropped)
                               for id_, one in value.items() if not _is_private(one, level)}
    return dataclasses.replace(record, **kept) if kept else record


def _is_private(one: Any, level: Level) -> bool:
    if getattr(one, "internal", None):
        return True
    return isinstance(one, e.Note) and one.kind == "quote" and (level == "public" or not one.permission)


def _roles(value: Any, level: Level, holders: Mapping[str, int]) -> Any:
    def large(role: str) -> bool:
        return level != "public" and holders.get(role, 0) >= LEAST_HOLDERS

    if isinstance(value, str):
        return value if large(value) else None
    if isinstance(value, Mapping):
        return {role: number for role, number in value.items() if number >= LEAST_HOLDERS}
    return tuple(role for role in value if large(role))


def _without_mentions(map_: Map, dropped: set[tuple[str, str]]) -> Map:
    """The map without what stood on something dropped (links, loops, log entries, views), nor mentions of it.

    Which fields name elements is read from the record: `ref` and `mentions`.
    """
    factors = {id_ for place, id_ in dropped if place == "factors"}
    gone = _Gone(dropped | {("links", id_) for id_, link in map_.links.items() if factors.intersection((link.from_, link.to))})
    cleaned: dict[str, Any] = {}
    for spec in fields_of(Map):
        value = getattr(map_, spec.name)
        if spec.shape.kind == "collection":
            cleaned[spec.name] = {id_: gone.unnamed_in(one) for id_, one in value.items()
                                  if (spec.name, id_) not in gone.elements and not gone.carries(one)}
        elif spec.shape.kind == "records":
            cleaned[spec.name] = tuple(gone.unnamed_in(one) for one in value if not gone.carries(one))
    found: Map = gone.unnamed_in(dataclasses.replace(map_, **cleaned))
    return found


class _Gone:
    """Elements that a level took out, each with its collection."""

    def __init__(self, elements: set[tuple[str, str]]) -> None:
        self.elements = elements
        self.ids = {id_ for _, id_ in elements}

    def names(self, spec: FieldSpec, text: str) -> bool:
        """Whether a text of a field names one of them."""
        if spec.ref:
            return any((place, id_) in self.elements for places, id_ in named_by(spec, text) for place in places)
        return text in self.ids or any(end in self.ids for end in link_ends(text) or ())

    def carries(self, record: Any) -> bool:
        """Whether a record is nothing without them: a link without an end, a loop without a factor, an entry about them alone."""
        cls: type = type(record)
        for spec in fields_of(cls):
            if not (_mentions(spec) or (spec.ref and (spec.required or isinstance(record, e.Loop)))):
                continue
            hits = [self.names(spec, text) for text in _texts(getattr(record, spec.name))]
            if all(hits) if hits and spec.mentions and spec.shape.kind == "texts" else any(hits):
                return True
        return False

    def unnamed_in(self, record: Any) -> Any:
        """The record without mention of them in its texts and lists of names."""
        kept: dict[str, Any] = {}
        cls: type = type(record)
        for spec in fields_of(cls):
            value = getattr(record, spec.name)
            if value and (spec.ref or _mentions(spec)) and spec.shape.kind in ("text", "texts"):
                left: Any = tuple(text for text in _texts(value) if not self.names(spec, text))
                if isinstance(value, str):
                    left = left[0] if left else None
                if left != value:
                    kept[spec.name] = left
        return dataclasses.replace(record, **kept) if kept else record


def _mentions(spec: FieldSpec) -> bool:
    return spec.mentions or spec.shape.kind == "extra"


def _texts(*values: Any) -> Iterable[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(*value.keys(), *value.values())
        elif isinstance(value, (list, tuple)):
            yield from _texts(*value)
