"""Whether the figures of surveys that evidence rests on are there."""

from __future__ import annotations

from collections.abc import Iterator

from sysmap.core.evidence import Evidence
from sysmap.core.library import Cases
from sysmap.core.problem import Problem, one_of
from sysmap.core.uses import Uses

__all__ = ["check_figures"]


def check_figures(register: Evidence, uses: Uses) -> Iterator[Problem]:
    """Each item names figures that a register of cases among its `uses` has."""
    known = {f"{survey.id}/{figure}" for document in uses.documents if isinstance(document, Cases)
             for survey in document.surveys.values() for figure in survey.figures}
    for item in register.items.values():
        for name in item.figures:
            if name not in known:
                yield Problem(code="E01", message=f"{item.id} rests on the figure {name}, which is not there.",
                              hint=one_of(name, known, 12) if known else "Name the register of cases under uses.",
                              at=("items", item.id, "figures"))
