"""`vote`: give dots in an open vote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from sysmap.core.problem import Problem, Refused
from sysmap.workshop.command import Command
from sysmap.workshop.commands.count import open_ballot
from sysmap.workshop.state import Entry, Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: in which vote, for what, how many dots (0 takes them back)."""

    ballot: str
    element: str
    dots: Annotated[int, msgspec.Meta(ge=0)]


class Vote(Command[Asked]):
    """Give dots in an open vote. Others see only how many people have voted."""

    name = "vote"
    asks = Asked
    least = "voter"
    doing = "vote"

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        ballot = open_ballot(state, asked.ballot)
        if asked.element not in state.elements(ballot.about):
            raise Refused(Problem(code="D01", message=f"There is no {asked.element[:64]} to vote on.",
                                  hint="It may have been removed."))
        spent = sum(n for element, n in ballot.votes.get(person.id, {}).items() if element != asked.element)
        if spent + asked.dots > ballot.budget:
            raise Refused(Problem(code="L11", message=f"You have {ballot.budget} dots and gave {spent} elsewhere.",
                                  hint="Take some back first."))
        return {"ballot": ballot.id, "element": asked.element, "dots": asked.dots}

    def apply(self, state: State, entry: Entry) -> None:
        ballot = state.ballots[entry.data["ballot"]]
        dots = ballot.votes.setdefault(entry.by, {})
        ballot.groups[entry.by] = entry.group
        dots[entry.data["element"]] = entry.data["dots"]
        if not entry.data["dots"]:
            del dots[entry.data["element"]]


COMMAND = Vote()
