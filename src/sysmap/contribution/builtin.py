"""The rubrics that come with sysmap."""

from __future__ import annotations

from sysmap.contribution.criteria import ContributionRule
from sysmap.contribution.rubric import Rule

__all__ = ["built_in"]


def built_in() -> list[Rule]:
    """One of each, in the order in which they are listed."""
    return [ContributionRule()]
