"""Reports: the documents that evaluators hand in, made from a map and its evidence.

One content (`blocks`) is built by a template (`templates`) from what is known (`facts`) and written by one small
writer a format: Word, Excel, PowerPoint, HTML, Markdown.
"""

from sysmap.reports.make import FORMATS, Written, report

__all__ = ["FORMATS", "Written", "report"]
