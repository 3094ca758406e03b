"""Questions over several factors: common levers, trade-offs and synergies, control, exposure, compound risks.

All of them are read off submaps and net influence, pair by pair. A trade-off or a synergy is only claimed where both
verdicts are certain; what is ambiguous or unknown is listed as open, never guessed.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sysmap.analysis.base import Answer, Budget, Clock, Table, budget_of, check_bound, count_of, label_of, name_of
from sysmap.analysis.names import factor_ids
from sysmap.analysis.projection import projection_of
from sysmap.analysis.signed_paths import verdicts
from sysmap.analysis.signs import Verdict
from sysmap.analysis.submap_cut import cut
from sysmap.analysis.submaps import downstream, intersection, union, upstream
from sysmap.core.map import Map
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import join_words

__all__ = ["Effect", "Overlap", "Shared", "Tradeoffs", "compound_risks", "overlap", "tradeoffs"]

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

    @property
    def effect(self) -> Effect:
        """synergy where all verdicts are certain and alike, trade-off where they are certain and differ, else open."""
        said = set(self.verdicts.values())
        if not said <= {"positive", "negative"}:
            return "open"
        return "synergy" if len(said) == 1 else "trade-off"


@dataclass(frozen=True)
class Overlap(Answer):
    """What several factors share upstream (common levers, common risks) or downstream (what they all reach).

    `shared` are the factors in every submap, nearest first; `any_count` says how many are in any of them.
    """

    map: Map = field(repr=False)
    of: tuple[str, ...]
    direction: Literal["up", "down"]
    steps: int | None
    max_length: int
    shared: tuple[Shared, ...]
    any_count: int
    complete: bool
    at_least: int

    @property
    def submap(self) -> Map:
        """The intersection of the submaps, with the factors asked about, as a map."""
        walk = upstream if self.direction == "up" else downstream
        parts = [walk(self.map, one, self.steps) for one in self.of]
        whole = union(*parts)
        ids = {one.id for one in self.shared} | set(self.of)
        pairs = {(a, b) for a, b in whole.pairs if a in ids and b in ids}
        return cut(self.map, ids, pairs, title=f"What {self._names()} share", rule=self._rule())

    def explain(self) -> str:
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
                             f"{'both' if len(self.of) == 2 else 'all'}: {_first(self.map, mine)}.")
        if not self.complete:
            parts.append("The search stopped at its time limit: verdicts not reached are open.")
        parts.append(f"Signs are judged by paths of at most {count_of(self.max_length, 'link')}; the number in brackets "
                     f"says how many links away. Rule: {self._rule()}")
        return " ".join(parts)

    def to_json(self) -> dict[str, Any]:
        """Keys: of, direction, steps, max_length, complete, count, any_count, factors."""
        return {
            "of": list(self.of), "direction": self.direction, "steps": self.steps, "max_length": self.max_length,
            "complete": self.complete, "count": len(self.shared), "any_count": self.any_count,
            "factors": [{"id": one.id, "label": label_of(self.map, one.id), "steps": dict(one.steps),
                         "verdicts": dict(one.verdicts), "effect": one.effect} for one in self.shared],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a shared factor."""
        return [{"id": one.id, "label": label_of(self.map, one.id), "effect": one.effect,
                 **{f"verdict_{name}": one.verdicts[name] for name in self.of},
                 **{f"steps_{name}": one.steps[name] for name in self.of}} for one in self.shared]

    def table(self) -> Table:
        """Effect and verdicts for people."""
        to = "on" if self.direction == "up" else "from"
        return Table(("id", *(f"{to} {name}" for name in self.of), "together", "factor"), tuple(
            (one.id, *(f"{one.verdicts[name]} ({one.steps[name]})" for name in self.of), one.effect,
             label_of(self.map, one.id)) for one in self.shared))

    def _names(self) -> str:
        return join_words([name_of(self.map, id_) for id_ in self.of])

    def _heading(self) -> str:
        every = "both" if len(self.of) == 2 else "all of"
        return (f"What influences {every} {self._names()}" if self.direction == "up"
                else f"What {'all of ' if len(self.of) > 2 else ''}{self._names()}{' both' if len(self.of) == 2 else ''} influence")

    def _rule(self) -> str:
        bound = "" if self.steps is None else f" within {count_of(self.steps, 'link')}"
        side = "upstream" if self.direction == "up" else "downstream"
        whom = f"at least {self.at_least} of them" if self.at_least < len(self.of) else (
            "both" if len(self.of) == 2 else "all of them")
        return f"Every factor that lies {side} of {whom}{bound}."


