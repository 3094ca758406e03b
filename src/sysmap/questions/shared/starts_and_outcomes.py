"""Where influence begins and which outcomes are asked about, where nobody names them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from sysmap.analysis.names import factor_ids
from sysmap.analysis.projection import Projection, projection_of
from sysmap.contribution.base import outcomes as in_theory
from sysmap.core.map import Map

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["outcomes_of", "pairs_of", "starts_of"]

_ENOUGH = 3
"""Outcomes of the last layers that are taken where none is marked."""


def outcomes_of(map_: Map) -> tuple[str, ...]:
    """The outcomes of a map: those that it marks, else those of its last layers of outcomes, else where it ends.

    Marked are factors that are focal, whose role is outcome, or whose theme is outcomes.

    >>> from sysmap.core.elements import Factor, Link
    >>> outcomes_of(Map(id="m", title="M", factors={i: Factor(id=i) for i in "ab"}, links={"l": Link(id="l", from_="a", to="b")}))
    ('b',)
    """
    used = [f for f in map_.factors.values() if f.status != "retired"]
    marked = [f.id for f in used if f.focal or f.role == "outcome" or (f.theme or "").casefold() in ("outcome", "outcomes")]
    for layer in reversed(tuple(map_.layers.values()) if not marked else ()):
        if layer.stage in ("outcome", "impact") and len(marked) < _ENOUGH:
            marked += [f.id for f in used if f.layer == layer.id]
    proj = projection_of(map_)
    return tuple(marked) or tuple(f.id for f in used if proj.pred[proj.at[f.id]] and not proj.succ[proj.at[f.id]])


def starts_of(map_: Map, outcomes: Collection[str]) -> tuple[str, ...]:
    """Where influence on some outcomes begins: what is controlled, else activities, else what nothing on the map leads to."""
    rest = [f for f in map_.factors.values() if f.id not in outcomes and f.status != "retired"]

    def layered(sphere: str | None, stage: str | None) -> list[str]:
        chosen = {id_ for id_, layer in map_.layers.items() if (layer.sphere == sphere if sphere else layer.stage == stage)}
        return [f.id for f in rest if f.layer in chosen]

    found = layered("control", None) or [f.id for f in rest if f.control == "us"] or layered(None, "activity") or [
        f.id for f in rest if f.role == "activity"]
    if found:
        return tuple(found)
    proj = projection_of(map_)
    before = proj.distances([proj.at[id_] for id_ in outcomes if id_ in proj.at], up=True)
    return tuple(f.id for f in rest if not proj.pred[proj.at[f.id]] and proj.at[f.id] in before)


def pairs_of(
    given: Project, starts: Iterable[str] | None, outcomes: Iterable[str] | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The starts and outcomes that somebody names, and the usual ones in place of those that nobody names.

    The outcomes of a theory with evidence are those that it answers for. Where a map marks neither and has no ends, every factor
    is a start and an outcome.

    Raises
    ------
    Refused : an unknown or retired factor.
    """
    map_ = given.map
    proj = projection_of(map_)
    answered = [one.id for one in in_theory(map_) if one.in_scope and one.layer] if given.registers else []
    ends = factor_ids(map_, outcomes) if outcomes else tuple(sorted(answered or outcomes_of(map_)))
    begins = factor_ids(map_, starts) if starts else tuple(sorted(starts_of(map_, ends or proj.ids)))
    if not starts and not _any_between(proj, begins, ends or proj.ids):
        begins = proj.ids
    if not outcomes and not ends:
        ends = proj.ids
    return begins, ends


def _any_between(proj: Projection, starts: Iterable[str], ends: Iterable[str]) -> bool:
    reached = proj.distances([proj.at[id_] for id_ in starts])
    wanted = {proj.at[id_] for id_ in ends}
    return any(at in wanted and steps for at, steps in reached.items())
