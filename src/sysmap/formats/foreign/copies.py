"""Factors that are probably one: drawn twice so that lines cross less, numbered, or spelled in two ways.

Nothing is merged by itself. Where people say so, two become one and the loops are counted anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sysmap.core.compound import merge_factors
from sysmap.core.edit import apply
from sysmap.core.map import Map
from sysmap.core.near_duplicates import key_of, near_duplicates
from sysmap.core.problem import Problem, Refused, one_of
from sysmap.core.sentences import count_text
from sysmap.formats.foreign.making import Imported

__all__ = ["copies_sentences", "likely_copies", "merged_copies"]

_NUMBERED = re.compile(r"[\s(_#-]*\d{1,2}\)?\Z|\s*\((?:copy|ghost|shadow)\)\Z", re.IGNORECASE)
_SHORTEST = 3
"""Letters that a label has at the least before its number is left out: C1 and C2 are names of their own."""
_SHOWN = 12


def likely_copies(map_: Map) -> list[tuple[str, str]]:
    """Pairs of factors that may be one under two names, the earlier first.

    >>> from sysmap.core.elements import Factor
    >>> labels = {"a": "Trust", "b": "Trust 2", "c": "Waits"}
    >>> likely_copies(Map(id="m", title="M", factors={i: Factor(id=i, label=t) for i, t in labels.items()}))
    [('a', 'b')]
    """
    labels = {id_: one.label for id_, one in map_.factors.items() if one.status != "retired"}
    bare = {id_: cut if len(cut := _NUMBERED.sub("", label)) >= _SHORTEST else label for id_, label in labels.items()}
    return list(near_duplicates({id_: [key_of(label)] for id_, label in bare.items()}))


def copies_sentences(map_: Map) -> Iterator[str]:
    """The pairs one by one, each with what would merge them."""
    pairs = likely_copies(map_)
    if not pairs:
        return
    yield f"{count_text(len(pairs), 'pair')} of factors may be one under two names; nothing was merged:"
    for first, second in pairs[:_SHOWN]:
        yield f"- “{map_.factors[first].label}” and “{map_.factors[second].label}”: --merge {first}={second}"
    if len(pairs) > _SHOWN:
        yield f"- and {len(pairs) - _SHOWN} more (--json names all)"


def merged_copies(imported: Imported, said: Sequence[str]) -> Imported:
    """The import with the factors merged that people said are one, written ``KEEP=OTHER``.

    Raises
    ------
    Refused : there is no such factor.
    """
    map_ = imported.map
    into: dict[str, str] = {}
    for pair in said:
        keep, equals, other = (part.strip() for part in pair.partition("="))
        keep, other = _end(into, keep), _end(into, other)
        for id_ in (keep, other):
            if not equals or id_ not in map_.factors:
                raise Refused(Problem(code="E02", message=f"There is no factor {id_ or pair} to merge.",
                                      hint=f"Write KEEP=OTHER with two ids. {one_of(id_, map_.factors)}"))
        if keep != other:
            map_ = apply(map_, merge_factors(map_, keep, other))
            into[other] = keep
    return replace(imported, map=map_) if said else imported


def _end(into: dict[str, str], id_: str) -> str:
    while id_ in into:
        id_ = into[id_]
    return id_
