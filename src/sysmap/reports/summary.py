"""The summary of a report: the key findings, each the author's own words where she wrote some (`sysmap.reports.own_text`)."""

from __future__ import annotations

from sysmap.reports.blocks import Block, Para
from sysmap.reports.report_input import ReportInput
from sysmap.views.key_findings import LEADS, KeyFindings

__all__ = ["LEADS", "changed", "found", "key_findings", "summary", "sure", "unknown"]


def key_findings(given: ReportInput) -> KeyFindings:
    """The sentences about what a report is made from."""
    return KeyFindings(given.project, given.scoring, given.previous_scores)


def summary(given: ReportInput) -> list[Block]:
    """The four parts, each the author's own words where she wrote some."""
    if own := given.own("summary"):
        return own
    findings = key_findings(given)
    out: list[Block] = []
    for name, lead in LEADS.items():
        said = getattr(findings, name)()
        out += [Para("", lead=lead), *given.own_or(f"summary-{name}", [Para(" ".join(said), slide=True)])]
    return out


def found(given: ReportInput) -> list[str]:
    """What the scores, or the map alone, come to."""
    return key_findings(given).found()


def sure(given: ReportInput) -> list[str]:
    """How much evidence there is, and which scores stand on little."""
    return key_findings(given).sure()


def changed(given: ReportInput) -> list[str]:
    """What differs from the version before."""
    return key_findings(given).changed()


def unknown(given: ReportInput) -> list[str]:
    """What no evidence speaks to, what was not tested, and whom nobody asked."""
    return key_findings(given).unknown()
