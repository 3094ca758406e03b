"""What several factors share: common levers and risks upstream, or common effects downstream."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Literal

from sysmap.analysis.base import Clock, budget_of, check_bound
from sysmap.questions.registry.parameters import Factors, MaxLength, Parameter, Seconds
from sysmap.questions.registry.question import question
from sysmap.questions.shared.common import Overlap, common_to, several

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["overlap"]

_Direction = Annotated[Literal["up", "down"], Parameter(
    "choice", "What they all influence.", flags=("--down",), choices=("up", "down"), chosen_by_flag="down")]
_Steps = Annotated[int | None, Parameter("whole", "Go at most N links.", metavar="N", flags=("--steps",))]


@question("choice", "What several FACTORS share: common levers upstream, or common effects.",
          answers="What do several outcomes have in common behind them?",
          cannot="Which of the common levers is the best.",
          source="Barbrook-Johnson & Penn 2022, Systems Mapping, ch. 5",
          examples=("health bills",))
def overlap(
    project: Project, of: Factors, direction: _Direction = "up", steps: _Steps = None, *,
    max_length: MaxLength = 6, seconds: Seconds = 5.0, clock: Clock = time.perf_counter,
) -> Overlap:
    """What several factors share: their common levers (`up`) or what they all reach (`down`).

    Parameters
    ----------
    project : the map, or what holds it.
    of : two or more factors, by id, label or alias.
    direction : upstream of outcomes, or downstream of interventions or of vulnerable factors.
    steps : how many links to go; all the way where it is not given.
    max_length : the most links of the paths that verdicts speak of.
    seconds : time budget; verdicts not reached are then unknown and the answer says so.
    clock : for tests.

    Raises
    ------
    Refused : an unknown or retired factor, fewer than two factors, a bound below 1.
    """
    ids = several(project.map, of)
    check_bound(steps, "The number of links")
    check_bound(max_length, "The greatest length (--max-length)")
    return common_to(project.map, ids, direction, steps, len(ids), max_length, budget_of(seconds, clock))
