"""The summary of a report: the key findings, each the author's own words where she wrote some (`sysmap.reports.own_text`)."""

from __future__ import annotations

from sysmap.reports.blocks import Block, Para
from sysmap.reports.report_input import ReportInput
from sysmap.views.key_findings import LEADS, KeyFindings

__all__ = ["key_findings", "summary"]


def key_findings(given: ReportInput) -> KeyFindings:
    """The sentences about what a report is made from."""
    return KeyFindings(given.project, given.scoring, given.previous_scores)


def summary(given: ReportInput) -> list[Block]:
    """The four parts, each the author's own words where she wrote some."""
    if own := given.own("summary"):
        return own
    out: list[Block] = []
    for name, said in key_findings(given).parts().items():
        out += [Para("", lead=LEADS[name]), *given.own_or(f"summary-{name}", [Para(" ".join(said), slide=True)])]
    return out
