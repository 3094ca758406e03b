"""Reports as Markdown, with their figures as SVG files that go with it."""

from __future__ import annotations

import re

from sysmap.reports.blocks import Figure, Report
from sysmap.reports.layout_files import filled, own, parts
from sysmap.reports.writers import Job, Output, Writer
from sysmap.reports.writers.html import inside

__all__ = ["WRITER", "markdown_text"]


def markdown_text(report: Report, stem: str, layout: str | None = None) -> tuple[str, dict[str, str]]:
    """The report as Markdown, and its figures as SVG by the name of their file; inside the text where there is no stem.

    Raises
    ------
    Refused : the layout cannot be filled.
    """
    figures: dict[str, str] = {}

    def source(figure: Figure, number: int) -> str:
        name = f"{stem}-figure-{number}.svg"
        figures[name] = figure.svg
        return name

    text = filled(layout or own("report.md.j2"), "md", report, {"parts": parts(report, source if stem else inside)})
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", figures


def _write(job: Job) -> Output:
    text, figures = markdown_text(job.report, job.stem, job.style.decode("utf-8", "replace") if job.style else None)
    return Output(text.encode(), {name: svg.encode() for name, svg in figures.items()})


WRITER = Writer(_write, styles=(".j2", ".md", ".jinja"))
