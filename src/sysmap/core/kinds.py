"""The kinds of file, each with the record it holds and the folder where it lives."""

from __future__ import annotations

from sysmap.core import library as lib
from sysmap.core.evidence import Evidence
from sysmap.core.map import Map
from sysmap.core.monitoring import Monitoring
from sysmap.core.profile import Profile
from sysmap.core.rating import Assessment
from sysmap.core.report_details import ReportDetails

__all__ = ["FORMAT_VERSION", "KINDS", "MAP_KINDS", "Document"]

FORMAT_VERSION = 1

MAP_KINDS = ("theory", "map", "process")

KINDS: dict[str, type] = {
    "theory": Map,
    "map": Map,
    "process": Map,
    "evidence": Evidence,
    "monitoring": Monitoring,
    "sources": lib.Sources,
    "mechanisms": lib.Mechanisms,
    "conditions": lib.Conditions,
    "rubric": lib.Rubric,
    "assessment-framework": lib.AssessmentFramework,
    "assessment": Assessment,
    "research-framework": lib.ResearchFramework,
    "practices": lib.Practices,
    "cases": lib.Cases,
    "profile": Profile,
    "report": ReportDetails,
}

Document = (
    Map | Evidence | Monitoring | lib.Sources | lib.Mechanisms | lib.Conditions | lib.Rubric | lib.AssessmentFramework | Assessment
    | lib.ResearchFramework | lib.Practices | lib.Cases | Profile | ReportDetails
)
