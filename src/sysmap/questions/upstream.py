"""What influences a factor, directly or through others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sysmap.analysis.names import factor_ids
from sysmap.questions.registry.parameters import Factors, Steps
from sysmap.questions.registry.question import question
from sysmap.questions.shared.submap import Phrases, Submap, walked

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["upstream"]

_PHRASES = Phrases("submap.upstream", by_distance=True, signs="signs.upstream")


@question("surroundings", "What influences FACTORS (one or several), directly or through others.",
          on_page="up",
          answers="What influences this, directly and further back? Which levers and risks lie behind an outcome?",
          cannot="How much each factor matters, or how soon: it lists what is drawn. What nobody drew is not there.",
          source="Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("health --steps 1",))
def upstream(project: Project, of: Factors, steps: Steps = None) -> Submap:
    """What influences a factor, directly or through others.

    Parameters
    ----------
    project : the map, or what holds it.
    of : one or several factors, by id, label or alias.
    steps : how many links back to go; all the way where it is not given.

    Returns
    -------
    Submap : every factor with its number of links to the nearest start, nearest first, then by id.

    Raises
    ------
    Refused : an unknown or retired factor, or a bound below 1.

    Examples
    --------
    >>> from sysmap.core.elements import Factor, Link
    >>> from sysmap.core.map import Map
    >>> chain = Map(id="m", title="Chain", factors={i: Factor(id=i, label=i.upper()) for i in "abc"},
    ...             links={"a->b": Link(id="a->b", from_="a", to="b"), "b->c": Link(id="b->c", from_="b", to="c")})
    >>> dict(upstream(chain, "c").factors)
    {'b': 1, 'a': 2}
    """
    return walked(project.map, factor_ids(project.map, of), steps, "upstream", _PHRASES, up=True)
