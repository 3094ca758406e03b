"""Submaps in words, such as upstream:health:2, for questions that combine them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.questions.between import between
from sysmap.questions.downstream import downstream
from sysmap.questions.ego import ego
from sysmap.questions.registry.parameters import Parameter
from sysmap.questions.shared.submap import Submap
from sysmap.questions.upstream import upstream

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Part", "submap_of", "submaps_of"]

Part = Annotated[str | Submap, Parameter(
    "part", "A submap: upstream:FACTOR, downstream:FACTOR, ego:FACTOR or between:FROM:TO, with :N at the end to go at most N "
            "links.", metavar="PARTS...")]
"""A submap, or the words for one."""


def submaps_of(project: Project, parts: Iterable[Part]) -> list[Submap]:
    """The submaps that are given or meant, at least one.

    Raises
    ------
    Refused : there is none, or a text asks for none.
    """
    found = [part if isinstance(part, Submap) else submap_of(project, part) for part in parts]
    if not found:
        raise Refused(Problem(code="A15", message="No submap is given.", hint=_HINT))
    return found


def submap_of(about: Map | Project, said: str) -> Submap:
    """The submap that a short text asks for, to combine submaps where there is only text, as on the command line.

    Parameters
    ----------
    about : the map, or what holds it.
    said : upstream:FACTOR, downstream:FACTOR, ego:FACTOR or between:FROM:TO; with a number of links at the end, if wanted,
        as in upstream:health:2. A name that holds a colon cannot be written so: use its id.

    Raises
    ------
    Refused : a text that asks for none, an unknown or retired factor, a bound below 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> chain = Map(id="m", title="Chain", factors={i: Factor(id=i, label=i.upper()) for i in "abc"},
    ...             links={"a->b": Link(id="a->b", from_="a", to="b"), "b->c": Link(id="b->c", from_="b", to="c")})
    >>> dict(submap_of(chain, "upstream:c:1").factors), dict(submap_of(chain, "between:a:c").factors)
    ({'b': 1}, {'b': 1})
    """
    kind, *names = said.split(":")
    steps = int(names.pop()) if len(names) > 1 and re.fullmatch(r"-?[0-9]{1,9}", names[-1]) else None
    if kind == "between" and len(names) == 2:
        return between(about, names[0], names[1], steps)
    if kind in ("upstream", "downstream", "ego") and len(names) == 1:
        if kind == "ego":
            return ego(about, names[0], 1 if steps is None else steps)
        return (upstream if kind == "upstream" else downstream)(about, names[0], steps)
    raise Refused(Problem(code="A15", message=f"“{said}” does not say a submap.", hint=_HINT))


_HINT = ("Write upstream:FACTOR, downstream:FACTOR, ego:FACTOR or between:FROM:TO, with :N at the end to go at most N links. "
         "For a name with a colon, use its id.")
