"""The neighbourhood of a factor: what influences it and what it influences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from sysmap.analysis.base import check_bound
from sysmap.analysis.names import factor_ids
from sysmap.analysis.projection import projection_of
from sysmap.questions.registry.parameters import Factors, Parameter
from sysmap.questions.registry.question import question
from sysmap.questions.shared.submap import Phrases, Submap, ids_of, looping, nearest_first, rule_of

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["ego"]

_PHRASES = Phrases("submap.ego", by_distance=True)
_Steps = Annotated[int, Parameter("whole", "Go at most N links.", metavar="N", flags=("--steps", "--max-length"))]


@question("surroundings", "What lies around FACTORS (one or several), on both sides (1 link away unless --steps says more).",
          on_page="around",
          answers="What lies right around this factor, as a first look at it?",
          cannot="What is important: near is not the same as strong.",
          source="Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("damp",), view_keys=("around",))
def ego(project: Project, of: Factors, steps: _Steps = 1) -> Submap:
    """The neighbourhood of a factor: what influences it and what it influences, with every link among those.

    In a dense map three links around a factor are most of the map; the answer says what share it covers.

    Parameters
    ----------
    project : the map, or what holds it.
    of : one or several factors, by id, label or alias.
    steps : how many links to go, on both sides.

    Raises
    ------
    Refused : an unknown or retired factor, or a bound below 1.
    """
    check_bound(steps, "The number of links")
    map_ = project.map
    proj = projection_of(map_)
    starts = factor_ids(map_, of)
    numbers = [proj.at[id_] for id_ in starts]
    up, down = proj.distances(numbers, up=True, most=steps), proj.distances(numbers, most=steps)
    found = {i: min(up.get(i, steps), down.get(i, steps)) for i in {**up, **down}}
    frontier = [i for i, d in found.items()
                if d == steps and any(j not in found for j in (*proj.succ[i], *proj.pred[i]))]
    return Submap(map_, "ego", starts, steps, rule_of(map_, "ego", starts, steps), nearest_first(proj, found, numbers), _PHRASES,
                  lambda: [proj.pair(i, j) for i in found for j in proj.succ[i] if j in found],
                  ids_of(proj, frontier), looping(proj, numbers, None))
