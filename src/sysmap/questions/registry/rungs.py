"""The steps of the evidence ladder: any question put to only those links whose evidence is at least so good."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, get_args

from sysmap.core.problem import Problem, Refused, one_of
from sysmap.questions.registry.answer import Answer
from sysmap.questions.registry.question import Asked, Question, project_of

if TYPE_CHECKING:
    from sysmap.project import Project

__all__ = ["RUNGS", "Rung", "at_rung", "counts_on", "on_each_rung", "on_rung", "rung_name", "takes_a_rung"]

Rung = Literal["strong", "moderate", "weak", "all"]
RUNGS: tuple[Rung, ...] = get_args(Rung)
"""The steps of the evidence ladder, the strictest first; on the last everything drawn counts."""

_OPEN: Mapping[Rung, frozenset[str]] = {
    "strong": frozenset({"strong"}), "moderate": frozenset({"strong", "moderate"}),
    "weak": frozenset({"strong", "moderate", "weak"})}
_NAMES: Mapping[Rung, str] = {"strong": "strong evidence", "moderate": "moderate or better", "weak": "weak or better",
                              "all": "everything drawn"}


def rung_name(rung: Rung) -> str:
    """What a step is called."""
    return _NAMES[rung]


def takes_a_rung(question: Question) -> bool:
    """Whether a question may be put on a step: it is not about the steps itself."""
    return question.name not in ("ladder",) and all(one.name != "rung" for one in question.parameters)


def on_rung(about: Asked, rung: str, question: Question, given: Mapping[str, object]) -> Answer:
    """A question put on one step of the evidence.

    Parameters
    ----------
    about : a map, a project, or what holds one.
    rung : strong, moderate, weak, or all for everything drawn.
    question, given : the question and its parameters by name.

    Raises
    ------
    Refused : there is no such step, no evidence is at hand, or what the question itself refuses.
    """
    if rung == "all":
        return question.ask(about, given)
    step = next((one for one in RUNGS if one == rung), None)
    if step is None:
        raise Refused(Problem(code="A22", message=f"There is no step “{rung}” of the evidence.", hint=one_of(rung, RUNGS)))
    project = project_of(about)
    if not project.grades:
        raise Refused(Problem(code="A22", message="No link has an evidence grade, so there are no steps to ask on.",
                              hint=project.no_register or "Add evidence on links to a register."))
    return question.ask(at_rung(project, step), given)


def on_each_rung(about: Asked, question: Question, given: Mapping[str, object]) -> dict[Rung, Answer]:
    """A question put on every step of the evidence, the strictest first."""
    return {rung: on_rung(about, rung, question, given) for rung in RUNGS}


def at_rung(project: Project, rung: Rung, grades: Mapping[str, str] | None = None) -> Project:
    """The project with only those links whose evidence has at least a grade; everything drawn on the rung ``all``.

    Parameters
    ----------
    project : the project.
    rung : strong, moderate, weak or all.
    grades : how well each link is observed, where it is not to be what the project's registers say.
    """
    if rung == "all":
        return project
    counts = counts_on(project, rung, grades)
    return project.with_map(dataclasses.replace(project.map, links={
        id_: one if counts(id_) else dataclasses.replace(one, status="retired") for id_, one in project.map.links.items()}))


def counts_on(project: Project, rung: Rung, grades: Mapping[str, str] | None = None) -> Callable[[str], bool]:
    """Whether a link, by id, has the evidence that a rung asks for."""
    known = project.grades if grades is None else grades
    return lambda link: rung == "all" or known.get(link, "untested") in _OPEN[rung]
