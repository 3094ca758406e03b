"""Factors that several others have in common, upstream or downstream, with the verdict of the influence between them.

A synergy or a trade-off is only claimed where all verdicts are certain; what is ambiguous or unknown is listed as open,
never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypedDict

from sysmap.analysis.base import Budget, count_of, label_of, name_of
from sysmap.analysis.names import factor_ids
from sysmap.analysis.projection import projection_of
from sysmap.analysis.signed_paths import verdicts
from sysmap.analysis.signs import Verdict
from sysmap.analysis.submap_cut import cut
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import join_words, list_text
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.table import Table
from sysmap.questions.shared.submap import Phrases, walked

__all__ = ["Effect", "Overlap", "Shared", "SharedData", "common_to", "first_of", "several"]

_SECONDS_EACH = 4e-6
"""What it takes to put one verdict into the answer."""

Effect = Literal["synergy", "trade-off", "open"]
_PLURAL = {"influences": "influence", "is influenced by": "are influenced by"}
_EFFECT_WORDS = {"synergy": "the same sign", "trade-off": "opposite signs", "open": "a sign that is not certain"}


@dataclass(frozen=True, slots=True)
class Shared:
    """A factor that several others share: how far away each is, and the verdict of the influence between them."""

    id: str
    steps: Mapping[str, int]
    verdicts: Mapping[str, Verdict]

    def data(self, map_: Map) -> SharedData:
        """The same as plain data."""
        return {"id": self.id, "label": label_of(map_, self.id), "steps": dict(self.steps), "verdicts": dict(self.verdicts),
                "effect": self.effect}

    @property
    def effect(self) -> Effect:
        """synergy where all verdicts are certain and alike, trade-off where they are certain and differ, else open."""
        said = set(self.verdicts.values())
        if not said <= {"positive", "negative"}:
            return "open"
        return "synergy" if len(said) == 1 else "trade-off"


class SharedData(TypedDict):
    """A factor that several others have in common, as data."""

    id: str
    label: str
    steps: Annotated[dict[str, int], "how many links away it is from each of those asked about"]
    verdicts: Annotated[dict[str, Verdict], "the verdict of the influence between it and each of them (`influence`)"]
    effect: Annotated[Effect, "synergy: all verdicts are certain and alike; trade-off: they are certain and differ; else open"]


class OverlapData(TypedDict):
    """What several factors have in common, as data."""

    of: Annotated[list[str], "the factors asked about"]
    direction: Annotated[Literal["up", "down"], "up: what influences them; down: what they influence"]
    steps: Annotated[int | None, "the most links gone; null: all the way"]
    max_length: Annotated[int, "the most links of the paths that verdicts speak of"]
    complete: Annotated[bool, "whether the time sufficed for every verdict; those not reached are unknown"]
    count: Annotated[int, "how many factors they have in common"]
    any_count: Annotated[int, "how many there are in any of the submaps"]
    factors: Annotated[list[SharedData], "the factors in common, nearest first"]


@dataclass(frozen=True)
class Overlap(Answer):
    """What several factors share upstream (common levers, common risks) or downstream (what they all reach).

    `shared` are the factors in every submap, nearest first; `any_count` says how many are in any of them.
    """

    of: tuple[str, ...]
    direction: Literal["up", "down"]
    steps: int | None
    max_length: int
    shared: tuple[Shared, ...]
    any_count: int
    complete: bool
    at_least: int

    @property
    def used_links(self) -> tuple[str, ...]:
        """The links on the ways between those asked about and what they have in common."""
        return projection_of(self.map).links_between(self._pairs)

    @property
    def used_factors(self) -> set[str]:
        """Those asked about and what they have in common."""
        return {one.id for one in self.shared} | set(self.of)

    @property
    def _pairs(self) -> set[tuple[str, str]]:
        ids = self.used_factors
        parts = [walked(self.map, (one,), self.steps, f"{self.direction}stream", Phrases(), up=self.direction == "up") for one in self.of]
        return {(a, b) for part in parts for a, b in part.pairs if a in ids and b in ids}

    @property
    def submap(self) -> Map:
        """The intersection of the submaps, with the factors asked about, as a map."""
        return cut(self.map, self.used_factors, self._pairs, title=f"What {self._names()} share", rule=self._rule())

    def words(self) -> str:
        """How much is shared, and where the signs agree or clash."""
        head, shared = self._heading(), len(self.shared)
        if not shared:
            side = "influences" if self.direction == "up" else "is influenced by"
            return (f"{head}: nothing on the map. {count_of(self.any_count, 'factor').capitalize()} "
                    f"{side if self.any_count == 1 else _PLURAL[side]} at least one of them. Rule: {self._rule()}")
        one = "influences" if self.direction == "up" else "is influenced by"
        verb = one if self.any_count == 1 else _PLURAL[one]
        parts = [f"{head}: {count_of(shared, 'factor')}, of {self.any_count} that {verb} at least one of them."]
        for effect in ("synergy", "trade-off", "open"):
            mine = [one for one in self.shared if one.effect == effect]
            if mine:
                parts.append(f"{len(mine)} {'has' if len(mine) == 1 else 'have'} {_EFFECT_WORDS[effect]} for "
                             f"{'both' if len(self.of) == 2 else 'all'}: {first_of(self.map, mine)}.")
        if not self.complete:
            parts.append("The search stopped at its time limit: verdicts not reached are open.")
        parts.append(f"Signs are judged by paths of at most {count_of(self.max_length, 'link')}. Rule: {self._rule()}")
        return " ".join(parts)

    def data(self) -> OverlapData:
        """The answer as plain data."""
        return {
            "of": list(self.of), "direction": self.direction, "steps": self.steps, "max_length": self.max_length,
            "complete": self.complete, "count": len(self.shared), "any_count": self.any_count,
            "factors": [one.data(self.map) for one in self.shared],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a shared factor; nothing for those asked about that do not share it."""
        return [{"id": one.id, "label": label_of(self.map, one.id), "effect": one.effect,
                 **{f"verdict_{name}": one.verdicts.get(name) for name in self.of},
                 **{f"steps_{name}": one.steps.get(name) for name in self.of}} for one in self.shared]

    def table(self) -> Table:
        """Effect and verdicts for people."""
        to = "on" if self.direction == "up" else "from"
        return Table(("id", *(f"{to} {name}" for name in self.of), "together", "factor"), tuple(
            (one.id, *(f"{one.verdicts[name]} ({one.steps[name]})" if name in one.steps else "no path" for name in self.of), one.effect,
             label_of(self.map, one.id)) for one in self.shared))

    def _names(self) -> str:
        return join_words([name_of(self.map, id_) for id_ in self.of])

    def _heading(self) -> str:
        both = len(self.of) == 2 == self.at_least
        every = "all of" if self.at_least >= len(self.of) else f"at least {self.at_least} of"
        if self.direction == "up":
            return f"What influences {'both' if both else every} {self._names()}"
        return f"What {self._names()} both influence" if both else f"What {every} {self._names()} influence"

    def _rule(self) -> str:
        bound = "" if self.steps is None else f" within {count_of(self.steps, 'link')}"
        side = "upstream" if self.direction == "up" else "downstream"
        whom = f"at least {self.at_least} of them" if self.at_least < len(self.of) else (
            "both" if len(self.of) == 2 else "all of them")
        return f"Every factor that lies {side} of {whom}{bound}."


