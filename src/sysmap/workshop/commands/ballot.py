"""`ballot`: open a vote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from sysmap.workshop.command import Command
from sysmap.workshop.state import Ballot, Entry, Person, Request, State

__all__ = ["COMMAND", "Asked"]


class Asked(msgspec.Struct, frozen=True):
    """What is asked: the question, what people give dots to, and how many dots each has."""

    about: Literal["factors", "links"] = "factors"
    budget: Annotated[int, msgspec.Meta(ge=1, le=100)] = 5
    question: str = ""


class OpenBallot(Command[Asked]):
    """Open a vote: so many dots for each person, on factors or links. Nobody sees the result before it is closed."""

    name = "ballot"
    asks = Asked
    least = "host"
    doing = "open a vote"

    def decide(self, state: State, person: Person, asked: Asked, request: Request) -> Mapping[str, Any]:
        return {"ballot": f"vote-{len(state.ballots) + 1}", "question": asked.question.strip()[:200], "about": asked.about,
                "budget": asked.budget}

    def apply(self, state: State, entry: Entry) -> None:
        data = entry.data
        state.ballots[data["ballot"]] = Ballot(data["ballot"], data["question"], data["about"], data["budget"])

    def say(self, state: State, entry: Entry) -> list[str]:
        return [f"A vote was opened: {entry.data['question'] or entry.data['about']} ({entry.data['budget']} dots each)."]


COMMAND = OpenBallot()
