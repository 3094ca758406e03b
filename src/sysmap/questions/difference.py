"""What is in one submap and in no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sysmap.analysis.projection import projection_of
from sysmap.questions.combining.parts import Part, submaps_of
from sysmap.questions.registry.question import DOORS, question
from sysmap.questions.shared.submap import Kept, Submap, combined

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["difference"]


@question("surroundings", "What is in the first of the submaps PARTS (written as for union) and in no other.",
          doors=frozenset(DOORS) - {"view"},
          answers="What does one part have that others lack?",
          cannot="Whether the lack is in the system or in the map.",
          source="Set operations on submaps, Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("upstream:health downstream:insulation:2",))
def difference(project: Project, *parts: Part) -> Submap:
    """What is in the first submap and in none of the others.

    Parameters
    ----------
    project : the map, or what holds it; or the first of the submaps.
    parts : submaps, or words for them such as upstream:health:2.

    Raises
    ------
    Refused : words that do not say a submap, or submaps of different maps.
    """
    return combined("difference", "in the first and in no other", submaps_of(project, parts), _join)


def _join(kept: Kept, part: Submap) -> Kept:
    ids = kept[0] - part.ids
    named = projection_of(part.map).named
    return ids, {pair for pair in kept[1] if ids.issuperset(named(pair))}
