"""Beside the map: outcomes over the rounds of the evaluation, cases side by side, indicators, what is done about findings."""

from __future__ import annotations

from sysmap.reports.blocks import Block, DataTable, Figure, Heading, Para
from sysmap.reports.report_input import ReportInput
from sysmap.views.evidence_figures import EvidenceFigure, evidence_figures

__all__ = ["over_time"]

_SHEETS = {"rounds": "Rounds", "cases-by-group": "Cases by outcome", "cases": "Case by case", "indicators": "Indicators"}
"""Names of sheets that are not the title."""


def over_time(given: ReportInput, level: int) -> list[Block]:
    """Sections on rounds, cases, indicators and improvement actions; each only where the files hold something of it."""
    return [block for one in evidence_figures(given.project, given.date) for block in _section(one, level)]


def _section(one: EvidenceFigure, level: int) -> list[Block]:
    out: list[Block] = [Heading(level, one.title), Para(one.words)]
    if one.svg:
        out.append(Figure(one.drawn, one.svg, one.caption, one.alt))
    if one.rows:
        out.append(DataTable(one.table, one.columns, one.rows, sheet=_SHEETS.get(one.key, one.table)))
    return out
