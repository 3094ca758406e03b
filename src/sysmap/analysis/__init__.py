"""Questions to a map, with answers that explain themselves and state their bounds.

>>> from sysmap import analysis
>>> len(analysis.__all__)
25

Submaps: `upstream`, `downstream`, `ego`, `between`, `union`, `intersection`, `difference`, `submap_of`. Paths:
`paths`, `influence`, `must_pass`, `only_through`. Loops: `loops`, `stored_loops`. Measures: `rank`. Several factors:
`overlap`, `tradeoffs`, `compound_risks`. One factor: `control_profile`, `exposure`. Mechanisms and evidence:
`mechanisms`, `robustness`. The graph for everything else: `to_networkx`; the map without its links between whole
layers: `single_links`.

Every function takes a map and gives a small frozen answer with `explain()`, `to_json()`, `to_frame()` and, where it
is about a part of the map, `submap`. None changes the map. Importing
this package is light: networkx, numpy, scipy, rustworkx and pandas are imported when a question needs them.
"""

from __future__ import annotations

from sysmap.analysis.comparisons import compound_risks, overlap, tradeoffs
from sysmap.analysis.exposure import control_profile, exposure
from sysmap.analysis.influence import influence
from sysmap.analysis.loops import loops
from sysmap.analysis.measures import MEASURES, rank
from sysmap.analysis.mechanisms import mechanisms
from sysmap.analysis.must_pass import must_pass
from sysmap.analysis.network import to_networkx
from sysmap.analysis.only_through import only_through
from sysmap.analysis.paths import paths
from sysmap.analysis.projection import single_links
from sysmap.analysis.robustness import robustness
from sysmap.analysis.stored_loops import stored_loops
from sysmap.analysis.submaps import between, difference, downstream, ego, intersection, submap_of, union, upstream

__all__ = [
    "MEASURES", "between", "compound_risks", "control_profile", "difference", "downstream", "ego", "exposure",
    "influence", "intersection", "loops", "mechanisms", "must_pass", "only_through", "overlap", "paths", "rank",
    "robustness", "single_links", "stored_loops", "submap_of", "to_networkx", "tradeoffs", "union", "upstream",
]