def first_of(map_: Map, shared: Sequence[Shared], most: int = 4) -> str:
    """The labels of the first few, and how many more there are."""
    return list_text((name_of(map_, one.id) for one in shared[:most]), most, len(shared))


def several(map_: Map, of: str | Iterable[str]) -> tuple[str, ...]:
    """The ids of two or more named factors.

    Raises
    ------
    Refused : there are fewer, or one is unknown or retired.
    """
    ids = factor_ids(map_, of)
    if len(ids) < 2:
        raise Refused(Problem(code="A11", message="This question needs two or more factors.",
                              hint="Name several different factors; about one alone, ask upstream or downstream."))
    return ids


def common_to(
    map_: Map, ids: tuple[str, ...], direction: Literal["up", "down"], steps: int | None, least: int, max_length: int,
    budget: Budget,
) -> Overlap:
    """What at least so many of the factors have in common on one side, with the verdicts.

    Parameters
    ----------
    map_, ids : the map and the factors.
    direction, steps : upstream or downstream, and how many links.
    least : of how many of the factors it has to be.
    max_length : the most links of the paths that verdicts speak of.
    budget : for the verdicts.
    """
    proj = projection_of(map_)
    found = {id_: proj.distances([proj.at[id_]], up=direction == "up", most=steps) for id_ in ids}
    anywhere: dict[int, int] = {}
    for id_, near in found.items():
        for i in near:
            if proj.ids[i] != id_:
                anywhere[i] = anywhere.get(i, 0) + 1
    common = [i for i, number in anywhere.items() if number >= least]
    budget.set_aside(_SECONDS_EACH * len(common) * len(ids))
    verdict: dict[tuple[str, int], Verdict | None] = {}
    for id_, near in found.items():
        at = proj.at[id_]
        mine = verdicts(proj, at, [i for i in common if i in near and i != at], max_length, budget, up=direction == "up")
        verdict.update(((id_, i), said) for i, said in mine.items())
    shared = []
    for i in common:
        joined = [id_ for id_ in ids if (id_, i) in verdict]
        shared.append(Shared(proj.ids[i], {id_: found[id_][i] for id_ in joined}, {
            id_: verdict[id_, i] or "unknown" for id_ in joined}))
    shared.sort(key=lambda one: (-len(one.steps), sum(one.steps.values()), one.id))
    return Overlap(map_, ids, direction, steps, max_length, tuple(shared), len(anywhere),
                   None not in verdict.values(), least)
