"""A map as a system of influences: who acts on whom, with which sign, how strongly, and whether the link is there at all.

Analyses of dynamics need every link between the factors they look at, and the links from a factor to itself. Parallel
links between two factors are one influence; where they contradict each other, its sign is open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sysmap.analysis.components import groups_of
from sysmap.analysis.projection import Projection, Step
from sysmap.analysis.signs import N, P
from sysmap.core.elements import Link

__all__ = ["Interaction", "System", "system_of"]


@dataclass(frozen=True, slots=True)
class Interaction:
    """What one factor does to another.

    Attributes
    ----------
    start, end : places of the factors in `System.ids`.
    signs : the set of signs its links have (`sysmap.analysis.signs`).
    strength : weak, medium or strong; None where nobody said.
    links : ids of its links, the strongest first, then by id.
    doubtful : ids of those links of which it is doubtful that they are there.
    """

    start: int
    end: int
    signs: int
    strength: str | None
    links: tuple[str, ...]
    doubtful: tuple[str, ...]

    @property
    def sign(self) -> int:
        """1 or -1; 0 where the sign is open, which is not the same as no influence."""
        return 1 if self.signs == P else -1 if self.signs == N else 0


@dataclass(frozen=True, slots=True)
class System:
    """Factors by number, in the order of their ids, and the influences between them, in the order of their ends.

    Attributes
    ----------
    ids : the factors.
    influences : those between two different factors.
    own : those from a factor to itself.
    """

    ids: tuple[str, ...]
    influences: tuple[Interaction, ...]
    own: tuple[Interaction, ...]

    @property
    def signed(self) -> bool:
        """Whether any influence has a certain sign."""
        return any(one.sign for one in self.influences)

    @property
    def open(self) -> tuple[Interaction, ...]:
        """Influences whose sign is open, those of a factor on itself last."""
        return tuple(one for one in (*self.influences, *self.own) if not one.sign)

    def only(self, places: Iterable[int]) -> System:
        """The same of some factors alone."""
        kept = sorted(places)
        new = {place: i for i, place in enumerate(kept)}
        moved = [tuple(replace(one, start=new[one.start], end=new[one.end]) for one in ones if one.start in new and one.end in new)
                 for ones in (self.influences, self.own)]
        return System(tuple(self.ids[i] for i in kept), *moved)

    def groups(self) -> list[list[int]]:
        """Factors that all influence each other, causes before effects; a factor on no loop is a group of its own."""
        rows: list[list[int]] = [[] for _ in self.ids]
        for one in self.influences:
            rows[one.start].append(one.end)
        return groups_of(rows)[::-1]

    def loop_groups(self) -> list[list[int]]:
        """The groups of two or more, the largest first, then by first id."""
        return sorted((group for group in self.groups() if len(group) > 1), key=lambda group: (-len(group), group))

    def reached(self, starts: Collection[int]) -> frozenset[int]:
        """The starts and every factor that they influence, at whatever distance."""
        found, new = set(starts), list(starts)
        rows: list[list[int]] = [[] for _ in self.ids]
        for one in self.influences:
            rows[one.start].append(one.end)
        while new:
            for there in rows[new.pop()]:
                if there not in found:
                    found.add(there)
                    new.append(there)
        return frozenset(found)

    def links(self) -> tuple[str, ...]:
        """Ids of all its links, each once, in order."""
        return tuple(sorted({id_ for one in (*self.influences, *self.own) for id_ in one.links}))


def system_of(proj: Projection, among: Collection[str] | None = None) -> System:
    """The system of some factors of a map.

    Parameters
    ----------
    proj : the map as analyses walk it.
    among : ids of the factors; all in use where not given. Links to and from others are left out.

    Examples
    --------
    >>> from sysmap.analysis.projection import project
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> ring = Map(id="m", title="M", factors={i: Factor(id=i, label=i) for i in "ab"}, links={
    ...     k: Link(id=k, from_=k[0], to=k[-1], polarity=v) for k, v in {"a->b": "negative", "b->a": "unknown"}.items()})
    >>> [(one.start, one.end, one.sign) for one in system_of(project(ring)).influences]
    [(0, 1, -1), (1, 0, 0)]
    """
    ids = tuple(id_ for id_ in proj.ids if among is None or id_ in among)
    at = {proj.at[id_]: place for place, id_ in enumerate(ids)}
    size = len(proj.ids)
    between = (divmod(pair, size) for pair in proj.ordered)
    influences = tuple(_influence(proj.step(start, end), at[start], at[end]) for start, end in between if start in at and end in at)
    own = tuple(_influence(proj.step(i, i), at[i], at[i]) for i in at if proj.places(proj.pair(i, i)))
    return System(ids, influences, own)


def _influence(step: Step, start: int, end: int) -> Interaction:
    strength = next((link.strength for link in step.links if link.strength), None)
    return Interaction(start, end, step.classes, strength, tuple(link.id for link in step.links),
                     tuple(link.id for link in step.links if _doubtful(link)))


def _doubtful(link: Link) -> bool:
    """Whether people doubt that the link is there: they disagree, one voice alone said it, or it is only expected."""
    return link.confidence in ("contested", "one-voice") or link.status == "anticipated"


