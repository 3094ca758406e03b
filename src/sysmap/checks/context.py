"""A map as the rules look at it: what counts, what stands where, and how to name it to its author.

Everything here is worked out once for a map and shared by all rules, in time that grows with the size of the map and
no faster: a link from a whole layer to a whole layer is followed through the layer, never spread over its factors.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Literal

from sysmap.core.elements import Factor, Layer, Link
from sysmap.core.evidence import Bearing, Item
from sysmap.core.graph import Graph, graph_of
from sysmap.core.map import Map, group_end, group_layer
from sysmap.core.problem import one_of
from sysmap.core.sentences import list_text, quoted
from sysmap.core.uses import Uses

__all__ = ["Look", "shown"]

_MOST_ARCS = 400_000
_MOST_HINTS = 60
_STAGE_OF_ROLE = {"activity": "activity", "outcome": "outcome", "context": "context", "risk": "risk"}


def shown(text: str, most: int = 70) -> str:
    """A label as it may stand in a message: one line, nothing invisible, not too long, in quotation marks.

    >>> shown("Waiting lists\\nfor care")
    '“Waiting lists for care”'
    """
    return quoted(text[: 4 * most], most)


class Look:
    """One map, with the documents beside it, prepared for the rules.

    Retired factors and links are left aside; so is an association wherever influence is asked about. A factor's stage
    is that of its layer, or what its `role` says where it stands in no layer.
    """

    def __init__(self, map_: Map, uses: Uses) -> None:
        self.map = map_
        self.uses = uses
        self._hints: dict[tuple[str, str], str] = {}

    def one_word(self, label: str) -> str:
        """A label in which each name that the profile knows is one word, so that no rule reads an `and` in it."""
        for name in self.uses.profile.names:
            label = label.replace(name, name.replace(" ", "_"))
        return label

    @cached_property
    def said(self) -> dict[str, list[tuple[Item, Bearing]]]:
        """What the registers beside the map say of each element: items that are held, with their bearing on it."""
        found: dict[str, list[tuple[Item, Bearing]]] = {}
        for register in self.uses.evidence.values():
            for item in register.items.values():
                if item.status not in ("superseded", "withdrawn"):
                    for bearing in item.bears_on:
                        found.setdefault(bearing.element, []).append((item, bearing))
        return found

    @cached_property
    def factors(self) -> list[Factor]:
        """Factors that are not retired."""
        return [f for f in self.map.factors.values() if f.status != "retired"]

    @cached_property
    def live(self) -> frozenset[str]:
        """Their ids."""
        return frozenset(f.id for f in self.factors)

    @cached_property
    def links(self) -> list[Link]:
        """Links that say that something influences something: both ends there, not retired, no association."""
        return [link for link in self.map.links.values() if link.kind != "association" and self._joins(link)]

    @cached_property
    def all_links(self) -> list[Link]:
        """The same with associations."""
        return [link for link in self.map.links.values() if self._joins(link)]

    def _joins(self, link: Link) -> bool:
        return link.status != "retired" and link.from_ != link.to and all(
            end in self.live or group_layer(end) in self.map.layers
            for end in (link.from_, link.to))

    @cached_property
    def plain_links(self) -> list[Link]:
        """Influences from one factor to one factor."""
        return [link for link in self.links if link.from_ in self.live and link.to in self.live]

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """Ids of the factors of each layer, by `layer:` and the layer's id."""
        found: dict[str, list[str]] = {group_end(id_): [] for id_ in self.map.layers}
        for factor in self.factors:
            if factor.layer is not None and group_end(factor.layer) in found:
                found[group_end(factor.layer)].append(factor.id)
        return found

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Ends of all influences, as written."""
        return frozenset((link.from_, link.to) for link in self.links)

    @cached_property
    def graph(self) -> Graph:
        """The map as a graph; group links are spread where that stays within bounds (see `whole_graph`)."""
        return graph_of(self.map, group_links=self.whole_graph)

    @cached_property
    def whole_graph(self) -> bool:
        """Whether `graph` holds what the group links stand for: false where they stand for far too many arcs."""
        return sum(len(self.ends(link.from_)) * len(self.ends(link.to)) for link in self.links) <= _MOST_ARCS

    def ends(self, end: str) -> list[str]:
        """The factors that an end of a link stands for."""
        return self.members.get(end) or [end]

    # What stands where

    def layer_of(self, end: str) -> Layer | None:
        """The layer of a factor, or the layer that a group link's end names."""
        factor = self.map.factors.get(end)
        return self.map.layers.get(group_layer(end) or (factor and factor.layer) or "")

    def stage_of(self, end: str) -> str | None:
        """What a factor (or the layer that a link's end names) is in a theory of change."""
        layer = self.layer_of(end)
        if layer is not None and layer.stage is not None:
            return layer.stage
        factor = self.map.factors.get(end)
        return _STAGE_OF_ROLE.get(factor.role) if factor is not None and factor.role is not None else None

    @cached_property
    def stages(self) -> Mapping[str, list[Factor]]:
        """Factors by stage."""
        found: dict[str, list[Factor]] = {}
        for factor in self.factors:
            stage = self.stage_of(factor.id)
            if stage is not None:
                found.setdefault(stage, []).append(factor)
        return found

    def staged(self, *stages: str) -> list[Factor]:
        """Factors of some stages, in the map's order."""
        wanted = {f.id for stage in stages for f in self.stages.get(stage, [])}
        return [f for f in self.factors if f.id in wanted]

    @cached_property
    def order(self) -> dict[str, int]:
        """Place of each layer in the row, without layers of context and risks, which stand beside it."""
        row = [layer.id for layer in self.map.layers.values()
               if layer.stage not in ("context", "risk") and layer.sphere != "context"]
        return {id_: i for i, id_ in enumerate(row)}

    # What leads where

    def reach(
        self, starts: Iterable[str], direction: Literal["down", "up"] = "down", *, links: Iterable[Link] | None = None,
        avoid: Collection[str] = (),
    ) -> set[str]:
        """Factors that can be reached from some factors along the links (or against them), the starts among them."""
        steps: dict[str, list[str]] = {}
        for link in self.links if links is None else links:
            tail, head = (link.from_, link.to) if direction == "down" else (link.to, link.from_)
            steps.setdefault(tail, []).append(head)
        into_layer = {member: layer for layer, members in self.members.items() if layer in steps for member in members}
        seen = {start for start in starts if start not in avoid}
        queue = deque(seen)
        while queue:
            here = queue.popleft()
            following = list(steps.get(here, ()))
            if here in into_layer:
                following.append("from " + into_layer[here])
            elif here.startswith("from "):
                following = steps[here[5:]]
            elif here in self.members:
                following = self.members[here]
            for there in following:
                if there not in seen and there not in avoid:
                    seen.add(there)
                    queue.append(there)
        return seen & self.live

    # How to name it

    def name(self, end: str) -> str:
        """A factor's label, or a layer's, in quotation marks."""
        layer = self.map.layers.get(group_layer(end) or "")
        if layer is not None:
            return f"all of {shown(layer.label)}"
        factor = self.map.factors.get(end)
        return shown(factor.label if factor is not None and factor.label else end)

    def arrow(self, link: Link) -> str:
        """A link as a reader sees it."""
        return f"{self.name(link.from_)} → {self.name(link.to)}"

    def named(self, factors: Iterable[Factor | str], most: int = 6) -> str:
        """Some factors by their labels."""
        ids = [f if isinstance(f, str) else f.id for f in factors]
        return list_text([self.name(id_) for id_ in ids[:most]], most, len(ids))

    def meant(self, name: str, kind: str, known: Collection[str]) -> str:
        """The way out for an unknown name. After a few dozen only a short answer, so that bad files stay quick."""
        if not known:
            return f"There are no {kind} yet."
        key = (kind, name)
        if key not in self._hints:
            if len(self._hints) >= _MOST_HINTS:
                return f"There are {len(known):,} {kind}; it is none of them."
            near = [k for k in known if k[:2].lower() == name[:2].lower()] if len(known) > 2000 else known
            self._hints[key] = one_of(name[:80], near) if near else f"It is none of the {len(known):,} {kind}."
        return self._hints[key]
