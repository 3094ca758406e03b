"""What lies between two factors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sysmap.analysis.base import check_bound, count_of
from sysmap.analysis.names import different, factor_id
from sysmap.analysis.projection import projection_of
from sysmap.questions.registry.parameters import From, Steps, To
from sysmap.questions.registry.question import question
from sysmap.questions.shared.submap import Phrases, Submap, ids_of, names_or, nearest_first

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["between"]

_PHRASES = Phrases("submap.between")


@question("surroundings", "What lies between FROM and TO: what the first influences and what influences the second.",
          answers="Through what does one factor reach another?",
          cannot="Which of the ways carries most; ask paths for their order and mechanisms for how they work.",
          source="Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("advice health --steps 3",))
def between(project: Project, start: From, end: To, steps: Steps = None) -> Submap:
    """What lies between two factors: everything that the first influences and that influences the second.

    With a bound, the factors for which the shortest way there and the shortest way on add up to no more than the bound.
    On a map with loops that is more than the factors of the simple paths (whether a factor lies on one is a hard
    problem); for those ask `paths`.

    Parameters
    ----------
    project : the map, or what holds it.
    start, end : two factors, by id, label or alias.
    steps : the most links of both ways together.

    Raises
    ------
    Refused : an unknown or retired factor, both the same, or a bound below 1.
    """
    check_bound(steps, "The number of links")
    map_ = project.map
    a, b = factor_id(map_, start), factor_id(map_, end)
    different(map_, a, b)
    proj = projection_of(map_)
    x, y = proj.at[a], proj.at[b]
    down, up = proj.distances([x], most=steps), proj.distances([y], up=True, most=steps)
    limit = steps if steps is not None else 2 * len(proj.ids)
    found = {i: d for i, d in down.items() if i in up and d + up[i] <= limit}
    cut_off = [i for i in found if any(j not in found for j in proj.succ[i])] if steps is not None else []
    beyond = proj.distances([y], up=True) if cut_off else {}
    frontier = [i for i in cut_off if any(j not in found and j in beyond for j in proj.succ[i])]
    bound = "" if steps is None else f", both paths together of at most {count_of(steps, 'link')}"
    rule = f"Factors that {names_or(map_, (a,))} influences and that influence {names_or(map_, (b,))}{bound}."
    return Submap(map_, "between", (a, b), steps, rule, nearest_first(proj, found, [x, y]), _PHRASES,
                  lambda: [proj.pair(i, j) for i in found for j in proj.succ[i]
                           if j in found and found[i] + 1 + up[j] <= limit], ids_of(proj, frontier))
