"""What a report says that no map knows: its cover, the house style, and the author's own text (files of kind report).

The author's own text stands in this file and not in the report, so that it is there again when the report is made anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sysmap.core import elements as e
from sysmap.core.record import attr, record

__all__ = ["ReportDetails"]


@record
class ReportDetails:
    """The cover of a report, its house style, and the author's own text in it."""

    id: str = attr("Short, stable name of this file's content.", default="", slug=True, required=True)
    title: str = attr("The title on the cover.", default="", required=True)
    about: str = attr("Id of the map that the report is about.", default="", required=True)
    template: str | None = attr("The one kind of report that it is for, e.g. evaluation; every kind where not said.")
    subtitle: str | None = attr("The line below the title; the kind of report where not said.")
    client: str | None = attr("Who commissioned the report.")
    authors: tuple[str, ...] = attr("Who wrote it, by name.", default=())
    organisation: str | None = attr("Where they work.")
    date: str | None = attr("The date on the cover, in words of your own.")
    status: str | None = attr("How far it is, e.g. Draft for comment.")
    logo: str | None = attr("A picture for the cover (.png or .jpg), relative to this file.")
    logo_text: str | None = attr("What the picture shows, for people who do not see it.")
    style: tuple[str, ...] = attr("House templates (.docx, .pptx, or a layout), relative to this file; the one that fits is used.",
                                  default=())
    text: Mapping[str, str] = attr(
        "Your own text, by its place: summary (or summary-found, summary-sure, summary-changed, summary-unknown), the name of a "
        "chapter, conclusions, recommendations, or the id of an outcome or claim.", default={})
    notes: tuple[e.Note, ...] = attr("Remarks.", default=())
    x: Mapping[str, Any] = attr("Anything of your own; kept untouched and never checked.", default={}, private="own")
