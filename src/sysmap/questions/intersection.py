"""What several submaps share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sysmap.questions.combining.parts import Part, submaps_of
from sysmap.questions.registry.question import DOORS, question
from sysmap.questions.shared.submap import Kept, Submap, combined

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["intersection"]


@question("surroundings", "What is in all of the submaps PARTS, written as for union.",
          doors=frozenset(DOORS) - {"view"},
          answers="What do several parts share?",
          cannot="Why they share it.",
          source="Set operations on submaps, Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("upstream:health:2 downstream:prices:2",))
def intersection(project: Project, *parts: Part) -> Submap:
    """What is in all of the submaps: what the questions share.

    Parameters
    ----------
    project : the map, or what holds it; or the first of the submaps.
    parts : submaps, or words for them such as upstream:health:2.

    Raises
    ------
    Refused : words that do not say a submap, or submaps of different maps.
    """
    return combined("intersection", "in all of these", submaps_of(project, parts), _join)


def _join(kept: Kept, part: Submap) -> Kept:
    ids, numbers = kept
    return ids & part.ids, numbers & part.numbers
