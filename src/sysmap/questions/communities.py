"""Communities of the map: which factors are joined more among themselves than with the rest.

The method of Louvain parts the map so that as many links as possible lie within parts (Blondel, Guillaume, Lambiotte & Lefebvre 2008,
J. Stat. Mech. P10008). It looks at what is joined, not at signs or directions. Each part is called after the theme or layer that most
of its factors share, else after the factor with most links in it. A part is a way to look at a large map, no finding about the system:
other methods, or a few links more, may part it otherwise.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from sysmap.analysis.base import count_of, label_of, name_of
from sysmap.analysis.communities import communities_of
from sysmap.analysis.projection import Projection, projection_of
from sysmap.core.elements import Factor, Link
from sysmap.core.map import Map
from sysmap.core.sentences import capital, list_text, quoted
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.drawing import MapPanel, MapPanels
from sysmap.questions.registry.question import question
from sysmap.questions.registry.table import Table

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["Community", "CommunitiesFound", "communities"]

_MOST = 0.6
"""The share of factors that a theme or layer needs to give a part its name."""
_NAMED = 6
_DRAWN = 60
"""How many arrows between parts are drawn: more could not be told apart."""


class CommunityData(TypedDict):
    """A part of the map, as data."""

    id: str
    label: str
    factors: Annotated[list[str], "its factors, in order of id"]
    within: Annotated[int, "how many joined pairs lie within it"]
    out: Annotated[dict[str, int], "how many joined pairs lead to each other part, by its id"]


class CommunitiesData(TypedDict):
    """The parts of the map, as data."""

    modularity: Annotated[float, "the share of joined pairs within parts less what chance would give; from 0.3 on parts are clearly separated"]
    count: Annotated[int, "how many parts of two or more factors there are"]
    communities: Annotated[list[CommunityData], "the parts, the largest first"]
    apart: Annotated[list[str], "factors that are joined to nothing"]


@dataclass(frozen=True, slots=True)
class Community:
    """A part of the map: its factors, how many pairs are joined within it, and how many lead to each other part."""

    id: str
    label: str
    factors: tuple[str, ...]
    within: int
    out: Mapping[str, int]


@dataclass(frozen=True)
class CommunitiesFound(Answer):
    """The communities of a map; `apart` are the factors joined to nothing."""

    found: tuple[Community, ...]
    apart: tuple[str, ...]
    modularity: float = field(default=0.0)

    @property
    def used_links(self) -> tuple[str, ...]:
        """Every link between two factors."""
        return projection_of(self.map).link_ids(projection_of(self.map).ordered)

    @property
    def used_factors(self) -> tuple[str, ...]:
        """Every factor in use."""
        return projection_of(self.map).ids

    @property
    def submap(self) -> Map:
        """The whole map with the name of its community as the theme of each factor, to be coloured, filtered and grouped by."""
        theme = {id_: one.label for one in self.found for id_ in one.factors}
        return dataclasses.replace(self.map, factors={
            id_: dataclasses.replace(one, theme=theme.get(id_, one.theme)) for id_, one in self.map.factors.items()})

    @cached_property
    def _between(self) -> dict[tuple[str, str], Counter[str]]:
        """The signs of the links from one part to another."""
        proj = projection_of(self.map)
        part = {id_: one.id for one in self.found for id_ in one.factors}
        signs: dict[tuple[str, str], Counter[str]] = {}
        for pair in proj.ordered:
            start, end = proj.named(pair)
            if start in part and end in part and part[start] != part[end]:
                step = proj.step(proj.at[start], proj.at[end])
                signs.setdefault((part[start], part[end]), Counter())[step.polarity] += 1
        return signs

    @property
    def collapsed(self) -> Map:
        """The map with one factor for each community and one link from each to each other that it leads to.

        A link's sign is that of all the links it stands for where they agree, and mixed or unknown otherwise.
        """
        links = {f"{a}->{b}": Link(id=f"{a}->{b}", from_=a, to=b, polarity=_sign(counts), why=f"Stands for {count_of(counts.total(), 'link')}.")
                 for (a, b), counts in sorted(self._between.items())}
        factors = {one.id: Factor(id=one.id, label=one.label, definition=f"{count_of(len(one.factors), 'factor')}: "
                                  f"{list_text((label_of(self.map, id_) for id_ in one.factors), 20)}.") for one in self.found}
        return Map(id=f"{self.map.id}-communities"[:64], title=f"Communities of {self.map.title or self.map.id}", factors=factors, links=links)

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each part by name, with its factors."""
        return tuple((one.label, one.factors) for one in self.found)

    @property
    def drawing(self) -> MapPanels | None:
        """The parts as one box each; None where there are fewer than two."""
        if len(self.found) < 2:
            return None
        counts = {f"{a}->{b}": counts.total() for (a, b), counts in self._between.items()}
        drawn = sorted(sorted(counts), key=lambda id_: -counts[id_])[:_DRAWN]
        small = self.collapsed
        small = dataclasses.replace(small, links={id_: link for id_, link in small.links.items() if id_ in set(drawn)})
        fewer = f"; the {len(drawn)} that stand for most of {len(counts)} are drawn" if len(drawn) < len(counts) else ""
        return MapPanels("The parts of the map", small, (
            MapPanel(f"One box a part; numbers count links of the map{fewer}", small, {id_: str(counts[id_]) for id_ in drawn}),))

    def words(self) -> str:
        """How many parts, how clearly separated, and the largest of them."""
        if not self.found:
            return "No two factors of this map are joined, so it has no parts."
        plain = "clearly separated" if self.modularity >= 0.3 else "not clearly separated"
        parts = [f"The map falls into {count_of(len(self.found), 'part')}, {plain} (modularity {self.modularity:.2f})."]
        for one in self.found[:_NAMED]:
            names = list_text((name_of(self.map, id_) for id_ in one.factors[:4]), 4, len(one.factors))
            parts.append(f"{capital(quoted(one.label))}: {names}.")
        if self.apart:
            parts.append(f"Joined to nothing: {list_text((name_of(self.map, id_) for id_ in self.apart[:_NAMED]), _NAMED, len(self.apart))}.")
        return " ".join([*parts, "Parts show where links are dense. Directions and signs do not count, and another method may part it "
                                 "otherwise."])

    def data(self) -> CommunitiesData:
        """The answer as plain data."""
        return {"modularity": self.modularity, "count": len(self.found), "apart": list(self.apart),
                "communities": [{"id": one.id, "label": one.label, "factors": list(one.factors), "within": one.within, "out": dict(one.out)}
                                for one in self.found]}

    def rows(self) -> list[dict[str, Any]]:
        """One row a factor."""
        return [{"community": one.id, "community_label": one.label, "id": id_, "label": label_of(self.map, id_)}
                for one in self.found for id_ in one.factors]

    def table(self) -> Table:
        """One row a part."""
        return Table(("part", "factors", "pairs within", "pairs to others", "its factors"), tuple(
            (one.label, str(len(one.factors)), str(one.within), str(sum(one.out.values())), list_text(one.factors, 8)) for one in self.found))


