"""What a factor influences, directly or through others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sysmap.analysis.names import factor_ids
from sysmap.questions.registry.parameters import Factors, Steps
from sysmap.questions.registry.question import question
from sysmap.questions.shared.submap import Phrases, Submap, walked

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["downstream"]

_PHRASES = Phrases("What {} influences", "{} influences nothing on the map", by_distance=True, signs={
    "positive": ("rises with it", "rise with it"), "negative": ("falls when it rises", "fall when it rises"),
    "depends": ("changes one way or the other, depending on context", "change one way or the other, depending on context"),
    "not said": ("changes in a way that is not said", "change in a way that is not said"),
    "open": ("may change either way (ask influence)", "may change either way (ask influence)")})


@question("surroundings", "What FACTORS (one or several) influence, directly or through others.",
          examples=("prices",), view_keys=("downstream",))
def downstream(project: Project, of: Factors, steps: Steps = None) -> Submap:
    """What a factor influences, directly or through others; the mirror image of `upstream`.

    Parameters
    ----------
    project : the map, or what holds it.
    of : one or several factors, by id, label or alias.
    steps : how many links on to go; all the way where it is not given.

    Raises
    ------
    Refused : an unknown or retired factor, or a bound below 1.
    """
    return walked(project.map, factor_ids(project.map, of), steps, "downstream", _PHRASES, up=False)
