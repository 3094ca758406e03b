"""Reports as one HTML page: no script, no network, pictures inside."""

from __future__ import annotations

import base64
import hashlib

from markupsafe import Markup

from sysmap.reports.blocks import Figure, Report
from sysmap.reports.layout_files import filled, own, parts
from sysmap.reports.writers import Job, Output, Writer

__all__ = ["WRITER", "html_text"]


def html_text(report: Report, layout: str | None = None) -> str:
    """The report as one HTML page.

    Raises
    ------
    Refused : the layout cannot be filled; the message says at which of its lines.
    """
    style = own("report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    values = {"style": Markup(style), "style_hash": Markup(f"'sha256-{digest}'"),  # noqa: S704 - both are ours
              "parts": parts(report, inside)}
    return filled(layout or own("report.html.j2"), "html", report, values)


def inside(figure: Figure, number: int) -> str:
    """A figure as an address that holds it."""
    return f"data:image/svg+xml;base64,{base64.b64encode(figure.svg.encode()).decode('ascii')}"


def _write(job: Job) -> Output:
    return Output(html_text(job.report, job.style.decode("utf-8", "replace") if job.style else None).encode())


WRITER = Writer(_write, styles=(".j2", ".html", ".jinja"))