def _sign(counts: Counter[str]) -> Any:
    if len(counts) == 1:
        return next(iter(counts))
    return "unknown" if set(counts) <= {"unknown", "positive"} or set(counts) <= {"unknown", "negative"} else "mixed"


@question("surroundings", "Which factors are joined more among themselves than with the rest: the parts of the map.",
          answers="Which parts does a large map fall into?",
          cannot="That the system itself has such parts: directions and signs do not count, and another method parts it otherwise.",
          source="Blondel, Guillaume, Lambiotte & Lefebvre 2008, J. Stat. Mech. P10008",
          examples=("",))
def communities(project: Project) -> CommunitiesFound:
    """The communities of a map, named.

    Parameters
    ----------
    project : the map, or what holds it.

    Returns
    -------
    CommunitiesFound : `.collapsed` is the map with one factor a community; `.submap` (`--save`) the map with the community as theme.

    Raises
    ------
    Refused : a link between whole layers stands for too many links.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> pairs = ["a->b", "b->c", "c->a", "x->y", "y->z", "z->x", "a->x"]
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abcxyz"},
    ...             links={k: Link(id=k, from_=k[0], to=k[-1]) for k in pairs})
    >>> [one.factors for one in communities(small).found], list(communities(small).collapsed.links)
    ([('a', 'b', 'c'), ('x', 'y', 'z')], ['around-a->around-x'])
    """
    map_ = project.map
    proj = projection_of(map_)
    parted = communities_of(proj)
    groups = [group for group in parted.groups if len(group) > 1]
    names = [_name(proj, group) for group in groups]
    again = Counter(label for _, label in names)
    labels = [label if again[label] == 1 else f"{label}: around {_centre(proj, group)[1]}"
              for (_, label), group in zip(names, groups, strict=True)]
    ids = [f"around-{_centre(proj, group)[0]}" for group in groups]
    part = {at: ids[number] for number, group in enumerate(groups) for at in group}
    size = len(proj.ids)
    joined = sorted({(min(pair // size, pair % size), max(pair // size, pair % size)) for pair in proj.ordered})
    within: Counter[str] = Counter()
    out: dict[str, Counter[str]] = {id_: Counter() for id_ in ids}
    for a, b in joined:
        one, other = part.get(a), part.get(b)
        if one is None or other is None:
            continue
        if one == other:
            within[one] += 1
        else:
            out[one][other] += 1
            out[other][one] += 1
    found = [Community(id_, label, tuple(proj.ids[at] for at in group), within[id_], dict(sorted(out[id_].items())))
             for id_, label, group in zip(ids, labels, groups, strict=True)]
    return CommunitiesFound(map_, tuple(found), tuple(proj.ids[group[0]] for group in parted.groups if len(group) == 1), parted.modularity)


def _name(proj: Projection, group: tuple[int, ...]) -> tuple[str, str]:
    """What most of a part's factors share: a theme, else a layer, else the factor with most links in it."""
    map_ = proj.map
    factors = [map_.factors[proj.ids[at]] for at in group]
    for field_ in ("theme", "layer"):
        (value, number), *_ = Counter(getattr(one, field_) for one in factors).most_common(1)
        if value is not None and number >= _MOST * len(factors):
            return value, map_.layers[value].label if field_ == "layer" and value in map_.layers else value
    id_, label = _centre(proj, group)
    return id_, f"Around {label}"


def _centre(proj: Projection, group: tuple[int, ...]) -> tuple[str, str]:
    inside = set(group)
    at = max(group, key=lambda at: (sum(other in inside for other in (*proj.succ[at], *proj.pred[at])), -at))
    return proj.ids[at], label_of(proj.map, proj.ids[at])
