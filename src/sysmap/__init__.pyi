# Made by `make docs` from the questions and from what else is public.
from sysmap.analysis import stored_loops as stored_loops
from sysmap.analysis import to_networkx as to_networkx
from sysmap.core.elements import Factor as Factor
from sysmap.core.elements import Link as Link
from sysmap.core.map import Map as Map
from sysmap.core.problem import Problem as Problem
from sysmap.core.problem import Refused as Refused
from sysmap.notebook.build import from_frames as from_frames
from sysmap.notebook.files import from_networkx as from_networkx
from sysmap.notebook.files import read as read
from sysmap.notebook.files import write as write
from sysmap.notebook.show import bars as bars
from sysmap.notebook.show import show as show
from sysmap.notebook.show import table as table
from sysmap.notebook.study import Study as Study
from sysmap.notebook.study import load as load
from sysmap.notebook.study import workspace as workspace
from sysmap.questions.between import between as between
from sysmap.questions.compound_risks import compound_risks as compound_risks
from sysmap.questions.control_profile import control_profile as control_profile
from sysmap.questions.difference import difference as difference
from sysmap.questions.downstream import downstream as downstream
from sysmap.questions.ego import ego as ego
from sysmap.questions.exposure import exposure as exposure
from sysmap.questions.influence import influence as influence
from sysmap.questions.intersection import intersection as intersection
from sysmap.questions.loop_analysis import loop_analysis as loop_analysis
from sysmap.questions.loops import loops as loops
from sysmap.questions.mechanisms import mechanisms as mechanisms
from sysmap.questions.must_pass import must_pass as must_pass
from sysmap.questions.only_through import only_through as only_through
from sysmap.questions.overlap import overlap as overlap
from sysmap.questions.paths import paths as paths
from sysmap.questions.progress import progress as progress
from sysmap.questions.rank import rank as rank
from sysmap.questions.robustness import robustness as robustness
from sysmap.questions.rounds import rounds as rounds
from sysmap.questions.tradeoffs import tradeoffs as tradeoffs
from sysmap.questions.union import union as union
from sysmap.questions.upstream import upstream as upstream
from sysmap.reports import report as report
from sysmap.views.pyvis_network import to_pyvis as to_pyvis

PUBLIC: dict[str, str]
__version__: str