@dataclass(frozen=True)
class Tradeoffs(Answer):
    """Whether outcomes pull together or apart: through common levers, and directly through each other.

    `shared` are the factors upstream of all of them with the verdict on each; `between` the verdict of each outcome
    on each other one.
    """

    map: Map = field(repr=False)
    of: tuple[str, ...]
    max_length: int
    shared: tuple[Shared, ...]
    between: Mapping[tuple[str, str], Verdict]
    complete: bool

    @property
    def submap(self) -> Map:
        """The outcomes with everything upstream of all of them, as a map."""
        parts = [upstream(self.map, one, self.max_length) for one in self.of]
        common = intersection(*parts)
        ids = set(common.ids) | set(self.of)
        pairs = {(a, b) for a, b in union(*parts).pairs if a in ids and b in ids}
        return cut(self.map, ids, pairs, title=f"Trade-offs between {self._names()}",
                   rule=f"Factors with a path of at most {count_of(self.max_length, 'link')} to each of "
                        f"{self._names()}.")

    def of_effect(self, effect: Effect) -> tuple[Shared, ...]:
        """The shared factors with that effect."""
        return tuple(one for one in self.shared if one.effect == effect)

    def explain(self) -> str:
        """Synergies, trade-offs, what is open, and what the outcomes do to each other."""
        head = (f"{self._names()}: {count_of(len(self.shared), 'common lever')} (factors that influence "
                f"{'both' if len(self.of) == 2 else 'at least two of them'} by paths of at most "
                f"{count_of(self.max_length, 'link')}).")
        parts = [head]
        words = {"synergy": ("moves them the same way", "move them the same way"),
                 "trade-off": ("moves them apart", "move them apart"),
                 "open": ("cannot be called either way", "cannot be called either way")}
        for effect in ("trade-off", "synergy", "open"):
            mine = self.of_effect(effect)
            if mine:
                parts.append(f"{len(mine)} {words[effect][len(mine) > 1]}: {_first(self.map, mine)}.")
        direct = [f"{name_of(self.map, a)} on {name_of(self.map, b)}: {verdict}"
                  for (a, b), verdict in self.between.items() if verdict != "none"]
        parts.append(f"Among themselves: {'; '.join(direct)}." if direct
                     else f"{'Neither' if len(self.of) == 2 else 'None of them'} influences "
                     f"{'the other' if len(self.of) == 2 else 'another'} within that length.")
        if not self.complete:
            parts.append("The search stopped at its time limit: verdicts not reached are open.")
        if self.shared:
            parts.append("A trade-off is only claimed where both signs are certain.")
        return " ".join(parts)

    def to_json(self) -> dict[str, Any]:
        """Keys: of, max_length, complete, count, factors, between."""
        return {
            "of": list(self.of), "max_length": self.max_length, "complete": self.complete, "count": len(self.shared),
            "factors": [{"id": one.id, "label": label_of(self.map, one.id), "effect": one.effect,
                         "verdicts": dict(one.verdicts), "steps": dict(one.steps)} for one in self.shared],
            "between": [{"from": a, "to": b, "verdict": verdict} for (a, b), verdict in self.between.items()],
        }

    def rows(self) -> list[dict[str, Any]]:
        """One row a common lever."""
        return [{"id": one.id, "label": label_of(self.map, one.id), "effect": one.effect,
                 **{f"verdict_{name}": one.verdicts[name] for name in self.of}} for one in self.shared]

    def table(self) -> Table:
        """The same for people."""
        return Table(("together", "id", *(f"on {name}" for name in self.of), "factor"), tuple(
            (one.effect, one.id, *(one.verdicts[name] for name in self.of), label_of(self.map, one.id))
            for one in self.shared))

    def _names(self) -> str:
        return join_words([name_of(self.map, id_) for id_ in self.of])


