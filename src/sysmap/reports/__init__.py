"""Reports: the documents that evaluators hand in, made from a map and its evidence.

One content (`blocks`) is built by a template (`templates`) from what is known (`facts`) and written by one small
writer a format (`writers`): Word, Excel, PowerPoint, HTML, Markdown, and those that other packages add.
"""

from __future__ import annotations

import warnings
from typing import Any

from sysmap.reports.make import Written, report
from sysmap.reports.writers import formats

__all__ = ["Written", "formats", "report"]


def __getattr__(name: str) -> Any:
    """Names that go in the next release."""
    if name == "FORMATS":
        warnings.warn("sysmap.reports.FORMATS is now formats()", DeprecationWarning, stacklevel=2)
        return dict.fromkeys(formats(), ())
    raise AttributeError(f"sysmap.reports has no {name}")
