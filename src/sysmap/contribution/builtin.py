"""The rubrics that come with sysmap."""

from __future__ import annotations

from sysmap.contribution.criteria import ContributionRule
from sysmap.contribution.robust import EvidenceRobustness
from sysmap.contribution.rubric import Rule
from sysmap.contribution.strength import ClaimStrength
from sysmap.contribution.tiers import MechanismTiers
from sysmap.contribution.tracing import ProcessTracing
from sysmap.contribution.updating import BayesianUpdating

__all__ = ["built_in"]


def built_in() -> list[Rule]:
    """One of each, in the order in which they are listed."""
    return [ContributionRule(), ClaimStrength(), ProcessTracing(), BayesianUpdating(), EvidenceRobustness(), MechanismTiers()]
