"""What several vulnerable factors hit together."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from sysmap.analysis.base import Clock, budget_of, check_bound
from sysmap.core.problem import Problem, Refused
from sysmap.questions.registry.parameters import MaxLength, Parameter, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.shared.common import Overlap, common_to, several

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["compound_risks"]

_Vulnerable = Annotated[Iterable[str] | None, Parameter("factors", "The vulnerable factors.", metavar="[FACTORS]...")]
_Steps = Annotated[int | None, Parameter("whole", "Go at most N links.", metavar="N", flags=("--steps",))]


@question("choice", "What two or more vulnerable FACTORS hit together; those the map rates as vulnerable where none is named.",
          answers="Which outside changes hit several things at once?",
          cannot="Whether or when they come.",
          source="Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("prices damp",))
def compound_risks(
    project: Project, of: _Vulnerable = None, steps: _Steps = None, *, max_length: MaxLength = 6, seconds: Seconds = 5.0,
    clock: Clock = time.perf_counter,
) -> Overlap:
    """What several vulnerable factors hit together: everything downstream of two or more of them.

    Parameters
    ----------
    project : the map, or what holds it.
    of : the vulnerable factors; those the map marks with a vulnerability of 1 or 2 where not given.
    steps, max_length, seconds, clock : as for `overlap`.

    Raises
    ------
    Refused : as for `overlap`; also where fewer than two factors are marked as vulnerable.
    """
    map_ = project.map
    marked = [f.id for f in map_.factors.values() if (f.vulnerability or 0) >= 1 and f.status != "retired"]
    if of is None and len(marked) < 2:
        raise Refused(Problem(
            code="A11", message="This question needs two or more vulnerable factors; the map rates "
            f"{'only one' if marked else 'none'} so.", hint="Name the factors, or give them a vulnerability in the file."))
    ids = several(map_, sorted(marked) if of is None else of)
    check_bound(steps, "The number of links")
    check_bound(max_length, "The greatest length (--max-length)")
    return common_to(map_, ids, "down", steps, 2, max_length, budget_of(seconds, clock))
