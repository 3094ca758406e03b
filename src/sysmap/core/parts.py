"""The parts of sysmap that are installed when they are wanted, what each brings, and what is said where one is missing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sysmap.core.problem import Problem, Refused

__all__ = ["PARTS", "not_installed", "way_to"]

PARTS: Mapping[str, str] = MappingProxyType({
    "coding": "coding documents in the browser, text of Word and PDF files",
    "dask": "long calculations shared among computers (--workers dask)",
    "hosting": "workspaces for an organisation on PostgreSQL (sysmap serve)",
    "notebook": "maps and answers in JupyterLab, with a live widget",
    "pyvis": "a map as a pyvis network (to_pyvis)",
    "reports": "reports for Word, PowerPoint and PDF, sources from reference managers",
    "surveys": "survey files of SPSS",
    "workshop": "the live workshop and the studio in the browser",
})
"""Part (an extra of the package) -> what it brings; `sysmap doctor` shows it."""


def way_to(*parts: str) -> str:
    """What to type to install parts of sysmap.

    >>> way_to("workshop")
    "Run: pip install 'sysmap[workshop]'"
    """
    return f"Run: pip install 'sysmap[{','.join(parts)}]'"


def not_installed(part: str, message: str, code: str = "L16") -> Refused:
    """What is raised where a part of sysmap is asked for that is not installed.

    Parameters
    ----------
    part : a key of `PARTS`
    message : what is missing, one sentence in the user's words
    code : the problem's code, by default the command line's

    >>> print(not_installed("workshop", "The studio's parts are not installed."))
    L16 The studio's parts are not installed. Run: pip install 'sysmap[workshop]'
    """
    return Refused(Problem(code=code, message=message, hint=way_to(part)))