def overlap(
    map_: Map, of: Iterable[str], direction: Literal["up", "down"] = "up", steps: int | None = None, *,
    max_length: int = 6, seconds: float | None = 5.0, clock: Clock = time.perf_counter,
) -> Overlap:
    """What several factors share: their common levers (`up`) or what they all reach (`down`).

    Parameters
    ----------
    map_ : the map.
    of : two or more factors, by id, label or alias.
    direction : upstream of outcomes, or downstream of interventions or of vulnerable factors.
    steps : how many links to go; all the way where it is not given.
    max_length : the most links of the paths that verdicts speak of.
    seconds : time budget; verdicts not reached are then unknown and the answer says so.
    clock : for tests.

    Raises
    ------
    Refused : an unknown or retired factor, fewer than two factors, a bound below 1.
    """
    ids = _several(map_, of)
    check_bound(steps, "The number of links")
    check_bound(max_length, "The greatest length (--max-length)")
    return _overlap(map_, ids, direction, steps, len(ids), max_length, budget_of(seconds, clock))


def compound_risks(
    map_: Map, of: Iterable[str] | None = None, steps: int | None = None, *, max_length: int = 6,
    seconds: float | None = 5.0, clock: Clock = time.perf_counter,
) -> Overlap:
    """What several vulnerable factors hit together: everything downstream of two or more of them.

    Parameters
    ----------
    of : the vulnerable factors; those the map marks with a vulnerability of 1 or 2 where not given.
    map_, steps, max_length, seconds, clock : as for `overlap`.

    Raises
    ------
    Refused : as for `overlap`; also where fewer than two factors are marked as vulnerable.
    """
    marked = [f.id for f in map_.factors.values() if (f.vulnerability or 0) >= 1 and f.status != "retired"]
    if of is None and len(marked) < 2:
        raise Refused(Problem(
            code="A11", message="This question needs two or more vulnerable factors; the map rates "
            f"{'only one' if marked else 'none'} so.", hint="Name the factors, or give them a vulnerability in the file."))
    ids = _several(map_, sorted(marked) if of is None else of)
    return _overlap(map_, ids, "down", steps, 2, max_length, budget_of(seconds, clock))


def tradeoffs(
    map_: Map, of: Iterable[str], *, max_length: int = 6, seconds: float | None = 5.0,
    clock: Clock = time.perf_counter,
) -> Tradeoffs:
    """Whether outcomes pull together or apart.

    Parameters
    ----------
    map_ : the map.
    of : two or more outcomes, by id, label or alias.
    max_length : the most links of the paths that verdicts speak of; common levers are looked for as far.
    seconds, clock : as for `overlap`.

    Raises
    ------
    Refused : as for `overlap`.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> signs = {"a->b": "positive", "a->c": "negative"}
    >>> links = {k: Link(id=k, from_=k[0], to=k[-1], polarity=v) for k, v in signs.items()}
    >>> small = Map(id="m", title="M", factors={i: Factor(id=i, label=i.upper()) for i in "abc"}, links=links)
    >>> [(one.id, one.effect) for one in tradeoffs(small, ["b", "c"]).shared]
    [('a', 'trade-off')]
    """
    ids = _several(map_, of)
    check_bound(max_length, "The greatest length (--max-length)")
    budget = budget_of(seconds, clock)
    common = _overlap(map_, ids, "up", max_length, len(ids), max_length, budget)
    proj = projection_of(map_)
    on = {id_: verdicts(proj, proj.at[id_], [proj.at[other] for other in ids if other != id_], max_length, budget, up=True)
          for id_ in ids}
    between = {(a, b): on[b][proj.at[a]] or "unknown" for a in ids for b in ids if a != b}
    sure = common.complete and all(None not in mine.values() for mine in on.values())
    return Tradeoffs(map_, ids, max_length, common.shared, between, sure)


def _first(map_: Map, shared: Sequence[Shared], most: int = 4) -> str:
    names = [name_of(map_, one.id) for one in shared[:most]]
    return join_words([*names, f"{len(shared) - most} more"] if len(shared) > most else names)


def _several(map_: Map, of: Iterable[str]) -> tuple[str, ...]:
    ids = factor_ids(map_, of)
    if len(ids) < 2:
        raise Refused(Problem(code="A11", message="This question needs two or more factors.",
                              hint="Name several different factors; about one alone, ask upstream or downstream."))
    return ids


def _overlap(
    map_: Map, ids: tuple[str, ...], direction: Literal["up", "down"], steps: int | None, least: int, max_length: int,
    budget: Budget,
) -> Overlap:
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
