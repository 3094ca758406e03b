"""Participatory systems mapping and theory-of-change modelling with the evidence attached.

>>> import sysmap as sm
>>> buses = sm.read("sysmap: 1\\nkind: map\\nid: buses\\ntitle: Buses\\nfactors:\\n  fares: {label: Fares}\\n"
...                 "  riders: {label: Riders}\\nlinks:\\n  - {from: fares, to: riders, polarity: negative}\\n")
>>> list(buses.upstream("riders").factors)
['fares']

What is public stands in `PUBLIC` and in docs/api.md. Nothing heavy is imported before it is used.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

__version__ = "0.1.0"

_STUDY = "sysmap.notebook.study"
_QUESTIONS = tuple(sorted(name.removesuffix(".py") for name in os.listdir(os.path.join(os.path.dirname(__file__), "questions"))
                          if name.endswith(".py") and name != "__init__.py"))

PUBLIC: dict[str, str] = {
    **dict.fromkeys(("Study", "load", "workspace"), _STUDY),
    **dict.fromkeys(("read", "write", "from_networkx"), "sysmap.notebook.files"),
    "from_frames": "sysmap.notebook.build",
    **dict.fromkeys(("show", "bars", "table"), "sysmap.notebook.show"),
    "report": "sysmap.reports",
    "to_pyvis": "sysmap.views.pyvis_network",
    **{name: f"sysmap.questions.{name}" for name in _QUESTIONS},
    **dict.fromkeys(("stored_loops", "to_networkx"), "sysmap.analysis"),
    "Map": "sysmap.core.map",
    **dict.fromkeys(("Factor", "Link"), "sysmap.core.elements"),
    **dict.fromkeys(("Problem", "Refused"), "sysmap.core.problem"),
}
"""Public name -> the module it comes from."""

__all__ = ["PUBLIC", "__version__", *PUBLIC]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in PUBLIC:
        raise AttributeError(f"sysmap has no {name}; public are: {', '.join(sorted(PUBLIC))}")
    value = getattr(importlib.import_module(PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({"__version__", "PUBLIC", *PUBLIC})


if "IPython" in sys.modules:  # in a notebook, maps and answers show themselves
    importlib.import_module("sysmap.notebook.display").register()
