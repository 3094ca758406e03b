from sysmap.analysis import between as between
from sysmap.analysis import compound_risks as compound_risks
from sysmap.analysis import control_profile as control_profile
from sysmap.analysis import difference as difference
from sysmap.analysis import downstream as downstream
from sysmap.analysis import ego as ego
from sysmap.analysis import exposure as exposure
from sysmap.analysis import influence as influence
from sysmap.analysis import intersection as intersection
from sysmap.analysis import loops as loops
from sysmap.analysis import mechanisms as mechanisms
from sysmap.analysis import must_pass as must_pass
from sysmap.analysis import only_through as only_through
from sysmap.analysis import overlap as overlap
from sysmap.analysis import paths as paths
from sysmap.analysis import rank as rank
from sysmap.analysis import robustness as robustness
from sysmap.analysis import stored_loops as stored_loops
from sysmap.analysis import to_networkx as to_networkx
from sysmap.analysis import tradeoffs as tradeoffs
from sysmap.analysis import union as union
from sysmap.analysis import upstream as upstream
from sysmap.core.elements import Factor as Factor
from sysmap.core.elements import Link as Link
from sysmap.core.map import Map as Map
from sysmap.core.problem import Problem as Problem
from sysmap.core.problem import Refused as Refused
from sysmap.notebook.build import from_frames as from_frames
from sysmap.notebook.show import bars as bars
from sysmap.notebook.show import show as show
from sysmap.notebook.study import Study as Study
from sysmap.notebook.study import load as load
from sysmap.notebook.study import read as read
from sysmap.notebook.study import workspace as workspace
from sysmap.reports import report as report

PUBLIC: dict[str, str]
__version__: str
