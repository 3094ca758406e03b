"""`waive`: let a finding of the checks stand, with the reason."""

from __future__ import annotations

import msgspec

from sysmap.checks import RULES
from sysmap.core.edit import Edit, Set
from sysmap.core.elements import Waiver
from sysmap.core.problem import Problem, Refused
from sysmap.workshop.command import MapCommand, SomeText
from sysmap.workshop.state import Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: the rule's code, the element (the whole map, where it is left out), and the reason."""

    code: SomeText
    reason: SomeText
    element: str | None = None


class Waive(MapCommand[Asked]):
    """Let a finding of the checks stand, with the reason; the file says so from then on."""

    name = "waive"
    asks = Asked
    least = "editor"
    doing = "let a finding stand"
    checks = False

    def edit(self, state: State, person: Person, asked: Asked, request: Request) -> Edit:
        waiver = Waiver(code=asked.code.strip(), element=asked.element, reason=asked.reason.strip())
        if waiver.code not in RULES:
            raise Refused(Problem(code="L04", message=f"There is no rule {waiver.code[:20]}.", hint="Take the code from the check."))
        kept = tuple(one for one in state.map.waive if (one.code, one.element) != (waiver.code, waiver.element))
        return Set("", "", "waive", (*kept, waiver))


COMMAND = Waive()
