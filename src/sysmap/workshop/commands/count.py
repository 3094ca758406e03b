"""`count`: close a vote and show everybody the result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from sysmap.core.problem import Problem, Refused
from sysmap.workshop.command import Command
from sysmap.workshop.state import Ballot, Entry, Person, Request, State

__all__ = ["COMMAND", "Asked", "open_ballot"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: which vote."""

    ballot: str


class CountBallot(Command[Asked]):
    """Close a vote and show everybody the result: how many people gave how many dots, never who."""

    name = "count"
    asks = Asked
    least = "host"
    doing = "close a vote"

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        ballot = open_ballot(state, asked.ballot)
        return {"ballot": ballot.id, "distribution": ballot.distribution(), "people": ballot.voters}

    def apply(self, state: State, entry: Entry) -> None:
        state.ballots[entry.data["ballot"]].open = False

    def say(self, state: State, entry: Entry) -> list[str]:
        ballot = state.ballots[entry.data["ballot"]]
        return [f"The vote was closed: {ballot.question or ballot.about} ({entry.data['people']} voted)."]


def open_ballot(state: State, id_: str) -> Ballot:
    """The vote that is meant.

    Raises
    ------
    Refused : if it is closed, or there is none.
    """
    ballot = state.ballots.get(id_)
    if ballot is None or not ballot.open:
        raise Refused(Problem(code="L11", message="This vote is closed.", hint="Wait for the host to open one."))
    return ballot


COMMAND = CountBallot()
