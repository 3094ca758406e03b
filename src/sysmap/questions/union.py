"""What is in any of several submaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sysmap.questions.combining.parts import Part, submaps_of
from sysmap.questions.registry.question import DOORS, question
from sysmap.questions.shared.submap import Kept, Submap, combined

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["union"]


@question("surroundings", "What is in any of the submaps PARTS: upstream:FACTOR, downstream:FACTOR, ego:FACTOR or "
          "between:FROM:TO, with :N at the end to go at most N links.",
          doors=frozenset(DOORS) - {"view"},
          answers="What do several parts hold together?",
          cannot="Anything that its parts do not say.",
          source="Set operations on submaps, Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("ego:damp upstream:bills:1",))
def union(project: Project, *parts: Part) -> Submap:
    """Everything that is in any of the submaps: all that is relevant to any of the questions.

    Parameters
    ----------
    project : the map, or what holds it; or the first of the submaps.
    parts : submaps, or words for them such as upstream:health:2.

    Raises
    ------
    Refused : words that do not say a submap, or submaps of different maps.
    """
    return combined("union", "in any of these", submaps_of(project, parts), _join)


def _join(kept: Kept, part: Submap) -> Kept:
    ids, numbers = kept
    return ids | part.ids, numbers | part.numbers
