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

_PHRASES = Phrases("submap.downstream", by_distance=True, signs="signs.downstream")


@question("surroundings", "What FACTORS (one or several) influence, directly or through others.",
          on_page="down",
          answers="What follows if this changes? Where may it do good or harm that nobody meant?",
          cannot="Whether a change really arrives, or how large it is. A push may be absorbed on the way.",
          source="Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("prices",))
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
