"""Algorithms on maps: what questions (`sysmap.questions`) are answered with.

Paths: `simple_paths`, `best_paths`, `ordering`, `chains`. Signs: `signs`, `net_signs`, `signed_paths`. Loops: `shortest_loops`,
`stored_loops`. Cuts and flows: `flows`, `evidence_flow`, `submap_cut`. Measures: `centrality`. All walk a map as integer
arrays: `projection`. The graph for everything else: `network`.

Importing this package is light: networkx, numpy, scipy and rustworkx are imported when they are needed.

>>> from sysmap.analysis import single_links, to_networkx
"""

from __future__ import annotations

import importlib
import warnings
from typing import Any

from sysmap.analysis.network import to_networkx
from sysmap.analysis.projection import single_links
from sysmap.analysis.stored_loops import stored_loops

__all__ = ["single_links", "stored_loops", "to_networkx"]

_MOVED = {"MEASURES": "sysmap.questions.rank", "submap_of": "sysmap.questions.combining.parts", **{
    name: f"sysmap.questions.{name}" for name in (
        "between", "compound_risks", "control_profile", "difference", "downstream", "ego", "exposure", "influence",
        "intersection", "loops", "mechanisms", "must_pass", "only_through", "overlap", "paths", "rank", "robustness",
        "tradeoffs", "union", "upstream")}}


def __getattr__(name: str) -> Any:
    """Questions went to `sysmap.questions`; here they are still found for one release."""
    if name not in _MOVED:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    warnings.warn(f"sysmap.analysis.{name} is now {_MOVED[name]}.{name}, and sysmap.{name} where it is public; this name goes "
                  "in the release after 0.2.0.", DeprecationWarning, stacklevel=2)
    return getattr(importlib.import_module(_MOVED[name]), name)
